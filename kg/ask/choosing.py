"""Which sentence answers a yes/no question, and which of its clauses: near it, of its case, and telling what it claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from kg.ask.limits import alike, amounts, claimed, within
from kg.ask.polarity import (
    affirmed,
    asks_leave,
    contraries,
    decides,
    denies,
    last_clause,
    ruled_out,
    tells_cost,
)
from kg.ask.sentences import BESIDE, Sentence, nearness
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.times import NO_YEAR, TIME, stretches_of
from kg.ask.values import Question
from kg.index.terms import terms
from kg.text import fold, simple

#: A question's predicate is in its last so many characters.
_PREDICATE = 8
#: 一等奖, 二级: names that differ in the numeral only speak of different things.
_GRADE = re.compile(r"(?P<which>[特一二三四五六七八九十ⅠⅡⅢ甲乙丙])(?P<of>等奖|等功|等|级|类|档|星级)")


def sentence_meant(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """Choose the nearest sentence; of those as near, the one that prints what the question says at its end.

    One of the very case that is asked about may be farther, and so may one that prints a figure like that claimed,
    or the contrary of what is claimed.
    """
    asked = affirmed(unnamed(question))
    nearest = max(map(nearness, sentences), default=0.0)
    wanted = [_pairs(content_of(words)) for words in (last_clause(asked)[-_PREDICATE:], asked)]
    told = {one: (_of_case(fold(question.text), one.text), tells(asked, one.text)) for one in sentences}
    return max(
        (one for one in told if nearness(one) >= nearest - _farthest(*told[one])),
        key=lambda one: (
            told[one],
            *_shared(fold(one.text), *(wanted[1:] if any(told[one]) else wanted[:1])),
            nearness(one),
        ),
        default=None,
    )


#: 开展塘坝排查。: a name that what follows speaks of.
_NAME = re.compile(r"[^,，;；:：?？]{2,20}。?")


def detail_meant(question: Question, best: Sentence, passage: str, sentences: Sequence[Sentence]) -> Sentence:
    """Choose the sentence below the name of a task that speaks of the rest of a question and decides it.

    :param passage: the text of the passage of the sentence chosen, of which `sentences` are all
    """
    if not (_NAME.fullmatch(best.text) and passage.startswith(best.text)):
        return best
    asked = affirmed(unnamed(question))
    rest = _pairs(content_of(asked)) - _pairs(fold(best.text))
    shared = {one: len(rest & _pairs(fold(one.text))) for one in sentences if one != best}
    told = {one: (tells(asked, one.text), share) for one, share in shared.items() if share}
    meant = max(told, key=told.__getitem__, default=best)
    return meant if meant != best and told[meant][0] else best


def _farthest(case: int, told: int) -> float:
    """Give how much farther than the nearest sentence one may be by what it tells of a claim."""
    if case:
        return 2 * _FARTHER
    return _FARTHER if told > 1 else 2 * BESIDE if told else BESIDE


#: How much farther than the nearest sentence one may be that prints what can be compared with a claim.
_FARTHER = 0.05
#: 高火险期内,能不能: the case that a question is about, in words that a sentence can share.
_WHEN = re.compile(r"(?P<when>[一-龥]{2}(?:期[内间]|[一-龥](?:时|后|前|下)))(?:,|，|能|可|要|还|是)")


def _of_case(asked: str, text: str) -> int:
    """Tell whether a sentence speaks of the case that a question is about (1), of another one (-1), or of any."""
    when = _WHEN.search(asked)
    if when and re.search(rf"(?:^|[,，。;；])[一-龥]{{0,4}}{when['when']}", fold(text)):
        return 1
    cases = [
        (mine, [other for other in amounts(text) if other.case and other.unit == mine.unit])
        for mine in amounts(asked)
        if mine.case
    ]
    told = [all(map(partial(within, mine), others)) for mine, others in cases if others]
    return 0 if not told else 1 if all(told) else -1


def tells(asked: str, text: str) -> int:
    """Tell whether a sentence prints figures like those claimed (2), or else decides what is claimed (1)."""
    said = simple(fold(text))
    if not _pairs(content_of(asked)) & _pairs(said):
        return 0
    printed = [
        one for one in amounts(text) if one.number != 1 or one.words[0].isdigit()
    ]  # 一人公司: no figure
    like = any(alike(one.unit, other.unit) for one in claimed(last_clause(asked)) for other in printed)
    timed = TIME.search(asked) is not None and any(stretches_of(said, NO_YEAR))
    if like or timed or tells_cost(asked, said):
        return 2
    named = any(word in said for word, _ in contraries(asked))
    return int(named or decides(asked, said) or ruled_out(asked, text))


def other_grade(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of another grade than the question: 一等奖, not 二等奖."""
    said = _grades(sentence.text)
    return any(
        (which, of) not in said and any(of == other for _, other in said)
        for which, of in _grades(unnamed(question))
    )


def _grades(text: str) -> set[tuple[str, str]]:
    return {(match["which"], match["of"]) for match in _GRADE.finditer(fold(text))}


def clause_meant(asked: str, text: str) -> str:
    """Give the clause of a sentence that shares most with the end of the question, then with all of it."""
    end = last_clause(asked)[-_PREDICATE:]
    last, bare, wanted = (_pairs(words) for words in (content_of(end), end, content_of(asked)))
    clauses = [clause for clause in re.split(r"[,，;；。]", fold(text)) if clause.strip()] or [text]
    grades = _grades(asked)
    if not any(bare & _pairs(clause) for clause in clauses):
        clauses.reverse()  # a sentence says at its end what is done
    leave = asks_leave(asked)
    return max(
        clauses,
        key=lambda clause: (
            len(grades & _grades(clause)),
            leave and denies(clause) and len(wanted & _pairs(clause)) > 1,
            *_shared(clause, last, bare, wanted),
        ),
    )


def _pairs(words: str) -> set[int]:
    """Give the pairs of characters of words; figures are compared as figures."""
    return set(terms(re.sub(r"\d[\d.]*[万亿]?[元%]?", " ", words), 2))


def _shared(clause: str, *wanted: set[int]) -> tuple[int, ...]:
    held = _pairs(clause)
    return tuple(len(held & pairs) for pairs in wanted)
