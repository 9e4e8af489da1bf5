"""Times that questions and notices say, and what yes/no questions claim of them."""

from __future__ import annotations

import pytest

from kg.ask.claims import Claimed, claim_of
from kg.ask.polarity import duty_not_said, permission_not_said
from kg.ask.times import Days, days_of, lengths_of, other_time, paces_of, same_date


@pytest.mark.parametrize(
    ("words", "year", "days"),
    [
        ("2023年6月底前", None, Days("", "2023-06-30")),
        ("6月前", 2023, Days("", "2023-05-31")),
        ("1月前", 2023, Days("", "2022-12-31")),
        ("2023年前", None, Days("", "2022-12-31")),
        ("9月", 2023, Days("2023-09-01", "2023-09-30")),
        ("上半年", 2022, Days("2022-01-01", "2022-06-30")),
        ("三季度", 2022, Days("2022-07-01", "2022-09-30")),
        ("年底前", 2024, Days("", "2024-12-31")),
        ("今年内", 2024, Days("2024-01-01", "2024-12-31")),
        ("2月29日", 2023, None),
        ("年底", None, None),
    ],
)
def test_days_of_a_time(words: str, year: int | None, days: Days | None) -> None:
    assert days_of(words, year) == days


@pytest.mark.parametrize(
    ("claimed", "told", "same"),
    [
        ("2023年3月18日", "2023-03-18", True),
        ("3月", "2023-03-18", True),
        ("2022年", "2023-03-18", False),
        ("3月18日", "2023年", None),
        ("上半年", "2023-03-18", None),
    ],
)
def test_a_date_is_compared_as_exactly_as_it_is_said(claimed: str, told: str, same: bool | None) -> None:
    assert same_date(claimed, told) is same


@pytest.mark.parametrize(
    ("text", "kind", "words", "opened"),
    [
        ("任务3的截止时间是2023年6月底吗？", Claimed.DUE, "2023年6月底", "任务3什么时候完成"),
        ("建设公园是不是年底前完成？", Claimed.DUE, "年底前", "建设公园什么时候完成"),
        ("白政发〔2021〕7号是5月发的吧？", Claimed.ISSUED, "5月", "白政发[2021]7号是什么时候印发的"),
        ("绿化方案的文号是白政发〔2021〕7号吗", Claimed.NUMBER, "白政发[2021]7号", "绿化方案的文号是什么"),
        ("绿化方案是市园林局印发的吗", Claimed.ISSUER, "市园林局", "绿化方案的发文机关是谁"),
    ],
)
def test_what_is_claimed_is_asked_openly(text: str, kind: Claimed, words: str, opened: str) -> None:
    claim = claim_of(text)
    assert claim is not None
    assert (claim.kind, claim.words, claim.opened[0]) == (kind, words, opened)


@pytest.mark.parametrize(
    "text",
    [
        "哪些任务2023年底前完成？",
        "这份通知有没有引用白政发〔2021〕7号？",
        "市园林局负责绿化吗？",
        "任务3什么时候完成？",
        "自2023年6月1日起施行吗？",
    ],
)
def test_other_questions_claim_none_of_these(text: str) -> None:
    assert claim_of(text) is None


@pytest.mark.parametrize(
    ("asked", "text", "silent"),
    [
        ("外县人能不能承包鱼塘?", "养殖户每年核对一次鱼塘面积", True),
        ("外县人能不能承包鱼塘?", "鼓励外县人承包鱼塘", False),
        ("鱼塘可以通宵增氧吗?", "鱼塘通宵增氧", False),
        ("鱼塘每年核对几次?", "养殖户每年核对一次鱼塘面积", False),
    ],
)
def test_a_permission_is_given_by_words_or_not_told(asked: str, text: str, silent: bool) -> None:
    assert permission_not_said(asked, text) is silent


def test_a_duty_asked_for_by_one_character_is_laid_down_or_not_told() -> None:
    choice = "三年之内仍可照旧养鱼"
    assert duty_not_said("停养之后是不是得马上填平鱼塘?", choice, choice)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("每周巡查两次", [104]),
        ("一个季度查一次", [4]),
        ("每半年至少1次", [2]),
        ("实行月调度、季通报", [12, 4]),
        ("每两年修订一次", [0]),
        ("9月1日查一次", []),
        ("第一季度查一次", []),
    ],
)
def test_how_often_is_told_in_times_a_year(text: str, times: list[int]) -> None:
    assert [int(pace.times) for pace in paces_of(text)] == times


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("提前30日", ["30日"]),
        ("聘期三年", ["三年"]),
        ("9月30日前", []),
        ("2023年", []),
        ("45周岁", []),
        ("头一年", []),
    ],
)
def test_lengths_of_time_are_no_dates(text: str, lengths: list[str]) -> None:
    assert [text[one.start : one.end] for one in lengths_of(text)] == lengths


def test_a_day_within_a_stretch_is_no_other_time() -> None:
    text = "封山期为3月1日至6月30日,其中5月1日至5月20日为严管期"
    days = ("5月10日算严管期吗", "6月10日算严管期吗", "6月10日是封山期吗")
    assert [other_time(asked, text) for asked in days] == [False, True, False]
