"""What the pages are made of: marked text, rows of tables, pictures, and addresses to go back to."""

from __future__ import annotations

from typing import Any

import pytest

from kg.extract import wrapped_at
from kg.rdf.queries import NamedQuery, Param
from kg.web.examples import of_library
from kg.web.forms import safe_back
from kg.web.marking import Block, blocks_of
from kg.web.pages import narrowed
from kg.web.pictures import MOST, circle, flow
from kg.web.ready import written
from kg.web.tables import Cell, bodies_said, filtered
from kg.web.things import year_of

TEXT = "一、治水\n（一）整治城区河道。\n\n序号 | 任务 | 单位 |\n1 | 保护水源 | 市水利局 |\n完。\n"


def mark(kind: str, words: str, iri: str | None = None) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "kind": kind, "iri": iri, "label": words}


def printed(block: Block) -> list[list[str]]:
    return [["".join(part.text for part in cell) for cell in row] for row in block.rows]


def test_a_text_becomes_lines_and_tables_without_losing_a_character() -> None:
    blocks = blocks_of(TEXT, [mark("任务", "保护水源"), mark("单位", "市水利局")])
    assert [block.is_table for block in blocks] == [False, False, True, False]
    assert printed(blocks[0]) == [["一、治水"]]
    assert printed(blocks[2]) == [["序号", "任务", "单位"], ["1", "保护水源", "市水利局"]]
    left_out = set(" |\n")
    shown = "".join(cell for block in blocks for row in printed(block) for cell in row)
    assert [one for one in shown if one not in left_out] == [one for one in TEXT if one not in left_out]


def test_lines_that_were_wrapped_on_paper_are_one_paragraph() -> None:
    words = "各部门要按照职责分工，认真组织落实好本方案确定的各项任务，确保按期完成各项目标和指标"
    lines = [words[at : at + 38] for at in range(0, len(words), 38)]
    text = "\n".join(["一、总体要求", *("\n".join(lines) + "。",) * 8, "二、保障措施", words[:20] + "。"])
    blocks = blocks_of(text, [], wrapped=wrapped_at(text))
    assert ["".join(printed(block)[0]) for block in blocks] == [
        "一、总体要求",
        *[words + "。"] * 8,
        "二、保障措施",
        words[:20] + "。",
    ]
    assert wrapped_at("一行。\n又一行。\n") == []
    assert wrapped_at("\0\0\0") == []


def test_latin_words_keep_apart_where_lines_are_joined() -> None:
    (block,) = blocks_of("the public\n  service 事项\n  公开", [], wrapped=[10, 23])
    assert printed(block) == [["the public service 事项公开"]]


def test_marks_nest_and_the_innermost_leads_on() -> None:
    line = blocks_of(TEXT, [mark("任务", "整治城区河道", "a"), mark("提到", "城区", "b")])[1].rows[0][0]
    assert [(part.text, part.classes, part.iri) for part in line] == [
        ("（一）", "", None),
        ("整治", "kind-1", "a"),
        ("城区", "kind-1 kind-5", "b"),
        ("河道", "kind-1", "a"),
        ("。", "", None),
    ]
    assert line[2].title == "任务 整治城区河道；提到 城区"


def test_a_sentence_is_lit_up_over_the_marks_and_has_one_beginning() -> None:
    start = TEXT.index("整治")
    parts = [
        part
        for block in blocks_of(TEXT, [mark("提到", "城区")], (start, start + 6))
        for row in block.rows
        for cell in row
        for part in cell
    ]
    assert "".join(part.text for part in parts if part.lit) == "整治城区河道"
    assert [part.text for part in parts if part.first] == ["整治"]


def test_a_line_that_is_a_heading_stands_out() -> None:
    blocks = blocks_of(TEXT, [mark("标题", "治水"), mark("标题", "城区")])
    assert [block.is_heading for block in blocks[:2]] == [True, False]


def test_bodies_are_told_with_their_role_unless_they_are_simply_responsible() -> None:
    rows = [
        {"task": "t", "role": "牵头", "name": "市水利局"},
        {"task": "t", "role": "责任", "name": "市财政局"},
        {"task": "t", "role": "责任", "name": "市财政局"},
    ]
    assert bodies_said(rows) == {"t": "市水利局（牵头）、市财政局"}


def test_rows_are_filtered_by_the_columns_that_are_named() -> None:
    rows = [[Cell("a1"), Cell("河道")], [Cell("A2"), Cell("水源")]]
    assert filtered(rows, {"c0": "A"}) == rows
    assert filtered(rows, {"c0": "a", "c1": "水", "c7": "x", "notice": "水"}) == rows[1:]
    assert filtered([], {"c0": "a"}) == []


