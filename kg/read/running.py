"""Running heads: the line that a gazette or a file prints at the top of each page, inside of tables too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.read.fitting import kind_of_head
from kg.read.pieces import PAGE, squeezed
from kg.text import Span

_MAY_BE_PAGE = re.compile(r"\s*[#\-—–－第\d·]")
_LONGEST_MARK = 24  # characters of a page's number, spaced out
_LONGEST = 40  # characters of a head
_PAGES = 3  # that a head stands on
#: What heads a page of a printed series, however often.
_OF_SERIES = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:文件|公报)(?:[\u4e00-\u9fff]{2,15}[\[(](?:19|20)\d\d[\])]第?\d{1,5}号)?"
    r"|[\u4e00-\u9fff]{2,20}(?:公报|政报)\W?(?:19|20)\d\d年?\W?(?:第?\d{1,3}[期号])?"
)


def running_heads(text: str, lines: Sequence[Span]) -> frozenset[int]:
    r"""Find the lines right behind a page's number that head page after page, by their starts.

    The head of a table that is printed again is none.

    >>> text = "— 1 —\n云溪公报 2020年第3期\n修路\n"
    >>> running_heads(text, [Span(0, 5), Span(6, 19), Span(20, 22)])
    frozenset({6})
    """
    heads = {
        line.start: squeezed(text, line)
        for before, line in pairwise(lines)
        if line.end - line.start <= _LONGEST and _is_page(text, before) and not _is_page(text, line)
    }
    often = Counter(heads.values())
    return frozenset(
        start
        for start, head in heads.items()
        if _OF_SERIES.fullmatch(head) or (often[head] >= _PAGES and kind_of_head(head) is None)
    )


def _is_page(text: str, line: Span) -> bool:
    if line.end - line.start > _LONGEST_MARK or not _MAY_BE_PAGE.match(text, line.start, line.end):
        return False
    return PAGE.fullmatch(squeezed(text, line)) is not None
