"""Tables that were flattened to one cell a line and do not count their rows: the head, then row after row.

What a row says of its task ends where its bodies, or its time, begin; the next line that is neither begins
another row. So only tables are read whose columns of bodies, persons and times stand last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.fitting import SURELY_NOT, Kind, assemble, goes_on, is_general, kind_of_head, misfit
from kg.read.marks import GROUP
from kg.read.pieces import PAGE, squeezed
from kg.text import Span

_LEAST_COLUMNS, _MOST_COLUMNS = 3, 8
_LEAST_ROWS = 2
_MOST_LINES = 12  # that say what is to be done
_ITEM = re.compile(r"\d{1,2}[.、](?!\d)|\(\d{1,2}\)")
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_LONGEST_TAIL = 40  # lines of bodies, persons and times
_BEHIND = frozenset({Kind.BODIES, Kind.PERSON, Kind.TIME})

#: A row: its stretch of the text, and its cells.
_Row = tuple[Span, tuple[Span, ...]]


def unnumbered_rows(text: str, lines: Sequence[Span], at: int) -> tuple[list[_Row], int]:
    """Give the rows of the table that begins at a line, each with its cells; none if none begins.

    :returns: the rows, and the line behind the last
    """
    kinds = _head_kinds(text, lines, at)
    if not kinds:
        return [], at
    head = [squeezed(text, line) for line in lines[at : at + len(kinds)]]
    rows: list[_Row] = [
        (Span(lines[at].start, lines[at + len(kinds) - 1].end), tuple(lines[at : at + len(kinds)]))
    ]
    waiting, stops = list[_Row](), list[bool]()
    count, end, now = 0, at, at + len(kinds)
    while now < len(lines):
        words = squeezed(text, lines[now])
        if PAGE.fullmatch(words):
            now += 1
        elif GROUP.fullmatch(words):
            waiting.append((lines[now], (lines[now],) * len(kinds)))
            now += 1
        elif count and head == [squeezed(text, line) for line in lines[now : now + len(kinds)]]:
            now += len(kinds)
        elif taken := _row_lines(text, lines, now, kinds):
            pieces = [(squeezed(text, line), line) for line in lines[now : now + taken]]
            stops.append(any(words.endswith("。") for words, _ in pieces))
            new = stops[-1] and not any(stops[:-1]) and count
            if new and not _is_timed(pieces, kinds):
                break  # sentences below the table, and who signed them
            rows += [*waiting, (Span(lines[now].start, lines[now + taken - 1].end), assemble(kinds, pieces))]
            waiting, count = [], count + 1
            end = now = now + taken
        else:
            break
    return (rows, end) if count >= _LEAST_ROWS else ([], at)


def _is_timed(pieces: Sequence[tuple[str, Span]], kinds: Sequence[Kind]) -> bool:
    """Tell whether a row ends as rows with times do, and not as a page does: with the day of signing."""
    times = [words for words, _ in pieces if not misfit(Kind.TIME, words)]
    return Kind.TIME in kinds and bool(times) and not any(map(_DAY.fullmatch, times))


def _head_kinds(text: str, lines: Sequence[Span], at: int) -> list[Kind]:
    """Read the words of the head: what is to be done, then who and when; nothing if it is no such head."""
    kinds: list[Kind] = []
    for line in lines[at : at + _MOST_COLUMNS + 1]:
        kind = kind_of_head(squeezed(text, line))
        if kind is None:
            break
        behind = not _BEHIND.isdisjoint(kinds)
        if kind is Kind.TEXT and behind and not is_general(squeezed(text, line)):
            break  # the first row: 落实惠企政策
        kinds.append(kind)
    first = next((place for place, kind in enumerate(kinds) if kind in _BEHIND), 0)
    fits = (
        first > 0
        and _LEAST_COLUMNS <= len(kinds) <= _MOST_COLUMNS
        and all(kind is Kind.TEXT for kind in kinds[:first])
        and all(kind in _BEHIND for kind in kinds[first:])
        and Kind.BODIES in kinds
    )
    return kinds if fits else []


def _row_lines(text: str, lines: Sequence[Span], at: int, kinds: Sequence[Kind]) -> int:
    """Count the lines of the row at a line: those of its task, and those of its bodies and times."""
    for task in range(1, _MOST_LINES + 1):
        if at + task < len(lines) and GROUP.fullmatch(squeezed(text, lines[at + task])):
            break
        if behind := _tail(text, lines, at + task, kinds):
            return task + behind
    return 0


def _tail(text: str, lines: Sequence[Span], at: int, kinds: Sequence[Kind]) -> int:
    """Count the lines that are bodies, persons and times, in the columns' order; there must be bodies."""
    columns = [kind for kind in kinds if kind in _BEHIND]
    place, end, before = 0, at, ""
    named = False
    while end < min(len(lines), at + _LONGEST_TAIL):
        words = squeezed(text, lines[end])
        if GROUP.fullmatch(words) or _ITEM.match(words):
            break
        fits = [each for each in range(place, len(columns)) if not misfit(columns[each], words)]
        if before and goes_on(before, words) and misfit(columns[place], words) < SURELY_NOT:
            fits = [place]
        if not fits:
            break
        place, end, before = fits[0], end + 1, words
        named = named or columns[place] is Kind.BODIES
    signed = Kind.TIME not in columns and end < len(lines) and _DAY.fullmatch(squeezed(text, lines[end]))
    return end - at if named and not signed else 0
