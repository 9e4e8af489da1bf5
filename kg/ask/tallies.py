"""Counts over a library, taken from its register: how many tasks there are, and which bodies have most.

The query that is shown asks the graph for the same; the engine would go through tens of thousands of tasks.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.ask.context import Ask
from kg.ask.entries import HAVING, SHARED
from kg.ask.values import Having, Kind, Limit, Question

# ?1 are numbers of notices, ?2 is a role or a condition, ?3 are bodies: lists in JSON.
_TASKS = """SELECT owner, count(*) FROM thing
WHERE kind = 'task' AND owner IN (SELECT value FROM json_each(?1)) GROUP BY owner"""
_MEETING = """SELECT notice, tasks FROM tally
WHERE role = ?2 AND body = -1 AND notice IN (SELECT value FROM json_each(?1))"""
_OF_BODIES = """SELECT notice, sum(tasks), count(*) FROM tally
WHERE role = ?2 AND body IN (SELECT at FROM thing WHERE iri IN (SELECT value FROM json_each(?3)))
AND notice IN (SELECT value FROM json_each(?1)) GROUP BY notice"""
_EACH_BODY = """SELECT body, sum(tasks) FROM tally
WHERE role = ?2 AND body >= 0 AND notice IN (SELECT value FROM json_each(?1)) GROUP BY body"""
_WHERE_HELD = """SELECT thing.iri, scope.iri, tasks
FROM tally JOIN thing ON thing.at = body JOIN scope ON scope.notice = tally.notice
WHERE role = ?2 AND body IN (SELECT value FROM json_each(?3))
AND tally.notice IN (SELECT value FROM json_each(?1)) ORDER BY scope.iri, thing.iri"""

_CONDITIONS = {
    Kind.DEADLINE: "kg:deadline",
    Kind.TARGET: "kg:hasTarget",
    Kind.LINKED: "kg:implements",
    Kind.SHARED: SHARED,
}
_COMPARED = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


class Held(NamedTuple):
    """How many tasks a body has in a notice; both are IRIs."""

    body: str
    notice: str
    tasks: int


def tasks_counted(context: Ask, question: Question, role: str) -> dict[str, int] | None:
    """Count the tasks that the limits of a question leave, by the notice's IRI; no notice has 0.

    None where they say more than notices, and one body or one condition: then only the graph can tell.

    :param role: the predicate that gives a task to a body
    """
    of_tasks = [limit for limit in question.limits if not _is_notice(limit)]
    if question.having or question.wholly or len(of_tasks) > 1:
        return None
    numbers = _numbers(context, question.limits)
    found = _counted(context, json.dumps(sorted(numbers)), role, *of_tasks)
    return None if found is None else {numbers[notice]: tasks for notice, tasks in found.items() if tasks}


def _counted(context: Ask, notices: str, role: str, limit: Limit | None = None) -> dict[int, int] | None:
    rows = context.directory.rows
    if limit is None:
        return dict(rows(_TASKS, notices))
    role = limit.role or role
    if role not in HAVING:
        return None
    if limit.kind is Kind.BODY and not limit.negated:
        found = rows(_OF_BODIES, notices, role, json.dumps(limit.values))
        several = any(bodies > 1 for _, _, bodies in found)  # they may share a task
        return None if several else {notice: tasks for notice, tasks, _ in found}
    condition = role if limit.kind is Kind.ROLE else _CONDITIONS.get(limit.kind)
    if condition is None or (limit.kind is Kind.SHARED and limit.role):
        return None
    meeting: dict[int, int] = dict(rows(_MEETING, notices, condition))
    if not limit.negated:
        return meeting
    return {notice: tasks - meeting.get(notice, 0) for notice, tasks in rows(_TASKS, notices)}


def bodies_with_so_many(context: Ask, question: Question, role: str) -> list[Held] | None:
    """Give the bodies that have as many tasks as a question says, and where, in the order of the notices.

    All bodies, where they are only counted. None where it says more than that and its notices.
    """
    having = question.having
    told = having is not None or not context.capped
    if not told or (having and having.of) or question.wholly or question.besides or role not in HAVING:
        return None
    if not all(map(_is_notice, question.limits)):
        return None
    notices = json.dumps(sorted(_numbers(context, question.limits)))
    kept = _meeting(having, dict(context.directory.rows(_EACH_BODY, notices, role)))
    return [Held(*row) for row in context.directory.rows(_WHERE_HELD, notices, role, json.dumps(kept))]


def _meeting(having: Having | None, counts: Mapping[int, int]) -> list[int]:
    """Give those that have so many; all, where nothing is said of that."""
    if having is None:
        return list(counts)
    if having.comparison in ("most", "least"):
        best = (max if having.comparison == "most" else min)(counts.values(), default=0)
        return [one for one, count in counts.items() if count == best]
    meets = _COMPARED[having.comparison]
    return [one for one, count in counts.items() if meets(count, having.count)]


def _is_notice(limit: Limit) -> bool:
    return limit.kind is Kind.NOTICE and not limit.negated


def _numbers(context: Ask, limits: Sequence[Limit]) -> dict[int, str]:
    """Give the notices within all limits that are notices, by the numbers that the register has for them."""
    numbers = context.directory.number_of
    meant = set(numbers).intersection(*(limit.values for limit in limits if _is_notice(limit)))
    return {numbers[iri]: iri for iri in meant}
