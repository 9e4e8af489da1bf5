"""Statements of responsibility: who does what, in brackets, after labels, and in the words of a list.

（牵头单位：市A局；配合单位：市B局；完成时限：2023年6月）
〔市A局牵头，市B局按职责分工负责〕
责任单位：市A局。
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.notice import Role
from kg.parse.clauses import Named, at_blanks, read_clauses, read_worded, split_deadline
from kg.parse.labels import LABEL, Subject, find_labels, subject_of
from kg.parse.organisations import is_body, level_of
from kg.text import Flow, Piece, fold


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph with what is looked up for each of its brackets.

    `labels` are the stretches of its labels, `pairs` and `strays` its brackets, `last` is where its last
    stops begin.
    """

    flow: Flow
    labels: list[tuple[int, int]]
    pairs: dict[int, int]
    strays: set[int]
    last: int

    def closes_at(self, end: int) -> bool:
        """Tell whether a sentence ends behind a bracket, or a part of a list whose last one has a bracket too.

        新建水库（市水利局）；改造灌区（市农业农村局）。
        """
        mark = self.flow.folded[end]
        return mark == "。" or (mark in "；;" and self.flow.folded[self.last - 1] in _CLOSERS)

    def has_label(self, start: int, end: int) -> bool:
        """Tell whether a label may stand in a bracket: where one does, one of the paragraph's overlaps."""
        behind = bisect_left(self.labels, (end, 0))
        return behind > 0 and self.labels[behind - 1][1] > start


_OPENERS, _CLOSERS = "([{", ")]}"
_OPENER, _BRACKET = re.compile(r"[(\[{]"), re.compile(r"[(\[{)\]}]")
_LONGEST = 1500  # characters of a statement

_WEIGHTY = re.compile(r"[。；;！？!?”’)\]》]")


def find_statements(flow: Flow) -> list[Statement]:
    """Find the statements of a paragraph, in order."""
    folded = flow.folded
    labels = [label.span() for label in find_labels(folded)]
    places = [(opener.start(), True) for opener in _OPENER.finditer(folded)]
    places += [(start, False) for start, _ in labels if _may_begin(folded, start)]
    line = _Line(flow, labels, *_match_brackets(folded), len(folded.rstrip("。;；:：")))
    found: list[Statement] = []
    behind = 0
    for at, bracket in sorted(places):
        if at < behind:
            continue
        statement = _read_bracket(line, at) if bracket else _read_label(flow, at)
        if statement is not None:
            behind = statement.end
            if statement.named or statement.deadline:
                found.append(statement)
    if not found and (statement := _last_sentence(flow)):
        found.append(statement)
    return found


#: A last sentence that is nothing but bodies and what each does: 市A局牵头，市B局、C局配合。
_SENTENCE = re.compile(
    r"[。；;](?P<content>[^。；;:]{3,150}(?:牵头|负责|配合|参与|落实|协办|协助|督导|督办))。?$"
)
_NOT_NAMES = re.compile(
    r"牵头|负责|配合|参与|落实|协办|协助|督导|督办|分工|职责|分别|按照?|共同|具体|会同|等|相关|有关|部门|单位|[由和及与、，,]"
)
_LEFT_OVER = 2  # characters that are neither a body's name nor say what it does


def _last_sentence(flow: Flow) -> Statement | None:
    match = _SENTENCE.search(flow.folded[-160:])
    if not match:
        return None
    start = max(0, len(flow) - 160) + match.start("content")
    content = flow[start : start + len(match["content"])]
    named = read_clauses(content, None, strict=True)
    rest = content.text
    for each in named:
        rest = rest.replace(each.body.surface.text, "", 1)
    if not named or len(_NOT_NAMES.sub("", fold(rest))) > _LEFT_OVER:
        return None
    return Statement(start, len(flow), tuple(named), None, content)


def names_person(flow: Flow) -> bool:
    """Tell whether a paragraph is nothing but a label and a person (分管领导：…), who is no body."""
    label = LABEL.match(flow.folded)
    if not label or subject_of(label) is not Subject.PERSON or find_statements(flow):
        return False
    return not re.search("[。；;].", flow.folded[label.end() :])


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
    return at == 0 or folded[at - 1] in "。；;！？!?”’)]》—▲△◆◇●■□★<〈"


