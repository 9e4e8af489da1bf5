"""Conditions on the deadline of tasks: 6月底前要完成的, 下半年到期的, 最早到期的."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ask.scopes import Scope
from kg.ask.times import BY, POINT, Days, days_of
from kg.ask.values import Kind, Limit
from kg.ask.words import Words

#: What is done when a task is due.
DONE = r"(?:到期|截止|完成|结束|办结|竣工|[办做弄干搞]完|[做弄]好|建成|完工|收尾|搞定|交账|落实到位)"
_TERM = r"(?:(?:完成)?(?:期限|时限|截止(?:日期|时间|期)?|时间(?:要求|节点)|最后期限|完成(?:时间|日期)))"
_MUST = r"(?:就|必须|应当?|需要?|须|得|要|全部|都|能|该|会)*"
_OF = r"(?:的(?!是?(?:什么|啥)时候))?"
_DUE = re.compile(
    rf"(?:赶?在|于|到|截至|截止到?)?(?P<when>{POINT}{BY}?){_MUST}{DONE}{_OF}"
    rf"|{_TERM}(?:就?是|为|在|到|定在|设在)*(?P<set>{POINT}{BY}?){_OF}"
    rf"|(?P<by>{POINT}{BY})的(?=任务|工作|事)"
)
_FIRST = rf"(?:最早|最先|最快){_MUST}{DONE}{_OF}|{_TERM}(?:是)?最(?:早|紧|急|短|近){_OF}"
_LAST = rf"(?:最[晚迟]|最后){_MUST}{DONE}{_OF}|{_TERM}(?:是)?最(?:晚|迟|长|宽|远){_OF}"
#: Values of a limit to the tasks that are due first, or last, of those that the other limits leave.
FIRST, LAST = "first", "last"


def find_dues(words: Words, scopes: Iterable[Scope]) -> list[Limit]:
    """Take the conditions on when tasks are due; a time without a year is one of the year of the notices meant.

    The values are the first and the last day allowed; there are none where no year can be told.
    """
    limits = []
    for pattern, end, said in ((_FIRST, FIRST, "最早到期"), (_LAST, LAST, "最晚到期")):
        if not re.search(r"什么时候|何时|啥时候|哪一?[天年]|几月|几号", words.text) and (
            match := words.pull(pattern)
        ):
            limits.append(Limit(Kind.DUE, match.group(), (end,), said, 1.0, "按写明的期限比较"))
    match = None if limits else words.search(_DUE)
    if match and not re.search(r"最[早晚迟先]$", words.text[: match.start()]):
        years = {year for scope in scopes for year in scope.years}
        when = match["when"] or match["set"] or match["by"]
        days = days_of(when, int(min(years)) if len(years) == 1 else None)
        if days and match["set"] and not days.first:
            days = Days(days.last, days.last)  # 期限是6月底前: that day, not an earlier one
        words.take(*match.span())
        told = f"{days.first}至{days.last}" if days and days.first else f"{days.last}以前" if days else ""
        reason = "按写明的期限比较" if days else "没有说明是哪一年"
        limits.append(Limit(Kind.DUE, when, (days.first, days.last) if days else (), told, 0.95, reason))
    return limits


def due_pattern(limit: Limit, task: str, n: int, others: str) -> str:
    """Write what a limit to deadlines says of a task.

    :param n: a number for the variables
    :param others: the pattern of the other limits, of the variable ?other and the number
    """
    if limit.values[0] not in (FIRST, LAST):
        first, last = limit.values
        bounds = [f'?due{n} >= "{first}"^^xsd:date'] if first else []
        bounds.append(f'?due{n} <= "{last}"^^xsd:date')
        return f"{task} kg:deadlineDate ?due{n} . FILTER({' && '.join(bounds)})"
    best = "MIN" if limit.values[0] == FIRST else "MAX"
    return (
        f"{{ SELECT ({best}(?day{n}) AS ?due{n}) WHERE {{ {others} ?other{n} kg:deadlineDate ?day{n} . }} }} "
        f"{task} kg:deadlineDate ?due{n} ."
    )
