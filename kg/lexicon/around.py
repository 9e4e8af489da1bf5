"""What a place lies in, from `kg/data/places.csv`: 杭州市 in 浙江省."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.lexicon.places import Jurisdiction, Level


@cache
def _within() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    table = Path(__file__).parents[1] / "data" / "places.csv"
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["within"] and row["kind"] in ("city", "county"):
                found[row["name"]].add(row["within"])
    return {name: frozenset(places) for name, places in found.items()}


def surroundings(place: str) -> tuple[str, ...]:
    """Name the larger places around one, the largest first; none where two places have its name.

    >>> surroundings("桐庐县"), surroundings("鼓楼区")
    (('浙江省', '杭州市'), ())
    """
    places = _within().get(place, frozenset())
    if len(places) != 1:
        return ()
    (around,) = places
    return (*surroundings(around), around)


def settled(jurisdiction: Jurisdiction) -> Jurisdiction:
    """Add the larger places that a printed name leaves out, as far as they are known.

    >>> settled(Jurisdiction("杭州市", Level.CITY)).within
    ('浙江省',)
    """
    if jurisdiction.level in (Level.NATIONAL, Level.PROVINCE):
        return jurisdiction
    within = jurisdiction.within or surroundings(jurisdiction.place)
    if within and surroundings(within[0]):
        within = (*surroundings(within[0]), *within)
    level = jurisdiction.level
    if level is Level.CITY and len(within) > 1:
        level = Level.COUNTY  # 昆山市 lies in 苏州市
    return replace(jurisdiction, level=level, within=within)
