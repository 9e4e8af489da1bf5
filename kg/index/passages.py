"""The units that people cite: a task, an item under a heading, a paragraph; each with its heading path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.locate import locate, section_path
from kg.names import part_iri
from kg.notice import Notice
from kg.text import Piece


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a notice: `kind` is task, section or preamble; `context` are the headings above it.

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
    for at, section in enumerate(notice.sections, start=1):
        path = "·".join(above.name.text for above in section_path(notice, at - 1)[:-1])
        if section.body:
            node = part_iri(iri, "section", at)
            yield passage(node, "section", (section.name, *section.body), path)
    for at, task in enumerate(notice.tasks, start=1):
        above = section_path(notice, task.section) if task.section is not None else []
        bodies = " ".join(a.name for a in (*task.assignments, *task.inherited))
        context = "·".join(section.name.text for section in above)
        yield passage(part_iri(iri, "task", at), "task", (task.text,), context, bodies)


def save_passages(file: Path, passages: Iterable[Passage]) -> None:
    """Write passages, one JSON object a line, in ASCII: no name of a file can break a line or an encoding."""
    file.write_text("".join(json.dumps(asdict(passage)) + "\n" for passage in passages), encoding="ascii")


def load_passages(file: Path) -> list[Passage]:
    """Read what `save_passages` wrote."""
    return [as_passage(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def as_passage(known: dict[str, Any]) -> Passage:
    """Make a passage of the values that JSON has carried."""
    return Passage(**known | {"spans": tuple((start, end) for start, end in known["spans"])})
