"""Whole notices, invented, each showing a rule of how officials write (tests/cases/notices.jsonl)."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.notice import Assignment, Notice
from kg.parse import parse_notice
from kg.read import read_document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
]


def names(assignments: tuple[Assignment, ...]) -> list[list[str]]:
    return [[assignment.name, assignment.role.value] for assignment in assignments]


def described(notice: Notice) -> dict[str, Any]:
    header = notice.header
    return {
        "title": header.title.text if header.title else None,
        "number": header.number,
        "issuers": [piece.text for piece in header.issuers],
        "date": header.date,
        "kind": header.kind,
        "addressees": [piece.text for piece in header.addressees],
        "headings": [[s.marker, s.name.text, s.level, s.kind.value] for s in notice.sections],
        "tasks": [
            [
                task.number,
                task.text.text,
                notice.sections[task.section].name.text if task.section is not None else None,
                names(task.assignments),
                names(task.inherited),
                task.deadline.text if task.deadline else None,
            ]
            for task in notice.tasks
        ],
        "rows": sum(task.row for task in notice.tasks),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_notice(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(case["text"], encoding="utf-8")
    found = described(parse_notice(read_document(path)))
    assert {key: found[key] for key in case["expect"]} == case["expect"]
