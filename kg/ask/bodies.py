"""Bodies in a question: those of the library under any name they have or had, and those it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.ask.directory import Directory
from kg.ask.entries import Entry
from kg.ask.values import Kind, Limit
from kg.ask.words import Words, one_slip
from kg.find.gazetteer import place_at
from kg.lexicon import Jurisdiction, match_names, parse_body
from kg.lexicon.places import parse_head
from kg.lexicon.table import readings
from kg.text import fold

#: Words that end like a body and mean no particular one.
_GENERAL = re.compile(
    r".*(?:哪|什么|啥|几|各|有关|相关|其[他它]|这|那|多|个|家|些|同|全部|所有|市级|上级)(?:个|家|些|级)?(?:责任|牵头|配合|主管)?(?:部门|单位|局|委|办|机构|机关)"
    r"|政府|党委|(?:责任|牵头|配合|主管|负责|协办|参与|实施)?(?:部门|单位|主体|机构|机关)|.*(?:怎么|去|要|来|须|得)办|.*(?:任务|工作)?交办|(?!.*[工协商学员]会|证监会|银保监会).{0,3}(?:全|大)?会"
)
#: 市级各有关单位: where a notice names them so for something, they are a body like others.
_COLLECTIVE = re.compile(r"(?:[省市县区州]直?级?)?(?:各|有关|相关)")
#: 管环保的, 旅游部门: a line of work.
_LINE_OF_WORK = re.compile(
    r"(?:主管|分管|管|抓)[一-龥]{2,4}?(?:工作)?的(?:部门|单位|局|那个部门)|[一-龥]{2,4}?(?:主管)?(?:部门|口|系统|条线)"
)
#: How names of bodies end that stand in no table: what a rule can still recognise.
_ENDS = re.compile(r"开发区|经开区|高新区|名胜区|指挥部|管委会|委员会|领导小组|[局委办院厅]|办公室|公司|集团")
#: Governments and party committees are named in many titles and aims; only departments limit a question.
_ABOVE = {"政府", "党委", "政府办公", "党委办公"}
_LEVELS = {"国家", "全国", "中央", "自治区", "省委", "市委", "区委", "县委", "省政府", "市政府"}
_AND = "和与及或同跟"
_LONGEST = 16
_NAME = 60  # characters of the longest name of a body
_LEAST = 0.6


class _Found(NamedTuple):
    entry: Entry
    score: float
    reason: str


def find_bodies(words: Words, directory: Directory) -> list[Limit]:
    """Take every body that a question names; one that the library does not know gets a limit without values."""
    limits = []
    for start, end in names_of_bodies(words.text, directory):
        name = words.text[start:end]
        collective = _COLLECTIVE.match(name) and name in directory.bodies
        if words.free(start, end) and (collective or not _GENERAL.fullmatch(name)):
            found = _link(words.text[start:end], directory)
            body = parse_body(words.text[start:end], directory.home)
            if found or not (body.readings and {r.row.function for r in body.readings} & _ABOVE):
                limits.append(_limit(words.take(start, end), found))
    limits += _unlisted(words, directory)
    for match in list(_LINE_OF_WORK.finditer(words.rest)):
        found = _matches(match.group(), directory)
        if found and not _elsewhere(words.text, match.start(), directory.home):
            limits.append(_limit(words.take(*match.span()), found))
    return limits


def _unlisted(words: Words, directory: Directory) -> Iterator[Limit]:
    """Take names that no table knows, by how they end; the longest stretch that a rule can link."""
    linked: dict[str, list[_Found]] = {}
    for end_match in list(_ENDS.finditer(words.rest)):
        for start in range(max(0, end_match.end() - _LONGEST), end_match.end() - 2):
            if not words.free(start, end_match.end()):
                continue
            name = words.text[start : end_match.end()]
            if name not in linked:
                joined = name[0] in _AND and _by_rule(
                    name[1:], directory
                )  # 和功能区管委会: the rest is a name
                linked[name] = [] if joined else _by_rule(name, directory)
            if found := linked[name]:
                head = _with_head(words.text, start, directory.home)
                if head < start and words.free(head, start):  # 上海市科委 is not our 市科委
                    found = _by_rule(words.text[head : end_match.end()], directory)
                yield _limit(words.take(min(head, start), end_match.end()), found)
                break


def names_of_bodies(text: str, directory: Directory) -> Iterator[tuple[int, int]]:
    """Give the stretches that are names of the library or of the tables, the longest first."""
    known = readings()
    own = directory.body_forms(_forms)
    found = set()
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + _NAME) + 1):
            piece = text[start:end]
            if _is_line(piece) and not _NOT_IN_WORD.match(text, end):
                continue
            if piece in own or (end - start > 2 and piece in known and _ENDS.search(piece[-3:])):
                found.add((_with_head(text, start, directory.home), end))
                if piece in own:
                    found.add((start, end))
    return iter(sorted(found, key=lambda span: (span[0] - span[1], span[0])))


#: What stands behind a body that is named by its line of work alone: 科技、财政等部门, never 科技|特派员.
_NOT_IN_WORD = re.compile(
    r"部门|单位|[局委厅办口]|[和与及、,，;；?？。!！]|等|负责|牵头|配合|参与|承担|有|要|是|的|在|都|各|$"
)


def _is_line(name: str) -> bool:
    """Tell whether a name is only a line of work: 科技, 财政."""
    return len(name) == 2 and not re.search(r"[局委办院厅部联会社团处科行]$", name)


def _forms(name: str, home: Jurisdiction | None) -> Iterator[str]:
    """Give a body's name as people shorten it: without 市, without the city."""
    yield name
    yield re.sub("人民政府$", "政府", name)
    yield parse_body(name, home).tail
    for place in (home.place, home.place[:-1]) if home else ():
        if name.startswith(place) and len(name) - len(place) > 2:
            yield name[len(place) :]


