"""From when to when, by a sentence of the notice meant: 3月至5月为摸底阶段, where 从几月到几月 is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import Ask, Found, refuse
from kg.ask.sentences import nearness, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold

_POINT = r"(?:几月(?:几[日号])?|哪(?:一?[天年]|个?月)|几[号日点]|什么时候|什么时间|何时|啥时候)"
_ASKED = re.compile(
    rf"(?:是|要|定)?(?:从|自|由)?{_POINT}(?:开始)?[,，]?(?:到|至|持续到){_POINT}(?:为止|结束)?"
    r"|(?:起止|起讫)(?:时间|日期)(?:是|为)?(?:什么时候|哪天|几月几[日号])?"
)
_DAY = r"(?:(?:(?:19|20)\d\d|当|今|本|明|次)年)?(?:\d{1,2}月)?(?:\d{1,2}[日号]|[上中下]旬|[初底末])?(?:\d{1,2}[:时]\d{0,2})?"
#: What a text says from when to when: 5月12日至25日, 2013年6月—8月.
_SPAN = re.compile(
    rf"(?:从|自)?(?=[\d当今本明次])(?P<first>{_DAY})(?:起|开始)?,?(?:至|到|-|—+|~)(?P<last>{_DAY})"
)
#: Passages that are looked at, and what stands for a bare number: 3-5 is no time.
_PASSAGES, _TIMED = 4, re.compile(r"[年月日号旬]")


def span_in_text(context: Ask, question: Question) -> Found | None:
    """Answer from when to when; None where that is not asked."""
    if question.how is not How.LIST or (asked := _ASKED.search(unnamed(question))) is None:
        return None
    topic = unnamed(question).replace(asked.group(), "").strip("?？。,，")
    meant = replace(question, topic=topic, content=content_of(topic) or topic)
    wanted = set(terms(topic, 2))
    found = []
    for sentence in sentences_about(context, meant, _PASSAGES) if topic else ():
        folded = fold(sentence.text)
        for match in _SPAN.finditer(folded):
            if _TIMED.search(match["first"]) and match["last"]:
                share = len(wanted & set(terms(_clause(folded, match), 2)))
                said = sentence.text[slice(*match.span())]
                found.append((share, nearness(sentence), sentence, said))
    if not found or len(context.directory.scopes) != 1 or not max(found, key=lambda one: one[:2])[0]:
        return refuse("公文没有写明起止时间", question, Silence.DETAIL, 0.8)
    _, _, sentence, said = max(found, key=lambda one: one[:2])
    span = re.sub(r"^[从自]", "", said)
    return replace(said_in(context, sentence, (Result("text", span),), 0.85), limits=question.limits)


def _clause(text: str, span: re.Match[str]) -> str:
    """Give the clause that a span stands in; of a phase, its name stands before the span or behind it."""
    start = max(text.rfind(mark, 0, span.start()) for mark in ",。;") + 1
    ends = [at for mark in ",。;" if (at := text.find(mark, span.end())) >= 0]
    return text[start : min(ends, default=len(text))]
