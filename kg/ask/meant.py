"""The notice that a question means by what it says of it: 那张列明责任科室的政务公开任务表里.

Where neither place nor title tells, the words of the phrase that says where to look are held against all that
each notice prints; one that prints most of them, and clearly more than any other, is meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.ask.bodies import names_of_bodies
from kg.ask.directory import Directory
from kg.ask.small_words import content_of
from kg.ask.texts import Covering
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.find.gazetteer import place_at
from kg.index.terms import terms

_PAPER = r"通知|文件|意见|方案|任务表|任务清单|分解表|分工表|清单|一览表|计划|要点|措施|实事|分工|分解|公文|任务书|行动|整治|创建|安排"
#: The phrase that says where to look: it ends in 里 or 中, names a paper, or stands behind 按.
_WHERE = re.compile(
    r"(?:请问|按照?|根据|依照?|照|据|在|从)?(?P<what>[^,，。?？\x00]{6,40}?)(?:里头?|里面|当中|中|内)[,，]"
    rf"|(?:请问)?(?:按照?|根据|依照?|照|据)(?P<by>[^,，。?？\x00]{{4,40}}?(?:{_PAPER}))[,，]"
    rf"|(?P<paper>[^,，。?？\x00]{{4,40}}?(?:{_PAPER}))(?:里|中|[,，])"
    r"|(?P<whose>[^,，。?？\x00]{4,40}?(?:通知|文件|意见|方案|计划|要点|清单|任务表))的"
    r"|^(?:请问)?(?P<wants>[^,，。?？\x00]{4,30}?)(?:要求|规定|提出)(?=[^,，。?？]{0,40}(?:多少|几|哪|谁|什么))"
    r"|[(（](?:按照?|根据|依据|见)(?P<aside>[^()（）]{4,40}?)[)）]"
)
#: A phrase that asks, or that names a document by its number or title, says no such thing.
_OTHER = re.compile(r"哪|谁|什么|啥|几|多少|吗|是否|是不是|各地|所有|\d号|《")
#: So much of the phrase must be printed, and so much more than by any other notice.
_LEAST, _AHEAD = 0.6, 0.15
#: What leads in a phrase that says where to look, before its year.
_LED_IN = re.compile(r"(?:按照?|根据|依照?|照|据|在)(?=(?:19|20)\d\d年)")
#: The phrase begins within so many characters of the question.
_FARTHEST = 6
#: Why a name means no notice: the place before it is none that the notice is of.
NOT_THERE = "库中没有这个地方的这份公文"
#: A notice that is found in this way is the one meant about so often.
_SURE = 0.9


def find_by_words(
    words: Words, directory: Directory, covering: Covering, among: Collection[str] = ()
) -> Sequence[Limit]:
    """Take the phrase that says where to look, where one notice alone prints what it says.

    :param among: the notices that the year leaves; none for all
    """
    match = _WHERE.search(words.rest)
    said = match and next(filter(None, match.groups()), "")
    late = match and match.start() > _FARTHEST and not match["aside"]
    if match is None or not said or late or _OTHER.search(said) or len(directory.scopes) < 2:
        return ()
    shares = covering(said, among)
    first, second = ([*sorted(shares.values(), reverse=True), 0.0, 0.0])[:2]
    if first < _LEAST or first - second < _AHEAD:
        return ()
    (notice,) = (iri for iri, share in shares.items() if share == first)
    place, scope = place_at(said, 0), directory.scopes[notice]
    own = (*scope.places, *scope.around, *scope.names)
    if place and not place.only_in_list and not any(place.text in name for name in own):
        return (Limit(Kind.NOTICE, words.take(*match.span()), (), "", _SURE, NOT_THERE),)
    entry = directory.entry(notice)
    label = entry.number or entry.label
    bodies = names_of_bodies(words.text, directory.within((notice,)))
    start = max((last for first, last in bodies if match.start() == first), default=match.start())
    if led := _LED_IN.search(words.text, start, match.end()):
        start = led.start()  # 推进客货邮融合|在2021年…清单里
    return (Limit(Kind.NOTICE, words.take(start, match.end()), (notice,), label, _SURE, "公文里写有这些词"),)


#: 在这份长三角合作的文件中, 当年接轨上海的任务表里: a place that only says which notice is meant.
_PLACE = re.compile(
    r"(?:按照?|根据|在|从|照)?(?P<what>[^\x00,，;；]{2,24}?)(?:文件|通知|意见|任务表|一览表|附表|任务清单|工作任务|任务|工作)(?:里头?|中|上|当中)[,，]?"
)


def find_where(words: Words, directory: Directory) -> list[Limit]:
    """Take a phrase of place whose words the notice's names print: it says where to look, and no more."""
    match = words.search(_PLACE)
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
