"""A server of the tests: `kg serve` in a process of its own, and what a client sends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).parent.parent
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
#: A query that takes longer than anybody waits.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """Where a server listens."""

    port: int
    process: subprocess.Popen[str]
    token: str

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | str | None = None, **headers: str
    ) -> Answer:
        """Send a request; `Content_Type` and the like are its headers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body.encode() if isinstance(body, str) else body
        connection.request(method, quote(path, safe="/?=&%:#+"), data, named)
        response = connection.getresponse()
        sent = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, sent, response.read())
        connection.close()
        return answer

    def query(self, query: str, accept: str | None = None, **values: str) -> Answer:
        """Send a SPARQL query by GET."""
        fields = [("query", query), *((name.replace("_", "-"), value) for name, value in values.items())]
        return self.ask(f"/sparql?{urlencode(fields)}", **({"Accept": accept} if accept else {}))


def started(home: Path | str, *options: str, **settings: str) -> Server:
    """Start `kg serve` on a free port; whoever starts it ends it."""
    environment = {f"KG_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *options],
        cwd=ROOT,
        env=os.environ | {"KG_HOME": str(home)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    said = process.stdout.readline() if process.stdout else ""
    if not said.startswith("在 http://127.0.0.1:"):
        process.kill()
        raise AssertionError(said + process.communicate()[1])
    deciding = process.stdout.readline() if process.stdout else ""
    port = int(said.split("/")[2].partition(":")[2])
    return Server(port, process, deciding.strip().partition("?token=")[2])


@contextmanager
def serving(home: Path | str, **settings: str) -> Iterator[Server]:
    """Serve a library on a free port; the server must stop cleanly, and must not have complained."""
    server = started(home, **settings)
    try:
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)  # as Ctrl-C does
        _, complaints = server.process.communicate(timeout=20)
    assert server.process.returncode == 0
    assert complaints == "", complaints


def left_behind() -> set[Path]:
    """Find what uploads have left on the disk."""
    return set(Path(tempfile.gettempdir()).glob("kg-upload-*"))
