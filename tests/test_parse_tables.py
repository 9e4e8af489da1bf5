"""Tables of tasks in every form, invented, each showing a rule (tests/cases/tables.jsonl)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.document import Row
from kg.notice import Notice
from kg.parse import parse_notice
from kg.read import read_document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "tables.jsonl").read_text(encoding="utf-8").splitlines()
]


def notice_of(tmp_path: Path, name: str, text: str) -> Notice:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return parse_notice(read_document(path))


def tasks_of(notice: Notice) -> list[list[Any]]:
    return [
        [
            task.number,
            task.text.text,
            notice.sections[task.section].name.text if task.section is not None else None,
            [[assignment.name, assignment.role.value] for assignment in task.assignments],
            task.deadline.text if task.deadline else None,
        ]
        for task in notice.tasks
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_table(case: dict[str, Any], tmp_path: Path) -> None:
    notice = notice_of(tmp_path, case.get("file", "a.txt"), case["text"])
    assert tasks_of(notice) == case["tasks"]
    if "headings" in case:
        assert [section.name.text for section in notice.sections] == case["headings"]


WORDS = [
    "序号",
    "任务",
    "责任单位",
    "时限",
    "1",
    "2",
    "3",
    "一、甲乙",
    "修路",
    "市交通局",
    "年底",
    "丙",
    "— 3 —",
]
PARTS = st.lists(st.sampled_from([*WORDS, "\n", "\n", "\n\n", " | ", "|\n", "\t", " ", "**"]), max_size=60)


@pytest.mark.parametrize(
    "head",
    [
        "序号\n任务\n责任单位\n",
        "序号 |\n任务 |\n责任单位 |\n",
        "序号 任务 责任单位\n",
        "甲 序号 任务 责任单位 1 修路 市交通局 2 ",
        "类别 | 序号 | 任务 | 责任单位\n",
        "类别 |\n序号 |\n任务 |\n责任单位 |\n",
        "任务 |\n责任单位 |\n时限 |\n修路 |\n",
        "任务  责任单位  时限\n",
        "",
    ],
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(parts=PARTS.filter(lambda parts: "".join(parts).strip()))
def test_nothing_is_lost_or_read_twice(tmp_path: Path, head: str, parts: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((head + "".join(parts)).encode())
    document = read_document(path)
    left: list[str] = []
    last = 0
    for block in document.blocks:
        assert last <= block.span.start <= block.span.end <= len(document.text)
        left.append(document.text[last : block.span.start])
        last = block.span.end
        for cell in block.cells if isinstance(block, Row) else ():
            assert 0 <= cell.start <= cell.end <= block.span.end
    left.append(document.text[last:])
    assert set("".join(left)) <= set("|*- \t\n")
    parse_notice(document)


def _between(mark: str) -> Callable[[list[list[str]]], str]:
    return lambda rows: "\n".join(mark.join(row) for row in rows)


def _apart(behind: str) -> Callable[[list[list[str]]], str]:
    return lambda rows: "".join(cell + behind for row in rows for cell in row)


#: How pages lose the rules of a table.
FLATTENED: dict[str, Callable[[list[list[str]]], str]] = {
    "bars": _between(" | "),
    "bars, also at the end": lambda rows: "\n".join(" | ".join(row) + " |" for row in rows),
    "tabs": _between("\t"),
    "wide blanks": _between("    "),
    "one cell a line": _apart("\n"),
    "blank lines": _apart("\n\n"),
    "a bar behind each cell": _apart(" |\n"),
    "lone bars": lambda rows: "|\n" + _apart("\n|\n")(rows),
    "one line": lambda rows: " ".join(" ".join(row) for row in rows),
}
TABLE = [
    ["序号", "重点任务", "分管领导", "责任单位", "完成时限"],
    ["1", "落实惠企政策", "王明", "市工信局、市财政局", "6月底前"],
    ["2", "建立联席机制，每月召开座谈会。", "赵 强", "市民政局", "持续推进"],
    ["3", "培训护林员300名", "李红霞", "各乡镇人民政府", "2024年12月"],
    ["4", "加快建设文体中心二期工程", "王明", "派出所", "全年"],
]


CHOSEN = [[0, 1, 2, 3, 4], [0, 1, 4, 3], [0, 2, 1, 3], [1, 3, 4], [1, 4, 3]]


#: On one line, only the numbers tell where a row begins.
@pytest.mark.parametrize(
    ("form", "columns"),
    [(form, columns) for form in FLATTENED for columns in CHOSEN if form != "one line" or 0 in columns],
)
def test_a_table_says_the_same_however_it_was_flattened(
    tmp_path: Path, form: str, columns: list[int]
) -> None:
    rows = [[row[at] for at in columns] for row in TABLE]
    notice = notice_of(tmp_path, "a.txt", "任务分解表\n" + FLATTENED[form](rows) + "\n")
    assert tasks_of(notice) == [
        [
            number if 0 in columns else None,
            task,
            None,
            [[name, "responsible"] for name in bodies.split("、")],
            deadline if 4 in columns else None,
        ]
        for number, task, _, bodies, deadline in TABLE[1:]
    ]


@pytest.mark.parametrize("form", [form for form in FLATTENED if "line" not in form])
def test_a_cell_over_several_rows_may_be_printed_once(tmp_path: Path, form: str) -> None:
    rows = [["工作领域", *TABLE[0]], ["产业", *TABLE[1]], *TABLE[2:4], ["城建", *TABLE[4]]]
    notice = notice_of(tmp_path, "a.txt", "任务分解表\n" + FLATTENED[form](rows) + "\n")
    assert [task[:3] for task in tasks_of(notice)] == [
        ["1", TABLE[1][1], "产业"],
        ["2", TABLE[2][1], "产业"],
        ["3", TABLE[3][1], "产业"],
        ["4", TABLE[4][1], "城建"],
    ]
