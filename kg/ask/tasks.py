"""The topic of a question about tasks becomes one more limit: tasks found by word or by meaning, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.ask.compose import tasks_query
from kg.ask.context import CERTAIN, MEANT, SEEN, Ask, Found, ground_topic, refuse
from kg.ask.grounding import Ground, literal
from kg.ask.paging import MOST
from kg.ask.register import plain
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.swapped import swapped
from kg.ask.values import Asked, Kind, Limit, Question
from kg.text import fold

#: Below this certainty, a passage that prints more of the topic than the task does speaks against the task.
SURE = 0.5
#: So large a share of a topic must be printed that is matched together with words in quotation marks.
_PARTLY = 0.25
#: A topic of so few characters, beside other limits, may be small talk: it is left out, and paid for.
SMALL_TALK = 4


def task_limits(context: Ask, question: Question, *, single: bool = False) -> tuple[Question, Found | None]:
    """Ground the topic of a question about tasks: it becomes one more limit, or a refusal.

    :param single: the answer is about one task; a topic that several tasks print means the first of them
    """
    limits = [limit for limit in question.limits if limit.kind in _OF_TASKS]
    narrowing = [limit for limit in limits if limit.kind is not Kind.NOTICE]
    if question.content and (area := _area_meant(context, question)):
        return replace(question, limits=(*limits, area), topic="", content=""), None
    if not question.topic:
        return replace(question, limits=tuple(limits)), None
    left = None
    if limits:
        of_tasks = [limit for limit in limits if not (limit.negated and question.asked is Asked.DEPARTMENT)]
        query = tasks_query(replace(question, having=None), of_tasks)
        left = {row["task"] for row in context.rows(query)}
    grounds = ground_topic(context, question, left)
    printed = _headed(context, question, literal(grounds)) or _printed_either(context, question, left)
    if printed and not single:
        return _with_meaning(context, question, limits, printed, 0.95), None
    if left and _names_notice(context, question.content):
        return replace(question, limits=(*limits, _unused(question, left, "公文名称里的词"))), None
    best = grounds[0] if grounds else None
    if best and best.alone >= (SEEN if question.asked is Asked.TASK else MEANT):
        if not narrowing and (said := _said_elsewhere(context, question, best)):
            return question, refuse(said, question, Silence.TOPIC)
        if other := swapped(context, question.topic, best.at):
            return question, refuse(f"公文没有提到“{other}”", question, Silence.TOPIC)
        return _with_meaning(context, question, limits, [best], max(best.alone, best.certainty)), None
    partly = best is not None and best.printed >= _PARTLY
    if partly and (whole := _with_quoted(context, question, limits, left)) and whole.alone >= MEANT:
        return _with_meaning(context, question, limits, [whole], max(whole.alone, whole.certainty)), None
    return _unmatched(question, limits, left, best)


def _unmatched(
    question: Question, limits: Sequence[Limit], left: Collection[str] | None, best: Ground | None
) -> tuple[Question, Found | None]:
    """Leave out a topic that is small talk beside other limits; else refuse what no task is about."""
    narrowing = any(limit.kind is not Kind.NOTICE for limit in limits)
    if narrowing and left and len("".join(question.content.split())) <= SMALL_TALK:
        return replace(question, limits=(*limits, _unused(question, left, "未用到的词"))), None
    if left is not None and not left:
        return replace(question, limits=tuple(limits)), None
    where = "这些任务" if narrowing else "公文的各项任务"
    sure = 1 - (best.alone if best else 0.0)
    return question, refuse(f"{where}中没有与“{question.content}”相符的内容", question, Silence.TOPIC, sure)


def _unused(question: Question, left: Collection[str], why: str) -> Limit:
    """Make a limit that all tasks meet which the other limits leave: words that say nothing more of them."""
    return Limit(Kind.MEANING, question.topic, tuple(sorted(left)), "（未用到）", 0.8, why)


def _names_notice(context: Ask, content: str) -> bool:
    """Tell whether a topic is made of words of the name of the one notice meant: 石湾市整治河道, of …河道整治方案."""
    if len(context.notices) != 1:
        return False
    names = context.directory.scopes[context.notices[0]].names
    at = 0
    said = plain(content)
    while at < len(said):
        sizes = [
            size
            for size in range(len(said) - at, 1, -1)
            if any(said[at : at + size] in plain(name) for name in names)
        ]
        if not sizes:
            return False
        at += sizes[0]
    return bool(said)


def _with_quoted(
    context: Ask, question: Question, limits: Sequence[Limit], left: Collection[str] | None
) -> Ground | None:
    """Match the topic together with the words in quotation marks, which the tasks left print: 在渡口设“书亭”."""
    quoted = [limit.words for limit in limits if limit.kind is Kind.PRINTED and not limit.negated]
    if not quoted or not left:
        return None
    topic, content = " ".join((question.topic, *quoted)), " ".join((question.content, *quoted))
    return next(iter(ground_topic(context, replace(question, topic=topic, content=content), left)), None)


def _headed(context: Ask, question: Question, printed: list[Ground]) -> list[Ground]:
    """Keep the tasks that begin with what a question asks who does it, where there are such: their name, not a word."""
    if question.asked is not Asked.DEPARTMENT or len(printed) < 2:
        return printed
    said = plain(question.content)
    reach = 2 * len(said) + 8  # with marks and spaces between
    named = [one for one in printed if plain(context.index.passages[one.at].text[:reach]).startswith(said)]
    return named or printed


def _printed_either(context: Ask, question: Question, left: Collection[str] | None) -> list[Ground]:
    """Find the tasks that print one of several things named with 或: 举办论坛或者参加研讨会."""
    parts = re.split(r"或者?|以及|、", question.topic)
    if len(parts) < 2 or "或" not in question.topic:
        return []
    found: dict[str, Ground] = {}
    for part in parts:
        words = content_of(part)
        nouns = {words, words[-2:], words[-3:]}
        for one in ground_topic(context, replace(question, topic=part, content=words), left):
            text = context.index.passages[one.at].text
            if any(len(noun) > 1 and noun in text for noun in nouns):
                found.setdefault(one.iri, one)
    return list(found.values())


def _area_meant(context: Ask, question: Question) -> Limit | None:
    """Link the topic to a focus area where the question speaks of one: 工作重点里有一条是到上海办推广活动."""
    if not _OF_AREA.search(unnamed(question)) or any(
        limit.kind in (Kind.AREA, Kind.TASK) for limit in question.limits
    ):
        return None
    if question.asked is Asked.FOCUS_AREA:
        return None
    areas = {entry.iri for entry in context.directory.of("focus_area")}
    grounds = ground_topic(context, question, areas, ("section", "heading"))
    if not grounds or grounds[0].certainty < CERTAIN:
        return None
    best = grounds[0]
    return Limit(
        Kind.AREA, question.topic, (best.iri,), context.entry(best.iri).label, best.certainty, "意思最近"
    )


#: 重点实验室, 重点企业: there the word is no focus area.
_OF_AREA = re.compile(r"重点(?=[,，里中的是有]|方面|领域|任务|工作|$)")


def unnamed(question: Question) -> str:
    """Give a question without the words that only say which notice is meant."""
    text = fold(question.text)
    for limit in question.limits:
        if limit.kind is Kind.NOTICE:  # its words are in lower case
            text = re.sub(re.escape(limit.words), "", text, flags=re.IGNORECASE)
    return text


def _with_meaning(
    context: Ask, question: Question, limits: list[Limit], grounds: Sequence[Ground], certainty: float
) -> Question:
    iris = tuple(ground.iri for ground in grounds)
    named = [context.entry(iri) for iri in iris[:MOST]]
    label = "、".join("任务" + (entry.number or str(entry.order)) for entry in named)
    label += f"等{len(iris)}项" if len(iris) > MOST else ""
    reason = "文中原词" if certainty == 0.95 else "意思最近"
    meaning = Limit(Kind.MEANING, question.topic, iris, label, certainty, reason)
    return replace(question, limits=(*limits, meaning))


#: Sections that are looked at for a topic that no task prints.
_HOLDERS = 8


def _said_elsewhere(context: Ask, question: Question, best: Ground) -> str | None:
    """Tell whether a topic is printed under a heading, and in no task: then nobody is named for it."""
    passages = context.index.passages
    tasks = [passages[at].text for at in context.layout.choose(context.notices, ("task",)).places()]
    found = ground_topic(context, question, None, ("section", "preamble"))[:_HOLDERS]
    sections = [one for one in found if not any(text in passages[one.at].text for text in tasks)]
    holder = max(sections, key=lambda one: one.printed, default=None)
    if holder is None:
        return None
    more = holder.printed - best.printed
    if more > (0.15 if best.alone < SURE else 0.3) and best.printed < 0.4:
        return f"公文在{context.index.passages[holder.at].place}提到“{question.content}”，但没有写明责任单位"
    return None


_OF_TASKS = {
    Kind.NOTICE,
    Kind.BODY,
    Kind.TASK,
    Kind.AREA,
    Kind.PLACE,
    Kind.DOCUMENT,
    Kind.TOPIC_TASK,
    Kind.TARGET,
    Kind.DEADLINE,
    Kind.DUE,
    Kind.LINKED,
    Kind.SHARED,
    Kind.ROLE,
    Kind.NAMED,
    Kind.MEANING,
    Kind.PRINTED,
}
