"""Which notices a question speaks of: by their number, their place and year, or words of their title or plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.ask.directory import Directory
from kg.ask.lead import find_where
from kg.ask.scopes import Scope
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.index.terms import terms

#: Shortest stretch in common that counts, and how many characters must be in common: where the place of the
#: notice stands before, where the year is named or 里, 中 stands behind, and elsewhere.
_BLOCK, _WITH_PLACE, _WITH_YEAR, _WITHOUT = 2, 4, 8, 14
#: What may stand between two stretches of a name, in a question; a year and 这份 and the like do not count.
_GAP = 4
_BETWEEN = re.compile(r"(?:19|20)\d\d年(?:度)?|[这那]?(?:一)?[份批些]|的|[\x00\x01]")
#: What a year of the notice, and any other year, is while names are compared: it is no part of them.
_BLANK, _OTHER, _GONE = "\x01", "\x02", "\x03"
#: Notices whose names share most with a question: only these are compared character by character.
_COMPARED = 12
#: A name must share as much as this share of what the best one shares to be meant as well.
_CLOSE = 0.9
_BEFORE = re.compile(r"(?:按照?|根据|依照?|照|据|在|从|对照)$")
_PAPER = (
    r"(?:通知|文件|意见|方案|任务(?:清单|一览表|分解表)?(?!是|书)|分解表|清单|一览表|计划|要点|措施|政策(?:措施|举措)?|举措|"
    r"工作(?!重点|举措)|公文|附件)"
)
#: 的任务中, 这份文件里, 提出的: the rest of a phrase that only says which notice is meant.
_BEHIND = re.compile(
    rf"(?:市|省|区|县)?(?:(?:19|20)\d\d年(?:度)?)?的?(?:这|那|该|本)?[份个项批]?的?(?:若干|这些|这份|各项|本)?(?:工作)?{_PAPER}?"
    r"(?:里头?|中|内|里面|当中|下|时)(?=[,，的]?)[,，]?的?"
)
#: What stands behind a place that says whose notice is meant: 昆明2023年的方案, 贵州这份清单.
_PAPER_BEHIND = re.compile(
    r"(?:(?:印发|发布|下发|出台|发)的)?(?:的?(?:(?:19|20)\d\d年(?:度)?)?的?(?:[这那该本][份个项批])?的?(?:工作|实施|行动|重点|任务)*"
    r"(?:通知|文件|意见|方案|清单|一览表|分解表|计划|要点|公文|附件|(?:措施|政策|举措|任务|工作)(?=里|中))"
    r"(?:里头?|里面|中|当中|内)?[,，]?的?|的)?"
)
#: Where all notices are of one place, only these words behind it say where to look: 杭州市2011年的方案里.
_SAYS_WHERE = re.compile(
    r"(?:(?:19|20)\d\d年(?:度)?)?的?(?:[这那该本][份个项批])?的?(?:通知|文件|意见|方案|清单|公文)(?:里|中)"
)
#: A place behind these words is one that something is done to, or a part of a title: 赴上海, 落实国务院.
_ASIDE = re.compile(
    r"(?:(?:依据|根据|引用|提到|转发|贯彻|落实)的|转发|赴|到|去|往|至|与|和|跟|同|及|对接|接轨|对标|贯彻|落实|执行|学习|来自|[、或])$|《[^》]*$"
)
#: 国办函〔2012〕96号: there a place only begins a number.
_NUMBERED = re.compile(r"[一-龥]{1,8}[(\[]\d{4}[)\]]\d+号")
#: A national issuer's name that goes on is another body's: 国务院国资委, 国务院有关部门.
_NOT_ISSUER = re.compile(
    r"(?:国资委|有关|各|直属|批准|同意|令|扶贫|港澳|台|侨|研究室|国有资产|食品|安委|参事|新闻)"
)
_YEAR = re.compile(
    r"(?:(?P<other>(?:19|20)\d\d)年?(?:度)?[和与及、])?(?P<year>(?:19|20)\d\d)年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?(?=印发|发布|下发|出台|发的))?(?!\d|[底末初前]|以[前后]|之[前后]|上半|下半|年|[一二三四五六七八九十]+月)"
)


#: 余杭区政府办2018年发的…: the issuer behind its place, where it only says whose notice is meant.
_ISSUER = re.compile(
    r"(?:人民)?政府(?:办公[厅室]|办)?(?=(?:19|20)\d\d年|关于|印发|发布|出台|下发|制定|发的|的(?:通知|文件|方案))"
)


#: 那份通知: behind words of a name it says that they are one.
_THIS = re.compile(r"[这那该本]份(?:通知|文件|意见|方案|公文)")


class _Run(NamedTuple):
    """Where a question prints parts of a name: characters in common, start and end."""

    size: int
    start: int
    end: int


class _Place(NamedTuple):
    """A place in a question that notices speak for: where it stands, and which notices."""

    start: int
    end: int
    notices: tuple[str, ...]


def find_notices(words: Words, directory: Directory) -> list[Limit]:
    """Take the words that say which notice is meant; they are no topic.

    The place and the year decide first, then the words of the title. Notices that fit equally well are all
    meant. A year that no notice of the place has is a limit that nothing meets.
    """
    scopes = directory.scopes
    place = _find_place(words, scopes.values())
    if place and (titled := _titled(words, list(scopes.values()), None, None)):
        title = max(titled.values())
        if title.size >= _WITHOUT and title.end <= place.start:
            place = None  # 京津冀…实施细则要求河北: the title comes first
    among = place.notices if place else tuple(scopes)
    year = _find_year(words, place) if len(scopes) > 1 else None
    years = {said for said in (year["year"], year["other"]) if said} if year else set()
    of_year = [iri for iri in among if years & scopes[iri].years]
    if year:
        if of_year and years <= {said for iri in of_year for said in scopes[iri].years}:
            among = tuple(of_year)
        elif place:
            said = words.text[place.start : max(place.end, year.end())]
            words.take(place.start, max(place.end, year.end()))
            return [Limit(Kind.NOTICE, said, (), "", 1.0, "库中没有这个地方这一年的公文")]
        else:
            year = None
    runs = _titled(words, [scopes[iri] for iri in among], place, year)
    if not runs and not place and not year:
        return find_where(words, directory)
    if runs:
        most = max(run.size for run in runs.values())
        among = tuple(iri for iri, run in runs.items() if run.size >= _CLOSE * most)
    start, end = _stretch(words, place, year, runs.get(among[0]) if runs else None)
    entries = [directory.entry(iri) for iri in among]
    label = "、".join(entry.number or entry.label for entry in entries[:3])
    label += f"等{len(entries)}份" if len(entries) > 3 else ""
    reason = "公文名称" if runs else "地方" + ("和年份" if year else "") if place else "年份"
    return [Limit(Kind.NOTICE, words.take(start, end), among, label, 1.0, reason)]


def _find_place(words: Words, scopes: Collection[Scope]) -> _Place | None:
    """Find the first place in a question that notices speak for, where that can tell which is meant."""
    single = len({scope.homes for scope in scopes}) < 2
    known = _places(scopes)
    for start in range(len(words.text)):
        name = _name_at(known, words.text, start)
        end = start + len(name)
        if not name or not words.free(start, end) or _ASIDE.search(words.text[:start]):
            continue
        if single and not _SAYS_WHERE.match(words.text, end):
            continue
        if _NUMBERED.match(words.text, start):
            continue
        if name.startswith("国") and _NOT_ISSUER.match(words.text, end):
            continue
        if issuer := _ISSUER.match(words.text, end):
            end = issuer.end()
        notices = _of_place(scopes, name)
        while joined := re.match(r"[和与及、]", words.text[end:]):
            more = _name_at(known, words.text, end + joined.end())
            if not more:
                break
            notices += _of_place(scopes, more)
            end += joined.end() + len(more)
        return _Place(start, end, tuple(dict.fromkeys(notices)))
    return None


def _of_place(scopes: Iterable[Scope], name: str) -> list[str]:
    """Give the notices of a place, or where none is its own those of places in it."""
    exact = [scope.notice for scope in scopes if name in scope.places]
    return exact or [scope.notice for scope in scopes if name in scope.around]


def _name_at(known: dict[str, set[str]], text: str, start: int) -> str:
    """Give the longest known name of a place that stands at a character."""
    names = known.get(text[start : start + 1], ())
    return max((name for name in names if text.startswith(name, start)), key=len, default="")


def _places(scopes: Iterable[Scope]) -> dict[str, set[str]]:
    """Give the names of places by their first character."""
    known: dict[str, set[str]] = {}
    for scope in scopes:
        for name in (*scope.places, *scope.around):
            known.setdefault(name[0], set()).add(name)
    return known


def _find_year(words: Words, place: _Place | None) -> re.Match[str] | None:
    """Find the year of the notice: beside its place, or where the question begins."""
    for match in _YEAR.finditer(words.rest):
        before = words.rest[: match.start()]
        if (
            place
            and 0 <= match.start() - place.end <= 8
            and not re.search(r"[,，?？里中]", before[place.end :])
        ):
            return match
        if re.fullmatch(r"(?:请问)?(?:按照?|根据|依照?|照|据|在|从)?", before):
            return match
    return None


def _titled(
    words: Words, scopes: Sequence[Scope], place: _Place | None, year: re.Match[str] | None
) -> dict[str, _Run]:
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
    words: Words, name: str, scope: Scope, place: _Place | None, year: re.Match[str] | None
) -> _Run | None:
    """Find where a question prints parts of a name, in order."""
    asked = _YEAR.sub(lambda year: _BLANK * len(year.group()), words.rest)
    asked = re.sub(r"(?:19|20)\d\d年?", lambda year: _OTHER * len(year.group()), asked)
    if place:
        asked = asked[: place.start] + _BLANK * (place.end - place.start) + asked[place.end :]
        for called in scope.places:
            name = name.replace(called, _GONE)
    name = re.sub(r"(?:19|20)\d\d年(?:度)?", _GONE, name)
    matcher = SequenceMatcher(None, asked, name, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]
    while blocks:  # a last word that every question has, or a place, says nothing of the notice
        last = words.rest[blocks[-1].a : blocks[-1].a + blocks[-1].size]
        if not re.fullmatch(r"工?作?任务|工作|重点", last) and last not in scope.places:
            break
        blocks.pop()
    runs: list[list[int]] = []
    for block in blocks:
        between = asked[runs[-1][2] : block.a] if runs else ""
        if runs and _joins(between):
            runs[-1][0] += block.size
            runs[-1][2] = block.a + block.size
        else:
            runs.append([block.size, block.a, block.a + block.size])
    if not runs:
        return None
    run = _Run(*max(runs))
    if run.size < _WITH_PLACE:
        return None
    if own_year := _own_year(words, run, scope):
        run = _Run(run.size + 5, min(run.start, own_year[0]), max(run.end, own_year[1]))
    beside = place is not None and -len(name) <= run.start - place.end <= 12
    whole = year or re.search(r"(?:19|20)\d\d", words.rest[run.start : run.end])
    whole = whole or _BEHIND.match(words.rest, run.end) or _THIS.search(words.rest[run.start : run.end + 4])
    least = _WITH_PLACE if beside else _WITH_YEAR if whole else _WITHOUT
    return run if run.size >= least else None


def _own_year(words: Words, run: _Run, scope: Scope) -> tuple[int, int] | None:
    """Find the notice's year within or right beside the words of its name."""
    for match in _YEAR.finditer(words.rest):
        near = match.end() in (run.start, run.start - 1) or run.start <= match.start() <= run.end + 1
        if near and {match["year"], match["other"]} & scope.years:
            return match.span()
    return None


def _joins(between: str) -> bool:
    """Tell whether so little stands between two parts of a name that they are one name."""
    return len(_BETWEEN.sub("", between)) <= _GAP and not re.search(r"[局委办厅院部,，。?？\x02]", between)


def _stretch(
    words: Words, place: _Place | None, year: re.Match[str] | None, run: _Run | None
) -> tuple[int, int]:
    """Give the stretch that names the notice: its place, year and title as far as they stand together."""
    parts = [(one.start, one.end) for one in (place, run) if one]
    parts += [year.span()] if year else []
    start, end = min(parts)
    for first, last in sorted(parts):
        if first <= end or _joins(words.rest[end:first]):
            end = max(end, last)
    behind = (_BEHIND if run else _PAPER_BEHIND).match(words.rest, end)
    if behind:
        end = behind.end()
    if before := _BEFORE.search(words.rest[:start]):
        start = before.start()
    return start, end
