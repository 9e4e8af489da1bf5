"""Lines of a flattened table as its pieces: a piece is a cell, or one line of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from kg.text import SURNAMES, Span, bare, fold

_BARS = re.compile(r"[|｜]")
#: A page's number, without white space.
PAGE = re.compile(r"[—-]+\d{1,4}[—-]+|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|#?Page\d+:?")
#: A word between blanks; a name of two characters may be spaced out: 李　红.
FIELD = re.compile(rf"(?<!\S)[{SURNAMES}][ \u3000]{{1,2}}[\u4e00-\u9fff](?!\S)|\S+")
_LONGEST_CELL = 30  # lines
_LONGEST_LINE = 200  # characters of one that is asked for again and again, in one table's way or another's


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell, or one line of it: its words without white space, its place, and the line behind it."""

    folded: str
    span: Span
    after: int


@dataclass(slots=True)
class Tape:
    """Pieces that are read as far as they are asked for."""

    source: Iterator[Piece]
    seen: list[Piece] = field(default_factory=list)

    def at(self, place: int) -> Piece | None:
        """Give one piece; None behind the last."""
        while len(self.seen) <= place:
            piece = next(self.source, None)
            if piece is None:
                return None
            self.seen.append(piece)
        return self.seen[place]

    def folded(self, place: int) -> str:
        """Give the words of a piece; none behind the last."""
        piece = self.at(place)
        return piece.folded if piece is not None else ""


def squeezed(text: str, span: Span) -> str:
    """Give the folded characters of a stretch, simplified ones for traditional, without white space.

    >>> squeezed("序 号", Span(0, 3))
    '序号'
    """
    words = span.of(text)
    return _squeezed(words) if len(words) <= _LONGEST_LINE else _squeezed.__wrapped__(words)


@lru_cache(maxsize=4096)
def _squeezed(words: str) -> str:
    return "".join(bare(fold(words)).split())


def read_pieces(
    text: str, lines: Sequence[Span], start: int, running: frozenset[int] = frozenset()
) -> tuple[Tape, bool]:
    """Read lines as pieces, parted as the first one is from the second: by bars, blank lines, or line ends.

    :param running: where the lines begin that head a page
    :returns: the pieces, and whether a piece is surely a whole cell
    """
    line = lines[start].of(text)
    after = lines[start + 1] if start + 1 < len(lines) else Span(len(text), len(text))
    if line[-1] in "|｜" or after.of(text) in {"|", "｜"}:
        return Tape(_between_bars(text, lines, start)), True
    parted = text.count("\n", lines[start].end, after.start) > 1
    return Tape(_by_lines(text, lines, start, parted, running)), parted


def _by_lines(
    text: str, lines: Sequence[Span], start: int, parted: bool, running: frozenset[int]
) -> Iterator[Piece]:
    """Give each line, or with `parted` the lines between two blank ones; without page numbers."""
    group: list[int] = []
    for at in chain(range(start, len(lines)), [None]):
        if at is not None and lines[at].start in running:
            continue
        if group and (
            at is None or not parted or text.count("\n", lines[group[-1]].end, lines[at].start) > 1
        ):
            words = "".join(squeezed(text, lines[each]) for each in group)
            if not PAGE.fullmatch(words):
                yield Piece(words, Span(lines[group[0]].start, lines[group[-1]].end), group[-1] + 1)
            group = []
        if at is not None:
            group.append(at)


def _between_bars(text: str, lines: Sequence[Span], start: int) -> Iterator[Piece]:
    """Give what stands between two bars, which may be nothing; the last piece is one line without a bar."""
    parts: list[Span] = []
    first = start
    for at in range(start, len(lines)):
        edge = lines[at].start
        for bar in _BARS.finditer(text, lines[at].start, lines[at].end):
            parts += _filled(text, edge, bar.start())
            yield _joined(text, parts, bar.start(), at + 1)
            parts, edge, first = [], bar.end(), at + 1
        rest = _filled(text, edge, lines[at].end)
        first = at if rest and not parts else first
        parts += rest
        if at - first >= _LONGEST_CELL:
            break
    if parts:
        yield _joined(text, parts[:1], parts[0].end, first + 1)


def _filled(text: str, start: int, end: int) -> list[Span]:
    """Give a stretch without the white space around it, if there is anything else."""
    words = text[start:end]
    if not words.strip():
        return []
    start += len(words) - len(words.lstrip())
    return [Span(start, start + len(words.strip()))]


def _joined(text: str, parts: Sequence[Span], empty: int, after: int) -> Piece:
    span = Span(parts[0].start, parts[-1].end) if parts else Span(empty, empty)
    return Piece("".join(squeezed(text, part) for part in parts), span, after)
