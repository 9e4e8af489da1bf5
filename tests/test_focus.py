"""Which task serves which focus area, on invented notices and on the seed."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from invented import embed, invent, mentioned

from kg.extract import extract_file
from kg.link.features import COLUMNS, Subject, compare, lead, shared_kind, wording
from kg.link.focus import (
    CANDIDATE,
    INFERRED,
    INTERCEPT,
    STATED,
    WEIGHTS,
    FocusLink,
    focus_links,
    focus_quads,
    score,
)
from kg.link.kinds import kinds_of
from kg.link.subjects import area_sentences
from kg.link.words import general_words, is_listed, rarity, shared_runs, subject_text
from kg.notice import Citation, Findings, MentionKind, SectionKind
from kg.rdf.store import open_store, select, write_store
from kg.settings import shared
from kg.text import Flow

TRUTH = Path(__file__).parent / "truth" / "links.tsv"
NOTHING = Findings((), (), (), ())


AREAS = [
    ("发展绿色农业", "建设有机茶叶和特色水果基地，办好农民培训。"),
    ("畅通城乡道路", "改造公路、桥梁、渡口等交通设施，方便群众出行。"),
    ("办好南海系列活动", "在南海举办大型招商活动。"),
]


def test_a_task_under_an_area_is_linked_as_the_text_says() -> None:
    notice = invent(AREAS, [("修建三座桥梁。", 1), ("推广有机茶叶。", None)])
    links = {link.task: link for link in focus_links(notice, NOTHING, embed)}
    assert links[0] == FocusLink(
        0,
        1,
        1.0,
        STATED,
        "文中这项任务列在“发展绿色农业”之下",
        (notice.sections[1].name, notice.tasks[0].text),
    )
    assert links[1].rule == INFERRED


def test_a_task_deep_inside_an_area_is_linked_to_it() -> None:
    notice = invent(AREAS, [("修建三座桥梁。", 4)])
    inner = replace(notice.sections[3], kind=SectionKind.UNKNOWN, parent=2)
    notice = replace(notice, sections=(*notice.sections[:4], inner))
    (link,) = focus_links(notice, NOTHING, embed)
    assert (link.area, link.score) == (2, 1.0)


def test_a_task_under_another_heading_is_not_guessed_at() -> None:
    notice = invent(AREAS, [("推广有机茶叶。", 1)])
    measure = replace(notice.sections[1], kind=SectionKind.MEASURE)
    assert not focus_links(
        replace(notice, sections=(notice.sections[0], measure, *notice.sections[2:])), NOTHING, embed
    )


def test_subject_words_link_and_are_named_in_the_reason() -> None:
    notice = invent(
        AREAS, [("修复农村危桥和渡口120座。", None), ("推广有机茶叶种植。", None), ("完善信访机制。", None)]
    )
    best = {link.task: link for link in focus_links(notice, NOTHING, embed) if link.score >= 0.5}
    assert {task: link.area for task, link in best.items()} == {0: 2, 1: 1}
    assert (
        best[0].reason == "重点点名的渡口正是任务所讲：重点写道“改造公路、桥梁、渡口等交通设施，方便群众出行”"
    )
    assert [piece.text for piece in best[0].evidence] == [AREAS[1][1], "修复农村危桥和渡口120座。"]


def test_evidence_reads_back_from_the_text() -> None:
    notice = invent(AREAS, [("修复农村危桥和渡口120座。", None), ("推广有机茶叶种植。", None)])
    links = focus_links(notice, NOTHING, embed)
    assert links
    for piece in (piece for link in links for piece in link.evidence):
        assert "".join(span.of(notice.document.text) for span in piece.spans) == piece.text


def test_general_words_and_places_alone_are_no_link() -> None:
    notice = invent(
        [("推进东湖重点工作", "在东湖加强各项工作，建立健全机制。"), ("发展绿色农业", "建设茶叶基地。")],
        [("加强东湖有关工作，健全机制。", None), ("推广茶叶。", None)],
    )
    findings = Findings((), (), (), tuple(mentioned(notice, MentionKind.PLACE, "东湖")))
    columns, pairs = compare(
        [Subject((task.text.text,), places={"东湖": "东湖"}) for task in notice.tasks],
        [
            Subject(tuple(p.text for p in area_sentences(notice, at)), places={"东湖": "东湖"})
            for at in (1, 2)
        ],
    )
    assert not columns[0].any()
    assert pairs[0][0].words == ()
    # an encoder for which everything is equally far leaves nothing but the words
    flat = lambda texts: np.ones((len(texts), 1), np.float32)  # noqa: E731
    assert {(link.task, link.area) for link in focus_links(notice, findings, flat)} == {(1, 2)}


def test_the_same_document_or_project_links() -> None:
    notice = invent(
        [("落实《海岛振兴规划》", "按部署推进。"), ("发展绿色农业", "建设茶叶基地。")],
        [("牵头实施《海岛振兴规划》。", None), ("办好运动会。", None)],
    )
    flow = Flow.of(notice.document.text)
    title = "海岛振兴规划"
    places = [at for at in range(len(flow)) if flow.text.startswith(title, at)]
    citation = Citation(title, None, None, tuple(flow.piece(at, at + len(title)) for at in places))
    links = focus_links(notice, Findings((citation,), (), (), ()), embed)
    assert links[0].reason.startswith("两者都提到《海岛振兴规划》")
    assert links[0].score > 0.9
    projects = Findings((), (), (), tuple(mentioned(notice, MentionKind.PROJECT, title)))
    assert focus_links(notice, projects, embed)[0].score == links[0].score


@pytest.mark.parametrize(
    ("task", "linked"),
    [
        ("赴南海举行人才招聘会。", True),
        ("在南海推介本市旅游。", True),
        ("在本市举办教师论坛。", False),  # an event, but not there
        ("在南海设立办事处。", False),  # there, but no event
        ("对南海市民优惠，参加北方研讨会。", False),  # both, but not together
    ],
)
def test_the_kind_of_action_counts_with_its_place(task: str, linked: bool) -> None:
    place = {"南海": "南海"}
    here = {"南海": "南海"} if "南海" in task else {}
    kind = shared_kind(Subject((task,), places=here), Subject(("办好南海系列活动",), places=place))
    assert (kind is not None) == linked
    assert kind is None or (kind[:2], kind[3]) == (("举办活动", "活动"), "南海")


def test_the_kind_of_action_needs_no_place_where_the_area_names_none() -> None:
    task, area = Subject(("参与“城市噪声治理”合作课题。",)), Subject(("推进专题合作",))
    assert shared_kind(task, area) == ("课题研究", "专题", "课题", "")


def test_to_work_something_out_is_no_research() -> None:
    assert kinds_of("研究制定工作方案") == {}
    assert kinds_of("开展港口发展研究") == {"课题研究": "研究"}
    assert kinds_of("参与港口发展研究，开展合作课题研究") == {"课题研究": "课题研究"}


def test_general_words_are_words_that_carry_no_subject() -> None:
    words = general_words()
    assert len(words) > 200
    assert {"推进", "合作", "机制", "地区"} <= words
    assert not {"交通", "旅游", "教育", "人才", "农业", "环境保护"} & words


def test_subject_text_keeps_its_length() -> None:
    text = "加快推进沪杭高铁（二期）建设，服务120万旅客"
    masked = subject_text(text, ["二期"])
    assert len(masked) == len(text)
    assert masked.split() == ["高铁", "服务", "万旅客"]


def test_shared_runs_are_the_longest_ones() -> None:
    assert shared_runs("生态环境保护", "水生态环境　环境保护") == ("生态环境", "环境保护")
    assert shared_runs("甲乙", "乙甲") == ()
    assert shared_runs("", "甲乙") == ()


def test_listed_words_stand_beside_list_marks() -> None:
    text = "修好公路、加快旅游、教育等一体化，发展物流"
    listed = [word for word in ("公路", "旅游", "教育", "物流") if is_listed(word, text, subject_text(text))]
    assert listed == ["旅游", "教育"]


def test_rarity_falls_with_the_number_of_holders() -> None:
    texts = ["茶叶", "茶叶", "茶叶公路", "公路", "水"]
    weights = [rarity(run, texts) for run in ("水", "公路", "茶叶")]
    assert weights[0] == weights[1] == 1 > weights[2] > 0
    assert rarity("茶", ["茶", "茶", "茶"]) == 0


def test_a_lead_does_not_depend_on_where_the_scores_lie() -> None:
    cosines = np.array([[0.80, 0.86], [0.85, 0.81], [0.83, 0.83]])
    leads = lead(cosines)
    assert np.allclose(leads, lead(cosines * 0.5 + 0.3))
    assert leads[0, 1] > 0 > leads[0, 0]
    assert np.allclose(leads[0, 1], -leads[0, 0])
    assert not lead(np.full((3, 2), 0.8)).any()
    assert not lead(np.array([[0.9]])).any()
    assert lead(np.zeros((0, 2))).shape == (0, 2)


def test_wording_scores_what_is_printed_in_an_area() -> None:
    scores = wording(["种植茶叶和花卉", "养鱼"], ["种植茶叶\n推广有机茶叶", "修路"])
    assert scores[0, 0] > 0
    assert not scores[0, 1]
    assert not scores[1].any()


def test_the_score_is_a_logistic_of_the_weighted_columns() -> None:
    assert set(WEIGHTS) == set(COLUMNS)
    assert all(weight > 0 for weight in WEIGHTS.values())
    assert score(np.zeros(len(COLUMNS))) == pytest.approx(1 / (1 + np.exp(-INTERCEPT)), abs=0.005)
    assert score(np.full(len(COLUMNS), 50.0)) == 1


def test_links_are_the_same_every_time_and_none_is_below_the_least() -> None:
    notice = invent(AREAS, [("修复农村公路桥梁。", None), ("推广茶叶。", None), ("赴南海举办活动。", None)])
    links = focus_links(notice, NOTHING, embed)
    assert links == focus_links(notice, NOTHING, embed)
    assert all(CANDIDATE <= link.score <= 1 for link in links)


def test_a_notice_without_areas_or_tasks_has_no_links() -> None:
    assert focus_links(invent([], [("推广茶叶。", None)]), NOTHING, embed) == ()
    assert focus_links(invent(AREAS, []), NOTHING, embed) == ()


def test_what_is_not_in_force_is_a_candidate(tmp_path: Path) -> None:
    notice = invent(AREAS, [("修复农村公路桥梁。", None), ("推广茶叶。", None)])
    strong, weak = (
        FocusLink(task, 1, points, INFERRED, "理由", (notice.tasks[task].text,))
        for task, points in ((0, 0.5), (1, 0.49))
    )
    write_store(tmp_path / "graph", focus_quads(notice, [strong, weak], 0.5))
    store = open_store(tmp_path / "graph")
    held = select(store, "SELECT ?task WHERE { ?task kg:implements ?area }")
    assert [row["task"].rsplit("/", 1)[-1] for row in held] == ["1"]
    facts = select(
        store,
        """SELECT ?class ?score ?quote WHERE {
            ?fact a ?class ; rdf:predicate kg:implements ; kg:score ?score ; kg:evidence ?mark .
            ?mark oa:exact ?quote
        } ORDER BY ?score""",
    )
    assert [(row["class"].rsplit("#", 1)[-1], row["score"], row["quote"]) for row in facts] == [
        ("Candidate", "0.49", "推广茶叶。"),
        ("Fact", "0.5", "修复农村公路桥梁。"),
    ]


def test_the_seed_is_linked_as_a_careful_reader_would(tmp_path: Path) -> None:
    from kg.embed import open_encoder

    extract = extract_file(next(shared("seeds").glob("*.txt")))
    links = focus_links(extract.notice, extract.findings, open_encoder(cache=tmp_path).passages)
    places = {section: at for at, section in enumerate(sorted({link.area for link in links}), start=1)}
    assert len(places) == 5
    found = {(link.task + 1, places[link.area]): link for link in links}
    lines = [line for line in TRUTH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    judged = {
        (int(row["task"]), int(row["area"])): row["verdict"] for row in csv.DictReader(lines, delimiter="\t")
    }
    yes = {pair for pair, verdict in judged.items() if verdict == "yes"}
    no = {pair for pair, link in found.items() if link.score >= 0.5 and judged.get(pair, "no") == "no"}
    assert len(yes) == 23
    assert not no
    assert sum(pair in found and found[pair].score >= 0.5 for pair in yes) >= 18
    assert found[1, 1].reason.startswith("两者都提到《长江三角洲地区区域规划》")
    assert "教育" in found[16, 3].reason.partition("：")[0]
