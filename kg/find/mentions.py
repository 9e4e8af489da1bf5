"""Places, events, projects, research topics and dates that a notice names, each in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.find.dates import find_dates
from kg.find.events import find_events
from kg.find.marks import marked
from kg.find.places import find_places
from kg.find.projects import find_projects
from kg.find.runs import Found
from kg.find.topics import find_topics
from kg.notice import Mention
from kg.text import Flow, Piece

#: In this order: what stands inside a name found before is part of that name. A new kind is one line.
FINDERS: tuple[Callable[[Flow], Iterator[Found]], ...] = (
    find_topics,
    find_projects,
    find_events,
    find_places,
    find_dates,
)


def find_mentions(flow: Flow) -> tuple[Mention, ...]:
    """Find what one paragraph names besides bodies and documents, in the order of the text."""
    taken = bytearray(len(flow))
    for start, end in marked(flow.folded, "《", "》"):
        taken[start:end] = b"\1" * (end - start)
    found: list[Found] = []
    for find in FINDERS:
        fresh = [one for one in find(flow) if not any(any(taken[a:b]) for a, b in one.parts)]
        for one in (fresh := _longest(fresh)):
            for start, end in one.parts:
                taken[start:end] = b"\1" * (end - start)
        found += fresh
    return tuple(
        Mention(one.kind, one.key, _piece(flow, one)) for one in sorted(found, key=lambda f: f.parts)
    )


def _longest(found: list[Found]) -> list[Found]:
    """Leave out what is a part of a longer name of the same kind."""
    kept: list[Found] = []
    covered = -1
    for one in sorted(found, key=lambda f: (f.parts[0][0], -f.parts[0][1])):
        if one.parts[0][1] > covered:
            kept.append(one)
            covered = one.parts[0][1]
    return kept


def _piece(flow: Flow, found: Found) -> Piece:
    pieces = [flow.piece(start, end) for start, end in found.parts]
    return Piece("".join(p.text for p in pieces), tuple(span for p in pieces for span in p.spans))
