"""Conditions in a question: counts, sharing, targets, deadlines, kinds of task, negation."""

from __future__ import annotations

import re

from kg.ask.roles import ROLES
from kg.ask.values import Having, Kind, Limit
from kg.ask.words import Words
from kg.numerals import parse_numeral

_N = r"(?P<n>[一二两三四五六七八九十]{1,3}|\d{1,2})"
_WORK = r"(?:工作)?(?:任务|工作|事情?|活儿?|差事)"
_ITEM = r"(?:个|项|条|件)(?:工作)?(?:任务|工作|事情?|活儿?|差事)?"
_MOST = re.compile(
    r"(?:承担|负责|拿到|分到|领)?(?:的)?(?:任务|工作|事情?|活儿?|部门|单位|责任部门)?(?:数量|数)?(?:是)?最多(?:的)?(?!几|多少|[\d一两二三四五六七八九十百]|可|能|给|奖|补|允许|不)|任务最重|最忙|最累"
)
#: 甲局和乙局谁的任务多: which of the bodies named has most.
_MORE = re.compile(
    r"(?<=谁)的?(?:任务|活儿?|事儿?|工作)(?:更|比较)?多|(?<=谁)(?:更|比较)?忙|(?<=哪个)的?(?:任务|活儿?|工作)(?:更|比较)?多|(?<=哪个)(?:更|比较)多|(?:任务|活儿?|工作)(?:更|比较)多(?=[?？。的]*$)"
)
_LEAST = re.compile(r"最少(?:的)?")
_HAVING = (
    (">", re.compile(rf"(?:超过|多于|不止|大于|高于){_N}{_ITEM}")),
    (">=", re.compile(rf"(?:至少|不少于){_N}{_ITEM}|{_N.replace('<n>', '<m>')}{_ITEM}(?:以上|及以上)")),
    ("=", re.compile(rf"(?:只|仅|就|唯有|刚好|正好|恰好)[一-龥]{{0,3}}?{_N}{_ITEM}(?=[的,，?？。\x00]|$)")),
    (
        "=",
        re.compile(
            rf"(?:有|由|是|涉及){_N}(?:个|家)(?:责任|牵头)?(?:部门|单位)(?:共同|一起|联合)?(?:负责|承担)?(?:的)?"
        ),
    ),
    ("=", re.compile(rf"(?:也)?(?:负责|承担|有|分到|是|领了?){_N}(?:个|项|条|件){_WORK}(?:的)?")),
)
_SHARED = re.compile(
    r"(?<!哪)(?:由)?(?:多个|好几个|(?<!哪)几个|若干|[两二]个以上|不止一个|不只一个|一个以上|两个|超过一个|多于一个)(?:以上)?(?:的)?(?:责任|牵头)?(?:部门|单位)(?:以上)?(?:的)?(?:共同|一起|联合|合作|一块儿?)?(?:负责|承担|管|做|干|办)?(?:的)?"
    r"|(?:不是一家(?:单位|部门)?[一-龥]?、?,?(?:而是|是))?(?:多家|好几家|(?<!哪)几家|(?<!哪)[两二]家|[两二]家以上|不止一家)(?:单位|部门)?(?:以上)?(?:的)?(?:共同|一起|联合|合作|一块儿?)(?:负责|承担|管|做|干|办)?(?:的)?"
    r"|(?:部门|单位)(?:不止|不只|多于|超过)[一1](?:家|个)(?:的)?"
    r"|(?:与|同|和|跟)(?:其[他它]|别的)(?:部门|单位)(?:共同|一起|联合)?(?:负责|承担|办)?的?|(?:共同|联合|合作)(?:负责|承担)(?:的)?|多部门|跨部门"
)
_ALONE = re.compile(
    r"(?:一家|单独|独自|独立|自己)(?:一家)?(?:自己)?(?:负责|承担|干|做|办|完成|管|担|(?:作为|担任|是|当|列为)(?:唯一的?)?责任(?:单位|部门))(?:的)?|没(?:有)?(?:跟|和|与)(?:别人|其[他它](?:部门|单位)|别家)(?:搭伙|合作|一起.{0,2})?(?:的)?|只有一个(?:责任)?(?:部门|单位)(?:负责|承担)?(?:的)?|(?:只|仅)由?一(?:个部门|个单位|家(?:单位|部门)?)(?:负责|承担)?(?:的)?"
)
_ROLE_HELD = re.compile(r"责任(?:单位|部门)的?$")
_TOGETHER = re.compile(
    r"共同|一起|联合|一块儿?|搭伙|搭档|合伙|合作(?=负责|承担)|携手|一道|伙同|联手|都(?:参与|有份)|同时(?:负责|承担)?|(?:都)?有份"
)
_TARGET = re.compile(
    r"(?:设有?|带有?|身上背着|背着?|有|含有?|提出|明确|包含|规定|定了?|列了?)?(?:了)?(?:具体)?(?:的)?(?:数量|量化|数字|定量)(?:化)?(?:的)?(?:指标|目标|要求)(?:的)?"
    r"|(?:并且|而且)?(?:规定|写明|明确|定)了?(?:具体)?(?:的)?(?:完成|举办)?(?:的)?(?:数量|次数|人数|数目|多少(?!(?!的)[一-龥]))(?:的)?"
    r"|(?:带|有|设|背)(?:着|了|有)?(?:硬|具体)?(?:指标|数字|数量)(?:的)?"
)
_DEADLINE = re.compile(
    r"(?:设有?|带有?|有|含|规定了?|明确了?|[写列注]明?出?了?)(?:了)?(?:完成)?(?:期限|时限|截止(?:日期|时间)|时间要求)(?:的)?"
)
_TOPIC = re.compile(
    r"(?:是|为|属于|算|做|搞|承担|参与|负责)?(?:的)?(?:合作)?(?:研究)?课题(?:研究)?(?:类|性质)?(?:的)?|做(?:课题)?研究的|搞研究的|研究类"
)
#: Gaps between tasks and focus areas, asked from either side: 没有对应工作重点的任务, 没有任务落实的工作重点.
_NO_AREA = (
    r"(?:(?<!有)(?:没有?|无)|未|不)(?:能够?|明确|写明|说明|任何|具体|被)?"
    r"(?:对应|落实|体现|归入|归到|归属|属于|服务|支撑|联系|关联|落到|落在|落入|对上|指向|在)?(?:的|到|于|上|了|进)*"
    r"(?:任何|任一|哪)?一?[个项条]?的?(?:工作)?重点(?:领域|工作)?[的中里]*"
)
_NO_TASK = (
    r"(?:(?<!有)(?:没有?|无)|未|缺少|缺乏)(?:被|由)?(?:任何|具体|对应|相应|相关|配套|安排|一项|哪项|的)*(?:工作)?任务"
    r"来?(?:落实|支撑|对应|实施|承担|跟进|体现)?的?"
)
_NOT = re.compile(
    r"(?:除(?:了|去|开)?|不由|(?<!是)不是由?|并非|非|不归|不属于|不算|没有|没设|没带|没|(?<!有)无|未|不涉及|不含|不包括|排除|不让|不带|不设|(?<!是)不)(?:是|[^\x00,，]{0,2})$"
)
_EITHER = re.compile(r"(..?)[不没]\1")  # 算不算, 有没有, 属于不属于: asks, and excludes nothing
_WHOLLY = re.compile(
    r"全部(?:都)?是?|全都是?|(?:任务)?全(?:都)?是|都是(?!什么|哪)|清一色(?:是)?|只(?:承担|做|负责|有)(?!一|1)"
)


