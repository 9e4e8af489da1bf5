"""Labels that stand without their colon: a blank, the end of the line or nothing is in its place.

责任单位　市教育局、市财政局
完成时限
2024年底前
修缮古桥（责任单位市文物局，配合单位市交通局）

The blank is kept as one character that is folded to the colon, so that all rules for labels hold. What
follows must be a value of the label's kind: prose that begins with the words stays prose.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from kg.notice import Role
from kg.parse.bodies import split_bodies
from kg.parse.clauses import Named, read_clauses
from kg.parse.labels import LABEL, LABEL_WORDS, Subject, subject_of
from kg.parse.markers import read_marker
from kg.parse.organisations import is_body_or_area
from kg.text import Flow, Piece, bare, fold, join_flows

_LINE = re.compile(rf"{LABEL_WORDS.pattern}:?")
_BETWEEN = re.compile(r"等|按照?职责分工|负责|[和及与、，,；;。/]")
_LONGEST_LABEL = 14  # characters
_LONGEST_VALUE = 300
_LONGEST_RUN_ON = 400  # characters at the end of a paragraph, where its labels stand
#: What no list of bodies says.
_SAYS_MORE = re.compile("[了是把被]|加强|开展|应当|不得|进行|及时|严格|认真|积极|不断|切实")
_MOST_LINES = 20  # of a value with one body a line
_TIME = re.compile(
    r"(?:[^。；;]{0,10}(?:\d{1,4}年|\d{1,2}月|[一二三四]季度|[上下]半年|年[底内]|\d个月)[^。；;:]{0,16}|长期|持续|全年|常年|立行立改|即时)"
    r"(?:坚持|推进|实施|整改)?。?"
)
_PERSON = re.compile(
    "(?!.*(?:电话|职务|单位|部门|时限|备注|要|应|须|负责|落实|加强))[\u4e00-\u9fff、,，]{2,40}"
)


def with_colons(flow: Flow) -> Flow:
    """Put a colon behind labels at the start of a line or cell, and behind blanks after their values.

    >>> with_colons(Flow.of("责任单位　市水利局")).folded
    '责任单位:市水利局'
    """
    first = LABEL_WORDS.match(flow.folded)
    if first is None or first.end() == len(flow) or not _is_gap(flow, first.end()):
        return flow
    labels = [
        label
        for label in LABEL_WORDS.finditer(flow.folded[:_LONGEST_VALUE])
        if label.end() < len(flow)
        and _is_gap(flow, label.end())
        and (label.start() == 0 or _is_gap(flow, label.start()))
    ]
    ends = [*(label.start() for label in labels[1:]), len(flow)]
    parts: list[Flow] = []
    done = 0
    for label, end in zip(labels, ends, strict=True):
        if not fits_label(label, flow[label.end() : end]):
            return flow
        parts += [flow[done : label.end()], _colon(flow, label.end() - 1)]
        done = label.end()
    return join_flows([*parts, flow[done:]])


def with_values(lines: Sequence[Flow]) -> list[Flow]:
    """Join labels on lines of their own with the lines below that are their values."""
    joined: list[Flow] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        label = _LINE.fullmatch(line.folded) if len(line) <= _LONGEST_LABEL else None
        if label is not None and (count := _lines_of_value(label, lines, at)):
            colon = [] if line.folded.endswith(":") else [_colon(line, len(line) - 1)]
            line = join_flows([line, *colon, *lines[at : at + count]])
            at += count
        joined.append(line)
    return joined


def _lines_of_value(label: re.Match[str], lines: Sequence[Flow], at: int) -> int:
    """Count the lines below a label that are its value: several where another label or item follows them."""
    end = at
    while end < min(len(lines), at + _MOST_LINES) and len(lines[end]) and fits_label(label, lines[end]):
        end += 1
    if end - at < 2:
        return end - at
    below = lines[end].folded if end < len(lines) else ""
    return end - at if LABEL_WORDS.match(below) or read_marker(below) else 1


def read_only_run_on(flow: Flow) -> tuple[list[Named], Piece | None]:
    """Read a stretch that is nothing but labels, each with its value right behind it: 牵头单位市文物局."""
    if not LABEL_WORDS.match(flow.folded):
        return [], None
    begin, named, deadline = read_run_on(flow)
    return ([], None) if begin else (named, deadline)


def read_run_on(flow: Flow) -> tuple[int, list[Named], Piece | None]:
    """Read the labels that a stretch ends with, each with nothing but its value right behind it.

    Gives where the first one begins, the bodies and the deadline; the stretch's length if there is none.
    """
    named: list[Named] = []
    deadline: Piece | None = None
    begin = len(flow)
    for label in reversed(list(LABEL_WORDS.finditer(flow.folded, max(0, begin - _LONGEST_RUN_ON)))):
        value = flow[label.end() : begin]
        subject = subject_of(label)
        if not len(value) or not fits_label(label, value):
            break
        if isinstance(subject, Role):
            named = read_clauses(value, subject) + named
        elif subject is Subject.DEADLINE:
            deadline = value.piece()
        begin = max(label.start(), label.end("matter"))  # 推进修缮工作 | 责任单位
    return begin, named, deadline


def _is_gap(flow: Flow, at: int) -> bool:
    return flow.offsets[at] - flow.offsets[at - 1] > 1 and flow.source[flow.offsets[at - 1] + 1].isspace()


def _colon(flow: Flow, at: int) -> Flow:
    """Give the white space behind a character as one that is folded to a colon."""
    return Flow(flow.source, " ", ":", array("I", [flow.offsets[at] + 1]))


def fits_label(label: re.Match[str], value: Flow) -> bool:
    """Tell whether a value is of its label's kind, and nothing else."""
    if len(value) > _LONGEST_VALUE or LABEL.search(value.folded) or LABEL_WORDS.fullmatch(value.folded):
        return False
    subject = subject_of(label)
    if subject is Subject.DEADLINE:
        return _TIME.fullmatch(value.folded) is not None
    if subject is Subject.PERSON:
        return _PERSON.fullmatch(value.folded) is not None and not is_body_or_area(value.folded)
    return isinstance(subject, Role) and _is_list(value)


def _is_list(value: Flow) -> bool:
    """Tell whether a value is nothing but bodies."""
    rest = value.folded
    if _SAYS_MORE.search(rest):
        return False
    bodies = split_bodies(value)
    for body in bodies:
        name = bare(fold(body.surface.text))
        if not is_body_or_area(body.folded) or LABEL_WORDS.fullmatch(name):
            return False
        rest = rest.replace(name, "", 1)
    return bool(bodies) and not _BETWEEN.sub("", rest)
