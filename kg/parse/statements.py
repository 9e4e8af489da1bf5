"""Statements of responsibility: who does what, in brackets, after labels, and in the words of a list.

（牵头单位：市A局；配合单位：市B局；完成时限：2023年6月）
〔市A局牵头，市B局按职责分工负责〕
责任单位：市A局。
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.notice import Role
from kg.parse.clauses import Named, at_blanks, read_clauses, read_worded, rules_start, split_deadline
from kg.parse.closing import Closing, closing_sentence, closings_between
from kg.parse.colonless import read_only_run_on
from kg.parse.labels import LABEL, Subject, find_labels, subject_of
from kg.parse.organisations import is_body, is_body_or_area
from kg.parse.references import reference
from kg.text import SURNAMES, Flow, Piece


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its stretch of the paragraph, the bodies it names, its deadline.

    `content` is what stands inside the bracket, or the labelled stretch. `leads` tells that what is to be
    done stands behind it: 市教育局：负责校园安全.
    """

    start: int
    end: int
    named: tuple[Named, ...]
    deadline: Piece | None
    content: Flow
    leads: bool = False


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
        """Tell whether a sentence ends behind a bracket, or a part of a list that ends in one too.

        新建水库（市水利局）；改造灌区（市农业农村局）。
        """
        mark = self.flow.folded[end]
        return mark == "。" or (mark in "；;" and self.flow.folded[self.last - 1] in _CLOSERS)

    def has_label(self, start: int, end: int) -> bool:
        """Tell whether a label may stand in a bracket: where one does, one of the paragraph's overlaps."""
        behind = bisect_left(self.labels, (end, 0))
        return behind > 0 and self.labels[behind - 1][1] > start


_OPENERS, _CLOSERS = "([{", ")]}"
_BRACKET = re.compile(r"[(\[{)\]}]")
_LONGEST = 1500  # characters of a statement
#: A person's name, behind which stands whose member they are: 组长：林向东（县农业局）.
_PERSON = re.compile(
    r"(?:(?:组长|主任|成员|组员|召集人|总指挥|指挥长|顾问|秘书长|委员|联络员|联系人|主持人|责任人|负责人):[\u4e00-\u9fff]{2,4}"
    rf"|(?:^|[、)])[{SURNAMES}][\u4e00-\u9fff]{{1,2}})$"
)
_LONGEST_PERSON = 9  # characters, with the label before it
#: What is sent to a body, and behind which stands where it is found: 报送区督查组（设在区政府办，电话：…）.
_ADDRESSEE = re.compile(
    r"(?:上报|报送|报告|抄送|报(?=[省市区县州局各])|[报送交寄发][至到]|寄送|发送|提交|反馈|联系|咨询|向|设[在于])"
    r"(?P<body>[^，,。；;]{2,24}?)(?:反映|报告|反馈|汇报|联系|咨询|报名|申报)?$"
)
_KINDS = re.compile("部门|单位|机构|[科处股]室|站所")
_CONTACT = re.compile("联系|电话|邮箱|传真")
_LONGEST_ADDRESSEE = 30  # characters, with the verb before it
_WEIGHTY = re.compile(r"[。；;！？!?”’)\]》]")


def find_statements(flow: Flow) -> list[Statement]:
    """Find the statements of a paragraph, in order."""
    folded = flow.folded
    labels = [label.span() for label in find_labels(folded)]
    openers, pairs, strays = _match_brackets(folded)
    places = [(at, True) for at in openers]
    places += [(start, False) for start, _ in labels if _may_begin(folded, start)]
    line = _Line(flow, labels, pairs, strays, len(folded.rstrip("。;；:：")))
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
    if not found and (statement := _closing(flow, closing_sentence(flow))):
        found.append(statement)
    between = closings_between(flow, [(statement.start, statement.end) for statement in found])
    found += [Statement(said.start, end, said.named, said.deadline, said.content) for end, said in between]
    return sorted(found, key=lambda statement: statement.start)


_NOBODY = re.compile(r"(?:无|暂无|没有|[—/-]+)[。；;]?")


def names_no_body(flow: Flow) -> bool:
    """Tell whether a paragraph is nothing but a label and a person (分管领导：…), or nobody (…：无)."""
    label = LABEL.match(flow.folded)
    if label and _NOBODY.fullmatch(flow.folded, label.end()):
        return True
    if not label or subject_of(label) is not Subject.PERSON or find_statements(flow):
        return False
    return not re.search("[。；;].", flow.folded[label.end() :])


def _closing(flow: Flow, said: Closing | None) -> Statement | None:
    return Statement(said.start, len(flow), said.named, said.deadline, said.content) if said else None


def _may_begin(folded: str, at: int) -> bool:
    """Tell whether a label without a bracket may begin here: at the start, or behind a stop."""
    return at == 0 or folded[at - 1] in "。；;！？!?”’)]》—▲△◆◇●■□★<〈「『《"


def _match_brackets(folded: str) -> tuple[list[int], dict[int, int], set[int]]:
    """Pair brackets of any shape, for printers mix them up: （…]. Give all that open, and stray ones."""
    openers, waiting = list[int](), list[int]()
    pairs, strays = dict[int, int](), set[int]()
    for match in _BRACKET.finditer(folded):
        at = match.start()
        if match[0] in _OPENERS:
            openers.append(at)
            waiting.append(at)
        elif waiting:
            pairs[waiting.pop()] = at
        else:
            strays.add(at)
    return openers, pairs, strays


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
        elif character in ">〉」』》" and depth == 0:
            return at
        elif character in "。；;" and depth == 0 and not _goes_on(folded, at):
            return at + 1
    return min(len(folded), start + _LONGEST)


