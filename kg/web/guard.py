"""Who may ask, and what a browser may do with the answer: Host, Origin, CORS and the security headers.

A page on another site can send a browser of this machine to a server that listens on loopback, and by DNS
rebinding even read what comes back; so both the name that the server was called by and the page that
called it must be known ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.problems import Refused, problem

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: Everything from this server itself, nothing from elsewhere, and in no other site's frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
#: The same as they are sent.
_SENT = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]


class Guard:
    """ASGI middleware: refuses strangers, and sends the security headers with every answer."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], origins: Sequence[str]) -> None:
        """Wrap an application.

        :param hosts: names, without a port, that the server may be called by, besides those of loopback
        :param origins: origins of other pages that may ask (`https://example.org`); `*` for all
        """
        self._app = app
        self._hosts = {*_LOOPBACK, *(host.lower() for host in hosts)}
        self._origins = set(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = ",".join(headers.getlist("host")).lower(), headers.get("origin")

        answer: ASGIApp = self._app
        if _name(host) not in self._hosts:
            answer = problem(
                Refused(421, "unknown_host", f"这里不叫 {host[:80]}；要用别的名称访问，请设 KG_HOSTS")
            )
        elif origin and not self._welcome(origin) and origin.lower().partition("://")[2] != host:
            answer = problem(
                Refused(403, "unknown_origin", "别的网站的页面不能访问这里；要放行请设 KG_ORIGINS")
            )
        elif headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") == "no-cors":
            answer = problem(Refused(403, "unknown_origin", "别的网站的页面不能把这里的东西嵌进去"))
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            answer = Response(status_code=204, headers=_PREFLIGHT)
        welcome = origin if origin and self._welcome(origin) else None
        await answer(scope, receive, secured(send, welcome))

    def _welcome(self, origin: str) -> bool:
        return "*" in self._origins or origin in self._origins


def secured(send: Send, origin: str | None = None) -> Send:
    """Add the security headers to an answer that is sent.

    :param origin: of another page that may read it
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            added = [header for header in _SENT if header[0] not in given]
            message["headers"] = [*message["headers"], *added]
            if origin:
                sent = MutableHeaders(scope=message)
                sent["Access-Control-Allow-Origin"] = origin
                sent["Access-Control-Expose-Headers"] = "Kg-Truncated, Retry-After"
                sent.add_vary_header("Origin")
        await send(message)

    return sending


_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "600",
}


def _name(host: str) -> str:
    """Take the port off: `[::1]:8470` is `[::1]`."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host
