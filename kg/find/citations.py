"""The other documents that a notice names: by title in 《》, by number, or by both; one Citation each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.find.naming import REACH, Named, find_named, is_short_name
from kg.find.relations import relation_after, relation_before, strongest
from kg.find.titles import is_handed_out, is_kind, issued_by_title
from kg.notice import Citation, Header
from kg.text import Flow, Piece, fold


@dataclass(slots=True)
class _Known:
    """A document met so far."""

    title: str | None
    number: str | None
    relations: list[str | None] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Register:
    """The documents met so far, in order, and by what they are called."""

    documents: list[_Known] = field(default_factory=list)
    by_number: dict[str, _Known] = field(default_factory=dict)
    by_title: dict[str, _Known] = field(default_factory=dict)

    def look_up(self, named: Named, *, is_short: bool) -> _Known | None:
        """Give the document that is named, a new one when it is met for the first time.

        None for a mere kind, such as 本《办法》: it means the notice itself, or nothing known.
        """
        title = _bare(named.title) if named.title else None
        known = self.documents[-1] if is_short and self.documents else None
        if known is None and named.number:
            known = self.by_number.get(named.number)
        if known is None and title:
            known = self.by_title.get(title)
            if known and known.number and named.number:
                known = None  # two documents of one title
        if known is None:
            if title and is_kind(title) and not named.number:
                return None
            known = _Known(None, None)
            self.documents.append(known)
        known.title = known.title or named.title
        known.number = known.number or named.number
        if title:
            self.by_title.setdefault(title, known)
        if named.number:
            self.by_number.setdefault(named.number, known)
        return known


def find_citations(flows: Iterable[Flow], header: Header) -> tuple[Citation, ...]:
    """Find the documents that a notice names, in the order of their first mention.

    What names the notice itself (`header`) or the plan that it issues is no citation.
    """
    register = _Register()
    own = _own_titles(header)
    for flow in flows:
        for named in find_named(flow):
            before = flow.folded[max(0, named.start - REACH) : named.start]
            after = flow.folded[named.end : named.end + REACH]
            if named.title and not named.number and is_handed_out(before, after):
                own.add(_bare(named.title))
            if _is_own_number(named.number, header) or (named.title and _bare(named.title) in own):
                continue
            document = register.look_up(named, is_short=is_short_name(before))
            if document:
                document.relations += [relation_before(before), relation_after(after)]
                document.pieces.append(flow.piece(named.start, named.end))
    return tuple(
        Citation(document.title, document.number, strongest(document.relations), tuple(document.pieces))
        for document in register.documents
        if not (document.title and _bare(document.title) in own)
    )


def _own_titles(header: Header) -> set[str]:
    """Give the notice's title and that of the plan which it issues, as they are compared."""
    if not header.title:
        return set()
    title = fold(header.title.text)
    issued = issued_by_title(title)
    return {_bare(title)} | ({_bare(issued)} if issued else set())


def _is_own_number(number: str | None, header: Header) -> bool:
    # A number that stands right behind another word on the cover is still the notice's own.
    return bool(header.number and number and number.endswith(header.number))


def _bare(title: str) -> str:
    """Give a title as it is compared: without marks, which careful writers nest and others leave out."""
    return re.sub(r"[《》〈〉<>\s]", "", fold(title))
