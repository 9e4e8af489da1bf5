"""Time grows with the length of a text only, whatever is in it.

Each text is read at a length and at ten times that length, and the time for a character must not become
`_GROWTH` times as long. Linear work stays near 1; work by the square of the length comes to 10. 4 lies
between, away from both, because the machine may be busy: the times are processor time, the least of several
tries, and a text is measured again before it fails. `benchmarks/extraction.py` has many more texts, at a
hundred times the length.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import UnreadableFile
from kg.extract import extract_file
from kg.index.passages import notice_passages
from kg.link.bodies import body_quads, name_bodies
from kg.rdf.page import notice_iri
from kg.rdf.quads import notice_quads

_GROWTH = 4.0
_SHORT = 3_000  # characters: short enough to be quick, long enough to be timed
_TRIES = 3
_GRAIN = 0.003  # seconds under which a time says nothing

TABLE = "序号 | 工作任务 | 责任部门\n1 | 推进改革 | {}\n2 | 推进改革 | 市财政局\n"


def _times(unit: str, frame: str = "{}") -> Callable[[int], str]:
    """Give a text of any length that says the same again and again."""
    return lambda length: frame.replace("{}", unit * (length // len(unit)))


def _counted(line: str, frame: str = "{}") -> Callable[[int], str]:
    """Give a text of any length whose lines are counted."""
    return lambda length: frame.replace(
        "{}", "".join(line.replace("#", str(i % 999)) for i in range(length // len(line)))
    )


#: Each of these took time by the square of its length once, or would if it were read carelessly.
TEXTS = {
    "open brackets": _times("（"),
    "unclosed labels": _times("（责任单位：市"),
    "nested brackets": _times("（" * 300 + "甲：乙" + "）" * 300 + "。"),
    "brackets before a stop": _times("（甲）", "{}。"),
    "words before a topic": _times("合作"),
    "role words": _times("牵头"),
    "bodies in one cell": _times("官渡区、", TABLE),
    "verbs in an open bracket": _times("牵头推", TABLE.replace("{}", "（{}")),
    "blanks in one cell": _times("甲乙 ", TABLE),
    "a class of areas": _times("区县、", TABLE.replace("{}", "各{}")),
    "mentions beside bodies": _counted("#. 在上海市推进第#项改革（责任单位：杭州市财政局）\n"),
    "duties in a list": _counted("（#）市教育局：负责第#项工作，由市财政局负责。\n", "一、职责分工\n{}"),
    "headings that are bodies": _counted("一、市教育局、市财政局（#项）\n1.推进第#项改革\n"),
    "words of heads between bars": _times("|\n工作任务\n"),
    "heads and rows on one line": _times("序号 任务 责任单位 1 修路 市交通局 2 "),
    "rows that moved": _times("2 | 修路 | 市交通局\n", "类别 | " + TABLE),
    "bodies line by line": _times("市水利局\n生态环境局\n", "责任单位：\n{}"),
    "principles": _counted("一、基本原则\n坚持第#项统筹。\n"),
    "statements above tasks": _times(
        "（责任单位：市财政局）\n", "一、推进改革\n{}落实。\n1. 推进\n2. 推进\n"
    ),
    "rules that pile up": _counted(
        f"#. {'推进改革，' * 20}（责任单位：市局；以下任务均需第#县局落实）\n",
        f"以下任务均需{'、'.join(f'第{i}市局' for i in range(1000, 1030))}落实。\n"
        f"以下任务均需{'、'.join(f'第{i}市局' for i in range(1030, 1060))}落实。\n{{}}",
    ),
    "a line of blanks": _times(" ", "甲\n{}\n乙"),
    "heads of tables": _times("序号 工作任务 责任部门\n"),
    "lines of narrow columns": _times(
        "市教育局、市发展\n革委、市公安局\n", "序号\n任务\n责任单位\n完成时限\n1\n修路\n{}6月底\n"
    ),
    "rows of narrow columns": _counted(
        "#\n修建\n校舍\n市教育局、市发展\n革委、市公安局\n6月\n", "序号\n任务\n责任单位\n完成时限\n{}"
    ),
    "sentences of who does it": _times(
        "修路。由市局牵头，市署配合。", "一、甲\n（一）{}修塔。（市文物局）\n"
    ),
    "lines of an imprint": _times("主办：市水利局\n", "修路。\n2020年3月4日\n{}"),
    "more and more copies": _times("市水利局，市教育局。\n", "修路。\n抄送：市委。\n{}"),
    "heads of pages": _times("— 1 —\n云溪公报\n"),
    "brackets of persons": _times("（责任人：王明）", "1.修路。{}（责任单位：市交通局）\n"),
}
PAGES = {
    "hidden elements closed by others": _times("<nav></svg>"),
    "comments that never end": _times("<!--", "甲{}"),
    "tags that never end": _times("<a", "甲{}"),
    "rows without text": _times("<tr><td></td></tr>", "<table><tr><td>甲<td>乙{}</table>"),
    "merged cells": _times("<tr><td rowspan=65535 colspan=65535>甲<td>乙", "<table>{}</table>"),
}


def _seconds(path: Path) -> float:
    """Read a file and write down what it says, as a build does."""
    started = time.process_time()
    try:
        extract = extract_file(path)
    except UnreadableFile:  # nothing is shown on the page
        return time.process_time() - started
    notice = extract.notice
    for items in (
        notice_passages(notice, notice_iri(notice)),
        notice_quads(notice, extract.findings, name_bodies(notice)),
        body_quads([notice]),
    ):
        for _ in items:
            pass
    return time.process_time() - started


def _growth(text: Callable[[int], str], folder: Path, suffix: str, short: int) -> float:
    """Tell how many times as long a character takes at ten times the length, at best."""
    times: list[float] = []
    for length in (short, 10 * short):
        path = folder / f"{length}{suffix}"
        path.write_text(text(length), encoding="utf-8")
        times.append(min(_seconds(path) for _ in range(_TRIES if length == short else 1)))
    if times[1] > _GROWTH * 10 * max(times[0], _GRAIN):
        times[1] = min(times[1], _seconds(path))
    return times[1] / 10 / max(times[0], _GRAIN)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_time_by_its_length(name: str, tmp_path: Path) -> None:
    assert _growth(TEXTS[name], tmp_path, ".txt", _SHORT) < _GROWTH


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_time_by_its_length(name: str, tmp_path: Path) -> None:
    assert _growth(PAGES[name], tmp_path, ".html", _SHORT) < _GROWTH


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"《某市项目管理办法》{words * 80}，各单位遵照。"
            for words in ("自起", "的有关规定", "合作", "牵头")
        ),
        f"序号 | 工作任务 | 责任部门\n1 | {'省市县区州旗' * 6}部 | 市财政局\n2 | {'省市' * 18} | 市财政局\n",
    ],
    ids=lambda text: text[-14:].strip(),
)
def test_words_that_can_be_cut_in_many_ways_are_no_trap(text: str, tmp_path: Path) -> None:
    """A pattern that tries every cut would take longer than anybody waits, however short the text."""
    path = tmp_path / "short.txt"
    path.write_text(text, encoding="utf-8")
    assert _seconds(path) < 2


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_a_megabyte_takes_time_by_its_length(name: str, tmp_path: Path) -> None:
    assert _growth(TEXTS[name], tmp_path, ".txt", 35_000) < _GROWTH
