"""Read a file, and put down all that it gives to a library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.extract import extract_source
from kg.find.facts import find_facts
from kg.index.passages import notice_passages
from kg.index.search import Embed
from kg.link.bodies import body_quads, name_bodies
from kg.link.documents import named_documents
from kg.link.focus import focus_quads, inferred_links, leaves_open, stated_links
from kg.parse import parse_notice
from kg.rdf.labels import names_things
from kg.rdf.page import notice_iri
from kg.rdf.quads import notice_quads
from kg.rdf.terms import Quad
from kg.record import Record
from kg.sources import Source


def make_record(source: Source) -> Record:
    """Read a file and put down all that it gives.

    :raises UnknownFormat: no reader is for its suffix
    :raises UnreadableFile: it is missing, empty, damaged or not what its suffix says
    """
    extract = extract_source(source)
    notice, findings = extract.notice, extract.findings
    iri = notice_iri(notice)
    quads = [
        *body_quads([notice]),
        *notice_quads(notice, findings, name_bodies(notice)),
        *focus_quads(notice, stated_links(notice), 1.0),
    ]
    odd = [*notice.document.oddities, *notice.oddities]
    if not notice.tasks:
        odd.append("文中没有读到任务（没有任务表，也没有责任单位的说明）")
    return Record(
        source=source.name,
        digest=notice.document.digest,
        iri=iri,
        tasks=len(notice.tasks),
        assignments=sum(len(task.assignments) for task in notice.tasks),
        citations=len(findings.citations),
        oddities=tuple(odd),
        names=tuple(quad for quad in quads if names_things(quad)),
        lines=_lines(quad for quad in quads if not names_things(quad)),
        passages=tuple(notice_passages(notice, iri)),
        text=notice.document.text,
        documents=tuple(named_documents(notice, findings)),
        document=notice.document if leaves_open(notice) else None,
    )


def infer_links(record: Record, embed: Embed, least: float) -> Record:
    """Add the links of tasks to focus areas that the text leaves open.

    :param embed: gives the vectors of a text, the same whatever else is asked for with it
    :param least: the score from which on a link is in force
    """
    if record.document is None:
        return record
    notice = parse_notice(record.document)
    links = inferred_links(notice, find_facts(notice), embed)
    lines = record.lines + _lines(focus_quads(notice, links, least))
    return replace(record, lines=lines, document=None)


def _lines(quads: Iterable[Quad]) -> str:
    return "".join(quad.line() + "\n" for quad in dict.fromkeys(quads))
