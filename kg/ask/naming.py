"""One thing by any of its names: what `kg show`, `kg trace` and the parameters of queries are given."""

from __future__ import annotations

import re

from kg.ask.bodies import find_bodies
from kg.ask.directory import Directory, Entry
from kg.ask.things import find_documents, find_tasks
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.lexicon import match_names
from kg.names import PREFIXES, part_title, title_key
from kg.text import fold, squeeze

#: kind of a query's parameter -> the kinds of things that it can be
_AMONG = {
    "body": {"body"},
    "document": {"document", "notice"},
    "section": {"focus_area", "measure", "section"},
}
_FINDERS = ((Kind.TASK, find_tasks), (Kind.DOCUMENT, find_documents), (Kind.BODY, find_bodies))


def find_entries(directory: Directory, what: str, kind: str = "thing") -> list[Entry]:
    """Find a thing by its IRI (whole, or with a prefix), by a name, by its number, or as a question would.

    :param kind: body, document, section, or thing for any kind
    :returns: all of that name (市科技局 of two cities are two bodies); none where nothing, or nothing certain,
        goes by it
    """
    among = _AMONG.get(kind)
    prefix, _, rest = what.partition(":")
    iri = PREFIXES[prefix] + rest if prefix in PREFIXES else what
    iri = directory.former.get(iri, iri)
    if iri in directory.entries:
        return [directory.entries[iri]]
    entries = [entry for entry in directory.entries.values() if among is None or entry.kind in among]
    name = _plain(what)
    if re.fullmatch(r"\d+", name) and among is None:
        name = "任务" + name
    same = [entry for entry in entries if any(_plain(known) == name for known in entry.names)]
    if same:
        return [entry for entry in same if entry.kind == same[0].kind]
    if (among is None or "body" in among) and (bodies := _bodies_by_rule(name, directory)):
        return bodies
    subject = part_title(title_key(what))[1]
    about = [entry for entry in entries if entry.kind in _AMONG["document"] and _is_about(entry, subject)]
    if about:
        return about
    for limit_kind, finder in _FINDERS:
        words = Words(name)
        limits: list[Limit] = [
            one for one in finder(words, directory) if one.kind is limit_kind and one.values
        ]
        if limits and not words.left():
            named = [directory.entries[value] for value in limits[0].values]
            if fitting := [entry for entry in named if among is None or entry.kind in among]:
                return fitting
    holding = [entry for entry in entries if len(name) > 3 and name in _plain(entry.label)]
    return holding if len(holding) == 1 else []


def _bodies_by_rule(name: str, directory: Directory) -> list[Entry]:
    """Find the bodies that a name can mean by the tables (today's name, in full or in short), in every place."""
    entries: dict[str, list[Entry]] = {}
    for entry in directory.of("body"):
        for label in entry.names:
            entries.setdefault(label, []).append(entry)
    matches = match_names(name, list(entries), directory.home)
    best = [
        entry for match in matches if match.score == matches[0].score for entry in entries[match.candidate]
    ]
    return list({entry.iri: entry for entry in best}.values())


def _is_about(document: Entry, subject: str) -> bool:
    """Tell whether a title without its issuer is that of a document."""
    return len(subject) > 3 and any(part_title(title_key(name))[1] == subject for name in document.names)


def _plain(name: str) -> str:
    return re.sub(r"[《》“”‘’\"']", "", fold(squeeze(name))).lower()