def _with_head(text: str, start: int, home: Jurisdiction | None) -> int:
    """Go back over the place or level before a name: 市公安局, 南京市发改委, 浙江省科技厅."""
    for at in range(max(0, start - 8), start):
        head = text[at:start]
        listed = place_at(text, at)
        if listed and listed.text == "会同":  # a county, and what notices say for “together with”
            continue
        known = listed is not None and _is_head(head, listed.text)
        slip = home is not None and one_slip(head, home.place)
        if (known or slip or len(head) == 1 or head in _LEVELS) and parse_head(head, home) is not None:
            return at
        if (
            listed is not None and listed.text == head + text[start]
        ):  # 上海|市科委: the city's last word is ours
            return at
    return start


def _is_head(head: str, place: str) -> bool:
    """Tell whether a place, with its last word or a place within it, is all of a head: 杭州市余杭区."""
    rest = head.removeprefix(place)
    if rest == head:
        return False
    within = place_at(rest, 0) if len(rest) > 1 else None
    return rest in ("", "省", "市", "州", "区", "县") or (within is not None and within.text == rest)


def _elsewhere(text: str, start: int, home: Jurisdiction | None) -> bool:
    """Tell whether the place before a line of work is another one: 上海园林绿化部门."""
    for at in range(max(0, start - 4), start):
        name = place_at(text, at)
        if name and at + len(name.text) == start and not (home and home.place.startswith(name.text)):
            return True
    return False


def _link(name: str, directory: Directory) -> list[_Found]:
    """Link a name, first as it is printed, then as the tables know it, then with its city's name mended."""
    in_full = re.sub("(?<!人民)政府$", "人民政府", name)
    if same := directory.bodies.get(name) or directory.bodies.get(in_full):
        return [_Found(entry, 1.0, "同名") for entry in same]
    if found := _matches(name, directory):
        return found
    head = re.match(r"[一-龥]{2,4}市", name)
    home = directory.home
    if head and home and not place_at(name, 0) and one_slip(head.group(), home.place):
        return [
            _Found(entry, round(score * 0.85, 3), f"“{head.group()}”疑为{home.place}；{reason}")
            for entry, score, reason in _link(home.place + name[head.end() :], directory)
        ]
    return []


def _matches(name: str, directory: Directory) -> list[_Found]:
    bodies = directory.bodies_as_printed
    found: dict[str, _Found] = {}
    for match in match_names(name, list(bodies), directory.home):
        for entry in bodies[match.candidate]:
            found.setdefault(entry.iri, _Found(entry, match.score, match.reason))
    apart = directory.apart(name) if found else ()
    return [one for one in found.values() if one.entry.iri not in apart]


def _by_rule(name: str, directory: Directory) -> list[_Found]:
    """Link a name that no table knows: an abbreviation by rule, or a name with one wrong character."""
    if _GENERAL.fullmatch(name) or _ENDS.fullmatch(name):
        return []
    found = [match for match in _matches(name, directory) if match.score >= _LEAST]
    if found or len(name) < 4 or name[1:] in readings() or name in readings():
        return found
    return [
        _Found(entry, 0.8, f"疑为“{form}”之误")
        for entry in directory.of("body")
        for form in entry.names
        if one_slip(name, fold(form).lower())
    ]


def _limit(name: str, found: list[_Found]) -> Limit:
    if not found:
        return Limit(Kind.BODY, name, (), "", 0.9, "公文中没有这个单位")
    best = max(match.score for match in found)
    kept = [match for match in found if match.score >= best - 0.2]
    return Limit(
        Kind.BODY,
        name,
        tuple(match.entry.iri for match in kept),
        "、".join(match.entry.label for match in kept),
        best,
        "；".join(dict.fromkeys(match.reason for match in kept)),
    )
