"""The head of a notice: title, number, issuers, date, kind and addressees, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from kg.notice import Header
from kg.numerals import canonical_number, find_numbers
from kg.parse.bodies import split_bodies
from kg.parse.dates import iso_day, leading_day
from kg.parse.labelled import read_labelled
from kg.parse.organisations import is_surely_body
from kg.parse.paragraphs import Paragraph
from kg.parse.report import is_headline, reported_issuer
from kg.parse.signature import read_signature, signature_without_date
from kg.parse.title import body_before_plan, issuers_of_title, kind_of_title
from kg.parse.title_lines import clean_title
from kg.parse.top import read_top
from kg.text import Flow, Piece

#: 市政府办公室 in a title: whose it is, the signature says.
_WITHOUT_PLACE = re.compile("[省市区县州旗]")
_FOOT = 6  # paragraphs
_FOOT_LABEL = re.compile(r"[(\[]?(?:发文字号|发文文号|公文文号|文件编号|文号|字号)[\])]?:")
_LONGEST_FOOT = 40  # characters of a number
_ORDER = re.compile(r"(?<=[^)])令(?=[第(\[\d])")
_YEAR_FIRST = re.compile(r"\(?(?:19|20)\d\d年")
_LONGEST_HEAD = 30  # characters of a body's name in a page's head
_AND_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3}个?)?(?:部门|单位|委局|厅局|机构)$")


def read_header(paragraphs: Sequence[Paragraph], tables: Container[int]) -> tuple[Header, int, range]:
    """Read the head of a notice; with it, where its body begins, and the paragraphs of its signature.

    :param tables: the tables of tasks, above which the head ends
    """
    labelled = read_labelled(paragraphs)
    found, start = read_top(paragraphs, labelled.places, tables)
    title = _of_both(labelled.values.get("title"), found.title)
    number = _number_in(labelled.values.get("number")) or found.number or _number_at_foot(paragraphs)
    signature = read_signature(paragraphs, start)
    signers = signature.signers
    date = signature.date or labelled.values.get("date") or found.date or found.posted
    if date is None and (posted := labelled.values.get("posted")) and _is_above(posted, paragraphs[start:]):
        date = leading_day(posted)
    reported = reported_issuer(paragraphs[start:])
    if reported is not None and title is not None and is_headline(title.folded):
        title = None
    on_page = labelled.values.get("issuer")
    publishers = tuple(body.surface for body in split_bodies(on_page)) if on_page is not None else ()
    issuers = issuers_of_title(title) if title is not None else ()
    issuers = _full_names(issuers, signers) if signers else _with_place(issuers, publishers)
    issuers = issuers or signers or publishers
    if signature.date is None:
        signature = signature_without_date(paragraphs, start)
        issuers = issuers or signature.signers
    issuers = issuers or found.signers or (found.letterhead if number is not None else ())
    if not issuers and number is not None:
        issuers = _ordering_body(number) or _head_inside(paragraphs[start:], number)
    last = (body_before_plan(title) if title is not None else None) or reported
    issuers = issuers or ((last,) if last is not None else ())
    iso = iso_day(date)
    header = Header(
        title=title.piece() if title is not None else None,
        number=(_announced(number, issuers, title) or _canonical(number)) if number is not None else None,
        number_piece=number.piece() if number is not None else None,
        issuers=issuers,
        date=iso,
        date_piece=date.piece() if date is not None and iso else None,
        kind=kind_of_title(title) if title is not None else None,
        addressees=tuple(body.surface for body in split_bodies(found.addressees[:-1]))
        if found.addressees
        else (),
    )
    return header, start, signature.places


def _is_above(flow: Flow, body: Sequence[Paragraph]) -> bool:
    """Tell whether what stands beside the title is meant, not below the text."""
    first = next((paragraph.flow for paragraph in body if len(paragraph.flow)), None)
    return first is None or flow.offsets[0] < first.offsets[0]


def _of_both(labelled: Flow | None, found: Flow | None) -> Flow | None:
    """Choose between the title on the page's label and that above the text, which may be the full one."""
    title = clean_title(labelled)[0] if labelled is not None else None
    if title is None or kind_of_title(title) is None:
        return found
    is_short = found is not None and found.folded != title.folded and found.folded.endswith(title.folded)
    return found if is_short else title


