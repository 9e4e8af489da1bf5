"""Pictures as nodes and links, which the page draws with ECharts: the flow of a trace, a body's circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.web.rendering import local

#: Characters of a name that a picture prints: in columns, around a circle.
PRINTED, AROUND = 16, 12
#: Most partners in a circle; the table beside it has all.
MOST = 40


def flow(areas: Sequence[Mapping[str, Any]], alone: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Make the picture of focus areas, their tasks, and the bodies of these.

    An area without tasks, and a task without an area, is a `gap`. What a link says of itself is its `said`.

    :param areas: each with its `links` in force, and these each with their `task` and its `bodies`
    :param alone: the tasks without an area, each with its `bodies`
    """
    nodes: dict[str, dict[str, Any]] = {}
    links: dict[tuple[str, str], str] = {}

    def put(thing: Mapping[str, Any], depth: int) -> str:
        nodes.setdefault(thing["iri"], _node(thing) | {"depth": depth})
        return str(thing["iri"])

    def put_task(thing: Mapping[str, Any]) -> str:
        task = put(thing, 1)
        links.update(dict.fromkeys(((task, put(body, 2)) for body in thing["bodies"]), ""))
        return task

    for area in areas:
        one = put(area, 0)
        nodes[one]["gap"] = not area["links"]
        for link in area["links"]:
            links[one, put_task(link["task"])] = link["decided"] or link["reason"] or ""
    for task in alone:
        nodes[put_task(task)]["gap"] = True
    drawn = [
        {"source": one, "target": other, "value": 1, "said": said} for (one, other), said in links.items()
    ]
    return {"nodes": list(nodes.values()), "links": drawn}


def circle(body: Mapping[str, str], partners: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Make the picture of a body among those that it shares tasks with.

    :param body: its `iri` and `label`
    :param partners: rows of the query partners-of-body
    """
    rows = list(partners)[:MOST]
    others = [
        _node({"iri": row["other"], "label": row["name"]}, AROUND) | {"tasks": int(row["tasks"])}
        for row in rows
    ]
    links = [
        {"source": body["iri"], "target": row["other"], "value": int(row["tasks"]), "said": ""}
        for row in rows
    ]
    return {"nodes": [_node(body) | {"centre": True}, *others], "links": links}


def _node(thing: Mapping[str, Any], most: int = PRINTED) -> dict[str, Any]:
    """Make a node: its own name, how it is printed, and the address of its page."""
    number = thing.get("number") or ""
    said = f"{number}{' ' if number[-1:].isalnum() else ''}{thing['label']}"
    short = said if len(said) <= most else said[: most - 1] + "…"
    return {"name": thing["iri"], "said": said, "short": short, "page": local(thing["iri"])}
