"""The page of a notice: its text as an official reads it, with the facts marked in it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.asking import names_of_notices, rows_of, values_of
from kg.web.marking import KINDS, blocks_of
from kg.web.rendering import rendered
from kg.web.tables import address

#: What else a notice's page leads to, where there is anything in it: title -> the table.
TABLES_OF_ONE = (("任务", "tasks"), ("指标", "targets"), ("期限", "deadlines"), ("文件", "cited-documents"))


async def notice(request: Request) -> Response:
    """Show a notice by its name, with a sentence lit up in its place."""
    what = request.query_params.get("what", "")
    return await show_notice(request, await values_of(request, "notice", what=what))


async def show_notice(request: Request, found: dict[str, Any]) -> Response:
    """Show a notice.

    :param found: what the verb `notice` gives
    """
    start, end = (_offset(request.query_params.get(name)) for name in ("start", "end"))
    about = await rows_of(request, "notices", notice=found["iri"])
    counts = dict.fromkeys(KINDS, 0)
    for mark in found["marks"]:
        counts[mark["kind"]] += 1
    return rendered(
        request,
        "notice.html",
        notice=found,
        about=about[0] if about else {},
        issuers=list(dict.fromkeys(row["issuer"] for row in about if "issuer" in row)),
        blocks=blocks_of(found["text"], found["marks"], (start, end), found["wrapped"]),
        kinds=[(number, kind, counts[kind]) for number, kind in enumerate(KINDS) if counts[kind]],
        citing=await citing(request, found["iri"]),
        tables=[
            (title, address(name, found["iri"]))
            for title, name in TABLES_OF_ONE
            if await rows_of(request, name, notice=found["iri"])
        ],
        traced=await rows_of(request, "focus-areas", notice=found["iri"]),
    )


async def citing(request: Request, iri: str) -> list[dict[str, str]]:
    """Give where a document is cited: rows of the query citing, with the notice's `name`."""
    rows = await rows_of(request, "citing", document=iri)
    names = await names_of_notices(request) if rows else {}
    return [row | {"name": names[row["notice"]]} for row in rows]


ROUTES = [Route("/notice", notice)]


def _offset(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
