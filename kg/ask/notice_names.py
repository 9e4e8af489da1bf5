"""Which notice a question speaks of: by number, or by words of its title, its plan or its annex."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher

from kg.ask.directory import Directory, Entry
from kg.ask.small_words import content_of
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.index.lexical import terms
from kg.text import fold

#: Shortest stretch in common that counts, and how many characters must be in common: where the year is named
#: or 里, 中 stands behind, and elsewhere.
_BLOCK, _WITH_YEAR, _WITHOUT = 2, 8, 14
#: What may stand between two stretches of a name, in a question.
_GAP = 3
#: 在这份长三角合作的文件中, 当年接轨上海的任务表里: a place that only says which notice is meant.
_WHERE = re.compile(
    r"(?:按照?|根据|在|从|照)?(?P<what>[^\x00,，;；]{2,24}?)(?:文件|通知|意见|任务表|一览表|附表|任务清单|工作任务|任务|工作)(?:里头?|中|上|当中)[,，]?"
)
_BEFORE = re.compile(r"(?:按照?|根据|依照?|照|据|在|从|对照)$")
#: 的任务中, 这份文件里, 提出的: the rest of a phrase that only says which notice is meant.
_BEHIND = re.compile(
    r"(?:市|省|区|县)?(?:这|那|该|本)?[份个项批]?的?(?:若干|这些|这份|各项|本)?(?:工作)?(?:通知|文件|意见|方案|任务(?:清单|一览表|分解表)?|清单|一览表|计划|要点|措施|政策|举措|工作(?!重点|举措)|公文|附件)?"
    r"(?:里头?|中|内|里面|当中|下)(?=[,，的]?)[,，]?的?"
)


def find_notices(words: Words, directory: Directory) -> list[Limit]:
    """Take the words that say which notice is meant; they are no topic.

    Several notices that fit equally well are all meant.
    """
    best: list[tuple[int, int, int, Entry]] = []
    places = {fold(name).lower() for entry in directory.of("place") for name in entry.names}
    for entry in directory.of("notice"):
        regions = [_region(words, name, places) for name in _names(entry)]
        found = max((region for region in regions if region), default=None)
        if found:
            best.append((*found, entry))
    if not best:
        return _where(words, directory)
    most = max(region[0] for region in best)
    meant = [region for region in best if region[0] == most]
    _, start, end, _ = meant[0]
    behind = _BEHIND.match(words.rest, end)
    if behind:
        end = behind.end()
    if before := _BEFORE.search(words.rest[:start]):
        start = before.start()
    label = "、".join(region[3].number or region[3].label for region in meant)
    return [
        Limit(Kind.NOTICE, words.take(start, end), tuple(r[3].iri for r in meant), label, 1.0, "公文名称")
    ]


def _where(words: Words, directory: Directory) -> list[Limit]:
    """Take a phrase of place whose words the notice's names print: it says where to look, and no more."""
    match = words.search(_WHERE)
    notices = directory.of("notice")
    if match is None or len(notices) != 1:
        return []
    said = set(terms("".join(_names(notices[0])), 2))
    asked = terms(content_of(match["what"]), 2)
    if not asked or sum(pair in said for pair in asked) < 0.6 * len(asked):
        return []
    notice = notices[0]
    return [
        Limit(
            Kind.NOTICE,
            words.take(*match.span()),
            (notice.iri,),
            notice.number or notice.label,
            0.9,
            "公文主题",
        )
    ]


def _names(entry: Entry) -> list[str]:
    return [fold(name).lower() for name in entry.names if name != entry.number and len(name) > 8]


def _region(words: Words, name: str, places: Collection[str]) -> tuple[int, int, int] | None:
    """Find where a question prints parts of a name, in order: characters in common, start and end."""
    matcher = SequenceMatcher(None, words.rest, name, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]
    while blocks:  # a last word that every question has, or a place, says nothing of the notice
        last = words.rest[blocks[-1].a : blocks[-1].a + blocks[-1].size]
        if not re.fullmatch(r"工?作?任务|工作|重点", last) and last not in places:
            break
        blocks.pop()
    runs: list[list[int]] = []
    for block in blocks:
        if (
            runs
            and block.a - runs[-1][2] <= _GAP
            and not re.search(r"[\x00局委办厅院部]", words.rest[runs[-1][2] : block.a])
        ):
            runs[-1][0] += block.size
            runs[-1][2] = block.a + block.size
        else:
            runs.append([block.size, block.a, block.a + block.size])
    if not runs:
        return None
    size, start, end = max(runs)
    year = re.search(r"(?:19|20)\d\d", words.rest[start:end])
    whole = year or _BEHIND.match(words.rest, end)
    return (size, start, end) if size >= (_WITH_YEAR if whole else _WITHOUT) else None
