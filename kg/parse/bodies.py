"""A list of bodies as printed, split into bodies, with what was left out of their names put back.

市园林局、公安局 → 市园林局 + 市公安局; 官渡区、西山区人民政府 → 官渡区人民政府 + 西山区人民政府;
各区、县（市）政府 is one body of a collective kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.notice import Role
from kg.parse import organisations as words
from kg.parse.labels import ROLE_WORDS
from kg.text import Flow, Piece

#: A separator between bodies; a blank or nothing at all is looked for afterwards.
_SEPARATOR = re.compile(r"[、，,；;/。]|(?:以及|和|及|与|暨)")
_MARKS = frozenset("、，,；;/。")
_SECTIONS = frozenset("，,；;。")  # what rules about the order of a list count
_NEXT_NAME = re.compile(r"[、，,；;和及与]")
_REACH = 60  # characters that are looked at on each side of a separator

_TRAILING = re.compile(
    r"(?:按照?|根据|依据|依照)?(?:各自|相应)?(?:职责|职能|任务|工作)*(?:分工|范围)?(?:分别|共同|具体|联合|协同)?$"
)
_STOPS = re.compile(r"[。.:,;\s]+$")
_LEADING = re.compile(r"(?:由|请|以及|和|及|与|会同|并|其中|—+|-+|▲|◆|●|\d{1,2}[.、](?!\d))+")
_ROLE_BRACKET = re.compile(rf"\((?:为)?({'|'.join(ROLE_WORDS)})(?:单位|部门)?\)$")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]+)[)\]]$")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a list. `group` counts the commas and semicolons before it, for rules about them."""

    surface: Piece
    name: str
    collective: bool
    aliases: tuple[Piece, ...] = ()
    role: Role | None = None
    group: int = 0


#: A member of a list: the commas before it, its start and its end.
_Member = tuple[int, int, int]


def split_bodies(flow: Flow, *, level: str = "", strict: bool = False) -> list[Body]:
    """Split a printed list into bodies.

    :param level: the 市 that the first bodies may leave out, where a list before has said it
    :param strict: leave out what does not end as a body's name does; elsewhere a label or a column has
        said that bodies follow, and 未来科技城 is one
    """
    members: list[_Member] = []
    for group, start, end in _cut(flow):
        trimmed = _trim(flow, start, end)
        if trimmed is not None and (not strict or words.is_surely_body(flow.folded[slice(*trimmed)])):
            members.append((group, *trimmed))
    return list(_resolve(flow, _merge_classes(flow, members), level))


def _cut(flow: Flow) -> Iterator[_Member]:
    """Cut a list at its separators outside of brackets and quotation marks."""
    folded = flow.folded
    depth = count = group = start = at = 0
    while at < len(folded):
        match = _SEPARATOR.match(folded, at) if depth == 0 else None
        if folded[at] in "([“《":
            depth += 1
        elif folded[at] in ")]”》":
            depth = max(0, depth - 1)
        elif match and (match[0] in _MARKS or _parts(folded, start, at, match.end())):
            yield from _unseparated(flow, group, start, at)
            count += match[0] in _SECTIONS
            start, group = match.end(), count
            at = start
            continue
        at += 1
    yield from _unseparated(flow, group, start, len(folded))


def _parts(folded: str, start: int, at: int, end: int) -> bool:
    """Tell whether the 和 at `at` stands between two bodies."""
    right = _NEXT_NAME.split(folded[end : end + _REACH], maxsplit=1)[0]
    return words.are_joined(folded[max(start, at - _REACH) : at], right)


_GLUED = re.compile(
    r"(?<=[局委办厅部会室府院心司团])(?:\([^()]{1,20}\))?(?P<head>国家|[省市区县州])(?=[\u4e00-\u9fff]{2})"
)
_NEW_LINE = re.compile(r"[省市区县州各]|有关|国家|最高|中国")


def _unseparated(flow: Flow, group: int, start: int, end: int) -> Iterator[_Member]:
    """Cut 市发改委市财政局, and bodies with only a blank or a line's end between them."""
    folded = flow.folded
    for at in sorted(_glued(folded, start, end) | _gaps(flow, start, end)):
        if at <= start or not words.is_body(folded[start:at]):
            continue
        right = _NEXT_NAME.split(folded[at : min(end, at + _REACH)], maxsplit=1)[0]
        if words.begins_body(right) or words.begins_body(re.split(r"[(\[]", right, maxsplit=1)[0]):
            yield group, start, at
            start = at
    yield group, start, end


