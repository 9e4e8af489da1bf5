"""Which notices the library holds: 杭州有哪些公文, 2023年发了几份通知, 哪份公文最新.

Such a question says nothing but whose notices, of which year, how many, or which of them is the newest: all of
its words are read, so that a question about what notices say is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask.context import Ask, Found, refuse
from kg.ask.directory import Directory
from kg.ask.paging import MOST, listed
from kg.ask.silence import Silence
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
from kg.ask.which import Asking
from kg.ask.words import Words
from kg.evidence import Quote, quotes_of

#: What is asked of the notices held: all of them, the newest, the oldest; the field of such a question.
HELD = (_ALL, _NEWEST, _OLDEST) = ("held", "newest", "oldest")

_PAPER = r"(?:公文|通知|文件)"
_IN = r"(?:(?:在|这个|本)*(?:资料|文件|公文|数据)?库(?:里面?|中|内)?)?(?:的|目前|现在|一共|总共|共计?|都)*"
_ISSUED = r"(?:收录|收存|存|发布|印发|下发|制发|出台|发)(?:出|过)?了?"
_LISTED = re.compile(
    rf"{_IN}(?:有|{_ISSUED}的?)+(?:哪[些几]?|什么|(?P<n>几|多少))[份个]?{_PAPER}(?:是|于|在)*(?:{_ISSUED})?"
    rf"|{_IN}(?:哪[些几]|(?P<k>几|多少))[份个]?(?:公文|通知|文件(?=是))(?:是|于|在)*{_ISSUED}"
    rf"|{_IN}(?:{_ISSUED})?的?{_PAPER}{_IN}有?(?:哪些|哪几份|(?P<m>(?:几|多少)份?))"
    rf"|{_IN}有(?:哪几份|(?P<l>(?:几|多少)份))"
)
_BEST = re.compile(
    rf"{_IN}哪一?[份个]{_PAPER}(?:的?(?:成文|发布|印发)?(?:日期|时间)?|{_ISSUED})得?是?(?:最(?:新|近|晚|迟)|(?P<o>最[早老先]))"
    rf"|{_IN}(?:最(?:新|近|晚|迟)|(?P<p>最[早老先]))(?:{_ISSUED})?的?(?:一份)?的?{_PAPER}是?(?:哪一?[份个]|什么)"
)
_END = re.compile(r"的?[呢呀啊]?[?？。]*")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年")


def read_held(words: Words) -> Asking | None:
    """Read which notices there are, how many, or which is the newest or the oldest."""
    rest = words.rest.replace("\x00", "")
    for pattern in (_LISTED, _BEST):
        match = pattern.match(rest)
        if match and _END.fullmatch(rest, match.end()):
            words.take(0, len(words.rest))
            if pattern is _BEST:
                return Asking(Asked.NOTICE, How.LIST, _OLDEST if match["o"] or match["p"] else _NEWEST)
            counts = match["n"] or match["k"] or match["m"] or match["l"]
            return Asking(Asked.NOTICE, How.COUNT if counts else How.LIST, _ALL)
    return None


def narrow_held(text: str, limits: Sequence[Limit], directory: Directory) -> list[Limit]:
    """Limit the notices asked for to those of a year or of an issuer that no limit tells yet.

    A name like 国务院办公厅 chooses the notices of its place; those of the State Council itself are not meant.
    """
    found = []
    for limit in limits:
        issuers = directory.bodies.get(limit.words, ()) if limit.kind is Kind.NOTICE else ()
        if issuers:
            values = tuple(issuer.iri for issuer in issuers)
            found.append(Limit(Kind.ISSUER, limit.words, values, issuers[0].label, 1.0, "同名"))
    said = _YEAR.search(text)
    if said and not any(said.group() in limit.words for limit in limits):
        why = "成文日期，没有写日期的按文号"
        found.append(Limit(Kind.DATE, said.group(), (said["year"],), said.group(), 1.0, why))
    return found


def answer_held(context: Ask, question: Question) -> Found:
    """Answer which notices the library holds, or the newest or the oldest of them."""
    query = _query(context, question)
    rows = context.rows(query)
    if not rows:
        return refuse("库中没有这样的公文", question, Silence.NOTHING, 0.9, query)
    found = list(dict.fromkeys(row["notice"] for row in rows))
    entries = [context.entry(notice) for notice in found[:MOST]]
    return Found(
        tuple(Result("notice", e.number or e.label, None, e.iri, number=e.number or None) for e in entries),
        tuple(quote for quotes in _proof(context, found[:MOST]).values() for quote in quotes),
        query,
        0.95,
        listed(context, len(found))
        if question.field == _ALL
        else f"{rows[0]['day']}，没有写明日期的公文不算",
        limits=question.limits,
        total=len(found),
    )


def _remark(context: Ask, day: str) -> str:
    """Say the day of the notice found, and that notices without one were not compared, where there are such."""
    undated = f"SELECT ?notice WHERE {{ {context.of_notices()}?notice a kg:Notice FILTER NOT EXISTS {{ ?notice dcterms:issued ?day }} }} LIMIT 1"
    return day + ("，没有写明日期的公文不算" if context.rows(undated) else "")


def _query(context: Ask, question: Question) -> str:
    """Write the query for the notices: those of a body, or of a year; the first or the last of them."""
    pattern = f"{context.of_notices()}?notice a kg:Notice ."
    for limit in question.limits:
        if limit.kind is Kind.ISSUER:
            pattern += f" VALUES ?body {{ {' '.join(f'<{iri}>' for iri in limit.values)} }} ?notice kg:issuer ?body ."
        if limit.kind is Kind.DATE:
            (year,) = limit.values
            pattern += (
                " OPTIONAL { ?notice dcterms:issued ?issued } OPTIONAL { ?notice kg:number ?number }"
                f' FILTER(COALESCE(STRSTARTS(STR(?issued), "{year}"), CONTAINS(?number, "〔{year}〕")))'
            )
    if question.field == _ALL:
        return f"SELECT DISTINCT ?notice WHERE {{\n  {pattern}\n}} ORDER BY ?notice"
    best = "MAX" if question.field == _NEWEST else "MIN"
    return (
        f"SELECT ?notice ?day WHERE {{\n  {{ SELECT ({best}(?d) AS ?day) WHERE {{ {pattern} ?notice dcterms:issued ?d }} }}\n"
        f"  {pattern} ?notice dcterms:issued ?day .\n}} ORDER BY ?notice"
    )


def _proof(context: Ask, notices: list[str]) -> dict[str, list[Quote]]:
    """Quote where notices print their own number and day."""
    values = " ".join(f"<{iri}>" for iri in notices)
    rows = context.rows(
        f"SELECT ?fact WHERE {{ VALUES ?notice {{ {values} }} ?fact rdf:subject ?notice ; rdf:predicate ?p . "
        "FILTER(?p IN (kg:number, dcterms:issued)) }"
    )
    return quotes_of(context.store, [row["fact"] for row in rows])
