"""The lines at the top of a notice, one by one: the title, the number, a date, or the page's noise."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg.parse.bodies import split_bodies
from kg.parse.dates import DATE, leading_day
from kg.parse.number_lines import number_of_line
from kg.parse.organisations import is_collective, is_surely_body, lacks_administration
from kg.parse.paragraphs import Paragraph
from kg.parse.signature import signers_of
from kg.parse.title import is_official, is_title, issuers_of_title
from kg.parse.title_lines import TITLE_LINES, clean_title, find_cut_title, find_title
from kg.text import Flow, Piece, join_flows

#: What a page says about itself: always, and where the line is no title (关于加强版权保护的通知).
_CHROME = re.compile(r"^[^<]*>|»|(?:当前|所在|现在|[你您])的?位置|首页|https?:|^(?:正文|全文|附件下载)$")
_NOISE = re.compile(
    r"返回|字号[:大]|打印|浏览|无障碍|分享|点击|视力保护|字体|扫一扫|版权|登录|注册|欢迎|今天是|搜索|客户端|小程序|收藏|长者|适老"
)
_LONGEST_NOISE = 60  # characters
#: A line that is the day, and the time, at which the page was put up.
_POSTED = re.compile(
    rf"(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:\d{{1,2}}(?::\d\d){{1,2}})?|{DATE}\d{{1,2}}(?::\d\d){{1,2}}"
)
#: What a site says before a text that it reports or has taken over: …印发《…方案》。全文如下：
_INTRODUCES = re.compile(r"(?:全文|原文|(?:文件|文本|通知|方案|具体|主要)内容)[^。:]{0,6}:$")
#: What a site for sharing files says of one: 《…方案.docx》由会员分享，可在线阅读….
_SHARED = re.compile(
    r"《(?P<title>[^《》]{6,100}?)(?:\.[a-z]{2,5})?》由(?:会员|网友|用户)?[^。《》]{0,20}分享"
)
#: The same, and where the text comes from: 2023-07-18 09:12 来源：云溪日报 | 阅读量：12.
_POSTED_BESIDE = re.compile(rf"(?:{_POSTED.pattern})(?:(?:信息|文章)?来源:|作者:|编辑:|阅读|浏览|点击)")
_ADDRESSEES = re.compile(r"[^。！？]{2,400}:$")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff]{3,40}文件(?:\(.{1,10}\))?")
_NO_TITLE = re.compile(r"[。；;！？]")
_NOT_AT_TOP = re.compile(r"一、|\(一\)|第一[章条]|附件[:\d]?$|\|?序号")
#: The first item of a list below its title; above it the number may be the title's own in a list of files.
_FIRST_ITEM = re.compile(r"(?:1[.、](?!\d)|\(1\))")
_ANNEX_MARK = re.compile(r"附(?:件|表)[\d一二三四五六七八九十]{0,2}:?")
_TITLE_SENTENCE = re.compile(r"[\u4e00-\u9fff]{0,40}关于[^。，,；;:!?]{4,120}。")
#: The number of an order or an announcement, on a line under whose it is: 云溪市人民政府令 | (第45号).
_ORDER_LINE = re.compile(
    r"\(?(?P<year>(?:19|20)\d\d年)?第?\(?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\)?号\)?"
)
_ANNOUNCES = re.compile("(?!.*关于)[\u4e00-\u9fff]*[公通]告")
#: (云溪市应急管理局 2023年3月1日) under a title.
_DATE_LINE = re.compile(rf"\(?(?P<date>{DATE})\)?")
_SIGNED = re.compile(rf"\(?(?P<body>[\u4e00-\u9fff、]{{4,60}})(?P<date>{DATE})\)?")
_HEAD_LINES = 4  # from a title on, that its number or addressees stand on
_DEEPEST = 40  # paragraphs within which the head of a notice ends
_LONGEST_TITLE = 200  # characters


@dataclass(slots=True)
class Top:
    """What the lines at the top say; `posted` is when the page was put up."""

    title: Flow | None = None
    number: Flow | None = None
    date: Flow | None = None
    posted: Flow | None = None
    addressees: Flow | None = None
    signers: tuple[Piece, ...] = ()
    letterhead: tuple[Piece, ...] = ()


def read_top(
    paragraphs: Sequence[Paragraph], labelled: frozenset[int], tables: Container[int]
) -> tuple[Top, int]:
    """Read title, number and date above the addressees; with them, the index of what follows.

    Where a page tells of a notice first, its head is further below.
    """
    found, start = _read_head(paragraphs, labelled, tables)
    if found.addressees is None and (begins := _later_head(paragraphs, start)):
        below = frozenset(at - begins for at in labelled)
        later, end = _read_head(paragraphs[begins:], below, tables)
        if later.title is not None:
            return later, begins + end
    return found, start


def _later_head(paragraphs: Sequence[Paragraph], start: int) -> int | None:
    """Find a title with its issuer, over a number or those to whom the notice goes, behind other text."""
    for at in range(start, min(len(paragraphs), _DEEPEST)):
        if paragraphs[at].table is not None:
            return None
        lines = [paragraph.flow for paragraph in paragraphs[at : at + _HEAD_LINES] if paragraph.table is None]
        title = find_title(lines[:1])
        if title is not None and is_official(title.title) and issuers_of_title(title.title):
            return at if any(number_of_line(line) or _is_to(line) for line in lines[1:]) else None
    return None


def _read_head(
    paragraphs: Sequence[Paragraph], labelled: frozenset[int], tables: Container[int]
) -> tuple[Top, int]:
    found, lines = Top(), list[Flow]()
    at = first = 0
    under_lines: int | None = None  # the first table that stands under lines which are no title
    while at < min(len(paragraphs), _DEEPEST):
        paragraph = paragraphs[at]
        if paragraph.table is not None:
            if paragraph.table in tables or (at not in labelled and _holds_title(lines)):
                break
            if lines and at not in labelled and under_lines is None:
                under_lines = at
            if not _holds_title(lines):
                lines.clear()  # the site's, above the fields of its page
        elif _is_to(paragraph.flow):
            found.addressees = paragraph.flow
            at += 1
            break
        elif at not in labelled and not _is_top_line(paragraph.flow, found, lines):
            break
        at += 1
        first = at if not lines else first
    _find_title(found, lines)
    if found.title is not None or found.addressees is not None:
        return found, at
    return found, first if under_lines is None else under_lines


def _holds_title(lines: Sequence[Flow]) -> bool:
    return find_title(lines) is not None or find_cut_title(lines) is not None


def _is_to(flow: Flow) -> bool:
    """Tell whether a line names those to whom the notice goes."""
    names = _ADDRESSEES.fullmatch(flow.folded) is not None
    return names and bool(split_bodies(flow[: len(flow) - 1], strict=True))


def _find_title(found: Top, lines: Sequence[Flow]) -> None:
    """Look for the title in the lines that say nothing else, and for what stands beside it."""
    for at, line in enumerate(lines[:-1], 1):  # 某局 | 公告 | 关于…的公告
        if _ANNOUNCES.fullmatch(line.folded) and lines[at].folded.startswith("关于"):
            found.letterhead = tuple(each.piece() for each in lines[:at] if _heads_letter(each))
            found.title = clean_title(join_flows(lines[at:]))[0]
            return
    if title := find_title(lines):
        found.title = title.title
        found.number = found.number or title.number
        found.date = found.date or title.date
        first = title.title.offsets[0]
        above = takewhile(lambda line: line.offsets[-1] < first, lines)
        found.letterhead = tuple(line.piece() for line in above if _heads_letter(line))
    elif found.number is not None or found.addressees is not None:
        found.title = find_cut_title(lines)


def _heads_letter(line: Flow) -> bool:
    """Tell whether a line above the title is the body whose letterhead it is."""
    folded = line.folded
    return is_surely_body(folded) and not is_collective(folded) and not lacks_administration(folded)


def _is_top_line(flow: Flow, found: Top, lines: list[Flow]) -> bool:
    """Take one line of the head; False where the body begins."""
    folded = flow.folded
    if folded == "文件":
        lines.clear()  # the names of a letterhead
    elif not lines and (named := _title_in_sentence(flow)):
        lines.append(named)
    elif _says_nothing(flow, lines) or _tells(flow, found, lines):
        pass
    elif _is_body_line(folded) or (_FIRST_ITEM.match(folded) and _holds_title(lines)):
        return False
    else:
        lines.append(flow)
        if len(lines) > TITLE_LINES and (title := find_title(lines)):
            return len(lines) - title.end <= TITLE_LINES
    return True


def _says_nothing(flow: Flow, lines: Sequence[Flow]) -> bool:
    """Tell whether a line is the page's noise, a letterhead, or an annex's mark at the very top."""
    folded = flow.folded
    of_annex = not lines and _ANNEX_MARK.fullmatch(folded)
    no_word = not re.search("[\u4e00-\u9fff]{2}", folded) and not re.search(r"\d", folded)
    introduces = _INTRODUCES.search(folded)
    return bool(_is_noise(flow) or _LETTERHEAD.fullmatch(folded) or introduces or of_annex or no_word)


def _tells(flow: Flow, found: Top, lines: list[Flow]) -> bool:
    """Take what a line tells beside the title: the number, the date, who signed."""
    folded = flow.folded
    order = _ORDER_LINE.fullmatch(folded) if lines else None
    if order and lines[-1].folded.endswith("令"):
        found.number = join_flows([lines.pop(), flow])
    elif order and _ANNOUNCES.fullmatch(lines[-1].folded):
        found.number = join_flows([*lines[-2 if len(lines[-1]) == len("公告") else -1 :], flow])
    elif order and order["year"] and lines[-1].folded.endswith(("公告", "通告")):
        found.number = flow  # the title says whose it is
    elif date := _DATE_LINE.fullmatch(folded):
        found.date = found.date or flow[slice(*date.span("date"))]
    elif _POSTED.fullmatch(folded) or (len(flow) <= _LONGEST_NOISE and _POSTED_BESIDE.match(folded)):
        found.posted = found.posted or leading_day(flow)
    elif (signed := _SIGNED.fullmatch(folded)) and (signers := signers_of(flow[slice(*signed.span("body"))])):
        found.signers = found.signers or tuple(signers)
        found.date = found.date or flow[slice(*signed.span("date"))]
    elif number := number_of_line(flow):
        found.number, found.date = found.number or number[0], found.date or number[1]
    else:
        return not re.search("[\u4e00-\u9fff]{2}", folded)
    return True


def _title_in_sentence(flow: Flow) -> Flow | None:
    """Read a title that is set as a sentence before the text (关于…的意见。为…), or that a site names."""
    shared = _SHARED.match(flow.folded)
    if shared is None and _TITLE_SENTENCE.fullmatch(flow.folded) is None:
        return None
    title = flow[slice(*shared.span("title"))] if shared else flow[: len(flow) - 1]
    return title if is_title(title) else None


def _is_noise(flow: Flow) -> bool:
    if _CHROME.search(flow.folded):
        return True
    noise = len(flow) <= _LONGEST_NOISE and _NOISE.search(flow.folded)
    return bool(noise) and not is_title(clean_title(flow)[0])


def _is_body_line(folded: str) -> bool:
    """Tell whether a line is a sentence, an item, or an annex's mark: no part of a title."""
    return (
        len(folded) > _LONGEST_TITLE
        or bool(_NO_TITLE.search(folded) or _NOT_AT_TOP.match(folded) or _ADDRESSEES.fullmatch(folded))
        or folded.endswith(("，", ",", "、"))
    )
