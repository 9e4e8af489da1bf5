"""Whether the notices say what a question supposes: the sentence about it, its figures, and its yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.ask.context import Ask, Found, refuse
from kg.ask.grounding import is_latin
from kg.ask.sentences import BESIDE, IN_NOTICE, Sentence, nearness, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import Question, Result
from kg.find.quantities import find_quantities
from kg.index.terms import terms
from kg.text import fold, simple

#: From this nearness on a sentence says what is asked where the question names no notice.
ANYWHERE = 0.94
#: 拿到500元: the 到 bounds no range.
_GOT = re.compile(r"(?<=[拿得领收享达])到(?=\d)")
#: A question's predicate is in its last so many characters.
_PREDICATE = 8
#: Passages whose sentences are looked at.
_PASSAGES = 4
#: 不断, 不少于: there nothing is denied.
_NO = re.compile(
    r"无需|无须|毋须|暂停|暂缓|停止|限批|免于|免予|免除|免(?=交|缴|提交|费|征|审|收)|取消|禁止|严禁|不(?!断|仅|但|少|同|足|超|低|高|良|动产|定期|"
    r"限|小|大|合理|法|利|便|管|论|只|可抗|稳|确定|平衡|充分|见面|跑|来|停|符|规范|到位|一致|正当|变|两直)|未(?=经|予|按|能)|[尚并仍从还远]未|没有"
)
#: What asks 是不是, 能不能 denies nothing; nor does what stands before 的: 没有写明期限的,
#: 长期不能办理登记的住宅项目.
_ASKS = re.compile(
    r"(..?)[不没]\1|了没有?(?=[?？。]*$)|是否|能否|可否|有无|(?:没有?|未)[^,，。?？]{0,14}的|"
    r"不[^,，。?？]{0,14}的(?=可以|能|是|要(?!求)|应|还|也|会|需|必须)|"
    r"(?:长期|尚|仍|暂时?|至今)(?:不能?|未|没有)[^,，。;；:：?？]{0,24}的(?=[一-龥()]{2,12}$)"
)
#: 一等奖, 二级: names that differ in the numeral only speak of different things.
_GRADE = re.compile(r"(?P<which>[特一二三四五六七八九十ⅠⅡⅢ甲乙丙])(?P<of>等奖|等功|等|级|类|档|星级)")
#: Units of money are compared as money; others as they are printed.
_COUNTS = re.compile(r"个|项|条|名|家|份")


def answer_said(context: Ask, question: Question) -> Found:
    """Say whether the notices say this; silence is no answer."""
    topic = question.topic or question.text
    asked = replace(question, topic=topic, content=question.content or topic)
    about = sentences_about(context, asked, _PASSAGES)
    sentences = [one for one in about if not _other_grade(question, one)]
    best = _meant(question, sentences)
    least = IN_NOTICE if question.notices and not is_latin(topic) else ANYWHERE
    if best is None or nearness(best) < least:
        return refuse(f"公文没有提到“{topic}”", question, Silence.TOPIC, 0.7)
    passage = context.index.passages[best.ground.at]
    sure = min(0.9, 0.7 + 2 * (nearness(best) - IN_NOTICE))
    yes = _is_so(question, best, passage.text)
    result = Result("boolean", "是" if yes else "否", yes)
    told = "" if yes else "原文：" + best.text[:80]
    return replace(said_in(context, best, (result,), sure, told), limits=question.limits)


def _meant(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """Choose the nearest sentence; of those as near, the one that prints what the question says at its end."""
    nearest = max(map(nearness, sentences), default=0.0)
    near = [one for one in sentences if nearness(one) >= nearest - BESIDE]
    predicate = _pairs(content_of(_last_clause(unnamed(question))[-_PREDICATE:]))
    return max(near, key=lambda one: (len(predicate & _pairs(fold(one.text))), nearness(one)), default=None)


def _other_grade(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of another grade than the question: 一等奖, not 二等奖."""
    said = _grades(sentence.text)
    return any(
        (which, of) not in said and any(of == other for _, other in said)
        for which, of in _grades(unnamed(question))
    )


def _grades(text: str) -> set[tuple[str, str]]:
    return {(match["which"], match["of"]) for match in _GRADE.finditer(fold(text))}


#: 有下列情形之一的，不适用本通知: what stands over a list speaks of each of its items.
_LIST = re.compile(r"[^。;；]{0,40}(?:下列|以下)[^。;；:：]{0,40}[:：]")


def _over_list(text: str, sentence: str) -> str:
    """Give the words over the list that a sentence is an item of; none where it is no item of one."""
    at = text.find(sentence)
    heads = list(_LIST.finditer(text, 0, max(at, 0)))
    return heads[-1].group() if heads and "。" not in text[heads[-1].end() : at] else ""


