"""Why a task serves an area, as a person would say it: tests/cases/reasons.jsonl, and what always holds."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import embed, invent, mentioned

from kg.link.features import Shared
from kg.link.focus import FocusLink, focus_links
from kg.link.quoting import clause_with, quoted
from kg.link.reasons import reason_of
from kg.link.words import bordered_text, subject_text, whole_words
from kg.notice import Citation, Findings, MentionKind, Notice
from kg.text import Flow, Piece

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "reasons.jsonl").read_text(encoding="utf-8").splitlines()
]
SWAPPED = str.maketrans("“”‘’", "‘’“”")


def linked(case: dict[str, Any]) -> tuple[Notice, list[FocusLink]]:
    """Make the notice of a case and its links in force."""
    notice = invent([(name, body) for name, body in case["areas"]], [(task, None) for task in case["tasks"]])
    flow = Flow.of(notice.document.text)
    citations = []
    for title in case.get("titles", []):
        starts = [found.start() for found in re.finditer(re.escape(title), flow.text)]
        pieces = tuple(flow.piece(start, start + len(title)) for start in starts)
        citations.append(Citation(title, None, None, pieces))
    mentions = [
        mention
        for kind, words in ((MentionKind.PLACE, "places"), (MentionKind.PROJECT, "projects"))
        for word in case.get(words, [])
        for mention in mentioned(notice, kind, word)
    ]
    findings = Findings(tuple(citations), (), (), tuple(mentions))
    return notice, [link for link in focus_links(notice, findings, embed) if link.score >= 0.5]


def quotes(reason: str) -> Iterator[str]:
    """Give what stands between outer quotation marks after 标题是 or 写道, with the marks of the source."""
    for found in re.finditer("(?:标题是|写道)“", reason):
        depth = 1
        for at in range(found.end(), len(reason)):
            depth += {"“": 1, "”": -1}.get(reason[at], 0)
            if not depth:
                yield reason[found.end() : at].translate(SWAPPED)
                break


def said_words(reason: str) -> list[str]:
    """Give the words that a reason says both texts use."""
    said = reason.partition("：重点")[0]
    found = re.findall("(?:点名的|任务讲的|都谈)([^，]+?)(?=正是任务所讲|也是重点|，|$)", said)
    return [word for series in found for word in re.split("[、和]", series)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["areas"][0][0])
def test_reasons_read_as_a_person_read_and_approved_them(case: dict[str, Any]) -> None:
    _, links = linked(case)
    assert {f"{link.task + 1}→{link.area}": link.reason for link in links} == case["reasons"]


def test_the_cases_are_many_and_of_every_sort() -> None:
    reasons = [reason for case in CASES for reason in case["reasons"].values()]
    assert len(reasons) >= 28
    for sort in ("两者都提到", "正是重点所说的", "两者讲的都是", "正是任务所讲", "两者都谈", "两者意思相近"):
        assert any(sort in reason for reason in reasons), sort


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["areas"][0][0])
def test_words_are_of_both_texts_and_quotes_are_the_sources(case: dict[str, Any]) -> None:
    notice, links = linked(case)
    for link in links:
        task, area = case["tasks"][link.task], "".join(case["areas"][link.area - 1])
        for word in said_words(link.reason):
            assert word in task, (link.reason, task)
            assert word in area, (link.reason, area)
        shown = list(quotes(link.reason))
        assert shown
        for quote in shown:
            assert all(part in notice.document.text for part in quote.split("……")), link.reason
        assert not re.search(r"0\.\d", link.reason)


def test_different_evidence_gives_a_different_sentence() -> None:
    for case in CASES:
        reasons = list(case["reasons"].values())
        assert len(set(reasons)) >= 0.9 * len(reasons)


def piece(text: str) -> Piece:
    """Make a piece that stands nowhere."""
    return Piece(text, ())


def test_a_named_thing_is_said_even_where_it_is_printed_otherwise() -> None:
    name, closest = piece("落实规划"), piece("按国发文件办理。")
    reason, shown = reason_of(
        Shared(("某发〔2020〕1号",), None, (), ()), closest, [name, closest], piece("甲")
    )
    assert reason == "两者都提到某发〔2020〕1号：重点写道“按国发文件办理”"
    assert shown == (closest,)


def test_words_that_a_quote_shows_are_said_and_no_others() -> None:
    name, body = piece("发展农业"), piece("种好茶叶。")
    other = piece("建设" + "很长的内容" * 9 + "，推广水稻。")
    shared = Shared((), None, ("茶叶", "果树"), ())
    assert (
        reason_of(shared, other, [name, body, other], piece("茶叶与果树"))[0]
        == "两者都谈茶叶：重点写道“种好茶叶”"
    )


def test_where_nothing_is_shared_both_texts_are_quoted() -> None:
    name = piece("方便群众看病")
    reason, shown = reason_of(Shared((), None, (), ()), name, [name], piece("新建诊所三家。"))
    assert reason == "两者意思相近：重点标题是“方便群众看病”，任务写道“新建诊所三家”"
    assert shown == (name,)


@pytest.mark.parametrize(
    ("run", "said", "words"),
    [
        ("域生态", "流域生态补偿，海域生态修复", ()),
        ("域生态", "流域生态补偿，海域生态修复，生态", ("生态",)),
        ("生态环", "生态环境，生态环保", ()),
        ("博会", "世博会，西博会", ()),
        ("耕地", "耕地保护，耕地红线", ("耕地",)),
        ("交通", "交通，旅游", ("交通",)),
        ("小麦", "严守小麦底线，抓好小麦管理", ("小麦",)),
        ("pu", "使用GPU，购置CPU", ()),
        ("opc", "OPC社区，支持OPC", ("opc",)),
    ],
)
def test_whole_words_stand_at_borders(run: str, said: str, words: tuple[str, ...]) -> None:
    assert whole_words(run, bordered_text(f"\n{said}\n")) == words


def test_quantities_are_no_subject() -> None:
    assert subject_text("建成高标准农田12万亩，投资3.5亿元").split() == ["农田", "投资"]


@given(st.text("甲乙丙丁、，。“”《》", max_size=200), st.text("甲乙丙", min_size=1, max_size=3))
def test_a_clause_is_cut_out_of_its_sentence(sentence: str, word: str) -> None:
    clause = clause_with(sentence, [word])
    assert all(part in sentence for part in clause.split("……"))
    assert quoted(clause)[1:-1].translate(SWAPPED) == clause


@given(st.text("甲乙丙丁", min_size=2, max_size=20), st.text("甲乙丙丁，的", max_size=60))
def test_whole_words_are_parts_of_their_run(run: str, said: str) -> None:
    words = whole_words(run, bordered_text(f"\n{said}\n"))
    assert all(len(word) > 1 and word in run and word in said for word in words)


def test_long_texts_take_no_longer_than_their_length() -> None:
    started = time.perf_counter()
    clause_with("（“" * 500_000, ["甲"])
    whole_words("甲乙" * 1_000, bordered_text("\n" + "甲乙" * 10_000 + "\n"))
    assert time.perf_counter() - started < 10
