"""Text whose lines were wrapped as on paper: which lines belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.broken import CLOSERS, OPENERS, open_brackets
from kg.parse.dates import DATE
from kg.parse.labels import LABEL
from kg.parse.markers import Marker, read_marker
from kg.text import Flow, join_flows

_BARE_NUMBER = r"\d{1,3}"
_DATE = re.compile(DATE)
_NUMBER = r"[\u4e00-\u9fff]{2,15}[\[(](?:19|20)\d\d[\])]第?\d{1,5}号"
_DATE_BEHIND = re.compile(r"[\u4e00-\u9fff)]\(\d{4}年\d{1,2}月\d{1,2}日\)$")
#: A title that has come to its end, and a line that goes on with it: 的通知.
_TITLE = re.compile(
    r"[^。，,；;:]{0,60}(?:关于|印发|转发|批转)[^。；;:]{4,160}(?:通知|意见|决定|公告|通告|通报|批复|函)"
)
_ENDS_TITLE = re.compile(r"[^。，,；;:]{0,40}(?:通知|意见|决定|公告|通告|通报|批复|函)(?:\([^()]{2,10}\))?$")
_HEAD_LINES = 15  # within which the title stands
_HEADING_WITH_BODIES = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^。，,；;]{2,60}\((?:由|牵头|责任)[^()。]{2,60}\)"
)
_REMARK = r"\((?:此|本)[件文].{0,30}\)"
_ANNEX = r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}[:.]?"
#: What stands on a line of its own.
_ALONE = re.compile(rf"{DATE}|{_NUMBER}|{_REMARK}|{_ANNEX}|{_BARE_NUMBER}")
#: What a foot's lines begin with: subject words, who gets a copy.
COPIES = re.compile(r"(?:主题词|抄送|抄报|分送):")
_SENTENCE_ENDS = frozenset("。！？!?；;:")
_SLACK = 3  # half characters: punctuation is set narrower or wider than counted
_TITLE_LINES = 5
_WIDE_LINES = 6  # without as many, a short text is not taken for wrapped
_LABEL_LINES = 6  # that a label's value goes over
_LIST_GOES_ON = frozenset("、，,和及与或第")
_LABEL_HEAD = 6  # characters of a label that may stand on the line before
_BREAKS = frozenset(OPENERS + CLOSERS + "，,、.—")  # where a printed line is broken into pieces
_FULL = 0.85  # of a full line: what is wider may go on


def _width(text: str) -> int:
    return 2 * len(text) - len(text.encode("latin-1", "ignore"))


def full_width(lines: Sequence[Flow]) -> int | None:
    """Measure a full line in half characters; None where paragraphs are not wrapped.

    In wrapped text no line is much longer than the others, and many that are full end inside a sentence.
    """
    if len(lines) < 8:
        return None
    measured = [_width(line.text) for line in lines]
    widths = sorted(measured)
    full = widths[len(widths) * 95 // 100]
    wide = [line for line, width in zip(lines, measured, strict=True) if width > full * 0.8]
    if len(wide) < _WIDE_LINES:
        return None
    cut = sum(line.folded[-1] not in _SENTENCE_ENDS for line in wide)
    return full if 40 <= full <= 120 and widths[-1] < full * 1.6 and cut * 5 > len(wide) * 2 else None


def unwrap(lines: Sequence[Flow], full: int) -> Iterator[Flow]:
    """Join the lines of a paragraph.

    Text taken from a page image is also broken in the middle of a line, at punctuation: `used` counts how
    much of the printed line the pieces before have filled.
    """
    alone = _standing_alone(lines)
    last_numbers: dict[str, int] = {}
    group: list[Flow] = []
    used = 0
    for at, line in enumerate(lines):
        marker, width = read_marker(line.folded), _width(line.text)
        if group and (
            alone[at]
            or alone[at - 1]
            or _starts(group, line, marker, last_numbers, full)
            or (at < _HEAD_LINES and _ends_title(group, line))
            or _stops(group, line, used, used + width <= full + _SLACK, full)
        ):
            yield join_flows(group)
            group, used = [], 0
        if not group and marker:
            last_numbers[marker.style] = marker.value
        used = used + width if used + width <= full + _SLACK else width
        group.append(line)
    if group:
        yield join_flows(group)


def _standing_alone(lines: Sequence[Flow]) -> list[bool]:
    """Mark dates, numbers, remarks, annex marks, and the signatures above a date."""
    alone = [_ALONE.fullmatch(line.folded) is not None for line in lines]
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


def _starts(
    group: Sequence[Flow], line: Flow, marker: Marker | None, last: dict[str, int], full: int
) -> bool:
    """Tell whether a line begins a paragraph by its marker or label."""
    before = group[-1]
    if marker:
        if _is_labelled(group) and before.folded[-1] not in _LIST_GOES_ON and not open_brackets(group):
            return True
        in_order = marker.value in {1, last.get(marker.style, 0) + 1}
        ended = before.folded[-1] in "。；;！!？?)]:”" or _width(before.text) < full * 0.8
        if marker.rank <= 5 and in_order and ended:
            return True
        return (in_order and ended) or (ended and before.folded[-1] in "。；;)]" and marker.value > 1)
    if COPIES.match(line.folded):
        return True
    if not LABEL.match(line.folded):
        return False
    # 完成 | 时限： is one label, broken over two lines.
    joined = before.folded[-_LABEL_HEAD:] + line.folded[:30]
    edge = len(joined) - len(line.folded[:30])
    broken = any(label.start() < edge < label.end() for label in LABEL.finditer(joined))
    return not broken and not open_brackets(group)


def _is_labelled(group: Sequence[Flow]) -> bool:
    """Tell whether the last lines are a label with its value, which need no stop: 责任单位：…."""
    return any(LABEL.match(line.folded, line.folded.rfind("。") + 1) for line in group[-_LABEL_LINES:])


def _ends_title(group: Sequence[Flow], line: Flow) -> bool:
    """Tell whether a title is complete with the line before: the last one may be nearly full."""
    title = _TITLE.fullmatch("".join(flow.folded for flow in group[:_TITLE_LINES]))
    return title is not None and not open_brackets(group) and not _ENDS_TITLE.match(line.folded)


def _stops(group: Sequence[Flow], line: Flow, used: int, fits: bool, full: int) -> bool:
    """Tell whether a paragraph ends with the line before; `fits`: both would stand on one printed line."""
    before = group[-1].folded[-1]
    after = line.folded[0]
    if len(group) < _TITLE_LINES and before == ")":
        so_far = "".join(flow.folded for flow in group)
        if _DATE_BEHIND.search(so_far) or _HEADING_WITH_BODIES.fullmatch(so_far):
            return True
    if used >= full * _FULL:
        return False
    if before in "。；;！!？?" or (before == ":" and not LABEL.search(group[-1].folded[-8:])):
        return not fits
    if before in _BREAKS or after in _BREAKS or after in "。；;：:":
        return not fits and before in CLOSERS
    return before != ":" and not open_brackets(group)
