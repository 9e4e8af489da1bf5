"""What kg defends against: every row of docs/threats.md names tests; those that stand nowhere else are here.

They come from outside, as an attacker would: over the line, or as a file to read.
"""

from __future__ import annotations

import ast
import asyncio
import json
import re
import select
import socket
import time
import zlib
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from functools import cache
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import uvicorn
from serving import DIRECT, FORM, Answer, Server, serving

from kg.build import Report
from kg.confine import MEMORY
from kg.pool import read_all
from kg.rdf import gate
from kg.read import read_document
from kg.settings import Settings
from kg.sources import LARGEST, Source
from kg.web import app, asking, connection, deciding, forms, workers
from kg.web.guard import POLICY
from kg.web.rendering import local

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
#: The rows of the page: a threat, what happens, the limit, the tests.
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in PAGE.partition("\n## 知道的局限")[0].splitlines()
    if re.match(r"\| (?!威胁|---)", line)
]
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


@cache
def declared_in(file: str) -> set[str]:
    """Give the names of the tests in a file."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    return {name for name in functions if name.startswith("test_")}


# the page


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_a_row_says_what_happens_and_names_tests_that_exist(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)
    named = NAMED.findall(row[3])
    assert named
    for file, test in named:
        assert test in declared_in(file), f"{file}::{test}"


def test_no_threat_has_two_rows_and_no_test_here_goes_unnamed() -> None:
    threats = [row[0] for row in ROWS]
    assert len(set(threats)) == len(threats) > 40
    about_the_page = {
        "test_a_row_says_what_happens_and_names_tests_that_exist",
        "test_no_threat_has_two_rows_and_no_test_here_goes_unnamed",
        "test_the_page_gives_the_limits_of_the_code",
    }
    named = {test for file, test in NAMED.findall(PAGE) if file == "test_threats.py"}
    assert declared_in("test_threats.py") - named == about_the_page


def test_the_page_gives_the_limits_of_the_code() -> None:
    given = Settings()
    for limit, said in [
        (gate.LONGEST, "65,536 个字符"),
        (gate.DEEPEST, "64 层"),
        (gate.MOST, "2,000 个词"),
        (given.query_seconds, "5 秒"),
        (asking.THOROUGH, "12 倍"),
        (given.query_rows, "10,000 行"),
        (given.query_bytes, "8,000,000 字节"),
        (given.read_seconds, "60 秒"),
        (MEMORY, "1,000,000,000 字节"),
        (LARGEST, "50,000,000 字节"),
        (app.LARGEST, "1,000,000 字节"),
        (forms.LARGEST, "100,000 字节"),
        (connection.HEADER, "15 秒"),
        (connection.BODY, "120 秒"),
        (connection.AROUND, "262,144 字节"),
        (workers.OF_ONE, "128 个"),
        (workers.WAITING, "512 个"),
    ]:
        assert said.startswith(f"{limit:,.0f}")
        assert said in PAGE


# the server


@pytest.fixture(scope="module")
def server(built: Report) -> Iterator[Server]:
    """Serve the library of the seeds with little patience; it must stop cleanly and have nothing to say."""
    with serving(built.home, query_seconds="1", query_bytes="200000", read_seconds="20") as one:
        yield one


def logged(server: Server) -> bool:
    """Tell whether the server has said something since it announced its address."""
    pipes = [pipe for pipe in (server.process.stdout, server.process.stderr) if pipe]
    return bool(select.select(pipes, [], [], 0.3)[0])


def refusal(answer: Answer) -> tuple[int, str]:
    """Give the status and the code of a refusal, which is short and has no trace."""
    assert answer.type == "application/problem+json"
    assert len(answer.json["detail"]) <= 1_000
    assert "Traceback" not in answer.json["detail"]
    return answer.status, answer.json["code"]


def raw(server: Server, request: str, seconds: float = 5) -> bytes:
    """Send characters as they are, and give what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as line:
        line.sendall(request.replace("\n", "\r\n").encode("latin-1"))
        got = b""
        with suppress(TimeoutError, ConnectionResetError):  # it closes on what it has not read
            while part := line.recv(65_536):
                got += part
    return got


