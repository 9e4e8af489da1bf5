"""All that is known of one thing: every triple with its origin, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.ask.entries import Entry
from kg.evidence import Quote, quotes_of
from kg.lexicon import parse_body
from kg.names import expand, shorten
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
    """One triple about a thing: `property` as people read it, `inverse` where the thing is its object.

    `quote` are the characters [`start`, `end`) of the text of the file `source`, if it was read.
    """

    property: str
    value: str
    iri: str | None
    inverse: bool
    origin: str
    reason: str | None = None
    score: float | None = None
    place: str | None = None
    quote: str | None = None
    source: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A thing with the facts about it, and where it is printed itself.

    `others` have the same name; `ambiguous` says so first, and how to tell them apart.
    """

    ambiguous: str | None = field(default=None, kw_only=True)
    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    others: tuple[Description, ...] = ()


#: Properties of public vocabularies, as people read them.
_LABELS = {
    "rdfs:label": "名称",
    "skos:altLabel": "别名",
    "dcterms:title": "标题",
    "dcterms:issued": "成文日期",
    "dcterms:source": "出自文件",
    "dcterms:isPartOf": "属于",
    "org:changedBy": "后来的机构改革",
    "org:resultedFrom": "由来的机构改革",
    "owl:sameAs": "曾用标识",
    "skos:definition": "释义",
    "rdfs:domain": "主语的类",
    "rdfs:range": "值的类",
    "rdfs:subClassOf": "上位类",
    "rdfs:subPropertyOf": "上位属性",
    "rdf:subject": "主语",
    "rdf:predicate": "谓语",
    "rdf:object": "宾语",
}
#: How it is known what no fact of its own explains.
_KNOWN_BY = {
    "kg:jurisdiction": "由名称和发文机关得知；上级地区见行政区划表",
    "kg:bodyLevel": "由名称和发文机关得知",
}
#: What belongs to the book-keeping of facts, and is told with them: of a thing itself, and of what names it.
_BOTH = "kg:assignedTo kg:inNotice rdf:type"
_HIDDEN = {False: f"kg:evidence {_BOTH}", True: f"rdf:subject rdf:predicate rdf:object {_BOTH}"}


def describe(store: Any, entry: Entry) -> Description:  # noqa: ANN401 - the engine's own type
    """Tell all that is known of a thing."""
    iri = f"<{entry.iri}>"
    rows = [
        (row, inverse)
        for inverse, pattern in ((False, f"{iri} ?property ?value"), (True, f"?value ?property {iri}"))
        for row in select(
            store,
            f"""SELECT ?graph ?property ?value ?label ?name ?held WHERE {{
  GRAPH ?graph {{ {pattern} }} FILTER(?property NOT IN ({", ".join(_HIDDEN[inverse].split())}))
  BIND(EXISTS {{ {pattern} }} AS ?held)
  OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?property rdfs:label ?name }}
  FILTER(LANG(COALESCE(?name, "")) IN ("", "zh") && LANG(COALESCE(?label, "")) IN ("", "zh")) }}
  ORDER BY ?graph ?property ?value""",
        )
    ]
    said = _said(store, iri) | _named(store, iri) | _sources(store, iri)
    facts = list(_kin(store, iri))
    for row, inverse in rows:
        detail = said.get((row["property"], row["value"], inverse), {})
        facts.append(
            Fact(
                _property(row, detail.get("verb")),
                row.get("label") or row["value"],
                row["value"] if row["value"].startswith("http") else None,
                inverse,
                _origin(row),
                detail.get("reason") or _KNOWN_BY.get(shorten(row["property"])) or _table_row(row),
                float(detail["score"]) if "score" in detail else None,
                detail.get("place"),
                detail.get("quote"),
                detail.get("source"),
                *(int(detail[name]) if name in detail else None for name in ("start", "end")),
            )
        )
    own = quotes_of(store, [entry.iri]).get(entry.iri, [])
    places = tuple((f"{quote.notice} {quote.place}", quote.text) for quote in own)
    return Description(entry.iri, entry.kind, entry.label, entry.names, places, tuple(dict.fromkeys(facts)))


def _origin(row: dict[str, str]) -> str:
    """Tell who says a triple; what is not in force was rejected by a person."""
    known = ORIGINS.get(row["graph"].split("/graph/")[-1].split("/")[0], row["graph"])
    return known if row["held"] == "true" else f"{known}，已被否决"


