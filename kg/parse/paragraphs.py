"""Lines to paragraphs: page furniture out, wrapped lines joined, each paragraph one Flow."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.document import Document, Row
from kg.parse.labels import LABEL
from kg.parse.markers import read_marker
from kg.parse.simplified import simplified
from kg.text import Flow, Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a table row with its cells; `table` counts the tables, None for running text."""

    flow: Flow
    table: int | None = None
    cells: tuple[Flow, ...] = ()


_PAGE = re.compile(
    r"#?Page\d+:?|[—-]{1,2}\d{1,4}[—-]{1,2}|·\d{1,4}·|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}页?"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_DATE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,15}[\[(](?:19|20)\d\d[\])]第?\d{1,5}号")
_DATE_BEHIND = re.compile(r"[\u4e00-\u9fff)]\(\d{4}年\d{1,2}月\d{1,2}日\)$")
_HEADING_WITH_BODIES = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^。，,；;]{2,60}\((?:由|牵头|责任)[^()。]{2,60}\)"
)
_REMARK = re.compile(r"\((?:此|本)[件文].{0,30}\)")
_ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}[:.]?")
_SENTENCE_ENDS = frozenset("。！？!?；;:")
_SLACK = 3  # half characters: punctuation is set narrower or wider than counted
_TITLE_LINES = 5
_WIDE_LINES = 6  # without as many, a short text is not taken for wrapped
_LABEL_HEAD = 6  # characters of a label that may stand on the line before
_HEADS = 3  # pages that a running head stands on

_OPENERS, _CLOSERS = "([{《“‘「『<", ")]}》”’」』>"
_BREAKS = frozenset(_OPENERS + _CLOSERS + "，,、.—")  # where a printed line is broken into pieces
_FULL = 0.85  # of a full line: what is wider may go on
_LONGEST_OPEN = 400  # characters that an open bracket keeps label lines together


def join_flows(flows: Sequence[Flow]) -> Flow:
    """Put flows of one document one behind the other."""
    if len(flows) == 1:
        return flows[0]
    offsets = array("I")
    for flow in flows:
        offsets.extend(flow.offsets)
    return Flow(flows[0].source, "".join(f.text for f in flows), "".join(f.folded for f in flows), offsets)


def read_paragraphs(document: Document) -> list[Paragraph]:
    """Give a document's paragraphs and table rows in order, without page furniture."""
    source = document.text
    junk = _stray_ends(document)
    paragraphs: list[Paragraph] = []
    lines: list[Flow] = []
    for block in document.blocks:
        if isinstance(block, Row):
            paragraphs += map(Paragraph, _join_lines(lines))
            lines = []
            cells = tuple(_clean(_flow(source, cell), junk) for cell in block.cells)
            paragraphs.append(Paragraph(_flow(source, block.span), block.table, cells))
        else:
            lines.append(_clean(_flow(source, block.span), junk))
    paragraphs += map(Paragraph, _join_lines(lines))
    return paragraphs


def _flow(source: str, span: Span) -> Flow:
    return simplified(Flow.of(source, [span]))


def _stray_ends(document: Document) -> bool:
    """Tell whether lines and cells end in a stray `?`: what some pages' no-break spaces were turned into."""
    spans: list[Span] = []
    for block in document.blocks:
        spans += [c for c in block.cells if c.start < c.end] if isinstance(block, Row) else [block.span]
    stray = sum(document.text[span.end - 1 : span.end] == "?" for span in spans)
    return stray * 2 > len(spans)


def _clean(flow: Flow, junk: bool) -> Flow:
    """Take off a stray `?`, and the # of a Markdown heading."""
    sharp = re.match(r"#{1,6}(?!Page)", flow.folded)
    return flow[sharp.end() if sharp else 0 : len(flow) - (junk and flow.text.endswith("?"))]


def _join_lines(lines: Sequence[Flow]) -> Iterator[Flow]:
    kept = list(_without_furniture(lines))
    width = _full_width(kept)
    if width is None:
        yield from (line for line in kept if len(line))
        return
    yield from _unwrap([line for line in kept if len(line)], width)


def _without_furniture(lines: Sequence[Flow]) -> Iterator[Flow]:
    """Leave out page numbers, and running heads: short lines that stand beside them and hardly elsewhere."""
    pages = [bool(_PAGE.fullmatch(line.folded)) for line in lines]
    beside = [pages[at - 1 : at] == [True] or pages[at + 1 : at + 2] == [True] for at in range(len(lines))]
    everywhere = Counter(line.folded for line in lines)
    at_pages = Counter(line.folded for line, near in zip(lines, beside, strict=True) if near)
    for line, page in zip(lines, pages, strict=True):
        seen = at_pages[line.folded]
        head = seen >= _HEADS and seen * 10 >= everywhere[line.folded] * 8 and len(line) <= 40
        if not page and not (head and not LABEL.match(line.folded)):
            yield line


