"""Where in a notice a character stands: in which task or section, and how a person would cite the place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.notice import Notice, Section, Task
from kg.text import Piece, Span, fold


class Place(NamedTuple):
    """The innermost part that holds a character; both indexes None outside every section and task."""

    task: int | None
    section: int | None
    label: str


def locate(notice: Notice) -> Callable[[Span], Place]:
    """Prepare the look-up of places in a notice.

    :returns: a function from a span of the document's text to the place of its first character
    """
    tasks = _Intervals((i, piece) for i, task in enumerate(notice.tasks) for piece in task_pieces(task))
    sections = _Intervals((i, p) for i, s in enumerate(notice.sections) for p in (s.name, *s.body))
    annexes = sorted(
        piece.spans[0].start
        for piece in notice.paragraphs
        if piece.spans and len(piece.text) < 6 and fold(piece.text).startswith("附件")
    )
    opening = min((p.spans[0].start for p in notice.preamble if p.spans), default=0)

    def place_of(span: Span) -> Place:
        annex = "附件 " if bisect_right(annexes, span.start) else ""
        task = tasks.at(span.start)
        if task is not None:
            number = notice.tasks[task].number or str(task + 1)
            section = notice.tasks[task].section
            above = "" if section is None else section_label(notice, section) + " "
            return Place(task, section, f"{annex}{above}任务{number}")
        section = sections.at(span.start)
        if section is not None:
            return Place(None, section, annex + section_label(notice, section))
        return Place(None, None, annex.strip() or ("引言" if opening <= span.start else "文首"))

    return place_of


def task_pieces(task: Task) -> Iterable[Piece]:
    """Give everything that is printed for one task."""
    yield task.text
    yield from (piece for piece in (task.number_piece, task.deadline) if piece)
    yield from (assignment.surface for assignment in task.assignments)


def section_path(notice: Notice, index: int) -> list[Section]:
    """Give a section and those above it, outermost first."""
    path: list[Section] = []
    at: int | None = index
    while at is not None:
        path.insert(0, notice.sections[at])
        at = notice.sections[at].parent
    return path


def section_label(notice: Notice, index: int) -> str:
    """Cite a section by its markers and its name: 二(三)加快推进沪杭“一体化”."""
    path = section_path(notice, index)
    return "".join(section.marker for section in path) + path[-1].name.text


class _Intervals:
    """Disjoint stretches, each of something with an index; found by a character's offset."""

    def __init__(self, pieces: Iterable[tuple[int, Piece]]) -> None:
        self._known = sorted((s.start, s.end, index) for index, piece in pieces for s in piece.spans)
        self._starts = [start for start, _, _ in self._known]

    def at(self, offset: int) -> int | None:
        found = bisect_right(self._starts, offset) - 1
        return self._known[found][2] if found >= 0 and offset < self._known[found][1] else None
