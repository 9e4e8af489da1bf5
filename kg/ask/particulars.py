"""Particulars: figures, dates, places, events and words that stand in one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.compose import of_tasks_query, passage_query
from kg.ask.context import CERTAIN, Ask, Found, ground_topic, quote_words, refuse
from kg.ask.filling import fill
from kg.ask.frames import WHEN, WORDS
from kg.ask.grounding import LITERAL, Ground, is_latin
from kg.ask.silence import Silence
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, Kind, Limit, Question, Result
from kg.index.terms import terms
from kg.rdf.store import Row
from kg.text import fold

ANYWHERE = ("task", "section", "preamble")


def parts_pattern(parts: Sequence[Ground]) -> str:
    """Write the pattern that limits ?part to passages."""
    return f"VALUES ?part {{ {' '.join(f'<{part.iri}>' for part in parts)} }} "


def ground_passages(context: Ask, question: Question, printed: float = LITERAL) -> list[Ground]:
    """Find the passages that a question speaks of: those that its limits leave, the nearest to its topic first.

    :param printed: the share of the topic that a passage of the notice meant must print, if it is not else near
    """
    limits = but_issuers(context, question.limits)
    tasks = [limit for limit in limits if limit.kind in (Kind.TASK, Kind.BODY, Kind.AREA)]
    named = [limit for limit in question.limits if limit.kind is Kind.NAMED]
    topic = question.topic or " ".join(limit.label for limit in question.limits)
    asked = replace(question, topic=topic, content=question.content or topic)
    among = None
    if tasks:
        limited, refusal = task_limits(context, replace(question, topic="", limits=tuple(tasks)))
        if refusal is None:
            query = of_tasks_query(limited.limits, "?task rdfs:label ?text .", "?text")
            among = {row["task"] for row in context.rows(query)}
    elif named:
        values = " ".join(f"<{value}>" for limit in named for value in limit.values)
        query = f"SELECT ?part WHERE {{ VALUES ?thing {{ {values} }} ?part kg:mentions ?thing }}"
        among = {row["part"] for row in context.rows(query)}
    grounds = ground_topic(context, asked, among, ANYWHERE)
    if among is None:
        known = len(context.directory.scopes) == 1  # there a passage that prints the topic is meant
        return [one for one in grounds if one.certainty >= CERTAIN or (known and one.printed >= printed)]
    return [replace(one, certainty=max(one.certainty, 0.8)) for one in grounds]


def but_issuers(context: Ask, limits: Sequence[Limit]) -> list[Limit]:
    """Leave out the body whose notice is meant: what 市教育局's own notice wants is not only 市教育局's task."""
    bodies = " ".join(f"<{iri}>" for limit in limits if limit.kind is Kind.BODY for iri in limit.values)
    if not bodies or not context.notices:
        return [*limits]
    pattern = f"{context.of_notices()}VALUES ?body {{ {bodies} }} ?notice kg:issuer ?body"
    issuers = {row["body"] for row in context.rows(f"SELECT ?body WHERE {{ {pattern} }}")}
    return [one for one in limits if one.kind is not Kind.BODY or not issuers.issuperset(one.values)]


_MENTIONED = {
    Asked.PLACE: ("Place", "地点"),
    Asked.EVENT: ("Event", "活动"),
    Asked.PROJECT: ("Project", "项目"),
    Asked.DATE: ("Date", "日期"),
}


def answer_mentioned(context: Ask, question: Question) -> Found:
    """Answer where, when, which event or project: what the passage meant names of that kind."""
    named = any(limit.kind in (Kind.NAMED, Kind.TASK) for limit in question.limits)
    dated = question.asked is Asked.DATE and question.content and not named and not is_latin(question.topic)
    if dated and (told := fill(context, question, WHEN)):
        return told
    passages = ground_passages(context, question) if not dated else []
    kind, name = _MENTIONED[question.asked]
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    query = (
        f"SELECT ?part ?thing ?label WHERE {{\n  {parts_pattern(passages[:2])}?part kg:mentions ?thing . ?thing a kg:{kind} ; rdfs:label ?label ."
        "\n} ORDER BY ?part ?label"
    )
    rows = context.rows(query)
    for one in passages[:2]:
        text = context.index.passages[one.at].text
        found = [row for row in rows if row["part"] == one.iri and not _said(question, row["label"])]
        if not found:
            continue
        ends = [row for row in found if question.unit and row["label"].endswith(question.unit)]
        found = ends or found
        likeness = {row["label"]: _nearness(question, text, row["label"]) for row in found}
        several = re.search(r"哪些|哪[几两二三四五六七\d]", question.text)
        best = max(likeness.values())
        kept = (
            _listed(found, text)
            if several
            else [row for row in found if likeness[row["label"]] >= best - 1e-9]
        )
        results = tuple(Result(question.asked.value, row["label"], None, row["thing"]) for row in kept)
        quotes = quote_words(context, one.at, kept[0]["label"])
        return Found(results, quotes, query, one.certainty, limits=question.limits)
    return refuse(f"公文没有写明这件事的{name}", question, Silence.DETAIL, passages[0].certainty, query)


def _said(question: Question, label: str) -> bool:
    """Tell whether the question names a thing itself, or excepts it: 除客运专线外."""
    but = re.search(r"除(?:了|开|去)?(?P<but>.{2,12}?)(?:之?外|以外)", question.text)
    return label in question.text or (but is not None and but["but"] in label)


def _listed(found: list[Row], text: str) -> list[Row]:
    """Keep the longest list of names that stand side by side: 萧山、余杭、…、临安; all where there is none."""
    folded = fold(text)
    groups: list[list[Row]] = []
    end = -9
    for at, row in sorted(
        ((folded.find(fold(row["label"])), row) for row in found), key=lambda item: item[0]
    ):
        if groups and 0 <= at - end <= 1:
            groups[-1].append(row)
        else:
            groups.append([row])
        end = at + len(row["label"])
    longest = max(groups, key=len, default=[])
    return longest if len(longest) > 1 else found


def _nearness(question: Question, text: str, label: str) -> float:
    """Score a name in a passage by the question's words around it; a longer name says more."""
    asked = set(terms(fold(question.text), 1))
    folded, best = fold(text), 0.0
    for match in re.finditer(re.escape(fold(label)), folded):
        around = folded[max(0, match.start() - 12) : match.start()] + folded[match.end() : match.end() + 12]
        best = max(best, len(asked & set(terms(around, 1))) / 12 + 0.02 * len(label))
    own = set(terms(fold(label), 1))
    return best + len(own & asked) / (2 * max(1, len(own)))


