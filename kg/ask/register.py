"""The register: what has a name in a library, in a file that a build makes and questions look things up in.

All names of a library of thousands of notices take seconds to read; a question needs few of them. SQLite
gives those, and opens in a millisecond.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from kg.ask.entries import Entry, read_entries, read_naming, read_tallies
from kg.errors import DamagedLibrary
from kg.names import expand
from kg.numerals import parse_numeral
from kg.rdf.store import open_store, pairs, select
from kg.text import encodable, fold, simple, squeeze

#: SQL and its parameters -> rows
Rows: TypeAlias = Callable[..., list[tuple[Any, ...]]]

#: Numbers from here on, which no task has, are one: SQLite counts in 64 bits.
_MOST = 2**31

#: Longest start of a name that is looked up; the whole name is compared after that.
_KEY = 60
#: Most bytes of a register that are read in place, not copied page by page.
_MAPPED = 1 << 30

# `at` counts the things in their order; `owner` is the `at` of the notice that a part stands in. `nth` is a
# task's own number (3, （三）), or where it has none its place among the tasks. `names` are those beside the label.
# `apart` are the names that a person said are not a body's. `tally` counts the tasks of a notice, by
# role and body (-1 for any) or by condition: the engine would go through tens of thousands of a large library.
_TABLES = """
CREATE TABLE thing (at INTEGER PRIMARY KEY, iri TEXT, kind TEXT, label TEXT, names TEXT, number TEXT,
    notice TEXT, place_in INTEGER, place TEXT, owner INTEGER, nth INTEGER, plain TEXT);
CREATE TABLE name (key TEXT, at INTEGER, PRIMARY KEY (key, at)) WITHOUT ROWID;
CREATE TABLE naming (notice INTEGER, at INTEGER, PRIMARY KEY (notice, at)) WITHOUT ROWID;
CREATE TABLE former (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE TABLE apart (name TEXT, body TEXT);
CREATE TABLE tally (role TEXT, body INTEGER, notice INTEGER, tasks INTEGER,
    PRIMARY KEY (role, body, notice)) WITHOUT ROWID;
CREATE TABLE scope (notice INTEGER PRIMARY KEY, iri TEXT, known TEXT);
"""
_LOOKUPS = """
CREATE UNIQUE INDEX by_iri ON thing (iri);
CREATE INDEX by_kind ON thing (kind, plain);
CREATE INDEX by_number ON thing (nth);
CREATE INDEX by_thing ON naming (at);
CREATE INDEX by_owner ON thing (owner, kind);
"""
#: Gives what `entry_of` makes an Entry of.
SELECT = "SELECT iri, kind, label, names, number, notice, place_in, place FROM thing WHERE"


def plain(name: str) -> str:
    """Give a name as names are compared: without marks of quotation, folded, simplified, in lower case."""
    return re.sub(r"[《》“”‘’\"']", "", simple(fold(squeeze(name)))).lower()


def key_of(name: str) -> str:
    """Give the start of a plain name, by which it is looked up."""
    return name[:_KEY]


def _ordinal(entry: Entry) -> int:
    """Give a task's own number (3, （三）), or where it has none its place among the tasks."""
    number = parse_numeral(entry.number.strip("()（）〔〕、.")) if entry.number else None
    return min(int(number), _MOST) if number is not None else entry.order


def save_register(file: Path, graph: Path) -> None:
    """Put down all names of a graph; the same graph gives the same rows.

    :param graph: the folder of a finished store
    """
    from kg.ask.scopes import load_scopes, scope_as_json

    store = open_store(graph)
    entries = read_entries(store)
    known = {entry.iri: entry for entry in entries}
    at = {entry.iri: number for number, entry in enumerate(entries)}
    with closing(sqlite3.connect(file)) as made, made:
        made.executescript(_TABLES)
        made.executemany(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(entry, at) for entry in entries),
        )
        made.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", _keys(entries))
        naming = sorted((at[notice], at[thing]) for notice, thing in read_naming(store, known))
        made.executemany("INSERT INTO naming VALUES (?, ?)", naming)
        tallies = read_tallies(store, known).items()
        counted = sorted(
            (role, at.get(body, -1), at[notice], tasks) for (role, body, notice), tasks in tallies
        )
        made.executemany("INSERT INTO tally VALUES (?, ?, ?, ?)", counted)
        former = {old: new for new, old in sorted(pairs(store, expand("owl:sameAs")))}
        made.executemany("INSERT INTO former VALUES (?, ?)", former.items())
        made.executemany("INSERT INTO apart VALUES (?, ?)", sorted(_kept_apart(store)))
        scopes = ((at[iri], iri, scope_as_json(scope)) for iri, scope in load_scopes(store).items())
        made.executemany("INSERT INTO scope VALUES (?, ?, ?)", scopes)
        made.executescript(_LOOKUPS)


def _kept_apart(store: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - the engine's own type
    """Give the names that a person said are not a body's: the plain name, the body's IRI."""
    query = "?link a kg:Rejected ; rdf:predicate skos:altLabel ; rdf:subject ?body ; rdf:object ?name"
    for row in select(store, f"SELECT ?name ?body WHERE {{ {query} }}"):
        yield plain(row["name"]), row["body"]


def _row(entry: Entry, at: dict[str, int]) -> tuple[str | int | None, ...]:
    return (
        at[entry.iri],
        entry.iri,
        entry.kind,
        entry.label,
        json.dumps(entry.names[1:], ensure_ascii=False) if entry.names[1:] else "",
        entry.number,
        entry.notice,
        entry.order,
        entry.place,
        at.get(entry.notice),
        _ordinal(entry) if entry.kind == "task" else None,
        plain(entry.label),
    )


def _keys(entries: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    for at, entry in enumerate(entries):
        for name in entry.names:
            yield key_of(plain(name)), at


def entry_of(row: Sequence[Any]) -> Entry:
    """Make an entry of a row of SELECT."""
    iri, kind, label, names, number, notice, order, place = row
    more = json.loads(names) if names else ()
    return Entry(iri, kind, label, (label, *more), number, notice, order, place)


def open_register(file: Path) -> Rows:
    """Open a register for reading; any number of processes and threads may.

    :raises DamagedLibrary: it is not there, or no register; a broken page may be found only as it is read
    """
    home = file.parent
    try:
        opened = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        opened.execute(f"PRAGMA mmap_size = {_MAPPED}")
    except sqlite3.Error as error:
        raise DamagedLibrary(home, f"{file.name}：{error}") from None

    def rows(query: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            plain_values = (encodable(value) if isinstance(value, str) else value for value in values)
            return opened.execute(query, tuple(plain_values)).fetchall()
        except sqlite3.Error as error:
            raise DamagedLibrary(home, f"{file.name}：{error}") from None

    rows("SELECT count(*) FROM former")
    return rows