@pytest.mark.parametrize(
    ("notice", "year"),
    [
        ({"issued": "2021-03-05", "number": "云政发〔2020〕5号"}, "2021"),
        ({"number": "云政发〔2020〕5号"}, "2020"),
        ({"number": "第5号"}, ""),
        ({}, ""),
    ],
)
def test_the_year_of_a_notice(notice: dict[str, str], year: str) -> None:
    assert year_of(notice) == year


def test_the_flow_has_each_thing_and_each_link_once() -> None:
    def thing(name: str, number: str = "") -> dict[str, Any]:
        return {"iri": f"https://gongwen.example/id/{name}", "label": name, "number": number}

    plain = {"decided": None, "reason": "都谈水"}
    bodies = [thing("市水利局"), thing("市财政局")]
    one, other = thing("河", "1") | {"bodies": bodies}, thing("源", "2") | {"bodies": bodies[:1]}
    areas = [
        thing("甲", "（一）")
        | {"links": [{"task": one, "decided": "会上定的", "reason": "都谈水"}, {"task": other} | plain]},
        thing("乙") | {"links": [{"task": one} | plain]},
        thing("丙") | {"links": []},
    ]
    alone = [thing("路", "3") | {"bodies": bodies[:1]}]
    picture = flow(areas, alone)
    assert [(node["said"], node["depth"], node.get("gap", False)) for node in picture["nodes"]] == [
        ("（一）甲", 0, False),
        ("1 河", 1, False),
        ("市水利局", 2, False),
        ("市财政局", 2, False),
        ("2 源", 1, False),
        ("乙", 0, False),
        ("丙", 0, True),
        ("3 路", 1, True),
    ]
    assert [link["said"] for link in picture["links"]].count("") == 4
    assert {link["said"] for link in picture["links"]} == {"", "会上定的", "都谈水"}
    assert len(picture["links"]) == 7


def test_the_circle_shows_the_nearest_partners_and_cuts_long_names() -> None:
    rows = [{"other": f"x:{at}", "name": "局" * 30, "tasks": str(99 - at)} for at in range(60)]
    picture = circle({"iri": "x:me", "label": "本局"}, rows)
    assert len(picture["nodes"]) == MOST + 1
    assert len(picture["links"]) == MOST
    assert picture["nodes"][0]["centre"]
    assert picture["nodes"][1]["short"].endswith("…")
    assert picture["links"][0] == {"source": "x:me", "target": "x:0", "value": 99, "said": ""}


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("/trace?notice=云#a", "/trace?notice=%E4%BA%91#a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/a%0D%0ASet-Cookie%3A%20x"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_this_server_only(given: str, address: str) -> None:
    assert safe_back(given) == address


@pytest.mark.parametrize(
    ("question", "choice", "again"),
    [
        ("市科技局有哪些任务？", "云州市的市科技局", "云州市的市科技局有哪些任务？"),
        ("科技局有哪些任务？", "云州市的市科技局", "云州市的市科技局有哪些任务？"),
        ("谁负责招聘？", "云政发〔2020〕5号", "云政发〔2020〕5号中，谁负责招聘？"),
        (
            "谁负责招聘？",
            "云州市人民政府关于治水的通知",
            "云州市人民政府关于治水的通知中，谁负责招聘？",
        ),
    ],
)
def test_a_question_is_asked_again_with_the_reading_that_was_chosen(
    question: str, choice: str, again: str
) -> None:
    assert narrowed(question, choice) == again


def test_examples_ask_about_what_a_library_holds() -> None:
    bodies = [
        {"name": "市水利局", "place": "云州市", "led": "3"},
        {"name": "各部门", "led": "0"},
        {"name": "市财政局", "place": "云州市", "led": "5"},
        {"name": "市财政局", "place": "雾州市", "led": "1"},
    ]
    assert list(of_library(bodies, [{"name": "治水"}])) == [
        "云州市的市财政局有哪些任务？",
        "市水利局有哪些任务？",
        "哪些任务落实治水？",
    ]
    assert list(of_library([], [])) == []


def test_a_named_query_is_written_with_what_the_library_has() -> None:
    needs = (
        Param("one", "body", "单位", required=True),
        Param("other", "body", "另一个单位", required=True),
        Param("words", "string", "要找的字", required=True),
        Param("notice", "document", "只看这份公文", required=False),
    )
    text = "SELECT * { VALUES ?n { ?_notice } ?t kg:leadBody ?_one, ?_other ; kg:text ?_words }"
    query = NamedQuery("q", "", "", needs, "one=水利局 other=财政局 words=人才", (), text)
    assert written(query, {"body": ["https://a.example/1", "https://a.example/2"]}) == (
        "# 单位：https://a.example/1\n# 另一个单位：https://a.example/2\n# 要找的字：人才\n"
        "PREFIX kg: <https://gongwen.example/ontology#>\n"
        "SELECT * { VALUES ?n { UNDEF } "
        '?t kg:leadBody <https://a.example/1>, <https://a.example/2> ; kg:text "人才" }'
    )
    assert written(query, {"body": ["https://a.example/1"]}) == ""
