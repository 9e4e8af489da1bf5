"""A page that reports on a notice: 近日，省政府办公厅印发《…方案》. What it tells of who issued it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.parse.organisations import is_collective, is_surely_body, lacks_administration
from kg.parse.paragraphs import Paragraph
from kg.text import Piece

_DEEPEST, _LONGEST = 6, 300  # paragraphs, and characters of each, that are looked at
_WHEN = re.compile(r"(?:近日|日前|近期|昨[天日]|今[天日]|\d{1,2}月\d{1,2}日)[,，]?")
_ISSUED = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{3,30}?)(?:联合)?(?:正式)?(?:印发|发布|下发|公布|出台)了?"
    r"(?=[^。]{4,120}(?:通知|意见|方案|措施|办法|计划|要点|清单)》?(?:\([^()]{2,20}\))?[。,，])"
)
#: A headline says it as a sentence: 省政府印发重点工作责任分解通知.
_HEADLINE = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:印发|发布|出台|下发|公布)(?!.*(?:关于|的(?:通知|意见|决定|公告)$))"
)


def reported_issuer(paragraphs: Sequence[Paragraph]) -> Piece | None:
    """Give the body that the first sentences of a text report to have issued a notice."""
    for paragraph in paragraphs[:_DEEPEST]:
        if paragraph.table is not None:
            continue
        flow = paragraph.flow[:_LONGEST]
        for start in [0, *(when.end() for when in _WHEN.finditer(flow.folded))]:
            issued = _ISSUED.match(flow.folded, start)
            if issued is None or not _is_one(issued["body"]):
                continue
            if start or flow.folded.startswith("《", issued.end()):
                return flow.piece(*issued.span("body"))
    return None


def is_headline(folded: str) -> bool:
    """Tell whether a title is a report's: it says who issued what, and is not what was issued."""
    return _HEADLINE.match(folded) is not None


def _is_one(name: str) -> bool:
    return is_surely_body(name) and not is_collective(name) and not lacks_administration(name)
