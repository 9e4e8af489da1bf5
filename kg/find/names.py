"""What people call a notice, besides its title and number: the plan that it issues, its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from kg.notice import Notice
from kg.text import Flow, Piece

_ISSUES = re.compile(r"印发(?:关于)?《?(?P<plan>.{4,}?)》?的?通知$")
#: 《上海市…行动计划》已经市政府同意，现转发给你们: the preamble names what the notice carries.
_CARRIED = re.compile(
    r"《(?P<plan>[^《》]{4,60}(?:《[^《》]{2,40}》[^《》]{0,40})?)》"
    r"[^《》。]{0,40}?[现已][^《》。]{0,10}(?:印发|转发|批转|发布|公布|下发)"
)
_ANNEX = re.compile(r"附件\d{0,2}[:：]?(?P<name>.*)")
#: Longest line of an annex's title, in characters; what is longer is text.
_LONGEST = 40


def find_names(notice: Notice) -> Iterator[Piece]:
    """Find the names of a notice in its title (关于印发…的通知), in its preamble and above its annexes."""
    named = set()
    for name in (*_issued(notice), *_carried(notice), *_annexes(notice)):
        if name.text not in named:
            named.add(name.text)
            yield name


def _issued(notice: Notice) -> Iterator[Piece]:
    if notice.header.title is None:
        return
    flow = Flow.of(notice.document.text, notice.header.title.spans)
    if match := _ISSUES.search(flow.folded):
        yield flow.piece(*match.span("plan"))


def _carried(notice: Notice) -> Iterator[Piece]:
    for paragraph in notice.preamble:
        flow = Flow.of(notice.document.text, paragraph.spans)
        if match := _CARRIED.search(flow.folded):
            yield flow.piece(*match.span("plan"))
            return


def _annexes(notice: Notice) -> Iterator[Piece]:
    for at, paragraph in enumerate(notice.paragraphs):
        match = _ANNEX.fullmatch(paragraph.text) if len(paragraph.text) < _LONGEST else None
        if match is None:
            continue
        if match["name"]:
            flow = Flow.of(notice.document.text, paragraph.spans)
            yield flow.piece(match.start("name"))
            continue
        lines = list(takewhile(_is_title_line, notice.paragraphs[at + 1 : at + 4]))
        if lines:
            spans = tuple(span for line in lines for span in line.spans)
            yield Piece("".join(line.text for line in lines), spans)


def _is_title_line(piece: Piece) -> bool:
    return 4 < len(piece.text) < _LONGEST and not re.search(
        r"[。；;|]|^[一二三四五六七八九十]+、", piece.text
    )
