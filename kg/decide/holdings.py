"""What the records of a build hold of the things that decisions are about, before there is a graph to ask."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from kg.decide.places import notice_of, sort_of
from kg.decide.values import Decision, Kind, digest_of
from kg.rdf.terms import Quad, iri

_LABEL, _TYPE, _AREA, _EVIDENCE = map(iri, ("rdfs:label", "rdf:type", "kg:FocusArea", "kg:evidence"))


def digests_of(names: Iterable[Quad]) -> dict[str, set[str]]:
    """Map each task, section and body to the digests of its labels.

    :param names: quads that name things
    """
    found: dict[str, set[str]] = {}
    for quad in names:
        node = quad.subject[1:-1]
        if quad.predicate == _LABEL and sort_of(node):
            found.setdefault(node, set()).add(digest_of(_plain(quad.object)))
    return found


def _plain(term: str) -> str:
    """Give the characters of a string that is written as an N-Quads term."""
    return str(json.loads(term[: term.rindex('"') + 1], strict=False))  # the escapes of `text` are JSON's


def notices_decided(decisions: Iterable[Decision], digests: Mapping[str, Collection[str]]) -> set[str]:
    """Name the notices whose tasks and areas decisions can be about, wherever they stand now."""
    wanted = {end.digest for one in decisions if one.kind is Kind.LINK for end in (one.subject, one.object)}
    return {notice_of(node) for node, own in digests.items() if not wanted.isdisjoint(own)}


def areas_and_evidence(lines: Iterable[str]) -> tuple[set[str], dict[str, list[str]]]:
    """Find the focus areas in some lines of N-Quads, and the evidence of all tasks and sections, as terms."""
    areas: set[str] = set()
    evidence: dict[str, list[str]] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _TYPE and rest.startswith(_AREA):
            areas.add(subject[1:-1])
        elif predicate == _EVIDENCE and sort_of(subject[1:-1]):
            evidence.setdefault(subject[1:-1], []).append(rest.split(" ", 1)[0])
    return areas, evidence
