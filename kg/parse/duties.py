"""Duties in running text: what a list says of bodies when all its items say it alike.

（一）市教育局：负责校园安全。（二）市公安局：维护校园周边秩序。
1.市水利局负责水库调度。2.市气象局负责发布预警。
1.修缮古桥，由市文物局会同市交通局负责落实。
一、市教育局（3项）
"""

from __future__ import annotations

import re

from kg.notice import Role
from kg.parse.clauses import Named, read_clauses
from kg.parse.items import Item
from kg.parse.organisations import is_body_or_area, is_surely_body
from kg.parse.statements import Statement
from kg.text import Flow, fold

#: What is to be done, and behind it: …，由市A局会同市B局负责落实。
_RUNNING = re.compile(
    r"(?:^|[，,。；;])(?P<content>由(?P<bodies>[^。；;由]{2,200}?)(?:抓紧|尽快|共同|分别|具体|按照?)?"
    r"(?:负责|牵头|落实|办理|组织|研究|提出|制定|承担|完成)[^。；;]{0,30})[。；;]?$"
)
#: Before a colon, or before the verb: 市A局：…; 市A局牵头…
_LEADING = re.compile(r"(?P<bodies>[^:。；;]{2,60}):(?=.{6})(?!.{0,30}\d{7})")
_SUBJECT = re.compile(
    r"(?P<bodies>[^:。；;，,]{2,40}?)(?:要|应当?)?(?:主要|具体|全面|统一)?(?P<verb>负责|牵头|承担)(?=.{4})(?![。；;，,])"
)
#: A heading that is bodies, and how many tasks they have: 一、市教育局（牵头3项）.
_HEADING = re.compile(
    r"(?P<bodies>[^:。；;]{2,60}?)(?P<count>\([^()]{0,12}\d{1,3}[项条件个][^()]{0,20}\))?:?$"
)
_DEPARTMENT = re.compile("(?:局|委|办|厅|署|政府|委员会|管委会|办公室|法院|检察院|办事处)$|^各")
_BETWEEN = re.compile(r"会同|等(?:部门|单位)?|[()\[\]、，,和及与]")
_LEFT_OVER = 1  # characters that are no names
_LEAST_LIST = 3  # items that agree before their running text is read as duties
_LEAST_SAID = 5  # characters of what is to be done; a name has fewer


def state_duties(parent: Item) -> None:
    """Read the duties of a list whose items, most of them, say who does what in running text.

    The statements that are found are put to the items; what a list without duties says stays as it is.
    """
    items = [item for item in parent.children if not item.children]
    if len(items) >= _LEAST_LIST and not any(item.states for item in items):
        found = [duty_in_list(item.paragraphs[-1]) for item in items]
        if sum(duty is not None for duty in found) * 5 >= len(items) * 4:
            for item, duty in zip(items, found, strict=True):
                if duty is not None:
                    item.statements[-1] = [duty]
                    item.listed = True
    _state_in_paragraphs(parent)
    _state_in_headings(parent)


def _state_in_headings(parent: Item) -> None:
    """Read the bodies of headings that are nothing else: a list of tasks sorted by who does them."""
    heads = [item for item in parent.children if item.children and not item.states]
    found = [heading_of_bodies(item.paragraphs[0]) for item in heads]
    said = [len(task.paragraphs[0]) >= _LEAST_SAID for item in heads for task in item.children]
    if sum(duty is not None for duty in found) * 2 <= max(2, len(parent.children)) or not all(said):
        return
    for item, duty in zip(heads, found, strict=True):
        if duty is not None:
            item.statements[0] = [duty]


def _state_in_paragraphs(item: Item) -> None:
    """Read the duties of paragraphs without numbers, that each begin with a body and a colon."""
    first = 1 if item.marker is not None else 0
    if len(item.paragraphs) - first < _LEAST_LIST or any(item.statements[first:]):
        return
    found = [duty_in_list(flow) if ":" in flow.folded[:60] else None for flow in item.paragraphs]
    duties = [(at, duty) for at, duty in enumerate(found) if duty is not None and duty.leads and at >= first]
    if len(duties) >= _LEAST_LIST and len(duties) * 5 >= (duties[-1][0] - duties[0][0] + 1) * 4:
        for at, duty in duties:
            item.statements[at] = [duty]


def duty_in_list(flow: Flow) -> Statement | None:
    """Read the duty of one item of a list: the bodies that it begins with, or those that it ends with.

    Only a list whose items all say so is a list of tasks; elsewhere such a sentence tells how things go.
    """
    return _leading_duty(flow) or _running_duty(flow)


def _leading_duty(flow: Flow) -> Statement | None:
    match = _LEADING.match(flow.folded)
    if match and (named := _only_bodies(flow[: match.end("bodies")])):
        return Statement(0, match.end(), tuple(named), None, flow[: match.end("bodies")], leads=True)
    match = _SUBJECT.match(flow.folded)
    if match and (named := _only_bodies(flow[: match.end("bodies")])):
        role = Role.LEAD if match["verb"] == "牵头" else Role.RESPONSIBLE
        named = [Named(each.body, role if each.role is Role.RESPONSIBLE else each.role) for each in named]
        return Statement(len(flow), len(flow), tuple(named), None, flow[: match.end("verb")])
    return None


def heading_of_bodies(flow: Flow) -> Statement | None:
    """Read a heading that is nothing but departments: those who do what stands below it."""
    match = _HEADING.match(flow.folded)
    if not match or not _DEPARTMENT.search(match["bodies"]):
        return None
    named = _only_bodies(flow[: match.end("bodies")])
    if not named or not _DEPARTMENT.search(fold(named[0].body.name)):
        return None
    count = match["count"] or ""
    role = Role.LEAD if "牵头" in count and "配合" not in count else Role.RESPONSIBLE
    given = tuple(Named(each.body, role) for each in named)
    return Statement(len(flow), len(flow), given, None, flow[: match.end("bodies")])


def _only_bodies(flow: Flow) -> list[Named]:
    """Read a stretch that is nothing but bodies; none if it says anything else."""
    named = read_clauses(flow, None)
    names = [fold(each.body.name) for each in named]
    rest = flow.text
    for each in named:
        rest = rest.replace(each.body.surface.text, "", 1)
    sure = any(map(is_surely_body, names)) and all(map(is_body_or_area, names))
    return named if sure and len(_BETWEEN.sub("", fold(rest))) <= _LEFT_OVER else []


def _running_duty(flow: Flow) -> Statement | None:
    match = _RUNNING.search(flow.folded)
    if not match:
        return None
    content = flow[match.start("content") : match.end("content")]
    named = read_clauses(content, None, strict=True) or read_clauses(
        flow[match.start("bodies") : match.end("bodies")], None, strict=True
    )
    return Statement(match.start(), len(flow), tuple(named), None, content) if named else None
