"""The vocabulary says what the graph is made of: all of it, in two languages, and nothing that is not so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VOID, XSD, DefinedNamespace

from kg.names import KG, PREFIXES
from kg.rdf.vocabulary import vocabulary_page

ROOT = Path(__file__).parent.parent
INVENTED = ROOT / "tests" / "data" / "invented.nq"

#: Namespaces that rdflib knows every term of. Not among them, so listed here from their specifications:
#: ELI 1.5 (http://data.europa.eu/eli/ontology) and Web Annotation (https://www.w3.org/TR/annotation-vocab/).
CLOSED: tuple[type[DefinedNamespace], ...] = (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VOID, XSD)
LISTED = {
    "eli:LegalResource",
    "eli:LegalResourceSubdivision",
    "eli:amends",
    "eli:based_on",
    "eli:cites",
    "eli:date_no_longer_in_force",
    "eli:first_date_entry_in_force",
    "eli:id_local",
    "eli:passed_by",
    "eli:repeals",
    "eli:type_document",
    "oa:SpecificResource",
    "oa:TextPositionSelector",
    "oa:TextQuoteSelector",
}
#: superclasses that no data use, so that a domain can be told
ABSTRACT = {"Bound", "Part"}


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")


@cache
def data() -> rdflib.Graph:
    lines = INVENTED.read_text("utf-8").splitlines()
    triples = (line[: line.rindex(" <")] + " .\n" for line in lines)
    return rdflib.Graph().parse(data="".join(triples), format="nt")


def defined() -> dict[str, rdflib.URIRef]:
    nodes = {node for node in ontology().subjects() if isinstance(node, rdflib.URIRef)}
    return {node[len(KG) :]: node for node in nodes if node.startswith(KG)}


def above(node: rdflib.term.Node) -> set[rdflib.term.Node]:
    return {kind for kind in ontology().transitive_objects(node, RDFS.subClassOf) if kind}


def classes(node: rdflib.term.Node) -> set[rdflib.term.Node]:
    return {kind for own in data().objects(node, RDF.type) for kind in above(own)}


def test_the_file_has_no_blank_nodes() -> None:
    assert not [term for triple in ontology() for term in triple if isinstance(term, rdflib.BNode)]


def written(*patterns: str) -> str:
    return "\n".join(path.read_text("utf-8") for pattern in patterns for path in ROOT.glob(pattern))


@pytest.mark.parametrize("pattern", ["kg/**/*.py", "queries/*.rq", "ontology/shapes.ttl"])
def test_every_term_that_is_used_is_defined(pattern: str) -> None:
    used = set(re.findall(r"\bkg:([A-Za-z]\w*)", written(pattern)))
    assert len(used) > 20
    assert used - {"kg"} <= set(defined())


def test_every_term_in_the_data_is_defined() -> None:
    used = {str(term)[len(KG) :] for triple in data() for term in triple if str(term).startswith(KG)}
    assert len(used) > 40
    assert used <= set(defined())


def test_every_term_that_is_defined_is_used() -> None:
    code = written("kg/**/*.py")
    unused = {name for name in defined() if not re.search(rf'kg:{name}\b|\b{name}=|"{name}"', code)}
    assert unused <= ABSTRACT


@pytest.mark.parametrize("name", sorted(defined()))
@pytest.mark.parametrize("words", [RDFS.label, SKOS.definition])
def test_every_term_speaks_chinese_and_english(name: str, words: rdflib.URIRef) -> None:
    said = [
        value for value in ontology().objects(defined()[name], words) if isinstance(value, rdflib.Literal)
    ]
    assert sorted(value.language or "" for value in said) == ["en", "zh"]
    assert all(str(value).strip() for value in said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_classes_and_no_two_properties_have_one_name(language: str) -> None:
    for kinds in ([OWL.Class], [OWL.ObjectProperty, OWL.DatatypeProperty]):
        names = [
            str(label)
            for kind in kinds
            for node in ontology().subjects(RDF.type, kind)
            for label in ontology().objects(node, RDFS.label)
            if isinstance(label, rdflib.Literal) and label.language == language
        ]
        assert len(names) == len(set(names)) > 20


def test_terms_of_other_vocabularies_exist() -> None:
    known = {rdflib.URIRef(PREFIXES[name.partition(":")[0]] + name.partition(":")[2]) for name in LISTED}
    spaces = (*map(str, CLOSED), PREFIXES["eli"], PREFIXES["oa"])
    foreign = {term for triple in ontology() for term in triple if str(term).startswith(spaces)}
    assert len(foreign) > 40
    closed = [term for space in CLOSED for term in foreign if term in space]  # type: ignore[attr-defined]
    assert foreign - set(closed) <= known


def test_domains_and_ranges_are_true_of_the_data() -> None:
    checked = 0
    for name, node in defined().items():
        for subject, value in data().subject_objects(node):
            for domain in ontology().objects(node, RDFS.domain):
                assert domain in classes(subject), f"{name}: {subject}"
                checked += 1
            for kind in ontology().objects(node, RDFS.range):
                if isinstance(value, rdflib.Literal):
                    assert (value.datatype or XSD.string) == kind, f"{name}: {value!r}"
                else:
                    assert kind in classes(value) | set(ontology().objects(value, RDF.type)), (
                        f"{name}: {value}"
                    )
                checked += 1
    assert checked > 500


def test_nothing_is_of_two_disjoint_classes() -> None:
    pairs = list(ontology().subject_objects(OWL.disjointWith))
    assert pairs
    for node in set(data().subjects(RDF.type)):
        assert not [pair for pair in pairs if set(pair) <= classes(node)]


def test_the_page_is_what_the_vocabulary_makes() -> None:
    page = vocabulary_page(ROOT / "ontology" / "kg.ttl")
    assert (ROOT / "docs" / "vocabulary.md").read_text("utf-8") == page
    assert set(re.findall(r"### `kg:(\w+)`", page)) == set(defined())
