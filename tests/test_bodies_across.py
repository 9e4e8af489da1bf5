"""Bodies over several notices: whose they are, on which level, what they were, and where that is from."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.describe import Description, Fact
from kg.lexicon import Jurisdiction, Level, jurisdiction_of, parse_body, place_of, settled, surroundings
from kg.library import Library
from kg.names import BASE
from kg.rdf.store import select
from kg.settings import Settings

Command = Callable[..., subprocess.CompletedProcess[str]]


def notice(issuer: str, number: str, year: int, *tasks: str) -> str:
    items = "".join(
        f"（{'一二三四五六'[at]}）开展第{at}项工作。（{task}）\n" for at, task in enumerate(tasks)
    )
    return f"{issuer}关于治水工作的通知\n{number}\n一、重点任务\n{items}{issuer}\n{year}年3月5日\n"


FILES = {
    "云2010.txt": notice(
        "云岭市人民政府办公室",
        "云政办发〔2010〕1号",
        2010,
        "责任单位：市环保局、市科技局",
        "责任单位：市卫生局、市能源局",
        "责任单位：云湖管委会(市湖泊局)、市湖泊局",
        "责任单位：各区、县（市）政府，有关部门",
        "责任单位：省科技厅",
    ),
    "云2020.txt": notice(
        "云岭市人民政府办公室",
        "云政办发〔2020〕2号",
        2020,
        "责任单位：市生态环境局、市科学技术局",
        "责任单位：市卫生健康委",
    ),
    "青2020.txt": notice(
        "青川市人民政府办公室",
        "青政办发〔2020〕2号",
        2020,
        "责任单位：市科技局、市能源局",
        "责任单位：市工商局",
        "责任单位：各区、县（市）政府",
        "责任单位：省科技厅",
    ),
    "杭2020.txt": notice("杭州市人民政府办公厅", "杭政办函〔2020〕2号", 2020, "责任单位：市科技局、省科技厅"),
    "余杭2020.txt": notice(
        "余杭区人民政府办公室", "余政办〔2020〕2号", 2020, "责任单位：区科技局、市科技局、省科技厅"
    ),
    "浙2020.txt": notice("浙江省人民政府办公厅", "浙政办发〔2020〕2号", 2020, "责任单位：省科技厅、省能源局"),
    "国2020.txt": notice("国务院办公厅", "国办发〔2020〕2号", 2020, "国家能源局、科技部负责"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, kg: Command) -> Library:
    folder = tmp_path_factory.mktemp("bodies")
    (folder / "公文").mkdir()
    for name, text in FILES.items():
        (folder / "公文" / name).write_text(text, encoding="utf-8")
    done = kg("build", str(folder / "公文"), home=folder / "library", quick=True)
    assert done.returncode == 0, done.stderr
    return Library(Settings(home=folder / "library"))


def all_of(library: Library, name: str) -> dict[str, Description]:
    """Map the IRIs of all things of a name to what is known of them."""
    found = library.describe(name)
    return {one.iri.removeprefix(BASE): one for one in (found, *found.others)}


def facts_of(one: Description, name: str) -> list[Fact]:
    return [fact for fact in one.facts if fact.property == name and not fact.inverse]


def test_one_name_in_four_places_is_four_bodies(library: Library) -> None:
    assert set(all_of(library, "市科技局")) == {
        "body/云岭市科学技术局",
        "body/青川市科学技术局",
        "body/杭州市科学技术局",
    }
    assert set(all_of(library, "区科技局")) == {"body/杭州市余杭区科学技术局"}
    assert set(all_of(library, "科技部")) == {"body/科学技术部"}


def test_what_is_shown_of_a_body_says_where_it_is_from(library: Library) -> None:
    body = all_of(library, "市科技局")["body/云岭市科学技术局"]
    (full,) = facts_of(body, "单位全称")
    assert (full.value, full.origin) == ("云岭市科学技术局", "背景知识")
    assert full.reason
    assert full.reason.startswith("机构名称表")
    for name, value in (("机构层级", "市"), ("管辖地", "云岭市")):
        (fact,) = facts_of(body, name)
        assert (fact.value, fact.origin) == (value, "推断")
        assert fact.reason
    names = {
        fact.value: (fact.origin, fact.place, fact.quote)
        for fact in facts_of(body, "名称") + facts_of(body, "别名")
    }
    assert names == {
        "市科技局": ("原文", "云政办发〔2010〕1号 一重点任务 任务（一）", "市科技局"),
        "市科学技术局": ("原文", "云政办发〔2020〕2号 一重点任务 任务（一）", "市科学技术局"),
    }


def test_levels_are_never_mixed(library: Library) -> None:
    levels = {
        row["b"].removeprefix(BASE): (row["level"], row.get("place"))
        for row in select(
            library.store,
            "SELECT ?b ?level ?place { ?b kg:bodyLevel ?level OPTIONAL { ?b kg:jurisdiction ?place } }",
        )
    }
    assert levels["body/国家能源局"] == ("国家", "国家")
    assert levels["body/浙江省能源局"] == ("省", "浙江省")
    assert levels["body/云岭市能源局"] == ("市", "云岭市")
    assert levels["body/青川市能源局"] == ("市", "青川市")
    assert levels["body/杭州市余杭区科学技术局"] == ("县", "杭州市余杭区")
    assert levels["body/云岭市/省科技厅"] == ("省", None)  # of which province, nothing says
    assert set(all_of(library, "市能源局")) == {"body/云岭市能源局", "body/青川市能源局"}
    assert set(all_of(library, "国家能源局")) == {"body/国家能源局"}


def test_a_province_is_known_from_its_cities(library: Library) -> None:
    table = select(
        library.store,
        f"SELECT DISTINCT ?number {{ ?t kg:assignedTo <{BASE}body/浙江省科学技术厅> ;"
        " kg:inNotice/kg:number ?number } ORDER BY ?number",
    )
    assert [row["number"] for row in table] == [
        "余政办〔2020〕2号",
        "杭政办函〔2020〕2号",
        "浙政办发〔2020〕2号",
    ]
    assert set(all_of(library, "省科技厅")) == {
        "body/浙江省科学技术厅",
        "body/云岭市/省科技厅",
        "body/青川市/省科技厅",
    }
    # the district's 市科技局 is the city's
    city = f"<{BASE}body/杭州市科学技术局>"
    assert len(select(library.store, f"SELECT DISTINCT ?t {{ ?t kg:assignedTo {city} }}")) == 2


def test_a_body_is_shown_with_what_it_was_and_what_it_became(library: Library) -> None:
    (now,) = all_of(library, "市生态环境局").values()
    (before,) = facts_of(now, "前身（库中）")
    assert (before.value, before.iri) == ("市环保局", BASE + "body/云岭市环境保护局")
    assert before.origin == "推断"
    (reform,) = facts_of(now, "由来的机构改革")
    assert (reform.value, reform.origin) == ("2018年机构改革：环境保护→生态环境", "背景知识")
    assert reform.reason
    assert "《国务院机构改革方案》" in reform.reason
    (health,) = all_of(library, "市卫生局").values()
    assert [fact.value[:4] for fact in facts_of(health, "后来的机构改革")] == ["2013", "2018"]
    assert [fact.value for fact in facts_of(health, "后继（库中）")] == ["市卫生健康委"]


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("市市场监管局", "body/青川市工商行政管理局"),
        ("青川市市场监督管理局", "body/青川市工商行政管理局"),
        ("云岭市环境保护局", "body/云岭市环境保护局"),
        ("市环境保护局", "body/云岭市环境保护局"),
        ("市卫健委", "body/云岭市卫生健康委员会"),
        ("科学技术部", "body/科学技术部"),
    ],
)
def test_todays_name_finds_yesterdays_body(library: Library, today: str, found: str) -> None:
    assert set(all_of(library, today)) == {found}


def test_an_alias_in_brackets_is_the_same_body(library: Library) -> None:
    (body,) = all_of(library, "市湖泊局").values()
    assert body.label == "云湖管委会"
    assert library.find("云湖管委会").iri == body.iri
    (alias,) = facts_of(body, "别名")
    assert alias.value == "市湖泊局"
    assert alias.quote
    assert "市湖泊局" in alias.quote


def test_collective_bodies_stand_apart(library: Library) -> None:
    rows = select(library.store, "SELECT ?b ?name { ?b a kg:CollectiveBody ; rdfs:label ?name }")
    assert {(row["b"].removeprefix(BASE), row["name"]) for row in rows} == {
        ("body/云岭市/各区、县（市）政府", "各区、县（市）政府"),
        ("body/云岭市/有关部门", "有关部门"),
        ("body/青川市/各区、县（市）政府", "各区、县（市）政府"),
    }
    assert library.answer("ASK { ?b a kg:CollectiveBody, kg:Body }") == [["结果"], ["否"]]


def test_show_lists_the_bodies_of_one_name_apart(library: Library, kg: Command) -> None:
    told = kg("show", "市科技局", home=library.settings.home).stdout
    for city in ("云岭市", "青川市", "杭州市"):
        assert f"市科技局  {BASE}body/{city}科学技术局" in told
    traced = library.trace("市科技局")
    assert len({one.thing.iri for one in (traced, *traced.others)}) == 3


def test_notices_of_unknown_places_share_no_body(tmp_path: Path, kg: Command) -> None:
    for at in (1, 2):
        text = f"某发〔2020〕{at}号\n一、重点任务\n（一）修建公路。（责任单位：市公路局）\n"
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
    kg("build", str(tmp_path), home=tmp_path / "library", quick=True)
    made = Library(Settings(home=tmp_path / "library"))
    assert len(select(made.store, "SELECT ?b { ?b a kg:Body }")) == 2


@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("杭州市", ("浙江省",)),
        ("桐庐县", ("浙江省", "杭州市")),
        ("鼓楼区", ()),
        ("云岭市", ()),
        ("浙江省", ()),
    ],
)
def test_what_a_place_lies_in(place: str, around: tuple[str, ...]) -> None:
    assert surroundings(place) == around


@pytest.mark.parametrize(
    ("issuer", "name", "place"),
    [
        ("杭州市人民政府", "省科技厅", "浙江省"),
        ("杭州市人民政府", "科技厅", "浙江省"),
        ("杭州市人民政府", "科技局", "杭州市"),
        ("杭州市人民政府", "科技部", "国家"),
        ("桐庐县人民政府", "市科技局", "杭州市"),
        ("云岭市人民政府", "省科技厅", None),
        ("青山省云岭市人民政府", "省科技厅", "青山省"),
    ],
)
def test_whose_a_body_is(issuer: str, name: str, place: str | None) -> None:
    home = jurisdiction_of(issuer)
    assert home
    found = place_of(parse_body(name, settled(home)), settled(home))
    assert (found.place if found else None) == place


def test_a_printed_place_is_settled_once() -> None:
    home = Jurisdiction("桐庐县", Level.COUNTY, ("杭州市",))
    assert (
        settled(home) == settled(settled(home)) == Jurisdiction("桐庐县", Level.COUNTY, ("浙江省", "杭州市"))
    )
