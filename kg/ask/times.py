"""Times as questions and notices say them, so that they can be compared: days, lengths of time, how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.ask.small_words import content_of
from kg.index.terms import terms
from kg.numerals import parse_date, parse_deadline, parse_numeral
from kg.text import fold, simple

_YEAR = r"(?:(?:19|20)\d\d年(?:度)?|今年|本年度?|当年)"
_PART = (
    r"(?:\d{1,2}月(?:份|\d{1,2}[日号]|[底末]|[上中下]旬)?|上半年|下半年|第?[一二三四1-4]季度末?|年[底末内])"
)
#: A year, a part of one, or a day.
POINT = rf"(?:{_YEAR}(?:{_PART}|[底末内])?|(?<![\d年]){_PART})"
#: What makes a time the last one.
BY = r"(?:之前|以前|前|为止)"
#: A time in a question or a text; 近3年, 3年内 are lengths of time, and no such time.
TIME = re.compile(rf"{POINT}{BY}?")
#: Stands for the year of a time that names none: it is compared with any.
NO_YEAR = 9999
_BARE_MONTH = re.compile(r"(?P<month>\d{1,2})月份?")
_FULL_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?")


#: The hours of a length of time, by its unit: the one table of them.
HOURS = {
    "秒": Decimal(1) / 3600,
    "分钟": Decimal(1) / 60,
    **dict.fromkeys(("小时", "个小时"), Decimal(1)),
    **dict.fromkeys(("天", "日", "个自然日"), Decimal(24)),
    **dict.fromkeys(("周", "星期"), Decimal(168)),
    "旬": Decimal(8760) / 36,
    **dict.fromkeys(("月", "个月"), Decimal(730)),
    **dict.fromkeys(("季", "季度"), Decimal(2190)),
    **dict.fromkeys(("半年", "学期"), Decimal(4380)),
    **dict.fromkeys(("年", "学年"), Decimal(8760)),
}
_N = r"(?P<n>\d{1,3}|[一两二三四五六七八九十]{1,3})"
#: Lengths of time, those that can be dates elsewhere too: 两年, 提前30日; 9月30日, 25日前 and 头一年 are none.
_LENGTHS = re.compile(
    rf"(?<![\d.〇○月第近每头首上下~—-]){_N}个?(?P<unit>学?年|学期|周(?!岁)|天|小时|分钟|日(?![之以]?[前起至止])|(?<=个)月)"
    r"(?![\d级度底初末中前代检来龄]|[一二三四五六七八九十]+月)"
)
_SPAN = r"(?P<unit>[天日周旬月年]|星期|季度?|半年|学[期年])"
_TIMES = r"(?P<times>\d{1,3}|[一两二三四五六七八九十]{1,2})次"
#: 每月至少1次, 每周督查, 一个季度查一次, 一年补贴6000元, 实行月调度.
_PACES = re.compile(
    rf"每(?:隔|满)?(?:{_N}个?|个)?{_SPAN}(?:[^\d,，。;；、每]{{0,14}}?{_TIMES})?"
    rf"|(?<![\d第每前后近年月]){_N.replace('<n>', '<m>')}个?{_SPAN.replace('<unit>', '<span>')}(?![\d底初末中内])[^\d,，。;；、每]{{0,14}}?{_TIMES.replace('<times>', '<often>')}"
    rf"|(?<![\d第每前后近头十])一个?{_SPAN.replace('<unit>', '<once>')}(?![内后前底来之以度期半多])(?=[^\d,，。;；、每]{{1,10}}\d)"
    r"|(?<=[、行])(?P<word>[日周旬月季年])(?=调度|通报|报告|报送|督查|督导|检查|例会|考核)"
)


class Pace(NamedTuple):
    """How often something is done: times a year, the words that say so from `start` on, and those of the period."""

    times: Decimal
    start: int
    words: str
    period: str


class Length(NamedTuple):
    """A length of time: where it stands, from `start` to before `end`, its number and its unit."""

    start: int
    end: int
    number: Decimal
    unit: str


def lengths_of(folded: str) -> Iterator[Length]:
    """Find lengths of time, also in the units of dates.

    >>> [(length.number, length.unit) for length in lengths_of("提前30日,聘期3年,9月30日前,2023年")]
    [(Decimal('30'), '日'), (Decimal('3'), '年')]
    """
    for match in _LENGTHS.finditer(folded):
        if (number := parse_numeral(match["n"])) is not None:
            yield Length(*match.span(), Decimal(number), match["unit"])


def paces_of(folded: str) -> Iterator[Pace]:
    """Find how often things are done: each 每月 is once a month where no 次 says more.

    >>> [round(pace.times) for pace in paces_of("高危企业每月至少1次,其他企业一个季度查两次")]
    [12, 8]
    """
    for match in _PACES.finditer(folded):
        unit = match["unit"] or match["span"] or match["once"] or match["word"]
        spans, times = (
            parse_numeral(said or "1")
            for said in (match["n"] or match["m"], match["times"] or match["often"])
        )
        if spans and times is not None:
            period = match.group()[: match.group().find(unit) + len(unit)]
            often = HOURS["年"] / HOURS[unit] / Decimal(spans) * Decimal(times)
            yield Pace(often, match.start(), match.group(), period)


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


#: 3月15日至6月15日.
_STRETCH = re.compile(rf"(?P<first>{POINT})(?:[至到~—-]{{1,2}})(?P<last>{POINT})")


def stretches_of(folded: str, year: int) -> Iterator[Days]:
    """Find stretches between two days.

    :param year: the year of those that name none
    """
    for match in _STRETCH.finditer(folded):
        first, last = (days_of(match[name], year) for name in ("first", "last"))
        if first and last:
            yield Days(first.first or first.last, last.last)


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


def other_time(asked: str, text: str) -> bool:
    """Tell whether a question claims a time, and what a text says of the same prints only others."""
    claimed = [days_of(match.group(), NO_YEAR) for match in TIME.finditer(asked)]
    wanted = _pairs(content_of(TIME.sub(" ", asked)))
    timed = [clause for clause in re.split(r"[,;。]", simple(fold(text))) if TIME.search(clause)]
    own = max(timed, key=lambda clause: len(wanted & _pairs(clause)), default="")
    told = own if wanted & _pairs(own) else simple(fold(text))
    ends = [days for match in TIME.finditer(told) if (days := days_of(match.group(), NO_YEAR))]
    spans = list(stretches_of(told, NO_YEAR))
    return bool(ends) and any(
        days is not None
        and not any(_same_end(days, end) for end in ends)
        and not any(span.first[-5:] <= days.last[-5:] <= span.last[-5:] for span in spans)
        for days in claimed
    )


def _same_end(one: Days, other: Days) -> bool:
    years = {one.last[:4], other.last[:4]}
    return one.last[4:] == other.last[4:] and (len(years) == 1 or str(NO_YEAR) in years)


def _pairs(words: str) -> set[int]:
    return set(terms(words, 2))
