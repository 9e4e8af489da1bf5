"""Why a question is refused, and how sure a refusal of each kind may be.

A refusal says that the notices are silent. It is wrong where the question was not understood; how often that
happens depends on what was missing, and is counted, not guessed.
"""

from __future__ import annotations

from enum import StrEnum


class Silence(StrEnum):
    """What was missing."""

    NAME = "name"  # something is named that no notice names: a body, a document, a place, a task's number
    OUTSIDE = "outside"  # what is asked is of a sort that no notice speaks of, or of another year
    TOPIC = "topic"  # no passage fits the words of the question
    DETAIL = "detail"  # what the question means is there; what is asked about it is not written
    NOTHING = "nothing"  # all limits are known, and nothing meets all of them
    DOUBT = "doubt"  # there are several readings, and the user is asked which


#: kind -> how many refusals of the truth sets were right, and how many there were (benchmarks/asking.py).
COUNTED = {
    Silence.NAME: (34, 34),
    Silence.OUTSIDE: (29, 29),
    Silence.TOPIC: (35, 48),
    Silence.DETAIL: (53, 56),
    Silence.NOTHING: (8, 9),
    Silence.DOUBT: (0, 0),
}


def certainty_of_refusal(silence: Silence) -> float:
    """Give the share of right refusals of a kind by Laplace's rule: of few, little can be said.

    >>> certainty_of_refusal(Silence.NOTHING)  # 8 of 9
    0.82
    """
    right, all_of_them = COUNTED[silence]
    return round((right + 1) / (all_of_them + 2), 2)
