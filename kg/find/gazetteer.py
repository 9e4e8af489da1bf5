"""The names of places of China, from `kg/data/places.csv`, and a look-up that reads the longest."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Name(NamedTuple):
    """A name of a place; `only_in_list`: it is a word as well, and a place only among places."""

    text: str
    only_in_list: bool


@cache
def names_by_head() -> dict[str, tuple[Name, ...]]:
    """Give the names by their first two characters, longest first."""
    names: dict[str, bool] = {}
    table = Path(__file__).parents[1] / "data" / "places.csv"
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            is_list_name = row["short_read"] == "list"
            if row["short"]:
                # A short name that one of its places has alone is read alone: 吉林 of the province.
                names[row["short"]] = names.get(row["short"], True) and is_list_name
            # 高县 would be read in 提高县域: a name of two characters needs company.
            names[row["name"]] = (is_list_name and not row["short"]) or len(row["name"]) == 2
    by_head: defaultdict[str, list[Name]] = defaultdict(list)
    for text, only_in_list in sorted(names.items(), key=lambda item: (-len(item[0]), item[0])):
        by_head[text[:2]].append(Name(text, only_in_list))
    return {head: tuple(found) for head, found in by_head.items()}


@cache
def _first_two() -> re.Pattern[str]:
    """Match the first characters of names, where the next is a second of names too: soon found, and few."""
    first, second = (re.escape("".join(sorted(chars))) for chars in zip(*names_by_head(), strict=True))
    return re.compile(f"[{first}](?=[{second}])")


def heads_of_names(folded: str) -> Iterator[int]:
    """Give the places where the first two characters of a name stand."""
    heads = names_by_head()
    for match in _first_two().finditer(folded):
        at = match.start()
        if folded[at : at + 2] in heads:
            yield at


def place_at(folded: str, at: int) -> Name | None:
    """Give the longest name of a place that stands at a character."""
    for name in names_by_head().get(folded[at : at + 2], ()):
        if folded.startswith(name.text, at):
            return name
    return None


def begins_with_place(name: str) -> bool:
    """Tell whether a name begins with that of a place that cannot be another word."""
    place = place_at(name, 0)
    return place is not None and not place.only_in_list
