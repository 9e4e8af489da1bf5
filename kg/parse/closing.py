"""Who does what, said in a sentence that closes the text or stands below it, without bracket or label.

整治河道，保护水源。此项工作由市水利局牵头，市财政局配合，6月底前完成。
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.parse.clauses import Named, is_deadline, read_clauses, split_deadline
from kg.text import Flow, Piece, bare, fold


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing sentence: where it begins, the bodies that it names, its deadline, and what it says."""

    start: int
    named: tuple[Named, ...]
    deadline: Piece | None
    content: Flow


_SAYS_WHO = re.compile("牵头|负责|配合|参与|参加|落实|协办|协助|督导|督办|监督|会同")
_ENDS = re.compile("(?:牵头|负责|承办|承担|配合|参与|参加|落实|协办|协助|督导|督办)$")
#: What the last of several does, where the sentence is surely about who does the work.
_ENDS_SURELY = re.compile(
    "(?:主办|督查|监督|检查|审核|把关|办理|实施|推进|推动|(?:提供|给予|做好|抓好)[\u4e00-\u9fff]{0,6}(?:指导|支撑|支持|保障|服务))$"
)
#: What a sentence begins with that is about the work above and nothing else.
_THIS_WORK = re.compile(
    "(?:(?:此|该|本|这|上述|以上)(?:[一二两三]?项|些)?(?:工作|任务|措施|事项)"
    "|(?:此|该|本)[项条款]|(?:上述|以上)(?:[各几]项|内容|要求)?(?=由))[，,]?(?=由|请|[^，,。]{2,40}(?:牵头|负责))"
)
#: A paragraph of its own: it says who leads, or who helps those that it begins with.
_OWN = re.compile(
    r"由[^。；;]{2,80}?(?:牵头|主办|会同|配合|协助|协办|参与)|[^由。；;，,]{2,40}牵头[，,；;]"
    r"|(?![各有相])[^由。；;]{2,120}(?:按照?(?:各自)?职责(?:任务)?(?:分工)?|分别|共同)(?:负责|落实)"
)
#: Two who do the work; who look at what others hand in are none: 由市A局会同市B局审核.
_TOGETHER = re.compile("由[^，,。；;]{2,40}会同[^，,。；;]{2,80}(?:实施|办理|推进|推动|落实)")
#: A sentence inside a paragraph that may be nothing else.
_SAID_BETWEEN = re.compile(
    r"(?<=[。；;])(?=由[^。；;]{2,80}(?:牵头|会同|配合|负责)|[^。；;，,:()]{2,40}牵头[，,])[^。；;:()]{4,160}。"
)
#: Behind a sentence about the work above: who does their part of it, each at home.
_EACH_AT_HOME = re.compile(
    r"(?<=[。；;])(?P<who>[^。；;，,:]{2,80}?(?:具体)?负责)(?=(?:各自|本)(?:辖区|地区?|区域|行业|系统|单位|部门|领域))[^。；;:]{2,40}。?$"
)
_ABOUT = re.compile("(?<!自)由")  # 罚款由市A局 | 负责: of a part of the work only
_SAYS_FIRST = re.compile("(?:此项工作)?由[^，,。；;]{2,60}(?:牵头|负责)")
_EXPLAINS = re.compile("解释")
_NOT_NAMES = re.compile(
    r"(?<=\n)(?:提供|给予|做好|抓好)[\u4e00-\u9fff]{0,6}?(?:指导|支撑|支持|保障|服务|监督|协助)|总?牵头|主办|负责|承办|承担|配合|参与|参加|落实|协办|协助|督导|督办|督查|监督|检查|审核|分工|职责|分别|按照?|共同|具体|会同"
    r"|协同|协调(?=推|配|实|落)|合力|联合|组织(?=实|推|落)|办理|实施|推进|推动|把关"
    r"|等|相关|有关|部门|单位|[由请和及与、，,；;\n]"
)
_DONE = re.compile("[，,；;。]*[于在]?(?:完成|落实|实施|办结|到位)*。?")
_LONGEST = 160  # characters of a sentence
_LEFT_OVER = 2  # characters that are neither a body's name nor say what it does
_LEFT_OVER_OF_WORK = 12  # of a sentence about the work above


