"""A document as a reader of files gives it: one text, and the lines and table rows it consists of."""

from __future__ import annotations

from dataclasses import dataclass

from kg.text import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text."""

    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    `table` counts the tables of a document from 0. `cells` are in column order; a merged cell has one span,
    and stands in every row (or column) that it covers. An empty cell is an empty span.
    """

    span: Span
    table: int
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text as read, and the blocks that it consists of, in reading order.

    `source` is the path as it was given, `digest` the SHA-256 of the file's bytes in hex. The text is what
    all offsets count in; where the format has no text of its own (docx, pdf, html), the reader made it, and
    it is kept with the library. `oddities` are sentences in Chinese about what could not be read.
    """

    source: str
    digest: str
    text: str
    blocks: tuple[Line | Row, ...]
    oddities: tuple[str, ...] = ()
