"""A list of bodies as printed, split into bodies, with what was left out of their names put back.

市园林局、公安局 → 市园林局 + 市公安局; 官渡区、西山区人民政府 → 官渡区人民政府 + 西山区人民政府;
各区、县（市）政府 is one body of a collective kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.notice import Role
from kg.parse.labels import ROLE_WORDS
from kg.text import Flow, Piece, Span

#: Last words of an organisation's name. A name may also end in an area (官渡区), for its government.
_KINDS = (
    "委员会|管委会|办公室|办事处|领导小组|工作小组|指挥部|联席会议|工作专班|专班|人民政府|政府|税务局|海关|局|委|厅"
    "|部|院|署|办|中心|公司|集团|银行|支行|分行|总行|总部|分部|部门|单位|机构|组织|企业|大学|学院|学校|高校|党校|中学|小学|幼儿园"
    "|法院|检察院|医院|研究所|交易所|事务所|所|站|处|科|队|支队|总队|大队|分会|学会|协会|商会|联合会|总商会|总工会|工会"
    "|红十字会|基金会|理事会|监事会|促进会|工商联|残联|妇联|文联|社科联|科协|侨联|台联|作协|记协|贸促会|社|团委|团市委|团省委|团区委|团县委"
    "|街道|乡镇|镇街|镇|乡|园区|平台|馆|台|报社|出版社|邮政|电网|供电|联通|电信|移动|铁塔|港务|段|库|场|组|党组|党委|工委|纪委|监委"
    "|成员|分局|分中心|总局|司|基地|集团军|军分区|武装部|消防救援|保险|证券|合作社|联社|服务区|社区|俱乐部|客运|机场|铁路|石油|石化|烟草|盐业"
)
_AREA = "开发区|高新区|经开区|度假区|风景区|名胜区|功能区|示范区|合作区|保税区|综保区|片区|新区|新城|新片区|园|城|区|县|市|州|盟|旗|师|兵团"
_BODY_END = re.compile(rf"(?:{_KINDS})(?:\([^()]*\)|\[[^\[\]]*\])?$")
_AREA_END = re.compile(rf"(?:{_AREA})(?:\([^()]*\)|\[[^\[\]]*\])?$")

#: What a body's name begins with when it says whose it is.
_LEVEL = "市|省|区|县|州|旗|盟|自治区|全省|全市|全区|全县|国家|中国|中央|各|有关|相关|其他|驻|本|团|人民银行|国网|国务院|中共|公安部"
_HEAD = re.compile(rf"(?:{_LEVEL})|[\u4e00-\u9fff]{{1,6}}?(?:省|市|县|自治区|自治州|新区|高新区|经开区|开发区)(?=.)")

#: Departments of a government, by the work they do: after 市园林局 their 市 may be left out.
_FUNCTION = re.compile(
    "(?:公安|财政|教育|科技|科学技术|发改|发展改革|发展和改革|工信|经信|经济|工业|民政|司法|人社|人力|自然资源|规划|国土"
    "|生态环境|环保|环境|住建|住房|住保|建设|建委|城管|城市管理|城乡|综合执法|综合行政执法|交通|水利|水务|林水|农业|农办|商务|文旅|文化|文广|旅游"
    "|卫生|卫健|卫计|应急|安监|审计|国资|市场监管|市场监督|质监|工商局|食药|药监|体育|统计|医保|医疗保障|林业|林草|园林|园文|税务|气象|档案"
    "|外办|外事|信访|退役|民宗|民族|金融|大数据|数据|数字|数管|政务|行政审批|审改|审批|营商|机关事务|人防|国动|地震|粮食|物价|法制|侨务|台办|扶贫|乡村振兴"
    "|投资促进|招商|投促|经合|贸易|外经贸|人事|劳动|监察|地税|国税|编办|宣传部|组织部|统战部|政法委|网信|文明办|保密|机要|老干部"
    "|残联|妇联|工商联|总工会|团委|科协|文联|社科院|地方金融|公积金|住房公积金|邮政|消防|海洋|渔业|畜牧|供销|公共资源|市容|执法)"
)

#: 市 of 市公安局, not of 市县政府 or 市（州）政府.
_OWN_LEVEL = re.compile(r"[省市区县州旗](?![省市区县州旗]?[(\[区县州旗])")

#: Bodies that are no single one: 各区政府, 市直有关部门, 有关单位.
_COLLECTIVE = re.compile(
    r"^各|^(?:其他|其它)|有关|相关|各级|各有?关|各部门|各单位|成员单位|职能部门$|主管部门$"
    r"|^(?:市|省|区|县|州|市级|省级|区级|县级|市直|省直|区直|县直|市政府|省政府)?(?:各)?(?:部门|单位)$"
    r"|^(?:区|县|市|州|旗|乡|镇|街道|开发|度假|乡镇|镇街)+(?:\([^()]*\)|\[[^\[\]]*\])?(?:区)?(?:级)?(?:人民)?(?:政府|管委会|办事处)"
)
#: A class of areas that a collective list goes on with: 各区、|县（市）政府; 各市〔州〕、|县〔市、区〕政府.
_CLASS = re.compile(
    r"(?:(?:县|区|市|州|盟|旗|乡|镇|街道|乡镇|镇街|街|园区|开发区|功能区|新区)(?:级)?(?:\([^()]*\)|\[[^\[\]]*\])?)+"
)
_CLASS_OPEN = re.compile(rf"各(?:设|有关|相关)?(?:{_CLASS.pattern})$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|管理委员会|管委会|办事处|人民法院|人民检察院|法院|检察院|党委|党工委)$")

#: A separator between bodies; a blank or nothing at all is looked for afterwards.
_SEPARATOR = re.compile(r"[、，,；;/。]|(?:以及|和|及|与|暨)")
_TRAILING = re.compile(
    r"(?:按照?|根据|依据|依照)?(?:各自|相应)?(?:职责|职能|任务|工作)*(?:分工|范围)?(?:分别|共同|具体|联合|协同)?$"
)
_LEADING = re.compile(r"^(?:由|请|以及|和|及|与|会同|并|其中|\d{1,2}[.、](?!\d))+")
_ROLE_BRACKET = re.compile(rf"\((?:为)?({'|'.join(ROLE_WORDS)})(?:单位|部门)?\)$")
_LONGEST = 40  # characters of a body's name
_NOT_A_BODY = re.compile(r"[。！？“”]$|^(?:第|以上|以下|下同|其余|其中|不再|无|略|—+|/|-+|年|月|\d+)$")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a list. `group` counts the commas and semicolons before it, for rules about them."""

    surface: Piece
    name: str
    collective: bool
    aliases: tuple[Piece, ...] = ()
    role: Role | None = None
    group: int = 0


