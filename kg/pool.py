"""Processes that read untrusted files: started when needed, used again, killed when a file takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Timer
from typing import IO, Any

from kg.errors import RequestError, UnreadableFile
from kg.sources import Source

#: The folder that the process starts in may hold anything: nothing is imported from there.
_START = """
import sys
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
from kg.child import main
main()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a file: `done` is what the job gave; else `refused` is the sentence that says why not.

    `lasting` tells that the file itself is why, and that reading it again would end alike.
    """

    done: dict[str, Any] | None = None
    refused: str | None = None
    lasting: bool = True


def read_all(job: str, sources: Iterable[Source], *, seconds: float, processes: int = 0) -> Generator[Answer]:
    """Have each file read in another process; the answers come in the order of the files.

    :param job: one of `kg.child.JOBS`
    :param seconds: how long one file may take
    :param processes: how many run at once; one for each core if 0
    """
    sources = list(sources)
    count = min(processes or cores(), len(sources)) or 1
    readers = [Reader(seconds) for _ in range(count)]
    idle: SimpleQueue[Reader] = SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def read(source: Source) -> Answer:
        reader = idle.get()
        try:
            return reader.answer(job, source)
        finally:
            idle.put(reader)

    try:
        with ThreadPoolExecutor(count) as threads:
            try:
                yield from threads.map(read, sources)
            finally:
                for reader in readers:
                    reader.stop()
    finally:
        for reader in readers:
            reader.close()


def read_one(job: str, source: Source, *, seconds: float) -> dict[str, Any]:
    """Have one file read in another process.

    :param job: one of `kg.child.JOBS`
    :raises RequestError: it was refused, or took too long
    """
    with closing(Reader(seconds)) as reader:
        return reader.read(job, source)


class Reader:
    """A process that reads, one file after the other; after its death another one takes its place."""

    def __init__(self, seconds: float) -> None:
        """Start nothing yet.

        :param seconds: how long one file may take
        """
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, job: str, source: Source) -> dict[str, Any]:
        """Have a file read; see `read_one`.

        :raises RequestError: it was refused, or took too long
        """
        answer = self.answer(job, source)
        if answer.done is None:
            raise RequestError(answer.refused or "")
        return answer.done

    def answer(self, job: str, source: Source) -> Answer:
        """Have a file read; see `read_all`."""
        request = {"job": job, "path": str(source.path), "name": source.name, "member": source.member}
        for _attempt in range(2):  # what a file before has left behind may be why the first one dies
            answer = self._ask(json.dumps(request).encode("ascii") + b"\n")
            if isinstance(answer, dict):
                failed = answer.get("failed")
                refused = str(UnreadableFile(source.shown, failed)) if failed else answer.get("refused")
                return Answer(answer.get("done"), refused)
            if answer == "late":
                why = f"{self._seconds:g} 秒内没有读完；文件正常的话，请设 KG_READ_SECONDS 给它更多时间"
                return Answer(None, str(UnreadableFile(source.shown, why)), lasting=False)
        why = "读它的进程异常退出，可能是内存用完或文件有意损坏；请另存一份再试"
        return Answer(None, str(UnreadableFile(source.shown, why)), lasting=False)

    def stop(self) -> None:
        """End what it is doing, from another thread; from now on it reads nothing."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Free what the process held, when no thread waits for it any more."""
        if self._process:
            self._process.kill()
            with suppress(OSError):  # what it did not take from its pipe any more
                self._process.__exit__(None, None, None)

    def _ask(self, request: bytes) -> dict[str, Any] | str:
        """Give the answer; or "late" or "dead"."""
        process, late = self._started(), Event()
        if self._stopped:
            return "dead"

        def kill() -> None:
            late.set()
            process.kill()

        timer = Timer(self._seconds, kill)
        timer.start()
        line = b""
        try:
            with suppress(OSError, ValueError):  # it has died, and its pipe with it
                _pipe(process.stdin).write(request)
                _pipe(process.stdin).flush()
                line = _pipe(process.stdout).readline()
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            return dict(json.loads(line))
        process.kill()
        process.wait()
        return "late" if late.is_set() else "dead"

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or (self._process.poll() is not None and not self._stopped):
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(Path(__file__).parent.parent)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("no pipe")
    return pipe


def cores() -> int:
    """Count the cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not say
        return os.cpu_count() or 1
