"""A connection of the server: a request must come whole, in time, and without ballast; so must its answer go.

Whoever sends a header byte by byte, a body that never comes, headers without end, or takes no answer, holds
a place and memory that others need. uvicorn has no limits of its own for that.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kg.web.guard import secured
from kg.web.problems import problem, stopping

#: Seconds in which the header of a request must have come; and then its body (a file to read may be large).
HEADER, BODY = 15, 120
#: Seconds in which a client must have taken what was written of its answer.
TAKING = 120
#: Seconds that are left to an answer when the server stops.
LEAVING = 1.5
#: Most bytes of a request besides its body: its header, the sizes of its chunks, what follows them.
AROUND = 262_144


class Connection(HttpToolsProtocol):
    """One connection; it is closed when its client is late, or sends too much that is no body."""

    #: When the rest of what is coming must be there, by the clock of the loop; and the timer for that.
    _until: float | None = None
    _due: asyncio.TimerHandle | None = None
    _taken: asyncio.TimerHandle | None = None
    _around = 0
    _telling: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request."""
        super().connection_made(transport)
        self._until = self.loop.time() + HEADER
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._until = None
        self._wait()
        self._wait_for_taking(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless it is too much; the first of it begins another request."""
        before = self._until
        if before is None and (self.cycle is None or self.cycle.response_complete):
            self._until = self.loop.time() + HEADER
        self._around += len(data)
        super().data_received(data)
        if self._until != before:  # most requests come whole, and need no timer
            self._wait()
        if self._around > AROUND:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Count anew."""
        self._around = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Wait for a body."""
        self._until = self.loop.time() + BODY
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, which whoever reads it measures."""
        self._around -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Have all; the answer may take its time."""
        self._until = None
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the client to take what was written."""
        self._wait_for_taking(TAKING)
        super().pause_writing()

    def resume_writing(self) -> None:
        """Go on, as the client has taken it."""
        self._wait_for_taking(None)
        super().resume_writing()

    def shutdown(self) -> None:
        """Stop soon; who has not sent all of a request is told so, and waited for no longer."""
        super().shutdown()
        self._wait_for_taking(LEAVING)
        if self.cycle is not None and self.cycle.more_body and not self.cycle.response_started:
            self._telling = self.loop.create_task(self._tell(self.cycle))

    async def _tell(self, cycle: RequestResponseCycle) -> None:
        await problem(stopping())(cycle.scope, cycle.receive, secured(cycle.send))  # type: ignore[arg-type]
        cycle.disconnected = True  # whoever reads the request finds nobody there, and says no more

    def _wait(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = None if self._until is None else self.loop.call_at(self._until, self.transport.abort)

    def _wait_for_taking(self, seconds: float | None) -> None:
        if self._taken is not None:
            self._taken.cancel()
        self._taken = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)
