"""The whole phrase that names a notice: how far it goes around the words of the name that a question prints.

在云溪市2023年修缮古桥的文件里 is one phrase: it begins behind what a question is about and the word that leads it
in, and goes on as long as its characters are those of the name, the place, the year, or only join these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import IntEnum

from kg.ask.scopes import Scope
from kg.ask.words import Words
from kg.find.gazetteer import place_at

#: What begins a phrase that says where to look, and what ends it.
_INTO = r"(?:按照?|根据|依照?|依据|遵照|参照|对?照|据|在|从)"
LEADS_IN = re.compile(_INTO + "$")
LED_IN = re.compile(_INTO)
PAPER = (
    r"(?:通知|文件|意见|方案|任务(?:清单|一览表|分解表|表)?(?!是|书)|分解表|分工表?|清单|一览表|计划|要点|措施|"
    r"政策(?:措施|举措)?|举措|工作(?!重点|举措)|公文|附件|[分工责任]+表|表)"
)
#: 的任务中, 这份文件里, 提出的: the rest of a phrase that only says which notice is meant.
BEHIND = re.compile(
    rf"(?:市|省|区|县)?(?:(?:19|20)\d\d年(?:度)?)?的?(?:这|那|该|本)?[份个项批]?的?(?:若干|这些|这份|各项|本)?(?:工作|实施|行动|政策)?{PAPER}?"
    r"(?:之中|里头|里面?|中|内|当中|下(?!半年|达|发)|时|(?<![以之])上(?!报|级|线|门|市))(?=[,，的]?)[,，]?的?"
)
#: 的文件, 这份方案: what sort of paper it is, where nothing ends the phrase; never what may be asked for.
KIND = re.compile(
    r"的?(?:[这那该]份)?的?(?:工作|实施|行动)?(?:通知|文件|方案|清单|一览表|分解表|分工表|计划|要点|公文)(?![一-龥]*(?:是什么|叫什么))"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年(?:度)?|[—–~-])?")
#: Words that only join the parts of a name, or stand for its issuer.
_JOINS = re.compile(
    r"关于|印发|转发|发布|出台|下发|制[定发]|发的|[这那该本][份个批]?|的|进一步|若干|(?:人民)?政府(?:办公[室厅]|办)?|办公[室厅]"
    rf"|[全我本][省市县区]|[省市县区]|\d{{1,2}}月|[和与及、]|工作|实施|行动|重点|主要|推进|{PAPER}"
)
#: Words that no phrase of a name goes over, where the name itself does not print them.
_STOPS = re.compile(
    r"[,，。?？;；:：!！\x00]|哪|谁|什么|啥|几[项个条家件]|多少|牵头|负责|配合|责任|承担|参与|要求|规定|提[到出]|里|中|由|给|把|将|"
    r"按照?|根据|依[照据]|对照|照|据|在"
)
#: What stands behind a body whose notice is meant.
_ISSUES = re.compile(r"(?:在?(?:19|20)\d\d年)?(?:关于|印发|发布|出台|下发|制[定发]|发)的?")
#: 落实|省政府办公厅…: what is done with the notice is no part of its name, which has the word further on.
_DEED = re.compile(
    r"(?:贯彻)?(?:落实|实施|执行|完成|推进)(?=[一-龥]{2,12}?(?:人民)?政府|(?:19|20)\d\d年|[一-龥]{2,4}[省市县区])"
)
_MARKS = "《》〈〉“”\"'‘’()（）[]「」【】"
_OPEN, _CLOSE = "《〈“「【([", "》〉”」】)]"
#: So many characters that are not of the name may stand between two parts of it.
_GAP = 4


class _Of(IntEnum):
    """What a character of a question is to the name of a notice."""

    OTHER = 0
    JOINS = 1
    NAME = 2


def phrase_around(
    words: Words, part: tuple[int, int], scope: Scope, bodies: Collection[tuple[int, int]]
) -> tuple[int, int]:
    """Give the whole phrase that names a notice, where a part of it was found.

    :param bodies: where the question names bodies; one whose name is no part of the notice's is none of the phrase
    """
    told = _told(words.text, scope, part)
    barred = _barred(words, told, bodies, part)
    start, end = _reach(told, barred, part[0] - 1, -1) + 1, _reach(told, barred, part[1], 1)
    if deed := _DEED.match(words.text, start, end):
        start = deed.end()
    start, end = _with_marks(words.text, start, end)
    kind = BEHIND.match(words.rest, end) or KIND.match(words.rest, end)
    if kind and not any(first < kind.end() and kind.start() < last for first, last in bodies):
        start, end = _with_marks(words.text, start, kind.end())
        if kind.re is KIND and (behind := BEHIND.match(words.rest, end)):
            end = behind.end()
    if before := LEADS_IN.search(words.rest[:start]):
        start = before.start()
    return start, end


def _told(text: str, scope: Scope, part: tuple[int, int]) -> list[_Of]:
    """Tell of each character of a question whether it is one of the name of a notice."""
    told = [_Of.OTHER] * len(text)
    for match in _JOINS.finditer(text):
        _mark(told, range(*match.span()), _Of.JOINS)
    at = [place for place, char in enumerate(text) if char not in _MARKS]
    plain = "".join(text[place] for place in at)
    names = ["".join(char for char in name if char not in _MARKS) for name in scope.names]
    start = 0
    while start < len(plain):
        size = max((_shared(plain, start, name) for name in names), default=0)
        if size > 1:
            _mark(told, range(at[start], at[start + size - 1] + 1), _Of.NAME)
        start += max(1, size)
    for called in (*scope.places, *scope.around):
        for match in re.finditer(re.escape(called), text):
            _mark(told, range(*match.span()), _Of.NAME)
    for match in _YEAR.finditer(text):
        own = match.group()[:4] in scope.years or part[0] <= match.start() < part[1]
        _mark(told, range(*match.span()), _Of.NAME if own else _Of.OTHER)
    for place, char in enumerate(text):
        if char in _MARKS and told[place] is _Of.OTHER:
            told[place] = _Of.JOINS
    _mark(told, range(*part), _Of.NAME)
    return told


def _mark(told: list[_Of], places: Iterable[int], what: _Of) -> None:
    for place in places:
        told[place] = what


def _shared(text: str, start: int, name: str) -> int:
    """Give how many characters from a place on stand in a name as they do here."""
    size = 0
    while start + size < len(text) and text[start : start + size + 1] in name:
        size += 1
    return size


def _barred(
    words: Words, told: list[_Of], bodies: Collection[tuple[int, int]], part: tuple[int, int]
) -> list[bool]:
    """Tell of each character whether a phrase of a name ends before it."""
    barred = [char == "\x00" for char in words.rest]
    for match in _STOPS.finditer(words.text):
        if any(told[place] is not _Of.NAME for place in range(*match.span())):
            for place in range(*match.span()):
                barred[place] = True
    for first, last in bodies:
        if last <= part[0] and _ISSUES.match(words.text, last):
            _mark(told, range(first, last), _Of.NAME)
        inside = part[0] <= first and last <= part[1]
        if not inside and (
            last > part[1] or any(told[place] is not _Of.NAME for place in range(first, last))
        ):
            for place in range(first, last):
                barred[place] = True
    return barred


def _reach(told: list[_Of], barred: list[bool], at: int, step: int) -> int:
    """Go from a place on as far as the phrase goes; give the first place that is none of it."""
    reached, gap = at, 0
    while 0 <= at < len(told) and not barred[at] and gap <= _GAP:
        if told[at] is _Of.NAME:
            reached, gap = at + step, 0
        elif told[at] is _Of.OTHER:
            gap += 1
        at += step
    return reached


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the marks that a phrase stands within, and those that close what it opens."""
    while True:
        inside = text[start:end]
        opened = sum(char in _OPEN for char in inside) - sum(char in _CLOSE for char in inside)
        before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
        if behind and behind in _CLOSE and (opened > 0 or (before and before in _OPEN)):
            end += 1
        elif before and before in _OPEN and opened < 0:
            start -= 1
        else:
            return start, end


