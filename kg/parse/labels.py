"""Label words: what stands before the colon of 牵头单位： or 完成时限：, and what it says of what follows."""

from __future__ import annotations

import re
from enum import StrEnum

from kg.notice import Role


class Subject(StrEnum):
    """What a label's value is, if it is not bodies in a role."""

    DEADLINE = "deadline"
    PERSON = "person"
    OTHER = "other"
    SHARED = "shared"  # bodies, each list with its verb: 部门分工：A牵头，B配合


def two_letters(words: str) -> str:
    """Give a pattern of any two Chinese characters that a pattern is written with.

    Looked for first, it tells most places from those where the words may begin, at less cost.

    >>> two_letters("(?:牵头|主办)单位")
    '[主位办单头牵]{2}'
    """
    letters = sorted(set(re.findall("[\u4e00-\u9fff]", words)))
    return f"[{''.join(letters)}]{{2}}"


#: Word -> the role it gives. Longer words stand before the words they begin with.
ROLE_WORDS = {
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "主抓": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "协抓": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "协作": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "支持": Role.SUPPORT,
    "会同": Role.SUPPORT,
    "会办": Role.SUPPORT,
    "责任": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "起草": Role.RESPONSIBLE,
    "落实": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "执行": Role.RESPONSIBLE,
    "完成": Role.RESPONSIBLE,
    "主管": Role.RESPONSIBLE,
    "指导": Role.GUIDE,
    "督导": Role.SUPERVISE,
    "督办": Role.SUPERVISE,
    "督查": Role.SUPERVISE,
    "监督": Role.SUPERVISE,
    "考核": Role.SUPERVISE,
    "验收": Role.SUPERVISE,
}

#: Words that give a role before 单位 or 科室 only: 办理单位, not 办理机构 or 组织机构.
_UNIT_ROLES = dict.fromkeys(
    ("办理", "承担", "经办", "组织", "推进", "整改", "包抓", "包联", "包保", "帮扶", "归口管理", "归口"),
    Role.RESPONSIBLE,
) | dict.fromkeys(("联办", "服务保障", "要素保障", "技术支撑", "技术支持"), Role.SUPPORT)
_UNIT_ROLES["监管"] = Role.SUPERVISE
_ROLES = ROLE_WORDS | _UNIT_ROLES
_ROLE = f"{'|'.join(ROLE_WORDS)}|(?:{'|'.join(_UNIT_ROLES)})(?=单位|[科股处]室)"
_BODY_NOUN = "单位|部门|机构|主体|[科股处](?:\\([科股处]\\))?室|司局|厅局|组织|方|地区"
#: What may stand before a role word: 县级牵头单位, 其他责任单位, 整改责任单位.
_KIND = (
    "[省市区县州](?:级|直)?|主要|第[一二三]|直接|具体|总|共同|其[他它]|相关|有关|行政|技术|专业|属地|政策|防守|巡查|值守|管护"
    "|(?P<matter>工作|任务|主体|整改|业务|行业|包抓|包联|包保|项目)"
)
#: Parts of a body, and places: behind a few roles only, for 监督大队 is a name.
_PART_NOUN = (
    "(?<=责任|牵头|主办|承办|配合|协办)"
    "(?:站所|所站|站办所|办所|科所|股所|股室所|中队|大队|支队|乡镇|镇街|街镇|街道|区县|县区|市县|市州|院系|系部|部处|部室"
    "|岗位|学校|企业|社区|[科股处村镇乡县](?:\\([股所处室街道区乡镇]+\\))?|院\\(系\\))"
)
_PERSON_NOUN = "[省市区县州]?(?:委|政府)?领导|负责领导|负责同志|责任人|联系人|负责人|人员|人|同志|局长|主任"

#: A label's words. Group `role` is the first role word; `person`, `deadline`, `shared`, `other` name the
#: rest.
_WORDS = (
    rf"(?:{_KIND})?(?P<role>{_ROLE})"
    rf"(?:[和及与、/]|以及)?\(?(?:(?:{_ROLE})\)?[和及与、/]?){{0,6}}"
    rf"(?P<noun>[省市区县州](?:级|直)|有关|相关)?(?:(?P<person>{_PERSON_NOUN})|(?:{_BODY_NOUN}|{_PART_NOUN}))"
    rf"(?:[和及与、/](?:{_ROLE}|责任)?(?:{_PERSON_NOUN}|{_BODY_NOUN}))?(?:名单)?"
    r"|(?P<deadline>(?:任务|工作|整改|完成|办结|办理|实施|推进|落实|达标|出台|计划)?"
    r"(?:完成|推进|落实)?(?:时限|时间|期限|节点|进度|(?<=完成|办结|整改|实施)日期)(?:安排|要求|节点|进度)?)"
    r"|(?P<shared>(?:部门|职责|任务|责任|工作)?分工(?:安排|情况)?)"
    r"|(?P<other>[省市区县州]?(?:分管|包保|包联|挂钩|联系|主管)(?:[省市区县州]?(?:委|政府)?领导|负责人|同志)"
    r"|联系人|联系电话|联系方式|备注|责任人|工作目标|预期成效|预期成果|成果形式|工作标准"
    r"|(?:审核|审查|申报|送审|建设|业主|施工|监理|填报|报送|汇总)(?:单位|部门))"
)
_REMARK = r"(?:\([^()]{0,12}\))?"
_BARE = (
    r"(?P<bare>(?:(?<![\u4e00-\u9fff])|(?<=[局委办厅部会室府院处科股所站队心司位门]))"
    "(?:牵头(?:负责)?|主办|主责|主抓|承办|协办|协助|配合|参与|协同|会办|责任|指导|督导|督办|验收))"
)

