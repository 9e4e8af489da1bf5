"""Figures that yes/no questions claim, held against those that a text prints, with their bounds.

可以推荐8个吗 asks whether 8 is within what 不超过5个 leaves; 是推荐5个吗 asks for that very figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from kg.ask.polarity import asks_leave
from kg.ask.times import HOURS, TIME, lengths_of, paces_of
from kg.find.quantities import find_quantities
from kg.index.terms import terms
from kg.notice import Bound
from kg.numerals import parse_numeral
from kg.text import fold, simple


class Amount(NamedTuple):
    """A number, its unit, on which side of it the bound leaves room, and its words; lengths of time are hours.

    `case` tells that it only says of which things something is said: 500万元以上的.
    """

    number: Decimal
    unit: str
    bound: Bound | None
    words: str = ""
    case: bool = False


_TENTHS = re.compile(
    r"(?<![完组构达形变建])(?P<n>[一二两三四五六七八九])成(?P<half>半)?(?![为立果效员功长本绩品])"
)
_HALF = re.compile(r"(?<=[的了到过占])一半|半数")
#: 拿到500元: the 到 bounds no range.
_GOT = re.compile(r"(?<=[拿得领收享给补以能可会])(?:到|按照?)(?=\d)")
#: 由之前的不少于25天: what was.
_WAS = re.compile(r"(?:[由从]|原来|原先|之前|此前)的?(?:不[得能])?$")
#: A comma before a figure, and within none: 50万元以上的,200万元以下的.
_COMMA = re.compile(r"(?<!\d),(?=\d)")
#: Figures before any other word: 16磅, 2000字, 45周岁; dates, and what is numbered, are none.
_PLAIN = re.compile(
    r"(?<![\d.第〔\[(~—-])(?P<n>\d{1,9}(?:\.\d{1,4})?)周?(?P<unit>[一-龥])(?<![年月日时号点分版条届级是的和与及])"
)
#: 15日以内, 连续两个月未更新的: bounds behind a figure, and before it.
_NO_MORE, _NO_LESS = re.compile(r"以内|以下|之内|内|范围"), re.compile(r"以上")
_REACHED = re.compile(r"(?:连续|累计|(?<!不)满|达到?|(?<![不得])(?:超[过出]|[高大多]于))$")
_SHORT_OF = re.compile(r"(?:(?<![不得])[低少小]于|不[足到满])$")
#: What is done so often is compared as times a year.
_OFTEN = "年次"
#: 罚款300万元的案子, 余额在5万元以上的: what a figure is followed by where it tells the case, and claims nothing.
_NOUN = r"(?!(?:一次性|专项|财政|现金|全额)?(?:补|奖|罚|资金|费|贷|款|券|优惠|比例|标准|时|期))"
_CASE = re.compile(
    rf"范围|(?:\(含[^()]*\))?的(?=[,，]?[^,，。;；?？]{0, 40}[,，]|{_NOUN}[^吗吧么?？]{{4}})|(?<=以[上下])(?:[至到]|{_NOUN}(?=[一-龥]{{3}}))"
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


def amounts(text: str) -> list[Amount]:
    """Read the amounts of a text; 八成 is 80%, 一半 50%, 全额 100%, and 两年 a length of time."""
    folded = simple(fold(text))
    folded = _HALF.sub("50%", _TENTHS.sub(_share, folded)).replace("全额", "100%")
    return list(_read(_COMMA.sub("，", _GOT.sub("", folded))))


def claimed(asked: str) -> list[Amount]:
    """Give the figures that a question claims: none of its dates, nor those that tell the case which is meant."""
    return [one for one in amounts(TIME.sub("", asked)) if not one.case]


def _share(match: re.Match[str]) -> str:
    tens = int(parse_numeral(match["n"]) or 0)
    return f"{tens}{5 if match['half'] else 0}%"


def _read(folded: str) -> Iterator[Amount]:
    paces = list(paces_of(folded))
    starts = {pace.start for pace in paces}
    for one in find_quantities(folded):
        if one.start in starts:
            continue
        starts.add(one.start)
        hours = HOURS.get(one.unit)
        bound = _banned(_before(folded, one.start)) or one.bound or _bound(_before(folded, one.start))
        bound = bound or _bound_behind(folded, one.end)
        if not _WAS.search(_before(folded, one.bound_start)):
            number, unit = (round(one.number * hours, 6), "小时") if hours else (one.number, one.unit)
            yield Amount(number, unit, bound, folded[one.start : one.unit_end], _is_case(folded, one.end))
    others = [
        (one.start, one.end, round(one.number * HOURS[one.unit], 6), "小时") for one in lengths_of(folded)
    ]
    others += [(*match.span(), Decimal(match["n"]), match["unit"]) for match in _PLAIN.finditer(folded)]
    for start, end, number, unit in others:
        if start not in starts and not _WAS.search(_before(folded, start)):
            starts.add(start)
            bound = _bound(_before(folded, start)) or _bound_behind(folded, end)
            yield Amount(number, unit, bound, folded[start:end], _is_case(folded, end))
    for pace in paces:
        bounds = (one.bound for one in find_quantities(pace.words) if one.bound)
        yield Amount(pace.times, _OFTEN, next(bounds, None), pace.words)


def _before(folded: str, start: int) -> str:
    return folded[max(0, start - 48) : start]


def _bound_behind(folded: str, end: int) -> Bound | None:
    if _NO_MORE.match(folded, end):
        return Bound.AT_MOST
    return Bound.AT_LEAST if _NO_LESS.match(folded, end) else None


def _is_case(folded: str, end: int) -> bool:
    return _CASE.match(folded, end) is not None


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
    if _MORE.search(before[-24:]) or _SHORT_OF.search(before):
        return Bound.AT_MOST
    return Bound.AT_LEAST if _LESS.search(before[-24:]) or _REACHED.search(before) else None


#: What asks what a figure leads to: 会被关停吗, 算完成吗.
_TESTED = re.compile(r"会(?![议员场商展同计])|算(?:不算)?(?![力法])|达标|合格")


def weighs(asked: str) -> bool:
    """Tell whether a question asks whether a figure will do, so that bounds count: 够吗, 会被关停吗.

    >>> weighs("交两份就行吗?"), weighs("是交两份吗?")
    (True, False)
    """
    return asks_leave(asked) or _TESTED.search(asked) is not None


def agrees(asked: str, claimed: Decimal, printed: Sequence[Amount]) -> bool:
    """Tell whether what a question claims of a figure is so by the figures of the same unit that a text prints.

    >>> [agrees("可以推荐%d个吗" % n, Decimal(n), amounts("推荐数量不超过5个")) for n in (4, 8)]
    [True, False]
    """
    bounds = [one for one in printed if one.bound in (Bound.AT_MOST, Bound.AT_LEAST)]
    if len(bounds) < len(printed) or not weighs(asked) or re.search(r"不能|不可|不得|不许|不准", asked):
        return any(one.number == claimed for one in printed)
    over, under = _OVER.search(asked) is not None, _UNDER.search(asked) is not None
    return all(
        (claimed < one.number if over else under or claimed <= one.number)
        if one.bound is Bound.AT_MOST
        else (claimed > one.number if under else over or claimed >= one.number)
        for one in bounds
    )


def within(mine: Amount, other: Amount) -> bool:
    """Tell whether the figure of a case lies within the bound that another one says."""
    if other.bound is Bound.AT_MOST:
        return mine.number <= other.number
    return mine.number >= other.number if other.bound is Bound.AT_LEAST else mine.number == other.number


def alike(one: str, other: str) -> bool:
    """Tell whether figures in two units can be compared: things are counted in many words."""
    return one == other or (_COUNTS.fullmatch(one) is not None and _COUNTS.fullmatch(other) is not None)


_COUNTS = re.compile(r"个|项|条|名|家|份")


def figures_meant(asked: str, text: str, unit: str) -> list[Amount]:
    """Give the figures in a unit that a text prints of what a question speaks of.

    Of a clause or an item of a list, the one that shares most with the question; where several share one
    predicate (公厕、泵站分别建成5座、3座), the figure that stands for the thing asked about.
    """
    wanted = _pairs(asked)
    if paired := [(head, one) for head, one in _paired(simple(fold(text))) if alike(one.unit, unit)]:
        shared = [len(set(terms(asked, 2)) & set(terms(head, 2))) for head, _ in paired]
        return [one for share, (_, one) in zip(shared, paired, strict=True) if share == max(shared)]
    printing = [item for item in _items(text, unit) if _in_unit(item, unit)]
    best = max(printing, key=partial(_nearness, wanted), default="")
    return _in_unit(best if wanted & _pairs(best) else text, unit)


def _in_unit(text: str, unit: str) -> list[Amount]:
    return [one for one in amounts(text) if alike(one.unit, unit)]


def _items(text: str, unit: str) -> list[str]:
    """Cut a text into clauses, and these into items where each has its own figure: 先预付3成、验收后付7成."""
    items: list[str] = []
    for clause in re.split(r"[,，;；。]", fold(text)):
        parts = clause.split("、")
        items += parts if all(_in_unit(part, unit) for part in parts) else [clause]
    return items


def _nearness(wanted: set[int], item: str) -> float:
    """Add up how much of what is wanted an item prints, and how much of the item is wanted."""
    own = _pairs(item)
    shared = len(wanted & own)
    return shared / max(1, len(wanted)) + shared / max(1, len(own))


def _pairs(words: str) -> set[int]:
    """Give the pairs of characters of words without figures and how often."""
    plain = re.sub(r"(?:至少|不少于)?(?:[一两二三四五六]次|\d[\d.]*[万亿]?[元%次]?)", " ", words)
    for pace in paces_of(words):
        plain = plain.replace(pace.period, " ")
    return set(terms(plain, 2))


_BARE = r"\d[\d.]*[万亿]?"
#: Figures that stand side by side behind one predicate: 分别给予100万元、30万元, 压缩至10个和5个工作日.
_SIDE_BY_SIDE = re.compile(
    rf"{_BARE}[^\d,，。;；、和与及]{{0,4}}(?:[、和与及]{_BARE}[^\d,，。;；、和与及]{{0,4}})+"
)
_AND = re.compile(r"[、和与及]")
#: So many characters of the names of things that stand side by side tell them apart.
_NAME = 4


def _paired(folded: str) -> Iterator[tuple[str, Amount]]:
    """Pair figures that stand side by side with the things that stand side by side before them, in their order."""
    for match in _SIDE_BY_SIDE.finditer(folded):
        figures = _AND.split(match.group())
        unit = re.sub(rf"^{_BARE}", "", figures[-1])
        said = [re.sub(rf"^({_BARE})个?$", rf"\g<1>{unit}", one) for one in figures]
        around = amounts(folded[max(0, match.start() - 6) : match.end() + 3])
        parts = [
            _AND.split(part)
            for part in re.split(r"[,，。;；:：]", folded[max(0, match.start() - 160) : match.start()])
        ]
        heads = next((part for part in reversed(parts) if len(part) == len(figures)), [])
        size = min([_NAME, *map(len, heads)])
        names = [*(head[-size:] for head in heads[:1]), *(head[:size] for head in heads[1:])]
        for head, one in zip(names, said, strict=False):
            for amount in amounts(one)[:1]:
                yield head, amount._replace(bound=around[-1].bound if around else None)
