"""Bodies in turn: sentences or paragraphs that each begin with another body and what it is responsible for.

水利部门负责水库的监管。具体包括：…。
林业部门负责林区的监管。具体包括：…。
粮食部门负责粮库的监管。具体包括：…。

One such sentence tells how things are; where several bodies take turns, their duties are given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.parse.duties import subject_duty
from kg.parse.items import Item
from kg.parse.statements import Statement
from kg.text import Flow

_LEAST = 3  # bodies that take turns
_WORD = "负责"
_IS_RESPONSIBLE = re.compile(
    r"(?:主要|具体|全面|统一|分别)?(?P<verb>负责)(?![人了过的任]|同志|单位|部门|领导)(?=[^。；;，,:]{2})"
)
#: What else a sentence between them may say that one does.
_DOES_TOO = re.compile(
    r"(?P<verb>负责|对|要|应当?|须|承担|配合|协助)(?![人了过的任]|同志|单位|部门|领导)(?=[^。；;，,:]{2})"
)
#: A sentence's beginning, behind what a reprint says of its pages: [接上页].
_SENTENCE = re.compile(r"(?:^|(?<=[。；;]))(?:\[(?:接|续|上接|下转)[^\]]{1,6}\])?(?=[^。；;]{6})")
#: Groups of a campaign are set up by the sentence, and no bodies.
_GROUP = re.compile("(?:组|专班|指挥部|小组办公室)$")
_ARTICLES = frozenset({"chapter", "article"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """A duty, the paragraph that it stands in, and where its sentence begins."""

    paragraph: int
    start: int
    duty: Statement


def state_in_turn(item: Item) -> None:
    """Read the duties of an item whose sentences begin with one body after the other.

    Ordinances tell competences so, article by article; they give out no tasks.
    """
    if sum(flow.folded.count(_WORD) for flow in item.paragraphs) < _LEAST or item.states or _is_law(item):
        return
    turns = [
        turn for at, flow in enumerate(item.paragraphs) for turn in _turns(at, flow, _IS_RESPONSIBLE, set())
    ]
    names = [turn.duty.named[0].body.folded for turn in turns]
    if len(turns) < _LEAST or len(set(names)) < len(names) or any(map(_GROUP.search, names)):
        return
    within = range(turns[0].paragraph, turns[-1].paragraph + 1)
    begun = {turn.paragraph for turn in turns if turn.start == 0}
    sentences = item.paragraphs[within[0]].folded.count("。") if len(within) == 1 else 0
    if not begun.issuperset(within) or len(turns) * 2 < sentences:
        return
    for at in within:
        flow = item.paragraphs[at]
        item.statements[at] = _ending(flow, list(_turns(at, flow, _DOES_TOO, set(names))))


def _turns(at: int, flow: Flow, does: re.Pattern[str], known: set[str]) -> Iterator[_Turn]:
    """Give the sentences of a paragraph that begin with a body; what does more, only of one not yet known."""
    for sentence in _SENTENCE.finditer(flow.folded):
        duty = subject_duty(flow[sentence.end() :], does)
        if duty is None:
            continue
        more = not duty.content.folded.endswith(_WORD)
        behind_stop = flow.folded[max(0, sentence.start() - 1) : sentence.start()] in {"", "。"}
        if not more or (behind_stop and duty.named[0].body.folded not in known):
            yield _Turn(at, sentence.start(), duty)


def _ending(flow: Flow, turns: Sequence[_Turn]) -> list[Statement]:
    """Put each duty to the end of its sentences, which it governs."""
    ends = [*(turn.start for turn in turns[1:]), len(flow)]
    return [replace(turn.duty, start=end, end=end) for turn, end in zip(turns, ends, strict=True)]


def _is_law(item: Item | None) -> bool:
    while item is not None:
        if item.marker is not None and item.marker.style in _ARTICLES:
            return True
        item = item.parent
    return False
