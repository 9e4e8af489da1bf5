"""Figures that yes/no questions claim, held against those that a text prints, with their bounds.

可以推荐8个吗 asks whether 8 is within what 不超过5个 leaves; 是推荐5个吗 asks for that very figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.ask.units import same_unit
from kg.ask.values import Result
from kg.find.quantities import find_quantities
from kg.notice import Bound
from kg.numerals import parse_numeral
from kg.text import fold, simple


class Amount(NamedTuple):
    """A number, its unit, on which side of it the bound leaves room, and its words; lengths of time are hours."""

    number: Decimal
    unit: str
    bound: Bound | None
    words: str = ""


_TENTHS = re.compile(
    r"(?<![完组构达形变建])(?P<n>[一二两三四五六七八九])成(?P<half>半)?(?![为立果效员功长本绩品])"
)
_HALF = re.compile(r"(?<=[的了到过占])一半|半数")
#: 拿到500元: the 到 bounds no range.
_GOT = re.compile(r"(?<=[拿得领收享给补以能可会])(?:到|按照?)(?=\d)")
#: 由之前的不少于25天: what was.
_WAS = re.compile(r"(?:[由从]|原来|原先|之前|此前)的?(?:不[得能])?$")
_HOURS = {
    "分钟": Decimal(1) / 60,
    "小时": Decimal(1),
    "个小时": Decimal(1),
    "天": Decimal(24),
    "日": Decimal(24),
    "个自然日": Decimal(24),
    "个月": Decimal(730),
    "年": Decimal(8760),
}
#: Lengths of time that can be dates elsewhere: 两年, 3年, 1年.
_YEARS = re.compile(
    r"(?<![\d第近每~—-])(?P<n>\d{1,2}|[一两二三四五六七八九十]{1,2})年(?!\d|[度底初中末前级来龄内]|以内|之内|[一二三四五六七八九十]+月)"
)
#: 不得高于电费的30%: the bound stands before what the share is of.
_MORE = re.compile(
    r"(?:不得?|不能|不可|不应|不准)(?:高于|超过|多于|大于|突破)[^,，。;；\d]{0,12}$|(?:最[高多长]|至多|上限)[^,，。;；\d]{0,4}$"
)
_LESS = re.compile(
    r"(?:不得?|不能|不可|不应|不准)(?:低于|少于|小于)[^,，。;；\d]{0,12}$|(?:最[低少短]|至少|下限)[^,，。;；\d]{0,4}$"
)
_OVER = re.compile(r"(?<![不得])(?:超过|高于|多于|大于|突破)")
_UNDER = re.compile(r"(?<![不得])(?:低于|少于|小于|不[足到满])")
_MAY = re.compile(
    r"可以|能否|(?<![技功性职智节产效动才机潜储核])能(?![源力量耗效])|允许|准许|行[吗么不]|行得通|够"
)


def amounts(text: str) -> list[Amount]:
    """Read the amounts of a text; 八成 is 80%, 一半 50%, 全额 100%, and 两年 a length of time."""
    folded = simple(fold(text))
    folded = _HALF.sub("50%", _TENTHS.sub(_share, folded)).replace("全额", "100%")
    return list(_read(_GOT.sub("", folded)))


def _share(match: re.Match[str]) -> str:
    tens = int(parse_numeral(match["n"]) or 0)
    return f"{tens}{5 if match['half'] else 0}%"


def _read(folded: str) -> Iterator[Amount]:
    for one in find_quantities(folded):
        hours = _HOURS.get(one.unit)
        bound = _banned(folded[: one.start]) or one.bound or _bound(folded[: one.start])
        words = folded[one.start : one.unit_end]
        if not _WAS.search(folded[: one.bound_start]):
            yield Amount(one.number * (hours or 1), "小时" if hours else one.unit, bound, words)
    for match in _YEARS.finditer(folded):
        if (number := parse_numeral(match["n"])) is not None:
            yield Amount(
                Decimal(number) * _HOURS["年"], "小时", _bound(folded[: match.start()]), match.group()
            )


#: 禁止使用含硫量高于0.7%的煤: what lies beyond is banned.
_BANNED = re.compile(
    r"(?:禁止|严禁|不得|不准|不许|不允许)[^,，。;；]{0,24}?(?:[高低多少大小]于|超过|不足)[^,，。;；\d]{0,4}$"
)


def _banned(before: str) -> Bound | None:
    match = _BANNED.search(before[-40:])
    if match is None:
        return None
    return Bound.AT_MOST if re.search(r"[高多大]于|超过", match.group()) else Bound.AT_LEAST


def _bound(before: str) -> Bound | None:
    if _MORE.search(before[-24:]):
        return Bound.AT_MOST
    return Bound.AT_LEAST if _LESS.search(before[-24:]) else None


def agrees(asked: str, claimed: Decimal, printed: Sequence[Amount]) -> bool:
    """Tell whether what a question claims of a figure is so by the figures of the same unit that a text prints.

    >>> [agrees("可以推荐%d个吗" % n, Decimal(n), amounts("推荐数量不超过5个")) for n in (4, 8)]
    [True, False]
    """
    bounds = [one for one in printed if one.bound in (Bound.AT_MOST, Bound.AT_LEAST)]
    if len(bounds) < len(printed) or not _MAY.search(asked) or re.search(r"不能|不可|不得|不许|不准", asked):
        return any(one.number == claimed for one in printed)
    over, under = _OVER.search(asked) is not None, _UNDER.search(asked) is not None
    return all(
        (claimed < one.number if over else under or claimed <= one.number)
        if one.bound is Bound.AT_MOST
        else (claimed > one.number if under else over or claimed >= one.number)
        for one in bounds
    )


def figures_agree(asked: str, told: Sequence[Result]) -> bool | None:
    """Compare the figures that a question claims with those found for it; None where no units are alike."""
    pairs = [(one, result) for one in amounts(asked) for result in told if result.value]
    same = [pair for pair in pairs if pair[0].unit == pair[1].unit]
    alike = same or [pair for pair in pairs if same_unit(pair[0].unit, pair[1].unit or "")]
    so = [
        agrees(asked, one.number, [Amount(Decimal(str(result.value)), one.unit, _bound_of(result))])
        for one, result in alike
    ]
    return any(so) if so else None


def _bound_of(told: Result) -> Bound | None:
    """Give the bound of a figure by the words that print it."""
    same = (one for one in amounts(told.label) if float(one.number) == told.value)
    return next((one.bound for one in same), None)
