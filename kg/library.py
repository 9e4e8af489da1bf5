"""A built library: ask it. Every face calls these verbs and prints what they give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import BadQuery, BadQuestion, DamagedLibrary, MismatchedVectors, NotFound
from kg.home import about_build, current_build, text_read
from kg.rdf.gate import check_query
from kg.rdf.store import Row, answer, complaint, dataset, open_store, select
from kg.settings import Settings, shared

#: Longest text to search for, in characters.
LONGEST = 2_000

if TYPE_CHECKING:
    import rdflib
    from rdflib.query import Result

    from kg.annotate import Annotated
    from kg.ask.context import Ask
    from kg.ask.directory import Directory
    from kg.ask.entries import Entry
    from kg.ask.values import Answer
    from kg.describe import Description
    from kg.embed import Encoder
    from kg.index.search import Hit, Index
    from kg.link.network import Network, Step
    from kg.rdf.shapes import Report
    from kg.review import Review
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
        return about_build(self.folder)

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
        """The passages with their postings and vectors.

        :raises DamagedLibrary: a file of it is missing or broken
        """
        from kg.index.search import open_index

        try:
            return open_index(self.folder / "index")
        except (OSError, ValueError, TypeError, KeyError, EOFError) as error:
            raise DamagedLibrary(self.folder, f"索引不完整（{error}）") from None

    @cached_property
    def directory(self) -> Directory:
        """The names of everything in the library.

        :raises DamagedLibrary: the register of them is missing or broken
        """
        from kg.ask.directory import open_directory

        return open_directory(self.folder / "names.db")

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
            raise BadQuery(complaint(error)) from None

    def answer(self, query: str, form: str | None = None) -> bytes | list[list[str]]:
        """Answer a SPARQL query in a format of `kg.rdf.store`, or as a table of text: header, then rows."""
        return answer(self.store, query, form)

    def run(self, name: str, **values: str) -> list[Row]:
        """Run a named query: `library.run("tasks-of-body", body="市科技局")`.

        :raises NotFound: no query has this name, or nothing the name that a parameter gives
        :raises BadParameter: a parameter is missing, unknown or wrong
        """
        return select(self.store, self.named_query(name, values))

    def named_query(self, name: str, values: Mapping[str, str]) -> str:
        """Give the text of a named query with its parameters put in; names of things become their IRIs.

        :raises NotFound: no query has this name, or nothing the name that a parameter gives
        :raises BadParameter: a parameter is missing, unknown or wrong
        """
        from kg.rdf.queries import IRI_KINDS, bind, load_query

        query = load_query(shared("queries"), name)
        kinds = {param.name: param.kind for param in query.params}
        linked = {
            key: self.find(value, kinds[key]).iri if kinds.get(key) in IRI_KINDS else value
            for key, value in values.items()
        }
        return bind(query, linked)

    def search(self, text: str, limit: int = 10, **filters: str | Collection[str]) -> list[Hit]:
        """Find passages by word and by meaning, best first; of a document's number its own and who prints it.

        :param filters: `notice`, `year`, `city`, `body`, `kind`: a name or several (see `kg.ask.narrowing`)
        :raises BadQuestion: the text is empty or too long
        :raises NotFound: nothing has the name that a filter gives
        """
        from kg.ask.narrowing import Filters, passages_meant

        if not text.strip() or len(text) > LONGEST:
            raise BadQuestion(f"要查找的文字应有 1 到 {LONGEST} 个字")
        meant = Filters(**filters, text=text)
        kept = passages_meant(meant, self.index, lambda: self.directory, lambda: self.store, self._find_all)
        return self.index.search(text, lambda _texts: self._vector(text)[None], limit, kept)

    def ask(self, question: str) -> Answer:
        """Answer a question about responsibilities with its proof, or refuse with what is missing.

        :raises BadQuestion: the question is empty or too long
        """
        from kg.ask.question import answer_question
        from kg.decide.answers import word_on

        answer = answer_question(self.asking, question)
        return replace(answer, decided=word_on(self.store, question, answer.answer))

    def try_ask(self, question: str) -> Answer:
        """Answer a question of a batch: one that cannot be one is refused, and the batch goes on."""
        from kg.ask.values import Answer

        try:
            return self.ask(question)
        except BadQuestion as error:
            return Answer(question, answerable=False, answer=str(error), reading="", missing=str(error))

    @cached_property
    def asking(self) -> Ask:
        """What a question is read by and answered from."""
        from kg.ask.context import Ask

        return Ask(self.store, self.directory, self.index, self._vector, cache(self._text))

    @cached_property
    def _vector(self) -> Callable[[str], Any]:
        """Give the vector of a question; those of the last ones are remembered, for a server's sake."""
        return lru_cache(2_000)(lambda text: self.encoder.queries([text])[0])

    def _text(self, digest: str) -> str:
        return text_read(self.folder, digest)

    @cached_property
    def review(self) -> Review:
        """What people decided about the library, and what is left to decide."""
        from kg.review import Review

        return Review(self.store, self.settings.decided, self._find_all, self.try_ask)

    def find(self, what: str, kind: str = "thing") -> Entry:
        """Find one thing by its IRI, its number, or any of its names.

        :param kind: body, document, section or thing (of any kind)
        :raises NotFound: nothing has this name; the nearest names are given
        :raises Ambiguous: several have it
        """
        from kg.identify import only_one

        return only_one(self.directory, what, self._find_all(what, kind))

    def _find_all(self, what: str, kind: str = "thing") -> list[Entry]:
        from kg.identify import things_meant

        return things_meant(self.directory, lambda: self.store, what, kind)

    def trace(self, what: str) -> Trace:
        """Trace a focus area, task, body or document, by name: its links in both directions with evidence.

        Things of one name (市科技局 of two cities) are traced apart: the first, with the `others`.

        :raises NotFound: nothing has this name
        """
        from kg.identify import of_each
        from kg.trace import trace

        return of_each(self.directory, what, self._find_all(what), lambda one: trace(self.store, one.iri))

    def matrix(self, notice: str | None = None) -> Matrix:
        """Put all focus areas, or those of one notice, beside their tasks, with the gaps on both sides.

        :raises NotFound: no notice has this name
        """
        from kg.trace import matrix

        return matrix(self.store, self.find(notice, "document").iri if notice else None)

    def describe(self, what: str) -> Description:
        """Tell all that is known of one thing, who says so, and where; of several of one name, apart.

        :raises NotFound: nothing has this name
        """
        from kg.describe import describe
        from kg.identify import of_each

        return of_each(self.directory, what, self._find_all(what), lambda one: describe(self.store, one))

    def annotate(self, what: str) -> Annotated:
        """Give a notice, by its number, title, IRI or any of its names, with its facts marked in its text.

        :raises NotFound: nothing has this name, or it is a document that was not read
        """
        from kg.annotate import annotate

        for entry in self._find_all(what, "document"):
            if found := annotate(self.store, entry.iri, self._text):
                return found
        raise NotFound(f"{what}（的全文）")

    def network(self) -> Network:
        """Count what the library holds, and measure who works with whom."""
        from kg.link.network import build_network, measure_network

        return measure_network(build_network(self.store))

    def path(self, one: str, other: str) -> list[Step]:
        """Find a shortest link between two things, by name, step by step.

        :raises NotFound: nothing has one of the names
        """
        from kg.link.network import build_network, shortest_link

        return shortest_link(build_network(self.store), self.find(one).iri, self.find(other).iri)

    def check(self) -> Report:
        """Check the graph with the SHACL shapes, with advice in Chinese."""
        from kg.rdf.shapes import check

        return check(self.dataset.default_graph)

    def export(self, form: str) -> bytes:
        """Write the whole graph, or the ledger of tasks, in one of the formats of `kg.export.FORMATS`.

        The same sources give the same bytes.
        """
        from kg.export import FORMATS

        return FORMATS[form](self.store)


def open_library(home: Path | str | None = None, settings: Settings | None = None) -> Library:
    """Open the library that the last build put in place.

    :param home: its folder; the setting `home` if None
    :raises NoLibrary: nothing was built there yet
    :raises DamagedLibrary: what was built cannot be opened
    """
    settings = settings or Settings.load()
    return Library(replace(settings, home=Path(home)) if home is not None else settings)
