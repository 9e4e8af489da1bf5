"""The names of a library, or of some of its notices: what the words of a question can be linked to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.ask.entries import Entry
from kg.ask.register import SELECT, Rows, entry_of, key_of, open_register, plain
from kg.text import fold, simple

if TYPE_CHECKING:
    from kg.ask.scopes import Scope
    from kg.lexicon import Jurisdiction

#: name, place that the notices speak for -> the forms in which people write the name
Shorten: TypeAlias = "Callable[[str, Jurisdiction | None], Iterable[str]]"

#: Kinds that stand in a notice, and those that notices name. All documents and notices are known everywhere.
_PARTS = ("task", "focus_area", "measure", "section", "policy", "principle", "goal")
_EVERYWHERE = ("document", "notice")
_NAMED_IN = "at IN (SELECT at FROM naming WHERE notice IN ({}))"
_BY_IRI = "iri = coalesce((SELECT new FROM former WHERE old = ?), ?)"
#: Selections of notices whose names are kept in memory.
_KEPT = 64
#: Longest name that can be near another one, and how many names are compared character by character.
_LONG, _COMPARED = 60, 400


@dataclass(frozen=True, eq=False)
class Directory:
    """The things with a name of some notices, or of all; they are looked up in the register when asked for.

    `notices` are the IRIs of those meant, `whole` is the directory of all; both are None where all are meant.
    """

    rows: Rows
    notices: Collection[str] | None = None
    whole: Directory | None = None

    @cached_property
    def scopes(self) -> Mapping[str, Scope]:
        """By what each of these notices is told from the others, by the IRI of the notice."""
        if self.whole and self.notices is not None:
            return {iri: self.whole.scopes[iri] for iri in sorted(self.notices)}
        from kg.ask.scopes import scope_from

        return {
            iri: scope_from(iri, known)
            for iri, known in self.rows("SELECT iri, known FROM scope ORDER BY iri")
        }

    @cached_property
    def home(self) -> Jurisdiction | None:
        """The place that the notices speak for, None where they speak for several."""
        homes = {home for scope in self.scopes.values() for home in scope.homes}
        return homes.pop() if len(homes) == 1 else None

    @cached_property
    def _lists(self) -> dict[str, list[Entry]]:
        return {}

    def of(self, *kinds: str) -> list[Entry]:
        """Give the things of some kinds; those of one kind in the order of the text."""
        for kind in kinds:
            if kind not in self._lists:
                self._lists[kind] = self._select((kind,), "1")
        return [entry for kind in kinds for entry in self._lists[kind]]

    def has(self, kind: str) -> bool:
        """Tell whether there is a thing of a kind."""
        return bool(self._select((kind,), "1", order="at LIMIT 1"))

    def parts_of(self, notices: Collection[str], *kinds: str) -> list[str]:
        """Give the IRIs of the parts of some notices that are of some kinds, in the order of the text."""
        # the + keeps SQLite from going through all things of the kinds, which stand in that order already
        query = (
            "SELECT iri FROM thing WHERE kind IN (SELECT value FROM json_each(?)) AND owner IN "
            "(SELECT notice FROM scope WHERE iri IN (SELECT value FROM json_each(?))) ORDER BY +at"
        )
        return [iri for (iri,) in self.rows(query, json.dumps(kinds), json.dumps(sorted(notices)))]

    def parts_counted(self, kinds: Collection[str]) -> dict[str, int]:
        """Count the parts of some kinds of all notices, by the notice's IRI; no notice has 0."""
        query = (
            "SELECT (SELECT iri FROM scope WHERE notice = owner), count(*) FROM thing WHERE owner IN "
            "(SELECT notice FROM scope) AND kind IN (SELECT value FROM json_each(?)) GROUP BY owner"
        )
        return dict(self.rows(query, json.dumps(list(kinds))))

    def numbered(self, nth: int) -> list[Entry]:
        """Give the tasks of a number; of one that has none, its place counts."""
        return self._select(("task",), "nth = ?", nth)

    def at_end(self, *, last: bool) -> list[Entry]:
        """Give the first task, or the last one, by its place in its notice; none where there are no tasks."""
        order = "place_in DESC, at" if last else "place_in, at"
        return self._select(("task",), "1", order=f"{order} LIMIT 1")

    def printed_in(self, words: str, *kinds: str) -> list[Entry]:
        """Give the things whose plain label stands in some words."""
        return self._select(kinds, "instr(?, plain)", words)

    def holding(self, words: str, *kinds: str, most: int = -1) -> list[Entry]:
        """Give the things whose plain label holds some words; `most` of them, where that is not negative."""
        return self._select(kinds, "instr(plain, ?)", words, order=f"at LIMIT {most}")

    def called(self, name: str, *kinds: str) -> list[Entry]:
        """Give the things that go by a plain name."""
        found = self._select(kinds, "at IN (SELECT at FROM name WHERE key = ?)", key_of(name))
        return [entry for entry in found if any(plain(known) == name for known in entry.names)]

    def _select(
        self, kinds: Collection[str], condition: str, *values: str | int, order: str = "at"
    ) -> list[Entry]:
        query = f"{SELECT} {self._within_sql(kinds)} AND {condition} ORDER BY {order}"
        return list(map(entry_of, self.rows(query, *values)))

    def _within_sql(self, kinds: Collection[str]) -> str:
        """Write the condition that a thing is of some kinds (of any, if none is given), and of these notices."""
        meant = f"kind IN ({', '.join(map(repr, kinds))})" if kinds else "1"
        if not self.whole:
            return meant
        owners = self._owners
        either = []
        if not kinds or any(kind in _PARTS for kind in kinds):
            either.append(f"owner IN ({owners})")
        if not kinds or any(kind in _EVERYWHERE for kind in kinds):
            either.append(f"kind IN {_EVERYWHERE!r}")
        if not kinds or any(kind not in (*_PARTS, *_EVERYWHERE) for kind in kinds):
            either.append(_NAMED_IN.format(owners))
        return f"{meant} AND ({' OR '.join(either)})"

    @cached_property
    def _owners(self) -> str:
        number_of = self.whole.number_of if self.whole else self.number_of
        return ", ".join(str(number_of[iri]) for iri in self.scopes)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """The numbers by which the register knows the notices."""
        return dict(self.rows("SELECT iri, notice FROM scope"))

    def naming(self, things: Iterable[str]) -> set[str]:
        """Give the notices that name a thing, themselves or in one of their parts, be they of these or of others."""
        query = (
            "SELECT scope.iri FROM naming JOIN scope USING (notice) "
            "WHERE naming.at = (SELECT at FROM thing WHERE iri = ?)"
        )
        return {iri for thing in things for (iri,) in self.rows(query, thing)}

    @cached_property
    def bodies_as_printed(self) -> Mapping[str, list[Entry]]:
        """Give the bodies by each of their names; one name can be that of bodies of several places."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.of("body"):
            for name in dict.fromkeys(form for known in entry.names for form in (known, simple(known))):
                found[name].append(entry)
        return found

    @cached_property
    def bodies(self) -> Mapping[str, list[Entry]]:
        """Give the bodies by each of their names, folded, as a question would print it."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for name, entries in self.bodies_as_printed.items():
            found[fold(name).lower()] += entries
        return found

    def body_forms(self, shorten: Shorten) -> Collection[str]:
        """Give all names of bodies and their short forms, folded; they are made once."""
        if shorten not in self._forms:
            names = self.bodies_as_printed
            self._forms[shorten] = {fold(form).lower() for name in names for form in shorten(name, self.home)}
        return self._forms[shorten]

    @cached_property
    def _forms(self) -> dict[Shorten, Collection[str]]:
        return {}

    def apart(self, name: str) -> set[str]:
        """Give the IRIs of the bodies that a person said this is not the name of."""
        return {iri for (iri,) in self.rows("SELECT body FROM apart WHERE name = ?", plain(name))}

    def find(self, iri: str) -> Entry | None:
        """Look a thing up by its IRI, or by one that it had before, be it named by these notices or by others."""
        if self.whole:
            return self.whole.find(iri)
        if iri not in self._found:
            found = self.rows(f"{SELECT} {_BY_IRI}", iri, iri)
            if not found:
                return None
            self._found[iri] = entry_of(found[0])
        return self._found[iri]

    @cached_property
    def _found(self) -> dict[str, Entry]:
        return {}

    def entry(self, iri: str) -> Entry:
        """Look a thing up by its IRI.

        :raises KeyError: the register does not know it
        """
        if found := self.find(iri):
            return found
        raise KeyError(iri)

    def within(self, notices: Collection[str]) -> Directory:
        """Give the names of some notices only: their parts, what they name, and all documents and notices."""
        key = frozenset(notices)
        if key >= self.scopes.keys():
            return self
        if key not in self._within:
            if len(self._within) >= _KEPT:
                self._within.clear()
            self._within[key] = Directory(self.rows, key, self.whole or self)
        return self._within[key]

    @cached_property
    def _within(self) -> dict[frozenset[str], Directory]:
        return {}

    def nearest(self, name: str) -> list[str]:
        """Give the three names that look most like one."""
        from difflib import get_close_matches

        asked = set(name)
        alike = sorted(self._short_names(), key=lambda known: (-len(asked & set(known)), len(known), known))
        return get_close_matches(name, alike[:_COMPARED], 3, 0.5)

    def _short_names(self) -> set[str]:
        rows = self.rows("SELECT label, names FROM thing WHERE length(label) < ? OR names != ''", _LONG)
        known = {name for label, names in rows for name in (label, *(json.loads(names) if names else ()))}
        return {name for name in known if len(name) < _LONG}


def open_directory(file: Path) -> Directory:
    """Open the names of a whole library.

    :param file: its register
    :raises DamagedLibrary: it is not there, or broken
    """
    return Directory(open_register(file))
