"""Figures: how many, how much, what share; the one that a sentence about the topic of a question prints."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from kg.ask.amounts import Figure, figures_in
from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.counted import MEANT, NEAREST, fits, speaks_of
from kg.ask.grounding import LITERAL, Ground, is_latin
from kg.ask.indicators import is_of_subject
from kg.ask.particulars import ground_passages, parts_pattern
from kg.ask.sentences import BESIDE, Sentence, nearness, sentences_of
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.units import is_rare, is_usual, unit_wanted
from kg.ask.values import Kind, Question, Result
from kg.evidence import Quote, quotes_of
from kg.find.quantities import find_quantities
from kg.index.terms import terms
from kg.numerals import parse_numeral
from kg.text import fold, simple

#: Words that ask for all figures, not for the one that fits best.
_ALL = re.compile(
    r"分别|各(?:是|为|多少|培训|几|要)|哪些(?:指标|数)|[两二三]类|[两二三]个指标|几个指标|都是多少|指标有|指标是"
)
#: What makes a figure that of the whole: 共23项.
_TOTAL = re.compile(r"(?:共计?|总计|合计|总数为?|总共)有?\d")
#: Longest head of a task, in characters.
_HEAD = 20
#: How sure a figure is at least whose sentence prints the topic.
_LITERAL = 0.8
#: So many characters of a title in a row are its own words.
_TITLE = 6
#: Passages whose figures are looked at.
_PASSAGES = 4


def answer_number(context: Ask, question: Question) -> Found:
    """Answer how many or how much: by a target of what is meant, else by a figure that its sentence prints."""
    question = _by_noun(_without_title(context, question))
    passages = ground_passages(context, question) or ground_passages(context, question, MEANT)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    near = passages[:_PASSAGES]
    sentences = sentences_of(context, question, near)
    printed = figures_in(sentences, unit_wanted(question))
    told = [*_targets(context, near[:3], sentences), *(one for one in printed if _told(question, one))]
    figures = _about(question, sentences, [one for one in told if fits(question, one)])
    texts = context.index.passages
    figures = [
        one for one in figures if is_of_subject(question, texts[one.sentence.ground.at].text) is not False
    ]
    if not question.content and all(limit.kind is Kind.NOTICE for limit in question.limits):
        figures = [one for one in figures if _TOTAL.search(one.phrase)]  # 一共有几项: a part is no answer
        figures = figures or _lone(context, question)
    if not figures:
        return refuse("公文没有写明这个数字", question, Silence.DETAIL, 0.8, _targets_query(near[:3]))
    return _choose(context, question, near, figures)


def _lone(context: Ask, question: Question) -> list[Figure]:
    """Give the only figure of the notice meant in a rare unit, where nothing else is asked for: 占地多少亩."""
    whole = re.search(r"共|总计|合计", unnamed(question))
    if len(context.directory.scopes) != 1 or whole or not is_rare(unit_wanted(question)):
        return []
    places = [int(at) for at in context.layout.rows(context.notices)]
    grounds = [Ground(context.index.passages.iris[at], at, _LITERAL, 0.0) for at in places]
    found = figures_in(sentences_of(context, question, grounds), unit_wanted(question))
    fitting = [one for one in found if fits(question, one)]
    return fitting[:1] if len({(one.value, one.unit) for one in fitting}) == 1 else []


def _without_title(context: Ask, question: Question) -> Question:
    """Take the name of the one notice meant out of the topic: most of its sentences print that."""
    names = [name for scope in context.directory.scopes.values() for name in scope.names]
    if len(context.directory.scopes) != 1 or is_latin(question.topic):
        return question
    topic = question.topic
    for name in names:
        for block in SequenceMatcher(None, topic, name, autojunk=False).get_matching_blocks():
            if block.size >= _TITLE:
                topic = topic.replace(name[block.b : block.b + block.size], " ")
    if topic == question.topic:
        return question
    content = " ".join(filter(None, map(content_of, topic.split())))
    return replace(question, topic=topic.strip(), content=content) if content else question


def _by_noun(question: Question) -> Question:
    """Take what is counted for the topic, where small words are all of it: 多少个“一件事”."""
    counted = re.search(r"(?:多少|几)[个项类件]“(?P<noun>[^“”]{2,20})”", unnamed(question))
    if question.topic or counted is None:
        return question
    return replace(question, topic=counted["noun"], content=counted["noun"])


def _about(question: Question, sentences: Sequence[Sentence], figures: list[Figure]) -> list[Figure]:
    """Keep the figures of the sentences that speak of the topic: what another sentence counts is no answer."""
    fixed = any(limit.kind in (Kind.TASK, Kind.NAMED, Kind.AREA) for limit in question.limits)
    if fixed or not question.content or is_latin(question.topic):
        return figures
    nearest = max((one for one in sentences if not _is_head(one, figures)), key=nearness)
    least = max(MEANT, nearest.printed)  # one that prints as much of the topic speaks of it too
    return [
        one
        for one in figures
        if (nearness(one.sentence) >= nearness(nearest) - BESIDE or one.sentence.printed >= least)
        and speaks_of(question, one.sentence)
    ]


def _is_head(sentence: Sentence, figures: Sequence[Figure]) -> bool:
    """Tell whether a sentence is the head of a task whose text has a figure: 壮大科技队伍. 全年引进200名."""
    plain = re.sub(r"^[(（]?\d{1,2}[.．、)）]", "", sentence.text).rstrip("。；;")
    if len(sentence.text) > _HEAD or re.search(r"[,，;；\d]", plain):
        return False
    return any(
        one.sentence.ground.at == sentence.ground.at and one.sentence.text != sentence.text for one in figures
    )


def _choose(context: Ask, question: Question, near: Sequence[Ground], figures: list[Figure]) -> Found:
    """Choose the figures whose sentence and clause fit the question best."""
    best = max(figures, key=lambda figure: _likeness(context, question, figure))
    if _ALL.search(question.text):
        here = [one for one in figures if one.sentence.ground.at == best.sentence.ground.at]
        kept = list({(one.value, one.unit): one for one in reversed(here)}.values())[::-1]
    else:
        kept = [best]
    results = tuple(map(_result, kept))
    proof = [quote for one in kept for quote in one.quotes or _quote(context, one)]
    sure = max(best.sentence.ground.certainty, _LITERAL * (best.sentence.printed >= LITERAL))
    return Found(results, tuple(proof), _targets_query(near[:3]), sure, limits=question.limits)


def _result(figure: Figure) -> Result:
    """Give a figure as a result; a ratio (5:5) is no single number, and is told in the text's words."""
    if math.isnan(figure.value):
        return Result("text", figure.phrase)
    return Result("number", figure.phrase, _plain(figure.value), None, figure.unit)


