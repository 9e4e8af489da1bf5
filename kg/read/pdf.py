"""PDF with a text layer: the printed lines, and the ruled tables, page by page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import MissingPart, UnreadableFile
from kg.read.grid import Place, write_grid
from kg.read.piped import with_bars
from kg.read.reading import Pen, Reading

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_NEAR = 2.0  # points: edges of cells that are drawn as one line
_EDGE = 0.2  # of a page's height: a table that ends this low may go on overleaf


def read_pdf(data: bytes, path: Path) -> Reading:
    """Read the text layer of a PDF; a page without one is named among the oddities.

    :raises UnreadableFile: if the file is damaged, locked, or has no text at all (a scan)
    :raises MissingPart: if pdfplumber is not installed
    """
    try:
        import pdfplumber
    except ImportError as error:
        raise MissingPart("pdfplumber", "请运行 pip install pdfplumber") from error

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font
    pen, blank = Pen(), list[int]()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _write_pages(pdf.pages, pen, blank)
    except (UnreadableFile, MemoryError, RecursionError):  # whoever asked for it says that it is too large
        raise
    except Exception as error:  # pdfminer raises whatever its parser stumbles over
        raise UnreadableFile(path, "PDF 已损坏或加密，请重新下载或解除密码") from error
    if not pen.blocks:
        raise UnreadableFile(path, "PDF 没有文字层（扫描件），请先做文字识别")
    return with_bars(pen.reading([f"第{number}页没有文字，未读入" for number in blank]))


def _write_pages(pages: list[Page], pen: Pen, blank: list[int]) -> None:
    """Write page by page; a table at the foot goes on in one of as many columns at the next page's head."""
    open_table: tuple[int, int] | None = None  # its count, its columns
    for page in pages:
        empty, last = True, open_table
        open_table = None
        for part in _parts(page):
            empty = False
            if isinstance(part, str):
                pen.line(part)
                if not _is_page_number(part):
                    last = open_table = None
                continue
            grid = _grid(part)
            width = len(grid[0])
            count = last[0] if last is not None and last[1] == width else pen.table()
            write_grid(pen, grid, count)
            last = None
            open_table = (count, width) if part.bbox[3] > page.height * (1 - _EDGE) else None
        if empty:
            blank.append(page.page_number)
        page.close()


def _is_page_number(line: str) -> bool:
    return line.strip(" —－–-·").isdecimal()


def _parts(page: Page) -> Iterator[str | Table]:
    """Give a page's lines and tables from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]

    def outside(thing: dict[str, Any]) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    lines = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing)).extract_text_lines(
        return_chars=False
    )
    parts: list[tuple[float, str | Table]] = [(line["top"], line["text"]) for line in lines]
    parts += [(table.bbox[1], table) for table in tables]
    for _, part in sorted(parts, key=lambda part: part[0]):
        if not isinstance(part, str) or part.strip():
            yield part


def _grid(table: Table) -> list[list[Place]]:
    """Give each place of a table its cell's text, or the place of the merged cell that covers it."""
    texts = table.extract()
    grid: list[list[Place]] = []
    for y, row in enumerate(table.rows):
        grid.append([])
        for x, box in enumerate(row.cells):
            if box is not None:
                grid[y].append(texts[y][x] or "")
            else:
                grid[y].append(_covering(table, y, x) or "")
    return grid


def _covering(table: Table, y: int, x: int) -> tuple[int, int] | None:
    """Find the merged cell above or to the left whose box reaches over an empty place."""
    left = next((box[0] for row in table.rows if (box := row.cells[x]) is not None), None)
    top = table.rows[y].bbox[1]
    for above in range(y, -1, -1):
        for before in range(x, -1, -1):
            box = table.rows[above].cells[before]
            if box is not None and box[3] > top + _NEAR and (left is None or box[2] > left + _NEAR):
                return above, before
    return None
