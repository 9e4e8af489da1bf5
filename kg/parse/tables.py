"""Tables of tasks: which column is what, and their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.notice import Role
from kg.parse.clauses import Named, read_clauses
from kg.parse.labels import LABEL, ROLE_WORDS
from kg.parse.paragraphs import Paragraph
from kg.parse.statements import find_statements
from kg.text import Flow, Piece

_NUMBER = re.compile(r"序号|编号|序|项目编号|NO\.?|No\.?|号")
_TASK = re.compile(
    r"(?:重点|主要|具体|年度|工作|目标|改革|推进|整改|建设|实施|任务|政策|创新|事项)*"
    r"(?:任务|内容|措施|举措|事项|工作|项目|要求|目标|清单|做法|问题|政策)(?:名称|内容|分解|事项|要求|描述|及要求)?(?:\([^()]*\))?"
)
_DEADLINE = re.compile(
    r"(?:任务|工作|整改|计划|拟)?(?:完成|办结|推进|实施|出台|进度)?(?:时限|时间|期限|节点|进度|时序)(?:安排|要求|节点|进度)?"
)
_PERSON = re.compile(r".*(?:领导|责任人|联系人|人员|负责人|同志)(?:\([^()]*\))?")
_BODIES = re.compile(
    rf"(?:市级?|省级?|区级?|县级?)?(?P<role>{'|'.join(ROLE_WORDS)})?"
    rf"(?:[、及和(/]*(?:{'|'.join(ROLE_WORDS)})[)]?)*(?:市级|省级|区级|县级|有关|相关)?"
    r"(?:单位|部门|机构|科室|处室|主体)(?:\([^()]*\))?"
)
#: The column that holds what is to be done, where several could; the longer names follow the shorter.
_ASIDE = re.compile(r"备注|说明|类别|分类|领域|板块|范围|来源|依据|目标值|指标|分值|成果|成效")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a task table; `text` are the cells that say what is to be done."""

    number: Flow | None
    text: tuple[Flow, ...]
    named: tuple[Named, ...]
    deadline: Piece | None


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of a document's tables: the columns of each, and the cells that stand in several rows."""

    columns: dict[int, Columns]
    merged: frozenset[int]

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> Tables:
        """Look through all rows of a document."""
        return cls(find_columns(paragraphs), merged_cells(paragraphs))


_HEAD_ROWS = 4  # within which a table's head ends


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a task table is what."""

    number: int | None
    tasks: tuple[int, ...]
    bodies: tuple[tuple[int, Role], ...]
    deadline: int | None


def read_head(cells: Sequence[Flow]) -> Columns | None:
    """Tell the columns by the words of the head row; None if it is no head of a task table."""
    words = [cell.folded.strip("?*：:") for cell in cells]
    number = next((at for at, word in enumerate(words) if _NUMBER.fullmatch(word)), None)
    bodies: list[tuple[int, Role]] = []
    tasks: list[int] = []
    deadline = None
    for at, word in enumerate(words):
        if not word or at == number or _ASIDE.fullmatch(word):
            continue
        if _PERSON.fullmatch(word):
            continue
        if (match := _BODIES.fullmatch(word)) and cells[at].offsets not in [
            cells[b].offsets for b, _ in bodies
        ]:
            bodies.append((at, ROLE_WORDS[match["role"]] if match["role"] else Role.RESPONSIBLE))
        elif _DEADLINE.fullmatch(word):
            deadline = at
        elif _TASK.fullmatch(word):
            tasks.append(at)
    if not bodies or not tasks:
        return None
    return Columns(number, tuple(tasks), tuple(bodies), deadline)


def find_columns(paragraphs: Sequence[Paragraph]) -> dict[int, Columns]:
    """Find the head of each task table; a table without a head goes on with the columns of the one before.

    The lower row of a head of two rows tells the columns.
    """
    found: dict[int, Columns] = {}
    rows: dict[int, int] = {}
    last: tuple[int, Columns] | None = None
    for paragraph in paragraphs:
        table = paragraph.table
        if table is None:
            continue
        rows[table] = rows.get(table, 0) + 1
        columns = read_head(paragraph.cells) if rows[table] <= _HEAD_ROWS else None
        if columns is not None:
            found[table], last = columns, (len(paragraph.cells), columns)
        elif table not in found and last is not None and last[0] == len(paragraph.cells):
            found[table] = last[1]
    return found


def read_row(row: Paragraph, columns: Columns, merged: frozenset[int]) -> TableRow | None:
    """Read a row below the head; None if it is no task.

    :param merged: the first characters of cells that stand in several rows: a heading beside them
    """
    if read_head(row.cells):
        return None
    cells = row.cells

    def cell(at: int | None) -> Flow | None:
        return cells[at] if at is not None and at < len(cells) and len(cells[at]) else None

    texts: list[Flow] = []
    for at in columns.tasks:
        text = cell(at)
        if text is not None and all(text.offsets != other.offsets for other in texts):
            texts.append(text)
    alone = [text for text in texts if text.offsets[0] not in merged]
    texts = alone or texts
    number = cell(columns.number)
    if not texts or (number is not None and number.offsets == texts[0].offsets):
        return None
    named: list[Named] = []
    for at, role in columns.bodies:
        value = cell(at)
        if value is None or any(value.offsets == text.offsets for text in texts):
            continue
        if LABEL.search(value.folded):
            named += [n for statement in find_statements(value) for n in statement.named]
        else:
            named += read_clauses(value, role)
    due = cell(columns.deadline)
    return TableRow(number, tuple(texts), tuple(named), due.piece() if due is not None else None)


def merged_cells(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Give the first characters of the cells that stand in more than one row."""
    seen: dict[int, int] = {}
    for at, paragraph in enumerate(paragraphs):
        for cell in paragraph.cells:
            if len(cell):
                seen.setdefault(cell.offsets[0], at)
                if seen[cell.offsets[0]] != at:
                    seen[cell.offsets[0]] = -1
    return frozenset(start for start, at in seen.items() if at == -1)
