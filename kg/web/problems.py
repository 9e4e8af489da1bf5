"""What went wrong, for machines: RFC 9457, `application/problem+json`, never with a trace."""

from __future__ import annotations

import re
from http import HTTPStatus

from starlette.responses import JSONResponse

from kg.errors import KgError


class Refused(KgError):
    """A request that is answered with a status, a stable code and one sentence in Chinese."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        self.http_status, self.code = status, code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(message)


def code_of(error: KgError) -> str:
    """Give the stable code of an error: bad_query for BadQuery."""
    if isinstance(error, Refused):
        return error.code
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def status_of(error: KgError) -> int:
    """Give the status of an error."""
    return error.http_status if isinstance(error, Refused) else error.status


def problem(error: KgError) -> JSONResponse:
    """Answer with what went wrong."""
    status = status_of(error)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code_of(error),
        "detail": str(error),
    }
    headers = error.headers if isinstance(error, Refused) else {}
    return JSONResponse(body, status, headers, media_type="application/problem+json")
