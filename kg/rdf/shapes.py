"""Whether a graph is whole: the SHACL shapes of `ontology/shapes.ttl`, and a report in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.names import expand, shorten
from kg.settings import shared

if TYPE_CHECKING:
    import rdflib


class Severity(StrEnum):
    """How bad a finding is, worst first; the value is what people see."""

    VIOLATION = "错误"
    WARNING = "警告"
    INFO = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `path` and `value` are empty where the shape is about the node as a whole.

    `focus` is the IRI of the node that is wrong; `path` the property, with its prefix; `value` the value
    that should not be there; `message` says in Chinese what is wrong and how to repair it.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What SHACL found, worst first. The graph conforms when nothing is a violation."""

    conforms: bool
    findings: tuple[Finding, ...]


_SEVERITIES = {
    "sh:Violation": Severity.VIOLATION,
    "sh:Warning": Severity.WARNING,
    "sh:Info": Severity.INFO,
}


def check(graph: rdflib.Graph) -> Report:
    """Check a graph (of the default graph: the facts in force) against our shapes.

    Every node is visited several times, so a graph on disk is copied to memory first.
    """
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    for triple in graph:
        data.add(triple)
    _, results, _ = pyshacl.validate(data, shacl_graph=_shapes(shared("ontology") / "shapes.ttl"))
    if not isinstance(results, rdflib.Graph):  # pySHACL hands a failure of its own back as a value
        raise TypeError(f"pySHACL: {results!r}")
    found = {
        _finding(results, node)
        for node in results.subjects(rdflib.RDF.type, rdflib.URIRef(expand("sh:ValidationResult")))
    }
    order = list(Severity)
    findings = sorted(found, key=lambda f: (order.index(f.severity), f.focus, f.path, f.value, f.message))
    return Report(all(f.severity is not Severity.VIOLATION for f in findings), tuple(findings))


@cache
def _shapes(path: Path) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(path, format="turtle")


def _finding(results: rdflib.Graph, node: rdflib.term.Node) -> Finding:
    import rdflib

    def one(name: str) -> str:
        return min((str(term) for term in results.objects(node, rdflib.URIRef(expand(name)))), default="")

    focus, value = one("sh:focusNode"), one("sh:value")
    path = results.value(node, rdflib.URIRef(expand("sh:resultPath")))
    if one("sh:sourceConstraint"):  # one query for all nodes: its focus is their class
        focus, value = value, ""
    return Finding(
        severity=_SEVERITIES[shorten(one("sh:resultSeverity"))],
        focus=focus,
        path=shorten(path) if isinstance(path, rdflib.URIRef) else "",  # one of several has no name
        value="" if value == focus else value,
        message=one("sh:resultMessage"),
    )
