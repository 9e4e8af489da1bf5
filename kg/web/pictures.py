"""Pictures as nodes and links, which the page draws with ECharts: the flow of a trace, a body's circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.web.rendering import local

#: Characters of a name that a picture prints: in columns, around a circle.
PRINTED, AROUND = 16, 12
#: Most partners in a circle; the table beside it has all.
MOST = 40


def flow(areas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Make the picture of focus areas, their tasks, and the bodies of these.

    :param areas: each with its `links` in force, and these each with their `task` and its `bodies`
    """
    nodes: dict[str, dict[str, Any]] = {}
    links: dict[tuple[str, str], None] = {}

    def put(thing: Mapping[str, Any], depth: int) -> str:
        nodes.setdefault(thing["iri"], _node(thing) | {"depth": depth})
        return str(thing["iri"])

    for area in areas:
        for link in area["links"]:
            task = put(link["task"], 1)
            links[put(area, 0), task] = None
            links.update(dict.fromkeys((task, put(body, 2)) for body in link["task"]["bodies"]))
    return {"nodes": list(nodes.values()), "links": _links((one, other, 1) for one, other in links)}


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
    links = _links((body["iri"], row["other"], int(row["tasks"])) for row in rows)
    return {"nodes": [_node(body) | {"centre": True}, *others], "links": links}


def _node(thing: Mapping[str, Any], most: int = PRINTED) -> dict[str, Any]:
    """Make a node: its own name, how it is printed, and the address of its page."""
    number = thing.get("number") or ""
    said = f"{number}{' ' if number[-1:].isalnum() else ''}{thing['label']}"
    short = said if len(said) <= most else said[: most - 1] + "…"
    return {"name": thing["iri"], "said": said, "short": short, "page": local(thing["iri"])}


def _links(pairs: Iterable[tuple[str, str, int]]) -> list[dict[str, Any]]:
    return [{"source": one, "target": other, "value": value} for one, other, value in pairs]
