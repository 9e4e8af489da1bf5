"""Duties in running text: what a list says of bodies when all its items say it alike.

（一）市教育局：负责校园安全。（二）市公安局：维护校园周边秩序。
1.市水利局负责水库调度。2.市气象局负责发布预警。
1.修缮古桥，由市文物局会同市交通局负责落实。
（一）河道整治，由市水利局负责，各镇配合。要清除淤泥。
1.人事股牵头，办公室、财务股配合，负责年度考核。
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from kg.notice import Role
from kg.parse.begun import begins_with_name, begun_duty
from kg.parse.clauses import Named, read_clauses
from kg.parse.closing import says_only_who
from kg.parse.headed import heading_of_work, only_bodies, state_in_headings
from kg.parse.items import Item
from kg.parse.labels import without_persons
from kg.parse.statements import Statement
from kg.text import Flow

#: What is to be done, and behind it: …，由市A局会同市B局负责落实。
_RUNNING = re.compile(
    r"(?:^|[，,。；;]|(?<=[^，,。；;理自事缘]))(?P<content>由(?P<bodies>[^。；;由]{2,200}?)(?:抓紧|尽快|共同|分别|具体|按照?)?"
    r"(?:负责|牵头|落实|办理|组织|研究|提出|制定|承担|完成)[^。；;]{0,30})[。；;]?$"
)
#: Before a colon, or before the verb: 市A局：…; 市A局牵头…
_LEADING = re.compile(r"(?P<bodies>[^:。；;]{2,60}):(?=.{6})(?!.{0,30}\d{7})")
#: Where a heading says that duties follow, less will do: 市A局：抓好落实。市B局。负责….
_LEADING_TOLD = re.compile(r"(?P<bodies>[^:。；;]{2,60})[:。](?!由)(?=[^\d。；;]{4})(?!.{0,30}\d{7})")
_BEFORE_VERB = (
    "(?:要|应当?|须)?(?:主要|具体|全面|统一|分别|共同|认真|积极|切实|及时)?"
    "(?P<verb>{verbs})(?![了过])(?=[^。；;，,:]{{2}})"
)
_DOES = re.compile(_BEFORE_VERB.format(verbs="负责|牵头|承担"))
#: Under a heading that says that duties follow, other verbs say so too.
_DOES_ANYTHING = re.compile(
    _BEFORE_VERB.format(
        verbs="负责|牵头|承担|承办|组织|做好|抓好|指导|督促|统筹|协调|配合|协助|加强|开展|制定|落实|提供|保障|完善|建立|强化|维护"
    )
)
_OF_DUTIES = re.compile("职责|分工|(?:任务|责任)分解|责任落实")
#: A sentence about what stands elsewhere: 第1、2项由市A局负责.
_OF_OTHERS = re.compile(r"第[\d一二三四五六七八九十、,至到和-]+[项条款]|(?:上述|以上|其他|其余)")
#: What is done one after the other with whoever applies is no list of tasks.
_OF_STEPS = re.compile("程序|流程|步骤|申[报请]|受理|评[审选]")
_LONGEST_HEADING = 30  # characters
_LONGEST_SUBJECT = 40
_LONGEST_VERB = 12  # characters, with what may stand before and behind it
_STOP = re.compile("[:。；;，,]")
_HELPS = re.compile("配合|协助")
#: Who leads and who helps, before what they do: 市A局牵头，市B局配合，负责….
_SEVERAL = re.compile(
    r"(?P<who>[^:。；;]{2,60}?(?:牵头|负责|主办)[，,][^:。；;]{2,80}?(?:配合|协助|协办|参与|具体承担|具体负责)"
    r"|由[^:。；;，,]{2,40}?(?:牵头|负责|主办))[，,](?=.{4})"
)
#: With whom the one that a sentence begins with does more of it: 与市B局共同负责….
_JOINTLY = re.compile(
    r"[，,]并?[与同和](?P<bodies>[^，,。；;]{2,30}?)(?:一起|一道|共同|联合)(?=负责|牵头|承担|做好|抓好|开展|组织)"
)
#: A first sentence that goes on with who does it: 河道整治，由市A局负责，市B局配合。
_FIRST = re.compile(r"[^。；;，,:由]{2,60}(?:[，,]|(?=由))(?P<who>[^。；;:]{4,160})。(?=.)")
_PART = re.compile("[^。；;]+")
_LEAST_PARTS = 2  # of a paragraph that is a list
_LEAST_LIST = 3  # items that agree before their running text is read as duties


def state_duties(parent: Item) -> None:
    """Read the duties of a list whose items, most of them, say who does what in running text.

    The statements that are found are put to the items; what a list without duties says stays as it is.
    """
    if not parent.children and len(parent.paragraphs) <= (parent.marker is not None):
        return
    told = _tells_of_duties(parent)
    items = [item for item in parent.children if not item.children and not (told and _heads_duties(item))]
    steps = parent.marker is not None and _OF_STEPS.search(parent.paragraphs[0].folded[:_LONGEST_HEADING])
    if len(items) >= _LEAST_LIST - told and not steps:
        stated = [item.states for item in items]
        read = begun_duty if any(stated) else partial(duty_in_list, told=told)
        found = [None if item.states else read(item.paragraphs[-1]) for item in items]
        said = sum(duty is not None for duty in found)
        if said >= sum(stated) and (said + sum(stated)) * 5 >= len(items) * 4:
            for item, duty in zip(items, found, strict=True):
                if duty is not None:
                    item.statements[-1] = [duty]
                    heads = item.marker is not None and item.marker.heads
                    item.listed = not (heads and begins_with_name(item.paragraphs[0]))
    _state_in_paragraphs(parent, told=told)
    for item in parent.children:
        if not item.statements[0] and (duty := heading_of_work(item.paragraphs[0])):
            item.statements[0] = [duty]
    state_in_headings(parent, told=told)


def _heads_duties(item: Item) -> bool:
    """Tell whether an item is a line of a few words over paragraphs that each say who does what."""
    name, *below = item.paragraphs
    if not below or len(name) > _LONGEST_HEADING or item.states or _STOP.search(name.folded):
        return False
    return all(not _OF_OTHERS.match(flow.folded) and duty_in_list(flow, told=True) for flow in below)


def _tells_of_duties(item: Item | None) -> bool:
    """Tell whether an item's heading, or one above it, says that duties stand below: 四、职责分工."""
    while item is not None and item.marker is not None:
        if told_by(item.paragraphs[0]):
            return item.marker.style not in {"chapter", "article"}  # of an ordinance
        item = item.parent
    return False


