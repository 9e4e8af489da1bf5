"""People confirm and reject on the pages: those who have opened the address with the token.

What is decided goes to the file of decisions, which says who, when and why; see `kg.review`. The processes
that answer may not write, so this is done here, by a thread.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.decide.values import Kind, Verdict
from kg.errors import RequestError
from kg.library import Library
from kg.review import ANSWER
from kg.settings import Settings
from kg.web.asking import values_of
from kg.web.forms import read_form, safe_back
from kg.web.problems import Refused
from kg.web.rendering import done, rendered
from kg.web.renewing import renew

#: Doubts that one page shows.
SHOWN = 20
#: What is asked of a person, by kind.
_ASKED = {Kind.LINK: "落实", Kind.ALIAS: "就是", Kind.QUESTION: "答"}
#: The cookie that remembers the name of who decides, for a year.
_NAME, _YEAR = "reviewer", 31_536_000


def may_decide(request: Request) -> bool:
    """Whether this browser has opened the address with the token."""
    given = request.cookies.get(_cookie(request), "")
    return secrets.compare_digest(given.encode(), request.app.state.token.encode())


def reviewer(request: Request) -> str:
    """Give the name that a decision is signed with, as far as it is known."""
    settings: Settings = request.app.state.settings
    return unquote(request.cookies.get(_NAME, "")) or settings.reviewer


def admit(request: Request, token: str) -> Response:
    """Remember in a cookie that the address with the token was opened.

    :raises Refused: it is another token
    """
    if not secrets.compare_digest(token.encode(), request.app.state.token.encode()):
        raise Refused(403, "unknown_token", "这个令牌不对；请用 kg serve 这一次显示的地址")
    response = RedirectResponse("/review", 303)
    response.set_cookie(_cookie(request), token, samesite="strict", httponly=True)
    return response


async def review(request: Request) -> Response:
    """Show what a person should look at, most useful first, and what was decided."""
    doubts = await values_of(request, "doubts", limit=str(SHOWN))
    decisions = await values_of(request, "decisions")
    shown = {"doubts": doubts, "decisions": decisions[::-1], "asked": _ASKED}
    shown |= {"verdicts": {verdict.value: verdict.said for verdict in Verdict}}
    return rendered(request, "review.html", **shown, may_decide=may_decide(request), by=reviewer(request))


async def decide(request: Request) -> Response:
    """Put a decision into the file, renew the library, and go back.

    :raises Refused: the form comes from elsewhere, or from somebody without the token; or the decision is in
        the file, but not yet in the library
    """
    form = await read_form(request)
    if not may_decide(request):
        raise Refused(403, "no_token", "没有核对的权限；请用 kg serve 显示的带 token 的地址打开网页")
    settings: Settings = request.app.state.settings
    by = form.get("by", "").strip() or reviewer(request)
    await run_in_threadpool(_put_down, settings, dict(form) | {"by": by})
    renewing: asyncio.Lock = request.app.state.renewing
    async with renewing:
        await renew(settings, request.app.state.workers)
    response = done(RedirectResponse(safe_back(form.get("back", "/review")), 303))
    response.set_cookie(_NAME, quote(by), max_age=_YEAR, samesite="strict", httponly=True)
    return response


ROUTES = [Route("/review", review), Route("/review", decide, methods=["POST"])]


def _cookie(request: Request) -> str:
    """Name the cookie: browsers do not keep the cookies of two ports of one host apart."""
    return f"token-{request.url.port or 80}"


def _put_down(settings: Settings, form: Mapping[str, str]) -> None:
    asked = Library(settings).review
    by, why = form["by"], form.get("why", "")
    if form.get("verdict") == "withdraw":
        asked.withdraw(form.get("id", ""), by, why)
        return
    if form.get("other") == ANSWER:
        raise RequestError("问题的答复请用 kg review 核对")  # to answer one takes the encoder
    asked.decide(asked.matter(form.get("one", ""), form.get("other", "")), form.get("verdict", ""), by, why)
