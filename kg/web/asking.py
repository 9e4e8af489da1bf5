"""Hand a request to the processes that answer; what every address does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from kg.names import ONTOLOGY
from kg.rdf import terms
from kg.settings import Settings
from kg.verbs import VERBS
from kg.web.problems import Refused
from kg.web.worker import Reply
from kg.web.workers import Workers

#: How many times the usual time a verb may take that reads the whole library.
THOROUGH = 12
#: Most rows of a query of our own: places where a thing is printed, terms of the ontology.
_MOST = 1_000
_JSON = "application/sparql-results+json"


async def have_answered(request: Request, asked: dict[str, Any], patience: int = 1) -> Reply:
    """Have a request answered by one of the processes; see `kg.web.worker.answer`.

    :param patience: how many times the usual time it may take
    :raises Refused: too many wait, or it took too long
    """
    client = request.client.host if request.client else ""
    workers: Workers = request.app.state.workers
    settings: Settings = request.app.state.settings
    return await workers.ask(asked, client, settings.query_seconds * patience)


async def have_performed(request: Request, verb: str, values: Mapping[str, str]) -> Reply:
    """Have a verb performed."""
    patience = THOROUGH if VERBS[verb].thorough else 1
    return await have_answered(request, {"verb": verb, "values": dict(values)}, patience)


async def values_of(request: Request, verb: str, **values: str) -> Any:  # noqa: ANN401 - any JSON value
    """Give the JSON values of a verb.

    :raises Refused: it went wrong
    """
    return _read(await have_performed(request, verb, values))


async def rows_of(request: Request, query: str, **values: str) -> list[dict[str, str]]:
    """Give the rows of a named query: variable -> its value, where it is bound.

    :raises Refused: it went wrong
    """
    return _bound(await values_of(request, "run", name=query, **values))


async def names_of_notices(request: Request) -> dict[str, str]:
    """Give what each notice is called: its number, or its title where it has none."""
    return {row["notice"]: row.get("number", row["name"]) for row in await rows_of(request, "notices")}


async def printed_at(request: Request, iri: str) -> list[dict[str, str]]:
    """Give where a thing is printed: `notice`, its `name`, `place`, `quote`, `start`, `end`; as in the text.

    :raises Refused: it went wrong
    """
    query = f"""SELECT DISTINCT ?notice ?place ?quote ?start ?end {{ {terms.iri(iri)} kg:evidence ?span .
  ?span oa:exact ?quote ; oa:start ?start ; oa:end ?end ; kg:place ?place ; oa:hasSource ?file .
  ?notice dcterms:source ?file }} ORDER BY ?notice ?start ?end"""
    rows = await _select(request, query)
    names = await names_of_notices(request) if rows else {}
    return [row | {"name": names[row["notice"]]} for row in rows]


async def english_labels(request: Request) -> dict[str, str]:
    """Give what the classes and properties of the ontology are called in English, by their Chinese names.

    :raises Refused: it went wrong
    """
    query = f"""SELECT ?chinese ?english {{
  GRAPH {terms.iri(ONTOLOGY)} {{ ?term rdfs:label ?chinese, ?english }}
  FILTER(LANG(?chinese) = "zh" && LANG(?english) = "en") }} ORDER BY ?term"""
    return {row["chinese"]: row["english"] for row in await _select(request, query)}


async def _select(request: Request, query: str) -> list[dict[str, str]]:
    settings: Settings = request.app.state.settings
    limits = {"rows": _MOST, "bytes": settings.query_bytes}
    reply = await have_answered(request, {"query": query, "accept": _JSON, "graphs": None} | limits)
    return _bound(_read(reply))


def _read(reply: Reply) -> Any:  # noqa: ANN401 - any JSON value
    if reply.head["status"] != 200:
        raise Refused(reply.head["status"], reply.head["code"], reply.head["detail"])
    return json.loads(reply.body)


def _bound(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the rows of a result: variable -> its value, where it is bound."""
    return [{name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"]]
