"""The subject words that two texts share: what is left of them without places and general words."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from kg.text import fold

#: The one-character names of provinces and of cities that official texts join: 沪杭, 京津冀, 杭甬.
_SHORT_PLACES = "京津沪渝冀豫滇辽黑湘皖鲁苏浙赣鄂桂晋陕吉闽粤黔川蜀宁琼杭甬穗蓉汉"
_MASK = "\u3000"


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """Read the words of official language that say nothing about a text's subject."""
    text = files("kg").joinpath("data", "general_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(row["word"] for row in rows)


def subject_text(text: str, places: Iterable[str] = ()) -> str:
    """Blank out general words, places, marks and digits, keeping the length.

    :param places: names of places besides the well-known short ones

    >>> subject_text("推进杭黄铁路建设").split()
    ['杭黄铁路']
    """
    plain = "".join(char if char.isalpha() else _MASK for char in fold(text).lower())
    return _masks(frozenset(places)).sub(lambda found: _MASK * len(found.group()), plain)


@lru_cache(maxsize=64)
def _masks(places: frozenset[str]) -> re.Pattern[str]:
    words = sorted(general_words() | {place for place in places if len(place) > 1}, key=len, reverse=True)
    # a lone function word parts two subjects: 旅游和教育
    return re.compile("|".join([*map(re.escape, words), f"[{_SHORT_PLACES}]{{2,}}", "[的和与及或在对向从为等]"]))


def shared_runs(first: str, second: str) -> tuple[str, ...]:
    """Give the longest stretches of two characters or more that two subject texts share, each once.

    >>> shared_runs("教育改革　基础教育", "旅游　教育　人才")
    ('教育',)
    """
    held = set(pairwise(second))
    runs: dict[str, None] = {}
    start = 0
    while start < len(first) - 1:
        end = start + 2
        if _MASK in first[start:end] or (first[start], first[start + 1]) not in held:
            start += 1
            continue
        while end < len(first) and first[end] != _MASK and first[start : end + 1] in second:
            end += 1
        runs[first[start:end]] = None
        start = end - 1  # the next run may begin with this one's last character
    whole = [run for run in runs if not any(run != other and run in other for other in runs)]
    return tuple(whole)


def rarity(runs: Iterable[str], texts: Sequence[str]) -> dict[str, float]:
    """Weigh runs by how few of a notice's texts hold them: 1 in only two, 0 in all (idf, scaled)."""
    return {run: idf(sum(run in text for text in texts), len(texts)) for run in runs}


def idf(holders: int, size: int) -> float:
    """Scale the logarithm of size / holders so that two holders weigh 1; all of them weigh 0."""
    if holders >= size or size <= 2:
        return 1.0 if holders <= 2 else 0.0
    return min(1.0, math.log(size / holders) / math.log(size / 2))
