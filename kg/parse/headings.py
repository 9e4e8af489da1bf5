"""The name of a heading: a line of its own, or the sentence that leads its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.parse.statements import Statement
from kg.text import Flow

_SENTENCE = re.compile(r"[。！？!?]")
_LONGEST_LEAD = 48  # characters of a sentence that leads a paragraph
_LONGEST_TERM = 30  # of what stands before a colon
_LONGEST_NAME = 90  # of a heading on a line of its own
SHORT_NAME = 22  # of one that ends in a stop, with nothing below

_ACTOR = (
    r"(?:各|有关|相关)?[^，,。;；]{0,16}"
    r"(?:单位|部门|机构|政府|地区?|委员会|领导小组|专班|中心|[局委办厅院室处])"
)
_MUST = (
    "(?:(?<![主重需摘紧必扼首简纪提概])要(?![求素点事件闻职塞务道领义害地])|应当|(?<![对适响反供])应(?![急对用当邀])"
    "|(?<!必)须(?!知)|必须|不得|可以)(?=.)"
)
#: A sentence with a subject and a predicate says something; a name only names.
_SAYS = re.compile(
    rf"[；;]|^全[^，,。]{{1,16}}?{_MUST}|各[^，,。]{{1,30}}?{_MUST}|^{_ACTOR}{_MUST}|[，,](?:并|同时|还|也|{_ACTOR})?{_MUST}"
    r"|^(?:对|对于|凡|经|自|由|如|若|除|因)[^。]{2,60}?(?:的|后|起)[，,]"
    rf"|^{_ACTOR}将(?:[对把按会在于同视]|加强|加大|强化|严格|定期|适时|组织|另行|继续|适当)"
    r"|(?:为|是)(?:牵头|主办|责任|汇总|配合|协办|承办)(?:单位|部门)"
    r"|^[^，,。]{2,20}(?<![要总需的一二三不都只就还求])是(?!非|否|与)[^。]{3,}[，,]|[，,](?:其(?![中他它余实次])|由[^，,。]{2,40}(?:负责|承担)$)"
    r"|[，,][^，,。]{2,30}由[^，,。]{2,40}(?:负责|承担)$"
    r"|^(?:19|20)\d\d年是|[，,](?:也|既|又)是|^(?:本|该)(?:意见|通知|办法|方案|措施|规定)[^，,。]{0,8}自"
)


def heading_name(flow: Flow, statements: Sequence[Statement], *, below: bool) -> tuple[Flow | None, bool]:
    """Give the name of a heading, or None where it names nothing; and whether text follows in its paragraph.

    :param below: whether items, paragraphs or rows stand below it; a lone sentence with nothing below is
        an item of a list, unless it is short
    """
    head = flow
    if statements and statements[0].start > 0 and statements[-1].end >= len(flow.folded.rstrip("。:；;")):
        head = flow[: statements[0].start]
    folded = head.folded
    stop, colon = _SENTENCE.search(folded), folded.find(":")
    first_stop = stop.start() if stop else len(folded)
    if 0 < colon <= min(first_stop - 1, _LONGEST_TERM) and colon + 1 < len(folded):
        end, run_in = colon, True
    elif stop and stop.end() < len(folded):
        end, run_in = stop.start(), True
    else:
        end = len(folded.rstrip("。:"))
        run_in = bool(stop) and len(head) < len(flow)
        if stop and not below and end > SHORT_NAME:
            return None, False
    for statement in statements:
        # The bracket may stand before the stop: 推进改革（市A局牵头）。各地要…
        if statement.start < end <= statement.end:
            end = statement.start
    name = head[: len(head.folded[:end].rstrip("。.:;；"))]
    longest = _LONGEST_LEAD if run_in else _LONGEST_NAME
    says = (run_in or stop is not None) and _SAYS.search(name.folded)
    if 1 < len(name) <= longest and not says and not name.folded.endswith(("，", ",")):
        return name, run_in
    return None, False


def article_name(flow: Flow) -> Flow | None:
    """Name an article that has a name of its own: 第一条（目的）…, or 第一条 目的 with a blank behind."""
    if match := re.match(r"[(\[]([^()\[\]]{2,15})[)\]]", flow.folded):
        return flow[1 : match.end() - 1]
    for at in range(2, min(len(flow), 16)):
        if flow.folded[at - 1] in "，,。、；;:":
            return None
        if flow.offsets[at] - flow.offsets[at - 1] > 1:
            return flow[:at]
    return None
