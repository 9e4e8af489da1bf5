"""Lists of tasks by department, whose headings have no number: a line that is a body, over what is its own.

县教育局 | 1.开放操场。 | 2.修缮校舍。 | 县文旅局 | 1.修缮古宅。
县教育局 | 牵头： | 1.开放操场。 | 配合： | 2.修缮古宅。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.notice import Role
from kg.parse.clauses import Named
from kg.parse.duties import told_by
from kg.parse.headed import heading_of_bodies
from kg.parse.items import Item
from kg.parse.labels import ROLE_WORDS
from kg.parse.markers import ROLE_RANK, Marker, read_marker
from kg.parse.paragraphs import Paragraph

_LEAST = 2  # such lines in a notice
_LEAST_OVER_TEXT = 3  # and where no numbers stand below them
_LONGEST = 60  # characters of one
_LONGEST_ROLE = 10
_LEAST_TEXT = 8  # characters of a duty
#: What the body above has to do with the items below: 牵头：, 配合事项：.
_ROLE = re.compile(r"(?:共同|主要)?(?P<role>牵头|主办|负责|承办|配合|协办|参与)的?(?:工作|任务|事项|项目)?:?")


def department_lines(paragraphs: Sequence[Paragraph]) -> dict[int, Marker]:
    """Find the lines that are nothing but bodies, each over items that begin anew; by their index.

    With them, the lines that say what those bodies have to do with the items below.

    >>> from kg.text import Flow
    >>> lines = ["县教育局", "1.开放操场。", "县文旅局", "1.修缮古宅。"]
    >>> sorted(department_lines([Paragraph(Flow.of(line)) for line in lines]))
    [0, 2]
    """
    roles = dict(_role_lines(paragraphs))
    found = [
        at
        for at in range(len(paragraphs) - 1)
        if _is_line(paragraphs[at]) and _is_over_items(paragraphs[at], paragraphs[at + 1], at + 1 in roles)
    ]
    if len(found) < _LEAST:
        found = list(_over_text(paragraphs))
    lines = {at: Marker("department", 5, count, 0, "") for count, at in enumerate(found, 1)}
    return lines | roles


def _is_line(line: Paragraph) -> bool:
    return line.table is None and 2 < len(line.flow) <= _LONGEST


def _is_over_items(line: Paragraph, below: Paragraph, has_role: bool) -> bool:
    first = read_marker(below.flow.folded) if below.table is None else None
    begins = first is not None and first.value == 1 and first.style.startswith(("digit", "circle"))
    return (begins or has_role) and read_marker(line.flow.folded) is None and _names(line)


def _names(line: Paragraph) -> bool:
    return heading_of_bodies(line.flow) is not None


def _role_lines(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Marker]]:
    """Give the lines of a role that stand under a heading of bodies, right above an item."""
    owned = False
    for at, paragraph in enumerate(paragraphs[:-1]):
        if len(paragraph.flow) > _LONGEST_ROLE or not _ROLE.fullmatch(paragraph.flow.folded):
            marker = read_marker(paragraph.flow.folded) if owned else None
            owned = owned and not (marker is not None and marker.heads)
            continue
        owned = owned or (at > 0 and _heads(paragraphs[at - 1]))
        first = read_marker(paragraphs[at + 1].flow.folded)
        if owned and first is not None and first.style.startswith("digit"):
            yield at, Marker("role", ROLE_RANK, at, 0, "")


def _heads(line: Paragraph) -> bool:
    """Tell whether a line is a heading of bodies, with a number or without."""
    marker = read_marker(line.flow.folded)
    flow = line.flow[marker.length :] if marker is not None else line.flow
    return _is_line(line) and heading_of_bodies(flow) is not None


def _over_text(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Give the lines of bodies that take turns with sentences, under a heading that tells of duties."""
    told, run = False, list[int]()
    for at, paragraph in enumerate(paragraphs[:-1]):
        if (marker := read_marker(paragraph.flow.folded)) is not None:
            told = marker.heads and told_by(paragraph.flow[marker.length :])
        elif told and _is_line(paragraph) and _says_duties(paragraphs[at + 1]) and _names(paragraph):
            run.append(at)
    if len(run) >= _LEAST_OVER_TEXT:
        yield from run


def _says_duties(line: Paragraph) -> bool:
    if line.table is not None or len(line.flow) < _LEAST_TEXT:
        return False
    return line.flow.folded.endswith(("。", "；", ";")) and read_marker(line.flow.folded) is None


def state_roles(item: Item) -> None:
    """Give the bodies of a heading to the lines of a role below it, each in its role."""
    below = [child for child in item.children if child.marker is not None and child.marker.style == "role"]
    stated = heading_of_bodies(item.paragraphs[0]) if below else None
    if stated is None:
        return
    for child in below:
        match = _ROLE.match(child.paragraphs[0].folded)
        role = ROLE_WORDS[match["role"]] if match else Role.RESPONSIBLE
        named = tuple(Named(each.body, role) for each in stated.named)
        child.statements[0] = [replace(stated, start=0, named=named)]
    if len(below) == len(item.children):
        item.statements[0] = [replace(stated, named=())]
