"""People decide: what they say is kept in a file of theirs, outranks the score, and is never lost."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from conftest import QUICK
from hypothesis import given
from hypothesis import strategies as st

from kg.build import build_library
from kg.decide.file import append_decisions, read_decisions
from kg.decide.lines import from_line, to_line
from kg.decide.places import Known
from kg.decide.standing import Judged, Standing, judge
from kg.decide.values import Decision, Kind, Matter, Verdict, decide, end_of, withdraw
from kg.errors import BadDecision, NotFound, RequestError
from kg.library import Library
from kg.names import BASE, DECIDED, DERIVED, shorten
from kg.rdf.store import select
from kg.renew import renew_library
from kg.settings import Settings
from kg.trace import Origin

pytestmark = pytest.mark.usefixtures("quick")

Here = Callable[..., tuple[int, str, str]]

HEAD = """云岭市人民政府办公室关于印发2020年治水工作要点的通知
云政办发〔2020〕7号
各区、县（市）人民政府，市政府各部门：
为做好治水工作，提出以下要点。
一、工作重点
（一）整治城区河道
清理淤泥，修复河岸，改善水质。
（二）保障饮水安全
保护水源，改造水厂，检测水质。
（三）发展水上旅游
开辟航线，建设码头。
云岭市人民政府办公室
2020年3月5日

