"""Paragraphs to an outline: items under items by their markers, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.parse.blocks import open_blocks
from kg.parse.by_number import state_by_number, tells_of_item
from kg.parse.departments import department_lines, state_roles
from kg.parse.duties import state_duties
from kg.parse.headings import SHORT_NAME, article_name, heading_name
from kg.parse.in_turn import state_in_turn
from kg.parse.items import Item
from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph, join_flows
from kg.parse.run_on import state_run_on
from kg.text import Flow, Piece

_ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,3}(?:[:.].{0,60})?$")
_LONGEST_ROW_HEADING = 90  # characters
#: What all must do, said behind the last item of a list: 各牵头单位要每月报送进展。
_FOR_ALL = re.compile("(?:各|请|以上|上述|参加|配合|有关|相关)[^。；;:]{2,30}?[要应须于将在把][^:]*。$")
_PART = re.compile("[\u4e00-\u9fff、]{2,15}[。:]?")
_LEAST_LIST = 3  # items that agree before their running text is read as duties


def read_outline(paragraphs: Sequence[Paragraph], anew: int | None = None) -> Item:
    """Build the outline of the paragraphs behind the header; its root is the whole.

    An annex begins anew, and so does what stands behind the signature, from offset `anew` on. Rows of
    tables stand with the item before them; a row that is one merged cell with a marker is a heading of
    the table.
    """
    root = Item(None, Piece("", ()), None)
    now = root
    table: int | None = None
    opened = list(open_blocks(paragraphs))
    departments = department_lines(opened)
    for at, paragraph in enumerate(opened):
        if anew is not None and len(paragraph.flow) and paragraph.flow.offsets[0] >= anew:
            now, anew = root, None
        if paragraph.table != table:
            now, table = _numbered(now), paragraph.table
        if paragraph.table is not None:
            now = _take_row(now, paragraph)
            continue
        flow = paragraph.flow
        marker = departments.get(at) or read_marker(flow.folded)
        inside = marker is None or _goes_on_inside(now, marker) or tells_of_item(flow, marker, now)
        if marker is not None and marker.length < len(flow) and not inside:
            now = _open(now, marker, flow)
            continue
        if _ANNEX.match(flow.folded):
            now = root
        now.add(flow)
    state_run_on([root, *root.below()])
    state_by_number([root, *root.below()])
    for item in [root, *root.below()]:
        state_duties(item)
        state_in_turn(item)
        state_roles(item)
    for item in [root, *root.below()]:
        _name_children(item)
    _unname_sentences(root)
    _unname_tasks(root)
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


def _take_row(now: Item, row: Paragraph) -> Item:
    """Put a row to the item that it stands in, or open the heading that it is."""
    if row.heads:
        return _open_unnumbered(_numbered(now), row)
    if merged := _merged_heading(row):
        return _open(now, *merged)
    now.rows.append(row)
    return now


def _open(now: Item, marker: Marker, flow: Flow) -> Item:
    """Open an item below the nearest one of a higher rank."""
    parent = now
    while parent.parent is not None and (parent.marker is None or parent.marker.rank >= marker.rank):
        parent = parent.parent
    item = Item(marker, flow.piece(0, marker.length), parent)
    parent.children.append(item)
    item.add(flow[marker.length :])
    return item


def _numbered(item: Item) -> Item:
    """Give the item, or what it stands in if it is a heading without a number: one inside a table."""
    return item if item.marker is not None or item.parent is None else item.parent


def _open_unnumbered(now: Item, row: Paragraph) -> Item:
    """Open a heading of a table that has no number."""
    flow = next(cell for cell in row.cells if len(cell))
    name = flow[: len(flow.folded.rstrip("。.:"))]
    item = Item(None, name.piece(0, 0), now, name=name, beside=row.beside)
    now.children.append(item)
    item.add(flow)
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
        has_heading = any(map(_may_head, items))
        for item in items:
            if style == "article":
                item.name = article_name(item.paragraphs[0])
            elif _may_head(item) or (has_heading and _names_part(item)):
                below = not _stands_alone(item)
                item.name, item.run_in = heading_name(item.paragraphs[0], item.statements[0], below=below)


def _unname_sentences(root: Item) -> None:
    """Take the names off lone sentences where others with the same numbers name nothing either.

    Nor is the long sentence that leads a paragraph a name there.
    """
    heading = [item for item in root.below() if item.marker is not None and item.marker.heads]
    lone = [item for item in heading if _is_sentence(item)]
    unnamed = {item.marker.style for item in lone if item.marker is not None and item.name is None}
    long = [
        item for item in heading if item.run_in and not item.children and len(item.name or "") > SHORT_NAME
    ]
    for item in lone + long:
        if item.marker is not None and item.marker.style in unnamed - {"article"}:
            item.name, item.run_in = None, False


def _unname_tasks(root: Item) -> None:
    """Take the names off a list whose items all say one thing and who does it.

    Under a heading they are its tasks, and no headings themselves.
    """
    lists: dict[tuple[int, str], list[Item]] = {}
    for item in root.below():
        above = item.parent.name if item.parent is not None else None
        if above is not None and item.marker is not None and item.marker.style != "article":
            lists.setdefault((id(item.parent), item.marker.style), []).append(item)
    for items in lists.values():
        if len(items) > 1 and all(map(_only_states, items)):
            for item in items:
                item.name, item.run_in = None, False


def _mark_single_tasks(root: Item) -> None:
    """Mark the headings that are a single task at once: their numbers only count the tasks.

    They do where they run on from one heading above to the next, and none holds several tasks; what counts
    anew under each is a heading with its task below.
    """
    headings = [item for item in root.below() if item.name is not None]
    several = {item.marker.style for item in headings if item.marker is not None and item.holds_several}
    first = {id(item.parent): item for item in reversed(headings) if item.parent is not root}
    running = {
        item.marker.style for item in first.values() if item.marker is not None and item.marker.value > 1
    }
    for item in headings:
        style = item.marker.style if item.marker is not None else ""
        item.is_task = item.run_in and style in running and style not in several


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
    return _stands_alone(item) and said.endswith("。") and said.count("。") == 1


def _names_part(item: Item) -> bool:
    """Tell whether an item beside headings is one too: 1.工作目标。 over its text, before 2.行动措施。."""
    over_text = len(item.paragraphs) > 1 and not item.children and not item.states
    return over_text and not item.listed and bool(_PART.fullmatch(item.paragraphs[0].folded))


def _only_states(item: Item) -> bool:
    """Tell whether an item is one sentence or name, and who is responsible for it."""
    said, stated = item.paragraphs[0].folded, item.statements[0]
    text = said[: stated[0].start] if stated else said
    return item.states and _stands_alone(item) and not re.search("[。:].", text)


def _stands_alone(item: Item) -> bool:
    """Tell whether nothing stands below an item's first paragraph but who is responsible for it."""
    lines, below = item.paragraphs[1:], item.statements[1:]
    return not (item.children or item.rows) and all(
        found and not found[0].start and found[-1].end >= len(line.folded.rstrip("。；;"))
        for line, found in zip(lines, below, strict=True)
    )


def _may_head(item: Item) -> bool:
    if item.marker is None or item.listed:
        return False
    if item.marker.heads:
        return True
    if item.stands_over_tasks:
        return True
    return any(below.states for below in item.below()) and not item.stated_as_one
