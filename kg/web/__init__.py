"""The server of `kg serve`: the SPARQL endpoint, the HTTP API, and the page; see `kg.web.app`."""
