"""A question's characters, and which of them have been understood."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.text import fold

_TAKEN = "\x00"


def one_slip(name: str, other: str) -> bool:
    """Tell whether two names of one length differ in one character: 国法 for 国发, 抗州市 for 杭州市."""
    return len(name) == len(other) and sum(a != b for a, b in zip(name, other, strict=True)) == 1


class Words:
    """The words of a question. Finders take what they understand; what is left over is the topic.

    A taken character is no longer matched, so that no two finders read the same word.
    """

    def __init__(self, question: str) -> None:
        """Fold a question: one form for each mark, lower case, no white space but between Latin words."""
        plain = fold(question).strip()
        plain = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", " ", plain)
        if not re.search(
            r"哪|什么|啥|谁|几|多少|何|吗|是否|是不是|有没有", plain
        ):  # 那 is a common slip for 哪
            plain = re.sub(r"那(?=(?:一?年|天|[个些家]?(?:部门|单位)|家))", "哪", plain)
        self.text = re.sub(r"(?<![a-z0-9A-Z'-])\s+|\s+(?![a-z0-9A-Z'-])", "", plain).lower()
        self.rest = self.spoken = self.text

    def hide(self, said: Iterable[str]) -> None:
        """Leave names out of `spoken`: what they are made of says nothing of what is asked."""
        for name in said:
            self.spoken = self.spoken.replace(name, _TAKEN * len(name), 1)

    def give_back(self, said: Iterable[str]) -> None:
        """Take words for not understood after all."""
        for one in said:
            at = self.text.find(one)
            if at >= 0:
                self.rest = self.rest[:at] + one + self.rest[at + len(one) :]

    def search(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern among what is left."""
        return re.search(pattern, self.rest)

    def take(self, start: int, end: int) -> str:
        """Mark characters as understood and give them."""
        words = self.text[start:end]
        self.rest = self.rest[:start] + _TAKEN * (end - start) + self.rest[end:]
        return words

    def pull(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern among what is left, and take it."""
        match = self.search(pattern)
        if match:
            self.take(*match.span())
        return match

    def free(self, start: int, end: int) -> bool:
        """Tell whether none of these characters was taken."""
        return _TAKEN not in self.rest[start:end]

    def before(self, start: int, length: int = 6) -> str:
        """Give the words before a place, taken or not."""
        return self.text[max(0, start - length) : start]

    def after(self, end: int, length: int = 6) -> str:
        """Give the words after a place, taken or not."""
        return self.text[end : end + length]

    def left(self) -> list[str]:
        """Give the stretches that nothing has taken."""
        return [
            part
            for part in re.split(
                r"(?:[\x00,;:!?、。\"'“”‘’()\[\]~…—-]|(?<!\d)\.|\.(?!\d))+|\s{2,}", self.rest
            )
            if part.strip()
        ]
