"""Whether the notices say what a question supposes: the sentence about it, its figures, and its yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.ask.context import Ask, Found, refuse
from kg.ask.grounding import is_latin
from kg.ask.limits import Amount, agrees, amounts
from kg.ask.polarity import (
    affirmed,
    asks_denied,
    contraries,
    denies,
    duty_not_said,
    excepted,
    fought,
    last_clause,
    other_than,
    permission_not_said,
    ruled_out,
    stays,
)
from kg.ask.sentences import BESIDE, IN_NOTICE, Sentence, nearness, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.times import BY, POINT, days_of
from kg.ask.units import same_unit
from kg.ask.values import Question, Result
from kg.find.quantities import find_quantities
from kg.index.terms import terms
from kg.text import fold, simple

#: From this nearness on a sentence says what is asked where the question names no notice.
ANYWHERE = 0.94
#: A question's predicate is in its last so many characters.
_PREDICATE = 8
#: Passages whose sentences are looked at.
_PASSAGES = 4
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
    if silent := _not_said(question, best.text, passage.text, yes=yes):
        return refuse(f"公文没有写明“{silent}”", question, Silence.DETAIL, 0.7)
    result = Result("boolean", "是" if yes else "否", yes)
    told = "" if yes else "原文：" + best.text[:80]
    return replace(said_in(context, best, (result,), sure, told), limits=question.limits)


#: A time in a question or a text; 近3年, 3年内 are stretches, and no such time.
_POINT = re.compile(rf"{POINT}{BY}?")


def _not_said(question: Question, sentence: str, text: str, *, yes: bool) -> str:
    """Give what a question claims where nothing can be compared with it: a time, a figure, a duty, what a thing is.

    :param sentence: the sentence that tells, of a passage with this `text`
    :param yes: whether it would be taken for a yes; what it denies needs no more
    """
    asked, told = affirmed(unnamed(question), sentence), simple(fold(text))
    if (time := _POINT.search(_THIS_YEAR.sub("", asked))) and not _POINT.search(told):
        return time.group()
    if not yes:
        return ""
    printed = amounts(sentence)
    bare = set(re.findall(r"\d+(?:\.\d+)?", told)) - {f"{one.number.normalize():f}" for one in amounts(text)}
    for one in amounts(_POINT.sub("", last_clause(asked))):
        figure = f"{one.number.normalize():f}"
        comparable = any(same_unit(one.unit, other.unit) for other in printed)
        if one.number > 1 and not comparable and figure not in bare:
            return one.words
    said = simple(fold(sentence))
    if permission_not_said(asked, sentence):
        return unnamed(question)
    other = next((word for word, _ in contraries(asked) if word not in said), "")
    return other or duty_not_said(asked, _clause(asked, sentence), sentence)


#: 今年会调整吗: the year is that of the notice.
_THIS_YEAR = re.compile(r"[今本当]年(?!度?(?:内|底|初|[一二三四五六七八九十\d上下第年]))")


def _other_time(asked: str, text: str) -> bool:
    """Tell whether a question claims a time, and a text prints only others."""
    claimed = [days_of(match.group(), _NO_YEAR) for match in _POINT.finditer(asked)]
    told = [days_of(match.group(), _NO_YEAR) for match in _POINT.finditer(simple(fold(text)))]
    ends = [(days.last[:4], days.last[4:]) for days in told if days]
    none = str(_NO_YEAR)
    return bool(ends) and any(
        days is not None
        and not any(
            days.last[4:] == day and (none in (year, days.last[:4]) or year == days.last[:4])
            for year, day in ends
        )
        for days in claimed
    )


#: Stands for the year of a time that names none: it is compared with any.
_NO_YEAR = 9999


def _meant(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """Choose the nearest sentence; of those as near, the one that prints what the question says at its end.

    One that prints a figure like that claimed, or the contrary of what is claimed, may be farther.
    """
    asked = affirmed(unnamed(question))
    nearest = max(map(nearness, sentences), default=0.0)
    wanted = [_pairs(content_of(words)) for words in (last_clause(asked)[-_PREDICATE:], asked)]
    near = {
        one: _tells(asked, one.text)
        for one in sentences
        if nearness(one) >= nearest - (_FARTHER if _tells(asked, one.text) else BESIDE)
    }
    return max(
        near,
        key=lambda one: (near[one], *_shared(fold(one.text), *wanted[: 1 + near[one]]), nearness(one)),
        default=None,
    )


#: How much farther than the nearest sentence one may be that prints what can be compared with a claim.
_FARTHER = 0.05


def _tells(asked: str, text: str) -> bool:
    """Tell whether a sentence prints what a claim can be compared with, and something of what is claimed of."""
    claimed, said = amounts(_POINT.sub("", last_clause(asked))), simple(fold(text))
    if not _pairs(content_of(asked)) & _pairs(said):
        return False
    like = any(_alike(one.unit, other.unit) for one in claimed for other in amounts(text))
    return like or any(word in said or other in said for word, other in contraries(asked))


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
    asked = affirmed(unnamed(question), sentence.text)
    clause = _clause(asked, sentence.text)
    if ruled_out(fold(question.text), sentence.text) or _other_time(asked, text):
        return False
    if (kept := stays(asked, sentence.text)) is not None:
        return kept
    bounded = False
    for figure in amounts(asked):
        if (bound := _bound(sentence.text, figure.unit)) and not _BOUND.search(asked):
            over = figure.number > bound[1] if bound[0] in _OVER else figure.number < bound[1]
            return over is asks_denied(asked)
        said = _figures(clause, figure.unit) or _figures_meant(asked, fold(sentence.text), figure.unit)
        if said and not agrees(asked, figure.number, said):
            return False
        bounded = bounded or bool(said and figure.bound is None and all(one.bound for one in said))
    if bounded:  # 不得超过5个 denies nothing of 4个
        return True
    before = fold(sentence.text).partition(clause)[0] + clause
    said_no = (
        denies(clause + (before if _GOES_ON.match(clause) else ""))
        or denies(fold(_over_list(text, sentence.text)))
        or other_than(asked, clause, sentence.text)
        or fought(asked, before)
    )
    return (said_no is not excepted(asked, sentence.text)) == asks_denied(asked, clause)


#: 严禁强制检测,或以评比名义收费: a clause that goes on is denied by the one before it.
_GOES_ON = re.compile(r"或者?|以及|及")


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


def _figures(text: str, unit: str) -> list[Amount]:
    """Give the figures that a text prints in a unit; things are counted in many words."""
    return [one for one in amounts(text) if _alike(one.unit, unit)]


def _figures_meant(asked: str, text: str, unit: str) -> list[Amount]:
    """Give the figures of the clause that prints some in this unit and shares most with the question; else all."""
    wanted = _pairs(content_of(asked))
    printing = [clause for clause in re.split(r"[,，;；。]", text) if _figures(clause, unit)]
    best = max(printing, key=lambda clause: _shared(clause, wanted), default="")
    return _figures(best if _shared(best, wanted)[0] else text, unit)


def _alike(one: str, other: str) -> bool:
    return one == other or (_COUNTS.fullmatch(one) is not None and _COUNTS.fullmatch(other) is not None)


def _clause(asked: str, text: str) -> str:
    """Give the clause of a sentence that shares most with the end of the question, then with all of it."""
    wanted, last = (_pairs(content_of(words)) for words in (asked, last_clause(asked)[-_PREDICATE:]))
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
