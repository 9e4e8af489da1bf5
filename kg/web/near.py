"""The passages near what a question is about, beside its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from kg.web.asking import values_of

#: Most passages.
_MOST = 5


async def passages_near(request: Request, answer: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Find passages about the subject of a question, within the notice that it names, without what is quoted.

    Where the words are printed, only passages that print them. Where they are not, and the question is
    refused, none: what comes nearest by meaning is no answer either. Whoever types nothing but words is
    searching, and is given what comes nearest.

    :param answer: what the verb `ask` gives
    :returns: the words of the subject, and the hits (see `lit_up`)
    """
    q = answer["question"]
    found = await values_of(request, "near", q=q, limit=str(_MOST))
    words, hits = found["words"], found["hits"]
    if not (words or found["limited"] or answer["answerable"]):  # all that was typed is grammar: 附件
        words, hits = q, await values_of(request, "search", q=q, limit=str(_MOST))
        hits = [hit for hit in hits if hit["matched"]]
    printing = [hit for hit in hits if hit["matched"]]
    if not printing and not answer["answerable"] and words != q.strip("?？。 "):
        hits = []
    quoted = [(one["source"], one["start"], one["end"]) for one in answer["citations"]]
    return words, [hit for hit in lit_up(printing or hits) if not _is_quoted(hit, quoted)]


def lit_up(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give hits of the verb `search` with `lit`: of a passage that has several spans, the longest."""
    return [hit | {"lit": max(hit["passage"]["spans"], key=lambda span: span[1] - span[0])} for hit in hits]


def _is_quoted(hit: Mapping[str, Any], quoted: list[tuple[str, int, int]]) -> bool:
    start, end = hit["lit"]
    return any(
        source == hit["passage"]["source"] and start < last and first < end for source, first, last in quoted
    )
