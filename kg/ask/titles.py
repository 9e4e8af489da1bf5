"""Where a question prints words of the names of notices: of their title, or of that of their plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.ask.phrases import BEHIND, KIND, LEADS_IN, is_of_another
from kg.ask.scopes import Scope
from kg.ask.whose import Place
from kg.ask.words import Words
from kg.index.terms import terms

#: Shortest stretch in common that counts, and how many characters must be in common: where the place of the
#: notice stands before, where the year is named or 里, 中 stands behind, and elsewhere.
_BLOCK, WITH_PLACE, _WITH_YEAR, WITHOUT = 2, 4, 8, 14
#: What may stand between two stretches of a name, in a question; a year and 这份 and the like do not count.
_GAP = 4
_BETWEEN = re.compile(r"(?:19|20)\d\d年(?:度)?|[这那]?(?:一)?[份批些]|的|[\x00\x01]")
#: What a year of the notice, and any other year, is while names are compared: it is no part of them.
_BLANK, _OTHER, _GONE = "\x01", "\x02", "\x03"
#: Notices whose names share most with a question: only these are compared character by character.
_COMPARED = 12
YEAR = re.compile(
    r"(?:(?P<other>(?:19|20)\d\d)年?(?:度)?[和与及、])?(?P<year>(?:19|20)\d\d)年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?(?=印发|发布|下发|出台|发的))?(?!\d|[底末初前]|以[前后]|之[前后]|上半|下半|年|[一二三四五六七八九十]+月)"
)

#: What stands between two parts of a name only where a body, a clause or another year ends, or a phrase begins.
_APART = re.compile(
    r"[局委办厅院部所,，。?？\x02]|按|照|根据|依据|在|是|由|给|作为|负责|牵头|配合|落实|承担|参与"
)


#: 那份通知: behind words of a name it says that they are one.
_THIS = re.compile(r"[这那该本]份(?:通知|文件|意见|方案|公文)")


#: …学院的批文是几号文: words of a name with what sort of paper it is.
_ITSELF = re.compile(
    r"的(?:批[复文]|复函|通报|公告|决定|通告)(?=[,，的里中]|(?:是|为)?(?:几|多少|针对|哪|什么|谁|依据|根据|由)|文号|同意)"
)


class Run(NamedTuple):
    """Where a question prints parts of a name: characters in common, start and end."""

    size: int
    start: int
    end: int


def find_titles(
    words: Words, scopes: Sequence[Scope], place: Place | None, year: re.Match[str] | None
) -> dict[str, Run]:
    """Find the notices whose names the question prints, each with the stretch that does so."""
    asked = set(terms(words.rest, 2))
    shared = sorted(scopes, key=lambda scope: -len(asked & scope.pairs))[:_COMPARED]
    found = {}
    for scope in shared:
        runs = [run for name in scope.names if (run := _region(words, name, scope, place, year))]
        if runs:
            found[scope.notice] = max(runs)
    return found


def _region(
    words: Words, name: str, scope: Scope, place: Place | None, year: re.Match[str] | None
) -> Run | None:
    """Find where a question prints parts of a name, in order, and enough of it to mean that notice."""
    asked = YEAR.sub(lambda year: _BLANK * len(year.group()), words.rest)
    asked = re.sub(r"(?:19|20)\d\d年?", lambda year: _OTHER * len(year.group()), asked)
    ends = []
    for called in (words.text[place.start : place.end], *scope.places) if place else ():
        ends += [match.end() for match in re.finditer(re.escape(called), words.text)]
        asked = asked.replace(called, _BLANK * len(called))
        name = name.replace(called, _GONE)
    run = _longest(words, asked, re.sub(r"(?:19|20)\d\d年(?:度)?", _GONE, name), scope)
    if run is None or (place is None and is_of_another(words.text, run.start, scope)):
        return None
    if own_year := _own_year(words, run, scope):
        run = Run(run.size + 5, min(run.start, own_year[0]), max(run.end, own_year[1]))
    beside = bool(place and _FRAMED.search(words.rest[: run.start]) and _PAPER.search(words.rest[: run.end]))
    beside = beside or any(-len(name) <= run.start - end <= 12 for end in ends)
    whole = year or says_itself(words, run) or re.search(r"(?:19|20)\d\d", words.rest[run.start : run.end])
    whole = whole or (LEADS_IN.search(words.rest[: run.start]) and KIND.match(words.rest, run.end))
    whole = whole or BEHIND.match(words.rest, run.end) or _THIS.search(words.rest[run.start : run.end + 4])
    least = WITH_PLACE if beside else _WITH_YEAR if whole else WITHOUT
    return run if run.size >= least else None


#: Where a clause begins, and with it the name of a notice that ends in what sort of paper it is: ,“护林”措施定的.
_FRAMED = re.compile(r"(?:^|[,，。;；])[《“\"]?$")
_PAPER = re.compile(r"(?:文件|意见|方案|清单|计划|要点|措施|分解表|分工表)[》”\"]?$")


def _longest(words: Words, asked: str, name: str, scope: Scope) -> Run | None:
    """Give the longest stretch of a question that joins parts of a name; None where it says nothing of the notice."""
    matcher = SequenceMatcher(None, asked, name, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]
    while blocks:  # a last word that every question has, or a place, says nothing of the notice
        last = words.rest[blocks[-1].a : blocks[-1].a + blocks[-1].size]
        if not re.fullmatch(r"工?作?任务|工作|重点", last) and last not in scope.places:
            break
        blocks.pop()
    runs: list[Run] = []
    for block in blocks:
        end = block.a + block.size
        if runs and joins(asked[runs[-1].end : block.a]):
            runs[-1] = Run(runs[-1].size + block.size, runs[-1].start, end)
        else:
            runs.append(Run(block.size, block.a, end))
    run = max(runs, default=Run(0, 0, 0))
    told = run.size - _issuer(words.text[run.start : run.end])  # 白石区|政府办公室 is only who gave it
    return run if run.size >= WITH_PLACE and told >= _BLOCK else None


def says_itself(words: Words, run: Run) -> bool:
    """Tell whether words of a name stand with what sort of paper it is: …学院的批文是几号文."""
    return _ITSELF.search(words.rest[run.start + WITH_PLACE : run.end + 4]) is not None


def _issuer(said: str) -> int:
    """Count the characters that only say who issued a notice, and that it did."""
    return sum(len(match.group()) for match in _ISSUES.finditer(said))


_ISSUES = re.compile(r"(?:人民)?政府(?:办公[室厅]|办)?|办公[室厅]|委员会|关于|印发|的通知")


def _own_year(words: Words, run: Run, scope: Scope) -> tuple[int, int] | None:
    """Find the notice's year within or right beside the words of its name."""
    for match in YEAR.finditer(words.rest):
        near = match.end() in (run.start, run.start - 1) or run.start <= match.start() <= run.end + 1
        if near and {match["year"], match["other"]} & scope.years:
            return match.span()
    return None


def joins(between: str) -> bool:
    """Tell whether so little stands between two parts of a name that they are one name."""
    return len(_BETWEEN.sub("", between)) <= _GAP and not _APART.search(between)
