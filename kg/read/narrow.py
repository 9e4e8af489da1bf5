"""Rows of a flattened table whose columns were so narrow that lines break inside words and names.

修建候鸟驿站，配备望远 | 镜20架。 | 省林业局、省自然资 | 源厅 | 6月底前
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.read.fitting import Kind, goes_on, misfit
from kg.read.pieces import Tape

_LOOKED_AT = 120  # pieces of a table, for names that are broken
_LEAST = 2  # of them
_MOST_PIECES = 24  # of a row
_MOST_LINES = 12  # of a cell
_END = "局委办厅部署院会府处科行司社团站所校室心队位门构"
#: A list whose last name breaks off, or whose first is the rest of one: 省财政厅、省自然资; 源厅、省财政厅.
_BROKEN = re.compile(
    rf"[省市区县州国各][^、，,。；;\d]{{1,16}}[{_END}]、(?:[^、，,。；;\d]{{1,16}}[{_END}]、)*[省市区县州国][^、，,。；;\d{_END}等)]{{0,6}}"
    rf"|(?![省市县区州旗国各全中])[\u4e00-\u9fff]{{0,3}}[{_END}]、[省市区县州国各][^，,。；;\d]{{1,20}}"
)
_FIRST_NAME = re.compile("[省市区县州旗国各全驻]|中[央国共]")
_STOPS = ("。", "；", ";", "！")
_LACKING = {Kind.NUMBER: 9, Kind.TEXT: 4, Kind.OTHER: 1}  # else 2
_RAGGED, _UNENDED, _NO_START, _ONE_MORE = 60, 50, 40, 20


def is_narrow(tape: Tape, first: int) -> bool:
    """Tell whether names break off at the ends of lines, in a table whose first row begins at a piece."""
    broken = 0
    for at in range(first, first + _LOOKED_AT):
        if tape.at(at) is None or broken >= _LEAST:
            break
        broken += _BROKEN.fullmatch(tape.folded(at)) is not None
    return broken >= _LEAST


def last_end(tape: Tape, at: int, kinds: Sequence[Kind], width: int) -> int:
    """Find the end of the last row of a table by its last column: a time, or bodies; 0 of any other.

    :param width: the characters of the longest line in that column above
    """
    behind = [each for each in range(at + 2, at + _MOST_PIECES) if tape.at(each) is not None]
    if kinds[-1] is Kind.TIME:
        least = at + len(kinds) - 1
        timed = (each for each in behind if each >= least and not misfit(Kind.TIME, tape.folded(each)))
        last = next(timed, None)
        return last + 1 + goes_on(tape.folded(last), tape.folded(last + 1)) if last is not None else 0
    if kinds[-1] is not Kind.BODIES:
        return 0
    begun, left = False, sum(kind is Kind.BODIES for kind in kinds)
    for each in behind:
        line = tape.folded(each)
        first = len(line) <= width and _FIRST_NAME.match(line) and misfit(Kind.BODIES, line) <= 1
        begun = begun or bool(first)
        if begun and len(line) < width - 1 and not goes_on(line, tape.folded(each + 1)):
            left -= 1
        if not left:
            return each + 1
    return 0


def fit_lines(kinds: Sequence[Kind], lines: Sequence[str]) -> list[int] | None:
    """Give the column of each line of a row, by what the lines of a cell say together; None of too many.

    :param kinds: of the columns; :param lines: folded, without white space
    """
    count, width = len(lines), len(kinds)
    if not width < count <= _MOST_PIECES:
        return None
    skip = [_LACKING.get(kind, 2) * 100 - at for at, kind in enumerate(kinds)]
    # best[c][j]: the cost of the first j lines in the first c columns; came: where the last cell began.
    best = [[0.0] + [float("inf")] * count]
    came: list[list[int]] = []
    for at, (kind, lacking) in enumerate(zip(kinds, skip, strict=True)):
        costs, starts = [], []
        for end in range(count + 1):
            ways = [(best[-1][end] + lacking, end)]
            reach = range(max(0, end - _MOST_LINES), end)
            ways += [
                (best[-1][start] + _cost(kind, lines[start:end]) - at * (end - start), start)
                for start in reach
                if best[-1][start] < float("inf")
            ]
            cost, start = min(ways)
            costs.append(cost)
            starts.append(start)
        best.append(costs)
        came.append(starts)
    places: list[int] = []
    end = count
    for at in range(width - 1, -1, -1):
        start = came[at][end]
        places += [at] * (end - start)
        end = start
    return places[::-1] if end == 0 else None


def _cost(kind: Kind, lines: Sequence[str]) -> float:
    """Say how badly lines make one cell: what they say together, and whether each but the last is full."""
    joined = "".join(lines)
    starts = _NO_START * (kind is Kind.BODIES and not _FIRST_NAME.match(joined))
    if len(lines) == 1:
        return misfit(kind, joined) * 100 + starts
    full = max(map(_length, lines)) - 2
    ragged = sum(_length(line) < full and not goes_on(line, after) for line, after in pairwise(lines))
    if kind is Kind.TEXT:
        unended = any(line.endswith(_STOPS) for line in lines) and not joined.endswith(_STOPS)
        return misfit(kind, joined) * 100 + ragged * _RAGGED + unended * _UNENDED
    if kind is Kind.BODIES:
        going_on = any(goes_on(line, after) for line, after in pairwise(lines))
        if not going_on and not any(misfit(kind, line) for line in lines):
            return starts + _ONE_MORE * len(lines)  # one name a line
        return misfit(kind, joined) * 100 + ragged * _RAGGED + starts
    names = sum(not misfit(Kind.BODIES, line) for line in lines) if kind is Kind.TIME else 0
    return misfit(kind, joined) * 100 + (ragged * 2 + 1 + names) * _RAGGED


def _length(line: str) -> float:
    """Measure a line in full characters."""
    return len(line) - sum(map(str.isascii, line)) / 2
