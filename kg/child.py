"""The process that reads untrusted files: `python -m kg.child`, started by `kg.pool`.

One request a line, one answer a line, both JSON. Whatever a file does to it (takes all memory, never ends,
crashes a library), the process that asked lives on. It may not write, start programs or open connections.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.confine import confine
from kg.errors import KgError
from kg.extract import Extract, as_json, extract_source, wrapped_at
from kg.record import to_json
from kg.recording import make_record
from kg.sources import Source


def _marked(extract: Extract) -> dict[str, Any]:
    """Give what was found together with the text that the offsets count in, and where that was wrapped."""
    text = extract.notice.document.text
    return {"text": text, "wrapped": wrapped_at(text), "found": as_json(extract)}


#: What can be asked of a file.
JOBS: dict[str, Callable[[Source], dict[str, Any]]] = {
    "extract": lambda source: as_json(extract_source(source)),
    "marked": lambda source: _marked(extract_source(source)),
    "record": lambda source: to_json(make_record(source)),
}


def main() -> None:
    """Answer requests until the line is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    confine()
    for line in sys.stdin:
        json.dump(_answer(json.loads(line)), answers)
        answers.write("\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    source = Source(Path(request["path"]), request["name"], request["member"])
    try:
        return {"done": JOBS[request["job"]](source)}
    except KgError as error:
        return {"refused": str(error)}
    except (MemoryError, RecursionError):
        return {"failed": "内容太大或嵌套太深，没有读完"}
    except Exception as error:  # noqa: BLE001 - one file's bad luck must not stop the others
        return {"failed": f"程序没有料到的内容（{type(error).__name__}: {error}），请把文件发给我们"}


if __name__ == "__main__":
    main()
