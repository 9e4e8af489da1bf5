"""The page to search on: passages by word and by meaning, of one notice, year, body or kind."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.web.asking import rows_of, values_of
from kg.web.near import lit_up
from kg.web.rendering import rendered, translator
from kg.web.things import year_of

#: Passages that one page shows.
SHOWN = 50
#: What a search can be limited to, as the verb `search` calls it.
_FILTERS = ("notice", "year", "body", "kind")
#: The kinds of passages (see `kg.ask.narrowing`).
KINDS = ("任务", "条文", "标题", "引言")


async def search(request: Request) -> Response:
    """Show the passages that are nearest to some words, best first, and what to limit them to."""
    given = {name: request.query_params.get(name, "").strip() for name in ("q", *_FILTERS)}
    if not given["q"]:
        return RedirectResponse("/", 303)
    hits = await values_of(
        request, "search", limit=str(SHOWN), **{name: value for name, value in given.items() if value}
    )
    t, notices = translator(request), await rows_of(request, "notices")
    years = sorted({year for row in notices if (year := year_of(row))}, reverse=True)
    return rendered(
        request,
        "search.html",
        q=given["q"],
        hits=lit_up(hits),
        chosen=given,
        most=SHOWN,
        printed={row["path"]: row["notice"] for row in notices},
        names={row["notice"]: row.get("number", row["name"]) for row in notices},
        titles={row["notice"]: row["name"] for row in notices}.items(),
        years=[(year, year) for year in years],
        kinds=[(kind, t(kind)) for kind in KINDS],
    )


ROUTES = [Route("/search", search)]
