"""The lines at the top of a notice that are its title: one, or several that go on from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.numerals import find_numbers
from kg.parse.dates import DATE
from kg.parse.organisations import is_body
from kg.parse.title import (
    cut_issuers,
    is_official,
    is_remark_on_title,
    is_title,
    issuers_of_title,
    kind_of_title,
)
from kg.text import Flow, join_flows

TITLE_LINES = 5  # that a title is printed on at most
_ACT = re.compile(r"关于|印发|转发|批转")
_STARTS_WITH_ACT = re.compile(rf"(?:联合)?(?:{_ACT.pattern}|公布|发布|下达)")
#: A line that the next one must complete: 关于加快建设、, 关于印发《云溪市, …若干意见的.
_GOES_ON = re.compile(r"[、和与及的以对在为向《〈“(—-]$")
#: A line that completes the one before: 的通知, 通知, 任务清单的通知.
_ENDING = re.compile(
    r"(?:的|《?[^《》。:]{0,60}》?的)?(?:通知|意见|决定|公告|公示|通告|函|批复|答复|通报|令)(?:\([^()]{2,12}\))?"
)
#: A body on a line of its own: nothing but Chinese characters, blanks apart.
_BODIES = re.compile(r"[\u4e00-\u9fff()、]{4,80}")
_BODY_HEAD = re.compile(r"[\u4e00-\u9fff]{3,30}")
_BODY_TAIL = re.compile("(?:人民)?政府|办公[室厅]|委员会|领导小组|指挥部|[厅局委室]关于")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d年")
_BEFORE_TITLE = re.compile(
    r"(?:[^丨|]{1,12}[丨|])?(?:\[[^\[\]]{2,30}\])?(?:\d{1,3}[.、](?!\d)|[一二三四五六七八九十]{1,3}、)?"
)
_FILE_TYPE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|html?|txt)$", re.IGNORECASE)
#: How often a page was opened, set right behind its title: …的通知0.
_COUNTER = re.compile(r"(?<=通知|意见|决定|公告|通告|公示|通报|批复)[(\[]?\d{1,6}[)\]]?$")
#: The site that a page is of, behind its title: …的通知-云溪信息网, …的通知_某平台.
_SITE = re.compile(
    r"(?<=通知|意见|决定|公告|通告|公示|通报|批复|方案|办法|规定|细则|要点|计划)(?:[-_|丨—]+[^-_|丨—。，,:《》]{2,20}){0,2}"
    r"[-_|丨—]+[^-_|丨—。，,:《》]{1,20}(?:[网站]|网址|平台|门户|频道|之窗|在线|人民政府|信息公开)$"
)
#: A newspaper's words for what was issued: 国务院发布…工作安排, before the notice's own title.
_HEADLINE = re.compile("[\u4e00-\u9fff]{2,20}?(?:发布|印发|出台|公布|下发|发文)(?!关于)")
_DATE_BESIDE = re.compile(rf"[(\[]({DATE})(?:[^()\[\]]{{0,20}}|\d{{1,2}}:\d\d)?[)\]]$")
_LEAST_CUT_OFF = 14  # characters of a title that the page has cut off
_LEAST_LONG = 8  # characters of a first line that names what the second counts by year
_OF_SITE = re.compile("我们|本站|网站")


@dataclass(frozen=True, slots=True)
class TitleLines:
    """A title, what stood in its lines beside it, and the index of the line behind its last one."""

    title: Flow
    number: Flow | None
    date: Flow | None
    end: int


def find_title(lines: Sequence[Flow]) -> TitleLines | None:
    """Find the title among the lines at the top of a notice.

    A line that is complete, with its issuer, is the title whatever stands above it. A title that a page
    prints short is passed over for the full one below; a plan's or list's for an official one.
    """
    found: TitleLines | None = None
    for end in range(1, len(lines) + 1):
        start = _start(lines, end)
        if start is None:
            continue
        now = _read(lines, start, _end(lines, start, end))
        if found is None or _is_fuller(now.title, found.title):
            found = now
        if issuers_of_title(found.title) and not _is_headline(found.title):
            break
    return found


def find_cut_title(lines: Sequence[Flow]) -> Flow | None:
    """Give the line that begins as a title does, with its issuer, but was cut off before its last word."""
    return next(
        (
            line
            for line in lines
            if len(line) >= _LEAST_CUT_OFF and issuers_of_title(line) and not _OF_SITE.search(line.folded)
        ),
        None,
    )


def _is_fuller(title: Flow, before: Flow) -> bool:
    """Tell whether a title is the full form of the one above it, or official where that is a bare plan's."""
    if issuers_of_title(before) and not _is_headline(before):
        return False
    if title.folded.endswith(before.folded[-60:]) and len(title) > len(before):
        return True
    return is_official(title) and not is_official(before) and kind_of_title(before) is not None


