"""The sentences of passages, each with how near it is to a topic by meaning and by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, ground_topic, quote_words
from kg.ask.grounding import Ground
from kg.ask.values import Question, Result
from kg.index.rows import pair_weights, sentence_cosines
from kg.index.terms import terms
from kg.text import fold


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the passage `ground`: its cosine with the topic, and the share of the topic it prints."""

    text: str
    ground: Ground
    cosine: float
    printed: float


def sentences_of(context: Ask, question: Question, grounds: Sequence[Ground]) -> list[Sentence]:
    """Cut passages into sentences, the nearest to the topic of the question first."""
    vector = context.embed(question.topic[:128])
    wanted = pair_weights(context.index.pairs, question.content or question.topic)
    found: dict[str, Sentence] = {}
    for one in grounds:
        for text, cosine in sentence_cosines(context.index, one.at, vector):
            found.setdefault(text, Sentence(text, one, cosine, share_of(wanted, text)))
    return sorted(found.values(), key=lambda sentence: -sentence.cosine)


def sentences_about(
    context: Ask, question: Question, most: int, kinds: Sequence[str] = ("task", "section", "preamble")
) -> list[Sentence]:
    """Cut the passages that fit the topic of a question best into sentences, the nearest first.

    :param most: how many passages
    :param kinds: of which kinds
    """
    return sentences_of(context, question, ground_topic(context, question, None, kinds)[:most])


def said_in(
    context: Ask, sentence: Sentence, results: tuple[Result, ...], certainty: float, remark: str = ""
) -> Found:
    """Answer with what a sentence says, and quote it."""
    quotes = quote_words(context, sentence.ground.at, sentence.text)
    return Found(results, quotes, passage_query(sentence.ground.iri), certainty, remark)


#: From this nearness on a sentence of the notice that a question names says what is asked; sentences that only
#: touch the subject stay below 0.90.
IN_NOTICE = 0.905
#: How much farther from the topic than the nearest sentence one may be that still speaks of it.
BESIDE = 0.015
#: Weight of the share of a topic that a sentence prints, beside the cosine.
PRINTED = 0.1


def nearness(sentence: Sentence) -> float:
    """Score how near a sentence is to the topic, by meaning and by word."""
    return sentence.cosine + PRINTED * sentence.printed


def share_of(wanted: dict[int, float], text: str) -> float:
    """Give the share (0 to 1) of weighed pairs of characters that a text prints."""
    held: Collection[int] = set(terms(fold(text), 2))
    return sum(weight for term, weight in wanted.items() if term in held) / max(1e-9, sum(wanted.values()))
