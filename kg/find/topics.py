"""Research topics: “…”合作课题, “…”课题研究, …研究合作课题."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.find.marks import marked
from kg.find.runs import Found, name_start
from kg.notice import MentionKind
from kg.text import Flow

#: It begins at the first of the words before 课题 only: a look from each of them would take too long.
_TOPIC = re.compile(
    r"(?<!合作|专项|重点|重大|联合)(?<!软科学)"
    r"(?:合作|专项|重点|重大|联合|软科学)*(?:研究)?课题(?!组)(?:研究)?"
)
_SHORTEST = 6


def find_topics(flow: Flow) -> Iterator[Found]:
    """Find the research topics that a text names, in quotation marks or ending in 研究."""
    folded = flow.folded
    if "课题" not in folded:
        return
    quoted = {end: start for start, end in marked(folded, "“", "”")}
    for match in _TOPIC.finditer(folded):
        if match.start() in quoted:
            start, end = quoted[match.start()] + 1, match.start() - 1
        else:
            end = match.start()
            start = name_start(folded, end)
            if not folded[start:end].endswith("研究"):
                continue
        if end - start >= _SHORTEST:
            yield Found(MentionKind.TOPIC, flow.text[start:end], ((start, end),))
