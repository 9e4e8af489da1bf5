"""What kind of part a heading names, by its words, its level and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.notice import SectionKind as Kind

#: The words of a heading -> its kind; the first that matches counts.
_WORDS = (
    (re.compile("指导思想|总体要求|总体思路|工作思路|总体考虑"), Kind.GUIDING_THOUGHT),
    (re.compile("(?:基本|工作|主要|指导|实施)原则$|^原则"), Kind.PRINCIPLES),
    (re.compile("目标(?:任务|要求|定位)?$|^目标|预期指标"), Kind.GOALS),
    (
        re.compile(
            "(?:保障措施|保障机制|工作保障|实施保障|组织保障|组织实施|组织领导|工作举措|工作措施|推进机制|推进措施|保障落实"
            "|工作要求|有关要求|相关要求|落实要求|实施要求|支撑保障|强化保障|加强保障|加强组织|工作机制)(?:与.{2,6}|和.{2,6})?$"
        ),
        Kind.MEASURE_PART,
    ),
    (
        re.compile(
            "(?:工作重点|重点任务|重点工作|主要任务|主要工作|工作任务|重点举措|主要举措|主要措施|重点内容|主要内容|工作内容"
            "|重点领域|任务分工|任务清单|重点事项|工作安排|改革任务|建设任务|任务举措|任务措施)(?:及.{2,6}|和.{2,6}|分工|安排|清单)?$"
        ),
        Kind.FOCUS_PART,
    ),
)
_NAMING = {Kind.FOCUS_PART: Kind.FOCUS_AREA, Kind.MEASURE_PART: Kind.MEASURE}


def kind_of_words(name: str) -> Kind:
    """Tell the kind that a heading's own words say.

    >>> kind_of_words("2023年重点工作任务"), kind_of_words("加快公路建设")
    (<SectionKind.FOCUS_PART: 'focus_part'>, <SectionKind.UNKNOWN: 'unknown'>)
    """
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", name)
    return next((kind for words, kind in _WORDS if words.search(plain)), Kind.UNKNOWN)


def kinds_of_sections(
    names: Sequence[str], parents: Sequence[int | None], with_tasks: Sequence[bool]
) -> list[Kind]:
    """Tell the kind of each heading of a notice.

    What stands directly under 重点任务 is a focus area, under 保障措施 a measure. Where no heading says
    重点任务, the top headings with tasks below are the focus areas.
    """
    kinds = [kind_of_words(name) for name in names]
    has_part = Kind.FOCUS_PART in kinds
    for at, parent in enumerate(parents):
        within = _NAMING.get(kinds[parent]) if parent is not None else None
        if within is not None and kinds[at] in {Kind.UNKNOWN, Kind.FOCUS_PART, Kind.MEASURE_PART}:
            kinds[at] = within
        elif kinds[at] is not Kind.UNKNOWN or parent is not None:
            continue
        elif not has_part and with_tasks[at]:
            kinds[at] = Kind.FOCUS_AREA
    return kinds
