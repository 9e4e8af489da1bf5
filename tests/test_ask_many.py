"""A library of five invented notices: the place, the year, the number or the title named chooses among them.

Two are of one city and of two years, one of another city, one of a county, one of their province; the tasks
share bodies, words and numbers, so that a question that is read for the wrong notice is answered wrongly.
"""

from __future__ import annotations

import json
from contextlib import chdir
from functools import cache
from pathlib import Path

import pytest
from ask_scoring import Case, is_cited, is_right, read_cases

from kg.build import build_library
from kg.library import Library
from kg.read import read_document
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
NOTICES = "tests/samples/many"
CASES = read_cases(ROOT / "tests" / "cases" / "ask_many.jsonl")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("many")
    with chdir(ROOT):
        report = build_library([NOTICES], Settings(home=home))
    assert sorted(outcome.tasks for outcome in report.outcomes) == [3, 3, 3, 4, 5]
    return Library(Settings(home=home))


@cache
def source_text(source: str) -> str:
    return read_document(ROOT / source).text


@pytest.mark.parametrize("case", CASES, ids=[case["q"][:40] for case in CASES])
def test_the_notice_named_is_the_one_answered_from(many: Library, case: Case) -> None:
    answer = many.ask(case["q"]).as_dict()
    assert is_right(case, answer), (answer["reading"], answer["missing"], answer["results"])
    if answer["answerable"] and case["want"] != "boolean":
        assert is_cited(answer, source_text)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("市公安局有哪些任务？", {"云溪市的市公安局", "东岭市的市公安局"}),
        ("市财政局配合几项任务？", {"云溪市的市财政局", "东岭市的市财政局"}),
        ("云溪的文号是什么？", {"云政办发〔2022〕8号", "云政办发〔2023〕11号"}),
    ],
)
def test_the_user_is_asked_which(many: Library, question: str, offered: set[str]) -> None:
    answer = many.ask(question)
    assert (answer.answerable, set(answer.alternatives)) == (False, offered)
    assert all(one in answer.answer for one in offered)
    assert json.loads(json.dumps(answer.as_dict()))["alternatives"] == list(answer.alternatives)


@pytest.mark.parametrize(
    "question",
    ["云溪市2023年的要点里市税务局负责什么？", "2022年市税务局配合哪些任务？", "东岭市公安局配合哪些任务？"],
)
def test_nothing_of_another_notice_is_quoted(many: Library, question: str) -> None:
    answer = many.ask(question)
    assert answer.answerable
    assert len({citation.source for citation in answer.citations}) == 1


def test_the_notice_meant_is_shown_in_the_reading_and_in_the_query(many: Library) -> None:
    answer = many.ask("东岭2023年的绿化方案里市教育局配合哪些任务？")
    assert "东政办〔2023〕3号" in answer.reading
    assert "kg:inNotice" in answer.sparql
    assert "2023/3" in answer.sparql
    header, *rows = many.answer(answer.sparql)
    assert header
    assert len(rows) == len(answer.results)


def test_order_of_the_notices_changes_no_answer(many: Library) -> None:
    """The same question twice, with others between, gives the same answer: nothing is carried over."""
    question = "云溪2022年的要点里市税务局配合哪几项任务？"
    first = many.ask(question)
    for other in CASES[:6]:
        many.ask(other["q"])
    assert many.ask(question) == first


#: Ways to name one notice: by its whole title, its plan, its number, and by words of these in other words.
NAMES = (
    "《云溪市人民政府办公室关于印发云溪市2023年优化营商环境工作要点的通知》",
    "云溪市人民政府办公室关于印发云溪市2023年优化营商环境工作要点的通知",
    "“云溪市2023年优化营商环境工作要点”",
    "云溪市2023年优化营商环境工作要点",
    "2023年优化营商环境工作要点",
    "云溪2023年营商环境的文件",
    "云溪市2023年那份营商环境要点",
    "云溪市政府办2023年印发的优化营商环境要点",
    "云政办发〔2023〕11号",
    "云政办发2023年11号文",
)
#: Where a name can stand beside the body and what is asked of it.
ORDERS = (
    "{name}里，{body}{asks}？",
    "按{name}，{body}{asks}",
    "{body}在{name}中{asks}？",
    "{body}根据{name}{asks}？",
    "请问在{name}里面{body}{asks}？",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("asks", ["牵头哪些任务", "是哪几条的牵头单位", "挑头干哪几件事", "牵头哪几项改革"])
def test_a_notice_is_meant_wherever_and_however_it_is_named(
    many: Library, name: str, order: str, asks: str
) -> None:
    answer = many.ask(order.format(name=name, body="云溪市市场监管局", asks=asks))
    found = [(result.type, result.label.partition("。")[0]) for result in answer.results]
    assert found == [("task", "推动知识产权质押融资")], (answer.reading, answer.missing)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        (
            "云溪市公安局在云溪市2022年优化营商环境工作要点里配合哪些任务？",
            "在云溪市2022年优化营商环境工作要点里",
        ),
        ("市财政局配合云溪2023年营商环境的文件里的哪些任务？", "云溪2023年营商环境的文件里的"),
        ("按《东岭市2023年城市绿化实施方案》，市公安局配合什么？", "按《东岭市2023年城市绿化实施方案》"),
        (
            "县商务局照临河县养老服务提升三年行动计划（2024—2026年）配合什么？",
            "照临河县养老服务提升三年行动计划(2024—2026年)",
        ),
    ],
)
def test_the_name_of_a_notice_is_one_phrase(many: Library, question: str, named: str) -> None:
    answer = many.ask(question)
    assert answer.answerable, answer.missing
    assert f"公文：“{named}”" in answer.reading
