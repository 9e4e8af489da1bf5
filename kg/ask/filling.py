"""Answer what a question leaves open by the span of the notice's sentences that fits best; or say that none does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.ask.context import Ask, Doubt, Found, refuse
from kg.ask.fitting import Fit, Told, fit_of, wanted_of
from kg.ask.frames import CLAIMS, FIRST, WHEN, WORDS
from kg.ask.gaps import Frame, Gap, Span, find_gaps, find_spans
from kg.ask.grounding import is_latin
from kg.ask.register import plain
from kg.ask.sentences import Sentence, said_in, sentences_about
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.rows import notice_of
from kg.text import fold, simple

#: From this score on a span fills a gap; from the second on it does so whatever else is near.
_FITS, _SURE = 0.75, 2.0
#: The same where the question names no notice.
_ANYWHERE = 1.5
#: Two spans whose scores are no farther apart are as good.
_APART = 0.2
#: Passages whose sentences are looked at.
_PASSAGES = 40


class Filled(NamedTuple):
    """A span that can fill a gap, the sentence that it stands in, and how it fits."""

    fit: Fit
    span: Span
    sentence: Sentence

    @property
    def rank(self) -> float:
        """Rank it among others: it tells of what is asked, and its clause of little else."""
        return self.fit.score + self.fit.rank

    @property
    def words(self) -> str:
        """Give the words of the span, without marks around them."""
        said = self.sentence.text[slice(*self.span)].strip("、 ")
        return said[1:-1] if re.fullmatch(r"[“\"][^“”\"]*[”\"]", said) else said


def fill(context: Ask, question: Question, frames: Sequence[Frame]) -> Found | None:
    """Answer by the first frame that the question asks by and a span fits; None where there is none.

    Two spans that fit as well, and neither surely, are offered. Where the question does not say which notice is
    meant, a span must fit better, and some frames are left out.
    """
    if question.how is not How.LIST:
        return None
    doubt = None
    for gap, fills in _filled(context, question, frames, simple(unnamed(question))):
        if not fills and gap.missing:
            return doubt or refuse(f"公文没有写明{gap.missing}", question, Silence.DETAIL)
        if fills and (other := _as_good(fills)) and not gap.frame.of_notice:
            told = f"有两处说法都与问题相近：{fills[0].words}；{other}"
            doubt = doubt or Found(doubt=Doubt(told, (fills[0].words, other)), limits=question.limits)
        elif fills:
            return _with_next(context, question, gap, _found(context, question, gap, fills[0]))
    return doubt


def _as_good(fills: Sequence[Filled]) -> str:
    """Give the words of another span that fits as well as the best one, where that is not sure; else nothing."""
    best = fills[0]
    if best.fit.score >= _SURE:
        return ""
    near = (one.words for one in fills if best.rank - one.rank < _APART)
    return next((words for words in near if words not in best.words and best.words not in words), "")


def _with_next(context: Ask, question: Question, gap: Gap, found: Found) -> Found:
    """Add what fills the next gap of the same kind: 以什么为纽带、以什么为载体."""
    for _, fills in _filled(context, question, (gap.frame,), gap.behind):
        if fills and (more := _found(context, question, gap, fills[0])).results[0] not in found.results:
            return replace(found, results=found.results + more.results, quotes=found.quotes + more.quotes)
    return found


def claim_filled(context: Ask, question: Question) -> Found | None:
    """Say whether it is who a yes/no question says: 归姜某管吗; None where no sentence tells who it is."""
    gap, best = next(
        ((gap, fills[0]) for gap, fills in _filled(context, question, CLAIMS, unnamed(question)) if fills),
        (None, None),
    )
    if gap is None or best is None:
        return None
    said = simple(fold(best.words))
    yes = gap.words in said or said in gap.words
    remark = "" if yes else "原文：" + best.sentence.text[:80]
    result = Result("boolean", "是" if yes else "否", yes)
    return replace(_found(context, question, gap, best), results=(result,), remark=remark)


def _filled(
    context: Ask, question: Question, frames: Sequence[Frame], text: str
) -> Iterator[tuple[Gap, list[Filled]]]:
    """Give each gap of a text with the spans that fill it, the best first."""
    known = len(context.directory.scopes) == 1
    if is_latin(text) or not (known or context.notices or frames in (WHEN, WORDS)):
        return
    frames = frames if known else [frame for frame in frames if not frame.of_notice]
    least = _FITS if known else _ANYWHERE
    gaps = list(find_gaps(text, frames))
    if frames is FIRST:  # where only the notice's name says what is asked, it is looked for as well
        whole = simple(fold(question.text))
        gaps = [gap if content_of(gap.rest) else next(find_gaps(whole, (gap.frame,)), gap) for gap in gaps]
    for gap in gaps:
        fills = sorted(_fills(context, question, gap), key=lambda one: -one.rank)
        yield gap, [one for one in fills if gap.frame.of_notice or one.fit.score >= least]


def _fills(context: Ask, question: Question, gap: Gap) -> Iterator[Filled]:
    asked = replace(question, topic=gap.rest, content=content_of(gap.rest) or gap.rest)
    wanted = wanted_of(context.index, gap, question.text)
    for sentence in sentences_about(context, asked, _PASSAGES):
        told = told_in(context, sentence)
        for found in find_spans(gap, sentence.text):
            span = _without_heading(found, sentence.text, context.index.passages[sentence.ground.at].place)
            said = fold(sentence.text[slice(*span)])
            if said not in gap.rest:  # what the question says itself is no answer
                yield Filled(fit_of(wanted, gap, span, told), span, sentence)


def told_in(context: Ask, sentence: Sentence) -> Told:
    """Give a sentence with what stands over it and before it; where several notices can be meant, with its notice's names."""
    passage = context.index.passages[sentence.ground.at]
    lead = passage.text[: max(0, passage.text.find(sentence.text))].rpartition("。")[2]
    lead = lead or _above_label(context, sentence.ground.at)
    scopes = context.directory.scopes
    names = scopes[notice_of(passage.iri)].names if len(scopes) > 1 else ()
    return Told(sentence, " ".join((passage.place, *names)), lead)


