"""One document, one node: what several notices call it by number, by title, or by part of its title.

A notice alone cannot tell that 《关于治水的意见》 is what another one calls 国发〔2008〕30号. Once all are
read, a document that is known by a title only joins the document that goes by that title: if there is just
one, if it is not of another place, and if it is not younger than the notice that names it. A notice that was
read keeps its name; what joins it leaves its former name behind as `owl:sameAs`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.find.titles import issued_by_title
from kg.lexicon import jurisdiction_of
from kg.names import BASE, DERIVED, fact_iri, part_title, span_iri
from kg.notice import Findings, Notice
from kg.rdf.identity import cited_iri, full_key, is_anybodys, issuer_place, notice_iri, notice_year, year_in
from kg.rdf.terms import Quad, iri, text

RULE = "题名相同，库中只有这一份文件可指"


@dataclass(frozen=True, slots=True)
class Named:
    """A document as one notice names it; the notice itself (`is_read`), or one that it cites.

    `titles` are compared forms, with the issuer where the words say it. `place` is whose document it is, by
    the title or (of a notice that was read) by its issuer; `around` are the places whose documents the notice
    would name without saying so: its own, and the larger ones. `year` is that of the document, `by` that of
    the notice that names it. `evidence` are the IRIs of the characters.
    """

    iri: str
    notice: str
    is_read: bool
    number: str | None
    titles: tuple[str, ...]
    place: str | None
    around: tuple[str, ...]
    year: int | None
    by: int | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Same:
    """What was called `old` is the document `new`: which notice calls it so, where, and by which rule."""

    old: str
    new: str
    notice: str
    rule: str
    evidence: tuple[str, ...]


def named_documents(notice: Notice, findings: Findings) -> Iterator[Named]:
    """Give the notice itself, then the documents that it cites, as it names them."""
    header, home, year, own = notice.header, issuer_place(notice), notice_year(notice), notice_iri(notice)
    around = ("国家", *home.within, home.place) if home else ()
    issuer = header.issuers[0].text if header.issuers else None
    titles = _titles(full_key(header.title.text, issuer, home)) if header.title else ()
    yield Named(own, own, True, header.number, titles, home.place if home else None, around, year, year)
    for at, citation in enumerate(findings.citations):
        key = full_key(citation.title, citation.issuer, home) if citation.title else ""
        yield Named(
            cited_iri(notice, citation, at),
            own,
            False,
            citation.number,
            _titles(key) if key else (),
            _place(key, citation.number),
            around,
            year_in(citation.number or ""),
            year,
            tuple(span_iri(own, span) for piece in citation.pieces[:1] for span in piece.spans),
        )


def _titles(key: str) -> tuple[str, ...]:
    """Give a title, and that of the plan which a notice of this title issues."""
    plan = issued_by_title(key)
    return (key, plan) if plan else (key,)


def _place(key: str, number: str | None) -> str | None:
    """Tell whose a cited document is, by the issuer in its title or by its number."""
    issuer = jurisdiction_of(part_title(key)[0])
    if issuer:
        return issuer.place
    return "国家" if number and re.match(r"国发|国办|国函|国务院|中发|中办", number) else None


def same_documents(named: Iterable[Named]) -> list[Same]:
    """Find which names mean one document; none where two documents could be meant.

    The outcome does not depend on the order in which the notices were read.
    """
    by_iri: defaultdict[str, list[Named]] = defaultdict(list)
    for one in sorted(named, key=lambda one: (one.iri, not one.is_read, one.notice)):
        by_iri[one.iri].append(one)
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for node, names in by_iri.items():
        for one in names:
            for title in one.titles:
                subjects[part_title(title)[1]].add(node)
    found: dict[str, Same] = {}
    for node in sorted(by_iri, key=lambda node: _rank(by_iri[node])):
        for one in by_iri[node]:
            others = {other for title in one.titles for other in subjects[part_title(title)[1]]}
            if new := _only(one, others, by_iri, found):
                found[node] = Same(node, new, one.notice, RULE, one.evidence)
                break
    # a notice without a number can have had one number only
    numbers = {node: {one.number for one in by_iri[node] if one.number} for node in found}
    claims = Counter(found[node].new for node, known in numbers.items() if known)
    return [same for node, same in found.items() if not numbers[node] or claims[same.new] == 1]


def _rank(names: Sequence[Named]) -> tuple[int, str]:
    """Order documents by how much is known: read, numbered, with its issuer in the title, bare."""
    if any(one.is_read for one in names):
        return 0, names[0].iri
    if any(one.number for one in names):
        return 1, names[0].iri
    return 2 if any(part_title(title)[0] for one in names for title in one.titles) else 3, names[0].iri


def _only(
    one: Named, others: Iterable[str], by_iri: Mapping[str, Sequence[Named]], found: Mapping[str, Same]
) -> str | None:
    """Choose the one document of more standing that a name can mean: by its title, or else its subject."""
    mine = _rank(by_iri[one.iri])[0]
    fits: dict[str, int] = {}
    for other in others:
        if _rank(by_iri[other])[0] < mine:
            fit = max(_fits(one, name) for name in by_iri[other])
            node = found[other].new if other in found else other
            fits[node] = max(fit, fits.get(node, 0))
    best = max(fits.values(), default=0)
    chosen = [node for node, fit in fits.items() if fit == best]
    return chosen[0] if best and len(chosen) == 1 else None


def _fits(one: Named, other: Named) -> int:
    """Say how well a name fits a document: 0 not at all, 1 by its subject, 2 by its whole title."""
    if one.number and (other.number or (one.year and other.year and one.year != other.year)):
        return 0
    if one.by and other.year and other.year > one.by:
        return 0
    return max((_titles_fit(one, mine, other, its) for mine in one.titles for its in other.titles), default=0)


def _titles_fit(one: Named, mine: str, other: Named, its: str) -> int:
    (issuer, subject), (its_issuer, its_subject) = part_title(mine), part_title(its)
    if subject != its_subject or (issuer and its_issuer and issuer != its_issuer):
        return 0
    if mine == its and not is_anybodys(mine):
        return 2 if issuer or _is_known_here(one, other, subject) else 0
    if issuer:
        return 1 if one.place and one.place == other.place else 0
    if other.place:
        return 1 if other.place in one.around else 0
    return 1 if one.around and one.around[-1:] == other.around[-1:] else 0


def _is_known_here(one: Named, other: Named, subject: str) -> bool:
    """Tell whether a title without an issuer means the same in two places: it names the place, or a law."""
    if other.place is None:
        return other.number is None or bool(one.around and one.around[-1:] == other.around[-1:])
    return other.place in one.around or other.place in subject


def renaming(same: Iterable[Same]) -> Callable[[str], str]:
    """Give the function that puts the new names into N-Quads, terms or whole lines."""
    new = {one.old.removeprefix(BASE): one.new.removeprefix(BASE) for one in same}
    if not new:
        return lambda text: text
    longest_first = sorted(new, key=len, reverse=True)
    pattern = re.compile(rf"(?<=/)(?:{'|'.join(map(re.escape, longest_first))})(?=[/>#])")
    return lambda text: pattern.sub(lambda match: new[match[0]], text)


def same_quads(same: Iterable[Same]) -> Iterator[Quad]:
    """Say which former names a document has, as derived facts, with the place that names it so."""
    for one in same:
        fact = fact_iri(one.new, "owl:sameAs", one.old)
        triples = [
            (one.new, "owl:sameAs", iri(one.old)),
            (fact, "rdf:type", iri("kg:Fact")),
            (fact, "rdf:subject", iri(one.new)),
            (fact, "rdf:predicate", iri("owl:sameAs")),
            (fact, "rdf:object", iri(one.old)),
            (fact, "kg:rule", text(one.rule)),
            (fact, "kg:inNotice", iri(one.notice)),
            *((fact, "kg:evidence", iri(mark)) for mark in one.evidence),
        ]
        yield from (Quad(iri(s), iri(p), o, iri(DERIVED)) for s, p, o in triples)


def as_named(known: Mapping[str, Any]) -> Named:
    """Make a name of the values that JSON has carried."""
    lists = {field: tuple(known[field]) for field in ("titles", "around", "evidence")}
    return Named(**{**known, **lists})