def _said(store: Any, iri: str) -> dict[tuple[str, str, bool], dict[str, str]]:  # noqa: ANN401
    """Look up the facts in which a thing is subject or object: how they were come by, and their sentences."""
    found: dict[tuple[str, str, bool], dict[str, str]] = {}
    for inverse, pattern in (
        (False, f"?fact rdf:subject {iri} ; rdf:object ?value"),
        (True, f"?fact rdf:object {iri} ; rdf:subject ?value"),
    ):
        rows = select(
            store,
            f"""SELECT ?fact ?property ?value ?reason ?score ?verb WHERE {{
  {pattern} ; rdf:predicate ?property .
  OPTIONAL {{ ?fact kg:reason|kg:rule ?reason }} OPTIONAL {{ ?fact kg:score ?score }}
  OPTIONAL {{ ?fact kg:relation ?verb }} }}""",
        )
        quotes = quotes_of(store, [row["fact"] for row in rows]) if rows else {}
        for row in rows:
            detail: dict[str, str] = {name: row[name] for name in ("reason", "score", "verb") if name in row}
            quote = next(iter(quotes.get(row["fact"], ())), None)
            if quote:
                detail |= _printed(quote)
            found[row["property"], row["value"], inverse] = detail
    return found


def _printed(quote: Quote) -> dict[str, str]:
    place = {"place": f"{quote.notice} {quote.place}", "quote": quote.text}
    return place | {"source": quote.source, "start": str(quote.start), "end": str(quote.end)}


def _property(row: dict[str, str], verb: str | None) -> str:
    name = row.get("name") or _LABELS.get(shorten(row["property"]), shorten(row["property"]))
    return f"{name}（{verb}）" if verb else name


def _named(store: Any, iri: str) -> dict[tuple[str, str, bool], dict[str, str]]:  # noqa: ANN401
    """Find where each printed name of a body stands first."""
    rows = select(
        store, f"SELECT ?fact ?name WHERE {{ ?fact rdf:object {iri} ; kg:printedName ?name }} ORDER BY ?fact"
    )
    quotes = quotes_of(store, [row["fact"] for row in rows]) if rows else {}
    found: dict[tuple[str, str, bool], dict[str, str]] = {}
    for row in rows:
        for quote in quotes.get(row["fact"], ())[:1]:
            for name in ("rdfs:label", "skos:altLabel"):
                found.setdefault((expand(name), row["name"], False), _printed(quote))
    return found


def _sources(store: Any, iri: str) -> dict[tuple[str, str, bool], dict[str, str]]:  # noqa: ANN401
    """Tell the source of each reform that a body went through."""
    rows = select(
        store,
        f"""SELECT ?property ?event ?source ?note WHERE {{ {iri} ?property ?event . ?event a org:ChangeEvent ;
  dcterms:source ?source . OPTIONAL {{ ?event kg:note ?note }} }}""",
    )
    return {
        (row["property"], row["event"], False): {
            "reason": "；".join(filter(None, (row["source"], row.get("note"))))
        }
        for row in rows
    }


def _table_row(row: dict[str, str]) -> str | None:
    """Tell from where a full name is known: the row of the table of names, with its years."""
    if shorten(row["property"]) != "kg:fullName":
        return None
    for reading in parse_body(row["value"]).readings:
        since = f"{reading.row.since}年起" if reading.row.since else ""
        until = f"至{reading.row.until}年" if reading.row.until else ""
        return f"机构名称表（{'，'.join(filter(None, (reading.row.source, since + until)))}）"
    return None


def _kin(store: Any, iri: str) -> Iterator[Fact]:  # noqa: ANN401
    """Find the bodies of the same place that a body comes from by a reform, and those that came after it."""
    for earlier, mine, other in (
        ("前身（库中）", "org:resultedFrom", "org:changedBy"),
        ("后继（库中）", "org:changedBy", "org:resultedFrom"),
    ):
        rows = select(
            store,
            f"""SELECT ?body ?label (GROUP_CONCAT(?reform; SEPARATOR="，") AS ?why) WHERE {{
  {iri} {mine} ?event ; kg:jurisdiction ?place . ?event rdfs:label ?reform .
  ?body {other} ?event ; kg:jurisdiction ?place ; rdfs:label ?label FILTER(?body != {iri}) }}
  GROUP BY ?body ?label ORDER BY ?body""",
        )
        for row in rows:
            yield Fact(
                earlier, row["label"], row["body"], False, ORIGINS["derived"], f"同一管辖地，{row['why']}"
            )
