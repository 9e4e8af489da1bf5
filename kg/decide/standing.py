"""Which decisions are in force: the latest of each link that still is what it was when somebody looked at it.

What is judged does not depend on the order in which decisions were written down or merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kg.decide.places import Known, Places, find_end, notice_of, places_of, sort_of
from kg.decide.values import Decision, End, Kind, Verdict


class Standing(StrEnum):
    """What has become of a decision; the value is what people see, and stands in the graph."""

    IN_FORCE = "现行"
    SUPERSEDED = "被后来的决定取代"
    WITHDRAWN = "已撤回"
    OUTDATED = "待复核"  # what it is about has changed or is gone; kept, and not in force
    ABSENT = "不在库中"  # the library does not have the notice
    DONE = "已办"  # a withdrawal


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision and its standing; `subject` and `object` are the IRIs of its ends as they are now, or "".

    `note` says in Chinese what has changed. `against` are those whose latest word on the link is another.
    """

    decision: Decision
    standing: Standing
    subject: str = ""
    object: str = ""
    note: str = ""
    against: tuple[str, ...] = ()


def judge(decisions: Iterable[Decision], known: Known) -> tuple[Judged, ...]:
    """Judge all decisions, in the order of time.

    The latest on a link is in force, unless it was withdrawn. One whose task, heading or body is not there
    any more as it was quoted is not in force; a text that has moved is followed.
    """
    everything = sorted(dict.fromkeys(decisions), key=lambda one: one.moment)
    gone = withdrawn(everything)
    places = places_of(known.digests)
    found: dict[str, Judged] = {}
    groups: defaultdict[tuple[str, ...], list[Judged]] = defaultdict(list)
    for one in everything:
        if one.id in gone:
            found[one.id] = Judged(one, Standing.WITHDRAWN)
        elif one.verdict is Verdict.WITHDRAW:
            found[one.id] = Judged(one, Standing.DONE)
        else:
            judged = _placed(one, known, places)
            found[one.id] = judged
            if judged.standing is Standing.IN_FORCE:
                groups[_about(judged)].append(judged)
    for group in groups.values():
        found |= {judged.decision.id: judged for judged in _ranked(group)}
    now = {(one.subject, one.object): one.decision.moment for one in in_force(found.values(), Kind.LINK)}
    return tuple(_superseded(found[one.id], now) for one in everything)


def in_force(judged: Iterable[Judged], kind: Kind) -> list[Judged]:
    """Keep the decisions of a kind that are in force."""
    return [one for one in judged if one.decision.kind is kind and one.standing is Standing.IN_FORCE]


def _superseded(judged: Judged, now: Mapping[tuple[str, str], tuple[datetime, str]]) -> Judged:
    """Lay a decision to rest whose text has changed, where the changed text has been decided on since."""
    one = judged.decision
    since = now.get((one.subject.iri, one.object.iri))
    if judged.standing is Standing.OUTDATED and since and since > one.moment:
        return replace(judged, standing=Standing.SUPERSEDED)
    return judged


def withdrawn(decisions: Sequence[Decision]) -> set[str]:
    """Find what is withdrawn by a decision that is not withdrawn itself."""
    by: defaultdict[str, list[str]] = defaultdict(list)
    for one in decisions:
        if one.verdict is Verdict.WITHDRAW:
            by[one.of].append(one.id)
    gone: dict[str, bool] = {}
    # an id is a digest of what it withdraws, so nothing withdraws itself, however long the chain
    waiting = [one.id for one in decisions]
    while waiting:
        at = waiting[-1]
        open_ends = [other for other in by.get(at, ()) if other not in gone]
        if at in gone or not open_ends:
            waiting.pop()
            gone.setdefault(at, any(not gone[other] for other in by.get(at, ())))
        else:
            waiting += open_ends
    return {at for at, is_gone in gone.items() if is_gone}


def _placed(decision: Decision, known: Known, places: Places) -> Judged:
    """Find the ends of a decision among what the library holds."""
    ends = [find_end(end, known, places) for end in (decision.subject, decision.object)]
    needed = {Kind.LINK: (0, 1), Kind.ALIAS: (1,), Kind.QUESTION: ()}[decision.kind]
    for at in needed:
        end = (decision.subject, decision.object)[at]
        if not ends[at]:
            return Judged(decision, *_lost(end, known, places))
    if decision.kind is Kind.LINK:
        if ends[1] not in known.areas:
            return Judged(decision, Standing.OUTDATED, note=f"{decision.object}现在不是工作重点")
        if notice_of(ends[0]) != notice_of(ends[1]):
            return Judged(decision, Standing.OUTDATED, note="任务和工作重点现在不在同一份公文里")
    return Judged(decision, Standing.IN_FORCE, ends[0], ends[1])


def _lost(end: End, known: Known, places: Places) -> tuple[Standing, str, str, str]:
    if end.iri in known.digests:
        return Standing.OUTDATED, "", "", f"{end}的文字已变"
    if sort_of(end.iri) == "body" or notice_of(end.iri) not in places.notices:
        return Standing.ABSENT, "", "", f"库中没有{end}"
    return Standing.OUTDATED, "", "", f"公文里已没有{end}"


def _about(judged: Judged) -> tuple[str, ...]:
    """Tell what decisions are on the same link."""
    decision = judged.decision
    if decision.kind is Kind.ALIAS:
        return (decision.kind, decision.subject.iri or decision.subject.digest, judged.object)
    if decision.kind is Kind.QUESTION:
        return (decision.kind, decision.subject.digest)
    return (decision.kind, judged.subject, judged.object)


def _ranked(group: Sequence[Judged]) -> Iterable[Judged]:
    """Put the latest of the decisions on one link in force; name the people who said otherwise."""
    *before, last = group
    decided = (one.decision for one in group if one.decision.verdict is not Verdict.OPEN)
    verdicts = {decision.by: decision.verdict for decision in decided}
    for judged in before:
        yield Judged(judged.decision, Standing.SUPERSEDED, judged.subject, judged.object)
    against = tuple(sorted(by for by, verdict in verdicts.items() if verdict is not last.decision.verdict))
    yield Judged(last.decision, Standing.IN_FORCE, last.subject, last.object, last.note, against)
