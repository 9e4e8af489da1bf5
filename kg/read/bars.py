"""Tables whose cells stand on one line, parted by bars (`1 | 修路 | 市交通局 |`, as in Markdown) or tabs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from kg.read.fitting import Kind, is_task_head, kind_of_head
from kg.read.marks import GROUP
from kg.read.pieces import PAGE, squeezed
from kg.read.shifted import moved_back
from kg.text import Span

_BAR = re.compile(r"(?<!\S)[|｜](?!\S)")  # a separator stands between white space
_TIGHT_BAR = re.compile(r"(?<!\\)(?P<mark>[|｜])")  # or frames the line, or the head is one of tasks
#: A cell as spreadsheets copy one that holds line ends or quotes: in quotes, those inside it doubled
#: (RFC 4180, with tabs). It stands at the start of a line or behind a tab, and before a tab or a line's end.
_QUOTED = re.compile(r'(?<![^\t\n\r])"(?:[^"]+|"")*+"(?= *(?:[\t\n\r]|\Z))')
_SEPARATORS = {
    "|": _TIGHT_BAR,
    "\t": re.compile(rf"{_QUOTED.pattern}|(?P<mark>\t)"),
    # Wide blanks; a head with 序号 tells the rows by their numbers, see `blank_rows`.
    "  ": re.compile(r"(?<=[^ \u3000])(?P<mark>[ \u3000])[ \u3000]+"),
}
_LONGEST_QUOTED = 4_000  # characters
_RULE = re.compile(r"[|\s:+=-]*")  # the line between head and body of a Markdown table
_NUMBER = re.compile(r"(\d{1,3})[.、]?")
#: What a line without any of them has not.
_PARTED = re.compile(r"[|｜\t]|[ \u3000]{2}")
_COUNT = re.compile(r"[|｜]?\s*(\d{1,3})[.、]?\s*[|｜\t]")
_NUMBERED = re.compile(r"[序编編]\s?[号號]")
_LONGEST_ROW = 30  # lines
_LONGEST_REST = 6  # lines between two rows
_LONGEST_HEAD = 200  # characters
_LEAST = 3  # columns of a table of tasks

#: A row: its stretch of the text, and its cells.
BarRow = tuple[Span, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Parted:
    """A text's lines, and the places where each is parted; `whole` tells that each row is one line."""

    text: str
    lines: Sequence[Span]
    bars: Sequence[Sequence[int]]
    whole: bool = False

    @classmethod
    def by_bars(cls, text: str, lines: Sequence[Span]) -> Parted:
        """Part lines at bars that stand apart, or that frame the line."""
        barred = "|" in text or "｜" in text
        return cls(text, lines, [_bars(text, line) if barred else () for line in lines])

    @classmethod
    def by(cls, separator: str, text: str, lines: Sequence[Span]) -> Parted:
        """Part lines at a separator wherever it stands; tabs around a line part empty cells."""
        if separator == "\t":
            lines = [_with_tabs(text, line) for line in lines]
        return cls(text, lines, [_places(separator, text, line) for line in lines], separator == "  ")

    def rows(self, at: int) -> tuple[list[BarRow], int]:
        """Give the rows of the table that begins at a line, and the line behind it; none if none begins."""
        width = self._begins(at)
        if not width:
            return [], at
        rows: list[BarRow] = []
        framed = _framed(self.lines[at], self.bars[at])
        while at < len(self.lines):
            taken = self._lines_of_row(at, width)
            if taken and len(rows) > 1 and len(self.bars[at]) != width and self._stands_apart(at):
                break
            if taken:
                span = Span(self.lines[at].start, self.lines[at + taken - 1].end)
                if not _RULE.fullmatch(span.of(self.text)):
                    places = list(chain.from_iterable(self.bars[at : at + taken]))
                    rows.append((span, _cells(self.text, span, places, framed=framed)))
                at += taken
            elif rest := self._rest(at, rows, width):
                self._take_rest(at, rest, rows)
                at += rest
            else:
                break
        return moved_back(self.text, rows), at

    def _begins(self, at: int) -> int:
        """Count the separators of the head; 0 if no table begins: the next row has as many."""
        width = len(self.bars[at])
        if not width or _RULE.fullmatch(self.text, self.lines[at].start, self.lines[at].end):
            return 0
        taken = self._lines_of_row(at + 1, width) if at + 1 < len(self.bars) else 0
        if taken and sum(map(len, self.bars[at + 1 : at + 1 + taken])) == width:
            return width
        if width + 1 < _LEAST or not _heads_tasks(self.text, self.lines[at], self.bars[at]):
            return 0
        return width if any(map(len, self.bars[at + 1 : at + 3])) else 0

    def _lines_of_row(self, at: int, width: int) -> int:
        """Count the lines that the table row at `at` takes up: several where a cell goes over lines.

        A row that never gets its cells is one line (a file cut off); no row begins with a line without a bar.
        """
        if not self.bars[at]:
            return 0
        count = 0
        for taken in range(1, 2 if self.whole else _LONGEST_ROW + 1):
            if at + taken > len(self.bars) or count + len(self.bars[at + taken - 1]) > width:
                break
            if taken > 1 and _counts_on(self.text, self.lines[at], self.lines[at + taken - 1]):
                break
            count += len(self.bars[at + taken - 1])
            if count == width:
                return taken
        return self._with_lone_bars(at)

    def _with_lone_bars(self, at: int) -> int:
        """Count a short row's line with the lone bars below it, before the next number or the end.

        A last cell that is empty has its bar on a line of its own.
        """
        end = at + 1
        while end < min(len(self.lines), at + _LONGEST_ROW) and _BAR.fullmatch(
            self.text, self.lines[end].start, self.lines[end].end
        ):
            end += 1
        ends = end == len(self.lines) or _counts_on(self.text, self.lines[at], self.lines[end])
        return end - at if ends else 1

    def _stands_apart(self, at: int) -> bool:
        """Tell whether a blank line stands before a line, and none before the rows above it."""
        gaps = [
            self.text.count("\n", self.lines[each - 1].end, self.lines[each].start) for each in (at, at - 1)
        ]
        return gaps[0] > 1 >= gaps[1]

    def _rest(self, at: int, rows: Sequence[BarRow], width: int) -> int:
        """Count the lines without a bar before the next row, if they are the table's: 0 if it ends."""
        for end in range(at + 1, min(at + _LONGEST_REST, len(self.bars))):
            if not self.bars[end]:
                continue
            row = self._lines_of_row(end, width)
            if sum(map(len, self.bars[end : end + row])) != width or not rows:
                return 0
            words = [squeezed(self.text, line) for line in self.lines[at:end]]
            if all(GROUP.fullmatch(word) or PAGE.fullmatch(word) for word in words):
                return end - at
            before, after = (_number(self.text, span) for span in (rows[-1][0], self.lines[end]))
            return end - at if after and after == before + 1 and not any(map(GROUP.fullmatch, words)) else 0
        return 0

    def _take_rest(self, at: int, count: int, rows: list[BarRow]) -> None:
        """Take a heading between rows as a row of one cell; other lines go on with the cell before them."""
        for line in self.lines[at : at + count]:
            span, cells = rows[-1]
            if GROUP.fullmatch(squeezed(self.text, line)):
                rows.append((line, (line,) * len(rows[0][1])))
            elif PAGE.fullmatch(squeezed(self.text, line)):
                rows[-1] = Span(span.start, line.end), cells
            else:
                first = cells[-1].start if cells[-1].start < cells[-1].end else line.start
                rows[-1] = Span(span.start, line.end), (*cells[:-1], Span(first, line.end))


