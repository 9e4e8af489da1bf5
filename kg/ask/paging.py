"""Answers that would list hundreds of things: the first ones are looked for, notice by notice, and that is said.

A question about all of a large library would have the engine gather and sort tens of thousands of rows. Rows
come in the order of the notices, so those of the first notices are the first rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.ask.compose import unordered
from kg.ask.context import Ask
from kg.ask.values import Kind, Limit, Question
from kg.index.rows import notice_of
from kg.rdf.store import Row

#: Things that an answer lists at most, and rows that are looked through for them.
MOST, _ROWS = 100, 1_000
#: So many notices are asked at once; of more, first a page, then one twice as long, and so on.
_FEW, _PAGE, _GROWTH = 32, 8, 2


class Page(NamedTuple):
    """The first rows of a query, and what is said if there may be more: in which notices these would be."""

    rows: list[Row]
    remark: str = ""
    unseen: tuple[str, ...] = ()


def first_rows(context: Ask, question: Question, write: Callable[[Sequence[Limit]], str], thing: str) -> Page:
    """Give the first rows of a query of tasks, with all rows of each of their notices.

    :param write: writes the query for some limits
    :param thing: the variable of what is listed
    """
    notices = _meant(context, question.limits)
    whole = not context.capped or question.having or question.wholly
    if whole or len(notices) <= _FEW:
        rows = in_order(context.rows(unordered(write(question.limits))))
        return Page(rows, listed(context, _count(rows, thing)))
    found: list[Row] = []
    seen = 0
    for page in _pages(notices):
        found += in_order(context.rows(unordered(write(_on(question.limits, page)))))
        seen += len(page)
        if seen < len(notices) and (_count(found, thing) > MOST or len(found) > _ROWS):
            return Page(found, told(seen), tuple(notices))
    return Page(found, listed(context, _count(found, thing)))


#: Limits that name the tasks one by one.
_NAMED = {Kind.TASK, Kind.MEANING}


def _on(limits: Sequence[Limit], page: Collection[str]) -> list[Limit]:
    """Limit tasks to those of some notices: those named one by one to these, all others by their notice."""
    inside = frozenset(page)
    kept = [
        replace(limit, values=tuple(task for task in limit.values if notice_of(task) in inside))
        if limit.kind in _NAMED and not limit.negated
        else limit
        for limit in limits
        if limit.kind is not Kind.NOTICE or limit.negated
    ]
    named = any(limit.kind in _NAMED and not limit.negated for limit in kept)
    return kept if named else [*kept, Limit(Kind.NOTICE, "", tuple(page))]


def told(seen: int) -> str:
    """Say that only some notices were looked at."""
    return f"涉及的公文很多，只查了前{seen}份，最多列{MOST}项；请说明是哪个地方、哪一年或哪份公文"


def listed(context: Ask, total: int) -> str:
    """Say that an answer does not list all; nothing where it does, or where it counts them."""
    return f"共{total}项，只列前{MOST}项" if context.capped and total > MOST else ""


def narrowed(context: Ask, most: int = MOST) -> tuple[Ask, str]:
    """Look at the first notices only, where an answer would list more of them; and say so."""
    notices = context.notices or tuple(context.directory.scopes)
    if not context.capped or len(notices) <= most:
        return context, ""
    return context.in_notices(tuple(sorted(notices))[:most]), told(most)


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
