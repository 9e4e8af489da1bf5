"""Whether the notices say what a question supposes: the sentence about it, its figures, and its yes or no."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, ground_topic, quote_words, refuse
from kg.ask.grounding import is_latin
from kg.ask.sentences import IN_NOTICE, Sentence, nearness, sentences_of
from kg.ask.tasks import unnamed
from kg.ask.values import Question, Result
from kg.find.quantities import find_quantities
from kg.index.lexical import terms
from kg.text import fold

#: From this nearness on a sentence says what is asked where the question names no notice.
ANYWHERE = 0.94
#: Passages whose sentences are looked at.
_PASSAGES = 4
#: 不断, 不少于: there nothing is denied.
_NO = re.compile(
    r"无需|无须|毋须|免于|免予|免除|免(?=交|缴|提交|费|征|审|收)|取消|禁止|严禁|不(?!断|仅|但|少|同|足|超|低|高|良|动产|定期|"
    r"限|小|大|合理|法|利|便|管|论|只|可抗|稳|确定|平衡|充分|见面|跑|来|停|符|规范|到位|一致|正当|变)|未(?=经|予|按|能)|没有"
)
#: What asks 是不是, 能不能 denies nothing; nor does what stands before 的: 没有写明期限的.
_ASKS = re.compile(r"(..?)[不没]\1|是否|能否|可否|有无|[不没未无][^,，。?？]{0,14}的")
#: 一等奖, 二级: names that differ in the numeral only speak of different things.
_GRADE = re.compile(r"(?P<which>[特一二三四五六七八九十ⅠⅡⅢ甲乙丙])(?P<of>等奖|等功|等|级|类|档|星级)")
#: Units of money are compared as money; others as they are printed.
_COUNTS = re.compile(r"个|项|条|名|家|份")


def answer_said(context: Ask, question: Question) -> Found:
    """Say whether the notices say this; silence is no answer."""
    topic = question.topic or question.text
    asked = replace(question, topic=topic, content=question.content or topic)
    grounds = ground_topic(context, asked, None, ("task", "section", "preamble"))
    sentences = [
        one for one in sentences_of(context, asked, grounds[:_PASSAGES]) if not _other_grade(question, one)
    ]
    best = max(sentences, key=nearness, default=None)
    least = IN_NOTICE if question.notices and not is_latin(topic) else ANYWHERE
    if best is None or nearness(best) < least:
        return refuse(f"公文没有提到“{topic}”", question, 0.7)
    passage = context.index.passages[best.ground.at]
    sure = min(0.9, 0.7 + 2 * (nearness(best) - IN_NOTICE))
    quotes = quote_words(context, best.ground.at, best.text)
    yes = _is_so(question, best)
    result = Result("boolean", "是" if yes else "否", yes)
    told = "" if yes else "原文：" + best.text[:80]
    return Found((result,), quotes, passage_query(passage.iri), sure, told, limits=question.limits)


def _other_grade(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of another grade than the question: 一等奖, not 二等奖."""
    said = {(match["which"], match["of"]) for match in _GRADE.finditer(fold(sentence.text))}
    return any(
        (match["which"], match["of"]) not in said and any(of == match["of"] for _, of in said)
        for match in _GRADE.finditer(unnamed(question))
    )


def _is_so(question: Question, sentence: Sentence) -> bool:
    """Compare what is asked with what is said: first the figures, then whether one of the two denies it."""
    asked = unnamed(question)
    for figure in find_quantities(asked):
        said = {
            one.number
            for one in find_quantities(fold(sentence.text))
            if one.unit == figure.unit or (_COUNTS.fullmatch(one.unit) and _COUNTS.fullmatch(figure.unit))
        }
        if said and figure.number not in said:
            return False
    return _denies(_clause(asked, sentence.text)) == _denies(_last_clause(asked))


def _denies(words: str) -> bool:
    return _NO.search(_ASKS.sub("", words)) is not None


def _last_clause(asked: str) -> str:
    """Give the clause that asks: what follows the last comma, or 是不是."""
    clauses = [clause for clause in re.split(r"[,，;；]|是不是|是否", asked.rstrip("?？。!")) if clause]
    return clauses[-1] if clauses else asked


def _clause(asked: str, text: str) -> str:
    """Give the clause of a sentence that shares most with the clause that asks, then with the question."""
    wanted, last = set(terms(asked, 2)), set(terms(_last_clause(asked), 2))
    clauses = [clause for clause in re.split(r"[,，;；。]", fold(text)) if clause.strip()] or [text]
    return max(clauses, key=lambda clause: _shared(clause, last, wanted))


def _shared(clause: str, *wanted: set[int]) -> tuple[int, ...]:
    held = set(terms(clause, 2))
    return tuple(len(held & pairs) for pairs in wanted)