_TARGETS = re.compile(
    r"(?:不止一个|不只一个|多个|两个以上|好几个|(?<!哪)几个|超过一个|多于一个)(?:数量|量化)?指标(?:的)?"
)


def find_having(words: Words) -> Having | None:
    """Take a condition on the number of tasks (of a body), or of bodies or targets (of a task)."""
    if words.pull(_TARGETS):
        return Having(">", 1, "target")
    if words.pull(_MOST) or words.pull(_MORE):
        return Having("most")
    if words.pull(_LEAST):
        return Having("least")
    for comparison, pattern in _HAVING:
        if match := words.search(pattern):
            if re.search(r"第$|[哪那这几好]$", words.rest[: match.start()]):
                continue
            words.take(*match.span())
            number = match["n"] or match.groupdict().get("m")
            return Having(comparison, int(parse_numeral(number or "") or 0))
    return None


def find_conditions(words: Words) -> list[Limit]:
    """Take the conditions that a task can meet: shared, with a target, with a deadline, a research topic."""
    limits = []
    for kind, pattern, turned in (
        (Kind.SHARED, _ALONE, True),
        (Kind.SHARED, _SHARED, False),
        (Kind.DEADLINE, _DEADLINE, False),
        (Kind.TARGET, _TARGET, False),
    ):
        if (match := words.search(pattern)) and not _counts(words, match) and not _claims(words, match):
            no = is_negated(words, match.start()) != turned
            words.take(*match.span())
            role = "kg:responsibleBody" if _ROLE_HELD.search(match.group()) else None  # others may help
            limits.append(Limit(kind, match.group(), reason="文中明示", negated=no, role=role))
    return [*limits, *_find_held(words), *_find_gap(words)]


