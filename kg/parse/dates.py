"""Dates of a day in heads and under texts, whatever zero is printed: 二〇一〇年, 二○一○年, 二O一O年."""

from __future__ import annotations

import re

from kg.numerals import parse_date
from kg.text import Flow

_ZERO = "〇零OoΟО0○◯"  # the character, the numeral, and letters set for it
_HAN_YEAR = rf"[二一][{_ZERO}一二三四五六七八九]{{3}}"

#: The pattern of a date, in folded text. A year that lost a digit is none.
DATE = (
    rf"(?:(?:19|20)\d\d|{_HAN_YEAR})年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
#: As pages and short signatures print a day: 2023-07-18, 2023.7.18.
_COMPACT = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
ISO = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_DAY = re.compile(rf"{DATE}|{ISO}|{_COMPACT}")
_IS_COMPACT = re.compile(_COMPACT)
_SHORTEST = 8  # characters of a day: 2023-7-8
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_ZEROS = str.maketrans(dict.fromkeys(_ZERO, "〇"))
_IS_HAN_YEAR = re.compile(rf"{_HAN_YEAR}年")


def leading_day(flow: Flow) -> Flow | None:
    """Give the day that a flow begins with, as pages print it, before a time of day: 2023-07-18 09:12."""
    match = _DAY.match(flow.folded)
    if match is None:
        return None
    gaps = (at for at in range(_SHORTEST, match.end()) if flow.offsets[at] - flow.offsets[at - 1] > 1)
    return flow[: match.end() if "年" in match[0] else next(gaps, match.end())]


def iso_day(date: Flow | None) -> str | None:
    """Give a date that names a day as ISO 8601; a time of day may stand behind it."""
    if date is None:
        return None
    folded = _TIME.sub("", date.folded)
    if _IS_HAN_YEAR.match(folded):
        folded = folded[:4].translate(_ZEROS) + folded[4:]
    if _IS_COMPACT.fullmatch(folded):
        folded = f"{folded[:4]}-{folded[4:6]}-{folded[6:]}"
    iso = parse_date(folded)
    return iso if iso and len(iso) == 10 else None
