"""Questions that span a library: which cities or notices provide for something, and counts for each of several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.ask.compose import tasks_query
from kg.ask.context import Ask, Found, certainty_of, ground_topic, quote_words, refuse
from kg.ask.grounding import LITERAL, Ground
from kg.ask.tasks import SMALL_TALK
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.evidence import quotes_of

#: 哪些城市的方案, 哪几个省: whose notices, not a place that a text names.
_WHOSE = re.compile(r"哪[些几一]?个?(?:城市|省市|省份|地区|地方|市|省|县|区)")
_WHICH_NOTICES = re.compile(r"哪[些几一]?[份个]?(?:通知|公文|文件|方案|清单|要点)")
_EACH = re.compile(r"各(?=有|自|是|负责|承担|列|提|配合|牵头|参与)|分别")
_OF_TASKS = {Kind.BODY, Kind.TARGET, Kind.DEADLINE, Kind.SHARED, Kind.TOPIC_TASK, Kind.PRINTED, Kind.PLACE}
#: A passage that is so sure speaks of the topic, though in other words.
_SURE = 0.97


def spans_library(context: Ask, question: Question) -> bool:
    """Tell whether a question asks which of several cities or notices provide for something."""
    scopes = context.directory.scopes
    homes = {home for scope in scopes.values() for home in scope.homes}
    cities = question.asked is Asked.PLACE and len(homes) > 1 and _WHOSE.search(question.text)
    notices = question.asked is Asked.NOTICE and len(scopes) > 1 and _WHICH_NOTICES.search(question.text)
    cited = any(limit.kind is Kind.DOCUMENT for limit in question.limits)
    meant = question.content or any(limit.kind in _OF_TASKS for limit in question.limits)
    return bool((cities or notices) and meant and not cited and question.how is not How.CHECK)


def answer_across(context: Ask, question: Question) -> Found:
    """Answer which cities, or which notices, provide for something: each with the passage that does."""
    limits = tuple(limit for limit in question.limits if limit.kind in _OF_TASKS)
    query = tasks_query(question, limits, question.role or "kg:assignedTo")
    among = {row["task"] for row in context.rows(query)} if limits else None
    kinds = ("task",) if limits else ("task", "section", "preamble")
    if question.content and not (limits and len(question.content) <= SMALL_TALK):
        grounds = [one for one in ground_topic(context, question, among, kinds) if _speaks(one)]
        proof = {one.iri: quote_words(context, one.at)[:1] for one in grounds}
    else:
        proof = {task: tuple(found) for task, found in quotes_of(context.store, sorted(among or ())).items()}
    notices: dict[str, list[str]] = {}
    for part in proof:
        notices.setdefault(_notice_of(part), []).append(part)
    if not notices:
        return refuse("没有公文符合这个条件", question, 0.8, query)
    results = _results(context, question, sorted(notices))
    quotes = tuple(quote for parts in notices.values() for part in parts[:3] for quote in proof[part])
    return Found(results, quotes, query, 0.85 * certainty_of(question), limits=question.limits)


def _speaks(one: Ground) -> bool:
    return one.printed >= LITERAL or one.certainty >= _SURE


def _notice_of(part: str) -> str:
    return re.sub(r"/(?:task|section)/[^/]+$", "", part)


def _results(context: Ask, question: Question, notices: Sequence[str]) -> tuple[Result, ...]:
    if question.asked is Asked.NOTICE:
        entries = [context.entry(notice) for notice in notices]
        return tuple(
            Result("notice", e.number or e.label, None, e.iri, number=e.number or None) for e in entries
        )
    scopes = context.directory.scopes
    places = dict.fromkeys(
        home.place
        for notice in notices
        for home in sorted(scopes[notice].homes, key=lambda home: home.place)
        if home.place != "国家"
    )
    return tuple(Result("place", place) for place in places)


def answer_each(context: Ask, question: Question, count: Callable[[Ask, Question], Found]) -> Found | None:
    """Count for each of several notices that the question names: 杭州和湖州的市科技局各有几项任务."""
    if question.how is not How.COUNT or len(context.notices) < 2 or not _EACH.search(question.text):
        return None
    one_each = []
    for notice in context.notices:
        named = tuple(
            replace(limit, values=(notice,)) if limit.kind is Kind.NOTICE else limit
            for limit in question.limits
        )
        one_each.append((notice, count(replace(context, notices=(notice,)), replace(question, limits=named))))
    results = tuple(
        replace(result, label=f"{_called(context, notice)}：{result.label}")
        for notice, found in one_each
        for result in found.results
    )
    quotes = tuple(quote for _, found in one_each for quote in found.quotes)
    return replace(one_each[0][1], results=results, quotes=quotes, limits=question.limits)


def _called(context: Ask, notice: str) -> str:
    places = context.directory.scopes[notice].places
    return places[0] if places else context.entry(notice).label