def _bars(text: str, line: Span) -> list[int]:
    framed = line.end - line.start > 1 and text[line.start] == "|" == text[line.end - 1]
    pattern = _TIGHT_BAR if framed else _BAR
    return [bar.start() for bar in pattern.finditer(text, line.start, line.end)]


def _places(separator: str, text: str, line: Span) -> list[int]:
    """Give where a line is parted; a tab inside a quoted cell parts nothing."""
    marks = _SEPARATORS[separator].finditer(text, line.start, line.end)
    return [mark.start() for mark in marks if mark["mark"]]


def with_quoted(text: str, lines: Sequence[Span]) -> list[Span]:
    """Join the lines that a quoted cell of a row with tabs goes over."""
    if "\t" not in text:
        return list(lines)
    ends = {
        match.start(): match.end()
        for match in _QUOTED.finditer(text)
        if match.end() - match.start() <= _LONGEST_QUOTED
        and "\n" in match[0]
        and "\t" in (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])
    }
    if not ends:
        return list(lines)
    starts, joined = sorted(ends), list[Span]()
    end = -1
    for line in lines:
        if line.start < end:
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
        for start in starts[bisect_left(starts, line.start) : bisect_left(starts, line.end)]:
            end = max(end, ends[start])
    return joined


def _with_tabs(text: str, line: Span) -> Span:
    """Take in the tabs around a line: they part empty cells."""
    start, end = line.start, line.end
    while start > 0 and text[start - 1] in "\t ":
        start -= 1
    while end < len(text) and text[end] in "\t ":
        end += 1
    return Span(start, end)


