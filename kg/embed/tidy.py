"""Texts that encoders can take: no half characters, no NUL, and for e5 the spelling it was trained on."""

from __future__ import annotations

import unicodedata


def sound(text: str) -> str:
    r"""Put right what would crash a tokenizer or end a text early.

    A lone surrogate becomes U+FFFD, a pair of surrogates the character that it spells, NUL a space.

    >>> sound("\ud83d\ude80 市\0长\ud800")
    '🚀 市 长�'
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", " ")


def trained(text: str) -> str:
    """Spell a text as e5's vocabulary does: NFKC but for ～ (U+FF5E), and single spaces between words.

    Both tokenizers do this again, but one after the other character, so that decomposed letters come out
    different in the two; and the C engine keeps room for four characters a byte, where U+FDFA, three
    bytes, becomes eighteen characters and is written past the end.

    >>> trained("（试行）　㈠ ２０１１～２０１５")
    '(试行) (一) 2011～2015'
    """
    plain = "～".join(unicodedata.normalize("NFKC", part) for part in sound(text).split("～"))
    return " ".join(plain.split())
