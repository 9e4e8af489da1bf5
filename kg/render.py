"""Values become text: JSON, and CSV and workbooks that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any


def json_text(value: Any, *, indent: int | None = 2) -> str:  # noqa: ANN401 - any JSON value
    """Write a value, or a frozen dataclass, as JSON with its Chinese readable."""
    plain = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    return json.dumps(plain, ensure_ascii=False, indent=indent, default=str)


#: Most digits of a number that a spreadsheet keeps, with its sign and its point.
_DIGITS = 15
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
#: What a spreadsheet would take for the start of a formula.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as CSV (RFC 4180) that a spreadsheet opens safely: no cell begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell("" if cell is None else str(cell)) for cell in row])
    return out.getvalue()


def _number(cell: str) -> int | float | None:
    """Read a plain decimal; None for what a spreadsheet would write in another way: 007, 1.10."""
    if len(cell) > _DIGITS or not _DECIMAL.fullmatch(cell):
        return None
    number = float(cell) if "." in cell else int(cell)
    return number if str(number) == cell else None


def _held(cell: str) -> str | int | float:
    number = _number(cell)
    return safe_cell(cell) if number is None else number


def workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> bytes:
    """Write rows as an XLSX workbook of one sheet: no cell is a formula, and equal rows give equal bytes.

    A plain decimal becomes a number, so that a spreadsheet can sort and add it up.

    :param widths: of the columns, in characters
    """
    from datetime import UTC, datetime

    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    sheet = book.active
    sheet.title = title
    sheet.append(list(header))
    for row in rows:
        sheet.append([_held(ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)) for cell in row])
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue())


def _without_times(data: bytes) -> bytes:
    """Pack an archive again with one fixed time for all parts, so that equal content gives equal bytes."""
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
