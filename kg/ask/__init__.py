"""Questions in natural language: read by a grammar, answered by one SPARQL query, with the quotes that prove it.

`kg.ask.question` is the whole way. Nothing is imported here, so that the names of things (`kg.ask.naming`) can be
looked up without what answering needs.
"""
