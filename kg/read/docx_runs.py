"""The text of a Word paragraph: its runs, with what is deleted, hidden or a field's code left out.

ISO/IEC 29500-1: 17.3 (paragraphs and runs), 17.13.5 (revisions), 17.16 (fields); 29500-3 (alternate content).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kg.read.markup import below
from kg.read.numbering import Numbering
from kg.read.styles import Styles, is_hidden, is_on, value_of
from kg.read.symbols import UNKNOWN, symbol

#: What is no part of the text: deleted and moved away, ruby above characters, a field's code.
_UNSEEN = frozenset(
    {"w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:rt", "w:pPr", "w:rPr", "w:sdtPr"}
)
_RUNS = frozenset({"w:r", "m:r"})
_TEXT = frozenset({"w:t", "m:t"})
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_PICTURES = frozenset({"pic:pic", "v:imagedata"})
_PIECES = (
    _TEXT | _SIGNS.keys() | _NOTES.keys() | _PICTURES | {"w:sym", "w:fldChar", "w:txbxContent", "v:textpath"}
)
_DEEPEST_FIELD = 50  # fields in each other
_BLANKS = str.maketrans("\n\r\t", "   ")


@dataclass(slots=True)
class Story:
    """What is known of a document while it is read from top to bottom, and what was met on the way."""

    styles: Styles
    numbering: Numbering
    notes: list[tuple[str, str]] = field(default_factory=list)  # part and id of each note referred to
    hidden: int = 0  # characters
    unknown: int = 0  # signs of symbol fonts
    pictures: int = 0
    contents: int = 0  # lines of a table of contents
    foreign: int = 0  # documents put into this one
    #: The fields that are open: whether their code is over, and their result has begun.
    fields: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one paragraph, and the boxes anchored in it, before its first character or behind.

    A box is the element that holds its paragraphs, or the words of a drawn lettering. `joins` says that the
    paragraph's mark is deleted or hidden: the next paragraph goes on in its line.
    """

    text: str
    before: tuple[Element | str, ...]
    after: tuple[Element | str, ...]
    joins: bool


def within(element: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """Give the elements of some names in an element, in order, through whatever is wrapped around them.

    Insertions, hyperlinks, content controls and smart tags are such wrappers. What was deleted is left out,
    so is the prompt of an empty content control, and of alternate contents one is taken.
    """
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag == "mc:AlternateContent":
            yield from within(_branch(child), wanted)
        elif child.tag not in _UNSEEN and not is_on(child, "w:sdtPr", "w:showingPlcHdr"):
            yield from within(child, wanted)


def _branch(element: Element) -> Element:
    """Take the first of alternate contents that holds text, or the first."""
    branches = [child for child in element if child.tag in {"mc:Choice", "mc:Fallback"}]
    written = (b for b in branches if any(one.tag in _TEXT or one.tag == "v:textpath" for one in b.iter()))
    return next(written, branches[0] if branches else element)


def read_text(paragraph: Element, story: Story) -> Text:
    """Read one paragraph; a line feed stands where it ends a line itself."""
    text: list[str] = []
    before: list[Element | str] = []
    after: list[Element | str] = []
    unseen = story.styles.hidden(value_of(paragraph, "w:pPr", "w:pStyle") or story.styles.default)
    for run in within(paragraph, _RUNS):
        hidden = _hidden(run, story, of_paragraph=unseen)
        for piece in within(run, _PIECES):
            if piece.tag == "w:fldChar":
                _turn(story.fields, piece.get("w:fldCharType"))
            elif hidden:
                story.hidden += len((piece.text or "").strip()) if piece.tag in _TEXT else 0
            elif False in story.fields[:-1]:
                pass  # the result of a field inside another one's code
            elif piece.tag in {"w:txbxContent", "v:textpath"}:
                box = piece if piece.tag == "w:txbxContent" else piece.get("string", "")
                (after if "".join(text).strip() else before).append(box)
            else:
                text.append(_written(piece, story))
    # A field whose result has not begun by now was never closed: it must not swallow what follows.
    story.fields[:] = [shown for shown in story.fields if shown]
    mark = below(paragraph, "w:pPr", "w:rPr")
    joins = mark is not None and (
        any(child.tag in _UNSEEN for child in mark)
        or bool(is_on(mark, "w:vanish") or is_on(mark, "w:specVanish"))
    )
    return Text("".join(text), tuple(before), tuple(after), joins)


def _hidden(run: Element, story: Story, *, of_paragraph: bool) -> bool:
    """Tell whether a run is hidden: by itself, else by its style, else by its paragraph's."""
    own = is_hidden(run)
    if own is not None:
        return own
    style = value_of(run, "w:rPr", "w:rStyle")
    return story.styles.hidden(style) or of_paragraph


def _turn(fields: list[bool], kind: str | None) -> None:
    """Begin a field, its result, or end it."""
    if kind == "begin" and len(fields) < _DEEPEST_FIELD:
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _written(piece: Element, story: Story) -> str:
    """Give the characters of one piece of a run, and note what has none."""
    if piece.tag in _TEXT:
        text = (piece.text or "").translate(_BLANKS)
        return text if piece.get("xml:space") == "preserve" else text.strip(" ")
    if piece.tag == "w:sym":
        code = piece.get("w:char", "")
        known = symbol(piece.get("w:font", ""), int(code, 16)) if _is_hex(code) else UNKNOWN
        story.unknown += known == UNKNOWN
        return known
    if piece.tag in _NOTES:
        story.notes.append((_NOTES[piece.tag], piece.get("w:id", "")))
        return ""
    if piece.tag in _PICTURES:
        story.pictures += 1
        return ""
    return _SIGNS[piece.tag]


def _is_hex(code: str) -> bool:
    return 0 < len(code) <= 6 and all(digit in "0123456789abcdefABCDEF" for digit in code)
