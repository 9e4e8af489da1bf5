"""Hand a request to the processes that answer; what every address does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from kg.settings import Settings
from kg.verbs import VERBS
from kg.web.problems import Refused
from kg.web.worker import Reply
from kg.web.workers import Workers

#: How many times the usual time a verb may take that reads the whole library.
THOROUGH = 12


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
    reply = await have_performed(request, verb, values)
    if reply.head["status"] != 200:
        raise Refused(reply.head["status"], reply.head["code"], reply.head["detail"])
    return json.loads(reply.body)


async def rows_of(request: Request, query: str, **values: str) -> list[dict[str, str]]:
    """Give the rows of a named query: variable -> its value, where it is bound.

    :raises Refused: it went wrong
    """
    found = await values_of(request, "run", name=query, **values)
    return [{name: cell["value"] for name, cell in row.items()} for row in found["results"]["bindings"]]


async def names_of_notices(request: Request) -> dict[str, str]:
    """Give what each notice is called: its number, or its title where it has none."""
    return {row["notice"]: row.get("number", row["name"]) for row in await rows_of(request, "notices")}
