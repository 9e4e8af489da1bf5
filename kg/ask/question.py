"""The whole way of a question: words → Question → limits grounded in the library → query → results."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.ask.across import answer_across, answer_each, spans_library
from kg.ask.answering import HANDLERS as OF_TASKS
from kg.ask.answering import answer_count
from kg.ask.checks import answer_check
from kg.ask.claims import as_check, claim_of, held_against
from kg.ask.comparing import answer_compared, compares_notices
from kg.ask.context import Ask, Doubt, Found, refuse
from kg.ask.documents import answer_documents, answer_notices
from kg.ask.doubts import doubt_before, doubt_of
from kg.ask.figures import answer_number
from kg.ask.filling import fill
from kg.ask.frames import FIRST, WHEN, WHO, WORDS
from kg.ask.gaps import Frame
from kg.ask.holdings import HELD, answer_held
from kg.ask.named import answer_unknown
from kg.ask.notices import answer_deadline, answer_metadata, answer_parts
from kg.ask.outside import not_told
from kg.ask.particulars import answer_mentioned, answer_text
from kg.ask.posts import holder_of_post
from kg.ask.printed import texts_of
from kg.ask.reading import read_question
from kg.ask.silence import Silence, certainty_of_refusal
from kg.ask.small_words import content_of
from kg.ask.strangers import named_elsewhere
from kg.ask.subjects import settle_subjects
from kg.ask.tasks import unnamed
from kg.ask.totals import counted_within, stated_total
from kg.ask.undated import settle_dues
from kg.ask.under import heading_over
from kg.ask.units import DURATION
from kg.ask.values import Answer, Asked, Citation, How, Kind, Limit, Question
from kg.ask.wording import describe, say

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
#: What is asked -> by which frames its sentence is looked for, where the parts of the notice do not tell.
IN_TEXT: dict[Asked, Sequence[Frame]] = {
    Asked.DEPARTMENT: WHO,
    Asked.DEADLINE: WHEN,
    **dict.fromkeys((Asked.PLACE, Asked.EVENT, Asked.PROJECT, Asked.PRINCIPLE, Asked.GOAL), WORDS),
}


def _in_text(context: Ask, question: Question) -> Found | None:
    """Look for the sentence that says what the parts of the notice do not; None where none does."""
    if question.asked is Asked.DATE:
        return _due(context, question)
    due = question.asked is Asked.DEADLINE and content_of(unnamed(question))
    if not question.content and not due:
        return None
    return fill(context, question, IN_TEXT[question.asked]) if question.asked in IN_TEXT else None


def _due(context: Ask, question: Question) -> Found | None:
    """Answer when something is done by the deadline of the task meant; when it begins is another thing."""
    if not question.content or _BEGINS.search(question.text):
        return None
    found = answer_deadline(context, replace(question, asked=Asked.DEADLINE))
    return None if found.missing else found


_BEGINS = re.compile(r"开始|开工|启动|动工|开建|施行|实施|生效|发布|印发|起(?=[?？。]*$)")


def answer_question(context: Ask, text: str) -> Answer:
    """Answer a question, or refuse with what is missing.

    :raises BadQuestion: it is empty or too long
    """
    claim = claim_of(text)
    for opened in claim.opened if claim else ():
        question, within, found = _read_and_find(context, opened)
        if claim and claim.whole and question.content:  # 补贴是市财政局发的吗: nothing of the notice itself
            break
        if claim and found.missing is None:
            told = held_against(within, claim, question, found)
            return _said(within, text, as_check(question, claim), told)
    if claim and claim.whole and not question.content:
        return _said(within, text, as_check(question, claim), found)
    question, context, found = _read_and_find(context, text)
    return _said(context, text, question, found)


def _read_and_find(context: Ask, text: str) -> tuple[Question, Ask, Found]:
    """Give a question as understood, what it is answered from, and what was found."""
    question = read_question(text, context.directory, texts_of(context))
    context = context.within(question.notices)
    question = settle_dues(context, settle_subjects(context, question))
    doubt = doubt_before(context, question)
    if doubt:
        return question, context, Found(doubt=doubt)
    return question, context, holder_of_post(context, question) or _find(context, question)


def _said(context: Ask, text: str, question: Question, found: Found) -> Answer:
    """Say what was found, or ask back where that is in doubt."""
    understood = replace(question, limits=found.limits or question.limits)
    citations = tuple(
        Citation(q.source, q.notice, q.place, q.text, q.start, q.end) for q in dict.fromkeys(found.quotes)
    )
    reading = describe(understood)
    doubt = found.doubt or doubt_of(context, understood, found)
    sure = round(max(0.0, min(0.99, found.certainty)), 2)
    if doubt and (found.doubt or found.missing is None):
        return _ask_back(text, reading, doubt)
    if found.missing is not None or not found.results:
        missing = found.missing or "公文没有回答这个问题的内容"
        return Answer(
            text,
            answerable=False,
            answer=f"无法回答：{missing}。",
            reading=reading,
            sparql=found.sparql,
            confidence=certainty_of_refusal(found.silence),
            missing=missing,
            silence=found.silence,
        )
    return Answer(text, True, say(understood, found), reading, found.results, citations, found.sparql, sure)


def _ask_back(text: str, reading: str, doubt: Doubt) -> Answer:
    return Answer(
        text,
        answerable=False,
        answer=f"无法回答：{doubt.missing}。",
        reading=reading,
        missing=doubt.missing,
        confidence=certainty_of_refusal(Silence.DOUBT),
        alternatives=doubt.alternatives,
        silence=Silence.DOUBT,
    )


def _find(context: Ask, question: Question) -> Found:
    unmet = [limit for limit in question.limits if not limit.values and limit.kind in _LINKED]
    if unmet:
        if question.how is How.CHECK and all(limit.kind is Kind.BODY for limit in unmet):
            return answer_unknown(context, question)
        told = "；".join(f"{limit.reason}：{limit.words}{_elsewhere(context, limit)}" for limit in unmet)
        return refuse(told, question, Silence.NAME, 0.9)
    if outside := not_told(context, question):
        return refuse(outside, question, Silence.OUTSIDE, 0.85)
    if compares_notices(question):
        return answer_compared(
            context, question, lambda one, asked: answer_count(one, asked, HANDLERS[asked.asked])
        )
    if question.how is How.CHECK:
        return answer_check(context, question)
    documents = any(limit.kind is Kind.DOCUMENT for limit in question.limits)
    if question.asked is Asked.TEXT and documents and len(question.content) < 6:
        question = replace(question, asked=Asked.DOCUMENT)
    if spans_library(context, question):
        return answer_across(context, question)
    question = counted_within(question)
    handler = _handler(question)
    if stated := _stated(context, question):
        return stated
    if question.how is not How.COUNT:
        found = handler(context, question)
        return (_in_text(context, question) if found.missing else None) or found
    each = answer_each(context, question, lambda one, asked: answer_count(one, asked, handler))
    counted = each or answer_count(context, question, handler)
    return (_figure_of(context, question) if counted.missing else None) or counted


def _figure_of(context: Ask, question: Question) -> Found | None:
    """Find the figure that a sentence prints where no such things are in the graph: 检查了多少家单位."""
    unit = re.search(r"(?:多少|几)(?P<unit>[家个项件条份])", unnamed(question))
    if unit is None or not question.content or len(context.notices) != 1:
        return None
    found = answer_number(context, replace(question, asked=Asked.NUMBER, how=How.LIST, unit=unit["unit"]))
    return None if found.missing else found


def _stated(context: Ask, question: Question) -> Found | None:
    """Look for what the text of a notice states in words of its own: a post, how often, how many in all."""
    return next(filter(None, (read(context, question) for read in _STATED)), None)


def _first(context: Ask, question: Question) -> Found | None:
    """Look for what only a sentence tells, and for how long something takes."""
    if found := fill(context, question, FIRST):
        return found
    if question.asked not in (Asked.DEADLINE, Asked.DATE) or not _HOW_LONG.search(unnamed(question)):
        return None
    found = answer_number(context, replace(question, asked=Asked.NUMBER, unit=DURATION))
    return None if found.missing else found


#: What asks for a stretch of time, not for a day.
_HOW_LONG = re.compile(r"多久|多长时间|几[天年]|几个月|多少[天年]|多少个月")

#: Readers of what a notice states in words of its own; each gives None where something else is asked.
_STATED = (_first, heading_over, stated_total)


def _elsewhere(context: Ask, limit: Limit) -> str:
    return named_elsewhere(context.directory, limit.words) if limit.kind is Kind.BODY else ""


#: Limits that are linked to things of the library: without one, nothing can meet them.
_LINKED = {Kind.NOTICE, Kind.BODY, Kind.TASK, Kind.AREA, Kind.PLACE, Kind.DOCUMENT, Kind.NAMED, Kind.DUE}


def _handler(question: Question) -> Callable[[Ask, Question], Found]:
    if question.field in HELD:
        return answer_held
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
