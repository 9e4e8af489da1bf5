"""Decisions in the graph: who decided what, when and why; and what of the other graphs they put out of force.

The graph of decided facts holds every decision that has been made, with its standing, and the links that
are decided. The graphs of what was read and derived stay as they are, so that either kind can be asked for
alone; but the default graph holds what is in force: a rejected link leaves it, and what a person said of one
takes the place of the score, the rule and the reason of the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from kg.decide.places import notice_of
from kg.decide.standing import Judged, in_force
from kg.decide.values import Decision, Kind, Verdict
from kg.names import BASE, DECIDED, DERIVED, fact_iri, slug
from kg.rdf.terms import Quad, decimal, iri, text

_IMPLEMENTS = iri("kg:implements")
#: What the machine says of a link, and a person's word takes the place of.
_OUTRANKED = frozenset(map(iri, ("rdf:type", "kg:score", "kg:rule", "kg:reason")))
_DERIVED = f"{iri(DERIVED)} ."


def decision_quads(judged: Iterable[Judged], evidence: Mapping[str, Iterable[str]]) -> Iterator[Quad]:
    """Write all decisions down, and the links that they decide.

    :param evidence: IRI of a task or an area -> the terms of the characters that say it
    """
    judged = tuple(judged)
    for one in judged:
        yield from _decision_quads(one)
    for one in in_force(judged, Kind.LINK):
        yield from _link_quads(one, evidence)
    for one in in_force(judged, Kind.ALIAS):
        yield from _alias_quads(one)


def decision_iri(decision: Decision) -> str:
    """Name a decision."""
    return f"{BASE}decision/{decision.id}"


def decided_words(decision: Decision) -> str:
    """Say who decided, when and why: 已由王芳确认（2026-01-31）：会上定的."""
    day = datetime.fromisoformat(decision.at).date().isoformat()
    return f"已由{decision.by}{decision.verdict.said}（{day}）：{decision.why}"


def _decision_quads(judged: Judged) -> Iterator[Quad]:
    one = judged.decision
    node, person = decision_iri(one), f"{BASE}person/{slug(one.by)}"
    link = {Kind.LINK: "落实", Kind.ALIAS: "即", Kind.QUESTION: "答："}[one.kind]
    said = f"{one.by}{one.verdict.said}：{one.subject}{link}{one.object}"
    yield _quad(node, "rdf:type", iri("kg:Decision"))
    yield _quad(node, "rdfs:label", text(said))
    yield _quad(node, "kg:verdict", text(one.verdict.said))
    yield _quad(node, "kg:standing", text(judged.standing))
    yield _quad(node, "kg:rationale", text(one.why))
    yield _quad(node, "prov:wasAttributedTo", iri(person))
    yield _quad(node, "prov:generatedAtTime", f'"{one.at}"^^{iri("xsd:dateTime")}')
    yield _quad(person, "rdf:type", iri("prov:Person"))
    yield _quad(person, "rdfs:label", text(one.by))
    if judged.note:
        yield _quad(node, "kg:note", text(judged.note))
    if one.score is not None:
        yield _quad(node, "kg:scoreThen", decimal(one.score))
    if one.kind is Kind.QUESTION:
        yield _quad(node, "kg:question", text(one.subject.text))
        yield _quad(node, "kg:answer", text(one.object.text))
    if one.of:
        yield _quad(node, "kg:withdraws", iri(f"{BASE}decision/{one.of}"))
    if about := _statement(judged):
        yield _quad(node, "kg:about", iri(about))


def _statement(judged: Judged) -> str:
    """Name the statement that a decision is about; "" where it cannot be told any more."""
    if judged.decision.kind is Kind.LINK and judged.subject and judged.object:
        return fact_iri(judged.subject, "kg:implements", judged.object)
    if judged.decision.kind is Kind.ALIAS and judged.object:
        return fact_iri(judged.object, *_naming(judged))
    return ""


def _naming(judged: Judged) -> tuple[str, str]:
    """Say by what a name is linked to its body: as another body that is this one, or as a mere name."""
    if judged.subject and judged.subject != judged.object:
        return "owl:sameAs", judged.subject
    return "skos:altLabel", judged.decision.subject.text


def _link_quads(judged: Judged, evidence: Mapping[str, Iterable[str]]) -> Iterator[Quad]:
    task, area = judged.subject, judged.object
    node = _statement(judged)
    yield from _statement_quads(judged, task, "kg:implements", iri(area))
    yield _quad(node, "kg:inNotice", iri(notice_of(task)))
    for mark in dict.fromkeys((*evidence.get(area, ()), *evidence.get(task, ()))):
        yield _quad(node, "kg:evidence", mark)


def _alias_quads(judged: Judged) -> Iterator[Quad]:
    predicate, value = _naming(judged)
    term = iri(value) if predicate == "owl:sameAs" else text(value)
    yield from _statement_quads(judged, judged.object, predicate, term)


def _statement_quads(judged: Judged, subject: str, predicate: str, value: str) -> Iterator[Quad]:
    """Write a statement that is decided: with its triple where it is confirmed."""
    node, confirmed = _statement(judged), judged.decision.verdict is Verdict.CONFIRM
    if confirmed:
        yield _quad(subject, predicate, value)
    yield _quad(node, "rdf:type", iri("kg:Fact" if confirmed else "kg:Rejected"))
    yield _quad(node, "rdf:subject", iri(subject))
    yield _quad(node, "rdf:predicate", iri(predicate))
    yield _quad(node, "rdf:object", value)
    yield _quad(node, "kg:reason", text(decided_words(judged.decision)))


def outranking(judged: Iterable[Judged]) -> Callable[[str], bool]:
    """Give the test whether a line of N-Quads is in force, as far as decisions have a say in it."""
    links = in_force(judged, Kind.LINK)
    statements = {iri(_statement(one)) for one in links}
    rejected = {
        f"{iri(one.subject)} {_IMPLEMENTS} {iri(one.object)}"
        for one in links
        if one.decision.verdict is Verdict.REJECT
    }

    def is_in_force(line: str) -> bool:
        subject, predicate, rest = line.split(" ", 2)
        if subject in statements:
            return predicate not in _OUTRANKED or not rest.endswith(_DERIVED)
        return predicate != _IMPLEMENTS or line[: line.rindex(" <")] not in rejected

    return is_in_force if links else lambda _line: True


def _quad(subject: str, predicate: str, value: str) -> Quad:
    return Quad(iri(subject), iri(predicate), value, iri(DECIDED))
