"""The grammar of who does what: lists of bodies, each with the verb behind it, and a deadline at the end.

A牵头，B、C按职责分工负责；由A会同B办理；A负责，2023年12月底前完成
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.notice import Assignment, Role
from kg.parse.bodies import Body, split_bodies
from kg.parse.labels import ROLE_WORDS, two_letters
from kg.parse.organisations import is_body
from kg.text import Flow, Piece


@dataclass(frozen=True, slots=True)
class Named:
    """A body and its role in a statement."""

    body: Body
    role: Role

    def assignment(self) -> Assignment:
        """Give it as an assignment of a task."""
        body = self.body
        return Assignment(body.surface, body.name, self.role, body.collective, body.aliases)


#: The verbs of responsibility, with the words that may stand around them. The noun after a verb makes it
#: a body of its own: 各牵头单位.
_BY_DUTY = (
    r"(?:按照?|根据|依据|依照)?(?:各自|相应|有关)?(?:职责|职能|任务|工作|权限){0,6}(?:分工|范围)?(?:要求)?"
    r"(?:分别|分头|共同|具体|联合|协同|协调|合力|统一|全面|总体|属地|总)?"
)
_AFTER = (
    "(?:牵头|负责|组织|实施|落实|办理|推进|推动|开展|完成|指导|协调|做好|抓好|承担|工作|参与|检查|审核|把关)*"
)
_DUTY = rf"{_BY_DUTY}(?:负责|承担|做好|抓好|加强|开展|组织|进行|提供|给予)?(?:技术|业务|政策)?"
_DO = (
    "牵头|为主|主办|主抓|主责|负总责|负责|配合|协办|协助|协抓|参与|参加|支持|承办|承担|办理|起草|落实|实施|组织实施"
    "|督导|督办|督查|监督|考核|指导|推进|推动|保障(?=资金|经费|用地|后勤|物资)"
)
_GIVE = "提供|给予|做好|抓好|加强|强化|开展|落实|维护|履行"
_DO_AT_END = "统筹|组织|协调|保障|监管|把关"
_VERB = re.compile(
    rf"(?={two_letters(_DUTY + _DO + _GIVE + _DO_AT_END)})(?:(?P<duty>{_DUTY})(?P<verb>{_DO})"
    rf"{_AFTER}(?!单位|部门|机构|领导|人|办|中心|委|组|局|处|站|所|科|室|队|专班|团|管理)"
    rf"|(?<=[局委办厅部署府站院所心处队司团门位镇乡道区县市会社馆台行校])(?P<gives>{_GIVE})(?=[\u4e00-\u9fff]{{2}})"
    rf"|(?<=[局委办厅部署府站院所心处队司团门位镇乡道区县市])(?P<does>{_DO_AT_END})(?=[，,；;。)]|$))"
)
#: What a body gives to the work of others: 提供资金保障, 给予业务指导, 做好审计监督.
_GIFTS = (
    (re.compile("指导$"), Role.GUIDE),
    (re.compile("(?:监督|监管|考核|督导|督查|督办)(?:工作|检查)?$"), Role.SUPERVISE),
    (re.compile("支撑|支持|保障|服务|协助|配合|数据|帮助"), Role.SUPPORT),
)
_WITH = re.compile(
    r"(?:分别|牵头|负责|具体|联合|积极|主动|、)?(?:会同|会商|商)(?!务|业|标|会|贸|品|洛|丘|河|州|都|场|户|圈|超|南县|水县|城(?![市乡]|管|建|投))"
    r"|(?<=[局办厅部署府处科室])会(?![议计务员展])(?=[\u4e00-\u9fff]{2,12}[局委办厅部署府处科室])"
)
_TOGETHER = re.compile("会同|会商")
_LEADS = re.compile("牵头|总负?责|为主")
_MORE_ROLES = {"保障": Role.SUPPORT, "监管": Role.SUPERVISE}
_JOINTLY = re.compile("协同|协调|合力")
_CLAUSE = re.compile(r"[，,；;。]")
_COMMA = re.compile("[，,；;]")
_RULE = re.compile(
    r"(?:以下(?=[均都各任工事措内条款同不如无未类项为所全重主]|[^\u4e00-\u9fff]|$)|下同|下列|不再(?:一一|逐一|逐项|另行|重复|单独)?列|(?:排|列|居)(?:在|名)?(?:第一|首)"
    r"|(?:具体|各项|以下|下列|上述|所有|全部)(?:各?项)?(?:政策|重点|主要|目标)*(?:任务|工作|事项|措施|举措|条款|内容|要求|政策)(?:均|都)|第一(?:个|位|家)|首位|逗号前|顿号前|为牵头(?:单位|部门)|为配合)"
)
#: A point in time that a clause begins with, or that something goes on without end.
_WHEN = re.compile(
    r"(?:于|在|力争|确保|到)?(?P<when>"
    r"(?=[\d年上下第一二三四])(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上旬|中旬|下旬|底|末|内|初)?"
    r"(?:第?[一二三四]季度末?|上半年|下半年|年底|年内|全年)?(?:之?前|以前)?(?:并(?:长期坚持|持续推进|长期推进))?"
    r"|每(?:个?学期|学年|年|季度?|月|周)(?:\d{1,2}月)?(?:[、和]\d{1,2}月)*(?:\d{1,2}日|[上中下]旬|期?[初中末]|底)?(?:之?前|以前)?"
    r"|(?:暑假|寒假|汛期|开学|放假)(?:前|后)|[\u4e00-\u9fff]{2,4}(?:期间|季节)"
    r"|长期(?:坚持|推进|实施|工作)?|持续(?:推进|实施)?|常年|全年|立即|即时|常态化推进?)"
)
_DONE = re.compile(r"(?:完成|落实|实施|办结|到位|集中开展|开展|举行|举办)?$")
_LONGEST_LEAD = 60  # characters of a sentence before the words that make it a rule
_RESULT = re.compile(r"(?<=[前底末年])(?:完成|取得|出台|实现|建成|印发|启动|形成|上?报|提交|提请)")
_LEADING_DEADLINE = re.compile(rf"{_WHEN.pattern}(?:完成|落实|实施|办结|到位)?[，,；;]")
_CLAUSES = 4  # that a deadline may have: 6月底前出台，年内持续推进


def read_worded(flow: Flow, *, closing: bool = False) -> tuple[list[Named], Piece | None]:
    """Read a bracket without labels: it must say who, with a verb or as nothing but names of bodies.

    :param closing: whether it stands behind a paragraph's last sentence, where names need no owner
    """
    if len(flow) < 3:
        return [], None
    flow, deadline = split_deadline(flow)
    if deadline is None and (last := at_blanks(flow)[-1]) and len(last) < len(flow):
        when = _WHEN.fullmatch(last.folded)
        flow, deadline = (flow[: len(flow) - len(last)], last.piece()) if when else (flow, None)
    without_rules = flow[: rules_start(flow.folded)]
    if shares := _shares(without_rules):
        return shares, deadline
    verbs = _VERB.finditer(without_rules.folded)
    # who gives what is said beside who leads; alone it tells where something is from: （市气象局提供数据）
    if any(not verb["gives"] for verb in verbs) or _TOGETHER.search(without_rules.folded):
        named = read_clauses(without_rules, None, strict=True)
        members = len(re.findall("[、，,；;]", without_rules.folded)) + 1
        return (named, deadline) if len(named) * 2 >= members else ([], None)
    bodies = split_bodies(without_rules, strict=True)
    whole = sum(len(body.surface.text) for body in bodies) + len(
        re.findall("[、，,；;和及与]", without_rules.folded)
    )
    first = bodies[0].folded if bodies and not _SUCH_AS.match(bodies[0].folded) else ""
    owned = first and (_OWNED.match(first) or (closing and is_body(first)))
    if owned and whole >= len(without_rules) * 0.85:
        return [Named(body, Role.RESPONSIBLE) for body in bodies], deadline
    return [], None


_SHARE = re.compile(r"(?P<bodies>[^；;。:]{2,60}):[^；;。:]+(?:[；;。]|$)")


def _shares(flow: Flow) -> list[Named]:
    """Read who does what part: 市A局：小餐饮；市B局：小旅店；市C局配合."""
    parts = list(_SHARE.finditer(flow.folded)) if flow.folded.count(":") > 1 else []
    if len(parts) < 2 or parts[0].start():
        return []
    named: list[Named] = []
    for part in parts:
        bodies = flow[part.start("bodies") : part.end("bodies")]
        if not _all_bodies(bodies):
            return []
        named += [Named(body, Role.RESPONSIBLE) for body in split_bodies(bodies, strict=True)]
    rest = flow[parts[-1].end() :]
    return named + (read_clauses(rest, None, strict=True) if len(rest) > 2 else [])


#: What begins an example, or a part of what stands before: 含市中医院. 含山县 is a place.
_SUCH_AS = re.compile("(?:例?如|[包不]?含|包括|即|除)[省市区县州各本]")
#: Bare names in brackets count as a statement only where the first says whose body it is.
_OWNED = re.compile(
    r"[省市区县州各]|国家|中央|[\u4e00-\u9fff]{2,6}(?:部|总局|委|院|署|行)$"
    r"|(?![如原含即除在至自向与和同属])[\u4e00-\u9fff]{2,6}?[省市区县州旗镇乡](?:(?:人民)?政府|管委会|[\u4e00-\u9fff]{2,8}[局委办厅])$"
)


def is_deadline(folded: str) -> bool:
    """Tell whether a clause says by when and nothing else: 6月底前完成."""
    when = _WHEN.match(folded)
    return bool(when and when["when"] and _DONE.match(folded, when.end()))


def split_deadline(flow: Flow) -> tuple[Flow, Piece | None]:
    """Cut a deadline off a list: 市A局；2023年12月底前完成. Of one in stages all of it counts.

    It stands at the end, or before a rule there; or before the list: 2023年12月底前完成，市A局负责.
    """
    rule = rules_start(flow.folded)
    said = flow[: len(flow.folded[:rule].rstrip("，,；;。"))] if 0 < rule < len(flow) else flow
    folded = said.folded.rstrip("。")
    end = first = last = whole = len(folded)
    if (leading := _LEADING_DEADLINE.match(folded)) and leading["when"]:
        return said[leading.end() :], said.piece(leading.start("when"), leading.end("when"))
    for _ in range(_CLAUSES):
        cut = max(folded.rfind(mark, 0, end) for mark in "，,；;。")
        match = _WHEN.match(folded, cut + 1, end) if cut > 0 else None
        if not match or not match["when"]:
            break
        if end == whole:  # what is to be done by then is no part of a single date
            done = _DONE.match(folded, match.end(), end) or _RESULT.match(folded, match.end(), end)
            last = match.end() if done else whole
        else:
            last = last if _DONE.match(folded, last) else whole
        end, first = cut, match.start("when")
    return (said[:end], said.piece(first, last)) if end < len(folded) else (flow, None)


def rules_start(folded: str) -> int:
    """Find where a sentence about what follows begins: 以下均需…, 列第一位的为牵头单位，下同."""
    match = _RULE.search(folded)
    if not match:
        return len(folded)
    before = folded[max(0, match.start() - _LONGEST_LEAD) : match.start()]
    clause = _CLAUSE.split(before)[-1]
    opened = max(clause.rfind("("), clause.rfind("["))  # 市A局、市B局(列第一位者为牵头单位,下同)
    if opened >= 0 and not re.search(r"[)\]]", clause[opened:]):
        clause = clause[opened:]
    return match.start() - len(clause)


def read_clauses(flow: Flow, default: Role | None, *, level: str = "", strict: bool = False) -> list[Named]:
    """Read lists of bodies, each with the verb behind it: A牵头，B、C配合; 由A会同B负责.

    :param default: the role that a label gave, None where only the verbs tell
    :param level: the 市 that names may leave out, see `split_bodies`
    """
    flow = flow[: rules_start(flow.folded)]
    named: list[Named] = []
    start, folded = 0, flow.folded
    counted = depth = 0  # brackets that are open, from `start` to `counted`

    def add(end: int, role: Role) -> None:
        last = named[-1].body.level if named else level
        named.extend(_with_partner(flow[start:end], role, level=last, strict=strict))

    for match in _VERB.finditer(folded):
        if match.start() < start:
            continue
        depth += _depth(folded, counted, match.start("verb"))
        counted = match.start("verb")
        if depth:
            continue
        role = _role_of(match, named)
        if not match["gives"] and _ends_clause(folded, match.end()):
            if role is Role.SUPPORT is not default and not named:
                # Of a list that begins so, those before the first comma do what others support.
                cut = _COMMA.search(folded, 0, match.start())
                if cut and _all_bodies(flow[: cut.start()]):
                    add(cut.start(), default or Role.RESPONSIBLE)
                    start = cut.end()
            add(match.start(), role)
            start = counted = match.end()
            depth = 0
        elif (strict or match["gives"]) and _all_bodies(flow[start : match.start()]):  # A负责城区，B负责乡镇
            end = _CLAUSE.search(folded, match.end())
            stop = end.start() if end else len(folded)
            add(match.start(), _role_of_gift(folded[match.end() : stop]) if match["gives"] else role)
            start = counted = stop
            depth = 0
    if len(folded) - start > 1:
        add(len(folded), default or Role.RESPONSIBLE)
    return named


def _role_of(verb: re.Match[str], named: Sequence[Named]) -> Role:
    """Give the role that a verb gives; beside one who leads, 协同推进 is to support."""
    if _LEADS.search(verb[0]):
        return Role.LEAD
    word = verb["verb"] or verb["does"]
    role = _MORE_ROLES.get(word) or ROLE_WORDS.get(word, Role.RESPONSIBLE)
    jointly = _JOINTLY.search(verb["duty"] or "") and any(each.role is Role.LEAD for each in named)
    return Role.SUPPORT if role is Role.RESPONSIBLE and jointly else role


def _role_of_gift(given: str) -> Role:
    return next((role for words, role in _GIFTS if words.search(given)), Role.RESPONSIBLE)


def at_blanks(flow: Flow) -> list[Flow]:
    """Cut at blanks and colons, where a person's name stands behind the body's: 市人社局 张三."""
    if not len(flow) or (flow.offsets[-1] - flow.offsets[0] == len(flow) - 1 and ":" not in flow.folded):
        return [flow]
    gaps = [
        at
        for at in range(1, len(flow))
        if flow.offsets[at] - flow.offsets[at - 1] > 1 or flow.folded[at - 1] == ":"
    ]
    return [flow[start:end] for start, end in pairwise([0, *gaps, len(flow)])]


def _ends_clause(folded: str, end: int) -> bool:
    """Tell whether a verb ends its clause, or the next list begins right behind it (A牵头B配合)."""
    if end >= len(folded) or _CLAUSE.match(folded, end) or folded[end] in "、)] ":
        return True
    if folded[end] in "与和及":  # 科技监督与诚信建设处
        return False
    first = re.split(r"[、，,；;]|配合|负责|参与|协助", folded[end : end + 45], maxsplit=1)[0]
    return is_body(first)


def _all_bodies(flow: Flow) -> bool:
    """Tell whether a stretch is nothing but bodies: they do what stands behind the verb."""
    bodies = split_bodies(flow, strict=True)
    said = sum(len(body.surface.text) for body in bodies) + len(re.findall("[、，,；;和由及与]", flow.folded))
    return bool(bodies) and said >= len(flow)


def _depth(folded: str, start: int, end: int) -> int:
    part = folded[start:end]
    return sum(map(part.count, "([")) - sum(map(part.count, ")]"))


def _with_partner(flow: Flow, role: Role, *, level: str, strict: bool) -> list[Named]:
    """Split a list; behind 会同 stand those who support."""
    may_be = "会" in flow.folded or "商" in flow.folded
    match = _WITH.search(flow.folded) if may_be else None
    before = flow.folded[: match.start()].strip("，,；;、(") if match else ""
    if not match or (before and not is_body(re.split(r"[、，,；;]|由", before)[-1])):
        return [Named(body, body.role or role) for body in split_bodies(flow, level=level, strict=strict)]
    first = Role.LEAD if role is Role.RESPONSIBLE else role
    leads = split_bodies(flow[: match.start()], level=level, strict=strict)
    level = leads[-1].level if leads else level
    partners = split_bodies(flow[match.end() :], level=level, strict=strict)
    return [Named(body, body.role or first) for body in leads] + [
        Named(body, body.role or Role.SUPPORT) for body in partners
    ]