#: One stage of a deadline in stages: 一期2021年底前；二期2022年底前.
_STAGE = re.compile(
    r"(?:第?[一二三四五六七八九十\d]期(?:工程)?|其中|剩余|其余)?[^。；;，,:]{0,8}"
    r"(?:(?:19|20)\d\d年|\d{1,2}月|年)[^。；;:]{0,12}?(?:底|末|前|完成|月|日)(?:前|完成)*(?=[。；;]|$)"
)


_DOES = re.compile("(?:牵头|负责|配合|参与|参加|协助|督导)$")


def _goes_on(folded: str, stop: int) -> bool:
    """Tell whether labelled text goes on behind a stop."""
    if stop + 1 == len(folded) or LABEL.match(folded, stop + 1):
        return True
    if folded[stop] != "。" and _STAGE.match(folded, stop + 1):
        return True
    after = re.split(r"[、，,；;。:]", folded[stop + 1 : stop + 42], maxsplit=1)[0]
    return folded[stop] != "。" and (is_body(after) or is_body(_DOES.sub("", after)))


def _read_label(flow: Flow, start: int) -> Statement:
    end = _label_end(flow.folded, start)
    return _labelled(start, end, flow[start:end])


def _labelled(
    start: int, end: int, content: Flow, labels: Sequence[re.Match[str]] | None = None
) -> Statement:
    named, deadline = _read_labelled(content, _labels_of(content) if labels is None else labels)
    return Statement(start, end, tuple(named), deadline, content)


def _read_bracket(line: _Line, start: int) -> Statement | None:
    """Read a bracket: with labels anywhere, without them only where a sentence or the paragraph ends.

    Behind a comma it must say who leads or supports: 完善政策，（市A局牵头）建设平台。
    """
    flow, folded, pairs = line.flow, line.flow.folded, line.pairs
    if start not in pairs:  # the closing bracket was forgotten
        first = LABEL.match(folded, start + 1)
        end = _label_end(folded, start + 1) if first else 0
        return _labelled(start, end, flow[start + 1 : end]) if first else None
    end = pairs[start] + 1
    if end - start > _LONGEST:
        return None
    inside = flow[start + 1 : end - 1]
    if line.has_label(start, end) and (labels := _labels_of(inside)):
        contact = all(_CONTACT.match(label[0]) for label in labels)
        return None if contact else _labelled(start, end + (end in line.strays), inside, labels)
    before = folded[max(0, start - 1) : start]
    ends = end >= line.last or line.closes_at(end) or _WEIGHTY.fullmatch(before) is not None
    if not ends and before not in {"，", ","}:
        return None
    said = reference(inside) if end >= line.last else None
    named, deadline = ([said], None) if said else read_only_run_on(inside)
    if not named:
        last = end >= line.last and (before == "。" or "、" in inside.folded)
        named, deadline = read_worded(inside, closing=last)
    if all(each.role is Role.RESPONSIBLE for each in named) and (not ends or _explains(line, start, inside)):
        return None
    return Statement(start, end, tuple(named), deadline, inside) if named else None


def _explains(line: _Line, at: int, inside: Flow) -> bool:
    """Tell whether a bracket explains what stands before it: whose member a person is, where a body is found.

    林向东（县农业局）; 报送区督查组（区政府督查室）.
    """
    if _KINDS.search(line.flow.folded, max(0, at - 2), at) or _PERSON.search(
        line.flow.folded, max(0, at - _LONGEST_PERSON), at
    ):
        return True
    to = _ADDRESSEE.search(line.flow.folded, max(0, at - _LONGEST_ADDRESSEE), at)
    return to is not None and is_body(to["body"]) and not _DOES.search(inside.folded)


def _read_labelled(flow: Flow, labels: Sequence[re.Match[str]]) -> tuple[list[Named], Piece | None]:
    """Read label after label; what stands before the first one is read by its words."""
    named: list[Named] = []
    deadline: Piece | None = None
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
                if said := reference(part):
                    named.append(Named(said.body, role or said.role))
                    continue
                listed = read_clauses(part, role, level=level, strict=len(parts) > 1)
                if not label["bare"] or any(is_body_or_area(each.body.folded) for each in listed):
                    named += listed  # not 牵头：新建水库
            level = named[-1].body.level if named else level
    return named, deadline


#: A label that asks for a person beside the body: 责任单位及责任人.
_AND_PERSON = re.compile("责任人|负责人|领导|同志|联系人")


def _labels_of(flow: Flow) -> list[re.Match[str]]:
    return [m for m in find_labels(flow.folded) if m.start() == 0 or not _inside_word(flow, m.start())]


def _inside_word(flow: Flow, at: int) -> bool:
    """Tell whether a label would begin in the middle of a word (各牵头 | 责任单位：)."""
    apart = flow.folded[at - 1] in "。；;，,、)]:!?！？ ([" or flow.folded[at] == "["
    return not apart and flow.offsets[at] - flow.offsets[at - 1] == 1


def _whole_value(flow: Flow) -> Piece | None:
    flow = flow[: rules_start(flow.folded)]
    folded = flow.folded
    start, end = 0, len(folded)
    while end > start and folded[end - 1] in "。；;，,、.)]":
        end -= 1
    while start < end and folded[start] in "([：:":
        start += 1
    opened = folded.count("(", start, end) > folded.count(")", start, end)
    end += opened and folded[end : end + 1] == ")"  # 9月底前（汛期顺延）
    return flow[start:end].piece() if end > start and not _NOBODY.fullmatch(folded, start, end) else None
