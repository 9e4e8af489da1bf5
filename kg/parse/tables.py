"""Tables of tasks: where their heads are, and what their rows say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from kg.notice import Role
from kg.parse.cell_names import known_names, names_in_cell
from kg.parse.clauses import Named, at_blanks, read_clauses, split_deadline
from kg.parse.columns import BodyColumn, Columns, body_column, is_number_word, read_columns
from kg.parse.labels import LABEL
from kg.parse.markers import Marker, read_marker
from kg.parse.paragraphs import Paragraph
from kg.parse.statements import find_statements
from kg.text import Flow, Piece

_HEAD_ROWS = 4  # within which a table's head ends
#: What is printed where nothing is meant.
_NOTHING = re.compile(r"无|空白|暂无|没有|不涉及|[-—/\\*.。·~×?]+")
#: What a form says below its rows: 填表人：李静 | 联系电话：….
_FORM = re.compile(
    r"(?:填[报表写]|制表|审[核批]|复核|经办|签[字发章])[^:]{0,6}:|(?:联系|报送|分管|主管)(?:人|电话|方式|单位|部门|领导|时间|日期):"
    r"|(?:单位|部门)(?:\([^()]{1,6}\)|负责人|领导|盖章|名称)?:|电话:|日期:|(?:备?注|说明):"
)
_LONGEST_LABEL = 30  # characters
_DIGITS = re.compile(r"[(\[]?(\d{1,4})[)\]]?[、.]?")
_TIME = re.compile(r"\d{1,4}[年月日./-]|\d个月|季度|半年|年[底内]|月[底内]|前$|长期|持续|常态|全年|立即")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a task table; `text` are the cells that say what is to be done."""

    number: Flow | None
    text: tuple[Flow, ...]
    named: tuple[Named, ...]
    deadline: Piece | None


def find_columns(paragraphs: Sequence[Paragraph]) -> dict[int, Columns]:
    """Find the head of each task table; a table without a head goes on with the columns of the one before.

    The lower row of a head of two rows tells the columns.
    """
    found: dict[int, Columns] = {}
    rows: dict[int, int] = {}
    last: tuple[int, Columns] | None = None
    upper: Paragraph | None = None
    for paragraph in paragraphs:
        table = paragraph.table
        if table is None:
            continue
        cells = paragraph.cells
        rows[table] = rows.get(table, 0) + 1
        if rows[table] == 1:
            upper = None
        may_be = rows[table] <= _HEAD_ROWS and (table not in found or upper is not None)
        columns = _read_head(paragraph, upper) if may_be else None
        if columns is not None:
            found[table] = columns
            last = len(cells), columns
        elif rows[table] == 1 and last is not None and last[0] == len(cells) and _goes_on(cells, last[1]):
            found[table] = last[1]
        upper = paragraph if columns is not None else None
    return _with_names(paragraphs, found)


def _with_names(paragraphs: Sequence[Paragraph], tables: Mapping[int, Columns]) -> dict[int, Columns]:
    """Note for each column of bodies the names that stand alone in it."""
    cells: dict[tuple[int, int], list[Flow]] = {}
    for row in paragraphs:
        if row.table is None or row.table not in tables:
            continue
        for column in tables[row.table].bodies:
            if column.at < len(row.cells):
                cells.setdefault((row.table, column.at), []).append(row.cells[column.at])
    return {
        table: replace(
            columns,
            bodies=tuple(
                replace(column, known=known_names(cells.get((table, column.at), ())))
                for column in columns.bodies
            ),
        )
        for table, columns in tables.items()
    }


def _read_head(row: Paragraph, upper: Paragraph | None) -> Columns | None:
    """Read a head row, or the second row of a head whose cells are empty below those that need none."""
    words = [cell.folded for cell in row.cells]
    same = _places(row.cells)
    columns = read_columns(words, same)
    if columns is None and upper is not None and len(upper.cells) == len(words):
        given = [(at, word) for at, word in enumerate(words) if word]
        if len(given) > 1 and all(body_column(at, word.strip("?*:")) for at, word in given):
            above = [cell.folded for cell in upper.cells]
            words = [low or high for low, high in zip(words, above, strict=True)]
            columns = read_columns(words, range(len(words)))
    return replace(columns, head=max(row.flow.offsets, default=-1)) if columns is not None else None


def _places(cells: Sequence[Flow]) -> list[int]:
    """Give for each cell the first place of the row that it stands in: merged cells stand in several."""
    first: dict[int, int] = {}
    return [first.setdefault(cell.offsets[0], at) if len(cell) else at for at, cell in enumerate(cells)]


def _goes_on(cells: Sequence[Flow], columns: Columns) -> bool:
    """Tell whether a table's first row can be one of the table before: its number is one, or missing."""
    if columns.number is None:
        return True
    word = cells[columns.number].folded
    return not word or bool(_DIGITS.fullmatch(word)) or read_marker(word.rstrip("、") + "、") is not None


