"""What reading a question needs to know of the texts of notices: who prints a word, and how much of a phrase."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

#: a word, and notices (none for all) -> whether one of them prints it
Prints: TypeAlias = Callable[..., bool]
#: a word, and notices (none for all) -> those that print it, of the notices given also above their text
Printing: TypeAlias = Callable[..., Collection[str]]
#: a phrase, and notices (none for all) -> the weighed share (0 to 1) of its pairs of characters that each prints
Covering: TypeAlias = Callable[[str, Collection[str]], Mapping[str, float]]


def _nowhere(_word: str, _notices: Collection[str] = ()) -> Collection[str]:
    return ()


def _nothing(_phrase: str, _notices: Collection[str]) -> Mapping[str, float]:
    return {}


@dataclass(frozen=True, slots=True)
class Texts:
    """What the notices of a library print."""

    prints: Prints
    printing: Printing = _nowhere
    covering: Covering = _nothing
