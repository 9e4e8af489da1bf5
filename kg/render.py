"""Values become text: JSON, and CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any


def json_text(value: Any, *, indent: int | None = 2) -> str:  # noqa: ANN401 - any JSON value
    """Write a value, or a frozen dataclass, as JSON with its Chinese readable."""
    plain = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    return json.dumps(plain, ensure_ascii=False, indent=indent, default=str)


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
