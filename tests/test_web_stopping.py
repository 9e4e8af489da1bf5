"""Ctrl-C ends a server soon and well, whatever it is doing; who waits is told so."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import sys
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from serving import DIRECT, FORM, SLOW, Server, left_behind, started

from kg.build import Report
from kg.library import Library
from kg.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

#: Seconds in which a server must have ended, on a machine that does other things, too.
SOON = 6
#: A form with a file whose end never comes.
UPLOAD = "multipart/form-data; boundary=cut"
FILE = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n'


@contextmanager
def stopping(home: Path | str, **settings: str) -> Iterator[Server]:
    """Start a server that is asked to stop inside; it must end soon and well, and must not complain."""
    server = started(home, **settings)
    assert server.ask("/sparql?query=ASK {}").status == 200
    try:
        yield server
    finally:
        began = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        _, complaints = server.process.communicate(timeout=30)
    assert (server.process.returncode, complaints) == (0, "")
    assert time.monotonic() - began < SOON


def sent(server: Server, request: bytes) -> socket.socket:
    """Send some bytes on a connection of their own."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    client.sendall(request)
    time.sleep(0.3)
    return client


def posted(server: Server, path: str, body: bytes, missing: int = 0, **headers: str) -> bytes:
    """Write a request of a page of this server whose last bytes are missing."""
    host = f"127.0.0.1:{server.port}"
    named = {"Host": host, "Origin": f"http://{host}", "Content_Length": str(len(body) + missing)} | headers
    lines = (f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"POST {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode() + body


def rest(client: socket.socket) -> str:
    """Receive what comes until the connection ends."""
    parts = []
    while part := client.recv(65_536):
        parts.append(part)
    client.close()
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    ("path", "media", "body"),
    [
        ("/sparql", DIRECT, b"SELECT"),
        ("/upload", UPLOAD, FILE % b"a.txt"),
        ("/review", FORM, b"by=a"),
        ("/mcp", "application/json", b"{"),
    ],
)
def test_who_has_not_sent_all_of_a_request_is_told_so(
    built: Report, path: str, media: str, body: bytes
) -> None:
    with stopping(built.home) as server:
        client = sent(server, posted(server, path, body, missing=500, Content_Type=media))
        server.process.send_signal(signal.SIGINT)
        answer = rest(client)
    assert answer.startswith("HTTP/1.1 503 ")
    assert '"code":"stopping"' in answer
    assert "x-content-type-options: nosniff" in answer


def test_who_asks_nothing_is_not_waited_for(built: Report) -> None:
    with stopping(built.home) as server:
        idle = sent(server, b"GET /static/kg.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200 ")
        begun = sent(server, b"GET /static/kg.css HTTP/1.1\r\nHo")
    for client in (idle, begun):
        client.close()


def boxes() -> bytes:
    """Make a PDF of one page that takes long to read: so many boxes are drawn on it."""
    drawn = zlib.compress(b"".join(b"%d %d 5 5 re S\n" % (at % 500, at // 500) for at in range(60_000)))
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawn), drawn),
    )
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"


def test_a_file_that_is_being_read_is_read_no_further(built: Report) -> None:
    pytest.importorskip("pdfplumber")
    before = left_behind()
    with stopping(built.home) as server:
        form = FILE % b"a.pdf" + boxes() + b"\r\n--cut--\r\n"
        client = sent(server, posted(server, "/upload", form, Content_Type=UPLOAD))
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")  # it is being read
        time.sleep(1)
        server.process.send_signal(signal.SIGINT)
        assert "服务器正在停下" in rest(client)
    assert left_behind() <= before


def test_a_decision_is_kept_and_the_library_whole(built: Report, tmp_path: Path) -> None:
    home, decisions = tmp_path / "library", tmp_path / "decisions.jsonl"
    shutil.copytree(built.home, home)
    with stopping(home, decisions=str(decisions)) as server:
        cookie = f"token-{server.port}={server.token}"
        page = server.ask("/review", Cookie=cookie).body.decode()
        one, other = (re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("one", "other"))
        form = urlencode({"one": one, "other": other, "verdict": "confirm", "by": "王芳", "why": "会上定的"})
        client = sent(server, posted(server, "/review", form.encode(), Content_Type=FORM, Cookie=cookie))
        while not decisions.exists():
            time.sleep(0.01)
        server.process.send_signal(signal.SIGINT)
        answer = rest(client)
    assert '"code":"not_renewed"' in answer or answer.startswith("HTTP/1.1 303 ")
    assert "王芳" in decisions.read_text(encoding="utf-8")
    assert Library(Settings(home=home)).run("tasks")


def test_who_asks_more_than_once_sees_no_trace(built: Report) -> None:
    with stopping(built.home) as server:
        for _ in range(3):
            server.process.send_signal(signal.SIGINT)
            time.sleep(0.05)


def test_who_waits_for_an_answer_is_told_so(built: Report) -> None:
    with stopping(built.home) as server, ThreadPoolExecutor() as threads:
        waiting = [threads.submit(server.ask, f"/sparql?query={SLOW} # {at}") for at in range(8)]
        time.sleep(0.3)
        server.process.send_signal(signal.SIGINT)
        answers = [one.result() for one in waiting]
    assert {answer.status for answer in answers} == {503}
    assert "stopping" in {answer.json["code"] for answer in answers}
