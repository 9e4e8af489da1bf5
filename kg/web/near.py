"""The passages near what a question is about, beside its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from kg.web.asking import values_of
from kg.web.problems import Refused

#: Most passages.
_MOST = 5
#: A part of a reading (see `kg.ask.wording`): its kind, the words of the question, what they were linked to.
_PART = re.compile(r"(?:^|；)([^：；]+)：“([^”]*)”(?:→([^（；]+))?(?=[（；→]|$)")
#: Parts that tell what a question is about; the others say whose, where and when.
_SUBJECTS = ("名称", "写有", "主题")


async def passages_near(request: Request, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Find passages about the subject of a question, within the notice that it names, without what is quoted.

    Words that were linked to nothing are looked for as they stand: whoever types 附件 wants to find it.

    :param answer: what the verb `ask` gives
    :returns: hits of the verb `search`, each with `lit`, where its most telling words stand
    """
    words, notice = subject_of(answer["reading"])
    bare = "；" not in answer["reading"] and not answer["answerable"]
    if not words and not bare:
        return []
    words = words or answer["question"]
    within = {"notice": notice} if notice else {}
    try:
        hits = await values_of(request, "search", q=words, limit=str(_MOST), **within)
    except Refused as error:  # several notices are meant
        if error.http_status != 404:
            raise
        return []
    quoted = [(one["source"], one["start"], one["end"]) for one in answer["citations"]]
    for hit in hits:  # of one that is printed in several cells, or again, the longest
        hit["lit"] = max(hit["passage"]["spans"], key=lambda span: span[1] - span[0])
    return [hit for hit in hits if not _is_quoted(hit, quoted) and (hit["matched"] or not bare)]


def _is_quoted(hit: Mapping[str, Any], quoted: list[tuple[str, int, int]]) -> bool:
    start, end = hit["lit"]
    return any(
        source == hit["passage"]["source"] and start < last and first < end for source, first, last in quoted
    )


def subject_of(reading: str) -> tuple[str, str]:
    """Give what a question is about, in its own words, and the notice that it was linked to; "" for none.

    :param reading: how it was understood, as an answer tells

    >>> subject_of("问：哪些单位；公文：“5号文”→云政发〔2020〕5号（文号）；主题：“招聘”→任务2（原词）")
    ('招聘', '云政发〔2020〕5号')
    >>> subject_of("问：哪些单位；名称：“治水大会”（同名）；主题：“火星上的”→（未用到）（未用到的词，0.80）")
    ('治水大会', '')
    >>> subject_of("问：哪些任务；单位：“市水利局”（同名）")
    ('', '')
    """
    said = {kind: (words, linked) for kind, words, linked in _PART.findall(reading)}
    words = [said[kind][0] for kind in _SUBJECTS if kind in said and f"“{said[kind][0]}”→（" not in reading]
    named, linked = said.get("公文", ("", ""))
    return " ".join(words), linked or named
