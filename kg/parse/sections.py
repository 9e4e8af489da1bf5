"""The headings of an outline as sections: level, kind, parent, and the text under each."""

from __future__ import annotations

from collections.abc import Iterator

from kg.notice import Section
from kg.parse.items import Item
from kg.parse.kinds import kinds_of_sections
from kg.text import Flow


def read_sections(root: Item, with_tasks: set[int | None]) -> Iterator[Section]:
    """Give the sections in order.

    :param with_tasks: the sections that tasks stand under directly
    """
    headings = [(item, item.name) for item in root.below() if item.name is not None]
    parents = [item.parent.enclosing() if item.parent is not None else None for item, _ in headings]
    over_tasks = [at in with_tasks for at in range(len(headings))]
    for at in reversed(range(len(headings))):
        parent = parents[at]
        if over_tasks[at] and parent is not None:
            over_tasks[parent] = True
    kinds = kinds_of_sections([name.text for _, name in headings], parents, over_tasks)
    levels: list[int] = []
    for at, (item, name) in enumerate(headings):
        parent = parents[at]
        levels.append(1 if parent is None else levels[parent] + 1)
        yield Section(
            marker=item.printed.text.rstrip("、.．﹒：:"),
            name=name.piece(),
            level=levels[at],
            kind=kinds[at],
            parent=parent,
            body=tuple(flow.piece() for flow in _body(item, name)),
            beside=item.beside,
        )


def _body(item: Item, name: Flow) -> Iterator[Flow]:
    """Give the paragraphs under a heading down to the next one: the rest of its own first, then its items."""
    first = item.paragraphs[0]
    if item.run_in:
        end = next((at for at, offset in enumerate(first.offsets) if offset > name.offsets[-1]), len(first))
        while end < len(first) and first.folded[end] in "。.:;；)]":
            end += 1
        if end < len(first):
            yield first[end:]
    yield from item.paragraphs[1:]
    for child in item.children:
        if child.name is None:
            for part in [child, *child.below()]:
                yield from part.paragraphs
