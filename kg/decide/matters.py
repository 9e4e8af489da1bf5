"""From what a user names to what can be decided: this task and that area, this name and that body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kg.decide.ends import ends_of
from kg.decide.places import notice_of
from kg.decide.values import Kind, Matter, end_of
from kg.errors import RequestError
from kg.names import DERIVED, fact_iri, shorten
from kg.rdf.store import select
from kg.rdf.terms import iri

if TYPE_CHECKING:
    import pyoxigraph as ox

#: Choices that are told, at most.
_TOLD = 4


def link_matter(store: ox.Store, tasks: Collection[str], areas: Collection[str]) -> Matter:
    """Make the link of a task to a focus area: the one pair that stands in one notice.

    :param tasks: the IRIs of all that goes by the name that was given; likewise `areas`
    :raises RequestError: there is no such pair, or there are several
    """
    pairs = [(task, area) for task in tasks for area in areas if notice_of(task) == notice_of(area)]
    if not pairs:
        raise RequestError("这项任务和这个工作重点不在同一份公文里；请改用 IRI（见 kg review --list --json）")
    task, area = pairs[_one(["、".join(map(shorten, pair)) for pair in pairs], "任务和工作重点")]
    ends = ends_of(store, (task, area))
    fact = iri(fact_iri(task, "kg:implements", area))
    rows = select(store, f"SELECT ?score WHERE {{ GRAPH {iri(DERIVED)} {{ {fact} kg:score ?score }} }}")
    score = float(rows[0]["score"]) if rows else None
    return Matter(Kind.LINK, ends[task], ends[area], score)


def name_matter(store: ox.Store, name: str, own: Sequence[str], bodies: Sequence[str]) -> Matter:
    """Make the link of a name to the body that goes by it.

    :param own: the IRIs of the bodies that are printed under this very name; none of a name not printed
    :param bodies: the IRIs of the bodies that are meant
    :raises RequestError: several bodies are meant, or the name is the body's already
    """
    body = bodies[_one(list(map(shorten, bodies)), "单位")]
    if body in own:
        raise RequestError(
            f"“{name}”在库中已经是这个单位的名称（{shorten(body)}）；如由决定合并，可撤回那个决定"
        )
    printed = own[_one(list(map(shorten, own)), f"叫“{name}”的单位")] if own else ""
    return Matter(Kind.ALIAS, end_of(name, iri=printed), ends_of(store, [body])[body])


def _one(names: Sequence[str], what: str) -> int:
    """Choose the only one there is."""
    if len(names) > 1:
        more = "……" if len(names) > _TOLD else ""
        raise RequestError(f"有几个{what}，请用 IRI 指明是哪一个：{'；'.join(names[:_TOLD])}{more}")
    return 0
