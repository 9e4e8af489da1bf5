"""Tables that were flattened to one cell a line: 序号, the other words of the head, then row after row.

The cells may have blank lines between them, a bar behind each (`市财政局 |`), or bars on lines of their own.
A row begins with its number; it may lack cells that were merged with those above, and a cell may go over
several lines. A line 一、… between rows is a heading of the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from kg.document import Line, Row
from kg.read.doubled import assembled
from kg.read.fitting import SURELY_NOT, Kind, assemble, goes_on, may_head, misfit, placed
from kg.read.flat_heads import FlatHead, read_flat_head
from kg.read.group_column import LONGEST_SORTING, may_sort, read_group_head, with_groups
from kg.read.marks import GROUP, group_at, number_at
from kg.read.narrow import fit_lines, is_narrow, last_end
from kg.read.pieces import Piece, Tape, read_pieces, squeezed
from kg.read.reading import Reading
from kg.read.unnumbered import unnumbered_rows
from kg.text import Span

_FIRST = re.compile(r"(?:任务|项目|工作)?(?:序号|编号)|序")
_LONE_BARS = frozenset("|｜")
_END = re.compile(
    r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}(?:[:.].*)?|(?:备?注|说明):.*|\([此本][件文].*|抄送.*|.*印发"
)
_LONGEST_WORD = 60  # characters of a head's word, spaced out
_MOST_PIECES = 60  # of a row
_MOST_LINES = 6  # that the last row's text may go on for
_LONGEST_CAPTION = 30  # of a heading without a number
_LOOKED_AT = 12  # rows above the last one
_MOST_SORTING = 3  # lines of a cell that sorts the rows

#: The cells of a row, in the order of the columns.
_Cells = tuple[Span, ...]


def cell_rows(
    text: str, lines: Sequence[Span], at: int, running: frozenset[int] = frozenset()
) -> tuple[list[tuple[Span, _Cells]], int]:
    """Give the rows of the table that begins at a line, each with its cells; none if none begins.

    :param running: where the lines begin that head a page
    :returns: the rows, and the line behind the last
    """
    start = at + (lines[at].of(text) in _LONE_BARS)
    if start == len(lines) or lines[start].end - lines[start].start > _LONGEST_WORD:
        return [], at
    word = squeezed(text, lines[start]).rstrip("|")
    numbered = bool(_FIRST.fullmatch(word))
    if not numbered and not may_sort(word):
        return [], at
    if not numbered and start == at > 0 and lines[at - 1].of(text) in _LONE_BARS:  # tried from that bar on
        return [], at
    tape, whole = read_pieces(text, lines, start, running)
    before = tape.at(0)
    head = read_flat_head(tape, whole) if numbered else None
    if not numbered and (found := read_group_head(tape, whole)):
        head, tape = found
    rows, end = _read_rows(text, tape, head, whole) if head is not None else ([], 0)
    if head is None or not rows:
        return [], at
    cells = head.cells
    if not numbered and before is not None:
        rows, cells = with_groups(rows), (before.span, *cells)
    after = tape.seen[end - 1].after
    while after < len(lines) and lines[after].of(text) in _LONE_BARS:
        after += 1
    rows.insert(0, (lines[at].start, cells))
    ends = [*(first for first, _ in rows[1:]), lines[after - 1].end]
    return [
        (Span(first, first + len(text[first:last].rstrip())), cells)
        for (first, cells), last in zip(rows, ends, strict=True)
    ], after


def flat_rows(
    text: str, lines: Sequence[Span], at: int, running: frozenset[int] = frozenset()
) -> tuple[list[tuple[Span, _Cells]], int]:
    """Give the rows of a table with one cell a line, whether it counts them or not; see `cell_rows`."""
    if not may_head(lines[at].of(text)):
        return [], at
    rows, behind = cell_rows(text, lines, at, running)
    return (rows, behind) if rows else unnumbered_rows(text, lines, at)


def with_flat_tables(reading: Reading) -> Reading:
    """Find the tables among the lines of a format that has tables of its own, and gives others as lines."""
    tables = 1 + max((block.table for block in reading.blocks if isinstance(block, Row)), default=-1)
    blocks: list[Line | Row] = []
    for is_row, group in groupby(reading.blocks, lambda block: isinstance(block, Row)):
        run = list(group)
        if is_row:
            blocks += run
            continue
        lines, at = [block.span for block in run], 0
        while at < len(lines):
            rows, behind = flat_rows(reading.text, lines, at)
            blocks += [Row(span, tables, cells) for span, cells in rows] or [run[at]]
            tables, at = tables + bool(rows), behind if rows else at + 1
    return replace(reading, blocks=tuple(blocks))


def _read_rows(text: str, tape: Tape, head: FlatHead, whole: bool) -> tuple[list[tuple[int, _Cells]], int]:
    """Give where each row begins, and its cells; with them, the piece behind the last."""
    rows: list[tuple[int, _Cells]] = []
    at = end = head.length
    tasks = doubtful = last = 0
    width = len(head.kinds)
    narrow = not whole and is_narrow(tape, head.length)
    while (piece := tape.at(at)) is not None:
        if group := group_at(tape, at):
            spans = [tape.seen[each].span for each in range(at, at + group)]
            rest = [Span(spans[-1].end, spans[-1].end)] * (width - group)
            rows.append((piece.span.start, tuple(spans * width if group == 1 else spans + rest)))
            at = end = at + group
        elif number_at(tape, at):
            end = _row_end(text, tape, at, head, whole)
            if not end and narrow:
                above = [cells[-1].of(text) for _, cells in rows[-_LOOKED_AT:] if cells[0] != cells[-1]]
                lines = [line for cell in above for line in cell.split()]
                end = last_end(tape, at, head.kinds, max(map(len, lines), default=0))
            end = end or _last_end(tape, at, head.kinds, whole, last)
            last = end - at
            tasks += 1
            for each, cells in enumerate(_cells(tape.seen[at:end], head.kinds, whole, narrow=narrow)):
                start = cells[head.kinds.index(Kind.TEXT)].start if each else piece.span.start
                rows.append((start, cells))
                doubtful += not each and _doubtful(text, cells, head.kinds)
            at = end
        elif (tasks or at == head.length) and (caption := _caption(tape, at, head)):
            at = end = at + caption
            rows.append((piece.span.start, (Span(piece.span.start, tape.seen[end - 1].span.end),) * width))
        elif again := _head_at(tape, at, head):
            at += again
        elif piece.folded:
            break
        else:
            at += 1
    return (rows, end) if tasks and doubtful * 2 < tasks else ([], 0)


def _caption(tape: Tape, at: int, head: FlatHead) -> int:
    """Count the pieces of a heading without a number: a few words, then a row, or the head again.

    The narrow cell that sorts the rows may be broken into short lines; 0 where there is no heading.
    """
    words = tape.folded(at)
    if not 1 < len(words) <= _LONGEST_CAPTION or (misfit(Kind.TEXT, words) and not head.grouped):
        return 0
    if words.endswith(("。", ";")) and not head.grouped:
        return 0
    for length in range(1, 1 + _MOST_SORTING):
        if number_at(tape, at + length) or _head_at(tape, at + length, head):
            return length
        if not head.sorted_by or not 0 < len(tape.folded(at + length - 1)) <= LONGEST_SORTING:
            break
    return 0


def _caption_before(tape: Tape, end: int, head: FlatHead) -> int:
    """Count the last pieces of a row that stand behind its time: they are a heading of the rows below."""
    for length in range(1, 1 + _MOST_SORTING if head.kinds[-1] is Kind.TIME else 1):
        before, first = tape.folded(end - length - 1), tape.folded(end - length)
        if misfit(Kind.TIME, first) == 0:
            break
        if misfit(Kind.TIME, before) == 0 and not goes_on(before, first):
            return length if _caption(tape, end - length, head) == length else 0
    return 0


def _head_at(tape: Tape, at: int, head: FlatHead) -> int:
    """Count the pieces of the head, where it is printed again on another page; 0 where it is not."""
    first = int(head.sorted_by != "" and tape.folded(at) == head.sorted_by)
    again = all(tape.folded(at + first + each) == tape.folded(each) for each in range(head.length))
    return first + head.length if again else 0


def _row_end(text: str, tape: Tape, at: int, head: FlatHead, whole: bool) -> int:
    """Find the piece behind a row: as far as the next row, with all cells if it may be; 0 of the last row."""
    number, full = number_at(tape, at), at + len(head.kinds)
    if group := next((each for each in range(at + 2, full) if group_at(tape, each)), 0):
        return group
    sooner = _next_row(tape, range(at + 2, full), number)
    ends_with_table = tape.at(full) is None and tape.at(full - 1) is not None
    if sooner and not ends_with_table and number_at(tape, full) != number + 1:
        return sooner
    if _ends_at(tape, full, number) or (not tape.folded(full) and _ends_at(tape, full + 1, number)):
        return min(full, len(tape.seen))
    if _caption(tape, full, head) and not _doubtful(
        text, _cells(tape.seen[at:full], head.kinds, whole)[0], head.kinds
    ):
        return full
    for end in range(at + 2, at + _MOST_PIECES):
        if tape.at(end) is None or _END.fullmatch(tape.folded(end)):
            break
        if number_at(tape, end) == number + 1 or group_at(tape, end) or _head_at(tape, end, head):
            return end - _caption_before(tape, end, head)
    return 0


def _next_row(tape: Tape, places: range, number: int) -> int:
    """Find where the row with the next number begins, with what is to be done behind it; 0 if nowhere."""
    return next(
        (
            at
            for at in places
            if number_at(tape, at) == number + 1 and not misfit(Kind.TEXT, tape.folded(at + 1))
        ),
        0,
    )


def _ends_at(tape: Tape, at: int, number: int) -> bool:
    """Tell whether something else than the row's cells stands at a piece."""
    following = number_at(tape, at)
    return tape.at(at) is None or following == 1 or following > number or group_at(tape, at) > 0


