"""Answers of SPARQL queries in a terminal, for people; in a pipe nothing is changed or left out."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kg.names import BASE, shorten

if TYPE_CHECKING:
    from kg.library import Library


def print_answer(library: Library, query: str, form: str, titles: Mapping[str, str] | None = None) -> None:
    """Answer a query and print it; `titles` are the Chinese headings of a named query's columns."""
    from kg.render import print_table

    found = library.answer(query, None if form == "table" else form)
    if isinstance(found, bytes):
        click.echo(found.decode("utf-8").rstrip("\n"))
        return
    header, *rows = found
    most = library.settings.query_rows
    shown = rows[:most] if most else rows
    print_table(*readable(header, shown, titles) if titles and sys.stdout.isatty() else (header, shown))
    if most and len(rows) > most:
        click.echo(f"只列出前 {most} 行，共 {len(rows)} 行（设置 query_rows）", err=True)


def titles_of(name: str) -> dict[str, str]:
    """Give the Chinese headings of a named query's columns, less what stands in brackets."""
    from kg.rdf.queries import load_queries
    from kg.settings import shared

    columns = load_queries(shared("queries"))[name].columns
    return {column: meaning.partition("（")[0] for column, meaning in columns}


def readable(
    header: Sequence[str], rows: Sequence[Sequence[str]], titles: Mapping[str, str]
) -> tuple[list[str], list[list[str]]]:
    """Make a named query's table fit for people: IRIs by their prefix, and none where words stand beside it.

    A column of our IRIs is left out where the next one says what the thing is called; `--format csv` has it.
    """
    keep = [
        at
        for at, following in enumerate([*header[1:], ""])
        if following not in _WORDS or not all(row[at].startswith(BASE) for row in rows)
    ]
    return (
        [titles.get(header[at], header[at]) for at in keep],
        [[shorten(row[at]) for at in keep] for row in rows],
    )


#: Columns of named queries that say what the thing in the column before is called.
_WORDS = frozenset({"marker", "name", "number", "otherName", "phrase", "text"})


def cut(text: str, longest: int = 100) -> str:
    """Shorten a passage in a terminal, where a whole chapter would push the other hits off the screen."""
    return text if len(text) <= longest or not sys.stdout.isatty() else text[:longest] + "…"