def is_of_another(text: str, start: int, scope: Scope) -> bool:
    """Tell whether the words of a title stand behind a place that the notice is not of: 石湾市|2020年重点工作."""
    for at in range(max(0, start - 6), start):
        listed = place_at(text, at)
        if listed and not listed.only_in_list and start - 2 <= at + len(listed.text) <= start + 6:
            own = (*scope.places, *scope.around, *scope.names)
            return not any(listed.text in name for name in own)
    return False


def follows_another(text: str, start: int, scope: Scope, bodies: Collection[tuple[int, int]]) -> bool:
    """Tell whether a place that the notice is not of, and that is no part of a body, ends where its name begins."""
    if text.startswith(scope.places, start):
        return False  # 云溪|白石区: its own place stands in that one
    for at in range(max(0, start - 6), start):
        listed = place_at(text, at)
        ends = at + len(listed.text) if listed and not listed.only_in_list else 0
        if listed and start <= ends + (text[ends : ends + 1] in KINDS) and ends <= start + 2:
            inside = any(first <= at < last for first, last in bodies)
            return not inside and not any(
                listed.text in name for name in (*scope.places, *scope.around, *scope.names)
            )
    return False


def of_another_place(phrase: str, scope: Scope) -> bool:
    """Tell whether a phrase that names a notice names a place, too, that the notice is not of: 云溪市白石区…方案."""
    own = (*scope.places, *scope.around, *scope.names)
    at, behind = 0, False  # right behind a place, what may be a word is one too
    while at < len(phrase):
        listed = place_at(phrase, at)
        behind = listed is not None and (behind or not listed.only_in_list)
        if listed and behind and not any(listed.text in name for name in own):
            return True
        at += len(listed.text) if listed else 1
    return False


def of_another_year(phrase: str, scope: Scope) -> bool:
    """Tell whether a phrase that names a notice says a year, and none that the notice is of."""
    years = {match.group()[:4] for match in _YEAR.finditer(phrase)}
    return bool(years and scope.years) and not years & scope.years


#: What a place is, behind its name.
KINDS = tuple("省市县区州盟旗")
