"""Several tasks beside one number of a flattened table: what is said once of them was one merged cell.

5 | 新建养老院。 | 县民政局 | 5月开工 | 改建救助站。 | 年底
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.read.fitting import Kind, assemble, goes_on, misfit
from kg.text import Span

_SHORTEST = 6  # characters of another task
_BEHIND = frozenset({Kind.BODIES, Kind.TIME})


def assembled(kinds: Sequence[Kind], pieces: Sequence[tuple[str, Span]]) -> list[tuple[Span, ...]]:
    """Put the pieces of a row into its columns, as the rows that they are; the first piece is the number.

    The number is that of each; so are the bodies, of a task that names none itself.
    """
    rows: list[tuple[Span, ...]] = []
    for part in _tasks(kinds, [word for word, _ in pieces]):
        cells = assemble(kinds, [pieces[0], *(pieces[at] for at in part)])
        who = [at for at, kind in enumerate(kinds) if kind is Kind.BODIES]
        if rows and not any(cells[at].start < cells[at].end for at in who):
            cells = tuple(rows[0][at] if at in who else cell for at, cell in enumerate(cells))
        rows.append(cells)
    return rows


def _tasks(kinds: Sequence[Kind], words: Sequence[str]) -> list[range]:
    """Part the pieces behind a row's number: another task begins where one stands behind bodies or a time.

    Each of them must say who or by when. Only of tables with one column of tasks, and that before the others.
    """
    whole = [range(1, len(words))]
    first = next((at for at, kind in enumerate(kinds) if kind in _BEHIND), 0)
    if (
        len(words) <= len(kinds)
        or kinds.count(Kind.TEXT) != 1
        or first < kinds.index(Kind.TEXT)
        or kinds[-1] not in _BEHIND
    ):
        return whole
    starts = [1, *(at for at in range(3, len(words) - 1) if _begins(words[at - 1], words[at])), len(words)]
    parts = [range(one, other) for one, other in pairwise(starts)]
    behind = [any(_is_behind(words[at]) for at in part) for part in parts]
    return parts if all(behind) else whole


def _begins(before: str, word: str) -> bool:
    """Tell whether a cell says what is to be done, behind one that says who or by when."""
    says = word.endswith("。") or (not misfit(Kind.TEXT, word) and misfit(Kind.BODIES, word) > 0)
    return len(word) >= _SHORTEST and says and _is_behind(before) and not goes_on(before, word)


def _is_behind(word: str) -> bool:
    return any(not misfit(kind, word) for kind in _BEHIND) and misfit(Kind.TEXT, word) > 0
