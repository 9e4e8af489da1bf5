"""The words at the head of a task table, and what each says of the cells below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kg.notice import Role
from kg.parse.labels import ROLE_WORDS, role_of_words
from kg.parse.rules import LeadRule, lead_rule

_LONGEST = 40  # characters of a column's word
_BRACKET = r"(?:\([^()]*\))?"
_ROLE = "|".join(ROLE_WORDS)

_NUMBER = re.compile(r"(?:任务|项目|工作|条目)?(?:序号|编号)|任务号|序|号|(?i:no)\.?")

#: What is to be done: the last word says so, the words before it say which.
_THING = (
    "任务|内容|措施|举措|事项|工作|项目|要求|目标|清单|做法|问题|政策|条款|要点|案由|议题|提案|建议|议案|实事"
)
_WHICH = (
    "重点|主要|具体|年度|改革|推进|整改|整治|建设|实施|创新|细化|落实|贯彻|保障|反馈|督查|督办|民生|总体|分解|阶段"
    "|计划|服务|治理|攻坚|行动|工程|重大|重要|专项|提升|优化|关键|核心|完成|研究|规模|标准"
    r"|名称(?=[及和与、/])|《?政府工作报告》?(?:确定的?)?|20\d\d年度?|全年|本年度?|[一二三]级|以及|[、及与和/]|的"
)
_TASK = re.compile(
    rf"(?:{_THING}|{_WHICH})*(?:{_THING})(?:[、及与和/]?(?:名称|标题|题目|分解|描述|概述|表述|摘要|标准|规模)){{0,2}}"
    r"(?:[、及与和/](?:时序|序时|完成|工作|年度|计划|推进)*(?:进度|时限|节点)(?:安排|要求|计划)?)?"
    rf"{_BRACKET}"
    r"|(?:考核|任务|工作|具体)指标(?:及|和|、)?(?:内容|要求)?|(?:任务|工作)?细化分工"
)
#: What is hoped for: the task itself only where no other column says what is to be done.
_HOPED = re.compile(rf"(?:主要)?(?:预期|预计|量化)(?:目标|成效|成果|任务)(?:任务|要求)?{_BRACKET}")
#: What has been done already: no part of the task.
_PROGRESS = re.compile(r".*(?:进展|情况|下一?步).*")
_SHORTCOMING = re.compile(r"存在的?(?:主要|突出)?(?:问题|困难).*")
_ASIDE = re.compile(r"备注|说明|范围|来源|依据|目标值|指标|分值|成果|成效|成果形式|工作标准|计量单位")

#: What is measured: the task itself where no other column says more than how much of it.
_INDICATOR = re.compile(r"(?:主要|核心|重点|约束性|预期性|经济|社会|发展|目标|分解|监测)*指标(?:名称|内容)?")
_HOW_MUCH = re.compile(r".*(?:目标值?|目标任务|任务目标)(?:\([^()]*\))?")

#: What kind of task a row is.
_CLASS = re.compile(r"(?:任务|项目|工作|事项|实事)?(?:类别|分类|大类|门类|领域|板块)(?:名称)?")

#: What is to be done where no other column says so, but one says who and one by when: 检查行业.
_NAMED = re.compile(
    r"(?!.*(?:单位|企业|部门|学校|人员))[\u4e00-\u9fff]{0,10}(?:名称|主题|行业|活动|专题|专项|环节|隐患|部位|重点)"
)

_DEADLINE = re.compile(
    r"(?:(?:任务|工作|整改|整治|计划|拟|预计|完成|办结|办理|答复|反馈|报送|上报|提交|推进|实施|出台|落实|项目|建设|开工|竣工|启动|达标|销号|交付|时序|起止"
    r"|检查|排查|巡查|验收|活动|举办|召开|开展|公开|发布|培训"
    r"|目标|要求|时间|进度)*)(?:时限|时间|期限|节点|进度|时序|日期|时点|年限|周期)(?:安排|要求|节点|进度|点|表)?"
    rf"{_BRACKET}"
)
_END = re.compile(r"完成|办结|竣工|销号")
#: The same word heads what was done so far.
_OR_PROGRESS = re.compile(r"(?:目前|当前|工作|任务|推进|项目|完成|实施|落实)*进度")

_PERSON = re.compile(
    r".*(?:领导|责任人|联系人|人员|负责人|同志|联络员|[省市县区]长|组长|链长|姓名|电话|联系方式)(?:\([^()]*\))?"
)
_IN_CHARGE = re.compile(r"责任|牵头|负责|分管|包保|包联|挂钩|主管")

_BODIES = re.compile(
    r"(?P<whose>(?:[省市区县州旗][级直属]?|主要|第一|首要|直接|具体|总|属地|行业|共同|相关|有关|各)*)"
    rf"(?P<role>{_ROLE})?(?:[、及和与或(/]*(?:{_ROLE})\)?)*"
    r"(?:[市省区县州][级直]|有关|相关|主管)?(?P<noun>单位|部门|机构|科室|处室|股室|司局|厅局|主体|责任主体|方)(?:名称)?"
    r"(?P<person>(?:[及和、/与](?:第一|具体|主要|直接)?(?:责任人|负责人|联系人|领导|责任领导))+)?"
    rf"(?P<remark>{_BRACKET})"
)
#: 责任乡镇: with a role only, for 乡镇 alone is a place.
_AREAS = re.compile(
    rf"(?P<role>{_ROLE})(?:区县|县区|县市区|区市县|县\(市、区\)|乡镇|镇街|镇村|街道|地区|处|科){_BRACKET}"
)
_ROLE_ALONE = re.compile(r"(?P<role>牵头|主办|主责|配合|协办|协同|参与)")
_SHARES = re.compile(r"(?:责任|职责|任务|部门|工作|单位|具体)*分工(?:情况)?")
#: Whose project it is: responsible where nobody else is.
_OWNERS = re.compile(r"(?:建设|业主|项目|承建|承担|推进|项目业主|项目建设)(?:单位|主体)|项目业主")
#: Words that stand over the bodies of any list: 项目名称 | 主管部门 alone is no table of tasks.
_WEAK = re.compile(rf"单位|机构|主体|方|(?:行业)?主管(?:单位|部门)|{_OWNERS.pattern}")
_TO_DO = re.compile(r"任务|工作|措施|举措|目标|事项|整改|内容")


@dataclass(frozen=True, slots=True)
class BodyColumn:
    """A column of bodies: the role of those in it, and a rule on their order that its head states.

    `strict` tells that other things may stand in it too: persons, units of measure. `known` are the names
    that stand alone in its cells.
    """

    at: int
    role: Role
    strict: bool = False
    order: LeadRule | None = None
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a task table is what.

    `timely` tells that the column of deadlines may tell the progress instead; `head` is the place in the
    text where the head ends; `sorting` are the columns whose cells may sort the rows below them; `unnamed`
    tells that no word says that the column of numbers is one.
    """

    number: int | None
    tasks: tuple[int, ...]
    bodies: tuple[BodyColumn, ...]
    deadline: int | None
    timely: bool = False
    head: int = -1
    sorting: tuple[int, ...] = ()
    unnamed: bool = False


