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

    @cached_property
    def directory(self) -> Directory:
        """The names of everything in the library."""
        from kg.ask.directory import load_directory

        return load_directory(self.store)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the index was made with.

        :raises MismatchedVectors: the settings name another one
        :raises MissingPart: it cannot be loaded
        """
        from kg.embed import open_encoder

        if self.about["encoder_setting"] != self.settings.encoder:
            raise MismatchedVectors(self.about["encoder_setting"], self.settings.encoder)
        return open_encoder(self.settings.encoder, cache=self.settings.home / "models")

    def sparql(self, query: str) -> Result:
        """Answer a SPARQL query; the usual prefixes need no declaration.

        :returns: rdflib's Result
        :raises BadQuery: a syntax error
        :raises RefusedQuery: the query would write, call out or read files
        """
        check_query(query)
        try:
            return self.dataset.query(query)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise BadQuery(str(error)) from None

    def answer(self, query: str, form: str | None = None) -> bytes | list[list[str]]:
        """Answer a SPARQL query in a format of `kg.rdf.store`, or as a table of text: header, then rows."""
        return answer(self.store, query, form)

    def run(self, name: str, **values: str) -> list[Row]:
        """Run a named query: `library.run("tasks-of-body", body="市科技局")`.

        :raises NotFound: no query has this name, or nothing the name that a parameter gives
        :raises BadParameter: a parameter is missing, unknown or wrong
        """
        return select(self.store, self.named_query(name, values))

    def named_query(self, name: str, values: dict[str, str]) -> str:
        """Give the text of a named query with its parameters put in; names of things become their IRIs."""
        known = load_queries(shared("queries"))
        if name not in known:
            raise NotFound(name, get_close_matches(name, known, 3, 0.3))
        query = known[name]
        kinds = {param.name: param.kind for param in query.params}
        linked = {
            key: self.find(value, _KINDS[kinds[key]]).iri if kinds.get(key) in _KINDS else value
            for key, value in values.items()
        }
        return bind(query, linked)
