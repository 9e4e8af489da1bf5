"""Names of bodies that no mark parts: glued together, with a blank between, or one on each line of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.parse import organisations as words
from kg.text import Flow

_MARK = re.compile(r"[、，,；;]")
_NEXT_NAME = re.compile(r"[、，,；;和及与]")
_REACH = 60  # characters that are looked at behind a gap

_GLUED = re.compile(
    r"(?<=[局委办厅部会室府院心司团])(?:\([^()]{1,20}\))?(?P<head>国家|[省市区县州])(?=[\u4e00-\u9fff]{2})"
)
_HEADS = re.compile("[国省市区县州]")
#: What serves the party committee and the government of one place.
_OF_BOTH = re.compile("政府(?:督查|督办|信访|政策|研究|接待|目标|绩效)")
_NEW_LINE = re.compile(
    "[省市区县州各]|有关|相关|国家|最高|中国|共青团|团[省市区县州]委"
    "|(?<!总局)(?<!总署)(?<!银行)(?<!公司)[\u4e00-\u9fff]{2,4}(?:[省市县]|自治[区州]|新区)(?!.{0,6}(?:分局|[分支]行|分公司))"
)
#: A department or an administration, not a part of one: 局, 管委会, not 支队 or 中心, nor what has branches.
_PEER = re.compile("(?:(?<!总)局|委|办|厅|政府|管委会|委员会|办事处|部门|单位)$")
#: A firm, none of its branches.
_FIRM = re.compile("(?<!分)(?<!支)(?:公司|集团)$")


def names_apart(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut 市发改委市财政局, and bodies with only a blank or a line's end between them.

    Gives where each name between `start` and `end`, which no mark parts, begins and ends.
    """
    folded = flow.folded
    places = _glued(folded, start, end) | _gaps(flow, start, end)
    for at, behind in pairwise([*sorted(places), end]) if places else ():
        if not start < at <= start + words.LONGEST or not words.is_body(folded[start:at]):
            continue
        if _begins_name(folded[at : min(end, at + _REACH)]) or _is_peer(folded[at:behind]):
            yield start, at
            start = at
    yield start, end


def _begins_name(behind: str) -> bool:
    """Tell whether a name begins behind a gap, up to the next bracket or mark; 和 may stand inside it."""
    if behind.startswith("各"):
        return True
    whole = _MARK.split(behind, maxsplit=1)[0]
    names = (whole, _NEXT_NAME.split(whole, maxsplit=1)[0], re.split(r"[(\[]", whole, maxsplit=1)[0])
    return any(words.begins_body(name) for name in names)


def _glued(folded: str, start: int, end: int) -> set[int]:
    """Find where a name of the same level may begin right behind another: 市发改委|市财政局.

    市委市直机关工委 is one name, and so are 市公安局市区分局, 市纪委市监委, which is one office, and
    市委市政府督查室, which serves two.
    """
    if not _HEADS.search(folded, start + 2, end):
        return set()
    return {
        match.start("head")
        for match in _GLUED.finditer(folded, start, end)
        if match["head"] in {folded[start], "国家"}
        and not folded.startswith(("直", "区", "级", "监委", "监察委"), match.end("head"))
        and not (folded[match.start() - 1] == "委" and _OF_BOTH.match(folded, match.end("head")))
    }


def _is_peer(line: str) -> bool:
    return bool(_PEER.search(line)) and not line.startswith("等") and words.is_surely_body(line)


def _gaps(flow: Flow, start: int, end: int) -> set[int]:
    """Find the blanks inside a member. A line's end is often only where the line was full.

    It is not where the lines before and behind it are names of departments, administrations or firms.
    """
    found: set[int] = set()
    if end <= start or flow.offsets[end - 1] - flow.offsets[start] == end - 1 - start:
        return found
    lines: list[int] = []
    for at in range(start + 2, end - 1):
        first, last = flow.offsets[at - 1], flow.offsets[at]
        if last - first > 1:
            within = "\n" not in flow.source[first:last]
            (found.add if within or _NEW_LINE.match(flow.folded, at) else lines.append)(at)
    breaks = sorted([start, *found, *lines, end]) if lines else []
    names = [flow.folded[one:other] for one, other in pairwise(breaks)]
    whole = pairwise(zip(breaks, names, strict=False))
    found.update(at for (_, before), (at, behind) in whole if _are_apart(before, behind))
    return found


def _are_apart(before: str, behind: str) -> bool:
    """Tell whether two lines are whole names; a firm has branches: 某公司 | 云溪供电公司 may be one."""
    if not (_is_peer(before) or _is_firm(before)) or behind.startswith("等"):
        return False
    return _is_peer(behind) or (_is_peer(before) and _is_firm(behind))


def _is_firm(line: str) -> bool:
    return bool(_FIRM.search(line)) and words.is_surely_body(line)
