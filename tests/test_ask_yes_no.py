"""Yes or no as the text has it, whichever way question and sentence are put; figures and their bounds."""

from __future__ import annotations

from contextlib import chdir
from decimal import Decimal
from pathlib import Path

import pytest
from ask_scoring import Case, is_cited, is_right, read_cases

from kg.ask.limits import agrees, amounts, figures_meant
from kg.ask.polarity import (
    affirmed,
    asks_denied,
    asks_leave,
    denies,
    duty_not_said,
    name_claimed,
    ruled_out,
    stays,
    tells_cost,
)
from kg.build import build_library
from kg.library import Library
from kg.notice import Bound
from kg.read import read_document
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
CASES = read_cases(ROOT / "tests" / "cases" / "ask_yes_no.jsonl")


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("yes_no")
    with chdir(ROOT):
        build_library(["tests/samples/yes_no"], Settings(home=home))
    return Library(Settings(home=home))


@pytest.mark.parametrize("case", CASES, ids=[case["q"][:48] for case in CASES])
def test_both_ways_of_asking_are_answered(measures: Library, case: Case) -> None:
    answer = measures.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"]:
        assert is_cited(answer, lambda source: read_document(ROOT / source).text)


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("非要盖章不可吗?", "非得盖章吗?"),
        ("不得不到场吗?", "非得到场吗?"),
        ("没有发票就报不了吗?", "非得发票吗?"),
        ("能不能到场?", "能不能到场?"),
    ],
)
def test_two_denials_are_a_duty(asked: str, plain: str) -> None:
    assert affirmed(asked) == plain


def test_a_sentence_of_the_same_two_denials_is_compared_as_it_stands() -> None:
    asked = "没验收就不能开业吗?"
    assert affirmed(asked, "未验收的,不得开业") == asked


@pytest.mark.parametrize(
    ("asked", "denied"),
    [
        ("是不是不用盖章?", True),
        ("不合格的产品要召回吗?", False),
        ("已经取消的收费还可以收吗?", False),
        ("电子章可以代替公章吗?", True),
        ("还要不要盖章?", False),
    ],
)
def test_what_a_question_supposes(asked: str, denied: bool) -> None:
    assert asks_denied(asked) is denied


def test_what_a_sentence_denies() -> None:
    assert [denies(words) for words in ("严禁采砂", "不断改进", "免于登记")] == [True, False, True]


def test_what_stays_as_it_is() -> None:
    text = "在不改变用地性质的前提下建设驿站"
    assert (stays("用地性质要改成商业吗", text), stays("用地性质保持不变吗", text)) == (False, True)
    assert stays("驿站要建几座", text) is None


def test_contraries_rule_one_another_out() -> None:
    assert ruled_out("这所学校是民办的吗", "该校为公办学校")
    assert not ruled_out("这所学校是公办的吗", "该校为公办学校")


def test_a_duty_is_only_said_where_it_is_laid_down() -> None:
    assert duty_not_said("借款必须先担保才能展期吗", "可申请展期", "可申请展期")
    assert not duty_not_said("借款必须先担保吗", "须先提供担保", "须先提供担保")


@pytest.mark.parametrize(
    ("text", "number", "bound"),
    [
        ("每县不超过6家", 6, Bound.AT_MOST),
        ("禁止使用含硫量高于0.7%的煤", "0.7", Bound.AT_MOST),
        ("工资不得低于当地标准的80%", 80, Bound.AT_LEAST),
        ("收费降到八成", 80, Bound.AT_MOST),
        ("展期两年", 17520, None),
    ],
)
def test_amounts_have_bounds(text: str, number: int | str, bound: Bound | None) -> None:
    (one,) = amounts(text)
    assert (one.number, one.bound) == (Decimal(number), bound)


@pytest.mark.parametrize(
    ("asked", "claimed", "printed", "so"),
    [
        ("可以报4个吗", 4, "最多5个", True),
        ("可以报8个吗", 8, "最多5个", False),
        ("可以少于10场吗", 10, "不少于20场", False),
        ("能超过3次吗", 3, "不超过5次", True),
        ("能超过5次吗", 5, "不超过5次", False),
        ("是报4个吗", 4, "最多5个", False),
    ],
)
def test_a_figure_within_a_bound(asked: str, claimed: int, printed: str, so: bool) -> None:
    assert agrees(asked, Decimal(claimed), amounts(printed)) is so


@pytest.mark.parametrize(
    ("asked", "text", "unit", "number"),
    [
        ("书面报告要20分钟吗", "10分钟内口头报告、20分钟内书面报告", "小时", "0.333333"),
        ("口头报告要20分钟吗", "10分钟内口头报告、20分钟内书面报告", "小时", "0.166667"),
        ("乡级茶亭补贴多少", "县级、乡级茶亭分别补贴900元、400元", "元", "400"),
        ("村道多少米", "县道长80米,村道30米", "米", "30"),
    ],
)
def test_each_figure_belongs_to_its_own_words(asked: str, text: str, unit: str, number: str) -> None:
    assert [one.number for one in figures_meant(asked, text, unit)][-1] == Decimal(number)


@pytest.mark.parametrize(
    ("text", "case"),
    [("产量50吨以上的,补助900元", True), ("补助50吨的运费", False), ("面积30亩的茶园要备案吗", True)],
)
def test_a_figure_can_tell_the_case(text: str, case: bool) -> None:
    assert amounts(text)[0].case is case


@pytest.mark.parametrize(
    ("asked", "leave"),
    [("一年去两次就够了吗", True), ("符不符合条件", True), ("功能完善吗", False), ("是每年去两次吗", False)],
)
def test_what_asks_for_leave(asked: str, leave: bool) -> None:
    assert asks_leave(asked) is leave


def test_a_name_is_claimed_of_what_stands_before_it() -> None:
    text = "在梅坞村试点的基础上,新增石坪村为试点村"
    named = [name_claimed(f"新增的试点村是不是{name}?", text) for name in ("石坪村", "梅坞村", "长岗县")]
    assert named == [True, False, None]
    assert name_claimed("石坪村要巡查吗?", text)


def test_what_has_to_be_paid_is_told_by_a_sentence_about_money() -> None:
    assert [tells_cost("培训要收费吗", said) for said in ("培训不收取费用", "培训两天")] == [True, False]
    assert tells_cost("培训几天", "培训两天") is None
    assert ruled_out("材料费要自己出吗", "材料费由县财政负担")
