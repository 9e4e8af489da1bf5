"""Web pages: a line for each block of text, a row for each table row, with merged cells spread out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from kg.errors import UnreadableFile
from kg.read.cells import with_flat_tables
from kg.read.decode import decode
from kg.read.grid import Place, write_grid
from kg.read.reading import Pen, Reading

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

#: Elements that have no end tag, that are never shown or no part of the notice, and that begin a new line.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SKIPPED = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "nav", "footer", "button", "select", "iframe"}
)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
    }
    | {
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
    }
    | {"table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"}
)

#: Element -> the open elements that it ends when its end tag was left out, and where the search stops
#: (HTML Living Standard, 13.1.2.4 Optional tags).
_CLOSES = {
    "p": ({"p"}, {"td", "th", "div", "table", "li"}),
    "li": ({"li"}, {"ul", "ol", "table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "tr": ({"tr"}, {"table"}),
}

_DEEPEST = 500  # open elements; deeper ones are read as if they stood side by side
_WIDEST = 200  # columns or rows that a merged cell may cover: a typing error must not fill the memory
_COVERED = 8  # places that merged cells may cover for each cell of a table, for the same reason


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Element | str] = field(default_factory=list)


class _Tree(HTMLParser):
    """Builds the tree of what is shown, and forgives what pages get wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body", {})
        self.open = [self.root]
        self.skipped: list[str] = []
        self.skipping: Counter[str] = Counter()  # the same, counted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if (
            self.skipped
            or tag in _SKIPPED
            or "hidden" in attributes
            or _UNSEEN.search(attributes.get("style", ""))
        ):
            if tag not in _VOID:
                self.skipped.append(tag)
                self.skipping[tag] += 1
            return
        if tag in _CLOSES:
            ended, stop = _CLOSES[tag]
            self._close(ended, stop)
        element = _Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            while self.skipping[tag]:
                ended = self.skipped.pop()
                self.skipping[ended] -= 1
                if ended == tag:
                    break
            return
        self._close({tag}, {"table"} - {tag} if tag in {"p", "div", "li", "span"} else set())

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.open[-1].children.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002 - the parser's own
        """Pass over <![…>, which is a comment on a page (HTML Living Standard, 13.2.5.42)."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def read(self, text: str) -> None:
        """Read a whole page. A tag or comment that the page breaks off in is not shown (13.2.5)."""
        self.feed(text)
        if not self.rawdata.startswith("<"):
            self.close()

    def _close(self, tags: set[str], stop: set[str]) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag in tags:
                del self.open[at:]
                return
            if self.open[at].tag in stop:
                return


def read_html(data: bytes, path: Path) -> Reading:
    """Read a page: what is shown of it, block by block.

    A table that holds tables, or that has one column, only lays the page out and is read as text.

    :raises UnreadableFile: if nothing is shown, or the encoding is unknown
    """
    charset = _CHARSET.search(data[:4096])
    tree = _Tree()
    tree.read(decode(data, path, charset[1].decode("ascii") if charset else None))
    pen = Pen()
    _write_blocks(tree.root, pen)
    if not pen.blocks:
        raise UnreadableFile(path, "网页里没有正文，请另存完整网页")
    return with_flat_tables(pen.reading())


def _write_blocks(element: _Element, pen: Pen) -> None:
    for line in _lines(element, pen):
        pen.line(line)


def _lines(element: _Element, pen: Pen | None) -> list[str]:
    """Give the lines of text that end an element; those before a table are written, and so is the table.

    Without a pen tables are read as text: a cell of a data table holds none.
    """
    lines, now = list[str](), list[str]()

    def end_line() -> None:
        if text := _SPACE.sub(" ", "".join(now)).strip():
            lines.append(text)
        now.clear()

    def walk(node: _Element) -> None:
        for child in node.children:
            if isinstance(child, str):
                now.append(child)
            elif child.tag == "br":
                end_line()
            elif child.tag == "table" and pen is not None and (grid := _grid(child)):
                end_line()
                for line in lines:
                    pen.line(line)
                lines.clear()
                write_grid(pen, grid)
            elif child.tag in _BLOCKS:
                end_line()
                walk(child)
                end_line()
            else:
                walk(child)

    walk(element)
    end_line()
    return lines


def _grid(table: _Element) -> list[list[Place]]:
    """Spread a data table's merged cells over the grid; empty for a table that only lays the page out."""
    rows = _rows(table)
    if rows is None or len(rows) * max(map(len, rows), default=0) < 2 or all(len(row) < 2 for row in rows):
        return []
    spare = _COVERED * (_WIDEST + sum(map(len, rows)))
    grid: list[list[Place]] = [[] for _ in rows]
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                grid[y].append(taken[y, x])
                x += 1
            height, width = min(_span(cell, "rowspan"), len(rows) - y), _span(cell, "colspan")
            if height * width > spare:
                height = width = 1
            spare -= height * width - 1
            for down in range(height):
                for right in range(width):
                    taken[y + down, x + right] = (y, x)
            grid[y].append("\n".join(_lines(cell, None)))
            for _ in range(width - 1):
                x += 1
                grid[y].append((y, taken[y, x][1]))
            x += 1
        while (y, x) in taken:
            grid[y].append(taken[y, x])
            x += 1
    return grid


def _rows(table: _Element) -> list[list[_Element]] | None:
    """Give the cells of each row, or None if the table holds another table."""
    rows: list[list[_Element]] = []
    waiting: list[_Element | str] = list(reversed(table.children))
    inside_cell: list[_Element | str] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            continue
        if node.tag == "table":
            return None
        if node.tag == "tr":
            rows.append([])
        if node.tag in {"td", "th"} and rows:
            rows[-1].append(node)
            inside_cell.extend(node.children)
        else:
            waiting.extend(reversed(node.children))
    while inside_cell:
        node = inside_cell.pop()
        if isinstance(node, str):
            continue
        if node.tag == "table":
            return None
        inside_cell.extend(node.children)
    return [row for row in rows if row]


def _span(cell: _Element, name: str) -> int:
    value = cell.attributes.get(name, "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isascii() and value.isdigit() and len(value) < 6 else 1
