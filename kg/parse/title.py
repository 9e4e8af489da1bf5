"""The title of a notice: what kind of document it says it is, and who issues it."""

from __future__ import annotations

import re

from kg.parse.organisations import is_body
from kg.text import Flow, Piece

#: The 文种 of 《党政机关公文处理工作条例》 §8, and the names that plans and rules go by. Longer ones first.
_KINDS = (
    "实施方案|行动方案|工作方案|行动计划|工作要点|任务清单|若干措施|若干意见|若干规定|实施意见|指导意见|实施细则|管理办法|暂行办法"
    "|决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
    "|方案|计划|规划|纲要|办法|规定|细则|条例|规则|要点|措施|举措|清单|政策|规程|标准|指南|任务|分工|章程|制度"
)
_KIND = re.compile(rf"(?:{_KINDS})$")
_OFFICIAL = re.compile(r"(?:通知|意见|函|批复|决定|决议|公告|通告|通报|报告|请示|议案|纪要|公报|命令|令)$")
_TRIAL = re.compile(
    r"\((?:试行|暂行|修订|修订版|修订稿|征求意见稿|草案|送审稿|\d{4}(?:—\d{4})?年?(?:版|修订)?)\)$"
)

_ISSUED_PLAN = re.compile(r"关于|印发|转发|批转|公布|发布")
_LONGEST_TITLE = 200  # characters


def is_title(title: Flow) -> bool:
    """Tell whether a line reads as the title of a notice or a plan: it ends in a kind of document."""
    folded = _TRIAL.sub("", title.folded)
    if not 6 <= len(folded) <= _LONGEST_TITLE or not _KIND.search(folded):
        return False
    return bool(_ISSUED_PLAN.search(folded)) or not _OFFICIAL.search(folded)


def kind_of_title(title: Flow) -> str | None:
    """Give the 文种: the last word of the title, 意见 of 实施意见."""
    kind = _KIND.search(_TRIAL.sub("", title.folded))
    if not kind:
        return None
    official = _OFFICIAL.search(kind[0])
    return official[0] if official else kind[0][-2:]


_ACT = re.compile(r"(?:关于|印发|转发|批转|公布|发布|下达|废止|修改|令$|公告$|通告$)")


def issuers_of_title(title: Flow) -> tuple[Piece, ...]:
    """Read who issues: what stands before 关于, 印发 or 转发, one body or several."""
    match = _ACT.search(title.folded)
    if not match or match.start() < 2:
        return ()
    return tuple(cut_issuers(title[: match.start()]))


_COMPLETE = re.compile(
    r"(?:人民政府办公厅|人民政府办公室|政府办公厅|政府办公室|委员会办公厅|委员会办公室|委办公厅|委办公室|人民政府|委员会|办公厅|办公室"
    r"|领导小组|指挥部|联席会议|国务院|总局|[厅局委部署院会行])$"
)
_OPENS = re.compile(
    r"(?:中共|中国|国家|[\u4e00-\u9fff]{2,9}?(?:省|市|区|县|州|自治区)|财政部|教育部|科技部|[\u4e00-\u9fff]{2,12}(?:部|局|委|厅)$)"
)


def cut_issuers(names: Flow) -> list[Piece]:
    """Cut 中共杭州市委办公厅杭州市人民政府办公厅, and bodies with blanks or a line's end between them."""
    found: list[Flow] = []
    start = 0
    for at in range(2, len(names) - 2):
        left, right = names.folded[start:at], names.folded[at:]
        gap = names.offsets[at] - names.offsets[at - 1] > 1
        same_place = len(left) > 3 and right.startswith(left.removeprefix("中共")[:2])
        if (
            (same_place or (gap and _OPENS.match(right)))
            and _COMPLETE.search(left)
            and (_COMPLETE.search(right) or is_body(right))
        ):
            found.append(names[start:at])
            start = at
    found.append(names[start:])
    return [flow.piece() for flow in found if _COMPLETE.search(flow.folded) or is_body(flow.folded)]
