"""Item and heading numbers at the start of a paragraph: 一、 （一） 1. （1） 第一章 第一条 ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.numerals import parse_numeral

_HAN = "[一二三四五六七八九十百〇零]{1,5}"

#: How many there are, which an item may begin with: 3、1.5万亩农田, not 3、4号楼.
_AMOUNT = r"(?:\d{2,}|\d{1,4}\.\d+)(?:[万亿个项家所座条台套亩吨人名户处辆头场期眼%]|公里|千米|平方|立方)"

#: Outermost first: the order of GB/T 9704 (一、 （一） 1. （1）), with chapters and articles before it.
_STYLES = {
    "part": rf"第({_HAN}|\d{{1,3}})(?:部分|篇|编)[、.:]?",
    "chapter": rf"第({_HAN}|\d{{1,3}})章",
    "section": rf"第({_HAN}|\d{{1,3}})节",
    "article": rf"第({_HAN}|\d{{1,3}})条",
    "han": rf"({_HAN})(?:、|\.(?!\d))",
    "han_in_brackets": rf"[(\[〈<]({_HAN})[)\]〉>][、.]?",
    "digit": rf"(\d{{1,3}})(?:[、.](?!\d(?!\d{{3}}年))|、(?={_AMOUNT})|,(?=[^\d,]))",
    "digit_in_brackets": r"[(\[〈](\d{1,3})[)\]〉][、.]?",
    "digit_half_bracket": r"(\d{1,3})\)[、.]?",
    "code": r"(?:[A-Z]{1,3}-)(\d{2,3})(?=[\u4e00-\u9fff])",
    "circle": r"([①-⑳])[、.]?",
    "bullet": r"([▲△◆◇■★☆※►▶➢])",
}
_RANKS = {style: rank for rank, style in enumerate(_STYLES)}
#: A group for each style, and in it one for the numeral. Most lines begin with nothing of the kind.
_MARKER = re.compile(
    "(?=[第(\\[〈<\\dA-Z①-⑳一二三四五六七八九十百〇零▲△◆◇■★☆※►▶➢])(?:"
    + "|".join(f"(?P<{style}>{pattern})" for style, pattern in _STYLES.items())
    + ")"
)
#: Between headings and single items stands what is no number: 牵头：, over the items that a body leads.
ROLE_RANK = 6
_ENCLOSED = re.compile(r"[\u3220-\u3229\u2474-\u2487\u2488-\u249b]")  # ㈠ ⑴ ⒈
#: 【督查事项一】, 任务2：: what is counted is printed with the number.
_COUNTED = re.compile(
    r"(?P<open>\[)?[\u4e00-\u9fff]{0,6}?(?:事项|任务|项目|议题|提案|建议|实事|问题)之?"
    rf"(?P<number>{_HAN}|\d{{1,3}})(?(open)\]|:)"
)
_BEGINS_COUNTED = frozenset("[督重议工整事任问项实")
#: 第一件 修缮古桥, 第2项工作：清淤, 实事三 修路: a line that names one of those that are counted.
_NTH = re.compile(
    rf"(?:第(?P<nth>{_HAN}|\d{{1,2}})(?:件|项(?!目))(?:(?:民生|惠民|为民)?实事|(?:重点)?(?:工作|任务))?"
    rf"|(?:民生|惠民|为民)?实事(?P<thing>\d{{1,2}}|{_HAN})|(?:(?:重点)?任务|项目)(?P<digits>\d{{1,2}}))[、.:]?"
    r"(?![是为由和与至到的、项个条年月万亿余多]|.*(?:负责|牵头|规定|内容|所列|要求|责任))"
    r"(?=(?:\d{2}|[“\"《\u4e00-\u9fff])[^，,。；;:]{1,29}$)"
)
_BEGINS_NTH = frozenset("第民惠为实重任项")
_LONGEST_NTH = 44  # characters of a line

#: Styles of headings; the others number single items.
HEADING_STYLES = frozenset(
    {"part", "chapter", "section", "article", "han", "han_in_brackets", "counted", "nth", "department"}
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
    match = _MARKER.match(folded)
    if match is None or match.lastgroup is None or match.lastindex is None:
        return _read_enclosed(folded) or _read_counted(folded)
    style, numeral = match.lastgroup, match[match.lastindex + 1]
    value = ord(numeral) - ord("①") + 1 if style == "circle" else int(parse_numeral(numeral) or 0)
    rank = _RANKS[style]
    return Marker(style, rank + (rank >= ROLE_RANK), value, match.end(), numeral)


def _read_enclosed(folded: str) -> Marker | None:
    enclosed = _ENCLOSED.match(folded)
    if enclosed is None:
        return None
    code = ord(enclosed[0])
    if code <= 0x2487 and code >= 0x2474:
        return Marker("digit_in_brackets", ROLE_RANK + 2, code - 0x2473, 1, str(code - 0x2473))
    if code >= 0x3220:
        return Marker("han_in_brackets", 5, code - 0x321F, 1, "一二三四五六七八九十"[code - 0x3220])
    return Marker("digit", ROLE_RANK + 1, code - 0x2487, 1, str(code - 0x2487))


def _read_nth(folded: str) -> Marker | None:
    nth = _NTH.match(folded) if folded[:1] in _BEGINS_NTH and len(folded) <= _LONGEST_NTH else None
    if nth is None:
        return None
    numeral = nth["nth"] or nth["thing"] or nth["digits"]
    style = "nth" if nth["nth"] and not numeral.isdigit() else "counted"  # whose number is 1, not 第1项
    return Marker(style, 5, int(parse_numeral(numeral) or 0), nth.end(), numeral)


def _read_counted(folded: str) -> Marker | None:
    counted = _COUNTED.match(folded) if folded[:1] in _BEGINS_COUNTED else None
    if counted is None:
        return _read_nth(folded)
    numeral = counted["number"]
    return Marker("counted", 5, int(parse_numeral(numeral) or 0), counted.end(), numeral)
