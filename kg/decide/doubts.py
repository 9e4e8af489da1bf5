"""Which links a person should look at, most useful first.

How useful a look is: how uncertain the link is, p(1 - p) with its score p (a half where nothing tells), times
how much hangs on it. On a link of a task to a focus area hangs the link itself, and each gap that the answer
closes or opens: a task without an area, an area without a task. On a name hang the tasks of the body that
goes by it. So a person who stops at any moment has spent the time well. What the text itself says is in no
doubt, and what somebody has decided is not asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.decide.ends import ends_of
from kg.decide.names import doubtful_names
from kg.decide.standing import Judged, in_force
from kg.decide.values import Kind, Matter, Verdict
from kg.evidence import Quote, quotes_of
from kg.link.focus import INFERRED
from kg.names import DERIVED, fact_iri
from kg.rdf.store import select
from kg.rdf.terms import iri, text

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Doubt:
    """A link to look at: is it `in_force` now, why does the machine hold it (`reason`), what hangs on it.

    `stakes` say that in Chinese; `use` is what doubts are ordered by. `quotes` are the two texts.
    """

    matter: Matter
    in_force: bool
    reason: str
    stakes: tuple[str, ...]
    use: float
    quotes: tuple[Quote, ...] = ()


def find_doubts(store: ox.Store, judged: Iterable[Judged]) -> list[Doubt]:
    """Find all links in doubt, most useful first; those equally so in the order of the text."""
    judged = tuple(judged)
    questions = [_question(one) for one in in_force(judged, Kind.QUESTION) if _is_open(one)]
    doubts = [*_links(store, judged), *_names(store, judged)]
    return [*questions, *sorted(doubts, key=lambda doubt: -doubt.use)]


def _is_open(judged: Judged) -> bool:
    return judged.decision.verdict is Verdict.OPEN


def _question(judged: Judged) -> Doubt:
    """Make a doubt of a question that somebody left open: it comes before all others, for a person waits."""
    one = judged.decision
    said = f"{one.by}存疑：{one.why}"
    return Doubt(Matter(one.kind, one.subject, one.object), in_force=False, reason=said, stakes=(), use=1.0)


def _links(store: ox.Store, judged: Iterable[Judged]) -> list[Doubt]:
    decided = {(one.subject, one.object) for one in in_force(judged, Kind.LINK)}
    rows = select(
        store,
        f"""SELECT ?task ?area ?score ?reason WHERE {{ GRAPH {iri(DERIVED)} {{
            ?fact rdf:predicate kg:implements ; rdf:subject ?task ; rdf:object ?area ;
                kg:score ?score ; kg:reason ?reason ; kg:rule {text(INFERRED)} }}
            ?task kg:order ?order . ?area kg:order ?place
        }} ORDER BY ?order ?place ?task ?area""",
    )
    rows = [row for row in rows if (row["task"], row["area"]) not in decided]
    held = {(row["t"], row["a"]) for row in select(store, "SELECT ?t ?a WHERE { ?t kg:implements ?a }")}
    of_task, of_area = Counter(task for task, _ in held), Counter(area for _, area in held)
    ends = ends_of(store, {row[end] for row in rows for end in ("task", "area")})
    facts = {fact_iri(row["task"], "kg:implements", row["area"]) for row in rows}
    quotes = quotes_of(store, facts) if facts else {}
    found = []
    for row in rows:
        task, area, score = row["task"], row["area"], float(row["score"])
        holds = (task, area) in held
        stakes = _gaps(of_task[task] - holds, of_area[area] - holds, holds=holds)
        found.append(
            Doubt(
                Matter(Kind.LINK, ends[task], ends[area], score),
                holds,
                row["reason"],
                stakes,
                round(score * (1 - score) * (1 + len(stakes)), 4),
                tuple(quotes.get(fact_iri(task, "kg:implements", area), ())),
            )
        )
    return found


def _gaps(others_of_task: int, others_of_area: int, *, holds: bool) -> tuple[str, ...]:
    """Say which gaps the answer closes (of a candidate) or opens (of a link in force)."""
    lone = []
    if others_of_task == 0:
        lone.append("否决后，这项任务不属任何重点" if holds else "确认后，这项任务才有所属的重点")
    if others_of_area == 0:
        lone.append("否决后，这个重点没有任务" if holds else "确认后，这个重点才有任务")
    return tuple(lone)


def _names(store: ox.Store, judged: Iterable[Judged]) -> list[Doubt]:
    decided = {(one.decision.subject.iri, one.object) for one in in_force(judged, Kind.ALIAS)}
    found = []
    for one in doubtful_names(store):
        name, body = one.matter.subject, one.matter.object
        if not {(name.iri, body.iri), (body.iri, name.iri)} & decided:
            stakes = (f"确认后，{name}的 {one.tasks} 项任务归入{body}",)
            score = 0.5 if one.matter.score is None else one.matter.score
            use = round(score * (1 - score) * max(1, one.tasks), 4)
            found.append(
                Doubt(
                    one.matter, in_force=False, reason=one.reason, stakes=stakes, use=use, quotes=one.quotes
                )
            )
    return found
