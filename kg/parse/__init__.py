"""A Document becomes a Notice: header, sections, tasks and who does what, every piece with its place."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Document
from kg.notice import Notice
from kg.parse.foot import foot_start
from kg.parse.grouped import open_groups
from kg.parse.header import read_header
from kg.parse.outline import read_outline
from kg.parse.paragraphs import Paragraph, read_paragraphs
from kg.parse.repeats import without_repeats
from kg.parse.rules import Note
from kg.parse.sections import read_sections
from kg.parse.tables import find_columns
from kg.parse.tasks import find_tasks
from kg.parse.title import is_title
from kg.text import Piece


def parse_notice(document: Document) -> Notice:
    """Read the structure of one document; a part that it has not is empty, whatever the text."""
    paragraphs, repeats = without_repeats(read_paragraphs(document))
    tables = find_columns(paragraphs)
    header, body, signed = read_header(paragraphs, tables)
    inside = [paragraphs[at] for at in range(body, max(body, foot_start(paragraphs))) if at not in signed]
    inside, tables = open_groups(inside, tables)
    root = read_outline(inside, _behind(paragraphs, signed))
    # Where rules for all tasks may stand: paragraphs that name nobody themselves; those under no heading
    # may cover what follows.
    notes = [
        Note(flow, covers=item.enclosing() is None)
        for item in [root, *root.below()]
        for flow, stated in zip(item.paragraphs, item.statements, strict=True)
        if not stated
    ]
    tasks = find_tasks(root, tables, notes, header)
    first = next((item.start for item in root.children), len(document.text))
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


def _behind(paragraphs: Sequence[Paragraph], signed: range) -> int | None:
    """Give the offset of what stands behind a signature: one with a body, or over a plan's title."""
    below = paragraphs[signed.stop : signed.stop + 1] if signed else []
    if not below or not len(below[0].flow) or not (len(signed) > 1 or is_title(below[0].flow)):
        return None
    return below[0].flow.offsets[0]


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
