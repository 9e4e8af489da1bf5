"""Particulars: figures, dates, places, events and words that stand in one passage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.ask.answering import CERTAIN, Ask, Found, certainty_of, refuse, task_limits
from kg.ask.compose import of_tasks_query
from kg.ask.grounding import Ground, ground
from kg.ask.values import Asked, Kind, Question, Result
from kg.evidence import Quote, quotes_of, quotes_of_triples
from kg.find.quantities import find_quantities
from kg.index.lexical import terms
from kg.index.passages import Passage
from kg.text import fold

#: Units that count the same sort of thing.
SAME_UNIT = (
    frozenset("名人位"),
    frozenset("次趟回场届"),
    frozenset("个项条件家种类份套处所座"),
    frozenset({"元", "钱", "块", "块钱", "美元", "万元", "亿元", "亿美元", "万美元", "个亿"}),
)
_ALL = re.compile(
    r"分别|各(?:是|为|多少|培训|几|要)|哪些(?:指标|数)|三类|两类|两个指标|几个指标|都是多少|指标有|指标是"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure in the text: its value and unit as counted, the clause it stands in, and where that is."""

    value: float
    unit: str
    phrase: str
    quote: Quote
    task: str | None
    certainty: float


def same_unit(asked: str, printed: str) -> bool:
    """Tell whether a figure in one unit can answer for another: 多少人 by 2250名."""
    if not asked or asked == printed:
        return True
    return any(asked in units and printed in units for units in SAME_UNIT)


def answer_number(context: Ask, question: Question) -> Found:
    """Answer how many or how much: by a target of the task meant, else by a figure printed in the passage."""
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    targets = list(_targets(context, passages))
    printed = list(_printed(context, passages[:2]))
    wanted = question.unit
    figures = [figure for figure in targets if _fits(wanted, figure, question)]
    figures = figures or [figure for figure in printed if wanted and _fits(wanted, figure, question)]
    if not figures:
        return refuse("公文没有写明这个数字", question, 0.8, _TARGETS)
    best = max(_overlap(question, figure) for figure in figures)
    if not _ALL.search(question.text):
        first = max(figures, key=lambda figure: (figure.certainty, 0)).certainty
        figures = [f for f in figures if _overlap(question, f) >= best - 1e-9 and f.certainty >= first - 0.5][
            :1
        ]
    results = tuple(
        Result("number", figure.phrase, _whole(figure.value), None, figure.unit) for figure in figures
    )
    sure = min(figure.certainty for figure in figures)
    return Found(results, tuple(figure.quote for figure in figures), _TARGETS, sure, limits=question.limits)


_TARGETS = (
    "SELECT ?part ?target ?phrase ?quantity ?unit WHERE {\n"
    "  ?part kg:hasTarget ?target . ?target rdfs:label ?phrase ; kg:quantity ?quantity ; kg:unit ?unit .\n"
    "} ORDER BY ?target"
)


def _fits(wanted: str, figure: _Figure, question: Question) -> bool:
    if wanted == "?" or not same_unit(wanted, figure.unit):
        return False
    noun = re.search(re.escape(wanted) + r"(?P<noun>[一-龥]{2,4})", fold(question.text)) if wanted else None
    if wanted in ("个", "家", "所") and noun and not re.match(r"[的了呢]", noun["noun"]):
        return any(
            pair in figure.phrase for pair in (noun["noun"][i : i + 2] for i in range(len(noun["noun"]) - 1))
        )
    return True


def _overlap(question: Question, figure: _Figure) -> float:
    """Score a figure by how much of its clause the question says, and the question of its clause."""
    asked = set(terms(fold(question.text), 1))
    said = set(terms(fold(figure.phrase), 1)) - set(terms("个项名次0123456789", 1))
    return len(asked & said) / max(1, len(said)) + figure.certainty


def ground_passages(context: Ask, question: Question) -> list[Ground]:
    """Find the passages that a question speaks of: those its limits name, in the order of its topic."""
    limited, refusal = task_limits(context, question, single=True) if _limits(question) else (question, None)
    topic = question.topic or " ".join(limit.label or limit.words for limit in question.limits)
    among = None
    if _limits(question) and refusal is None:
        query = of_tasks_query(limited.limits, "?task rdfs:label ?text .", "?text")
        among = {row["task"] for row in context.rows(query)}
    vector = context.embed(topic)
    kinds = ("task",) if among else ("task", "section", "preamble")
    grounds = ground(context.index, topic, vector, among or None, kinds)
    if among:
        return [Ground(g.iri, g.at, max(g.certainty, 0.8), g.printed) for g in grounds]
    return [one for one in grounds if one.certainty >= CERTAIN]


def _limits(question: Question) -> bool:
    return any(
        limit.kind in (Kind.TASK, Kind.BODY, Kind.NAMED, Kind.AREA) and not limit.negated
        for limit in question.limits
    )


def _targets(context: Ask, passages: list[Ground]) -> Iterable[_Figure]:
    best = {one.iri: one.certainty for one in passages[:3]}
    rows = [row for row in context.rows(_TARGETS) if row["part"] in best]
    quotes = quotes_of(context.store, [row["target"] for row in rows]) if rows else {}
    for row in rows:
        found = quotes.get(row["target"])
        if found:
            yield _Figure(
                float(row["quantity"]), row["unit"], row["phrase"], found[0], row["part"], best[row["part"]]
            )


