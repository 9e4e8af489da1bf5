"""Which notices print a word: what a question names is looked for in their texts before it is called unknown."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import partial

from kg.ask.context import Ask
from kg.ask.small_words import content_of
from kg.ask.texts import Texts
from kg.index.rows import notice_of, rows_with
from kg.index.terms import terms
from kg.text import fold, simple

#: So many characters of a page stand above its notice at most: whose it is, and where it was published.
_ABOVE = 2_000
#: Files whose first characters are read for a word: more would take seconds.
_FEW = 100


def texts_of(context: Ask) -> Texts:
    """Give what the notices of a library print, as reading a question needs it."""
    return Texts(partial(prints, context), partial(printing, context), partial(covering, context))


def prints(context: Ask, word: str, notices: tuple[str, ...] = ()) -> bool:
    """Tell whether notices print a word, all of the library where none is given."""
    if _named(context, word, notices or context.directory.scopes):
        return True
    passages = context.index.passages
    rows = rows_with(context.index, context.layout.rows(notices), word)
    if any(word in _text(context, int(at)) or word in passages[int(at)].notice for at in rows):
        return True
    files = {passages[int(at)].digest for at in context.layout.rows(notices)} if len(notices) == 1 else ()
    return any(word in _above(context, digest) for digest in files)


def printing(context: Ask, word: str, notices: Collection[str] = ()) -> Collection[str]:
    """Give those of the notices (of all, where none is given) that print a word.

    Of notices that are given, what stands above their text on the page is looked at too, if they are few.
    """
    among = set(notices or context.directory.scopes)
    found = _named(context, word, among)
    passages = context.index.passages
    for at in rows_with(context.index, context.layout.rows(tuple(notices)), word):
        notice = notice_of(passages.iris[int(at)])
        if notice not in found and word in _text(context, int(at)):
            found.add(notice)
    if not found and 0 < len(notices) <= _FEW:
        files = {iri: [passages[int(at)].digest for at in context.layout.rows((iri,))[:1]] for iri in notices}
        found = {iri for iri, own in files.items() if any(word in _above(context, one) for one in own)}
    return found & among


def passages_printing(context: Ask, words: Collection[str]) -> dict[str, int]:
    """Give the passages of the notices meant that print all of some words, with their places in the index."""
    iris = context.index.passages.iris
    rows = rows_with(context.index, context.layout.rows(context.notices), max(words, key=len))
    return {iris[int(at)]: int(at) for at in rows if all(word in _text(context, int(at)) for word in words)}


def _above(context: Ask, digest: str) -> str:
    return simple(fold(context.text(digest)[:_ABOVE])).lower()


def _named(context: Ask, word: str, notices: Iterable[str]) -> set[str]:
    scopes = context.directory.scopes
    return {iri for iri in notices if any(word in name for name in (*scopes[iri].years, *scopes[iri].names))}


def _text(context: Ask, at: int) -> str:
    """Give the text of a passage as questions are read: folded, in simplified characters, in lower case."""
    return simple(fold(context.index.passages[at].text)).lower()


def covering(context: Ask, phrase: str, notices: Collection[str] = ()) -> dict[str, float]:
    """Give the share (0 to 1) of a phrase's pairs of characters that each notice prints; rare pairs weigh more.

    Small words are left out.

    :param notices: those that are compared; none for all
    """
    among = sorted(notices or context.directory.scopes)
    rows = {iri: context.layout.rows((iri,)) for iri in among}
    total, held = 0.0, dict.fromkeys(among, 0.0)
    content = content_of(phrase)
    for pair in dict.fromkeys(content[at : at + 2] for at in range(len(content) - 1)):
        if pair not in phrase or not (said := terms(pair, 2)):
            continue
        printed = context.index.pairs.score(pair)[1] > 0
        own = [
            iri for iri in among if said[0] in context.directory.scopes[iri].pairs or printed[rows[iri]].any()
        ]
        weight = math.log(1 + len(among) / (len(own) or 1))
        total += weight
        for iri in own:
            held[iri] += weight
    return {iri: share / total for iri, share in held.items()} if total else {}
