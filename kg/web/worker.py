"""The process that answers what is asked of a library; `kg.web.workers` starts it, and kills it when late.

A request is one line of JSON; an answer is one line of JSON and, after it, as many bytes as the line says.
The process may not write, start programs or connect, and may not take all memory: see `kg.confine`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.confine import confine
from kg.errors import BadQuery, KgError
from kg.library import Library
from kg.rdf.gate import check_query
from kg.rdf.results import WRITTEN, Limits, write_result
from kg.render import json_text
from kg.verbs import perform
from kg.web.negotiate import choose
from kg.web.problems import Refused, code_of, status_of
from kg.web.processes import given

#: Most characters of a sentence that tells an error: it may quote what was asked, and must fit into a line.
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `head` has its status, and its media type or what went wrong; then comes its body."""

    head: dict[str, Any]
    body: bytes = b""


def main() -> None:
    """Answer requests until the line is closed."""
    with suppress(AttributeError):  # Windows has no such call
        # Ctrl-C is for the server, which then ends this. Not a session of its own: a Linux that shares its
        # time out by sessions would let nobody have the time that a slow query gives away
        os.setpgrp()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stderr = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", buffering=1)
    for libraries in (1, 2):  # what they print is no answer, and no message of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), libraries)
    settings = given()
    fenced = confine()
    library: Library | None = None
    loaded: Library | None = None
    for line in sys.stdin.buffer:
        try:
            request = json.loads(line)
            if library is None or str(library.folder) != request["build"]:
                library = Library(settings)
            reply = answer(library, request)
        except KgError as error:
            reply = failed(error)
        head = json.dumps(reply.head | {"length": len(reply.body), "fenced": fenced})
        answers.write(head.encode("ascii") + b"\n" + reply.body)
        answers.flush()
        if loaded is not library:  # what the first request has loaded stays: to look through it takes 13 ms
            loaded = library
            gc.collect()
            gc.freeze()


def answer(library: Library, request: dict[str, Any]) -> Reply:
    """Answer one request; whatever goes wrong is told, and the process goes on.

    :param request: `query` with the media types that its client accepts, graphs and limits; or `verb` with
        its values; and `build`, the folder of the library to ask
    """
    try:
        if "verb" in request:
            body = json_text(perform(library, request["verb"], request["values"]), indent=None).encode()
            return Reply({"status": 200, "type": "application/json"}, body)
        return _queried(library, request)
    except KgError as error:
        return failed(error)
    except (MemoryError, RecursionError):
        return Reply({"status": 503, "code": "too_big", "detail": "所要的太多，内存不够；请缩小范围"})
    except Exception:  # noqa: BLE001 - told to the operator, not to the client
        traceback.print_exc()
        return Reply({"status": 500, "code": "internal", "detail": "服务器内部出错，已记入日志"})


def _queried(library: Library, request: dict[str, Any]) -> Reply:
    query, form = request["query"], check_query(request["query"])
    if not form:
        raise BadQuery("查询以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头")
    media = choose(request["accept"], WRITTEN[form])
    if media is None:
        raise Refused(406, "not_acceptable", f"没有所要的格式；可给出 {' '.join(WRITTEN[form])}")
    limits = Limits(request["rows"], request["bytes"])
    graphs = request["graphs"] and (request["graphs"][0], request["graphs"][1])
    written = write_result(library.store, query, media, limits, graphs)
    head = {"status": 200, "type": media, "rows": written.rows, "cut": written.cut}
    return Reply(head, written.body)


def failed(error: KgError) -> Reply:
    """Tell an error of ours."""
    return Reply({"status": status_of(error), "code": code_of(error), "detail": str(error)[:LONGEST]})


if __name__ == "__main__":
    main()
