"""Statements of responsibility: who does what, in brackets, after labels, and in the words of a list.

（牵头单位：市A局；配合单位：市B局；完成时限：2023年6月）
〔市A局牵头，市B局按职责分工负责〕
责任单位：市A局。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.notice import Role
from kg.parse.clauses import Named, read_clauses, read_worded, split_deadline
from kg.parse.labels import LABEL, Subject, subject_of
from kg.parse.organisations import is_body
from kg.text import Flow, Piece


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its stretch of the paragraph, the bodies it names, its deadline.

    `content` is what stands inside the bracket, or the labelled stretch.
    """

    start: int
    end: int
    named: tuple[Named, ...]
    deadline: Piece | None
    content: Flow


_OPENERS, _CLOSERS = "([{", ")]}"
_LONGEST = 1500  # characters of a statement

_WEIGHTY = re.compile(r"[。；;！？!?”’)\]》]")


def find_statements(flow: Flow) -> list[Statement]:
    """Find the statements of a paragraph, in order."""
    folded = flow.folded
    pairs, strays = _match_brackets(folded)
    places = [(at, True) for at, character in enumerate(folded) if character in _OPENERS]
    places += [
        (label.start(), False) for label in LABEL.finditer(folded) if _may_begin(folded, label.start())
    ]
    found: list[Statement] = []
    behind = 0
    for at, bracket in sorted(places):
        if at < behind:
            continue
        statement = _read_bracket(flow, at, pairs, strays) if bracket else _read_label(flow, at)
        if statement is not None:
            behind = statement.end
            if statement.named or statement.deadline:
                found.append(statement)
    return found


#: A duty in running text, behind what is to be done: …，由市A局会同市B局负责落实。
_RUNNING = re.compile(
    r"(?:^|[，,。；;])(?P<content>由(?P<bodies>[^。；;由]{2,200}?)(?:抓紧|尽快|共同|分别|具体|按照?)?"
    r"(?:负责|牵头|落实|办理|组织|研究|提出|制定|承担|完成)[^。；;]{0,30})[。；;]?$"
)


def running_statement(flow: Flow) -> Statement | None:
    """Read a duty that ends an item's text without bracket or label.

    Only a list whose items all say so is a list of tasks; elsewhere such a sentence tells how things go.
    """
    match = _RUNNING.search(flow.folded)
    if not match:
        return None
    content = flow[match.start("content") : match.end("content")]
    named = read_clauses(content, None, strict=True) or read_clauses(
        flow[match.start("bodies") : match.end("bodies")], None, strict=True
    )
    return Statement(match.start(), len(flow), tuple(named), None, content) if named else None


def _may_begin(folded: str, at: int) -> bool:
    """Tell whether a label without a bracket may begin here: at the start, or behind a stop."""
    return at == 0 or folded[at - 1] in "。；;！？!?”’)]》—▲◆●"


def _match_brackets(folded: str) -> tuple[dict[int, int], set[int]]:
    """Pair brackets of any shape, for printers mix them up: （…]. Give the closing ones left over too."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    strays: set[int] = set()
    for at, character in enumerate(folded):
        if character in _OPENERS:
            waiting.append(at)
        elif character in _CLOSERS and waiting:
            pairs[waiting.pop()] = at
        elif character in _CLOSERS:
            strays.add(at)
    return pairs, strays


def _label_end(folded: str, start: int) -> int:
    """Find the end of labelled text: the first stop after which no other label or body stands."""
    depth = 0
    for at in range(start, min(len(folded), start + _LONGEST)):
        character = folded[at]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth -= 1
            if depth < 0:
                return at
        elif character in "。；;" and depth == 0 and not _goes_on(folded, at):
            return at + 1
    return min(len(folded), start + _LONGEST)


def _goes_on(folded: str, stop: int) -> bool:
    """Tell whether labelled text goes on behind a stop."""
    if stop + 1 == len(folded) or LABEL.match(folded, stop + 1):
        return True
    after = folded[stop + 1 : stop + 42]
    return folded[stop] != "。" and is_body(re.split(r"[、，,；;。:]", after, maxsplit=1)[0])


def _read_label(flow: Flow, start: int) -> Statement:
    end = _label_end(flow.folded, start)
    return _labelled(start, end, flow[start:end])


def _labelled(start: int, end: int, content: Flow) -> Statement:
    named, deadline = _read_labelled(content)
    return Statement(start, end, tuple(named), deadline, content)


def _read_bracket(flow: Flow, start: int, pairs: dict[int, int], strays: set[int]) -> Statement | None:
    """Read a bracket: with labels anywhere, without them only where a sentence or the paragraph ends."""
    folded = flow.folded
    if start not in pairs:  # the closing bracket was forgotten
        first = LABEL.match(folded, start + 1)
        end = _label_end(folded, start + 1) if first else 0
        return _labelled(start, end, flow[start + 1 : end]) if first else None
    end = pairs[start] + 1
    if end - start > _LONGEST:
        return None
    inside = flow[start + 1 : end - 1]
    if LABEL.search(inside.folded):
        return _labelled(start, end + (end in strays), inside)
    at_end = end >= len(folded.rstrip("。;；:："))
    if at_end or folded[end] == "。" or (start and _WEIGHTY.match(folded, start - 1)):
        named, deadline = read_worded(inside)
        return Statement(start, end, tuple(named), deadline, inside) if named else None
    return None


def _read_labelled(flow: Flow) -> tuple[list[Named], Piece | None]:
    """Read label after label; what stands before the first one is read by its words."""
    named: list[Named] = []
    deadline: Piece | None = None
    labels = [m for m in LABEL.finditer(flow.folded) if m.start() == 0 or not _inside_word(flow, m.start())]
    if labels and labels[0].start() > 2:
        named += read_clauses(flow[: labels[0].start()], None)
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(flow)
        value, subject = flow[label.end() : end], subject_of(label)
        if subject is Subject.DEADLINE:
            deadline = _whole_value(value) or deadline
        elif isinstance(subject, Role):
            value, printed = split_deadline(value)
            deadline = deadline or printed
            named += read_clauses(value, subject)
    return named, deadline


def _inside_word(flow: Flow, at: int) -> bool:
    """Tell whether a label would begin in the middle of a word (各牵头 | 责任单位：)."""
    return (
        flow.folded[at - 1] not in "。；;，,、)]:!?！？ ([" and flow.offsets[at] - flow.offsets[at - 1] == 1
    )


def _whole_value(flow: Flow) -> Piece | None:
    folded = flow.folded
    start, end = 0, len(folded)
    while end > start and folded[end - 1] in "。；;，,、.)]":
        end -= 1
    while start < end and folded[start] in "([：:":
        start += 1
    return flow[start:end].piece() if end > start else None
