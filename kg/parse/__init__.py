"""A Document becomes a Notice: header, sections, tasks and who does what, every piece with its place."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Document
from kg.notice import Notice
from kg.parse.foot import foot_start
from kg.parse.header import read_header
from kg.parse.outline import read_outline
from kg.parse.paragraphs import Paragraph, read_paragraphs
from kg.parse.repeats import without_repeats
from kg.parse.sections import read_sections
from kg.parse.tables import find_columns
from kg.parse.tasks import find_tasks
from kg.text import Piece


def parse_notice(document: Document) -> Notice:
    """Read the structure of one document; a part that it has not is empty, whatever the text."""
    paragraphs, repeats = without_repeats(read_paragraphs(document))
    tables = find_columns(paragraphs)
    header, body, signed = read_header(paragraphs, tables)
    inside = [paragraphs[at] for at in range(body, max(body, foot_start(paragraphs))) if at not in signed]
    root = read_outline(inside)
    # Where rules for all tasks may stand: paragraphs that name nobody themselves.
    notes = [
        flow
        for item in [root, *root.below()]
        for flow, stated in zip(item.paragraphs, item.statements, strict=True)
        if not stated
    ]
    year = int(header.date[:4]) if header.date else None
    tasks = find_tasks(root, tables, notes, year)
    first = next((item.printed.spans[0].start for item in root.children), len(document.text))
    return Notice(
        document=document,
        header=header,
        preamble=tuple(flow.piece() for flow in root.paragraphs if flow.offsets[0] < first),
        sections=tuple(read_sections(root, {task.section for task in tasks})),
        tasks=tuple(tasks),
        paragraphs=tuple(_pieces(paragraphs)),
        repeats=tuple(repeats),
        oddities=document.oddities,
    )


def _pieces(paragraphs: Sequence[Paragraph]) -> list[Piece]:
    """Give each stretch of readable text once: a merged cell stands in several rows."""
    pieces: list[Piece] = []
    seen: set[int] = set()
    for paragraph in paragraphs:
        for flow in paragraph.cells if paragraph.table is not None else (paragraph.flow,):
            if len(flow) and flow.offsets[0] not in seen:
                seen.add(flow.offsets[0])
                pieces.append(flow.piece())
    return pieces
