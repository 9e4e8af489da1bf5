"""The tables: rows of named queries that sort, filter and can be taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.render import csv_text, workbook
from kg.web.asking import names_of_notices, rows_of
from kg.web.forms import read_form
from kg.web.problems import Refused
from kg.web.rendering import local, rendered, translator
from kg.web.workers import Workers

#: Rows that stand in the page itself; a browser with scripts asks for the others.
SHOWN = 200
#: Most bytes of a form that says which rows to give, and in which order: some 150,000 rows.
_LARGEST = 1_000_000
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the variable that it shows, the variable that it links to, its width.

    The words of one with a `sense` are ours, not the notice's, and are said in the reader's language.
    """

    title: str
    shows: str
    link: str = ""
    width: int = 12
    sense: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and the IRI that it leads to; "" where to none."""

    text: str
    iri: str = ""


_NOTICE = Column("公文", "notice_name", "notice", 22)
_NUMBER = Column("编号", "number", "task", 8)
#: Named queries that have a page: name -> its title and columns.
TABLES: dict[str, tuple[str, tuple[Column, ...]]] = {
    "notices": (
        "公文",
        (
            *(Column("公文", "name", "notice", 50), Column("文号", "number", "notice", 22)),
            *(Column("发文机关", "issuer", width=24), Column("成文日期", "issued", width=14)),
            *(Column("文种", "kind"), Column("源文件", "path", width=30)),
        ),
    ),
    "tasks": (
        "任务",
        (
            *(_NOTICE, _NUMBER, Column("任务", "text", "task", 60), Column("单位", "bodies", width=30)),
            *(Column("所在章节", "section", width=20), Column("期限", "deadline", width=16)),
        ),
    ),
    "bodies": (
        "单位",
        (
            *(Column("单位", "name", "body", 28), Column("管辖地", "place", width=14)),
            *(Column("任务数", "tasks"), Column("其中牵头", "led")),
        ),
    ),
    "targets": (
        "指标",
        (
            *(_NOTICE, Column("原文", "phrase", "target", 40), Column("数值", "quantity", width=12)),
            *(
                Column("计量单位", "unit"),
                Column("计量对象", "what", width=30),
                Column("限定", "bound", sense="值"),
            ),
            Column("所属", "owner_name", "owner"),
        ),
    ),
    "deadlines": (
        "期限",
        (
            *(Column("完成日期", "date", width=14), Column("完成时限", "deadline", width=18)),
            *(_NOTICE, _NUMBER, Column("任务", "text", "task", 60), Column("单位", "bodies", width=30)),
        ),
    ),
    "cited-documents": (
        "引用的文件",
        (
            *(Column("文件", "name", "document", 44), Column("文号", "number", "document", 22)),
            *(
                Column("引用关系", "relation", sense="关系"),
                Column("引用它的公文", "notice_name", "notice", 22),
            ),
        ),
    ),
}


async def table(request: Request) -> Response:
    """Show a table."""
    title, columns, rows = await _read(request)
    query = request.url.query
    wanted = request.query_params.get("notice", "")
    files = f"/table/{request.path_params['name']}"
    return rendered(
        request,
        "table.html",
        title=title,
        columns=columns,
        rows=rows[:SHOWN],
        count=len(rows),
        files=files,
        query=f"?{query}" if query else "",
        notice=(await names_of_notices(request)).get(wanted, wanted),
    )


async def file(request: Request) -> Response:
    """Give a table, or what a form says of it, as CSV or XLSX that open safely in a spreadsheet, or as JSON.

    :raises Refused: the form asks for rows of another table
    """
    title, columns, rows = await _read(request)
    if request.method == "POST":
        rows = _picked(rows, await read_form(request, _LARGEST))
    name, form = request.path_params["name"], request.path_params["form"]
    t = translator(request)
    header = [t(column.title, "列") for column in columns]
    texts = [[cell.text for cell in row] for row in rows]
    if form == "json":
        cells = [[[cell.text, local(cell.iri)] if cell.iri else [cell.text] for cell in row] for row in rows]
        return JSONResponse({"columns": header, "rows": cells, "digest": _digest(rows)})
    if form == "csv":
        body, media = ("\ufeff" + csv_text(header, texts)).encode(), "text/csv; charset=utf-8"
    else:
        widths = [column.width for column in columns]
        workers: Workers = request.app.state.workers
        written = run_in_threadpool(workbook, t(title), header, texts, widths)
        body, media = await workers.unless_stopped(written), _SHEET
    return Response(
        body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    )


#: The longer address comes first: a name ends before the dot.
ROUTES = [
    Route("/table/{name}.{form:str}", file, methods=["GET", "POST"]),
    Route("/table/{name}", table),
]


def address(name: str, notice: str) -> str:
    """Give the address of a table of one notice."""
    return f"/table/{name}?{urlencode({'notice': notice})}"


async def _read(request: Request) -> tuple[str, tuple[Column, ...], list[list[Cell]]]:
    """Read the table of a request: title, columns, and the rows that its filters let through."""
    name = request.path_params["name"]
    if name not in TABLES or request.path_params.get("form", "csv") not in {"csv", "xlsx", "json"}:
        raise Refused(404, "no_such_address", "没有这个地址")
    title, columns = TABLES[name]
    only = {"notice": one} if (one := request.query_params.get("notice")) else {}
    rows = await rows_of(request, name, **only)
    shown, t = {column.shows for column in columns}, translator(request)
    if "notice_name" in shown:
        names = await names_of_notices(request)
        rows = [row | {"notice_name": names[row["notice"]]} for row in rows]
    if "bodies" in shown:
        bodies = bodies_said(await rows_of(request, "assignments", **only))
        rows = [row | {"bodies": bodies.get(row["task"], "")} for row in rows]
    if "owner_name" in shown:
        rows = [row | {"owner_name": _owner(t, row["owner"], row.get("number", ""))} for row in rows]
    for column in columns:
        if column.sense:
            rows = [row | {column.shows: t(row.get(column.shows, ""), column.sense)} for row in rows]
    cells = [[_cell(row, column) for column in columns] for row in rows]
    cells.sort(key=lambda row: not row[0].text)  # what the first column does not tell comes last
    return title, columns, filtered(cells, request.query_params)


def _cell(row: Mapping[str, str], column: Column) -> Cell:
    """Make a cell; where there is nothing to read, there is nothing to follow."""
    text = row.get(column.shows, "")
    return Cell(text, row.get(column.link, "") if text else "")


def bodies_said(assignments: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tell the bodies of each task: those that are simply responsible by name, others with their role."""
    said: dict[str, list[str]] = {}
    for row in assignments:
        role = "" if row["role"] == "责任" else f"（{row['role']}）"
        said.setdefault(row["task"], []).append(row["name"] + role)
    return {task: "、".join(dict.fromkeys(names)) for task, names in said.items()}


