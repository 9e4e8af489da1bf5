"""The items of an outline: marked paragraphs, what stands below them, and what they state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.parse.markers import Marker
from kg.parse.paragraphs import Paragraph
from kg.parse.statements import Statement, find_statements, names_no_body
from kg.text import Flow, Piece

_FEW = 22  # characters of a line that only names what stands below
_SENTENCE = 5  # characters, at least, of one before its bracket


@dataclass(slots=True)
class Item:
    """A marked paragraph with the unmarked ones after it, and the items below; the root has no marker.

    `paragraphs` are without the marker. `name` is set where the item is a heading; `run_in` tells that its
    text goes on in the same paragraph, `listed` that it is one of a list of duties in running text, which
    are no headings; `section` counts the headings. A heading of a table may have no marker; `beside` tells
    that a column of the table says it.
    """

    marker: Marker | None
    printed: Piece
    parent: Item | None
    paragraphs: list[Flow] = field(default_factory=list)
    statements: list[list[Statement]] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    rows: list[Paragraph] = field(default_factory=list)
    name: Flow | None = None
    run_in: bool = False
    listed: bool = False
    section: int | None = None
    is_task: bool = False
    beside: bool = False

    @property
    def start(self) -> int:
        """The place in the text where it begins; its number may not be printed."""
        spans = self.printed.spans
        return spans[0].start if spans else self.paragraphs[0].offsets[0]

    def below(self) -> Iterator[Item]:
        """Walk the items below, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def enclosing(self) -> int | None:
        """Give the section of the item itself, or of the nearest heading above it."""
        item: Item | None = self
        while item is not None and item.section is None:
            item = item.parent
        return item.section if item is not None else None

    def add(self, flow: Flow) -> None:
        """Add a paragraph and find its statements; a line that names no body says nothing of the task."""
        if self.paragraphs and names_no_body(flow):
            return
        self.paragraphs.append(flow)
        self.statements.append(find_statements(flow))

    @property
    def states(self) -> bool:
        """Tell whether a statement stands in the item's own paragraphs."""
        return any(self.statements)

    @property
    def holds_more(self) -> bool:
        """Tell whether items, paragraphs or rows stand below its first paragraph."""
        return bool(self.children or len(self.paragraphs) > 1 or self.rows)

    @property
    def holds_several(self) -> bool:
        """Tell whether items stand below it, or several statements in its own paragraphs."""
        return bool(self.children) or sum(map(len, self.statements)) > 1

    @property
    def stands_over_tasks(self) -> bool:
        """Tell whether its first line is a few words, and several sentences below it say who does them."""
        if self.children or not self.paragraphs or self.statements[0] or len(self.paragraphs[0]) > _FEW:
            return False
        governed = 0
        for statements in self.statements[1:]:
            ends = [0, *(statement.end for statement in statements)]
            governed += sum(
                statement.start - end >= _SENTENCE for end, statement in zip(ends, statements, strict=False)
            )
        return governed > 1

    @property
    def stands_alone(self) -> bool:
        """Tell whether it is a heading on a line of its own."""
        return self.name is not None and not self.run_in

    @property
    def stated_as_one(self) -> bool:
        """Tell whether an item with sub-items is one task: the last one's statement is for all of them."""
        if self.marker is None or self.name is not None or self.states or len(self.children) < 2:
            return False
        *first, last = self.children
        return (
            last.states and not last.children and not any(child.states or child.children for child in first)
        )
