"""The kind of action that a text speaks of: such as a research project, an event, a training."""

from __future__ import annotations

import re

#: kind -> the words that show it, as a pattern
KINDS = {
    "课题研究": r"课题|专题|调研|研究(?![制出提解推部])",
    "举办活动": r"活动|推介|招商|论坛|展会|会展|(?:博览|展览|展销)会|节庆|招聘会|洽谈|交易会|研讨会|路演",
    "人员培训": r"培训|讲座|轮训|实训",
    "宣传报道": r"宣传|广告|新闻|报道",
}
#: Words of a kind that follow one another are one (课题研究, 招商推介活动).
_KINDS = {kind: re.compile(f"(?:{words})+") for kind, words in KINDS.items()}


def kinds_of(text: str) -> dict[str, str]:
    """Find the kinds of action in a text, each with the word that shows it: the longest, the last of several.

    >>> kinds_of("参与港口发展研究合作课题")
    {'课题研究': '课题'}
    """
    found = {kind: words.findall(text) for kind, words in _KINDS.items()}
    return {kind: max(reversed(words), key=len) for kind, words in found.items() if words}
