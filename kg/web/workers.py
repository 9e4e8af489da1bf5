"""Processes that answer: kept warm, watched, and killed when they are late.

There are two lanes. Every request first gets a short while with one of the quick processes. What takes
longer goes on at low priority among the slow ones, and a fresh process takes the place among the quick; if
all places among the slow are taken, it is ended. So a few hostile queries slow down neither the pages nor
each other's neighbours. The quick ones for queries, which anybody may write, are others than those for
verbs: they load less, so that what a hostile query uses up is soon replaced.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from kg.home import current_build, version_of
from kg.pool import cores
from kg.settings import Settings
from kg.web.problems import Refused, stopping
from kg.web.processes import ended, started
from kg.web.remembered import Remembered, lasts
from kg.web.worker import Reply

#: Kind of request -> seconds that it has among the quick ones: what a verb does has an end.
QUICK = {"query": 0.5, "verb": 2.0}
#: Processes of each kind in each lane, for every core.
LANE = 1
#: Most requests that wait: all together, and of one client.
WAITING, OF_ONE = 512, 128
#: What tells that a process has died: it cannot be written to, or no whole answer comes.
_DIED = (OSError, EOFError, ValueError)
#: Bytes that answers given before may take.
MEMORY = 64_000_000
_JSON = "application/sparql-results+json"
#: Kind of request -> what each process for it is asked first, so that no user waits for what it loads.
_WARM_UP: dict[str, dict[str, Any]] = {
    "verb": {"verb": "ask", "values": {"q": "谁负责？"}},
    "query": {"query": "ASK { ?a a kg:Task }", "accept": _JSON, "graphs": None, "rows": 1, "bytes": 1_000},
}

_Done = TypeVar("_Done")


class Workers:
    """The processes of one server. Its methods are for one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: dict[str, asyncio.LifoQueue[_Worker]] = {kind: asyncio.LifoQueue() for kind in _WARM_UP}
        self._slow = {kind: asyncio.Semaphore(cores() * LANE) for kind in _WARM_UP}
        self._all: set[_Worker] = set()
        self._waiting: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._warned = False
        self._remembered = Remembered(MEMORY)
        self._version: tuple[int, int] | None = None
        self._current = ""

    async def start(self) -> None:
        """Start the quick processes, and let them load what they need."""
        for kind in _WARM_UP:
            for _ in range(max(2, cores() * LANE)):
                self._replace(kind)

    async def close(self) -> None:
        """End all processes; who waits for one is refused."""
        self._stopping.set()
        for worker in list(self._all):
            await self._end(worker)
            for idle in self._idle.values():  # all who wait for their turn look at it, and go
                for _ in range(self._waiting.total()):
                    idle.put_nowait(worker)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def ask(self, request: dict[str, Any], client: str, seconds: float) -> Reply:
        """Have a request answered, unless it was before.

        :param client: whose request it is, for fairness
        :param seconds: how long it may take, after it has waited for its turn
        :raises Refused: too many wait, it took too long, or it made its process end
        :raises NoLibrary: the library went away
        """
        build = self._build()
        line = json.dumps(request | {"build": build})
        if (known := self._remembered.find(build, line)) is not None:
            return known
        kind = "verb" if "verb" in request else "query"
        reply = await self._have_answered(kind, line, client, seconds)
        if lasts(request):
            self._remembered.keep(build, line, reply)
        return reply

    async def unless_stopped(self, work: Awaitable[_Done]) -> _Done:
        """Wait for work of another kind; it is cancelled when the server stops, or nobody waits any more.

        :raises Refused: the server stops
        """
        working, end = asyncio.ensure_future(work), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((working, end), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise stopping()
            return working.result()
        finally:
            end.cancel()
            working.cancel()

    def _build(self) -> str:
        """Give the folder of the build that serves; it is looked up when another was published."""
        version = version_of(self._settings.home)
        if version is None or version != self._version:
            self._current, self._version = str(current_build(self._settings.home)), version
        return self._current

    async def _have_answered(self, kind: str, line: str, client: str, seconds: float) -> Reply:
        if self._waiting[client] >= OF_ONE:
            raise Refused(429, "too_many_requests", "您同时发来的请求太多；请稍候再试", Retry_After="1")
        if self._waiting.total() >= WAITING:
            raise _busy()
        self._waiting[client] += 1
        try:
            worker = await self._next(kind)
        finally:
            self._waiting[client] -= 1
            self._waiting += Counter()  # forget those who wait no more
        try:
            worker.ask(line)
            async with asyncio.timeout(QUICK[kind]):
                reply = await worker.answer()
        except TimeoutError:
            self._replace(kind)
            return await self._slowly(kind, worker, seconds)
        except (*_DIED, asyncio.CancelledError) as error:  # it has died, or nobody waits for it any more
            self._replace(kind)
            self._later(self._end(worker))
            raise error if isinstance(error, asyncio.CancelledError) else self._lost() from None
        self._idle[kind].put_nowait(worker)
        return reply

    async def _next(self, kind: str) -> _Worker:
        """Wait for a quick process; one that has died meanwhile is replaced."""
        while not (worker := await self._idle[kind].get()).alive:
            if self._stopping.is_set():
                raise stopping()
            self._all.discard(worker)
            self._replace(kind)
        return worker

    async def _slowly(self, kind: str, worker: _Worker, seconds: float) -> Reply:
        """Wait for an answer that did not come at once; its process is used up by that."""
        try:
            if self._slow[kind].locked():
                raise _busy()
            async with self._slow[kind], asyncio.timeout(seconds - QUICK[kind]):
                worker.yield_to_others()
                return await worker.answer()
        except TimeoutError:
            message = f"{seconds:g} 秒内没有算完，已停下；请缩小范围"
            raise Refused(503, "query_timeout", message) from None
        except _DIED:
            raise self._lost() from None
        finally:
            await self._end(worker)

    def _replace(self, kind: str) -> None:
        """Start another quick process, without waiting for it."""
        if not self._stopping.is_set():
            self._later(self._add(kind))

    def _lost(self) -> Refused:
        """Say why a process has died."""
        if self._stopping.is_set():
            return stopping()
        return Refused(503, "query_resources", "所要的太多，回答它的进程用尽了内存；请缩小范围")

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add(self, kind: str) -> None:
        worker = _Worker(await started("kg.web.worker", self._settings))
        self._all.add(worker)
        if self._stopping.is_set():
            await self._end(worker)
            return
        with suppress(*_DIED):  # it will be seen to be dead when it is asked
            worker.ask(json.dumps(_WARM_UP[kind] | {"build": ""}))
            self._warn((await worker.answer()).head["fenced"])
        self._idle[kind].put_nowait(worker)

    def _warn(self, fenced: bool) -> None:
        """Tell the operator once, if the system does not keep the processes from the network."""
        if not fenced and not self._warned:
            self._warned = True
            logging.getLogger(__name__).warning("注意：这台机器的内核没有禁止查询进程联网，只由程序自己禁止")

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()


class _Worker:
    """One process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._head: dict[str, Any] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as the system has told."""
        return self._process.returncode is None

    def ask(self, line: str) -> None:
        """Ask it one thing.

        :raises EOFError: it has died
        """
        if self._process.stdin is None:
            raise EOFError
        self._process.stdin.write(line.encode("ascii") + b"\n")

    async def answer(self) -> Reply:
        """Wait for its answer; who stopped to wait may begin again.

        :raises EOFError: it has died
        """
        if self._process.stdout is None:
            raise EOFError
        if self._head is None:
            self._head = json.loads(await self._process.stdout.readline() or b"null")
            if self._head is None:
                raise EOFError
        body = await self._process.stdout.readexactly(self._head["length"])
        head, self._head = self._head, None
        return Reply(head, body)

    def yield_to_others(self) -> None:
        """Let it run when nothing else wants to; there is no way back."""
        with suppress(AttributeError, OSError):  # Windows has no such call
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 15)

    async def end(self) -> None:
        """Kill it."""
        await ended(self._process)


def _busy() -> Refused:
    return Refused(503, "busy", "服务器正忙；请稍候再试", Retry_After="2")
