"""Paragraphs as they are really laid out: labels, Markdown, wrapped lines (tests/cases/layouts.jsonl)."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from test_parse_tables import notice_of, tasks_of

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "layouts.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_layout(case: dict[str, Any], tmp_path: Path) -> None:
    notice = notice_of(tmp_path, case.get("file", "a.txt"), case["text"])
    assert tasks_of(notice) == case["tasks"]
    if "headings" in case:
        assert [section.name.text for section in notice.sections] == case["headings"]


@pytest.mark.parametrize(
    "unit",
    [
        '序号\t任务\t责任单位\n1\t"',
        '\t"a',
        '\t"""',
        '"\t',
        "**",
        "**甲",
        "- **甲**<br>",
        "> ",
        "`",
        '""',
        "责任单位 ",
        "责任单位\n",
        "责任单位\n市财政局\n",
        "牵头单位 市财政局 ",
        "责任单位：市财政局\n1.",
        "福州、",
        "电信、",
        "市委、市政府、",
        "会同",
        "<责任单位：",
        "重点任务\n责任单位\n完成时限\n",
        "重点任务\n责任单位\n完成时限\n修路\n市交通局\n",
        "重点任务\n责任单位\n完成时限\n一、甲乙\n",
        "【督查事项一】",
        "【督查事项一】甲\n会议意见：乙\n主办单位：市财政局\n",
        "一、甲\n（一）目标任务：乙\n（二）牵头单位：市财政局\n（三）完成时间：6月\n",
        "（一）目标任务：",
        "修路（市财政局）；",
        "修路。（航道局）",
        "（一）各单位要甲。\n",
        "市财政、",
        "责任单位：市财政局；市教育局配合；",
        "责任单位市财政局",
        "（责任单位市财政局）",
        "修路责任单位市财政局\n",
        "由市财政局牵头，",
        "由市财政局牵头，市教育局配合。\n",
        "一、职责分工\n1.市财政局负责修路。\n",
        "（一）修路，由财政部门负责，教育部门配合。要修。\n",
        "报市财政局（市教育局）。",
        "各科室、站、",
        "<table><tr><td>任务<td>修路<td>责任单位<td>市局</table>",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_time_grows_with_the_length_only(tmp_path: Path, name: str, unit: str) -> None:
    started = time.process_time()
    notice_of(tmp_path, name, "# 正文\n" + unit * (100_000 // len(unit)))
    assert time.process_time() - started < 10
