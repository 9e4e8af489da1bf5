"""The subject words that two texts share: what is left of them without places and general words."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.find.quantities import find_quantities
from kg.text import fold, simple

#: The one-character names of provinces and cities that official texts join: 沪杭, 京津冀, 杭甬.
_SHORT_PLACES = "京津沪渝冀豫滇辽黑湘皖鲁苏浙赣鄂桂晋陕吉闽粤黔川蜀宁琼杭甬穗蓉汉"
#: Function words: they part two subjects (旅游和教育).
_BETWEEN = "的和与及或在对向从为等"
#: Those of them that are hardly ever part of a word.
_PARTING = "的和与或"
_MASK = "\u3000"
#: What is longer than so many characters is no word.
_LONGEST = 16


@lru_cache(maxsize=2)
def general_words(*, alone: bool = False) -> frozenset[str]:
    """Read the words of official language that say nothing about a text's subject.

    :param alone: give those that say nothing where they stand alone, but something as part of a longer word
    """
    text = (Path(__file__).parents[1] / "data" / "general_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(row["word"] for row in rows if (row["group"] == "单用") == alone)


def subject_text(text: str, places: Iterable[str] = ()) -> str:
    """Blank out general words, places, quantities, digits and marks, keeping the length.

    :param places: names of places besides the joined short ones

    >>> subject_text("推进杭黄铁路建设").split()
    ['杭黄铁路']
    """
    return _blanked(text, places, _BETWEEN)


def bordered_text(text: str, places: Iterable[str] = ()) -> str:
    """Blank out what surely parts two words, keeping the length: marks, digits, general words, places.

    Unlike `subject_text` it leaves function words in that are part of words too (行为, 应对, 从业).
    """
    return _blanked(text, places, _PARTING)


def _blanked(text: str, places: Iterable[str], between: str) -> str:
    folded = simple(fold(text))
    chars = [char.lower()[0] if char.isalpha() else _MASK for char in folded]
    for quantity in find_quantities(folded):
        chars[quantity.start : quantity.end] = _MASK * (quantity.end - quantity.start)
    general = _general(frozenset(places), between)
    return general.sub(lambda found: _MASK * len(found.group()), "".join(chars))


def whole_words(run: str, bordered: str) -> tuple[str, ...]:
    r"""Find the words in a run that two texts share: it can cut words in two (域生态 of 流域生态, 海域生态).

    A word stands at borders: it begins at one somewhere and ends at one somewhere. Where no part of a run
    does, it will do that the run begins at one, that what follows it differs from place to place, and that it
    has an even number of characters, as most words of Chinese have, joined or not (生态环境 and 生态环保
    share 生态环, 世博会 and 西博会 share 博会: no words).

    :param bordered: the `bordered_text` of all that is compared, each text between line ends

    >>> whole_words("域生态补", bordered_text("\n流域生态补偿，海域生态补水，生态\n"))
    ('生态',)
    """
    words: list[str] = []
    start = 0
    while start < len(run) - 1:
        ends = range(min(len(run), start + _LONGEST), start + 1, -1) if _begins(run[start:], bordered) else ()
        word = next((run[start:end] for end in ends if _stands(run[start:end], bordered)), "")
        words += [word] if word else []
        start += len(word) or 1
    if not words and len(run) % 2 == 0 and len(run) <= _LONGEST:
        words += [run] if _begins(run, bordered) and _goes_on(run, bordered) else []
    return tuple(words)


def _begins(run: str, bordered: str) -> bool:
    """Tell whether the first two characters of a run stand at a border somewhere, and cut no Latin word."""
    return _MASK + run[:2] in bordered and not (
        run[0].isascii() and re.search(f"[a-z]{re.escape(run[:2])}", bordered)
    )


def _stands(word: str, bordered: str) -> bool:
    if _MASK + word not in bordered or word + _MASK not in bordered:
        return False
    return not (word[-1].isascii() and re.search(f"{re.escape(word)}[a-z]", bordered))


def _goes_on(word: str, bordered: str) -> bool:
    """Tell whether what follows a word differs from place to place."""
    found: set[str] = set()
    at = bordered.find(word)
    while at >= 0 and len(found) < 2:
        found.add(bordered[at + len(word)])
        at = bordered.find(word, at + 1)
    return len(found) == 2


@lru_cache(maxsize=64)
def _general(places: frozenset[str], between: str) -> re.Pattern[str]:
    words = sorted(general_words() | {place for place in places if len(place) > 1}, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), f"[{_SHORT_PLACES}]{{2,}}", f"[{between}]"]))


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
