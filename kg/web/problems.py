"""What went wrong, for machines: RFC 9457, `application/problem+json`, never with a trace."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from uuid import uuid4

from starlette.responses import JSONResponse

from kg.errors import KgError

_LOG = logging.getLogger(__name__)


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


def noted(error: KgError) -> str:
    """Put into the log that a request was refused, or, as an error, that we failed.

    :returns: the URN of this one time, there and in the answer
    """
    instance, status = uuid4().urn, status_of(error)
    level = logging.ERROR if status == HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
    _LOG.log(level, "%s %d %s %r", instance, status, code_of(error), str(error))
    return instance


def problem(error: KgError) -> JSONResponse:
    """Answer with what went wrong."""
    status = status_of(error)
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code_of(error),
        "detail": str(error),
        "instance": noted(error),
    }
    headers = error.headers if isinstance(error, Refused) else {}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def stopping() -> Refused:
    """Tell who waits that the server stops."""
    return Refused(503, "stopping", "服务器正在停下；请稍候再试", Retry_After="5")