#: Each took all time or all memory of the process that it came to.
HOSTILE = {
    "closures": "SELECT (COUNT(*) AS ?n) { ?a (!<x:>)* ?b . ?b (!<x:>)* ?c . ?c (!<x:>)* ?d }",
    "star": f"SELECT * {{ {' '.join(f'?s ?p{at} ?o{at} .' for at in range(256))} }}",
    "optionals": f"SELECT * {{ {' '.join(f'OPTIONAL {{ ?s{at} ?p{at} ?o{at} }}' for at in range(230))} }}",
    "repeats": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o "
    'FILTER(REGEX(STR(?o), CONCAT("(((a{1,100}){1,100}){1,100})+", STR(?p)))) }',
    "doubling": 'SELECT (STRLEN(?a9) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?a0) '
    + " ".join(f"BIND(CONCAT({', '.join([f'?a{at}'] * 8)}) AS ?a{at + 1})" for at in range(9))
    + "}",
    "replacing": 'SELECT (STRLEN(REPLACE(REPLACE("{a}", "a", "{a}"), "a", "{a}")) AS ?n) {}',
    "grouped": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_ended_and_the_next_is_answered(server: Server, name: str) -> None:
    query = HOSTILE[name].replace("{a}", "a" * 3_000)
    gate.check_query(query)  # it does reach the engine
    began = time.monotonic()
    answer = server.ask("/sparql", method="POST", body=query, Content_Type=DIRECT)
    assert time.monotonic() - began < 8  # seconds, on a busy machine; alone it takes little more than one
    assert refusal(answer) in {(503, "query_timeout"), (503, "query_resources"), (503, "too_big")}
    assert server.query("ASK {}").json["boolean"] is True


@pytest.mark.parametrize(
    "name",
    ["java:java.lang.Runtime.getRuntime", "file:///etc/passwd", "http://jena.apache.org/ARQ/function#now"],
)
def test_an_unknown_function_is_an_error(server: Server, name: str) -> None:
    answer = server.query(f"SELECT (<{name}>(1) AS ?x) {{}}")
    assert refusal(answer) == (400, "bad_query")
    assert "not supported" in answer.json["detail"]


def test_a_mistake_as_long_as_may_be_is_told_shortly(server: Server) -> None:
    long = "市" * 20_000
    for answer in (
        server.ask(
            "/sparql", method="POST", body=f"SELECT (<http://e/{long}>(1) AS ?x) {{}}", Content_Type=DIRECT
        ),
        server.ask(f"/api/v1/run/tasks-of-body?body={long[:6_000]}"),
        server.ask(f"/api/v1/show?what={long[:6_000]}"),
    ):
        assert refusal(answer)[0] in {400, 404}  # and not 503: no process has died of it


def test_a_result_of_too_many_bytes_is_cut_and_says_so(server: Server) -> None:
    long = f'SELECT (CONCAT("{"a" * 20_000}", STR(?s)) AS ?x) {{ ?s ?p ?o }}'
    for media, most in (("application/sparql-results+json", 10), ("text/csv", 10)):
        answer = server.ask("/sparql", method="POST", body=long, Content_Type=DIRECT, Accept=media)
        assert answer.status == 200
        assert 100_000 < len(answer.body) <= 200_000
        assert 1 < int(answer.headers["kg-truncated"].removeprefix("rows=")) < most
    short = f'SELECT (STRDT("1", <http://e/{"a" * 300}>) AS ?x) {{ ?s ?p ?o }}'  # long where it is not CSV
    assert server.query(short, "text/csv").headers["kg-truncated"]
    graph = "CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?o " + f'BIND(CONCAT("{"a" * 20_000}", STR(?o)) AS ?x) }}'
    answer = server.ask("/sparql", method="POST", body=graph, Content_Type=DIRECT)
    assert answer.headers["kg-truncated"]
    assert len(answer.body) <= 200_000


# addresses


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%252e%252e/app.py"),
        *("/static/..%5capp.py", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/vendor"),
        *("/static/%00", "/static/kg.css%00", "/static/" + "a" * 5_000, "/static/" + "市" * 300),
        *("/%00", "/id/%00", "/id/../../etc/passwd", "/id/%ff%fe", "/id/..%2f..%2fetc%2fpasswd"),
        *("/table/..%2f..%2fetc%2fpasswd.csv", "/api/v1/run/..%2f..%2fpyproject", "/api/v1/run/%00"),
        *("/api/v1/../../etc/passwd", "/notice?what=../../etc/passwd", "/notice?what=%00&start=-1&end=1e9"),
    ],
)
def test_no_address_leads_out_of_the_server(server: Server, path: str) -> None:
    assert server.ask("/static/kg.css").status == 200
    answer = server.ask(path)
    assert answer.status in {400, 404}
    assert refusal(answer)
    assert b"root:" not in answer.body


