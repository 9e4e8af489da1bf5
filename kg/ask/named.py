"""Yes or no about bodies that no task names: what the sentences say that name them, where an office sits, who is on a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.answering import answer_departments
from kg.ask.context import Ask, Found, refuse
from kg.ask.filling import claim_filled
from kg.ask.printed import prints
from kg.ask.saying import answer_said
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.strangers import without_place
from kg.ask.tasks import unnamed
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.index.terms import terms
from kg.text import fold

#: What says in a sentence who it is.
_NAMES_WHO = re.compile(r"设在|由|归")
#: What the list of all who are named for something can deny.
_DUTY = re.compile(r"负责|牵头|主办|协办|承办|承担|参与|参加|配合|责任|任务|工作|分工|落实|名单|成员|管|有份")

#: Who is on a list is told by printing the name.
_LISTED = re.compile(r"名单|成员|上榜|入选|当选|获评|评[为上]|[在之]列")


def answer_unknown(context: Ask, question: Question) -> Found:
    """Say yes or no about bodies that the graph does not know, by a sentence or by the list of those that it does."""
    if seats(question):
        return answer_seat(context, question)
    unmet = [limit.words for limit in question.limits if limit.kind is Kind.BODY and not limit.values]
    names = [without_place(context.directory, name) for name in unmet]
    if len(context.notices) == 1 and all(prints(context, name, context.notices) for name in names):
        told = _said(context, question, names)
        return told or refuse("公文提到这个单位，但没有写明所问的事", question, Silence.DETAIL)
    if question.asked is not Asked.DEPARTMENT and not _DUTY.search(unnamed(question)):
        return refuse(f"公文没有提到{'、'.join(names)}", question, Silence.NAME)
    where = tuple(limit for limit in question.limits if limit.kind is Kind.NOTICE)
    named = answer_departments(
        context, replace(question, limits=where, topic="", how=How.LIST, role=None, having=None)
    )
    no = (Result("boolean", "否", False),)
    remark = f"公文中没有{'、'.join(unmet)}"
    return replace(
        named, results=no, missing=None, total=None, limits=question.limits, certainty=0.85, remark=remark
    )


def seats(question: Question) -> bool:
    """Tell whether a question asks where an office sits: who is named for a task says nothing of that."""
    return "设在" in question.text


def answer_seat(context: Ask, question: Question) -> Found:
    """Say whether an office sits where a question says."""
    told = claim_filled(context, question) or said_of(context, question)
    return told or refuse("公文没有写明设在哪里", question, Silence.DETAIL)


def said_of(context: Ask, question: Question) -> Found | None:
    """Say whether a sentence says this of the bodies, where no task does: 办公室是不是设在农业局.

    A sentence that says who it is, and names another body, says no.
    """
    if len(context.notices) != 1:
        return None
    names = [limit.words for limit in question.limits if limit.kind is Kind.BODY]
    if found := _said(context, question, names):
        return found
    who = _NAMES_WHO.search(unnamed(question))
    found = _said(context, question, (who.group(),), whole=False) if who else None
    quoted = "".join(quote.text for quote in found.quotes) if found else ""
    if found is None or any(name in quoted for name in names):
        return None
    return replace(found, results=(Result("boolean", "否", False),))


def _said(context: Ask, question: Question, names: Sequence[str], *, whole: bool = True) -> Found | None:
    """Answer by the sentences that print some words; None without any.

    :param whole: whether it must print half of what else is asked as well; for lists it need not
    """
    limits = tuple(limit for limit in question.limits if limit.kind is Kind.NOTICE)
    topic = unnamed(question)
    asked = replace(question, limits=limits, topic=topic, content=content_of(topic))
    found = answer_said(context, asked, names)
    for name in names:
        topic = topic.replace(name, " ")
    wanted, quoted = set(terms(content_of(topic), 2)), "".join(quote.text for quote in found.quotes)
    half = 2 * len(wanted & set(terms(fold(quoted), 2))) >= len(wanted) or _LISTED.search(topic)
    return found if found.missing is None and (half or not whole) else None
