"""Lines to paragraphs: page furniture out, wrapped lines joined, each paragraph one Flow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.document import Document, Row
from kg.parse.broken import join_broken
from kg.parse.colonless import with_colons, with_values
from kg.parse.endless import cut_endless, join_pages
from kg.parse.labels import LABEL
from kg.parse.markdown import Marks
from kg.parse.wrapped import full_width, unwrap
from kg.text import Flow, Span, join_flows, simplified

__all__ = ["Paragraph", "join_flows", "read_paragraphs"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a table row with its cells; `table` counts the tables, None for running text.

    `heads` tells that a row is nothing but the heading of those below it, `beside` that this is what a column
    of the table says of them.
    """

    flow: Flow
    table: int | None = None
    cells: tuple[Flow, ...] = ()
    heads: bool = False
    beside: bool = False


_PAGE = re.compile(
    r"#?Page\d+:?|[—-]{1,2}\d{1,4}[—-]{1,2}|·\d{1,4}·|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}页?"
)
_RUNNING_HEAD = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:文件|公报)(?:[\u4e00-\u9fff]{2,15}[\[(](?:19|20)\d\d[\])]第?\d{1,5}号)?"
)
_STRAY_LINE = re.compile(r"[?\s]+")
_HEADS = 3  # pages that a running head stands on


def read_paragraphs(document: Document) -> list[Paragraph]:
    """Give a document's paragraphs and table rows in order, without page furniture."""
    whole = Flow.of(document.text)
    junk, marks = _stray_ends(document), Marks.of(document)
    paragraphs: list[Paragraph] = []
    lines: list[Flow] = []
    for block in document.blocks:
        if isinstance(block, Row):
            paragraphs += map(Paragraph, _mend(lines))
            lines = []
            cells = tuple(
                with_colons(marks.without(_clean(simplified(whole.within(cell)), junk)))
                for cell in block.cells
            )
            paragraphs.append(Paragraph(simplified(whole.within(block.span)), block.table, cells))
        else:
            line = _clean(simplified(whole.within(block.span)), junk)
            lines.append(with_colons(marks.without_all(line)))
    paragraphs += map(Paragraph, _mend(lines))
    return paragraphs


def _stray_ends(document: Document) -> bool:
    """Tell whether lines and cells end in a stray `?`, or are nothing else.

    Some pages' no-break spaces were turned into it.
    """
    if "?" not in document.text:
        return False
    spans: list[Span] = []
    for block in document.blocks:
        spans += [c for c in block.cells if c.start < c.end] if isinstance(block, Row) else [block.span]
    stray = sum(document.text[span.end - 1 : span.end] == "?" for span in spans)
    return (
        stray * 2 > len(spans)
        or sum(_STRAY_LINE.fullmatch(span.of(document.text)) is not None for span in spans) > 2
    )


def _clean(flow: Flow, junk: bool) -> Flow:
    """Take off stray `?`: one behind, any number of them before."""
    if not junk:
        return flow
    start = len(flow) - len(flow.text.lstrip("?"))
    return flow[start : len(flow) - 1 if start < len(flow) and flow.text.endswith("?") else len(flow)]


def _mend(lines: Sequence[Flow]) -> Iterator[Flow]:
    """Put paragraphs together from wrapped lines, and cut lines that hold many of them."""
    kept: list[Flow] = []
    for line in join_pages(lines):
        parts = cut_endless(line)
        if len(parts) == 1:
            kept.append(line)
            continue
        yield from _join_lines(kept)
        kept = []
        yield from parts
    yield from _join_lines(kept)


def _join_lines(lines: Sequence[Flow]) -> Iterator[Flow]:
    kept = list(_without_furniture(lines))
    width = full_width(kept)
    filled = with_values([line for line in kept if len(line)])
    yield from join_broken(filled if width is None else list(unwrap(filled, width)))


def _without_furniture(lines: Sequence[Flow]) -> Iterator[Flow]:
    """Leave out page numbers, and running heads: short lines that stand beside them and hardly elsewhere."""
    pages = [bool(_PAGE.fullmatch(line.folded)) for line in lines]
    if not any(pages):
        yield from lines
        return
    beside = [pages[at - 1 : at] == [True] or pages[at + 1 : at + 2] == [True] for at in range(len(lines))]
    everywhere = Counter(line.folded for line in lines)
    at_pages = Counter(line.folded for line, near in zip(lines, beside, strict=True) if near)
    for line, page in zip(lines, pages, strict=True):
        seen = at_pages[line.folded]
        head = seen >= _HEADS and seen * 10 >= everywhere[line.folded] * 8 and len(line) <= 40
        head = head or (seen > 0 and _RUNNING_HEAD.fullmatch(line.folded) is not None)
        if not page and not (head and not LABEL.match(line.folded)):
            yield line
