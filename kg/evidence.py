"""From facts to the characters that prove them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.rdf.store import select


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters of a source: `text` is `source_text[start:end]`; `notice` its number, or its label."""

    source: str
    notice: str
    place: str
    text: str
    start: int
    end: int


_SPAN = """?span oa:start ?start ; oa:end ?end ; oa:exact ?text ; kg:place ?place ; oa:hasSource ?file .
  ?file kg:path ?source . ?notice dcterms:source ?file ; rdfs:label ?label .
  OPTIONAL { ?notice kg:number ?number }"""


def quotes_of(store: Any, nodes: Iterable[str]) -> dict[str, list[Quote]]:  # noqa: ANN401 - the engine's type
    """Give the quotes of printed things and of facts, in the order of the text.

    :param nodes: IRIs
    """
    values = " ".join(f"<{node}>" for node in dict.fromkeys(nodes))
    rows = select(
        store,
        f"""SELECT ?node ?start ?end ?text ?place ?source ?label ?number WHERE {{
  VALUES ?node {{ {values} }} ?node kg:evidence ?span . {_SPAN} }}""",
    )
    return _grouped(rows)


def quotes_of_triples(store: Any, pairs: Iterable[tuple[str, str]]) -> dict[str, list[Quote]]:  # noqa: ANN401
    """Give the quotes of the facts that join a subject and an object; keyed by the subject's IRI."""
    values = " ".join(f"(<{subject}> <{value}>)" for subject, value in dict.fromkeys(pairs))
    rows = select(
        store,
        f"""SELECT ?node ?start ?end ?text ?place ?source ?label ?number WHERE {{
  VALUES (?node ?object) {{ {values} }}
  ?fact rdf:subject ?node ; rdf:object ?object ; kg:evidence ?span . {_SPAN} }}""",
    )
    return _grouped(rows)


def _grouped(rows: Iterable[dict[str, str]]) -> dict[str, list[Quote]]:
    found: dict[str, set[Quote]] = {}
    for row in rows:
        quote = Quote(
            row["source"],
            row.get("number") or row["label"],
            row["place"],
            row["text"],
            int(row["start"]),
            int(row["end"]),
        )
        found.setdefault(row["node"], set()).add(quote)
    return {node: sorted(quotes, key=lambda q: (q.source, q.start)) for node, quotes in found.items()}
