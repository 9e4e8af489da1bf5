"""The two tables of background knowledge, and the names that can be made from them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

#: How the last word of a name is shortened.
_SHORT_FORM = {"委员会": "委", "办公室": "办"}
#: Last words that only a national body has (教育部, 海关总署).
_NATIONAL_FORMS = ("部", "总局", "总署", "署")


@dataclass(frozen=True, slots=True)
class Function:
    """One row of functions.csv: one name that a kind of body has had, without place.

    `function` is shared by the names that one line of work has had over time and from place to place.
    `name` is the stem (环境保护), or the whole name where no last word can be taken off (总工会). `national`
    is the national body's full name, then the short names that only it has. `since` and `until` are years
    of the national reform; places followed later. `full` is a template, `?` where no rule gives the name.
    """

    function: str
    name: str
    forms: tuple[str, ...]
    short: tuple[str, ...]
    alias: tuple[str, ...]
    kind: str
    national: tuple[str, ...]
    since: int | None
    until: int | None
    parts: tuple[str, ...]
    topics: tuple[str, ...]
    full: str
    source: str

    @property
    def stems(self) -> tuple[str, ...]:
        """Give the stem, the stem without 和, and the short stems."""
        return tuple(dict.fromkeys((self.name, self.name.replace("和", ""), *self.short)))


@dataclass(frozen=True, slots=True)
class Succession:
    """One row of successions.csv: the work of `old` went to `new` (both are names of functions.csv).

    `moved` is 全部, 主要 or 部分; only the first two make the new body the successor of the old one.
    """

    old: str
    new: str
    year: int
    moved: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the end of a printed name: the row, the full last word, and how it was printed."""

    row: Function
    form: str
    full: bool
    national: bool = False


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def functions() -> tuple[Function, ...]:
    """Read the table of names, in the order of the file."""
    return tuple(
        Function(
            function=row["function"],
            name=row["name"],
            forms=tuple(row["forms"].split()),
            short=tuple(row["short"].split()),
            alias=tuple(row["alias"].split()),
            kind=row["kind"],
            national=tuple(row["national"].split()),
            since=int(row["since"]) if row["since"] else None,
            until=int(row["until"]) if row["until"] else None,
            parts=tuple(row["parts"].split()),
            topics=tuple(row["topics"].split()),
            full=row["full"],
            source=row["source"],
        )
        for row in _rows("functions.csv")
    )


@lru_cache(maxsize=1)
def successions() -> tuple[Succession, ...]:
    """Read the table of reforms, in the order of the file."""
    return tuple(
        Succession(row["old"], row["new"], int(row["year"]), row["moved"], row["source"], row["note"])
        for row in _rows("successions.csv")
    )


def _tails_of(row: Function) -> Iterator[tuple[str, Reading]]:
    whole = row.name + (row.forms[0] if row.forms else "")
    for form in row.forms or ("",):
        for stem in row.stems if row.forms else (row.name,):
            for printed in dict.fromkeys((form, _SHORT_FORM.get(form, form))):
                yield stem + printed, Reading(row, form, full=stem == row.name and printed == form)
    for alias in row.alias:
        yield alias, Reading(row, row.forms[0] if row.forms else "", full=alias == whole)
    if not row.national:
        return
    _, found, form = row.national[0].partition(row.name)
    exclusive = form.startswith(_NATIONAL_FORMS) and row.kind != "党委"
    for stem in row.stems if found and form else ():
        for printed in dict.fromkeys((form, _SHORT_FORM.get(form, form))):
            full = stem == row.name and printed == form
            if exclusive or form not in row.forms:
                yield stem + printed, Reading(row, form, full, exclusive)
    for name in row.national:
        yield name, Reading(row, form, full=name == row.national[0], national=True)


@lru_cache(maxsize=1)
def readings() -> dict[str, tuple[Reading, ...]]:
    """Map every name that the table allows, without its place, to its readings in the table's order.

    What is some body's full name is not also read as another's short one (交通局 is not 交通运输局).
    """
    found: dict[str, dict[tuple[str, str, str, bool], Reading]] = {}
    for row in functions():
        for tail, reading in _tails_of(row):
            key = (row.function, row.name, reading.form, reading.national)
            held = found.setdefault(tail, {})
            if key not in held or reading.full:
                held[key] = reading
    full = {tail: tuple(r for r in held.values() if r.full) for tail, held in found.items()}
    return {tail: full[tail] or tuple(held.values()) for tail, held in found.items()}


@lru_cache(maxsize=1)
def topics() -> dict[str, frozenset[str]]:
    """Map every word that people say for a line of work (环保, 人社, 教育) to its function keys."""
    found: dict[str, set[str]] = {}
    for row in functions():
        words = (*row.topics, *(row.stems if row.forms else ()))
        for word in words:
            if len(word) > 1:
                found.setdefault(word, set()).add(row.function)
    return {word: frozenset(keys) for word, keys in found.items()}


@cache
def succession_path(old: str, new: str) -> tuple[Succession, ...] | None:
    """Find how the whole or main work of the name `old` came to the name `new`, reform by reform.

    >>> [step.year for step in succession_path("卫生", "卫生健康") or ()]
    [2013, 2018]
    """
    paths: list[tuple[Succession, ...]] = [
        (step,) for step in successions() if step.old == old and step.moved != "部分"
    ]
    for path in paths:  # grows while it is read: shortest paths first
        if path[-1].new == new:
            return path
        paths += [
            (*path, step)
            for step in successions()
            if step.old == path[-1].new and step.year >= path[-1].year and step.moved != "部分"
        ]
    return None
