"""The units that people cite: a task, an item under a heading, a paragraph; each with its heading path."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from kg.index.units import section_units
from kg.locate import locate, section_path
from kg.names import part_iri
from kg.notice import Notice
from kg.text import Piece

#: A task; a paragraph or an item under a heading (the first one with the heading); a heading over nothing but
#: tasks; what stands before the first heading.
KINDS = ("task", "section", "heading", "preamble")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a notice: `kind` is one of KINDS, `context` are the headings above it.

    A section's text makes one passage or several, which share its IRI (see `kg.index.units`).
    `bodies` are the names printed beside a task. `spans` are (start, end) in code points of the text of the
    file whose path is `source`, and whose SHA-256 is `digest`.
    """

    iri: str
    kind: str
    text: str
    context: str
    bodies: str
    place: str
    notice: str
    source: str
    digest: str
    spans: tuple[tuple[int, int], ...]


def notice_passages(notice: Notice, iri: str) -> Iterator[Passage]:
    """Cut a notice into its passages, in the order of the text.

    :param iri: the notice's
    """
    place_of = locate(notice)
    source, digest = notice.document.source, notice.document.digest
    number = notice.header.number or (notice.header.title.text if notice.header.title else "")

    def passage(node: str, kind: str, pieces: tuple[Piece, ...], context: str, bodies: str = "") -> Passage:
        spans = tuple((span.start, span.end) for piece in pieces for span in piece.spans)
        text = "".join(piece.text for piece in pieces)
        place = place_of(pieces[0].spans[0]).label
        return Passage(node, kind, text, context, bodies, place, number, source, digest, spans)

    for piece in notice.preamble:
        yield passage(iri, "preamble", (piece,), "")
    for at, units in enumerate(section_units(notice), start=1):
        path = [above.name.text for above in section_path(notice, at - 1)]
        for unit in units:
            kind = "heading" if unit.opens and len(unit.pieces) == 1 else "section"
            context = "·".join(path[:-1] if unit.opens else path)
            yield passage(part_iri(iri, "section", at), kind, unit.pieces, context)
    for at, task in enumerate(notice.tasks, start=1):
        above = section_path(notice, task.section) if task.section is not None else []
        bodies = " ".join(a.name for a in (*task.assignments, *task.inherited))
        context = "·".join(section.name.text for section in above)
        yield passage(part_iri(iri, "task", at), "task", (task.text,), context, bodies)
    for piece in _left_over(notice):
        yield passage(iri, "preamble", (piece,), "")


_WORDS = re.compile("[一-龥]{4}")


def _left_over(notice: Notice) -> Iterator[Piece]:
    """Give the paragraphs with sentences that no part of the notice holds: 第七条, 责任分工."""
    parts = [*notice.preamble, *(task.text for task in notice.tasks)]
    parts += [piece for section in notice.sections for piece in (section.name, *section.body)]
    parts += [a.surface for task in notice.tasks for a in (*task.assignments, *task.inherited)]
    held = sorted((span.start, span.end) for piece in parts for span in piece.spans)
    reach = list(accumulate((end for _, end in held), max))
    for piece in notice.paragraphs:
        at = bisect_left(held, (piece.spans[-1].end,)) if piece.spans else 0
        free = not at or reach[at - 1] <= piece.spans[0].start if piece.spans else False
        if free and _says_something(piece.text):
            yield piece


def _says_something(text: str) -> bool:
    """Tell whether a paragraph has a sentence: a list of names, a signature, a table's head has none."""
    return bool(_WORDS.search(text, 0, max(map(text.rfind, "。；;")) + 1))


def as_passage(known: dict[str, Any]) -> Passage:
    """Make a passage of the values that JSON has carried."""
    return Passage(**known | {"spans": tuple((start, end) for start, end in known["spans"])})
