"""Where the things that decisions are about stand now: by their IRI, or by their words if they have moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kg.decide.values import End
from kg.names import BASE


@dataclass(frozen=True, slots=True)
class Known:
    """What a library holds of the things that decisions are about.

    `digests` maps the IRI of each task, section and body to those of its labels. `areas` are the IRIs of the
    focus areas among them. `former` maps the IRI of a body that was found to be another one to that one's.
    """

    digests: Mapping[str, Collection[str]]
    areas: Collection[str]
    former: Mapping[str, str] = field(default_factory=dict)


def sort_of(iri: str) -> str:
    """Tell by its IRI what a thing is: task, section, body, or "" for none of them."""
    if iri.startswith(BASE + "body/"):
        return "body"
    match = re.search(r"/(task|section)/\d+$", iri)
    return match[1] if match else ""


def notice_of(iri: str) -> str:
    """Give the IRI of the notice that a task or a section is part of."""
    return re.sub(r"/(?:task|section)/\d+$", "", iri)


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts stand: (task or section, digest of its text) -> IRIs; and the IRIs of all notices."""

    by_text: Mapping[tuple[str, str], list[str]]
    notices: Collection[str]


def places_of(digests: Mapping[str, Collection[str]]) -> Places:
    """Look through what a library holds, once for all decisions."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, own in digests.items():
        for digest in own:
            found[sort_of(iri), digest].append(iri)
    return Places(found, {notice_of(iri) for iri in digests})


def find_end(end: End, known: Known, places: Places) -> str:
    """Find what an end means now, "" where that cannot be told.

    A task or a heading is the one of its IRI if it says the same, else the only one of its notice that says
    the same: what another notice says in the same words is another thing. The name of a body is in its IRI.
    """
    sort, node = sort_of(end.iri), known.former.get(end.iri, end.iri)
    own = known.digests.get(node)
    if own is not None and (end.digest in own or sort == "body"):
        return node
    same = places.by_text.get((sort, end.digest), ()) if sort in ("task", "section") else ()
    here = [iri for iri in same if notice_of(iri) == notice_of(end.iri)]
    return here[0] if len(here) == 1 else ""
