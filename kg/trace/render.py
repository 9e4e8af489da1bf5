"""Traces and matrices as text for people, as JSON values, and as CSV."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from typing import Any

from kg.evidence import Quote
from kg.render import csv_text
from kg.text import squeeze
from kg.trace.values import Cell, Link, Matrix, Origin, Thing, Trace

#: Columns of a terminal that a task is given in the matrix.
_TEXT_WIDTH = 44
_NOTHING = Thing("", "", "")


def name_of(thing: Thing) -> str:
    """Name a thing as people do, with its number: 任务3 and its text, (三) and the heading."""
    if thing.kind == "任务":
        return f"任务{thing.number} {thing.label}" if thing.number else f"任务 {thing.label}"
    return thing.number + thing.label


def trace_text(trace: Trace) -> str:
    """Write a trace for people: each link with who says so, why, and the quotes."""
    thing = trace.thing
    lines = [trace.ambiguous, ""] if trace.ambiguous else []
    lines += [f"{thing.kind}  {name_of(thing)}".strip(), f"  {thing.iri}"]
    lines += [f"  {_quoted(quote)}" for quote in trace.evidence]
    heading = ""
    for link in trace.links:
        group = "" if link.in_force else "未达到可信度或被否决，不算数的联系："
        if group != heading:
            lines += ["", group]
            heading = group
        lines += _link_lines(thing, link)
    if not trace.links:
        lines += ["", "图中没有它与别的东西的联系。"]
    return "\n".join([*lines, *("\n" + trace_text(other) for other in trace.others)]).rstrip("\n") + "\n"


def _link_lines(thing: Thing, link: Link) -> list[str]:
    here = "本" + (thing.kind or "项")
    if link.through:
        tasks = "、".join(f"任务{task.number}" if task.number else task.label for task in link.through)
        return ["", f"{link.relation}：{name_of(link.other)}（{tasks}）"]
    one, other = (here, name_of(link.other)) if link.forward else (name_of(link.other), here)
    scored = "" if link.score is None else f"可信度 {link.score:.2f}"
    about = link.origin.value + (f"，{scored}" if scored and not link.decided else "")
    relation = f"{link.relation}（{link.verb}）" if link.verb else link.relation
    lines = ["", f"{one} —{relation}→ {other}  [{about}]"]
    if link.decided:
        lines.append(f"  {link.decided}")
    if link.reason:
        lines.append(f"  机器推断（{scored}）：{link.reason}" if link.decided else f"  理由：{link.reason}")
    return lines + [f"  {_quoted(quote)}" for quote in link.evidence]


def _quoted(quote: Quote) -> str:
    return f"“{squeeze(quote.text)}”（{quote.place}，{quote.source} {quote.start}–{quote.end}）"


def trace_json(trace: Trace) -> dict[str, Any]:
    """Give a trace as JSON values."""
    return asdict(trace)


def trace_csv(trace: Trace) -> str:
    """Write the links of a trace as CSV, a row for each quote (one without, if there is none)."""
    header = "subject relation object object_iri forward origin in_force score rule reason"
    header += " verb decided quote place start end source"
    rows: list[tuple[object, ...]] = []
    for link in trace.links:
        about = (
            name_of(trace.thing), link.relation, name_of(link.other), link.other.iri, _flag(link.forward),
            link.origin.value, _flag(link.in_force), _score(link.score), link.rule or "", link.reason or "",
            link.verb or "", link.decided or "",
        )  # fmt: skip
        quotes = [(quote.text, quote.place, quote.start, quote.end, quote.source) for quote in link.evidence]
        rows += [(*about, *quote) for quote in quotes] or [(*about, "", "", "", "", "")]
    return csv_text(header.split(), rows)


def matrix_text(matrix: Matrix) -> str:
    """Write the matrix as a table for people, a notice at a time, and then its gaps.

    A score in brackets is that of a candidate, which is not in force; 确认 and 否决 were decided by a person.
    """
    parts = [_notice_text(matrix, notice) for notice in matrix.notices]
    return "\n".join(parts) if parts else "库中的公文没有读到工作重点。\n"


def _notice_text(matrix: Matrix, notice: str) -> str:
    areas = [area for area in matrix.areas if area.notice == notice]
    tasks = [task for task in matrix.tasks if task.notice == notice]
    marks = [area.number or str(at) for at, area in enumerate(areas, start=1)]
    lines = [matrix.notices[notice], ""]
    lines += [
        f"  {mark} {area.label}{'  ← 没有任务' if area in matrix.idle else ''}"
        for mark, area in zip(marks, areas, strict=True)
    ]
    lines += ["", "  ".join([_fill("", 6), *(_fill(mark, 6) for mark in marks), "任务"])]
    for task in tasks:
        cells = [_cell(matrix.cells.get((area.iri, task.iri))) for area in areas]
        remark = "  ← 不属任何重点" if task in matrix.loose else ""
        row = [_fill(task.number or "–", 6), *(_fill(cell, 6) for cell in cells)]
        lines.append("  ".join([*row, _cut(task.label, _TEXT_WIDTH) + remark]))
    idle = [mark for mark, area in zip(marks, areas, strict=True) if area in matrix.idle]
    loose = [task.number or task.label for task in tasks if task in matrix.loose]
    lines += ["", f"  没有任务的工作重点：{'、'.join(idle) or '无'}"]
    lines += [f"  不属任何重点的任务：{'、'.join(loose) or '无'}", ""]
    return "\n".join(lines)


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "·"
    if cell.origin is Origin.DECIDED:
        return "确认" if cell.in_force else "(否决)"
    shown = cell.origin.value if cell.score is None else f"{cell.score:.2f}"
    return shown if cell.in_force else f"({shown})"


def matrix_json(matrix: Matrix) -> dict[str, Any]:
    """Give a matrix as JSON values; `links` are its cells."""
    return {
        "notices": [{"iri": node, "label": label} for node, label in matrix.notices.items()],
        "areas": [asdict(area) for area in matrix.areas],
        "tasks": [
            asdict(task) | {"bodies": [asdict(body) for body in matrix.bodies.get(task.iri, ())]}
            for task in matrix.tasks
        ],
        "links": [{"area": area, "task": task} | asdict(cell) for (area, task), cell in matrix.cells.items()],
        "areas_without_tasks": [area.iri for area in matrix.idle],
        "tasks_without_area": [task.iri for task in matrix.loose],
    }


def matrix_csv(matrix: Matrix) -> str:
    """Write a matrix as CSV: a row for each pair that is known, and one for each gap."""
    header = "notice area area_iri task_number task task_iri bodies origin in_force score reason"
    areas, tasks = ({thing.iri: thing for thing in things} for things in (matrix.areas, matrix.tasks))
    pairs: list[tuple[str, str]] = [*matrix.cells, *((area.iri, "") for area in matrix.idle)]
    pairs += [("", task.iri) for task in matrix.loose]
    rows = []
    for area_iri, task_iri in pairs:
        area, task = areas.get(area_iri, _NOTHING), tasks.get(task_iri, _NOTHING)
        cell = matrix.cells.get((area_iri, task_iri))
        notice = matrix.notices[area.notice or task.notice]
        bodies = "、".join(body.label for body in matrix.bodies.get(task_iri, ()))
        pair = (notice, name_of(area), area_iri, task.number, task.label, task_iri, bodies)
        rows.append((*pair, *_cell_fields(cell)))
    return csv_text(header.split(), rows)


def _cell_fields(cell: Cell | None) -> tuple[str, str, str, str]:
    if cell is None:
        return ("", "", "", "")
    return (cell.origin.value, _flag(cell.in_force), _score(cell.score), cell.decided or cell.reason or "")


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _width(text: str) -> int:
    """Count the columns of a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _fill(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept = ""
    for char in text:
        if _width(kept + char) > width - 2:
            break
        kept += char
    return kept + "…"
