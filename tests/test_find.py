"""The finders on sentences of their own (tests/cases), and on notices put together by hand."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.document import Document
from kg.find.citations import find_citations
from kg.find.facts import find_facts
from kg.find.marks import marked
from kg.find.mentions import find_mentions
from kg.find.targets import find_targets
from kg.notice import (
    Assignment,
    Citation,
    Findings,
    Header,
    Notice,
    Role,
    Section,
    SectionKind,
    StatementKind,
    Task,
)
from kg.text import Flow, Piece, Span

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    lines = (CASES / f"find_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["text"][:24]) for line in lines]


def notice_of(text: str, **parts: Any) -> Notice:  # noqa: ANN401 - any field of a Notice
    """Make a notice whose paragraphs are the lines of a text."""
    paragraphs, at = [], 0
    for line in text.splitlines(keepends=True):
        flow = Flow.of(text, [Span(at, at + len(line))])
        paragraphs += [flow.piece()] if len(flow) else []
        at += len(line)
    empty: dict[str, Any] = {"header": Header(), "preamble": (), "sections": (), "tasks": ()}
    return Notice(Document("invented", "", text, ()), paragraphs=tuple(paragraphs), **(empty | parts))


def piece_of(text: str, part: str) -> Piece:
    start = text.index(part)
    return Flow.of(text, [Span(start, start + len(part))]).piece()


@pytest.mark.parametrize("case", cases("citations"))
def test_citations(case: dict[str, Any]) -> None:
    found = find_citations([Flow.of(case["text"])], Header())
    assert [[c.title, c.number, c.relation] for c in found] == case["citations"]


@pytest.mark.parametrize("case", cases("targets"))
def test_targets(case: dict[str, Any]) -> None:
    found = find_targets([Flow.of(case["text"])])
    assert [[t.what, f"{t.quantity.normalize():f}", t.unit, t.bound] for t in found] == case["targets"]


@pytest.mark.parametrize("case", cases("mentions"))
def test_mentions(case: dict[str, Any]) -> None:
    found = find_mentions(Flow.of(case["text"]))
    assert [[m.kind, m.key] for m in found] == case["mentions"]


@pytest.mark.parametrize("case", cases("statements"))
def test_statements(case: dict[str, Any]) -> None:
    found = find_facts(notice_of(case["text"])).statements
    assert [[s.kind, s.text.text] for s in found] == case["statements"]


def test_the_notice_and_its_plan_are_no_citations() -> None:
    text = "青山市关于印发青山市蜂业要点的通知\n青政发〔2024〕5号\n见《青山市蜂业要点》。\n依据《养蜂条例》。"
    header = Header(title=piece_of(text, "青山市关于印发青山市蜂业要点的通知"), number="青政发〔2024〕5号")
    found = find_facts(notice_of(text, header=header)).citations
    assert [(c.title, c.number) for c in found] == [("养蜂条例", None)]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        # The plan that the title names, with whose it is in front.
        ("县蜂业局制定了《青山县蜂业集中行动任务清单》。现将有关事项通知如下。", []),
        ("参照山海县制定的《山海县蜂业集中行动任务清单》，抓好落实。", ["山海县蜂业集中行动任务清单"]),
        # A page's head inside a sentence, its serial misprinted; the like of another series.
        ("有时间节点的重青山县人民政府文件青政发〔2024〕6号大工作，实行督查。", []),
        ("见山海市人民政府文件山政发〔2024〕6号。", ["山政发〔2024〕6号"]),
        ("同时废止青政发〔2024〕3号。", ["青政发〔2024〕3号"]),
    ],
)
def test_what_is_the_notices_own_is_no_citation(text: str, cited: list[str]) -> None:
    title = "青山县关于印发蜂业集中行动任务清单的通知"
    header = Header(title=piece_of(title, title), number="青政发〔2024〕5号")
    found = find_citations([Flow.of(text)], header)
    assert [c.title or c.number for c in found] == cited


def test_every_mention_of_a_document_is_kept_with_its_characters() -> None:
    text = "根据《养蜂条例》(国务院\n令第 9 号)。\n贯彻国务院令第9号。\n修订《养蜂条例》。"
    (found,) = find_facts(notice_of(text.replace("院\n令", "院 令"))).citations
    assert found.number == "国务院令第9号"
    assert [piece.text for piece in found.pieces] == [
        "《养蜂条例》(国务院令第9号)",
        "国务院令第9号",
        "《养蜂条例》",
    ]
    assert found.relation == "修订"


def test_facts_quote_the_source() -> None:
    text = (
        "以科学为指导，坚持“合作、开放”的方针，依据《养蜂\u3000条例》。\n"
        "赴上海举办蜂业博览会，推进沪杭、沪宁高铁建设，培训蜂农 20 名。"
    )
    findings = find_facts(notice_of(text))
    pieces = [p for c in findings.citations for p in c.pieces]
    pieces += [t.phrase for t in findings.targets] + [s.text for s in findings.statements]
    pieces += [m.piece for m in findings.mentions]
    assert len(pieces) == 8
    for piece in pieces:
        assert Flow.of(text, piece.spans).text == piece.text


def test_an_elided_name_has_two_spans() -> None:
    first, second = find_mentions(Flow.of("推进沪杭、沪宁高铁建设"))
    assert (first.key, len(first.piece.spans)) == ("沪杭高铁", 2)
    assert (second.key, len(second.piece.spans)) == ("沪宁高铁", 1)


def test_principles_of_a_section_are_its_children() -> None:
    text = "二、基本原则\n（一）尊重历史。实事求是。\n（二）便民高效。减少环节。\n三、其他"
    sections = (
        Section("二", piece_of(text, "基本原则"), 1, SectionKind.PRINCIPLES, None, ()),
        Section("（一）", piece_of(text, "尊重历史"), 2, SectionKind.UNKNOWN, 0, ()),
        Section("（二）", piece_of(text, "便民高效"), 2, SectionKind.UNKNOWN, 0, ()),
        Section("三", piece_of(text, "其他"), 1, SectionKind.UNKNOWN, None, ()),
    )
    found = find_facts(notice_of(text, sections=sections)).statements
    assert [(s.kind, s.text.text) for s in found] == [
        (StatementKind.PRINCIPLE, "尊重历史"),
        (StatementKind.PRINCIPLE, "便民高效"),
    ]


def test_principles_of_a_section_may_be_paragraphs() -> None:
    text = "基本原则\n——坚持蜂农优先。做好服务。\n本节说明如下。"
    section = Section(
        "二",
        piece_of(text, "基本原则"),
        1,
        SectionKind.PRINCIPLES,
        None,
        (piece_of(text, "——坚持蜂农优先。做好服务。"), piece_of(text, "本节说明如下。")),
    )
    found = find_facts(notice_of(text, sections=(section,))).statements
    assert [s.text.text for s in found] == ["坚持蜂农优先"]


def test_a_task_makes_no_statement_and_its_bodies_are_no_places() -> None:
    text = "坚持“公平、公开”的原则，在上海举办活动。责任单位：萧山区、余杭区"
    body = Assignment(piece_of(text, "萧山区、余杭区"), "萧山区", Role.RESPONSIBLE)
    task = Task(
        "1", piece_of(text, "坚持“公平、公开”的原则，在上海举办活动。"), None, row=False, assignments=(body,)
    )
    findings = find_facts(notice_of(text, tasks=(task,)))
    assert findings.statements == ()
    assert [m.key for m in findings.mentions] == ["上海"]


def test_a_rule_for_one_matter_is_no_principle_of_the_notice() -> None:
    text = "五、其他\n按照“谁建设、谁管护”的原则，明确管护人。"
    section = Section("五", piece_of(text, "其他"), 1, SectionKind.UNKNOWN, None, (piece_of(text, text[5:]),))
    assert find_facts(notice_of(text, sections=(section,))).statements == ()


def test_marks_pair_and_an_open_one_swallows_nothing() -> None:
    text = "《甲《乙》丙》丁《戊《己》"
    assert [text[a:b] for a, b in marked(text, "《", "》")] == ["《甲《乙》丙》", "《己》"]


@pytest.mark.parametrize(
    "noise", ["《", "《》", "(", "1", "“”", "上海、", "论坛", "培训1名、", "国令", "一", "关于印发"]
)
def test_time_grows_with_the_text_only(noise: str) -> None:
    started = time.process_time()
    find_facts(notice_of(noise * (30_000 // len(noise))))
    assert time.process_time() - started < 8


@pytest.fixture(scope="module")
def seed() -> Findings:
    """Find the facts of the seed: lines 19 to 35 print 2 to 18 again, a row's second cell is a task."""
    path = next((Path(__file__).parent.parent / "seeds").glob("000_*.txt"))
    text = path.read_text(encoding="utf-8")
    paragraphs: list[Piece] = []
    tasks: list[Task] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        start, at = at, at + len(line)
        if not 19 <= number <= 35:
            ends = (
                [start - 1, *(start + i for i, c in enumerate(line) if c == "|"), at]
                if "|" in line
                else [start - 1, at]
            )
            cells = [Flow.of(text, [Span(a + 1, b)]).piece() for a, b in pairwise(ends)]
            paragraphs += [cell for cell in cells if cell.text]
            if cells[0].text.isdigit():
                tasks.append(Task(cells[0].text, cells[1], None, row=True, assignments=_assigned(cells[2])))
    header = Header(number="杭政办函〔2011〕59号")
    notice = Notice(Document(path.name, "", text, ()), header, (), (), tuple(tasks), tuple(paragraphs))
    assert len(tasks) == 27
    return find_facts(notice)


