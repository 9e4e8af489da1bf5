"""What the parts of a spreadsheet hold: the book with its strings and formats, and each sheet's cells.

ISO/IEC 29500-1, 18.2 (workbook), 18.3 (worksheets), 18.4 (strings), 18.8 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kg.read.markup import below, each
from kg.read.shown import BUILT_IN, shown

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_REFERENCE.pattern}(?::{_REFERENCE.pattern})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_LONGEST_NAME = 31  # characters of a sheet's name
_MOST_WIDTHS = 1_000  # statements about the widths of columns


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: name, state and relation of each sheet; the strings and formats that cells point to."""

    sheets: tuple[tuple[str, str, str], ...]
    strings: Sequence[str]
    codes: Sequence[str]
    from_1904: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet shows, by row and column from 1.

    `texts` has no blanks, and of a merged range only the first place that is shown. `merges` are the ranges
    with text: first row and column, last row and column. `rows` and `columns` are those with text, `after`
    gives the next row that is not hidden.
    """

    texts: Mapping[tuple[int, int], str]
    merges: tuple[tuple[int, int, int, int], ...]
    rows: Sequence[int]
    columns: Sequence[int]
    after: Mapping[int, int]
    oddities: tuple[str, ...]


def read_book(workbook: Element, strings: Element | None, styles: Element | None) -> Book:
    """Read what all sheets share."""
    sheets = tuple(
        (
            " ".join(sheet.get("name", "").split())[:_LONGEST_NAME],
            sheet.get("state", "visible"),
            sheet.get("r:id", ""),
        )
        for sheet in each(below(workbook, "x:sheets"), "x:sheet")
    )
    about = below(workbook, "x:workbookPr")
    from_1904 = about is not None and about.get("date1904") in {"1", "true", "on"}
    return Book(sheets, [_string(item) for item in each(strings, "x:si")], _codes(styles), from_1904)


def _codes(styles: Element | None) -> list[str]:
    """Give the format code of each cell style."""
    if styles is None:
        return []
    own = {
        _number(one, "numFmtId"): one.get("formatCode", "")
        for one in each(below(styles, "x:numFmts"), "x:numFmt")
    }
    known = BUILT_IN | own
    return [known.get(_number(xf, "numFmtId"), "General") for xf in each(below(styles, "x:cellXfs"), "x:xf")]


def _number(element: Element, name: str, default: int = -1) -> int:
    value = element.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else default


def _string(item: Element) -> str:
    """Join the runs of a string; the reading that stands above characters (rPh) is left out."""
    parts = [t for run in item if run.tag in {"x:t", "x:r"} for t in ([run] if run.tag == "x:t" else run)]
    text = "".join(part.text or "" for part in parts if part.tag == "x:t")
    return _ESCAPED.sub(_unescaped, text).replace("\r\n", "\n").replace("\r", "\n")


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "" if (code < 0x20 and code not in {9, 10}) or 0xD800 <= code <= 0xDFFF else chr(code)


def read_sheet(root: Element, book: Book) -> Sheet:
    """Read the cells that a sheet shows."""
    hidden_columns = _hidden_columns(root)
    hidden_rows: set[int] = set()
    texts: dict[tuple[int, int], str] = {}
    errors = uncounted = 0
    for row, element in _rows(root):
        if element.get("hidden") in {"1", "true"}:
            hidden_rows.add(row)
        for column, cell in _cells(element):
            text = _text(cell, book)
            if text.strip():
                texts[row, column] = text
            errors += cell.get("t") == "e"
            uncounted += not text and below(cell, "x:f") is not None
    after = _after(hidden_rows)
    kept, merges = _merged(root, texts, after, _after(hidden_columns))
    left_out = {place for place in kept if place[0] in hidden_rows or place[1] in hidden_columns}
    oddities = _oddities(
        len({row for row, _ in left_out if row in hidden_rows}),
        len({column for _, column in left_out if column in hidden_columns}),
        errors,
        uncounted,
    )
    for place in left_out:
        del kept[place]
    rows, columns = sorted({row for row, _ in kept}), sorted({column for _, column in kept})
    following = {row: after.get(row + 1, row + 1) for row in rows}
    shown_merges = tuple(merge for merge in merges if merge[:2] in kept)
    return Sheet(kept, shown_merges, rows, columns, following, tuple(oddities))


def _oddities(rows: int, columns: int, errors: int, uncounted: int) -> Iterator[str]:
    if rows:
        yield f"有 {rows} 行是隐藏的，未读入"
    if columns:
        yield f"有 {columns} 列是隐藏的，未读入"
    if errors:
        yield f"有 {errors} 个公式出错"
    if uncounted:
        yield f"有 {uncounted} 个公式没有算出的值，请用 WPS 或 Excel 打开后保存"


def _rows(root: Element) -> Iterator[tuple[int, Element]]:
    row = 0
    for element in each(below(root, "x:sheetData"), "x:row"):
        row = _number(element, "r", row + 1)
        if 0 < row <= _LAST_ROW:
            yield row, element


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in each(row, "x:c"):
        match = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(match[1]) if match else column + 1
        if column <= _LAST_COLUMN:
            yield column, cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _text(cell: Element, book: Book) -> str:
    """Give what a cell shows; of a formula the value that it had when the file was saved."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = below(cell, "x:is")
        return _string(inline) if inline is not None else ""
    found = below(cell, "x:v")
    value = (found.text or "") if found is not None else ""
    if kind == "s":
        at = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind == "d":
        return value.removesuffix("T00:00:00")
    if kind != "n" or not value:
        return _ESCAPED.sub(_unescaped, value)
    style = _number(cell, "s", 0)
    return shown(value, book.codes[style] if style < len(book.codes) else "General", from_1904=book.from_1904)


def _hidden_columns(root: Element) -> set[int]:
    hidden: set[int] = set()
    for element in each(below(root, "x:cols"), "x:col")[:_MOST_WIDTHS]:
        if element.get("hidden") in {"1", "true"}:
            first, last = _number(element, "min", 1), _number(element, "max", 0)
            hidden.update(range(first, min(last, _LAST_COLUMN) + 1))
    return hidden


def _after(hidden: set[int]) -> dict[int, int]:
    """Give, for each hidden row or column, the next one that is shown."""
    after: dict[int, int] = {}
    for place in sorted(hidden, reverse=True):
        after[place] = after.get(place + 1, place + 1)
    return after


def _merged(
    root: Element,
    texts: Mapping[tuple[int, int], str],
    after_row: Mapping[int, int],
    after_column: Mapping[int, int],
) -> tuple[dict[tuple[int, int], str], list[tuple[int, int, int, int]]]:
    """Move the text of each merged range to the first of its places that is shown."""
    kept = dict(texts)
    merges: list[tuple[int, int, int, int]] = []
    for element in each(below(root, "x:mergeCells"), "x:mergeCell"):
        match = _RANGE.fullmatch(element.get("ref", ""))
        if not match or not match[3]:
            continue
        top, left, bottom, right = int(match[2]), _column(match[1]), int(match[4]), _column(match[3])
        text = texts.get((top, left))
        row, column = after_row.get(top, top), after_column.get(left, left)
        if text is None or row > bottom or column > right:
            continue
        if (row, column) != (top, left) and (top, left) in kept:
            kept[row, column] = kept.pop((top, left))
        merges.append((row, column, bottom, right))
    return kept, merges
