"""Places where a text names a document: a title in 《》, a number, or the two side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.find.marks import marked
from kg.find.titles import KINDS, is_document
from kg.numerals import find_numbers
from kg.text import Flow, bare, fold

#: How far to look around a title for the words that govern it, in characters.
REACH = 200


@dataclass(frozen=True, slots=True)
class Named:
    """One place that names a document, by title (as printed, without outer marks), number or both."""

    start: int
    end: int
    title: str | None
    number: str | None


#: Marks around a title, most usual first. Only the first pair means a title by itself: what stands in others
#: must read like one.
_MARKS = ("《》", "〈〉", "<>", "«»", "『』", "「」", "[]", "“”")
#: 关于…的意见, with the issuer before it; in the first marks after 《》 a law or a plan too.
_LIKE_NOTICE = re.compile(
    rf"[^,。;:]{{0,60}}(?:关于|印发|转发|批转)[^。;]{{2,140}}(?:{KINDS})(?:\([^()]{{2,12}}\))?"
)
_LIKE_TITLE = re.compile(rf"[^,。;:]{{2,140}}(?:{KINDS})(?:\([^()]{{2,12}}\))?")

#: Between a title and its number: 《…》(国发〔2008〕30号, 《…》的通知(…, 《…》,国发〔2008〕30号.
_TO_NUMBER = re.compile(r"(?:的通知)?[(\[,]?(?:国家|以下简称[^,()]{0,20},)?")
#: 国发〔2008〕30号《…》, 国发〔2008〕30号文件《…》, 第123号令发布的《…》.
_TO_TITLE = re.compile(r"(?:文件?)?(?:发布的?|印发的?|公布的?|颁布的?)?[)\]]?")
#: (…号,以下简称《办法》), (以下简称“《办法》”).
_SHORT = re.compile(r"[(,]?(?:以下|下)?(?:统?简称)(?:为|:)?[“‘]?$")
#: A title without marks before its number: 国务院关于…的意见(国发〔2008〕30号).
_UNMARKED = re.compile(rf"([^。;:,《》()“”]{{0,40}}?)(关于[^。;:《》()“”]{{2,90}}(?:{KINDS}))\($")
_BEFORE_UNMARKED = re.compile(
    "贯彻落实|贯彻执行|贯彻|落实|根据|依据|依照|按照|遵照|参照|执行|结合|印发|转发|实施|废止|以及|[、及了|]"
)


def find_named(flow: Flow) -> Iterator[Named]:
    """Find the places that name a document, each title with the number that stands beside it."""
    last: Named | None = None
    for named in _marks_and_numbers(flow):
        between = flow.folded[last.end : named.start] if last else ""
        if last and named.number and not last.number and _TO_NUMBER.fullmatch(between):
            closes = "(" in between and flow.folded.startswith(")", named.end)
            last = replace(last, number=named.number, end=named.end + closes)
        elif last and named.title and not last.title and _TO_TITLE.fullmatch(between):
            last = replace(last, title=named.title, end=named.end)
        else:
            if last:
                yield from _completed(last, flow)
            last = named
    if last:
        yield from _completed(last, flow)


def is_short_name(before: str) -> bool:
    """Tell whether the words before a title say that it is the short name of the document just named."""
    return _SHORT.search(before[-12:]) is not None


#: 国务院《关于…的意见》, 省政府印发的《关于…的意见》: who issued what the title names without its issuer.
_ISSUER = re.compile(
    r"(?P<issuer>(?:中共)?[一-龥]{0,14}(?:国务院|中央|政府|[省市县区州党]委|[一-龥]{2}(?:部|委|局|厅)|办公厅|办公室))"
    r"(?:(?:联合)?(?:印发|发布|出台|下发|制定|颁布)了?的?|的)?$"
)

_BEFORE_ISSUER = re.compile(
    _BEFORE_UNMARKED.pattern + "|现?将|按|对|[和与经由据]|以及|同时|废止|修订|(?<!主)要求"
)


def issuer_before(before: str) -> str | None:
    """Give the body that the words before a title name as its issuer (folded).

    >>> issuer_before("为贯彻落实国务院办公厅")
    '国务院办公厅'
    """
    match = _ISSUER.search(before[-40:])
    if match is None:
        return None
    cut = max((word.end() for word in _BEFORE_ISSUER.finditer(match["issuer"])), default=0)
    return match["issuer"][cut:] or None


def _marks_and_numbers(flow: Flow) -> list[Named]:
    """Find titles in marks, and the numbers outside them, in the order of the text."""
    inside = [False] * len(flow)
    found = []
    for pair in _MARKS:
        if pair[0] not in flow.folded:
            continue
        for start, end in marked(flow.folded, *pair):
            title = flow[start + 1 : end - 1].piece().text
            is_doubled = flow.folded[start : start + 2] == "<<"  # stands for 《
            title = title.strip("<>＜＞") if is_doubled else title
            if inside[start] or inside[end - 1]:
                continue
            if not _reads_as_title(fold(title), pair, is_doubled=is_doubled):
                continue
            inside[start:end] = [True] * (end - start)
            found.append(Named(start, end, title, None))
    for start, end, number in find_numbers(flow.folded):
        if not inside[start]:
            found.append(Named(start, end, None, number))
    return sorted(found, key=lambda named: named.start)


def _reads_as_title(title: str, pair: str, *, is_doubled: bool) -> bool:
    if pair == "《》":
        return True
    like = _LIKE_TITLE if pair in ("〈〉", "«»") or is_doubled else _LIKE_NOTICE
    return like.fullmatch(title) is not None


def _completed(named: Named, flow: Flow) -> Iterator[Named]:
    """Give a number the title that stands before it without marks; pass over what is no document's title."""
    before = flow.folded[max(0, named.start - REACH) : named.start]
    if named.title is None:
        unmarked = _UNMARKED.search(before)
        if unmarked:
            cut = max((word.end() for word in _BEFORE_UNMARKED.finditer(unmarked[1])), default=0)
            start = named.start - len(unmarked[0]) + cut
            yield replace(named, start=start, title=flow.text[start : named.start - 1])
        else:
            yield named
        return
    after = flow.folded[named.end : named.end + REACH]
    is_numbered = named.number is not None
    title = bare(fold(named.title))
    if is_short_name(before) or is_document(title, before, after, numbered=is_numbered):
        yield named
