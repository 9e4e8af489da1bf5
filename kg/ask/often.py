"""How often something is done, by the sentences of the notice meant: 每季度末报告, 按季度公布, 每月开展一次."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import Ask, Found, refuse
from kg.ask.sentences import Sentence, nearness, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold

_ASKED = re.compile(
    r"多久[^,，。?？]{0,12}一?次|多长时间[^,，。?？]{0,12}一次|几(?:天|个?月|年|周)[^,，。?？]{0,8}一次|什么频[率次]"
)
_SPAN = r"(?:年|半年|季|月|周|天|日|旬|学期)"
#: What says how often, with what is done once each time: 每月集中开展一次.
_OFTEN = re.compile(
    rf"(?:每(?:两|三|\d)?个?{_SPAN}度?[末底初]?|按{_SPAN}度?|逐[月季年日周]|半年|{_SPAN}度?(?=通报|督查|调度|报告|报送|公布|考核))(?:[^,，。;；、]{{0,10}}?[一1]次)?"
)
#: Passages that are looked at, and how many pairs of characters of the question their clause must print.
_PASSAGES, _SHARED = 4, 2


def how_often(context: Ask, question: Question) -> Found | None:
    """Answer how often; None where that is not asked."""
    if question.how is not How.LIST or not _ASKED.search(question.text):
        return None
    topic = question.topic or unnamed(question)
    asked = replace(question, topic=topic, content=question.content or topic)
    asked_for = unnamed(question)
    wanted = set(terms(content_of(asked_for), 2))
    best: tuple[int, float, Sentence, str] | None = None
    for sentence in sentences_about(context, asked, _PASSAGES):
        folded = fold(sentence.text)
        for match in _OFTEN.finditer(folded):
            clause = _clause(folded, match.start())
            shared = len(wanted & set(terms(clause, 2))) + _SHARED * _same_act(asked_for, clause)
            found = (shared, nearness(sentence), sentence, sentence.text[slice(*match.span())])
            if shared >= _SHARED and (best is None or found[:2] > best[:2]):
                best = found
    if best is None or len(context.directory.scopes) != 1:
        return refuse("公文没有写明多久一次", question, Silence.DETAIL, 0.8)
    _, _, sentence, often = best
    return said_in(context, sentence, (Result("text", often),), 0.8)


#: What a covering text wants done again and again.
_ACTS = re.compile(r"通报|公布|公开|调度|考核|督查|检查|报(?!告中|道)")


def _same_act(asked: str, clause: str) -> bool:
    """Tell whether both speak of one act: 多久报一次, 每季度末报送."""
    return bool(set(_ACTS.findall(asked)) & set(_ACTS.findall(clause)))


def _clause(text: str, at: int) -> str:
    """Give the clause with a place in it, and the one behind: 每季度末,向市政府报告."""
    start = max(text.rfind(mark, 0, at) for mark in ",。;:") + 1
    first = text.find(",", at)
    end = text.find(",", first + 1) if first >= 0 else -1
    return text[start : end if end >= 0 else len(text)]
