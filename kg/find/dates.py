"""Dates that a text names: 2010年10月, 2011年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.find.runs import Found
from kg.notice import MentionKind
from kg.numerals import parse_date
from kg.text import Flow

_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?![\d版])|二[〇零][〇零一二三四五六七八九]{2}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"
)


def find_dates(flow: Flow) -> Iterator[Found]:
    """Find the years, months and days that a text names; one that the calendar lacks is none."""
    for match in _DATE.finditer(flow.folded):
        if parse_date(match[0]):
            yield Found(MentionKind.DATE, match[0], (match.span(),))
