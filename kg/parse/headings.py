"""The name of a heading: a line of its own, or the sentence that leads its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.parse.statements import Statement
from kg.text import Flow

_SENTENCE = re.compile(r"[。！？!?]")
_LONGEST_LEAD = 48  # characters of a sentence that leads a paragraph
_LONGEST_TERM = 30  # of what stands before a colon
_LONGEST_NAME = 90  # of a heading on a line of its own
_SHORT_NAME = 22  # of one that ends in a stop, with nothing below


def heading_name(flow: Flow, statements: Sequence[Statement], *, below: bool) -> tuple[Flow | None, bool]:
    """Give the name of a heading, or None where it names nothing; and whether text follows in its paragraph.

    :param below: whether items, paragraphs or rows stand below it; a lone sentence with nothing below is
        an item of a list, unless it is short or says who is responsible
    """
    head = flow
    if statements and statements[0].start > 0 and statements[-1].end >= len(flow.folded.rstrip("。:；;")):
        head = flow[: statements[0].start]
    folded = head.folded
    stop, colon = _SENTENCE.search(folded), folded.find(":")
    first_stop = stop.start() if stop else len(folded)
    if 0 < colon <= min(first_stop - 1, _LONGEST_TERM) and colon + 1 < len(folded):
        end, run_in = colon, True
    elif stop and stop.end() < len(folded):
        end, run_in = stop.start(), True
    else:
        end = len(folded.rstrip("。:"))
        run_in = bool(stop) and len(head) < len(flow)
        if stop and not below and not statements and end > _SHORT_NAME:
            return None, False
    for statement in statements:
        # The bracket may stand before the stop: 推进改革（市A局牵头）。各地要…
        if statement.start < end <= statement.end:
            end = statement.start
    name = head[: len(head.folded[:end].rstrip("。.:;；"))]
    longest = _LONGEST_LEAD if run_in else _LONGEST_NAME
    if 1 < len(name) <= longest and not name.folded.endswith(("，", ",")):
        return name, run_in
    return None, False


def article_name(flow: Flow) -> Flow | None:
    """Name an article that has a name of its own: 第一条（目的）…, or 第一条 目的 with a blank behind."""
    if match := re.match(r"[(\[]([^()\[\]]{2,15})[)\]]", flow.folded):
        return flow[1 : match.end() - 1]
    for at in range(2, min(len(flow), 16)):
        if flow.folded[at - 1] in "，,。、；;:":
            return None
        if flow.offsets[at] - flow.offsets[at - 1] > 1:
            return flow[:at]
    return None
