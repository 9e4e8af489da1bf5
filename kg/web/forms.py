"""Forms that people send from our own pages, and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from starlette.requests import Request

from kg.web.problems import Refused

#: Most bytes of a form without files.
LARGEST = 100_000


def check_origin(request: Request) -> None:
    """Let a form in only from a page of this server.

    A browser tells where a form comes from, and a page cannot change that: https://www.w3.org/TR/fetch-metadata/
    and, of older browsers, the field `Origin`.

    :raises Refused: it comes from elsewhere, or nothing tells where from
    """
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    here = request.headers.get("host", "").lower()
    if (site or "same-origin") != "same-origin" or not origin or origin.lower().partition("://")[2] != here:
        raise Refused(403, "unknown_origin", "只接受从本站网页提交的表单")


async def read_form(request: Request, largest: int = LARGEST) -> Mapping[str, str]:
    """Read a form without files.

    :param largest: most bytes of it
    :raises Refused: it comes from elsewhere, is too large, or is no form
    """
    check_origin(request)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise Refused(413, "too_large", f"表单超过 {largest} 字节")
    try:
        return dict(parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=20))
    except ValueError:
        raise Refused(400, "bad_request", "表单有误") from None


def safe_back(address: str) -> str:
    """Give an address of this server to go back to; the first page if it is none."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return quote(address, safe="/?=&%#+,()") if ours else "/"
