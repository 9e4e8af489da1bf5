"""What a question asks for, by the noun that it asks about: 哪些部门, 原则有几条, 方针是什么."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.ask.nouns import BY_NOUN, last_word, noun_of
from kg.ask.values import Asked, How
from kg.ask.words import Words


class Asking(NamedTuple):
    """What is asked (None where no word says so), how, the field or sub-kind, and the unit or last word."""

    asked: Asked | None
    how: How = How.LIST
    field: str = ""
    unit: str = ""


_CLASSIFIER = r"(?:[一两二三四五六七八九十几]?(?:个|些|项|条|家|份|件|种|类|块|座|位|样|套|次|届))?+"
_WHICH = rf"(?:到底|究竟|具体)?(?:哪|什么|啥|有何|何种){_CLASSIFIER}(?:样的|不同的|其[他它])?"
_COUNT = r"(?:一共有?|总共有?|共有?|有)?(?:几|多少)(?:个|项|条|家|份|件|类|种|名|块|样)?(?:不同的)?"
_DONE = (
    r"(?:负责|承担|牵头|参与|参加|配合|落实|完成|分管|主管|做|干|办|搞|管|忙|操心|抓|推进|涉及|安排|派|分到)"
)

#: 原则共有几条: a kind of thing, and how many there are of it.
_HOW_MANY = re.compile(
    r"(?P<noun>[^\x00,，?？。的]{1,6}?)(?:中|里)?(?:\x00+)?(?:的)?(?:一?共|总共|总计|都)?(?:有|列了|列出|由|涉及|是|包括)?"
    r"(?:几|多少)(?:个|项|条|家|份|件|类|种|块|大块|样)(?:词|个词)?(?:组成|构成)?(?=$|[?？。呢呀啊])"
)
_MANY_OF = re.compile(
    rf"(?<![哪那这好十的]){_COUNT}(?P<between>(?:\x00|负责|承担|牵头)*的?(?:在[一-龥]{{2,4}}的)?\x00*)(?P<noun>[^\x00,，?？。]{{1,6}})"
)
#: Kinds that are counted as things; 几次, 几个城市 ask for a figure in the text.
_COUNTABLE = {
    Asked.DEPARTMENT,
    Asked.TASK,
    Asked.FOCUS_AREA,
    Asked.MEASURE,
    Asked.PRINCIPLE,
    Asked.GOAL,
    Asked.DOCUMENT,
    Asked.NOTICE,
}


#: 要实现多少项事项跨省通办: a figure of the text, not the number of tasks.
_TO_REACH = re.compile(r"(?:实现|完成|推出|推动|新增|取消|下放|压减|梳理|达到|办结)$")


#: 多少家重点企业: what is counted stands behind.
_KEY = re.compile(r"(?!工作|任务|领域|方面|事项|举措|内容|[是有和与呢吗里中])[一-龥]{2}")


def read_count(words: Words) -> Asking | None:
    """Read 几个部门, 原则共有几条, 有几项: a count of things that the graph holds."""
    numbered = words.pull(r"(?<!没)(?<!没有)(?:带|有|标)(?:有|明)?文号的?")
    for match in _MANY_OF.finditer(words.rest):
        noun = BY_NOUN.match(match["noun"])
        if _TO_REACH.search(words.rest[: match.start()]) and match["noun"].startswith("事项"):
            continue
        open_behind = re.search(r"什么|哪[些几个]|啥|谁", words.rest[match.end() :])
        if noun and noun.group() == "重点" and _KEY.match(words.rest, match.start("noun") + noun.end()):
            continue
        if noun and not open_behind and noun_of(noun).asked in _COUNTABLE:
            words.take(match.start(), match.start("between"))
            words.take(match.start("noun"), match.start("noun") + noun.end())
            return Asking(noun_of(noun).asked, How.COUNT, "numbered" if numbered else noun_of(noun).field, "")
    for match in _HOW_MANY.finditer(words.rest):
        noun = _last_noun(match["noun"])
        if noun and noun_of(noun).asked in _COUNTABLE:
            words.take(match.start("noun") + noun.start(), match.end())
            return Asking(noun_of(noun).asked, How.COUNT, "numbered" if numbered else noun_of(noun).field, "")
    of_tasks = re.search(
        r"任务|课题|专题|工作|活|事|(?:到期|截止|完成|办结)的|其中|里面", words.text
    ) and not words.search(r"指标|哪")
    for pattern, asked in _COUNTED if of_tasks else ():
        if words.pull(pattern):
            return Asking(asked, How.COUNT, "numbered" if numbered else "", "")
    return None


#: 有几项, 有几家: what a classifier alone counts.
_COUNTED = (
    (
        r"(?:一共|总共|共)?(?:有|是|列了)?[几多](?:少)?(?:项|件)(?=[?？。呢呀啊]*$|是|由|属于|带|要)",
        Asked.TASK,
    ),
    (
        r"(?<![建设育进增办开查持励])(?:一共|总共|共)?(?:有|是)?(?:几|多少)家(?:单位|部门)?(?=[?？。呢呀啊]*$)",
        Asked.DEPARTMENT,
    ),
    (r"(?:一共|总共|共)?(?:有|是)?(?<![到至为成减])(?:几|多少)份(?=[?？。呢呀啊]*$)", Asked.DOCUMENT),
)


def _last_noun(text: str) -> re.Match[str] | None:
    found = None
    for match in BY_NOUN.finditer(text):
        found = match if match.end() == len(text) else found
    return found


#: Verbs that follow 哪家 and the like: the noun behind is then no noun.
_VERB = r"负责|牵头|承担|承办|主管|主办|参与|参加|配合|协办|落实|管|干|办|做|搞|抓|领|在|要|来|去|能|会|可以|提到|涉及|属于|有|没|是|不|最|跟|和|与|与|由|把|被|给|对"
#: What may stand between a noun and the word that asks for it, and behind that word.
_LINK = r"(?:\x00|里|中|当中|的|[,，]|内容|名单|具体|主要|分别|都|各|一共|总共|要|打算)*(?:是|有|为|叫|包括|包含|列了|列出|抓|放在|落在|围绕|突出|定了|提了|说的是|指的是|名叫|叫做)*(?:个|些)?"
_OPEN = rf"(?:什么|哪些|哪{_CLASSIFIER}|啥{_CLASSIFIER}|几{_CLASSIFIER}|谁|多少|怎么说的?|怎么规定的?|如何规定的?)(?:名字|名称|名|词|字|内容|方面|东西|意思|[块点个项条])?"
_END = r"(?:呢|呀|啊|吗|的|来着)*[?？。.!！]*$"
#: What a classifier alone asks for.
_CLASSES = (
    (r"哪[一几两二三四五]?家(?:单位)?", Asked.DEPARTMENT),
    (r"[哪几](?:一|几)?(?:项|条|件|样|桩|档)(?:啥)?(?:任务|工作|事情?|活儿?)?", Asked.TASK),
    (r"哪(?:一|几)?份", Asked.DOCUMENT),
)


_TO_DO = re.compile(
    rf"(?:都|要|应|应当|需要|该)?{_DONE}(?:的是|了|点|些|的|到了?)?个?(?:什么|啥|哪些|哪几项|哪一项|哪(?!一?[家个份]|几[家个份]))"
    r"|(?:什么|啥)(?:任务|事|活)"
)


def read_which(words: Words) -> Asking:
    """Read what is asked by its noun, wherever that stands; without any noun, nothing is known to be asked."""
    for find in (_of_its_noun, read_before_noun, _behind_its_noun, _parted, _alone):
        if found := find(words):
            return found
    return _by_last_noun(words)


#: 市财政局是哪几项的配合单位, 进了哪些任务的责任单位名单: the role is said, and its tasks are asked for.
_AS_ONE = re.compile(
    rf"(?<=\x00)[^,，。?？\x00]{{0,6}}?(?:是|为|列[为入]|担任|当|做|算|进了?)[^,，。?？哪]{{0,8}}\x00*(?:里面?|中|当中|上)?的?(?P<which>哪{_CLASSIFIER}"
    rf"[^,，。?？哪的\x00]{{0,6}}?的)(?:牵头|主办|责任|主责|配合|协办|参与|指导|督导)(?P<one>单位|部门|方|主体)(?P<of>之一|名单)?"
)


def read_tasks_of_one(words: Words) -> Asking | None:
    """Read of which tasks a body is one of those in a role; the role itself stays."""
    match = words.search(_AS_ONE)
    if match is None:
        return None
    for part in ("which", "one", "of"):
        words.take(*match.span(part))
    return Asking(Asked.TASK)


def _parted(words: Words) -> Asking | None:
    """Read 原则中,说到…的是哪一条: the noun stands first, the word that asks alone and last."""
    asks = words.search(rf"(?:的)?(?:是)?(?:哪|什么){_CLASSIFIER}(?=[^\x00]{{0,12}}[?？。]*$)")
    nouns = [match for match in BY_NOUN.finditer(words.rest) if asks and match.end() < asks.start()]
    for match in reversed(nouns):
        if asks and re.match(r"(?:内容|名单|表)?(?:当中|之中|中|里面?|的)", words.rest[match.end() :]):
            noun = noun_of(match)
            if noun.asked is Asked.DOCUMENT and _OF_A_TASK.search(asks.group()):
                continue  # 那份文件里,市财政局参与的是哪一项
            words.take(*asks.span())
            words.take(*match.span())
            return Asking(noun.asked, How.LIST, noun.field, "")
    return None


def read_before_noun(words: Words, only: Asked | None = None) -> Asking | None:
    """Read 哪个部门, 什么论坛, 哪几项与…有关的任务."""
    match = words.search(
        rf"{_WHICH}(?P<between>(?!(?:{_VERB}))[^,，?？。]{{0,10}}?)(?P<noun>{BY_NOUN.pattern})"
    )
    if match is None:
        return None
    noun = noun_of(BY_NOUN.match(match["noun"]) or match)
    if only and noun.asked is not only:
        return None
    words.take(match.start(), match.start("between"))
    words.take(*match.span("noun"))
    ends = [word for word in ("中心", "基地") if word in words.text]
    unit = ends[0] if noun.asked is Asked.GOAL and len(ends) == 1 else ""
    return Asking(noun.asked, How.LIST, noun.field, unit or last_word(noun, match["noun"]))


def _behind_its_noun(words: Words) -> Asking | None:
    """Read 方针是哪几个词, 工作举措有哪几项, 培训工程叫个啥名."""
    for match in re.finditer(
        rf"(?P<noun>{BY_NOUN.pattern})(?:{_LINK}{_OPEN}|的(?:名称|名字|全称|全名)){_END}", words.rest
    ):
        noun = noun_of(BY_NOUN.match(match["noun"]) or match)
        if noun.asked is Asked.DEPARTMENT and _OF_A_TASK.search(match.group()):
            continue  # 市教育局是配合单位的是哪一项
        words.take(*match.span())
        return Asking(noun.asked, How.LIST, noun.field, last_word(noun, match["noun"]))
    return None


#: What counts tasks, and never bodies.
_OF_A_TASK = re.compile(r"[哪几](?:一|几)?[项条件桩]")


def _of_its_noun(words: Words) -> Asking | None:
    """Read 工作重点中,哪一个提出…, and 在哪条举措下面."""
    match = words.search(
        rf"(?P<noun>{BY_NOUN.pattern})(?:当中|中|里面?)[,，]?\x00*[,，]?(?:说到|提到|讲)?哪{_CLASSIFIER}(?!{BY_NOUN.pattern.replace('?P<n', '?P<m')})"
    )
    if match is None:
        return None
    noun = noun_of(BY_NOUN.match(match["noun"]) or match)
    words.take(*match.span())
    return Asking(noun.asked, How.LIST, noun.field, "")


def _alone(words: Words) -> Asking | None:
    if words.pull(r"(?:由|归|跟|和|与|找|是|该|靠)?谁(?:家|来|在|的)?"):
        return Asking(Asked.DEPARTMENT, How.LIST, "", "")
    for pattern, asked in _CLASSES:
        if words.pull(rf"(?:{pattern})(?={_END}|{_VERB}|一起|共同|联合)"):
            return Asking(asked, How.LIST, "", "")
    if match := words.pull(
        rf"(?:哪|什么|啥){_CLASSIFIER}(?P<noun>(?!{_VERB})(?:(?![不是的])[一-龥]){{2,8}}){_END}"
    ):
        return Asking(
            Asked.TEXT, How.LIST, re.sub(r"^(?:几次|几个|几届|当|作为|作|做)", "", match["noun"]), ""
        )
    if words.pull(_TO_DO):
        return Asking(Asked.TASK, How.LIST, "", "")
    return None


def _by_last_noun(words: Words) -> Asking:
    """Without a word that asks, the last noun is what is asked for: 任务14责任部门."""
    nouns = list(BY_NOUN.finditer(words.rest))
    for match in reversed(nouns):
        if re.match(rf"(?:{_LINK}(?:{_OPEN})?)?{_END}", words.rest[match.end() :]):
            noun = noun_of(match)
            words.take(match.start(), len(words.text))
            return Asking(noun.asked, How.LIST, noun.field, "名" if match.group() == "人数" else "")
    for match in nouns:
        if noun_of(match).asked is Asked.DEADLINE:
            words.take(*match.span())
            return Asking(Asked.DEADLINE, How.LIST, "", "")
    if words.pull(rf"(?:是|为|有|叫)?(?:什么|啥|哪些|哪几个)(?:内容|东西|意思)?{_END}"):
        return Asking(None, How.LIST, "what", "")
    return Asking(None, How.LIST, "", "")
