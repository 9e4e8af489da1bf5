"""What a page says about a notice beside its text: 发文字号： …, as lines or as cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.numerals import find_numbers
from kg.parse.dates import ISO, iso_day, leading_day
from kg.parse.organisations import is_body
from kg.parse.paragraphs import Paragraph
from kg.parse.title import is_title
from kg.text import Flow

#: A label -> what its value is. `other` labels only end the value before them.
_LABELS = {
    "title": "标题|文件标题|公文标题|文件名称?|公文名称|信息名称|题名|名称",
    "number": "发文字号|发布文号|公文文号|公文字号|文件编号|文件文号|文件字号|发文文号|发文号|文号|字号",
    "issuer": (
        "发文机关|发布部门|发布机构|发文单位|发布单位|发布机关|制发机关|印发机关|印发单位|颁布单位|颁布机关|颁布部门|发文部门|发文机构|制定机关"
    ),
    "posted": (
        "发布日期|发布时间|公开日期|公开时间|公布日期|公布时间|颁布日期|颁布时间|上网日期|上网时间|发稿时间|添加日期|添加时间|日期"
    ),
    "date": "成文日期|成文时间|签发日期|签发时间|生成日期|发文日期|发文时间|印发日期|印发时间",
    "other": (
        "信息索引号|索引号|索取号|主题分类|主题词|主题|有效性状态|有效性|时效性"
        "|时效|信息来源|来源|公开方式|信息分类|组配分类|体裁分类|服务对象|公文种类|公开范围|关键词"
        "|失效日期|废止日期|实施日期|生效日期|施行日期|浏览次数|浏览量|访问量|点击量|字体|作者|编辑"
        "|统一编号|政策咨询机关|政策咨询电话|内容概述|状态|视力保护色|归档时间|当前位置"
        "|所在位置|您的位置|效力状态|责任编辑|备注|属性"
    ),
}
_WORDS = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
#: With its colon (发文字号：, 【发文字号】：), or in brackets alone.
_LABEL = re.compile(rf"[·∙▪■◆]?\[?(?:{_WORDS})(?:\]?:|\])")
_BARE_WORDS = re.compile(_WORDS)
_LEAST_FIELDS = 2
_ACT = re.compile("关于|印发|转发")
_SLASHED_DAY = re.compile(ISO)
#: A cell or line that is nothing but a label.
_BARE_LABEL = re.compile(rf"\[?(?:{_WORDS})\]?:?")
#: Labels that no table of tasks has.
_OF_PAGE = re.compile(
    r"\[?(?:信息)?(?:索引号|索取号|主题分类|体裁分类|组配分类|公开方式|公开范围|有效性|服务对象)"
)
_DEEPEST = 40  # paragraphs within which such lines are looked for
_LONGEST = 150  # characters of a line with labels; what is longer is text


@dataclass(frozen=True, slots=True)
class Labelled:
    """The values found, by kind, and the paragraphs that are nothing but labels and values."""

    values: dict[str, Flow]
    places: frozenset[int]


def read_labelled(paragraphs: Sequence[Paragraph]) -> Labelled:
    """Collect the first value of each kind near the top."""
    values: dict[str, Flow] = {}
    places: set[int] = set()
    for at, paragraph in enumerate(paragraphs[:_DEEPEST]):
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        for name, value in _read_line(paragraph, below):
            places.add(at)
            if len(value):
                values.setdefault(name, value)
                places |= {at + 1} if below is not None and value is below.flow else set()
    return Labelled(values, frozenset(places))


def _read_line(paragraph: Paragraph, below: Paragraph | None) -> Iterator[tuple[str, Flow]]:
    if paragraph.table is None and (fields := _fields_at_blanks(paragraph.flow)):
        yield from fields
        return
    cells = paragraph.cells if paragraph.table is not None else tuple(_at_bars(paragraph.flow))
    for place, cell in enumerate(cells):
        beside = cells[place + 1] if place + 1 < len(cells) else None
        if beside is None and below is not None and paragraph.table is None is below.table:
            beside = below.flow
        if len(cell) > _LONGEST or (beside is not None and _BARE_LABEL.fullmatch(beside.folded)):
            beside = None
        bare = _BARE_LABEL.fullmatch(cell.folded)
        if bare and not cell.folded.endswith(":"):
            # 文号 | 云政办〔2021〕3号: without a colon the value must be of the label's kind.
            name = bare.lastgroup or "other"
            if beside is not None and _fits(name, beside):
                yield name, beside
            elif paragraph.table is not None and _OF_PAGE.match(cell.folded):
                yield "other", cell[:0]
            continue
        if len(cell) <= _LONGEST and _LABEL.match(cell.folded):
            yield from _fields_at_colons(cell, beside, in_table=paragraph.table is not None)


def _fields_at_colons(cell: Flow, beside: Flow | None, *, in_table: bool) -> Iterator[tuple[str, Flow]]:
    """Read 文号：云政办〔2021〕3号 发文日期：…; the value of the last label may stand beside it."""
    labels = [label for label in _LABEL.finditer(cell.folded) if _stands_apart(cell, label.start())]
    ends = [label.start() for label in labels[1:]] + [len(cell)]
    for label, end in zip(labels, ends, strict=True):
        name, value = label.lastgroup or "other", cell[label.end() : end]
        is_last = end == len(cell) and not len(value)
        if is_last and beside is not None and (in_table or _fits(name, beside)):
            value = beside
        yield name, value
        if name == "other" and (posted := _day_behind(value)) is not None:
            yield "posted", posted


def _day_behind(value: Flow) -> Flow | None:
    """Give the day that stands behind a value without a label of its own: 来源：云溪日报 2023-07-18 09:12."""
    days = _SLASHED_DAY.finditer(value.folded)
    at = next((day.start() for day in days if day.start() and _stands_apart(value, day.start())), None)
    return value[at:] if at is not None else None


def _fields_at_blanks(flow: Flow) -> list[tuple[str, Flow]]:
    """Read 索引号 1234 发文日期 2023-01-03: labels without colons, known by the blanks around them.

    There must be two of them on a line, the first in front, or one before a notice's title; the values are of
    their kind.
    """
    if len(flow) > _LONGEST or not _BARE_WORDS.match(flow.folded):
        return []
    labels = [
        label
        for label in _BARE_WORDS.finditer(flow.folded)
        if _stands_apart(flow, label.start()) and label.end() < len(flow) and _ends_apart(flow, label)
    ]
    if not labels or labels[0].start():  # a word that the line begins with goes on
        return []
    names = labels[0].lastgroup == "title" and _ACT.search(flow.folded) and is_title(flow[labels[0].end() :])
    if len(labels) < _LEAST_FIELDS and not names:
        return []
    ends = [*(label.start() for label in labels[1:]), len(flow)]
    fields: list[tuple[str, Flow]] = []
    for label, end in zip(labels, ends, strict=True):
        colon = flow.folded[label.end()] == ":"
        name, value = label.lastgroup or "other", flow[label.end() + colon : end]
        fields.append((name, value if name == "other" or _fits(name, value) else value[:0]))
    return fields


def _ends_apart(flow: Flow, label: re.Match[str]) -> bool:
    """Tell whether a blank stands behind a label; behind another one it may be a colon."""
    return _stands_apart(flow, label.end()) or (label.start() > 0 and flow.folded[label.end()] == ":")


def _at_bars(flow: Flow) -> Iterator[Flow]:
    """Cut a line at bars: cells of a row whose table was lost."""
    start = 0
    for bar in re.finditer(r"\||$", flow.folded):
        if bar.start() > start or not bar[0]:
            yield flow[start : bar.start()]
        start = bar.end()


def _fits(name: str, value: Flow) -> bool:
    """Tell whether a value is of its label's kind."""
    if len(value) > _LONGEST:
        return False
    if name == "title":
        return is_title(value)
    if name == "number":
        return next(find_numbers(value.folded), None) is not None
    if name == "issuer":
        return is_body(value.folded) and not re.search("[。:；]", value.folded)
    if name == "posted":
        return leading_day(value) is not None
    return name == "date" and iso_day(value) is not None


def _stands_apart(flow: Flow, at: int) -> bool:
    """Tell whether a label begins the line or stands behind a blank."""
    return at == 0 or flow.offsets[at] - flow.offsets[at - 1] > 1
