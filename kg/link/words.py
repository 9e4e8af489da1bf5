"""The subject words that two texts share: what is left of them without places and general words."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.text import fold

#: The one-character names of provinces and cities that official texts join: 沪杭, 京津冀, 杭甬.
_SHORT_PLACES = "京津沪渝冀豫滇辽黑湘皖鲁苏浙赣鄂桂晋陕吉闽粤黔川蜀宁琼杭甬穗蓉汉"
#: Function words: they part two subjects (旅游和教育).
_BETWEEN = "的和与及或在对向从为等"
_MASK = "\u3000"


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """Read the words of official language that say nothing about a text's subject."""
    text = (Path(__file__).parents[1] / "data" / "general_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(row["word"] for row in rows)


def subject_text(text: str, places: Iterable[str] = ()) -> str:
    """Blank out general words, places, digits and marks, keeping the length.

    :param places: names of places besides the joined short ones

    >>> subject_text("推进杭黄铁路建设").split()
    ['杭黄铁路']
    """
    plain = "".join(char if char.isalpha() else _MASK for char in fold(text).lower())
    return _general(frozenset(places)).sub(lambda found: _MASK * len(found.group()), plain)


@lru_cache(maxsize=64)
def _general(places: frozenset[str]) -> re.Pattern[str]:
    words = sorted(general_words() | {place for place in places if len(place) > 1}, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), f"[{_SHORT_PLACES}]{{2,}}", f"[{_BETWEEN}]"]))


def shared_runs(first: str, second: str) -> tuple[str, ...]:
    """Find the longest stretches of two characters or more that two subject texts share, each once.

    >>> shared_runs("基础教育　改革", "旅游　教育　人才")
    ('教育',)
    """
    held = set(pairwise(second))
    runs: list[str] = []
    end = reached = 0
    for start in range(len(first) - 1):
        if _MASK in first[start : start + 2] or (first[start], first[start + 1]) not in held:
            continue
        end = max(end, start + 2)
        while end < len(first) and first[end] != _MASK and first[start : end + 1] in second:
            end += 1
        if end > reached:  # else it is the tail of the run before
            runs.append(first[start:end])
            reached = end
    return tuple(
        run for run in dict.fromkeys(runs) if not any(run != other and run in other for other in runs)
    )


def is_listed(run: str, text: str, subjects: str) -> bool:
    """Tell whether a subject word is an item that a text lists: 交通 in 加快交通、旅游、教育等一体化.

    :param subjects: the subject text of `text`
    """
    return any(
        "、" in (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1])
        for found in re.finditer(rf"(?<![^{_MASK}]){re.escape(run)}(?![^{_MASK}])", subjects)
    )


def rarity(run: str, texts: Sequence[str]) -> float:
    """Weigh a run by how few of a notice's texts hold it: 1 in two or fewer, 0 in all (a scaled idf)."""
    holders = max(2, sum(run in text for text in texts))
    if holders >= len(texts):
        return float(len(texts) <= 2)
    return math.log(len(texts) / holders) / math.log(len(texts) / 2)
