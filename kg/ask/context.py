"""What answering works with: the library, what a handler found, and the results and quotes that it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.grounding import Ground, Topic, ground, is_latin
from kg.ask.silence import Silence
from kg.ask.small_words import trimmed
from kg.ask.values import Limit, Question, Result
from kg.evidence import Quote
from kg.index.rows import Layout, lay_out
from kg.index.search import Index, Vectors
from kg.rdf.store import Row, select
from kg.text import Flow, Span, squeeze

#: A topic is taken for found from this certainty on.
CERTAIN = 0.5
#: From here on one task alone is taken for the one that a topic means (see `Ground.alone`).
MEANT = 0.33
#: Likewise where the task itself is shown: who asks sees what it is, as of its bodies alone he would not.
SEEN = 0.25


@dataclass(frozen=True, eq=False)
class Ask:
    """What answering needs: the graph, the names in it, the passages, the encoder, and the texts as read.

    `embed` gives a question's unit vector; `text` the text of the source file with a digest. `notices` are
    those that the question speaks of, none for all; the directory then holds their names only. `capped` tells
    that the first things found are enough: not so where they are counted.
    """

    store: Any
    directory: Directory
    index: Index
    embed: Callable[[str], Vectors]
    text: Callable[[str], str]
    notices: tuple[str, ...] = ()
    capped: bool = True
    known_layout: Layout | None = None

    @cached_property
    def layout(self) -> Layout:
        """Where the passages of each notice and of each kind stand in the index."""
        return self.known_layout or lay_out(self.index)

    def within(self, notices: tuple[str, ...]) -> Ask:
        """Answer from some notices only; from all where none is given."""
        if not notices:
            return self
        return replace(
            self, directory=self.directory.within(notices), notices=notices, known_layout=self.layout
        )

    def in_notices(self, notices: tuple[str, ...]) -> Ask:
        """Answer from some notices only, with the names of all."""
        return replace(self, notices=notices, known_layout=self.layout)

    def counting(self) -> Ask:
        """Answer from all that is found, not from the first things only."""
        return replace(self, capped=False, known_layout=self.layout)

    def of_notices(self, variable: str = "?notice") -> str:
        """Write the pattern that limits a variable to the notices that the question speaks of."""
        return (
            f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in self.notices)} }} " if self.notices else ""
        )

    def rows(self, query: str) -> list[Row]:
        """Run a query of our own."""
        return select(self.store, query)

    def entry(self, iri: str) -> Entry:
        """Look a thing up by its IRI."""
        return self.directory.entry(iri)


class Doubt(NamedTuple):
    """What is not clear, and the readings to choose from."""

    missing: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a handler found: results, proof, the query, how sure, a remark; or what is missing or in doubt.

    `total` is the number of things found, where the results are the first of them.
    """

    results: tuple[Result, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sparql: str = ""
    certainty: float = 1.0
    remark: str = ""
    missing: str | None = None
    limits: tuple[Limit, ...] = ()
    doubt: Doubt | None = None
    total: int | None = None
    silence: Silence = Silence.DETAIL

    @property
    def count(self) -> int:
        """The number of things found, be they listed or not."""
        return len(self.results) if self.total is None else self.total


def refuse(
    missing: str, question: Question, silence: Silence, certainty: float = 0.9, sparql: str = ""
) -> Found:
    """Say what the notices do not tell.

    :param silence: which sort of thing is missing; it says how sure the refusal is
    :param certainty: how sure it is where it becomes an answer: a no, or a count of 0
    """
    return Found(missing=missing, certainty=certainty, limits=question.limits, sparql=sparql, silence=silence)


def certainty_of(question: Question) -> float:
    """Multiply how sure the links of all limits are."""
    sure = 1.0
    for limit in question.limits:
        sure *= limit.certainty
    return round(sure, 3)


def task_result(entry: Entry) -> Result:
    """Give a task as a result."""
    return Result("task", entry.label.rstrip("。；;"), entry.number or str(entry.order), entry.iri)


def department_result(entry: Entry, printed: Collection[str] = ()) -> Result:
    """Give a body as a result, by that of its names which is printed: 市发改委, where a notice says so."""
    label = next((name for name in entry.names if name in printed), entry.label)
    return Result("department", label, None, entry.iri)


#: 未来新区管委会(生态园): another name of the body, no role of it.
_ALSO = re.compile(r"[(（](?!牵头|主办|配合|协办|负责|责任|按|下同|含)[^()（）、,，]{2,20}[)）]")


def department_results(
    context: Ask,
    bodies: Iterable[str],
    pairs: Iterable[tuple[str, str]],
    proof: Mapping[str, Iterable[Quote]],
) -> tuple[Result, ...]:
    """Give bodies as results, by their names as printed for their tasks, with the other name behind it in a bracket.

    :param pairs: tasks and bodies
    :param proof: the quotes for the tasks' bodies
    """
    printed = printed_bodies(context, {task for task, _ in pairs})
    said = {squeeze(quote.text) for told in proof.values() for quote in told if quote.text[-1:] in ")）"}
    results = (department_result(context.entry(iri), printed) for iri in bodies)
    return tuple(
        replace(
            one, label=next((full for full in sorted(said) if _is_with_alias(full, one.label)), one.label)
        )
        for one in results
    )


def _is_with_alias(said: str, label: str) -> bool:
    return said.startswith(label) and _ALSO.fullmatch(said, len(label)) is not None


def printed_bodies(context: Ask, tasks: Iterable[str]) -> set[str]:
    """Give the names of the bodies of tasks as their notice prints them."""
    rows = (at for task in tasks for at in context.layout.of_thing.get(task, ()))
    return {name for at in rows for name in context.index.passages[at].bodies.split()}


#: Characters of a topic that the encoder is given: more cost seconds, and say no more.
_LONGEST = 128


def ground_topic(
    context: Ask, question: Question, among: Collection[str] | None, kinds: Sequence[str] = ("task",)
) -> list[Ground]:
    """Match the topic of a question with passages, best first."""
    words = ("" if is_latin(question.topic) else trimmed(question.topic)) or question.topic
    topic = Topic(words, question.content or words, context.embed(words[:_LONGEST]))
    return ground(context.index, context.layout.choose(context.notices, kinds, among), topic)


def quote_words(context: Ask, at: int, words: str = "") -> tuple[Quote, ...]:
    """Quote the sentence of a passage that holds `words` (the whole passage where it does not)."""
    passage = context.index.passages[at]
    flow = Flow.of(context.text(passage.digest), [Span(*span) for span in passage.spans])
    found = flow.text.find(words) if words else -1
    start, end = 0, len(flow)
    if found >= 0:
        start = max(flow.folded.rfind(mark, 0, found) for mark in "。;") + 1
        ends = [flow.folded.find(mark, found + len(words)) for mark in "。;"]
        end = min((place + 1 for place in ends if place >= 0), default=len(flow))
    return tuple(
        Quote(passage.source, passage.notice, passage.place, span.of(flow.source), span.start, span.end)
        for span in flow.piece(start, end).spans
    )
