"""What an encoder is: a name, and two functions from texts to unit vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: float32, shape (texts, dimensions), rows of length 1: a dot product is a cosine.
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns texts into vectors: row i of what is given back belongs to text i.

    `queries` is for what people ask, `passages` for what is searched; many models were trained to tell the
    two apart. Vectors compare only with vectors of an encoder of the same `name`. No texts give shape
    (0, dimensions).
    """

    name: str
    queries: Callable[[Sequence[str]], Vectors]
    passages: Callable[[Sequence[str]], Vectors]


def unit(vectors: Vectors) -> Vectors:
    """Scale each row to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
