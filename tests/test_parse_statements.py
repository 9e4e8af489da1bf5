"""Statements of responsibility, one invented sentence a rule (tests/cases/statements.jsonl)."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.parse.clauses import split_deadline
from kg.parse.organisations import is_collective
from kg.parse.statements import find_statements
from kg.text import Flow, fold, simplified

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "statements.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_statement(case: dict[str, Any]) -> None:
    statements = find_statements(simplified(Flow.of(case["text"])))
    if case["named"] is None:
        assert statements == []
        return
    assert len(statements) == 1
    found = [[n.body.surface.text, n.body.name, n.role.value] for n in statements[0].named]
    assert found == case["named"]
    deadline = statements[0].deadline
    assert (deadline.text if deadline else None) == case.get("deadline")


def test_several_statements_in_one_paragraph() -> None:
    flow = Flow.of("发放补贴。（责任单位：市人社局）落实贷款。（责任单位：市财政局，配合单位：市税务局）")
    first, second = find_statements(flow)
    assert flow.text[first.end : second.start] == "落实贷款。"
    assert [n.role.value for n in second.named] == ["responsible", "support"]


def test_a_million_brackets_do_not_hang() -> None:
    for text in (
        "（" * 10**5,
        "（）" * 10**5,
        "（责任单位：" * 2 * 10**4,
        "责任单位：。" * 2 * 10**4,
        "和" * 10**5,
    ):
        assert list(find_statements(Flow.of(text))) == []


def test_a_value_of_nothing_but_words_of_rules_is_no_deadline() -> None:
    flow = Flow.of("以下" * 10**5)
    assert split_deadline(flow) == (flow, None)


@pytest.mark.parametrize(
    ("name", "collective"),
    [
        ("区县政府", True),
        ("市（州）政府", True),
        ("县级人民政府", True),
        ("乡镇政府", True),
        ("街道办事处", True),
        ("开发区管委会", True),
        ("市政府办公室", False),
        ("县政府督查室", False),
        ("县人民政府", False),
        ("区政府研究室", False),
    ],
)
def test_bodies_of_a_class_are_collective(name: str, collective: bool) -> None:
    assert is_collective(fold(name)) is collective
