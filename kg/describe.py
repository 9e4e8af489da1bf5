"""All that is known of one thing: every triple with its origin, and the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.ask.directory import Entry
from kg.evidence import quotes_of
from kg.names import shorten
from kg.rdf.store import select

#: What the graphs are called, by the part of their IRI behind graph/.
ORIGINS = {
    "read": "原文",
    "derived": "推断",
    "decided": "人工认定",
    "background": "背景知识",
    "ontology": "词汇",
    "provenance": "来源记录",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One triple about a thing: `property` as people read it, `inverse` where the thing is its object."""

    property: str
    value: str
    iri: str | None
    inverse: bool
    origin: str
    reason: str | None = None
    score: float | None = None
    place: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A thing with the facts about it, and where it is printed itself."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]


#: Properties of public vocabularies, as people read them.
_LABELS = {
    "rdfs:label": "名称",
    "skos:altLabel": "别名",
    "dcterms:title": "标题",
    "dcterms:issued": "成文日期",
    "dcterms:source": "出自文件",
    "dcterms:isPartOf": "属于",
    "org:changedBy": "机构改革",
}
#: What belongs to the book-keeping of facts, and is told with them.
_HIDDEN = "kg:evidence kg:assignedTo rdf:subject rdf:predicate rdf:object kg:inNotice rdf:type"


def describe(store: Any, entry: Entry) -> Description:  # noqa: ANN401 - the engine's own type
    """Tell all that is known of a thing."""
    iri = f"<{entry.iri}>"
    hidden = ", ".join(_HIDDEN.split())
    rows = [
        (row, inverse)
        for inverse, pattern in ((False, f"{iri} ?property ?value"), (True, f"?value ?property {iri}"))
        for row in select(
            store,
            f"""SELECT ?graph ?property ?value ?label ?name WHERE {{
  GRAPH ?graph {{ {pattern} }} FILTER(?property NOT IN ({hidden}))
  OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?property rdfs:label ?name }}
  FILTER(!BOUND(?name) || LANG(?name) = "zh") }} ORDER BY ?graph ?property ?value""",
        )
    ]
    said = _said(store, iri)
    facts = []
    for row, inverse in rows:
        detail = said.get((row["property"], row["value"], inverse), {})
        facts.append(
            Fact(
                row.get("name") or _LABELS.get(shorten(row["property"]), shorten(row["property"])),
                row.get("label") or row["value"],
                row["value"] if row["value"].startswith("http") else None,
                inverse,
                ORIGINS.get(row["graph"].split("/graph/")[-1].split("/")[0], row["graph"]),
                detail.get("reason"),
                float(detail["score"]) if "score" in detail else None,
                detail.get("place"),
                detail.get("quote"),
            )
        )
    own = quotes_of(store, [entry.iri]).get(entry.iri, [])
    places = tuple((f"{quote.notice} {quote.place}", quote.text) for quote in own)
    return Description(entry.iri, entry.kind, entry.label, entry.names, places, tuple(dict.fromkeys(facts)))


def _said(store: Any, iri: str) -> dict[tuple[str, str, bool], dict[str, str]]:  # noqa: ANN401
    """Look up the facts in which a thing is subject or object: how they were come by, and their sentences."""
    found: dict[tuple[str, str, bool], dict[str, str]] = {}
    for inverse, pattern in (
        (False, f"?fact rdf:subject {iri} ; rdf:object ?value"),
        (True, f"?fact rdf:object {iri} ; rdf:subject ?value"),
    ):
        rows = select(
            store,
            f"""SELECT ?fact ?property ?value ?reason ?score WHERE {{ {pattern} ; rdf:predicate ?property .
  OPTIONAL {{ ?fact kg:reason ?reason }} OPTIONAL {{ ?fact kg:score ?score }} }}""",
        )
        quotes = quotes_of(store, [row["fact"] for row in rows]) if rows else {}
        for row in rows:
            detail: dict[str, str] = {name: row[name] for name in ("reason", "score") if name in row}
            quote = next(iter(quotes.get(row["fact"], ())), None)
            if quote:
                detail |= {"place": f"{quote.notice} {quote.place}", "quote": quote.text}
            found[row["property"], row["value"], inverse] = detail
    return found
