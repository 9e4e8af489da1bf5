"""The things with a name, as the graph has them: what a build puts down in the register."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.ask.roles import DOERS, IN_CHARGE, ROLES
from kg.names import expand
from kg.rdf.store import pairs, typed, values

#: class -> what its things are called here; of a thing with several classes the first one counts
KINDS = {
    "CollectiveBody": "body",
    "Body": "body",
    "Task": "task",
    "FocusArea": "focus_area",
    "Measure": "measure",
    "Section": "section",
    "Policy": "policy",
    "Principle": "principle",
    "Goal": "goal",
    "Notice": "notice",
    "Document": "document",
    "Place": "place",
    "Event": "event",
    "Project": "project",
    "Topic": "topic",
}
_NAMES = ("skos:altLabel", "kg:fullName", "kg:number", "dcterms:title")
_FIELDS = ("rdfs:label", *_NAMES, "kg:taskNumber", "kg:order", "kg:jurisdiction")
#: What ten times as many things have that have no name is looked up for each thing.
_IN = "kg:inNotice"
#: By these a notice or a part of it names a body, a place, an event, a project or a topic.
_NAMING = ("kg:assignedTo", "kg:mentions", "kg:issuer", "kg:addressee")
#: By what a body can have a task, as a question asks for it -> the predicates that say so.
ASSIGNED = "kg:assignedTo"
HAVING = {role: (role,) for role in (ASSIGNED, *dict(ROLES))} | {
    IN_CHARGE: tuple(IN_CHARGE.strip("()").split("|"))
}
#: What tells of a task that it has a deadline, a target, a focus area; and that several bodies have it.
CONDITIONS, SHARED = ("kg:deadline", "kg:hasTarget", "kg:implements"), "shared"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with a name.

    `names` are its label and whatever else it goes by; `order` its place in its notice, `place` the place that
    a body belongs to.
    """

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    number: str = ""
    notice: str = ""
    order: int = 0
    place: str = ""


def read_entries(store: Any) -> list[Entry]:  # noqa: ANN401 - the engine's own type
    """Give all things with a name, those of a notice in the order of its text."""
    kinds: dict[str, str] = {}
    for name, kind in KINDS.items():
        for iri in typed(store, expand("kg:" + name)):
            kinds.setdefault(iri, kind)
    fields: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for field in _FIELDS:
        for iri, value in pairs(store, expand(field)):
            if iri in kinds:
                fields[iri][field].append(value)
    for iri in kinds:
        fields[iri][_IN] = values(store, iri, expand(_IN))
    entries = [_entry(iri, kind, fields[iri]) for iri, kind in kinds.items()]
    return sorted(entries, key=lambda entry: (entry.notice, entry.order, entry.iri))


def _entry(iri: str, kind: str, fields: Mapping[str, list[str]]) -> Entry:
    def least(*names: str, default: str = "") -> str:
        return next((min(fields[name]) for name in names if fields.get(name)), default)

    label = least("rdfs:label", default=iri)
    more = [name for field in _NAMES for name in sorted(fields.get(field, ()))]
    return Entry(
        iri,
        kind,
        label,
        tuple(dict.fromkeys([label, *more])),
        number=least("kg:number", "kg:taskNumber"),
        notice=least(_IN),
        order=int(least("kg:order", default="0")),
        place=least("kg:jurisdiction"),
    )


def read_naming(store: Any, entries: Mapping[str, Entry]) -> set[tuple[str, str]]:  # noqa: ANN401
    """Give which notice names which thing, itself or in one of its parts; both as IRIs."""
    found = set()
    for predicate in _NAMING:
        for part, thing in pairs(store, expand(predicate)):
            if part in entries and thing in entries:
                found.add((entries[part].notice or part, thing))
    return found


def read_tallies(store: Any, entries: Mapping[str, Entry]) -> Counter[tuple[str, str, str]]:  # noqa: ANN401
    """Count the tasks of each notice: by role the body's IRI, by condition nothing, and the notice's IRI.

    By a role without a body those are counted that some body has, by SHARED those that several have.
    """
    found: Counter[tuple[str, str, str]] = Counter()

    def count(what: str, held: Iterable[tuple[str, str]]) -> None:
        for task, body in held:
            known = entries.get(task)
            if known and known.kind == "task" and known.notice in entries:
                found[what, body, known.notice] += 1

    for role, predicates in HAVING.items():
        held = {pair for predicate in predicates for pair in pairs(store, expand(predicate))}
        holders = Counter(task for task, _ in held)
        count(role, (pair for pair in held if pair[1] in entries))
        count(role, ((task, "") for task in holders))
    doing = {pair for role in DOERS.strip("()").split("|") for pair in pairs(store, expand(role))}
    doers = Counter(task for task, _ in doing)
    count(SHARED, ((task, "") for task, bodies in doers.items() if bodies > 1))
    for condition in CONDITIONS:
        count(condition, {(task, "") for task, _ in pairs(store, expand(condition))})
    return found
