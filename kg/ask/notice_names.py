"""Which notices a question speaks of: by their number, their place and year, or words of their title or plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.ask.directory import Directory
from kg.ask.lead import find_where
from kg.ask.meant import find_by_words
from kg.ask.scopes import Scope
from kg.ask.subjects import DOES
from kg.ask.texts import Texts
from kg.ask.values import Kind, Limit
from kg.ask.whose import Place, find_place
from kg.ask.words import Words
from kg.find.gazetteer import place_at
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
    r"(?:里头?|中|内|里面|当中|下(?!半年)|时)(?=[,，的]?)[,，]?的?"
)
#: What stands behind a place that says whose notice is meant: 昆明2023年的方案, 贵州这份清单.
_PAPER_BEHIND = re.compile(
    r"(?:(?:印发|发布|下发|出台|发)的)?(?:的?(?:(?:19|20)\d\d年(?:度)?)?的?(?:[这那该本][份个项批])?的?(?:工作|实施|行动|重点|任务)*"
    r"(?:通知|文件|意见|方案|清单|一览表|分解表|计划|要点|公文|附件|(?:措施|政策|举措|任务|工作)(?=里|中))"
    r"(?:里头?|里面|中|当中|内)?[,，]?的?|的)?"
)
_YEAR = re.compile(
    r"(?:(?P<other>(?:19|20)\d\d)年?(?:度)?[和与及、])?(?P<year>(?:19|20)\d\d)年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?(?=印发|发布|下发|出台|发的))?(?!\d|[底末初前]|以[前后]|之[前后]|上半|下半|年|[一二三四五六七八九十]+月)"
)


#: 那份通知: behind words of a name it says that they are one.
_THIS = re.compile(r"[这那该本]份(?:通知|文件|意见|方案|公文)")


#: …学院的批文是几号文: words of a name with what sort of paper it is.
_ITSELF = re.compile(
    r"的(?:批[复文]|复函|通报|公告|决定|通告)(?=[,，的里中]|(?:是|为)?(?:几|多少|针对|哪|什么|谁|依据|根据|由)|文号|同意)"
)


class _Run(NamedTuple):
    """Where a question prints parts of a name: characters in common, start and end."""

    size: int
    start: int
    end: int


def find_notices(words: Words, directory: Directory, texts: Texts) -> list[Limit]:
    """Take the words that say which notice is meant; they are no topic.

    The place and the year decide first, then the words of the title. Notices that fit equally well are all
    meant. A year that no notice of the place has is a limit that nothing meets.
    """
    scopes = directory.scopes
    place = find_place(words, scopes, texts.printing)
    if place and (titled := _titled(words, list(scopes.values()), None, None)):
        title = max(titled.values())
        own = title.size >= _WITHOUT or _ITSELF.search(words.rest[title.start : title.end + 4])
        if own and title.end <= place.start:
            place = None  # 京津冀…实施细则要求河北: the title comes first
    among = place.notices if place else tuple(scopes)
    year = _find_year(words, place) if len(scopes) > 1 else None
    if year:
        of_year = _of_years(year, among, scopes, texts)
        if of_year:
            among = of_year
        elif place:
            said = words.text[place.start : max(place.end, year.end())]
            words.take(place.start, max(place.end, year.end()))
            return [Limit(Kind.NOTICE, said, (), "", 1.0, "库中没有这个地方这一年的公文")]
        else:
            year = None
    runs = _titled(words, [scopes[iri] for iri in among], place, year)
    told: Sequence[Limit] = ()
    if not runs and len(among) > 1:
        told = find_by_words(words, directory, texts.covering, among if year or place else ())
    if told:
        return [*told]
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


def _of_years(
    year: re.Match[str], among: Sequence[str], scopes: Mapping[str, Scope], texts: Texts
) -> tuple[str, ...]:
    """Give the notices of the years named, if there are some for each; one without a year is of those it prints."""
    found = {}
    for said in filter(None, (year["year"], year["other"])):
        known = [iri for iri in among if said in scopes[iri].years]
        undated = {iri for iri in among if not scopes[iri].years}
        found[said] = known or sorted(undated and texts.printing(f"{said}年", undated))
    return tuple(dict.fromkeys(iri for of in found.values() for iri in of)) if all(found.values()) else ()


#: The first year of several: 2013—, 2018至.
_SPANS = re.compile(r"(?:19|20)\d\d年?(?:-|—|–|~|至|到)+$")


def without_issuers(words: Words, limits: list[Limit], directory: Directory) -> list[Limit]:
    """Drop the body whose notice is meant: 嘉定区|人社局2025年…, where the notice's title names it."""
    names = "".join(name for scope in directory.scopes.values() for name in scope.names)
    heads = {limit.words for limit in limits if limit.kind is Kind.NOTICE and limit.values}
    return [limit for limit in limits if not (_issues(words, limit, heads) and limit.label in names)]


def _issues(words: Words, limit: Limit, heads: set[str]) -> bool:
    """Tell whether a body begins as the notice's name does, and does nothing in the question itself."""
    start = words.text.find(limit.words)
    behind = words.text[start + len(limit.words) :]
    headed = any(limit.words.startswith(head) for head in heads)
    return limit.kind is Kind.BODY and bool(limit.values) and headed and not DOES.search(behind)


def _find_year(words: Words, place: Place | None) -> re.Match[str] | None:
    """Find the year of the notice: beside its place, or where the question begins."""
    for match in _YEAR.finditer(words.rest):
        before = words.rest[: match.start()]
        if _SPANS.search(before):
            continue  # 2013—2020年行动计划: the years are part of a title
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
    words: Words, scopes: Sequence[Scope], place: Place | None, year: re.Match[str] | None
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
    words: Words, name: str, scope: Scope, place: Place | None, year: re.Match[str] | None
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
    if run.size < _WITH_PLACE or (place is None and _of_another(words.text, run.start, scope)):
        return None
    if own_year := _own_year(words, run, scope):
        run = _Run(run.size + 5, min(run.start, own_year[0]), max(run.end, own_year[1]))
    beside = place is not None and -len(name) <= run.start - place.end <= 12
    whole = year or re.search(r"(?:19|20)\d\d", words.rest[run.start : run.end])
    whole = whole or _ITSELF.search(words.rest[run.start + _WITH_PLACE : run.end + 4])
    whole = whole or _BEHIND.match(words.rest, run.end) or _THIS.search(words.rest[run.start : run.end + 4])
    least = _WITH_PLACE if beside else _WITH_YEAR if whole else _WITHOUT
    return run if run.size >= least else None


def _of_another(text: str, start: int, scope: Scope) -> bool:
    """Tell whether the words of a title stand behind a place that the notice is not of: 许昌市|2020年重点工作."""
    for at in range(max(0, start - 6), start):
        listed = place_at(text, at)
        if listed and not listed.only_in_list and start - 2 <= at + len(listed.text) <= start + 6:
            own = (*scope.places, *scope.around, *scope.names)
            return not any(listed.text in name for name in own)
    return False


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
    words: Words, place: Place | None, year: re.Match[str] | None, run: _Run | None
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
