"""Answers that were given before: a library stays as it was built, so asking again gives the same."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Any

from kg.verbs import VERBS
from kg.web.worker import Reply

#: Functions of SPARQL that answer anew each time; in most queries no word is like one of them.
_ANEW = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(")
_LIKE = ("now", "rand", "uuid", "bnode")
#: What an answer takes besides its body, in bytes.
_BESIDES = 1_000


class Remembered:
    """The answers of one build; those that were not asked for longest go first when there is no room left."""

    def __init__(self, room: int) -> None:
        """Start empty.

        :param room: how many bytes they may take; one that takes more than a tenth of it is not kept
        """
        self._room, self._taken = room, 0
        self._build = ""
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def find(self, build: str, line: str) -> Reply | None:
        """Give the answer to a request, if it was kept; a new build makes all be forgotten.

        :param line: the request as it is sent to a process
        """
        if build != self._build:
            self._build, self._taken = build, 0
            self._replies.clear()
        reply = self._replies.get(line)
        if reply is not None:
            self._replies.move_to_end(line)
        return reply

    def keep(self, build: str, line: str, reply: Reply) -> None:
        """Keep an answer, unless it tells of a failure, is large, or another build came meanwhile."""
        size = _size(line, reply)
        if build != self._build or reply.head["status"] != 200 or size > self._room // 10:
            return
        if line in self._replies:
            return
        self._replies[line] = reply
        self._taken += size
        while self._taken > self._room:
            self._taken -= _size(*self._replies.popitem(last=False))


def _size(line: str, reply: Reply) -> int:
    return len(line) + len(reply.body) + _BESIDES


def lasts(request: dict[str, Any]) -> bool:
    """Tell whether the answer to a request stays the same for as long as the library does."""
    if "verb" in request:
        return not VERBS[request["verb"]].live
    query = request["query"].lower()
    return not (any(word in query for word in _LIKE) and _ANEW.search(query))
