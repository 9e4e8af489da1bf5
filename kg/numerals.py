"""Numbers as notices write them: numerals, quantities, dates, and the numbers of documents (文号).

All functions take printed text, fold it, and answer None where it says no such thing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.text import fold, squeeze

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_PLAIN = r"\d[\d,]*(?:\.\d+)?"
_NUMERAL = re.compile(rf"({_PLAIN})([十百千万亿]{{0,3}})|[{_CHINESE}]+")


def parse_numeral(text: str) -> Decimal | None:
    """Read a numeral in Chinese or ASCII digits, 万 and 亿 counted in.

    >>> parse_numeral("一百零五"), parse_numeral("两"), parse_numeral("3.5亿"), parse_numeral("二〇二三")
    (Decimal('105'), Decimal('2'), Decimal('350000000.0'), Decimal('2023'))
    """
    match = _NUMERAL.fullmatch(fold(text))
    if not match:
        return None
    if not match[1]:
        return _parse_chinese(match[0])
    value = Decimal(match[1].replace(",", ""))
    for scale in match[2]:
        value *= (_TENS | _MYRIADS)[scale]
    return value


def _parse_chinese(numeral: str) -> Decimal | None:
    if len(numeral) > 1 and not set(numeral) - _DIGITS.keys():
        return Decimal("".join(str(_DIGITS[character]) for character in numeral))  # 二〇二三
    total = group = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            group, digit = group + (digit or 1) * _TENS[character], 0
        else:
            # 一万亿: what stands before 亿 is multiplied whole.
            group, digit = group + digit, 0
            if character == "亿":
                total, group = (total + group) * _MYRIADS["亿"], 0
            else:
                total, group = total + group * _MYRIADS["万"], 0
    return Decimal(total + group + digit)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with 万 and 亿 counted in, and its unit or classifier without them (名, 元, %)."""

    number: Decimal
    unit: str


_QUANTITY = re.compile(rf"(?:百分之({_PLAIN}|[{_CHINESE}]+))|({_PLAIN}[万亿千百]{{0,2}}|[{_CHINESE}]+)(\D*)")


def parse_quantity(text: str) -> Quantity | None:
    """Read a quantity that begins the text: the rest is its unit.

    >>> parse_quantity("1,200亿元")
    Quantity(number=Decimal('120000000000'), unit='元')
    >>> parse_quantity("百分之二十")
    Quantity(number=Decimal('20'), unit='%')
    """
    match = _QUANTITY.fullmatch(fold(squeeze(text)))
    number = parse_numeral(match[1] or match[2]) if match else None
    if match is None or number is None:
        return None
    return Quantity(number, "%" if match[1] else match[3])


_YEAR = r"(?:(?P<year>\d{4}|[〇零一二三四五六七八九]{4})年)"
_MONTH = r"(?:(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?)"
_DAY = r"(?:(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])"
_DATE = re.compile(rf"{_YEAR}(?:{_MONTH}{_DAY}?)?")
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")


def parse_date(text: str) -> str | None:
    """Give a date as ISO 8601, as exact as it is printed: a day, a month or a year.

    >>> parse_date("二〇二三年五月十日"), parse_date("2010年10月"), parse_date("2023年2月30日")
    ('2023-05-10', '2010-10', None)
    """
    plain = fold(squeeze(text))
    match = _ISO.fullmatch(plain) or _DATE.fullmatch(plain)
    if not match:
        return None
    year, month, day = (int(parse_numeral(match[part] or "") or 0) for part in ("year", "month", "day"))
    if (match["month"] and not 1 <= month <= 12) or year < 1:
        return None
    if match["day"] and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}" + (f"-{month:02}" if match["month"] else "") + (f"-{day:02}" if match["day"] else "")


_QUARTER = r"(?:第?(?P<quarter>[一二三四1-4])季度)"
_HALF = r"(?P<half>上半年|下半年)"
_DEADLINE = re.compile(
    rf"{_YEAR}?(?:{_MONTH}(?:{_DAY}|(?P<middle>中旬)|(?P<early>上旬))?|{_QUARTER}|{_HALF}"
    r"|年?(?P<end>[底末内]|年内|年终|全年)|(?=前|之前|以前|$))"
)


def parse_deadline(text: str, year: int | None = None) -> str | None:
    """Give the last day that a deadline allows, as ISO 8601.

    :param year: the year that 年底, 6月底 or 三季度 is meant in, where the text names none

    >>> parse_deadline("2023年12月底前"), parse_deadline("年底前", 2024), parse_deadline("2023年三季度")
    ('2023-12-31', '2024-12-31', '2023-09-30')
    """
    match = _DEADLINE.match(fold(squeeze(text)))
    if not match or not match[0]:
        return None
    named = parse_numeral(match["year"]) if match["year"] else year
    if not named:
        return None
    month = 12
    if match["month"]:
        month = int(parse_numeral(match["month"]) or 0)
    elif match["quarter"]:
        month = 3 * int(parse_numeral(match["quarter"]) or 0)
    elif match["half"] == "上半年":
        month = 6
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(int(named), month)[1]
    day = 10 if match["early"] else 20 if match["middle"] else last
    if match["day"]:
        day = int(parse_numeral(match["day"]) or 0)
    return f"{int(named):04}-{month:02}-{day:02}" if 1 <= day <= last else None