附件
2020年治水任务分解表
序号 | 工作任务 | 责任单位 |
"""
ROWS = [
    "清理云溪等城区河道淤泥。 | 市水利局",
    "改造城东水厂，检测水质。 | 市水务集团",
    "编制年度报告。 | 云湖开发区管委会",
    "安装路灯。 | 云湖经济开发区管理委员会",
]
OTHER = "云政办发〔2020〕8号\n云岭市人民政府办公室关于修路的通知\n（一）修路。（责任单位：市交通局）\n"
NOTICE = BASE + "document/云政办发/2020/7"
TASK, AREA = f"{NOTICE}/task/", f"{NOTICE}/section/"
RIVERS, WATER, BOATS = (f"{AREA}{at}" for at in (2, 3, 4))


def write(folder: Path, *rows: str, head: str = HEAD) -> None:
    table = "".join(f"{at} | {row} |\n" for at, row in enumerate(rows or ROWS, start=1))
    (folder / "治水.txt").write_text(head + table, encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two invented notices, one with a table of tasks apart from its focus areas, and a library."""
    where = tmp_path_factory.mktemp("review")
    (where / "公文").mkdir()
    write(where / "公文")
    (where / "公文" / "修路.txt").write_text(OTHER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.build.open_encoder", None)
        exec(QUICK, {})  # noqa: S102 - our own text
        build_library([where / "公文"], Settings(home=where / "library"))
    return where


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give a folder with the notices."""
    shutil.copytree(made / "公文", tmp_path / "公文")
    return tmp_path / "公文"


@pytest.fixture
def settings(made: Path, tmp_path: Path) -> Settings:
    """Give the settings of the library that was built of them."""
    shutil.copytree(made / "library", tmp_path / "library")
    return Settings(home=tmp_path / "library")


def decided(
    settings: Settings, verdict: str, *ends: str, by: str = "王芳", why: str = "会上定的"
) -> Decision:
    one, other = ends
    review = Library(settings).review
    made = review.decide(review.matter(one, other), verdict, by, why)
    assert renew_library(settings)
    return made


def standings(settings: Settings) -> list[Standing]:
    return [one.standing for one in Library(settings).review.decisions()]


def holds(settings: Settings, task: int, area: str, graph: str = "") -> bool:
    triple = f"<{TASK}{task}> kg:implements <{area}>"
    pattern = f"GRAPH <{graph}> {{ {triple} }}" if graph else triple
    return Library(settings).answer(f"ASK {{ {pattern} }}") == [["结果"], ["是"]]


def facts(settings: Settings) -> bytes:
    return Library(settings).export("nquads")


# what a decision does


def test_a_confirmed_link_is_in_force_whatever_the_machine_says(settings: Settings) -> None:
    assert not holds(settings, 4, RIVERS)
    decided(settings, "confirm", "任务4", "整治城区河道", why="沿河路灯")
    library = Library(settings)
    assert holds(settings, 4, RIVERS)
    assert holds(settings, 4, RIVERS, DECIDED)
    assert not holds(settings, 4, RIVERS, DERIVED)
    cell = library.matrix().cells[RIVERS, f"{TASK}4"]
    assert (cell.origin, cell.in_force) == (Origin.DECIDED, True)
    (link,) = (link for link in library.trace("任务4").links if link.other.iri == RIVERS)
    assert (link.origin, link.in_force) == (Origin.DECIDED, True)
    assert link.decided is not None
    assert link.decided.startswith("已由王芳确认（")
    assert link.decided.endswith("：沿河路灯")
    assert {quote.text for quote in link.evidence} == {"整治城区河道", "安装路灯。"}
    assert "4" in [row["number"] for row in library.run("tasks-by-focus-area", area=RIVERS)]


def test_a_rejected_link_is_out_of_force_and_what_the_machine_said_stays_to_be_asked(
    settings: Settings,
) -> None:
    assert holds(settings, 1, RIVERS)
    before = len(Library(settings).run("derived-facts"))
    decided(settings, "reject", "任务1", "整治城区河道", by="李明")
    library = Library(settings)
    assert not holds(settings, 1, RIVERS)
    assert holds(settings, 1, RIVERS, DERIVED)
    assert f"{TASK}1" in [task.iri for task in library.matrix().loose]
    assert len(library.run("derived-facts")) == before - 1
    assert not [row for row in library.run("candidate-links") if row["task"] == f"{TASK}1"]
    assert f"{TASK}1" in [row["task"] for row in library.run("tasks-without-area")]
    (fact,) = (fact for fact in library.describe("任务1").facts if fact.property == "落实")
    assert "否决" in fact.origin
    assert fact.reason is not None
    assert fact.reason.startswith("已由李明否决（")
    assert "整治城区河道" not in library.export("csv").decode().split("清理云溪")[1].split("\n")[0]


def test_a_question_is_answered_by_what_is_decided(settings: Settings) -> None:
    decided(settings, "reject", "任务2", "保障饮水安全")
    decided(settings, "confirm", "任务4", "保障饮水安全")
    answer = Library(settings).ask("落实保障饮水安全的任务有哪些？")
    assert [result.value for result in answer.results] == ["4"]


def test_what_is_decided_is_rdf_with_its_provenance_and_conforms(settings: Settings) -> None:
    made = decided(settings, "confirm", "任务4", "整治城区河道", why="沿河路灯")
    decided(settings, "reject", "任务1", "整治城区河道")
    decided(settings, "confirm", "云湖开发区管委会", "云湖经济开发区管理委员会")
    library = Library(settings)
    (row,) = select(
        library.store,
        f"""SELECT ?who ?at ?why ?verdict ?standing ?task {{ GRAPH <{DECIDED}> {{
            <{BASE}decision/{made.id}> prov:wasAttributedTo/rdfs:label ?who ; prov:generatedAtTime ?at ;
                kg:rationale ?why ; kg:verdict ?verdict ; kg:standing ?standing ; kg:about ?fact .
            ?fact a kg:Fact ; rdf:subject ?task }} }}""",
    )
    assert datetime.fromisoformat(row.pop("at")) == datetime.fromisoformat(made.at)
    assert list(row.values()) == ["王芳", "沿河路灯", "确认", "现行", f"{TASK}4"]
    report = library.check()
    assert [finding.message for finding in report.findings if "decision" in finding.focus] == []
    assert report.conforms


def test_the_default_graph_holds_what_the_others_say_but_for_what_a_person_outranks(
    settings: Settings,
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    decided(settings, "reject", "任务1", "整治城区河道")
    library = Library(settings)
    nobody = "ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    assert library.answer(nobody) == [["结果"], ["否"]]
    out = select(
        library.store, "SELECT ?g ?p { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } } ORDER BY ?p"
    )
    assert {row["g"] for row in out} == {DERIVED}
    assert [shorten(row["p"]) for row in out] == [
        "rdf:type", "kg:implements", "kg:reason", "kg:rule", "kg:score"
    ]  # fmt: skip


def test_without_decisions_there_is_no_graph_of_them(settings: Settings) -> None:
    assert Library(settings).answer(f"ASK {{ GRAPH <{DECIDED}> {{ ?s ?p ?o }} }}") == [["结果"], ["否"]]


# what becomes of it


def test_it_survives_rebuilds_and_a_renewed_library_is_as_a_built_one(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    decided(settings, "confirm", "云湖开发区管委会", "云湖经济开发区管理委员会")
    renewed = facts(settings)
    (folder / "修路.txt").write_text(OTHER.replace("修路。", "修桥。"), encoding="utf-8")
    build_library([folder], settings)
    assert holds(settings, 4, RIVERS)
    (folder / "修路.txt").write_text(OTHER, encoding="utf-8")
    fresh = replace(settings, home=tmp_path / "fresh")
    build_library([folder], fresh)
    assert facts(fresh) == renewed


def test_a_build_without_changes_takes_up_new_decisions_and_reads_no_file(
    settings: Settings, folder: Path
) -> None:
    review = Library(settings).review
    review.decide(review.matter("任务4", "整治城区河道"), "confirm", "王芳", "会上定的")
    assert not holds(settings, 4, RIVERS)
    report = build_library([folder], settings)
    assert all(outcome.kept for outcome in report.outcomes)
    assert (report.decided, report.outdated) == (1, 0)
    assert holds(settings, 4, RIVERS)


def test_it_is_undone_by_another_decision(settings: Settings) -> None:
    first = facts(settings)
    one = decided(settings, "reject", "任务1", "整治城区河道")
    review = Library(settings).review
    back = review.withdraw(one.id[:8], "李明", "看错了")
    assert renew_library(settings)
    assert holds(settings, 1, RIVERS)
    assert standings(settings) == [Standing.WITHDRAWN, Standing.DONE]
    apart = [line for line in facts(settings).splitlines() if not line.endswith(b"/graph/decided> .")]
    assert b"\n".join(apart) + b"\n" == first
    with pytest.raises(RequestError, match="已经撤回"):
        Library(settings).review.withdraw(one.id, "李明", "又看错了")
    Library(settings).review.withdraw(back.id, "王芳", "没有看错")
    assert renew_library(settings)
    assert not holds(settings, 1, RIVERS)


def test_the_later_of_two_people_is_followed_and_the_other_is_shown(settings: Settings, here: Here) -> None:
    decided(settings, "reject", "任务1", "整治城区河道", by="王芳")
    decided(settings, "confirm", "任务1", "整治城区河道", by="李明")
    assert holds(settings, 1, RIVERS)
    first, second = Library(settings).review.decisions()
    assert (first.standing, second.standing) == (Standing.SUPERSEDED, Standing.IN_FORCE)
    assert second.against == ("王芳",)
    code, out, err = here("review", "--decided", home=settings.home)
    assert code == 0
    assert "王芳另有决定" in out
    assert "1 个各人说法不一" in err


def test_a_clock_that_is_behind_does_not_lose_the_last_word(settings: Settings) -> None:
    review = Library(settings).review
    link = review.matter("任务1", "整治城区河道")
    ahead = replace(decide(link, Verdict.CONFIRM, "李明", "时钟快了"), at="2099-01-01T00:00:00.000Z")
    append_decisions(settings.decided, [ahead])
    review.decide(link, "reject", "王芳", "不是")
    assert renew_library(settings)
    assert not holds(settings, 1, RIVERS)


def test_a_decision_whose_task_has_changed_is_shown_and_not_in_force(
    settings: Settings, folder: Path, here: Here
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    write(folder, *ROWS[:3], "安装桥灯。 | 市市政局")
    code, out, _ = here("build", str(folder), home=settings.home)
    assert code == 0
    assert "1 个决定待复核（kg review --stale）" in out
    assert not holds(settings, 4, RIVERS)
    (judged,) = Library(settings).review.decisions()
    assert judged.standing is Standing.OUTDATED
    code, out, _ = here("review", "--stale", home=settings.home)
    assert code == 0
    assert "安装路灯。" in out
    assert "文字已变" in out
    write(folder)  # the text comes back, and so does what was decided of it
    build_library([folder], settings)
    assert holds(settings, 4, RIVERS)


def test_who_decides_on_the_changed_text_lays_the_old_decision_to_rest(
    settings: Settings, folder: Path
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    write(folder, *ROWS[:3], "安装桥灯。 | 市市政局")
    build_library([folder], settings)
    decided(settings, "confirm", "任务4", "整治城区河道", why="桥灯也是")
    assert standings(settings) == [Standing.SUPERSEDED, Standing.IN_FORCE]


@pytest.mark.parametrize(
    ("rows", "standing"),
    [
        ([ROWS[3]], Standing.IN_FORCE),
        (ROWS[:3], Standing.OUTDATED),
        ([ROWS[0], ROWS[3], ROWS[1]], Standing.IN_FORCE),
    ],
)
def test_a_text_that_moved_is_followed_and_one_that_is_gone_is_not(
    settings: Settings, folder: Path, rows: list[str], standing: Standing
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    write(folder, *rows)
    build_library([folder], settings)
    assert standings(settings) == [standing]
    if standing is Standing.IN_FORCE:
        assert holds(settings, rows.index(ROWS[3]) + 1, RIVERS)


def test_a_changed_body_of_a_heading_is_told(settings: Settings, folder: Path) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    write(folder, head=HEAD.replace("修复河岸", "绿化河岸"))
    build_library([folder], settings)
    (judged,) = Library(settings).review.decisions()
    assert judged.standing is Standing.IN_FORCE
    assert "正文有变化" in judged.note


def test_a_decision_about_another_library_waits(settings: Settings, folder: Path) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    build_library([folder / "修路.txt"], settings)
    assert standings(settings) == [Standing.ABSENT]
    assert Library(settings).check().conforms


# names


def test_two_names_that_a_person_takes_for_one_are_one_body(settings: Settings) -> None:
    (doubt,) = (one for one in Library(settings).review.doubts() if one.matter.kind is Kind.ALIAS)
    assert {doubt.matter.subject.text, doubt.matter.object.text} == {
        "云湖开发区管委会",
        "云湖经济开发区管理委员会",
    }
    former = doubt.matter.subject.iri
    decided(settings, "confirm", "云湖开发区管委会", "云湖经济开发区管理委员会")
    library = Library(settings)
    body = library.find("云湖开发区管委会")
    assert body == library.find(former) == library.find("云湖经济开发区管理委员会")
    assert body.label == "云湖经济开发区管理委员会"
    tasks = library.run("tasks-of-body", body="云湖开发区管委会")
    assert [row["number"] for row in tasks] == ["3", "4"]
    assert not [one for one in library.review.doubts() if one.matter.kind is Kind.ALIAS]


def test_two_names_that_a_person_keeps_apart_are_not_asked_again(settings: Settings) -> None:
    decided(settings, "reject", "云湖开发区管委会", "云湖经济开发区管理委员会")
    library = Library(settings)
    assert library.find("云湖开发区管委会") != library.find("云湖经济开发区管理委员会")
    assert not [one for one in library.review.doubts() if one.matter.kind is Kind.ALIAS]


def test_a_body_of_no_known_place_can_be_given_to_the_one_of_its_name(
    settings: Settings, folder: Path
) -> None:
    (folder / "路灯.txt").write_text(
        "关于路灯的通知\n（一）安装路灯。（责任单位：市水利局）\n", encoding="utf-8"
    )
    build_library([folder], settings)
    library = Library(settings)
    assert len(library.trace("市水利局").others) == 1
    (doubt,) = (one for one in library.review.doubts() if one.matter.score is None)
    assert doubt.matter.object.notice == "云岭市"
    assert "没有写明是哪里的" in doubt.reason
    library.review.decide(doubt.matter, "confirm", "王芳", "云岭市的通知")
    assert renew_library(settings)
    library = Library(settings)
    assert library.trace("市水利局").others == ()
    assert len(library.run("tasks-of-body", body="市水利局")) == 2
    assert library.check().conforms
    assert not [one for one in library.review.doubts() if one.matter.score is None]


def test_a_name_that_no_notice_prints_can_be_given_to_a_body(settings: Settings) -> None:
    assert not Library(settings).ask("城东水务公司有哪些任务？").answerable
    decided(settings, "confirm", "城东水务公司", "市水务集团")
    answer = Library(settings).ask("城东水务公司有哪些任务？")
    assert [result.value for result in answer.results] == ["2"]


def test_a_name_that_a_rule_would_link_is_not_linked_where_a_person_says_no(settings: Settings) -> None:
    question = "市水务局有哪些任务？"
    assert Library(settings).ask(question).answerable
    decided(settings, "reject", "市水务局", "市水利局")
    library = Library(settings)
    assert not library.ask(question).answerable
    with pytest.raises(NotFound):
        library.find("市水务局")


# questions


def test_a_question_left_open_comes_first_until_somebody_decides(settings: Settings) -> None:
    question = "谁负责清理淤泥？"
    decided(settings, "open", question, "答复", why="答得对吗")
    library = Library(settings)
    doubt = library.review.doubts()[0]
    assert (doubt.matter.kind, doubt.matter.subject.text) == (Kind.QUESTION, question)
    assert doubt.matter.object.text == library.ask(question).answer
    assert library.ask(question).decided is None
    decided(settings, "confirm", question, "答复", why="与台账一致")
    library = Library(settings)
    assert library.review.doubts()[0].matter.kind is not Kind.QUESTION
    said = library.ask(question).as_text()
    assert "这个答复已由王芳确认" in said
    assert "与台账一致" in said


def test_a_question_is_confirmed_by_its_answer_and_never_becomes_a_name(settings: Settings) -> None:
    review = Library(settings).review
    question = "谁负责清理淤泥？"
    answer = review.ask(question).answer
    for said in (answer, answer.rstrip("。"), "答复"):
        assert review.matter(question, said).kind is Kind.QUESTION
    with pytest.raises(RequestError, match="现在的答复是"):
        review.matter(question, "市财政局")


def test_an_answer_that_has_changed_since_is_to_be_looked_at_again(settings: Settings, folder: Path) -> None:
    question = "市水利局有哪些任务？"
    decided(settings, "confirm", question, "答复")
    write(folder, "清理云溪等城区河道淤泥。 | 市河道局", *ROWS[1:])
    build_library([folder], settings)
    assert standings(settings) == [Standing.OUTDATED]
    assert "请复核" in str(Library(settings).ask(question).decided)


# what to look at first


def test_the_most_uncertain_on_which_most_hangs_comes_first(settings: Settings) -> None:
    doubts = Library(settings).review.doubts()
    assert [doubt.use for doubt in doubts] == sorted((doubt.use for doubt in doubts), reverse=True)
    for doubt in doubts:
        score = doubt.matter.score or 0.0
        hangs = 1 + len(doubt.stakes) if doubt.matter.kind is Kind.LINK else 1
        assert doubt.use == pytest.approx(score * (1 - score) * hangs, abs=1e-4)
        assert len(doubt.quotes) >= 2


def test_what_was_decided_is_not_asked_again(settings: Settings) -> None:
    review = Library(settings).review
    first = review.doubts()[0].matter
    review.decide(first, "confirm", "王芳", "核对过")
    assert first not in [doubt.matter for doubt in Library(settings).review.doubts()]


def test_what_the_text_says_itself_is_in_no_doubt(tmp_path: Path, folder: Path) -> None:
    stated = "云政办发〔2020〕9号\n一、工作重点\n（一）整治河道。（责任单位：市水利局）\n"
    (folder / "治水.txt").write_text(stated, encoding="utf-8")
    settings = Settings(home=tmp_path / "stated")
    build_library([folder], settings)
    assert [one for one in Library(settings).review.doubts() if one.matter.kind is Kind.LINK] == []


# the file


def matter(at: int, area: int = 2) -> Matter:
    task = end_of(f"第{at}件事。", iri=f"{TASK}{at}", notice="云政办发〔2020〕7号", number=str(at))
    return Matter(Kind.LINK, task, end_of(f"重点{area}", iri=f"{AREA}{area}"), 0.4)


def some(count: int) -> list[Decision]:
    """Make decisions on few links, by turns, at times of their own."""
    made: list[Decision] = []
    for at in range(count):
        verdict = Verdict.CONFIRM if at % 3 else Verdict.REJECT
        one = decide(matter(at % 4), verdict, "王芳" if at % 2 else "李明", f"理由{at}")
        one = withdraw(made[at // 2], "赵强", f"理由{at}") if at % 5 == 4 else one
        made.append(replace(one, at=f"2026-01-{1 + at % 9:02}T08:00:00.{at:03}Z"))
    return made


KNOWN = Known(
    {end.iri: {end.digest} for at in range(4) for end in (matter(at).subject, matter(at).object)},
    {AREA + "2"},
)


@given(st.permutations(some(12)))
def test_the_order_in_which_decisions_come_does_not_matter(decisions: list[Decision]) -> None:
    expected = judge(some(12), KNOWN)
    assert judge(decisions, KNOWN) == expected
    assert {one.standing for one in expected} >= {Standing.IN_FORCE, Standing.SUPERSEDED, Standing.WITHDRAWN}


def test_one_decision_of_each_link_is_in_force_at_most() -> None:
    judged: list[Judged] = [one for one in judge(some(40), KNOWN) if one.standing is Standing.IN_FORCE]
    assert len({(one.subject, one.object) for one in judged}) == len(judged) == 4


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_line_is_read_as_it_was_written(by: str, why: str) -> None:
    try:
        made = decide(matter(1), Verdict.CONFIRM, by, why)
    except RequestError:
        return
    line = to_line(made)
    assert from_line(line) == made
    assert "\n" not in line


def test_two_files_merged_either_way_make_the_same_graph(settings: Settings, tmp_path: Path) -> None:
    review = Library(settings).review
    review.decide(review.matter("任务1", "整治城区河道"), "reject", "王芳", "不是")
    review.decide(review.matter("任务4", "整治城区河道"), "confirm", "王芳", "是")
    one = settings.decided.rename(tmp_path / "王芳.jsonl")
    review.decide(review.matter("任务1", "整治城区河道"), "confirm", "李明", "就是")
    review.decide(review.matter("任务2", "发展水上旅游"), "confirm", "李明", "也是")
    other = settings.decided.rename(tmp_path / "李明.jsonl")
    graphs = []
    for first, second in ((one, other), (other, one)):
        assert len(review.merge(first)) == len(review.merge(second)) == 2
        assert review.merge(first) == []
        assert renew_library(settings)
        graphs.append(facts(settings))
        settings.decided.unlink()
    assert graphs[0] == graphs[1]
    # and a merge of lines, as `git merge` or `sort -u` make it, is as good
    lines = {*one.read_text("utf-8").splitlines(), *other.read_text("utf-8").splitlines()}
    settings.decided.write_text("\n".join(sorted(lines)), encoding="utf-8")
    assert renew_library(settings)
    assert facts(settings) == graphs[0]


BROKEN = {
    "{": "JSON",
    "[" * 100_000: "JSON",
    '{"kind": "task-area", "verdict": "confirm", "subject": 1, "object": {}}': "应有的样子",
    to_line(some(1)[0]).replace("0.4", "NaN"): "score",
    to_line(some(1)[0]).replace("0.4", "7"): "score",
    to_line(some(1)[0]).replace("理由0", "\\ud800"): "字符",
    to_line(some(1)[0]).replace('"reject"', '"withdraw"'): "of",
    "[]": "JSON 对象",
    "<<<<<<< 李明": "冲突标记",
    '{"kind": "task-area"}': "缺少",
    to_line(some(1)[0]).replace("理由0", "理由一"): "改动",
    to_line(some(1)[0]).replace('"reject"', '"maybe"'): "maybe",
    to_line(some(1)[0]).replace("T08:00", " 8点"): "时间",
    to_line(some(1)[0]).replace('"李明"', "7"): "文字",
}


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_named_and_nothing_is_lost(
    settings: Settings, folder: Path, here: Here, line: str
) -> None:
    decided(settings, "confirm", "任务4", "整治城区河道")
    with settings.decided.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    before = settings.decided.read_bytes()
    for args in (("build", str(folder)), ("review", "--list"), ("review", "--withdraw", "0")):
        code, out, err = here(*args, home=settings.home)
        assert (code, out) == (2, "")
        assert f"{settings.decided} 第 2 行" in err
        assert BROKEN[line] in err
        assert err.count("\n") == 1
    with pytest.raises(BadDecision):
        append_decisions(settings.decided, some(1))
    assert settings.decided.read_bytes() == before
    assert holds(settings, 4, RIVERS)  # the library in place serves on


def test_a_file_without_a_last_line_end_or_with_windows_ones_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    one, two, three = some(3)
    path.write_text("\ufeff" + to_line(one) + "\r\n\r\n" + to_line(two), encoding="utf-8")
    assert append_decisions(path, [two, three]) == [three]
    assert set(read_decisions(path)) == {one, two, three}


WRITER = """
import sys
from pathlib import Path
from kg.decide.file import append_decisions
from kg.decide.values import Kind, Matter, Verdict, decide, end_of
for at in range(25):
    matter = Matter(Kind.QUESTION, end_of(f"{sys.argv[2]}的第{at}问"), end_of("答复"))
    append_decisions(Path(sys.argv[1]), [decide(matter, Verdict.CONFIRM, sys.argv[2], "核对过")])
"""


def test_people_who_decide_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    people = ["王芳", "李明", "赵强", "孙丽"]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), by]) for by in people]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert len(read_decisions(path)) == 100


def test_where_the_file_is(tmp_path: Path) -> None:
    assert Settings(home=tmp_path / "库").decided == tmp_path / "decisions.jsonl"
    assert (
        Settings(home=tmp_path / "库", decisions=Path("人定/我的.jsonl")).decided
        == tmp_path / "人定/我的.jsonl"
    )
    elsewhere = tmp_path / "别处" / "d.jsonl"
    assert Settings(home=Path("library"), decisions=elsewhere).decided == elsewhere


# the command


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--confirm", "任务4", "整治城区河道", "--why", "是"], 2, "姓名"),
        (["--confirm", "任务4", "整治城区河道", "--by", "王芳"], 2, "理由"),
        (["--confirm", "任务4", "整治城区河道", "--by", "王" * 61, "--why", "是"], 2, "太长"),
        (["--confirm", "任务99", "整治城区河道", "--by", "王芳", "--why", "是"], 4, "任务99"),
        (["--confirm", "任务4", "没有的重点", "--by", "王芳", "--why", "是"], 4, "没有的重点"),
        (["--confirm", "任务4", "任务3", "--by", "王芳", "--why", "是"], 2, "不是工作重点"),
        (["--confirm", "整治城区河道", "整治城区河道", "--by", "王芳", "--why", "是"], 2, "不是任务"),
        (["--reject", "市水务集团", "市水务集团", "--by", "王芳", "--why", "不是"], 2, "已经是"),
        (["--withdraw", "0123456789abcdef", "--by", "王芳", "--why", "错了"], 4, "0123456789abcdef"),
        (["--merge", "没有.jsonl"], 2, "没有.jsonl"),
        (["--list", "--decided"], 2, "一次只做一件事"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    settings: Settings, here: Here, args: list[str], code: int, said: str
) -> None:
    ended, out, err = here("review", *args, home=settings.home)
    assert (ended, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1
    assert not settings.decided.exists()


def test_the_command_decides_and_lists(
    settings: Settings, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_REVIEWER", "王芳")
    home = settings.home
    code, out, _ = here("review", "--confirm", "任务4", "整治城区河道", "--why", "沿河路灯", home=home)
    assert code == 0
    assert "库已更新" in out
    assert holds(settings, 4, RIVERS)
    (known,) = json.loads(here("review", "--decided", "--json", home=home)[1])
    assert (known["decision"]["by"], known["standing"]) == ("王芳", "现行")
    listed = json.loads(here("review", "--json", "-n", "2", home=home)[1])
    assert len(listed) == 2
    assert listed[0]["matter"]["subject"]["digest"]
    assert here("review", "--list", home=home)[1].startswith("次序\t用处")
    assert "撤回" in here("review", "--withdraw", known["decision"]["id"], "--why", "再议", home=home)[1]
    assert not holds(settings, 4, RIVERS)


def test_a_library_of_another_version_says_that_it_must_be_built(settings: Settings, here: Here) -> None:
    about = Library(settings).folder / "about.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"maker": "old"}))
    args = ["--confirm", "任务4", "整治城区河道", "--by", "王芳", "--why", "是"]
    code, out, _ = here("review", *args, home=settings.home)
    assert code == 0
    assert "请运行 kg build" in out
    assert len(read_decisions(settings.decided)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_in_a_terminal_each_doubt_is_asked(settings: Settings, quick: str) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", f"{quick}\nfrom kg.cli import main\nmain()", "review"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"KG_HOME": str(settings.home), "TERM": "xterm"},
        cwd=Path(__file__).parent.parent,
    )
    os.close(theirs)
    os.write(ours, "王芳\ns\nn\n两回事\nx\nq\n".encode())
    shown = b""
    try:
        while part := os.read(ours, 65_536):
            shown += part
    except OSError:
        pass  # the other end was closed
    assert process.wait(60) == 0
    os.close(ours)
    said = shown.decode()
    first, second, *_ = Library(replace(settings, decisions=Path("none"))).review.doubts()
    for doubt in (first, second):
        assert doubt.reason in said
        assert all(f"“{quote.text}”" in said for quote in doubt.quotes)
    (one,) = read_decisions(settings.decided)
    assert (one.by, one.verdict, one.why) == ("王芳", Verdict.REJECT, "两回事")
    assert one.subject == second.matter.subject
    assert "已记下 1 个决定" in said
    assert "库已更新" in said


def test_python_says_what_cannot_be_decided(settings: Settings) -> None:
    review = Library(settings).review
    with pytest.raises(RequestError, match="open"):
        review.decide(review.matter("任务4", "整治城区河道"), "open", "王芳", "以后再说")
    with pytest.raises(NotFound):
        review.matter("任务4", BASE + "body/没有")
    with pytest.raises(RequestError, match="不是工作重点"):
        review.matter(f"{TASK}4", f"{BASE}document/云政办发/2020/8")
