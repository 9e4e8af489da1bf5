"""A number of a spreadsheet as it is shown: 20 and not 20.0, 2023年12月31日 and not 45291, 35%.

Format codes: ISO/IEC 29500-1, 18.8.30 (with the built-in codes of Chinese locales) and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

from kg.read.counting import by_digits, chinese

#: What the built-in formats show in a Chinese Excel, by their ids; the others are written into the file.
BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy"}
    | {16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"}
    | {
        22: "yyyy/m/d h:mm",
        32: 'h"时"mm"分"',
        33: 'h"时"mm"分"ss"秒"',
        37: "#,##0;-#,##0",
        38: "#,##0;-#,##0",
    }
    | {39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 47: "mm:ss", 30: "m/d/yy"}
    | dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
    | dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
    | {31: 'yyyy"年"m"月"d"日"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"'}
    | {55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"'}
)

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<hours>h+)\]|\[(?P<bracket>[^\[\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 255  # characters of a format code, as Excel allows
_EXACT = 1e15  # whole numbers below are exact, and written in digits
_DECIMALS = 8  # more are not shown
_LAST_DAY = 2_958_465  # 31 December 9999
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
_WEEKDAYS = "一二三四五六日"

_Token = tuple[str, str]  # a name of _TOKEN's groups, and what it holds


def shown(number: str, code: str, *, from_1904: bool = False) -> str:
    """Give a number as its format shows it; plainly where the format says what is not understood.

    :param number: as the file has it
    :param code: the format code
    :param from_1904: whether days count from 1904 and not from 1900

    >>> shown("45291", "yyyy-mm-dd"), shown("45291", 'yyyy"年"m"月"d"日"'), shown("0.355", "0.0%")
    ('2023-12-31', '2023年12月31日', '35.5%')
    """
    try:
        value = float(number)
    except ValueError:
        return number
    if not isfinite(value):
        return number
    tokens, signed = _section(code[:_LONGEST] or "General", value)
    kinds = [kind for kind, _ in tokens]
    brackets = [text.lower() for kind, text in tokens if kind == "bracket" and text]
    numerals = next((bracket[-1] for bracket in brackets if bracket in {"dbnum1", "dbnum2"}), "")
    if "power" in kinds or any(b[0] in "<>=" or b in {"m", "mm", "s", "ss"} for b in brackets):
        return _general(value)
    if "date" in kinds or "hours" in kinds:
        return _date(value, tokens, numerals, from_1904=from_1904) or _general(value)
    return _number(value if signed else abs(value), tokens, numerals)


def _section(code: str, value: float) -> tuple[list[_Token], bool]:
    """Choose the section for a number's sign: positive; negative; zero. Gives whether a minus is shown."""
    sections = _sections(code)
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), True


@lru_cache(maxsize=1_000)
def _sections(code: str) -> list[list[_Token]]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "other" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind] if kind else ""))
    return sections


def _general(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.10g}"


def _number(value: float, tokens: list[_Token], numerals: str) -> str:
    """Write literals around the digits; a format of fractions or of several numbers is not followed."""
    kinds = [kind for kind, _ in tokens]
    if kinds.count("digits") + kinds.count("general") > 1 or abs(value) >= _EXACT:
        return _general(value)
    written = ""
    for kind, text in tokens:
        if kind == "digits":
            written += _in_chinese(_digits(value, text, kinds.count("percent")), numerals)
        elif kind == "general" or (kind == "other" and text == "@"):
            written += _in_chinese(_general(abs(value)), numerals)
        elif kind in {"quoted", "escaped", "percent", "other"}:
            written += text
        elif kind == "bracket" and text.startswith("$"):
            written += text[1:].partition("-")[0]  # a currency, and the locale behind it
    return f"-{written}" if value < 0 and written.strip("0.% ") else written


def _digits(value: float, pattern: str, percents: int) -> str:
    """Write the digits that a pattern asks for: #,##0.00. A comma behind them divides by a thousand."""
    plain = pattern.rstrip(",")
    whole, _, decimals = plain.partition(".")
    exact = Decimal(repr(abs(value))).scaleb(2 * min(percents, 2) - 3 * min(len(pattern) - len(plain), 4))
    least = decimals.rstrip("#?").count("0")
    text = f"{exact.quantize(Decimal(1).scaleb(-min(len(decimals), _DECIMALS)), ROUND_HALF_UP):f}"
    integer, _, fraction = text.partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    if "," in whole:
        groups = [integer[max(end - 3, 0) : end] for end in range(len(integer), 0, -3)]
        integer = ",".join(reversed(groups))
    return f"{integer}.{fraction}" if fraction else integer


def _in_chinese(digits: str, signs: str) -> str:
    """Write a whole number in Chinese numerals where the format says so."""
    if not signs or not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < 100_000:
        return digits
    return chinese(int(digits), _LEGAL, first=True) if signs == "2" else chinese(int(digits), first=True)


def _date(value: float, tokens: list[_Token], numerals: str, *, from_1904: bool) -> str | None:
    """Write a point in time; None if the number is none."""
    if not 0 <= value < _LAST_DAY:
        return None
    # The first of 1900 is day 1; and Lotus, whom all followed, gave that year a 29 February.
    day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001
    when = day + timedelta(seconds=round(value * 86_400))
    dates = [text[0].lower() for kind, text in tokens if kind in {"date", "hours"}]
    halves = any(kind == "half" for kind, _ in tokens)
    written, at = "", -1
    for kind, text in tokens:
        at += kind in {"date", "hours"}
        if kind == "date":
            letter = text[0].lower()
            minutes = letter == "m" and (dates[max(at - 1, 0)] == "h" or dates[at + 1 : at + 2] == ["s"])
            part = _part("n" if minutes else letter, len(text), when, halves=halves)
            if numerals and part.isdigit():
                part = by_digits(int(part)) if letter in "ye" else chinese(int(part)) or "〇"
            written += part
        elif kind == "half":
            written += ("上午", "下午")[when.hour > 11] if "午" in text else ("AM", "PM")[when.hour > 11]
        elif kind == "hours":
            written += str(int(value * 24))  # hours that go on behind midnight
        elif kind in {"quoted", "escaped"} or (kind == "other" and text != "@"):
            written += text
    return written


def _part(letter: str, length: int, when: datetime, *, halves: bool) -> str:
    """Write one part of a date; minutes are `n` here."""
    if letter == "a" or (letter == "d" and length > 2):
        return ("星期" if length > 3 else "周") + _WEEKDAYS[when.weekday()]
    if letter == "m" and length > 2:
        return f"{when.month}月"
    if letter in "ye":
        return str(when.year) if length > 2 or letter == "e" else f"{when.year % 100:02}"
    hour = (when.hour % 12 or 12) if halves else when.hour
    number = {"m": when.month, "d": when.day, "h": hour, "n": when.minute, "s": when.second}[letter]
    return f"{number:02}" if length > 1 else str(number)
