"""Names of bodies: places, functions, full names, and which body a user's words mean."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import (
    Jurisdiction,
    Level,
    collective,
    full_name,
    full_names,
    functions,
    jurisdiction_of,
    match_names,
    parse_body,
    successions,
)

HERE = Path(__file__).parent
HANGZHOU = Jurisdiction("杭州市", Level.CITY)
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "cases/bodies.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def seed_bodies() -> tuple[str, ...]:
    """Take the names out of the last column of the seed's table; an alias in brackets is a name too."""
    text = (HERE.parent / "seeds/000_f16177075213d160.txt").read_text(encoding="utf-8")
    cells = re.findall(r"^\d+ \| .* \| (.+?)(?: \|)?$", text, flags=re.MULTILINE)
    names = (name for cell in cells for name in re.split(r"[、\s()]+", cell) if name)
    return tuple(dict.fromkeys(names))


def test_cases_are_there() -> None:
    assert len(CASES) >= 120
    assert len(seed_bodies()) == 23  # 22 bodies, one of them with its alias


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['issuer']}-{case['query']}")
def test_what_a_user_means(case: dict[str, Any]) -> None:
    candidates = case["bodies"] or seed_bodies()
    found = match_names(case["query"], candidates, jurisdiction_of(case["issuer"]))
    assert sorted(match.candidate for match in found) == sorted(case["found"])
    assert all(0 < match.score <= 1 for match in found)
    assert all(case["reason"] in match.reason for match in found if case["reason"])


@pytest.mark.parametrize("name", seed_bodies())
def test_a_printed_name_means_itself_first(name: str) -> None:
    (match,) = match_names(name, seed_bodies(), HANGZHOU)
    assert (match.candidate, match.score) == (name, 1.0)


@pytest.mark.parametrize("name", seed_bodies())
def test_a_full_name_leads_back_to_the_printed_one(name: str) -> None:
    for full in full_names(name, HANGZHOU):
        assert [match.candidate for match in match_names(full, seed_bodies(), HANGZHOU)] == [name]


FULL = {
    "市发改委": "杭州市发展和改革委员会",
    "市规划局": "杭州市规划局",
    "市经委": "杭州市经济委员会",
    "市旅委": "杭州市旅游委员会",
    "市交通局": "杭州市交通局",
    "市园文局": "杭州市园林文物局",
    "市环保局": "杭州市环境保护局",
    "市教育局": "杭州市教育局",
    "市贸易局": "杭州市贸易局",
    "市文广新闻出版局": "杭州市文化广电新闻出版局",
    "市科技局": "杭州市科学技术局",
    "市人事局": "杭州市人事局",
    "市卫生局": "杭州市卫生局",
    "市外经贸局": "杭州市对外贸易经济合作局",
    "市社科院": "杭州市社会科学院",
}


@pytest.mark.parametrize("name", seed_bodies())
def test_full_names_of_the_seed(name: str) -> None:
    assert full_name(name, HANGZHOU) == FULL.get(name)  # None where the name alone does not say


@pytest.mark.parametrize(
    ("issuer", "name", "full"),
    [
        ("云岭市人民政府", "市发改委", "云岭市发展和改革委员会"),
        ("云岭市人民政府", "发改委", "云岭市发展和改革委员会"),
        ("云岭市人民政府", "市政府", "云岭市人民政府"),
        ("云岭市人民政府", "市委组织部", "中共云岭市委组织部"),
        ("云岭市人民政府", "市纪委", "中共云岭市纪律检查委员会"),
        ("云岭市人民政府", "团市委", "共青团云岭市委员会"),
        ("云岭市人民政府", "市税务局", "国家税务总局云岭市税务局"),
        ("云岭市人民政府", "市中院", "云岭市中级人民法院"),
        ("云岭市人民政府", "省科技厅", None),  # of which province, the notice does not say
        ("云岭市人民政府", "人行云岭市中心支行", None),
        ("浙江省人民政府", "浙江金融监管局", None),  # the province's own or the state's
        ("云岭市人民政府", "市编办", None),  # on the Party's side or the government's
        ("云岭市人民政府", "教育部", "教育部"),
        ("云岭市人民政府", "各有关部门", None),
        ("上海市人民政府", "市科委", "上海市科学技术委员会"),
        ("贵州省人民政府", "省卫健委", "贵州省卫生健康委员会"),
        ("内蒙古自治区人民政府", "自治区财政厅", "内蒙古自治区财政厅"),
        ("杭州市余杭区人民政府", "区住建局", "杭州市余杭区住房和城乡建设局"),
        ("杭州市余杭区人民政府", "市公安局", "杭州市公安局"),
        ("国务院办公厅", "人力资源社会保障部", "人力资源和社会保障部"),
        ("国务院办公厅", "发展改革委", "国家发展和改革委员会"),
        ("国务院办公厅", "市场监管总局", "国家市场监督管理总局"),
    ],
)
def test_full_names_elsewhere(issuer: str, name: str, full: str | None) -> None:
    assert full_name(name, jurisdiction_of(issuer)) == full


