"""Times as questions and notices say them, as days that can be compared: 2023年6月底前, 上半年, 年内."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.numerals import parse_date, parse_deadline
from kg.text import fold

_YEAR = r"(?:(?:19|20)\d\d年(?:度)?|今年|本年度?|当年)"
_PART = (
    r"(?:\d{1,2}月(?:份|\d{1,2}[日号]|[底末]|[上中下]旬)?|上半年|下半年|第?[一二三四1-4]季度末?|年[底末内])"
)
#: A year, a part of one, or a day.
POINT = rf"(?:{_YEAR}(?:{_PART}|[底末内])?|(?<![\d年]){_PART})"
#: What makes a time the last one.
BY = r"(?:之前|以前|前|为止)"
_BARE_MONTH = re.compile(r"(?P<month>\d{1,2})月份?")
_FULL_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?")


class Days(NamedTuple):
    """The first and the last day of a stretch of time, as ISO 8601; an empty `first` leaves the start open."""

    first: str
    last: str


def days_of(words: str, year: int | None) -> Days | None:
    """Give the days that a time spans; with 前 behind it, those up to its end.

    A month or a year with 前 ends before it begins: 6月前 is 5月31日 at the latest, 6月底前 is 6月30日.

    :param year: the year meant where the words name none
    :returns: None where the words name no year, and none is given, or no such day exists

    >>> days_of("2023年6月底前", None), days_of("下半年", 2023)
    (Days(first='', last='2023-06-30'), Days(first='2023-07-01', last='2023-12-31'))
    """
    plain = re.sub(r"今年|本年度?|当年", f"{year}年" if year else "", fold(words))
    by = re.search(rf"{BY}$", plain)
    point = plain[: by.start()] if by else plain
    named = _FULL_YEAR.match(point)
    meant = int(named["year"]) if named else year
    rest = point[named.end() :] if named else point
    if meant is None:
        return None
    if by and not rest:
        return Days("", f"{meant - 1:04}-12-31")
    bare = _BARE_MONTH.fullmatch(rest)
    if by and bare:
        before = int(bare["month"]) - 1
        last = parse_deadline(f"{meant}年{before}月") if before else f"{meant - 1:04}-12-31"
        return Days("", last) if last else None
    last = parse_deadline(f"{meant}年{rest}" if rest else f"{meant}年底")
    return Days("" if by else _first(rest, last), last) if last else None


def _first(part: str, last: str) -> str:
    """Give the first day of a part of a year that ends on `last`."""
    year, month, _ = last.split("-")
    if not part or part in ("年内", "内"):
        return f"{year}-01-01"
    if "半年" in part or ("季度" in part and not part.endswith("末")):
        return f"{year}-{int(month) - (5 if '半年' in part else 2):02}-01"
    return f"{year}-{month}-01" if _BARE_MONTH.fullmatch(part) else last


def same_date(claimed: str, told: str) -> bool | None:
    """Tell whether a date that is claimed, as exact as it is said, is the one told; None where that cannot be told.

    :param told: a date in ISO 8601, or as printed

    >>> same_date("2023年3月", "2023-03-18"), same_date("5月", "2023-03-18"), same_date("3月18日", "2023年")
    (True, False, None)
    """
    said = re.fullmatch(r"(?:(\d{4})年)?(?:(\d{1,2})月份?)?(?:(\d{1,2})[日号])?", fold(claimed))
    iso = told if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", told) else parse_date(told)
    if said is None or iso is None:
        return None
    known: list[int | None] = [int(part) for part in iso.split("-")]
    known += [None] * (3 - len(known))
    pairs = [(int(one), other) for one, other in zip(said.groups(), known, strict=True) if one is not None]
    if any(other is not None and one != other for one, other in pairs):
        return False
    return None if any(other is None for _, other in pairs) else True
