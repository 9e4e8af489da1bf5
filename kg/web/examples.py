"""Questions to begin with: such that this library answers them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from starlette.requests import Request

from kg.web.asking import rows_of, values_of
from kg.web.problems import Refused

#: Questions that the first page shows.
SHOWN = 5
#: What the notices that come with kg answer, and many others too.
_USUAL = (
    "哪个部门负责人才招聘？",
    "市科技局有哪些任务？",
    "哪些任务落实加快推进沪杭“一体化”？",
    "哪些任务有量化指标？",
    "公文引用了哪些文件？",
)


async def examples(request: Request) -> list[str]:
    """Give questions that the library answers: the usual ones, and some of what it holds most of."""
    bodies, areas = await rows_of(request, "bodies"), await rows_of(request, "focus-areas")
    asked = [*_USUAL, *of_library(bodies, areas)]
    answered = await asyncio.gather(*(_is_answered(request, q) for q in asked))
    return [q for q, known in zip(asked, answered, strict=True) if known][:SHOWN]


def of_library(bodies: Sequence[Mapping[str, str]], areas: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Ask about the bodies that lead the most tasks, and about the first focus areas.

    :param bodies: rows of the query bodies
    :param areas: rows of the query focus-areas
    """
    alike = Counter(row["name"] for row in bodies)
    for row in sorted(bodies, key=lambda row: -int(row["led"]))[:2]:
        whose = f"{row['place']}的" if alike[row["name"]] > 1 and "place" in row else ""
        yield f"{whose}{row['name']}有哪些任务？"
    for row in areas[:2]:
        yield f"哪些任务落实{row['name']}？"


async def _is_answered(request: Request, q: str) -> bool:
    try:
        return bool((await values_of(request, "ask", q=q))["answerable"])
    except Refused:
        return False
