"""The phrase at the head of a question that says where to look: the rest of a title, 印发的两个方案里, 中,."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from kg.ask.directory import Directory
from kg.ask.nouns import BY_NOUN, noun_of
from kg.ask.small_words import content_of
from kg.ask.values import Asked, Kind, Limit
from kg.ask.words import Words
from kg.index.terms import terms

#: What ends a phrase of place, with what stands between it and the words that were taken for a notice.
_REST = re.compile(r"(?P<what>[^\x00,，;；。?？]{0,36}?)(?:里头|里面|当中|[里中内])[,，](?:的)?")
#: 按照…的计划,: the comma ends the phrase.
_BY_IT = re.compile(r"按照?|根据|依照?|对?照|据")
_BY = re.compile(r"(?P<what>[^\x00,，;；。?？]{2,36}?)[,，]")
_SHORT = re.compile(r"(?:里头|里面|当中|[里内]|下(?!半年)|中(?![国央医外小]))[,，]?")
_ASKS = re.compile(r"哪|谁|什么|啥|几|多少|吗|是否|是不是")
_PAPER = re.compile(
    r"办法|细则|方案|意见|通知|要点|清单|台账|分工|分解|一览表|计划|规划|措施|实事|文件|规定|纲要|督查|行动|整治|治理|创建|活动"
)
#: 白石镇2022年|安全生产专项整治,: what ends like the name of a paper is one.
_NAMED = re.compile(
    rf"(?![^,，]*(?:提[到出]|引用|依据|根据|贯彻|落实|规定|要求|那份))(?P<what>[^\x00,，;；。?？]{{2,36}}?(?:{_PAPER.pattern}))[,，]"
)
#: So large a share of the phrase's pairs of characters must be printed in the notice, or it names another one.
_PRINTED = 0.6


def take_lead(words: Words, limits: list[Limit], prints: Callable[..., bool]) -> list[Limit]:
    """Take what is left of a phrase that says which notice is meant, where the notice prints its words.

    A phrase whose words the notice does not print stays: it may speak of another notice, or of the subject.

    :param prints: tells of a word and some notices whether these print it
    """
    return [_led(words, limit, prints) for limit in limits]


def _led(words: Words, limit: Limit, prints: Callable[..., bool]) -> Limit:
    start = words.text.find(limit.words)
    if limit.kind not in (Kind.NOTICE, Kind.DOCUMENT) or not limit.values or not 0 <= start <= 3:
        return limit
    end = start + len(limit.words)
    ended = limit.words.endswith((",", "里", "中", "的"))
    by = (_BY if _BY_IT.match(limit.words) else _NAMED).match(words.rest, end)
    rest = None if ended else _SHORT.match(words.rest, end) or _REST.match(words.rest, end) or by
    if rest is None or _ASKS.search(rest.group()):
        return limit
    what = rest.groupdict().get("what") or ""
    if what and not _names_paper(words.text[start : rest.end()], what, limit, prints):
        return limit
    words.take(*rest.span())
    return replace(limit, words=words.text[start : rest.end()])


def _names_paper(said: str, what: str, limit: Limit, prints: Callable[..., bool]) -> bool:
    part = next((noun for noun in BY_NOUN.finditer(what) if noun.end() == len(what)), None)
    if not _PAPER.search(said) or (part and noun_of(part).asked not in (Asked.DOCUMENT, Asked.NOTICE)):
        return False  # …的原则里: that is what is asked about
    pairs = ["".join(pair) for part in re.split(r"[^一-龥]+|的", content_of(what)) for pair in pairwise(part)]
    return sum(prints(pair, limit.values) for pair in pairs) >= _PRINTED * len(pairs)


#: 在这份长三角合作的文件中, 当年接轨上海的任务表里: a place that only says which notice is meant.
_WHERE = re.compile(
    r"(?:按照?|根据|在|从|照)?(?P<what>[^\x00,，;；]{2,24}?)(?:文件|通知|意见|任务表|一览表|附表|任务清单|工作任务|任务|工作)(?:里头?|中|上|当中)[,，]?"
)


def find_where(words: Words, directory: Directory) -> list[Limit]:
    """Take a phrase of place whose words the notice's names print: it says where to look, and no more."""
    match = words.search(_WHERE)
    if match is None or len(directory.scopes) != 1:
        return []
    (scope,) = directory.scopes.values()
    said = set(terms("".join(scope.names), 2))
    asked = terms(content_of(match["what"]), 2)
    if not asked or sum(pair in said for pair in asked) < 0.6 * len(asked):
        return []
    notice = directory.entry(scope.notice)
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
