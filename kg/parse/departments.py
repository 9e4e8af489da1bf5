"""Lists of tasks by department, whose headings have no number: a line that is a body, over items 1. 2. 3."""

from __future__ import annotations

from collections.abc import Sequence

from kg.parse.duties import heading_of_bodies
from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph

_LEAST = 2  # such lines in a notice
_LONGEST = 40  # characters of one


def department_lines(paragraphs: Sequence[Paragraph]) -> dict[int, Marker]:
    """Find the lines that are nothing but bodies, each over items that begin anew; by their index.

    >>> from kg.text import Flow
    >>> lines = ["县教育局", "1.开放操场。", "县文旅局", "1.修缮古宅。"]
    >>> sorted(department_lines([Paragraph(Flow.of(line)) for line in lines]))
    [0, 2]
    """
    found = [at for at in range(len(paragraphs) - 1) if _is_over_items(paragraphs[at], paragraphs[at + 1])]
    if len(found) < _LEAST:
        return {}
    return {at: Marker("department", 5, count, 0, "") for count, at in enumerate(found, 1)}


def _is_over_items(line: Paragraph, below: Paragraph) -> bool:
    if line.table is not None or below.table is not None or not 2 < len(line.flow) <= _LONGEST:
        return False
    first = read_marker(below.flow.folded)
    begins = first is not None and first.style.startswith("digit") and first.value == 1
    return begins and read_marker(line.flow.folded) is None and heading_of_bodies(line.flow) is not None
