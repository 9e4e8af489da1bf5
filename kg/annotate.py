"""A notice with its facts marked in it: where each stands, what it is, and what it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.extract import wrapped_at
from kg.names import expand
from kg.rdf.store import select

#: Class of a printed thing -> how it is marked.
_THINGS = {
    "kg:Section": "标题",
    "kg:Task": "任务",
    "kg:Target": "指标",
    "kg:Policy": "方针",
    "kg:Principle": "原则",
    "kg:Goal": "目标",
    "kg:Repeat": "重印",
}
#: Predicate of a fact -> how the place is marked where it was read.
_FACTS = {
    **dict.fromkeys(
        ("kg:leadBody", "kg:supportBody", "kg:responsibleBody", "kg:guideBody", "kg:superviseBody"), "单位"
    ),
    **dict.fromkeys(("kg:cites", "kg:refersTo"), "文件"),
    "kg:issuer": "单位",
    "kg:mentions": "提到",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `text[start:end]` that say something: `kind` in Chinese, and the thing that they name."""

    start: int
    end: int
    kind: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A notice: its source, its text as read, and the marks in it, outer before inner.

    `wrapped` are the offsets of the line breaks inside paragraphs (see `kg.extract.wrapped_at`).
    """

    iri: str
    label: str
    number: str | None
    source: str
    text: str
    marks: tuple[Mark, ...]
    wrapped: tuple[int, ...] = ()


def annotate(store: Any, iri: str, text_of: Callable[[str], str]) -> Annotated | None:  # noqa: ANN401
    """Give a notice with its marks; None if the library has not read it.

    :param text_of: the SHA-256 of a source file -> its text
    """
    rows = select(
        store,
        f"""SELECT ?label ?number ?path ?digest {{
  <{iri}> a kg:Notice ; rdfs:label ?label ; dcterms:source ?file . ?file kg:path ?path ; kg:sha256 ?digest
  OPTIONAL {{ <{iri}> kg:number ?number }} }} ORDER BY ?path""",
    )
    if not rows:
        return None
    first = rows[0]
    found = {*_things(store, iri), *_facts(store, iri)}
    marks = sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.iri))
    text = text_of(first["digest"])
    about = (iri, first["label"], first.get("number"), first["path"])
    return Annotated(*about, text, tuple(marks), tuple(wrapped_at(text)))


def _things(store: Any, iri: str) -> list[Mark]:  # noqa: ANN401
    rows = select(
        store,
        f"""SELECT ?thing ?kind ?label ?start ?end {{ VALUES ?kind {{ {" ".join(_THINGS)} }}
  ?thing kg:inNotice <{iri}> ; a ?kind ; kg:evidence ?span . ?span oa:start ?start ; oa:end ?end
  OPTIONAL {{ ?thing rdfs:label ?label }} }}""",
    )
    return _marks(rows, {expand(name): kind for name, kind in _THINGS.items()})


def _facts(store: Any, iri: str) -> list[Mark]:  # noqa: ANN401
    rows = select(
        store,
        f"""SELECT ?thing ?kind ?label ?start ?end {{ VALUES ?kind {{ {" ".join(_FACTS)} }}
  <{iri}> dcterms:source ?file . ?span oa:hasSource ?file ; oa:start ?start ; oa:end ?end .
  ?fact kg:evidence ?span ; rdf:predicate ?kind ; rdf:object ?thing . ?thing rdfs:label ?label }}""",
    )
    return _marks(rows, {expand(name): kind for name, kind in _FACTS.items()})


def _marks(rows: list[dict[str, str]], kinds: dict[str, str]) -> list[Mark]:
    return [
        Mark(int(row["start"]), int(row["end"]), kinds[row["kind"]], row["thing"], row.get("label", ""))
        for row in rows
    ]
