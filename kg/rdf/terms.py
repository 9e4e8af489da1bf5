"""RDF terms and quads in N-Quads syntax: plain strings, so that a file of quads is their lines, sorted."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kg.names import expand
from kg.text import encodable


class Quad(NamedTuple):
    """A triple and the graph that says it; every term in N-Quads syntax."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """Write the quad as a line of N-Quads, without its line end."""
        return f"{self.subject} {self.predicate} {self.object} {self.graph} ."


_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def iri(name: str) -> str:
    """Write an IRI, given whole or with one of our prefixes (kg:Task)."""
    return f"<{name if '://' in name else expand(name)}>"


def text(value: str, language: str | None = None) -> str:
    """Write a string; surrogates that no encoding has become U+FFFD."""
    quoted = '"' + encodable(value).translate(_ESCAPED) + '"'
    return f"{quoted}@{language}" if language else quoted


def integer(value: int) -> str:
    """Write an xsd:integer."""
    return f'"{value}"^^{iri("xsd:integer")}'


def decimal(value: Decimal | float) -> str:
    """Write an xsd:decimal in its canonical form; a float is rounded to four places."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.4f}")
    plain = f"{exact:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f'"{plain or "0"}"^^{iri("xsd:decimal")}'


def date(value: str) -> str:
    """Write an xsd:date, given in ISO 8601."""
    return f'"{value}"^^{iri("xsd:date")}'
