"""A word of a topic that stands where a task has another: 加强渔具安全 is not what 加强玩具安全 says.

A question that follows a task's own words, but for one that the notices print nowhere, asks for another thing of
the same kind, unless the two words mean the same: 女孩 for 女生. So does one that names a thing by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from kg.ask.context import Ask
from kg.ask.printed import prints
from kg.ask.small_words import trimmed
from kg.text import fold, simple

#: So much of a stretch of the topic must stand in one clause of the task, and where they begin differently.
_FOLLOWS, _BEGINS = 0.6, 0.75
#: Words whose cosine is less mean different things (10 of 46 pairs that mean the same, 32 of 40 others).
_SAME = 0.9
#: Characters of the words compared, and of the topic and the clauses; and how many clauses are looked at.
_WORD, _LONGEST, _CLAUSES = range(2, 7), 100, 40
#: What is named by its number: 3号船闸. Another number, or none, is another thing.
_NUMBERED = re.compile(
    r"[\d一二三四五六七八九十]{1,3}号(?:[线楼桥井院馆库门坝闸]|机组|泵站|船闸|码头|航站楼)"
)
_NUMBER = re.compile(r"\d")
#: What no name of a thing has: 铺到, 用的.
_SMALL = re.compile(r"[的了着到把被对给让]")


def swapped(context: Ask, topic: str, at: int) -> str | None:
    """Give the word of a topic for which a passage has another that means something else, or none at all.

    :param at: the passage's place in the index
    :returns: None where there is no such word
    """
    for name in _NUMBERED.finditer(topic):
        if not prints(context, name.group(), context.notices):
            return name.group()
    clauses = [one[:_LONGEST] for one in _stretches(context.index.passages[at].text)[:_CLAUSES]]
    for stretch in _stretches(trimmed(topic)[:_LONGEST]):
        for word, other in (pair for clause in clauses for pair in _replaced(stretch, clause)):
            if _differ(context, word, other) and not prints(context, word, context.notices):
                return word
    return None


def _stretches(text: str) -> list[str]:
    return re.split(r"\W+", simple(fold(text)).lower())


def _replaced(stretch: str, clause: str) -> Iterator[tuple[str, str]]:
    """Give the words that stand in each other's place in a stretch and a clause that follows it.

    What begins both is often a verb: then more of the rest must be the same.
    """
    blocks = SequenceMatcher(None, stretch, clause, autojunk=False).get_matching_blocks()
    same = [block for block in blocks if block.size > 1]
    share = sum(block.size for block in same) / max(1, len(stretch))
    ends = [(0, 0), *((block.a + block.size, block.b + block.size) for block in same)]
    starts = [*((block.a, block.b) for block in same), (len(stretch), len(clause))]
    for (start, first), (end, last) in zip(ends, starts, strict=True):
        word, other = stretch[start:end], _NUMBER.split(clause[first:last])[0]  # 渔港|24个
        begins = not start and other == trimmed(other)
        if not (start and first):
            word, other = trimmed(word), trimmed(other)  # 推进|渔具安全
        if share >= (_BEGINS if begins else _FOLLOWS):
            yield word, other


def _differ(context: Ask, word: str, other: str) -> bool:
    """Tell whether two words name different things; such as share a character are taken for the same."""
    both = (word, other)
    named = all(len(one) in _WORD and one.isalpha() and not _SMALL.search(one) for one in both)
    if not named or not all(map(trimmed, both)) or len(other) > len(word) + 1 or set(word) & set(other):
        return False
    return float(context.embed(word) @ context.embed(other)) < _SAME
