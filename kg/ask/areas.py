"""The focus areas and measures of notices in a question: by name, by a part of it, or by their order."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.register import plain
from kg.ask.things import find_named
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.numerals import parse_numeral
from kg.text import fold

_AREA_AT = re.compile(
    r"(?:工作)?重点[(]?(?P<n>[一二三四五六七八九十]|(?<!任务)\d{1,2})[)]?(?![项个条号共些样定直起步旦般])"
)
#: 一共有几项整改任务: a heading that says no more than that tasks follow is no focus area's name, nor a table's.
_HEAD = re.compile(
    r"(?:整改|重点|主要|工作|具体|目标|改革|年度|实施|的)+(?:任务|举措|措施|事项)|.{0,20}(?:安排|分工|分解|任务|一览|汇总|明细)表"
)


def find_areas(words: Words, directory: Directory) -> list[Limit]:
    """Take the focus areas and measures that a question names: by their name, a part of it, or 重点三."""
    limits = [
        _as_task(limit, directory) for limit in find_named(words, directory, "focus_area", kind=Kind.AREA)
    ]
    words.give_back([limit.words for limit in limits if _HEAD.fullmatch(limit.words)])
    limits = [limit for limit in limits if not _HEAD.fullmatch(limit.words)]
    limits += find_named(words, directory, "measure", kind=Kind.NAMED)
    if not limits and len(directory.scopes) == 1 and (found := _area_by_part(words, directory)):
        limits.append(found)
    if not limits and (match := words.search(_AREA_AT)):
        n, areas = int(parse_numeral(match["n"]) or 0), directory.of("focus_area")
        if 0 < n <= len(areas) and not re.match(r"\d", words.after(match.end(), 1)):
            words.take(*match.span())
            limits.append(
                Limit(Kind.AREA, match.group(), (areas[n - 1].iri,), areas[n - 1].label, 1.0, "序号")
            )
    return limits


def _as_task(limit: Limit, directory: Directory) -> Limit:
    """Take a heading that begins the text of a task for that task: 引进高层次人才。引进海外工程师50名."""
    head = fold(limit.label).lower()
    tasks = [
        task
        for task in directory.holding(plain(limit.label), "task")
        if fold(task.label).lower().startswith(head)
    ]
    if not tasks:
        return limit
    return replace(limit, kind=Kind.TASK, values=tuple(task.iri for task in tasks), reason="任务的标题")


def area_of_order(order: re.Match[str], directory: Directory) -> Limit:
    """Link 第二个工作重点, where it is not what is asked for; one that is not there meets nothing."""
    n = int(parse_numeral(order["n"] or order["m"]) or 0)
    found = directory.of("focus_area")[n - 1 : n] if n else []
    reason = "序号" if found else "公文中没有这一项工作重点"
    return Limit(
        Kind.AREA,
        order.group(),
        tuple(entry.iri for entry in found),
        "、".join(e.label for e in found),
        1.0,
        reason,
    )


def _area_by_part(words: Words, directory: Directory) -> Limit | None:
    """Take a stretch of a focus area's name (专题合作, 后世博经济) that no task's text has."""
    texts = [fold(task.label).lower() for task in directory.of("task")]
    best: tuple[int, int, int, Entry] | None = None
    for area in directory.of("focus_area"):
        if _HEAD.fullmatch(area.label):
            continue
        name = re.sub(r"[“”‘’\"《》]", "", fold(area.label).lower())
        plain = re.sub(r"[“”‘’\"《》]", "\x01", words.rest)
        for start in range(len(plain)):
            end = start
            while (
                end < len(plain)
                and plain[start : end + 1].replace("\x01", "") in name
                and "\x00" not in plain[start : end + 1]
            ):
                end += 1
            part = plain[start:end].replace("\x01", "")
            if (
                len(part) >= 4
                and len(_distinct(part, directory)) >= 2
                and not any(part in text for text in texts)
                and not directory.called(part, "body")
                and (not best or len(part) > best[0])
            ):
                best = (len(part), start, end, area)
    if best is None:
        return None
    return Limit(
        Kind.AREA, words.take(best[1], best[2]), (best[3].iri,), best[3].label, 0.9, "重点名称的一部分"
    )


def _distinct(part: str, directory: Directory) -> str:
    """Take places and the usual verbs out of a part of a heading: what is left can tell it from others."""
    places = "|".join(re.escape(fold(entry.label).lower()) for entry in directory.of("place")) or "$^"
    return re.sub(rf"{places}|加快|推进|扎实|着力|谋划好?|发展|贯彻|实施|加强|深化|进一步|促进", "", part)
