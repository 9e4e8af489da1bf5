"""From the words of a question to what they mean: finders in a fixed order, each takes what it understands.

What nothing takes is the topic, to be matched by meaning. A limit that the library cannot meet stays, without
values: it is never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial

from kg.ask.areas import area_of_order, find_areas
from kg.ask.asked import find_asked
from kg.ask.bodies import find_bodies, names_of_bodies
from kg.ask.conditions import find_conditions, find_having, find_together, find_topic_kind, find_wholly
from kg.ask.denials import turn_denied
from kg.ask.directory import Directory
from kg.ask.dues import find_dues
from kg.ask.english import gloss
from kg.ask.following import take_first_asking
from kg.ask.holdings import HELD, narrow_held
from kg.ask.indicators import as_printed
from kg.ask.notice_names import find_notices, without_issuers
from kg.ask.nouns import is_noun
from kg.ask.register import plain
from kg.ask.roles import (
    asks_in_charge,
    find_besides,
    find_either_role,
    find_everyone,
    find_own_roles,
    find_role,
    roles_taken,
)
from kg.ask.settling import PRINTED_YEAR, settle
from kg.ask.strangers import with_strangers
from kg.ask.texts import Texts
from kg.ask.things import find_documents, find_named, find_places, find_tasks
from kg.ask.values import Asked, Having, How, Kind, Limit, Question
from kg.ask.words import Words
from kg.errors import BadQuestion
from kg.numerals import parse_numeral
from kg.text import fold, simple

#: Parts of a notice that are asked for by their order: 第二条原则是什么.
_PARTS = (Asked.FOCUS_AREA, Asked.MEASURE, Asked.PRINCIPLE, Asked.GOAL)
LONGEST = 500  # characters of a question

_GREETING = re.compile(r"^(?:(?:你好|您好|请问|请教|想问|麻烦|劳驾|打扰)[您你了问]*(?:一?下)?[,:!。]*)+")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年(?!\d*号)|(?P<other>去年|前年|明年|后年)")
_ORDER = re.compile(
    r"(?:排(?:在)?|列)?第(?P<n>[一二三四五六七八九十]|\d{1,2})(?:个|项|条|大|点|块)?(?:位|名)?(?:的)?(?=(?:工作|主要|保障)?(?:重点|举措|措施|原则|定位|目标|方针))"
    r"|排(?:在)?第(?P<m>[一二三四五六七八九十]|\d{1,2})(?:位|个|条|项)?(?:的)?"
)
_QUOTED = re.compile(r"[“\"‘'](?P<words>[^“”\"‘’']{2,30})[”\"’']")
#: 不是搞课题的: research topics are excluded, not asked for.
_NO_TOPICS = re.compile(r"(?<!是)不(?:是|属于|算|搞|做)[^,，?？]{0,3}课题|非课题")
#: 只有市科技局吗, 光靠它: of bodies that somebody else may stand beside, not of all their tasks.
_ONLY_BODY = re.compile(
    r"(?:光|只|仅|单|就)(?:有|是|靠|由|凭)(?=\x00)(?![^?？]*(?:任务|课题))|(?<=[^\x00])(?:光|只)(?=\x00+[吗么?？])"
)
#: 补贴由谁发放: no notice is issued.
_HANDS_OUT = re.compile(r"发(?:放|给|钱)")
_DIRECT = re.compile(r"(?:它|他)?(?:自己|直接|本身)(?=的|负责|承担)")
_FIGURE = re.compile(
    r"(?<![这那哪第每])(?P<n>\d+(?:\.\d+)?(?:万|亿)?|[一二两三四五六七八九十百]{1,4}(?=[个项名次家条人份]))(?:个|项|名|次|家|条|人|份|场|%)"
)


def read_question(text: str, directory: Directory, texts: Texts) -> Question:
    """Read a question.

    :raises BadQuestion: it is empty, or longer than 500 characters
    """
    if not text.strip():
        raise BadQuestion("问题是空的；例如：哪个部门负责人才招聘？")
    if len(text) > LONGEST:
        raise BadQuestion(f"问题有 {len(text)} 个字符，最多 {LONGEST} 个；请只问一件事")
    text = simple(text)
    words = Words(gloss(text, partial(_spoken_for, directory)))
    words.pull(_GREETING)
    limits = [*find_notices(words, directory, texts), *find_documents(words, directory)]
    limits = _without_works(words, limits, texts)
    notices = _notices_meant(limits, words, directory)
    everywhere = set(notices) >= set(directory.scopes)
    mentioned = texts.prints if everywhere else partial(texts.prints, notices=tuple(notices))
    directory = directory.within(notices)
    limits += _outside_bodies(words, find_areas(words, directory), directory)
    limits += find_named(words, directory, "project", "topic", "event", kind=Kind.NAMED)
    order = words.pull(_ORDER)
    limits += find_tasks(words, directory)
    limits += turn_denied(with_strangers(words, find_bodies(words, directory)), words)
    words.hide(limit.words for limit in limits)
    limits = without_issuers(words, limits, directory)
    everyone = find_everyone(words)
    either = find_either_role(words) if any(limit.kind is Kind.BODY for limit in limits) else None
    limits = find_own_roles(words, limits)
    besides = find_besides(words)
    limits += _quoted(words, directory)
    limits += [*find_dues(words, directory.scopes.values()), *_years(words, directory, mentioned)]
    limits += turn_denied(find_places(words, directory, mentioned), words)
    limits += find_conditions(words)
    having = find_having(words)
    no_topics = find_topic_kind(words) if _NO_TOPICS.search(words.rest) else None
    take_first_asking(words)
    asking = find_asked(words)
    limits += narrow_held(words.text, limits, directory) if asking.field in HELD else []
    if asking.field == "issuer" and _HANDS_OUT.search(words.text):
        asking = asking._replace(asked=Asked.DEPARTMENT, field="")
    check = asking.how is How.CHECK
    only = check and _ONLY_BODY.search(words.rest) is not None
    wholly = not only and (asking.asked is Asked.DEPARTMENT or check) and find_wholly(words)
    words.pull(_ONLY_BODY)
    of_topics = asking.asked is Asked.TASK and asking.field == "topic"
    topic_kind = (
        Limit(Kind.TOPIC_TASK, "课题", reason="文中写明“课题”") if of_topics else find_topic_kind(words)
    )
    topic_kind = no_topics or topic_kind
    together = any(limit.kind is Kind.BODY for limit in limits) and find_together(words)
    if order and asking.asked not in _PARTS and re.match(r"(?:工作)?重点", words.text[order.end() :]):
        limits.append(area_of_order(order, directory))
    left_out = any(limit.negated and limit.role for limit in limits)
    role = either or (find_role(words, {besides, *roles_taken(words, limits)}) if not everyone else None)
    question = Question(
        text,
        asking.asked or Asked.TEXT,
        asking.how,
        (*limits, *([topic_kind] if topic_kind else [])),
        role=role,
        having=having or (_claimed(words) if check else None),
        field=asking.field,
        unit=asking.unit,
        figures=_figures(words, limits) if check else (),
        order=int(parse_numeral(order["n"] or order["m"]) or 0) if order else None,
        wholly=wholly,
        together=together,
        direct=words.pull(_DIRECT) is not None,
        besides=besides,
        in_charge=not (role or besides or everyone or left_out) and asks_in_charge(words),
    )
    settled = settle(question, words, directory, known=asking.asked is not None)
    return as_printed(settled, mentioned)


def _outside_bodies(words: Words, limits: list[Limit], directory: Directory) -> list[Limit]:
    """Give back the parts of a notice whose words are those of a body that does something: 政务服务|中心牵头."""
    known = directory.bodies if limits else {}
    bodies = (
        [words.text[start:end] for start, end in names_of_bodies(words.text, directory)] if limits else []
    )
    inside = [
        one for one in limits if any(one.words in body != one.words and body in known for body in bodies)
    ]
    words.give_back([limit.words for limit in inside])
    return [limit for limit in limits if limit not in inside]


def _without_works(words: Words, limits: list[Limit], texts: Texts) -> list[Limit]:
    """Give back the titles that notices print and that name no document: 《郙阁颂》学术交流 is words of a task."""
    works = [
        limit
        for limit in limits
        if limit.kind is Kind.DOCUMENT
        and not limit.values
        and limit.words[0] == "《"
        and texts.prints(limit.words)
    ]
    words.give_back([limit.words for limit in works])
    return [limit for limit in limits if limit not in works]


def _spoken_for(directory: Directory) -> Collection[str]:
    """Give the names of the places that the notices speak for, and of those around them."""
    return {name for scope in directory.scopes.values() for name in (*scope.places, *scope.around)}


def _notices_meant(limits: list[Limit], words: Words, directory: Directory) -> Collection[str]:
    """Give the notices that a question names, all where it names none: the rest is read in their words."""
    meant = set(directory.scopes)
    for limit in limits:
        own = limit.values and all(value in directory.scopes for value in limit.values)
        if own and (limit.kind is Kind.NOTICE or not _CITING.search(words.text)):
            meant &= set(limit.values)
    return meant or directory.scopes


#: 哪些通知引用了国发〔2008〕30号: there a notice is what is cited, not where to look.
_CITING = re.compile(
    r"(?:哪|什么|几|多少)[^,，。]{0,4}(?:通知|公文|文件|方案|城市|地方|[市省])[^,，。]{0,8}(?:引用|援引|提到|依据|根据|贯彻|落实)"
)


#: Tasks that are looked at for a word in quotation marks: one that prints it is enough.
_LOOKED_AT = 50


def _quoted(words: Words, directory: Directory) -> list[Limit]:
    """Take words in quotation marks that tasks print: “以上”, “幸福圈”."""
    limits = []
    for match in list(_QUOTED.finditer(words.rest)):
        said = match["words"]
        tasks = [] if is_noun(said) else directory.holding(plain(said), "task", most=_LOOKED_AT)
        if any(said in fold(task.label).lower() for task in tasks):
            words.take(*match.span())
            limits.append(Limit(Kind.PRINTED, said, (), said, 1.0, "文中原词"))
    return limits


def _years(words: Words, directory: Directory, mentioned: Callable[[str], bool]) -> list[Limit]:
    """Take the years that a question names: what no notice prints is a limit that nothing meets.

    One that a text prints, and no notice is of, is kept for the tasks that print it.
    """
    own = {year for scope in directory.scopes.values() for year in scope.years}
    limits = []
    for match in list(_YEAR.finditer(words.rest)):
        if match["year"] and mentioned(match["year"]):
            year = words.take(*match.span())
            if match["year"] not in own:
                limits.append(Limit(Kind.PRINTED, year, (), year, 1.0, PRINTED_YEAR))
        else:
            limits.append(Limit(Kind.NAMED, words.take(*match.span()), (), "", 1.0, "公文中没有这一年的内容"))
    return limits


def _figures(words: Words, limits: list[Limit]) -> tuple[float, ...]:
    text = words.text
    for limit in limits:  # 2010年五项重点改革安排里: a figure of the name claims nothing
        text = text.replace(limit.words, "\x00") if limit.kind is Kind.NOTICE else text
    return tuple(float(parse_numeral(match["n"]) or 0) for match in _FIGURE.finditer(text))


def _claimed(words: Words) -> Having | None:
    """Read how many tasks a question claims: 有4项."""
    match = re.search(
        r"(?:有|承担|负责|牵头|主办|分到)(?:着|了)?(\d+|[一二两三四五六七八九十])项", words.text
    )
    return Having("=", int(parse_numeral(match[1]) or 0)) if match else None
