"""What texts are compared by: their characters, or pairs of neighbouring characters, as numbers.

Chinese is not cut into words: a short query often cuts across the words that a segmenter would make, and
then finds nothing.
"""

from __future__ import annotations

from itertools import pairwise

from kg.text import bare, fold


def terms(text: str, size: int) -> list[int]:
    """Give the characters (`size` 1) or neighbouring pairs (2) of a text as numbers, marks left out.

    Traditional characters count as simplified ones.

    >>> len(terms("长三角", 2))
    2
    """
    codes = [ord(char) if char.isalnum() else 0 for char in bare(fold(text)).lower()]
    if size == 1:
        return [code for code in codes if code]
    return [one << 21 | next_one for one, next_one in pairwise(codes) if one and next_one]