def test_a_range_is_no_lever(server: Server) -> None:
    whole = server.ask("/static/kg.css")
    assert server.ask("/static/kg.css", Range="bytes=0-3").body == whole.body[:4]
    many = ",".join(f"{at}-{at}" for at in range(0, 8_000, 4))
    overlapping = ",".join(["0-"] * 2_000)
    for ranges in (many, overlapping, "0-" + "9" * 4_000, "x-y", "-"):
        began = time.monotonic()
        answer = server.ask("/static/kg.css", Range=f"bytes={ranges}")
        assert time.monotonic() - began < 2
        assert len(answer.body) <= 2 * len(whole.body)
        assert answer.status in {200, 206, 400, 416}


DOORS = [
    "/",
    "/sparql?query=ASK%20%7B%7D",
    "/api/v1/stats",
    "/static/kg.css",
    "/upload",
    "/mcp",
    "/id/place/上海",
]


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1.",
            "localhost.",
            "127.0.0.1.evil.example",
            "evil.example:8470",
            "[::2]",
            "[::1].evil.example",
        ),
        *(
            "127.0.0.1:80:80",
            "127.0.0.1:\xb2",
            "127.0.0.1:",
            "evil@127.0.0.1",
            "127.1",
            "0.0.0.0",  # noqa: S104 - nothing is bound
            "2130706433",
        ),
        *("127.0.0.1,evil.example", "127.0.0.1 evil.example", "localhost/evil"),
    ],
)
def test_no_other_name_opens_any_door(server: Server, host: str) -> None:
    for door in DOORS:
        assert server.ask(door, Host=host).status == 421


def test_the_names_of_this_machine_open_the_door(server: Server) -> None:
    for host in ("127.0.0.1:1", "LOCALHOST", "localhost:8470", "[::1]", "[::1]:8470"):
        assert server.ask("/api/v1/queries", Host=host).status == 200
    twice = raw(
        server, f"GET / HTTP/1.1\nHost: 127.0.0.1:{server.port}\nHost: evil.example\nConnection: close\n\n"
    )
    assert twice.startswith(b"HTTP/1.1 421")
    assert raw(server, "GET / HTTP/1.0\n\n").startswith(b"HTTP/1.1 421")


def test_no_other_page_opens_any_door(server: Server) -> None:
    here = f"127.0.0.1:{server.port}"
    assert server.ask("/", Origin=f"http://{here}").status == 200
    for origin in (
        *("null", "http://[", "file://", "http://127.0.0.1", f"http://localhost:{server.port}", here),
        *(f"http://{here}.evil.example", f"http://evil@{here}", f"http://{here}/", "http://127.0.0.1:1"),
    ):
        for door in DOORS:
            assert refusal(server.ask(door, Origin=origin)) == (403, "unknown_origin")
        sent = server.ask("/review", method="POST", body="a=b", Origin=origin, Content_Type=FORM)
        assert refusal(sent) == (403, "unknown_origin")


HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


@pytest.mark.parametrize(
    ("status", "path", "headers"),
    [
        (200, "/", {}),
        (200, "/sparql?query=ASK%20%7B%7D", {}),
        (200, "/table/tasks.xlsx", {}),
        (206, "/static/kg.css", {"Range": "bytes=0-3"}),
        (303, "/thing?iri=https://gongwen.example/id/place/上海%0d%0aX-Evil:1", {}),
        (400, "/api/v1/ask", {}),
        (403, "/", {"Origin": "http://evil.example"}),
        (404, "/nothing", {"Accept": "text/html"}),
        (406, "/sparql?query=ASK%20%7B%7D", {"Accept": "image/png"}),
        (421, "/", {"Host": "evil.example"}),
        (503, "/sparql?query=" + quote(HOSTILE["closures"]), {}),
    ],
)
def test_every_answer_has_the_security_headers(
    server: Server, status: int, path: str, headers: dict[str, str]
) -> None:
    answer = server.ask(path, **headers)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "x-evil" not in answer.headers
    assert "server" not in answer.headers
    assert "frame-ancestors 'none'" in POLICY
    assert "unsafe" not in POLICY


