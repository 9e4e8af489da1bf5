"""Who does what, told behind a list by its numbers.

第一、三条由市水利局牵头，市财政局配合；其余条款由各县落实。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kg.numerals import parse_numeral
from kg.parse.clauses import read_clauses, split_deadline
from kg.parse.items import Item
from kg.parse.markers import Marker
from kg.parse.statements import Statement
from kg.text import Flow

_NUMBER = r"\d{1,3}|[一二三四五六七八九十百]{1,5}"
_COUNT = rf"第?[(\[]?(?:{_NUMBER})[)\]]?"
_TOLD = re.compile(
    rf"(?=[第其])(?:(?P<first>第[(\[]?(?:{_NUMBER})[)\]]?)(?P<more>(?:[、,，和及]{_COUNT}){{0,20}})(?P<unit>[条项款点])"
    r"|(?P<rest>(?:其余|其他|其它)(?:各?[条项款点]|条款|任务|工作|事项)))"
    r"(?:任务|工作|内容|事项|措施)?[,，]?(?=由|[省市区县州各])"
)
_DIGITS = re.compile(_NUMBER)
_PART = re.compile("[^。；;]+")
_LABEL = re.compile("[\u4e00-\u9fff]{0,6}(?:分工|责任|职责)[\u4e00-\u9fff]{0,4}:")
_HEAD = re.compile("[\u4e00-\u9fff]{0,6}(?:分工|责任|职责)[\u4e00-\u9fff]{0,4}[:。]?")
_LEAST = 2  # items that are named
_OF_ARTICLES = frozenset({"article"})


@dataclass(frozen=True, slots=True)
class _Share:
    """What one part of the sentence says: of which items, none for the rest; and who does them."""

    numbers: tuple[int, ...]
    statement: Statement


def tells_of_item(flow: Flow, marker: Marker, now: Item | None) -> bool:
    """Tell whether 第一条 begins no article but says who does one above: 第一条由市水利局负责.

    Behind the number of an article stands a blank.
    """
    if marker.style not in _OF_ARTICLES or not _TOLD.match(flow.folded):
        return False
    while now is not None and (now.marker is None or now.marker.style != marker.style):
        now = now.parent
    known = now is not None and now.marker is not None and marker.value <= now.marker.value
    return known and flow.offsets[marker.length] - flow.offsets[marker.length - 1] == 1


def state_by_number(items: Sequence[Item]) -> None:
    """Give to the items of a list what paragraphs behind it say of them by their numbers."""
    told_in = [(item, told) for item in items if (told := dict(_told(item)))]
    if len(told_in) != 1:  # as in most notices; said more than once, it is of no list
        return
    item, told = told_in[0]
    shares = [share for said in told.values() for share in said]
    numbers = {number for share in shares for number in share.numbers}
    listed = _listed(items, numbers) if len(numbers) >= _LEAST else {}
    if not listed:
        return
    for share in shares:
        for number in share.numbers:
            _state(listed[number], share)
    for share in [share for share in shares if not share.numbers][-1:]:
        for number in listed.keys() - numbers:
            _state(listed[number], share)
    first = min(told)
    if first > 1 and _HEAD.fullmatch(item.paragraphs[first - 1].folded):
        told[first - 1] = []
    kept = [
        (flow if at not in told else _behind(flow, told[at]), [] if at in told else stated)
        for at, (flow, stated) in enumerate(zip(item.paragraphs, item.statements, strict=True))
    ]
    item.paragraphs[:] = [flow for flow, _ in kept if len(flow)]
    item.statements[:] = [stated for flow, stated in kept if len(flow)]


def _told(item: Item) -> Iterator[tuple[int, list[_Share]]]:
    for at, flow in enumerate(item.paragraphs):
        if shares := list(_shares(flow)):
            yield at, shares


def _state(item: Item, share: _Share) -> None:
    """Say at the end of an item who does it."""
    end = len(item.paragraphs[0])
    item.statements[0] = [replace(share.statement, start=end, end=end)]


def _behind(flow: Flow, shares: Sequence[_Share]) -> Flow:
    """Give what a paragraph says behind the shares, as who supervises them all."""
    rest = flow[shares[-1].statement.end :] if shares else flow[:0]
    return rest[len(rest) - len(rest.folded.lstrip("。；;，,")) :]


def _shares(flow: Flow) -> Iterator[_Share]:
    """Read a paragraph that begins with who does which items, part by part."""
    label = _LABEL.match(flow.folded)
    begin = label.end() if label else 0
    found = [
        match
        for match in _TOLD.finditer(flow.folded, begin)
        if match.start() == begin or flow.folded[match.start() - 1] in "。；;，,"
    ]
    if not found or found[0].start() != begin:
        return
    for match, end in zip(found, [*(match.start() for match in found[1:]), len(flow)], strict=True):
        part = _PART.match(flow.folded, match.end(), end)
        stop = part.end() if part else end
        content, deadline = split_deadline(flow[match.end() : stop])
        named = tuple(read_clauses(content, None, strict=True))
        if named:
            printed = _DIGITS.findall((match["first"] or "") + (match["more"] or ""))
            numbers = tuple(int(parse_numeral(each) or 0) for each in printed)
            yield _Share(numbers, Statement(match.start(), stop, named, deadline, content))


def _listed(items: Sequence[Item], numbers: AbstractSet[int]) -> dict[int, Item]:
    """Give the one list that has all these numbers, and names nobody itself; none if there are several."""
    lists: dict[tuple[int, str], dict[int, Item]] = {}
    naming: set[tuple[int, str]] = set()
    for item in items:
        if item.marker is not None and item.parent is not None:
            key = id(item.parent), item.marker.style
            lists.setdefault(key, {})[item.marker.value] = item
            if item.states or item.children:
                naming.add(key)
    fitting = [each for key, each in lists.items() if key not in naming and each.keys() >= numbers]
    return fitting[0] if len(fitting) == 1 else {}