def _last_end(tape: Tape, at: int, kinds: Sequence[Kind], whole: bool, usual: int) -> int:
    """Find the end of the last row: what does not fit into its columns stands below the table.

    :param usual: the pieces of the row before: more than there are columns, where one cell of the head is
        over two
    """
    if whole and usual > len(kinds):
        full = range(at, at + usual)
        if tape.at(full[-1]) is not None and not any(_END.fullmatch(tape.folded(each)) for each in full):
            return full.stop
    end, most = at + 1, at + _MOST_PIECES
    for before, kind in pairwise(kinds):
        while not whole and at + 1 < end < most and goes_on(tape.folded(end - 1), tape.folded(end)):
            end += 1
        piece = tape.at(end)
        if piece is None or _END.fullmatch(piece.folded) or GROUP.fullmatch(piece.folded):
            break
        if misfit(kind, piece.folded) >= SURELY_NOT:
            # The text or the bodies go on, if what fits comes soon.
            reach = range(end + 1, end + _MOST_LINES)
            if whole or (before is not Kind.TEXT and misfit(Kind.BODIES, piece.folded)):
                break
            end = (
                next((each for each in reach if tape.at(each) and not misfit(kind, tape.folded(each))), 0)
                or end
            )
            if misfit(kind, tape.folded(end)):
                break
        end += 1
    return end


def _cells(
    pieces: Sequence[Piece], kinds: Sequence[Kind], whole: bool, *, narrow: bool = False
) -> list[_Cells]:
    """Put the pieces of a row into its columns; there may be several tasks beside its number."""
    if len(pieces) == len(kinds) and whole:
        return [tuple(piece.span for piece in pieces)]
    if len(pieces) != len(kinds):
        pieces = [piece for piece in pieces if piece.folded]
    filled = [(piece.folded, piece.span) for piece in pieces]
    if narrow and (places := fit_lines(kinds, [folded for folded, _ in filled])):
        return [placed(len(kinds), filled, places)]
    return assembled(kinds, filled) if whole else [assemble(kinds, filled)]


def _doubtful(text: str, cells: _Cells, kinds: Sequence[Kind]) -> bool:
    """Tell whether something stands for those who are responsible that can be no name of theirs."""
    return any(
        kind is Kind.BODIES and cell.start < cell.end and misfit(kind, squeezed(text, cell)) >= SURELY_NOT
        for kind, cell in zip(kinds, cells, strict=True)
    )
