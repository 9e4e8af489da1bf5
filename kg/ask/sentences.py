"""The sentences of passages, each with how near it is to a topic by meaning and by word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kg.ask.context import Ask
from kg.ask.grounding import Ground
from kg.ask.values import Question
from kg.index.lexical import Postings, terms
from kg.index.search import embedded_texts
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
    index, vector = context.index, context.embed(question.topic[:128])
    wanted = weights_of(index.pairs, question.content or question.topic)
    found: dict[str, Sentence] = {}
    for one in grounds:
        passage, first = index.passages[one.at], int(index.firsts[one.at])
        texts = embedded_texts(passage)
        for row, text in enumerate(texts, start=first):
            if len(texts) > 1 and text == passage.text:
                continue  # all of its sentences
            cosine = float(index.vectors[row] @ vector)
            found.setdefault(text, Sentence(text, one, cosine, share_of(wanted, text)))
    return sorted(found.values(), key=lambda sentence: -sentence.cosine)


#: Weight of the share of a topic that a sentence prints, beside the cosine.
PRINTED = 0.1


def nearness(sentence: Sentence) -> float:
    """Score how near a sentence is to the topic, by meaning and by word."""
    return sentence.cosine + PRINTED * sentence.printed


def weights_of(postings: Postings, words: str) -> dict[int, float]:
    """Weigh the pairs of characters of a text: rare ones more; one that no passage has weighs most."""
    rare = float(np.log(1 + postings.size))
    weights = {}
    for term in terms(words, postings.width):
        at = int(np.searchsorted(postings.terms, np.uint64(term)))
        known = at < len(postings.terms) and int(postings.terms[at]) == term
        weights[term] = float(postings.idf[at]) if known else rare
    return weights


def share_of(wanted: dict[int, float], text: str) -> float:
    """Give the share (0 to 1) of weighed pairs of characters that a text prints."""
    held: Collection[int] = set(terms(fold(text), 2))
    return sum(weight for term, weight in wanted.items() if term in held) / max(1e-9, sum(wanted.values()))
