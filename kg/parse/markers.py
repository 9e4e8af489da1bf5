"""Item and heading numbers at the start of a paragraph: 一、 （一） 1. （1） 第一章 第一条 ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.numerals import parse_numeral

_HAN = "[一二三四五六七八九十百〇零]{1,5}"

#: Outermost first: the order of GB/T 9704 (一、 （一） 1. （1）), with chapters and articles before it.
_STYLES = (
    ("part", re.compile(rf"第({_HAN}|\d{{1,3}})(?:部分|篇|编)[、.:]?")),
    ("chapter", re.compile(rf"第({_HAN}|\d{{1,3}})章")),
    ("section", re.compile(rf"第({_HAN}|\d{{1,3}})节")),
    ("article", re.compile(rf"第({_HAN}|\d{{1,3}})条")),
    ("han", re.compile(rf"({_HAN})(?:、|\.(?!\d))")),
    ("han_in_brackets", re.compile(rf"\(({_HAN})\)[、.]?")),
    ("digit", re.compile(r"(\d{1,3})(?:[、.](?!\d(?!\d{3}年))|,(?=[^\d,]))")),
    ("digit_in_brackets", re.compile(r"\((\d{1,3})\)[、.]?")),
    ("digit_half_bracket", re.compile(r"(\d{1,3})\)[、.]?")),
    ("code", re.compile(r"(?:[A-Z]{1,3}-)(\d{2,3})(?=[\u4e00-\u9fff])")),
    ("circle", re.compile(r"([①-⑳])[、.]?")),
    ("bullet", re.compile(r"([▲△◆◇■★☆※►▶➢])")),
)
_ENCLOSED = re.compile(r"[\u3220-\u3229\u2474-\u2487\u2488-\u249b]")  # ㈠ ⑴ ⒈
#: 【督查事项一】, 任务2：: what is counted is printed with the number.
_COUNTED = re.compile(
    r"(?P<open>\[)?[\u4e00-\u9fff]{0,6}?(?:事项|任务|项目|议题|提案|建议|实事|问题)之?"
    rf"(?P<number>{_HAN}|\d{{1,3}})(?(open)\]|:)"
)
_BEGINS_COUNTED = frozenset("[督重议工整事任问项实")
_BEGINS = re.compile(r"[第(\dA-Z①-⑳\u3220-\u3229\u2474-\u249b一二三四五六七八九十百〇零▲△◆◇■★☆※►▶➢]")

#: Styles of headings; the others number single items.
HEADING_STYLES = frozenset(
    {"part", "chapter", "section", "article", "han", "han_in_brackets", "counted", "department"}
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a paragraph: its style, rank (0 is the outermost), value and length."""

    style: str
    rank: int
    value: int
    length: int
    #: What is printed inside: 十一 of （十一）.
    numeral: str

    @property
    def heads(self) -> bool:
        """Tell whether headings are numbered so."""
        return self.style in HEADING_STYLES


def read_marker(folded: str) -> Marker | None:
    """Read the marker that folded text begins with.

    >>> read_marker("(十一)加强就业帮扶").value
    11
    >>> read_marker("2.5个百分点") is None
    True
    """
    if not _BEGINS.match(folded):
        return _read_counted(folded)
    if enclosed := _ENCLOSED.match(folded):
        code = ord(enclosed[0])
        if code <= 0x2487 and code >= 0x2474:
            return Marker("digit_in_brackets", 7, code - 0x2473, 1, str(code - 0x2473))
        if code >= 0x3220:
            return Marker("han_in_brackets", 5, code - 0x321F, 1, "一二三四五六七八九十"[code - 0x3220])
        return Marker("digit", 6, code - 0x2487, 1, str(code - 0x2487))
    for rank, (style, pattern) in enumerate(_STYLES):
        if match := pattern.match(folded):
            value = ord(match[1]) - ord("①") + 1 if style == "circle" else int(parse_numeral(match[1]) or 0)
            return Marker(style, rank, value, match.end(), match[1])
    return None


def _read_counted(folded: str) -> Marker | None:
    counted = _COUNTED.match(folded) if folded[:1] in _BEGINS_COUNTED else None
    if counted is None:
        return None
    numeral = counted["number"]
    return Marker("counted", 5, int(parse_numeral(numeral) or 0), counted.end(), numeral)
