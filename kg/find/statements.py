"""The guiding statements of a notice: the words of its 方针, its 原则, and the 定位 it strives for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.locate import locate
from kg.notice import Notice, Section, SectionKind, Statement, StatementKind
from kg.text import Flow

#: 坚持“提升、融合”的方针 · 按照“甲、乙”的工作原则
_QUOTED = re.compile(
    r"“(?P<items>[^“”]{2,120})”(?:的|这一|等)?(?:总体|基本|工作|总|指导|八字)*(?P<word>方针|原则)"
)
#: 坚持统筹规划、分步实施的原则
_UNQUOTED = re.compile(
    r"(?:坚持|遵循|按照|本着|秉持|贯彻)(?P<items>[^“”。;:,()《》]{4,100}?)(?:的|等)(?:总体|基本|工作|总|指导)*(?P<word>方针|原则)"
)
_KIND_OF = {"方针": StatementKind.POLICY, "原则": StatementKind.PRINCIPLE}

#: What a place wants to become; a list of goals ends each item with one of these.
_POSITION = (
    "基地|中心|高地|枢纽|示范区|示范市|示范城市|先行区|试验区|先导区|实验区|引领区|样板|样板区|标杆|门户|名城|之都|之城|城市|都市"
    "|强市|强省|强区|强县|大市|大省|新城|增长极|增长点|集聚区|聚集区|支点|节点|桥头堡|窗口|平台|名片|福地|首选地|目的地|策源地|发源地|创新区|功能区|大通道|通道"
)
_STRIVES = re.compile(
    r"(?:全面|全力|努力|着力|加快|奋力|积极|力争)?(?:建设成为?|建设|建成|打造成为?|打造|成为|定位为|定位是)"
    rf"(?P<items>[^。;:!?]{{2,160}}?(?:{_POSITION}))(?=[。;,]|$)"
)
_AND = re.compile(
    r"[、,]|(?<=中心|基地|高地|枢纽|名城|之都|平台|门户)(?:和|及|以及|与)|(?<=[区市城])(?:和|以及)"
)
_ENDS_AS_POSITION = re.compile(rf"(?:{_POSITION})$")
#: Words that only a paragraph of guiding thought has.
_GUIDES = re.compile(
    r"为统领|为指导|为指引|指导思想|总体要求|总体思路|(?:战略|功能|城市|发展)定位|的方针|总体目标"
)

_MARKER = re.compile(r"^(?:——|—|[(\[]?[一二三四五六七八九十\d]{1,3}[)\]]?[、.．]?|[①-⑳]|[·-])+")
_LEAD = re.compile(r"^[^。:]{2,40}(?=[。:])")
_ITEM = re.compile(r"[^、,;“”]+")

#: Where guiding statements stand; never in a task, nor in what the notice sets to be done.
_GUIDING = {SectionKind.GUIDING_THOUGHT, SectionKind.PRINCIPLES, SectionKind.GOALS}
_TO_BE_DONE = {SectionKind.FOCUS_PART, SectionKind.FOCUS_AREA, SectionKind.MEASURE_PART, SectionKind.MEASURE}


def find_statements(notice: Notice) -> tuple[Statement, ...]:
    """Find the words of policy, the principles and the goals of a notice, each item once."""
    found = {
        (statement.kind, statement.text.text): statement
        for statement in (*_said(notice), *_listed(notice))
        if len(statement.text.text) > 1
    }
    return tuple(sorted(found.values(), key=lambda statement: statement.text.spans))


def _said(notice: Notice) -> Iterator[Statement]:
    """Find the statements that a sentence makes with the words 方针, 原则, 建设…基地."""
    place_of = locate(notice)
    first = min((span.start for section in notice.sections for span in section.name.spans), default=0)
    first = first or len(notice.document.text)
    for paragraph in notice.paragraphs:
        if not paragraph.spans:
            continue
        place = place_of(paragraph.spans[0])
        kinds = _kinds_above(notice, place.section)
        if place.task is not None or kinds & _TO_BE_DONE:
            continue
        flow = Flow.of(notice.document.text, paragraph.spans)
        guides = bool(kinds & _GUIDING or _GUIDES.search(flow.folded))
        deep = place.section is not None or paragraph.spans[0].start > first
        if not guides and deep:
            continue  # 按照“谁审批、谁监管”的原则 deep in a text is a rule for one matter
        for match in (*_QUOTED.finditer(flow.folded), *_UNQUOTED.finditer(flow.folded)):
            yield from _items(flow, match, _KIND_OF[match["word"]])
        if guides:
            yield from _goals(flow)


def _items(flow: Flow, match: re.Match[str], kind: StatementKind) -> Iterator[Statement]:
    start, end = match.span("items")
    items = [item.span() for item in _ITEM.finditer(flow.folded, start, end)]
    if len(items) > 1:
        yield from (Statement(kind, flow.piece(*span)) for span in items)


def _goals(flow: Flow) -> Iterator[Statement]:
    for match in _STRIVES.finditer(flow.folded):
        start, end = match.span("items")
        cuts = [(cut.start(), cut.end()) for cut in _AND.finditer(flow.folded, start, end)]
        starts, ends = [start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end]
        items = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
        if all(_ENDS_AS_POSITION.search(flow.folded[a:b]) for a, b in items):
            for a, b in items:
                yield Statement(StatementKind.GOAL, flow.piece(a, b))


def _listed(notice: Notice) -> Iterator[Statement]:
    """Find the items of a section 基本原则: the sections under it, or the lead of each paragraph."""
    children: dict[int | None, list[Section]] = {}
    for section in notice.sections:
        children.setdefault(section.parent, []).append(section)
    for index, section in enumerate(notice.sections):
        if section.kind is not SectionKind.PRINCIPLES:
            continue
        if index not in children:
            yield from _leads(notice, section)
        yield from (Statement(StatementKind.PRINCIPLE, child.name) for child in children.get(index, ()))


def _leads(notice: Notice, section: Section) -> Iterator[Statement]:
    for paragraph in section.body:
        flow = Flow.of(notice.document.text, paragraph.spans)
        marker = _MARKER.match(flow.folded)
        start = marker.end() if marker else 0
        lead = _LEAD.match(flow.folded[start:])
        if lead and (marker or lead[0].startswith(("坚持", "突出", "注重", "强化"))):
            yield Statement(StatementKind.PRINCIPLE, flow.piece(start, start + lead.end()))


def _kinds_above(notice: Notice, section: int | None) -> set[SectionKind]:
    kinds: set[SectionKind] = set()
    while section is not None:
        kinds.add(notice.sections[section].kind)
        section = notice.sections[section].parent
    return kinds