#: 没有配合单位的任务, 写明牵头部门的; of 有没有配合单位 the first words ask whether.
_HELD = re.compile(
    r"(?P<no>没有|没写明?|没列出?|无|未(?:写明|明确|列出|安排|指定|设)|不带|不需要)(?:任何|专门)?的?(?P<a>牵头|主办|配合|协办|会办|协同|协作|协助|指导|督导)的?(?:单位|部门)的?"
    r"|(?:有|带有?|写明了?|列出?了|明确了?|设了?|安排了?|指定了?|确定了?)(?P<b>牵头|主办|配合|协办|会办|协同|协作|协助|指导|督导)的?(?:单位|部门)的?(?=任务|工作|项目|事项|举措|[吗么吧?？]|$)"
)
_WHETHER = re.compile(r"有没有$|有无$|是否有$|是不是有$")


def _find_held(words: Words) -> list[Limit]:
    """Take the words that ask for tasks which name a body in a role, or none: 没有配合单位的任务."""
    match = words.search(_HELD)
    if match is None:
        return []
    said = match["a"] or match["b"]
    start = match.start("a" if match["a"] else "b")
    asks = _WHETHER.search(words.text[:start]) is not None
    words.take(start if asks else match.start(), match.end())
    role = next(predicate for predicate, pattern in ROLES if re.match(pattern, said + "单位"))
    no = match["no"] is not None and not asks
    return [Limit(Kind.ROLE, match.group(), reason="文中明示", negated=no, role=role)]


def _find_gap(words: Words) -> list[Limit]:
    for pattern in (_NO_AREA, _NO_TASK) if "重点" in words.text else ():
        if match := words.pull(pattern):
            return [Limit(Kind.LINKED, match.group(), certainty=0.8, reason="没有推断出联系", negated=True)]
    return []


def _counts(words: Words, match: re.Match[str]) -> bool:
    """Tell 任务3有几个责任单位 (how many?) from 哪些任务由几个部门共同负责 (more than one)."""
    around = words.text[: match.start()] + words.text[match.end() :]
    return "几" in match.group() and not re.search(r"哪|什么|啥|谁|几|多少|列|所有", around)


#: 任务5有两个责任单位吗 claims a number; 两个以上 is any number of them.
_TWO = re.compile(r"(?:由)?[两二][个家](?!以上)")


def _claims(words: Words, match: re.Match[str]) -> bool:
    """Tell whether a yes/no question claims that there are just two."""
    return _TWO.match(match.group()) is not None and re.search(r"吗|是不是|是否|对吧", words.text) is not None


def find_topic_kind(words: Words) -> Limit | None:
    """Take the words that make research topics of the tasks asked for: 是课题的, 合作课题."""
    match = words.search(_TOPIC)
    if match is None:
        return None
    no = is_negated(words, match.start())
    words.take(*match.span())
    return Limit(Kind.TOPIC_TASK, match.group(), reason="文中写明“课题”", negated=no)


def find_together(words: Words) -> bool:
    """Take the words that ask for tasks in common."""
    return words.pull(_TOGETHER) is not None


def find_wholly(words: Words) -> bool:
    """Take the words that ask for all of a body's tasks: 全部是…, 都是…."""
    return words.pull(_WHOLLY) is not None


def is_negated(words: Words, start: int) -> bool:
    """Tell whether what begins at `start` is excluded: 除了…, 不由…."""
    before = words.text[max(0, start - 5) : start]
    match = _NOT.search(before)
    if match is None or _EITHER.search(before):
        return False
    words.take(start - len(before) + match.start(), start)
    return True