def is_body(folded: str) -> bool:
    """Tell whether folded text reads as the name of a body.

    >>> is_body("市发展和改革委员会"), is_body("参加失业保险的")
    (True, False)
    """
    return 2 <= len(folded) <= _LONGEST and bool(_BODY_END.search(folded)) and not _NOT_A_BODY.search(folded)


def level_of(name: str) -> str:
    """Give the 市 of 市公安局, which a body named next may leave out; empty if the name has none."""
    match = _OWN_LEVEL.match(name)
    return match[0] if match else ""


def split_bodies(flow: Flow, *, level: str = "", strict: bool = False) -> list[Body]:
    """Split a printed list into bodies.

    :param level: the 市 that the first bodies may leave out, where a list before has said it
    :param strict: leave out what does not end as a body's name does; elsewhere a label or a column has
        said that bodies follow, and 未来科技城 is one
    """
    members = [
        (group, trimmed)
        for group, member in _members(flow)
        if (trimmed := _trim(member)) is not None and (not strict or _reads_as_body(trimmed.folded))
    ]
    return list(_resolve(members, level))


def _reads_as_body(folded: str) -> bool:
    return bool(is_body(folded) or _AREA_END.search(folded))


def _members(flow: Flow) -> Iterator[tuple[int, Flow]]:
    """Cut a list at its separators outside of brackets; each member with its count of commas before."""
    cuts: list[tuple[int, int, int]] = []
    depth, group, at = 0, 0, 0
    folded = flow.folded
    while at < len(folded):
        if folded[at] in "([":
            depth += 1
        elif folded[at] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and (match := _SEPARATOR.match(folded, at)):
            word = match[0]
            if len(word) > 1 or word in "和及与暨":
                left = folded[cuts[-1][1] if cuts else 0 : at]
                if not _joins(left, folded[match.end() :]):
                    at += 1
                    continue
            group += word in "，,；;。"
            cuts.append((at, match.end(), group))
            at = match.end()
            continue
        at += 1
    start, count = 0, 0
    for cut, after, group in [*cuts, (len(folded), len(folded), 0)]:
        for part in _unseparated(flow[start:cut]):
            yield count, part
        start, count = after, group


