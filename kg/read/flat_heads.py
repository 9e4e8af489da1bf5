"""The head of a flattened table: the words of its columns, one a line, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.fitting import Kind, is_task_head, kind_of_head
from kg.read.marks import begins_at, group_at, number_at
from kg.read.pieces import Tape
from kg.text import Span

_SPLIT_WORDS = frozenset({"序", "牵头", "主办", "配合", "协办", "协同", "参与"})  # 牵头 | 单位
_OVER_OTHERS = re.compile(r"(?:责任|任务|职责|工作|部门)?(?:单位|部门|分工|主体)")
_ROLE_WORD = re.compile(r".*(?:牵头|主办|主责|责任|配合|协办|协同|参与).*")
_REMARK = re.compile(r"\([^()]{1,12}\)")
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10
_MOST_PIECES = 60  # of a row
_LONGEST_WORD = 10  # characters of a word that says nothing of its column


@dataclass(frozen=True, slots=True)
class FlatHead:
    """The kinds of the columns, and the cells of the head; `length` counts its pieces.

    `grouped` tells that a column before them has cells over several rows, `sorted_by` is its word.
    """

    kinds: tuple[Kind, ...]
    cells: tuple[Span, ...]
    length: int
    grouped: bool = False
    sorted_by: str = ""


def read_flat_head(tape: Tape, whole: bool) -> FlatHead | None:
    """Read the words of the head, as far as the first row or heading."""
    words: list[str] = []
    spans: list[Span] = []
    at = 0
    while (piece := tape.at(at)) is not None and not begins_at(tape, at) and len(words) <= _MOST_COLUMNS:
        if words and not piece.folded and begins_at(tape, at + 1):
            at += 1  # the bar between head and first row
            break
        taken = 1 if whole else _lines_of_word(tape, at)
        word = "".join(tape.folded(each) for each in range(at, at + taken))
        kind = kind_of_head(word)
        if kind is None and not 0 < len(word) <= _LONGEST_WORD:
            return None
        if words and _REMARK.fullmatch(word):  # 责任科室 | (单位)
            words[-1] += word
            spans[-1] = Span(spans[-1].start, tape.seen[at + taken - 1].span.end)
            at += taken
            continue
        if (kind is Kind.NUMBER) is bool(words):
            return None  # it comes first, and once
        words.append(word)
        spans.append(Span(piece.span.start, tape.seen[at + taken - 1].span.end))
        at += taken
    if whole and _is_caption(words, tape, at):
        words, at = words[:-1], at - 1
    if tape.at(at) is None or not _LEAST_COLUMNS <= len(words) <= _MOST_COLUMNS:
        return None
    order = _order(words, tape, at)
    kinds = [kind_of_head(words[each]) or Kind.OTHER for each in order]
    if not is_task_head(kinds):
        return None
    return FlatHead(tuple(kinds), tuple(spans[each] for each in order), at)


def _is_caption(words: Sequence[str], tape: Tape, first: int) -> bool:
    """Tell whether the last word is no column's but a heading of the first rows, which have a cell less."""
    if len(words) <= _LEAST_COLUMNS or tape.folded(first - 1) != words[-1]:
        return False
    kind = kind_of_head(words[-1])
    fits = kind is None or (kind is Kind.TEXT and len(words[-1]) > _LONGEST_WORD)
    left = is_task_head([kind_of_head(word) for word in words[:-1]])
    return fits and left and _first_row(tape, first) == len(words) - 1


def _lines_of_word(tape: Tape, at: int) -> int:
    """Count the lines that a word is broken over: 完成 | 时限, 序 | 号."""
    word = tape.folded(at)
    if len(word) > 2 or (kind_of_head(word) is not None and word not in _SPLIT_WORDS):
        return 1
    for taken in (2, 3):
        more = tape.folded(at + taken - 1)
        word += more
        if not 0 < len(more) <= 3:
            break
        if kind_of_head(word) is not None:
            return taken
    return 1


def _order(words: Sequence[str], tape: Tape, first: int) -> list[int]:
    """Put the words of a head of two rows in order: 责任单位 is over 牵头单位 and 配合单位, the last ones."""
    order = list(range(len(words)))
    tail = len(words)
    while tail > 1 and kind_of_head(words[tail - 1]) is Kind.BODIES and _ROLE_WORD.fullmatch(words[tail - 1]):
        tail -= 1
    over = [at for at in range(1, tail) if _OVER_OTHERS.fullmatch(words[at])]
    if len(over) == 1 and len(words) - tail > 1 and _first_row(tape, first) == len(words) - 1:
        order[over[0] : over[0] + 1] = order[tail:]
        del order[-(len(words) - tail) :]
    return order


def _first_row(tape: Tape, at: int) -> int:
    """Count the pieces of the first row."""
    while tape.at(at) is not None and not number_at(tape, at):
        at += 1
        if at > _MOST_PIECES:
            return 0
    following = number_at(tape, at) + 1
    for end in range(at + 2, at + _MOST_PIECES):
        if tape.at(end) is None or number_at(tape, end) == following or group_at(tape, end):
            return end - at
    return 0