def told_by(heading: Flow) -> bool:
    """Tell whether a heading says that duties stand below it."""
    return len(heading) <= _LONGEST_HEADING and _OF_DUTIES.search(heading.folded) is not None


def _state_in_paragraphs(item: Item, *, told: bool) -> None:
    """Read the duties of paragraphs without numbers, that each begin with a body and a colon.

    :param told: whether the heading says that duties follow; then a verb behind the body will do
    """
    first = 1 if item.marker is not None else 0
    if any(item.statements[first:]):
        return
    if told:
        item.statements[first:] = map(duties_in_parts, item.paragraphs[first:])
    all_do = told and first and _heads_duties(item)
    if any(item.statements[first:]) or (len(item.paragraphs) - first < _LEAST_LIST and not all_do):
        return
    found = [duty_in_list(flow, told=told) if told or _may_tell(flow) else None for flow in item.paragraphs]
    duties = [
        (at, duty)
        for at, duty in enumerate(found)
        if duty is not None and (duty.leads or told or item.paragraphs[at].folded[0] == "由") and at >= first
    ]
    if (all_do or len(duties) >= _LEAST_LIST) and len(duties) * 5 >= (duties[-1][0] - duties[0][0] + 1) * 4:
        for at, duty in duties:
            item.statements[at] = [duty]


