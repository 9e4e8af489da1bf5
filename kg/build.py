"""The pipeline on one page: sources in, a published library out.

A build starts from the one before it: a file that has not changed is not read again, and a text that had its
vector keeps it. The facts do not depend on that: the same sources make the same ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg import __version__
from kg.decide.file import read_decisions
from kg.embed import Encoder, Vectors, open_encoder
from kg.errors import RequestError
from kg.home import intact, last_build, new_build
from kg.index.search import Embed, build_index, known_vectors, remembering
from kg.making import build_name, maker_of, short_hash, told_by
from kg.pool import read_all
from kg.record import Record, from_json, fullest, keep_record, take_record
from kg.recording import infer_links
from kg.settings import Settings, shared
from kg.sources import Source, find_sources, source_digest
from kg.whole import write_graph

#: What a build tells while it goes on: what is being done, how many are done, of how many.
Progress = Callable[[str, int, int], None]

#: Texts that are embedded between two signs of progress.
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its counts, what was odd, or in one sentence why it was refused.

    `kept` tells that it has not changed, and was taken over from the library that was in place; `again`, that
    it may be read another time (the time ran out), so that the next build tries.
    """

    source: str
    notice: str | None
    tasks: int = 0
    assignments: int = 0
    citations: int = 0
    oddities: tuple[str, ...] = ()
    refused: str | None = None
    kept: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `triples` counts the facts in force.

    `decided` are the decisions in force, and `outdated` those that are not, because their text has changed.
    """

    home: str
    notices: int
    passages: int
    triples: int
    outcomes: tuple[Outcome, ...]
    decided: int = 0
    outdated: int = 0


def build_library(
    paths: Sequence[Path | str] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
    *,
    fresh: bool = False,
) -> Report:
    """Read files, folders and zip archives, and put a new library in place, whole or not at all.

    A file that cannot be read is reported and left out, as long as another one can. A file that the library
    in place has under the same name and with the same bytes is not read again.

    :param paths: files and folders; the seeds that travel with the package if there are none
    :param progress: is told what is being done
    :param fresh: take nothing over from the library in place
    :raises RequestError: a path does not exist, or none of the files can be read
    :raises WriteFailed: the disk is full; the old library is untouched
    """
    settings = settings or Settings.load()
    tell = progress or (lambda _what, _done, _of: None)
    sources = find_sources([Path(path) for path in paths] or [shared("seeds")])
    digests = {source: source_digest(source) for source in sources}
    maker = maker_of(settings)
    files = short_hash(*(f"{source.name} {digest}" for source, digest in digests.items()))
    decisions = read_decisions(settings.decided)
    name = build_name(maker, files, decisions)
    last = None if fresh else last_build(settings.home)
    about = told_by(last)
    if (
        last
        and last.name.partition("-")[0] == name
        and (report := _unchanged(about, settings))
        and intact(last)
    ):
        return report
    if about.get("maker") != maker:
        last = None
    with new_build(settings.home, name) as folder:
        encoder = open_encoder(settings.encoder, cache=settings.home / "models")
        vectors = known_vectors(last / "index") if last else {}
        read: list[tuple[Outcome, Record | None]] = []
        for one in _read(digests, last, folder, settings, _noting(encoder, vectors)):
            tell("阅读", len(read), len(sources))
            read.append(one)
        tell("阅读", len(sources), len(sources))
        records = fullest(record for _, record in read if record)
        outcomes = [_once(outcome, record and records[record.iri]) for outcome, record in read]
        if not records:
            reasons = "；".join(outcome.refused or "" for outcome in outcomes) or "没有文件"
            raise RequestError(f"没有读到任何公文：{reasons}")
        passages = [passage for record in records.values() for passage in record.passages]
        build_index(folder / "index", passages, remembering(_telling(settings, tell), vectors))
        tell("入库", 0, 1)
        whole = write_graph(folder, list(records.values()), decisions)
        tell("入库", 1, 1)
        report = Report(
            *(str(settings.home), len(records), len(passages), whole.triples, tuple(outcomes)),
            *(whole.decided, whole.outdated),
        )
        made = {
            "version": __version__,
            "maker": maker,
            "files": files,
            "encoder": encoder.name,
            "encoder_setting": settings.encoder,
            "report": asdict(report),
        }
        (folder / "about.json").write_text(json.dumps(made), encoding="ascii")
    return report


def _read(
    digests: Mapping[Source, str], last: Path | None, folder: Path, settings: Settings, embed: Embed
) -> Iterator[tuple[Outcome, Record | None]]:
    """Take over what the last build has of each file, have the others read, and keep what they give."""
    kept = {file: take_record(last, folder, file.name, digest) for file, digest in digests.items() if last}
    new = [source for source in digests if kept.get(source) is None]
    with closing(read_all("record", new, seconds=settings.read_seconds)) as answers:
        for source in digests:
            if record := kept.get(source):
                yield replace(_outcome(record), kept=True), record
                continue
            answer = next(answers)
            if answer.done is None:
                yield Outcome(source.name, None, refused=answer.refused, again=not answer.lasting), None
                continue
            record = infer_links(from_json(answer.done), embed, settings.focus_score)
            yield _outcome(record), keep_record(folder, record)


def _outcome(record: Record) -> Outcome:
    return Outcome(
        record.source, record.iri, record.tasks, record.assignments, record.citations, record.oddities
    )


def _once(outcome: Outcome, counted: Record | None) -> Outcome:
    """Give what became of a file; nothing was counted if another file has the same notice."""
    if counted is None or counted.source == outcome.source:
        return outcome
    said = f"与 {counted.source} 是同一份公文，只计一次"
    return Outcome(outcome.source, outcome.notice, oddities=(said,), kept=outcome.kept)


def _noting(encoder: Encoder, vectors: dict[str, Vectors]) -> Embed:
    """Embed the texts of one notice by themselves, and note their vectors for the index.

    What links are inferred from must not depend on the other notices of a library, and the last digits of a
    vector depend on the texts that are embedded with it.
    """

    def embed(texts: Sequence[str]) -> Vectors:
        found = encoder.passages(texts)
        vectors.update(zip(texts, found, strict=True))
        return found

    return embed


def _telling(settings: Settings, tell: Progress) -> Embed:
    """Embed texts, many at once, and tell how far it is."""

    def embed(texts: Sequence[str]) -> Vectors:
        encoder = open_encoder(settings.encoder, cache=settings.home / "models", bulk=len(texts))
        found = [encoder.passages([])]
        for first in range(0, len(texts), _BATCH):
            tell("计算语义向量", first, len(texts))
            found.append(encoder.passages(texts[first : first + _BATCH]))
        return np.concatenate(found)

    return embed


def _unchanged(about: Mapping[str, Any], settings: Settings) -> Report | None:
    """Give the report of a library that has what these sources make; None if a file is worth another try."""
    try:
        known = about["report"] | {"home": str(settings.home)}
        outcomes = [
            Outcome(**o | {"oddities": tuple(o["oddities"]), "kept": True}) for o in known["outcomes"]
        ]
    except (KeyError, TypeError):
        return None
    if any(outcome.again for outcome in outcomes):
        return None
    return Report(**known | {"outcomes": tuple(outcomes)})
