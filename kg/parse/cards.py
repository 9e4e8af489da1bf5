"""Tasks set as cards: rows of a word and what it says, side by side.

项目名称 | 校园食堂改造
责任单位 | 市教育局 | 完成时限 | 8月底
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.parse.columns import read_columns
from kg.parse.paragraphs import Paragraph, join_flows
from kg.parse.tables import TableRow, read_row
from kg.text import Flow

_LONGEST_WORD = 14  # characters

#: A word, and the cell beside it.
_Pair = tuple[str, Flow]


def read_cards(rows: Sequence[Paragraph]) -> Iterator[TableRow]:
    """Read the rows of a table without a head row; a card ends where its first word comes again.

    The words down a card are what the words across a head are, so each card is read as one row.
    """
    card: list[_Pair] = []
    for row in rows:
        for word, value in _pairs(row):
            if card and word == card[0][0]:
                yield from _read_card(card)
                card = []
            card.append((word, value))
    yield from _read_card(card)


def _pairs(row: Paragraph) -> list[_Pair]:
    """Part a row into words and values; nothing if it is not made of them."""
    cells = [
        cell
        for at, cell in enumerate(row.cells)
        if not (
            at and len(cell) and len(row.cells[at - 1]) and cell.offsets[0] == row.cells[at - 1].offsets[0]
        )
    ]
    pairs = [(word.folded, value) for word, value in zip(cells[::2], cells[1::2], strict=False)]
    fits = len(cells) % 2 == 0 and all(0 < len(word) <= _LONGEST_WORD for word, _ in pairs)
    return pairs if fits else []


def _read_card(card: Sequence[_Pair]) -> Iterator[TableRow]:
    columns = read_columns([word for word, _ in card], range(len(card)))
    values = tuple(value for _, value in card)
    if columns is not None and any(map(len, values)):
        row = read_row(Paragraph(join_flows(values), None, values), columns)
        if row is not None and row.named:
            yield row
