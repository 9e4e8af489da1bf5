"""Paragraphs to an outline: items under items by their markers, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.parse.blocks import open_blocks
from kg.parse.duties import state_duties
from kg.parse.headings import article_name, heading_name
from kg.parse.items import Item
from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph, join_flows
from kg.text import Flow, Piece

_ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}(?:[:.].{0,60})?$")
_LONGEST_ROW_HEADING = 90  # characters
#: What all must do, said behind the last item of a list: 各牵头单位要每月报送进展。
_FOR_ALL = re.compile("(?:各|请|以上|上述|参加|配合|有关|相关)[^。；;:]{2,30}?[要应须于将在把][^:]*。$")
_LEAST_LIST = 3  # items that agree before their running text is read as duties


def read_outline(paragraphs: Sequence[Paragraph]) -> Item:
    """Build the outline of the paragraphs behind the header; its root is the whole.

    An annex begins anew. Rows of tables stand with the item before them; a row that is one merged cell
    with a marker is a heading of the table.
    """
    root = Item(None, Piece("", ()), None)
    now = root
    for paragraph in open_blocks(paragraphs):
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
        state_duties(item)
    for item in [root, *root.below()]:
        _name_children(item)
    _unname_sentences(root)
    _mark_single_tasks(root)
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


def _name_children(parent: Item) -> None:
    """Decide which items of one list are headings, and name them.

    Items of an enumeration (…；…；…。) are not, nor single items 1. 2. 3. without tasks below.
    """
    by_style: dict[str, list[Item]] = {}
    for child in parent.children:
        if child.marker:
            by_style.setdefault(child.marker.style, []).append(child)
    for style, items in by_style.items():
        _part_closing(parent, items)
        if any(item.paragraphs[0].folded.endswith(("；", ";")) for item in items):
            continue
        for item in items:
            if style == "article":
                item.name = article_name(item.paragraphs[0])
            elif _may_head(item):
                below = item.holds_more
                item.name, item.run_in = heading_name(item.paragraphs[0], item.statements[0], below=below)


def _unname_sentences(root: Item) -> None:
    """Take the names off lone sentences where others with the same numbers name nothing either."""
    heading = (item for item in root.below() if item.marker is not None and item.marker.heads)
    lone = [item for item in heading if _is_sentence(item)]
    unnamed = {item.marker.style for item in lone if item.marker is not None and item.name is None}
    for item in lone:
        if item.marker is not None and item.marker.style in unnamed - {"article"}:
            item.name, item.run_in = None, False


def _mark_single_tasks(root: Item) -> None:
    """Mark the headings that are a single task at once.

    Where others of the same numbers hold several tasks, all of them are headings with tasks below.
    """
    headings = [item for item in root.below() if item.name is not None]
    several = {item.marker.style for item in headings if item.marker is not None and item.holds_several}
    for item in headings:
        item.is_task = item.run_in and item.marker is not None and item.marker.style not in several


def _part_closing(parent: Item, items: Sequence[Item]) -> None:
    """Give the last sentences below a list, which are for all, to what the list stands under."""
    last = items[-1]
    plain = last is parent.children[-1] and not any(item.holds_more for item in items[:-1])
    if not plain or len(items) < _LEAST_LIST:
        return
    while len(last.paragraphs) > 1 and not last.statements[-1] and _FOR_ALL.match(last.paragraphs[-1].folded):
        parent.paragraphs.append(last.paragraphs.pop())
        parent.statements.append(last.statements.pop())


def _is_sentence(item: Item) -> bool:
    """Tell whether an item is nothing but one sentence, and who is responsible for it."""
    said = item.paragraphs[0].folded
    if item.statements[0]:
        said = said[: item.statements[0][0].start]
    return not item.holds_more and said.endswith("。") and said.count("。") == 1


def _may_head(item: Item) -> bool:
    if item.marker is None or item.listed:
        return False
    if item.marker.heads:
        return True
    return any(below.states for below in item.below()) and not item.stated_as_one