def _match_brackets(folded: str) -> tuple[dict[int, int], set[int]]:
    """Pair brackets of any shape, for printers mix them up: （…]. Give the closing ones left over too."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    strays: set[int] = set()
    for match in _BRACKET.finditer(folded):
        at = match.start()
        if match[0] in _OPENERS:
            waiting.append(at)
        elif waiting:
            pairs[waiting.pop()] = at
        else:
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
        elif character in ">〉" and depth == 0:
            return at
        elif character in "。；;" and depth == 0 and not _goes_on(folded, at):
            return at + 1
    return min(len(folded), start + _LONGEST)


#: One stage of a deadline in stages: 一期2021年底前；二期2022年底前.
_STAGE = re.compile(
    r"(?:第?[一二三四五六七八九十\d]期(?:工程)?|其中|剩余|其余)?[^。；;，,:]{0,8}"
    r"(?:(?:19|20)\d\d年|\d{1,2}月|年)[^。；;:]{0,12}?(?:底|末|前|完成|月|日)(?:前|完成)*(?=[。；;]|$)"
)


def _goes_on(folded: str, stop: int) -> bool:
    """Tell whether labelled text goes on behind a stop."""
    if stop + 1 == len(folded) or LABEL.match(folded, stop + 1):
        return True
    if folded[stop] != "。" and _STAGE.match(folded, stop + 1):
        return True
    after = folded[stop + 1 : stop + 42]
    return folded[stop] != "。" and is_body(re.split(r"[、，,；;。:]", after, maxsplit=1)[0])


def _read_label(flow: Flow, start: int) -> Statement:
    end = _label_end(flow.folded, start)
    return _labelled(start, end, flow[start:end])


def _labelled(start: int, end: int, content: Flow) -> Statement:
    named, deadline = _read_labelled(content)
    return Statement(start, end, tuple(named), deadline, content)


def _read_bracket(line: _Line, start: int) -> Statement | None:
    """Read a bracket: with labels anywhere, without them only where a sentence or the paragraph ends."""
    flow, folded, pairs = line.flow, line.flow.folded, line.pairs
    if start not in pairs:  # the closing bracket was forgotten
        first = LABEL.match(folded, start + 1)
        end = _label_end(folded, start + 1) if first else 0
        return _labelled(start, end, flow[start + 1 : end]) if first else None
    end = pairs[start] + 1
    if end - start > _LONGEST:
        return None
    inside = flow[start + 1 : end - 1]
    if line.has_label(start, end) and LABEL.search(inside.folded):
        return _labelled(start, end + (end in line.strays), inside)
    if end >= line.last or line.closes_at(end) or (start and _WEIGHTY.match(folded, start - 1)):
        named, deadline = read_worded(inside)
        return Statement(start, end, tuple(named), deadline, inside) if named else None
    if start and folded[start - 1] in "，,":  # 完善政策，（市A局牵头）建设平台。
        named, deadline = read_worded(inside)
        told = any(each.role is not Role.RESPONSIBLE for each in named)
        return Statement(start, end, tuple(named), deadline, inside) if told else None
    return None


def _read_labelled(flow: Flow) -> tuple[list[Named], Piece | None]:
    """Read label after label; what stands before the first one is read by its words."""
    named: list[Named] = []
    deadline: Piece | None = None
    labels = [m for m in LABEL.finditer(flow.folded) if m.start() == 0 or not _inside_word(flow, m.start())]
    if labels and labels[0].start() > 2:
        named += read_clauses(flow[: labels[0].start()], None)
    level = ""
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(flow)
        value, subject = flow[label.end() : end], subject_of(label)
        if subject is Subject.DEADLINE:
            deadline = _whole_value(value) or deadline
        elif isinstance(subject, Role) or subject is Subject.SHARED:
            value, printed = split_deadline(value)
            deadline = deadline or printed
            role = subject if isinstance(subject, Role) else None
            parts = at_blanks(value) if _AND_PERSON.search(label[0]) else [value]
            for part in parts:
                named += read_clauses(part, role, level=level, strict=len(parts) > 1)
            level = level_of(named[-1].body.name) if named else level
    return named, deadline


#: A label that asks for a person beside the body: 责任单位及责任人.
_AND_PERSON = re.compile("责任人|负责人|领导|同志|联系人")


def _inside_word(flow: Flow, at: int) -> bool:
    """Tell whether a label would begin in the middle of a word (各牵头 | 责任单位：)."""
    apart = flow.folded[at - 1] in "。；;，,、)]:!?！？ ([" or flow.folded[at] == "["
    return not apart and flow.offsets[at] - flow.offsets[at - 1] == 1


def _whole_value(flow: Flow) -> Piece | None:
    folded = flow.folded
    start, end = 0, len(folded)
    while end > start and folded[end - 1] in "。；;，,、.)]":
        end -= 1
    while start < end and folded[start] in "([：:":
        start += 1
    return flow[start:end].piece() if end > start else None
