"""Places of China as they are written in Latin letters, from `kg/data/romanised.csv`: Hangzhou is 杭州市."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Romanised(NamedTuple):
    """A place that Latin letters can mean; `kind` is province, city (of a prefecture) or county."""

    name: str
    kind: str


@cache
def _table() -> dict[str, tuple[Romanised, ...]]:
    found: defaultdict[str, list[Romanised]] = defaultdict(list)
    table = Path(__file__).parents[1] / "data" / "romanised.csv"
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for letters in row["romanised"].split():
                found[letters].append(Romanised(row["name"], row["kind"]))
    ranks = ("province", "city", "county")
    return {
        letters: tuple(sorted(places, key=lambda place: ranks.index(place.kind)))
        for letters, places in found.items()
    }


def romanised_places(word: str) -> tuple[Romanised, ...]:
    """Give the places that a word in Latin letters can mean, the largest first; case and marks are free.

    >>> [place.name for place in romanised_places("Xi'an")][:1], romanised_places("hello")
    (['西安市'], ())
    """
    return _table().get(re.sub(r"[^a-z]", "", word.lower()), ())
