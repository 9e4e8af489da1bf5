"""One thing by any of its names: what `kg show`, `kg trace` and the parameters of queries are given."""

from __future__ import annotations

import re

from kg.ask.bodies import find_bodies
from kg.ask.directory import Directory, Entry
from kg.ask.things import find_documents, find_tasks
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.names import PREFIXES
from kg.text import fold, squeeze

#: kind of a query's parameter -> the kinds of things that it can be
_AMONG = {
    "body": {"body"},
    "document": {"document", "notice"},
    "section": {"focus_area", "measure", "section"},
}
_FINDERS = ((Kind.TASK, find_tasks), (Kind.DOCUMENT, find_documents), (Kind.BODY, find_bodies))


def find_entry(directory: Directory, what: str, kind: str = "thing") -> Entry | None:
    """Find a thing by its IRI (whole, or with a prefix), by a name, by its number, or as a question would.

    :param kind: body, document, section, or thing for any kind
    :returns: None where nothing, or nothing certain, goes by that name
    """
    among = _AMONG.get(kind)
    prefix, _, rest = what.partition(":")
    iri = PREFIXES[prefix] + rest if prefix in PREFIXES else what
    if iri in directory.entries:
        return directory.entries[iri]
    entries = [entry for entry in directory.entries.values() if among is None or entry.kind in among]
    name = _plain(what)
    if re.fullmatch(r"\d+", name) and among is None:
        name = "任务" + name
    same = [entry for entry in entries if any(_plain(known) == name for known in entry.names)]
    if same:
        return same[0]
    for limit_kind, finder in _FINDERS:
        words = Words(name)
        limits: list[Limit] = [
            one for one in finder(words, directory) if one.kind is limit_kind and one.values
        ]
        if limits and not words.left():
            entry = directory.entries[limits[0].values[0]]
            if among is None or entry.kind in among:
                return entry
    holding = [entry for entry in entries if len(name) > 3 and name in _plain(entry.label)]
    return holding[0] if len(holding) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"[《》“”‘’\"']", "", fold(squeeze(name))).lower()
