"""The values that a question becomes: what is asked, what it is limited by, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kg.ask.silence import Silence
from kg.text import squeeze


class Asked(StrEnum):
    """What kind of thing is asked for: the `type` of a result."""

    DEPARTMENT = "department"
    TASK = "task"
    FOCUS_AREA = "focus_area"
    MEASURE = "measure"
    PRINCIPLE = "principle"
    GOAL = "goal"
    DOCUMENT = "document"
    NOTICE = "notice"
    PLACE = "place"
    EVENT = "event"
    PROJECT = "project"
    DATE = "date"
    TEXT = "text"
    NUMBER = "number"
    DEADLINE = "deadline"  # answered as a date
    METADATA = "metadata"  # a field of the notice itself; `Question.field` says which


class How(StrEnum):
    """How it is asked for."""

    LIST = "list"
    COUNT = "count"
    CHECK = "check"  # yes or no


class Kind(StrEnum):
    """What a limit limits by."""

    NOTICE = "notice"  # what these notices say
    BODY = "body"  # tasks of these bodies
    OWN_BODY = "own_body"  # the same, without what is inherited from a heading or a rule
    TASK = "task"  # these tasks
    AREA = "area"  # tasks that implement these focus areas
    PLACE = "place"  # tasks that name these places
    DOCUMENT = "document"  # tasks that refer to these documents
    TOPIC_TASK = "topic_task"  # research topics
    TARGET = "target"  # tasks with a target
    DEADLINE = "deadline"  # tasks with a deadline
    DUE = "due"  # tasks that are due within these days, or first, or last
    LINKED = "linked"  # tasks that implement some focus area
    SHARED = "shared"  # tasks with more than one body
    ROLE = "role"  # tasks that name some body in a role
    MEANING = "meaning"  # these tasks, found by meaning
    NUMBER = "number"  # this figure
    NAMED = "named"  # things whose label says this
    PRINTED = "printed"  # tasks that print these words
    DATE = "date"  # notices of this year
    ISSUER = "issuer"  # notices that these bodies issued


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a question is limited by.

    `words` are the question's; `values` the IRIs (or plain values) that they were linked to, `label` their
    names, `certainty` (0 to 1) and `reason` how. An empty `values` is a limit that nothing in the library
    meets: it is never dropped. `negated` turns it round (除…外, 不由…).
    `role` is that of this body alone (市科技局牵头、市财政局配合).
    """

    kind: Kind
    words: str
    values: tuple[str, ...] = ()
    label: str = ""
    certainty: float = 1.0
    reason: str = ""
    negated: bool = False
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Having:
    """A condition on how many tasks a body has, or bodies a task: `most`, `least`, or a comparison."""

    comparison: str  # most, least, =, >, >=, <, <=
    count: int = 0
    of: str = ""  # "target" for a task's targets


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `topic` are the words that no other limit took: they are matched by meaning; `content` the same without
    small words: what is matched by word. `role` is the predicate that
    the question names (kg:leadBody …), None for any. `unit` and `figures` belong to numbers; `order` is the
    number in 第四个重点; `wholly` says that all of a body's tasks must meet the limits, `together` that the
    bodies share them, `direct` that what is inherited from a heading or a rule does not count;
    `besides` is the role of those that are left out (除牵头部门外); `in_charge` says that those who lead or are
    responsible are asked for (由谁负责), not those who help them, where a notice tells them apart; `denial` are words that deny something, and that
    nothing has understood; `claim` is the answer that a yes/no question supplies, to be compared.
    """

    text: str
    asked: Asked
    how: How = How.LIST
    limits: tuple[Limit, ...] = ()
    topic: str = ""
    content: str = ""
    role: str | None = None
    having: Having | None = None
    field: str = ""
    unit: str = ""
    figures: tuple[float, ...] = ()
    order: int | None = None
    wholly: bool = False
    together: bool = False
    direct: bool = False
    besides: str | None = None
    in_charge: bool = False
    denial: str = ""
    claim: str = ""

    @property
    def notices(self) -> tuple[str, ...]:
        """Give the notices that the question speaks of; none where it does not say."""
        meant = [limit.values for limit in self.limits if limit.kind is Kind.NOTICE]
        return tuple(iri for iri in meant[0] if all(iri in more for more in meant)) if meant else ()


@dataclass(frozen=True, slots=True)
class Result:
    """One thing answered; see domain.md §6 for what `label` and `value` are for each type."""

    type: str
    label: str
    value: str | float | bool | None = None
    iri: str | None = None
    unit: str | None = None
    number: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON: `unit` and `number` only where there is one."""
        return {k: v for k, v in asdict(self).items() if v is not None or k in ("value", "iri")}


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters that prove an answer: `quote` is `text[start:end]` of the source as read."""

    source: str
    notice: str
    place: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its proof, or a refusal: then `missing` says what the notices do not tell.

    `silence` is the sort of thing that is missing, which says how sure the refusal is. `alternatives` are the
    readings to choose from, where several are as good. `decided` is what a person said
    of this answer: who, when and why.
    """

    question: str
    answerable: bool
    answer: str
    reading: str
    results: tuple[Result, ...] = ()
    citations: tuple[Citation, ...] = ()
    sparql: str = ""
    confidence: float = 0.0
    missing: str | None = None
    alternatives: tuple[str, ...] = ()
    decided: str | None = None
    silence: Silence | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON: `decided` only where somebody has, `silence` only where it is a refusal."""
        known = asdict(self) | {"results": [result.as_dict() for result in self.results]}
        return {name: value for name, value in known.items() if value or name not in ("decided", "silence")}

    def as_text(self) -> str:
        """Give it as people read it: the answer, its quotes, and how the question was understood."""
        lines = [self.answer]
        lines += [f"  〔{c.notice} {c.place}〕“{squeeze(c.quote)}”" for c in self.citations[:12]]
        if len(self.citations) > 12:
            lines.append(f"  ……另有 {len(self.citations) - 12} 处原文，见 --json")
        lines.append(f"理解：{self.reading}（把握 {self.confidence:.2f}）")
        lines += [self.decided] if self.decided else []
        return "\n".join(lines)