def _printed(context: Ask, passages: list[Ground]) -> Iterable[_Figure]:
    """Read the figures that a passage prints, targets or not."""
    for one in passages:
        passage = context.index.passages[one.at]
        folded = fold(passage.text)
        for figure in find_quantities(folded):
            clause_start = max(folded.rfind(mark, 0, figure.start) for mark in ",。;:") + 1
            ends = [folded.find(mark, figure.end) for mark in ",。;:"]
            clause_end = min((end for end in ends if end >= 0), default=len(folded))
            yield _Figure(
                float(figure.number),
                figure.unit,
                passage.text[clause_start:clause_end],
                quote_of(passage),
                one.iri,
                one.certainty,
            )
        for match in re.finditer(r"(\d+)([一-龥][一-龥(、,)]{0,4}?)(?=[居民的人旅,。])", folded):
            yield _Figure(float(match[1]), match[2], match.group(), quote_of(passage), one.iri, one.certainty)


def quote_of(passage: Passage) -> Quote:
    """Quote a whole passage (its first stretch, where a page or a cell breaks it)."""
    start, end = passage.spans[0][0], passage.spans[-1][1]
    return Quote(passage.source, passage.notice, passage.place, passage.text, start, end)


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


_MENTIONED = {Asked.PLACE: "Place", Asked.EVENT: "Event", Asked.PROJECT: "Project", Asked.DATE: "Date"}


def answer_mentioned(context: Ask, question: Question) -> Found:
    """Answer where, when, which event or project: what the passage meant names of that kind."""
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    kind = _MENTIONED[question.asked]
    query = (
        f"SELECT ?part ?thing ?label WHERE {{\n  ?part kg:mentions ?thing . ?thing a kg:{kind} ; rdfs:label ?label .\n"
        "} ORDER BY ?part ?label"
    )
    rows = context.rows(query)
    for one in passages[:2]:
        found = [row for row in rows if row["part"] == one.iri and row["label"] not in question.text]
        if not found:
            continue
        passage = context.index.passages[one.at]
        best = max(_nearness(question, passage, row["label"]) for row in found)
        kept = [row for row in found if _nearness(question, passage, row["label"]) >= best - 1e-9][:3]
        quotes = quotes_of_triples(context.store, [(one.iri, row["thing"]) for row in kept])
        proof = (quote_of(passage), *(quote for group in quotes.values() for quote in group))
        results = tuple(Result(question.asked, row["label"], None, row["thing"]) for row in kept)
        return Found(
            results,
            _clause(context, passage, kept[0]["label"]) or proof,
            query,
            one.certainty,
            limits=question.limits,
        )
    names = {"Place": "地点", "Event": "活动", "Project": "项目", "Date": "日期"}
    return refuse(f"公文没有写明这件事的{names[kind]}", question, passages[0].certainty, query)


def _clause(_context: Ask, passage: Passage, _label: str) -> tuple[Quote, ...]:
    return (quote_of(passage),)


def _nearness(question: Question, passage: Passage, label: str) -> float:
    """Score a name in a passage by the question's words around it; a longer name says more."""
    asked = set(terms(fold(question.text), 1))
    folded, best = fold(passage.text), 0.0
    for match in re.finditer(re.escape(fold(label)), folded):
        around = folded[max(0, match.start() - 12) : match.start()] + folded[match.end() : match.end() + 12]
        best = max(best, len(asked & set(terms(around, 1))) / 12 + 0.02 * len(label))
    return best


def answer_text(context: Ask, question: Question) -> Found:
    """Answer in the text's own words: what stands before the noun asked for, else the passage meant."""
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    noun = (
        question.field
        if len(question.field) > 1 and question.field.isalpha() and not question.field.isascii()
        else ""
    )
    for one in passages[:2]:
        passage = context.index.passages[one.at]
        if noun and (match := re.search(rf"“([^“”]+)”{noun}|([一-龥]{{2,10}}){noun}", passage.text)):
            words = match[1] or match[2]
            return Found(
                (Result("text", words),), (quote_of(passage),), "", one.certainty, limits=question.limits
            )
    if noun:
        return refuse(f"公文没有写明是什么{noun}", question, 0.7)
    passage = context.index.passages[passages[0].at]
    sentence = _best_sentence(question, passage.text)
    return Found(
        (Result("text", sentence),),
        (quote_of(passage),),
        "",
        passages[0].certainty * 0.8,
        limits=question.limits,
    )


def _best_sentence(question: Question, text: str) -> str:
    sentences = re.findall(r"[^。；;]+", text) or [text]
    asked = set(terms(fold(question.text), 2))
    return max(sentences, key=lambda sentence: len(asked & set(terms(fold(sentence), 2))))[:600]


__all__ = [
    "answer_mentioned",
    "answer_number",
    "answer_text",
    "certainty_of",
    "ground_passages",
    "quote_of",
    "same_unit",
]
