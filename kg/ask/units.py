"""Units of figures: which one a question asks for, by name or by the noun beside 多少, and which can answer for it."""

from __future__ import annotations

import re

from kg.ask.tasks import unnamed
from kg.ask.times import HOURS
from kg.ask.values import Question

#: What 多少个 may count, where no noun says more.
COUNTED = frozenset("名人位个项条件家种类份套处所座次场")
#: The unit of any stretch of time.
DURATION = "时长"
#: The unit of a change: by what share, or by how much.
CHANGE = "增减"
_SHARES = frozenset({"%", "个百分点", "倍"})
_SUMS = frozenset({"元", "万元", "亿元", "美元", "亿美元", "万美元"})
#: Units that count the same sort of thing.
_SAME = (
    frozenset("名人位"),
    frozenset("次趟回场届"),
    frozenset("个项条件家种类份套处所座"),
    frozenset({"个工作日", "工作日"}),
    frozenset({"天", "日", "个自然日", "工作日", "个工作日"}),
    frozenset({"小时", "个小时"}),
    frozenset({DURATION, "工作日", "个工作日", *HOURS}),
    frozenset({"岁", "周岁"}),
    frozenset({"米", "公里", "千米"}),
    frozenset({"平方米", "平方公里", "平方千米", "亩", "公顷"}),
    frozenset({"吨", "吨标煤", "吨标准煤", "公斤", "千克", "斤"}),
    frozenset({"次", "人次", "户次", "条次", "家次", "班次"}),
    frozenset({"比例", "%"}),
    frozenset({"钱", "块", "块钱", "个亿", *_SUMS}),
)
#: What is told in sums of money.
MONEY = r"资金|经费|投资|奖金|奖励|补助|补贴|外资|金额|工资|薪酬|学费|租金|保费|产值|营业额|营收|收入|费(?!率)|贷款|预算|税|利润|(?<!涨)价|增加值"
#: The unit that a noun beside 多少 calls for.
_UNIT_OF = (
    (r"(?:增长|增速|增幅|涨幅)的?目标(?:是|为)?多少", "%"),
    (r"(?:率|比重|占比|比例|覆盖面|增速|增幅|涨幅|降幅)[^,，。?？]{0,8}多少", "%"),
    (
        r"(?:[增升减][长加少]?|上?涨|下?降低?|[压缩][减短缩]?|提[升高]|扩大)(?:了|到?幅度?|速度?)?多少[万亿]*(?=[?？。]*$)",
        CHANGE,
    ),
    (r"人数[^,，。?？]{0,8}多少[万亿]*(?=[?？。]*$)", "人"),
    (r"产量[^,，。?？]{0,8}多少[万亿]*(?=[?？。]*$)", "吨"),
    (r"多少[一-龥]{0,4}?面积|面积[^,，。?？]{0,6}多少", "平方米"),
    (
        rf"多少[一-龥]{{0,4}}?(?:{MONEY})|(?:{MONEY})[^,，。?？]{{0,6}}多少[万亿]*(?:以[内上下]|左右)?(?=[?？。]*$)",
        "元",
    ),
)

#: What lasts, and is not long in metres.
_LASTS = re.compile(r"(?:期限?|时[限间长]|寿命|年限)(?:是|为|有|要)?多长")
#: A unit of one character that ends a question: 不少于多少克.
_NAMED = re.compile(r"多少(?P<unit>(?![钱次呢了的是啊吧])[一-龥])(?=[?？。]*$)")


def unit_wanted(question: Question) -> str:
    """Give the unit that a question asks for, by name or by the noun beside 多少; empty where it does not say."""
    asked = unnamed(question)
    unit = question.unit.lstrip("万亿")  # 多少万人 asks for 人, 多少万 for what the noun says
    named = _NAMED.search(asked)
    if unit == "米" and _LASTS.search(asked):  # 工期是多长
        return DURATION
    return (
        unit
        or next((unit for words, unit in _UNIT_OF if re.search(words, asked)), "")
        or (named["unit"] if named else "")
    )


def same_unit(asked: str, printed: str) -> bool:
    """Tell whether a figure in one unit can answer for another: 多少人 by 2250名."""
    printed = printed.split("/", maxsplit=1)[0]  # 1小时/户, 2500元/亩
    if not asked or asked == printed or (asked == "个" and printed in COUNTED):
        return True
    if asked == "?":
        return printed not in COUNTED
    if asked == CHANGE:
        return printed in _SHARES | _SUMS
    return any(asked in units and printed in units for units in _SAME)


#: 每吨, 2500元/亩, 一亩: what a rate is of, where nothing else can be meant.
_PER = re.compile(r"[每/一](?P<of>平方公?[米里]|立方米|公[里顷斤]|千[米克瓦]时?|[吨亩米斤])")


def is_of_rate(asked: str, told: str) -> bool:
    """Tell whether a rate can be the one asked for: 每吨补贴多少 is not told by 每亩补贴25元, nor 每人 by it."""
    rates = [{match["of"] for match in _PER.finditer(text)} for text in (asked, told)]
    if rates[0]:
        return bool(rates[0] & rates[1]) or any(of in told for of in rates[0])
    return not rates[1] or re.search(r"每[^年月日天周次]", asked) is None


def is_usual(asked: str, printed: str) -> bool:
    """Tell whether a figure is in the unit that is asked for itself: by how much is usually told as a share."""
    return (
        printed.split("/", maxsplit=1)[0] == asked
        or asked == DURATION
        or (asked == CHANGE and printed in _SHARES)
    )


def units_like(asked: str) -> frozenset[str]:
    """Give the units that a figure may be printed in where one is asked for: itself, and those of its sort."""
    like = COUNTED if asked == "个" else frozenset()
    return like.union({asked}, *(units for units in _SAME if asked in units))


def is_money(unit: str) -> bool:
    """Tell whether a unit is one of money."""
    return unit in _SUMS


def is_rare(unit: str) -> bool:
    """Tell whether a unit is so particular that few figures of a notice have it: 亩, not % or 个."""
    return bool(unit) and unit not in COUNTED | _SHARES | _SUMS | {
        "比例",
        "?",
        CHANGE,
        "钱",
        "块",
        "块钱",
        "时长",
    }