def _may_tell(flow: Flow) -> bool:
    return flow.folded.startswith("由") or ":" in flow.folded[:60]


def duties_in_parts(flow: Flow) -> list[Statement]:
    """Read the parts of a paragraph that each say whose they are: 宣传由市A局负责；保障由市B局负责."""
    parts = list(_PART.finditer(flow.folded))
    found: list[Statement] = []
    for part in parts:
        content = flow[part.start() : part.end()]
        duty = _running_duty(content) or subject_duty(content, _DOES_ANYTHING)
        if duty is not None:
            start, end = part.start() + duty.start, part.start() + duty.end
            found.append(replace(duty, start=start, end=end))
    return found if len(found) >= _LEAST_PARTS and len(found) * 5 >= len(parts) * 4 else []


def duty_in_list(flow: Flow, *, told: bool = False) -> Statement | None:
    """Read the duty of one item of a list: the bodies that it begins with, or those that it ends with.

    Only a list whose items all say so is a list of tasks; elsewhere such a sentence tells how things go.

    :param told: whether a heading says that duties follow
    """
    return begun_duty(flow) or _leading_duty(flow, told=told) or _running_duty(flow) or _first_duty(flow)


def _leading_duty(flow: Flow, *, told: bool) -> Statement | None:
    match = (_LEADING_TOLD if told else _LEADING).match(flow.folded, 0, without_persons(flow.folded))
    if match and (named := only_bodies(flow[: match.end("bodies")])):
        return Statement(0, match.end(), tuple(named), None, flow[: match.end("bodies")], leads=True)
    match = _SEVERAL.match(flow.folded)
    if match and (named := says_only_who(flow[: match.end("who")])):
        return Statement(len(flow), len(flow), tuple(named), None, flow[: match.end("who")])
    return subject_duty(flow, _DOES_ANYTHING if told or flow.folded.startswith("由") else _DOES)


def subject_duty(flow: Flow, does: re.Pattern[str]) -> Statement | None:
    """Read the subject of a sentence that says what bodies do: 市水利局负责水库调度."""
    stop = _STOP.search(flow.folded)
    subject = min(stop.start() if stop else len(flow), _LONGEST_SUBJECT)
    for match in does.finditer(flow.folded, 2, subject + _LONGEST_VERB):
        if match.start() > subject or not (named := only_bodies(flow[: match.start()])):
            continue
        if more := _JOINTLY.search(flow.folded, match.end()):
            named += only_bodies(flow[more.start("bodies") : more.end("bodies")])
        verb = match["verb"]
        role = Role.LEAD if verb == "牵头" else Role.SUPPORT if _HELPS.match(verb) else Role.RESPONSIBLE
        named = [Named(each.body, role if each.role is Role.RESPONSIBLE else each.role) for each in named]
        return Statement(len(flow), len(flow), tuple(named), None, flow[: match.end("verb")])
    return None


def _first_duty(flow: Flow) -> Statement | None:
    """Read who does it behind the first comma, where the first sentence says nothing else from there on."""
    match = _FIRST.match(flow.folded)
    if not match or not (named := says_only_who(flow[match.start("who") : match.end("who")])):
        return None
    content = flow[match.start("who") : match.end("who")]
    return Statement(len(flow), len(flow), tuple(named), None, content)


def _running_duty(flow: Flow) -> Statement | None:
    match = _RUNNING.search(flow.folded)
    if not match:
        return None
    content = flow[match.start("content") : match.end("content")]
    named = read_clauses(content, None, strict=True) or read_clauses(
        flow[match.start("bodies") : match.end("bodies")], None, strict=True
    )
    return Statement(match.start(), len(flow), tuple(named), None, content) if named else None
