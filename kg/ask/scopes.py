"""By what a notice is told from others: the place that it speaks for, its years and its names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.find.gazetteer import place_at
from kg.index.terms import terms
from kg.lexicon import Jurisdiction, Level, jurisdiction_of
from kg.names import expand
from kg.rdf.store import typed, values
from kg.text import bare, fold

_FIELDS = ("rdfs:label", "skos:altLabel", "dcterms:title", "kg:number", "dcterms:issued")
#: What the issuers of national notices are called.
_NATIONAL = ("国务院办公厅", "国务院", "国办")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST = re.compile(r"(?<=..)(?:市|省|州|盟|县|区|旗|(?:回族|壮族|维吾尔)?自治区)$")
#: 广元市昭化区射箭乡人民政府: the town stands behind its county.
_TOWN = re.compile(
    r"(?P<within>[一-龥]{2,12}[市区县旗])(?P<town>(?:(?![市区县旗])[一-龥]){2,4}?(?:镇|乡|街道))(?=人民政府|政府|党委|党工委|办事处)"
)
#: What stands before the place in a title: 【重点工作】, 2007年.
_BEFORE_PLACE = re.compile(r"(?:\[[^\]]*\]|【[^】]*】|(?:19|20)\d\d年(?:度)?|关于)+")


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
    found = {}
    for notice in sorted(typed(store, expand("kg:Notice"))):
        bodies = values(store, notice, expand("kg:issuer"))
        issuers = {bare(name) for body in bodies for name in values(store, body, expand("rdfs:label"))}
        fields = {field: set(values(store, notice, expand(field))) for field in _FIELDS}
        found[notice] = _scope(notice, fields, sorted(issuers))
    return found


def scope_as_json(scope: Scope) -> str:
    """Write a scope for `scope_from`; the IRI of its notice goes beside it."""
    homes = sorted((home.place, home.level.value, home.within) for home in scope.homes)
    sets = (sorted(scope.years), scope.names, sorted(scope.pairs))
    return json.dumps((homes, scope.places, scope.around, *sets), ensure_ascii=False)


def scope_from(notice: str, known: str) -> Scope:
    """Read what `scope_as_json` wrote."""
    homes, places, around, years, names, pairs = json.loads(known)
    return Scope(
        notice,
        frozenset(Jurisdiction(place, Level(level), tuple(within)) for place, level, within in homes),
        tuple(places),
        tuple(around),
        frozenset(years),
        tuple(names),
        frozenset(pairs),
    )


def _scope(notice: str, fields: dict[str, set[str]], issuers: list[str]) -> Scope:
    numbers = fields["kg:number"]
    titled = sorted(fields["dcterms:title"] | fields["skos:altLabel"] | fields["rdfs:label"])
    names = tuple(bare(fold(name)).lower() for name in titled if name not in numbers and len(name) > 8)
    homes = _governed(issuers) or _governed(_heads(issuers)) or _governed(_heads(names))
    years = {year for text in (*numbers, *names, *fields["dcterms:issued"]) for year in _YEAR.findall(text)}
    in_order = sorted(homes, key=lambda home: home.place)
    towns = [town for name in (*issuers, *names) if (town := _TOWN.match(name))]
    called = (place for home in in_order for place in _called(home))
    places = tuple(dict.fromkeys((*called, *(town["town"] for town in towns))))
    within = (*(one for home in in_order for one in home.within), *(one for t in towns for one in _chain(t)))
    around = tuple(dict.fromkeys(form for one in within for form in _short(one)))
    return Scope(notice, homes, places, around, frozenset(years), names, frozenset(terms(" ".join(names), 2)))


def _governed(issuers: Iterable[str]) -> frozenset[Jurisdiction]:
    return frozenset(home for name in issuers if (home := jurisdiction_of(name)))


def _heads(names: Iterable[str]) -> Iterator[str]:
    """Name the governments of the places that names begin with: 贵州省科学技术厅办公室, 2007年三水区….."""
    for name in names:
        before = _BEFORE_PLACE.match(name)
        if head := place_at(name, before.end() if before else 0):
            yield f"{head.text}人民政府"


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
    return tuple(dict.fromkeys((place, without_kind(place))))


def without_kind(place: str) -> str:
    """Give the name of a place without the word for what it is: 昆明 for 昆明市."""
    return _LAST.sub("", place)


def _chain(town: re.Match[str]) -> Iterator[str]:
    """Give the places that a town lies in: 温州市, 鹿城区."""
    at = 0
    while at < town.end("within") and (head := place_at(town["within"], at)):
        yield head.text
        at += len(head.text)
