"""Text whose line breaks were lost: one endless line, or one for each page, cut where paragraphs began."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.numerals import find_numbers
from kg.parse.dates import DATE
from kg.parse.labels import LABEL
from kg.parse.markers import read_marker
from kg.parse.organisations import is_body
from kg.parse.title import is_title
from kg.text import Flow, join_flows

_LEAST = 240  # characters of a line that may be endless
_LEAST_PAGE = 150  # characters of a page on one line
_LONG = 30  # characters of a stretch between blanks that is looked at for how it ends
_ENDS = frozenset("。！？!?；;:)]”")
_STOPS = frozenset("。！？!?；;)]”:")
_PAGE_MARK = re.compile(r"(\d{1,3})、")
_HAN = "[一二三四五六七八九十]{1,3}"
_MARKER = re.compile(rf"第{_HAN}[章条]|{_HAN}、|\({_HAN}\)|\d{{1,3}}[.、](?!\d)")
#: In running text 1. and （1） are counted inside paragraphs too: only these tell that a line is endless.
_HEADING_STYLES = {"chapter", "article", "han", "han_in_brackets"}
#: The first (一) right behind a heading's name: 二、主要任务(一)…; an article behind its chapter's.
_NAMED = re.compile(
    rf"{_HAN}、[\u4e00-\u9fff]{{2,16}}\(一\)|第{_HAN}章[\u4e00-\u9fff、]{{1,16}}?第{_HAN}条"
    rf"|{_HAN}、[\u4e00-\u9fff“”]{{2,16}}\d{{1,3}}[.、]"
)
_FIRST_CHAPTER = re.compile("第一章[\u4e00-\u9fff]{1,12}?第一条")
#: The page that a table of contents gives before its next entry: 一、引言(4)二、流程(6).
_CONTENTS = re.compile(r"\(\d{1,3}\)$|[.…·]\d{1,3}$")
_LONGEST_TITLE = 200  # characters
_ISSUED_TITLE = re.compile(
    r"[\u4e00-\u9fff]{4,40}?(?:关于|印发|转发|批转)[^。；;:|]{4,120}(?:通知|意见|决定|公告|通告|批复|函)"
)
_REMARK = re.compile(r"\((?:此|本)[件文][^()]{0,30}\)")
_CLOSES = re.compile("[，,、。；;:！？!?)\\]》”’%]")
_GOES_ON = re.compile("[，,、(\\[《“‘]$")
_SIGNED = re.compile(rf"(?<=[。)])(?P<body>[\u4e00-\u9fff]{{4,40}})(?P<date>{DATE})")
_TITLE_END = re.compile(
    r"的(?:通知|意见|决定|公告|通告|批复|函)(?=[\u4e00-\u9fff]{2,9}[\[(]?(?:19|20)\d\d|各[^。:]{2,400}:)"
)
#: A title as a sentence, before the words that a text begins with.
_TITLE_SENTENCE = re.compile(
    r"[\u4e00-\u9fff]{0,40}关于[^。，,；;:!?]{4,120}。(?=为|根据|按照|经|近年来|当前|现|结合|贯彻|各|\d[.、]|一、)"
)
#: A title that runs into the text, which says that it draws up what the title names: 某方案为…，制定本方案。
_TITLE_RUN_IN = re.compile(
    r"(?P<title>[^。；;:，,]{4,80}?(?P<kind>方案|计划|办法|意见|规定|细则|措施|要点|预案|制度|规划))(?=为|根据|按照|依据|依照|结合)"
)
_DRAWS_UP = re.compile(r"(?:制[定订]|提出|拟定|编制)了?(?:本|以下|如下|此)[^。，,]{0,12}")
_LEAST_ITEMS = 3  # behind one heading
_LEAST_RUN_IN, _REACH = 60, 600  # characters of a paragraph that a title runs into; within which it says so
_ITEM = re.compile(r"(?:(?<=[。；;)\]])|^)(\d{1,2})[.、](?!\d)")
#: …资助。责任单位：市A局、市B局。 is a sentence, no bracket.
_STATES = re.compile(r"[。；;](?:牵头|责任|配合|主办|承办|协办|落实)(?:单位|部门):[^。()\[\]]{2,200}[。；;]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,9}?[\[(]?(?:19|20)\d\d[\])]?\d{1,4}号")
_ADDRESSEES = re.compile(r"各[^。:《》]{2,400}:")
_FIELD = re.compile(
    r"(?:发布|颁布|公布|发文|成文|印发|签发|实施|施行|生效)(?:日期|时间|单位|机关|部门|机构):|(?:发文字号|文件编号|文号|索引号|时效性|效力级别):"
)
_HEAD = 1500  # characters within which title, number and addressees stand


def join_pages(lines: Sequence[Flow]) -> list[Flow]:
    """Join lines that are pages of one text, numbered 1、 2、 by the site that took them from a file.

    They are pages where each but the last is long and most break off inside a sentence.
    """
    joined: list[Flow] = []
    at = 0
    while at < len(lines):
        pages = _pages_from(lines, at) if _PAGE_MARK.match(lines[at].folded) else []
        joined.append(join_flows(pages) if len(pages) > 1 else lines[at])
        at += max(1, len(pages))
    return joined


def _pages_from(lines: Sequence[Flow], at: int) -> list[Flow]:
    pages: list[Flow] = []
    for now in range(at, len(lines)):
        line = lines[now]
        mark = _PAGE_MARK.match(line.folded)
        if mark is None or int(mark[1]) != len(pages) + 1:
            break
        pages.append(line[mark.end() :])
        if len(line) < _LEAST_PAGE:
            break
    broken = sum(page.folded[-1:] not in _ENDS for page in pages[:-1])
    return pages if len(pages) > 1 and broken * 2 >= len(pages) - 1 else []


def cut_endless(line: Flow) -> list[Flow]:
    """Cut a line that holds many paragraphs where they began; any other line stays whole.

    A paragraph begins at a marker in its order behind a stop or blank, at the number, the addressees and
    the signature; and at every blank, if that is how the line breaks of the whole were written.
    """
    if len(line) < _LEAST:
        title = _title_run_in(line)
        return [line[:title], line[title:]] if title else [line]
    blanks = [at for at in range(1, len(line)) if line.offsets[at] - line.offsets[at - 1] > 1]
    regular = _are_breaks(line, blanks)
    fields = set() if regular else _field_places(line)
    is_notice = (
        _has_number(line, blanks) if regular else bool(_TITLE_END.search(line.folded, 0, _HEAD) or fields)
    )
    markers = _marker_places(line, set(blanks), is_notice=is_notice)
    led = _title_sentence(line) | _stated_places(line) | {_title_run_in(line)}
    if len(markers) < 2 and not is_notice:
        cuts = led
        regular = False
    else:
        cuts = led | set(markers) | _head_places(line) | fields | _signature_places(line)
    if regular:
        cuts |= {at for at in blanks if _is_break(line, at) or (at < _HEAD and _is_at_title(line, at))}
    edges = [0, *sorted(at for at in cuts if 0 < at < len(line)), len(line)]
    return [line[start:end] for start, end in pairwise(edges)]


def _title_sentence(line: Flow) -> set[int]:
    """Find the end of a title that is set as the first sentence of the text: 关于…的若干意见。为…."""
    title = _TITLE_SENTENCE.match(line.folded)
    return {title.end()} if title and is_title(line[: title.end() - 1]) else set()


def _title_run_in(line: Flow) -> int:
    """Find the end of a title that the text follows without a break; 0 if none begins the line."""
    title = _TITLE_RUN_IN.match(line.folded) if len(line) >= _LEAST_RUN_IN else None
    if title is None or not is_title(line[: title.end()]):
        return 0
    drawn_up = _DRAWS_UP.finditer(line.folded, title.end(), title.end() + _REACH)
    return title.end() if any(each[0].endswith(title["kind"]) for each in drawn_up) else 0


def _stated_places(line: Flow) -> set[int]:
    """Find the items 1. 2. 3. of a line each of which ends in sentences that say who is responsible."""
    places: list[int] = []
    for match in _ITEM.finditer(line.folded):
        if int(match[1]) != len(places) + 1:
            continue
        if places and not _STATES.search(line.folded, places[-1], match.start()):
            return set()
        places.append(match.start(1))
    stated = len(places) > 1 and _STATES.search(line.folded, places[-1])
    return set(places) if stated else set()


def _marker_places(line: Flow, blanks: set[int], *, is_notice: bool) -> list[int]:
    """Give the places of markers that count on in their style; none unless headings are among them.

    One heading is enough in a whole notice, or with a list of items behind it.
    """
    places: list[int] = []
    last: dict[str, int] = {}
    heads = 0
    for match in _MARKER.finditer(line.folded):
        at = match.start()
        behind_name = places and _NAMED.fullmatch(line.folded, max(places[-1], at - 24), match.end())
        apart = at == 0 or line.folded[at - 1] in _STOPS or at in blanks or behind_name
        if not apart and not _FIRST_CHAPTER.match(line.folded, at):
            continue
        if _CONTENTS.search(line.folded, max(0, at - 6), at):
            continue  # of a table of contents
        marker = read_marker(line.folded[at : at + 12])
        if marker is None:
            continue
        heading, before = marker.style in _HEADING_STYLES, last.get(marker.style)
        first = heading and before is None  # a line may begin in the middle of a notice
        if not first and marker.value not in {1, (before or 0) + 1}:
            continue
        heads += heading and before == marker.value - 1
        last[marker.style] = marker.value
        places.append(at)
    is_list = last.get("han") == 1 and last.get("digit", 0) >= _LEAST_ITEMS
    return places if heads or is_list or (is_notice and last.keys() & _HEADING_STYLES) else []


def _are_breaks(line: Flow, blanks: Sequence[int]) -> bool:
    """Tell whether the blanks of a line are its lost breaks: long stretches between them end as sentences."""
    ends = [end for start, end in pairwise([0, *blanks, len(line)]) if end - start >= _LONG]
    ended = sum(line.folded[end - 1] in _ENDS for end in ends)
    return len(ends) > 1 and ended * 10 >= len(ends) * 7


def _is_break(line: Flow, at: int) -> bool:
    """Tell whether a blank parts two paragraphs: not behind a marker or label, nor before punctuation."""
    before, after = line.folded[max(0, at - 16) : at], line.folded[at : at + 60]
    if _CLOSES.match(after) or _GOES_ON.search(before):
        return False
    if (after[0] in "([" and not read_marker(after) and not _REMARK.match(after)) or _is_label(before):
        return False
    lead = re.search(r"(?:^|[。；;:)\]”\s])([^。；;:)\]”]{1,5}[、.)])$", before)
    if lead and read_marker(lead[1]):
        return False
    return not (before[-1].isascii() and before[-1].isalnum()) and (not after[0].isdigit() or _begins(after))


def _is_at_title(line: Flow, at: int) -> bool:
    """Tell whether a title, with its issuer, stands between this blank and the next."""
    title = _ISSUED_TITLE.match(line.folded, at, at + _LONGEST_TITLE)
    ends = title is not None and title.end() < len(line)
    return ends and line.offsets[title.end()] - line.offsets[title.end() - 1] > 1 if title else False


def _is_label(before: str) -> bool:
    return any(label.end() == len(before) for label in LABEL.finditer(before))


def _begins(after: str) -> bool:
    return read_marker(after) is not None or re.match(rf"{DATE}|(?:19|20)\d\d年", after) is not None


def _has_number(line: Flow, blanks: Sequence[int]) -> bool:
    """Tell whether a notice's number stands between two blanks near the top."""
    edges = {0, *blanks}
    return any(start in edges and end in edges for start, end, _ in find_numbers(line.folded[:_HEAD]))


