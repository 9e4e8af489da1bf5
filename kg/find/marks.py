"""Pairs of marks around a name: 《…》 and “…”."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Nothing that is named in marks is longer; an opening mark that is never closed would swallow the rest.
_LONGEST = 160


def marked(folded: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Find what stands in the outermost pairs of two marks: where it starts and ends, marks included.

    An opening mark without its partner is passed over, so that what it holds is still found.

    >>> list(marked("《关于印发《要点》的通知》和《细则", "《", "》"))
    [(0, 13)]
    """
    if opening not in folded:
        return
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in re.finditer(f"[{re.escape(opening + closing)}]", folded):
        at = mark.start()
        if mark[0] == opening:
            opened.append(at)
        elif opened:
            start = opened.pop()
            if at - start <= _LONGEST:
                while pairs and pairs[-1][0] > start:
                    pairs.pop()
                pairs.append((start, at + 1))
    yield from pairs
