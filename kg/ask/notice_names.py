"""Which notices a question speaks of: by their number, their place and year, or words of their title or plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from kg.ask.bodies import names_of_bodies
from kg.ask.directory import Directory
from kg.ask.meant import NOT_THERE, find_by_words, find_where
from kg.ask.phrases import (
    LEADS_IN,
    LED_IN,
    follows_another,
    of_another_place,
    of_another_year,
    phrase_around,
)
from kg.ask.scopes import Scope
from kg.ask.subjects import DOES
from kg.ask.texts import Texts
from kg.ask.titles import WITHOUT, YEAR, find_titles, joins, says_itself
from kg.ask.values import Kind, Limit
from kg.ask.whose import Place, find_places
from kg.ask.words import Words
from kg.index.terms import terms

#: A word or two of the name: 云溪的“护林”文件里, 石湾治水的方案.
_CALLED = re.compile(
    r"的?(?P<what>[^,，。?？\x00哪谁]{2,12}?)的?(?:通知|文件|意见|方案|清单|一览表|分解表|计划|要点|措施|政策)(?:里面?|中|当中|上)?[,，]?"
)

#: Where something stands in a question.
Span: TypeAlias = tuple[int, int]

#: A name must share as much as this share of what the best one shares to be meant as well.
_CLOSE = 0.9
#: What stands behind a place that says whose notice is meant: 昆明2023年的方案, 贵州这份清单.
_PAPER_BEHIND = re.compile(
    r"(?:(?:印发|发布|下发|出台|发)的)?(?:的?(?:(?:19|20)\d\d年(?:度)?)?的?(?:[这那该本][份个项批])?的?(?:工作|实施|行动|重点|任务|民生|为民办?|办)*"
    r"(?:通知|文件|意见|方案|清单|一览表|分解表|计划|要点|公文|附件|(?:措施|政策|举措|任务|工作|实事(?:项目|工程)?)(?=里|中)|(?:规定|要求|部署|安排)(?=[,，]))"
    r"(?:里头?|里面|中|当中|内)?[,，]?的?|的)?"
)


def find_notices(words: Words, directory: Directory, texts: Texts) -> list[Limit]:
    """Take the words that say which notice is meant; they are no topic.

    The place and the year decide first, then the words of the title. Notices that fit equally well are all
    meant. A year that no notice of the place has is a limit that nothing meets.
    """
    scopes = directory.scopes
    place = _place_meant(words, scopes, texts)
    among = place.notices if place else tuple(scopes)
    said = year = _find_year(words, place) if len(scopes) > 1 else None
    if year:
        of_year = _of_years(year, among, scopes, texts)
        if place and not of_year:
            words.take(place.start, end := max(place.end, year.end()))
            return [Limit(Kind.NOTICE, words.text[place.start : end], (), "", 1.0, _NOT_THEN)]
        among, year = of_year or among, year if of_year else None
    runs = find_titles(words, [scopes[iri] for iri in among], place, year)
    if not runs and len(among) > 1 and year is said:
        told = find_by_words(words, directory, texts.covering, among if year or place else ())
        if told:
            return [*told]
    if not runs and not place and not year:
        return find_where(words, directory)
    if runs:
        most = max(run.size for run in runs.values())
        among = tuple(iri for iri, run in runs.items() if run.size >= _CLOSE * most)
    reason = "公文名称" if runs else "地方" + ("和年份" if year else "") if place else "年份"
    meant = Limit(Kind.NOTICE, "", among, _called(directory, among), 1.0, reason)
    bodies = list(names_of_bodies(words.text, directory.within(among)))
    spans = [span for span in (place and (place.start, place.end), year and year.span()) if span]
    if runs:
        run = runs[among[0]]
        return _by_name(words, meant, scopes[among[0]], [*spans, (run.start, run.end)], bodies)
    return _by_place(
        words, meant, spans, bodies, frozenset.intersection(*(scopes[iri].pairs for iri in among))
    )


def _called(directory: Directory, notices: Sequence[str]) -> str:
    """Name notices, the first three of many."""
    entries = [directory.entry(iri) for iri in notices]
    more = f"等{len(entries)}份" if len(entries) > 3 else ""
    return "、".join(entry.number or entry.label for entry in entries[:3]) + more


def _place_meant(words: Words, scopes: Mapping[str, Scope], texts: Texts) -> Place | None:
    """Find the place that tells which notice is meant: of several the one whose notice is named, else the first."""
    places = find_places(words, scopes, texts.printing)
    if not places:
        return None
    runs = [find_titles(words, [scopes[iri] for iri in place.notices], place, None) for place in places]
    sizes = [max((run.size for run in of.values()), default=0) for of in runs]
    led = [LEADS_IN.search(words.text[: place.start]) is not None for place in places]
    ranks = list(zip(sizes, led, strict=True))
    place = places[ranks.index(max(ranks))]
    title = max(find_titles(words, list(scopes.values()), None, None).values(), default=None)
    own = title and (title.size >= WITHOUT or says_itself(words, title))
    # 京津冀…实施细则要求河北: the title comes first
    return None if own and title and title.end <= place.start else place


def _by_name(
    words: Words, meant: Limit, scope: Scope, spans: Sequence[Span], bodies: Collection[Span]
) -> list[Limit]:
    """Take the whole phrase that names a notice, and its place and year where they stand apart from it.

    :param spans: where its place and year stand, the part of its name last
    """
    *spans, part = spans
    start, end = phrase_around(words, part, scope, bodies)
    if _ENDS.fullmatch(words.rest, end) and not LED_IN.match(words.text, start) and start > 0:
        # 上了…先进单位名单吗: it is what is asked about
        return _by_place(words, meant, spans[:1], bodies) or [replace(meant, words=words.text[start:end])]
    phrase = words.text[start:end]
    if scope.homes and (follows_another(words.text, start, scope, bodies) or of_another_place(phrase, scope)):
        return [replace(meant, words=words.take(start, end), values=(), label="", reason=NOT_THERE)]
    if of_another_year(phrase, scope):
        return [replace(meant, words=words.take(start, end), values=(), label="", reason=_NOT_OF_YEAR)]
    named = replace(meant, words=words.take(start, end))
    _by_place(words, meant, [span for span in spans if span not in bodies], bodies)
    return [named]


def _by_place(
    words: Words,
    meant: Limit,
    spans: Sequence[Span],
    bodies: Collection[Span],
    pairs: Collection[int] = (),
) -> list[Limit]:
    """Take the place and the year of a notice where they stand by themselves; a body's place stays with the body.

    :param pairs: the pairs of characters of the notice's names: 云溪的“护林”文件 goes on behind the place
    """
    free = [span for span in spans if words.free(*span)]
    alone = [span for span in free if not any(first < span[1] < last for first, last in bodies)]
    if not alone:
        return [replace(meant, words=words.text[start:end]) for start, end in free[:1]]
    start, end = _stretch(words, alone, pairs)
    return [replace(meant, words=words.take(start, end))]


#: Where nothing but the mark of a question follows.
_ENDS = re.compile(r"[吗么嘛吧呢]?[?？。]*")
#: Why a name means no notice: the notice of that name is of another year.
_NOT_OF_YEAR = "库中没有这一年的这份公文"
#: There is no notice of the place of that year.
_NOT_THEN = "库中没有这个地方这一年的公文"


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
    together = [limit for limit in limits if _issued_together(words, limit)]
    return [
        limit
        for limit in limits
        if limit not in together and not (_issues(words, limit, heads) and limit.label in names)
    ]


#: 海洋局等三部门|2021年印发的…: the first of several issuers.
_TOGETHER = re.compile(r"等[一二两三四五六七八九十\d]*个?(?:部门|单位|部委)(?:联合)?(?=\x00)")


def _issued_together(words: Words, limit: Limit) -> bool:
    """Take the words by which a body stands for all who issued the notice named behind it: 等部门."""
    end = words.text.find(limit.words) + len(limit.words)
    others = _TOGETHER.match(words.rest, end) if limit.kind is Kind.BODY else None
    if others:
        words.take(*others.span())
    return others is not None


def _issues(words: Words, limit: Limit, heads: set[str]) -> bool:
    """Tell whether a body begins as the notice's name does, and does nothing in the question itself."""
    start = words.text.find(limit.words)
    behind = words.text[start + len(limit.words) :]
    headed = any(limit.words.startswith(head) for head in heads)
    return limit.kind is Kind.BODY and bool(limit.values) and headed and not DOES.search(behind)