def _assigned(cell: Piece) -> tuple[Assignment, ...]:
    return (Assignment(cell, cell.text, Role.RESPONSIBLE),)


def test_seed_citations(seed: Findings) -> None:
    def named(citation: Citation) -> tuple[str | None, str | None, str | None, int]:
        return citation.title, citation.number, citation.relation, len(citation.pieces)

    assert [named(c) for c in seed.citations] == [
        ("长江三角洲地区区域规划", None, "实施", 6),
        (
            "国务院关于进一步推进长江三角洲地区改革开放和经济社会发展的指导意见",
            "国发〔2008〕30号",
            "贯彻",
            2,
        ),
        (
            "杭州市人民政府办公厅关于印发杭州市接轨大上海融入长三角打造增长极规划的通知",
            "杭政办函〔2010〕24号",
            "贯彻",
            1,
        ),
        (
            "杭州市人民政府贯彻国务院关于进一步推进长江三角洲地区改革开放和经济社会发展指导意见的实施意见",
            "杭政函〔2010〕86号",
            "贯彻",
            1,
        ),
        ("长江三角洲城市合作(镇江)协议", None, "根据", 1),
        ("2011长三角城市商业发展报告", None, "编写", 1),
    ]


def test_seed_targets(seed: Findings) -> None:
    assert [(t.phrase.text, t.what, int(t.quantity), t.unit, t.bound.value) for t in seed.targets] == [
        ("举办一次大型推广活动", "大型推广活动", 1, "次", "exactly"),
        ("开展与上海园林绿化部门的合作交流3次以上", "与上海园林绿化部门的合作交流", 3, "次", "at_least"),
        ("促成20项科研开发合作项目", "科研开发合作项目", 20, "项", "exactly"),
        ("实现10项高新技术产业化项目", "高新技术产业化项目", 10, "项", "exactly"),
        ("引进共建独立注册科技创新载体6个", "独立注册科技创新载体", 6, "个", "exactly"),
        ("培训长三角紧缺人才2250名", "长三角紧缺人才", 2250, "名", "exactly"),
        ("长三角紧缺高级人才220名", "长三角紧缺高级人才", 220, "名", "exactly"),
        ("长三角紧缺国际化人才30名", "长三角紧缺国际化人才", 30, "名", "exactly"),
        ("在上海组织开展2次以上产业招商活动", "产业招商活动", 2, "次", "at_least"),
        ("通过上海招商活动平台引进5个外资项目", "外资项目", 5, "个", "exactly"),
    ]


