"""Quotes inside a sentence: the clause that shows something, no longer than it need be."""

from __future__ import annotations

from collections.abc import Sequence

from kg.text import fold

#: A sentence of so many characters is quoted whole; of a clause at most so many are.
_SENTENCE, _CLAUSE = 40, 60
#: Outer and inner quotation marks trade places inside a quote (GB/T 15834).
_INNER = str.maketrans("“”‘’", "‘’“”")
_OPENING, _CLOSING = "“‘《〈([{「『", "”’》〉)]}」』"


def quoted(text: str) -> str:
    """Put a text between quotation marks.

    >>> quoted("推进“一体化”")
    '“推进‘一体化’”'
    """
    return f"“{text.translate(_INNER)}”"


def holds(text: str, word: str) -> bool:
    """Tell whether a text prints a word, whatever the form of its letters and brackets."""
    return fold(word).lower() in fold(text).lower()


def clause_with(sentence: str, words: Sequence[str]) -> str:
    """Cut a long sentence to the clause that holds most of some words, the first of several.

    >>> clause_with("建设基地，改善交通条件，方便群众出行，推动" + "各项事业发展" * 5, ["交通"])
    '改善交通条件'
    """
    if len(sentence) <= _SENTENCE:
        return sentence.rstrip("。；;，,")
    clauses = [clause for clause in _split(sentence, "，,。；;!！?？") if clause.strip()] or [sentence]
    clause = max(clauses, key=lambda one: sum(holds(one, word) for word in words))
    return clause if len(clause) <= _CLAUSE else _shortened(clause, words)


def _shortened(clause: str, words: Sequence[str]) -> str:
    """Keep the items of a long list from the first that holds a word on; …… stands for what is left out."""
    items = _split(clause, "、")
    first = next((at for at, item in enumerate(items) if any(holds(item, word) for word in words)), 0)
    kept = items[first]
    for item in items[first + 1 :]:
        if len(kept) + 1 + len(item) > _CLAUSE:
            return f"{'……' if first else ''}{kept}……"
        kept += "、" + item
    return f"{'……' if first else ''}{kept}"


def _split(text: str, marks: str) -> list[str]:
    """Split at marks that stand in no brackets or quotation marks of the text."""
    parts, depth, start = [], 0, 0
    folded = fold(text)
    for at, char in enumerate(folded):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth and text[at] in marks:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