def _is_so(question: Question, sentence: Sentence, text: str) -> bool:
    """Compare what is asked with what is said: first the figures, then whether one of the two denies it.

    :param text: that of the sentence's passage
    """
    asked = unnamed(question)
    clause = _clause(asked, sentence.text)
    if any(claim.search(asked) and other.search(sentence.text) for claim, other in _CLAIMS):
        return False
    for figure in find_quantities(_GOT.sub("", asked)):
        if (bound := _bound(sentence.text, figure.unit)) and not _BOUND.search(asked):
            over = figure.number > bound[1] if bound[0] in _OVER else figure.number < bound[1]
            return over is _asks_denied(asked)
        said = _figures(clause, figure.unit) or _figures(fold(sentence.text), figure.unit)
        if said and figure.number not in said:
            return False
    said_no = _denies(clause) or _denies(fold(_over_list(text, sentence.text))) or _other_than(asked, clause)
    return (said_no is not _excepted(asked, sentence.text)) == _asks_denied(asked)


#: What a question claims, and what a sentence says that rules it out: 比经济增长快, and 基本同步; 独立, and 配合.
_CLAIMS = (
    (re.compile(r"比[^,，。?？]{1,14}(?:快|高|多|低|慢|少|大|小)"), re.compile(r"同步|持平|相当")),
    (re.compile(r"独立|独自|单独|自己一家"), re.compile(r"配合|会同|共同|联合|协同")),
)
#: 禁止使用含硫量高于0.7%的煤: what is said holds of what lies beyond the bound.
_OVER = ("高于", "超过", "大于")
_BOUND = re.compile(r"高于|超过|大于|低于|少于|小于|不足")


def _bound(text: str, unit: str) -> tuple[str, Decimal] | None:
    """Give the bound that a prohibition names in a unit: the word and the figure."""
    folded = simple(fold(text))
    for one in find_quantities(folded):
        before = _BOUND.search(folded[max(0, one.start - 3) : one.start])
        clause = folded[max(folded.rfind(mark, 0, one.start) for mark in ",。;") + 1 : one.start]
        if before and one.unit == unit and re.search(r"禁止|严禁|不得|不准|不允许", clause):
            return before.group(), one.number
    return None


#: 除接到举报外,不得入户检查: what is said holds but for these.
_EXCEPT = re.compile(r"除(?:了|因|有|已)?(?P<but>[^,，。;；]{2,20}?)(?:等(?:情[形况])?)?(?:之外|以外|外)")


def _excepted(asked: str, text: str) -> bool:
    """Tell whether a question asks about what a sentence excepts, and does not except it itself."""
    if _EXCEPT.search(asked):
        return False
    wanted = _pairs(content_of(asked))
    return any(wanted & _pairs(content_of(match["but"])) for match in _EXCEPT.finditer(simple(fold(text))))


#: 非现金的方式: it is said of anything but what stands behind.
_OTHER_THAN = re.compile(r"非(?P<what>[一-龥]{2})")
_MAY = re.compile(r"(?P<no>不)?(?:允许|准许)")


def _other_than(asked: str, clause: str) -> bool:
    said = [match["what"] for match in _OTHER_THAN.finditer(clause)]
    return any(what in asked and f"非{what}" not in asked for what in said)


def _asks_denied(asked: str) -> bool:
    """Tell whether a question supposes a denial: 不允许…吗; what is allowed may itself be one: 允许…不用批准吗."""
    may = _MAY.search(asked)
    return may["no"] is not None if may else _denies(_last_clause(asked))


def _figures(text: str, unit: str) -> set[Decimal]:
    """Give the figures that a text prints in a unit; things are counted in many words."""
    return {
        one.number
        for one in find_quantities(text)
        if one.unit == unit or (_COUNTS.fullmatch(one.unit) and _COUNTS.fullmatch(unit))
    }


def _denies(words: str) -> bool:
    return _NO.search(_ASKS.sub("", words)) is not None


def _last_clause(asked: str) -> str:
    """Give the clause that asks: what follows the last comma, or 是不是."""
    clauses = [clause for clause in re.split(r"[,，;；]|是不是|是否", asked.rstrip("?？。!")) if clause]
    return clauses[-1] if clauses else asked


def _clause(asked: str, text: str) -> str:
    """Give the clause of a sentence that shares most with the end of the question, then with all of it."""
    wanted, last = (_pairs(content_of(words)) for words in (asked, _last_clause(asked)[-_PREDICATE:]))
    clauses = [clause for clause in re.split(r"[,，;；。]", fold(text)) if clause.strip()] or [text]
    if not any(last & _pairs(clause) for clause in clauses):
        return clauses[-1]  # a sentence says at its end what is done
    grades = _grades(asked)
    return max(clauses, key=lambda clause: (len(grades & _grades(clause)), *_shared(clause, last, wanted)))


def _pairs(words: str) -> set[int]:
    """Give the pairs of characters of words; figures are compared as figures."""
    return set(terms(re.sub(r"\d[\d.]*[万亿]?[元%]?", " ", words), 2))


def _shared(clause: str, *wanted: set[int]) -> tuple[int, ...]:
    held = _pairs(clause)
    return tuple(len(held & pairs) for pairs in wanted)
