"""What a question leaves open: 谁, 哪天, 多久一次, 什么制度; and the spans of a sentence that can stand there.

A frame pairs the words that ask with how texts put what is asked for (`kg.ask.frames` is the table of them). Which
span the rest of the question speaks of is for `kg.ask.fitting` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.text import fold, simple


class Frame(NamedTuple):
    """One way to ask, and how texts put what is then asked for.

    `kind` is the type of the results. `asked` is found in a question: the gap is its group `gap`, or all of it.
    `told` are patterns with a group `said`, where <name> stands for the words of the group `name` of `asked`.
    `missing` is what a notice without such a sentence is said not to tell; where it is empty, other readers go on.
    `of_notice` tells that the notice itself is spoken of (谁批准的): its sentence need share nothing with the
    question.
    """

    kind: str
    asked: re.Pattern[str]
    told: tuple[str, ...]
    missing: str = ""
    of_notice: bool = False


class Gap(NamedTuple):
    """The gap of a question: its words, those before and behind it, and the patterns of the spans that fit."""

    frame: Frame
    words: str
    before: str
    behind: str
    told: tuple[re.Pattern[str], ...]
    missing: str

    @property
    def rest(self) -> str:
        """Give the question without the words that ask."""
        return f"{self.before} {self.behind}"


class Span(NamedTuple):
    """A stretch of a sentence, from `start` to before `end`."""

    start: int
    end: int


def find_gaps(text: str, frames: Sequence[Frame]) -> Iterator[Gap]:
    """Find what a question leaves open, by each frame that asks so.

    :param text: the question, folded, without the words that only say which notice is meant
    """
    for frame in frames:
        if (asked := frame.asked.search(text)) is not None:
            told = tuple(re.compile(_filled(pattern, asked, re.escape)) for pattern in frame.told)
            start, end = asked.span("gap") if asked.groupdict().get("gap") else asked.span()
            missing = _filled(frame.missing, asked)
            yield Gap(frame, text[start:end], text[:start], text[end:], told, missing)


def _filled(pattern: str, asked: re.Match[str], write: Callable[[str], str] = str) -> str:
    """Put the words that a question asks with into a pattern."""
    for name, words in asked.groupdict().items():
        pattern = pattern.replace(f"<{name}>", write(words or ""))
    return pattern


def find_spans(gap: Gap, sentence: str) -> Iterator[Span]:
    """Find the stretches of a sentence that can stand in a gap, each once."""
    said = simple(fold(sentence))
    found = (Span(*match.span("said")) for told in gap.told for match in told.finditer(said))
    yield from dict.fromkeys(span for span in found if span.start < span.end)
