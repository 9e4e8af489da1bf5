"""Printed quantities and the words that bound them: 3次以上, 不少于20项, 压缩至5个工作日, 增长10%左右."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.notice import Bound
from kg.numerals import parse_numeral

#: Classifiers of things and people, counted one by one.
_COUNTED = (
    "人次|户次|条次|家次|个|名|人|家|项|次|场|件|条|篇|种|批|所|座|处"
    "|户|套|间|辆|列|台|架|艘|只|支|张|块|宗|笔|班次|趟|例|部|册|道|类"
)
_MEASURED = (
    "平方公里|平方千米|平方米|立方米|公里|千米|公顷|亩|吨标准煤"
    "|吨标煤|吨|万千瓦时|千瓦时|千瓦|兆瓦|度|米|箱|标箱"
)
_MONEY = "元人民币|元|美元|欧元|港元"
_RATIO = "个百分点|%|倍"
_TIME = "个工作日|工作日|个自然日|个小时|小时|分钟|秒|个月|天|日|周|年"
_NUMBER = r"(?<![\d.,])\d[\d,]{0,15}(?:\.\d{1,6})?|[一二两三四五六七八九十百千]{1,6}"
_QUANTITY = re.compile(
    rf"(?:百分之(?P<percent>\d[\d.]{{0,15}}|[一二三四五六七八九十]{{1,3}})"
    rf"|(?P<number>{_NUMBER})(?P<scale>[十百千]?[万亿]{{0,2}})(?P<more>多|余)?"
    rf"(?P<unit>(?:{_MEASURED}|{_MONEY}|{_RATIO}|{_TIME}|{_COUNTED})"
    r"(?:/(?:千瓦时|平方米|公里|人次|人|户|亩|年|月|天|日|次|吨|辆|台|件|项|家|床))?))"
)
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千]")
_TIME_UNITS = frozenset(_TIME.split("|"))
_SHARE_UNITS = frozenset(_RATIO.split("|"))
_MONEY_UNITS = frozenset(_MONEY.split("|"))

#: Words right after a quantity.
_AFTER = (
    (re.compile(r"(?:\(含\)|及|或|\(含\)及)?以上"), Bound.AT_LEAST),
    (re.compile(r"(?:\(含\)|及|或)?(?:以下|以内|之内|内)(?!容|部|外|在|涵|地|需|蒙|陆|生)"), Bound.AT_MOST),
    (re.compile(r"左右|上下"), Bound.ABOUT),
)
#: Words right before a quantity; longer ones first, so that 不超过 is not read as 超过.
_BEFORE = tuple(
    (re.compile(rf"(?:{words})(?:到|至|了|为|于|在|每年|全年|平均|平均每年)?$"), bound)
    for words, bound in (
        ("不少于|不低于|不小于|不得少于|不得低于|至少|最少|最低", Bound.AT_LEAST),
        ("不超过|不高于|不多于|不大于|不得超过|不得高于|最多|最高|最长|上限为?|至多", Bound.AT_MOST),
        (
            "控制|限定|压缩|压减|缩短|缩减|精简|减少到|减少至|降低到|降低至|降到|降至|下降到|下降至",
            Bound.AT_MOST,
        ),
        ("低于|少于|小于", Bound.AT_MOST),
        (
            "超过|突破|达到|达|高于|大于|多于|提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|升至|增至|力争",
            Bound.AT_LEAST,
        ),
        ("约|大约|接近|近", Bound.ABOUT),
    )
)
#: 压缩50%, 缩短3天 say by how much; 压缩至 and 控制在 say down to what.
_BY_HOW_MUCH = re.compile(r"(?:压缩|压减|缩短|缩减|精简)(?:了)?$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A quantity in folded text: where its number starts, where number and unit with bound words end.

    `bound_start` is where the bound words before it start (the number itself, if none). `bound` is None
    where no word bounds it.
    """

    start: int
    unit_end: int
    end: int
    bound_start: int
    number: Decimal
    unit: str
    bound: Bound | None

    @property
    def is_time(self) -> bool:
        """Tell whether it is a length of time."""
        return self.unit.split("/")[0] in _TIME_UNITS

    @property
    def is_share(self) -> bool:
        """Tell whether it is a percentage, a number of percentage points or a multiple."""
        return self.unit in _SHARE_UNITS

    @property
    def is_money(self) -> bool:
        """Tell whether it is an amount of money."""
        return self.unit.split("/")[0] in _MONEY_UNITS


#: Right before: part of a longer name or number, an ordinal, a range, a start value, a rate,
#: or the sum of a list.
_NOT_AFTER = re.compile(
    r"(?:[\dA-Za-z.第近届\-—~:/+×*“‘]|[至到]\d?$|等|共|共计|合计|这|上述|前述|以上|其中|每|每年每|由|从|按|按照|前|后|逾期|近\w?)$"
)
#: … but 达到500个, 提高至80%, 增长到 and 每年… are wanted.
_WANTED = re.compile(
    r"(?:达到|提高[到至]|提升[到至]|增加[到至]|增长[到至]|压缩[到至]|缩短[到至]|降低[到至]|下降[到至]|压减[到至]|减少[到至]|[降增升减][到至])$"
)
#: Right after: what makes it a name (三大, 十年期), a date, or the first half of a range.
_NOT_BEFORE = re.compile(r"[\d\-—~]|至\d|级|型|版|期(?!间|限)|位一体|制|化|月(?!内)|卡|通|体系")


def find_quantities(folded: str) -> Iterator[Printed]:
    """Find the quantities in folded text and their bounds; ordinals, dates, ranges, list sums are none."""
    for match in _QUANTITY.finditer(folded) if _NUMERAL.search(folded) else ():
        start, end = match.span()
        before, after = folded[max(0, start - 12) : start], folded[end : end + 6]
        if _NOT_BEFORE.match(after) or (_NOT_AFTER.search(before) and not _WANTED.search(before)):
            continue
        numeral = match["percent"] or match["number"] + match["scale"]
        number = parse_numeral(numeral)
        unit = "%" if match["percent"] else match["unit"]
        if number is None or (unit in {"日", "年", "周"} and not after.startswith(("内", "以内", "之内"))):
            continue
        bound_start, bound = _bound_before(folded, start)
        follows = next(((p.match(after), b) for p, b in _AFTER if p.match(after)), None)
        last = end
        if follows and follows[0]:
            last, bound = end + follows[0].end(), follows[1]
        elif match["more"]:
            bound = Bound.AT_LEAST
        yield Printed(start, end, last, bound_start, number, unit, bound)


def _bound_before(folded: str, start: int) -> tuple[int, Bound | None]:
    before = folded[max(0, start - 12) : start]
    for pattern, bound in _BEFORE:
        match = pattern.search(before)
        if match:
            at = start - len(before) + match.start()
            return at, None if _BY_HOW_MUCH.search(before) else bound
    return start, None
