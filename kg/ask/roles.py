"""Roles in a question: who leads, is responsible, supports, guides or supervises; and whom a role leaves out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kg.ask.values import Kind, Limit
from kg.ask.words import Words

#: predicate -> the words for the role
ROLES = (
    ("kg:leadBody", r"牵头(?:负责|推进|落实)?|主办|[挑领带打]头(?:负责|干|做|抓)?|主牵"),
    (
        "kg:supportBody",
        r"(?:协助)?(?<!互)(?<!相)(?<!密切)配合|协办|打下手|搭把手|协同配合|辅助|(?:协同|协作|协助|参与|参加|会办|会同)(?:单位|部门)|会办(?!理|公)",
    ),
    (
        "kg:guideBody",
        r"(?:担任|作为|是)?指导(?:部门|单位|机关)|(?<=[部门单位谁])(?:来|给予|负责)?指导(?!意见|思想)|(?:做|提供|给予|负责)?(?:技术|业务)指导(?:单位|部门)?(?=[?？。]*$)",
    ),
    ("kg:superviseBody", r"督查考[核评]|督导|督查|督办|监督(?!管理)"),
)
#: Who leads or is responsible, where a notice tells these from those who support, guide or supervise them.
IN_CHARGE = "(kg:leadBody|kg:responsibleBody)"
#: Who has a part in a task itself; those who only watch over it are asked for as such.
DOERS = "(kg:leadBody|kg:responsibleBody|kg:supportBody|kg:guideBody)"
#: 牵头或配合的任务.
LEADS_OR_HELPS = "(kg:leadBody|kg:responsibleBody|kg:supportBody)"
_IN_CHARGE = re.compile(
    r"负责|担责|责任(?:单位|部门|主体)|主管|承办|归[^,，。]{0,8}管|(?:谁|哪[^,，。\x00]{0,6})(?:来)?管(?!理)"
)
_RESPONSIBLE = re.compile(
    r"(?:具体|主要|直接)?(?:负责|承担|承办|主管|分管|担当|担责|认领|落实责任|责任(?!部门|单位|主体))(?:了|的|着|起)?|挂帅|的(?:活儿?|差事|事儿?)(?=[?？。]*$)|算在.{0,2}头上"
)


#: 滨水新城管委会配合谁: the role is that of the body named, and those in charge are asked for.
_HELPS_WHOM = re.compile(r"(?:配合|协助)(?=谁|哪)")


def find_own_roles(words: Words, limits: list[Limit]) -> list[Limit]:
    """Take the role that stands right behind a body: 市科技局牵头、市财政局配合; 市财政局配合谁."""
    whom = _HELPS_WHOM.search(words.spoken) is not None
    if sum(re.search(pattern, words.spoken) is not None for _, pattern in ROLES) < 2 and not whom:
        return limits
    found = []
    for limit in limits:
        end = words.text.find(limit.words) + len(limit.words)
        own = next((p for p, pattern in ROLES if re.match(pattern, words.rest[end:])), None)
        if limit.kind is Kind.BODY and not limit.negated and own:
            match = re.match(rf"(?:{dict(ROLES)[own]})(?:的)?[,、]?", words.rest[end:])
            words.take(end, end + (match.end() if match else 0))
            found.append(replace(limit, role=own))
        else:
            found.append(limit)
    return found


#: 除牵头部门外还有哪些部门负责: everyone but those of this role.
_BESIDES = re.compile(
    r"除(?:了|去|开)?(?P<role>牵头|主办|配合|协办)的?(?:部门|单位)?"
    r"(?:(?:之?外|以外)?[,，](?=[^?？。]{0,24}?(?:还|另|其))|(?:之?外|以外)?(?=(?:还|另|其)))|"
    r"(?P<other>牵头|主办|配合|协办)(?:部门|单位)(?:之外|以外)"
)


def find_besides(words: Words) -> str | None:
    """Take the words that leave out those of a role: 除牵头部门外."""
    match = words.pull(_BESIDES)
    if match is None:
        return None
    said = match["role"] or match["other"]
    return next(predicate for predicate, pattern in ROLES if re.search(pattern, said))


#: 由谁牵头、谁指导; 哪个部门牵头,哪些部门参与; 谁牵头,会同哪些部门: all who are named.
_WHO = r"(?:谁|哪(?:一|[几些两二三四])?(?:个|家)?(?:部门|单位|司局|局|司)?)"
_EVERYONE = re.compile(
    r"(?<=[谁位门局司家])(?:来)?(?P<lead>牵头|挑头|打头|领头|主办|负责)[^,，、。?？]{0,10}"
    rf"(?P<others>[,，、]?(?:又|并|还|都)?(?:(?:由|有|和|与)?{_WHO}(?:来)?(?:参与|参加|指导|配合|协办|协助|会同)|(?:会同|配合|参与)(?:的是)?{_WHO}|{_WHO}(?:来)?(?:负责|承担|落实|做责任单位)))"
)


def find_everyone(words: Words) -> bool:
    """Take the words that ask for those of one role and of another: all who are named for it."""
    match = words.search(_EVERYONE)
    if match:
        words.take(*match.span("lead"))
        words.take(*match.span("others"))
    return match is not None


#: 牵头或配合的, 主办和协办的: any of these roles.
_SAID_ROLE = r"(?:牵头|主办|主责|负责|承办|配合|协办|协助|参与|责任)(?:单位|部门)?"
_EITHER_ROLE = re.compile(
    rf"(?:作为|是|担任)?(?P<a>{_SAID_ROLE})的?(?:[、,]|或者?|和|与|及|以及|还是)(?:者)?(?:被?列为|作为|担任|当|是)?"
    rf"(?P<b>{_SAID_ROLE})(?:保障|单位|部门|落实)?(?:的|出现在)?(?:[都也均全](?:算(?:上|在内)?|包括|要))?"
    # 负责(包括牵头)的
    rf"|(?P<c>{_SAID_ROLE})的?[(,](?:包括|包含|含|连)(?:由?其|它)?(?P<d>{_SAID_ROLE})的?(?:在内)?(?:[都也](?:算|要))?[)]?的?"
)


def find_either_role(words: Words) -> str | None:
    """Take the words that ask for the tasks of a body in any of two roles; give what matches either.

    Who leads counts among those in charge wherever a notice names some.
    """
    match = words.search(_EITHER_ROLE)
    if match is None or re.search(
        r"(?:由|是)?(?:谁|哪(?:一|几|些)?(?:个|家)?(?:部门|单位)?)$", words.text[: match.start()]
    ):
        return None
    words.take(*match.span())
    helps = re.search(r"配合|协|参与", "".join(filter(None, match.groups())))
    return LEADS_OR_HELPS if helps else IN_CHARGE


def find_role(words: Words, without: Collection[str | None] = ()) -> str | None:
    """Take the words for a role; 负责 and the like mean any role.

    :param without: roles that were understood otherwise
    """
    for predicate, pattern in ROLES:
        if predicate not in without and re.search(pattern, words.spoken):
            words.pull(pattern)
            words.pull(_RESPONSIBLE)
            return predicate
    words.pull(_RESPONSIBLE)
    return None


def roles_taken(words: Words, limits: Collection[Limit]) -> set[str | None]:
    """Give the roles that are those of bodies; 除了牵头的甲局,还有谁牵头 asks for the role once more."""
    said = dict(ROLES)
    return {
        limit.role
        for limit in limits
        if not (limit.negated and limit.role in said and words.search(said[limit.role]))
    }


def asks_in_charge(words: Words) -> bool:
    """Tell whether a question asks for those in charge: 由谁负责, 责任单位."""
    return (_IN_CHARGE.search(words.spoken) or _HELPS_WHOM.search(words.spoken)) is not None
