"""Who does what, said in a sentence that closes the text, without bracket or label.

整治河道，保护水源。此项工作由市水利局牵头，市财政局配合，6月底前完成。
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.parse.clauses import Named, read_clauses, split_deadline
from kg.text import Flow, Piece, fold


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
_ENDS_SURELY = re.compile("(?:主办|督查|监督|检查|审核|把关|办理|实施|推进)$")
#: What a sentence begins with that is about the work above and nothing else.
_THIS_WORK = re.compile(
    "(?:此|该|本|这|上述|以上)(?:[一二两三]?项|些)?(?:工作|任务|措施|事项)[，,]?(?=由|请|[^，,。]{2,40}(?:牵头|负责))"
)
_ABOUT = re.compile("(?<!自)由")  # 罚款由市A局 | 负责: of a part of the work only
_EXPLAINS = re.compile("解释")
_NOT_NAMES = re.compile(
    r"总?牵头|主办|负责|承办|承担|配合|参与|参加|落实|协办|协助|督导|督办|督查|监督|检查|审核|分工|职责|分别|按照?|共同|具体|会同"
    r"|等|相关|有关|部门|单位|[由请和及与、，,]"
)
_LONGEST = 160  # characters of a sentence
_LEFT_OVER = 2  # characters that are neither a body's name nor say what it does
_LEFT_OVER_OF_WORK = 12  # of a sentence about the work above


def closing_sentence(flow: Flow) -> Closing | None:
    """Read a last sentence that is nothing but bodies and what each does, and by when."""
    end = len(flow.folded.rstrip("。"))
    start = max(flow.folded.rfind(mark, 0, end) for mark in "。；;") + 1
    folded = flow.folded[start:end]
    if not 0 < start < end - 3 or end - start > _LONGEST or ":" in folded:
        return None
    if not _SAYS_WHO.search(folded) or _EXPLAINS.search(folded):
        return None
    this_work = _THIS_WORK.match(folded)
    content = flow[start + (this_work.end() if this_work else 0) : end]
    told, deadline = split_deadline(content)
    surely = this_work or "牵头" in told.folded
    if not _ENDS.search(told.folded) and not (surely and _ENDS_SURELY.search(told.folded)):
        return None
    named = read_clauses(told, None, strict=True)
    if any(_ABOUT.search(fold(each.body.name)) for each in named):
        return None
    rest = told.text
    for each in named:
        rest = rest.replace(each.body.surface.text, "", 1)
    left_over = len(_NOT_NAMES.sub("", fold(rest)))
    if not named or left_over > (_LEFT_OVER_OF_WORK if this_work else _LEFT_OVER):
        return None
    return Closing(start, tuple(named), deadline, content)
