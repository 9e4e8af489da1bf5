"""From the words of a question to what they mean: finders in a fixed order, each takes what it understands.

What nothing takes is the topic, to be matched by meaning. A limit that the library cannot meet stays, without
values: it is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.asked import find_asked, is_noun
from kg.ask.bodies import find_bodies
from kg.ask.conditions import (
    find_conditions,
    find_having,
    find_role,
    find_together,
    find_topic_kind,
    find_wholly,
    is_negated,
)
from kg.ask.directory import Directory, Entry
from kg.ask.english import gloss
from kg.ask.things import find_documents, find_named, find_places, find_tasks
from kg.ask.values import Asked, Having, How, Kind, Limit, Question
from kg.ask.words import Words
from kg.errors import BadQuestion
from kg.numerals import parse_numeral
from kg.text import fold

LONGEST = 500  # characters of a question

#: Words of a question that say nothing about its topic.
_IDLE = re.compile(
    r"请问|麻烦|我想知道|想问(?:一下|问)?|告诉我|帮我|查(?:一下|查|找)|列(?:出|一下|举|了)|所列|(?:这|那|本|该|此)(?:份|个|项|条|件|些|次|篇|几)"
    r"|(?:在)?(?:通知|文件|意见|公文|一览表|表格|附件|附表|全文|原文)(?:里头?|中|内|上)?(?:面)?|里头|里面|里边|当中|其中|咱们?|我们|我市|全市|市里|本市|今年"
    r"|到底|究竟|具体|一下|分别|主要|总共|一共|所有|全部|各自|应该|应当|需要|可以|以及|根据|按照|依据|引用|关于|有关|相关|涉及|属于|提到|开展|进行|承担|参与|参加|掺和"
    r"|手里|方面|这块儿?|那块儿?|块儿|那边|事情|事儿|么样|怎么|如何|工作重点|重点工作|重点|任务|工作|责任|部门|单位|名单|情况|什么|服务于|服务|对应|落实|推进|负责"
    r"|以外|此外|之[一外]|除了|对不对|而且|并且|名下|撑着|支撑|材料|不止|打算|现在|还要|名字|名称|活儿|摊到|领到|安排|落到|没跟|别人|指标|的|了"
    r"|(?<![a-z])(?:the|of|and|in|on|for|to|is|are|be|by|an?|does|do|did|what|which|it|its|this|that|with|from|please|list|all|say|at|was|were|has|have|will|should|must"
    r"|supposed|assign(?:ed)?|total|there|how|share|any|notice|given|through|brought|us|me|tell|topics?|joint|i|my|can|get)(?![a-z])"
)
#: Small words that are idle at the ends of a stretch, and part of a word inside.
_EDGES = "呢呀啊吗么嘛吧啦着过就才呗哪谁啥几多少一二两三个项条家件块份都还也要应须得会能将是有为由归被把对给向跟和与及同在从按去到赴来里中内上下做干办搞管抓没又既靠写叫事活儿人样次这那本该此外 "
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年(?!\d*号)|(?P<other>去年|前年|明年|后年)")
_ORDER = re.compile(
    r"第(?P<n>[一二三四五六七八九十]|\d{1,2})(?:个|项|条|大|点|块)?(?=(?:工作|主要|保障)?(?:重点|举措|措施|原则|定位|目标|方针))"
)
_AREA_AT = re.compile(r"(?:工作)?重点[(]?(?P<n>[一二三四五六七八九十]|(?<!任务)\d{1,2})[)]?(?!项|个|条|号)")
_QUOTED = re.compile(r"[“\"‘'](?P<words>[^“”\"‘’']{2,30})[”\"’']")
_DIRECT = re.compile(r"(?:它|他)?(?:自己|直接|本身)(?=的|负责|承担)")
_FIGURE = re.compile(
    r"(?P<n>\d+(?:\.\d+)?(?:万|亿)?|[一二两三四五六七八九十百]{1,4}(?=[个项名次家条人份]))(?:个|项|名|次|家|条|人|份|场|%)"
)


def read_question(text: str, directory: Directory, mentioned: Callable[[str], bool]) -> Question:
    """Read a question.

    :param mentioned: tells whether the notices print a word (2011年)
    :raises BadQuestion: it is empty, or longer than 500 characters
    """
    if not text.strip():
        raise BadQuestion("问题是空的；例如：哪个部门负责人才招聘？")
    if len(text) > LONGEST:
        raise BadQuestion(f"问题有 {len(text)} 个字符，最多 {LONGEST} 个；请只问一件事")
    words = Words(gloss(text))
    limits = [*find_documents(words, directory), *_areas(words, directory)]
    limits += find_named(words, directory, "project", "topic", "event", kind=Kind.NAMED)
    order = words.pull(_ORDER)
    limits += find_tasks(words, directory)
    limits += _negate(find_bodies(words, directory), words)
    limits += _quoted(words, directory)
    limits += _years(words, mentioned)
    places = find_places(words, directory, mentioned)
    having = find_having(words)
    limits += find_conditions(words)
    asked, how, field, unit = find_asked(words)
    wholly = (asked is Asked.DEPARTMENT or how is How.CHECK) and find_wholly(words)
    topic_kind = None if asked is Asked.TASK and field == "topic" else find_topic_kind(words)
    if asked is Asked.TASK and field == "topic":
        topic_kind = Limit(Kind.TOPIC_TASK, "课题", reason="文中写明“课题”")
    several = any(limit.kind is Kind.BODY for limit in limits)
    together = several and find_together(words)
    role = find_role(words)
    direct = words.pull(_DIRECT) is not None
    question = Question(
        text,
        asked or Asked.TEXT,
        how,
        tuple(limits),
        role=role,
        having=having,
        field="direct" if direct and not field else field,
        unit=unit,
        figures=_figures(words) if how is How.CHECK else (),
        order=int(parse_numeral(order["n"]) or 0) if order else None,
        wholly=wholly,
    )
    return _settle(question, words, places, topic_kind, asked, together=together)


def _quoted(words: Words, directory: Directory) -> list[Limit]:
    """Take words in quotation marks that tasks print: “以上”, “幸福圈”."""
    texts = [task.label for task in directory.of("task")]
    limits = []
    for match in list(_QUOTED.finditer(words.rest)):
        said = match["words"]
        if not is_noun(said) and any(said in fold(text).lower() for text in texts):
            words.take(*match.span())
            limits.append(Limit(Kind.PRINTED, said, (), said, 1.0, "文中原词"))
    return limits


def _areas(words: Words, directory: Directory) -> list[Limit]:
    limits = find_named(words, directory, "focus_area", kind=Kind.AREA)
    limits += find_named(words, directory, "measure", kind=Kind.NAMED)
    areas = directory.of("focus_area")
    if not limits and (found := _area_by_part(words, directory)):
        limits.append(found)
    if not limits and (match := words.search(_AREA_AT)):
        n = int(parse_numeral(match["n"]) or 0)
        if 0 < n <= len(areas) and not re.match(r"\d", words.after(match.end(), 1)):
            words.take(*match.span())
            limits.append(
                Limit(Kind.AREA, match.group(), (areas[n - 1].iri,), areas[n - 1].label, 1.0, "序号")
            )
    return limits


def _area_by_part(words: Words, directory: Directory) -> Limit | None:
    """Take a stretch of a focus area's name (专题合作, 后世博经济) that no task's text has."""
    texts = [fold(task.label).lower() for task in directory.of("task")]
    best: tuple[int, int, int, Entry] | None = None
    for area in directory.of("focus_area"):
        name = re.sub(r"[“”‘’\"《》]", "", fold(area.label).lower())
        plain = re.sub(r"[“”‘’\"《》]", "\x01", words.rest)
        for start in range(len(plain)):
            end = start
            while (
                end < len(plain)
                and plain[start : end + 1].replace("\x01", "") in name
                and "\x00" not in plain[start : end + 1]
            ):
                end += 1
            part = plain[start:end].replace("\x01", "")
            if (
                len(part) >= 4
                and not any(part in text for text in texts)
                and (not best or len(part) > best[0])
            ):
                best = (len(part), start, end, area)
    if best is None:
        return None
    return Limit(
        Kind.AREA, words.take(best[1], best[2]), (best[3].iri,), best[3].label, 0.9, "重点名称的一部分"
    )


def _negate(limits: list[Limit], words: Words) -> list[Limit]:
    """Turn the limits round that stand behind 除了 or 不由, or before 以外."""
    turned = []
    for limit in limits:
        start = words.text.find(limit.words)
        end = start + len(limit.words)
        no = is_negated(words, start)
        if match := re.match(r"(?:之?外|以外|除外)", words.text[end:]):
            words.take(end, end + match.end())
            no = True
        turned.append(replace(limit, negated=no))
    return turned


def _years(words: Words, mentioned: Callable[[str], bool]) -> list[Limit]:
    """Take the years that a question names: what no notice prints is a limit that nothing meets."""
    limits = []
    for match in list(_YEAR.finditer(words.rest)):
        if match["year"] and mentioned(match["year"]):
            words.take(*match.span())
        else:
            limits.append(Limit(Kind.NAMED, words.take(*match.span()), (), "", 1.0, "公文中没有这一年的内容"))
    return limits


def _figures(words: Words) -> tuple[float, ...]:
    return tuple(float(parse_numeral(match["n"]) or 0) for match in _FIGURE.finditer(words.text))


def _settle(
    question: Question,
    words: Words,
    places: list[Limit],
    topic_kind: Limit | None,
    asked: Asked | None,
    *,
    together: bool,
) -> Question:
    """Decide what the words that can be either are: places, topics, and what is asked where no word says it."""
    limits = list(question.limits)
    left = [part.strip() for part in words.left()]
    areas = "".join(limit.label for limit in limits if limit.kind is Kind.AREA)
    named = re.compile("|".join(re.escape(place.words) for place in places) or "$^")
    content = [bare for part in left if (bare := _bare(named.sub("", part), areas))]
    if len("".join(content)) < 2:
        content = []
    home_only = all(place.values for place in places)
    if topic_kind:
        limits.append(topic_kind)
    unknown = [place for place in places if not place.values]
    limits += unknown
    place_asked = question.asked is Asked.TASK and not content and not unknown
    if place_asked and home_only:
        limits += places
    elif content:
        left = _with_places(words, places)
    topic = " ".join(left) if content else ""
    content = [bare for part in left if (bare := _bare(part, areas))] if topic else []
    if asked is None:
        question = replace(question, asked=_default(question, limits, topic))
    shared = any(limit.kind is Kind.SHARED for limit in limits)
    if (
        together
        and not shared
        and sum(limit.kind is Kind.BODY for limit in limits) == 1
        and question.asked is Asked.TASK
    ):
        limits.append(Limit(Kind.SHARED, "共同", reason="文中列了多个单位"))
    having = question.having
    if (
        question.how is How.CHECK
        and having is None
        and (match := re.search(r"(?:有|承担|负责)(\d+|[一二三四五六七八九十])项", words.text))
    ):
        having = Having("=", int(parse_numeral(match[1]) or 0))
    return replace(
        question,
        limits=tuple(limits),
        topic=topic,
        content=" ".join(content),
        having=having,
        field="together" if together and not question.field else question.field,
    )


def _bare(part: str, said: str) -> str:
    """Take the small words off a stretch; nothing is left where `said` (a name already linked) holds it."""
    bare = _IDLE.sub("", part).strip(_EDGES)
    return "" if len(bare) < 2 or bare in said else bare


def _with_places(words: Words, places: list[Limit]) -> list[str]:
    """Put the places back among the words of the topic."""
    rest = words.rest
    for place in places:
        at = words.text.find(place.words)
        rest = rest[:at] + place.words + rest[at + len(place.words) :]
    return [part for part in re.split(r"[\x00,.;:!?、。]+", rest) if part.strip()]


def _default(question: Question, limits: list[Limit], topic: str) -> Asked:
    kinds = {limit.kind for limit in limits}
    if question.how is How.CHECK:
        return Asked.TASK
    if kinds == {Kind.DOCUMENT} and not topic:
        return Asked.DOCUMENT
    if kinds & {Kind.BODY, Kind.TASK, Kind.AREA, Kind.TOPIC_TASK, Kind.TARGET, Kind.SHARED}:
        return Asked.TASK
    return Asked.DOCUMENT if Kind.DOCUMENT in kinds else Asked.TEXT
