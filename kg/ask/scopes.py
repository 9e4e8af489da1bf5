"""By what a notice is told from others: the place that it speaks for, its years and its names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.find.gazetteer import place_at
from kg.index.lexical import terms
from kg.lexicon import Jurisdiction, Level, jurisdiction_of
from kg.rdf.store import select
from kg.text import fold

_QUERY = (
    "SELECT ?notice ?field ?value WHERE { ?notice a kg:Notice . VALUES ?field { rdfs:label skos:altLabel "
    "dcterms:title kg:number dcterms:issued } ?notice ?field ?value }"
)
_ISSUERS = "SELECT ?notice ?name WHERE { ?notice a kg:Notice ; kg:issuer ?body . ?body rdfs:label ?name }"
#: What the issuers of national notices are called.
_NATIONAL = ("国务院办公厅", "国务院", "国办")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST = re.compile(r"(?<=..)(?:市|省|州|盟|县|区|旗|(?:回族|壮族|维吾尔)?自治区)$")


@dataclass(frozen=True, slots=True)
class Scope:
    """A notice among others.

    `homes` are the places that its issuers govern, `places` what people call them (昆明市, 昆明), the
    most exact ones first; `around` the places that these lie in. `names` are its title and that of its plan,
    `pairs` the pairs of characters in these.
    """

    notice: str
    homes: frozenset[Jurisdiction]
    places: tuple[str, ...]
    around: tuple[str, ...]
    years: frozenset[str]
    names: tuple[str, ...]
    pairs: frozenset[int]


def load_scopes(store: Any) -> dict[str, Scope]:  # noqa: ANN401 - the engine's own type
    """Read what tells the notices apart from the graph, by the IRI of the notice."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in select(store, _QUERY):
        values[row["notice"]][re.split(r"[#/]", row["field"])[-1]].add(row["value"])
    issuers: dict[str, set[str]] = defaultdict(set)
    for row in select(store, _ISSUERS):
        issuers[row["notice"]].add(row["name"])
    return {
        notice: _scope(notice, fields, sorted(issuers[notice])) for notice, fields in sorted(values.items())
    }


def _scope(notice: str, fields: dict[str, set[str]], issuers: list[str]) -> Scope:
    numbers = fields["number"]
    titled = sorted(fields["title"] | fields["altLabel"] | fields["label"])
    names = tuple(fold(name).lower() for name in titled if name not in numbers and len(name) > 8)
    heads = (place_at(name, 0) for name in names)
    issuers = issuers or [f"{head.text}人民政府" for head in heads if head]
    homes = frozenset(home for name in issuers if (home := jurisdiction_of(name)))
    years = {year for text in (*numbers, *names, *fields["issued"]) for year in _YEAR.findall(text)}
    places = tuple(dict.fromkeys(place for home in homes for place in _called(home)))
    around = tuple(dict.fromkeys(form for home in homes for one in home.within for form in _short(one)))
    return Scope(notice, homes, places, around, frozenset(years), names, frozenset(terms(" ".join(names), 2)))


def _called(home: Jurisdiction) -> Iterator[str]:
    """Give what people call a place: 杭州市余杭区, 杭州余杭区, 余杭区, 余杭."""
    if home.level is Level.NATIONAL:
        yield from _NATIONAL
        return
    for outer in home.within:
        for around in _short(outer):
            yield from (around + place for place in _short(home.place))
    yield from _short(home.place)


def _short(place: str) -> tuple[str, ...]:
    return (place, _LAST.sub("", place)) if _LAST.search(place) else (place,)
