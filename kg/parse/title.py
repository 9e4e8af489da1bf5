"""The title of a notice: what kind of document it says it is, and who issues it."""

from __future__ import annotations

import re

from kg.parse.organisations import is_body, is_collective, is_surely_body, lacks_administration
from kg.text import Flow, Piece

#: The 文种 of 《党政机关公文处理工作条例》 §8, and the names that plans and rules go by. Longer ones first.
_KINDS = (
    "实施方案|行动方案|工作方案|行动计划|工作要点|任务清单|若干措施|若干意见|若干规定|实施意见|指导意见|实施细则|管理办法|暂行办法"
    "|决议|决定|命令|令|公报|公告|公示|通告|意见|通知|通报|报告|请示|批复|答复|议案|函|纪要"
    "|分解表|分工表|任务表|安排表|进度表|计划表|一览表"
    "|方案|计划|规划|纲要|办法|规定|细则|条例|规则|要点|措施|举措|清单|政策|规程|标准|指南|任务|分工|分解|章程|制度"
    "|预案|安排|部署|准则|守则|台账|图谱|路线图|施工图|责任书|手册"
)
_KIND = re.compile(rf"(?:{_KINDS})$")
#: Words that say nothing of the subject: a line of nothing else is a table's head or a page's menu.
_SUBJECTLESS = re.compile(
    rf"(?:{_KINDS}|序号|工作|目标|重点|主要|具体|年度|责任|事项|项目|内容|项|名称|解读|原文|文件|法规|规章|规范性|行政"
    "|政务|公开|信息|惠企|利民|惠民|办事|服务|相关|最新|应急|管理|实施|行动|发展|和|与|及|、|其他|[|/:])+"
)
_OFFICIAL = re.compile(
    r"(?:通知|意见|函|批复|答复|决定|决议|公告|公示|通告|通报|报告|请示|议案|纪要|公报|命令|令)$"
)
_MINUTES = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:政府|委员会|领导小组|指挥部|局|委|厅|办公室)[\u4e00-\u9fff\d]{0,20}会议纪要"
)
_REPLY = re.compile(r"对[^。；;:]{4,160}(?:提案|建议|议案|意见)[^。；;:]{0,12}的(?:答复|复函|函)$")
_TRIAL = re.compile(
    r"\((?:试行|暂行|修订|修订版|修订稿|征求意见稿|草案|送审稿|\d{4}(?:[—~至-]{1,2}\d{4})?年?(?:版|修订)?"
    r"|第[一二三四五六七八九十]{1,3}[批版])\)$"
)

_ISSUED_PLAN = re.compile(r"关于|印发|转发|批转|公布|发布")
#: How papers of the party's and the government's offices are made known: …办公厅印发《关于…的意见》.
_ISSUES = re.compile(r"(?:(?!关于)[\u4e00-\u9fff、]){4,60}印发《[^《》]{4,100}》")
#: A sentence that ends in what it draws up: 根据…要求，制定本方案.
_DRAWS_UP = re.compile(r"[，,][^，,]{0,30}(?:制[定订]|提出|拟定|编制)了?(?:本|以下|如下|此)[^，,]{0,8}$")
_HAN = re.compile("[\u4e00-\u9fff]{6,40}")
_LONGEST_TITLE = 200  # characters


def _core(title: Flow) -> str:
    """Give a title without the remark and the mark behind its last word."""
    folded = title.folded[:-1] if _ISSUES.fullmatch(title.folded) else title.folded
    return _TRIAL.sub("", folded)


def is_title(title: Flow) -> bool:
    """Tell whether a line reads as the title of a notice or a plan: it ends in a kind of document."""
    folded = _core(title)
    if not 6 <= len(folded) <= _LONGEST_TITLE or not _KIND.search(folded) or _DRAWS_UP.search(folded):
        return False
    if _ISSUED_PLAN.search(folded) or _REPLY.search(folded) or _MINUTES.fullmatch(folded):
        return True
    if folded.endswith(("通告", "公告")) and _HAN.fullmatch(folded) and is_surely_body(folded[:-2]):
        return True  # that body's: 云溪市防汛抗旱指挥部通告
    return not _OFFICIAL.search(folded) and not _SUBJECTLESS.fullmatch(folded)


