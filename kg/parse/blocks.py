"""Tasks set as blocks of labelled lines whose numbers count the labels, not items.

（一）目标任务：新建水库3座。
（二）牵头单位：县水利局
（三）完成时间：11月底前
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.notice import Role
from kg.parse.labels import CONTENT_LABEL, LABEL, Subject, subject_of
from kg.parse.markers import read_marker
from kg.parse.paragraphs import Paragraph

_WORD = re.compile(r"[\u4e00-\u9fff]{2,10}(?:\([^()]{0,12}\))?:")
_LONGEST_WORD = 40  # characters of a label, with its number
_LEAST = 2  # lines of a block that say who, or by when


def open_blocks(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Take the numbers off labelled lines that are numbered as items."""
    opened = list(paragraphs)
    runs = list(_numbered_labels(paragraphs))
    for run in runs:
        if len(runs) > 1 or any(CONTENT_LABEL.match(line.flow.folded) for _, line in run):
            for at, line in run:
                opened[at] = line
    return opened


def _numbered_labels(paragraphs: Sequence[Paragraph]) -> Iterator[list[tuple[int, Paragraph]]]:
    """Give the lists whose items are all labels, with their places and without their numbers.

    Several of them must say who is responsible, or by when.
    """
    run: list[tuple[int, Paragraph]] = []
    for at, paragraph in enumerate(paragraphs):
        marker = None
        if paragraph.table is None and ":" in paragraph.flow.folded[:_LONGEST_WORD]:
            marker = read_marker(paragraph.flow.folded)
        if marker is not None and not _WORD.match(paragraph.flow.folded, marker.length):
            marker = None
        if run and (marker is None or marker.value != len(run) + 1):
            yield from _if_assigned(run)
            run = []
        if marker is not None and marker.value == len(run) + 1:
            run.append((at, replace(paragraph, flow=paragraph.flow[marker.length :])))
    yield from _if_assigned(run)


def _if_assigned(run: list[tuple[int, Paragraph]]) -> Iterator[list[tuple[int, Paragraph]]]:
    if sum(_assigns(line.flow.folded) for _, line in run) >= _LEAST:
        yield run


def _assigns(folded: str) -> bool:
    """Tell whether a line begins with a label of who is responsible, or by when."""
    label = LABEL.match(folded)
    subject = subject_of(label) if label is not None else None
    return isinstance(subject, Role) or subject is Subject.DEADLINE
