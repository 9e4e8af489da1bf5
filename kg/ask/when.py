"""By when, and for how long, by the sentences of a notice, where no task has a deadline: 于6月20日18:00前报送."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.ask.context import Ask, Found
from kg.ask.figures import answer_number
from kg.ask.grounding import is_latin
from kg.ask.sentences import IN_NOTICE, Sentence, nearness, said_in, sentences_about
from kg.ask.spans import End, end_asked
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
    rf"(?:(?:(?:19|20)\d\d|当|今|本|明)年{_DAY}?|每(?:年|季度?|个?月|周)(?:\d{{1,2}}[日号]|[底末])?|(?<![\d每]){_DAY})"
    r"(?:\d{1,2}:\d\d)?(?:\([^()]{1,8}\))?(?:之?前|以前|起)?"
)
#: What asks for a day, and what a text says of one: a year alone is no answer.
_ASKS_DAY = re.compile(r"哪一?天|几[号日]|几月")
_SAYS_DAY = re.compile(r"[日号底末旬]|\d月")
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
    asked, wanted = fold(question.text), set(terms(unnamed(question), 2))
    best: tuple[int, Sentence, str] | None = None
    for sentence in sentences_about(context, question, _PASSAGES):
        folded = fold(sentence.text)
        least = _SHARED
        told = [match for match in _WHEN.finditer(folded) if _may_answer(asked, match.group())]
        if (end := _end_asked(asked, folded, told)) and nearness(sentence) >= IN_NOTICE:
            told, least = [end], 1  # 检查到哪天结束: 检查时间3月上旬至9月30日
        for match in told:
            around = _around(folded, *match.span()) if len(told) > 1 else folded
            shared = len(wanted & set(terms(around, 2)))
            if shared >= least and nearness(sentence) >= IN_NOTICE and (best is None or shared > best[0]):
                best = (shared, sentence, sentence.text[match.start() : match.end()])
    if best is None:
        return None
    _, sentence, when = best
    return said_in(context, sentence, (Result("date", when, when),), 0.75, "按正文的说法")


#: What stands between the two ends of a span.
_TO = re.compile(r"至|到|—+|-|~")


def _end_asked(asked: str, text: str, told: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Give the end of a span that a question asks for; None where no span stands there, or none is asked for."""
    for first, last in pairwise(told):
        if _TO.fullmatch(text[first.end() : last.start()]):
            return {End.FIRST: first, End.LAST: last, None: None}[end_asked(asked)]
    return None


def _may_answer(asked: str, when: str) -> bool:
    """Tell whether a time can answer: not the year that the question itself names, nor a year for a day."""
    return when not in asked and (not _ASKS_DAY.search(asked) or _SAYS_DAY.search(when) is not None)


def _around(text: str, start: int, end: int) -> str:
    """Give the clause that says when, with the ones beside it."""
    first = text.rfind(",", 0, max(0, text.rfind(",", 0, start))) + 1
    last = text.find(",", end)
    last = text.find(",", last + 1) if last >= 0 else -1
    return text[first : last if last >= 0 else len(text)]