def closing_sentence(flow: Flow) -> Closing | None:
    """Read a last sentence that is nothing but bodies and what each does, and by when.

    One that is a whole paragraph is about the paragraphs above. Behind one about the work above (此项工作由…)
    may stand who does their part of it at home.
    """
    at_home = _EACH_AT_HOME.search(flow.folded, max(0, len(flow) - _LONGEST))
    if at_home is None:
        return _last_sentence(flow)
    said = _last_sentence(flow[: at_home.start()])
    if said is None or not _THIS_WORK.match(flow.folded, said.start):
        return None
    own = read_clauses(flow[at_home.start("who") : at_home.end("who")], None)
    return replace(said, named=(*said.named, *own))


def _last_sentence(flow: Flow) -> Closing | None:
    end = len(flow.folded.rstrip("。"))
    start = _last_stop(flow.folded, end) + 1
    if start > 1 and is_deadline(flow.folded[start:end]):  # …由市A局牵头；6月底前完成
        start = _last_stop(flow.folded, start - 1) + 1
    if start > 1 and flow.folded[start - 1] in "；;":  # 由市A局负责；市B局督导
        first = _last_stop(flow.folded, start - 1) + 1
        start = first if _SAYS_FIRST.fullmatch(flow.folded, first, start - 1) else start
    folded = flow.folded[start:end]
    if start >= end - 3 or end - start > _LONGEST or ":" in folded:
        return None
    this_work = _THIS_WORK.match(folded)
    alone = start > 0 or this_work or _OWN.match(folded)
    if not alone or not _SAYS_WHO.search(folded) or _EXPLAINS.search(folded):
        return None
    content = flow[start + (this_work.end() if this_work else 0) : end]
    told, deadline = split_deadline(content)
    surely = this_work or "牵头" in told.folded or _TOGETHER.fullmatch(told.folded)
    ends = _ENDS.search(told.folded) or (surely and _ENDS_SURELY.search(told.folded))
    if not ends or (start == 0 and not _only_by_when(content, told, deadline)):
        return None
    named = read_clauses(told, None, strict=True)
    if any(_ABOUT.search(each.body.folded) for each in named):
        return None
    if not named or left_over(told, named) > (_LEFT_OVER_OF_WORK if this_work else _LEFT_OVER):
        return None
    return Closing(start, tuple(named), deadline, content)


def closings_between(flow: Flow, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Closing]]:
    """Find the sentences inside a paragraph that are nothing else, before others say who does what follows.

    改造管网。由市水务局牵头，各镇配合。改造电网。（市供电公司）

    :param taken: the stretches that say so, in order
    :returns: where each ends, and what it says
    """
    last = taken[-1][0] if taken else 0
    for sentence in _SAID_BETWEEN.finditer(flow.folded, 0, last):
        before = bisect_left(taken, (sentence.start() + 1, 0)) - 1
        if before >= 0 and taken[before][1] > sentence.start():
            continue
        said = closing_sentence(flow[sentence.start() - 1 : sentence.end()])
        if said is not None and said.start == 1:
            yield sentence.end(), replace(said, start=sentence.start())


def _last_stop(folded: str, end: int) -> int:
    return max(folded.rfind(mark, 0, end) for mark in "。；;")


def _only_by_when(content: Flow, told: Flow, deadline: Piece | None) -> bool:
    """Tell whether a sentence says no more of the time: not 由市A局牵头，6月底前完成古桥修缮."""
    rest = content.text.replace(told.text, "", 1).replace(deadline.text if deadline else "", "", 1)
    return _DONE.fullmatch(bare(fold(rest))) is not None


def says_only_who(flow: Flow) -> list[Named]:
    """Read a stretch that is nothing but bodies and what each does; none if it says anything else."""
    named = read_clauses(flow, None, strict=True)
    return named if left_over(flow, named) <= _LEFT_OVER else []


def left_over(flow: Flow, named: Sequence[Named]) -> int:
    """Count the characters that are neither a body's name nor say what it does."""
    rest = flow.piece().text
    for each in named:
        rest = rest.replace(each.body.surface.text, "\n", 1)  # behind which stands what it does
    return len(_NOT_NAMES.sub("", bare(fold(rest))))
