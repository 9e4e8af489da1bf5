"""Processes that answer: kept warm, watched, and killed when they are late.

There are two lanes. Every request first gets a short while with one of the quick processes. What takes
longer goes on at low priority among the slow ones, and a fresh process takes the place among the quick; if
all places among the slow are taken, it is ended. So a few hostile queries slow down neither the pages nor
each other's neighbours.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.pool import cores
from kg.settings import Settings
from kg.web.problems import Refused
from kg.web.worker import Reply

#: The folder that the process starts in may hold anything: nothing is imported from there.
_START = """
import sys
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
from kg.web.worker import main
main()
"""
#: Seconds that a request has among the quick ones, and processes in each lane for every core.
QUICK, LANE = 0.5, 1
#: Most requests that wait: all together, and of one client.
WAITING, OF_ONE = 512, 128
#: What each process is asked first, so that the first user does not wait for what it loads.
_WARM_UP = {"verb": "ask", "values": {"q": "谁负责？"}}


class Workers:
    """The processes of one server. Its methods are for one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._slow = asyncio.Semaphore(cores() * LANE)
        self._all: set[_Worker] = set()
        self._waiting: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the quick processes, and let them load what they need."""
        for _ in range(max(2, cores() * LANE)):
            self._replace()

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        for worker in list(self._all):
            await self._end(worker)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def ask(self, request: dict[str, Any], client: str, seconds: float) -> Reply:
        """Have a request answered.

        :param client: whose request it is, for fairness
        :param seconds: how long it may take, after it has waited for its turn
        :raises Refused: too many wait, it took too long, or it made its process end
        """
        if self._waiting[client] >= OF_ONE:
            raise Refused(429, "too_many_requests", "您同时发来的请求太多；请稍候再试", Retry_After="1")
        if self._waiting.total() >= WAITING:
            raise _busy()
        self._waiting[client] += 1
        try:
            worker = await self._next()
        finally:
            self._waiting[client] -= 1
            self._waiting += Counter()  # forget those who wait no more
        task = asyncio.ensure_future(worker.answer(request))
        try:
            await asyncio.wait({task}, timeout=QUICK)
        except asyncio.CancelledError:  # nobody waits for the answer any more
            task.cancel()
            self._replace()
            self._later(self._end(worker))
            raise
        if task.done() and not task.exception():
            self._idle.put_nowait(worker)
            return task.result()
        self._replace()
        return await self._slowly(worker, task, seconds)

    async def _next(self) -> _Worker:
        """Wait for a quick process; one that has died meanwhile is replaced."""
        while not (worker := await self._idle.get()).alive:
            self._all.discard(worker)
            self._replace()
        return worker

    async def _slowly(self, worker: _Worker, task: asyncio.Task[Reply], seconds: float) -> Reply:
        """Wait for an answer that did not come at once; its process is used up by that."""
        try:
            if not task.done():
                if self._slow.locked():
                    raise _busy()
                async with self._slow:
                    worker.yield_to_others()
                    await asyncio.wait({task}, timeout=seconds - QUICK)
            if not task.done():
                raise Refused(503, "query_timeout", f"{seconds:g} 秒内没有算完，已停下；请缩小范围")
            if task.exception():
                raise Refused(503, "query_resources", "所要的太多，回答它的进程用尽了内存；请缩小范围")
            return task.result()
        finally:
            task.cancel()
            await self._end(worker)

    def _replace(self) -> None:
        """Start another quick process, without waiting for it."""
        self._later(self._add())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        worker = _Worker(await _started(self._settings))
        self._all.add(worker)
        if self._closed:
            await self._end(worker)
            return
        with suppress(OSError, EOFError, ValueError):  # it will be seen to be dead when it is asked
            await worker.answer(_WARM_UP)
        self._idle.put_nowait(worker)

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()


class _Worker:
    """One process."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as the system has told."""
        return self._process.returncode is None

    async def answer(self, request: dict[str, Any]) -> Reply:
        """Ask it one thing.

        :raises EOFError: it has died
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        await self._process.stdin.drain()
        head = json.loads(await self._process.stdout.readline() or b"null")
        if head is None:
            raise EOFError
        return Reply(head, await self._process.stdout.readexactly(head.pop("length")))

    def yield_to_others(self) -> None:
        """Let it run when nothing else wants to; there is no way back."""
        with suppress(AttributeError, OSError):  # Windows has no such call
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 15)

    async def end(self) -> None:
        """Kill it.

        Process.kill() would look first whether it has ended by itself, and so take the exit status away from
        asyncio, which waits for it.
        """
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        await self._process.wait()


async def _started(settings: Settings) -> Process:
    given = json.dumps(asdict(settings), default=str)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _START, str(Path(__file__).parent.parent.parent), given),
        stdin=PIPE,
        stdout=PIPE,
        stderr=None if sys.stderr else DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which then ends them
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )


def _busy() -> Refused:
    return Refused(503, "busy", "服务器正忙；请稍候再试", Retry_After="2")