def answer_text(context: Ask, question: Question) -> Found:
    """Answer in the text's own words: what stands before the noun asked for, else the sentence meant."""
    if found := fill(context, question, WORDS):
        return found
    noun = question.field if re.fullmatch(r"[一-龥]{2,}", question.field) else ""
    passages = ground_passages(context, question) if not noun else []
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    best = passages[0]
    which_ones = re.search(r"哪[一二三四五六七八九十几\d]?(?:个|些|家|位)", question.text)
    if which_ones or best.certainty < 0.8 or best.printed < 0.5:
        return refuse("公文没有直接写明这一点", question, Silence.DETAIL, 0.7)
    sentence = nearest_sentence(question, context.index.passages[best.at].text)
    quotes = quote_words(context, best.at, sentence)
    return Found(
        (Result("text", sentence),),
        quotes,
        passage_query(best.iri),
        best.certainty * 0.8,
        limits=question.limits,
    )


def nearest_sentence(question: Question, text: str) -> str:
    """Give the sentence of a text that shares most with a question."""
    sentences = re.findall(r"[^。；;]+", text) or [text]
    asked = set(terms(fold(question.text), 2))
    best: str = max(sentences, key=lambda sentence: len(asked & set(terms(fold(sentence), 2))))
    return best[:600]