#: What ends a phrase of place; 一中 and 附中 are schools.
_OVER = re.compile(r"[,，?？里]|(?<![一二三四五六七八九十附])中")


def _find_year(words: Words, place: Place | None) -> re.Match[str] | None:
    """Find the year of the notice: beside its place, or where the question begins."""
    for match in YEAR.finditer(words.rest):
        before = words.rest[: match.start()]
        if _SPANS.search(before):
            continue  # 2013—2020年行动计划: the years are part of a title
        if place and 0 <= match.start() - place.end <= 8 and not _OVER.search(before[place.end :]):
            return match
        if re.fullmatch(r"(?:请问)?(?:按照?|根据|依照?|照|据|在|从)?", before):
            return match
    return None


def _stretch(words: Words, parts: Sequence[Span], pairs: Collection[int]) -> Span:
    """Give the stretch of the place and the year of a notice, as far as they stand together."""
    start, end = min(parts)
    for first, last in sorted(parts):
        if first <= end or joins(words.rest[end:first]):
            end = max(end, last)
    called = _CALLED.match(words.rest, end)
    if called and (said := terms(called["what"], 2)) and all(pair in pairs for pair in said):
        end = called.end()
    elif behind := _PAPER_BEHIND.match(words.rest, end):
        end = behind.end()
    if before := LEADS_IN.search(words.rest[:start]):
        start = before.start()
    return start, end
