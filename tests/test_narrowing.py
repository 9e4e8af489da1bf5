"""A search limited to notices, years, places, bodies and kinds of passages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from kg.build import build_library
from kg.errors import NotFound
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
NOTICES = ["seeds"] + [f"tests/samples/many/{name}_2023.txt" for name in ("yunxi", "dongling", "shiwan")]
ALL = 1_000


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = tmp_path_factory.mktemp("four")
    with chdir(ROOT):
        build_library([*NOTICES, "tests/samples/many/yunxi_2022.txt"], Settings(home=home))
        yield Library(Settings(home=home))


def sources(four: Library, **filters: str | tuple[str, ...]) -> set[str]:
    return {Path(hit.passage.source).stem for hit in four.search("支持企业", ALL, **filters)}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"000_f16177075213d160", "yunxi_2022", "yunxi_2023", "dongling_2023", "shiwan_2023"}),
        ({"notice": "云政办发〔2022〕8号"}, {"yunxi_2022"}),
        ({"notice": "云政办发[2022]08号"}, {"yunxi_2022"}),
        ({"notice": "东岭市2023年城市绿化实施方案"}, {"dongling_2023"}),
        ({"notice": ("云政办发〔2022〕8号", "东政办〔2023〕3号")}, {"yunxi_2022", "dongling_2023"}),
        ({"year": "2022"}, {"yunxi_2022"}),
        ({"year": "2022年"}, {"yunxi_2022"}),
        ({"year": "2011年度"}, {"000_f16177075213d160"}),
        ({"city": "云溪"}, {"yunxi_2022", "yunxi_2023"}),
        ({"city": "云溪市", "year": "2023"}, {"yunxi_2023"}),
        ({"city": ("东岭", "杭州")}, {"dongling_2023", "000_f16177075213d160"}),
        ({"city": "杭州", "year": "2022"}, set()),
    ],
)
def test_notices_are_meant_by_name_year_and_place(
    four: Library, filters: dict[str, str], found: set[str]
) -> None:
    assert sources(four, **filters) == found


def test_a_body_means_its_tasks(four: Library) -> None:
    hits = four.search("企业", ALL, body="市税务局")
    assert {(hit.passage.notice, hit.passage.kind) for hit in hits} == {
        ("云政办发〔2022〕8号", "task"),
        ("云政办发〔2023〕11号", "task"),
    }
    assert all("市税务局" in hit.passage.bodies for hit in hits)
    both = four.search("企业", ALL, body=("市税务局", "市教育局"))
    assert len(both) == len(hits) + len(four.search("企业", ALL, body="市教育局"))


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("task", {"task"}),
        ("任务", {"task"}),
        ("条文", {"section"}),
        ("标题", {"heading"}),
        (("引言", "task"), {"preamble", "task"}),
    ],
)
def test_kinds_go_by_both_names(four: Library, kind: str | tuple[str, ...], kinds: set[str]) -> None:
    assert {hit.passage.kind for hit in four.search("支持企业", ALL, kind=kind)} == kinds


def test_headings_over_tasks_are_found_only_when_asked_for(four: Library) -> None:
    heading = "优化水电气报装服务"
    assert "heading" not in {hit.passage.kind for hit in four.search(heading, ALL)}
    assert four.search(heading, 1, kind="heading")[0].passage.text == heading


def test_a_filter_changes_no_score(four: Library) -> None:
    every = {
        hit.passage.spans: hit.score for hit in four.search("电子招标", ALL) if hit.passage.kind == "task"
    }
    some = {hit.passage.spans: hit.score for hit in four.search("电子招标", ALL, kind="task")}
    assert some == every


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("石政发〔2023〕5号", {"shiwan_2023", "yunxi_2023"}),  # the notice itself, and the one that cites it
        ("石政发2023年5号文 市场主体", {"shiwan_2023", "yunxi_2023"}),
        ("云政办发〔2022〕8号", {"yunxi_2022"}),
        ("石政发〔2023〕6号", set()),
    ],
)
def test_a_number_finds_its_document_and_who_prints_it(four: Library, text: str, found: set[str]) -> None:
    assert {Path(hit.passage.source).stem for hit in four.search(text, ALL)} == found


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"year": "1999"}, "2011"),
        ({"city": "云西"}, "云溪"),
        ({"body": "外星人联络处"}, ""),
        ({"notice": "云政办发〔2029〕8号"}, ""),  # a year or a serial that no notice has is no slip
        ({"notice": "云政办发〔2022〕9号"}, ""),
        ({"notice": "国发〔2008〕30号"}, ""),  # it is cited, and no notice of the library
        ({"kind": "段"}, "任务"),
    ],
)
def test_what_no_notice_knows_is_said(four: Library, filters: dict[str, str], told: str) -> None:
    with pytest.raises(NotFound) as raised:
        four.search("企业", 10, **filters)
    assert next(iter(filters.values())) in str(raised.value)
    assert told in str(raised.value)


def test_the_command_takes_filters(four: Library, here: Callable[..., tuple[int, str, str]]) -> None:
    home = four.settings.home
    code, out, _ = here("search", "企业", "--city", "云溪", "--body", "市税务局", "--json", home=home)
    assert code == 0
    assert {hit["passage"]["source"][-8:] for hit in json.loads(out)} == {"2022.txt", "2023.txt"}
    code, out, _ = here("search", "企业", "--city", "云溪", "--year", "2011", home=home)
    assert code == 4
    code, _, said = here("search", "企业", "--city", "海底", home=home)
    assert (code, said.count("\n")) == (4, 1)
