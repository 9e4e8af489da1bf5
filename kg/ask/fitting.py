"""How well a stretch of a sentence fits the gap of a question: what is said around it, and what right beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from kg.ask.gaps import Gap, Span
from kg.ask.sentences import Sentence
from kg.ask.small_words import content_of
from kg.index.rows import pair_weights
from kg.index.search import Index
from kg.index.terms import terms
from kg.text import fold, simple

#: What stands before a gap is what is asked of: so many of its last characters weigh twice.
_SUBJECT = 4
#: So many of them are its head: 项目现场会 is a 会.
_HEAD = 2
#: A cosine that says nothing.
_USUAL = 0.85


class Fit(NamedTuple):
    """How a span fits a gap: shares from 0 to 1, and a cosine.

    `item` is the share of the rest of the question that the span's item of a list prints, `exact` how much of
    that item the question says. `clause`, `around` and `sentence` are the shares that its clause, that with the
    clauses beside it, and its sentence with what stands over and before it print; `beside` is how much of what
    stands right beside the gap stands right beside the span; `head` how much of the last word before the gap is
    printed; `headed` how much of the headings the question says; `cosine` is that of the sentence with the
    question. The weights below were chosen on questions whose answers are known: by them the right span ranks
    first, and where there is none few spans score high.
    """

    item: float
    exact: float
    clause: float
    around: float
    sentence: float
    beside: float
    head: float
    headed: float
    cosine: float

    @property
    def score(self) -> float:
        """Add them up: 3 and more where all is said in the clause, 0 and less where nothing is."""
        said = self.clause + self.around + 0.5 * self.sentence
        return said + 0.5 * self.beside + self.head - 1 + 0.3 * self.headed + 8 * (self.cosine - _USUAL)

    @property
    def rank(self) -> float:
        """Add them up for one span among others: how much of its own clause the question says counts as well."""
        said = 0.8 * self.item + 2 * self.exact + 0.4 * self.clause + 0.3 * self.around + 0.5 * self.sentence
        return said + 0.2 * (self.beside + self.head) + 0.3 * self.headed + 14 * (self.cosine - _USUAL)


class Wanted(NamedTuple):
    """What a question says besides its gap: its pairs of characters and its characters, weighed by rarity.

    `head` are the last characters before the gap, `whole` the pairs of the whole question, its notice's name too.
    """

    pairs: Mapping[int, float]
    singles: Mapping[int, float]
    head: Collection[int]
    head_pairs: Collection[int]
    rest: Collection[int]
    whole: Collection[int]


def wanted_of(index: Index, gap: Gap, question: str) -> Wanted:
    """Weigh what a question says besides its gap."""
    content = " ".join(content_of(part) for part in re.split(r"[\s,，]+", gap.rest))
    before, own = content_of(gap.before), set(terms(gap.rest, 2))
    subject = set(terms(before[-_SUBJECT:], 2))
    pairs = {
        pair: weight * (1 + (pair in subject))
        for pair, weight in pair_weights(index.pairs, content).items()
        if pair in own
    }
    return Wanted(
        pairs,
        pair_weights(index.singles, content),
        set(terms(before[-_HEAD:], 1)),
        set(terms(before[-_HEAD:], 2)),
        own.union(terms(gap.rest, 1)),
        set(terms(question, 2)),
    )


class Told(NamedTuple):
    """A sentence in its place: `headings` stand over it, `lead` before it, from the last full stop on."""

    sentence: Sentence
    headings: str
    lead: str


def fit_of(wanted: Wanted, gap: Gap, span: Span, told: Told) -> Fit:
    """Tell how a span of a sentence fits a gap."""
    said = simple(fold(told.sentence.text))
    start, end = _clause(said, *span)
    first, last = _clause(said, *span, marks=",。;:、")
    item = _aligned(said, span) or f"{said[first : span.start]} {said[span.end : last]}"
    before, _ = _clause(said, max(0, start - 2), start)
    _, behind = _clause(said, end, min(len(said), end + 2))
    _, behind = _clause(said, behind, min(len(said), behind + 2))
    whole = f"{said[: span.start]} {said[span.end :]} {told.headings} {told.lead}"
    return Fit(
        _share(wanted, item),
        sum(_part(terms(item, width), wanted.rest) for width in (1, 2)) / 2,
        _share(wanted, f"{said[start : span.start]} {said[span.end : end]}"),
        _share(
            wanted,
            f"{said[before : span.start]} {said[span.end : behind]} {told.lead if before == 0 else ''}",
        ),
        _share(wanted, whole),
        _beside(gap, said, span),
        (_part(wanted.head, terms(whole, 1), 1.0) + _part(wanted.head_pairs, terms(whole, 2), 1.0)) / 2,
        _part(terms(told.headings, 2), wanted.whole),
        told.sentence.cosine,
    )


#: What brings in several things of one kind each: 分别给予100万元、50万元奖励.
_EACH = re.compile(r"分别(?:按|给予|奖励|补助|一次性|不超过|不低于|不少于|最高|总额|达到?|控制在|为)*")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def _aligned(text: str, span: Span) -> str:
    """Give what a span of a list with 分别 is for: of 国家级、省级的,分别给予100万元、50万元, 省级的 for 50万元.

    Where nothing is listed before it, its own item alone: 分别给予100万元(甲类)、50万元(乙类).
    """
    begun = max((text.rfind(mark, 0, span.start) for mark in "。;"), default=-1) + 1
    lists = list(_EACH.finditer(text, begun, span.start))
    if not lists or re.search(r"[,:]", text[lists[-1].end() : span.start]):
        return ""
    start, end = (
        lists[-1].end(),
        min((at for mark in ",。;:" if (at := text.find(mark, span.end)) >= 0), default=len(text)),
    )
    items = text[start:end].split("、")
    at = text.count("、", start, span.start)
    for clause in reversed(_IN_BRACKETS.sub("", text[begun : lists[-1].start()]).split(",")):
        things = clause.split("、")
        if len(things) == len(items) > 1:  # the head of all stands behind the last: 国家级、省级实验室
            kind = things[-2][-1:]
            things[-1] = things[-1].partition(kind)[0] + kind if kind in things[-1] else things[-1]
            return re.sub(r"^.*[的对为给获]", "", things[at])
    return items[at].replace(text[slice(*span)], " ")


def _share(wanted: Wanted, text: str) -> float:
    """Give the share of what is wanted that a text prints: half by characters, half by pairs of them."""
    shares = []
    for weights, width in ((wanted.pairs, 2), (wanted.singles, 1)):
        held = set(terms(text, width))
        printed = sum(weight for term, weight in weights.items() if term in held)
        shares.append(printed / max(1e-9, sum(weights.values())))
    return sum(shares) / 2


def _part(terms_wanted: Collection[int], held: Collection[int], of_none: float = 0.0) -> float:
    own = set(terms_wanted)
    return len(own.intersection(held)) / len(own) if own else of_none


def _clause(text: str, first: int, last: int, marks: str = ",。;:") -> tuple[int, int]:
    """Give where the clause of a stretch starts and ends, or the item of a list, by the marks between them."""
    start = max(text.rfind(mark, 0, first) for mark in marks) + 1
    ends = [at for mark in marks if (at := text.find(mark, last)) >= 0]
    return start, min(ends, default=len(text))


def _beside(gap: Gap, text: str, span: Span) -> float:
    """Give how much of the two characters on either side of a gap stands right beside a span."""
    before = re.sub(r"[\s的了是由要被,，]+$", "", gap.before)[-2:]
    behind = re.sub(r"^(?:[\s的了来去要会能应,，]|可以)+", "", gap.behind)[:2]
    near = _IN_BRACKETS.sub("", text[max(0, span.start - 24) : span.start])[-5:]
    far = text[max(span.start, span.end - 4) : span.end + 8]
    shares = [sum(char in beside for char in said) / 2 for said, beside in ((before, near), (behind, far))]
    return sum(shares) / 2
