"""Who does something by the sentences of a notice, where no task names a body: 首次登记由破产管理人申请."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, ground_topic, quote_words
from kg.ask.register import plain
from kg.ask.sentences import IN_NOTICE, nearness, sentences_of
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold

#: 由破产管理人依法申请: who stands between 由 and what is done.
_BY = re.compile(
    r"由(?P<who>[^,，。;；:：由]{2,24}?)(?=(?:依法|依规|按|根据|负责|牵头|申请|办理|提出|组织|承担|审核|审批|出具|统筹|会同|作为|提供|直接|另行|先行|共同|具体|统一|予以|给予|解释|确认|报))"
)
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
    grounds = ground_topic(context, asked, None, ("task", "section", "preamble"))[:_PASSAGES]
    wanted = set(terms(fold(unnamed(question)), 2))
    best = None
    for sentence in sentences_of(context, asked, grounds):
        for match in _BY.finditer(fold(sentence.text)):
            clause = _clause(fold(sentence.text), match.start())
            shared = len(wanted & set(terms(clause, 2)))
            near = nearness(sentence) >= IN_NOTICE or shared >= _SHARED
            if near and shared >= 2 and (best is None or shared > best[0]):
                best = (shared, sentence, match)
    if best is None:
        return None
    _, sentence, match = best
    who = sentence.text[match.start("who") : match.end("who")]
    homes = {home.place for scope in context.directory.scopes.values() for home in scope.homes}
    named = (context.directory.whole or context.directory).called(plain(who), "body")
    known = [entry for entry in named if entry.place in homes]
    results = tuple(Result("department", who, None, entry.iri) for entry in known[:1]) or (
        Result("text", who),
    )
    passage = context.index.passages[sentence.ground.at]
    quotes = quote_words(context, sentence.ground.at, sentence.text)
    return Found(results, quotes, passage_query(passage.iri), 0.75, "按正文的说法", limits=question.limits)


#: So many pairs of characters of the question in one clause are no chance.
_SHARED = 4


def _clause(text: str, at: int) -> str:
    """Give the clause with 由, and the one before it: 建设单位破产的，由破产管理人申请."""
    start = text.rfind(",", 0, text.rfind(",", 0, at) if "," in text[:at] else at) + 1
    ends = [place for mark in ",。;" if (place := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]
