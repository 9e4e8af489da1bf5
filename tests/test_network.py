"""The figures of a small invented network, and the seed's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.link.network import (
    build_network,
    graphml,
    measure_network,
    printable,
    shared_work,
    shortest_link,
)
from kg.names import BASE, READ
from kg.rdf.store import open_store, write_store
from kg.rdf.terms import Quad, iri, text

#: 甲局 and 乙局 share two tasks, 乙局 and 丙局 one; 丁局 works alone
TASKS = {"一": ["甲局", "乙局"], "二": ["甲局", "乙局"], "三": ["乙局", "丙局"], "四": ["丁局"]}


def quads(tasks: dict[str, list[str]]) -> Iterator[Quad]:
    def say(subject: str, predicate: str, value: str) -> Quad:
        return Quad(iri(BASE + subject), iri(predicate), value, iri(READ + "/某文"))

    for name, bodies in tasks.items():
        task = f"document/某文/task/{name}"
        yield say(task, "rdf:type", iri("kg:Task"))
        yield say(task, "rdfs:label", text(f"任务{name}\x01"))
        for body in bodies:
            yield say(f"body/{body}", "rdf:type", iri("kg:Body"))
            yield say(f"body/{body}", "rdfs:label", text(body))
            yield say(f"body/{body}", "rdfs:label", text(f"某市{body}"))
            yield say(task, "kg:leadBody", iri(BASE + f"body/{body}"))
            yield say(task, "kg:assignedTo", iri(BASE + f"body/{body}"))
    yield say("document/某文/section/1", "rdf:type", iri("kg:Section"))
    yield say("document/某文/section/1", "rdf:type", iri("kg:FocusArea"))
    yield say("document/某文/section/1", "rdfs:label", text("重点"))
    if "一" in tasks:
        yield say("document/某文/task/一", "kg:implements", iri(BASE + "document/某文/section/1"))


@pytest.fixture
def network(tmp_path: Path) -> Any:  # noqa: ANN401 - networkx has no types
    write_store(tmp_path / "graph", quads(TASKS))
    return build_network(open_store(tmp_path / "graph"))


def test_nodes_have_a_kind_and_their_shortest_label(network: Any) -> None:  # noqa: ANN401
    assert network.nodes[BASE + "body/甲局"] == {"kind": "单位", "label": "甲局"}
    assert network.nodes[BASE + "document/某文/section/1"]["kind"] == "工作重点"


def test_counts_are_of_what_is_in_the_graph(network: Any) -> None:  # noqa: ANN401
    figures = measure_network(network)
    assert figures.nodes == {"任务": 4, "单位": 4, "工作重点": 1}
    assert figures.links == {"由其牵头": 7, "落实": 1}  # kg:assignedTo repeats a role and is not counted


def test_bodies_stand_by_the_paths_through_them(network: Any) -> None:  # noqa: ANN401
    figures = measure_network(network)
    assert figures.parts == (6, 2)
    first = figures.bodies[0]
    # of the 21 pairs of others, {三, 丙局} × {一, 二, 甲局} all pass it, and one of two ways from 一 to 二
    assert (first.label, first.links) == ("乙局", 3)
    assert first.between == pytest.approx((2 * 3 + 0.5) / 21, abs=0.0001)
    assert [one.label for one in figures.bodies[1:]] == ["甲局", "丁局", "丙局"]


def test_who_shares_work_with_whom(network: Any) -> None:  # noqa: ANN401
    names = {tuple(one.rsplit("/", 1)[-1] for one in pair): n for pair, n in shared_work(network).items()}
    assert names == {("乙局", "甲局"): 2, ("丙局", "乙局"): 1}
    assert [(p.one, p.other, p.tasks) for p in measure_network(network).partners] == [
        ("乙局", "甲局", 2),
        ("丙局", "乙局", 1),
    ]


def test_the_shortest_link_reads_in_both_directions(network: Any) -> None:  # noqa: ANN401
    steps = shortest_link(network, BASE + "body/丙局", BASE + "document/某文/section/1")
    assert [str(step) for step in steps] == [
        "丙局 ←由其牵头— 任务三�",
        "任务三� —由其牵头→ 乙局",
        "乙局 ←由其牵头— 任务一�",
        "任务一� —落实→ 重点",
    ]
    assert shortest_link(network, BASE + "body/丙局", BASE + "body/丁局") == []
    assert shortest_link(network, BASE + "body/丙局", BASE + "body/无此局") == []
    assert shortest_link(network, BASE + "body/丙局", BASE + "body/丙局") == []


def test_graphml_is_whole_and_the_same_every_time(network: Any, tmp_path: Path) -> None:  # noqa: ANN401
    import networkx as nx

    written = graphml(network)
    write_store(tmp_path / "again", reversed(list(quads(TASKS))))
    assert written == graphml(build_network(open_store(tmp_path / "again")))
    assert ET.fromstring(written).tag.endswith("graphml")  # noqa: S314 - our own
    assert nx.parse_graphml(written.decode()).number_of_nodes() == network.number_of_nodes()


def test_an_empty_graph_has_empty_figures(tmp_path: Path) -> None:
    write_store(tmp_path / "graph", quads({}))
    figures = measure_network(build_network(open_store(tmp_path / "graph")))
    assert figures.nodes == {"工作重点": 1}
    assert figures.parts == ()
    assert [*figures.bodies, *figures.tasks, *figures.partners] == []


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert printable("甲\x00乙\ud800丙\n") == "甲�乙�丙\n"
