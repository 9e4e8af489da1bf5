"""Rows of a table whose cells moved to the left, because a cell that spans several rows is printed once.

类别 | 序号 | 任务 | 责任单位
一、城建 | 1 | 修路 | 市交通局
2 | 架桥 | 市住建局
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.read.fitting import Kind, assemble, fit, kind_of_head, misfit
from kg.read.pieces import squeezed
from kg.text import Span

_MOST_COLUMNS = 12  # whose cells are tried out
_NUMBER = re.compile(r"\d{1,3}[.、]?")
_ITEM = re.compile(r"\d{1,3}[.、](?!\d)|\(\d{1,3}\)")

#: A row: its stretch of the text, and its cells.
_Row = tuple[Span, tuple[Span, ...]]


def moved_back(text: str, rows: Sequence[_Row]) -> list[_Row]:
    """Move the cells of short rows to the columns that they are of; the first row is the head.

    A row's number, or the item number that its text begins with, tells how far it moved; the cells before
    it are those of the row above, which they span. Of a row that is short without that, the cells go where
    they fit if they cannot be what the columns say.
    """
    words = [squeezed(text, cell).strip("?*") for cell in rows[0][1]]
    kinds = [kind_of_head(word) for word in words]
    number = kinds.index(Kind.NUMBER) if Kind.NUMBER in kinds else None
    items = _items(text, rows[1:]) if number is None else 0
    moved = [rows[0]]
    above: tuple[Span, ...] = ()
    for span, printed in rows[1:]:
        filled = _filled(printed)
        cells = printed
        if 0 < len(filled) < len(words) and filled[0].start < filled[0].end and len(set(printed)) > 1:
            at, far = _moved(text, filled, number, items)
            if far and len(filled) + far <= len(words):
                before = above[at : at + far] or (Span(span.end, span.end),) * far
                cells = (*filled[:at], *before, *_fitted(text, filled[at:], kinds[at + far :]))
            elif len(filled) < len(words):
                fitted = _fitted(text, filled, kinds)
                cells = fitted if fitted[: len(filled)] != filled else printed
        above = cells if len(cells) == len(words) and len(set(cells)) > 1 else ()
        moved.append((span, cells))
    return moved


def _filled(cells: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave out the empty cells at the end."""
    end = len(cells)
    while end and cells[end - 1].start == cells[end - 1].end:
        end -= 1
    return cells[:end]


def _items(text: str, rows: Sequence[_Row]) -> int:
    """Give the column behind the first whose cells begin with item numbers, where the first ones do not."""
    found: Counter[int] = Counter()
    for _, cells in rows:
        places = [at for at, cell in enumerate(cells) if _ITEM.match(squeezed(text, cell))]
        found.update(places[:1])
    return max((at for at, count in found.items() if at and found[0] <= count * 4), default=0)


def _moved(text: str, cells: Sequence[Span], number: int | None, items: int) -> tuple[int, int]:
    """Tell from which cell on a row moved, and how far; 0 if it did not."""
    if number is None:
        return 0, items if items and _ITEM.match(squeezed(text, cells[0])) else 0
    words = [squeezed(text, cell) for cell in cells[: number + 1]]
    at = next((at for at, word in enumerate(words) if _NUMBER.fullmatch(word)), number)
    if at == number or (len(words) > number and _NUMBER.fullmatch(words[number])):
        return 0, 0
    return at, number - at


def _fitted(text: str, cells: tuple[Span, ...], kinds: Sequence[Kind | None]) -> tuple[Span, ...]:
    """Fill up a short row: its cells go where they fit, if they cannot be what the first columns say."""
    known = [kind or Kind.OTHER for kind in kinds]
    words = [squeezed(text, cell) for cell in cells]
    full = (*cells, *[Span(cells[-1].end, cells[-1].end)] * (len(kinds) - len(cells)))
    if len(kinds) > _MOST_COLUMNS or len(kinds) <= len(cells) or not all(words):
        return full
    printed = sum(misfit(kind, word) for kind, word in zip(known, words, strict=False))
    places = fit(known, words)
    apart = len(set(places)) == len(places)
    better = printed - sum(misfit(known[at], word) for at, word in zip(places, words, strict=True))
    return assemble(known, list(zip(words, cells, strict=True))) if apart and better > 1 else full
