"""Which task serves which focus area: as the text has it, or inferred from what the two texts say.

Where the text itself puts a task under a focus area, that is the answer. A task table that stands apart says
nothing of the areas; there each pair gets a score, the logistic function of a weighted sum of the columns
of `kg.link.features`, and a reason that a person could have given. Several areas for one task are possible,
and none is an answer too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from kg.index.search import Embed
from kg.link.comparison import compare_all
from kg.link.features import COLUMNS, Matrix
from kg.link.reasons import reason_of
from kg.link.subjects import focus_areas, sections_above
from kg.locate import locate
from kg.names import DERIVED, fact_iri, file_iri, part_iri, span_iri
from kg.notice import Findings, Notice
from kg.rdf.page import notice_iri, read_graph
from kg.rdf.terms import Quad, decimal, integer, iri, text
from kg.text import Piece, Span

#: The rules by which a link is made.
STATED = "文中任务列在该重点之下"
INFERRED = "按所提文件、行动种类、共有用词与含义推断"

#: Fitted by `benchmarks/focus.py`, which says on what, and how well the scores hold.
WEIGHTS = {"tie": 3.88, "name": 1.33, "body": 0.56, "listed": 1.61, "wording": 0.92, "meaning": 1.07}
INTERCEPT = -1.20

#: Links below this score are not kept: a pair of which nothing is known has little less.
CANDIDATE = 0.25


@dataclass(frozen=True, slots=True)
class FocusLink:
    """A task serves a focus area, with a score of 0 to 1: how often such links are right.

    `task` and `area` are indexes in the notice's tasks and sections; `evidence` are the sentences of the area
    that the reason quotes (of a stated link: the area's name) and the task's text.
    """

    task: int
    area: int
    score: float
    rule: str
    reason: str
    evidence: tuple[Piece, ...]


def focus_links(notice: Notice, findings: Findings, embed: Embed) -> tuple[FocusLink, ...]:
    """Link the tasks of a notice to its focus areas.

    Nothing is inferred for a task that stands under a heading: there the text says where it belongs.

    :returns: the links that are stated or score at least CANDIDATE, in the order of tasks, then areas
    """
    links = [*stated_links(notice), *inferred_links(notice, findings, embed)]
    return tuple(sorted(links, key=lambda link: (link.task, link.area)))


def leaves_open(notice: Notice) -> bool:
    """Tell whether the text leaves open which focus areas some of its tasks serve."""
    return bool(_open_tasks(notice) and focus_areas(notice))


def score(columns: Matrix) -> Matrix:
    """Score pairs, given their columns in the last axis: 0 to 1, rounded to two places."""
    weights = np.array([WEIGHTS[name] for name in COLUMNS])
    scores: Matrix = np.round(1 / (1 + np.exp(-(columns @ weights + INTERCEPT))), 2)
    return scores


def stated_links(notice: Notice) -> Iterator[FocusLink]:
    """Give the links that the text itself makes: the task stands under the area."""
    areas = set(focus_areas(notice))
    for at, task in enumerate(notice.tasks):
        for area in sorted(areas & sections_above(notice, at)):
            name = notice.sections[area].name
            yield FocusLink(at, area, 1.0, STATED, f"文中这项任务列在“{name.text}”之下", (name, task.text))


def inferred_links(notice: Notice, findings: Findings, embed: Embed) -> Iterator[FocusLink]:
    """Give the links that score at least CANDIDATE, of the tasks that stand under no heading."""
    if not leaves_open(notice):
        return
    compared = compare_all(notice, findings, embed, _open_tasks(notice), focus_areas(notice))
    found = score(compared.columns)
    for row, column in np.argwhere(found >= CANDIDATE):
        task = compared.tasks[row]
        shared, closest = compared.shared[row][column], compared.closest[row][column]
        text = notice.tasks[task].text
        reason, shown = reason_of(shared, closest, compared.sentences[column], text)
        yield FocusLink(
            task, compared.areas[column], float(found[row, column]), INFERRED, reason, (*shown, text)
        )


def _open_tasks(notice: Notice) -> list[int]:
    return [at for at, task in enumerate(notice.tasks) if task.section is None]


def focus_quads(notice: Notice, links: Iterable[FocusLink], least: float) -> Iterator[Quad]:
    """Write links down among the derived facts, a stated one too: its premise, `kg:underSection`, was read.

    A link that scores below `least` is a `kg:Candidate`, without the plain triple: it is not in force.
    """
    page, place_of = notice_iri(notice), locate(notice)

    def derived(subject: str, predicate: str, value: str) -> Quad:
        return Quad(iri(subject), iri(predicate), value, iri(DERIVED))

    def read(subject: str, predicate: str, value: str) -> Quad:
        return Quad(iri(subject), iri(predicate), value, iri(read_graph(notice)))

    def span_quads(span: Span) -> Iterator[Quad]:
        mark = span_iri(page, span)
        yield read(mark, "rdf:type", iri("kg:Span"))
        yield read(mark, "oa:start", integer(span.start))
        yield read(mark, "oa:end", integer(span.end))
        yield read(mark, "oa:exact", text(span.of(notice.document.text)))
        yield read(mark, "oa:hasSource", iri(file_iri(notice.document.digest)))
        yield read(mark, "kg:place", text(place_of(span).label))

    for link in links:
        task, area = part_iri(page, "task", link.task + 1), part_iri(page, "section", link.area + 1)
        node, in_force = fact_iri(task, "kg:implements", area), link.score >= least
        if in_force:
            yield derived(task, "kg:implements", iri(area))
        yield derived(node, "rdf:type", iri("kg:Fact" if in_force else "kg:Candidate"))
        yield derived(node, "rdf:subject", iri(task))
        yield derived(node, "rdf:predicate", iri("kg:implements"))
        yield derived(node, "rdf:object", iri(area))
        yield derived(node, "kg:inNotice", iri(page))
        yield derived(node, "kg:rule", text(link.rule))
        yield derived(node, "kg:score", decimal(link.score))
        yield derived(node, "kg:reason", text(link.reason))
        for span in (span for piece in link.evidence for span in piece.spans):
            yield derived(node, "kg:evidence", iri(span_iri(page, span)))
            yield from span_quads(span)
