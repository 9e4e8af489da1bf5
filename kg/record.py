"""What a build keeps of one file, so that the next one need not read it again.

A record holds all that the file gives to a library: its quads, its passages, its text; or the sentence by
which it was refused. It is plain values that JSON can carry: the process that reads untrusted files hands it
over in that form, and a library keeps it in that form. `kg.recording` makes records.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg.document import Document, Line, Row
from kg.errors import RequestError
from kg.index.passages import Passage, as_passage
from kg.link.documents import Named, as_named
from kg.rdf.terms import Quad
from kg.text import Span

#: What is said of a build whose records cannot be read.
_DAMAGED = "现有的库有损坏，其中的内容不能沿用；请用 kg build --fresh 全部重读"


@dataclass(frozen=True, slots=True)
class Record:
    """What one file gives.

    `names` are the quads that name things: which of them becomes the label is settled when all notices are
    known. `lines` are all other quads, as lines of N-Quads. `document` is there as long as the links of tasks
    to focus areas are still to be inferred (see `kg.recording.infer_links`).
    """

    source: str
    digest: str
    iri: str
    tasks: int
    assignments: int
    citations: int
    oddities: tuple[str, ...]
    names: tuple[Quad, ...]
    lines: str
    passages: tuple[Passage, ...]
    text: str
    documents: tuple[Named, ...] = ()
    document: Document | None = None


def to_json(record: Record) -> dict[str, Any]:
    """Give a record as values for JSON; `from_json` reads them."""
    return asdict(record)


def from_json(known: dict[str, Any]) -> Record:
    """Read what `to_json` gave.

    :raises ValueError: it is no record
    """
    try:
        document = known["document"]
        return Record(
            **known
            | {
                "oddities": tuple(known["oddities"]),
                "names": tuple(Quad(*quad) for quad in known["names"]),
                "documents": tuple(as_named(one) for one in known["documents"]),
                "passages": tuple(as_passage(passage) for passage in known["passages"]),
                "document": _document(document) if document else None,
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no record: {error}") from None


def keep_record(folder: Path, record: Record) -> Record:
    """Keep a record in the folder of a build, and give it without what fills the memory: lines and text."""
    for name in ("records", "texts"):
        (folder / name).mkdir(exist_ok=True)
    text, lines, head = _files(folder, record.source, record.digest)
    text.write_bytes(record.text.encode("utf-8", "surrogatepass"))
    lines.write_bytes(gzip.compress(record.lines.encode(), 1, mtime=0))
    light = replace(record, lines="", text="")
    head.write_text(json.dumps(to_json(light)), encoding="ascii")
    return light


def take_record(last: Path, folder: Path, source: str, digest: str) -> Record | None:
    """Take a record over from another build: its file has this name, and bytes of this SHA-256.

    :returns: the record without its lines and its text; None if it is not there, or broken
    """
    files = _files(last, source, digest)
    try:
        record = from_json(json.loads(files[-1].read_bytes()))
        for old, new in zip(files, _files(folder, source, digest), strict=True):
            new.parent.mkdir(exist_ok=True)
            if not new.exists():  # two files with the same bytes have one text
                shutil.copyfile(old, new)
    except (OSError, ValueError):
        return None
    return record


def kept_records(folder: Path) -> Iterator[Record]:
    """Give all records that are kept in the folder of a build, without their lines and texts.

    :raises RequestError: one is damaged
    """
    for file in sorted((folder / "records").glob("*.json")):
        try:
            yield from_json(json.loads(file.read_bytes()))
        except (OSError, ValueError):
            raise RequestError(_DAMAGED) from None


def fullest(records: Iterable[Record]) -> dict[str, Record]:
    """Give one record for each notice, by its IRI: of several files with it, the one that says most."""
    found: dict[str, Record] = {}
    for record in records:
        known = found.setdefault(record.iri, record)
        if _amount(record) > _amount(known):
            found[record.iri] = record
    return found


def _amount(record: Record) -> tuple[int, int, int, int]:
    return record.tasks, record.assignments, record.citations, len(record.passages)


def kept_lines(folder: Path, record: Record) -> Iterator[str]:
    """Give the lines of a record that is kept in the folder of a build.

    :raises RequestError: they were taken over from a build whose files are damaged
    """
    _, file, _ = _files(folder, record.source, record.digest)
    try:
        yield from gzip.decompress(file.read_bytes()).decode().removesuffix("\n").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        raise RequestError(_DAMAGED) from None


def _files(folder: Path, source: str, digest: str) -> tuple[Path, Path, Path]:
    """Name the files of a record: its text, its lines, and all the rest, which is written last."""
    key = hashlib.sha256(f"{source}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    records = folder / "records"
    return folder / "texts" / f"{digest}.txt", records / f"{key}.nq.gz", records / f"{key}.json"


def _document(known: dict[str, Any]) -> Document:
    blocks = tuple(
        Row(Span(**block["span"]), block["table"], tuple(Span(**cell) for cell in block["cells"]))
        if "cells" in block
        else Line(Span(**block["span"]))
        for block in known["blocks"]
    )
    return Document(**known | {"blocks": blocks, "oddities": tuple(known["oddities"])})
