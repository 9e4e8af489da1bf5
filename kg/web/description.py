"""What the endpoint can do, in the words of SPARQL 1.1 Service Description, as a query that makes it."""

from __future__ import annotations

from kg.rdf import terms

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_FORMATS = (*_RESULTS, "Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def description_query(endpoint: str) -> str:
    """Give the CONSTRUCT that describes the endpoint: its language, its formats, and the graphs it has.

    :param endpoint: its own address
    """
    service, dataset, graph = (terms.iri(endpoint + part) for part in ("", "#dataset", "#default"))
    formats = ", ".join(f"formats:{name}" for name in _FORMATS)
    return f"""
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX formats: <http://www.w3.org/ns/formats/>
CONSTRUCT {{
  {service} a sd:Service ; sd:endpoint {service} ; sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ; sd:defaultDataset {dataset} .
  {dataset} a sd:Dataset ; sd:defaultGraph {graph} ; sd:namedGraph ?node .
  {graph} a sd:Graph .
  ?node a sd:NamedGraph ; sd:name ?name ; sd:graph ?name .
  ?name a sd:Graph .
}} WHERE {{
  {{ SELECT DISTINCT ?name {{ GRAPH ?name {{ }} }} }}
  BIND (IRI(CONCAT(STR({service}), "#", ENCODE_FOR_URI(STR(?name)))) AS ?node)
}}
"""
