"""Answers that would list hundreds of things: the first ones are looked for, notice by notice, and that is said.

A question about all of a large library would have the engine gather and sort tens of thousands of rows. Rows
come in the order of the notices, so those of the first notices are the first rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from kg.ask.compose import unordered
from kg.ask.context import Ask
from kg.ask.tallies import Held
from kg.ask.values import Kind, Limit, Question
from kg.index.rows import notice_of
from kg.rdf.store import Row

#: Things that an answer lists at most, and rows that are looked through for them.
MOST, _ROWS = 100, 1_000
#: So many notices are asked at once; of more, first a page, then one twice as long, and so on.
_FEW, _PAGE, _GROWTH = 32, 8, 2
#: Limits that name the tasks one by one.
_NAMED = {Kind.TASK, Kind.MEANING}


class Page(NamedTuple):
    """The first rows of a query, and what is said if there may be more: in which notices these would be.

    `things` is the number of what is listed, and `size` that of the rows, be they among these or not.
    """

    rows: list[Row]
    things: int
    size: int
    remark: str = ""
    unseen: tuple[str, ...] = ()


def first_rows(
    context: Ask,
    question: Question,
    write: Callable[[Sequence[Limit]], str],
    thing: str,
    tallied: Mapping[str, int] | None = None,
) -> Page:
    """Give the first rows of a query of tasks, with all rows of each of their notices.

    :param write: writes the query for some limits
    :param thing: the variable of what is listed
    :param tallied: how many rows each notice has, one for each thing, where that is known
    """
    notices = _meant(context, question.limits)
    due = any(limit.kind is Kind.DUE for limit in question.limits)  # the first due of all, not of each notice
    whole = due or question.having or question.wholly or not (context.capped or tallied is not None)
    if not whole and question.notices and len(notices) <= _FEW:
        return _all(context, rows_in(context, question.limits, write, notices), thing)
    if whole or len(notices) <= _FEW:
        return _all(context, in_order(context.rows(unordered(write(question.limits)))), thing)
    if tallied is not None:
        total = sum(tallied.values())
        found = rows_in(context, question.limits, write, _filling(tallied)) if total else []
        return Page(found, total, total, listed(context, total))
    found = []
    seen = 0
    for page in _pages(notices):
        found += rows_in(context, question.limits, write, page)
        seen += len(page)
        if seen < len(notices) and (_count(found, thing) > MOST or len(found) > _ROWS):
            return Page(found, _count(found, thing), len(found), told(seen), tuple(notices))
    return _all(context, found, thing)


def rows_in(
    context: Ask, limits: Sequence[Limit], write: Callable[[Sequence[Limit]], str], page: Collection[str]
) -> list[Row]:
    """Give the rows of some notices, in order; of their tasks, which are fewer than all else that stands in them."""
    inside = frozenset(page)
    kept = [limit for limit in limits if limit.kind is not Kind.NOTICE or limit.negated]
    named = [limit for limit in kept if limit.kind in _NAMED and not limit.negated]
    if named:
        kept = [
            replace(limit, values=tuple(task for task in limit.values if notice_of(task) in inside))
            if limit in named
            else limit
            for limit in kept
        ]
    else:
        kept.append(Limit(Kind.TASK, "", tuple(context.directory.parts_of(page, "task"))))
    kept = [_named_there(context, limit, inside) for limit in kept]
    return in_order(context.rows(unordered(write(kept))))


def _named_there(context: Ask, limit: Limit, notices: Collection[str]) -> Limit:
    """Keep those of several bodies that some notices name: one is looked up ten times faster than two."""
    if limit.kind is not Kind.BODY or limit.negated or len(limit.values) < 2:
        return limit
    naming = context.directory.naming
    return replace(limit, values=tuple(body for body in limit.values if naming([body]) & set(notices)))


def _filling(tallied: Mapping[str, int]) -> list[str]:
    """Give the first notices, as many as it takes for an answer of all that is listed at most."""
    before = accumulate((tallied[notice] for notice in sorted(tallied)), initial=0)
    return [notice for notice, count in zip(sorted(tallied), before, strict=False) if count < MOST]


def _all(context: Ask, rows: list[Row], thing: str) -> Page:
    things = _count(rows, thing)
    return Page(rows, things, len(rows), listed(context, things))


def rows_held(context: Ask, held: Sequence[Held], role: str, most: int) -> Page:
    """Give the tasks of bodies with their bodies: all, where they are `most` at most, else the first of each body."""
    size = sum(one.tasks for one in held)
    first = {one.body: one for one in reversed(held)}
    notices = {one.notice for one in (held if size <= most else first.values())}
    tasks = " ".join(f"<{task}>" for task in context.directory.parts_of(notices, "task"))
    found = context.rows(
        f"SELECT DISTINCT ?body ?task WHERE {{ VALUES ?task {{ {tasks} }} ?task {role} ?body }}"
    )
    rows = in_order(row for row in found if row["body"] in first)
    if size > most:
        rows = in_order({row["body"]: row for row in reversed(rows)}.values())
    return Page(rows, len(first), size, listed(context, len(first)))


def told(seen: int) -> str:
    """Say that only some notices were looked at."""
    return f"涉及的公文很多，只查了前{seen}份，最多列{MOST}项；请说明是哪个地方、哪一年或哪份公文"


def listed(context: Ask, total: int) -> str:
    """Say that an answer does not list all; nothing where it does, or where it counts them."""
    return f"共{total}项，只列前{MOST}项" if context.capped and total > MOST else ""


def narrowed(context: Ask, kinds: Sequence[str] = ()) -> tuple[Ask, str]:
    """Look at the first notices only, where an answer would list more than it may; and say so.

    :param kinds: those of the parts that are listed; the notices themselves where there is none
    """
    notices = context.notices or tuple(context.directory.scopes)
    if not context.capped or len(notices) <= _FEW:
        return context, ""
    counts = context.directory.parts_counted(kinds) if kinds else dict.fromkeys(notices, 1)
    first = _filling({notice: counts[notice] for notice in notices if notice in counts})
    if len(first) == len(notices) or not first:
        return context, ""
    return context.in_notices(tuple(first)), told(len(first))


def _meant(context: Ask, limits: Sequence[Limit]) -> list[str]:
    """Give the notices that can have tasks within the limits, in order."""
    meant = set(context.notices or context.directory.scopes)
    for limit in limits:
        if limit.kind is Kind.NOTICE and not limit.negated:
            meant &= set(limit.values)
        elif limit.kind in (Kind.BODY, Kind.OWN_BODY) and not limit.negated:
            meant &= context.directory.naming(limit.values)
        elif limit.kind in _NAMED and not limit.negated:
            meant &= set(map(notice_of, limit.values))
    return sorted(meant)


def _pages(notices: Sequence[str]) -> Iterator[tuple[str, ...]]:
    start, size = 0, _PAGE
    while start < len(notices):
        yield tuple(notices[start : start + size])
        start, size = start + size, size * _GROWTH


def _count(rows: Iterable[Row], thing: str) -> int:
    return len({row[thing] for row in rows})


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Put rows of tasks into the order of the text: to have the engine sort them costs four times their look-up."""
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[str, int, str]:
    task = row["task"]
    return notice_of(task), int(task.rpartition("/")[2]), row.get("body", "")
