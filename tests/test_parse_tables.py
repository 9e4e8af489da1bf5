"""Tables of tasks in every form, invented, each showing a rule (tests/cases/tables.jsonl)."""

import json
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
    "head", ["序号\n任务\n责任单位\n", "序号 |\n任务 |\n责任单位 |\n", "序号 任务 责任单位\n", ""]
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
