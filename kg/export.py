"""The graph and the ledger of tasks (督查台账) as files: the same bytes from the same sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.rdf.store import dataset, lines, select
from kg.render import csv_text, workbook

_LEDGER = """SELECT ?notice ?label ?number ?order ?task ?no ?text ?deadline WHERE {
  ?task a kg:Task ; kg:inNotice ?notice ; kg:order ?order ; rdfs:label ?text .
  ?notice rdfs:label ?label .
  OPTIONAL { ?notice kg:number ?number } OPTIONAL { ?task kg:taskNumber ?no }
  OPTIONAL { ?task kg:deadline ?deadline }
} ORDER BY ?notice ?order"""
_BODIES = """SELECT ?task ?role ?name (MIN(?start) AS ?first) WHERE {
  VALUES ?role { kg:leadBody kg:supportBody kg:responsibleBody kg:guideBody kg:superviseBody }
  ?fact rdf:predicate ?role ; a kg:Fact ; rdf:subject ?task ; rdf:object ?body ; kg:evidence/oa:start ?start .
  ?body rdfs:label ?name } GROUP BY ?task ?role ?name ORDER BY ?task ?role ?first ?name"""
_AREAS = """SELECT ?task ?name WHERE {
  ?task kg:implements ?area . ?area rdfs:label ?name } ORDER BY ?task ?name"""
HEADER = (
    *("公文", "序号", "工作任务", "牵头单位", "责任单位", "配合单位", "指导督导单位"),
    *("工作重点", "期限", "原文位置"),
)


def ledger(store: Any) -> list[list[str]]:  # noqa: ANN401 - the engine's own type
    """List every task with its bodies by role, its focus areas, its deadline and its place, in text order."""
    from kg.evidence import quotes_of

    roles: dict[tuple[str, str], list[str]] = {}
    for row in select(store, _BODIES):
        roles.setdefault((row["task"], row["role"].partition("#")[2]), []).append(row["name"])
    areas: dict[str, list[str]] = {}
    for row in select(store, _AREAS):
        areas.setdefault(row["task"], []).append(row["name"])
    tasks = select(store, _LEDGER)
    places = quotes_of(store, [row["task"] for row in tasks])
    table = []
    for row in sorted(tasks, key=lambda row: (row["notice"], int(row["order"]))):
        task = row["task"]
        named = [
            "、".join(name for role in wanted for name in roles.get((task, role), ()))
            for wanted in (
                ("leadBody",),
                ("responsibleBody",),
                ("supportBody",),
                ("guideBody", "superviseBody"),
            )
        ]
        place = places[task][0].place if places.get(task) else ""
        table.append(
            [
                row.get("number", row["label"]),
                row.get("no", row["order"]),
                row["text"],
                *named,
                "、".join(areas.get(task, ())),
                row.get("deadline", ""),
                place,
            ]
        )
    return table


def _turtle(store: Any) -> bytes:  # noqa: ANN401
    return bytes(dataset(store).default_graph.serialize(format="turtle", encoding="utf-8"))


def _nquads(store: Any) -> bytes:  # noqa: ANN401
    return "".join(line + "\n" for line in lines(store)).encode()


def _jsonld(store: Any) -> bytes:  # noqa: ANN401
    import json

    text = dataset(store).default_graph.serialize(format="json-ld", encoding="utf-8")
    nodes = sorted(json.loads(text), key=lambda node: node["@id"])
    for node in nodes:
        for values in node.values():
            if isinstance(values, list):
                values.sort(key=lambda value: json.dumps(value, sort_keys=True))
    return json.dumps(nodes, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _csv(store: Any) -> bytes:  # noqa: ANN401
    return ("\ufeff" + csv_text(HEADER, ledger(store))).encode()


def _graphml(store: Any) -> bytes:  # noqa: ANN401
    from kg.link.network import build_network, graphml

    return graphml(build_network(store))


def _xlsx(store: Any) -> bytes:  # noqa: ANN401
    return workbook("督查台账", HEADER, ledger(store), (20, 8, 60, 18, 28, 18, 18, 28, 16, 20))


FORMATS: dict[str, Callable[[Any], bytes]] = {
    "turtle": _turtle,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "csv": _csv,
    "graphml": _graphml,
    "xlsx": _xlsx,
}
