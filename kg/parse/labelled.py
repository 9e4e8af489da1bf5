"""What a page says about a notice beside its text: 发文字号： …, as lines or as cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.parse.paragraphs import Paragraph
from kg.text import Flow

#: A label -> what its value is. `other` labels only end the value before them.
_LABELS = {
    "title": "标题|文件名称?|公文名称|信息名称|题名",
    "number": "发文字号|发布文号|公文文号|文件编号|文件字号|发文号|文号|字号",
    "issuer": "发文机关|发布部门|发布机构|发文单位|发布单位|发布机关|制发机关|发文部门|发文机构|制定机关",
    "date": "成文日期|成文时间|签发日期|生成日期|发文日期|发文时间|印发日期",
    "other": (
        "信息索引号|索引号|主题分类|主题词|发布日期|公开日期|发布时间|颁布时间|有效性|时效性"
        "|时效|信息来源|来源|公开方式|信息分类|组配分类|体裁分类|公文种类|公开范围|关键词"
        "|失效日期|实施日期|生效日期|施行日期|浏览次数|浏览量|访问量|点击量|字体|作者|编辑"
        "|统一编号|政策咨询机关|政策咨询电话|内容概述|状态|日期|视力保护色|归档时间|当前位置"
        "|所在位置|您的位置|效力状态|责任编辑"
    ),
}
_LABEL = re.compile(f"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _LABELS.items())}):")
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
        for name, value in _read_line(paragraph):
            places.add(at)
            if len(value):
                values.setdefault(name, value)
    return Labelled(values, frozenset(places))


def _read_line(paragraph: Paragraph) -> Iterator[tuple[str, Flow]]:
    cells = paragraph.cells if paragraph.table is not None else (paragraph.flow,)
    for place, cell in enumerate(cells):
        if len(cell) > _LONGEST or not _LABEL.match(cell.folded):
            continue
        labels = [label for label in _LABEL.finditer(cell.folded) if _stands_apart(cell, label.start())]
        ends = [label.start() for label in labels[1:]] + [len(cell)]
        for label, end in zip(labels, ends, strict=True):
            value = cell[label.end() : end]
            if not len(value) and place + 1 < len(cells) and not _LABEL.match(cells[place + 1].folded):
                value = cells[place + 1]
            yield label.lastgroup or "other", value


def _stands_apart(flow: Flow, at: int) -> bool:
    """Tell whether a label begins the line or stands behind a blank."""
    return at == 0 or flow.offsets[at] - flow.offsets[at - 1] > 1
