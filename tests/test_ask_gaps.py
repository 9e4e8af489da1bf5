"""What questions leave open, and the spans of sentences that can stand there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.ask.frames import CLAIMS, FIRST, WHEN, WHO, WORDS
from kg.ask.gaps import Frame, find_gaps, find_spans


def spans(question: str, sentence: str, frames: Sequence[Frame]) -> list[set[str]]:
    """Give the words of the spans that each gap of a question finds in a sentence."""
    gaps = find_gaps(question, frames)
    return [{sentence[slice(*span)] for span in find_spans(gap, sentence)} for gap in gaps]


@pytest.mark.parametrize(
    ("question", "frames", "words", "rest"),
    [
        ("水库多久巡查一次?", FIRST, "多久", "水库 巡查一次?"),
        ("台账报给哪个单位备案?", FIRST, "哪个单位", "台账报给 备案?"),
        ("对闲置厂房实行什么政策?", WORDS, "什么", "对闲置厂房实行 政策?"),
        ("补种哪天结束?", WHEN, "哪天", "补种 结束?"),
        ("渡口归林某管", CLAIMS, "林某", "渡口归 管"),
    ],
)
def test_what_is_left_open(question: str, frames: Sequence[Frame], words: str, rest: str) -> None:
    gap = next(find_gaps(question, frames))
    assert (gap.words, gap.rest) == (words, rest)


@pytest.mark.parametrize(
    ("question", "sentence", "frames", "said"),
    [
        ("水库多久巡查一次?", "水库每半月巡查一次", FIRST, "每半月"),
        ("水库多久通报一次?", "巡查结果按季度通报", FIRST, "按季度"),
        ("台账报给谁?", "台账于5日内报镇安委会备案", FIRST, "镇安委会"),
        ("险情向谁报告?", "发现险情向县水务局报告", FIRST, "县水务局"),
        ("进展每月几号前报?", "于每月5日前报送进展", FIRST, "每月5日前"),
        ("摸底从几月到几月?", "3月至5月为摸底阶段", FIRST, "3月至5月"),
        ("费用由谁垫付?", "抢修费用由管护单位先行垫付", FIRST, "管护单位"),
        ("是哪次会议定的?", "经县政府第3次常务会议研究", FIRST, "县政府第3次常务会议"),
        ("补贴归谁管?", "县财政局是补贴资金的主管部门", WHO, "县财政局"),
        ("清淤到哪天结束?", "清淤自3月1日至6月20日", WHEN, "6月20日"),
        ("登记什么时候办好?", "登记受理后即时办结", WHEN, "登记受理后即时办结"),
        ("面积以什么为准?", "面积以实测为准", WORDS, "实测为准"),
        ("对厂房实行什么政策?", "对厂房实行先租后让政策", WORDS, "先租后让政策"),
        ("可以免掉什么?", "免除其复查费", WORDS, "复查费"),
    ],
)
def test_what_can_stand_there(question: str, sentence: str, frames: Sequence[Frame], said: str) -> None:
    assert any(said in found for found in spans(question, sentence, frames))


@pytest.mark.parametrize("question", ["县水务局有哪些任务?", "任务3由哪个部门牵头?", "一共有几项任务?"])
def test_what_the_graph_tells_is_left_to_it(question: str) -> None:
    assert list(find_gaps(question, FIRST)) == []


def test_who_made_a_notice_is_asked_of_nothing_else() -> None:
    asked = [gap.missing for gap in find_gaps("由谁批准?", FIRST)]
    assert "由谁批准" in asked
    assert not any(gap.frame.of_notice for gap in find_gaps("改建桥梁由谁批准?", FIRST))


def test_a_question_of_many_brackets_takes_no_time() -> None:
    long = "里" * 250 + "(" * 240 + "谁"
    for frames in (FIRST, WHO, WHEN, WORDS, CLAIMS):
        assert sum(1 for gap in find_gaps(long, frames) for _ in find_spans(gap, long)) < len(long)
