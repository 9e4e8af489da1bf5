"""The other documents that a notice names: by title in 《》, by number, or by both; one Citation each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.find.marks import marked
from kg.find.relations import relation_after, relation_before, strongest
from kg.find.titles import is_document, is_handed_out, is_kind, issued_by_title
from kg.notice import Citation, Header
from kg.numerals import find_numbers
from kg.text import Flow, Piece, fold

#: How far to look around a title for the words that govern it, in characters.
_REACH = 200
#: Between a title and its number: 《…》(国发〔2008〕30号, 《…》的通知(…, 《…》,国发〔2008〕30号.
_TO_NUMBER = re.compile(r"(?:的通知)?[(\[,]?(?:国家|以下简称[^,()]{0,20},)?")
#: 国发〔2008〕30号《…》, 国发〔2008〕30号文件《…》, 第123号令发布的《…》.
_TO_TITLE = re.compile(r"(?:文件?)?(?:发布的?|印发的?|公布的?|颁布的?)?[)\]]?")
#: (…号,以下简称《办法》), (以下简称“《办法》”).
_SHORT = re.compile(r"[(,]?(?:以下|下)?(?:统?简称)(?:为|:)?[“‘]?")


@dataclass(slots=True)
class _Named:
    """One place that names a document, while it is sorted out which."""

    start: int
    end: int
    title: str | None
    number: str | None


@dataclass(slots=True)
class _Known:
    """A document met so far."""

    titles: list[str]
    number: str | None
    short: set[str] = field(default_factory=set)
    relations: list[str | None] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def find_citations(flows: Iterable[Flow], header: Header) -> tuple[Citation, ...]:
    """Find the documents that a notice names, in the order of their first mention.

    What names the notice itself (`header`) or the plan that it issues is no citation.
    """
    known: list[_Known] = []
    own = {_bare(header.title.text)} if header.title else set()
    issued = issued_by_title(fold(header.title.text)) if header.title else None
    if issued:
        own.add(_bare(issued))
    for flow in flows:
        for named in _named_in(flow):
            before = flow.folded[max(0, named.start - _REACH) : named.start]
            after = flow.folded[named.end : named.end + _REACH]
            if named.title and not named.number and is_handed_out(before, after):
                own.add(_bare(named.title))
            # A number that stands right behind another word on the cover is still the notice's own.
            if (header.number and named.number and named.number.endswith(header.number)) or _is_own(
                named.title, own
            ):
                continue
            document = _document_of(named, known, before)
            if document:
                document.relations += [relation_before(before), relation_after(after)]
                document.pieces.append(flow.piece(named.start, named.end))
    return tuple(
        Citation(d.titles[0] if d.titles else None, d.number, strongest(d.relations), tuple(d.pieces))
        for d in known
        if not _is_own(d.titles[0] if d.titles else None, own)
    )


def _named_in(flow: Flow) -> Iterator[_Named]:
    """Find titles and numbers, each title with the number that stands beside it, documents or not."""
    folded = flow.folded
    titles = [
        _Named(start, end, flow.text[start + 1 : end - 1], None) for start, end in marked(folded, "《", "》")
    ]
    numbers = [
        _Named(start, end, None, number)
        for start, end, number in find_numbers(folded)
        if not any(title.start < start < title.end for title in titles)
    ]
    last: _Named | None = None
    for named in sorted([*titles, *numbers], key=lambda named: named.start):
        between = folded[last.end : named.start] if last else ""
        if last and named.number and not last.number and _TO_NUMBER.fullmatch(between):
            last.number, last.end = named.number, named.end
        elif last and named.title and not last.title and _TO_TITLE.fullmatch(between):
            last.title, last.end = named.title, named.end
        else:
            if last:
                yield _checked(last, folded)
            last = named
    if last:
        yield _checked(last, folded)


def _checked(named: _Named, folded: str) -> _Named:
    """Take the title away if it is no document's."""
    before, after = folded[max(0, named.start - _REACH) : named.start], folded[named.end : named.end + _REACH]
    if named.title and not (
        is_document(fold(named.title), before, after, numbered=named.number is not None) or _SHORT.search(before[-12:])
    ):
        named.title = None
    return named


def _document_of(named: _Named, known: list[_Known], before: str) -> _Known | None:
    """Give the document that is named, a new one if it is met for the first time; None if it is none."""
    if named.title is None and named.number is None:
        return None
    title = named.title and _bare(named.title)
    short = _SHORT.search(before[-12:]) if title else None
    if title and short and short.end() == len(before[-12:]) and known:
        known[-1].short.add(title)
        return known[-1]
    for document in known:
        if named.number and document.number == named.number:
            break
        if title and not (named.number and document.number) and title in {*map(_bare, document.titles), *document.short}:
            break
    else:
        if title and is_kind(title) and not named.number:  # 本《办法》 means this notice, or nothing known
            return None
        document = _Known([], None)
        known.append(document)
    if named.title and not document.titles:
        document.titles.append(named.title)
    elif title and title not in map(_bare, document.titles):
        document.short.add(title)
    document.number = document.number or named.number
    return document


def _is_own(title: str | None, own: set[str]) -> bool:
    return title is not None and _bare(title) in own


def _bare(title: str) -> str:
    """Give a title as it is compared: without marks, which careful writers nest and others leave out."""
    return re.sub(r"[《》〈〉<>\s]", "", fold(title))
