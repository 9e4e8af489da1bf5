"""Characters and where they stand: spans, folding, and text without white space.

A document's text is never changed. Reading rules look at a *flow*: the same characters without white
space and page furniture, each of which still knows its place in the text as read. What a rule finds
goes back to the source as a *piece*: the printed characters and the spans they stand at.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import sub


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
    | dict(zip("﹒．﹑﹐︰﹕﹔∶꞉､｡", "..、,::;::、。", strict=True))
    | {"\u3000": " ", "\u00a0": " ", "—": "—", "–": "—", "―": "—", "─": "—"}
    | {"○": "〇", "●": "〇", "·": "·", "・": "·", "•": "·", "‧": "·"}
)


#: `str.translate` looks every character up; most text has few to fold, and a class of them is found faster.
_UNFOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")


def _folded(match: re.Match[str]) -> str:
    return _FOLDED[ord(match[0])]


def fold(text: str) -> str:
    """Fold brackets, full-width forms and look-alikes to one form each, keeping the length.

    >>> fold("国发〔２００８〕３０号（试行）")
    '国发[2008]30号(试行)'
    """
    return _UNFOLDED.sub(_folded, text)


#: The characters that most persons' names begin with: the hundred most frequent surnames, and some more.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石"
    "廖贾韦夏傅邹熊孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严覃武戴莫孔汤高于萧金康尚温洪翟颜倪季俞章鲁葛"
)

#: How a character is read, which some sites print behind it in pages that they turned into traditional ones.
_SYLLABLE = "[bpmfdtnlgkhjqxrzcsyw]?h?[aeiouvüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,4}(?:ng?|r)?"
_GLOSS = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:[(（](?![a-z][)）]){_SYLLABLE}(?: ?/ ?{_SYLLABLE}){{0,3}} ?[)）]){{1,4}}"
)
_LONGEST_GLOSS = 40  # characters
#: What each of them begins with, which is found faster.
_OPENS = frozenset("(（")
_GLOSS_OPENS = re.compile("[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")

_BLANK = re.compile(r"\s")
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
        parts: list[str] = []
        for span in [Span(0, len(source))] if spans is None else spans:
            end = span.start
            for word in source[span.start : span.end].split():
                start = source.index(word, end)
                if start > end and kept and _LATIN.match(word) and _LATIN.match(source[kept[-1]]):
                    kept.append(end)
                    parts.append(" ")
                end = start + len(word)
                kept.extend(range(start, end))
                parts.append(word)
        text = "".join(parts)
        return cls(source, text, fold(text), kept)

    def __len__(self) -> int:
        """Count the characters."""
        return len(self.text)

    def __getitem__(self, part: slice) -> Flow:
        """Cut a stretch out; its characters keep their places."""
        if not part.start and (part.stop is None or part.stop >= len(self.text)):
            return self
        return Flow(self.source, self.text[part], self.folded[part], self.offsets[part])

    def within(self, span: Span) -> Flow:
        """Cut out what stands in a span of the source that neither begins nor ends with white space.

        Of a flow of the whole source it gives what `Flow.of(source, [span])` does, and is quicker.
        """
        return self[bisect_left(self.offsets, span.start) : bisect_left(self.offsets, span.end)]

    def piece(self, start: int = 0, end: int | None = None) -> Piece:
        """Give the characters from `start` to `end` with the spans they stand at.

        White space between two characters belongs to the span around it, and so does how one is read
        (see `simplified`), so that a quote reads as printed; anything else that was left out (a page
        number, another cell) parts two spans.
        """
        text, offsets = self.text[start:end], self.offsets[start:end]
        if offsets and self._stands_whole(text, offsets):
            return Piece(text, (Span(offsets[0], offsets[-1] + 1),))  # as almost always
        spans = tuple(self._runs(offsets))
        length = sum(span.end - span.start for span in spans)
        if length > len(offsets) and any(
            _GLOSS_OPENS.search(self.source, span.start, span.end)
            and _GLOSS.search(self.source, span.start, span.end)
            for span in spans
        ):
            return Piece(Flow.of(self.source, spans).text, spans)
        return Piece(text, spans)

    @property
    def printed(self) -> str:
        """The characters as a quote has them: those of `piece`."""
        whole = self.offsets and self._stands_whole(self.text, self.offsets)
        return self.text if whole else self.piece().text

    def _stands_whole(self, text: str, offsets: array[int]) -> bool:
        """Tell whether nothing but white space was left out between characters, nor a reading behind."""
        first, end, count = offsets[0], offsets[-1] + 1, len(offsets)
        if end - first != count:
            if not count < end - first <= 2 * count:  # what was joined may stand far apart
                return False
            if "".join(self.source[first:end].split()) != "".join(text.split()):
                return False
        return self.source[end : end + 1] not in _OPENS or _GLOSS.match(self.source, end) is None

    def _runs(self, offsets: array[int]) -> Iterator[Span]:
        if not offsets:
            return
        first = 0
        for at in _gaps(offsets):
            between = self.source[offsets[at - 1] + 1 : offsets[at]]
            if not between.isspace() and not (
                between[0] in _OPENS
                and len(between) <= _LONGEST_GLOSS
                and _GLOSS.fullmatch(self.source, offsets[at - 1] + 1, offsets[at])
            ):
                yield Span(offsets[first], offsets[at - 1] + 1)
                first = at
        opens = self.source[offsets[-1] + 1 : offsets[-1] + 2] in _OPENS
        gloss = _GLOSS.match(self.source, offsets[-1] + 1) if opens else None
        yield Span(offsets[first], gloss.end() if gloss else offsets[-1] + 1)


def _gaps(offsets: array[int]) -> list[int]:
    """Give the places whose offset does not follow on from the one before."""
    steps = map(sub, offsets[1:], offsets)
    return [at for at, step in enumerate(steps, 1) if step != 1]


def join_flows(flows: Sequence[Flow]) -> Flow:
    """Put flows of one document one behind the other."""
    if len(flows) == 1:
        return flows[0]
    offsets = array("I")
    for flow in flows:
        offsets.extend(flow.offsets)
    return Flow(flows[0].source, "".join(f.text for f in flows), "".join(f.folded for f in flows), offsets)


@cache
def _simple() -> dict[int, str]:
    text = resources.files("kg").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return str.maketrans(dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True)))


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simple()))}]")


def simple(text: str) -> str:
    """Put simplified characters for traditional ones, one for one: for comparing, never for quoting.

    >>> simple("責任單位")
    '责任单位'
    """
    return text.translate(_simple()) if _traditional().search(text) else text


def bare(text: str) -> str:
    """Simplify a text, and leave out how a character is read, where that is printed behind.

    What is left has no places in the text any more.

    >>> bare("縣發(fā)改局")
    '县发改局'
    """
    return _GLOSS.sub("", text).translate(_simple()) if _traditional().search(text) else text


def simplified(flow: Flow) -> Flow:
    """Give the same characters with `folded` in simplified ones; what is printed stays.

    How a character is read is left out, where a page prints it behind; a piece has it again.

    >>> simplified(Flow.of("責任單位：縣發(fā)改局")).folded
    '责任单位:县发改局'
    >>> simplified(Flow.of("責任單位：縣發(fā)改局")).piece(5).text
    '縣發(fā)改局'
    """
    if not _traditional().search(flow.folded):
        return flow
    glosses = list(_GLOSS.finditer(flow.text))
    if glosses:
        edges = [0, *(edge for gloss in glosses for edge in gloss.span()), len(flow)]
        flow = join_flows([flow[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)])
    return Flow(flow.source, flow.text, simple(flow.folded), flow.offsets)


def encodable(text: str) -> str:
    """Put U+FFFD for surrogates, which no encoding has: a file's name can hold them."""
    return _SURROGATE.sub("\ufffd", text)


def squeeze(text: str) -> str:
    """Take out white space, but for one space between two Latin words.

    >>> squeeze("接轨大上海 融入长三角")
    '接轨大上海融入长三角'
    """
    return Flow.of(text).text if _BLANK.search(text) else text
