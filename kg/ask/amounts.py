"""The figures that sentences print, be they targets or not: 40分钟生活圈, 5县(市), 等9条黑臭水体, 每50人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ask.sentences import Sentence
from kg.ask.times import lengths_of
from kg.ask.units import units_like
from kg.find.quantities import find_quantities
from kg.numerals import parse_numeral
from kg.text import fold, simple


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the text: its value and unit, its clause, and the sentence that prints it.

    `item` is that part of a clause with several figures in which it stands: 县道7000元、乡道3500元. `span` is where it
    stands in the sentence, from the figure on that it changes: 由140元提高到160元.
    """

    value: float
    unit: str
    phrase: str
    item: str
    sentence: Sentence
    span: tuple[int, int]


#: 由原来的45个工作日: what was, not what shall be.
_BEFORE_NOW = re.compile(r"(?:原来|原先|原有|以前|目前|现有|现行|法定|规定|[由从])的?(?:时限)?(?:是|为)?$")
#: 140元提高到160元.
_BEFORE_CHANGE = re.compile(
    r"(?:左右)?(?:提高|增加|调整|压缩|压减|缩短|降低|下降|减少|减|降|增|扩大|上升|变更?)[到至为成]"
)
_COUNTS = re.compile(r"(?<![\d.])(\d+)个?(分钟|小时|天|公里|[区县][、区县()市]*)")
_RATIO = re.compile(r"(?<![\d:])\d{1,3}(?::\d{1,3}){1,3}(?![\d:])")
#: 2分30秒, 1小时15分钟.
_STRETCH = re.compile(
    r"(?:(?P<hours>\d{1,3})(?:个?小时|时))?(?P<minutes>\d{1,3})分钟?(?:(?P<seconds>\d{1,2})秒)?(?![之比])"
)
#: A numeral before a unit, however it is introduced; 第3条 and the second half of a range are none.
_NUMERAL = r"(?<!\d)(?<!\d[.,])(?<![第近\-—~])(?P<number>\d[\d,]*(?:\.\d+)?|(?<=[等共计每])[一二两三四五六七八九十百]{1,4})"
#: 1—3年, 500至1000元: both ends; 2021—2023年 and 3月15日至6月15日 are no such range.
_RANGE = re.compile(
    r"(?<![\d.年月第])(?P<low>\d{1,8}(?:\.\d{1,3})?)(?P<below>[万亿%]?)(?:[-~至到]|—{1,2})(?P<high>\d{1,8}(?:\.\d{1,3})?)(?P<scale>[万亿]?)"
    r"(?P<unit>%|个百分点|个?工作日|个?小时|个月|分钟|天|(?<!\d{3})年|周?岁|元(?:/[一-龥]{1,2})?|人|名|家|公里|平方米|米|亩|倍|次)"
)
#: A comma before a figure, and within none: 改善条件,5年内接受评估.
_COMMA = re.compile(r"(?<!\d),(?=\d)")
#: Units of dates as well: their figures are read elsewhere.
_OF_DATES = frozenset({"年", "月", "日", "周", "天", "时长"})


def figures_in(sentences: Sequence[Sentence], wanted: str) -> Iterator[Figure]:
    """Read the figures that sentences print.

    :param wanted: the unit asked for: a number before it, or one of its sort, is read in any setting
    """
    for sentence in sentences:
        folded = _COMMA.sub("，", simple(fold(sentence.text)))
        seen: list[tuple[int, int]] = []
        since: dict[int, int] = {}  # where a change ends -> where the figure stands that was
        for start, end, value, unit in (*_read(folded), *_in_unit(folded, wanted)):
            known = any(first < end and start < last for first, last in seen)
            seen.append((start, end))
            if change := _BEFORE_CHANGE.match(folded, end):
                since[change.end()] = start
            elif not known and not _BEFORE_NOW.search(folded[:start]):
                phrase, item = _clause(sentence.text, start, end)
                span = (since.get(start, start), end)
                yield Figure(value, _counted(unit), phrase, item, sentence, span)


def _read(folded: str) -> Iterator[tuple[int, int, float, str]]:
    """Read figures with their units: where they start and end, their value, their unit."""
    for match in _STRETCH.finditer(folded):
        if match["hours"] or match["seconds"]:
            seconds = (
                3600 * int(match["hours"] or 0) + 60 * int(match["minutes"]) + int(match["seconds"] or 0)
            )
            yield match.start(), match.end(), float(seconds), "秒"
    for match in _RANGE.finditer(folded):
        for end in ("low", "high"):
            scale = match["below"] if end == "low" and match["below"] not in ("", "%") else match["scale"]
            value, (first, last) = parse_numeral(match[end] + scale), match.span(end)
            yield first, last if end == "low" else match.end(), float(value or 0), match["unit"]
    for found in find_quantities(folded):
        yield found.start, found.unit_end, float(found.number), found.unit
    for match in _COUNTS.finditer(folded):
        yield match.start(), match.end(), float(match[1]), match[2]
    for match in _RATIO.finditer(folded):
        yield match.start(), match.end(), float("nan"), "比例"


def _in_unit(folded: str, wanted: str) -> Iterator[tuple[int, int, float, str]]:
    """Read the numbers before the unit asked for, or one of its sort."""
    units = "|".join(sorted(map(re.escape, units_like(wanted) - _OF_DATES), key=len, reverse=True))
    if not wanted or not units:
        return
    pattern = rf"{_NUMERAL}(?P<scale>[十百千]?[万亿]{{0,2}})[多余]?(?P<unit>{units})(?![级型版期化制])"
    for match in re.finditer(pattern, folded):
        value = parse_numeral(match["number"] + match["scale"])
        if value is not None:
            yield match.start(), match.end(), float(value), match["unit"]
    for start, end, number, unit in lengths_of(folded) if units_like(wanted) & _OF_DATES else ():
        yield start, end, float(number), unit


def _counted(unit: str) -> str:
    return "个" if unit[:1] in "区县" else unit


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the clause of a figure, and its item of a clause that lists several."""
    folded = fold(text)
    first = max(folded.rfind(mark, 0, start) for mark in ",。;:") + 1
    last = min((at for mark in ",。;:" if (at := folded.find(mark, end)) >= 0), default=len(text))
    before, behind = folded.rfind("、", first, start), folded.find("、", end, last)
    own = before + 1 if before >= 0 and _DIGIT.search(folded, first, before) else first
    ends = behind if behind >= 0 and _DIGIT.search(folded, behind, last) else last
    return text[first:last], text[own:ends]


_DIGIT = re.compile(r"\d")