def _owner(t: Callable[..., str], iri: str, number: str) -> str:
    if "/task/" in iri:
        return t("任务", "列") + (" " if t("任务", "列").isascii() else "") + number
    return t("章节" if "/section/" in iri else "公文", "列")


def filtered(rows: list[list[Cell]], wanted: Mapping[str, str]) -> list[list[Cell]]:
    """Keep the rows whose column n contains what the parameter `cn` says."""
    for at in range(len(rows[0]) if rows else 0):
        if word := wanted.get(f"c{at}", "").casefold():
            rows = [row for row in rows if word in row[at].text.casefold()]
    return rows


def _picked(rows: list[list[Cell]], form: Mapping[str, str]) -> list[list[Cell]]:
    """Give the rows whose numbers a form says, in its order: as the page has filtered and sorted them.

    :raises Refused: the page was made of other rows, as another library was built since; or the form is wrong
    """
    if form.get("digest") != _digest(rows):
        raise Refused(409, "table_changed", "库已更新，表变了；请刷新网页再导出")
    numbers = form.get("rows", "").split()
    if not all(number.isascii() and number.isdigit() and int(number[:9]) < len(rows) for number in numbers):
        raise Refused(400, "bad_request", "表单有误")
    return [rows[int(number)] for number in dict.fromkeys(numbers)]


def _digest(rows: Sequence[Sequence[Cell]]) -> str:
    """Give a few letters that other rows would not have."""
    return hashlib.sha256(repr([[cell.text for cell in row] for row in rows]).encode()).hexdigest()[:16]
