"""What a trace gives: things, the links between them, and the characters that show each link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.evidence import Quote


class Origin(StrEnum):
    """Who says so. Where several do, the first one here counts."""

    DECIDED = "人定"
    READ = "读出"
    DERIVED = "推出"
    BACKGROUND = "背景知识"


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the graph. `number` is a task's number or a heading's marker; "" where it has none."""

    iri: str
    label: str
    kind: str
    number: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link between the thing that is traced and `other`.

    `forward` where the traced thing is the subject. `score`, `rule` and `reason` where the link was inferred;
    `in_force` is false of a candidate below the threshold and of what a person rejected. `decided` tells who
    confirmed or rejected the link, when and why. `through` are the tasks that join a focus area or a document
    with a body. `verb` is the word with which a document is named (贯彻, 废止 …).
    """

    relation: str
    forward: bool
    other: Thing
    origin: Origin
    in_force: bool = True
    score: float | None = None
    rule: str | None = None
    reason: str | None = None
    evidence: tuple[Quote, ...] = ()
    through: tuple[Thing, ...] = ()
    verb: str | None = None
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A thing, where it is printed, and its links in both directions.

    `others` have the same name; `ambiguous` says so first, and how to tell them apart.
    """

    ambiguous: str | None = field(default=None, kw_only=True)
    thing: Thing
    evidence: tuple[Quote, ...]
    links: tuple[Link, ...]
    others: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a task and an area, as in Link; what was inferred stays beside what was decided."""

    origin: Origin
    in_force: bool
    score: float | None
    reason: str | None
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Focus areas and tasks of the notices that have focus areas, in the order of the text.

    `cells` maps (area IRI, task IRI) to what is known of the pair, and `bodies` a task's IRI to its bodies.
    `notices` maps IRI to label. The gaps: `idle` are areas without a task in force, `loose` tasks without
    an area in force.
    """

    notices: Mapping[str, str]
    areas: tuple[Thing, ...]
    tasks: tuple[Thing, ...]
    cells: Mapping[tuple[str, str], Cell]
    bodies: Mapping[str, tuple[Thing, ...]]
    idle: tuple[Thing, ...]
    loose: tuple[Thing, ...]
