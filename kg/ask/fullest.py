"""Which notice of the library has most tasks, or fewest: 哪份公文的任务最多, 市科技局在哪份通知里的任务最少."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask.compose import task_pattern
from kg.ask.context import Ask, Found, certainty_of, refuse
from kg.ask.paging import MOST, in_order
from kg.ask.silence import Silence
from kg.ask.values import Asked, Kind, Question, Result
from kg.evidence import quotes_of

_OF_TASKS = re.compile(r"任务|工作|活儿?|tasks?\b", re.IGNORECASE)


def asks_fullest(question: Question) -> bool:
    """Tell whether a question asks which notice has most tasks, or fewest."""
    paper = question.asked in (Asked.NOTICE, Asked.DOCUMENT) and not question.content
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
    if not counts:
        return refuse("没有公文写有这样的任务", question, Silence.NOTHING, certainty_of(question), query)
    least = question.having is not None and question.having.comparison == "least"
    best = (min if least else max)(counts.values())
    kept = sorted(notice for notice, count in counts.items() if count == best)
    entries = [context.entry(notice) for notice in kept[:MOST]]
    quotes = quotes_of(context.store, _tasks(context, question, kept)[:MOST])
    return Found(
        tuple(Result("notice", e.number or e.label, None, e.iri, number=e.number or None) for e in entries),
        tuple(quote for found in quotes.values() for quote in found),
        query,
        0.95 * certainty_of(question),
        f"{best}项" + ("，一样多" if len(kept) > 1 else "") + ("，没有任务的公文不算" if least else ""),
        limits=question.limits,
        total=len(kept),
    )


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
