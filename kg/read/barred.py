"""Tables flattened to one cell a line with bars between them, that do not count their rows.

重点任务 | 具体措施 | 责任单位, each on a line of its own. A cell over several rows is printed once.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.read.fitting import SURELY_NOT, Kind, is_general, is_task_head, kind_of_head, misfit
from kg.read.marks import GROUP
from kg.read.pieces import Piece, Tape, read_pieces, squeezed
from kg.text import Span

_BARS = ("|", "｜")
_MOST_TASKS = 3  # columns that say what is to be done
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 8
_LEAST_ROWS = 2
_LONGEST_WORD = 60  # characters of a head's word, spaced out

#: A row: its stretch of the text, and its cells.
_Row = tuple[Span, tuple[Span, ...]]


def barred_rows(text: str, lines: Sequence[Span], at: int) -> tuple[list[_Row], int]:
    """Give the rows of the table that begins at a line, each with its cells; none if none begins.

    :returns: the rows, and the line behind the last
    """
    start = _start(text, lines, at)
    if start is None:
        return [], at
    tape, whole = read_pieces(text, lines, start)
    kinds = _head_kinds(tape)
    if not whole or not kinds:
        return [], at
    rows = [_row(tape.seen[: len(kinds)])]
    above: tuple[Span, ...] = ()
    now = end = len(kinds)
    while tape.at(now) is not None:
        if _fits(tape, now, kinds):
            taken, cells = len(kinds), tuple(piece.span for piece in tape.seen[now : now + len(kinds)])
        elif GROUP.fullmatch(tape.folded(now)) and _fits(tape, now + 1, kinds):
            taken, cells = 1, (tape.seen[now].span,) * len(kinds)
        elif above and kinds[1] is Kind.TEXT and _fits(tape, now, kinds[1:]):
            taken = len(kinds) - 1
            cells = (above[0], *(piece.span for piece in tape.seen[now : now + taken]))
        elif not tape.folded(now) and (_fits(tape, now + 1, kinds) or _fits(tape, now + 1, kinds[1:])):
            now += 1
            continue
        else:
            break
        rows.append((_row(tape.seen[now : now + taken])[0], cells))
        above = cells if taken > 1 else ()
        now = end = now + taken
    if sum(len(set(cells)) > 1 for _, cells in rows) <= _LEAST_ROWS:
        return [], at
    after = tape.seen[end - 1].after
    while after < len(lines) and lines[after].of(text) in _BARS:
        after += 1
    return rows, after


def _start(text: str, lines: Sequence[Span], at: int) -> int | None:
    """Give the line of the first word of a head, behind the bar that may frame it; None if none begins."""
    if text[lines[at].end - 1] not in _BARS and not _opens_with_bar(text, lines, at + 1):
        return None
    start = at + (lines[at].of(text) in _BARS)
    tried = start == at > 0 and lines[at - 1].of(text) in _BARS  # from that bar on
    return None if tried or start + 1 >= len(lines) or not _is_word(text, lines, start) else start


def _opens_with_bar(text: str, lines: Sequence[Span], at: int) -> bool:
    return at < len(lines) and text[lines[at].start] in _BARS


def _is_word(text: str, lines: Sequence[Span], at: int) -> bool:
    """Tell whether a line is the first word of such a head, with a bar behind it."""
    line = lines[at]
    if line.end - line.start > _LONGEST_WORD:
        return False
    barred = text[line.end - 1] in _BARS or lines[at + 1].of(text) in _BARS
    return barred and kind_of_head(squeezed(text, line).rstrip("|")) is Kind.TEXT


def _head_kinds(tape: Tape) -> list[Kind]:
    """Read the words of the head: what is to be done first, and who does it."""
    kinds: list[Kind] = []
    while len(kinds) <= _MOST_COLUMNS and (kind := kind_of_head(tape.folded(len(kinds)))) is not None:
        first = Kind.BODIES in kinds and not is_general(tape.folded(len(kinds)))
        if kind is Kind.TEXT and (first or kinds.count(kind) >= _MOST_TASKS):
            break  # the first row: 开展排查工作
        kinds.append(kind)
    fits = _LEAST_COLUMNS <= len(kinds) <= _MOST_COLUMNS and is_task_head(kinds)
    return kinds if fits and Kind.BODIES in kinds and Kind.NUMBER not in kinds else []


def _fits(tape: Tape, at: int, kinds: Sequence[Kind]) -> bool:
    """Tell whether the pieces from a place on are a row's cells: none is what its column does not hold."""
    if tape.at(at + len(kinds) - 1) is None:
        return False
    cells = [(kind, tape.folded(at + each)) for each, kind in enumerate(kinds)]
    most = {Kind.TEXT: 1}
    fits = all(misfit(kind, word) <= most.get(kind, SURELY_NOT - 1) for kind, word in cells if word)
    told = [kind for kind, word in cells if word and not misfit(kind, word)]
    named = Kind.BODIES in told or (Kind.TIME in told and (Kind.BODIES, "") in cells)
    return fits and named and cells[0][0] is Kind.TEXT and bool(cells[0][1])


def _row(pieces: Sequence[Piece]) -> _Row:
    spans = tuple(piece.span for piece in pieces)
    return Span(spans[0].start, spans[-1].end), spans
