"""The line of a head that carries the number of the notice, with what is printed beside it."""

from __future__ import annotations

import re

from kg.numerals import find_numbers
from kg.parse.dates import DATE
from kg.text import Flow

_LONGEST = 200  # characters
#: What may stand before the number on its line, and a number that lost the brackets around its year.
_BEFORE = re.compile(r"[(\[]?|\[?(?:发文|公文|文件)?(?:字号|文号|编号)[\]:]{0,2}|[\u4e00-\u9fff]{3,40}文件")
_BARE = re.compile(r"[\u4e00-\u9fff]{1,9}[发办字函府政规通](?:19|20)\d\d\d{1,4}号")
#: How secret and how urgent, before the number; who released it, behind.
_URGENCY = re.compile(
    r"(?:(?:等级|密级|紧急程度|缓急程度):?)?(?:特急|加急|特提|平急|急件|普通|秘密|机密|绝密)?[·★]?(?:明电|密电|\d{1,2}年)?"
)
_RELEASED = re.compile(
    r"(?:(?:签发人?|会签人?|签批盖章):?[\u4e00-\u9fff]{0,20}|[(\[]?(?:特急|加急|特提|平急|急件|秘密|机密|绝密)[)\]]?)$"
)
_DATE_BEHIND = re.compile(rf"[,，、]?(?P<date>{DATE})(?:印发|发布|公布|颁布)?[)\]]?$")
_DATE_BEFORE = re.compile(rf"[(\[]?(?P<date>{DATE})[,，、]?")
#: (2012年3月20日云溪市人民政府令第45号公布 自2012年5月1日起施行)
_BY_ORDER = re.compile(
    rf"[(\[](?P<date>{DATE})(?P<number>[\u4e00-\u9fff]{{2,30}}令(?:\[?(?:19|20)\d\d\]?年?)?第?\d{{1,4}}号)(?:公布|发布|颁布|令?修订)"
)


def number_of_line(flow: Flow) -> tuple[Flow, Flow | None] | None:
    """Give the number that a line consists of, and the date that is printed with it."""
    if len(flow) >= _LONGEST:
        return None
    if _BARE.fullmatch(flow.folded):
        return flow, None
    if order := _BY_ORDER.match(flow.folded):
        return flow[slice(*order.span("number"))], flow[slice(*order.span("date"))]
    line, date = _without_date(_without_margins(flow))
    for candidate in (line, flow):
        numbers = list(find_numbers(candidate.folded))
        if numbers and numbers[-1][1] >= len(candidate) - 1:
            start, end, _ = numbers[0]
            if _BEFORE.fullmatch(candidate.folded[:start]):
                return candidate[start:end], date if candidate is line else None
    return None


def _without_margins(flow: Flow) -> Flow:
    released = _RELEASED.search(flow.folded)
    line = flow[: released.start()] if released else flow
    urgent = _URGENCY.match(line.folded)
    return line[urgent.end() :] if urgent else line


def _without_date(flow: Flow) -> tuple[Flow, Flow | None]:
    if (behind := _DATE_BEHIND.search(flow.folded)) and behind.start():
        return flow[: behind.start()], flow[slice(*behind.span("date"))]
    if before := _DATE_BEFORE.match(flow.folded):
        return flow[before.end() :], flow[slice(*before.span("date"))]
    return flow, None
