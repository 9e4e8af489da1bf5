"""Paragraphs to an outline: items under items by their markers; which of them are headings, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph
from kg.parse.statements import Statement, find_statements
from kg.text import Flow


@dataclass(slots=True)
class Item:
    """A marked paragraph with the unmarked ones after it, and the items below; the root has no marker.

    `paragraphs` are without the marker. `name` is set where the item is a heading; `run_in` tells that its
    text goes on in the same paragraph.
    """

    marker: Marker | None
    printed: str
    parent: Item | None
    paragraphs: list[Flow] = field(default_factory=list)
    statements: list[list[Statement]] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    rows: list[Paragraph] = field(default_factory=list)
    name: Flow | None = None
    run_in: bool = False
    section: int | None = None

    def below(self) -> Iterator[Item]:
        """Walk the items below, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def add(self, flow: Flow) -> None:
        """Add a paragraph and find its statements."""
        self.paragraphs.append(flow)
        self.statements.append(find_statements(flow))

    @property
    def states(self) -> bool:
        """Tell whether a statement stands in the item's own paragraphs."""
        return any(self.statements)


_RESET = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}[:.]?(?:.{0,60})$")
_SENTENCE = re.compile(r"[。！？!?]")
_SENTENCE_END = frozenset("。！？!?：:；;")
_LONGEST_LEAD = 48  # characters of a sentence that is a run-in heading
_LONGEST_NAME = 90  # characters of a heading that stands alone
_SHORT_NAME = 22  # of one that ends in a stop and has nothing below


def read_outline(paragraphs: Sequence[Paragraph]) -> Item:
    """Build the outline of the paragraphs behind the header; its root is the whole.

    An annex begins anew. Rows of tables stand with the item before them; a row that is one merged cell
    with a marker is a heading of the table.
    """
    root = Item(None, "", None)
    now, after_title = root, False
    for paragraph in paragraphs:
        if paragraph.table is not None:
            merged = _merged_marker(paragraph)
            if merged is not None:
                now = _open(root, root, merged, paragraph.cells[0])
            else:
                now.rows.append(paragraph)
            continue
        flow = paragraph.flow
        marker = read_marker(flow.folded)
        if marker is None or marker.length >= len(flow):
            if _RESET.match(flow.folded) and len(flow) < 70:
                now = root
            now.add(flow)
            continue
        now = _open(root, now, marker, flow)
    for item in [root, *root.below()]:
        _name_children(item)
    return root


def _open(root: Item, now: Item, marker: Marker, flow: Flow) -> Item:
    """Open an item below the nearest one of a higher rank."""
    parent = now
    while parent.parent is not None and (parent.marker is None or parent.marker.rank >= marker.rank):
        parent = parent.parent
    item = Item(marker, flow.text[: marker.length], parent)
    parent.children.append(item)
    item.add(flow[marker.length :])
    return item


def _merged_marker(row: Paragraph) -> Marker | None:
    cells = [cell for cell in row.cells if len(cell)]
    if not cells or any(cell.offsets != cells[0].offsets for cell in cells):
        return None
    marker = read_marker(cells[0].folded)
    return marker if marker and marker.heads and len(cells[0]) <= _LONGEST_NAME else None


def _name_children(parent: Item) -> None:
    """Decide which items of one list are headings, and name them.

    Items of an enumeration (…；…；…。) are not, nor single items 1. 2. 3. without tasks below.
    """
    by_style: dict[str, list[Item]] = {}
    for child in parent.children:
        if child.marker:
            by_style.setdefault(child.marker.style, []).append(child)
    for style, items in by_style.items():
        if any(item.paragraphs[0].folded.endswith(("；", ";")) for item in items):
            continue
        for item in items:
            tasks_below = any(below.states for below in item.below())
            if style == "article":
                item.name = _article_name(item.paragraphs[0])
            elif items[0].marker and items[0].marker.heads:
                _name(item)
            elif tasks_below and not _stated_together(item):
                _name(item)


def _stated_together(item: Item) -> bool:
    """Tell whether one statement behind the last sub-item is for the whole item."""
    children = item.children
    return (
        len(children) > 1
        and not item.states
        and children[-1].states
        and not any(child.states or child.children for child in children[:-1])
    )


def _name(item: Item) -> None:
    first, statements = item.paragraphs[0], item.statements[0]
    head = first
    if statements and statements[-1].end >= len(first.folded.rstrip("。:：；;")) and statements[0].start > 0:
        head = first[: statements[0].start]
    folded = head.folded
    stop = _SENTENCE.search(folded)
    colon = folded.find(":")
    if 0 < colon < (stop.start() if stop else len(folded)) and colon <= 30 and colon + 1 < len(folded):
        end, item.run_in = colon, True
    elif stop and stop.end() < len(folded):
        # A bracket of the heading may stand before the stop: 推进改革（市A局牵头）。各地要…
        end, item.run_in = stop.start(), True
    else:
        end, item.run_in = len(folded.rstrip("。:")), len(head) < len(first) and bool(stop)
        if not item.children and len(item.paragraphs) == 1 and stop and not item.states and end > _SHORT_NAME:
            return
    name = head[:end]
    for statement in statements:
        if statement.end == end or statement.end == end + 1 and statement.start < end:
            name = head[: statement.start]
    name = _without_marks(name)
    limit = _LONGEST_LEAD if item.run_in else _LONGEST_NAME
    if 1 < len(name) <= limit and not name.folded.endswith(("，", ",")):
        item.name = name
    else:
        item.run_in = False


def _without_marks(name: Flow) -> Flow:
    end = len(name)
    while end and name.folded[end - 1] in "。.:;；":
        end -= 1
    return name[:end]


def _article_name(flow: Flow) -> Flow | None:
    """Name an article that has a name of its own: 第一条（目的）…, or 第一条 目的 with a blank behind."""
    if match := re.match(r"[(\[]([^()\[\]]{2,15})[)\]]", flow.folded):
        return flow[1 : match.end() - 1]
    for at in range(2, min(len(flow), 16)):
        if flow.folded[at - 1] in "，,。、；;:":
            return None
        if flow.offsets[at] - flow.offsets[at - 1] > 1:
            return flow[:at]
    return None
