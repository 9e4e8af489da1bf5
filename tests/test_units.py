"""What is cited: an item, a paragraph, a list; never a part of a notice with all its tasks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import extract_file
from kg.index.passages import KINDS, Passage, notice_passages

HEAD = "海清市人民政府办公室\n关于印发海清市2022年河道整治方案的通知\n海政办〔2022〕7号\n"

NOTICE = (
    HEAD
    + """一、总体要求
以清水绿岸为目标，统筹推进河道整治。
到2022年底，城区河道水质全部达标。
二、适用范围
有下列情形之一的，不适用本方案：
存在权属争议；
列入征收范围；
被法院查封。
三、重点任务
（一）清淤疏浚
各地要按照先急后缓的次序安排清淤，不得影响汛期行洪，并做好淤泥的处置利用。
1．完成东河、西河清淤12公里。（责任单位：市水利局、市财政局）
2．建设生态护岸8公里。（责任单位：市水利局）
（二）截污纳管
3．改造老旧管网20公里。（责任单位：市住房城乡建设局）
四、保障措施
（一）加强领导。市水利局每月调度一次。
"""
)


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    file = tmp_path_factory.mktemp("notice") / "河道.txt"
    file.write_text(NOTICE, encoding="utf-8")
    return list(notice_passages(extract_file(file, "河道.txt").notice, "https://a.example/n"))


def texts(passages: list[Passage], kind: str) -> list[str]:
    return [one.text for one in passages if one.kind == kind]


def test_a_paragraph_is_a_passage_and_the_first_has_the_heading(passages: list[Passage]) -> None:
    found = [(one.text, one.context) for one in passages if one.place == "一总体要求"]
    assert found == [
        ("总体要求以清水绿岸为目标，统筹推进河道整治。", ""),
        ("到2022年底，城区河道水质全部达标。", "总体要求"),
    ]


def test_a_short_list_stays_with_the_words_before_it(passages: list[Passage]) -> None:
    found = [one.text for one in passages if one.place == "二适用范围"]
    assert found == ["适用范围有下列情形之一的，不适用本方案：存在权属争议；列入征收范围；被法院查封。"]


def test_tasks_are_passages_of_their_own_only(passages: list[Passage]) -> None:
    tasks = texts(passages, "task")
    assert tasks == ["完成东河、西河清淤12公里。", "建设生态护岸8公里。", "改造老旧管网20公里。"]
    others = [one.text for one in passages if one.kind != "task"]
    assert not [text for text in others for task in tasks if task in text]
    assert not [text for text in others if "责任单位" in text]


def test_what_a_heading_says_besides_its_tasks_is_kept(passages: list[Passage]) -> None:
    assert [text for text in texts(passages, "section") if text.startswith("清淤疏浚各地要按照")]


def test_a_heading_over_nothing_but_tasks_is_a_heading(passages: list[Passage]) -> None:
    assert texts(passages, "heading") == ["截污纳管"]
    assert [one.context for one in passages if one.kind == "heading"] == ["重点任务"]


def test_every_passage_reads_as_printed(passages: list[Passage]) -> None:
    for one in passages:
        joined = "".join(NOTICE[start:end] for start, end in one.spans)
        assert "".join(joined.split()) == "".join(one.text.split())
        assert one.kind in KINDS


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    items = [f"第{n}项，" + "推进某类事项的规范办理" * 8 + "；" for n in range(1, 5)]
    file = tmp_path / "长.txt"
    file.write_text(HEAD + "一、办理事项\n办理下列事项：\n" + "\n".join(items) + "\n", encoding="utf-8")
    found = texts(
        list(notice_passages(extract_file(file, "长.txt").notice, "https://a.example/n")), "section"
    )
    assert len(found) > 1
    assert all(len(text) <= 220 for text in found)
    assert "".join(found) == "办理事项办理下列事项：" + "".join(items)
