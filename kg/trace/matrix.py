"""All focus areas beside all tasks, and the gaps on both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.rdf.store import select
from kg.trace.things import find_things, in_order, origin_of, values
from kg.trace.values import Cell, Matrix, Origin, Thing

if TYPE_CHECKING:
    import pyoxigraph as ox


def matrix(store: ox.Store, notice: str | None = None) -> Matrix:
    """Put the focus areas of all notices, or of one (by its IRI), beside their tasks.

    A notice without focus areas has no place here: its tasks are no gap.
    """
    only = values("notice", [notice]) if notice else ""
    area_rows = select(
        store, f"SELECT ?node ?notice WHERE {{ {only} ?node a kg:FocusArea ; kg:inNotice ?notice }}"
    )
    notices = {row["notice"] for row in area_rows}
    task_rows = select(
        store, f"SELECT ?node WHERE {{ {values('notice', notices)} ?node a kg:Task ; kg:inNotice ?notice }}"
    )
    areas = _in_text(store, {row["node"] for row in area_rows})
    tasks = _in_text(store, {row["node"] for row in task_rows})
    cells = _cells(store, {area.iri for area in areas})
    held = {pair for pair, cell in cells.items() if cell.in_force}
    served, serving = {area for area, _ in held}, {task for _, task in held}
    return Matrix(
        notices={node: thing.label for node, thing in find_things(store, notices).items()},
        areas=areas,
        tasks=tasks,
        cells=cells,
        bodies=_bodies(store, {task.iri for task in tasks}),
        idle=tuple(area for area in areas if area.iri not in served),
        loose=tuple(task for task in tasks if task.iri not in serving),
    )


def _in_text(store: ox.Store, nodes: set[str]) -> tuple[Thing, ...]:
    return tuple(sorted(find_things(store, nodes).values(), key=in_order))


def _cells(store: ox.Store, areas: set[str]) -> dict[tuple[str, str], Cell]:
    rows = select(
        store,
        f"""SELECT ?graph ?area ?task ?score ?reason WHERE {{
            {values("area", areas)}
            GRAPH ?graph {{ ?fact rdf:predicate kg:implements ; rdf:object ?area ; rdf:subject ?task
                OPTIONAL {{ ?fact kg:score ?score }} OPTIONAL {{ ?fact kg:reason ?reason }} }}
        }}""",
    )
    held = select(store, f"SELECT ?area ?task WHERE {{ {values('area', areas)} ?task kg:implements ?area }}")
    in_force = {(row["area"], row["task"]) for row in held}
    order = list(Origin)
    cells: dict[tuple[str, str], Cell] = {}
    # who counts less comes first, so that a decision overwrites what was inferred
    for row in sorted(rows, key=lambda row: -order.index(origin_of(row["graph"]))):
        pair, origin, reason = (row["area"], row["task"]), origin_of(row["graph"]), row.get("reason")
        if origin is Origin.DECIDED:
            known = cells.get(pair, Cell(origin, in_force=False, score=None, reason=None))
            cells[pair] = replace(known, origin=origin, in_force=pair in in_force, decided=reason)
        else:
            score = float(row["score"]) if "score" in row else None
            cells[pair] = Cell(origin, pair in in_force, score, reason)
    return dict(sorted(cells.items()))


def _bodies(store: ox.Store, tasks: set[str]) -> dict[str, tuple[Thing, ...]]:
    rows = select(store, f"SELECT ?task ?body WHERE {{ {values('task', tasks)} ?task kg:assignedTo ?body }}")
    things = find_things(store, {row["body"] for row in rows})
    found: dict[str, list[Thing]] = {}
    for row in rows:
        found.setdefault(row["task"], []).append(things[row["body"]])
    return {
        task: tuple(sorted(bodies, key=lambda body: body.label)) for task, bodies in sorted(found.items())
    }
