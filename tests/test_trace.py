"""Traces, the matrix and their renderings, on a small invented graph."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.evidence import Quote
from kg.names import BASE, DECIDED, DERIVED, PROVENANCE, READ, fact_iri
from kg.rdf.store import open_store, write_store
from kg.rdf.terms import Quad, decimal, integer, iri, text
from kg.trace import Matrix, Origin, matrix, trace
from kg.trace.picture import around, picture
from kg.trace.render import matrix_csv, matrix_json, matrix_text, trace_csv, trace_json, trace_text

NOTICE = BASE + "document/某发/2020/1"
AREAS = [f"{NOTICE}/section/{at}" for at in range(1, 4)]
TASKS = [f"{NOTICE}/task/{at}" for at in range(1, 12)]
BODY = BASE + "body/某市/水利局"
CITED = BASE + "document/国发/2019/9"
IN = READ + "/document/某发/2020/1"


def node(name: str, kind: str, label: str, **more: str) -> Iterator[Quad]:
    yield Quad(iri(name), iri("rdf:type"), iri(kind), iri(IN))
    yield Quad(iri(name), iri("rdfs:label"), text(label), iri(IN))
    for key, value in more.items():
        yield Quad(iri(name), iri(f"kg:{key}"), value, iri(IN))


def fact(
    subject: str, predicate: str, value: str, graph: str = IN, *, in_force: bool = True, **more: str
) -> Iterator[Quad]:
    name = fact_iri(subject, predicate, value)
    if in_force:
        yield Quad(iri(subject), iri(predicate), iri(value), iri(graph))
    yield Quad(iri(name), iri("rdf:type"), iri("kg:Fact" if in_force else "kg:Candidate"), iri(graph))
    for key, what in (("subject", subject), ("predicate", predicate), ("object", value)):
        yield Quad(iri(name), iri(f"rdf:{key}"), iri(what), iri(graph))
    for key, what in more.items():
        yield Quad(iri(name), iri(f"kg:{key}"), what, iri(graph))


def span(start: int, end: int, exact: str) -> tuple[str, list[Quad]]:
    mark, file = f"{NOTICE}#char={start},{end}", BASE + "file/00"
    return iri(mark), [
        Quad(iri(mark), iri("oa:start"), integer(start), iri(IN)),
        Quad(iri(mark), iri("oa:end"), integer(end), iri(IN)),
        Quad(iri(mark), iri("oa:exact"), text(exact), iri(IN)),
        Quad(iri(mark), iri("kg:place"), text("附件 任务1"), iri(IN)),
        Quad(iri(mark), iri("oa:hasSource"), iri(file), iri(IN)),
        Quad(iri(file), iri("kg:path"), text("某文.txt"), iri(PROVENANCE)),
        Quad(iri(NOTICE), iri("dcterms:source"), iri(file), iri(IN)),
    ]


def quads() -> Iterator[Quad]:
    here = {"inNotice": iri(NOTICE)}
    yield from node(NOTICE, "kg:Notice", "某发〔2020〕1号")
    for at, name in enumerate(("治水", "修<路>", "办学")):
        yield from node(AREAS[at], "kg:FocusArea", name, marker=text(f"（{'一二三'[at]}）"), **here)
    for at, task in enumerate(TASKS, start=1):
        yield from node(task, "kg:Task", f"第{at}件&事", taskNumber=text(str(at)), **here)
    yield from node(BODY, "kg:Body", "市水利局")
    yield from node(CITED, "kg:Document", "某规划")
    mark, of_span = span(7, 11, "市水利局")
    yield from of_span
    for task in (TASKS[0], TASKS[9]):
        yield from fact(task, "kg:leadBody", BODY, evidence=mark)
        yield Quad(iri(task), iri("kg:assignedTo"), iri(BODY), iri(DERIVED))
    yield from fact(AREAS[0], "kg:refersTo", CITED)
    yield from fact(
        TASKS[0],
        "kg:implements",
        AREAS[0],
        DERIVED,
        score=decimal(0.83),
        reason=text("都谈水"),
        rule=text("某规则"),
    )
    yield from fact(TASKS[9], "kg:implements", AREAS[0], DERIVED, score=decimal(0.6), reason=text("含义相近"))
    yield from fact(
        TASKS[1],
        "kg:implements",
        AREAS[1],
        DERIVED,
        in_force=False,
        score=decimal(0.3),
        reason=text("含义相近"),
    )
    # a person rejected what was inferred with a high score, and confirmed what was not
    rejected = (TASKS[2], "kg:implements", AREAS[2])
    yield from fact(*rejected, DERIVED, in_force=False, score=decimal(0.9), reason=text("都谈学"))
    yield from fact(*rejected, DECIDED, in_force=False, reason=text("不是一回事"))
    yield from fact(TASKS[3], "kg:implements", AREAS[0], DECIDED, reason=text("会上定的"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - the engine's own type
    folder = tmp_path_factory.mktemp("trace") / "graph"
    write_store(folder, quads())
    return open_store(folder)


@pytest.fixture(scope="module")
def whole(store: Any) -> Matrix:  # noqa: ANN401
    return matrix(store)


def test_an_area_is_traced_to_its_tasks_documents_and_bodies(store: Any) -> None:  # noqa: ANN401
    found = trace(store, AREAS[0])
    assert (found.thing.label, found.thing.kind, found.thing.number) == ("治水", "工作重点", "（一）")
    served = [link for link in found.links if link.relation == "落实"]
    assert [(link.other.number, link.score, link.origin, link.forward) for link in served] == [
        ("1", 0.83, Origin.DERIVED, False),
        ("10", 0.6, Origin.DERIVED, False),
        ("4", None, Origin.DECIDED, False),
    ]
    assert (served[0].reason, served[0].rule, served[0].in_force) == ("都谈水", "某规则", True)
    assert [(link.other.label, link.forward) for link in found.links if link.relation == "提到"] == [
        ("某规划", True)
    ]
    (through,) = (link for link in found.links if link.through)
    assert (through.other.label, [task.number for task in through.through]) == ("市水利局", ["1", "10"])


def test_a_body_is_traced_to_its_tasks_and_areas_with_the_quote(store: Any) -> None:  # noqa: ANN401
    found = trace(store, BODY)
    own = [link for link in found.links if not link.through]
    assert [(link.relation, link.other.number) for link in own] == [("由其牵头", "1"), ("由其牵头", "10")]
    assert own[0].evidence == (Quote("某文.txt", "某发〔2020〕1号", "附件 任务1", "市水利局", 7, 11),)
    assert [link.other.label for link in found.links if link.through] == ["治水"]


def test_a_document_is_traced_to_what_names_it(store: Any) -> None:  # noqa: ANN401
    (link,) = trace(store, CITED).links
    assert (link.relation, link.forward, link.other.iri) == ("提到", False, AREAS[0])


def test_what_is_not_in_force_is_told_apart_and_comes_last(store: Any) -> None:  # noqa: ANN401
    (candidate,) = trace(store, TASKS[1]).links
    assert not candidate.in_force
    (rejected,) = trace(store, TASKS[2]).links
    assert (rejected.in_force, rejected.origin) == (False, Origin.DECIDED)
    assert "不算数" in trace_text(trace(store, TASKS[2]))


def test_what_the_graph_does_not_know_has_no_links(store: Any) -> None:  # noqa: ANN401
    found = trace(store, BASE + "body/无此局")
    assert (found.links, found.evidence, found.thing.kind) == ((), (), "")
    assert "没有" in trace_text(found)


def test_the_matrix_has_all_areas_all_tasks_and_the_gaps(whole: Matrix) -> None:
    assert [area.label for area in whole.areas] == ["治水", "修<路>", "办学"]
    assert [task.number for task in whole.tasks] == [str(at) for at in range(1, 12)]
    assert len(whole.cells) == 5
    assert whole.cells[AREAS[2], TASKS[2]].origin == Origin.DECIDED
    assert not whole.cells[AREAS[2], TASKS[2]].in_force
    assert [area.label for area in whole.idle] == ["修<路>", "办学"]
    assert [task.number for task in whole.loose] == ["2", "3", "5", "6", "7", "8", "9", "11"]


def test_what_was_inferred_stays_beside_what_was_decided(whole: Matrix) -> None:
    rejected, confirmed = whole.cells[AREAS[2], TASKS[2]], whole.cells[AREAS[0], TASKS[3]]
    assert (rejected.origin, rejected.in_force) == (Origin.DECIDED, False)
    assert (rejected.decided, rejected.reason, rejected.score) == ("不是一回事", "都谈学", 0.9)
    assert (confirmed.decided, confirmed.reason, confirmed.in_force) == ("会上定的", None, True)
    assert whole.cells[AREAS[0], TASKS[0]].decided is None
    (row,) = (row for row in csv.DictReader(io.StringIO(matrix_csv(whole))) if row["task_number"] == "4")
    assert row["reason"] == "会上定的"


def test_the_matrix_of_another_notice_is_empty(store: Any) -> None:  # noqa: ANN401
    empty = matrix(store, BASE + "document/别的")
    assert (empty.areas, empty.tasks, empty.cells) == ((), (), {})
    assert "没有读到工作重点" in matrix_text(empty)
    assert ET.fromstring(picture(empty)).tag.endswith("svg")  # noqa: S314 - our own


def test_the_matrix_as_text_shows_scores_candidates_and_gaps(whole: Matrix) -> None:
    shown = matrix_text(whole)
    rows = {line.split()[0]: line.split() for line in shown.splitlines() if "件&事" in line}
    assert rows["1"][1:4] == ["0.83", "·", "·"]
    assert rows["2"][1:4] == ["·", "(0.30)", "·"]
    assert rows["3"][1:4] == ["·", "·", "(否决)"]
    assert rows["4"][1:4] == ["确认", "·", "·"]
    assert "没有任务的工作重点：（二）、（三）" in shown
    assert "不属任何重点的任务：2、3、5、6、7、8、9、11" in shown


def test_the_matrix_as_csv_has_a_row_for_each_pair_and_each_gap(whole: Matrix) -> None:
    rows = list(csv.DictReader(io.StringIO(matrix_csv(whole))))
    assert len(rows) == 5 + 2 + 8
    assert rows[0]["area"] == "（一）治水"
    assert (rows[0]["score"], rows[0]["in_force"], rows[0]["bodies"]) == ("0.83", "true", "市水利局")
    assert [row["task_number"] for row in rows if not row["area"]][:2] == ["2", "3"]


def test_a_trace_as_csv_has_its_quotes(store: Any) -> None:  # noqa: ANN401
    rows = list(csv.DictReader(io.StringIO(trace_csv(trace(store, BODY)))))
    assert [(row["quote"], row["start"], row["source"]) for row in rows[:2]] == [
        ("市水利局", "7", "某文.txt")
    ] * 2


def test_json_is_plain_values(store: Any, whole: Matrix) -> None:  # noqa: ANN401
    known = json.loads(json.dumps(trace_json(trace(store, AREAS[0])), ensure_ascii=False))
    assert known["links"][0]["other"]["label"] == "第1件&事"
    assert known["links"][0]["origin"] == "推出"
    table = json.loads(json.dumps(matrix_json(whole)))
    assert table["areas_without_tasks"] == [AREAS[1], AREAS[2]]
    assert {"area": AREAS[0], "task": TASKS[0], "score": 0.83}.items() <= table["links"][0].items()


def test_the_picture_is_escaped_whole_and_the_same_every_time(store: Any, whole: Matrix) -> None:  # noqa: ANN401
    drawn = picture(whole)
    assert drawn == picture(matrix(store))
    assert "<script" not in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    spaces = {"svg": "http://www.w3.org/2000/svg"}
    titles = [title.text for title in root.findall(".//svg:title", spaces)]
    assert "任务1 第1件&事 → （一）治水（推出，可信度 0.83）都谈水" in titles
    assert "（二）修<路>" in titles
    links = root.findall(".//svg:path", spaces)
    assert len(links) == 5 + 2
    assert sum("stroke-dasharray" in link.attrib for link in links) == 2
    assert sum(box.attrib["class"] == "box gap" for box in root.findall(".//svg:rect", spaces)) == 2 + 8


def test_a_stronger_link_is_drawn_stronger(whole: Matrix) -> None:
    root = ET.fromstring(picture(whole))  # noqa: S314 - our own
    drawn = {
        str(path[0].text): float(path.attrib["stroke-opacity"])
        for path in root.iter("{http://www.w3.org/2000/svg}path")
    }
    strong, weak = (
        next(drawn[title] for title in drawn if f"可信度 {score}" in title) for score in ("0.83", "0.60")
    )
    assert strong > weak


def test_no_line_of_the_picture_leaves_its_box() -> None:
    from kg.trace.picture import _wide, _wrap

    words = "推进“长三角”一体化（二期），ABC工程；" * 5
    lines = _wrap(words, 120, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(_wide(line) <= 120 for line in lines)
    assert not any(line[0] in "，。；）”" for line in lines)
    assert "".join(_wrap(words, 120, 99)) == words


@pytest.mark.parametrize(
    ("what", "areas", "tasks"),
    [
        (AREAS[0], ["治水"], ["1", "4", "10"]),
        (TASKS[0], ["治水"], ["1"]),
        (BODY, ["治水"], ["1", "10"]),
        (TASKS[4], [], ["5"]),
        (BASE + "body/无此局", [], []),
    ],
)
def test_the_picture_of_one_thing_keeps_what_belongs_to_it(
    whole: Matrix, what: str, areas: list[str], tasks: list[str]
) -> None:
    part = around(whole, what)
    assert [area.label for area in part.areas] == areas
    assert [task.number for task in part.tasks] == tasks
    assert ET.fromstring(picture(part)).tag.endswith("svg")  # noqa: S314 - our own
