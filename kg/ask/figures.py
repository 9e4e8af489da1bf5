"""Figures: how many, how much, what share; the one that fits best what a question leaves open."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from kg.ask.amounts import Figure, figures_in
from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.counted import fits
from kg.ask.filling import told_in
from kg.ask.fitting import Fit, fit_of, wanted_of
from kg.ask.gaps import Frame, Gap, Span, find_gaps
from kg.ask.grounding import Ground, is_latin
from kg.ask.indicators import is_of_subject, renamed
from kg.ask.particulars import ground_passages
from kg.ask.printed import prints
from kg.ask.sentences import sentences_of
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.units import CHANGE, is_money, is_of_rate, is_rare, is_usual, unit_wanted
from kg.ask.values import Kind, Question, Result
from kg.find.quantities import find_quantities
from kg.index.rows import notice_of
from kg.numerals import parse_numeral
from kg.text import fold, simple

#: What asks for a figure; without it, the end of the question does.
_FIGURE = Frame(
    "number",
    re.compile(
        r"(?:百分之)?(?:多少|几)[万亿]*(?:的?(?:比例|比重|面积)|个?(?:工作日|自然日|百分点|小时|月)|平方公?[米里]|人次|[个项条件家份名人次元天日年月户所处座亩吨辆台张场块倍套种级%])?"
        r"|(?:什么|多大|多高|怎样)的?(?:比例|比重|规模|程度|水平|幅度|面积)|多[大高长远久快]|$"
    ),
    (),
)
#: Words that ask for all figures, not for the one that fits best.
_ALL = re.compile(
    r"分别|各(?:是|为|多少|培训|几|要)|哪些(?:指标|数)|[两二三]类|[两二三]个指标|几个指标|都是多少|指标有|指标是"
)
#: What makes a figure that of the whole: 共23项.
_TOTAL = re.compile(r"(?:共计?|总计|合计|总数为?|总共)有?\d")
#: Passages whose figures are looked at.
_PASSAGES = 40
#: From this rank on a figure is the one asked for, where the clauses around it say something of the question too; one in the very unit asked for, and in a rare one, ranks higher,
#: a sum of money lower: more of them are asked for than told.
_FITS, _AROUND, _USUAL, _RARE, _MONEY = 1.98, 0.5, 0.3, 0.3, 0.25


class Fitting(NamedTuple):
    """A figure, how it fits the question, and its rank among others."""

    figure: Figure
    fit: Fit
    rank: float


def answer_number(context: Ask, question: Question) -> Found:
    """Answer how many or how much by the figure of a sentence that fits the question best."""
    gap = _gap(context, question)
    passages = ground_passages(context, question, 0.0)[:_PASSAGES]
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    asked = replace(question, topic=gap.rest, content=content_of(gap.rest) or gap.rest)
    found = sorted(_fitting(context, asked, gap, passages), key=lambda one: -one.rank)
    fixed = any(limit.kind in (Kind.TASK, Kind.NAMED, Kind.AREA) for limit in question.limits)
    if not question.content and not fixed:  # 一共有几项: a part is no answer
        found = [one for one in found if _TOTAL.search(one.figure.phrase)] or _lone(question, found)
    elif not fixed and not is_latin(question.topic):
        found = [one for one in found if one.rank + _AROUND * one.fit.around >= _FITS]
    if not found:
        return refuse("公文没有写明这个数字", question, Silence.DETAIL, 0.8, passage_query(passages[0].iri))
    return _told(context, question, found)


def _gap(context: Ask, question: Question) -> Gap:
    """Give the gap that a question leaves for a figure."""
    plain = re.sub(r"\(?(?:不含|不包括|不算|除)[^()]*\)?", "", simple(unnamed(question)))
    text = renamed(plain, partial(prints, context, notices=context.notices))
    return next(find_gaps(text, (_FIGURE,)))


def _fitting(context: Ask, question: Question, gap: Gap, passages: Sequence[Ground]) -> Iterator[Fitting]:
    wanted, unit = wanted_of(context.index, gap, question.text), unit_wanted(question)
    named = _named(question) if not question.figures else set()
    for figure in figures_in(sentences_of(context, question, passages), unit):
        text = context.index.passages[figure.sentence.ground.at].text
        own = (figure.value, figure.unit) in named or (not unit and figure.value == 1)
        place = context.index.passages[figure.sentence.ground.at].place
        if own or not fits(question, figure) or is_of_subject(question, text) is False:
            continue
        if not is_of_rate(gap.rest, simple(fold(f"{place} {figure.sentence.text}"))):
            continue
        if unit == CHANGE and not _CHANGES.search(fold(figure.item)):
            continue
        if not unit and _in_title(context, figure):
            continue
        fit = fit_of(wanted, gap, Span(*figure.span), told_in(context, figure.sentence))
        rank = fit.rank + _USUAL * is_usual(unit, figure.unit) + _RARE * is_rare(unit)
        rank += _USUAL * bool(_rates(gap.rest) & _rates(fold(figure.item))) - _MONEY * is_money(figure.unit)
        if is_latin(question.topic):
            rank = float(context.embed(question.topic) @ context.embed(figure.phrase))
        yield Fitting(figure, fit, rank)


#: What a figure by which something changes stands with.
_CHANGES = re.compile(r"[增长涨升提高降减缩压扩]")


def _rates(text: str) -> set[str]:
    """Give what rates of a text are of: 每月, 每户."""
    return set(re.findall(r"每个?([一-龥])", text))


def _in_title(context: Ask, figure: Figure) -> bool:
    """Tell whether a figure stands in the title of its notice, or of another document: 《…十条措施》."""
    said, (start, end) = fold(figure.sentence.text), figure.span
    scope = context.directory.scopes[notice_of(context.index.passages[figure.sentence.ground.at].iri)]
    phrase = simple(fold(figure.phrase)).lower()
    cited = said.rfind("《", 0, start) > said.rfind("》", 0, start) and said.find("》", end) >= 0
    return cited or any(phrase in name for name in scope.names)


def _named(question: Question) -> set[tuple[float, str]]:
    """Give the figures that a question names itself: 罚款不到15万的 is the case meant, not what is asked."""
    text = simple(unnamed(question))
    sums = re.findall(r"\d+(?:\.\d+)?[万亿]", text)
    return {(float(one.number), one.unit) for one in find_quantities(text)} | {
        (float(parse_numeral(said) or 0), "元") for said in sums
    }


def _lone(question: Question, found: list[Fitting]) -> list[Fitting]:
    """Give the only figure in a rare unit, where nothing else is asked for: 占地多少亩."""
    whole = re.search(r"共|总|合计", unnamed(question)) or not is_rare(unit_wanted(question))
    return found[:1] if not whole and len({(one.figure.value, one.figure.unit) for one in found}) == 1 else []


#: What asks for one end of a range, and which of two figures that is.
_ENDS = (
    (re.compile(r"最[多高大长]|至多|顶多|上限|封顶"), max),
    (re.compile(r"最[少低小短]|至少|起码|下限"), min),
)


def _end_asked(question: Question, found: list[Fitting]) -> Fitting:
    """Give the figure that fits best; of a clause with two ends, 处500元以上2000元以下, the one asked for."""
    best = found[0]
    ends = [
        one
        for one in found
        if (one.figure.unit, one.figure.item, one.figure.sentence)
        == (best.figure.unit, best.figure.item, best.figure.sentence)
    ]
    end = next((end for asks, end in _ENDS if asks.search(unnamed(question))), None)
    return end(ends, key=lambda one: one.figure.value) if end else best


def _told(context: Ask, question: Question, found: list[Fitting]) -> Found:
    best = _end_asked(question, found)
    kept = [best.figure]
    if _ALL.search(question.text):
        here = [
            one.figure for one in found if one.figure.sentence.ground.at == best.figure.sentence.ground.at
        ]
        in_order = sorted(here, key=lambda one: one.span)
        kept = list({(one.value, one.unit): one for one in reversed(in_order)}.values())[::-1]
    ground = best.figure.sentence.ground
    quotes = tuple(quote for one in kept for quote in quote_words(context, ground.at, one.phrase))
    sure = max(ground.certainty, min(0.95, 0.55 + best.rank / 10))
    return Found(tuple(map(_result, kept)), quotes, passage_query(ground.iri), sure, limits=question.limits)


def _result(figure: Figure) -> Result:
    """Give a figure as a result; a ratio (5:5) is no single number, and is told in the text's words."""
    if math.isnan(figure.value):
        return Result("text", figure.phrase)
    value = int(figure.value) if figure.value == int(figure.value) else figure.value
    return Result("number", figure.item, value, None, figure.unit)
