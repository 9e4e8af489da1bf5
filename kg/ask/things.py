"""Documents, tasks, focus areas, places and years in a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.phrases import BEHIND, LEADS_IN
from kg.ask.values import Kind, Limit
from kg.ask.words import Words, one_slip
from kg.find.gazetteer import place_at
from kg.numerals import parse_numeral
from kg.text import bare, fold

_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})"
_TASK = (
    re.compile(
        rf"第{_N}(?:号|项|条|个)(?:工作)?任务|(?<![\d年〔\[]){_N.replace('<n>', '<m>')}号(?:任务|工作)"
    ),
    re.compile(
        rf"(?:任务第?|序号(?:为|是)?第?|任务(?:编号|序号)(?:为|是)?){_N}(?![览样起同些下直定般旦致共\d])(?:号|项|条)?(?:的?(?:工作)?任务)?"
    ),
    re.compile(rf"第{_N}(?:项|条)(?!原则|方针|举措|措施|工作重点|重点)(?:工作|任务)?"),
)
#: More numbers behind the first one: 任务5、8、9, 任务8到任务10.
_MORE_TASKS = re.compile(
    rf"(?P<link>[、,]|以及|[和及与到至~—-])(?:任务第?|第)?{_N}(?![\d年月日个次名家份人%])(?:号|项|条)?(?:工作)?(?:任务)?"
)
_LAST_TASK = re.compile(r"最后(?:那|的)?(?:一)?(?:项|个|条)(?:工作)?任务|末尾一项任务")
_FIRST_TASK = re.compile(r"第一项任务|任务(?:表|一览表)?(?:里|中|的)?(?:头|第)一项|头一项任务")
_NUMBER = re.compile(r"[(\[](?P<year>\d{4})[)\]](?P<serial>\d+)号(?:文件?(?!叫|是))?")
#: What stands before a number in a sentence, and never in one.
_SERIES = re.compile(
    r"(?:.*(?:文号|编号|引用|根据|依据|贯彻|落实|查|看|[了为是的据照与和及有没叫]))?(?P<series>[一-龥]{1,8})$"
)
_SHORT_NUMBER = re.compile(
    r"(?:(?P<series>[一-龥]{1,6}?))?(?:(?P<year>\d{4})年?)?第?(?P<serial>\d{1,4})号(?:文件|文)?"
)
_TITLE = re.compile(r"《(?P<title>.+)》")


def find_tasks(words: Words, directory: Directory) -> list[Limit]:
    """Take tasks that are named by their number: 任务3, 第十五项, 最后一项任务."""
    limits = []
    for pattern in _TASK:
        while match := words.pull(pattern):
            numbers = [int(parse_numeral(match["n"] or match.groupdict().get("m") or "") or 0)]
            end = match.end()
            while more := _MORE_TASKS.match(words.rest, end):
                n = int(parse_numeral(more["n"]) or 0)
                numbers += range(numbers[-1] + 1, n + 1) if more["link"] in "到至~—-" else [n]
                words.take(*more.span())
                end = more.end()
            for n in numbers:
                said = match.group() if n == numbers[0] else f"任务{n}"
                limits.append(_task_limit(said, directory.numbered(n)))
    for pattern, last in ((_LAST_TASK, True), (_FIRST_TASK, False)):
        if (match := words.pull(pattern)) and (found := directory.at_end(last=last)):
            limits.append(_task_limit(match.group(), found))
    return [_either(limits)] if len(limits) > 1 and all(limit.values for limit in limits) else limits


def _either(limits: list[Limit]) -> Limit:
    """Join tasks named one by one: 任务3和任务25 are either of them."""
    return replace(
        limits[0],
        words="、".join(limit.words for limit in limits),
        values=tuple(dict.fromkeys(value for limit in limits for value in limit.values)),
        label="、".join(limit.label for limit in limits),
    )


def _task_limit(words: str, found: list[Entry]) -> Limit:
    reason = "序号" if found else "公文中没有这一项任务"
    return Limit(
        Kind.TASK,
        words,
        tuple(t.iri for t in found),
        "、".join("任务" + t.number for t in found),
        1.0,
        reason,
    )


def find_documents(words: Words, directory: Directory) -> list[Limit]:
    """Take documents that are named by number (also 2010年86号文, 国发30号) or by 《title》."""
    known = directory.of("document", "notice")
    limits = []
    while match := words.search(_NUMBER):
        series = _SERIES.search(re.split(r"[^一-龥]", words.rest[: match.start()])[-1])
        tail = f"[{match['year']}]{int(match['serial'])}号"
        found = [
            e
            for e in known
            if _form(e.number).endswith(tail) and _before(words, match, _form(e.number), tail)
        ]
        start = match.start() - (len(fold(found[0].number)) - len(tail) if found else 0)
        if not found and series:
            start -= len(series["series"])
            found = [e for e in known if one_slip(series["series"] + tail, _form(e.number))]
        elif not found:
            found = [entry for entry in known if _form(entry.number).endswith(tail)]
        limits.append(_document_limit(words.take(*_with_place(words, start, match.end(), found)), found))
    while match := words.pull(_TITLE):
        title = fold(match["title"]).lower()
        found = [e for e in known if any(_form(name).lower() == title for name in e.names)]
        found = found or [e for e in known if any(title in _form(name).lower() for name in e.names)]
        limits.append(_document_limit(match.group(), found))
    for match in list(_SHORT_NUMBER.finditer(words.rest)):
        if not (match["series"] or match["year"] or "文" in match.group()):
            continue
        found = [entry for entry in known if _number_fits(entry.number, match)]
        if not found and not (match["year"] or match.group().endswith(("文", "文件"))):
            continue
        start = match.start("year" if match["year"] else "serial")
        start -= max((_series_before(words.rest[:start], entry) for entry in found), default=0)
        start = match.start() if _series_fits(found, match) else start
        limits.append(_document_limit(words.take(*_with_place(words, start, match.end(), found)), found))
    return _joined(limits, words, directory)


def _with_place(words: Words, start: int, end: int, found: list[Entry]) -> tuple[int, int]:
    """Take in what makes the number of a notice a place to look in: 照…, …文件里."""
    if not found or any(entry.kind != "notice" for entry in found):
        return start, end
    before, behind = LEADS_IN.search(words.rest[:start]), BEHIND.match(words.rest, end)
    if behind and _ASKED.search(behind.group()):
        return start, end  # …号的工作任务中,哪些: that is what is asked for
    return before.start() if before and behind else start, behind.end() if behind else end


_ASKED = re.compile(r"任务|工作|举措|措施|政策")


def _series_before(text: str, entry: Entry) -> int:
    """Give how many characters before the year are the series of a document's number."""
    series = _form(entry.number).partition("[")[0]
    return len(series) if series and text.endswith(series) else 0


