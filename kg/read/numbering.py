"""Automatic numbering of Word: 一、 （一） 1. 第一条 are not in the text of a document, but counted.

ISO/IEC 29500-1, 17.9. Paragraphs name a list and a level in it; lists share the counters of the abstract
list that they are made from, and may override its levels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kg.read.counting import counted
from kg.read.markup import below, each
from kg.read.styles import Styles, is_on, list_of, number_of, value_of

_PART = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST = 100  # characters of a marker without its numbers: it stands before each paragraph
_CLOSED = "、，。．：；）)】〕」』》"  # signs that set themselves off from what follows


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted and shown."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    #: The level (1 is the outermost) that starts this one anew, with all above it; 0 if none does.
    restart: int | None = None
    legal: bool = False
    gap: bool = True
    paragraphs: str | None = None  # the style whose paragraphs are of this level


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs name: the counters it shares, its levels, and where it starts anew itself."""

    shared: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    lists: Mapping[str, List]
    styles: Styles
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    #: Styles of numbers that are not known; their numbers are shown in digits.
    unknown: set[str] = field(default_factory=set)

    def marker(self, paragraph: Element) -> str:
        """Count a paragraph, and give what Word shows before its text; "" if it is not numbered."""
        list_id, level = self._place(paragraph)
        found = self.lists.get(list_id) if list_id else None
        if found is None or list_id is None or level not in found.levels:
            return ""
        self._count(list_id, found, level)
        shown = found.levels[level]
        if shown.style == "bullet":
            text = "".join("•" if 0xE000 <= ord(c) <= 0xF8FF else c for c in shown.text)
        else:
            text = _PART.sub(
                lambda part: self._number(found, int(part[1]) - 1, legal=shown.legal), shown.text
            )
        return f"{text} " if text and shown.gap and text[-1] not in _CLOSED else text

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """Find list and level: the paragraph's own, or those of its style."""
        list_id, level = list_of(paragraph)
        style = value_of(paragraph, "w:pPr", "w:pStyle") or self.styles.default
        line = list(self.styles.line(style))
        if list_id is None:
            list_id = next((s.list_id for _, s in line if s.list_id is not None), None)
            levels = self.lists[list_id].levels if list_id and list_id in self.lists else {}
            named = [at for name, _ in line for at, one in levels.items() if one.paragraphs == name]
            level = named[0] if named and level is None else level
        if level is None:
            level = next((s.level for _, s in line if s.level is not None), 0)
        return list_id, level

    def _count(self, list_id: str, found: List, level: int) -> None:
        counts = self.counts.setdefault(found.shared, {})
        anew = level in found.starts and (list_id, level) not in self.begun
        if anew or level not in counts:
            counts[level] = found.starts.get(level, found.levels[level].start)
        else:
            counts[level] += 1
        self.begun.add((list_id, level))
        for deeper in [one for one in counts if one > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if level < (deeper if restart is None else restart):
                del counts[deeper]

    def _number(self, found: List, level: int, *, legal: bool) -> str:
        """Write the number that a level stands at; one that was not counted yet shows its start."""
        shown = found.levels.get(level)
        if shown is None or shown.style == "bullet":
            return ""
        start = found.starts.get(level, shown.start)
        number = self.counts.get(found.shared, {}).get(level, start)
        text = counted(number, "decimal" if legal and shown.style != "none" else shown.style)
        if text is None:
            self.unknown.add(shown.style)
            return str(number)
        return text


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Read the part with the lists; a document may have none."""
    lists: dict[str, List] = {}
    if root is not None:
        abstract = {one.get("w:abstractNumId", ""): one for one in each(root, "w:abstractNum")}
        made_from = {
            one.get("w:numId", ""): value_of(one, "w:abstractNumId") or "" for one in each(root, "w:num")
        }
        for element in each(root, "w:num"):
            list_id = element.get("w:numId", "")
            shared = _linked(made_from[list_id], abstract, made_from, styles)
            if shared in abstract:
                lists[list_id] = _list(element, shared, abstract[shared])
    lists.pop("0", None)  # stands for "not numbered"
    return Numbering(lists, styles)


def _linked(
    shared: str, abstract: Mapping[str, Element], made_from: Mapping[str, str], styles: Styles
) -> str:
    """Follow an abstract list that only names a style of lists to the list of that style."""
    link = value_of(abstract[shared], "w:numStyleLink") if shared in abstract else None
    style = styles.styles.get(link or "")
    return made_from.get(style.list_id or "", shared) if style else shared


def _list(element: Element, shared: str, abstract: Element) -> List:
    levels = {at: level for at, level in map(_level, each(abstract, "w:lvl")) if at < _LEVELS}
    starts: dict[int, int] = {}
    for override in each(element, "w:lvlOverride"):
        at = _index(override)
        own = below(override, "w:lvl")
        if own is not None and at < _LEVELS:
            levels[at] = _level(own)[1]
        start = number_of(override, "w:startOverride")
        if start is not None:
            starts[at] = start
    return List(shared, levels, starts)


def _index(element: Element) -> int:
    value = element.get("w:ilvl", "0")
    return int(value) if value in set("012345678") else _LEVELS


def _level(element: Element) -> tuple[int, Level]:
    start = number_of(element, "w:start")
    style = next((one.get("w:val") for one in element.iter("w:numFmt") if one.get("w:val") != "custom"), None)
    return _index(element), Level(
        style=style or "decimal",
        text=(value_of(element, "w:lvlText") or "")[:_LONGEST],
        start=1 if start is None else start,
        restart=number_of(element, "w:lvlRestart"),
        legal=bool(is_on(element, "w:isLgl")),
        gap=value_of(element, "w:suff") != "nothing",
        paragraphs=value_of(element, "w:pStyle"),
    )
