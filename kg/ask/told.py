"""Who does something by the sentences of a notice, where no task names a body: 首次登记由破产管理人申请."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words
from kg.ask.register import plain
from kg.ask.sentences import IN_NOTICE, nearness, said_in, sentences_about
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold

#: 由破产管理人依法申请: who stands between 由 and what is done.
_BY = re.compile(
    r"(?P<sole>[^,，。;；:：]{2,20}?)是[^,，。;；:：]{0,24}(?:主管|牵头|责任|负责|承办|主办)(?:单位|部门|机关)"
    r"|(?:办公室|日常工作)[^,，。;；:：]{0,8}设在(?P<seat>[^,，。;；:：()]{2,20})"
    r"|由(?P<who>[^,，。;；:：由]{2,24}?)(?=(?:依法|依规|按|根据|负责|牵头|申请|办理|提出|组织|承担|审核|审批|出具|统筹|会同|作为|提供|直接|另行|先行|共同|具体|统一|予以|给予|解释|确认|报|召集|主持|担任|主管))"
    r"|(?:^|[,。;])(?P<doer>[^,，。;；:：由各的]{1,12}?(?:[局委办处科股室站所组]|中心|大队|中队))(?:负责|牵头)"
)
#: What asks where an office sits, or who runs it.
_OFFICE = re.compile(r"设在|办公室|日常工作|日常事务")
#: Passages that are looked at.
_PASSAGES = 4


def who_in_text(context: Ask, question: Question) -> Found | None:
    """Find who does what is asked in the sentences nearest to it; None where no sentence says so.

    Only where the notice is known: elsewhere other notices' sentences are as near.
    """
    if len(context.directory.scopes) != 1 or question.how is not How.LIST:
        return None
    topic = question.topic or unnamed(question)
    asked = replace(question, topic=topic, content=question.content or topic)
    wanted = set(terms(fold(unnamed(question)), 2))
    asked_pairs = set(terms(question.content or topic, 2))
    best = None
    seat = _OFFICE.search(question.text) is not None
    for sentence in sentences_about(context, asked, _PASSAGES):
        for match in _BY.finditer(fold(sentence.text)):
            if match["seat"] and not seat:
                continue
            clause = sentence.text if match["doer"] else _clause(fold(sentence.text), match.start())
            shared = len(wanted & set(terms(clause, 2)))
            near = nearness(sentence) >= IN_NOTICE and shared > _SHARE * len(asked_pairs)
            if (near or shared >= _SHARED) and shared >= 2 and (best is None or shared > best[0]):
                best = (shared, sentence, match)
    if best is None:
        return None
    _, sentence, match = best
    group = next(name for name in ("who", "sole", "seat", "doer") if match[name])
    who = sentence.text[match.start(group) : match.end(group)]
    place = context.index.passages[sentence.ground.at].place
    headed = next((n for n in range(len(who), 1, -1) if place.endswith(who[:n])), 0)
    who = who[headed:]  # the first sentence under a heading stands behind it
    results = tuple(_results(context, who)) or (Result("text", who),)
    return said_in(context, sentence, results, 0.75, "按正文的说法")


#: 办公室放在哪个部门: where the office of a group sits; of several groups, under whose heading it is told.
_SITS = re.compile(r"办公室[^,，。?？]{0,6}在了?(?:哪|什么|谁)")
_SEAT = re.compile(r"(?P<whose>[^,。;:]{0,24})办公室[^,。;:]{0,4}设在(?P<seat>[^,。;:()]{2,20})")


def office_seat(context: Ask, question: Question) -> Found | None:
    """Find where an office sits: in the list whose heading, or sentence, says most of the question; None if not asked."""
    asked = _SITS.search(question.text) and question.how is How.LIST
    if not asked or len(context.directory.scopes) != 1:
        return None
    wanted = set(terms(question.text, 2))
    found = []
    for at in map(int, context.layout.rows(context.notices)):
        passage = context.index.passages[at]
        for match in _SEAT.finditer(fold(passage.text)):
            named = set(terms(f"{passage.place} {match['whose']}", 2))
            seat = passage.text[slice(*match.span("seat"))]
            found.append((len(named & wanted), seat, at))
    most = max((shared for shared, *_ in found), default=0)
    best = [one for one in found if one[0] == most]
    if len({seat for _, seat, *_ in best}) != 1:
        return None
    _, seat, at = best[0]
    results = tuple(_results(context, seat)) or (Result("text", seat),)
    query = passage_query(context.index.passages[at].iri)
    return Found(results, quote_words(context, at, seat), query, 0.85, "按正文的说法", limits=question.limits)


#: How the names of those end who are departments, be they known or not.
_DEPARTMENT = re.compile(
    r"(?:[一-龥]{2,}(?:[局委办厅院部署司处科股]|[一-龥](?:[室站所组]|大队|中队)|办公[厅室]|政府|中心|公司|集团|支队|总队|开发区|管委会|协会)|[一-龥]+海关|[一-龥]+银行)(?:\([^()]*\))?"
)


def _results(context: Ask, who: str) -> Iterator[Result]:
    """Give the departments named side by side; nothing where one of them is none: 破产管理人."""
    names = [who]
    for mark in ("、|会同", "[和与及]"):
        names = [
            part
            for name in names
            for part in ([name] if _DEPARTMENT.fullmatch(fold(name)) else re.split(mark, name))
        ]
    homes = {home.place for scope in context.directory.scopes.values() for home in scope.homes}
    found = []
    for name in filter(None, names):
        named = (context.directory.whole or context.directory).called(plain(name), "body")
        known = [entry for entry in named if entry.place in homes]
        if not known and not _DEPARTMENT.fullmatch(fold(name)):
            return
        found.append(Result("department", name, None, known[0].iri if known else None))
    yield from found


#: More than this share of what the question is about must stand in the clause that says who.
_SHARE = 0.5
#: So many pairs of characters of the question in one clause are no chance.
_SHARED = 4


def _clause(text: str, at: int) -> str:
    """Give the clause with 由, and the one before it: 建设单位破产的，由破产管理人申请."""
    start = text.rfind(",", 0, text.rfind(",", 0, at) if "," in text[:at] else at) + 1
    ends = [place for mark in ",。;" if (place := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]
