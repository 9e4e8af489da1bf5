"""Which notices print what a question asks for the parts of, where the parts do not: 养老服务的目标是什么."""

from __future__ import annotations

import re
from collections import Counter

from kg.ask.context import Ask
from kg.ask.grounding import is_latin
from kg.ask.small_words import content_of
from kg.ask.values import Question
from kg.index.rows import notice_of, rows_with
from kg.text import fold

#: A notice speaks of a subject where it prints this share of the subject's pairs of characters.
_MOST = 0.5
_HAS = re.compile(r"有(?:哪|什么|啥|几|多少)")


def subject_of(question: Question) -> str:
    """Give the words that say whose parts are asked for: X的目标, X有哪些目标; empty where none do."""
    stretches = question.topic.split()
    whole = len(stretches) == 1 and _HAS.search(question.text) and fold(question.text).find(stretches[0]) == 0
    of = stretches if whole else [one for one in stretches if one.endswith("的")]
    subject = " ".join(filter(None, map(content_of, of)))
    return "" if is_latin(subject) else subject


def notices_printing(context: Ask, subject: str) -> set[str]:
    """Give the notices that print most of a subject, pair of characters by pair; a notice's names count as print."""
    scopes = context.directory.scopes
    rows = context.layout.rows(context.notices)
    pairs = {word[at : at + 2] for word in subject.split() for at in range(len(word) - 1)}
    printed: Counter[str] = Counter()
    for pair in pairs:
        printing = rows_with(context.index, rows, pair)
        notices = {notice_of(context.index.passages[at].iri) for at in printing}
        named = {iri: (*scope.names, *scope.places) for iri, scope in scopes.items()}
        printed.update(notices | {iri for iri, names in named.items() if any(pair in name for name in names)})
    return {notice for notice, count in printed.items() if count >= _MOST * len(pairs)}