def test_our_own_fault_has_them_too_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    """A server that was never started cannot answer, and that is nobody's fault but ours."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/v1/stats", "raw_path": b"/api/v1/stats"}
    scope |= {
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "scheme": "http",
        "http_version": "1.1",
    }
    with pytest.raises(AttributeError):  # uvicorn puts it into the log
        asyncio.run(app.make_app(Settings(), "token", workers.Workers(Settings()))(scope, receive, send))  # type: ignore[arg-type]
    start, body = sent
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    assert start["status"] == 500
    assert {name: named.get(name) for name in HEADERS} == HEADERS
    told = json.loads(body["body"])
    assert told["code"] == "internal"
    assert "AttributeError" not in told["detail"]
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert told["instance"] in record.getMessage()


# pages

TRAP = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u2028\u202e&lt;"


class Markup(HTMLParser):
    """What could run in a page: scripts that stand in it, handlers, styles, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.running: list[str] = []
        self.links: list[str] = []
        self.data: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        held = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "script" and "src" not in held):
            self.running.append(tag)
        self.running += [name for name in held if name.startswith("on") or name in {"style", "srcdoc"}]
        self.links += [held[name] for name in ("href", "src", "action", "formaction") if name in held]
        self.data |= {name: value for name, value in held.items() if name.startswith("data-")}


@pytest.mark.parametrize(
    "path",
    [
        *("/ask?q={}", "/notice?what={}", "/editor?query={}", "/trace?notice={}", "/table/tasks?c2={}"),
        *("/table/tasks?notice={}", "/table/targets?x={}", "/language?back={}", "/id/{}", "/nothing/{}"),
        *("/thing?iri={}", "/?token={}", "/upload?x={}", "/review?x={}", "/?x={}"),
    ],
)
def test_what_is_asked_runs_in_no_page(server: Server, path: str) -> None:
    for trap in (TRAP, "javascript:alert(1)", "data:text/html,<script>alert(1)</script>"):
        answer = server.ask(
            path.format(quote(trap, safe="")), Accept="text/html", Cookie=f"reviewer={quote(trap)}"
        )
        markup = Markup(answer.body.decode())
        assert markup.running == []
        assert all(link.startswith(("/", "#")) for link in markup.links), markup.links
        assert answer.headers.get("location", "/").startswith("/")
        assert not answer.headers.get("location", "").startswith("//")
        if path.startswith("/editor"):
            assert markup.data["data-query"].endswith(trap)


def test_no_page_is_made_of_markup_that_a_text_brings() -> None:
    """Templates escape all; what a script puts into a page, it puts there as text."""
    for template in (ROOT / "kg/web/templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|<script>|\son\w+=|\sstyle=", text), template.name
    scripts = list((ROOT / "kg/web/static").glob("*.js"))
    assert len(scripts) > 2
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"(?:inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|Function\(", text
        )


def test_a_link_leads_to_a_page_or_nowhere() -> None:
    for iri in (
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "\x01javascript:x",
        "data:text/html,x",
        "//evil",
        "",
    ):
        assert local(iri) == "#"
    for iri in ("https://a.example/x", "http://www.w3.org/2004/02/skos/core#Concept"):
        assert local(iri) == iri
    ours = local('https://gongwen.example/id/x"><script>?a#b javascript:')
    assert ours == "/id/x%22%3E%3Cscript%3E%3Fa%23b%20javascript:"


# the token


def test_the_token_becomes_a_cookie_and_is_seen_nowhere_else(server: Server) -> None:
    answer = server.ask(f"/?token={server.token}")
    assert (answer.status, answer.headers["location"]) == (303, "/review")
    cookie, *flags = answer.headers["set-cookie"].split("; ")
    assert cookie == f"token-{server.port}={server.token}"
    assert {flag.lower() for flag in flags} >= {"httponly", "samesite=strict"}
    assert answer.headers["referrer-policy"] == "same-origin"
    for path in ("/review", "/trace", "/", "/nothing", "/api/openapi.json"):
        shown = server.ask(path, Cookie=cookie, Accept="text/html")
        assert server.token.encode() not in shown.body + repr(shown.headers).encode()
    assert not logged(server)
    for process in own_children(server):
        for file in ("cmdline", "environ"):
            assert server.token.encode() not in Path(f"/proc/{process}/{file}").read_bytes()


