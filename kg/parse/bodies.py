"""A list of bodies as printed, split into bodies, with what was left out of their names put back.

市园林局、公安局 → 市园林局 + 市公安局; 官渡区、西山区人民政府 → 官渡区人民政府 + 西山区人民政府;
各区、县（市）政府 is one body of a collective kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from kg.notice import Role
from kg.parse import organisations as words
from kg.parse.elisions import StartOf, area_of_government, elisions_of, is_completed
from kg.parse.glued import names_apart
from kg.parse.labels import ROLE_WORDS
from kg.text import Flow, Piece, bare, fold

#: A separator between bodies, or a bracket; a blank or nothing at all is looked for afterwards.
_CUT = re.compile(r"[、，,；;/。①-⑳]|以及|[和及与暨·.+|\\]|[(\[“《〈<)\]”》〉>]")
_MARKS = frozenset("、，,；;/。①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_STARS = frozenset("*★☆▲△■")
_SECTIONS = frozenset("，,；;。")  # what rules about the order of a list count
_NEXT_NAME = re.compile(r"[、，,；;和及与]")
_REACH = 60  # characters that are looked at on each side of a separator

_TRAILING = re.compile(
    r"(?:按照?|根据|依据|依照)?(?:各自|相应)?(?:职责|职能|任务|工作)*(?:分工|范围)?(?:分别|共同|具体|联合|协同)?$"
)
_STOPS = re.compile(r"[。.:,;\s*★☆▲△■(\[]+$")
_LEADING = re.compile(
    r"(?:[此该本这](?:项|些)?(?:工作|任务)由|由|请|:|以(?=[省市区县州国各])|以及|和|及|与|会同|并|其中|—+|-+|[*※★☆▲△◆◇●■□]+|\d{1,2}[.、](?!\d))+"
)
_ROLE_BRACKET = re.compile(rf"\((?:为)?({'|'.join(ROLE_WORDS)})(?:单位|部门)?\)$")
#: What a bracket behind a name says of it, where it is no other name.
_REMARK = re.compile(
    r"[(\[〈](?:含|包括|包含|不含|不包括|除|下同|详见|见附|排名|按)[^()\[\]〈〉]*(?:[)\]〉]|$)"
)
_CALLED = re.compile(r"(?:以下|下文)?(?:统称|简称|称)(?:为)?[:“]?")
#: A name has two characters, one of which may have been lost on the way: 档??科.
_TWO_HAN = re.compile("[\u4e00-\u9fff](?:[\u4e00-\u9fff\ufffd□]|[?]{2})")
_OPENERS = frozenset("([〈")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]+)[)\]]$")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a list. `group` counts the commas and semicolons before it, for rules about them.

    `marked` tells that a star stands beside it.
    """

    surface: Piece
    name: str
    collective: bool
    aliases: tuple[Piece, ...] = ()
    role: Role | None = None
    group: int = 0
    marked: bool = False

    @property
    def folded(self) -> str:
        """The name as the rules look at it: folded, in simplified characters."""
        return bare(fold(self.name))

    @property
    def level(self) -> str:
        """The 市 of 市公安局, as printed, which a body named next may leave out."""
        return self.name[: len(words.level_of(self.folded))]


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
        if trimmed is not None:
            members.append((group, *trimmed))
        elif words.is_class(flow.folded[start:end]):
            members.append((group, start, end))  # 镇 of 各街道、镇, 县（市） of 各省辖市、县（市）
    merged = _merge_classes(flow, members)
    members = [member for member in merged if _TWO_HAN.search(flow.folded, member[1], member[2])]
    if strict:
        members = _surely_bodies(flow, members)
    return list(_resolve(flow, members, level))


def _surely_bodies(flow: Flow, members: Sequence[_Member]) -> list[_Member]:
    """Leave out what is no name, nor half of one that the next member of the list completes."""
    kept: list[_Member] = []
    for member in reversed(members):
        _, start, end = member
        name = _REMARK.sub("", flow.folded[start:end])
        behind = kept[-1] if kept and flow.folded[end : kept[-1][1]] == "、" else None
        if words.is_surely_body(name) or (behind and is_completed(name, flow.folded[behind[1] : behind[2]])):
            kept.append(member)
    return kept[::-1]


def _cut(flow: Flow) -> Iterator[_Member]:
    """Cut a list at its separators outside of brackets and quotation marks."""
    folded = flow.folded
    depth = count = group = start = at = 0
    while match := _CUT.search(folded, at):
        found, at = match.start(), match.start() + 1
        if match[0] in "([“《〈<":
            depth += 1
        elif match[0] in ")]”》〉>":
            depth = max(0, depth - 1)
        elif depth == 0 and (match[0] in _MARKS or _parts(folded, start, found, match.end())):
            for name in names_apart(flow, start, found):
                yield group, *name
            count += match[0] in _SECTIONS
            start, group = match.end(), count
            at = start
    for name in names_apart(flow, start, len(folded)):
        yield group, *name


def _parts(folded: str, start: int, at: int, end: int) -> bool:
    """Tell whether the 和 at `at` stands between two bodies."""
    right = _NEXT_NAME.split(folded[end : end + _REACH], maxsplit=1)[0]
    return words.are_joined(folded[max(start, at - _REACH) : at], right)