#: What stands right behind a label without a colon: 责任单位同上, 责任单位与第3项相同.
_COUNT = r"第?\(?(?:\d{1,3}|[一二三四五六七八九十百]{1,5})\)?"
_REFERS = (
    r"[与和均]?(?=同[上前](?![\u4e00-\u9fff])"
    rf"|同{_COUNT}(?:[项条款](?![\u4e00-\u9fff])|[。；;，,)\]]|$)|{_COUNT}[项条款](?:相同|一致))"
)
#: What a label begins with, which most places are told from by.
_BEGINS = two_letters(_BARE + _WORDS)
#: A label with its colon, or in square brackets. Group `bare` is a role word alone.
LABEL = re.compile(
    rf"(?=\[?{_BEGINS})(?P<open>\[)?(?:{_BARE}|{_WORDS}){_REMARK}"
    rf"(?(open)\]:?|(?::|(?<=单位|部门)(?:为(?=各|[省市区县州](?!直|级)|国家)|{_REFERS})))"
)
#: A label's words alone, with nothing that marks them as a label.
LABEL_WORDS = re.compile(rf"(?={_BEGINS})(?:{_WORDS}){_REMARK}")


#: What stands before a task's text where its parts are all labelled: 目标任务：, 会议意见：.
CONTENT_LABEL = re.compile(
    r"(?:目标|工作|重点|主要|具体|年度|建设|实施|会议|议定|督查|督办|批示|交办|整改|改革|项目|任务)*"
    r"(?:任务|内容|事项|意见|措施|举措|目标|要求)(?:及要求|和要求)?:(?=.)"
)

#: Beside it stand lines of other things that are told of the work: 投资计划：, 建设地点：.
ASIDE_LABEL = re.compile(
    r"(?:计划|项目|年度|估算|预算|概算)?总?投资(?:计划|规模|估算|概算|总额|额|来源)?:|所需(?:资金|经费):"
    r"|(?:项目|计划|建设|补助|预算)?(?:资金|经费)(?:来源|安排|筹措|渠道|计划|预算|规模|概算|保障)*:"
    r"|(?:实施|建设|项目|工程)(?:地点|地址|位置|年限|周期|性质|类别|类型|范围|阶段|状态):"
)


#: What every label ends with or, in square brackets, begins with; most paragraphs have none, and need not be
#: looked through for the words.
_END = re.compile(r":|\[(?=[\u4e00-\u9fff])|(?:单位|部门)(?:为|[与和均]?[同第])")
_LONGEST_LABEL = 120  # characters, with several roles and a remark


def find_labels(folded: str) -> list[re.Match[str]]:
    """Find the labels of a paragraph, in order."""
    ends = [end.start() for end in _END.finditer(folded)]
    if not ends:
        return []
    return list(LABEL.finditer(folded, max(0, ends[0] - _LONGEST_LABEL), ends[-1] + _LONGEST_LABEL))


def role_of_words(words: str) -> Role | None:
    """Give the role that a label's words give without their colon, as over a column; None if they give none.

    >>> role_of_words("其他责任单位")
    <Role.RESPONSIBLE: 'responsible'>
    """
    label = LABEL_WORDS.fullmatch(words)
    subject = subject_of(label) if label else None
    return subject if isinstance(subject, Role) else None


_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]]{4,80})[)\]][。；;]?$")
_CONTACT = re.compile("联系|电话")


def without_persons(folded: str) -> int:
    """Give where a text ends that goes on with nothing but a bracket of persons: （责任人：张明，电话：123）.

    >>> without_persons("清淤。(责任人:张明,联系电话:123)"), without_persons("清淤(含支渠)。")
    (3, 8)
    """
    bracket = _CLOSING_BRACKET.search(folded, max(0, len(folded) - 84))
    first = LABEL.match(bracket[1]) if bracket else None
    if bracket is None or first is None:
        return len(folded)
    labels = find_labels(bracket[1])
    told = all(subject_of(each) is Subject.PERSON or _CONTACT.match(each[0]) for each in labels)
    return bracket.start() if told else len(folded)


def subject_of(label: re.Match[str]) -> Role | Subject:
    """Tell what a label's value is."""
    if label["deadline"]:
        return Subject.DEADLINE
    if label["other"]:
        return Subject.PERSON if label["other"].endswith(("人", "领导", "同志")) else Subject.OTHER
    if label["shared"]:
        return Subject.SHARED
    return Subject.PERSON if label["person"] else _ROLES[label["role"] or label["bare"].removesuffix("负责")]
