"""Denials in a question: what they turn round, and those that nothing has understood, which are never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.ask.conditions import is_negated
from kg.ask.roles import ROLES
from kg.ask.values import Limit
from kg.ask.words import Words

#: 除了市发改委和市科技局: the second is excluded like the first.
_JOINED = re.compile(r"和|与|及|以及|、|或者?|还有")
_OUTSIDE = re.compile(r"之?外|以外|除外")
#: 除了牵头的市财政局,还有谁: the role only says which body is left out.
_BUT_ROLE = re.compile(
    r"除(?:了|去|开)?(?P<role>牵头|主办|配合|协办|负责|主管|承办|责任)(?:单位|部门)?(?:的|是)?$"
)
#: 市科技局不负责哪些任务: the tasks that are not this body's.
_DOES_NOT = re.compile(
    r"(?:并|都|从|也|还)?(?:不用|不必|不需要|没有|没|未|不)(?=负责|承担|承办|参与|参加|分管|主管|管)"
)
#: Yes or no is asked: whether a body does not do something is told from its tasks.
_YES_OR_NO = re.compile(r"[吗吧么]|是不是|是否|对不对|没错")
#: Denials that stand alone between what was understood: 谁不负责…, 哪些单位没有任务, 落实不了的任务.
_LEFT = re.compile(
    r"(?:并|都|从|也|还)?(?:不用|不必|不需要|不|没有?|未|无需|无)(?:任何|什么)?(?:有|领到?|分到|接到|安排|承担)?(?:任务|工作|活儿?)?的?"
    r"|[一-龥]{0,3}不(?:了|到|好|成|完|动)的?"
)


#: The role of whoever is named for a task.
_ANY_ROLE = "kg:assignedTo"


def turn_denied(limits: Iterable[Limit], words: Words) -> list[Limit]:
    """Turn the limits round that stand behind 除了 or 不由, before 以外, or before what they do not do."""
    turned: list[Limit] = []
    last, no = 0, False
    says_no = _YES_OR_NO.search(words.text) is None
    for limit in sorted(limits, key=lambda limit: words.text.find(limit.words)):
        start = words.text.find(limit.words)
        end = start + len(limit.words)
        no = is_negated(words, start) or (no and _JOINED.fullmatch(words.text[last:start]) is not None)
        last = end
        match = _OUTSIDE.match(words.text, end) or (says_no and _DOES_NOT.match(words.text, end))
        if match:
            words.take(*match.span())
            no = True
        role = limit.role
        if but := _BUT_ROLE.search(words.text[:start]):
            words.take(*but.span())
            no, role = True, next((name for name, said in ROLES if re.match(said, but["role"])), _ANY_ROLE)
        turned.append(replace(limit, negated=no, role=role))
    return turned


def denial_left(stretches: Iterable[str]) -> str:
    """Give the denial among the stretches of a question that nothing has understood; empty where there is none.

    >>> denial_left(["不", "环境保护"])
    '不'
    """
    return next((stretch for stretch in map(str.strip, stretches) if _LEFT.fullmatch(stretch)), "")
