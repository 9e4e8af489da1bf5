"""What stands between the rows of a table, and begins them: numbers, headings 一、…, page numbers."""

from __future__ import annotations

import re

from kg.read.pieces import Tape

_NUMBER = re.compile(r"(\d{1,3})[.、]?")
_HAN = "[一二三四五六七八九十]{1,3}"
#: A heading between rows, without white space.
GROUP = re.compile(rf"(?:{_HAN}[、.]|\({_HAN}\)|第{_HAN}(?:部分|章|节|篇))[^|。；;]{{2,60}}")
_HAN_ALONE = re.compile(rf"{_HAN}[、.]?|\({_HAN}\)")
_LONGEST_NAME = 30  # of a heading whose number stands in another cell
_MOST_GROUPS = 12  # headings with nothing below


def number_at(tape: Tape, at: int) -> int:
    """Give the number that a piece is; 0 if it is none."""
    match = _NUMBER.fullmatch(tape.folded(at))
    return int(match[1]) if match else 0


def begins_at(tape: Tape, at: int) -> bool:
    """Tell whether a row or a heading of the table may begin at a piece."""
    return number_at(tape, at) > 0 or bool(GROUP.fullmatch(tape.folded(at)))


def group_at(tape: Tape, at: int) -> int:
    """Count the pieces of a heading (一、…, or 一 and a name) behind which a row begins, or another one."""
    length = _group(tape, at)
    end = at + length
    for _ in range(_MOST_GROUPS):
        if not length or number_at(tape, end):
            break
        more = 1 if not tape.folded(end) and tape.at(end) is not None else _group(tape, end)
        if not more:
            return 0
        end += more
    return length


def _group(tape: Tape, at: int) -> int:
    if GROUP.fullmatch(tape.folded(at)):
        return 1
    name = tape.folded(at + 1) if _HAN_ALONE.fullmatch(tape.folded(at)) else ""
    return 2 if 1 < len(name) <= _LONGEST_NAME and not _NUMBER.fullmatch(name) else 0
