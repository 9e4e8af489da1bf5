"""Who signed under a text, and when: 落款 and 成文日期."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.parse.dates import DATE, ISO
from kg.parse.organisations import is_body, is_collective, is_surely_body, lacks_administration
from kg.parse.paragraphs import Paragraph
from kg.parse.title import cut_issuers, is_title
from kg.text import Flow, Piece

#: A date on a line of its own, with the signer before or behind it, and a remark behind: (此件公开发布).
_DATE_LINE = re.compile(
    rf"\(?(?P<before>[\u4e00-\u9fff()、]{{4,60}})?(?P<date>{DATE}|{ISO})(?P<after>[\u4e00-\u9fff][\u4e00-\u9fff()]{{3,40}})?\)?"
    r"(?:\([^()]{2,20}\))?"
)
_IS_ISO = re.compile(ISO)
_SEAL = re.compile(r"\((?:代章|代|章|盖章|印章|公章|印|签章)\)$")
_NO_SIGNER = re.compile(
    "[，。,:；;|]|^(?:附|抄送|主送|印发)|^(?:发[布佈文]|颁[布佈]|公[布佈]|制定|责任|牵头|主办|承办|配合)(?:单位|机关|部门|机构)$"
)
_ENDS_TEXT = re.compile("(?:。|特此(?:通知|函复|批复|公告|通告|通报|函告|报告)|此复)[)!！]?$")
_BEHIND_TEXT = re.compile(
    r"附(?:件|表|录)?[\d一二三四五六七八九十]{0,3}[:.]?|主题词|抄送|主送|\((?:此|本|联系)|公开方式|信息公开"
)
_SIGNATURE_LINES = 8  # signers above a date
_LAST_LINES = 6  # of the file that may stand below a signature without a date
_SET_IN = 6  # blanks before a line that is set to the right


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when, and the paragraphs that say nothing else."""

    signers: tuple[Piece, ...] = ()
    date: Flow | None = None
    places: range = range(0)


def read_signature(paragraphs: Sequence[Paragraph], start: int) -> Signature:
    """Find the first date that stands under a text, with the signers above it, in its line or below it."""
    for at in range(start, len(paragraphs)):
        flow = paragraphs[at].flow
        match = None if paragraphs[at].table is not None else _DATE_LINE.fullmatch(flow.folded)
        if match is None or (_IS_ISO.match(match["date"]) and not _above(paragraphs, start, at)):
            continue  # 2020.3.4 dates a signature only below its body
        beside = [signers_of(flow[slice(*match.span(side))]) for side in ("before", "after") if match[side]]
        if not all(beside):
            continue  # a sentence: 会议召开2023年3月1日
        date = flow[match.start("date") : match.end("date")]
        signers = [signer for names in beside for signer in names]
        above = _above(paragraphs, start, at)
        first = at - len(above)
        signers = [signer for names in above for signer in names] + signers
        below = [] if signers else _below(paragraphs, at)
        return Signature(tuple(signers or below), date, range(first, at + 1 + bool(below)))
    return Signature()


def signature_without_date(paragraphs: Sequence[Paragraph], start: int) -> Signature:
    """Find the body that signs a text without a date.

    It stands between the text's last sentence and what follows it (the plan, an annex, the printer's block),
    or is set to the right under the whole.
    """
    for at in range(start + 1, len(paragraphs)):
        if paragraphs[at].table is None and _ENDS_TEXT.search(paragraphs[at - 1].flow.folded[-8:]):
            end = at
            while end < len(paragraphs) and paragraphs[end].table is None and _is_one(paragraphs[end].flow):
                end += 1
            if end > at and (end == len(paragraphs) or _follows_text(paragraphs[end])):
                signers = (signer for signed in paragraphs[at:end] for signer in signers_of(signed.flow))
                return Signature(tuple(signers), None, range(at, end))
    for at in range(len(paragraphs) - 1, max(start, len(paragraphs) - _LAST_LINES) - 1, -1):
        flow = paragraphs[at].flow
        if paragraphs[at].table is not None or not len(flow):
            continue
        before = flow.source[max(0, flow.offsets[0] - _SET_IN) : flow.offsets[0]]
        set_in = len(before) == _SET_IN and not before.strip(" \t\u3000\u00a0")
        if set_in and _is_one(flow):
            return Signature(tuple(signers_of(flow)), None, range(at, at + 1))
    return Signature()


def _is_one(flow: Flow) -> bool:
    """Tell whether a line is nothing but the name of a body that can sign."""
    folded = flow.folded
    if _NO_SIGNER.search(folded):
        return False
    return is_surely_body(folded) and not is_collective(folded) and not lacks_administration(folded)


def _follows_text(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph begins what stands behind a signature."""
    folded = paragraph.flow.folded
    return bool(_BEHIND_TEXT.match(folded)) or (paragraph.table is None and is_title(paragraph.flow))


def signers_of(line: Flow) -> list[Piece]:
    """Give the bodies that a line is made of; none where it is a sentence."""
    seal = _SEAL.search(line.folded)
    name = line[: seal.start()] if seal else line
    if _NO_SIGNER.search(name.folded) or not is_body(name.folded[-40:]):
        return []
    return cut_issuers(name)


def _above(paragraphs: Sequence[Paragraph], start: int, at: int) -> list[list[Piece]]:
    """Give the signers of each line above a date."""
    signers: list[list[Piece]] = []
    for above in range(at - 1, max(start - 1, at - 1 - _SIGNATURE_LINES), -1):
        names = [] if paragraphs[above].table is not None else signers_of(paragraphs[above].flow)
        if not names:
            break
        signers.insert(0, names)
    return signers


def _below(paragraphs: Sequence[Paragraph], at: int) -> list[Piece]:
    """Give the signer under a date, where none stands above it; a plan's own title is none."""
    if at + 1 >= len(paragraphs) or paragraphs[at + 1].table is not None:
        return []
    flow = paragraphs[at + 1].flow
    return signers_of(flow) if is_surely_body(flow.folded) and not is_collective(flow.folded) else []