def read_row(row: Paragraph, columns: Columns) -> TableRow | None:
    """Read a row below the head; None if it is no task."""
    if not len(row.flow) or row.flow.offsets[0] <= columns.head:
        return None
    cells = list(row.cells)
    places = _places(cells)
    filled = [at for at, each in enumerate(cells) if len(each)]
    merged = len(filled) > 1 and len({places[at] for at in filled}) == 1  # one cell over all columns
    if merged or (filled and _FORM.match(cells[filled[0]].folded)):
        return None
    number = _cell(cells, columns.number)
    digits = _DIGITS.fullmatch(number.folded) if number is not None else None
    if digits is None and read_columns([each.folded for each in cells], places):
        return None  # the head again, on the next page
    if digits is None and columns.unnamed:
        number = None
    tasks = {places[at]: at for at in columns.tasks if _cell(cells, at) is not None}
    texts = [cells[at] for at in tasks]
    if not texts or (number is not None and (places[columns.number or 0] in tasks or _counts(number))):
        return None
    named, due = _read_bodies(cells, places, columns)
    if filled == list(tasks) and columns.number is not None:
        return None  # a line below the rows, or the rest of a cell above
    last = _cell(cells, columns.deadline)
    if last is not None and (not columns.timely or _TIME.search(last.folded)):
        due = last.piece()
    if number is not None and digits is not None:
        number = number[digits.start(1) : digits.end(1)]
    elif number is None and (marker := _item_number(texts[0])):
        start = 0 if marker.style == "digit" else 1
        number, texts[0] = texts[0][start : start + len(marker.numeral)], texts[0][marker.length :]
    return TableRow(number, tuple(texts), tuple(named), due)


def _item_number(text: Flow) -> Marker | None:
    """Read the item number that a cell begins with: 1. or （1）; not the first of several in the cell."""
    marker = read_marker(text.folded)
    if marker is None or marker.style not in {"digit", "digit_in_brackets"}:
        return None
    following = f"({marker.value + 1})" if marker.style == "digit_in_brackets" else f"{marker.value + 1}."
    return marker if following not in text.folded.replace("、", ".") else None


def _cell(cells: Sequence[Flow], at: int | None) -> Flow | None:
    """Give a cell that says something."""
    if at is None or at >= len(cells) or not len(cells[at]) or _NOTHING.fullmatch(cells[at].folded):
        return None
    return cells[at]


def _counts(number: Flow) -> bool:
    """Tell whether the cell of the number holds the column's word: a head row again."""
    return is_number_word(number.folded)


def _read_bodies(
    cells: Sequence[Flow], places: Sequence[int], columns: Columns
) -> tuple[list[Named], Piece | None]:
    """Read the columns of bodies, and a deadline that stands behind their names."""
    named: list[Named] = []
    due: Piece | None = None
    seen = {places[at] for at in columns.tasks if at < len(cells)}
    roles: dict[int, set[Role]] = {}
    for column in columns.bodies:
        if column.at < len(cells):
            roles.setdefault(places[column.at], set()).add(column.role)
    for column in columns.bodies:
        value = _cell(cells, column.at)
        if value is None or places[column.at] in seen:
            continue
        seen.add(places[column.at])
        if LABEL.search(value.folded):
            for statement in chain.from_iterable(map(find_statements, _at_labels(value))):
                named += statement.named
                due = due or statement.deadline
            continue
        value, behind = split_deadline(value)
        due = due or behind
        named += _read_list(
            value, column, column.role if len(roles[places[column.at]]) == 1 else Role.RESPONSIBLE
        )
    return named, due


def _at_labels(flow: Flow) -> list[Flow]:
    """Cut a cell where a line begins with a label: 牵头：市教育局 | 配合：市财政局."""
    starts = [
        at
        for at in range(1, len(flow))
        if flow.offsets[at] - flow.offsets[at - 1] > 1 and LABEL.match(flow.folded[at : at + _LONGEST_LABEL])
    ]
    return [flow[start:end] for start, end in pairwise([0, *starts, len(flow)])]


def _read_list(value: Flow, column: BodyColumn, role: Role) -> list[Named]:
    """Read the bodies of a cell: the verbs in it tell who leads, or else the order, or else the column.

    In a column of those who lead, A、B按职责分工负责 lead both.
    """
    parts = at_blanks(value) if column.strict else names_in_cell(value, column.known)
    named: list[Named] = []
    for part in parts:
        level = named[-1].body.level if named else ""
        named += read_clauses(part, role, level=level, strict=column.strict)
    if any(each.role is not Role.RESPONSIBLE for each in named):
        return named
    if column.order is None or role is not Role.RESPONSIBLE:
        return [replace(each, role=role) for each in named]
    order = column.order
    return [replace(each, role=order.role_of(at, each.body)) for at, each in enumerate(named)]
