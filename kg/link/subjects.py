"""The tasks and focus areas of a notice, as they are compared: their sentences and what they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.link.features import Subject
from kg.notice import Findings, MentionKind, Notice, SectionKind
from kg.text import Flow, Piece

#: Two regions have a full and a short name in official texts; encoders take them for two things.
REGIONS = {"长江三角洲": "长三角", "珠江三角洲": "珠三角"}

#: What to look for is what stands inside a stretch of the text.
Namer = Callable[[Sequence[Piece]], Subject]


def focus_areas(notice: Notice) -> list[int]:
    """Give the indexes of the sections that are focus areas."""
    return [at for at, section in enumerate(notice.sections) if section.kind is SectionKind.FOCUS_AREA]


def sections_above(notice: Notice, task: int) -> set[int]:
    """Give the indexes of the sections that a task stands in, whatever their level."""
    above: set[int] = set()
    at = notice.tasks[task].section
    while at is not None:
        above.add(at)
        at = notice.sections[at].parent
    return above


def area_sentences(notice: Notice, area: int) -> list[Piece]:
    """Give an area's name, then the sentences and the headings below it."""
    inside, pieces = {area}, [notice.sections[area].name]
    for at, section in enumerate(notice.sections):
        if at == area or section.parent in inside:
            inside.add(at)
            below = section.body if at == area else (section.name, *section.body)
            pieces += [sentence for piece in below for sentence in sentences(notice, piece)]
    return pieces


def sentences(notice: Notice, piece: Piece) -> Iterator[Piece]:
    """Cut a piece into sentences and the parts of a sentence that semicolons divide."""
    flow = Flow.of(notice.document.text, piece.spans)
    for found in re.finditer(r"[^。;!?]+[。;!?]?", flow.folded):
        if found.end() - found.start() > 2:
            yield flow.piece(found.start(), found.end())


def namer(findings: Findings) -> Namer:
    """Prepare to say what some pieces of a notice name.

    :returns: a function from pieces (an area's sentences, a task's text) to their Subject
    """
    named = [
        (span.start, c.number or (f"《{c.title}》" if c.title else ""))
        for c in findings.citations
        for p in c.pieces
        for span in p.spans
    ]
    named += [
        (m.piece.spans[0].start, m.key)
        for m in findings.mentions
        if m.kind in {MentionKind.PROJECT, MentionKind.EVENT}
    ]
    # a place is one anywhere in its notice: inside the name of a research topic too
    places = {m.piece.text: m.key for m in findings.mentions if m.kind is MentionKind.PLACE}
    places = {printed: REGIONS.get(plain, plain) for printed, plain in places.items()} | REGIONS

    def subject_of(pieces: Sequence[Piece]) -> Subject:
        spans = [span for piece in pieces for span in piece.spans]

        def inside(start: int) -> bool:
            return any(span.start <= start < span.end for span in spans)

        text = "".join(piece.text for piece in pieces)
        return Subject(
            tuple(piece.text for piece in pieces),
            frozenset(thing for start, thing in named if inside(start)),
            {printed: plain for printed, plain in places.items() if printed in text},
        )

    return subject_of


def encoded_text(text: str) -> str:
    """Give a text as it goes to the encoder: with one name for each region."""
    for printed, plain in REGIONS.items():
        text = text.replace(printed, plain)
    return text
