"""A number as automatic numbering shows it: 十二, 甲, Ⅻ, ⑫ (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_LARGEST = 32_767  # Word counts no further
_MOST_LETTERS = 780  # of numbers in letters: 30 in a row

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_PLAIN = ("〇一二三四五六七八九", "十百千万")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟万")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def counted(number: int, style: str) -> str | None:
    """Write a number in a style; None if no such style is known.

    Styles that have signs for a few numbers only go on in digits, as Word does.

    >>> counted(12, "chineseCounting"), counted(105, "chineseCountingThousand"), counted(3, "upperRoman")
    ('十二', '一百零五', 'III')
    """
    write = _STYLES.get(style)
    if write is None:
        return None
    return write(number) if 0 < number <= _LARGEST or style == "none" else str(number)


def chinese(number: int, signs: tuple[str, str] = _PLAIN, *, zero: str = "零", first: bool = False) -> str:
    """Write a positive number below 100,000 by thousands, hundreds and tens.

    :param first: whether a 一 is written before 十 at the start, as legal numerals do

    >>> chinese(10), chinese(110), chinese(20006)
    ('十', '一百一十', '二万零六')
    """
    digits, scales = signs
    written, gap = "", False
    for power in range(4, -1, -1):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(written)
            continue
        written += (zero if gap else "") + digits[digit] + (scales[power - 1] if power else "")
        gap = False
    return written[1:] if not first and 10 <= number < 20 else written


def by_digits(number: int, zero: str = "〇") -> str:
    """Write a number digit by digit.

    >>> by_digits(2023)
    '二〇二三'
    """
    return "".join(zero if digit == "0" else _PLAIN[0][int(digit)] for digit in str(number))


def _tens(zero: str) -> Callable[[int], str]:
    """Write 一 to 九十九 in words, and what is larger digit by digit (一○○), as chineseCounting has it."""
    return lambda number: chinese(number) if number < 100 else by_digits(number, zero)


def _japanese(number: int) -> str:
    written = chinese(number, zero="")
    for scale in "十百千":
        written = written.replace(f"一{scale}", scale)
    return written


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _letters(number: int) -> str:
    """Write A to Z, then AA to ZZ: the same letter twice."""
    if number > _MOST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _row(first: str, count: int) -> str:
    return "".join(chr(ord(first) + at) for at in range(count))


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _signs(_row("①", 20)),
    "decimalEnclosedCircleChinese": _signs(_row("①", 20)),
    "decimalEnclosedParen": _signs(_row("⑴", 20)),
    "decimalEnclosedFullstop": _signs(_row("⒈", 20)),
    "numberInDash": lambda number: f"- {number} -",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "chineseCounting": _tens("○"),
    "taiwaneseCounting": _tens("○"),
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": by_digits,
    "japaneseDigitalTenThousand": by_digits,
    "taiwaneseDigital": lambda number: by_digits(number, "○"),
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, first=True),
    "ideographLegalTraditional": lambda number: chinese(number, _LEGAL_TRADITIONAL, first=True),
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": _signs(
        _row("㈠", 10)
    ),  # Word encloses them in brackets ([MS-OI29500] 2.1.540)
    "none": lambda _number: "",
}
