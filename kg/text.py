"""Characters and where they stand: spans, folding, and text without white space.

A document's text is never changed. Reading rules look at a *flow*: the same characters without white
space and page furniture, each of which still knows its place in the text as read. What a rule finds
goes back to the source as a *piece*: the printed characters and the spans they stand at.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of a document's text, counted between characters as RFC 5147 does (code points)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters that this span covers in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document: its characters as printed, without white space, and where they stand.

    `spans` are in reading order; there are several where a page break or a table cell stands between.
    """

    text: str
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        """Give the characters."""
        return self.text


#: One character for one character, so that an offset found in folded text is an offset in the source.
#: Never NFKC: it turns ㈠ into three characters, and every offset after it would lie.
_FOLDED = str.maketrans(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}  # full-width ASCII, （） and ，：； among them
    | dict(zip("〔〕【】﹝﹞〖〗﹙﹚", "[][][][]()", strict=True))
    | dict(zip("﹒．﹑﹐︰﹕﹔", "..、,::;", strict=True))
    | {"\u3000": " ", "\u00a0": " ", "—": "—", "–": "—", "―": "—", "─": "—"}
    | {"○": "〇", "●": "〇", "·": "·", "・": "·", "•": "·", "‧": "·"}
)


def fold(text: str) -> str:
    """Fold brackets, full-width forms and look-alikes to one form each, keeping the length.

    >>> fold("国发〔２００８〕３０号（试行）")
    '国发[2008]30号(试行)'
    """
    return text.translate(_FOLDED)


_LATIN = re.compile(r"[A-Za-z]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Flow:
    """What reading rules look at: characters without white space and page furniture, that know their place.

    `text`, `folded` and `offsets` have the same length: `folded` is what patterns are matched against, and
    `offsets[i]` is the place of character `i` in `source`, the whole text of the document. White space
    between two Latin words is kept as one space.
    """

    source: str
    text: str
    folded: str
    offsets: array[int]

    @classmethod
    def of(cls, source: str, spans: Iterable[Span] | None = None) -> Flow:
        """Join the characters that some spans of `source` cover (all of it by default).

        >>> Flow.of("国发〔2008〕 30 号, R&D  center").text
        '国发〔2008〕30号,R&D center'
        """
        kept = array("I")
        for span in [Span(0, len(source))] if spans is None else spans:
            for match in re.finditer(r"\S+|\s+", source[span.start : span.end]):
                first, last = span.start + match.start(), span.start + match.end()
                if not match.group().isspace():
                    kept.extend(range(first, last))
                elif (
                    kept
                    and last < len(source)
                    and _LATIN.match(source[kept[-1]])
                    and _LATIN.match(source[last])
                ):
                    kept.append(first)
        text = "".join([" " if source[at].isspace() else source[at] for at in kept])
        return cls(source, text, fold(text), kept)

    def __len__(self) -> int:
        """Count the characters."""
        return len(self.text)

    def __getitem__(self, part: slice) -> Flow:
        """Cut a stretch out; its characters keep their places."""
        return Flow(self.source, self.text[part], self.folded[part], self.offsets[part])

    def piece(self, start: int = 0, end: int | None = None) -> Piece:
        """Give the characters from `start` to `end` with the spans they stand at.

        White space between two characters belongs to the span around it, so that a quote reads as
        printed; anything else that was left out (a page number, another cell) parts two spans.
        """
        return Piece(self.text[start:end], tuple(self._runs(self.offsets[start:end])))

    def _runs(self, offsets: array[int]) -> Iterator[Span]:
        if not offsets:
            return
        first = last = offsets[0]
        for offset in offsets[1:]:
            if offset - last != 1 and not self.source[last + 1 : offset].isspace():
                yield Span(first, last + 1)
                first = offset
            last = offset
        yield Span(first, last + 1)


def encodable(text: str) -> str:
    """Put U+FFFD for surrogates, which no encoding has: a file's name can hold them."""
    return _SURROGATE.sub("\ufffd", text)


def squeeze(text: str) -> str:
    """Take out white space, but for one space between two Latin words.

    >>> squeeze("接轨大上海 融入长三角")
    '接轨大上海融入长三角'
    """
    return Flow.of(text).text
