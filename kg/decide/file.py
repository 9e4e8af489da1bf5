"""The file of decisions: one a line, only ever appended to, so that two people's files merge as a union.

The file is the user's. No build writes it; a line that cannot be read is named, nothing is guessed or lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.decide.lines import from_line, to_line
from kg.decide.values import Decision
from kg.errors import BadDecision, RequestError, WriteFailed


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a file of decisions: each once, in the order of time, whatever the order of the lines.

    :returns: none where there is no file yet
    :raises BadDecision: a line is no decision
    :raises RequestError: the file cannot be read
    """
    try:
        return _parsed(path.read_bytes(), path)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise RequestError(f"读不了决定文件 {path}：{error.strerror}") from None


def append_decisions(path: Path, decisions: Iterable[Decision]) -> list[Decision]:
    """Append those decisions that the file does not have, and have the disk keep them before this returns.

    Several processes may append at once: each waits for its turn.

    :returns: what was new
    :raises BadDecision: the file has a line that is no decision; then nothing is written
    :raises WriteFailed: the file cannot be written
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path) as file:
            before = file.read()
            known = {decision.id for decision in _parsed(before, path)}
            new = [one for one in dict.fromkeys(decisions) if one.id not in known]
            lines = "".join(to_line(one) + "\n" for one in sorted(new, key=lambda one: one.moment))
            if new:
                apart = b"" if before.endswith(b"\n") or not before else b"\n"
                file.write(apart + lines.encode())
                file.flush()
                os.fsync(file.fileno())
            return new
    except OSError as error:
        raise WriteFailed(path, error.strerror or str(error)) from error


def _parsed(data: bytes, path: Path) -> tuple[Decision, ...]:
    found: dict[str, Decision] = {}
    for at, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            decision = from_line(line.decode("utf-8").strip())
        except UnicodeDecodeError:
            raise BadDecision(path, at, "不是 UTF-8 文字") from None
        except ValueError as error:
            raise BadDecision(path, at, str(error)) from None
        found[decision.id] = decision
    return tuple(sorted(found.values(), key=lambda one: one.moment))


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """Open the file to read and append, alone; again if another program has put a new file in its place."""
    while True:
        with path.open("a+b") as file:
            _lock(file)
            try:
                same = os.path.samestat(os.fstat(file.fileno()), path.stat())
            except FileNotFoundError:
                same = False
            if same:
                file.seek(0)
                yield file
                return


def _lock(file: BinaryIO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no flock; there two reviews at once are the users' to avoid
        return
    fcntl.flock(file, fcntl.LOCK_EX)