def _trim(flow: Flow, start: int, end: int) -> tuple[int, int] | None:
    """Take off what is no part of a name: 由, 等部门, 按职责分工, stray brackets and stops."""
    inner = _name_in(flow.folded[start:end]) if end - start <= 2 * _REACH else None
    return (start + inner[0], start + inner[1]) if inner is not None else None


@lru_cache(1 << 12)
def _name_in(printed: str) -> tuple[int, int] | None:
    """Find the name in a member of a list, which comes again and again; None if there is none."""
    lead = _LEADING.match(printed)
    start, end = lead.end() if lead else 0, len(printed)
    colon = printed.find(":", start, end - 1)
    if colon >= 0:  # 市文物局：张小明, but 协调单位：市文物局 has no known label
        end = colon if words.is_named(printed[start:colon]) else start
    while start < end:
        folded = printed[start:end]
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
    folded = printed[start:end]
    return (start, end) if words.may_be_body(folded) and _TWO_HAN.search(folded) else None


_AND_OTHERS = re.compile("等(?:有关|相关)?(?:部门|单位|企业)?")


def _tail(folded: str) -> int | None:
    """Find where 等, 等部门, 等有关单位 begins; not the 等 of 高等教育处."""
    for match in re.finditer("等(?!级)", folded):
        left = folded[: match.start()]
        if left and (words.is_body_or_area(left) or _AND_OTHERS.fullmatch(folded, match.start())):
            return match.start()
    return None


def _merge_classes(flow: Flow, members: Sequence[_Member]) -> list[_Member]:
    """Join the parts of one collective body: 各市〔州〕、县〔市、区〕人民政府."""
    merged: list[_Member] = []
    for group, start, end in members:
        if merged:
            before, first, last = merged[-1]
            near = start - last == 1 and last - first <= 2 * _REACH
            if near and words.goes_on_as_class(flow.folded[first:last], flow.folded[start:end]):
                merged[-1] = (before, first, end)
                continue
        merged.append((group, start, end))
    return merged


def _resolve(flow: Flow, members: Sequence[_Member], level: str) -> Iterator[Body]:
    """Put back what was left out of the names."""
    flows = [flow[start:end] for _, start, end in members]
    lacking = [elisions_of(flow.folded) for flow in flows]
    sought = set(chain.from_iterable(lacking))
    tails = {start_of: _printed_next(flows, lacking, start_of) for start_of in sought}
    each, before = False, flow[:0]
    for at, (group, start, end) in enumerate(members):
        role, aliases, surface, plain = _brackets(flows[at])
        name, folded = plain.printed, plain.folded
        if not name:
            continue  # a role in brackets, and nobody before it
        goes_on = each and words.is_class_name(folded)
        tail = ""
        for start_of in elisions_of(folded) if tails else ():
            tail = tail or (tails[start_of][at + 1] if start_of in tails else "")
        if tail:
            name = (level if words.lacks_owner(folded + bare(fold(tail))) else "") + name + tail
        elif area := area_of_government(before.folded, folded):
            name = before.text[: len(area)] + name
        elif level and words.lacks_owner(folded):
            name = level + name
        elif goes_on:
            name = "各" + name
        before = plain
        if own := words.level_of(folded):
            level = name[: len(own)]
        elif words.has_owner(folded) and not folded.startswith("各"):
            level = ""
        each = folded.startswith("各") or goes_on
        marked = not _STARS.isdisjoint((flow.folded[max(0, start - 1) : start], flow.folded[end : end + 1]))
        collective = words.is_collective(folded) or each
        yield Body(surface.piece(), name, collective, aliases, role, group, marked)


def _printed_next(
    flows: Sequence[Flow], lacking: Sequence[Sequence[StartOf]], start_of: StartOf
) -> list[str]:
    """Give for each place in a list the tail (人民政府, 街道) that the next name with one prints.

    There is one more than there are flows: behind the last stands none.
    """
    found = [""]
    for flow, elided in zip(reversed(flows), reversed(lacking), strict=True):
        start = start_of(flow.folded)
        if start is not None:
            found.append(flow[start:].printed)
        else:
            found.append(found[-1] if start_of in elided else "")
    return found[::-1]


def _brackets(flow: Flow) -> tuple[Role | None, tuple[Piece, ...], Flow, Flow]:
    """Read a bracket at the end: a role (（牵头）), a remark (（含开发区）), or another name (（市园文局）).

    A bracket that is part of a class of areas stays: 各县（市）.

    Gives the role, the aliases, the body as printed, and its name without the alias.
    """
    if _OPENERS.isdisjoint(flow.folded):
        return None, (), flow, flow
    if match := _ROLE_BRACKET.search(flow.folded) or _REMARK.search(flow.folded):
        plain = flow[: match.start()]
        return ROLE_WORDS[match[1]] if match.lastindex else None, (), plain, plain
    match = _LAST_BRACKET.search(flow.folded)
    if not match or match.start() < 2:
        return None, (), flow, flow
    before = flow.folded[: match.start()]
    if not words.is_body_or_area(before) or words.is_collective(before) or words.is_class(match[1]):
        return None, (), flow, flow
    called = _CALLED.match(match[1])
    if not called and not words.may_name(match[1]):
        return _brackets(flow[: match.start()])  # what it has to do: （生猪退养）, or a person
    alias = flow[match.start(1) + (called.end() if called else 0) : match.end() - 1]
    return None, (alias.piece(),), flow, flow[: match.start()]