def _quote(context: Ask, figure: Figure) -> tuple[Quote, ...]:
    return quote_words(context, figure.sentence.ground.at, figure.phrase)


def _targets_query(parts: Sequence[Ground]) -> str:
    return (
        f"SELECT ?part ?target ?phrase ?quantity ?unit WHERE {{\n  {parts_pattern(parts)}"
        "?part kg:hasTarget ?target . ?target rdfs:label ?phrase ; kg:quantity ?quantity ; kg:unit ?unit .\n"
        "} ORDER BY ?target"
    )


def _told(question: Question, figure: Figure) -> bool:
    """Tell whether a figure that is no target can be meant: its unit is asked for, or its sentence is."""
    sentence = figure.sentence
    plain = sentence.printed >= MEANT or nearness(sentence) >= NEAREST
    if not unit_wanted(question) and figure.value == 1:  # 一部分, 一批: no figure that anybody asks for
        return False
    return bool(unit_wanted(question) or plain or is_of_subject(question, sentence.text))


def _likeness(context: Ask, question: Question, figure: Figure) -> float:
    """Score a figure by its sentence and by its words, or by meaning where the question is in another script."""
    sentence = figure.sentence
    if is_latin(question.topic):
        return float(context.embed(question.topic) @ context.embed(figure.phrase))
    by_target = 0.1 if figure.quotes else 0.0
    by_unit = 0.5 if is_usual(unit_wanted(question), figure.unit) else 0.0
    by_case = _case(question, figure)
    return (
        NEAR * sentence.cosine + sentence.printed + _overlap(question, figure) + by_target + by_unit + by_case
    )


_SUM = re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<scale>[万亿])")


def _case(question: Question, figure: Figure) -> float:
    """Score a figure by the sums that a question names: 罚款不到15万的 is the case meant, not what is asked."""
    case = {match.group() for match in _SUM.finditer(unnamed(question))} if not question.figures else set()
    own = {float(parse_numeral(said) or 0) for said in case}
    named = find_quantities(simple(unnamed(question)))  # 一名教师最多管多少人: 1名 is no answer
    own |= {float(one.number) for one in named if one.unit == figure.unit}
    said = any(match.group() in case for match in _SUM.finditer(fold(figure.sentence.text)))
    return said - 2.0 * (figure.value in own)


#: Weight of a sentence's cosine beside the shares of words printed, when figures are compared.
NEAR = 8.0


def _overlap(question: Question, figure: Figure) -> float:
    """Score a figure by how much of its clause the question says: its characters and their pairs."""
    asked = re.sub(r"\(?(?:不含|不包括|不算|除)[^()]*\)?", "", fold(question.text))
    said = re.sub(r"\d+[个项名次]?", "", fold(figure.phrase))
    shares = []
    for width in (1, 2):
        held = set(terms(said, width))
        shares.append(len(held & set(terms(asked, width))) / max(1, len(held)))
        topic = set(terms(fold(question.topic), width))
        shares.append(len(held & topic) / max(1, len(topic)))
    return sum(shares)


def _targets(context: Ask, passages: Sequence[Ground], sentences: Sequence[Sentence]) -> Iterator[Figure]:
    rows = context.rows(_targets_query(passages))
    quotes = quotes_of(context.store, [row["target"] for row in rows]) if rows else {}
    for row in rows:
        holding = [sentence for sentence in sentences if row["phrase"] in sentence.text]
        holding = holding or [sentence for sentence in sentences if sentence.ground.iri == row["part"]]
        if not holding:
            continue
        shortest = min(holding, key=lambda sentence: len(sentence.text))
        proof = tuple(quotes.get(row["target"], ()))
        yield Figure(float(row["quantity"]), row["unit"], row["phrase"], shortest, proof)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
