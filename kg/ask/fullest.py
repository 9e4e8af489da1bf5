"""Which notice, or place, of the library has most tasks, or fewest: 哪份公文的任务最多, 哪个城市的任务最少."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.ask.compose import task_pattern
from kg.ask.context import Ask, Found, certainty_of, refuse
from kg.ask.paging import MOST, in_order
from kg.ask.silence import Silence
from kg.ask.values import Asked, Kind, Question, Result
from kg.evidence import quotes_of

_OF_TASKS = re.compile(r"任务|工作|活儿?|tasks?\b", re.IGNORECASE)
_PLACES = re.compile(r"哪(?:一)?个?(?:城市|地方|地区|[市省县区])")


def asks_fullest(question: Question) -> bool:
    """Tell whether a question asks which notice has most tasks, or fewest."""
    place = question.asked is Asked.PLACE and _PLACES.search(question.text) is not None
    paper = (place or question.asked in (Asked.NOTICE, Asked.DOCUMENT)) and not question.content
    most = question.having is not None and question.having.comparison in ("most", "least")
    cited = any(limit.kind is Kind.DOCUMENT for limit in question.limits)
    return paper and most and not cited and _OF_TASKS.search(question.text) is not None


def answer_fullest(context: Ask, question: Question) -> Found:
    """Count the tasks of each notice, and tell the one that has most (or fewest of those that have any)."""
    query = (
        f"SELECT ?notice (COUNT(DISTINCT ?task) AS ?n) WHERE {{\n  {task_pattern(question.limits)}\n"
        "  ?task kg:inNotice ?notice .\n} GROUP BY ?notice ORDER BY DESC(?n) ?notice"
    )
    if question.limits:
        counts = {row["notice"]: int(row["n"]) for row in context.rows(query)}
    else:  # the directory knows them: to count a million tasks takes the engine seconds
        counts = context.directory.parts_counted(("task",))
    holders = _holders(context, question, counts)
    if not holders:
        return refuse("没有公文写有这样的任务", question, Silence.NOTHING, certainty_of(question), query)
    least = question.having is not None and question.having.comparison == "least"
    sums = {holder: sum(counts[notice] for notice in notices) for holder, notices in holders.items()}
    best = (min if least else max)(sums.values())
    kept = sorted(holder for holder, tasks in sums.items() if tasks == best)
    quotes = quotes_of(
        context.store, _tasks(context, question, [n for one in kept for n in holders[one]])[:MOST]
    )
    return Found(
        tuple(_result(context, question, one) for one in kept[:MOST]),
        tuple(quote for found in quotes.values() for quote in found),
        query,
        0.95 * certainty_of(question),
        f"{best}项" + ("，一样多" if len(kept) > 1 else "") + ("，没有任务的公文不算" if least else ""),
        limits=question.limits,
        total=len(kept),
    )


def _holders(context: Ask, question: Question, notices: Iterable[str]) -> dict[str, list[str]]:
    """Give the notices of each holder of tasks that can be the answer: of each notice itself, or of each place."""
    if question.asked is not Asked.PLACE:
        return {notice: [notice] for notice in notices}
    found: dict[str, list[str]] = {}
    for notice in notices:
        for home in context.directory.scopes[notice].homes:
            found.setdefault(home.place, []).append(notice)
    return found


def _result(context: Ask, question: Question, holder: str) -> Result:
    if question.asked is Asked.PLACE:
        return Result("place", holder)
    entry = context.entry(holder)
    return Result("notice", entry.number or entry.label, None, entry.iri, number=entry.number or None)


def _tasks(context: Ask, question: Question, notices: Sequence[str]) -> list[str]:
    """Give the tasks that were counted in some notices."""
    if not question.limits:
        return context.directory.parts_of(notices, "task")
    values = " ".join(f"<{notice}>" for notice in notices)
    query = (
        f"SELECT DISTINCT ?task WHERE {{ VALUES ?notice {{ {values} }} {task_pattern(question.limits)}\n"
        "  ?task kg:inNotice ?notice }"
    )
    return [row["task"] for row in in_order(context.rows(query))]
