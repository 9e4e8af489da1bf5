"""A built library: ask it. Every face calls these verbs and prints what they give."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DamagedLibrary, MismatchedVectors
from kg.home import current_build
from kg.rdf.gate import check_query
from kg.rdf.queries import NamedQuery, bind, load_queries
from kg.rdf.store import Row, answer, dataset, lines, open_store, select
from kg.settings import Settings, shared

if TYPE_CHECKING:
    import rdflib
    from rdflib.query import Result

    from kg.ask import Answer
    from kg.index.search import Hit, Index
    from kg.link.network import Network
    from kg.rdf.shapes import Report
    from kg.trace import Matrix, Trace


class Library:
    """The library that a build put in place, opened read-only.

    Parts are opened when they are first needed: a SPARQL query loads no vectors, a search no rdflib.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        """Open the current build.

        :raises NoLibrary: nothing was built yet
        :raises DamagedLibrary: what was built cannot be opened
        """
        self.settings = settings or Settings.load()
        self.folder = current_build(self.settings.home)

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the build wrote about itself: version, encoder, report."""
        try:
            known = json.loads((self.folder / "about.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedLibrary(self.folder, str(error)) from None
        return dict(known)

    @cached_property
    def store(self) -> Any:  # noqa: ANN401 - the engine's own type stays behind kg.rdf.store
        """The engine's store, for `kg.rdf.store`."""
        return open_store(self.folder / "graph")

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset; its default graph holds the facts in force."""
        return dataset(self.store)

    @cached_property
    def index(self) -> Index:
        """The passages with their postings and vectors."""
        from kg.index.search import open_index

        return open_index(self.folder / "index")
