"""The graph of a whole library: what its files give, one node for a document, and what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.ask.register import save_register
from kg.decide.graph import decision_quads, outranking
from kg.decide.holdings import areas_and_evidence, digests_of, notices_decided
from kg.decide.merging import as_other_names, merged_bodies, merged_quads, settled
from kg.decide.places import Known
from kg.decide.standing import Judged, Standing, judge
from kg.decide.values import Decision
from kg.link.documents import Same, renaming, same_documents, same_quads
from kg.names import ONTOLOGY
from kg.rdf.labels import one_label
from kg.rdf.store import read_turtle, write_lines
from kg.rdf.terms import Quad
from kg.record import Record, kept_lines
from kg.settings import shared


@dataclass(frozen=True, slots=True)
class Whole:
    """What a graph holds: facts in force, decisions in force, and decisions whose text has changed."""

    triples: int
    decided: int
    outdated: int


def write_graph(folder: Path, records: Sequence[Record], decisions: Sequence[Decision]) -> Whole:
    """Write the store of a build and its register, from the records that it keeps and from all decisions.

    :raises RequestError: the lines of a record are damaged
    :raises OSError: the disk is full, or may not be written
    """
    names = [quad for record in records for quad in record.names]
    judged, evidence = _judge(folder, records, decisions, names)
    merged = merged_bodies(judged)
    judged = settled(judged, merged)
    same = same_documents(named for record in records for named in record.documents)
    rename = renaming([*same, *merged])
    names = [Quad(*map(rename, quad)) for quad in as_other_names(names, merged)]
    named = [*read_turtle(shared("ontology") / "kg.ttl", ONTOLOGY), *names]
    added = [*same_quads(same), *decision_quads(judged, evidence), *merged_quads(merged)]

    def lines() -> Iterator[str]:
        yield from (quad.line() for quad in (*one_label(named), *added))
        for record in records:
            yield from _record_lines(folder, record, same, merged)

    triples = write_lines(folder / "graph", lines(), outranking(judged))
    save_register(folder / "names.db", folder / "graph")
    counts = Counter(one.standing for one in judged)
    return Whole(triples, counts[Standing.IN_FORCE], counts[Standing.OUTDATED])


def _judge(
    folder: Path, records: Sequence[Record], decisions: Sequence[Decision], names: Iterable[Quad]
) -> tuple[tuple[Judged, ...], dict[str, list[str]]]:
    """Judge the decisions by what the records hold; only the notices that they are about are looked into.

    :returns: the decisions, and the evidence of the tasks and areas of those notices, as terms
    """
    if not decisions:
        return (), {}
    digests = digests_of(names)
    about = notices_decided(decisions, digests)
    lines = (line for record in records if record.iri in about for line in kept_lines(folder, record))
    areas, evidence = areas_and_evidence(lines)
    return judge(decisions, Known(digests, areas)), evidence


def _record_lines(
    folder: Path, record: Record, same: Sequence[Same], merged: Sequence[Same]
) -> Iterator[str]:
    """Give the lines of a record with the names that its documents and bodies have in this library."""
    cited = {named.iri for named in record.documents}
    touched = renaming([*(one for one in same if one.old in cited), *merged])
    return map(touched, kept_lines(folder, record))
