"""Heads of notices as pages, files and scans really give them, invented (tests/cases/heads.jsonl)."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from test_parse_notices import described

from kg.document import Document, Line
from kg.parse import parse_notice
from kg.parse.endless import cut_endless, join_pages
from kg.read import read_document
from kg.text import Flow, Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "heads.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_head(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case.get("file", "notice.txt")
    path.write_text(case["text"], encoding="utf-8")
    found = described(parse_notice(read_document(path)))
    assert {key: found[key] for key in case["expect"]} == case["expect"]


def test_cutting_an_endless_line_loses_no_character() -> None:
    line = Flow.of(
        "一、目标 " + "加快发展，" * 30 + "。二、任务 （一）修路。" + "改善出行。" * 30 + "（二）架桥。"
    )
    parts = cut_endless(line)
    assert [part.text[:5] for part in parts if part.text[0] in "一二（"] == [
        "一、目标加",
        "二、任务",
        "（一）修路",
        "（二）架桥",
    ]
    assert "".join(part.text for part in parts) == line.text


def test_pages_are_joined_without_their_marks() -> None:
    pages = [Flow.of(f"{page}、" + "推进改革，" * 40 + "完善政") for page in (1, 2)]
    assert [len(flow) for flow in join_pages([*pages, Flow.of("尾声")])] == [2 * 203, 2]
    ended = [Flow.of(f"{page}、" + "推进改革。" * 40) for page in (1, 2, 3)]
    assert join_pages(ended) == ended  # items of a list, each of them whole


@pytest.mark.parametrize(
    "unit",
    [
        "云溪市人民政府",
        "一、",
        "（一）",
        "各县：",
        "关于印发的通知",
        "云政发〔2020〕3号",
        "2020年1月2日",
        "发文字号：",
        "文号|",
        "各局要",
        "。云溪市人民政府二〇二〇年一月二日",
        "《",
        "第一条",
        "1、",
        " 。",
        "的通知各",
        "(4)二、",
        "近日，云溪市人民政府印发《",
        "扫一扫",
        "特此通知。云溪市水利局",
        "（云溪市水利局2020年1月2日）",
        "抄送：市委办公室，",
        "主办单位：云溪市人民政府",
        "索引号 1 文号 2 ",
        "發(fā)",
        "（责任单位：市水利局、",
        "1.修路。责任单位：市交通局。",
        "云溪市教育局、",
    ],
)
def test_a_line_of_a_hundred_thousand_characters_is_no_trap(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    lines = [Line(Span(0, len(text)))]
    short = [Line(Span(at, min(len(text), at + 40))) for at in range(0, len(text), 40)]
    for blocks in (lines, short):
        started = time.process_time()
        parse_notice(Document("n.txt", "0" * 64, text, tuple(blocks)))
        assert time.process_time() - started < 5
