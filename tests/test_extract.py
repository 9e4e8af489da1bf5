"""What one file gives, as values and as JSON: every printed thing with its characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extract import as_json, extract_file
from kg.text import squeeze


@pytest.fixture(scope="module")
def found(seed: Path) -> dict[str, Any]:
    return as_json(extract_file(seed))


def printed(value: Any) -> Iterator[tuple[str | None, list[list[int]]]]:  # noqa: ANN401
    """Walk all things that have spans: what they say, where they stand."""
    if isinstance(value, dict):
        if "spans" in value:
            says = [value[name] for name in ("surface", "phrase", "text") if name in value]
            yield (says[0] if says else None), value["spans"]
        for part in value.values():
            yield from printed(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from printed(part)


def test_everything_stands_where_it_says(found: dict[str, Any], seed: Path) -> None:
    text = seed.read_bytes().decode()
    things = list(printed(found))
    assert len(things) > 150
    for says, spans in things:
        quoted = "".join(text[start:end] for start, end in spans)
        assert quoted.strip()
        if says is not None:
            assert squeeze(quoted) == squeeze(says)


def test_the_counts_are_the_readers(found: dict[str, Any]) -> None:
    counts = {name: len(value) for name, value in found.items() if isinstance(value, list | tuple)}
    assert counts == {
        "headings": 11,
        "tasks": 27,
        "citations": 6,
        "policy": 4,
        "principles": 7,
        "goals": 5,
        "focus_areas": 5,
        "measures": 3,
        "targets": 10,
        "mentions": counts["mentions"],
        "validity": 0,
        "repeats": 1,
        "oddities": 0,
    }
    assert counts["mentions"] > 60
    assert sum(len(task["assignments"]) for task in found["tasks"]) == 30
    assert found["metadata"] == {
        "title": None,
        "number": "杭政办函〔2011〕59号",
        "issuers": ["杭州市政府"],
        "date": None,
        "kind": None,
        "addressees": [],
    }


def test_a_task_has_its_bodies_with_their_aliases(found: dict[str, Any]) -> None:
    garden = found["tasks"][13]["assignments"]
    assert [(a["role"], a["aliases"]) for a in garden] == [("responsible", ["市园文局"])]
    assert [a["name"] for a in found["tasks"][2]["assignments"]] == [
        "市发改委",
        "市规划局",
        "杭州铁路及东站枢纽建设指挥部",
    ]


def test_targets_are_numbers(found: dict[str, Any]) -> None:
    said = [(t["quantity"], t["unit"], t["bound"]) for t in found["targets"]]
    assert said == [
        (1, "次", "exactly"),
        (3, "次", "at_least"),
        (20, "项", "exactly"),
        (10, "项", "exactly"),
        (6, "个", "exactly"),
        (2250, "名", "exactly"),
        (220, "名", "exactly"),
        (30, "名", "exactly"),
        (2, "次", "at_least"),
        (5, "个", "exactly"),
    ]


def test_how_long_a_notice_is_in_force_is_given(tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    said = "自2023年3月1日起施行，有效期5年"
    file.write_text(f"云某市人民政府关于印发治水办法的通知\n本通知{said}。\n", encoding="utf-8")
    (found,) = as_json(extract_file(file))["validity"]
    start, end = found.pop("spans")[0]
    assert found == {"text": said, "from": "2023-03-01", "until": "2028-02-29"}
    assert file.read_text(encoding="utf-8")[start:end] == said


def test_it_is_json(found: dict[str, Any], seed: Path) -> None:
    assert json.loads(json.dumps(found, ensure_ascii=False)) == json.loads(
        json.dumps(as_json(extract_file(seed)))
    )
    assert found["file"] == seed.name
    assert len(found["sha256"]) == 64


def test_a_column_that_sorts_rows_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "任务表\n类别 | 序号 | 任务 | 责任单位\n城建 | 1 | 修路 | 市交通局\n2 | 架桥 | 市住建局\n"
        "一、教育 | 3 | 建校 | 市教育局\n",
        encoding="utf-8",
    )
    found = as_json(extract_file(path))
    assert [(heading["marker"], heading["text"]) for heading in found["headings"]] == [("一", "教育")]
    assert [task["under"] for task in found["tasks"]] == [["城建"], ["城建"], ["教育"]]


def test_a_heading_of_a_table_may_have_no_number(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td>任务</td><td>责任单位</td></tr><tr><td colspan=2>城建</td></tr>"
        "<tr><td>修路</td><td>市交通局</td></tr></table>",
        encoding="utf-8",
    )
    found = as_json(extract_file(path))
    assert [(heading["marker"], heading["text"]) for heading in found["headings"]] == [(None, "城建")]
    assert [task["under"] for task in found["tasks"]] == [["城建"]]
