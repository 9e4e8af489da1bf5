"""What names in a list leave out because a later one prints it: 官渡区、西山区人民政府.

All functions take folded text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kg.parse.organisations import (
    ends_as_area,
    ends_surely,
    has_owner,
    is_body,
    is_only_work,
    is_town,
    is_work,
    lacks_administration,
)

_DISTRICT_TAIL = re.compile(
    "(?:街道|镇|乡)(?:办事处|办|人民政府|政府|党委、政府|党工委、办事处|党(?:工)?委)?$"
)
_CITY_TAIL = re.compile("[市县区州旗](?:人民政府|政府|党委和政府|党委、政府)$")
_LONGEST_PLACE = 5  # characters
_CITY_IN_ZHOU = re.compile("[\u4e00-\u9fff]州")  # 苏州 is no 州
_UTILITY = re.compile("电信|移动|联通|铁塔|广电|供电|电力|供水|自来水|燃气|供热|邮政|公交")
_COMPANY = re.compile(rf"(?:{_UTILITY.pattern})(?P<tail>(?:分|集团)?公司)$")
_COMMITTEE = re.compile("(?P<area>[\u4e00-\u9fff]{2,8})(?P<kind>[市县区州旗])委")
_GOVERNMENT = re.compile("(?P<kind>[市县区州旗])(?:人民)?政府(?:办公[厅室])?")
_OFFICE_TAIL = re.compile("(?:局|厅|部门)$")
_TOWN_TAIL = re.compile("(?<=[镇乡])(?:人民政府|政府|党委、政府|党委和政府|办事处|党委)$")
_BARE_PLACE = re.compile("[\u4e00-\u9fff]{2,5}")
_ADMINISTRATION = re.compile(
    r"(?:党委和政府|党委、政府|人民政府|政府|管理委员会|管委会|办事处|人民法院|人民检察院|法院|检察院|党委|党工委)$"
)

_REMEMBERED = 1 << 12  # names, for they come again and again


@lru_cache(_REMEMBERED)
def tail_of_district(folded: str) -> int | None:
    """Find where 街道 or 镇党委 begins in a town's administration, which names before may leave out."""
    match = _DISTRICT_TAIL.search(folded)
    return match.start() if match and match.start() >= 2 else None


@lru_cache(_REMEMBERED)
def tail_of_city(folded: str) -> int | None:
    """Find where 市人民政府 begins, which names before may leave out: 苏州、无锡市人民政府."""
    match = _CITY_TAIL.search(folded)
    return match.start() if match and 2 <= match.start() <= _LONGEST_PLACE else None


def is_bare_city(folded: str) -> bool:
    """Tell whether text may be the name of a city or county without its kind, and is no department's work."""
    place = is_bare_place(folded) or _CITY_IN_ZHOU.fullmatch(folded)
    return bool(place) and not is_work(folded) and not is_body(folded)


@lru_cache(_REMEMBERED)
def tail_of_company(folded: str) -> int | None:
    """Find where 公司 begins in the name of a utility's branch: 联通公司."""
    match = _COMPANY.search(folded)
    return match.start("tail") if match else None


def is_bare_work(folded: str) -> bool:
    """Tell whether a name is a department's without its last word: 财政 of 财政、民政、审计局."""
    return is_only_work(folded) and not is_body(folded)


@lru_cache(_REMEMBERED)
def tail_of_office(folded: str) -> int | None:
    """Find where 局, 厅 or 部门 begins in a department's name that is its work and nothing else."""
    match = _OFFICE_TAIL.search(folded)
    return match.start() if match and is_only_work(folded[: match.start()]) else None


def is_utility(folded: str) -> bool:
    """Tell whether a name is only what a utility supplies: 电信 of 电信、移动、联通公司."""
    return bool(_UTILITY.fullmatch(folded))


def area_of_government(before: str, folded: str) -> str:
    """Give the area that a government leaves out behind its party committee: 云溪 of 云溪市委、市政府."""
    if not before.endswith("委") or not (government := _GOVERNMENT.fullmatch(folded)):
        return ""
    committee = _COMMITTEE.fullmatch(before)
    return committee["area"] if committee and committee["kind"] == government["kind"] else ""


@lru_cache(_REMEMBERED)
def tail_of_town(folded: str) -> int | None:
    """Find where 党委、政府 begins in the name of a town's administration."""
    match = _TOWN_TAIL.search(folded)
    return match.start() if match else None


def is_bare_place(folded: str) -> bool:
    """Tell whether text may be a street's or town's name without its kind: 北站 of 北站、天目西路街道."""
    named = is_town(folded) or ends_surely(folded) or has_owner(folded)
    return bool(_BARE_PLACE.fullmatch(folded)) and not named


@lru_cache(_REMEMBERED)
def administration_start(folded: str) -> int | None:
    """Find where 人民政府 or 管委会 begins in the name of an area's administration."""
    match = _ADMINISTRATION.search(folded)
    return match.start() if match and ends_as_area(folded[: match.start()]) else None


#: Where what a name may leave out begins in the name that prints it.
StartOf = Callable[[str], int | None]

_ELISIONS: tuple[tuple[Callable[[str], bool], StartOf], ...] = (
    (is_bare_city, tail_of_city),
    (lacks_administration, administration_start),
    (is_bare_place, tail_of_district),
    (is_town, tail_of_town),
    (is_utility, tail_of_company),
    (is_bare_work, tail_of_office),
)


@lru_cache(_REMEMBERED)
def elisions_of(folded: str) -> tuple[StartOf, ...]:
    """Tell what a name may lack, as the functions that find it in a later name of its list."""
    return tuple(start_of for lacks, start_of in _ELISIONS if lacks(folded))


def is_completed(folded: str, behind: str) -> bool:
    """Tell whether the next name of a list prints what this one leaves out, or leaves out the same."""
    return any(
        start_of(behind) is not None or start_of in elisions_of(behind) for start_of in elisions_of(folded)
    )
