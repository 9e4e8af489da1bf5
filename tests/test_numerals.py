"""Numbers as notices write them."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import numerals
from kg.numerals import (
    Quantity,
    canonical_number,
    find_numbers,
    parse_date,
    parse_deadline,
    parse_numeral,
    parse_quantity,
)
from kg.text import fold

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write a number from 1 to 99,999,999 in Chinese, as grammar books teach it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return written(high) + "万" + ("零" if 0 < low < 1000 else "") + (written(low) if low else "")
    text, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 99_999_999))
def test_a_chinese_numeral_reads_back(number: int) -> None:
    assert parse_numeral(written(number)) == number


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}"]))
def test_digits_read_back_in_any_width(number: int, form: str) -> None:
    text = form.format(number)
    wide = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    assert parse_numeral(text) == parse_numeral(wide) == number


@given(
    st.integers(1900, 2099), st.integers(1, 99_999), st.sampled_from(["〔〕", "[]", "（）", "【】", "﹝﹞"])
)
def test_a_document_number_has_one_form(year: int, serial: int, brackets: str) -> None:
    opening, closing = brackets[0], brackets[1]
    canonical = f"青政发〔{year}〕{serial}号"
    assert canonical_number(f"青政发 {opening}{year}{closing} 第0{serial}号") == canonical
    assert canonical_number(canonical) == canonical


@given(st.dates())
def test_a_date_reads_back(day: object) -> None:
    assert parse_date(f"{day}") == f"{day}"


def test_examples_in_the_docstrings() -> None:
    result = doctest.testmod(numerals)
    assert result.attempted >= 7
    assert result.failed == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("二十三", 23),
        ("两", 2),
        ("一千零一", 1001),
        ("三千五百万", 35_000_000),
        ("１２", 12),
    ]
    + [("1.5", Decimal("1.5")), ("2,000万", 20_000_000), ("二〇二三", 2023), ("一万亿", 10**12)]
    + [(text, None) for text in ("", "甲", "1.2.3", "第三", "-1")],
)
def test_numerals(text: str, number: Decimal | int | None) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("2250名", Quantity(Decimal(2250), "名")),
        ("三 个工作日", Quantity(Decimal(3), "个工作日")),
        ("1.2亿元", Quantity(Decimal(120_000_000), "元")),
        ("98.5％", Quantity(Decimal("98.5"), "%")),
        ("百分之五", Quantity(Decimal(5), "%")),
        ("名", None),
    ],
)
def test_quantities(text: str, quantity: Quantity | None) -> None:
    assert parse_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("２０２３年 5月10日", "2023-05-10"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("2024/2/29", "2024-02-29"),
        ("2023年2月29日", None),
        ("2023年13月", None),
        ("5月10日", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "year", "date"),
    [
        ("2023年12月底前", None, "2023-12-31"),
        ("2023年底前", None, "2023-12-31"),
        ("2024年2月", None, "2024-02-29"),
        ("2023年5月10日前", None, "2023-05-10"),
        ("6月中旬", 2023, "2023-06-20"),
        ("第三季度", 2023, "2023-09-30"),
        ("2023年上半年", None, "2023-06-30"),
        ("年内", 2023, "2023-12-31"),
        ("年底前", None, None),
        ("持续推进", 2023, None),
        ("长期", 2023, None),
    ],
)
def test_deadlines(text: str, year: int | None, date: str | None) -> None:
    assert parse_deadline(text, year) == date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("贯彻青政发〔2008〕030号文件", "青政发〔2008〕30号"),
        ("中华人民共和国国务院令 第755号", "国务院令第755号"),
        ("青山省人民政府第31号令", "青山省人民政府令第31号"),
        ("财政部公告2023年第5号", "财政部公告2023年第5号"),
        ("中华人民共和国主席令第七十一号", "主席令第71号"),
        ("云溪市人民政府令（第45号）", "云溪市人民政府令第45号"),
        ("农业农村部公告第194号", "农业农村部公告第194号"),
        ("国家粮食和物资储备局公告2021年第5号", "国家粮食和物资储备局公告2021年第5号"),
        ("国家发展改革委2021年第37号令", "国家发展改革委令2021年第37号"),
        ("青山省人民政府通告2021年第2号", "青山省人民政府通告2021年第2号"),
        ("青政函2010年86号", "青政函〔2010〕86号"),
        ("2010年86号文", "〔2010〕86号"),
        ("第5号", None),
        ("2010年8月6日", None),
    ],
)
def test_document_numbers(text: str, number: str | None) -> None:
    assert canonical_number(text) == number


def test_numbers_are_found_where_they_stand() -> None:
    text = fold("根据青政发〔2008〕3号和青政函（2009）4号，见蜂园路（2008）5号楼")
    assert [(text[start:end], number) for start, end, number in find_numbers(text)] == [
        ("青政发[2008]3号", "青政发〔2008〕3号"),
        ("青政函(2009)4号", "青政函〔2009〕4号"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("原青政办〔2006〕93号同时废止", "青政办〔2006〕93号"),
        ("废止原国发〔1994〕12号", "国发〔1994〕12号"),
        ("我市青政〔2012〕3号", "青政〔2012〕3号"),
        ("对青政〔2012〕3号作如下修改", "青政〔2012〕3号"),
        ("原政办发〔2020〕3号", "原政办发〔2020〕3号"),
        ("固原政发〔2012〕3号", "固原政发〔2012〕3号"),
    ],
)
def test_words_before_a_number_are_no_part_of_it(text: str, number: str) -> None:
    assert [found for _, _, found in find_numbers(fold(text))] == [number]