def _joins(left: str, right: str) -> bool:
    """Tell whether 和 stands between two bodies (市财政局和各区政府) or inside one (发展和改革委)."""
    right = re.split(r"[、，,；;和及与]", right, maxsplit=1)[0]
    return bool(_BODY_END.search(left) or _AREA_END.search(left)) and (
        bool(_HEAD.match(right) or _FUNCTION.match(right) or _CLASS.match(right)) or is_body(right)
    )


_NEXT = re.compile(rf"(?:{_KINDS})(?:\([^()]*\))?(?=(?P<head>省|市|区|县|州|国家|各)[\u4e00-\u9fff]{{2}})")


def _unseparated(flow: Flow) -> Iterator[Flow]:
    """Cut 市发改委市财政局, and bodies with only a blank or a line's end between them."""
    start = 0
    for match in _NEXT.finditer(flow.folded):
        end = match.end()
        left, right = flow.folded[start:end], flow.folded[end:]
        if right.startswith(("市直", "省直", "区直", "县直", "市区", "县区")) and left.endswith("委"):
            continue
        if left[:1] == match["head"] and is_body(left) and is_body(re.split(r"[(\[]", right)[0] or right):
            yield flow[start:end]
            start = end
    rest = flow[start:]
    at = 0
    for place in range(1, len(rest)):
        gap = rest.offsets[place] - rest.offsets[place - 1] > 1
        if gap and is_body(rest.folded[at:place]) and _begins_body(rest.folded[place:]):
            yield rest[at:place]
            at = place
    yield rest[at:]


def _begins_body(folded: str) -> bool:
    first = re.split(r"[、，,；;]", folded, maxsplit=1)[0]
    return bool(_HEAD.match(first) or _FUNCTION.match(first)) and bool(_BODY_END.search(first))


def _trim(flow: Flow) -> Flow | None:
    """Take off what is no part of a name: 由, 等部门, 按职责分工, stray brackets and stops."""
    start, end = 0, len(flow)
    if lead := _LEADING.match(flow.folded):
        start = lead.end()
    changed = True
    while changed and start < end:
        changed = False
        folded = flow.folded[start:end]
        for pattern in (_TRAILING, re.compile(r"[。.:,;\s]+$")):
            match = pattern.search(folded)
            if match and match[0] and match.start() > 0:
                end = start + match.start()
                changed = True
                break
        if changed:
            continue
        tail = _tail(folded)
        if tail is not None:
            end, changed = start + tail, True
        elif folded[-1] in ")]" and folded.count("(") + folded.count("[") < folded.count(")") + folded.count("]"):
            end, changed = end - 1, True
        elif folded[0] in "([" and folded.count("(") + folded.count("[") > folded.count(")") + folded.count("]"):
            start, changed = start + 1, True
    part = flow[start:end]
    if not 2 <= len(part) <= _LONGEST or _NOT_A_BODY.search(part.folded) or not re.search("[\u4e00-\u9fff]{2}", part.folded):
        return None
    return part