def _glued(folded: str, start: int, end: int) -> set[int]:
    """Find where a name of the same level may begin right behind another: 市发改委|市财政局.

    市委市直机关工委 is one name, and so is 市公安局市区分局.
    """
    return {
        match.start("head")
        for match in _GLUED.finditer(folded, start, end)
        if match["head"] in {folded[start], "国家"}
        and not folded.startswith(("直", "区", "级"), match.end("head"))
    }


def _gaps(flow: Flow, start: int, end: int) -> set[int]:
    """Find the blanks inside a member. A line's end is often only where the line was full."""
    found: set[int] = set()
    for at in range(start + 2, end - 1):
        first, last = flow.offsets[at - 1], flow.offsets[at]
        if last - first > 1 and ("\n" not in flow.source[first:last] or _NEW_LINE.match(flow.folded, at)):
            found.add(at)
    return found


def _trim(flow: Flow, start: int, end: int) -> tuple[int, int] | None:
    """Take off what is no part of a name: 由, 等部门, 按职责分工, stray brackets and stops."""
    if end - start > 2 * _REACH:
        return None
    if lead := _LEADING.match(flow.folded[start:end]):
        start += lead.end()
    while start < end:
        folded = flow.folded[start:end]
        opened = folded.count("(") + folded.count("[") - folded.count(")") - folded.count("]")
        cuts = [match.start() for p in (_TRAILING, _STOPS) if (match := p.search(folded))]
        cut = min(cut for cut in [_tail(folded), *cuts, len(folded)] if cut)
        if cut < len(folded):
            end = start + cut
        elif folded[-1] in ")]" and opened < 0:
            end -= 1
        elif folded[0] in "([" and opened > 0:
            start += 1
        else:
            break
    folded = flow.folded[start:end]
    return (start, end) if words.may_be_body(folded) and re.search("[\u4e00-\u9fff]{2}", folded) else None


def _tail(folded: str) -> int | None:
    """Find where 等, 等部门, 等有关单位 begins; not the 等 of 高等教育处."""
    for match in re.finditer("等(?!级)", folded):
        left = folded[: match.start()]
        if left and (words.is_body_or_area(left) or match.end() == len(folded)):
            return match.start()
    return None


def _merge_classes(flow: Flow, members: Sequence[_Member]) -> list[_Member]:
    """Join the parts of one collective body: 各市〔州〕、县〔市、区〕人民政府."""
    merged: list[_Member] = []
    for group, start, end in members:
        if merged:
            before, first, last = merged[-1]
            if start - last == 1 and words.goes_on_as_class(flow.folded[first:last], flow.folded[start:end]):
                merged[-1] = (before, first, end)
                continue
        merged.append((group, start, end))
    return merged


def _resolve(flow: Flow, members: Sequence[_Member], level: str) -> Iterator[Body]:
    """Put back what was left out of the names."""
    flows = [flow[start:end] for _, start, end in members]
    each = False
    for at, (group, _, _) in enumerate(members):
        role, aliases, surface, plain = _brackets(flows[at])
        name, folded = plain.text, plain.folded
        goes_on = each and words.is_class_name(folded)
        if words.lacks_administration(folded):
            name += _administration_of_next(flows[at + 1 :])
        elif level and words.lacks_owner(folded):
            name = level + name
        elif goes_on:
            name = "各" + name
        if words.level_of(folded):
            level = name[:1]
        elif words.has_owner(folded) and not folded.startswith("各"):
            level = ""
        each = folded.startswith("各") or goes_on
        yield Body(surface.piece(), name, words.is_collective(folded) or each, aliases, role, group)


def _administration_of_next(following: Sequence[Flow]) -> str:
    """Give 人民政府 or 管委会 of the next area that prints it, before which only areas stand."""
    for flow in following:
        start = words.administration_start(flow.folded)
        if start is not None:
            return flow.text[start:]
        if not words.lacks_administration(flow.folded):
            break
    return ""


def _brackets(flow: Flow) -> tuple[Role | None, tuple[Piece, ...], Flow, Flow]:
    """Read a bracket at the end: a role (（牵头）), or another name (（市园文局）); part of a class stays.

    Gives the role, the aliases, the body as printed, and its name without the alias.
    """
    if match := _ROLE_BRACKET.search(flow.folded):
        plain = flow[: match.start()]
        return ROLE_WORDS[match[1]], (), plain, plain
    match = _LAST_BRACKET.search(flow.folded)
    if not match or match.start() < 2:
        return None, (), flow, flow
    before = flow.folded[: match.start()]
    if not words.is_body_or_area(before) or words.is_collective(before) or words.is_class(match[1]):
        return None, (), flow, flow
    alias = flow[match.start() + 1 : match.end() - 1]
    return None, (alias.piece(),), flow, flow[: match.start()]
