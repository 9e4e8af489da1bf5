"""Which of the bodies that a notice names does a user mean: exact before alias before rule, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from kg.lexicon.bodies import ZONE, BodyName, parse_body, plain, zone_of
from kg.lexicon.places import Head, Jurisdiction, Level, parse_head
from kg.lexicon.table import Function, Reading, Succession, functions, succession_path, topics

#: From this score on the names are the same body's; weaker matches are then left out.
CERTAIN = 0.95

_ASKED_BY_TOPIC = (
    re.compile(
        r"(?P<head>.*?)(?:主管|分管|主抓|管|负责|抓)(?P<topic>.{2,8}?)(?:工作|方面)?的?(?:部门|单位|机构|机关|委办局|局|委)?"
    ),
    re.compile(r"(?P<head>.*?)(?P<topic>.{2,8}?)(?:行政)?(?:主管)?(?:部门|口|系统|条线|战线|单位)"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that the query can mean: the score is between 0 and 1, the reason is in Chinese.

    `steps` are the reforms that lead from the older to the newer name, with their sources.
    """

    candidate: str
    score: float
    reason: str
    steps: tuple[Succession, ...] = ()


def match_names(
    query: str, candidates: Sequence[str], jurisdiction: Jurisdiction | None
) -> tuple[Match, ...]:
    """Rank the candidates that a user's words can mean, the best first; none where no rule says so.

    :param candidates: names as a notice prints them
    :param jurisdiction: the place that the notice's issuer governs
    """
    text = re.sub(r"的(?=[^的]*[局委办厅部会院]$)|等$", "", plain(query))
    names = list(dict.fromkeys(candidates))
    asked = parse_body(text, jurisdiction)
    found = [m for name in names if (m := _match(asked, parse_body(name, jurisdiction), jurisdiction))]
    if not found and not asked.readings:
        found = _by_topic(text, names, jurisdiction)
    certain = [match for match in found if match.score >= CERTAIN]
    return tuple(sorted(certain or found, key=lambda match: -match.score))


def _place(body: BodyName, jurisdiction: Jurisdiction | None) -> tuple[Level | None, str | None, str]:
    """Say whose body it is: level, place and the place around it, as far as they are known."""
    if body.level is Level.NATIONAL:
        return Level.NATIONAL, "国家", ""
    home = body.head.at(jurisdiction)
    if home is None:
        return body.level, body.place, ""
    if body.level and body.level is not home.level and not body.head.level:
        return body.level, None, ""  # 科技厅 in a city's notice is the province's
    return home.level, home.place, home.within[-1] if home.within else ""


def _same_place(asked: BodyName, body: BodyName, jurisdiction: Jurisdiction | None) -> bool:
    other_level, other_place, other_around = _place(body, jurisdiction)
    if asked.head == Head() and asked.level is None:
        return other_level is not Level.NATIONAL or not asked.readings or _ends_nationally(asked)
    level, place, around = _place(asked, jurisdiction)
    apart = around and other_around and around != other_around
    return level is other_level and place == other_place and not apart


def _ends_nationally(asked: BodyName) -> bool:
    """Tell whether a name without a place can be the national body's: no 教育局 is the 教育部."""
    end = {"委": "会", "办": "室"}.get(asked.tail[-1], asked.tail[-1])
    return any(name.endswith(end) for reading in asked.readings for name in reading.row.national)


def _match(asked: BodyName, body: BodyName, jurisdiction: Jurisdiction | None) -> Match | None:
    name = body.printed
    if plain(asked.printed) == plain(name):
        return Match(name, 1.0, "同名")
    match = _alike(asked, body, jurisdiction)  # most are not, which is sooner seen than where they are
    return match if match and _same_place(asked, body, jurisdiction) else None


def _alike(asked: BodyName, body: BodyName, jurisdiction: Jurisdiction | None) -> Match | None:
    name = body.printed
    if asked.tail == body.tail:
        return Match(name, 0.99, "同名，补出或省去地名")
    if asked.function == ZONE and body.function == ZONE:
        return _match_zones(asked, body, jurisdiction)
    if asked.readings or body.readings:
        pairs = product(asked.readings, body.readings)
        found = [match for mine, other in pairs if (match := _compare(name, mine, other))]
        return max(found, key=lambda match: match.score, default=None)
    return Match(name, 0.6, "字序相合的简写，请核对") if _abbreviates(asked.tail, body.tail) else None


