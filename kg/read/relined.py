"""Lines cut and joined so that the head of a table is one line, and each of its rows another.

序号 任务 责任单位 1 修路 市交通局 2 架桥 市住建局: all of it on one line
序号 任务 责任单位 | 1 | 修路 | 市交通局: the head on one line, then one cell a line; or the other way round
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.read.fitting import Kind, is_task_head, kind_of_head, misfit
from kg.read.marks import GROUP
from kg.read.pieces import FIELD, squeezed
from kg.text import Span

#: What a line without a head of either kind has not.
_MARK = re.compile(r"[序编編]\s?[号號]")
_HEAD = re.compile(r"(?<!\S)[序编編]\s?[号號](?=\s)")
_FIRST = re.compile(r"[序编編]\s?[号號]\s*[|｜]?")
_ONE = re.compile(r"0?1[.、]?")
_WORD = re.compile(r"\S+")
_BAR = re.compile(r"[|｜]")
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10
_LONGEST_HEAD = 200  # characters
_MOST_HEAD_LINES = 12
_LEAST_FIELDS = 3  # of a row: its number, what, and who
_MOST_FIELDS = 40  # of the last row


def relined(text: str, lines: Sequence[Span]) -> list[Span]:
    """Give the lines of a text, those of tables as `blank_rows`, `cell_rows` and `Parted` read them."""
    found: list[Span] = []
    marks = _MARK.finditer(text)
    mark = next(marks, None)
    if mark is None:
        return list(lines)
    at = 0
    while at < len(lines):
        while mark is not None and mark.start() < lines[at].start:
            mark = next(marks, None)
        if mark is None or mark.start() >= lines[at].end:
            found.append(lines[at])
            at += 1
            continue
        taken, parts = _head_at(text, lines, at)
        found += parts
        at += taken
    return found


def _head_at(text: str, lines: Sequence[Span], at: int) -> tuple[int, list[Span]]:
    """Give how many lines are taken from `at`, and what becomes of them."""
    line = lines[at]
    if joined := _joined_head(text, lines, at):
        return joined, [Span(line.start, lines[at + joined - 1].end)]
    match = _HEAD.search(text, line.start, line.end)
    if match is None:
        return 1, [line]
    head = _head_fields(text, Span(match.start(), line.end))
    if not head:
        return 1, [line]
    if head[-1].end == line.end:
        following = lines[at + 1].of(text) if at + 1 < len(lines) else ""
        return 1, head if _ONE.fullmatch(following) and match.start() == line.start else [line]
    rows = _rows_behind(
        text, Span(head[-1].end, line.end), [kind_of_head(squeezed(text, word)) for word in head]
    )
    if not rows:
        return 1, [line]
    before = Span(line.start, line.start + len(text[line.start : match.start()].rstrip()))
    whole = Span(head[0].start, head[-1].end)
    return 1, [*([before] if before.start < before.end else []), whole, *rows]


def _head_fields(text: str, span: Span) -> list[Span]:
    """Give the words of a head that a stretch begins with, up to the first number; none if it is none."""
    words: list[Span] = []
    for match in _WORD.finditer(text, span.start, min(span.end, span.start + _LONGEST_HEAD)):
        if _ONE.fullmatch(match[0]) or GROUP.fullmatch(match[0]):
            break
        words.append(Span(*match.span()))
    kinds = [kind_of_head(squeezed(text, word)) for word in words]
    fits = _LEAST_COLUMNS <= len(words) <= _MOST_COLUMNS and None not in kinds and is_task_head(kinds)
    return words if fits else []


def _joined_head(text: str, lines: Sequence[Span], at: int) -> int:
    """Count the lines of a head whose words stand on several, where the rows below stand on one each."""
    line = lines[at]
    if line.end - line.start > _LONGEST_HEAD or not _FIRST.match(text, line.start, line.end):
        return 0
    for taken in range(2, min(_MOST_HEAD_LINES, len(lines) - at - 1) + 1):
        below, last = lines[at + taken], lines[at + taken - 1]
        if last.end - last.start > _LONGEST_HEAD or _FIRST.match(text, below.start, below.end):
            break
        if _BAR.search(text, line.start, line.end):
            words = [word for word in _BAR.split(text[line.start : last.end]) if word.strip()]
            parted = len(_BAR.findall(text, below.start, below.end)) + 1 >= len(words)
        else:
            words = text[line.start : last.end].split()
            fields = text[below.start : below.end].split(maxsplit=_LEAST_FIELDS)
            parted = len(fields) >= _LEAST_FIELDS and _ONE.fullmatch(fields[0]) is not None
        kinds = [kind_of_head(squeezed(word, Span(0, len(word)))) for word in words]
        if parted and len(kinds) >= _LEAST_COLUMNS and None not in kinds and is_task_head(kinds):
            return taken
        if _ONE.match(text, below.start, below.end):
            break
    return 0


def _rows_behind(text: str, span: Span, kinds: Sequence[Kind | None]) -> list[Span]:
    """Cut what stands behind a head on its line: its rows, the headings between them, and what is left."""
    cuts: list[int] = []
    fields = [Span(*match.span()) for match in FIELD.finditer(text, span.start, span.end)]
    number = begun = 0
    for at, field in enumerate(fields):
        word = field.of(text).rstrip(".、")
        if word != str(number + 1) or (number and not _is_row(text, fields[begun:at], kinds)):
            continue
        heading = (
            at > 0 and (not number or at - 1 > begun) and GROUP.fullmatch(squeezed(text, fields[at - 1]))
        )
        if heading:
            cuts.append(fields[at - 1].start)
        elif not number and at:
            return []
        cuts.append(field.start)
        number, begun = number + 1, at
    if number < 2:
        return []
    end = _last_end(text, fields[begun : begun + _MOST_FIELDS], kinds)
    edges = [*cuts, end, span.end] if end < span.end else [*cuts, end]
    return [
        Span(start, start + len(text[start:stop].rstrip()))
        for one, stop in pairwise(edges)
        if (start := one + len(text[one:stop]) - len(text[one:stop].lstrip())) < stop
    ]


def _is_row(text: str, fields: Sequence[Span], kinds: Sequence[Kind | None]) -> bool:
    """Tell whether fields may be a row: one of them says who is responsible."""
    named = Kind.BODIES not in kinds or any(
        not misfit(Kind.BODIES, squeezed(text, each)) for each in fields[2:]
    )
    return len(fields) >= _LEAST_FIELDS and named


def _last_end(text: str, fields: Sequence[Span], kinds: Sequence[Kind | None]) -> int:
    """Find where the last row ends: behind those who are responsible, and what else stands there."""
    behind = [kind for kind in kinds if kind in {Kind.BODIES, Kind.PERSON, Kind.TIME}]
    end, place = 0, 0
    for field in fields[2:]:
        word = squeezed(text, field)
        fits = [at for at in range(place, len(behind)) if not misfit(behind[at], word)]
        if fits:
            end, place = field.end, fits[0] + (behind[fits[0]] is Kind.TIME)  # several bodies, one time
        elif end:
            break
    return end or fields[-1].end
