"""The pipeline on one page: sources in, a published library out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kg import __version__
from kg.embed import open_encoder
from kg.errors import KgError, RequestError
from kg.extract import Extract, extract_file
from kg.home import new_build
from kg.index.passages import notice_passages
from kg.index.search import Embed, build_index, remembering
from kg.link.bodies import body_quads, name_bodies
from kg.link.focus import focus_links, focus_quads
from kg.names import ONTOLOGY
from kg.rdf.labels import one_label
from kg.rdf.page import notice_iri
from kg.rdf.quads import notice_quads
from kg.rdf.store import read_turtle, write_store
from kg.rdf.terms import Quad
from kg.settings import Settings, shared
from kg.sources import find_sources

#: What a build tells while it goes on: what is being done, how many are done, of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its counts, what was odd, or in one sentence why it was refused."""

    source: str
    notice: str | None
    tasks: int = 0
    assignments: int = 0
    citations: int = 0
    oddities: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `triples` counts the facts in force."""

    home: str
    notices: int
    passages: int
    triples: int
    outcomes: tuple[Outcome, ...]


def build_library(
    paths: Sequence[Path | str] = (), settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """Read files and folders, and put a new library in place of the old one, whole or not at all.

    A file that cannot be read is reported and left out, as long as another one can.

    :param paths: files and folders; the seeds that travel with the package if there are none
    :param progress: is told what is being done
    :raises RequestError: a path does not exist, or none of the files can be read
    :raises WriteFailed: the disk is full; the old library is untouched
    """
    settings = settings or Settings.load()
    tell = progress or (lambda _what, _done, _of: None)
    sources = find_sources([Path(path) for path in paths] or [shared("seeds")])
    outcomes: list[Outcome] = []
    extracts: dict[str, Extract] = {}
    for done, source in enumerate(sources):
        tell("阅读", done, len(sources))
        try:
            extract = extract_file(source.path, source.name)
        except KgError as error:
            outcomes.append(Outcome(source.name, None, refused=str(error)))
            continue
        iri = notice_iri(extract.notice)
        if iri in extracts:
            first = extracts[iri].notice.document.source
            outcomes.append(Outcome(source.name, iri, oddities=(f"与 {first} 是同一份公文，只计一次",)))
            continue
        extracts[iri] = extract
        outcomes.append(_outcome(source.name, iri, extract))
    if not extracts:
        reasons = "；".join(outcome.refused or "" for outcome in outcomes) or "没有文件"
        raise RequestError(f"没有读到任何公文：{reasons}")
    tell("阅读", len(sources), len(sources))
    with new_build(settings.home, _build_name(extracts.values(), settings)) as folder:
        passages = [p for iri, extract in extracts.items() for p in notice_passages(extract.notice, iri)]
        tell("计算语义向量", 0, len(passages))
        encoder = open_encoder(settings.encoder, cache=settings.home / "models", bulk=len(passages))
        embed = remembering(encoder.passages)
        build_index(folder / "index", passages, embed)
        tell("连线", 0, len(extracts))
        quads = list(one_label(list(_quads(list(extracts.values()), settings, embed))))
        tell("入库", 0, len(quads))
        triples = write_store(folder / "graph", quads)
        _write_texts(folder / "texts", extracts.values())
        report = Report(str(settings.home), len(extracts), len(passages), triples, tuple(outcomes))
        about = {
            "version": __version__,
            "encoder": encoder.name,
            "encoder_setting": settings.encoder,
            "report": asdict(report),
        }
        (folder / "about.json").write_text(json.dumps(about), encoding="ascii")
    return report


def _quads(extracts: Sequence[Extract], settings: Settings, embed: Embed) -> Iterator[Quad]:
    yield from read_turtle(shared("ontology") / "kg.ttl", ONTOLOGY)
    yield from body_quads(extract.notice for extract in extracts)
    for extract in extracts:
        notice, findings = extract.notice, extract.findings
        yield from notice_quads(notice, findings, name_bodies(notice))
        links = focus_links(notice, findings, embed)
        yield from focus_quads(notice, links, settings.focus_score)


def _outcome(source: str, iri: str, extract: Extract) -> Outcome:
    notice = extract.notice
    odd = [*notice.document.oddities, *notice.oddities]
    if not notice.tasks:
        odd.append("文中没有读到任务（没有任务表，也没有责任单位的说明）")
    return Outcome(
        source,
        iri,
        tasks=len(notice.tasks),
        assignments=sum(len(task.assignments) for task in notice.tasks),
        citations=len(extract.findings.citations),
        oddities=tuple(odd),
    )


def _build_name(extracts: Iterable[Extract], settings: Settings) -> str:
    """Name a build by what goes into it, so that the same sources make the same name."""
    parts = [__version__, settings.encoder, str(settings.focus_score)]
    parts += [f"{e.notice.document.source} {e.notice.document.digest}" for e in extracts]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _write_texts(folder: Path, extracts: Iterable[Extract]) -> None:
    folder.mkdir()
    for extract in extracts:
        document = extract.notice.document
        (folder / f"{document.digest}.txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
