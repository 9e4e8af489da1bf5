"""Which document a number or a title means, when the number or the title alone does not say it.

《关于治水的通知》 of two cities are two documents, and so are 《政府工作报告》 of two years and 市政府令第5号
of two cities. What does not name its place is that of the notice's own place, until more is known; a law, or
a plan that is named in full, is the same everywhere.
"""

from __future__ import annotations

import re

from kg.lexicon import Jurisdiction, full_name, jurisdiction_of, parse_body, place_of, settled
from kg.lexicon.places import PROVINCES
from kg.names import document_iri, part_title, title_key
from kg.notice import Citation, Notice

#: 市政府令第5号, 全市防汛预案: of which city, the words do not say; 市场准入负面清单 is the state's.
_LOCAL = re.compile(
    r"[本我全]?(?P<word>自治区|地区|省(?![际会级])|市(?![场民容域值辖级]|政(?![府办发字函通规]))|县(?![域级城])|区(?![域块划位内])|州(?!际))"
)
#: 关于…的通知: neither the issuer nor the place.
_BARE = re.compile(r"关于|印发|转发|批转")
#: What every place has of its own, though the title does not say so: 防汛预案, 任务清单.
_EVERYWHERE = re.compile(
    r"(?:预案|工作要点|(?:实施|工作|行动|分工)方案|实施(?:细则|办法)|(?:任务|责任|措施)清单|任务分工|工作报告)(?:\([^()]*\))?$"
)
_PLACED = re.compile(
    rf"(?:\d{{4}}年?)?(?:中国|中共|中央|中华|国家|全国|国务院|{'|'.join(PROVINCES)}|[一-龥]{{2,7}}?(?:省|市|自治区|县|州|区))"
)
#: Made anew every year.
_YEARLY = re.compile(r"工作报告|工作要点|工作总结|重点工作|重点任务|年度|预算|民生实事|为民办实事")


def issuer_place(notice: Notice) -> Jurisdiction | None:
    """Tell the place that a notice speaks for, with the larger places around it: its first issuer's."""
    places = (jurisdiction_of(issuer.text) for issuer in notice.header.issuers)
    place = next((place for place in places if place), None)
    return settled(place) if place else None


def notice_year(notice: Notice) -> int | None:
    """Tell the year of a notice: of its date, else of its number."""
    return int(notice.header.date[:4]) if notice.header.date else year_in(notice.header.number or "")


def year_in(number: str) -> int | None:
    """Tell the year that a document's number names: 国发〔2008〕30号."""
    match = re.search(r"[〔\[](\d{4})|令?(\d{4})年第", number)
    return int(match[1] or match[2]) if match else None


def notice_iri(notice: Notice) -> str:
    """Name a notice: by its number, else by its title (with its place and its year), else by its file."""
    header, home = notice.header, issuer_place(notice)
    if header.number:
        return document_iri(header.number, scope=_place_scope(header.number, home) or ())
    issuer = header.issuers[0].text if header.issuers else None
    key = full_key(header.title.text, issuer, home) if header.title else ""
    scope = _place_scope(key, home)
    if not key or scope is None:
        return document_iri(None, None, notice.document.digest)
    dated = header.date and not re.search(r"(?:19|20)\d\d", key)
    return document_iri(None, key, scope=(*scope, header.date[:4]) if header.date and dated else scope)


def cited_iri(notice: Notice, citation: Citation, at: int) -> str:
    """Name a document that a notice cites: by its number, else by its title.

    :param at: which citation of the notice it is: the last resort
    """
    home, year = issuer_place(notice), notice_year(notice)
    key = full_key(citation.title, citation.issuer, home) if citation.title else ""
    scope = _place_scope(citation.number or key, home)
    if citation.number:
        return document_iri(citation.number, scope=scope or ())
    if not key or scope is None:
        return f"{notice_iri(notice)}/cited/{at}"
    yearly = year and _YEARLY.search(key) and not re.search(r"\d{4}|[一二三四五六七八九十]五", key)
    return document_iri(None, key, scope=(*scope, str(year)) if yearly else scope)


def full_key(title: str, issuer: str | None, home: Jurisdiction | None) -> str:
    """Give a title as titles are compared, with its issuer's name in full.

    :param issuer: the body that is printed before a title which does not name it
    :param home: the place of the notice that prints it

    >>> from kg.lexicon import Level
    >>> full_key("关于治水的〈意见〉", "市政府", Jurisdiction("云岭市", Level.CITY))
    '云岭市人民政府关于治水的意见'
    """
    named, subject = part_title(title_key(title))
    issuer = named or (issuer if issuer and _BARE.match(subject) else "")
    return (full_name(issuer, home) or issuer) + subject


def is_anybodys(name: str) -> bool:
    """Tell whether a number or a title does not say whose it is.

    >>> [is_anybodys(name) for name in ("关于治水的通知", "市政府令第5号", "云岭市治水条例", "防汛预案")]
    [True, True, False, True]
    """
    if _LOCAL.match(name) or _BARE.match(name):
        return True
    return _EVERYWHERE.search(name) is not None and not _PLACED.match(name)


def _place_scope(name: str, home: Jurisdiction | None) -> tuple[str, ...] | None:
    """Say whose a number or a title is, where it does not name the place itself.

    :returns: the place; nothing where the name says it; None where it cannot be told
    """
    if not is_anybodys(name):
        return ()
    if home is None:
        return None
    place = home
    if local := _LOCAL.match(name):
        issuer = part_title(name)[0] or f"{local['word']}政府"
        place = place_of(parse_body(issuer.lstrip("本我全"), home), home) or home
    return (place.prefix or place.place,)
