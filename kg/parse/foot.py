"""What stands below a notice and is no part of it: 主题词, 抄送, the printer's line, the page's foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.parse.dates import DATE
from kg.parse.markers import read_marker
from kg.parse.organisations import is_body
from kg.parse.paragraphs import Paragraph
from kg.parse.wrapped import COPIES
from kg.text import Flow

_DEEPEST = 30  # paragraphs of a foot
_LONGEST_LINE = 80  # characters of a page's line
_LONGESTCOPIES = 400  # of the list of who gets a copy
_LONGEST_OTHER = 40  # of a line between those that are known
_MOST_BETWEEN = 3  # such lines
_PRINTED = re.compile(rf"[\u4e00-\u9fff]{{4,40}}{DATE}印发?|共印\d{{1,5}}份")
_OF_PAGE = re.compile(
    r"ICP备|公网安备|版权所有|网站标识码|网站地图|政府网站找错"
    r"|^[\[(]?(?:扫一扫|扫描二维码|扫码|关注我们|打印本?页|打印[\])]|关闭(?:窗口|本页|页面)|关闭[\])]|[←]?上一[篇条]|下一[篇条]|分享到"
    r"|返回(?:顶部|列表|首页|上级|政策)|责任编辑:|编辑:|技术支持:|联系我们)"
)
_BESIDE = re.compile(
    r"相关(?:附件|链接|文档|解读|稿件|信息)|附件下载|点击下载|分享|来源:|作者:|[\[].{1,12}[\]]$"
)
#: Who runs a site: a label of tasks too, where it stands more than once.
_RUNS_SITE = re.compile(r"(?P<label>主办|承办|主管)(?:单位|部门)?:[^，。；;()]{2,40}$")
#: Who drew up and who checked a notice, in its imprint: below its subject words, its date or its annexes.
_IMPRINT = re.compile(
    r"(?P<label>主办|承办|督办|经办|拟稿|起草|核稿|校对|打字|联系人?|电话|联系电话)(?:单位|部门|处室|科室|人)?:[^。；;]{2,60}$"
)
_IS_DATE = re.compile(rf"(?:[\u4e00-\u9fff]{{4,40}})?{DATE}")


def foot_start(paragraphs: Sequence[Paragraph]) -> int:
    """Give the index of the first paragraph of the foot, or their number where the notice has none."""
    start = end = len(paragraphs)
    for at in range(end - 1, max(-1, end - 1 - _DEEPEST), -1):
        if _is_foot(paragraphs[at]):
            start = at
        elif _goes_on_with_copies(paragraphs, at):
            continue
        elif _is_content(paragraphs[at]) or start - at > _MOST_BETWEEN:
            break
    has_foot = start < end
    while start and (
        _is_imprint(paragraphs, start - 1)
        or (has_foot and (_is_beside(paragraphs[start - 1]) or _is_of_site(paragraphs, start - 1)))
    ):
        start -= 1
    return start


def _is_foot(paragraph: Paragraph) -> bool:
    folded = paragraph.flow.folded
    if paragraph.table is not None:
        return False
    if COPIES.match(folded):
        return len(folded) <= _LONGESTCOPIES
    is_text = len(folded) > _LONGEST_LINE or folded.endswith("。") or read_marker(folded)
    return not is_text and bool(_OF_PAGE.search(folded) or _PRINTED.fullmatch(folded))


def _is_content(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph cannot stand in a foot."""
    folded = paragraph.flow.folded
    return (
        paragraph.table is not None
        or len(folded) > _LONGEST_OTHER
        or folded.endswith(("。", ")", "]"))
        or read_marker(folded) is not None
    )


def _is_beside(paragraph: Paragraph) -> bool:
    folded = paragraph.flow.folded
    return paragraph.table is None and len(folded) <= _LONGEST_LINE and _BESIDE.match(folded) is not None


def _goes_on_with_copies(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a line is nothing but more of those who get a copy, who are named from a line above on."""
    for above in range(at, max(-1, at - _MOST_BETWEEN), -1):
        flow = paragraphs[above].flow
        if COPIES.match(flow.folded):
            return above < at
        if paragraphs[above].table is not None or len(flow) > _LONGEST_LINE or not _is_list(flow):
            break
    return False


def _is_list(flow: Flow) -> bool:
    """Tell whether a line is nothing but bodies."""
    names = [name for name in re.split("[、，,。；;]", flow.folded) if name]
    return len(names) > 1 and sum(map(is_body, names)) * 3 >= len(names) * 2


def _is_imprint(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a line of the imprint stands below what ends a notice, and nowhere else."""
    found = None if paragraphs[at].table is not None else _IMPRINT.match(paragraphs[at].flow.folded)
    if found is None:
        return False
    before = (paragraphs[each] for each in range(at - 1, max(-1, at - 2 - _MOST_BETWEEN), -1))
    above = next((each for each in before if not _is_of_imprint(each)), None)
    if above is None or above.table is not None:
        return False
    return bool(COPIES.match(above.flow.folded) or _IS_DATE.fullmatch(above.flow.folded))


def _is_of_imprint(paragraph: Paragraph) -> bool:
    return paragraph.table is None and _IMPRINT.match(paragraph.flow.folded) is not None


def _is_of_site(paragraphs: Sequence[Paragraph], at: int) -> bool:
    site = None if paragraphs[at].table is not None else _RUNS_SITE.match(paragraphs[at].flow.folded)
    if site is None:
        return False
    label = site["label"]
    return sum(paragraph.flow.folded.startswith(label) for paragraph in paragraphs) == 1
