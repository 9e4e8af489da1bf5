"""Names in a table's cell that no mark parts, of bodies too small to say whose they are: 文化站 派出所.

A line's end parts them where the lines were not full; where there is nothing between two names, the other
cells of the column tell where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.parse.organisations import may_be_body
from kg.text import Flow

#: A part of a department, or a body of a town or a district.
_SMALL = re.compile(
    r"[\u4e00-\u9fff]+(?:(?<!委)(?<!政府)(?<!公)办|股|科|室|所|站|馆|队|中心|(?<!社)会|院|校|园|处|场|社|厂|店|公司|集团|村|社区)$"
)
#: What has such parts itself: 市公安局 交警支队 may be one body.
_LARGE = re.compile("(?:局|委|厅|部|政府|法院|检察院|银行|总队|支队|集团)$")
#: What stands beside others of its kind, whosever they are.
_PEER = re.compile(
    r"(?!各)[\u4e00-\u9fff]+(?:局|部|委|办|镇|乡|街道)|(?:机关)?(?:团委|工会|纪委|党委|妇联|残联|工商联|科协)"
    r"|(?:[省市区县州镇]直|机关)?各?[\u4e00-\u9fff]{0,6}(?:部门|单位|科室|处室|股室|支部|区县|县区|乡镇|镇街)"
)
_TOWN = re.compile("(?:镇|乡|街道)$")
#: What has departments.
_HAS_ALL = re.compile("(?:政府|管委会|委员会|[省市区县州]委|集团|公司|总队)$")
_ALIKE = 2  # characters at the end of names of one kind: 党委办公室 校长办公室
#: Of two glued names the first is none of a place, which has such bodies: 村卫生室.
_LEFT = re.compile("(?:股|科|室|所|站|馆|队|院|办|中心)$")
#: What has no office of its own, and what anything else has.
_PART = re.compile("[股科室处]$")
_OF_ANY = re.compile("(?:办公室|小组|党委|支部|工会|分会|综合[科股室])$")
_MARKS = re.compile("[、，,；;。:()]")
_NARROWEST = 5  # characters in a line of a column that is full
_LONGEST, _SHORTEST = 16, 3  # characters of a name
_MOST_PARTS = 12


def known_names(cells: Iterable[Flow]) -> frozenset[str]:
    """Give the names that stand alone in cells of a column, or between marks and blanks of them."""
    return frozenset(
        word
        for cell in cells
        for part in _at_gaps(cell)
        for word in _MARKS.split(part.folded)
        if _SHORTEST <= len(word) <= _LONGEST and may_be_body(word)
    )


def names_in_cell(cell: Flow, known: frozenset[str]) -> list[Flow]:
    """Cut a cell between names that no mark parts; one that is a list of another kind stays whole.

    :param known: names that stand alone elsewhere in the column
    """
    if _MARKS.search(cell.folded):
        return [cell]
    parts = _at_gaps(cell)
    words = [part.folded for part in parts]
    listed = 1 < len(parts) <= _MOST_PARTS and all(map(_is_name, words))
    if not listed or not all(map(_may_follow, words, words[1:])) or _wrapped(parts):
        parts = [cell]
    return [name for part in parts for name in _at_known(part, known)]


def _is_small(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST and bool(_SMALL.fullmatch(name)) and not _LARGE.search(name)


def _is_name(name: str) -> bool:
    return _is_small(name) or (len(name) <= _LONGEST and bool(_PEER.fullmatch(name)))


def _may_follow(left: str, right: str) -> bool:
    """Tell whether the second of two names is no part of the first: 财务科 办公室, not 扶贫中心 办公室."""
    if left[-_ALIKE:] == right[-_ALIKE:]:
        return True
    if _LARGE.search(left) and (_is_small(right) or _HAS_ALL.search(left)):
        return False
    if _PEER.fullmatch(right) and _TOWN.search(left) is None and _TOWN.search(right) is None:
        return True
    if _TOWN.search(left):
        return _TOWN.search(right) is not None
    return _PART.search(left) is not None or not (_PART.search(right) or _OF_ANY.search(right))


def _at_gaps(cell: Flow) -> list[Flow]:
    """Cut at blanks and line ends."""
    gaps = [at for at in range(1, len(cell)) if cell.offsets[at] - cell.offsets[at - 1] > 1]
    return [cell[start:end] for start, end in pairwise([0, *gaps, len(cell)])]


def _wrapped(parts: Sequence[Flow]) -> bool:
    """Tell whether the parts may be one name over lines that were full: no line is shorter than another."""
    source = parts[0].source
    at_ends = ["\n" in source[one.offsets[-1] : other.offsets[0]] for one, other in pairwise(parts)]
    longest = max(map(len, parts))
    alike = len({part.folded[-_ALIKE:] for part in parts}) == 1
    return (
        not alike
        and all(at_ends)
        and longest >= _NARROWEST
        and all(len(part) == longest for part in parts[:-1])
    )


def _at_known(part: Flow, known: frozenset[str]) -> list[Flow]:
    """Cut 文化站派出所 where one of the two stands alone elsewhere, and the other is a name like it."""
    folded = part.folded
    if len(folded) > _LONGEST:
        return [part]
    for at in range(_SHORTEST, len(folded) - _SHORTEST + 1):
        left, right = folded[:at], folded[at:]
        apart = _LEFT.search(left) and _may_follow(left, right) and not _OF_ANY.search(right)
        if apart and (left in known or right in known) and _is_small(left) and _is_small(right):
            return [part[:at], *_at_known(part[at:], known)]
    return [part]
