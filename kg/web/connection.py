"""A connection of the server: a request must come whole, in time, and without ballast; so must its answer go.

Whoever sends a header byte by byte, a body that never comes, headers without end, or takes no answer, holds
a place and memory that others need. uvicorn has no limits of its own for that.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Seconds in which the header of a request must have come; and then its body (a file to read may be large).
HEADER, BODY = 15, 120
#: Seconds in which a client must have taken what was written of its answer.
TAKING = 120
#: Most bytes of a request besides its body: its header, the sizes of its chunks, what follows them.
AROUND = 262_144


class Connection(HttpToolsProtocol):
    """One connection; it is closed when its client is late, or sends too much that is no body."""

    _due: asyncio.TimerHandle | None = None
    _taken: asyncio.TimerHandle | None = None
    _around = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request."""
        super().connection_made(transport)
        self._wait(HEADER)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait(None)
        self._wait_for_taking(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless it is too much; the first of it begins another request."""
        if self._due is None and (self.cycle is None or self.cycle.response_complete):
            self._wait(HEADER)
        self._around += len(data)
        super().data_received(data)
        if self._around > AROUND:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Count anew."""
        self._around = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Wait for a body."""
        self._wait(BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, which whoever reads it measures."""
        self._around -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Have all; the answer may take its time."""
        self._wait(None)
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait for the client to take what was written."""
        self._wait_for_taking(TAKING)
        super().pause_writing()

    def resume_writing(self) -> None:
        """Go on, as the client has taken it."""
        self._wait_for_taking(None)
        super().resume_writing()

    def _wait(self, seconds: float | None) -> None:
        self._due = self._timer(self._due, seconds)

    def _wait_for_taking(self, seconds: float | None) -> None:
        self._taken = self._timer(self._taken, seconds)

    def _timer(self, before: asyncio.TimerHandle | None, seconds: float | None) -> asyncio.TimerHandle | None:
        if before is not None:
            before.cancel()
        return None if seconds is None else self.loop.call_later(seconds, self.transport.abort)
