"""Headings that say whose the tasks below them are, and nothing else.

一、市教育局（3项） | 1.… | 2.…
二、市水利局牵头，市财政局配合 | 3.…
三、需市政府各部门共同落实的事项 | 4.…
"""

from __future__ import annotations

import re

from kg.notice import Role
from kg.parse.clauses import Named, read_clauses
from kg.parse.closing import says_only_who
from kg.parse.items import Item
from kg.parse.labels import ROLE_WORDS
from kg.parse.organisations import is_body_or_area, is_surely_body
from kg.parse.statements import Statement
from kg.text import Flow, bare, fold

#: A heading that is bodies, and how many tasks they have: 一、市教育局（牵头3项）.
_HEADING = re.compile(
    r"(?P<bodies>[^:。；;]{2,60}?)(?:的?(?:主要|工作|具体)*(?:职责|分工))?(?P<count>\([^()]{0,12}\d{1,3}[项条件个][^()]{0,40}\)"
    r"|\((?P<role>牵头|主办|责任|配合|协办|参与)(?:单位|部门)?\))?:?$"
)
#: A heading that says whose the tasks below it are: （一）市审计局牵头的工作.
_WHOSE = re.compile(
    r"(?:由|需)?(?P<bodies>[^:。；;，,]{2,60}?)(?:共同|分别|联合|主要|具体)?(?P<verb>牵头|主办|负责|承办|配合|协办|参与|(?<=共同)(?:落实|办理|完成|实施))(?:办理|落实|推进|完成|组织|实施)*的"
    r"(?:主要|重点|具体|相关)?(?:工作|任务|事项|项目|实事|建议|提案|议案)(?:任务|事项|项目)?(?:\([^()]{1,20}\))?[:。]?"
)
_DEPARTMENT = re.compile(
    "(?:局|委|办|厅|署|(?<![干支总全内外])部|政府|委员会|管委会|办公室|法院|检察院|办事处"
    "|供销社|联社|工会|妇联|残联|科协|文联|工商联|公司|银行|[支总大]队)$|^各"
)
_BETWEEN = re.compile(r"会同|等(?:部门|单位)?|[()\[\]、，,和及与]")
_LEFT_OVER = 1  # characters that are no names
_LEAST_SAID = 5  # characters of what is to be done; a name has fewer
_LEAST_HEADS = 2  # headings of bodies before they are read as such
_LONGEST = 60  # characters of a heading that says who leads and who helps


def state_in_headings(parent: Item, *, told: bool) -> None:
    """Read the bodies of headings that are nothing else: a list of tasks sorted by who does them.

    :param told: whether a heading above says that duties follow; then paragraphs below will do for tasks
    """
    below = [item for item in parent.children if item.children or (told and item.holds_more)]
    heads = [item for item in below if not item.statements[0] or _is_whole(item)]
    found = [heading_of_bodies(item.paragraphs[0]) or _heading_of_roles(item.paragraphs[0]) for item in heads]
    said = [len(task.paragraphs[0]) >= _LEAST_SAID for item in heads for task in item.children]
    many = sum(duty is not None for duty in found)
    if many < _LEAST_HEADS or many * 2 < len(parent.children) or not all(said):
        return
    for item, duty in zip(heads, found, strict=True):
        if duty is not None:
            item.statements[0] = [duty]


def heading_of_bodies(flow: Flow) -> Statement | None:
    """Read a heading that is nothing but departments: those who do what stands below it."""
    match = _HEADING.match(flow.folded)
    if not match or not _DEPARTMENT.search(match["bodies"]):
        return None
    named = only_bodies(flow[: match.end("bodies")])
    if not named or not _DEPARTMENT.search(named[0].body.folded):
        return None
    count = match["count"] or ""
    role = Role.LEAD if "牵头" in count and "配合" not in count else Role.RESPONSIBLE
    role = ROLE_WORDS[match["role"]] if match["role"] else role
    given = tuple(Named(each.body, role) for each in named)
    told = match["role"] or re.search("承担|牵头|配合|负责", count)  # the bracket is no part of the name
    start = flow.folded.index("(", match.end("bodies")) if told else len(flow)
    return Statement(start, len(flow), given, None, flow[: match.end("bodies")])


def _heading_of_roles(flow: Flow) -> Statement | None:
    """Read a heading that says who leads and who helps, and nothing else: 市A局牵头，市B局配合."""
    named = says_only_who(flow) if len(flow) <= _LONGEST and "," in flow.folded else None
    return Statement(len(flow), len(flow), tuple(named), None, flow) if named else None


def _is_whole(item: Item) -> bool:
    """Tell whether a heading is nothing but a statement."""
    return sum(each.end - each.start for each in item.statements[0]) >= len(item.paragraphs[0])


def heading_of_work(flow: Flow) -> Statement | None:
    """Read a heading that says whose the tasks below it are; a person's are no body's."""
    match = _WHOSE.fullmatch(flow.folded)
    if not match:
        return None
    bodies = flow[slice(*match.span("bodies"))]
    role = ROLE_WORDS.get(match["verb"], Role.RESPONSIBLE)
    named = tuple(Named(each.body, role) for each in only_bodies(bodies))
    return Statement(len(flow), len(flow), named, None, bodies) if named else None


def only_bodies(flow: Flow) -> list[Named]:
    """Read a stretch that is nothing but bodies; none if it says anything else."""
    named = read_clauses(flow, None)
    names = [each.body.folded for each in named]
    rest = flow.piece().text
    for each in named:
        rest = rest.replace(each.body.surface.text, "", 1)
    if any(name.endswith("领导小组") for name in names):  # it takes care of all, and does no single task
        return []
    sure = any(map(is_surely_body, names)) and all(
        is_body_or_area(name) or is_surely_body(name) for name in names
    )
    return named if sure and len(_BETWEEN.sub("", bare(fold(rest)))) <= _LEFT_OVER else []
