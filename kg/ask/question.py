"""The whole way of a question: words → Question → limits grounded in the library → query → results."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kg.ask.across import answer_across, answer_each, spans_library
from kg.ask.answering import HANDLERS as OF_TASKS
from kg.ask.answering import answer_count
from kg.ask.checks import answer_check
from kg.ask.context import Ask, Doubt, Found, certainty_of, refuse
from kg.ask.documents import answer_documents, answer_notices
from kg.ask.doubts import doubt_before, doubt_of
from kg.ask.figures import answer_number
from kg.ask.notices import answer_deadline, answer_metadata, answer_parts
from kg.ask.particulars import answer_mentioned, answer_text
from kg.ask.reading import read_question
from kg.ask.tasks import unnamed
from kg.ask.values import Answer, Asked, Citation, How, Kind, Question
from kg.ask.wording import describe, say
from kg.index.rows import rows_with

#: What is asked -> who answers. How it is asked (a count, yes or no) is looked at before.
HANDLERS: dict[Asked, Callable[[Ask, Question], Found]] = {
    **OF_TASKS,
    Asked.MEASURE: answer_parts,
    Asked.PRINCIPLE: answer_parts,
    Asked.GOAL: answer_parts,
    Asked.DOCUMENT: answer_documents,
    Asked.NOTICE: answer_notices,
    Asked.METADATA: answer_metadata,
    Asked.DEADLINE: answer_deadline,
    Asked.NUMBER: answer_number,
    Asked.PLACE: answer_mentioned,
    Asked.EVENT: answer_mentioned,
    Asked.PROJECT: answer_mentioned,
    Asked.DATE: answer_mentioned,
    Asked.TEXT: answer_text,
}


def answer_question(context: Ask, text: str) -> Answer:
    """Answer a question, or refuse with what is missing.

    :raises BadQuestion: it is empty or too long
    """
    question = read_question(text, context.directory, partial(_prints, context))
    context = context.within(question.notices)
    if doubt := doubt_before(context, question):
        return _ask_back(text, describe(question), doubt, certainty_of(question))
    found = _find(context, question)
    understood = replace(question, limits=found.limits or question.limits)
    citations = tuple(
        Citation(q.source, q.notice, q.place, q.text, q.start, q.end) for q in dict.fromkeys(found.quotes)
    )
    reading = describe(understood)
    doubt = found.doubt or doubt_of(context, understood, found)
    sure = round(max(0.0, min(0.99, found.certainty)), 2)
    if doubt and (found.doubt or found.missing is None):
        return _ask_back(text, reading, doubt, sure)
    if found.missing is not None or not found.results:
        missing = found.missing or "公文没有回答这个问题的内容"
        return Answer(text, False, f"无法回答：{missing}。", reading, (), (), found.sparql, sure, missing)
    return Answer(text, True, say(understood, found), reading, found.results, citations, found.sparql, sure)


def _ask_back(text: str, reading: str, doubt: Doubt, sure: float) -> Answer:
    return Answer(
        text,
        answerable=False,
        answer=f"无法回答：{doubt.missing}。",
        reading=reading,
        missing=doubt.missing,
        confidence=min(sure, 0.99),
        alternatives=doubt.alternatives,
    )


def _prints(context: Ask, word: str, notices: tuple[str, ...] = ()) -> bool:
    """Tell whether notices print a word; its pairs of characters leave few passages to look at."""
    passages = context.index.passages
    rows = rows_with(context.index, context.layout.rows(notices), word)
    scopes = context.directory.scopes
    return any(word in passages[at].text or word in passages[at].notice for at in rows) or any(
        word in name for iri in notices or scopes for name in (*scopes[iri].years, *scopes[iri].names)
    )


def _find(context: Ask, question: Question) -> Found:
    unmet = [limit for limit in question.limits if not limit.values and limit.kind in _LINKED]
    if unmet:
        if question.how is How.CHECK and all(limit.kind is Kind.BODY for limit in unmet):
            return _unknown_body(context, question)
        told = "；".join(f"{limit.reason}：{limit.words}" for limit in unmet)
        return refuse(told, question, 0.9)
    if outside := _outside(context, question):
        return refuse(outside, question, 0.85)
    if question.how is How.CHECK:
        return answer_check(context, question)
    documents = any(limit.kind is Kind.DOCUMENT for limit in question.limits)
    if question.asked is Asked.TEXT and documents and len(question.content) < 6:
        question = replace(question, asked=Asked.DOCUMENT)
    if spans_library(context, question):
        return answer_across(context, question)
    handler = _handler(question)
    if question.how is not How.COUNT:
        return handler(context, question)
    each = answer_each(context, question, lambda one, asked: answer_count(one, asked, handler))
    return each or answer_count(context, question, handler)


#: Limits that are linked to things of the library: without one, nothing can meet them.
_LINKED = {Kind.NOTICE, Kind.BODY, Kind.TASK, Kind.AREA, Kind.PLACE, Kind.DOCUMENT, Kind.NAMED}


def _handler(question: Question) -> Callable[[Ask, Question], Found]:
    tasks = {Kind.TASK, Kind.BODY, Kind.NAMED, Kind.TOPIC_TASK}
    of_notice = question.order or not question.content or _SAID_IN.search(question.text)
    if (
        question.asked is Asked.FOCUS_AREA
        and of_notice
        and not any(limit.kind in tasks for limit in question.limits)
    ):
        return answer_parts
    return HANDLERS[question.asked]


#: Words that ask which part says something, not which part a task serves.
_SAID_IN = re.compile(r"提出|讲的?|说的?|写的?|提到|下面|里面")


def _unknown_body(context: Ask, question: Question) -> Found:
    """Say no for a body that no notice names, proved by the list of those named."""
    from kg.ask.answering import answer_departments
    from kg.ask.checks import say_no

    named = answer_departments(
        context, replace(question, limits=(), topic="", how=How.LIST, role=None, having=None)
    )
    return say_no(named, question)


def _outside(context: Ask, question: Question) -> str | None:
    """Tell whether a question asks for something that notices could say, and these do not."""
    rows = context.layout.rows(context.notices)
    text = unnamed(question).lower()
    for words in _ATTRIBUTES:
        asked = re.search(words, text)
        printed = re.compile(words + _AMOUNT if "资金" in words else words)
        if asked and not any(printed.search(context.index.passages[at].text) for at in rows):
            return f"公文没有写明{asked.group()}"
    return None


#: What tells of money without any of its nouns: 每户最高30万元.
_AMOUNT = r"|\d\s*[万亿]?\s*元|贴息|奖补"
_ATTRIBUTES = (
    r"联系人|联系方式|contact person",
    r"电话|手机|phone",
    r"邮箱|email",
    r"预算|经费|拨款|补助|补贴|资金|多少钱|花多少|投资额|总投资|投了多少|财政投入|budget|funding",
    r"分管领导|主要领导|负责人(?![才员力口])|局长|主任是谁|市长|领导是谁|牵头领导",
    r"处罚|罚款|问责|奖励|奖金",
    r"地址|网址",
)