def test_seed_statements(seed: Findings) -> None:
    said = {kind: [s.text.text for s in seed.statements if s.kind is kind] for kind in StatementKind}
    assert said[StatementKind.POLICY] == ["提升", "融合", "率先", "带动"]
    assert said[StatementKind.PRINCIPLE] == [
        *("规划共绘", "交通共联", "市场共构", "产业共兴", "品牌共推", "环境共建", "社会共享"),
    ]
    assert said[StatementKind.GOAL] == [
        "高技术产业基地",
        "国际知名的旅游休闲中心",
        "全国文化创意中心",
        "电子商务中心",
        "区域性金融服务中心",
    ]


#: What the tasks of the seed name, read by eye: task -> kind and key.
SEED_MENTIONS = CASES / "find_seed_mentions.tsv"


def test_seed_mentions_of_tasks(seed: Findings) -> None:
    path = next((Path(__file__).parent.parent / "seeds").glob("000_*.txt"))
    text = path.read_text(encoding="utf-8")
    table = text.index("序号")
    found = [
        f"{text[: m.piece.spans[0].start].rsplit(chr(10), 1)[-1].split(' |')[0]}\t{m.kind}\t{m.key}"
        for m in seed.mentions
        if m.piece.spans[0].start > table
    ]
    assert found == SEED_MENTIONS.read_text(encoding="utf-8").splitlines()
