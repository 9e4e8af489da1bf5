"""The head of a notice: title, number, issuers, date, kind and addressees, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.notice import Header
from kg.numerals import canonical_number, find_numbers, parse_date
from kg.parse.bodies import split_bodies
from kg.parse.labelled import read_labelled
from kg.parse.organisations import is_body
from kg.parse.paragraphs import Paragraph, join_flows
from kg.parse.title import cut_issuers, is_title, issuers_of_title, kind_of_title
from kg.text import Flow, Piece

_DATE = (
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_DATE_LINE = re.compile(rf"\(?(?P<body>[\u4e00-\u9fff]{{4,40}})?(?P<date>{_DATE})\)?")
_DATE_BESIDE = re.compile(rf"[(\[]({_DATE})(?:[^()\[\]]{{0,20}})?[)\]]$")
_BEFORE_TITLE = re.compile(r"(?:[^丨|]{1,12}[丨|])?(?:\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_NOISE = re.compile(
    r">|首页|当前位置|返回|字号[:大]|打印|浏览|无障碍|分享|点击|视力保护|字体|扫一扫|https?:|版权|登录|注册|^(?:正文|全文|附件下载)$"
)
_ADDRESSEES = re.compile(r"[^。！？]{2,400}:$")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff]{3,40}文件(?:\(.{1,10}\))?")
_NO_TITLE = re.compile(r"[。；;！？]")
_NOT_AT_TOP = re.compile(r"一、|\(一\)|第一[章条]|附件[:\d]?$")
_TITLE_LINES = 5
_ORDER_LINE = re.compile(r"第?\d{1,4}号")
_SEAL = re.compile(r"\((?:代章|章|盖章|印章)\)$")
_DEEPEST = 40  # paragraphs within which the head of a notice ends
_LONGEST_TITLE = 200  # characters


@dataclass(slots=True)
class _Found:
    """What the lines at the top say."""

    title: Flow | None = None
    number: Flow | None = None
    date: Flow | None = None
    addressees: Flow | None = None


def read_header(paragraphs: Sequence[Paragraph]) -> tuple[Header, int]:
    """Read the head of a notice; with it, the index of the first paragraph of the body."""
    labelled = read_labelled(paragraphs)
    found, start = _read_top(paragraphs, labelled.places)
    title = labelled.values.get("title")
    if title is None or kind_of_title(title) is None:
        title = found.title
    number = _number_in(labelled.values.get("number")) or found.number
    signers, signed = _signature(paragraphs, start)
    date = signed or labelled.values.get("date") or found.date
    issuers = issuers_of_title(title) if title is not None else ()
    if not issuers and "issuer" in labelled.values:
        issuers = tuple(body.surface for body in split_bodies(labelled.values["issuer"]))
    header = Header(
        title=title.piece() if title is not None else None,
        number=_canonical(number) if number is not None else None,
        number_piece=number.piece() if number is not None else None,
        issuers=issuers or signers,
        date=_iso(date),
        date_piece=date.piece() if date is not None and _iso(date) else None,
        kind=kind_of_title(title) if title is not None else None,
        addressees=tuple(body.surface for body in split_bodies(found.addressees)) if found.addressees else (),
    )
    return header, start


def _number_in(value: Flow | None) -> Flow | None:
    stretch = next(find_numbers(value.folded), None) if value is not None else None
    return value[stretch[0] : stretch[1]] if value is not None and stretch else None


def _canonical(number: Flow) -> str | None:
    """Give the one form of a number; its series stays in the characters that are printed."""
    canonical = canonical_number(number.folded)
    if canonical is None or "〔" not in canonical:
        return canonical
    series, rest = canonical.split("〔")
    return f"{number.text[: len(series)]}〔{rest}" if number.folded.startswith(series) else canonical


def _iso(date: Flow | None) -> str | None:
    """Give a date that names a day; a time of day may stand behind it."""
    iso = parse_date(_TIME.sub("", date.folded)) if date is not None else None
    return iso if iso and len(iso) == 10 else None


def _read_top(paragraphs: Sequence[Paragraph], labelled: frozenset[int]) -> tuple[_Found, int]:
    """Read title, number and date above the addressees; with them, the index of what follows."""
    found, lines = _Found(), list[Flow]()
    at = first = 0
    while at < min(len(paragraphs), _DEEPEST):
        paragraph = paragraphs[at]
        flow = paragraph.flow
        if at in labelled:
            first = at + 1 if not lines else first
        elif paragraph.table is not None:
            if lines or _is_task_head(paragraph):
                break
            first = at + 1
        elif _ADDRESSEES.fullmatch(flow.folded) and split_bodies(flow[: len(flow) - 1], strict=True):
            found.addressees = flow
            at += 1
            break
        elif not _is_top_line(flow, found, lines):
            break
        at += 1
    _find_title(lines, found)
    return found, at if found.title is not None or found.addressees is not None or not lines else first


def _is_task_head(paragraph: Paragraph) -> bool:
    return any(cell.folded.startswith("序号") for cell in paragraph.cells)


def _is_top_line(flow: Flow, found: _Found, lines: list[Flow]) -> bool:
    """Take one line of the head; False where the body begins."""
    folded = flow.folded
    numbers = list(find_numbers(folded))
    if _NOISE.search(folded):
        pass  # the page's, not the notice's
    elif _ORDER_LINE.fullmatch(folded) and lines and lines[-1].folded.endswith("令"):
        found.number = join_flows([lines.pop(), flow])
    elif _LETTERHEAD.fullmatch(folded) or not re.search("[\u4e00-\u9fff]{2}", folded):
        pass  # says nothing that the title does not
    elif re.fullmatch(rf"\(?{_DATE}\)?", folded):
        if found.date is None:
            found.date = flow[folded.startswith("(") : len(folded.rstrip(")"))]
    elif numbers and numbers[0][0] <= 1 and numbers[-1][1] >= len(folded) - 1:
        if found.number is None:
            found.number = flow[numbers[0][0] : numbers[0][1]]
    elif _is_body_line(folded) or len(lines) > _TITLE_LINES:
        return False
    else:
        lines.append(flow)
    return True


def _is_body_line(folded: str) -> bool:
    """Tell whether a line is a sentence, an item, or an annex's mark: no part of a title."""
    return (
        len(folded) > _LONGEST_TITLE
        or bool(_NO_TITLE.search(folded) or _NOT_AT_TOP.match(folded) or _ADDRESSEES.fullmatch(folded))
        or folded.endswith(("，", ",", "、"))
    )


