"""The page about the vocabulary, made from `ontology/kg.ttl`: `python -m kg.rdf.vocabulary` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.names import KG, PREFIXES, expand, shorten
from kg.settings import shared

if TYPE_CHECKING:
    import rdflib

#: heading of a part of the page -> the class that its terms are of
_PARTS = {
    "类 · Classes": "owl:Class",
    "关系 · Object properties": "owl:ObjectProperty",
    "属性 · Datatype properties": "owl:DatatypeProperty",
    "限定的取值 · Bounds": "kg:Bound",
}
#: what a term says about itself besides its words, in the order of the page
_ALIGNMENTS = {
    "rdfs:subClassOf": "上位类 subclass of",
    "rdfs:subPropertyOf": "上位属性 subproperty of",
    "rdfs:domain": "定义域 domain",
    "rdfs:range": "值域 range",
    "skos:closeMatch": "相近 close match",
    "owl:disjointWith": "不相交 disjoint with",
}
_DATASET = "http://rdfs.org/ns/void#Dataset"
_OTHERS = {"time": "http://www.w3.org/2006/time#"}


def vocabulary_page(ontology: Path) -> str:
    """Write the page: Chinese first, English beside it, terms in the order of the file.

    :param ontology: a Turtle file
    """
    import rdflib

    graph = rdflib.Graph().parse(ontology, format="turtle")
    return "\n".join(_page(graph)) + "\n"


def _page(graph: rdflib.Graph) -> Iterator[str]:
    head = KG.rstrip("#")
    version = _words(graph, head, "owl:versionInfo", "")
    yield "# 词汇 · Vocabulary"
    yield ""
    yield "<!-- 由 ontology/kg.ttl 生成 / made by: python -m kg.rdf.vocabulary > docs/vocabulary.md -->"
    yield ""
    for language in ("zh", "en"):
        yield f"{_words(graph, head, 'dcterms:description', language)}"
        yield ""
    yield f"命名空间 namespace `{KG}`，前缀 prefix `kg:`，版本 version {version}。"
    yield ""
    yield "## 命名图 · Named graphs"
    yield ""
    yield "不写 `GRAPH` 的查询看到现行有效的全部事实，每条只算一次。"
    yield "A query without `GRAPH` sees all facts in force, each once."
    yield ""
    yield "| 图 graph | 中文 | English |"
    yield "|---|---|---|"
    for node in _members(graph, _DATASET):
        chinese, english = (_words(graph, node, "skos:definition", language) for language in ("zh", "en"))
        name = _words(graph, node, "rdfs:label", "zh")
        yield f"| `{shorten(node)}` | {name}：{chinese} | {english} |"
    for title, kind in _PARTS.items():
        yield ""
        yield f"## {title}"
        for node in _members(graph, expand(kind)):
            yield from _term(graph, node)
    yield ""
    yield "## 前缀 · Prefixes"
    yield ""
    yield "查询中不必声明。 / Queries need not declare them."
    yield ""
    yield "| 前缀 prefix | 命名空间 namespace |"
    yield "|---|---|"
    for prefix, namespace in PREFIXES.items():
        yield f"| `{prefix}:` | `{namespace}` |"


def _term(graph: rdflib.Graph, node: str) -> Iterator[str]:
    names = " · ".join(_words(graph, node, "rdfs:label", language) for language in ("zh", "en"))
    yield ""
    yield f"### `{shorten(node)}` {names}"
    for language in ("zh", "en"):
        yield ""
        yield _words(graph, node, "skos:definition", language)
    said = [
        f"{label} {', '.join(f'`{_short(value)}`' for value in values)}"
        for name, label in _ALIGNMENTS.items()
        if (values := sorted(_values(graph, node, name)))
    ]
    if said:
        yield ""
        yield f"{'；'.join(said)}"


def _members(graph: rdflib.Graph, kind: str) -> list[str]:
    import rdflib

    # rdflib's memory store gives triples in the order in which they were added: the file's own
    return [str(node) for node in graph.subjects(rdflib.RDF.type, rdflib.URIRef(kind))]


def _values(graph: rdflib.Graph, node: str, name: str) -> list[str]:
    import rdflib

    return [str(value) for value in graph.objects(rdflib.URIRef(node), rdflib.URIRef(expand(name)))]


def _words(graph: rdflib.Graph, node: str, name: str, language: str) -> str:
    import rdflib

    values = graph.objects(rdflib.URIRef(node), rdflib.URIRef(expand(name)))
    return next(
        str(value)
        for value in values
        if isinstance(value, rdflib.Literal) and (value.language or "") == language
    )


def _short(iri: str) -> str:
    for prefix, namespace in _OTHERS.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return shorten(iri)


if __name__ == "__main__":
    sys.stdout.write(vocabulary_page(shared("ontology") / "kg.ttl"))