def own_children(server: Server) -> list[int]:
    """Give the processes that the server has started, where the system tells."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(one) for one in children.read_text(encoding="ascii").split()] if children.exists() else []


def test_a_token_that_is_nearly_right_is_wrong(server: Server) -> None:
    token = server.token
    for wrong in (token[:-1], token + "A", token.swapcase(), token + "%00", "%E4%BB%A4", token[::-1]):
        assert refusal(server.ask(f"/?token={wrong}")) == (403, "unknown_token")
    form = urlencode({"one": "a", "other": "b", "verdict": "confirm", "by": "王", "why": "因"})
    here = f"http://127.0.0.1:{server.port}"
    for cookie in (token[:-1], "", f'"{token}x"', "\xe9"):
        sent = server.ask(
            *("/review",),
            method="POST",
            body=form,
            Origin=here,
            Content_Type=FORM,
            Cookie=f"token-{server.port}={cookie}",
        )
        assert refusal(sent) == (403, "no_token")


def test_tokens_are_compared_in_constant_time() -> None:
    """By the function for that, and never by ==, which stops at the first difference."""
    tree = ast.parse(Path(deciding.__file__).read_text(encoding="utf-8"))
    compared = [ast.unparse(one) for one in ast.walk(tree) if isinstance(one, ast.Compare)]
    assert not [one for one in compared if "token" in one or "given" in one]
    calls = [ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)]
    assert calls.count("secrets.compare_digest") == 2


# slow clients, and large ones


def test_slow_clients_hold_up_nobody(server: Server) -> None:
    head = f"Host: 127.0.0.1:{server.port}\r\n"
    with ExitStack() as lines:
        for at in range(200):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            unfinished = (
                f"GET / HTTP/1.1\r\n{head}X-{at}: ",
                f"POST /sparql HTTP/1.1\r\n{head}Content-Type: {DIRECT}\r\nContent-Length: 20\r\n\r\nASK",
                f"POST /mcp HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{{",
                "",
            )[at % 4]
            line.sendall(unfinished.encode())
        for _ in range(5):
            began = time.monotonic()
            assert server.ask("/api/v1/queries").status == 200
            assert time.monotonic() - began < 2
    assert server.query("ASK {}").status == 200
    assert not logged(server)  # that they went away is no news


def test_headers_without_end_are_cut_off(server: Server) -> None:
    sent = 0
    part = b"".join(b"X-%d: %s\r\n" % (at, b"a" * 1_000) for at in range(100))
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode())
        with suppress(OSError):
            for _ in range(300):
                line.sendall(part)
                sent += len(part)
    assert sent < 20_000_000
    one = HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(100):  # and of those that end, as many as a client likes, one after the other
        one.request("GET", "/static/icon.svg", headers={"X": "a" * 5_000})
        assert one.getresponse().read()
    one.close()


def test_a_body_without_end_is_refused_at_every_door(server: Server) -> None:
    here = f"http://127.0.0.1:{server.port}"
    json_types = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    for path, size, headers in (
        ("/sparql", 1_000_001, {"Content_Type": DIRECT}),
        ("/sparql", 1_000_001, {"Content_Type": FORM}),
        ("/review", 100_001, {"Content_Type": FORM, "Origin": here}),
        ("/table/tasks.csv", 1_000_001, {"Content_Type": FORM, "Origin": here}),
        ("/mcp", 10_000_000, json_types),
        ("/upload", 51_000_000, {"Content_Type": "multipart/form-data; boundary=cut", "Origin": here}),
    ):
        answer = server.ask(path, method="POST", body=b"a" * size, **headers)
        assert answer.status == 413, path
    chunk = f"{100_000:x}\n{'a' * 100_000}\n"
    told = raw(
        server,
        f"POST /sparql HTTP/1.1\nHost: 127.0.0.1:{server.port}\nContent-Type: {DIRECT}\n"
        f"Transfer-Encoding: chunked\nConnection: close\n\n{chunk * 12}0\n\n",
    )
    assert told.startswith(b"HTTP/1.1 413")
    both = "POST /sparql HTTP/1.1\nHost: localhost\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n"
    assert raw(server, both).startswith(b"HTTP/1.1 400")  # read in two ways, it would smuggle a request in


async def slow_answer(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has them
    """Answer when the body is there and a while has passed; /large has an answer that fills the line."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(0.6)
    body = b"a" * 30_000_000 if scope["path"] == "/large" else b"done"
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def listening() -> Any:  # noqa: ANN401 - an iterator of a port
    """Give a port where connections are those of our server."""
    config = uvicorn.Config(slow_answer, http=connection.Connection, log_level="critical", lifespan="off")
    one = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(one.serve(sockets=[listener]))
        while not one.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield listener.getsockname()[1]
        one.should_exit = True
        await running