#: 政策咨询:…, 联系方式:…: a line that says something of the paragraph above it.
_LABELLED = re.compile(r"[一-龥]{2,6}:[^。]{1,60}")
#: So many such lines are passed at most.
_LINES = 3


def _above_label(context: Ask, at: int) -> str:
    """Give the paragraph that a labelled line belongs to; empty for any other line."""
    passages, place, first = context.index.passages, context.index.passages[at].place, at
    while first > 0 and at - first < _LINES and _LABELLED.fullmatch(fold(passages[first].text)):
        first -= 1
    return passages[first].text if first < at and passages[first].place == place else ""


def _without_heading(span: Span, text: str, place: str) -> Span:
    """Leave out the heading that the first sentence under it begins with."""
    said = text[: span.end] if span.start == 0 else ""
    headed = next((n for n in range(len(said) - 1, 1, -1) if place.endswith(said[:n])), 0)
    return Span(span.start + headed, span.end)


def _found(context: Ask, question: Question, gap: Gap, best: Filled) -> Found:
    kind, said = gap.frame.kind, best.words
    results = tuple(departments(context, said)) if kind == "department" else ()
    if not results:
        phone = kind == "number" and said.isdigit() and said[0] != "0"
        results = (
            Result("date", said, said)
            if kind == "date"
            else Result("number", said, int(said))
            if phone
            else Result("text", said),
        )
    sure = 0.85 if gap.frame.of_notice else min(0.9, 0.6 + best.fit.score / 10)
    found = said_in(context, best.sentence, results, sure, "按正文的说法")
    return replace(found, limits=question.limits)


#: How the names of those end who are departments, be they known or not.
_DEPARTMENT = re.compile(
    r"(?:[一-龥]{2,}(?:[局委办厅院部署司处科股]|[一-龥](?:[室站所组]|大队|中队)|中心|公司|集团|支队|总队|开发区|管委会|协会)|[一-龥]{2,}委员?会|[一-龥]+(?:海关|银行|政府|办公[厅室]|专班))(?:\([^()]*\))?"
)


def departments(context: Ask, who: str) -> Iterator[Result]:
    """Give the departments named side by side; nothing where one of them is none: 林权代理人."""
    names = re.split(r"(?<=[局委办厅部院室])[和与及]", re.sub("^[由归请]", "", who))
    for mark in ("、|会同", "[和与及]"):
        names = [
            part
            for name in names
            for part in ([name] if _DEPARTMENT.fullmatch(fold(name)) else re.split(mark, name))
        ]
    homes = {home.place for scope in context.directory.scopes.values() for home in scope.homes}
    found = []
    for name in filter(None, names):
        named = (context.directory.whole or context.directory).called(plain(name), "body")
        known = [entry for entry in named if entry.place in homes]
        if not known and not _DEPARTMENT.fullmatch(fold(name)):
            return
        found.append(Result("department", name, None, known[0].iri if known else None))
    yield from found
