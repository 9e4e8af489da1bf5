"""A text with marks in it, as paragraphs and tables of pieces that a page can print one after the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

#: How facts are marked, by the number that their CSS class has.
KINDS = ("标题", "任务", "单位", "文件", "指标", "提到", "方针", "原则", "目标", "重印")
#: Stands for a line break inside a paragraph; a character that no text has.
_WRAP = "\ufdd0"
_WRAPPED = re.compile(rf"[ \t\u3000]*{_WRAP}[ \t\u3000]*")
#: What stands between the cells of a table's row in a text (see `kg.read.reading.Pen.row`).
_BETWEEN = re.compile(r" \|(?: |$)")


@dataclass(frozen=True, slots=True)
class Part:
    """Characters that the same marks cover: the thing of the innermost one, and what all of them are."""

    text: str
    classes: str
    title: str
    iri: str | None
    lit: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or rows of a table; each row has cells, each cell its parts. A line is a single cell."""

    rows: tuple[tuple[tuple[Part, ...], ...], ...]

    @property
    def is_table(self) -> bool:
        """Whether these are rows of a table."""
        return len(self.rows) > 1 or len(self.rows[0]) > 1

    @property
    def is_heading(self) -> bool:
        """Whether most of the line is a heading: what is left is its marker."""
        parts = self.rows[0][0]
        marked = sum(len(part.text) for part in parts if "kind-0" in part.classes.split())
        return not self.is_table and 2 * marked >= sum(len(part.text) for part in parts)


def blocks_of(
    text: str,
    marks: Sequence[Mapping[str, Any]],
    lit: tuple[int, int] = (-1, -1),
    wrapped: Iterable[int] = (),
) -> list[Block]:
    """Cut a text into its paragraphs and tables, and these where a mark begins or ends.

    :param marks: as `kg.annotate` gives them, outer before inner
    :param lit: the offsets of a sentence to light up; negative for none
    :param wrapped: the offsets of line breaks inside paragraphs
    """
    characters = list(text)
    for at in wrapped:
        characters[at] = _WRAP
    text = "".join(characters)
    blocks: list[Block] = []
    lines = [line for line in _lines(text, marks, lit) if any(part.text.strip() for part in line)]
    for in_table, found in groupby(lines, key=lambda line: any(_BETWEEN.search(part.text) for part in line)):
        rows = [_cells(line) if in_table else (tuple(line),) for line in found]
        blocks += [Block(tuple(rows))] if in_table else [Block((row,)) for row in rows]
    return blocks


def _lines(text: str, marks: Sequence[Mapping[str, Any]], lit: tuple[int, int]) -> list[list[Part]]:
    covered = [(mark["start"], mark["end"], mark) for mark in marks]
    cuts = sorted({0, len(text), *lit, *(at for start, end, _ in covered for at in (start, end))})
    cuts = [at for at in cuts if 0 <= at <= len(text)]
    open_at: list[list[Mapping[str, Any]]] = [[] for _ in cuts]
    for start, end, mark in covered:
        for at in range(bisect_right(cuts, start) - 1, bisect_right(cuts, end) - 1):
            open_at[at].append(mark)
    lines: list[list[Part]] = [[]]
    for at, (start, end) in enumerate(pairwise(cuts)):
        is_lit = lit[0] <= start < lit[1]
        for number, printed in enumerate(text[start:end].split("\n")):
            if number:
                lines.append([])
            if printed := _WRAPPED.sub(_joint, printed):
                lines[-1].append(_part(printed, open_at[at], is_lit, start == lit[0] and not number))
    return lines


def _joint(wrap: re.Match[str]) -> str:
    """Give what stands between two lines that are put together: a space between Latin words."""
    around = wrap.string[: wrap.start()][-1:] + wrap.string[wrap.end() :][:1]
    return " " if len(around) == 2 and around.isascii() and around.isalnum() else ""


def _part(text: str, marks: Iterable[Mapping[str, Any]], lit: bool, first: bool) -> Part:
    marks = list(marks)
    kinds = dict.fromkeys(mark["kind"] for mark in marks)
    classes = [f"kind-{KINDS.index(kind)}" for kind in kinds] + (["lit"] if lit else [])
    inner = min(marks, key=lambda mark: mark["end"] - mark["start"], default=None)
    title = "；".join(f"{mark['kind']} {mark['label'][:60]}".strip() for mark in marks)
    return Part(text, " ".join(classes), title, inner["iri"] if inner else None, lit, first)


def _cells(line: Sequence[Part]) -> tuple[tuple[Part, ...], ...]:
    """Cut the parts of a line where a cell ends."""
    cells: list[list[Part]] = [[]]
    for part in line:
        for number, printed in enumerate(_BETWEEN.split(part.text)):
            if number:
                cells.append([])
            if printed.strip():
                cells[-1].append(replace(part, text=printed, first=part.first and not number))
    return tuple(map(tuple, cells if cells[-1] else cells[:-1]))