async def ended(port: int, parts: list[bytes], *, reads: bool = True) -> float:
    """Send parts, one every tenth of a second, and give the seconds until the server closes the line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000)
    began = time.monotonic()
    with suppress(OSError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.1)
        if not reads:
            await asyncio.sleep(2)
        while await reader.read(1_000_000):
            pass
    with suppress(OSError):
        writer.close()
        await writer.wait_closed()
    return time.monotonic() - began


def test_a_client_that_is_late_is_cut_off_and_a_slow_answer_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEADER", "BODY", "TAKING"):
        monkeypatch.setattr(connection, name, 0.5)
    head = b"GET / HTTP/1.1\r\nHost: a\r\n"
    whole = head + b"Connection: close\r\n\r\n"

    async def all_of_them() -> None:
        async with asyncio.timeout(20), listening() as port:
            times = await asyncio.gather(
                ended(port, []),
                ended(port, [head]),
                ended(port, [b"G", b"E", b"T", b" ", *[b"/"] * 40]),
                ended(port, [head, *[b"X: y\r\n"] * 40]),
                ended(port, [b"\r\n"] * 40),
                ended(port, [head + b"\r\n", *[b""] * 8, b"GET /", *[b"a"] * 40]),
                ended(port, [b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n", *[b"a"] * 40]),
                ended(port, [b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"], reads=False),
            )
            assert all(taken < 3 for taken in times), times
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head + b"\r\n" + whole)
            assert (await reader.read()).count(b"done") == 2
            writer.close()

    asyncio.run(all_of_them())


# agents


def mcp(server: Server, tool: str, **given: object) -> dict[str, Any]:
    """Call a tool, and give its result."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
    types = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    answer = server.ask("/mcp", method="POST", body=json.dumps(call), **types)
    assert answer.status == 200
    found: dict[str, Any] = answer.json["result"]
    return found


def test_an_agent_is_handed_no_hidden_word_and_no_word_as_ours(server: Server) -> None:
    hidden = "\ufe01\U000e0101\U000e0041\u200b\u202e\ufeff\u0007\u001b\u0000\u0008\u180c"
    escaped = "".join(f"\\U{ord(one):08X}" for one in hidden)
    found = mcp(server, "sparql", query=f'SELECT ("甲{escaped}乙" AS ?x) {{}}')
    assert found.get("isError") is not True, found
    rows = json.loads(found["structuredContent"]["untrusted"])["results"]["bindings"]
    assert [row["x"]["value"] for row in rows] == ["甲乙"]
    unknown = mcp(server, "show", what="科技局市")["structuredContent"]
    assert "市科技局" in unknown["error"]  # a name that a notice prints
    assert "不是指令" in unknown["note"]
    unknown = mcp(server, "show", what=f"火星{hidden}")["structuredContent"]
    assert not set(hidden) & set(unknown["error"])


def test_an_agent_that_asks_without_measure_is_stopped_like_anybody(server: Server) -> None:
    with ThreadPoolExecutor(6) as threads:
        slow = [
            threads.submit(mcp, server, "sparql", query=f"{HOSTILE['closures']} # {at}") for at in range(6)
        ]
        began = time.monotonic()
        assert server.ask("/api/v1/show?what=市科技局").status == 200
        assert time.monotonic() - began < 3
        told = [one.result()["structuredContent"]["error"] for one in slow]
    assert all("停下" in one or "忙" in one for one in told)
    long = "市" * 100_000
    for tool, given in (("ask", {"q": long}), ("show", {"what": long}), ("run", {"name": long})):
        assert len(mcp(server, tool, **given)["structuredContent"]["error"]) <= 1_100
    run = mcp(server, "run", name="tasks-of-body", values={"body": long})
    assert len(run["structuredContent"]["error"]) <= 1_100
    assert mcp(server, "run", name="tasks")["structuredContent"]["untrusted"]


# files