def _full_names(issuers: tuple[Piece, ...], signers: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Take the signers' names where the title shortens them: 市政府办公室, 市教育局等五部门."""
    if issuers and len(signers) > len(issuers) and _AND_OTHERS.search(issuers[-1].text):
        return signers
    return tuple(
        next(
            (signer for signer in signers if _WITHOUT_PLACE.match(issuer.text) and _is_full(signer, issuer)),
            issuer,
        )
        for issuer in issuers
    )


def _with_place(issuers: tuple[Piece, ...], publishers: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Take a publisher's name for one that only leaves out whose body it is: 市人民政府办公厅."""
    if len(issuers) != 1 or len(publishers) != 1 or not _WITHOUT_PLACE.match(issuers[0].text):
        return issuers
    return publishers if publishers[0].text.endswith(issuers[0].text) else issuers


def _is_full(signer: Piece, issuer: Piece) -> bool:
    short = issuer.text.replace("人民政府", "政府")
    return signer.text != issuer.text and signer.text.replace("人民政府", "政府").endswith(short)


def _number_in(value: Flow | None) -> Flow | None:
    stretch = next(find_numbers(value.folded), None) if value is not None else None
    return value[stretch[0] : stretch[1]] if value is not None and stretch else None


def _number_at_foot(paragraphs: Sequence[Paragraph]) -> Flow | None:
    """Read the number that a label says behind the text: （文号：云政办〔2012〕2号）."""
    for paragraph in reversed(paragraphs[-_FOOT:]):
        label = _FOOT_LABEL.match(paragraph.flow.folded) if paragraph.table is None else None
        if label and (number := _number_in(paragraph.flow[label.end() :][:_LONGEST_FOOT])):
            return number
    return None


def _ordering_body(number: Flow) -> tuple[Piece, ...]:
    """Give the body of an order's number: 云溪市人民政府令第45号."""
    order = _ORDER.search(number.folded)
    is_one = order and is_surely_body(number.folded[: order.start()])
    return (number.piece(0, order.start()),) if order and is_one else ()


def _head_inside(paragraphs: Sequence[Paragraph], number: Flow) -> tuple[Piece, ...]:
    """Give the body of a page's head that slipped into a sentence: …的重云溪市人民政府文件云政〔2020〕6号.

    Its name begins with the character that its series begins with.
    """
    series = re.split(r"[(\[]", number.folded)[0]
    for paragraph in paragraphs:
        at = paragraph.flow.folded.find(f"文件{series}") if series and paragraph.table is None else -1
        start = paragraph.flow.folded.rfind(series[:1], max(0, at - _LONGEST_HEAD), at) if at > 0 else -1
        if start >= 0 and is_surely_body(paragraph.flow.folded[start:at]):
            return (paragraph.flow.piece(start, at),)
    return ()


def _announced(number: Flow, issuers: Sequence[Piece], title: Flow | None) -> str | None:
    """Give the number of an announcement that prints only the year and the count: 2020年第3号."""
    kind = kind_of_title(title) if title is not None else None
    if kind not in {"公告", "通告"} or len(issuers) != 1 or not _YEAR_FIRST.match(number.folded):
        return None
    return canonical_number(f"{issuers[0].text}{kind}{number.folded.strip('()')}")


def _canonical(number: Flow) -> str | None:
    """Give the one form of a number; its series stays in the characters that are printed."""
    canonical = canonical_number(number.folded)
    if canonical is None or "〔" not in canonical:
        return canonical
    series, rest = canonical.split("〔")
    return f"{number.text[: len(series)]}〔{rest}" if number.folded.startswith(series) else canonical
