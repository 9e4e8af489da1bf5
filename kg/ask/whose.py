"""Whose notice a question speaks of: the place that stands where a question says where to look.

A notice speaks for the place of its issuer. One that does not say who issued it, an excerpt or a table, is
known by the places that its text prints.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.ask.scopes import Scope, without_kind
from kg.ask.texts import Printing
from kg.ask.words import Words
from kg.find.gazetteer import place_at

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
#: 余杭区政府办2018年发的…: the issuer behind its place, where it only says whose notice is meant.
_ISSUER = re.compile(
    r"(?:人民)?政府(?:办公[厅室]|办)?(?=(?:19|20)\d\d年|关于|印发|发布|出台|下发|制定|发的|的(?:通知|文件|方案))"
)
#: What may stand before the place whose notice is meant: 按, 2009年.
_HEAD = re.compile(
    r"(?:请问|想问|麻烦)?(?:按照?|根据|依照?|照|据|在|从|对照)?(?:[^,，。?？哪谁]{0,8}在)?(?:(?:19|20)\d\d年(?:度)?)?"
)
#: A town, a school or a company at the head of a question: no list has them all.
_NAMED = re.compile(
    r"(?![各每哪本该这那全])[一-龥]{2,4}?(?:街道(?:办事处)?|镇|乡)|(?![各每哪本该这那全])[一-龥]{2,10}?(?:大学|学院|中学|小学|医院|集团|公司|管委会)"
)
#: 嘉定区人社局2025年…, 南阳市城管局的方案里: a bureau behind its place; not where it does something itself.
_BUREAU = re.compile(
    r"市?[一-龥]{2,8}?(?:局|委|厅|办|院|中心|大学|学院)(?!负责|牵头|要|应|需|参与|参加|配合|协办|承担|承办|主办|作为|是|和|与|及|、|有|的(?:任务|职责|工作)|员|公)"
)
#: What makes a place that other notices print as well the one to look in: 徐州2010年, 许昌市…的方案里.
_LOOK_IN = re.compile(
    r"(?:19|20)\d\d年|的?[这那该本]份|[^,，。?？哪谁]{0,30}(?:通知|文件|意见|方案|表|清单|计划|要点|分工|分解|措施|实事)(?:里|中|内)"
)
#: So large a share of a bureau's pairs of characters is printed by the notice that it issued.
_PRINTED = 0.75


class Place(NamedTuple):
    """A place in a question that notices speak for: where it stands, and which notices."""

    start: int
    end: int
    notices: tuple[str, ...]


def find_places(words: Words, scopes: Mapping[str, Scope], printing: Printing) -> list[Place]:
    """Find the places in a question that tell which notice is meant, in order.

    :param scopes: by which the notices are told apart, by IRI
    """
    written = (
        None if (found := list(_spoken_for(words, scopes.values()))) else _written(words, scopes, printing)
    )
    return [written] if written else found


def _spoken_for(words: Words, scopes: Collection[Scope]) -> Iterator[Place]:
    """Find the places in a question that notices speak for, where these can tell which is meant."""
    single = len({scope.homes for scope in scopes}) < 2
    known = _places(scopes)
    end = 0
    for start in range(len(words.text)):
        name = _name_at(known, words.text, start) if start >= end else ""
        behind = start + len(name)
        if not name or not _stands_free(words, start, behind):
            continue
        if single and not _SAYS_WHERE.match(words.text, behind):
            continue
        if name.startswith("国") and _NOT_ISSUER.match(words.text, behind):
            continue
        end = issuer.end() if (issuer := _ISSUER.match(words.text, behind)) else behind
        notices = _of_place(scopes, name)
        while joined := re.match(r"[和与及、]", words.text[end:]):
            more = _name_at(known, words.text, end + joined.end())
            if not more:
                break
            notices += _of_place(scopes, more)
            end += joined.end() + len(more)
        yield Place(start, end, tuple(dict.fromkeys(notices)))


def _stands_free(words: Words, start: int, end: int) -> bool:
    """Tell whether a place is not taken, and neither what something is done to nor the head of a number."""
    aside = _ASIDE.search(words.text[:start]) or _NUMBERED.match(words.text, start)
    return words.free(start, end) and not aside


def _written(words: Words, scopes: Mapping[str, Scope], printing: Printing) -> Place | None:
    """Find a name at the head of a question that only notices print which do not say whose they are."""
    homeless = {iri for iri, scope in scopes.items() if not scope.places}
    start = head.end() if (head := _HEAD.match(words.text)) else 0
    listed = place_at(words.text, start)
    named = _NAMED.match(words.text, start) if listed is None or listed.only_in_list else None
    name = named.group() if named else listed.text if listed and not listed.only_in_list else ""
    end = start + len(name)
    if not homeless or not name or not _stands_free(words, start, end):
        return None
    found = set(printing(name, homeless)) or set(printing(without_kind(name), homeless))
    bureau = _BUREAU.match(words.text, end)
    issued = {iri for iri in found if bureau and _issued(bureau.group(), iri, printing)}
    told = issued or _LOOK_IN.match(words.text, end)
    if not found or not (told or homeless >= set(printing(without_kind(name)))):
        return None
    if issuer := _ISSUER.match(words.text, end):
        end = issuer.end()
    elif bureau and issued:
        end, found = bureau.end(), issued
    return Place(start, end, tuple(sorted(found)))


def _issued(bureau: str, notice: str, printing: Printing) -> bool:
    """Tell whether a notice prints most of a bureau's name: 公安交管局 of 公安交通管理局."""
    pairs = [bureau[at : at + 2] for at in range(len(bureau) - 1)]
    return sum(notice in printing(pair, [notice]) for pair in pairs) >= _PRINTED * len(pairs)


def _of_place(scopes: Iterable[Scope], name: str) -> list[str]:
    """Give the notices of a place, or where none is its own those of places in it."""
    exact = [scope.notice for scope in scopes if name in scope.places]
    return exact or [scope.notice for scope in scopes if name in scope.around]


def _name_at(known: Mapping[str, Collection[str]], text: str, start: int) -> str:
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