def _find_title(lines: Sequence[Flow], found: _Found) -> None:
    """Find the title among the lines at the top: one line, or several that end in a kind of document."""
    for start in range(len(lines)):
        for end in range(start + 1, min(len(lines), start + _TITLE_LINES) + 1):
            title, number, date = _clean_title(join_flows(lines[start:end]))
            if is_title(title):
                found.title = title
                found.number = found.number or number
                found.date = found.date or date
                return


def _clean_title(flow: Flow) -> tuple[Flow, Flow | None, Flow | None]:
    """Part a title from what stands with it: an item number, its number, a date in brackets."""
    match = _BEFORE_TITLE.match(flow.folded)
    title, number, date = flow[match.end() if match else 0 :], None, None
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


def _signature(paragraphs: Sequence[Paragraph], start: int) -> tuple[tuple[Piece, ...], Flow | None]:
    """Find the first date that stands under a text, with the signatures above it or in its line."""
    for at in range(start, len(paragraphs)):
        flow = paragraphs[at].flow
        match = None if paragraphs[at].table is not None else _DATE_LINE.fullmatch(flow.folded)
        if not match or (match["body"] and not is_body(match["body"])):
            continue
        date = flow[match.start("date") : match.end("date")]
        if match["body"]:
            return (flow.piece(0, match.end("body")),), date
        signers: list[Piece] = []
        for above in range(at - 1, max(start - 1, at - 6), -1):
            line = paragraphs[above].flow
            seal = _SEAL.search(line.folded)
            name = line[: seal.start()] if seal else line
            if not is_body(name.folded) or re.search("[，。：:；]", name.folded):
                break
            signers[:0] = cut_issuers(name)
        return tuple(signers), date
    return (), None
