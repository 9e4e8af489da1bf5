"""The page of the trace: which tasks serve which focus area, and the gaps on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.asking import rows_of, values_of
from kg.web.deciding import may_decide, reviewer
from kg.web.pictures import flow
from kg.web.problems import Refused
from kg.web.rendering import rendered
from kg.web.things import year_of


async def trace(request: Request) -> Response:
    """Show the trace of one notice: the picture, the matrix, the reasons; of several, let one be chosen."""
    wanted = request.query_params.get("notice", "")
    notices = await _traced(request)
    if not wanted and len(notices) != 1:
        traced = {one["iri"] for one in notices}
        untold = [one for one in await _newest(request) if one["notice"] not in traced]
        return rendered(request, "traces.html", notices=notices, untold=untold)
    matrix = await values_of(request, "trace", notice=wanted or notices[0]["iri"])
    if not matrix["notices"]:
        raise Refused(404, "not_found", "这份公文没有读到工作重点")
    areas = _areas(matrix)
    loose = set(matrix["tasks_without_area"])
    alone = [task for task in matrix["tasks"] if task["iri"] in loose]
    return rendered(
        request,
        "trace.html",
        notice=matrix["notices"][0],
        several=len(notices) > 1,
        areas=areas,
        tasks=matrix["tasks"],
        cells={(link["task"]["iri"], area["iri"]): link for area in areas for link in area["all"]},
        alone=alone,
        picture=flow(areas, alone),
        may_decide=may_decide(request),
        by=reviewer(request),
    )


ROUTES = [Route("/trace", trace)]


async def _traced(request: Request) -> list[dict[str, Any]]:
    """Count, of each notice with focus areas, these, the tasks, and the gaps on both sides; newest first."""
    counts = {row["notice"]: row for row in await rows_of(request, "notice-counts") if int(row["areas"])}
    idle = Counter(row["notice"] for row in await rows_of(request, "areas-without-tasks"))
    loose = Counter(row["notice"] for row in await rows_of(request, "tasks-without-area"))
    return [
        {"iri": iri, "about": about, "areas": counts[iri]["areas"], "tasks": counts[iri]["tasks"]}
        | {"idle": idle[iri], "loose": loose[iri]}
        for about in await _newest(request)
        if (iri := about["notice"]) in counts
    ]


async def _newest(request: Request) -> list[dict[str, str]]:
    """Give a row of each notice, newest first."""
    known = {row["notice"]: row for row in await rows_of(request, "notices")}
    return sorted(known.values(), key=lambda row: (year_of(row), row.get("issued", "")), reverse=True)


def _areas(matrix: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the areas: with their `links` in force, `others` that are not, and `all` of them."""
    tasks = {task["iri"]: task for task in matrix["tasks"]}
    order = {iri: at for at, iri in enumerate(tasks)}
    links: dict[str, list[dict[str, Any]]] = {area["iri"]: [] for area in matrix["areas"]}
    for link in sorted(matrix["links"], key=lambda link: order[link["task"]]):
        links[link["area"]].append(link | {"task": tasks[link["task"]]})
    return [
        area
        | {"all": own, "links": [link for link in own if link["in_force"]]}
        | {"others": sorted((o for o in own if not o["in_force"]), key=lambda link: -(link["score"] or 0))}
        for area, own in ((area, links[area["iri"]]) for area in matrix["areas"])
    ]
