"""Particulars: figures, dates, places, events and words that stand in one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.compose import of_tasks_query, passage_query
from kg.ask.context import CERTAIN, Ask, Found, ground_topic, quote_words, refuse
from kg.ask.grounding import LITERAL, Ground, is_latin
from kg.ask.sentences import IN_NOTICE, Sentence, near_sentences, nearness
from kg.ask.silence import Silence
from kg.ask.spans import End, end_asked
from kg.ask.tasks import task_limits, unnamed
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
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
    limits = _but_issuers(context, question.limits)
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


def _but_issuers(context: Ask, limits: Sequence[Limit]) -> list[Limit]:
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
    passages = ground_passages(context, question)
    kind, name = _MENTIONED[question.asked]
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    query = (
        f"SELECT ?part ?thing ?label WHERE {{\n  {parts_pattern(passages[:2])}?part kg:mentions ?thing . ?thing a kg:{kind} ; rdfs:label ?label ."
        "\n} ORDER BY ?part ?label"
    )
    rows = context.rows(query)
    named = any(limit.kind in (Kind.NAMED, Kind.TASK) for limit in question.limits)
    dated = question.asked is Asked.DATE and question.content and not named and not is_latin(question.topic)
    near = near_sentences(context, question, passages[:2]) if dated else []
    for one in passages[:2]:
        text = context.index.passages[one.at].text
        found = [row for row in rows if row["part"] == one.iri and not _said(question, row["label"])]
        if dated:  # a date of another sentence is that of something else
            found = [row for row in found if any(row["label"] in sentence.text for sentence in near)]
        if not found:
            continue
        ends = [row for row in found if question.unit and row["label"].endswith(question.unit)]
        found = _end_of_span(question, ends or found, text)
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
    told = next((sentence for sentence in near if nearness(sentence) >= IN_NOTICE), None)
    if told and (clause := _when(question, _to_stop(context, told))):
        quotes, said = quote_words(context, told.ground.at, clause), Result("text", clause)
        return Found((said,), quotes, passage_query(told.ground.iri), 0.8, limits=question.limits)
    return refuse(f"公文没有写明这件事的{name}", question, Silence.DETAIL, passages[0].certainty, query)


def _end_of_span(question: Question, found: list[Row], text: str) -> list[Row]:
    """Keep the last, or the first, of the dates of a span, where the question asks for its end or its start."""
    if question.asked is not Asked.DATE or len(found) < 2:
        return found
    in_order = sorted(found, key=lambda row: text.find(row["label"]))
    ends = {End.FIRST: in_order[:1], End.LAST: in_order[-1:], None: found}
    return ends[end_asked(question.text)]


def _to_stop(context: Ask, sentence: Sentence) -> str:
    """Give a sentence with what follows it up to the full stop: 无需提交证明；受理后即时办结."""
    text = context.index.passages[sentence.ground.at].text
    at = text.find(sentence.text)
    end = text.find("。", at + len(sentence.text) - 1)
    return text[at : end if end >= 0 else len(text)] if at >= 0 else sentence.text


def _when(question: Question, text: str) -> str:
    """Give the clause that says when something may be done without a date: 抽样后即放行, 受理之日起五日内."""
    asked = set(terms(fold(unnamed(question)), 2))
    clauses = [part.strip() for part in re.split(r"[,，;；。:：]", text) if _TIMED.search(part)]
    shared = [(len(asked & set(terms(fold(part), 2))), part) for part in clauses]
    most, clause = max(shared, default=(0, ""))
    return clause if most else ""


_TIMED = re.compile(
    r"[一-龥]后(?!续|台|方|备|勤)|[一-龥](?:之)?前(?!提|台|往|期|沿|景)|之日起|即(?=[一-龥])|每(?:年|季|个?月|周)|同时|当[日天场]|日内|[小个]?时内"
)


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
    noun = question.field if re.fullmatch(r"[一-龥]{2,}", question.field) else ""
    if noun:
        return _before_noun(context, question, noun)
    passages = ground_passages(context, question)
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


def principle_in_text(context: Ask, question: Question) -> Found | None:
    """Answer 按什么原则 by the words before 的原则 in a notice that lists no principles; None where none are."""
    if question.how is not How.LIST or not question.content or len(context.directory.scopes) != 1:
        return None
    found = _before_noun(context, question, "(?:的)?原则")
    return None if found.missing else found


def _before_noun(context: Ask, question: Question, noun: str) -> Found:
    """Find “城市国际化”战略 for 什么战略, in the passage whose words around it are most like the question."""
    pattern = re.compile(rf"“(?P<quoted>[^“”]{{1,30}})”{noun}|(?P<plain>[一-龥、]{{2,14}}){noun}")
    asked = set(terms(fold(question.topic + noun), 2))
    found = []
    grounds = ground_topic(context, replace(question, topic=question.topic or noun), None, ANYWHERE)
    for rank, one in enumerate(grounds):
        text = context.index.passages[one.at].text
        for match in pattern.finditer(text):
            shared = len(asked & set(terms(fold(text[max(0, match.start() - 10) : match.end() + 4]), 2)))
            if shared >= 2 or (rank < 3 and one.certainty >= CERTAIN):
                found.append((shared + bool(match["quoted"]) + one.certainty, one, match))
    best = max(found, key=lambda item: item[0], default=None)
    if best is None:
        return refuse(f"公文没有写明是什么{noun}", question, Silence.DETAIL, 0.7)
    words = best[2]["quoted"] or best[2].group()
    quotes = quote_words(context, best[1].at, best[2].group())
    return Found((Result("text", words),), quotes, passage_query(best[1].iri), 0.8, limits=question.limits)


def nearest_sentence(question: Question, text: str) -> str:
    """Give the sentence of a text that shares most with a question."""
    sentences = re.findall(r"[^。；;]+", text) or [text]
    asked = set(terms(fold(question.text), 2))
    best: str = max(sentences, key=lambda sentence: len(asked & set(terms(fold(sentence), 2))))
    return best[:600]