def _width(text: str) -> int:
    return len(text) + sum(character > "\u00ff" for character in text)


def _full_width(lines: Sequence[Flow]) -> int | None:
    """Measure a full line in half characters; None where paragraphs are not wrapped.

    In wrapped text no line is much longer than the others, and many that are full end inside a sentence.
    """
    widths = sorted(_width(line.text) for line in lines)
    if len(widths) < 8:
        return None
    full = widths[len(widths) * 95 // 100]
    wide = [line for line in lines if _width(line.text) > full * 0.8]
    if len(wide) < _WIDE_LINES:
        return None
    cut = sum(line.folded[-1] not in _SENTENCE_ENDS for line in wide)
    return full if 40 <= full <= 120 and widths[-1] < full * 1.6 and cut * 5 > len(wide) * 2 else None


def _unwrap(lines: Sequence[Flow], full: int) -> Iterator[Flow]:
    """Join the lines of a paragraph.

    Text taken from a page image is also broken in the middle of a line, at punctuation: `used` counts how
    much of the printed line the pieces before have filled.
    """
    alone = _standing_alone(lines)
    last_numbers: dict[str, int] = {}
    group: list[Flow] = []
    used = 0
    for at, line in enumerate(lines):
        if group and (
            alone[at]
            or alone[at - 1]
            or _starts(group, line, last_numbers, full)
            or _stops(group, line, used, full)
        ):
            yield join_flows(group)
            group, used = [], 0
        if not group and (marker := read_marker(line.folded)):
            last_numbers[marker.style] = marker.value
        width = _width(line.text)
        used = used + width if used + width <= full + _SLACK else width
        group.append(line)
    if group:
        yield join_flows(group)


def _standing_alone(lines: Sequence[Flow]) -> list[bool]:
    """Mark dates, numbers, remarks, annex marks, and the signatures above a date."""
    alone = [
        any(p.fullmatch(line.folded) for p in (_DATE, _NUMBER, _REMARK, _ANNEX, _BARE_NUMBER))
        for line in lines
    ]
    for at, line in enumerate(lines):
        if alone[at] and _DATE.fullmatch(line.folded):
            for above in range(at - 1, max(-1, at - 5), -1):
                if (
                    len(lines[above]) > 30
                    or re.search(r"[。，,；;：:、]", lines[above].folded)
                    or alone[above]
                ):
                    break
                alone[above] = True
    return alone


def _depth(group: Sequence[Flow]) -> int:
    """Count the brackets that are open at the end of some lines, as far as they reach back."""
    depth = 0
    text = "".join(line.folded for line in group[-_LONGEST_OPEN // 20 :])[-_LONGEST_OPEN:]
    for character in text:
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(0, depth - 1)
    return depth


def _starts(group: Sequence[Flow], line: Flow, last: dict[str, int], full: int) -> bool:
    """Tell whether a line begins a paragraph by its marker or label."""
    before = group[-1]
    if marker := read_marker(line.folded):
        in_order = marker.value in {1, last.get(marker.style, 0) + 1}
        ended = before.folded[-1] in "。；;！!？?)]:”" or _width(before.text) < full * 0.8
        if marker.rank <= 5 and in_order and ended:
            return True
        return (in_order and ended) or (ended and before.folded[-1] in "。；;)]" and marker.value > 1)
    # 完成 | 时限： is one label, broken over two lines.
    joined = before.folded[-_LABEL_HEAD:] + line.folded[:30]
    edge = len(joined) - len(line.folded[:30])
    broken = any(label.start() < edge < label.end() for label in LABEL.finditer(joined))
    return bool(LABEL.match(line.folded)) and not broken and not _depth(group)


def _stops(group: Sequence[Flow], line: Flow, used: int, full: int) -> bool:
    """Tell whether a paragraph ends with the line before."""
    before = group[-1].folded[-1]
    after = line.folded[0]
    fits = used + _width(line.text) <= full + _SLACK  # both would stand on one printed line
    if len(group) < _TITLE_LINES:
        so_far = join_flows(group).folded
        if _DATE_BEHIND.search(so_far) or _HEADING_WITH_BODIES.fullmatch(so_far):
            return True
    if used >= full * _FULL:
        return False
    if before in "。；;！!？?" or (before == ":" and not LABEL.search(group[-1].folded[-8:])):
        return not fits
    if before in _BREAKS or after in _BREAKS or after in "。；;：:":
        return not fits and before in _CLOSERS
    return before != ":" and not _depth(group)
