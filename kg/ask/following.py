"""A question that goes on: 市科技局负责什么?其中牵头的几项? - the last words that ask say what is asked.

What the first clause says limits the second one, so nothing of it is dropped but the word that asks.
"""

from __future__ import annotations

import re

from kg.ask.words import Words

_GOES_ON = re.compile(
    r"[?,;。!](?:那么?|这)?(?:其中|里面|里头|当中|这里面|这些(?:任务|工作|事)?(?:里面?|中|当中)?)"
)
_ASKS = r"(?:哪[些几]?|什么|啥|几|多少)"
_FIRST = re.compile(
    rf"(?:一共|总共|共|都|各)?(?:有)?{_ASKS}(?:个|项|条|件|些)?(?:工作任务|任务|工作|事情?|活儿?)?(?=[?,;。!\x00])"
)


def take_first_asking(words: Words) -> None:
    """Take the word that asks in the first clause, where a later clause goes on and asks itself."""
    on = words.search(_GOES_ON)
    if on is None or not re.search(rf"{_ASKS}|谁", words.text[on.end() :]):
        return
    first = _FIRST.search(words.rest, 0, on.end())
    if first:
        words.take(*first.span())
        words.take(*on.span())