def _tail(folded: str) -> int | None:
    """Find where 等, 等部门, 等有关单位 begins; not the 等 of 高等教育处."""
    for match in re.finditer("等", folded):
        left, right = folded[: match.start()], folded[match.end() :]
        if left and (_reads_as_body(left) or not right) and not right.startswith("级"):
            return match.start()
    return None


def _resolve(members: Sequence[tuple[int, Flow]], level: str) -> Iterator[Body]:
    """Put back what was left out; join the classes of one collective body."""
    merged = _merge_classes(members)
    each = False
    for at, (group, flow) in enumerate(merged):
        role, aliases, surface, plain = _brackets(flow)
        name, folded = plain.text, plain.folded
        if _needs_government(folded) and (tail := _tail_of_next([m.folded for _, m in merged[at + 1 :]])):
            name += tail
        elif level and _FUNCTION.match(folded) and _BODY_END.search(folded):
            name = level + name
        elif each and _is_class_name(folded):
            name = "各" + name
        if own := level_of(folded):
            level = own
        elif _HEAD.match(folded) and not folded.startswith("各"):
            level = ""
        each = folded.startswith("各") or (each and _is_class_name(folded))
        collective = bool(_COLLECTIVE.search(folded))
        yield Body(surface.piece(), name, collective, aliases, role, group)


def _is_class_name(folded: str) -> bool:
    """区县（市）政府 and 公共服务单位 after 各开发区管委会: 各 governs them too."""
    return bool(re.fullmatch(rf"(?:{_CLASS.pattern})(?:人民)?政府|公共服务(?:单位|部门)|(?:直属|职能|审批)?(?:部门|机构|单位)", folded))


def _merge_classes(members: Sequence[tuple[int, Flow]]) -> list[tuple[int, Flow]]:
    merged: list[tuple[int, Flow]] = []
    for group, flow in members:
        if merged and _CLASS_OPEN.search(merged[-1][1].folded) and _CLASS.match(flow.folded):
            whole = _between(merged[-1][1], flow)
            if whole is not None:
                merged[-1] = (merged[-1][0], whole)
                continue
        merged.append((group, flow))
    return merged


def _between(left: Flow, right: Flow) -> Flow | None:
    """Give the stretch from one flow's start to another's end, if little stands between them."""
    gap = Flow.of(left.source, [Span(left.offsets[-1] + 1, right.offsets[0])])
    if len(gap) > 1:
        return None
    offsets = left.offsets + gap.offsets + right.offsets
    return Flow(left.source, left.text + gap.text + right.text, left.folded + gap.folded + right.folded, offsets)


def _needs_government(folded: str) -> bool:
    return bool(_AREA_END.search(folded)) and not _BODY_END.search(folded)


def _tail_of_next(following: Sequence[str]) -> str | None:
    """Give 人民政府 or 管委会 of the next area that prints it."""
    for folded in following:
        if match := _GOVERNMENT.search(folded):
            return match[0] if _AREA_END.search(folded[: match.start()]) else None
        if not _needs_government(folded):
            return None
    return None


def _brackets(flow: Flow) -> tuple[Role | None, tuple[Piece, ...], Flow, Flow]:
    """Read a bracket at the end: a role (（牵头）), or another name (（市园文局）); part of a class stays.

    Gives the role, the aliases, the body as printed, and its name without the alias.
    """
    if match := _ROLE_BRACKET.search(flow.folded):
        role = ROLE_WORDS[match[1]]
        plain = flow[: match.start()]
        return role, (), plain, plain
    match = re.search(r"[(\[]([^()\[\]]+)[)\]]$", flow.folded)
    if not match or match.start() < 2:
        return None, (), flow, flow
    before = flow.folded[: match.start()]
    if not _reads_as_body(before) or _COLLECTIVE.search(before) or _CLASS.fullmatch(match[1]):
        return None, (), flow, flow
    alias = flow[match.start() + 1 : match.end() - 1]
    return None, (alias.piece(),), flow, flow[: match.start()]
