"""The other documents that a notice names: by title in 《》, by number, or by both; one Citation each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.find.naming import REACH, Named, find_named, is_short_name, issuer_before
from kg.find.relations import relation_after, relation_before, strongest
from kg.find.titles import (
    is_approved,
    is_handed_out,
    is_kind,
    is_made,
    is_passed_on,
    issued_by_title,
)
from kg.names import part_title, title_key
from kg.notice import Citation, Header
from kg.text import Flow, Piece, bare, fold, simplified

_LEAST_PLAN = 8  # characters of a plan's title that a longer one may end in
_LETTERHEADS = ("政府文件", "办公室文件", "办公厅文件", "局文件", "委员会文件", "厅文件")


@dataclass(slots=True)
class _Known:
    """A document met so far."""

    title: str | None
    number: str | None
    issuer: str | None = None
    relations: list[str | None] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Register:
    """The documents met so far, in order, and by what they are called."""

    documents: list[_Known] = field(default_factory=list)
    by_number: dict[str, _Known] = field(default_factory=dict)
    by_title: dict[str, _Known] = field(default_factory=dict)
    by_subject: dict[str, list[_Known]] = field(default_factory=dict)

    def look_up(self, named: Named, issuer: str | None, *, is_short: bool) -> _Known | None:
        """Give the document that is named, a new one when it is met for the first time.

        None for a mere kind, such as 本《办法》: it means the notice itself, or nothing known.

        :param issuer: the body that is named before the title
        """
        title = title_key(bare(named.title)) if named.title else None
        known = self.documents[-1] if is_short and self.documents else None
        if known is None and named.number:
            known = self.by_number.get(named.number)
        if known is None and title:
            known = self._of_title(title, issuer)
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
            same = self.by_subject.setdefault(part_title(title)[1], [])
            same += [] if known in same else [known]
        if named.number:
            self.by_number.setdefault(named.number, known)
        return known

    def _of_title(self, title: str, issuer: str | None) -> _Known | None:
        """Give the one document that is called so, with its issuer or without."""
        own, subject = part_title(title)
        same = [
            known for known in self.by_subject.get(subject, []) if _agree(own or issuer, _issuer_of(known))
        ]
        return self.by_title.get((own or issuer or "") + subject) or (same[0] if len(same) == 1 else None)


def _issuer_of(known: _Known) -> str | None:
    return part_title(title_key(known.title or ""))[0] or known.issuer


def _agree(one: str | None, other: str | None) -> bool:
    return not (one and other) or one.endswith(other) or other.endswith(one)


def find_citations(flows: Iterable[Flow], header: Header) -> tuple[Citation, ...]:
    """Find the documents that a notice names, in the order of their first mention.

    What names the notice itself (`header`) or the plan that it issues is no citation.
    """
    register = _Register()
    own = _own_titles(header)
    for flow in map(simplified, flows):
        is_own = False
        for found in find_named(flow):
            named = replace(found, number=_as_printed(found, flow))
            before = flow.folded[max(0, named.start - REACH) : named.start]
            after = flow.folded[named.end : named.end + REACH]
            key = title_key(bare(named.title)) if named.title else None
            approved = key is not None and not named.number and is_approved(before, after)
            passed_on = key is not None and not approved and is_passed_on(before, after)
            if key and not named.number and not passed_on and (approved or is_handed_out(before, after)):
                own.add(key)
            if key and not named.number and is_made(before) and _is_long_form(key, own):
                own.add(key)
            if key and is_own and is_short_name(before):  # 《…方案》（以下简称《方案》）已经市政府同意
                own.add(key)
            is_own = _is_own_number(named.number, header) or key in own
            if is_own or _is_running_head(named, before, header):
                continue
            issuer = issuer_before(before)
            document = register.look_up(named, issuer, is_short=is_short_name(before))
            if document:
                document.issuer = document.issuer or issuer
                verbs = ["转发" if passed_on else None, relation_before(before), relation_after(after)]
                document.relations.append(strongest(verbs))
                document.pieces.append(flow.piece(named.start, named.end))
    return tuple(
        Citation(
            document.title,
            document.number,
            strongest(document.relations),
            tuple(document.pieces),
            None if part_title(title_key(document.title or ""))[0] else document.issuer,
            tuple(document.relations),
        )
        for document in register.documents
        if not (document.title and title_key(bare(document.title)) in own)
    )


def _own_titles(header: Header) -> set[str]:
    """Give the notice's title and that of the plan which it issues, as they are compared."""
    if not header.title:
        return set()
    title = bare(fold(header.title.text))
    issued = issued_by_title(title)
    return {title_key(title)} | ({title_key(issued)} if issued else set())


def _is_long_form(key: str, own: set[str]) -> bool:
    """Tell whether a title is that of the plan that the notice issues, with whose plan it is in front."""
    return any(len(each) >= _LEAST_PLAN and key.endswith(each) for each in own)


def _is_running_head(named: Named, before: str, header: Header) -> bool:
    """Tell whether a number is of a page's head that slipped into the text: …政府文件云政〔2020〕21号."""
    if named.title or not (named.number and header.number) or not before.endswith(_LETTERHEADS):
        return False
    return named.number.split("〕")[0] == header.number.split("〕")[0]


def _as_printed(named: Named, flow: Flow) -> str | None:
    """Give a number with its series in the characters that are printed: 粵府〔2021〕13号."""
    series = (named.number or "").split("〔")[0]
    at = flow.folded.find(series, named.start, named.end) if series else -1
    return named.number if at < 0 else flow.text[at : at + len(series)] + (named.number or "")[len(series) :]


def _is_own_number(number: str | None, header: Header) -> bool:
    # A number that stands right behind another word on the cover is still the notice's own.
    return bool(header.number and number and number.endswith(header.number))
