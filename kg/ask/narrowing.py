"""What a search is limited to: some notices, by name, by year or by place; some bodies; some kinds of passages.

Values of one filter are alternatives; filters together all hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.scopes import Scope
from kg.errors import NotFound
from kg.index.passages import KINDS
from kg.index.rows import Rows, lay_out, rows_of_kinds, rows_with
from kg.index.search import Index
from kg.numerals import canonical_number, find_numbers
from kg.rdf.store import select
from kg.text import fold, squeeze

#: a name, and the kind of thing that it names -> all things of that name; raises NotFound where there is none
Find: TypeAlias = Callable[[str, str], list[Entry]]

#: a name, or several
Names: TypeAlias = str | Collection[str]

#: What people call the kinds of passages.
CALLED = dict(zip(("任务", "条文", "标题", "引言"), KINDS, strict=True))
#: Names that are told of what can be chosen, at most.
_TOLD = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to, one name or several of each sort; none, no limit.

    `notice` are names or numbers of notices, `city` places that they speak for or that these lie in; `text` is
    what is searched for: a document's number in it keeps that document, and those that print the number.
    """

    notice: Names = ()
    year: Names = ()
    city: Names = ()
    body: Names = ()
    kind: Names = ()
    text: str = ""


def passages_meant(
    filters: Filters,
    index: Index,
    directory: Callable[[], Directory],
    store: Callable[[], Any],
    find: Find,
) -> Rows:
    """Tell which passages a search is limited to; headings over nothing but tasks only where they are asked for.

    :param directory: gives the names of the library, if they are needed; `store` likewise gives the graph
    :returns: places of passages, ascending
    :raises NotFound: nothing has the name that a filter gives
    """
    kinds = [_kind(name) for name in _several(filters.kind)] or [kind for kind in KINDS if kind != "heading"]
    if not (filters.notice or filters.year or filters.city or filters.body):
        return _of_number(canonical_number(filters.text), index, rows_of_kinds(index, kinds), find)
    notices = _notices(filters, directory().scopes, find)
    tasks = _tasks(_several(filters.body), store(), find) if filters.body else None
    chosen = lay_out(index).choose(notices or {""}, kinds, tasks)  # no notice at all is not every notice
    return _of_number(canonical_number(filters.text), index, chosen.rows[chosen.kept], find)


def _of_number(number: str | None, index: Index, kept: Rows, find: Find) -> Rows:
    """Keep the passages of the document of a number, and those that print the number; all of them without one.

    A number without its series (2010年86号) that no document has may be none: it keeps all passages.
    """
    if number is None:
        return kept
    try:
        documents = [entry.iri for entry in find(number, "document")]
    except NotFound:
        documents = []
    own = {int(at) for at in lay_out(index).rows(documents)} if documents else set()
    holds = {at for at in rows_with(index, kept, number) if _prints(index.passages[at].text, number)}
    found = [at in own or at in holds for at in kept.tolist()]
    return kept if not any(found) and number.startswith("〔") else kept[found]


def _prints(text: str, number: str) -> bool:
    return any(number in printed for _, _, printed in find_numbers(fold(squeeze(text))))


def _kind(name: str) -> str:
    if name in KINDS:
        return name
    if name in CALLED:
        return CALLED[name]
    raise NotFound(name, [*CALLED, *KINDS])


def _several(names: Names) -> Collection[str]:
    return (names,) if isinstance(names, str) else names


def _notices(filters: Filters, scopes: Mapping[str, Scope], find: Find) -> set[str]:
    meant, known = set(scopes), list(scopes.values())
    if filters.notice:
        meant &= {iri for name in _several(filters.notice) for iri in _named(name, scopes, find)}
    if filters.year:
        meant &= {iri for name in _several(filters.year) for iri in _known_by(name, known, _years, _year)}
    if filters.city:
        meant &= {iri for name in _several(filters.city) for iri in _known_by(name, known, _places, str)}
    return meant


def _named(name: str, scopes: Mapping[str, Scope], find: Find) -> list[str]:
    """Find notices by name; a document that is only cited has no passages."""
    found = [entry.iri for entry in find(name, "document") if entry.iri in scopes]
    if not found:
        raise NotFound(name)
    return found


def _known_by(
    name: str,
    scopes: Sequence[Scope],
    known_of: Callable[[Scope], Iterable[str]],
    form: Callable[[str], str],
) -> list[str]:
    """Give the notices that are known by a year or a place."""
    wanted = form(fold(squeeze(name)))
    found = [scope.notice for scope in scopes if wanted in map(fold, known_of(scope))]
    if not found:
        known = {one for scope in scopes for one in known_of(scope)}
        raise NotFound(name, sorted(known, key=lambda one: _far(wanted, one))[:_TOLD])
    return found


def _years(scope: Scope) -> Iterable[str]:
    return scope.years


def _places(scope: Scope) -> Iterable[str]:
    return (*scope.places, *scope.around)


def _year(name: str) -> str:
    return name.removesuffix("度").removesuffix("年")


def _far(wanted: str, known: str) -> tuple[int, int, str]:
    """Sort names by the characters that they do not share with the one wanted."""
    return len(set(wanted) ^ set(known)), len(known), known


def _tasks(names: Iterable[str], store: Any, find: Find) -> list[str]:  # noqa: ANN401 - the engine's own type
    """Give the tasks of bodies, also those that they inherit from a heading or a rule."""
    bodies = " ".join(f"<{entry.iri}>" for name in names for entry in find(name, "body"))
    rows = select(store, f"SELECT DISTINCT ?task {{ VALUES ?body {{ {bodies} }} ?task kg:assignedTo ?body }}")
    return [row["task"] for row in rows]
