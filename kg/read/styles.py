"""What the styles of a Word document say about numbering and hidden text, along the styles they build on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kg.read.markup import below, each

_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)  # names of styles are English in every file
_LONGEST = 20  # styles that build on each other; Word allows 11


@dataclass(frozen=True, slots=True)
class Style:
    """One style; None where it leaves the matter to the style it builds on."""

    parent: str | None
    list_id: str | None
    level: int | None
    hidden: bool | None
    contents: bool = False  # the style of lines of a table of contents


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by their ids, and the one of paragraphs that name none."""

    styles: Mapping[str, Style]
    default: str | None

    def line(self, name: str | None) -> Iterator[tuple[str, Style]]:
        """Give a style and those it builds on, the nearest first; each once, though they run in a circle."""
        seen: set[str] = set()
        while name is not None and len(seen) < _LONGEST and (style := self.styles.get(name)):
            if name in seen:
                return
            seen.add(name)
            yield name, style
            name = style.parent

    def is_contents(self, name: str | None) -> bool:
        """Tell whether a style is that of a table of contents, which Word writes by itself."""
        style = self.styles.get(name or "")
        return style is not None and style.contents

    def hidden(self, name: str | None) -> bool:
        """Tell whether a style hides its text."""
        return next((style.hidden for _, style in self.line(name) if style.hidden is not None), False)


def read_styles(root: Element | None) -> Styles:
    """Read the part with the styles; a document may have none."""
    styles: dict[str, Style] = {}
    default = None
    for element in each(root, "w:style"):
        name = element.get("w:styleId", "")
        list_id, level = list_of(element)
        contents = bool(_CONTENTS.fullmatch(value_of(element, "w:name") or ""))
        styles[name] = Style(value_of(element, "w:basedOn"), list_id, level, is_hidden(element), contents)
        if element.get("w:type") == "paragraph" and element.get("w:default") in {"1", "true", "on"}:
            default = name
    return Styles(styles, default)


def value_of(element: Element, *path: str) -> str | None:
    """Give the value of a property: the `w:val` of an element below."""
    found = below(element, *path)
    return found.get("w:val") if found is not None else None


def number_of(element: Element, *path: str) -> int | None:
    """Give a property that is a whole number; None if it is not there, or no number."""
    value = value_of(element, *path)
    return (
        int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 9 else None
    )


def is_on(element: Element, *path: str) -> bool | None:
    """Tell whether a property is on; None if nothing is said of it (ISO/IEC 29500-1, 17.17.4)."""
    found = below(element, *path)
    return found.get("w:val", "1") not in {"0", "false", "off"} if found is not None else None


def is_hidden(element: Element) -> bool | None:
    """Tell whether the run properties of an element hide its text; None if they do not say."""
    return is_on(element, "w:rPr", "w:vanish")


def list_of(element: Element) -> tuple[str | None, int | None]:
    """Give the list that a paragraph or a style is numbered by, and the level in it, as far as it says."""
    where = "w:pPr", "w:numPr"
    return value_of(element, *where, "w:numId"), number_of(element, *where, "w:ilvl")
