"""Listen, until somebody stops it."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn

from kg.errors import NotReady
from kg.home import current_build
from kg.settings import Settings
from kg.web.agents import make_server
from kg.web.app import make_app
from kg.web.connection import Connection
from kg.web.worker import Reply
from kg.web.workers import Workers

#: Most open files, and so connections, that the server asks the system for.
_FILES = 65_536


def serve(settings: Settings, announce: Callable[[str, str], None]) -> None:
    """Serve the library of some settings until the process is asked to stop.

    :param announce: is told the address, as soon as it can be opened, and the one for who may decide
    :raises NoLibrary: nothing was built yet
    :raises NotReady: the address is taken, or is not this machine's
    """
    current_build(settings.home)
    token = secrets.token_urlsafe(18)
    workers = Workers(settings)
    config = uvicorn.Config(
        make_app(settings, token, workers),
        http=Connection,
        ws="none",
        log_level="error",  # what clients send wrongly is no news
        access_log=False,
        server_header=False,
        proxy_headers=False,  # anybody can send them, and be everybody
        timeout_graceful_shutdown=3,
    )
    _allow_connections()
    with _listening(settings.host, settings.port) as listener:
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        announce(address, f"{address}?token={token}")
        _Server(config, workers).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Stops in order, within some seconds, however often it is asked to."""

    def __init__(self, config: uvicorn.Config, workers: Workers) -> None:
        super().__init__(config)
        self._workers = workers

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; who still waits for an answer is told so."""
        await self._workers.close()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn calls it
        """Stop soon."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start; whoever asks to stop meanwhile is heard."""
        await super().startup(sockets)
        if self.should_exit and self.started:
            await self.shutdown(sockets)


def _allow_connections() -> None:
    """Let as many connections in as the system allows: many begin with 1,024 open files, or with 256."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        why = error.strerror or str(error)
        raise NotReady(f"不能在 {host}:{port} 监听（{why}）；请换一个端口，如 kg serve --port 8471") from None
    # asyncio does so for sockets of its own; without it each small answer waits 40 ms for an ACK
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def serve_agent(settings: Settings) -> None:
    """Serve one agent over standard input and output, by the Model Context Protocol, until it goes.

    :raises NoLibrary: nothing was built yet
    :raises MissingPart: the package mcp is not installed
    """
    current_build(settings.home)
    workers = Workers(settings)

    async def answer(request: dict[str, Any], client: str) -> Reply:
        return await workers.ask(request, client, settings.query_seconds)

    server = make_server(answer, settings.query_rows, settings.query_bytes)
    from mcp.server.stdio import stdio_server

    await workers.start()
    try:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        await workers.close()
