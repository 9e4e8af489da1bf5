"""The server: addresses, and what is done at each. All work is done by `kg.web.workers`."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.errors import KgError, MissingPart
from kg.names import BASE
from kg.rdf import terms
from kg.rdf.results import WRITTEN
from kg.settings import Settings
from kg.verbs import VERBS
from kg.web import deciding, notices, pages, searching, tables, things, tracing, uploading
from kg.web.agents import make_server
from kg.web.asking import have_answered, have_performed
from kg.web.description import description_query
from kg.web.guard import Guard
from kg.web.negotiate import choose
from kg.web.openapi import describe
from kg.web.problems import Refused, problem
from kg.web.protocol import form_fields, read_operation
from kg.web.rendering import SPAN, local
from kg.web.worker import Reply
from kg.web.workers import Workers

_PAGES = (pages, searching, notices, tables, tracing, deciding, uploading)
#: Most bytes of a request.
LARGEST = 1_000_000


def make_app(settings: Settings, token: str, workers: Workers) -> ASGIApp:
    """Make the ASGI application that serves the library of some settings.

    :param token: who has it may decide on the pages
    :param workers: who answers; they are started and closed with the application
    """
    hosts = [settings.host, *settings.hosts.split()]
    agents, running = _agents(settings, workers, hosts)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.settings, app.state.workers, app.state.token = settings, workers, token
        app.state.renewing, app.state.uploads = asyncio.Lock(), asyncio.Semaphore(uploading.AT_ONCE)
        await workers.start()
        async with running():
            yield
        await workers.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[  # they are tried in this order
            Route("/sparql", _sparql, methods=["GET", "POST"]),
            *(route for part in _PAGES for route in part.ROUTES),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static"),
            *agents,
            Route("/id/{path:path}", _thing),
            Route("/thing", _opened),
            *(Route(path, _described) for path in ("/api", "/api/", "/api/v1", "/api/v1/")),
            Route("/api/openapi.json", _description),
            Route("/api/v1/run/{name}", _api),
            *(Route(f"/api/v1/{name}", _api, name=name) for name in VERBS if name != "run"),
        ],
        exception_handlers={
            KgError: _told,
            HTTPException: _http,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    return Guard(app, hosts, settings.origins.split())


def _agents(
    settings: Settings, workers: Workers, hosts: Sequence[str]
) -> tuple[Sequence[BaseRoute], Callable[[], AbstractAsyncContextManager[None]]]:
    """Give the address for agents, and what must run for it; none without the package mcp."""

    async def answer(request: dict[str, Any], client: str) -> Reply:
        return await workers.ask(request, client, settings.query_seconds)

    try:
        server = make_server(answer, settings.query_rows, settings.query_bytes)
    except MissingPart:
        return (), nullcontext
    from mcp.server.transport_security import TransportSecuritySettings

    allowed = [name for host in ("127.0.0.1", "localhost", "[::1]", *hosts) for name in (host, f"{host}:*")]
    security = TransportSecuritySettings(
        allowed_hosts=allowed,
        allowed_origins=[f"http://{name}" for name in allowed] + settings.origins.split(),
    )
    app = server.streamable_http_app(stateless_http=True, json_response=True, transport_security=security)
    # nothing is kept between requests: a stream that GET would open never has anything to say
    asked = [
        Route(route.path, route.endpoint, methods=["POST"])
        for route in app.routes
        if isinstance(route, Route)
    ]
    return asked, server.session_manager.run


async def _sparql(request: Request) -> Response:
    """Answer by the SPARQL 1.1 Protocol."""
    body = await _body(request)
    method, url_query = request.method, request.scope["query_string"]
    operation = read_operation(method, url_query, request.headers.get("content-type"), body)
    if operation is None:
        if choose(request.headers.get("accept"), [*WRITTEN["CONSTRUCT"], "text/html"]) == "text/html":
            return RedirectResponse("/editor", 303)  # a person, not a program
        endpoint = str(request.url.replace(query="", fragment=""))
        return await _result(request, description_query(endpoint), request.headers.get("accept"))
    return await _result(request, operation.query, request.headers.get("accept"), operation.graphs)


async def _thing(request: Request) -> Response:
    """Give what is known of one thing, by its IRI: a page for people, RDF for programs."""
    path = _readable(request.scope["raw_path"].decode("latin-1").partition("/id/")[2])
    return await _told_of(request, BASE + _ENCODED_SPAN.sub(r"#char=\1,\2", path))


async def _opened(request: Request) -> Response:
    """Go to a thing by its IRI; one that no address stands for, a term or a span, is told of here."""
    iri = request.query_params.get("iri", "")
    address = local(iri)
    if not address.startswith("/"):
        raise Refused(404, "not_found", "没有这样的东西")
    if address.startswith("/id/") and not SPAN.search(iri):
        return RedirectResponse(address, 303)
    return await _told_of(request, iri)


#: What may not stand in an IRI (SPARQL 1.1, IRIREF).
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
#: A span, whose `#` is encoded so that it reaches the server.
_ENCODED_SPAN = re.compile(r"%23char(?:=|%3D)([0-9]+)(?:,|%2C)([0-9]+)$", re.IGNORECASE)


async def _told_of(request: Request, iri: str) -> Response:
    """Tell of a thing; the RDF has its spans, too, and a span's page is the notice, lit up there."""
    if _NO_IRI.search(iri):
        raise Refused(404, "not_found", "没有这样的东西")
    wanted = dict(things.FORMATS).get(request.query_params.get("format", ""))
    accept = wanted or request.headers.get("accept")
    if choose(accept, [*WRITTEN["DESCRIBE"], "text/html"]) == "text/html":
        span = iri.startswith(BASE) and SPAN.search(iri)
        return RedirectResponse(local(iri), 303) if span else await things.thing(request, iri)
    node = terms.iri(iri)
    described = f"DESCRIBE {node} ?span {{ OPTIONAL {{ {node} ?has ?span . ?span a kg:Span }} }}"
    response = await _result(request, described, accept)
    if response.headers.get("Kg-Rows") == "0":  # it may be a graph
        whole = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {node} {{ ?s ?p ?o }} }}"
        response = await _result(request, whole, accept)
    if response.headers.get("Kg-Rows") == "0":
        raise Refused(404, "not_found", f"库中没有 <{iri}>")
    return response