def test_the_year_decides_between_names() -> None:
    assert full_name("市建委", HANGZHOU) is None
    assert full_name("市建委", HANGZHOU, year=2005) == "杭州市建设委员会"
    assert full_name("市建委", HANGZHOU, year=2020) == "杭州市城乡建设委员会"


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("杭州市人民政府办公厅", HANGZHOU),
        ("杭州市政府", HANGZHOU),
        ("中共杭州市委办公厅", HANGZHOU),
        ("国家税务总局杭州市税务局", HANGZHOU),
        ("国务院办公厅", Jurisdiction("国家", Level.NATIONAL)),
        ("财政部", Jurisdiction("国家", Level.NATIONAL)),
        ("上海市发展和改革委员会", Jurisdiction("上海市", Level.PROVINCE)),
        ("新疆维吾尔自治区人民政府", Jurisdiction("新疆维吾尔自治区", Level.PROVINCE)),
        ("恩施土家族苗族自治州人民政府", Jurisdiction("恩施土家族苗族自治州", Level.CITY)),
        ("阿克苏地区行政公署", Jurisdiction("阿克苏地区", Level.CITY)),
        ("杭州市余杭区人民政府", Jurisdiction("余杭区", Level.COUNTY, ("杭州市",))),
        ("苏州市吴中区人民政府", Jurisdiction("吴中区", Level.COUNTY, ("苏州市",))),
        ("湖北省荆州市沙市区教育局", Jurisdiction("沙市区", Level.COUNTY, ("湖北省", "荆州市"))),
        ("上海市浦东新区人民政府", Jurisdiction("浦东新区", Level.COUNTY, ("上海市",))),
        ("省人民政府办公厅", None),
        ("某某有限公司", None),
        ("", None),
    ],
)
def test_the_issuer_gives_the_place(issuer: str, expected: Jurisdiction | None) -> None:
    assert jurisdiction_of(issuer) == expected


def test_a_name_says_its_parts() -> None:
    body = parse_body("浙江省杭州市余杭区发展改革局")
    assert (body.level, body.place, body.within) == (Level.COUNTY, "余杭区", ("浙江省", "杭州市"))
    assert (body.function, body.form, body.tail) == ("发展改革", "局", "发展改革局")
    assert parse_body("市城市管理局").tail == "城市管理局"
    assert parse_body("市市场监管局").function == "市场监管"
    assert parse_body("市森林公安局").function is None  # 市森林 is no place
    assert parse_body("市旅游用品公司").function is None
    assert parse_body("市农办").function == "农村工作"


@pytest.mark.parametrize(
    "name",
    [
        *("各区、县(市)政府", "各县（市、区）人民政府", "各有关部门", "有关部门", "市直有关单位"),
        *("市级有关部门", "各市〔州〕、县〔市、区〕人民政府", "区、县(市)政府", "各开发区管委会"),
        *("相关行业主管部门", "数字城市领导小组各成员单位", "市级部门", "县级人民政府", "其他有关单位"),
    ],
)
def test_collective_bodies(name: str) -> None:
    assert collective(name)
    assert parse_body(name).function is None


@pytest.mark.parametrize(
    "name", [*seed_bodies(), "市政府办公室", "余杭区人民政府", "市委办公厅", "市直机关工委"]
)
def test_single_bodies(name: str) -> None:
    assert not collective(name)


def test_the_tables_hang_together() -> None:
    rows = functions()
    names = {row.name for row in rows}
    assert len(rows) > 200
    assert len({row.function for row in rows}) > 100
    assert len(names) > len(rows) - 8  # 办公室 of two kinds, 监察 of two times
    assert all(row.source and row.kind for row in rows)
    assert all(set(row.parts) <= names for row in rows)
    for row in rows:  # an alias takes the row's first form: it must not end in another one
        for alias in row.alias if row.forms else ():
            assert alias.endswith((row.forms[0], row.forms[0][0])), (row.name, alias)


def test_every_succession_has_its_source() -> None:
    names = {row.name for row in functions()}
    years = {step.year for step in successions()}
    assert len(successions()) > 80
    assert years == {2003, 2008, 2013, 2018, 2021, 2023}
    for step in successions():
        assert {step.old, step.new} <= names, step
        assert step.moved in {"全部", "主要", "部分"}
        assert f"{step.year}年" in step.source


def test_no_body_of_the_table_is_taken_for_another() -> None:
    rows = {row.function: row for row in functions() if row.kind == "政府" and row.forms}
    names = {"市" + row.name + row.forms[0]: row for row in rows.values()}
    moved = {frozenset((step.old, step.new)) for step in successions() if step.moved != "部分"}
    assert len(names) > 80
    for query, mine in names.items():
        for match in match_names(query, [name for name in names if name != query], HANGZHOU):
            other = names[match.candidate]
            linked = bool(match.steps) or mine.name in other.parts or other.name in mine.parts
            assert linked, (query, match)
            if len(match.steps) == 1:
                assert frozenset((mine.name, other.name)) in moved


def test_every_short_name_is_read() -> None:
    for row in functions():
        for stem in row.short:
            for form in row.forms:
                body = parse_body("市" + stem + form, HANGZHOU)
                assert row.function in {reading.row.function for reading in body.readings}, stem + form


def test_a_succession_is_told_with_its_source() -> None:
    (match,) = match_names("生态环境局", ["市环保局"], HANGZHOU)
    assert [(step.year, step.old, step.new) for step in match.steps] == [(2018, "环境保护", "生态环境")]
    assert "《国务院机构改革方案》" in match.steps[0].source


def test_a_part_that_moved_makes_no_successor() -> None:
    assert any(step.old == "民政" and step.new == "应急管理" for step in successions())
    assert match_names("应急管理局", ["市民政局"], HANGZHOU) == ()


@given(st.text(alphabet="杭州市省区县委局办发改科技各(（)）、", max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    body = parse_body(text, HANGZHOU)
    assert body.printed == text
    assert text not in [match.candidate for match in match_names(text, ["国家某某局"], HANGZHOU)]


def test_a_megabyte_of_brackets_is_no_name() -> None:
    for text in ("(" * 1_000_000, "市(" * 500_000, "市(市" * 300_000, "省" * 1_000_000):
        assert parse_body(text).function is None
        assert not collective(text)