def is_official(title: Flow) -> bool:
    """Tell whether a title is that of a notice in one of the official forms: 关于…的通知, no bare plan."""
    folded = _core(title)
    return bool(_REPLY.search(folded) or (_ISSUED_PLAN.search(folded) and _OFFICIAL.search(folded)))


def is_remark_on_title(folded: str) -> bool:
    """Tell whether a line only says in what state a text is: (征求意见稿), (试行)."""
    return _TRIAL.fullmatch(folded) is not None


def kind_of_title(title: Flow) -> str | None:
    """Give the 文种: the last word of the title, 意见 of 实施意见."""
    kind = _KIND.search(_core(title))
    if not kind:
        return None
    official = _OFFICIAL.search(kind[0])
    if official:
        return official[0]
    return kind[0] if kind[0].endswith(("表", "图", "书")) else kind[0][-2:]


_BEFORE_PLAN = re.compile(
    r"[\u4e00-\u9fff]{4,30}?(?=(?:19|20)\d\d(?:[—-](?:19|20)\d\d)?年|“|新一轮|贯彻|落实|开展|推进|政务公开|政府信息公开)"
)
_ISSUES_PLANS = re.compile(
    r"(?:政府|办公[室厅]|[厅局委部署院会行处]|领导小组|指挥部|大学|学校|公司|集团|中心|海关)$"
)
_ACT = re.compile(r"(?:关于|印发|转发|批转|公布|发布|下达|废止|修改|令$|公告$|通告$)")


def issuers_of_title(title: Flow) -> tuple[Piece, ...]:
    """Read who issues: what stands before 关于, 印发 or 转发, one body or several."""
    found = [match.start() for act in (_ACT, _REPLY) if (match := act.search(title.folded))]
    return tuple(cut_issuers(title[: min(found)])) if found and min(found) > 1 else ()


def body_before_plan(title: Flow) -> Piece | None:
    """Give the body that a plan's title begins with: 云溪市教育局 of 云溪市教育局2024年工作要点."""
    match = _BEFORE_PLAN.match(title.folded)
    if match is None or not _ISSUES_PLANS.search(match[0]) or is_collective(match[0]):
        return None
    is_one = is_surely_body(match[0]) and not lacks_administration(match[0])
    return title.piece(0, match.end()) if is_one else None


_COMPLETE = re.compile(
    r"(?:人民政府办公厅|人民政府办公室|政府办公厅|政府办公室|委员会办公厅|委员会办公室|委办公厅|委办公室|人民政府|委员会|办公厅|办公室"
    r"|领导小组|指挥部|联席会议|国务院|总局|[厅局委部署院会行])$"
)
_LISTED = re.compile("[、和与及]$")
_OPENS = re.compile(
    r"(?:中共|中国|国家|[省市区县州旗](?:委|人民政府|政府)|[\u4e00-\u9fff]{2,9}?(?:省|市|区|县|州|自治区)|财政部|教育部|科技部|[\u4e00-\u9fff]{2,12}(?:部|局|委|厅)$)"
)


def cut_issuers(names: Flow) -> list[Piece]:
    """Cut 中共杭州市委办公厅杭州市人民政府办公厅, and bodies with 、, blanks or a line's end between them."""
    found: list[Flow] = []
    start = 0
    gaps = [at for at in range(1, len(names)) if names.offsets[at] - names.offsets[at - 1] > 1]
    part_ends = dict(zip(gaps, [*gaps[1:], len(names)], strict=False))
    for at in range(2, len(names) - 2):
        left, right = names.folded[start:at], names.folded[at:]
        if listed := _LISTED.search(left):
            left = left[: listed.start()]
        next_part = names.folded[at : part_ends.get(at, at)]
        is_next = bool(listed) or (len(left) > 3 and right.startswith(left.removeprefix("中共")[:2]))
        if (
            (is_next or _OPENS.match(next_part))
            and _COMPLETE.search(left)
            and (_COMPLETE.search(right) or is_body(right))
        ):
            found.append(names[start : start + len(left)])
            start = at
    found.append(names[start:])
    return [flow.piece() for flow in found if _COMPLETE.search(flow.folded) or is_body(flow.folded)]
