"""Bodies that a question only speaks of: 临平新城要围绕…, where it is the text of a task that names them."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import CERTAIN, Ask, ground_topic
from kg.ask.printed import prints
from kg.ask.register import plain
from kg.ask.values import Asked, How, Kind, Limit, Question
from kg.text import fold

#: Words around a body that make it one of those who do something: it is no subject of a text then.
DOES = re.compile(
    r"^的?(?:共同|一起|联合|都|单独|自己|也|要|需要?)*(?:牵头|主办|配合|协办|负责|承担|承办|参与|参加|落实|指导|督导|督查|作为|是|算|和|与|跟|及|、|以?外|之外|有|分)"
)
_WITH = re.compile(r"(?:和|与|跟|同|及|、|除了?|由|归|给|让|不含|还有|向)$")


def settle_subjects(context: Ask, question: Question) -> Question:
    """Take a body for words of the topic where who is asked for, and a task that prints both fits.

    Without it, the tasks of that body would be looked at, and the body itself left out of the answer. A body that
    no task has, and the text of the notice prints, is such words too where a figure or a time is asked for.
    """
    question = _with_printed(context, question)
    if question.asked is not Asked.DEPARTMENT or not question.content:
        return question
    for limit in question.limits:
        if limit.kind is Kind.BODY and not limit.negated and not limit.role and _is_subject(question, limit):
            tasks = {task.iri for task in context.directory.holding(plain(limit.words), "task")}
            if tasks and any(one.certainty >= CERTAIN for one in ground_topic(context, question, tasks)[:1]):
                printed = Limit(Kind.PRINTED, limit.words, (), limit.words, 0.9, "任务的文字里写有")
                limits = tuple(printed if one is limit else one for one in question.limits)
                return replace(question, limits=limits)
    return question


def _with_printed(context: Ask, question: Question) -> Question:
    """Put the bodies that only sentences name among the topic: 市教育局编印了多少册读本."""
    unmet = [limit for limit in question.limits if limit.kind is Kind.BODY and not limit.values]
    told = question.asked in _TOLD and question.how is How.LIST and len(context.notices) == 1
    if not told or not unmet or not all(prints(context, one.words, context.notices) for one in unmet):
        return question
    names = "".join(one.words for one in unmet)
    limits = tuple(limit for limit in question.limits if limit not in unmet)
    return replace(
        question, limits=limits, topic=names + question.topic, content=f"{names} {question.content}".strip()
    )


#: What sentences tell of a body, be it named in a task or not.
_TOLD = {Asked.NUMBER, Asked.DATE, Asked.PLACE}


def _is_subject(question: Question, limit: Limit) -> bool:
    text = fold(question.text).lower()
    start = text.find(limit.words)
    end = start + len(limit.words)
    return start >= 0 and not DOES.search(text[end:]) and not _WITH.search(text[:start])