#: What may stand before a document's number and is no part of it: 贯彻国发〔2008〕30号, 和杭政函〔2010〕86号.
_BEFORE = (
    "现将|贯彻|落实|根据|依据|依照|按照|遵照|参照|执行|转发|印发|废止|修订|修改|替代|代替|学习|实施|结合|以及|文号|编号"
    "|文件|通知|意见|下发|发布|公布|颁布|以下简称|简称|精神|[的等据按见号〈〉]"
)
_BEFORE_SERIES = re.compile(
    rf"{_BEFORE}|(?<!共)和|[及与对]|[我本][省市县区州旗]|(?:(?<![\u4e00-\u9fff])|(?<=[止改订替代]))原(?![州平阳政府党办发委])(?=.{{2}})"
)
#: 和 is inside of the names of bodies: 住房和城乡建设部令第55号.
_BEFORE_BODY = re.compile(f"{_BEFORE}|(?<=[局部委署院厅会府行办])[和及与]")
#: Nor is the body whose number it is, set right before: 国务院国发〔2008〕30号.
_OWNER = re.compile(
    "(?:国务院|政府|委员会|管委会|[省市县区州][\u4e00-\u9fff]{2,12}[局厅])(?:办公[厅室])?(?=(?![办函字规发])[\u4e00-\u9fff]{1,5}(?<!政府|公室|公厅)[发函字规电办政]$)"
)
_HAN = "[\u4e00-\u9fff]"
_BODY = f"{_HAN}{{1,20}}[院席府部局署委会厅行办]|{_HAN}{{0,8}}主席"
_NUMBERED = re.compile(
    rf"(?P<series>{_HAN}{{1,20}})[\[(](?P<year>(?:19|20)\d\d)年?[\])]第?0*(?P<serial>\d{{1,5}})号(?![线楼馆门院机地码])"
    rf"|(?P<order>{_BODY})(?:令|(?P<year_before>\d{{4}}年)?第?(?P<before>\d{{1,4}})号令)[\[(]?(?P<ordered>[\[(]?\d{{4}}[\])]?年?)?"
    r"(?(before)|第?[\[(]?0*(?P<nth>\d{1,4}|[一二三四五六七八九十百〇]{1,6})[\])]?号)"
    rf"|(?P<announcer>{_BODY})(?P<kind>[公通]告)[\[(]?(?:[\[(]?(?P<announced>\d{{4}})[\])]?年?第?|第)0*(?P<announcement>\d{{1,4}})号"
)


_LONGEST_NUMBER = 80  # characters
_SERIAL = re.compile(r"[\d)\]]号|第[一二三四五六七八九十百〇]{1,6}号")


def find_numbers(folded: str) -> Iterator[tuple[int, int, str]]:
    """Find the numbers of documents in folded text: start, end, and canonical form."""
    serials = [serial.end() for serial in _SERIAL.finditer(folded)]
    if not serials:
        return  # as in most paragraphs, which need not be looked through character by character
    start, end = max(0, serials[0] - _LONGEST_NUMBER), serials[-1] + _LONGEST_NUMBER
    for match in _NUMBERED.finditer(folded, start, end):
        name = match["series"] or match["order"] or match["announcer"]
        stops = _BEFORE_SERIES if match["series"] else _BEFORE_BODY
        cut = max((stop.end() for stop in stops.finditer(name)), default=0)
        if match["series"] and (owner := _OWNER.search(name, cut)):
            cut = owner.end()
        name, start = name[cut:], match.start() + cut
        if not name:
            continue
        if match["series"]:
            canonical = f"{name}〔{match['year']}〕{match['serial']}号"
        elif match["announcer"]:
            year = f"{match['announced']}年" if match["announced"] else ""
            canonical = f"{name}{match['kind']}{year}第{match['announcement']}号"
        else:
            # One document, with or without the name of the country.
            name = name.removeprefix("中华人民共和国") if name.endswith(("国务院", "主席")) else name
            year = re.sub(r"\D", "", match["ordered"] or match["year_before"] or "")
            serial = parse_numeral(match["nth"] or match["before"])
            canonical = f"{name}令{year + '年' if year else ''}第{serial}号"
        yield start, match.end(), canonical


_COLLOQUIAL = re.compile(
    rf"({_HAN}{{0,12}}?)(?:关于)?[\[(]?((?:19|20)\d\d)[\])]?(?:年的?|-|—)?第?0*(\d{{1,5}})号(?:文件?)?"
)


def canonical_number(text: str) -> str | None:
    """Give a document's number in its one form: 〔〕 around the year, ASCII digits, no leading zero.

    The way people say it in a question is read too; where that names no series, the answer has none
    and is the tail of the full number.

    >>> canonical_number("国发 [2008] 030 号"), canonical_number("2010年86号文")
    ('国发〔2008〕30号', '〔2010〕86号')
    >>> canonical_number("国务院令755号")
    '国务院令第755号'
    """
    plain = fold(squeeze(text))
    found = next(find_numbers(plain), None)
    if found:
        return found[2]
    match = _COLLOQUIAL.search(plain)
    if not match:
        return None
    cut = max((stop.end() for stop in _BEFORE_SERIES.finditer(match[1])), default=0)
    return f"{match[1][cut:]}〔{match[2]}〕{match[3]}号"