_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def _readable(path: str) -> str:
    """Undo the encoding of what is not ASCII, as IRIs are written in the library; the rest stays."""

    def characters(match: re.Match[str]) -> str:
        try:
            return bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return _ENCODED.sub(characters, path)


async def _result(
    request: Request,
    query: str,
    accept: str | None,
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
) -> Response:
    settings: Settings = request.app.state.settings
    limits = {"rows": settings.query_rows or sys.maxsize - 1, "bytes": settings.query_bytes}
    reply = await have_answered(request, {"query": query, "accept": accept, "graphs": graphs} | limits)
    if reply.head["status"] != 200:
        return _response(reply)
    rows = str(reply.head["rows"])
    cut = {"Kg-Truncated": f"rows={rows}"} if reply.head["cut"] else {}
    return _response(reply, {"Kg-Rows": rows, "Vary": "Accept"} | cut)


async def _api(request: Request) -> Response:
    """Answer a verb with what `kg VERB --json` prints."""
    pairs = form_fields(request.scope["query_string"])
    values = dict(pairs)
    if len(values) < len(pairs):
        raise Refused(400, "repeated_parameter", "同一个参数给了不止一次")
    values |= request.path_params
    verb = "run" if "name" in request.path_params else request.url.path.rpartition("/")[2]
    return _response(await have_performed(request, verb, values))


async def _described(_request: Request) -> Response:
    return RedirectResponse("/api/openapi.json", 303)


async def _description(_request: Request) -> Response:
    return JSONResponse(describe())


def _response(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    head = reply.head
    if head["status"] != 200:
        return problem(Refused(head["status"], head["code"], head["detail"]))
    known = {"Cache-Control": "no-cache", **(headers or {})}
    return Response(reply.body, media_type=f"{head['type']}; charset=utf-8", headers=known)


async def _body(request: Request) -> bytes:
    """Read the body of a request, up to a size.

    :raises Refused: it is larger
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Refused(413, "too_large", f"请求超过 {LARGEST} 字节")
    return bytes(body)


async def _told(request: Request, error: Exception) -> Response:
    """Tell what went wrong: a page to people, `application/problem+json` to programs."""
    if not isinstance(error, KgError):
        raise error
    program = request.url.path.startswith(("/sparql", "/api/", "/static/"))
    offers = ["application/problem+json", "text/html"]
    if program or choose(request.headers.get("accept"), offers) != "text/html":
        return problem(error)
    return pages.trouble(request, error)


async def _failed(request: Request, _error: Exception) -> Response:
    """Tell that we are at fault; the server's log has the rest."""
    return await _told(request, Refused(500, "internal", "服务器内部出错，已记入日志"))


async def _gone(_request: Request, _error: Exception) -> Response:
    """Tell nobody, and write no trace into the log: the client went away before its request was whole."""
    return Response(status_code=400)


async def _http(request: Request, error: Exception) -> Response:
    """Tell what the routes refuse: no such address, or not by this method."""
    if not isinstance(error, HTTPException):
        raise error
    said = {404: ("no_such_address", "没有这个地址"), 405: ("method_not_allowed", "这个地址不接受这种方法")}
    code, message = said.get(error.status_code, ("bad_request", "请求有误"))
    return await _told(request, Refused(error.status_code, code, message, **(error.headers or {})))