def _framed(line: Span, bars: Sequence[int]) -> tuple[bool, bool]:
    return bool(bars) and bars[0] == line.start, bool(bars) and bars[-1] == line.end - 1


def _heads_tasks(text: str, line: Span, bars: Sequence[int]) -> bool:
    """Tell whether a line is the head of a table of tasks."""
    cells = _cells(text, line, bars, framed=_framed(line, bars))
    kinds = [kind_of_head(squeezed(text, cell).strip("?*")) for cell in cells]
    known = sum(kind is not None for kind in kinds)
    return known >= _LEAST and is_task_head(kinds) and (Kind.NUMBER in kinds or known == len(kinds))


def _number(text: str, line: Span) -> int:
    """Give the number that a row begins with; 0 if none."""
    match = _NUMBER.match(text, line.start, line.end)
    return int(match[1]) if match else 0


def _counts_on(text: str, row: Span, line: Span) -> bool:
    """Tell whether a line begins with a cell that is the number behind the row's."""
    first, second = (_COUNT.match(text, each.start, each.end) for each in (row, line))
    return bool(first and second and int(second[1]) == int(first[1]) + 1)


def _cells(text: str, span: Span, bars: Sequence[int], *, framed: tuple[bool, bool]) -> tuple[Span, ...]:
    """Give what stands between the bars; `framed`: one stands before the first cell, behind the last one."""
    edges = [span.start - 1, *bars, span.end]
    cells = [trimmed(text, left + 1, right) for left, right in pairwise(edges)]
    if bars and framed[0] and bars[0] == span.start:  # | a | b |
        del cells[0]
    if bars and framed[1] and bars[-1] == span.end - 1:
        del cells[-1]
    if bars and text[bars[0]] == "\t":
        cells = [_unquoted(text, cell) for cell in cells]
    return tuple(cells)


def _unquoted(text: str, cell: Span) -> Span:
    """Leave out the quotes around a cell; those inside stay doubled, for the text is never changed."""
    quoted = cell.end - cell.start > 2 and _QUOTED.fullmatch(text, cell.start, cell.end)
    return trimmed(text, cell.start + 1, cell.end - 1) if quoted else cell


def trimmed(text: str, start: int, end: int) -> Span:
    """Leave out the white space at both ends, and the ** of a stretch that is bold as a whole."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    if text.startswith("**", start, end) and text.find("**", start + 2, end) == end - 2 > start + 2:
        return trimmed(text, start + 2, end - 2)
    return Span(start, end)


def task_separator(text: str, line: Span) -> str | None:
    """Tell what parts the words of a line, if they are the head of a table of tasks; None elsewhere."""
    if line.end - line.start > _LONGEST_HEAD or not _PARTED.search(text, line.start, line.end):
        return None
    for separator in _SEPARATORS:
        places = _places(separator, text, line)
        numbered = separator == "  " and _NUMBERED.match(text, line.start, line.end)
        if len(places) + 1 >= _LEAST and not numbered and _heads_tasks(text, line, places):
            return separator
    return None