def is_number_word(word: str) -> bool:
    """Tell whether a column counts the rows."""
    return bool(_NUMBER.fullmatch(word))


def body_column(at: int, word: str) -> BodyColumn | None:
    """Read the word of a column of bodies.

    >>> body_column(2, "协同配合单位").role
    <Role.SUPPORT: 'support'>
    """
    if match := _BODIES.fullmatch(word):
        role = ROLE_WORDS[match["role"]] if match["role"] else Role.RESPONSIBLE
        bare = not match["role"] and not match["whose"] and match["noun"] != "部门"
        return BodyColumn(at, role, bare or bool(match["person"]), lead_rule(match["remark"]))
    if match := _AREAS.fullmatch(word) or _ROLE_ALONE.fullmatch(word):
        return BodyColumn(at, ROLE_WORDS[match["role"]])
    if _SHARES.fullmatch(word):
        return BodyColumn(at, Role.RESPONSIBLE, strict=True)
    given = None if _OWNERS.fullmatch(word) else role_of_words(word)
    return BodyColumn(at, given) if given is not None else None


def read_columns(words: Sequence[str], places: Sequence[int]) -> Columns | None:
    """Tell the columns by the words of a head row; None if it is no head of a task table.

    :param words: the folded words
    :param places: for each column, the first one that its cell stands in
    """
    words = [word.strip("?*:") for word in words]
    found: dict[_Says, list[int]] = {says: [] for says in _Says}
    for at, word in enumerate(words):
        says = _what_says(word) if places[at] == at else None
        if says is _Says.SHORTCOMING:  # after what was done; before it the task is to put it right
            says = None if found[_Says.TASK] else _Says.TASK
        if says is not None:
            found[says].append(at)
    number = next(iter(found[_Says.NUMBER] or _unnamed(words, found[_Says.TASK])), None)
    tasks = found[_Says.TASK] or found[_Says.HOPED]
    if all(_HOW_MUCH.fullmatch(words[at]) for at in tasks):
        tasks = sorted({*found[_Says.INDICATOR], *tasks})
    if not tasks and found[_Says.BODIES] and found[_Says.DEADLINE]:
        tasks = [at for at, word in enumerate(words) if places[at] == at and _NAMED.fullmatch(word)][:1]
    sorting = [at for at in tasks if number is not None and at < number < tasks[-1]]
    tasks = [at for at in tasks if at not in sorting]
    bodies = [column for at in found[_Says.BODIES] if (column := body_column(at, words[at]))]
    bodies = bodies or [BodyColumn(at, Role.RESPONSIBLE) for at in found[_Says.OWNER]]
    if all(_WEAK.fullmatch(words[column.at]) for column in bodies):
        tasks = [at for at in tasks if len(tasks) > 1 or _TO_DO.search(words[at])]
    numbered = bool(found[_Says.NUMBER]) and any(_IN_CHARGE.search(words[at]) for at in found[_Says.PERSON])
    if not tasks or not (bodies or numbered):
        return None
    deadline = max(found[_Says.DEADLINE], key=lambda at: (bool(_END.search(words[at])), at), default=None)
    return Columns(
        number=number,
        tasks=tuple(tasks),
        bodies=tuple(bodies),
        deadline=deadline,
        timely=deadline is not None and bool(_OR_PROGRESS.fullmatch(words[deadline])),
        sorting=tuple(sorting or found[_Says.CLASS]),
        unnamed=number is not None and not words[number],
    )


