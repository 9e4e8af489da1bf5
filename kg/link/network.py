"""The graph as a network: bodies, tasks, focus areas, documents and places, and the links in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from kg.names import expand
from kg.rdf.store import select

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

#: Class -> the kind of its nodes; of several classes the first one here counts.
KINDS = {
    "kg:Task": "任务",
    "kg:FocusArea": "工作重点",
    "kg:Measure": "工作举措",
    "kg:Section": "部分",
    "kg:Body": "单位",
    "kg:CollectiveBody": "集体单位",
    "kg:Notice": "公文",
    "kg:Document": "所引文件",
    "kg:Place": "地点",
    "kg:Event": "活动",
    "kg:Project": "项目",
    "kg:Topic": "课题",
}
BODY_KINDS = {"单位", "集体单位"}

#: Predicate -> how a person reads "A … B". The roles come before `kg:assignedTo`, which follows from them.
LINKS = {
    "kg:leadBody": "由其牵头",
    "kg:supportBody": "由其配合",
    "kg:responsibleBody": "由其负责",
    "kg:guideBody": "由其指导",
    "kg:superviseBody": "由其督导",
    "kg:implements": "落实",
    "dcterms:isPartOf": "属于",
    "kg:underSection": "列在其下",
    "kg:cites": "引用",
    "kg:refersTo": "提到",
    "kg:mentions": "提到",
    "kg:issuer": "发文机关",
    "kg:addressee": "主送",
}

#: Betweenness takes time in proportion to nodes times links; of so many nodes it takes about a second.
SAMPLED = 1_000

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands in its network.

    `links` is the number of its neighbours, `between` its betweenness centrality (0 to 1: the share of
    shortest paths between others that pass through it; Freeman 1977).
    """

    iri: str
    label: str
    links: int
    between: float


@dataclass(frozen=True, slots=True)
class Partners:
    """Two bodies and the number of tasks that they share."""

    one: str
    other: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Network:
    """The figures of a network.

    `nodes` counts them by kind, `links` by how they are read. `parts` are the sizes of the connected
    components of bodies and their tasks, largest first. `bodies` and `tasks` are ordered by betweenness in
    that network, `partners` by shared tasks.
    """

    nodes: Mapping[str, int]
    links: Mapping[str, int]
    parts: tuple[int, ...]
    bodies: tuple[Standing, ...]
    tasks: tuple[Standing, ...]
    partners: tuple[Partners, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: how `one` is linked to `other`; `forward` where the link points that way."""

    one: str
    link: str
    other: str
    forward: bool

    def __str__(self) -> str:
        """Read the step: 任务甲 —落实→ 重点乙."""
        return (
            f"{self.one} —{self.link}→ {self.other}"
            if self.forward
            else f"{self.one} ←{self.link}— {self.other}"
        )


def build_network(store: ox.Store) -> nx.MultiDiGraph:
    """Make a network of the facts in force.

    Nodes are IRIs with `label` and `kind` (a value of KINDS); links have `predicate` and `label`. Both are
    added in sorted order, so that the same store gives the same network.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    described = _describe(store)
    for node in sorted(described):
        kind, label = described[node]
        graph.add_node(node, kind=kind, label=printable(label))
    for name, reading in LINKS.items():
        rows = select(store, f"SELECT ?one ?other WHERE {{ ?one {name} ?other }}")
        for one, other in sorted((row["one"], row["other"]) for row in rows):
            if one in described and other in described:
                graph.add_edge(one, other, key=name, predicate=expand(name), label=reading)
    return graph


def _describe(store: ox.Store) -> dict[str, tuple[str, str]]:
    described: dict[str, tuple[str, str]] = {}
    for name, kind in KINDS.items():
        rows = select(store, f"SELECT ?node ?label WHERE {{ ?node a {name} ; rdfs:label ?label }}")
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["node"], []).append(row["label"])
        for node, labels in found.items():
            # a thing printed in several ways goes by the shortest one
            described.setdefault(node, (kind, min(labels, key=lambda label: (len(label), label))))
    return described


def measure_network(graph: nx.MultiDiGraph) -> Network:
    """Count and measure a network.

    In one of more than SAMPLED nodes, betweenness is estimated from the paths of as many of them.
    """
    import networkx as nx

    work = _work(graph)
    between = nx.betweenness_centrality(work, k=min(SAMPLED, len(work)), seed=0) if len(work) else {}

    def standings(kinds: set[str]) -> tuple[Standing, ...]:
        found = [
            Standing(node, data["label"], work.degree(node), round(between[node], 4))
            for node, data in work.nodes(data=True)
            if data["kind"] in kinds
        ]
        return tuple(sorted(found, key=lambda one: (-one.between, -one.links, one.iri)))

    labels = nx.get_node_attributes(graph, "label")
    shared = sorted(shared_work(graph).items(), key=lambda item: (-item[1], item[0]))
    return Network(
        nodes=_counted(kind for _, kind in graph.nodes(data="kind")),
        links=_counted(label for _, _, label in graph.edges(data="label")),
        parts=tuple(sorted(map(len, nx.connected_components(work)), reverse=True)),
        bodies=standings(BODY_KINDS),
        tasks=standings({"任务"}),
        partners=tuple(Partners(labels[one], labels[other], tasks) for (one, other), tasks in shared),
    )


def shared_work(graph: nx.MultiDiGraph) -> dict[tuple[str, str], int]:
    """Count the tasks that two bodies share: (IRI, IRI) in sorted order -> tasks."""
    work = _work(graph)
    pairs: Counter[tuple[str, str]] = Counter()
    for node, kind in work.nodes(data="kind"):
        if kind == "任务":
            pairs.update(combinations(sorted(work[node]), 2))
    return dict(pairs)


def shortest_link(graph: nx.MultiDiGraph, one: str, other: str) -> list[Step]:
    """Find a shortest way from one node to another, along links in either direction.

    :returns: its steps; none where the two are the same, unknown or not connected
    """
    import networkx as nx

    try:
        path = nx.shortest_path(graph.to_undirected(as_view=True), one, other)
    except (nx.NodeNotFound, nx.NetworkXNoPath):
        return []
    labels = graph.nodes(data="label")
    steps = []
    for here, there in pairwise(path):
        forward = graph.has_edge(here, there)
        links = graph[here][there] if forward else graph[there][here]
        reading = next(iter(links.values()))["label"]
        steps.append(Step(labels[here], reading, labels[there], forward))
    return steps


def graphml(graph: nx.MultiDiGraph) -> bytes:
    """Write a network as GraphML, for Gephi, yEd or igraph; the same bytes for the same network."""
    import io

    import networkx as nx

    written = io.BytesIO()
    nx.write_graphml_xml(graph, written, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return written.getvalue()


def printable(text: str) -> str:
    """Put U+FFFD for the characters that may not stand in XML."""
    return _NOT_XML.sub("\ufffd", text)


def _work(graph: nx.MultiDiGraph) -> Any:  # noqa: ANN401 - networkx has no types
    """Give the undirected network of bodies and tasks: who has a part in what, in whatever role."""
    import networkx as nx

    work = nx.Graph()
    kinds = graph.nodes(data="kind")
    for one, other in graph.edges():
        if kinds[one] == "任务" and kinds[other] in BODY_KINDS:
            for node in (one, other):
                work.add_node(node, **graph.nodes[node])
            work.add_edge(one, other)
    return work


def _counted(words: Any) -> dict[str, int]:  # noqa: ANN401 - networkx has no types
    return dict(sorted(Counter(words).items()))