def _head_places(line: Flow) -> set[int]:
    """Find where the title ends, the number stands, and the addressees begin and end."""
    head = line.folded[:_HEAD]
    places: set[int] = set()
    for title in _TITLE_END.finditer(head):
        places.add(title.end())
        for pattern in (_NUMBER, _ADDRESSEES):
            if behind := pattern.match(head, title.end()):
                places.add(behind.end())
    return places


def _field_places(line: Flow) -> set[int]:
    """Find where the title, the page's fields and the number end that run into the addressees.

    …的通知颁布日期:20160412颁布单位:云溪省人民政府云政发[2016]8号各市、县人民政府:
    """
    head = line.folded[:_HEAD]
    number = next((span for span in find_numbers(head) if _ADDRESSEES.match(head, span[1])), None)
    if number is None:
        return set()
    title = _ISSUED_TITLE.match(head, 0, number[0])
    places = {number[0], number[1], title.end()} if title else {number[0], number[1]}
    if addressees := _ADDRESSEES.match(head, number[1]):
        places.add(addressees.end())
    return places | {field.start() for field in _FIELD.finditer(head, 0, number[0])}


def _signature_places(line: Flow) -> set[int]:
    """Find where a signature with its date begins and ends, behind the last sentence of a text."""
    return {
        at
        for signed in _SIGNED.finditer(line.folded)
        if is_body(signed["body"])
        for at in (signed.start(), signed.start("date"), signed.end())
    }
