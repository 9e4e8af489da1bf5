"""What one file gives, without building anything: read, parse, find; and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.document import Document
from kg.errors import UnreadableFile
from kg.find.facts import find_facts
from kg.locate import section_path
from kg.notice import Assignment, Findings, Notice, SectionKind, StatementKind, Task
from kg.parse import parse_notice
from kg.parse.paragraphs import read_paragraphs
from kg.read import read_source
from kg.read.txt import read_txt
from kg.sources import Source
from kg.text import Piece


@dataclass(frozen=True, slots=True)
class Extract:
    """A notice and what was found in it."""

    notice: Notice
    findings: Findings


def extract_file(path: Path, source: str | None = None) -> Extract:
    """Read one file.

    :param source: the name that it is cited by; the path as given if None
    :raises UnknownFormat: no reader is for its suffix
    :raises UnreadableFile: it is missing, empty, binary or damaged
    """
    return extract_source(Source(path, str(path) if source is None else source))


def extract_source(source: Source) -> Extract:
    """Read one file, plain or in an archive; see `extract_file`."""
    notice = parse_notice(read_source(source))
    return Extract(notice, find_facts(notice))


def wrapped_at(text: str) -> list[int]:
    """Give the offsets of the line breaks inside paragraphs, where a text was wrapped as on paper.

    :param text: a text as read, of any format
    """
    try:
        reading = read_txt(text.encode(errors="replace"), Path("text"))
    except UnreadableFile:
        return []
    if reading.text != text:
        return []
    found = []
    for paragraph in read_paragraphs(Document("", "", text, reading.blocks)):
        for one, other in pairwise(paragraph.flow.offsets if paragraph.table is None else ()):
            if other - one > 1 and text[one + 1 : other].isspace():
                found += [at for at in range(one + 1, other) if text[at] == "\n"]
    return found


def as_json(extract: Extract) -> dict[str, Any]:
    """Give an extract as JSON values: metadata, headings, tasks, citations and all else that was found.

    Every printed thing has `spans`: pairs of offsets, in code points of the text as read.
    """
    notice, findings = extract.notice, extract.findings
    header = notice.header
    return {
        "file": Path(notice.document.source).name,
        "sha256": notice.document.digest,
        "metadata": {
            "title": header.title.text if header.title else None,
            "number": header.number,
            "issuers": [issuer.text for issuer in header.issuers],
            "date": header.date,
            "kind": header.kind,
            "addressees": [body.text for body in header.addressees],
        },
        "headings": [
            {"marker": s.marker or None, "text": s.name.text, "level": s.level, "kind": s.kind}
            | {"spans": _spans(s.name)}
            for s in notice.sections
            if not s.beside
        ],
        "tasks": [_task(notice, task) for task in notice.tasks],
        "citations": [
            {
                "title": citation.title,
                "number": citation.number,
                "relation": citation.relation,
                "spans": [span for piece in citation.pieces for span in _spans(piece)],
            }
            for citation in findings.citations
        ],
        "validity": [
            {"text": validity.piece.text, "from": validity.starts, "until": validity.ends}
            | {"spans": _spans(validity.piece)}
            for validity in findings.validity
        ],
        "policy": _statements(findings, StatementKind.POLICY),
        "principles": _statements(findings, StatementKind.PRINCIPLE),
        "goals": _statements(findings, StatementKind.GOAL),
        "focus_areas": _named(notice, SectionKind.FOCUS_AREA),
        "measures": _named(notice, SectionKind.MEASURE),
        "targets": [
            {
                "phrase": target.phrase.text,
                "what": target.what,
                "quantity": float(target.quantity),
                "unit": target.unit,
                "bound": target.bound,
                "spans": _spans(target.phrase),
            }
            for target in findings.targets
        ],
        "mentions": [
            {"kind": mention.kind, "name": mention.key, "spans": _spans(mention.piece)}
            for mention in findings.mentions
        ],
        "repeats": [
            {"first": [r.first.start, r.first.end], "again": [r.again.start, r.again.end]}
            for r in notice.repeats
        ],
        "oddities": [*notice.document.oddities, *notice.oddities],
    }


def _task(notice: Notice, task: Task) -> dict[str, Any]:
    above = section_path(notice, task.section) if task.section is not None else []
    return {
        "no": task.number,
        "text": task.text.text,
        "under": [section.name.text for section in above],
        "assignments": [_assignment(assignment) for assignment in task.assignments],
        "inherited": [_assignment(assignment) for assignment in task.inherited],
        "deadline": task.deadline.text if task.deadline else None,
        "deadline_date": task.deadline_date,
        "spans": _spans(task.text),
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        "surface": assignment.surface.text,
        "name": assignment.surface.text if assignment.aliases else assignment.name,
        "role": assignment.role,
        "aliases": [alias.text for alias in assignment.aliases],
        "spans": _spans(assignment.surface),
    }


def _statements(findings: Findings, kind: StatementKind) -> list[dict[str, Any]]:
    return [{"text": s.text.text, "spans": _spans(s.text)} for s in findings.statements if s.kind == kind]


def _named(notice: Notice, kind: SectionKind) -> list[dict[str, Any]]:
    return [{"text": s.name.text, "spans": _spans(s.name)} for s in notice.sections if s.kind == kind]


def _spans(piece: Piece) -> list[list[int]]:
    return [[span.start, span.end] for span in piece.spans]
