"""Tables: drawn in a terminal, tab-separated in a pipe, where nothing is changed or left out."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.library import Library


def print_table(header: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """Print rows: a drawn table in a terminal, tab-separated lines under a header in a pipe."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        if title:
            click.echo(title)
        click.echo("\t".join(header))
        for row in cells:
            click.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console().print(table)


def print_answer(library: Library, query: str, form: str, titles: Mapping[str, str] | None = None) -> None:
    """Answer a query and print it; `titles` are the Chinese headings of a named query's columns."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # while it computes, the engine looks for no Ctrl-C
    try:
        found = library.answer(query, None if form == "table" else form)
    finally:
        signal.signal(signal.SIGINT, before)
    if isinstance(found, bytes):
        click.echo(found.decode("utf-8").rstrip("\n"))
        return
    header, *rows = found
    most = library.settings.query_rows
    shown = rows[:most] if most else rows
    if titles and sys.stdout.isatty():
        header, shown = readable(header, shown, titles, _numbers(library))
    print_table(header, shown)
    if most and len(rows) > most:
        click.echo(f"只列出前 {most} 行，共 {len(rows)} 行（设置 query_rows）", err=True)


def titles_of(name: str) -> dict[str, str]:
    """Give the Chinese headings of a named query's columns, less what stands in brackets."""
    from kg.rdf.queries import load_query
    from kg.settings import shared

    columns = load_query(shared("queries"), name).columns
    return {column: meaning.partition("（")[0] for column, meaning in columns}


def readable(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    titles: Mapping[str, str],
    numbers: Mapping[str, str],
) -> tuple[list[str], list[list[str]]]:
    """Make a named query's table fit for people: Chinese headings, notices by number, IRIs by prefix.

    Left out are columns with nothing in them, and IRIs of ours where the next column says what the thing is
    called; `--format csv` has them all.

    :param numbers: a notice's IRI -> its number
    """
    from kg.names import BASE, shorten

    keep = [at for at in range(len(header)) if not rows or any(row[at] for row in rows)]
    keep = [
        at
        for at, following in zip(keep, [*(header[at] for at in keep[1:]), ""], strict=True)
        if following not in _WORDS or not all(row[at].startswith(BASE) for row in rows)
    ]
    return (
        [titles.get(header[at], header[at]) for at in keep],
        [[numbers.get(row[at]) or shorten(row[at]) for at in keep] for row in rows],
    )


def _numbers(library: Library) -> dict[str, str]:
    from kg.rdf.store import select

    rows = select(library.store, "SELECT ?notice ?number { ?notice a kg:Notice ; kg:number ?number }")
    return {row["notice"]: row["number"] for row in rows}


#: Columns of named queries that say what the thing in the column before is called.
_WORDS = frozenset({"marker", "name", "number", "otherName", "phrase", "text"})


def cut(text: str, longest: int = 100) -> str:
    """Shorten a passage in a terminal, where a whole chapter would push the other hits off the screen."""
    return text if len(text) <= longest or not sys.stdout.isatty() else text[:longest] + "…"
