"""Which end of a span of time a question asks for: 到哪一天结束, 从哪天开始."""

from __future__ import annotations

import re
from enum import StrEnum

_LAST = re.compile(r"结束|截止|截至|为止|到哪")
_FIRST = re.compile(r"开始|启动|从哪|起$")


class End(StrEnum):
    """An end of a span."""

    FIRST = "first"
    LAST = "last"


def end_asked(question: str) -> End | None:
    """Tell which end of a span is asked for; None where neither is.

    >>> end_asked("检查到哪一天结束？")
    <End.LAST: 'last'>
    """
    asked = question.rstrip("?？。")
    if _LAST.search(asked):
        return End.LAST
    return End.FIRST if _FIRST.search(asked) else None