def _form(name: str) -> str:
    """Give a number or a title as questions are read: folded, in simplified characters."""
    return bare(fold(name))


def _joined(limits: list[Limit], words: Words, directory: Directory) -> list[Limit]:
    """Make one limit of two notices named side by side: 国发〔2018〕1号和国发〔2019〕1号 are both meant."""
    if len(limits) != 2 or not all(limit.values for limit in limits):
        return limits
    first, last = sorted(limits, key=lambda limit: words.text.find(limit.words))
    start = words.text.find(first.words) + len(first.words)
    between = words.text[start : words.text.find(last.words)]
    notices = all(directory.entry(value).kind == "notice" for limit in limits for value in limit.values)
    if not notices or not re.fullmatch(r"[和与及、]", between):
        return limits
    return [
        replace(
            first,
            words=first.words + between + last.words,
            values=tuple(dict.fromkeys((*first.values, *last.values))),
            label=f"{first.label}、{last.label}",
        )
    ]


def _before(words: Words, match: re.Match[str], number: str, tail: str) -> bool:
    return words.text[: match.start()].endswith(number.removesuffix(tail))


def _series_fits(found: list[Entry], match: re.Match[str]) -> bool:
    return bool(match["series"]) and any(entry.number.startswith(match["series"]) for entry in found)


def _number_fits(number: str, match: re.Match[str]) -> bool:
    parts = re.fullmatch(r"(.+?)\[(\d{4})\](\d+)号", _form(number))
    if not parts or parts[3] != match["serial"].lstrip("0"):
        return False
    if match["year"] and match["year"] != parts[2]:
        return False
    series = match["series"] or ""
    return bool(match["year"]) or not series or parts[1].startswith(series) or series.endswith(parts[1])


def _document_limit(words: str, found: list[Entry]) -> Limit:
    reason = "文号或题名" if found else "公文中没有提到这份文件"
    return Limit(
        Kind.DOCUMENT, words, tuple(e.iri for e in found), "、".join(e.label for e in found), 1.0, reason
    )


def find_named(words: Words, directory: Directory, *kinds: str, kind: Kind) -> list[Limit]:
    """Take things whose own name (six characters or more, or in quotation marks) the question prints."""
    limits = []
    said = re.sub(r"[“”‘’\"'《》]", "", words.rest)
    entries = [
        e
        for kind in kinds
        for e in directory.printed_in(said, kind)
        if fold(e.label.lstrip("“”‘’\"'《"))[:2].lower() in said
    ]
    for entry in sorted(entries, key=lambda entry: -len(entry.label)):
        name = re.sub(r"[“”‘’\"'《》]", "", fold(entry.label).lower())
        flat = re.sub(r"[“”‘’\"'《》]", "\x01", words.rest)
        pattern = "\x01?".join(map(re.escape, name))
        match = re.search(rf"\x01*{pattern}\x01*", flat) if len(name) >= 4 else None
        if match:
            words.take(*match.span())
            limits.append(
                Limit(kind, match.group().replace("\x01", ""), (entry.iri,), entry.label, 1.0, "同名")
            )
    return limits


def find_places(words: Words, directory: Directory, mentioned: Callable[[str], bool]) -> list[Limit]:
    """Take the places that a question names; one that no notice names gets a limit without values.

    :param mentioned: tells whether the notices print a word
    """
    known = {fold(name).lower(): entry for entry in directory.of("place") for name in entry.names}
    limits = []
    at = 0
    while at < len(words.text) - 1:
        longest = max((name for name in known if words.text.startswith(name, at)), key=len, default="")
        listed = place_at(words.text, at)
        name = max(longest, listed.text if listed and not listed.only_in_list else "", key=len)
        end = at + len(name)
        if not name or not words.free(at, end):
            at += 1
            continue
        plain = re.sub(r"(?<=..)[市区县]$", "", name)
        found = known.get(name) or known.get(plain) or known.get(longest)
        if not found and words.rest[end : end + 1] == "\x00" and mentioned(plain):
            words.take(at, end)  # 西塞山区|2020年重点工作责任分解: it says whose notice is meant
        elif found or not mentioned(plain):
            values = (found.iri,) if found else ()
            reason = "地名" if found else "公文中没有提到这个地方"
            limits.append(Limit(Kind.PLACE, name, values, found.label if found else "", 1.0, reason))
        at = end
    return limits
