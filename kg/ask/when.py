"""By when, and for how long, by the sentences of a notice, where no task has a deadline: 于6月20日18:00前报送."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, ground_topic, quote_words
from kg.ask.figures import answer_number
from kg.ask.grounding import is_latin
from kg.ask.sentences import IN_NOTICE, Sentence, nearness, sentences_of
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import Asked, Question, Result
from kg.index.terms import terms
from kg.text import fold

#: What asks for a stretch of time, not for a day.
_HOW_LONG = re.compile(r"多久|多长时间|几[天年]|几个月|多少[天年]|多少个月")
#: The unit of any stretch of time.
DURATION = "时长"
#: A day, a month, a year or a part of one, with what bounds it: 2013年上半年, 12月20日前, 年底前.
_DAY = r"(?:\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?|上半年|下半年|[一二三四]季度|年?[底末])"
_WHEN = re.compile(
    rf"(?:(?:(?:19|20)\d\d|当|今|本|明)年{_DAY}?|(?<!\d){_DAY})(?:\d{{1,2}}:\d\d)?(?:之?前|以前|起)?"
)
#: Passages that are looked at.
_PASSAGES = 4
#: So many pairs of characters of the question in one clause and its neighbours are no chance.
_SHARED = 3


def when_in_text(context: Ask, question: Question) -> Found | None:
    """Find by when, or for how long, in the sentences nearest to what is asked; None where no sentence says so.

    Only where the notice is known: elsewhere other notices' sentences are as near.
    """
    if len(context.directory.scopes) != 1 or not question.content or is_latin(question.topic):
        return None
    if _HOW_LONG.search(unnamed(question)):
        found = answer_number(context, replace(question, asked=Asked.NUMBER, unit=DURATION))
        return None if found.missing else found
    grounds = ground_topic(context, question, None, ("task", "section", "preamble"))[:_PASSAGES]
    wanted = set(terms(content_of(unnamed(question)), 2))
    best: tuple[int, Sentence, str] | None = None
    for sentence in sentences_of(context, question, grounds):
        folded = fold(sentence.text)
        for match in _WHEN.finditer(folded):
            shared = len(wanted & set(terms(_around(folded, *match.span()), 2)))
            if shared >= _SHARED and nearness(sentence) >= IN_NOTICE and (best is None or shared > best[0]):
                best = (shared, sentence, sentence.text[match.start() : match.end()])
    if best is None:
        return None
    _, sentence, when = best
    passage = context.index.passages[sentence.ground.at]
    quotes = quote_words(context, sentence.ground.at, sentence.text)
    results = (Result("date", when, when),)
    return Found(results, quotes, passage_query(passage.iri), 0.75, "按正文的说法", limits=question.limits)


def _around(text: str, start: int, end: int) -> str:
    """Give the clause that says when, with the ones beside it."""
    first = text.rfind(",", 0, max(0, text.rfind(",", 0, start))) + 1
    last = text.find(",", end)
    last = text.find(",", last + 1) if last >= 0 else -1
    return text[first : last if last >= 0 else len(text)]