def _is_headline(title: Flow) -> bool:
    """Tell whether a title says that somebody has issued something, and is no notice's that issues it."""
    return _HEADLINE.match(title.folded) is not None and not is_official(title)


def _start(lines: Sequence[Flow], end: int) -> int | None:
    """Give the first line of the title that ends with line `end - 1`; None if none ends there."""
    first = next(
        (
            start
            for start in range(end - 1, max(-1, end - 1 - TITLE_LINES), -1)
            if is_title(clean_title(join_flows(lines[start:end]))[0])
        ),
        None,
    )
    if first is None:
        return None
    if first and _is_begun(lines[first - 1], clean_title(join_flows(lines[first:end]))[0]):
        first = _begun(lines, first)
    title = clean_title(join_flows(lines[first:end]))[0]
    if first and _is_cut_issuer(lines[first - 1], title):
        return first - 1
    without_issuer = _STARTS_WITH_ACT.match(title.folded)
    while first and end - first < TITLE_LINES + 2 and _is_issuer(lines[first - 1]):
        if not without_issuer and not _is_joint(lines[first - 1], title):
            break
        first -= 1
    return first


def _begun(lines: Sequence[Flow], start: int) -> int:
    """Give the first of the lines above that only begin the title."""
    first = start - 1
    while first and start - first < TITLE_LINES and _GOES_ON.search(lines[first - 1].folded):
        first -= 1
    return first


def _is_begun(above: Flow, title: Flow) -> bool:
    """Tell whether the line above a title only begins it."""
    if is_title(clean_title(above)[0]) or not 4 <= len(above) <= 120:
        return False
    if _ACT.search(above.folded) or _GOES_ON.search(above.folded):
        return not _OF_SITE.search(above.folded) and not re.search("[。；;:>_|]", above.folded)
    counts = _YEAR_FIRST.match(title.folded) is not None and len(title) < 20
    names = len(above) >= _LEAST_LONG or is_body(above.folded)
    return counts and names and above.folded[:2] not in title.folded and bool(_BODIES.fullmatch(above.folded))


def _is_issuer(above: Flow) -> bool:
    return (
        _BODIES.fullmatch(above.folded) is not None
        and is_body(above.folded[-40:])
        and bool(cut_issuers(above))
        and not _ACT.search(above.folded)
    )


def _is_joint(above: Flow, title: Flow) -> bool:
    """Tell whether a line names several bodies, which issue together with the one that begins the title."""
    others = cut_issuers(above)
    return len(others) > 1 and not any(other.text in title.text for other in others)


def _is_cut_issuer(above: Flow, title: Flow) -> bool:
    """Tell whether the name of the issuer was cut in two: 云溪市人民 | 政府办公室关于…."""
    if not _BODY_TAIL.match(title.folded) or not _BODY_HEAD.fullmatch(above.folded) or is_body(above.folded):
        return False
    whole, part = issuers_of_title(join_flows([above, title])), issuers_of_title(title)
    if len(whole) != 1:
        return False
    return whole[0].text == above.text + part[0].text if part else whole[0].text.startswith(above.text)


def _end(lines: Sequence[Flow], start: int, end: int) -> int:
    """Go on to the line that completes a title: (关于转发…的意见) | 的通知."""
    if end < len(lines) and is_remark_on_title(lines[end].folded):
        return end + 1
    title = join_flows(lines[start:end])
    if end == len(lines) or not _ENDING.fullmatch(lines[end].folded) or is_title(clean_title(lines[end])[0]):
        return end
    hands_on = re.search("印发|转发|批转|贯彻|落实", title.folded) and not re.search("的通知$", title.folded)
    return end + 1 if hands_on and is_title(join_flows(lines[start : end + 1])) else end


def _read(lines: Sequence[Flow], start: int, end: int) -> TitleLines:
    return TitleLines(*clean_title(join_flows(lines[start:end])), end)


def clean_title(flow: Flow) -> tuple[Flow, Flow | None, Flow | None]:
    """Part a title from what stands with it: an item number, a file type, its number, its date."""
    match = _BEFORE_TITLE.match(flow.folded)
    title, number, date = flow[match.end() if match else 0 :], None, None
    if kind_of_file := _FILE_TYPE.search(title.folded):
        title = title[: kind_of_file.start()]
    if counter := _COUNTER.search(title.folded):
        title = title[: counter.start()]
    if site := _SITE.search(title.folded):
        title = title[: site.start()]
    if beside := _DATE_BESIDE.search(title.folded):
        date = title[beside.start(1) : beside.end(1)]
        title = title[: beside.start()]
    for first, last, _ in find_numbers(title.folded):
        if last >= len(title) - 1 and first > 6:
            number, title = title[first:last], title[: first - (title.folded[first - 1] in "([")]
        elif first == 0 and last < len(title) - 6:
            number, title = title[:last], title[last:]
        break
    if title.folded.startswith("《") and title.folded.find("》") == len(title) - 1:
        title = title[1 : len(title) - 1]
    return title, number, date
