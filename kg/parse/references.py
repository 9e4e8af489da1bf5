"""What stands in place of bodies that an item above names: 同上, 同第3项, 与第（二）项相同.

1.修缮古桥。（责任单位：市文物局）
2.开放古宅。（责任单位：同上）
3.开放古塔。（责任单位同第1项）

What names no item, or one that has nobody, names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.notice import Role
from kg.numerals import parse_numeral
from kg.parse.bodies import Body
from kg.parse.clauses import Named
from kg.text import Flow, Piece, bare, fold

_LAST = "同(?:上|前|左)(?:一?[项栏条款])?|(?:与|和)?上一?[项条]相同"
_NUMBERED = (
    r"(?:[与和]|同|参?见)?(?:任务|序号|本表|本条|上述|前述)?第?[(\[]?"
    r"(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})[)\]]?(?:[项条款号点]|任务|工作|事项)?(?:任务|工作|事项|措施)?"
)
_REFERENCE = re.compile(
    rf"(?:{_LAST}|(?=[同见参]|.{{1,20}}(?:相同|一致)$){_NUMBERED})(?:的?(?:责任|牵头|配合|主办)*(?:单位|部门))?(?:相同|一致)?"
)
_SIGN = re.compile("[同见見参參致]")  # one of which each of them has
_LONGEST = 24  # characters
_MOST = 60  # bodies that are meant; more would make facts by the square of the length
_DIGITS = re.compile(r"\d{1,3}|[一二三四五六七八九十百]{1,5}")


def reference(flow: Flow) -> Named | None:
    """Read a stretch that stands in place of bodies: 同上, 同第3项; None if it says anything else."""
    end = len(flow.folded.rstrip("。；;，,.")) if _may_refer(flow.folded) else 0
    if not end or not _REFERENCE.fullmatch(flow.folded, 0, end):
        return None
    piece = flow.piece(0, end)
    return Named(Body(piece, piece.text, collective=False), Role.RESPONSIBLE)


#: Whose tasks these are, and by when.
_Said = tuple[Sequence[Named], Piece | None]
_NOTHING: _Said = ((), None)


@dataclass(slots=True)
class Above:
    """What the tasks so far have said, in the order of the text: the last one, and each by its number."""

    last: _Said = _NOTHING
    within: dict[tuple[int | None, int], _Said] = field(default_factory=dict)
    numbered: dict[int, _Said | None] = field(default_factory=dict)

    def add(self, number: str | None, section: int | None, said: _Said) -> None:
        """Take up what a task has said; what two sections number alike is known inside of them only."""
        self.last = said
        if (value := _value(number)) is not None:
            self.numbered[value] = None if value in self.numbered else said
            self.within[section, value] = said

    def bodies(self, named: Sequence[Named], section: int | None, *, alone: bool) -> list[Named]:
        """Put the bodies that are meant in place of each reference: they are printed there.

        They are those of the same role, or all where none has it.

        :param alone: whether the reference is all that is said, without a label: （同上）
        """
        read: list[Named] = []
        for each in named:
            said = self._said(each.body.surface.text, section)
            if said is None:
                read.append(each)
                continue
            meant = said[0][:_MOST]
            same = [] if alone else [other for other in meant if other.role is each.role]
            read += [other for other in same or meant if other not in read[:_MOST]]
        return read

    def deadline(self, printed: Piece | None, section: int | None) -> Piece | None:
        """Give the deadline that is meant: one printed above, if this one only refers to it."""
        said = self._said(printed.text, section) if printed is not None else None
        return printed if said is None else said[1]

    def _said(self, printed: str, section: int | None) -> _Said | None:
        """Give what a reference means, nothing where that is not known; None if it is no reference."""
        folded = bare(fold(printed)) if _may_refer(printed) else ""
        match = _REFERENCE.fullmatch(folded)
        if match is None:
            return None
        value = _value(match["number"])
        if value is None:
            return self.last
        return self.within.get((section, value)) or self.numbered.get(value) or _NOTHING


def _may_refer(text: str) -> bool:
    return len(text) <= _LONGEST and _SIGN.search(text) is not None


def _value(number: str | None) -> int | None:
    digits = _DIGITS.search(number) if number else None
    return int(parse_numeral(digits[0]) or 0) if digits else None
