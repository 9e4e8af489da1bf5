"""Tables drawn with characters in plain text, as one with bars: each row on a line, wrapped cells joined.

┌──┬────┐
│1 │修缮│
│  │古桥│
└──┴────┘  →  | 1 | 修缮古桥 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_UPRIGHT = re.compile("[│┃║|｜]")
_DRAWN = re.compile("[\u2500-\u257f]|\\+[-=]{2}")
#: A line of the frame; one inside may go over some of the columns only: │  ├──┤.
_RULE = re.compile(r"\s*(?:[\u2500-\u257f]|\+[-=+]*\+)[\u2500-\u257f\s+=-]*[\u2500-\u257f+]\s*")
_LEVEL = re.compile("[─━═]{2}|[-=]{2}")
_ROW = re.compile(r"\s*[│┃║|｜].*[│┃║|｜]\s*")
_LEAST_GROUPS = 3  # a head and two rows, each ruled off


def unboxed(text: str) -> str:
    """Give a text with the tables drawn in it as lines with bars; other lines stay as they are."""
    if not _DRAWN.search(text):
        return text
    lines = text.splitlines()
    done: list[str] = []
    at = tables = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (_is_rule(lines[end]) or (end > at and _ROW.fullmatch(lines[end]))):
            end += 1
        rows = list(_rows(lines[at:end])) if end - at > 2 and _is_rule(lines[at]) else []
        if rows and len({len(row) for row in rows}) == 1:
            done += ["| " + " | ".join(row) + " |" for row in rows]
            tables += 1
        else:
            end = max(end, at + 1)
            done += lines[at:end]
        at = end
    return "\n".join(done) + "\n" if tables else text


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None and _LEVEL.search(line) is not None


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Give the cells of each row: what stands between two rules, or from one first cell to the next."""
    groups: list[list[list[str]]] = [[]]
    for line in lines:
        if _is_rule(line):
            groups += [[]] if groups[-1] else []
        else:
            groups[-1].append([cell.strip() for cell in _UPRIGHT.split(line.strip())[1:-1]])
    groups = [group for group in groups if group]
    ruled = len(groups) >= _LEAST_GROUPS
    for group in groups:
        row: list[str] = []
        for cells in group:
            if row and (ruled or not cells[0]) and len(cells) == len(row):
                row = [before + behind for before, behind in zip(row, cells, strict=True)]
                continue
            if row:
                yield row
            row = cells
        yield row
