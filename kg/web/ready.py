"""The named queries as the editor offers them: whole, with values of this library where they need some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from starlette.requests import Request

from kg.names import PREFIXES
from kg.rdf.queries import IRI_KINDS, NamedQuery, bind, load_queries
from kg.settings import shared
from kg.web.asking import rows_of

#: Kind of a value that is an IRI -> a named query, and its column that has such values.
_FROM = {
    "body": ("bodies", "body"),
    "document": ("cited-documents", "document"),
    "section": ("focus-areas", "area"),
    "thing": ("bodies", "body"),
}


async def ready_queries(request: Request) -> list[dict[str, str]]:
    """Give `name`, summary (`chinese`, `english`) and `text` of each query that this library can be asked.

    :raises Refused: the library could not be asked
    """
    some = {
        kind: [row[column] for row in await rows_of(request, name)] for kind, (name, column) in _FROM.items()
    }
    return [
        {"name": query.name, "chinese": query.summary_zh, "english": query.summary_en, "text": text}
        for query in load_queries(shared("queries")).values()
        if (text := written(query, some))
    ]


def written(query: NamedQuery, some: Mapping[str, Sequence[str]]) -> str:
    """Write a query with values for what it needs, which are told above it, so that they can be changed.

    :param some: kind -> IRIs of the library; a query that needs two gets two
    :returns: SPARQL with its prefixes; "" if the library has no such things
    """
    examples = dict(pair.split("=", 1) for pair in query.example.split())
    needed = [param for param in query.params if param.required]
    left = {kind: iter(iris) for kind, iris in some.items()}
    values = {
        param.name: next(left[param.kind], "") if param.kind in IRI_KINDS else examples[param.name]
        for param in needed
    }
    if not all(values.values()):
        return ""
    said = "".join(f"# {param.meaning}：{values[param.name]}\n" for param in needed)
    return said + declared(bind(query, values))


def declared(query: str) -> str:
    """Declare the prefixes that a query uses: other endpoints do not know them."""
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:]){name}:", query)]
    known = [name for name in used if not re.search(rf"(?i)prefix\s+{name}:", query)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in known) + query
