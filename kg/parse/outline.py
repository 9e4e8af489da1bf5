"""Paragraphs to an outline: items under items by their markers, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.parse.headings import article_name, heading_name
from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph, join_flows
from kg.parse.statements import Statement, find_statements, names_person, running_statement
from kg.text import Flow, Piece


@dataclass(slots=True)
class Item:
    """A marked paragraph with the unmarked ones after it, and the items below; the root has no marker.

    `paragraphs` are without the marker. `name` is set where the item is a heading; `run_in` tells that its
    text goes on in the same paragraph, `listed` that it is one of a list of duties in running text, which
    are no headings; `section` counts the headings.
    """

    marker: Marker | None
    printed: Piece
    parent: Item | None
    paragraphs: list[Flow] = field(default_factory=list)
    statements: list[list[Statement]] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    rows: list[Paragraph] = field(default_factory=list)
    name: Flow | None = None
    run_in: bool = False
    listed: bool = False
    section: int | None = None

    def below(self) -> Iterator[Item]:
        """Walk the items below, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def enclosing(self) -> int | None:
        """Give the section of the item itself, or of the nearest heading above it."""
        item: Item | None = self
        while item is not None and item.section is None:
            item = item.parent
        return item.section if item is not None else None

    def add(self, flow: Flow) -> None:
        """Add a paragraph and find its statements; a line that names a person says nothing of the task."""
        if self.paragraphs and names_person(flow):
            return
        self.paragraphs.append(flow)
        self.statements.append(find_statements(flow))

    @property
    def states(self) -> bool:
        """Tell whether a statement stands in the item's own paragraphs."""
        return any(self.statements)

    @property
    def stands_alone(self) -> bool:
        """Tell whether it is a heading on a line of its own."""
        return self.name is not None and not self.run_in

    @property
    def stated_as_one(self) -> bool:
        """Tell whether an item with sub-items is one task: the last one's statement is for all of them."""
        if self.marker is None or self.name is not None or self.states or len(self.children) < 2:
            return False
        *first, last = self.children
        return (
            last.states and not last.children and not any(child.states or child.children for child in first)
        )


_ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}(?:[:.].{0,60})?$")
_LONGEST_ROW_HEADING = 90  # characters
_LEAST_LIST = 3  # items that agree before their running text is read as duties


def read_outline(paragraphs: Sequence[Paragraph]) -> Item:
    """Build the outline of the paragraphs behind the header; its root is the whole.

    An annex begins anew. Rows of tables stand with the item before them; a row that is one merged cell
    with a marker is a heading of the table.
    """
    root = Item(None, Piece("", ()), None)
    now = root
    for paragraph in paragraphs:
        if paragraph.table is not None:
            if merged := _merged_heading(paragraph):
                now = _open(now, *merged)
            else:
                now.rows.append(paragraph)
            continue
        flow = paragraph.flow
        marker = read_marker(flow.folded)
        if marker is not None and marker.length < len(flow) and not _goes_on_inside(now, marker):
            now = _open(now, marker, flow)
            continue
        if _ANNEX.match(flow.folded):
            now = root
        now.add(flow)
    for item in [root, *root.below()]:
        _state_in_running_text(item)
    for item in [root, *root.below()]:
        _name_children(item)
    for section, item in enumerate(item for item in root.below() if item.name is not None):
        item.section = section
    return root


def _goes_on_inside(now: Item, marker: Marker) -> bool:
    """Tell whether a list that began inside the last paragraph goes on: 工作要求：（1）…； | （2）…."""
    last = now.paragraphs[-1].folded if now.paragraphs else ""
    if marker.value < 2 or not last.endswith(("；", ";")):
        return False
    before = {"digit_in_brackets": f"({marker.value - 1})", "circle": chr(ord("①") + marker.value - 2)}
    return marker.style in before and before[marker.style] in last


def _open(now: Item, marker: Marker, flow: Flow) -> Item:
    """Open an item below the nearest one of a higher rank."""
    parent = now
    while parent.parent is not None and (parent.marker is None or parent.marker.rank >= marker.rank):
        parent = parent.parent
    item = Item(marker, flow.piece(0, marker.length), parent)
    parent.children.append(item)
    item.add(flow[marker.length :])
    return item


def _merged_heading(row: Paragraph) -> tuple[Marker, Flow] | None:
    """Read a row that is a heading: one cell over all columns, or a Chinese numeral and a name alone."""
    cells = list({cell.offsets[0]: cell for cell in row.cells if len(cell)}.values())
    texts = {cell.folded for cell in cells}
    if len(texts) == 1:
        flow, marker = cells[0], read_marker(cells[0].folded)
    elif len(cells) == 2 and len(row.cells) > 2:
        flow, marker = join_flows(cells), read_marker(cells[0].folded.strip("、") + "、")
        marker = replace(marker, length=len(cells[0])) if marker else None
    else:
        return None
    fits = marker and marker.heads and marker.length < len(flow) <= _LONGEST_ROW_HEADING
    return (marker, flow) if marker and fits else None


def _state_in_running_text(parent: Item) -> None:
    """Read the duties of a list whose items end in 由…负责, most of them."""
    items = [item for item in parent.children if not item.children]
    if len(items) < _LEAST_LIST or any(item.states for item in items):
        return
    found = [running_statement(item.paragraphs[-1]) for item in items]
    if sum(statement is not None for statement in found) * 5 < len(items) * 4:
        return
    for item, statement in zip(items, found, strict=True):
        if statement is not None:
            item.statements[-1] = [statement]
            item.listed = True


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
            if style == "article":
                item.name = article_name(item.paragraphs[0])
            elif _may_head(item):
                below = bool(item.children or len(item.paragraphs) > 1 or item.rows)
                item.name, item.run_in = heading_name(item.paragraphs[0], item.statements[0], below=below)


def _may_head(item: Item) -> bool:
    if item.marker is None or item.listed:
        return False
    if item.marker.heads:
        return True
    return any(below.states for below in item.below()) and not item.stated_as_one
