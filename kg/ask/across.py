"""Questions that span a library: which cities or notices provide for something, and counts for each of several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from kg.ask.compose import tasks_query, unordered
from kg.ask.context import Ask, Found, certainty_of, ground_topic, quote_words, refuse
from kg.ask.entries import ASSIGNED
from kg.ask.grounding import LITERAL, Ground
from kg.ask.paging import MOST, in_order, listed, rows_in, told
from kg.ask.printed import passages_printing
from kg.ask.silence import Silence
from kg.ask.tallies import tasks_counted
from kg.ask.tasks import SMALL_TALK
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.evidence import quotes_of
from kg.index.rows import notice_of

#: 哪些城市的方案, 哪几个省: whose notices, not a place that a text names.
_WHOSE = re.compile(r"哪[些几一]?个?(?:城市|省市|省份|地区|地方|市|省|县|区)")
_WHICH_NOTICES = re.compile(r"哪[些几一]?[份个]?(?:通知|公文|文件|方案|清单|要点)")
_EACH = re.compile(r"各(?=有|自|是|负责|承担|列|提|配合|牵头|参与)|分别")
_OF_TASKS = {
    Kind.BODY,
    Kind.TARGET,
    Kind.DEADLINE,
    Kind.DUE,
    Kind.SHARED,
    Kind.TOPIC_TASK,
    Kind.PRINTED,
    Kind.PLACE,
}
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
    role = question.role or ASSIGNED
    write = partial(tasks_query, question, role=role)
    query, counts = write(limits), None
    places: dict[str, int] = {}
    notices: dict[str, list[str]] = {}
    if question.content and not (limits and len(question.content) <= SMALL_TALK):
        places = _passages_meant(context, question, query if limits else "")
        _sort(places, notices)
    elif limits and all(limit.kind is Kind.PRINTED and not limit.negated for limit in limits):
        places = passages_printing(context, [limit.words for limit in limits])
        _sort(places, notices)
    elif limits and (counts := tasks_counted(context, replace(question, limits=limits), role)) is not None:
        notices = {notice: [] for notice in sorted(counts)}
    elif limits:
        _sort((row["task"] for row in in_order(context.rows(unordered(query)))), notices)
    if not notices:
        return refuse("没有公文符合这个条件", question, Silence.NOTHING, 0.8, query)
    total = len(_results(context, question, sorted(notices)))
    shown = list(notices) if len(notices) <= MOST else _first(context, question, notices)
    results = _results(context, question, sorted(shown))
    if counts is not None:
        _sort((row["task"] for row in rows_in(context, limits, write, shown)), notices)
    cited = [part for notice in shown for part in notices[notice][: 3 if len(notices) <= MOST else 1]]
    stated = quotes_of(context.store, [part for part in cited if part not in places])
    quotes = tuple(
        quote
        for part in cited
        for quote in (quote_words(context, places[part])[:1] if part in places else stated.get(part, ()))
    )
    sure = 0.85 * certainty_of(question)
    return Found(results, quotes, query, sure, listed(context, total), limits=question.limits, total=total)


def _passages_meant(context: Ask, question: Question, query: str) -> dict[str, int]:
    """Give the passages that speak of the topic, with their places in the index, best first.

    :param query: the query for the tasks that can be meant; empty where any passage can
    """
    among = {row["task"] for row in context.rows(unordered(query))} if query else None
    kinds = ("task",) if query else ("task", "section", "preamble")
    return {one.iri: one.at for one in ground_topic(context, question, among, kinds) if _speaks(one)}


def _sort(parts: Iterable[str], notices: dict[str, list[str]]) -> None:
    """Put parts to their notices."""
    for part in parts:
        notices.setdefault(notice_of(part), []).append(part)


def _first(context: Ask, question: Question, notices: Iterable[str]) -> list[str]:
    """Give the first notices, or where their places are asked for the first one of each place."""
    if question.asked is Asked.NOTICE:
        return list(islice(notices, MOST))
    scopes = context.directory.scopes
    of_place = {home: notice for notice in reversed(list(notices)) for home in scopes[notice].homes}
    return list(dict.fromkeys(of_place.values()))[:MOST]


def _speaks(one: Ground) -> bool:
    return one.printed >= LITERAL or one.certainty >= _SURE


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


#: Notices that are counted for, one by one.
_COUNTED = 20


def answer_each(context: Ask, question: Question, count: Callable[[Ask, Question], Found]) -> Found | None:
    """Count for each of several notices that the question names: 杭州和湖州的市科技局各有几项任务."""
    if question.how is not How.COUNT or len(context.notices) < 2 or not _EACH.search(question.text):
        return None
    one_each = []
    for notice in context.notices[:_COUNTED]:
        named = tuple(
            replace(limit, values=(notice,)) if limit.kind is Kind.NOTICE else limit
            for limit in question.limits
        )
        one_each.append((notice, count(context.in_notices((notice,)), replace(question, limits=named))))
    results = tuple(
        replace(result, label=f"{called(context, notice)}：{result.label}")
        for notice, found in one_each
        for result in found.results
    )
    quotes = tuple(quote for _, found in one_each for quote in found.quotes)
    remark = told(_COUNTED) if len(context.notices) > _COUNTED else ""
    return replace(one_each[0][1], results=results, quotes=quotes, remark=remark, limits=question.limits)


def called(context: Ask, notice: str) -> str:
    """Name a notice among those counted: by its place, and by its year where two are of one place."""
    scopes = context.directory.scopes
    scope = scopes[notice]
    same = [iri for iri in context.notices if scopes[iri].places == scope.places]
    if not scope.places:
        return context.entry(notice).label
    return scope.places[0] + (f"{max(scope.years, default='')}年" if len(same) > 1 else "")
