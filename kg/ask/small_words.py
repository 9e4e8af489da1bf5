"""What is left of a stretch of a question when the small words are taken out: the words that carry its topic."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

#: Words whose last character is else a particle.
_WHOLE = re.compile(r"[网酒茶书水]吧|[厕诊]所|[床学车岗摊]位|[老工病]人|[专商农]家|车间")
_ENGLISH = re.compile(
    r"(?<![a-z])(?:the|of|and|or|in|on|for|to|is|are|was|were|be|been|by|an?|does|do|did|done|what|which|who|whom|how|when"
    r"|where|why|it|its|this|that|these|those|there|with|from|at|as|into|between|among|each|every|all|any|both|please|list"
    r"|tell|me|us|i|my|our|you|your|can|could|should|must|shall|will|would|may|might|have|has|had|get|give|given|set|out"
    r"|supposed|required|assigned?|total|say|says|share|carry|take|part|takes|together|notice|document|through|brought"
    r"|about|under|within|according|city|not|no)(?![a-z])"
)


@cache
def _small() -> frozenset[str]:
    text = (Path(__file__).parents[1] / "data" / "small_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def content_of(part: str, said: str = "") -> str:
    """Take the small words out of a stretch, the longest first; what is left in pieces of a character is nothing.

    :param said: a name that is already linked: what it holds is nothing new

    >>> content_of("的任务里头得跑到深圳")
    '深圳'
    """
    small, text = _small(), _ENGLISH.sub(" ", part)
    kept: list[str] = []
    run, at = "", 0
    while at < len(text):
        size = next((n for n in range(min(6, len(text) - at), 0, -1) if text[at : at + n] in small), 0)
        if size > 1 or (
            size == 1 and not _inside_word(text, at) and not _WHOLE.fullmatch(text[max(0, at - 1) : at + 1])
        ):
            kept.append(run)
            run, at = "", at + size
        else:
            run, at = run + text[at], at + 1
    kept.append(run)
    words = [bare for run in kept if len(bare := run.strip(" ()·、")) > 1]
    return "".join(word for word in words if not said or word not in said)


#: Small words of one character that no word of a topic begins or ends with.
_EDGE = frozenset(
    "把将对由要让给在被为的里是归都和与跟了呢吗呀啊也还该应须得请从向按照以及同于那用能可又再着谁"
)


def trimmed(topic: str) -> str:
    """Take the small words off both ends of each stretch of a topic; those inside stay, a single character goes.

    >>> trimmed("把船闸检修交给 这件事")
    '船闸检修'
    """
    return " ".join(part for part in map(_trim, topic.split(" ")) if len(part) > 1)


def _trim(stretch: str) -> str:
    small, start, end = _small(), 0, len(stretch)
    while size := next(
        (n for n in range(min(6, end - start), 0, -1) if _is_edge(stretch[start : start + n], small)), 0
    ):
        start += size
    while size := next(
        (n for n in range(min(6, end - start), 0, -1) if _is_edge(stretch[end - n : end], small)), 0
    ):
        end -= size
    return stretch[start:end].strip(" ()·、")


def _is_edge(word: str, small: frozenset[str]) -> bool:
    return word in small if len(word) > 1 else word in _EDGE


def is_short_word(part: str) -> bool:
    """Tell whether a stretch is a word of two characters, only one of which is a small word: 城管, 水管."""
    return len(part) == 2 and part not in _small() and any(map(_is_plain, part))


def _inside_word(text: str, at: int) -> bool:
    """Tell whether a small word of one character is more likely part of a longer word: 中 in 电子商务中心."""
    return at > 0 and at + 1 < len(text) and all(_is_plain(text[place]) for place in (at - 1, at + 1))


def _is_plain(char: str) -> bool:
    return char.isalnum() and char not in _small()
