"""One thing by any of its names: what `kg show`, `kg trace` and the parameters of queries are given."""

from __future__ import annotations

import re

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.register import plain
from kg.names import PREFIXES

#: kind of a query's parameter -> the kinds of things that it can be
_AMONG = {
    "body": ("body",),
    "document": ("document", "notice"),
    "section": ("focus_area", "measure", "section"),
}


def find_entries(directory: Directory, what: str, kind: str = "thing") -> list[Entry]:
    """Find a thing by its IRI (whole, or with a prefix), by a name, by its number, or as a question would.

    :param kind: body, document, section, or thing for any kind
    :returns: all of that name (市科技局 of two cities are two bodies); none where nothing, or nothing certain,
        goes by it
    """
    among = _AMONG.get(kind, ())
    prefix, _, rest = what.partition(":")
    if known := directory.find(PREFIXES[prefix] + rest if prefix in PREFIXES else what):
        return [known]
    name = plain(what)
    if re.fullmatch(r"\d+", name) and not among:
        name = "任务" + name
    if same := directory.called(name, *among):
        return [entry for entry in same if entry.kind == same[0].kind]
    from kg.ask.likeness import (
        find_alike,
    )  # what a question is read with costs more than a look into the register

    return find_alike(directory, what, name, among)
