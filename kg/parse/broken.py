"""Lines that break off inside a list, a sentence or a bracket, and go on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.parse.labels import LABEL
from kg.parse.markers import read_marker
from kg.text import Flow, join_flows

OPENERS, CLOSERS = "([{《“‘「『<", ")]}》”’」』>"
_BRACKETS = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
#: A responsibility bracket that was set on a line of its own.
_BRACKET_ALONE = re.compile(r"[(\[](?:[^()\[\]]|[(\[][^()\[\]]{0,30}[)\]]){2,400}[)\]]。?")
_NAMES_BODIES = re.compile(
    r"(?:单位|部门|科室|处室):|(?:牵头|负责|配合|落实|督办|参与)(?:[)\]]。?$|[，,;；])"
)
_NEVER_FIRST = frozenset("，、。；：！？;:)]》”")  # what no paragraph begins with
_CLOSED_WITHIN = 4  # lines within which a bracket must close that goes on over the end of a line
_LONGEST_BROKEN = 20  # lines
_LONGEST_OPEN = 400  # characters that an open bracket keeps lines together


def join_broken(lines: Sequence[Flow]) -> Iterator[Flow]:
    """Join the lines of a paragraph that breaks off, also where the text is not wrapped otherwise."""
    group: list[Flow] = []
    for at, line in enumerate(lines):
        if group and not (len(group) < _LONGEST_BROKEN and _goes_on(group, lines[at : at + _CLOSED_WITHIN])):
            yield join_flows(group)
            group = []
        group.append(line)
    if group:
        yield join_flows(group)


def open_brackets(group: Sequence[Flow]) -> int:
    """Count the brackets that are open at the end of some lines, as far as they reach back."""
    depth = 0
    text = "".join(line.folded[-_LONGEST_OPEN:] for line in group[-_LONGEST_OPEN // 20 :])[-_LONGEST_OPEN:]
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in OPENERS else max(0, depth - 1)
    return depth


def _goes_on(group: Sequence[Flow], behind: Sequence[Flow]) -> bool:
    """Tell whether a paragraph goes on in the first of the lines behind it."""
    line = behind[0].folded
    if line[0] in _NEVER_FIRST and len(line) > 1:
        return True
    if _BRACKET_ALONE.fullmatch(line) and _NAMES_BODIES.search(line):
        return read_marker(group[0].folded) is not None and not group[0].folded.endswith((":", "；"))
    bracket = _BRACKET_ALONE.match(line)
    if bracket and _NAMES_BODIES.search(bracket[0]) and group[-1].folded.endswith("。"):
        return True  # the bracket of the sentence before, and what comes next
    if read_marker(line) or line.startswith("|"):
        return False
    if depth := open_brackets(group):
        return _closes(depth, behind)
    return group[-1].folded.endswith(("、", ",")) and not LABEL.match(line)


def _closes(depth: int, behind: Sequence[Flow]) -> bool:
    """Tell whether so many open brackets are closed before the next item begins."""
    for flow in behind:
        if read_marker(flow.folded):
            return False
        for bracket in _BRACKETS.findall(flow.folded, 0, _LONGEST_OPEN):
            depth += 1 if bracket in OPENERS else -1
            if not depth:
                return True
    return False
