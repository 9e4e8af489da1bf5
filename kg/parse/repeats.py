"""A body that the file prints twice: found, recorded, and read once."""

from __future__ import annotations

from collections.abc import Sequence

from kg.notice import Repeat
from kg.parse.paragraphs import Paragraph
from kg.text import Span

_RUN = 3  # paragraphs that must agree one after the other
_LEAST = 200  # characters: shorter repeats are the language of offices, not a second printing


def without_repeats(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Repeat]]:
    """Leave out each stretch of paragraphs that was printed before, and say where both stand."""
    texts = [paragraph.flow.folded for paragraph in paragraphs]
    first: dict[tuple[str, ...], int] = {}
    kept: list[Paragraph] = []
    repeats: list[Repeat] = []
    at = 0
    while at < len(texts):
        key = tuple(texts[at : at + _RUN])
        # Rows without text are like each other everywhere.
        before = first.setdefault(key, at) if len(key) == _RUN and any(key) else at
        length = _agreement(texts, before, at) if before < at else 0
        if sum(map(len, texts[at : at + length])) >= _LEAST:
            repeats.append(Repeat(_span(paragraphs, before, length), _span(paragraphs, at, length)))
            at += length
        else:
            kept.append(paragraphs[at])
            at += 1
    return kept, repeats


def _agreement(texts: Sequence[str], before: int, at: int) -> int:
    length = 0
    while at + length < len(texts) and before + length < at and texts[before + length] == texts[at + length]:
        length += 1
    return length


def _span(paragraphs: Sequence[Paragraph], start: int, length: int) -> Span:
    first, last = paragraphs[start].flow, paragraphs[start + length - 1].flow
    return Span(first.offsets[0], last.offsets[-1] + 1)
