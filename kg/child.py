"""The process that reads untrusted files: `python -m kg.child`, started by `kg.pool`.

One request a line, one answer a line, both JSON. Whatever a file does to it (takes all memory, never ends,
crashes a library), the process that asked lives on. It may not write, start programs or open connections.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.extract import as_json, extract_source
from kg.record import make_record, to_json
from kg.sources import Source

#: Most memory that a process may take for its data, in bytes.
MEMORY = 1_000_000_000

#: What can be asked of a file.
JOBS: dict[str, Callable[[Source], dict[str, Any]]] = {
    "extract": lambda source: as_json(extract_source(source)),
    "record": lambda source: to_json(make_record(source)),
}

#: What no reader needs; the names of Python's audit events begin so.
_REFUSED = (
    *(
        "socket.",
        "subprocess.",
        "shutil.",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.startfile",
    ),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
)


def main() -> None:
    """Answer requests until the line is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked will stop us
    _limit()
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


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_watch)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what a reader does not need: Python's audit hook (PEP 578)."""
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is not for a reader of files")
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise PermissionError(f"a reader of files does not write {args[0]!r}")


if __name__ == "__main__":
    main()
