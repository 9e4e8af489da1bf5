"""One thing by words that are none of its names: today's name, a part of the name, what a question would say."""

from __future__ import annotations

from collections.abc import Collection

from kg.ask.bodies import find_bodies
from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.register import plain
from kg.ask.things import find_documents, find_tasks
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.lexicon import match_names
from kg.names import part_title, title_key
from kg.numerals import canonical_number
from kg.text import squeeze

_FINDERS = ((Kind.TASK, find_tasks), (Kind.DOCUMENT, find_documents), (Kind.BODY, find_bodies))
_DOCUMENTS = ("document", "notice")


def find_alike(directory: Directory, what: str, name: str, among: Collection[str]) -> list[Entry]:
    """Find the things that some words can mean, though none of them goes by that name.

    :param name: the plain name looked for, `what` the same as it was given
    :param among: the kinds that the thing can be of; of any, if none is given
    :returns: none where nothing is certain
    """
    if number := _whole_number(what):
        return directory.called(plain(number), *among)
    if (not among or "body" in among) and (bodies := _bodies_by_rule(name, directory)):
        return bodies
    subject = part_title(title_key(what))[1]
    kinds = [kind for kind in _DOCUMENTS if not among or kind in among]
    documents = sorted(directory.of(*kinds), key=lambda entry: (entry.notice, entry.order, entry.iri))
    if about := [entry for entry in documents if _is_about(entry, subject)]:
        return about
    for limit_kind, finder in _FINDERS:
        words = Words(name)
        limits: list[Limit] = [
            one for one in finder(words, directory) if one.kind is limit_kind and one.values
        ]
        if limits and not words.left():
            named = [directory.entry(value) for value in limits[0].values]
            if fitting := [entry for entry in named if not among or entry.kind in among]:
                return fitting
    holding = directory.holding(name, *among, most=2) if len(name) > 3 else []
    return holding if len(holding) == 1 else []


def _whole_number(what: str) -> str:
    """Give words that are a document's number in its one form: 9号 is no slip for 8号, but another document."""
    number = canonical_number(what) or ""
    return number if number[:1] != "〔" and abs(len(number) - len(squeeze(what))) < 3 else ""


def _bodies_by_rule(name: str, directory: Directory) -> list[Entry]:
    """Find the bodies that a name can mean by the tables (today's name, in full or in short), in every place."""
    entries = directory.bodies_as_printed
    matches = match_names(name, list(entries), directory.home)
    best = [
        entry for match in matches if match.score == matches[0].score for entry in entries[match.candidate]
    ]
    apart = directory.apart(name) if best else ()
    return list({entry.iri: entry for entry in best if entry.iri not in apart}.values())


def _is_about(document: Entry, subject: str) -> bool:
    """Tell whether a title without its issuer is that of a document."""
    return len(subject) > 3 and any(part_title(title_key(name))[1] == subject for name in document.names)