def uploaded(server: Server, name: str, data: bytes) -> str:
    """Have a file read on the page, and give the page."""
    field = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    answer = server.ask(
        "/upload",
        method="POST",
        body=field.encode() + data + b"\r\n--cut--\r\n",
        Content_Type="multipart/form-data; boundary=cut",
        Origin=f"http://127.0.0.1:{server.port}",
    )
    assert answer.status == 200
    return answer.body.decode()


@pytest.mark.parametrize(
    "name",
    [
        *("..", " ", "../../逃.txt", "/etc/逃.txt", "C:\\逃.txt", "逃.txt.", "逃\x00.txt"),
        *("😀" * 200 + "." + "😀" * 20, "\u202etxt.逃"),
    ],
)
def test_the_name_of_an_upload_leads_nowhere(server: Server, name: str) -> None:
    page = uploaded(server, name, "云某市关于治水的通知\n（一）保护水源。（责任单位：市水利局）\n".encode())
    assert page.rstrip().endswith("</html>")
    assert ("没有读" in page) != ("市水利局" in page)
    assert not [*ROOT.glob("**/*逃*"), *Path("/etc").glob("*逃*")]
    assert not logged(server)


TEXT = "云某市关于修路的通知"


@pytest.mark.parametrize(
    "charset",
    [
        *("utf-7", "utf-16", "utf-16le", "iso-8859-1", "latin1", "unicode_escape", "punycode", "idna"),
        *("hz", "iso-2022-cn", "base64", "rot13", "no-such", "UTF8", "gbk"),
    ],
)
def test_a_page_is_read_as_it_is_shown_whatever_it_declares(tmp_path: Path, charset: str) -> None:
    """What a person sees in a browser is what is read: no escape of another encoding becomes text."""
    page = f'<meta charset="{charset}"><p>{TEXT}</p><p>+Tgs- \\u4e0b ~{{VPND~}} xn--fiq</p>'
    for encoding in ("gb18030",) if charset == "gbk" else ("utf-8", "gb18030"):
        (tmp_path / "a.html").write_bytes(page.encode(encoding))
        if (charset, encoding) == ("UTF8", "gb18030"):
            continue
        text = read_document(tmp_path / "a.html").text
        assert TEXT in text
        assert "+Tgs- \\u4e0b ~{VPND~} xn--fiq" in text


def pdf(*objects: bytes) -> bytes:
    """Put objects into a PDF; the first one is its catalog."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(out), len(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start)


def page_of(stream: bytes, filters: bytes = b"") -> bytes:
    """Give a PDF of one page with this drawn on it."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    drawn = b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters, stream)
    return pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, drawn)


#: What is packed twice: 600 MB of blanks in some kilobytes.
_PACKER = zlib.compressobj(9)
BLANKS = b"".join(_PACKER.compress(b" " * 1_000_000) for _ in range(600)) + _PACKER.flush()
PDFS: dict[str, Callable[[], bytes]] = {
    "packed twice": lambda: page_of(zlib.compress(BLANKS), b"/Filter[/FlateDecode/FlateDecode]"),
    "a page of pages of itself": lambda: pdf(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
    "brackets": lambda: page_of(b"[" * 200_000),
    "brackets in its tree": lambda: pdf(b"<</Type/Pages/Kids " + b"[" * 100_000 + b">>"),
    "boxes": lambda: page_of(b"".join(b"%d %d 5 5 re S\n" % (at % 500, at // 500) for at in range(60_000))),
    "a table that points at itself": lambda: b"%PDF-1.4\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_pdf_is_refused_and_the_next_file_read(tmp_path: Path, name: str) -> None:
    pytest.importorskip("pdfplumber")
    (tmp_path / "敌.pdf").write_bytes(PDFS[name]())
    (tmp_path / "好.txt").write_text(f"{TEXT}\n（一）修路。（责任单位：市交通局）\n", encoding="utf-8")
    assert (tmp_path / "敌.pdf").stat().st_size < 2_000_000
    began = time.monotonic()
    sources = [Source(tmp_path / file, file) for file in ("敌.pdf", "好.txt")]
    hostile, good = read_all("extract", sources, seconds=5, processes=1)
    assert time.monotonic() - began < 20
    assert hostile.done is None
    assert "敌.pdf" in (hostile.refused or "")
    assert good.done
    assert good.done["tasks"]
