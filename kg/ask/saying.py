"""Whether the notices say what a question supposes: the sentence about it, its figures, and its yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.choosing import clause_meant, detail_meant, other_grade, sentence_meant, tells
from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.grounding import is_latin
from kg.ask.limits import agrees, amounts, claimed, figures_meant, weighs, within
from kg.ask.polarity import (
    affirmed,
    asks_denied,
    contraries,
    denies,
    duty_not_said,
    excepted,
    fought,
    last_clause,
    name_claimed,
    other_than,
    permission_not_said,
    ruled_out,
    stays,
    tells_cost,
)
from kg.ask.printed import passages_printing
from kg.ask.sentences import IN_NOTICE, Sentence, nearness, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.times import TIME, other_time
from kg.ask.units import same_unit
from kg.ask.values import Question, Result
from kg.text import fold, simple

#: From this nearness on a sentence says what is asked where the question names no notice.
ANYWHERE = 0.94
#: One that names the body asked about, or prints figures like those claimed, may lie so much lower.
_LOWER = 0.02
#: 一份就行: the one is a figure that is claimed, where 一份 else is only one of them.
_ENOUGH = re.compile(r"就[行够可]|够[吗么了不]")
#: Passages whose sentences are looked at.
_PASSAGES = 4


def answer_said(context: Ask, question: Question, naming: Sequence[str] = ()) -> Found:
    """Say whether the notices say this; silence is no answer.

    :param naming: what the sentence that tells must print: a body that the question asks about
    """
    topic = _CHARGED.sub("收取费用", question.topic or question.text)
    asked = replace(question, topic=topic, content=_CHARGED.sub("收取费用", question.content or topic))
    least = IN_NOTICE if question.notices and not is_latin(topic) else ANYWHERE
    about = [
        one for one in sentences_about(context, asked, _PASSAGES) if all(name in one.text for name in naming)
    ]
    sentences = [
        one
        for one in about
        if nearness(one) >= least - _LOWER * bool(naming or tells(unnamed(question), one.text) > 1)
        and not other_grade(question, one)
        and tells_cost(topic, one.text) is not False
    ]
    best = sentence_meant(question, sentences)
    if best is None:
        return _mentioned(context, question, topic)
    passage = context.index.passages[best.ground.at]
    best = detail_meant(
        question, best, passage.text, [one for one in about if one.ground.at == best.ground.at]
    )
    sure = min(0.9, 0.7 + 2 * (nearness(best) - IN_NOTICE))
    yes = _is_so(question, best, passage.text)
    if silent := _not_said(_without_year(context, question), best.text, passage.text, yes=yes):
        return refuse(f"公文没有写明“{silent}”", question, Silence.DETAIL, 0.7)
    result = Result("boolean", "是" if yes else "否", yes)
    told = "" if yes else "原文：" + best.text[:80]
    return replace(said_in(context, best, (result,), sure, told), limits=question.limits)


def _mentioned(context: Ask, question: Question, topic: str) -> Found:
    """Say yes where the notices meant print the very words that a question asks about; else what is not told."""
    word = topic.strip().lower()
    printing = passages_printing(context, [word]) if content_of(word) else {}
    if not printing:
        return refuse(f"公文没有提到“{topic}”", question, Silence.TOPIC, 0.7)
    if not _MENTIONS.search(question.text):
        return refuse(f"公文提到“{topic}”，但没有直接写明所问的事", question, Silence.DETAIL, 0.7)
    at = next(iter(printing.values()))
    return Found(
        (Result("boolean", "是", value=True),),
        quote_words(context, at, word),
        passage_query(context.index.passages.iris[at]),
        0.95,
        limits=question.limits,
    )


_MENTIONS = re.compile(r"提到|提及|提过|写到|写有|讲到|说到|涉及")
#: What notices call charging money.
_CHARGED = re.compile(r"(?<!不)(?:收|要|交|花|掏)钱")


def _without_year(context: Ask, question: Question) -> str:
    """Give a question without the year of the notice meant: 按2021年的方案, 今年会调整吗."""
    years = {year for scope in context.directory.scopes.values() for year in scope.years}
    of_notice = "|".join(["[今本当]", *sorted(years)] if len(context.directory.scopes) == 1 else ["[今本当]"])
    return re.sub(rf"(?:{of_notice})年{_NO_PART}", "", unnamed(question))


#: A year of which no part is meant.
_NO_PART = r"(?!度?(?:内|底|初|末|[一二三四五六七八九十\d上下第年]))"


def _not_said(question: str, sentence: str, text: str, *, yes: bool) -> str:
    """Give what a question claims where nothing can be compared with it: a time, a figure, a duty, what a thing is.

    :param sentence: the sentence that tells, of a passage with this `text`
    :param yes: whether it would be taken for a yes; what it denies needs no more
    """
    asked, told = affirmed(question, sentence), simple(fold(text))
    if (time := TIME.search(asked)) and not TIME.search(told):
        return time.group()
    if not yes:
        return ""
    printed = amounts(sentence)
    bare = set(re.findall(r"\d+(?:\.\d+)?", told)) - {f"{one.number.normalize():f}" for one in amounts(text)}
    for one in claimed(last_clause(asked)):
        figure = f"{one.number.normalize():f}"
        comparable = any(same_unit(one.unit, other.unit) for other in printed)
        if (one.number > 1 or _ENOUGH.search(asked)) and not comparable and figure not in bare:
            return one.words
    said = simple(fold(sentence))
    if permission_not_said(asked, sentence):
        return question
    if name_claimed(asked, sentence) is None:
        return last_clause(asked)
    other = next((word for word, _ in contraries(asked) if word not in said), "")
    return other or duty_not_said(asked, clause_meant(asked, sentence), sentence)


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
    clause = clause_meant(asked, sentence.text)
    named = name_claimed(asked, sentence.text) is not False
    if not named or ruled_out(fold(question.text), sentence.text) or other_time(asked, text):
        return False
    if (kept := stays(asked, sentence.text)) is not None:
        return kept
    bounded = False
    for figure in claimed(asked):
        said = figures_meant(asked, sentence.text, figure.unit)
        if said and not agrees(asked, figure.number, said):
            return False
        bounded = bounded or bool(
            said and figure.bound is None and all(one.bound and not one.case for one in said)
        )
    if bounded:  # 不得超过5个 denies nothing of 4个
        return True
    if weighs(asked) and not all(
        within(mine, other)
        for mine in amounts(asked)
        if mine.case
        for other in figures_meant(asked, sentence.text, mine.unit)
        if other.bound
    ):
        return False
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
