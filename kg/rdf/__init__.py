"""Facts as RDF: quads, the store that holds them, the queries and shapes that read it."""
