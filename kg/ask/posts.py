"""Who holds a post by the words of a notice: 组长:王某 in a list, 王某同志为县水务局局长 in an appointment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold, simple

#: Posts of a group that a notice sets up, and posts that somebody is appointed to.
_OF_GROUP = r"(?:常务)?副?(?:组长|总指挥|指挥长|秘书长|召集人|会长|理事长|主任(?:委员)?|队长)"
_OF_BODY = r"副?(?:局长|主任|[县市区镇乡州]长|院长|校长|所长|场长|站长|处长|科长|厅长|[大中支]队长|秘书长|书记|教导员|政委|董事长|总?经理|总?(?:工程|规划|会计|经济)师)"
_POST = rf"(?:{_OF_GROUP}|{_OF_BODY})"
_WHAT = rf"(?P<what>[^,，。?？]{{0,30}}?)(?P<post>{_POST})"
_ASKED = tuple(
    map(
        re.compile,
        (
            rf"(?:被免去?|不再担?任|卸任)了?{_WHAT}(?:一?职务?)?的?(?:是|为)(?:谁|哪[位个])",
            rf"{_WHAT}(?:现在|目前|一职)?(?:是|由|为)(?:谁|哪[位个])",
            rf"谁(?:来|去)?(?:是|任|出任|担任|当|被免去?|不再担?任|卸任)[了上]*{_WHAT}(?:一?职务?)?(?=[的了?？。]*$)",
            rf"免去?了?谁的{_WHAT}职务",
        ),
    )
)
#: What every group is called, and how much of the rest of its name a list must print that is the one meant.
_GENERAL, _SAME = re.compile(r"领导|工作|协调|小组|办公室|指挥部"), 0.4
_NAME = r"[一-龥·]{2,12}"
#: One of a list of members, with the post that each has elsewhere; the next line of a list begins with a name too.
_MEMBER = re.compile(rf"(?P<who>{_NAME})(?:\([^()]{{2,40}}\)|(?=[、,;]|$))(?:[、,;]|$)?")
#: 王某同志为县水务局局长、党组书记; 王某,县民政局副局长.
_APPOINTED = re.compile(
    r"(?:^|[,。;:])(?:任命|决定)?(?P<who>(?:(?!同志)[一-龥·]){2,5})(?:(?:同志)?(?:任|为|担任)|(?<=^...),|(?<=^..),)(?!原)(?P<posts>[^,。;:]{3,40})"
)
#: 成员:王某(市水务局局长).
_HOLDING = re.compile(r"(?P<who>(?:(?!同志)[一-龥·]){2,5})\((?P<posts>[^()]{3,40})\)")
#: 王某同志的县水务局局长职务: who was relieved.
_RELIEVED = re.compile(r"(?P<who>(?:(?!同志)[一-龥·]){2,5})同志?的(?P<posts>[^,。;:]{3,40})职务")
_LEAVES = re.compile(r"免去|免职|卸任|不再担?任|被免|原来?的?")


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds a post, the passage that says so, its words, and how much of the group's name it prints.

    Several may hold it in one group.
    """

    who: str
    at: int
    words: str
    share: float
    group: str


def holder_of_post(context: Ask, question: Question) -> Found | None:
    """Find who is named for a post, in the one notice that is meant; None where that is not asked or printed."""
    texts = (unnamed(question), question.text)
    asked = next(filter(None, (pattern.search(text) for text in texts for pattern in _ASKED)), None)
    if asked is None or question.how is not How.LIST or len(context.directory.scopes) != 1:
        return None
    post, what = asked["post"], re.sub(r"^.*(?:名单|通知|文件|任免)[里中]?|新任?|现任|的", "", asked["what"])
    holders = list(_listed(context, question, post, what)) or list(_appointed(context, question, post, what))
    most = max((one.share for one in holders), default=0.0)
    best = [one for one in holders if one.share == most]
    if len({one.group for one in best}) != 1:
        return None
    quotes = tuple(quote for one in best for quote in quote_words(context, one.at, one.words))
    query = passage_query(context.index.passages[best[0].at].iri)
    results = tuple(Result("text", one.who) for one in best)
    return Found(results, quotes, query, 0.9, limits=question.limits)


def _listed(context: Ask, question: Question, post: str, what: str) -> Iterator[_Holder]:
    """Read the lists of members: of several groups, the one whose heading the question prints most of.

    :param what: the group's name, where it stands before the post
    """
    (scope,) = context.directory.scopes.values()
    named, wanted = set(terms(_GENERAL.sub(" ", what), 2)), set(terms(question.text, 2))
    titles, open_in = set(terms(" ".join(scope.names), 2)), ""
    held = rf"(?<!副)(?<!常务)(?:{'办公室' if what.endswith('办公室') else '(?<!办公室)'}){post}"
    listed = re.compile(rf"{held}:(?={_NAME})")
    takes = re.compile(
        rf"(?:^|[,。;:、])(?P<who>(?!由)(?:(?!{_POST}、)[^,。;:]){{2,30}}?)(?:同志)?(?:兼任|担任|任)(?:[^,。;:、]{{0,12}}?[组室会部])??{held}(?![一-龥])"
        rf"|{held}由(?P<by>[^,。;:、]{{2,20}}?)(?:同志)?(?:兼任|担任|任)(?=[,。;]|$)"
    )
    for at in map(int, context.layout.rows(context.notices)):
        passage = context.index.passages[at]
        folded = fold(passage.text)
        match, taken = listed.search(folded), takes.search(folded)
        goes_on = bool(match) or (open_in == passage.place and _MEMBER.match(folded) is not None)
        open_in = passage.place if goes_on else ""
        group = set(terms(_GENERAL.sub(" ", passage.place), 2))
        share = len(group & wanted) / max(1, len(group))
        if len(named & (group | titles | set(terms(passage.text, 2)))) < _SAME * len(named):
            continue  # the list of another group
        if taken:
            names = passage.text[slice(*taken.span("who" if taken["who"] else "by"))]
            for who in names.split("、"):
                yield _Holder(who, at, passage.text[slice(*taken.span())], share, passage.place)
        start = match.end() if match else 0
        while goes_on and (member := _MEMBER.match(folded, start)):
            who = passage.text[slice(*member.span("who"))]
            yield _Holder(who, at, who, share, passage.place)
            start = member.end()


def _appointed(context: Ask, question: Question, post: str, what: str) -> Iterator[_Holder]:
    """Read who is appointed to the post asked for, or relieved of it."""
    said = (_RELIEVED,) if _LEAVES.search(question.text) else (_APPOINTED, _HOLDING)
    for at in map(int, context.layout.rows(context.notices)):
        passage = context.index.passages[at]
        folded = simple(fold(passage.text))
        for match in (match for pattern in said for match in pattern.finditer(folded)):
            for held in re.sub(r"\([^()]*\)?", "", match["posts"]).split("、"):
                body = held.removesuffix(post)
                if held.endswith(post) and not body.endswith(("副", "总")) and _shortens(what, body):
                    who = passage.text[match.start("who") : match.end("who")]
                    yield _Holder(who, at, passage.text[slice(*match.span())], 1.0, who)


def _shortens(short: str, name: str) -> bool:
    """Tell whether a name is another with characters left out: 县城管执法局 for 县城市管理行政执法局."""
    rest = iter(name)
    return len(short) > 1 and all(char in rest for char in short)
