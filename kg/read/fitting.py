"""Which column a piece of a table row belongs to, where the rules between the cells were lost.

A row may have fewer pieces than its head (cells merged with those above) or more (a cell over several
lines). The words of the head say what kind of thing stands below them, and each piece looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from kg.text import SURNAMES, Span


class Kind(Enum):
    """What stands in a column, or what a piece looks like."""

    NUMBER = "number"
    TEXT = "text"
    BODIES = "bodies"
    PERSON = "person"
    TIME = "time"
    OTHER = "other"


#: Words that a head is made of, by what stands below; the first that fits counts.
_HEADS = (
    (Kind.NUMBER, re.compile(r"(?:任务|项目|工作)?(?:序号|编号)|序")),
    (
        Kind.OTHER,
        re.compile(
            r".*(?:备注|说明|进展|情况|类别|分类|领域|来源|依据|指标|成果|成效|目标值|电话|投资额?|资金|金额|经费|数量|分值|权重|得分)(?:\(.{1,12}\))?"
        ),
    ),
    (
        Kind.PERSON,
        re.compile(
            r".*(?:领导|责任人|联系人|人员|负责人|同志|联络员|[省市县区]长|组长|姓名)(?:\(.{1,12}\))?"
        ),
    ),
    (
        Kind.BODIES,
        re.compile(
            r".*(?:单位|部门|机构|科室|处室|股室|司局|厅局|主体|责任人|(?<!细化)分工|乡镇|街道|站所|股所|中队|[科股处]\([科股处]\)室|(?<=责任)(?:县|镇|村|学校))(?:名称)?(?:\(.{1,20}\))?|牵头|主办|配合|协办|协同|参与"
        ),
    ),
    (
        Kind.TIME,
        re.compile(r".*(?:时限|时间|期限|节点|进度|时序|日期|年限|周期)(?:安排|要求|节点)?(?:\(.{1,12}\))?"),
    ),
    (
        Kind.TEXT,
        re.compile(
            r".*(?:任务|内容|措施|举措|事项|工作|项目|要求|目标|清单|做法|问题|政策|条款|要点|案由|议题|提案|建议|议案|实事|名称|主题|行业|活动|专题|专项|细化分工)"
            r"(?:名称|标题|题目|分解|描述|概述|表述|摘要|标准|规模)?(?:\(.{1,12}\))?"
        ),
    ),
)
_LONGEST_HEAD = 20  # characters
_NO_HEAD = re.compile(r"[。;；！？!?]|[,，](?![^()]*\))")

_NOTHING = re.compile(r"无|空白?|暂无|[-—/\\*]+")
_NUMBER = re.compile(r"\d{1,3}[.、]?")
_TIME = re.compile(
    r"(?:.{0,12}\d{1,4}[年月日./].{0,20}|.{0,12}(?:季度|半年|年底|月底|年内|个月|工作日).{0,12}|[^。]{0,6}(?:长期|持续|常态|常年|全年|立即|即时|每[年月季]|按).{0,10})"
)
_LONGEST_TIME = 40  # characters
_STAGES = re.compile("[，,；;]")
_DATED = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月|[上下]半年|[一二三四]季度|年)[^。]{0,16}")
_PERSON = re.compile(r"[\u4e00-\u9fff]{1,2}×*[\u4e00-\u9fff]{0,2}(?:[、,，]?[\u4e00-\u9fff]{2,3}){0,4}")
#: A person's name, by the common surnames.
_NAME = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_BODY = re.compile(
    r".*(?:局|委|办|厅|部|院|署|会|府|处|科|股|室|站|所|队|行|校|社|团|单位|部门|机构|公司|集团|企业|中心|街道|[联协馆台司]|[乡镇区县市州旗园城]"
    r"|牵头|配合|负责|参与|参加|协助|落实|等)\)?"
)
_AMOUNT = re.compile(r"[\d.,%]{1,20}[\u4e00-\u9fff]{0,3}")
_QUANTITY = re.compile(r"\d")
_PARTS = re.compile(r"[、，,；;。\s]+")
_LONGEST_NAME = 30  # characters
_LONGEST_CELL = 400  # characters that are looked at


#: Words that say nothing but that a column is of tasks.
_GENERAL = re.compile(
    "(?:重点|主要|具体|年度|全年|任务|内容|措施|举措|事项|工作|项目|要求|目标|清单|做法|问题|建设|整改|改革|完成|推进|名称|及|和|与|、)+"
)


def is_general(word: str) -> bool:
    """Tell whether a word that may head a column of tasks can be no task itself: 工作目标, not 落实政策."""
    return bool(_GENERAL.fullmatch(word))


def may_head(printed: str) -> bool:
    """Tell whether a line may be a word of a head; most are too long.

    How a character is read may stand in brackets behind it, which is not counted.
    """
    words = "".join(printed.split()).rstrip("|｜")
    return len(words) <= _LONGEST_HEAD or "(" in words or "（" in words


@lru_cache(maxsize=4096)
def kind_of_head(folded: str) -> Kind | None:
    """Tell what stands below a word of a head; None if it is no such word.

    :param folded: without white space
    """
    if not folded or len(folded) > _LONGEST_HEAD or _NO_HEAD.search(folded):
        return None
    return next((kind for kind, pattern in _HEADS if pattern.fullmatch(folded)), None)


def is_task_head(kinds: Sequence[Kind | None]) -> bool:
    """Tell whether the columns are those of a table of tasks: what, and who."""
    return Kind.TEXT in kinds and (Kind.BODIES in kinds or Kind.PERSON in kinds)


def misfit(kind: Kind, folded: str) -> int:
    """Say how badly a piece fits into a column: 0 well, 4 hardly."""
    if _NOTHING.fullmatch(folded):
        return 1
    if kind is Kind.NUMBER:
        return 0 if _NUMBER.fullmatch(folded) else 4
    return _misfit_of_words(kind, folded)


def _misfit_of_words(kind: Kind, folded: str) -> int:
    names, when = _are_names(folded), _says_when(folded)
    said = names and folded.endswith("。")  # 召开座谈会。 ends as a name does, and is a sentence
    if kind is Kind.BODIES:
        other = 3 if when or "。" in folded[:-1] or len(folded) > 12 else 1
        return int(said) if names else other
    if kind is Kind.OTHER:
        return 0 if _AMOUNT.fullmatch(folded) else 2 if names else 1
    if kind is Kind.TIME:
        return 0 if when else 3 if names or len(folded) > 25 else 1
    if kind is Kind.PERSON:
        person = _PERSON.fullmatch(folded) and folded[0] in SURNAMES
        return 3 if names or len(folded) > 12 else int(not person)
    return 1 if said or (when and not names) else 2 if names or _NAME.fullmatch(folded) else 0


def _says_when(folded: str) -> bool:
    """Tell whether a piece says by when, or what by when: 3月公布预算，9月公布决算."""
    if len(folded) <= _LONGEST_TIME and _TIME.fullmatch(folded):
        return True
    parts = _STAGES.split(folded) if len(folded) <= 2 * _LONGEST_TIME else []
    return len(parts) > 1 and all(_DATED.fullmatch(part) for part in parts)


def _are_names(folded: str) -> bool:
    parts = [part for part in _PARTS.split(folded[:_LONGEST_CELL]) if part]
    named = sum(
        len(part) <= _LONGEST_NAME and bool(_BODY.fullmatch(part)) and not _QUANTITY.search(part)
        for part in parts
    )
    return bool(parts) and named * 3 >= len(parts) * 2


_GO_ON = ("、", ",")  # at the end of a piece: the cell goes on
_NEVER_FIRST = tuple("、,，；;。)）》”")
_REST_OF_WORD = re.compile(r"(?![无空])[\u4e00-\u9fff][。、,;；]?")
SURELY_NOT = 3  # the misfit of what cannot be meant


def goes_on(before: str, piece: str) -> bool:
    """Tell whether a piece can only go on with the cell of the one before: behind 、, or 局 of 财政 | 局."""
    if before.endswith(_GO_ON) or piece.startswith(_NEVER_FIRST):
        return True
    return _REST_OF_WORD.fullmatch(piece) is not None


_LACKING = {Kind.NUMBER: 9, Kind.TEXT: 4, Kind.OTHER: 1}  # else 2
_ONE_MORE = {Kind.TEXT: 0, Kind.BODIES: 1, Kind.PERSON: 1}  # else 2: a second piece in the same column


def fit(kinds: Sequence[Kind], pieces: Sequence[str]) -> list[int]:
    """Give the column of each piece, in order, so that they fit best; later columns rather lack or repeat.

    :param kinds: of the columns; :param pieces: folded, without white space
    """
    fits = [misfit(kind, piece) for kind, piece in zip(kinds, pieces, strict=False)]
    alone = not any(goes_on(before, piece) for before, piece in pairwise(pieces))
    if len(pieces) == len(kinds) and max(fits) < SURELY_NOT and alone:
        return list(range(len(kinds)))
    # best[c]: the cost with the last piece in column c, the columns before it settled.
    lacking = _LACKING | ({Kind.TEXT: 2} if kinds.count(Kind.TEXT) > 1 else {})
    # What stands before the task says what kind it is, and is seldom left out as a remark is.
    first = kinds.index(Kind.TEXT) if Kind.TEXT in kinds else 0
    skip = [
        (2 if kind is Kind.OTHER and at < first else lacking.get(kind, 2)) * 100 - at
        for at, kind in enumerate(kinds)
    ]
    skipped = [sum(skip[:at]) for at in range(len(kinds) + 1)]
    best = [skipped[at] + misfit(kind, pieces[0]) * 100 for at, kind in enumerate(kinds)]
    came: list[list[int]] = []
    for before, piece in pairwise(pieces):
        going_on = goes_on(before, piece)
        costs, origins = list[int](), list[int]()
        for at, kind in enumerate(kinds):
            ways = [(best[at] + (0 if going_on else _ONE_MORE.get(kind, 2) * 100 - at), at)]
            parted = 300 if going_on else 0
            ways += [(best[left] + parted + skipped[at] - skipped[left + 1], left) for left in range(at)]
            cost, origin = min(ways)
            costs.append(cost + misfit(kind, piece) * 100)
            origins.append(origin)
        best = costs
        came.append(origins)
    at = min(range(len(kinds)), key=lambda at: best[at] + skipped[-1] - skipped[at + 1])
    places = [at]
    for origins in reversed(came):
        at = origins[at]
        places.append(at)
    return places[::-1]


def assemble(kinds: Sequence[Kind], pieces: Sequence[tuple[str, Span]]) -> tuple[Span, ...]:
    """Put the pieces of a row into its columns; a cell that lacks them is an empty span at the row's end."""
    return placed(len(kinds), pieces, fit(kinds, [folded for folded, _ in pieces]))


def placed(width: int, pieces: Sequence[tuple[str, Span]], places: Sequence[int]) -> tuple[Span, ...]:
    """Give the cells of a row whose pieces have found their columns."""
    end = pieces[-1][1].end
    cells = [Span(end, end)] * width
    for (_, span), at in zip(pieces, places, strict=True):
        cells[at] = Span(cells[at].start if cells[at].end > cells[at].start else span.start, span.end)
    return tuple(cells)