def _unnamed(words: Sequence[str], tasks: Sequence[int]) -> list[int]:
    """Find the one column without a word, if it stands before one of tasks: numbers need none."""
    empty = [at for at, word in enumerate(words) if not word]
    return empty if len(empty) == 1 and empty[0] + 1 in tasks else []


class _Says(Enum):
    """What the word of a column says of the cells below."""

    NUMBER = "number"
    CLASS = "class"
    INDICATOR = "indicator"
    BODIES = "bodies"
    OWNER = "owner"
    PERSON = "person"
    SHORTCOMING = "shortcoming"
    DEADLINE = "deadline"
    HOPED = "hoped"
    TASK = "task"


def _what_says(word: str) -> _Says | None:
    """Sort the word of a column; the first pattern that fits tells."""
    if not word or len(word) > _LONGEST:
        return None
    if says := next((says for pattern, says in _FIRST if pattern.fullmatch(word)), None):
        return says
    if _ASIDE.fullmatch(word):
        return None
    if body_column(0, word):
        return _Says.BODIES
    return next((says for pattern, says in _PATTERNS if pattern.fullmatch(word)), None)


_FIRST = ((_CLASS, _Says.CLASS), (_INDICATOR, _Says.INDICATOR))
_PATTERNS = (
    (_NUMBER, _Says.NUMBER),
    (_OWNERS, _Says.OWNER),
    (_PERSON, _Says.PERSON),
    (_PROGRESS, None),
    (_SHORTCOMING, _Says.SHORTCOMING),
    (_DEADLINE, _Says.DEADLINE),
    (_HOPED, _Says.HOPED),
    (_TASK, _Says.TASK),
)
