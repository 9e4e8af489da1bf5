"""Labels that ran into the text, where a page has lost its colons and stops.

1、修缮古桥，恢复石栏责任单位市文物局配合单位市交通局、各镇人民政府

One such paragraph may be a sentence about those who are responsible; several that end so are no accident.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.parse.colonless import read_run_on
from kg.parse.items import Item
from kg.parse.statements import Statement
from kg.text import Flow

_LEAST = 3  # paragraphs that agree
_UNIT = re.compile("单位|部门|主体|[科股处]室")
_LEAST_TEXT = 2  # characters of what is to be done
#: A label's words that a sentence goes on with: 由责任单位市水利局…, 报送牵头单位….
_IN_SENTENCE = re.compile("(?:[各由请是的与和及或向报送给对将把按据以、(至到]|(?<!行)为|有关|相关)$")


def state_run_on(items: Sequence[Item]) -> None:
    """Read the labels that paragraphs end with, where several paragraphs of the notice end so."""
    found = [
        (item, at, statement)
        for item in items
        for at, flow in enumerate(item.paragraphs)
        if not item.statements[at] and (statement := run_on_labels(flow))
    ]
    if len(found) < _LEAST:
        return
    for item, at, statement in found:
        item.statements[at] = [statement]
        item.listed = item.listed or not (at or item.children)


def run_on_labels(flow: Flow) -> Statement | None:
    """Read the labels without a colon that a paragraph ends with, behind what is to be done."""
    if not _UNIT.search(flow.folded):
        return None
    begin, named, deadline = read_run_on(flow)
    if not named or begin < _LEAST_TEXT or _IN_SENTENCE.search(flow.folded, begin - 2, begin):
        return None
    return Statement(begin, len(flow), tuple(named), deadline, flow[begin:])
