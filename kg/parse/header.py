"""The head of a notice: title, number, issuers, date, kind and addressees, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.notice import Header
from kg.numerals import canonical_number, find_numbers, parse_date
from kg.parse.bodies import split_bodies
from kg.parse.organisations import is_body
from kg.parse.paragraphs import Paragraph, join_flows
from kg.parse.title import is_title, issuers_of_title, kind_of_title
from kg.text import Flow, Piece

_LABELS = {
    "title": re.compile(r"(?:标题|文件名称?|公文名称|信息名称|名称|题名):"),
    "number": re.compile(r"(?:发文字号|发布文号|文号|发文号|文件编号|公文文号|文件字号):"),
    "issuer": re.compile(
        r"(?:发文机关|发布部门|发布机构|发文单位|发布单位|发布机关|制发机关|发文部门|印发机关|制定机关):"
    ),
    "date": re.compile(r"(?:成文日期|成文时间|签发日期|生成日期|发文日期|印发日期):"),
    "ignored": re.compile(
        r"(?:索引号|主题分类|主题词|发布日期|公开日期|发布时间|有效性|信息来源|来源|信息索引号|公开方式|分类|主题|关键词|失效日期|实施日期|生效日期|时效性|公开范围|体裁分类|组配分类|浏览次数|字体|统一编号|规范性文件编号|公文种类|状态):"
    ),
}
_DATE = (
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_DATE_LINE = re.compile(rf"\(?({_DATE})\)?")
_DATE_BESIDE = re.compile(rf"[(\[]({_DATE})(?:[^()\[\]]{{0,20}})?[)\]]$")
_ITEM_NUMBER = re.compile(r"(?:\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、)")
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
    title: Flow | None = None
    number: Flow | None = None
    issuer: Flow | None = None
    labelled_date: Flow | None = None
    beside: Flow | None = None
    addressees: Flow | None = None


def read_header(paragraphs: Sequence[Paragraph]) -> tuple[Header, int]:
    """Read the head of a notice; with it, the index of the first paragraph of the body."""
    found = _Found()
    start = _read_labels(paragraphs, found)
    start = _read_top(paragraphs, start, found)
    signature = _signature(paragraphs, start)
    date = signature[1] or found.labelled_date or found.beside
    issuers = issuers_of_title(found.title) if found.title is not None else ()
    if not issuers and found.issuer is not None:
        issuers = tuple(body.surface for body in split_bodies(found.issuer))
    if not issuers:
        issuers = signature[0]
    title = found.title
    header = Header(
        title=title.piece() if title is not None else None,
        number=_canonical(found.number) if found.number is not None else None,
        number_piece=found.number.piece() if found.number is not None else None,
        issuers=issuers,
        date=_iso(date),
        date_piece=date.piece() if date is not None and _iso(date) else None,
        kind=kind_of_title(title) if title is not None else None,
        addressees=_addressees(found.addressees),
    )
    return header, start


def _canonical(number: Flow) -> str | None:
    """Give the one form of a number; its series stays in the characters that are printed."""
    canonical = canonical_number(number.folded)
    if canonical is None or "〔" not in canonical:
        return canonical
    series, rest = canonical.split("〔")
    return f"{number.text[: len(series)]}〔{rest}" if number.folded.startswith(series) else canonical


def _iso(date: Flow | None) -> str | None:
    iso = parse_date(date.text) if date is not None else None
    return iso if iso and len(iso) == 10 else None


def _read_labels(paragraphs: Sequence[Paragraph], found: _Found) -> int:
    """Read 发文字号： … and its like, as lines or as cells of a table; give the index behind them."""
    start = 0
    for at, paragraph in enumerate(paragraphs[:_DEEPEST]):
        cells = paragraph.cells or (paragraph.flow,)
        hits = 0
        for place, cell in enumerate(cells):
            for name, label in _LABELS.items():
                if not (match := label.match(cell.folded)):
                    continue
                hits += 1
                value = cell[match.end() :]
                if not len(value) and place + 1 < len(cells):
                    value = cells[place + 1]
                if len(value):
                    _keep(found, name, value)
                break
        if hits:
            start = at + 1
        elif paragraph.table is None and len(paragraph.flow) > 60:
            break
    return start


def _keep(found: _Found, name: str, value: Flow) -> None:
    if name == "title" and found.title is None and kind_of_title(value):
        found.title = value
    elif name == "number" and found.number is None:
        stretch = next(find_numbers(value.folded), None)
        if stretch:
            found.number = value[stretch[0] : stretch[1]]
    elif name == "issuer" and found.issuer is None:
        found.issuer = value
    elif name == "date" and found.labelled_date is None:
        found.labelled_date = value


def _read_top(paragraphs: Sequence[Paragraph], start: int, found: _Found) -> int:
    """Read title, number and date lines above the addressees; give the index of what follows."""
    lines: list[Flow] = []
    at = start
    while at < min(len(paragraphs), start + _DEEPEST):
        paragraph = paragraphs[at]
        flow = paragraph.flow
        if paragraph.table is not None:
            if lines or _is_task_head(paragraph):
                break
            at += 1
            continue
        if _ADDRESSEES.fullmatch(flow.folded) and _names_bodies(flow):
            found.addressees = flow
            at += 1
            break
        if not _is_top_line(flow, found, lines):
            break
        at += 1
    _title_of(lines, found)
    return at if found.title is not None or found.addressees is not None or not lines else at - len(lines)


def _is_task_head(paragraph: Paragraph) -> bool:
    return any(cell.folded.startswith("序号") for cell in paragraph.cells)


def _names_bodies(flow: Flow) -> bool:
    bodies = split_bodies(flow[: len(flow) - 1], strict=True)
    return bool(bodies)


def _is_top_line(flow: Flow, found: _Found, lines: list[Flow]) -> bool:
    """Take one line of the head; False where the body begins."""
    folded = flow.folded
    numbers = list(find_numbers(folded))
    if _ORDER_LINE.fullmatch(folded) and lines and lines[-1].folded.endswith("令"):
        found.number = join_flows([lines.pop(), flow])
    elif _LETTERHEAD.fullmatch(folded) or not re.search("[\u4e00-\u9fff]{2}", folded):
        pass  # says nothing that the title does not
    elif _DATE_LINE.fullmatch(folded):
        if found.beside is None:
            found.beside = flow[folded.startswith("(") : len(folded.rstrip(")"))]
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


def _title_of(lines: Sequence[Flow], found: _Found) -> None:
    """Find the title among the lines at the top: one line, or several that end in a kind of document."""
    for start in range(len(lines)):
        for end in range(start + 1, min(len(lines), start + 5) + 1):
            title = _clean_title(join_flows(lines[start:end]), found)
            if title is None:
                continue
            if found.title is None and is_title(title):
                found.title = title
            if found.title is not None:
                return


def _clean_title(flow: Flow, found: _Found) -> Flow | None:
    """Take off a compiler's item number, and the date or number in brackets behind."""
    match = _ITEM_NUMBER.match(flow.folded)
    start, end = match.end() if match else 0, len(flow)
    if beside := _DATE_BESIDE.search(flow.folded):
        end = beside.start()
    title = flow[start:end]
    for first, last, _ in find_numbers(title.folded):
        if last >= len(title) - 1 and first > 6:
            if found.number is None:
                found.number = title[first:last]
            title = title[: first - (title.folded[first - 1] in "([")]
            break
    if len(title) < 6:
        return None
    if beside and found.beside is None and is_title(title):
        found.beside = flow[beside.start(1) : beside.end(1)]
    return title


def _addressees(flow: Flow | None) -> tuple[Piece, ...]:
    return tuple(body.surface for body in split_bodies(flow)) if flow is not None else ()


def _signature(paragraphs: Sequence[Paragraph], start: int) -> tuple[tuple[Piece, ...], Flow | None]:
    """Find the first line from the body on that is nothing but a date, and the signatures above it."""
    for at in range(start, len(paragraphs)):
        flow = paragraphs[at].flow
        match = None if paragraphs[at].table is not None else _DATE_LINE.fullmatch(flow.folded)
        if not match:
            continue
        signers: list[Piece] = []
        for above in range(at - 1, max(start - 1, at - 6), -1):
            line = paragraphs[above].flow
            seal = _SEAL.search(line.folded)
            name = line[: seal.start()] if seal else line
            if not is_body(name.folded) or re.search("[，。：:；]", name.folded):
                break
            signers.insert(0, name.piece())
        return tuple(signers), flow[match.start(1) : match.end(1)]
    return (), None