def _compare(name: str, asked: Reading, body: Reading) -> Match | None:
    mine, other = asked.row, body.row
    if mine == other:
        if asked.form == body.form:
            return Match(name, 0.98, "全称" if asked.full else "简称")
        return Match(name, 0.9, f"同一职能，机构形式不同（{asked.form}、{body.form}）")
    if steps := succession_path(other.name, mine.name):
        return Match(name, _worn(steps), f"今名，{_told(steps)}", steps)
    if steps := succession_path(mine.name, other.name):
        return Match(name, _worn(steps), f"旧名，{_told(steps)}", steps)
    return _compare_lines(name, mine, other)


def _compare_lines(name: str, mine: Function, other: Function) -> Match | None:
    """Compare two rows by the work they stand for: united bodies, and other names for the same work."""
    if mine.name in other.parts or other.name in mine.parts:
        part = mine.name if mine.name in other.parts else other.name
        return Match(name, 0.75, f"合设机构，名称含“{part}”")
    if mine.function == other.function:
        return Match(name, 0.8, f"同一职能的另一名称（{mine.name}、{other.name}）")
    return None


def _worn(steps: tuple[Succession, ...]) -> float:
    """Score a succession: less certain with every reform, and where only the main part moved."""
    score = 0.9
    for step in steps:
        score *= 0.97 if step.moved == "全部" else 0.93
    return round(score, 3)


def _told(steps: tuple[Succession, ...]) -> str:
    chain = "→".join([steps[0].old, *(step.new for step in steps)])
    years = "、".join(dict.fromkeys(str(step.year) for step in steps))
    note = "，地方做法不一" if any("做法不一" in step.note for step in steps) else ""
    return f"{years}年机构改革（{chain}{note}）"


def _match_zones(asked: BodyName, body: BodyName, jurisdiction: Jurisdiction | None) -> Match | None:
    mine, other = zone_of(asked.tail, jurisdiction), zone_of(body.tail, jurisdiction)
    if mine is None or other is None or not (_in_order(mine[1], other[1]) or _in_order(other[1], mine[1])):
        return None
    if mine[:2] == other[:2]:
        return Match(body.printed, 0.97, "同名，补出或省去地名、管委会")
    if mine[0] == other[0]:
        return Match(body.printed, 0.85, f"同一园区的另一写法（{asked.printed}、{body.printed}）")
    return None


def _in_order(short: str, long: str) -> bool:
    """Tell whether all characters of one word stand in another in the same order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether up to three stretches of a name, of two characters or more, make the short name."""
    if not 4 <= len(short) < len(long) or len(short) > 20 or short[-2:] != long[-2:]:
        return False
    inner = range(2, len(short) - 1)
    for cuts in [(), *combinations(inner, 1), *combinations(inner, 2)]:
        bounds = (0, *cuts, len(short))
        chunks = [short[a:b] for a, b in pairwise(bounds)]
        if min(map(len, chunks)) > 1 and _found_in_order(chunks, long):
            return True
    return False


def _found_in_order(chunks: list[str], text: str) -> bool:
    at = 0
    for chunk in chunks:
        at = text.find(chunk, at) + len(chunk)
        if at < len(chunk):
            return False
    return True


def _topic_readings(text: str, jurisdiction: Jurisdiction | None) -> Iterator[tuple[Head, str]]:
    """Read 管环保的, 市旅游部门, 教育口 as a head and a topic of the table."""
    known = topics()
    for pattern in _ASKED_BY_TOPIC:
        if match := pattern.fullmatch(text):
            words = match["head"] + match["topic"]
            for at in range(len(words)):
                head = parse_head(words[:at], jurisdiction)
                if head is not None and words[at:] in known:
                    yield head, words[at:]


def _by_topic(text: str, names: Sequence[str], jurisdiction: Jurisdiction | None) -> list[Match]:
    """Match words for a line of work: the bodies that do it now, then those that did it under older names."""
    for head, topic in _topic_readings(text, jurisdiction):
        keys = topics()[topic]
        stems = {row.name for row in functions() if row.function in keys}
        asked = BodyName(text, topic, head, None, "")
        found = []
        for name in names:
            body = parse_body(name, jurisdiction)
            if not _same_place(asked, body, jurisdiction):
                continue
            if any(reading.row.function in keys for reading in body.readings):
                found.append(Match(name, 0.7, f"口语，管“{topic}”的机构"))
            elif stems & {part for reading in body.readings for part in reading.row.parts}:
                found.append(Match(name, 0.65, f"口语，合设机构管“{topic}”"))
        if found:
            return found
    return []
