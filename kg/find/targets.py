"""Targets: quantities that are to be reached, apart from those that only count what is named.

培训紧缺人才2250名 is a target; 等7个区, 沿4条发展带, 40分钟生活圈 and 月销售额10万元以下的企业 are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.find.marks import marked
from kg.find.quantities import Printed, find_quantities
from kg.find.reaching import Setting, is_target, object_start
from kg.notice import Bound, Target
from kg.text import Flow

#: A clause; what is longer than any is looked at in parts.
_CLAUSE = re.compile(r"[^,。;:!?|]{1,300}")
_NOUN = re.compile(r"[^,。;:!?、()“”《》|]*(?:“[^“”]{1,30}”[^,。;:!?、()“”《》|]*)*")
_OPENING = re.compile(
    r"(?:并(?![联网购轨发])|要(?!素)|将|力争|争取|确保|努力|积极|继续|持续|到(?!位)|在(?![线建])|年底前?|年内|全年|每年|其中"
    r"|全市|全省|全区|全县|使(?!用)|的|了|底|末|前|引导|支持|推动|实现|完成|给予|提供|提升|提高|\d{4}年|\d{1,2}月)+"
)
_CLOSING = re.compile(
    r"(?:力争|争取|确保|努力|分别|均|要|将|全部|共|累计|达|率先|再|同比|年均|平均|增长|提高|提升|增加|降低|下降|减少|压缩|压减"
    r"|缩短|缩减|精简|控制|在|到|至|由|为|于|新增|应当?|之?日起|\d[\d.]*、|[(、])+$"
)
#: 由原来的45个工作日压缩至…: what it was before.
_FORMERLY = re.compile(r"[由从](?:原来?的?)?\d[^由从]*$")
#: Bound words whose subject stands before them: 企业超过250家, 面积达到36.5万亩.
_OF_SUBJECT = re.compile(r"(?:达到?|突破|超过|高于|大于|[增升][至到]|提[高升][至到])")


def find_targets(flows: Iterable[Flow]) -> tuple[Target, ...]:
    """Find the quantities that are to be reached, in the order of the text."""
    return tuple(target for flow in flows for target in _targets_in(flow))


def _targets_in(flow: Flow) -> Iterator[Target]:
    folded = flow.folded
    named = sorted([*marked(folded, "《", "》"), *marked(folded, "“", "”")])
    quantities = list(_outside(find_quantities(folded), named))
    if not quantities:
        return
    at = 0
    last: Printed | None = None
    for clause in _CLAUSE.finditer(folded):
        start, end = _without_bracket(folded, clause)
        found: list[Printed] = []
        while at < len(quantities) and quantities[at].start < end:
            quantity = quantities[at]
            at += 1
            if found and folded[found[-1].end : quantity.start] == "、":
                # 分别达到30%、35%: one verb and one bound for both.
                found.append(replace(quantity, bound=quantity.bound or found[-1].bound))
            elif is_target(Setting.of(folded, start, quantity)) or (
                _goes_on(folded, quantity, found[-1], end)
                if found
                else last
                and quantity.end == end
                and quantity.unit == last.unit
                and quantity.start - start > 1
            ):
                found.append(quantity)
        if found:
            yield from _phrased(flow, start, end, found)
        last = found[-1] if found else None


def _outside(quantities: Iterable[Printed], named: list[tuple[int, int]]) -> Iterator[Printed]:
    """Leave out the quantities inside names; both come in the order of the text."""
    at = 0
    for quantity in quantities:
        while at < len(named) and named[at][1] <= quantity.start:
            at += 1
        if at == len(named) or quantity.start < named[at][0]:
            yield quantity


def _without_bracket(folded: str, clause: re.Match[str]) -> tuple[int, int]:
    """Let a clause begin behind a bracket that was opened before it (the bodies of the task before)."""
    start, end = clause.span()
    closing = folded.find(")", start, end)
    if closing >= 0 and "(" not in folded[start:closing]:
        start = closing + 1
    return start, end


def _goes_on(folded: str, quantity: Printed, last: Printed, end: int) -> bool:
    """Tell whether a list goes on counting without a verb: 新增项目31个、路径90条."""
    comma = folded.rfind("、", last.end, quantity.start)
    if comma < 0 or quantity.is_time or quantity.is_share or quantity.is_money:
        return False
    return quantity.start == comma + 1 or folded[quantity.end : end][:1] in {"", "、"}


def _phrased(flow: Flow, start: int, end: int, targets: list[Printed]) -> Iterator[Target]:
    """Cut a clause at the 、 between its targets, and say what each of them counts."""
    twins = [flow.folded[a.end : b.start] == "、" for a, b in pairwise(targets)]
    cuts = [
        -1 if twin else flow.folded.rfind("、", a.end, b.start)
        for twin, (a, b) in zip(twins, pairwise(targets), strict=True)
    ]
    counted = ""
    for i, quantity in enumerate(targets):
        ahead = next((cut for cut in cuts[i:] if cut >= 0), end)
        behind = next((cut + 1 for cut in reversed(cuts[:i]) if cut >= 0), start)
        counted = counted if i and twins[i - 1] else _what(flow, behind, ahead, quantity)
        bound = quantity.bound or Bound.EXACTLY
        if behind < ahead:  # not of a clause that is nothing but the end of a bracket
            yield Target(flow.piece(behind, ahead), counted, quantity.number, quantity.unit, bound)


def _what(flow: Flow, start: int, end: int, quantity: Printed) -> str:
    """Say what is counted: the noun after the unit, or the subject or object before the number."""
    after = _NOUN.match(flow.folded, quantity.end, end)
    follows = flow.text[after.start() : after.end()] if after else ""
    follows = follows.removeprefix("的").removeprefix("标准")
    head = flow.text[start : quantity.bound_start]
    bounded_by = flow.folded[quantity.bound_start : quantity.start]
    if not (quantity.is_time or quantity.is_share or quantity.is_money) and not _OF_SUBJECT.match(bounded_by):
        precedes = _plain(head[object_start(flow.folded[start : quantity.bound_start]) :]) or _plain(head)
        return follows or precedes
    precedes = _plain(head)
    return follows if quantity.is_money and follows else precedes or follows


def _plain(words: str) -> str:
    """Take off the words around a noun: those that open a clause, and those that lead to a number."""
    opening = _OPENING.match(words)
    words = words[opening.end() :] if opening else words
    return _CLOSING.sub("", _FORMERLY.sub("", words))
