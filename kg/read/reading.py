"""What a reader gives: a text and its blocks; and the pen that writes both where a format has no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.document import Line, Row
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's text, the blocks that it consists of in reading order, and what could not be read."""

    text: str
    blocks: tuple[Line | Row, ...]
    oddities: tuple[str, ...] = ()


@dataclass(slots=True)
class Pen:
    """Writes the text of a format that has none of its own, and notes where each block stands."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Line | Row] = field(default_factory=list)
    length: int = 0
    tables: int = 0

    def line(self, text: str) -> None:
        """Write one line of running text; an empty one is left out."""
        if text := text.strip():
            self.blocks.append(Line(self._write(text)))
            self._write("\n")

    def table(self) -> int:
        """Begin a table and give its count."""
        self.tables += 1
        return self.tables - 1

    def row(self, table: int, cells: Sequence[str | Span | int]) -> tuple[Span, ...]:
        """Write one table row, and give the spans of its cells.

        A cell is its text; or, where a merged cell covers its place, that cell's span if it stands in a row
        above, its column if it stands in this row.
        """
        start, spans = self.length, list[Span]()
        for cell in cells:
            if isinstance(cell, str):
                if self.length > start:
                    self._write(" | ")
                spans.append(self._write(cell.strip()))
            else:
                spans.append(spans[cell] if isinstance(cell, int) else cell)
        self.blocks.append(Row(Span(start, self.length), table, tuple(spans)))
        self._write("\n")
        return tuple(spans)

    def reading(self, oddities: Sequence[str] = ()) -> Reading:
        """Give what was written."""
        return Reading("".join(self.parts), tuple(self.blocks), tuple(oddities))

    def _write(self, text: str) -> Span:
        self.parts.append(text)
        self.length += len(text)
        return Span(self.length - len(text), self.length)
