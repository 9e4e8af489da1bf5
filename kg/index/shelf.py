"""The passages of a library on the disk: each is read when it is first asked for.

A question needs a few passages of a library's tens of thousands, but the kinds and the IRIs of all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import DamagedLibrary
from kg.index.passages import Passage, as_passage


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Passages by their place: that at `at` is the line `lines[starts[at] : starts[at + 1]]`.

    `kinds` and `iris` are those of all passages, in the same order.
    """

    file: Path
    lines: bytes | mmap
    starts: NDArray[np.int64]
    kinds: NDArray[np.str_]
    iris: Sequence[str]
    read: dict[int, Passage] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.iris)

    def __getitem__(self, at: int) -> Passage:
        """Give one passage.

        :raises DamagedLibrary: its line is broken
        """
        if at not in self.read:
            try:
                line = self.lines[int(self.starts[at]) : int(self.starts[at + 1])]
                self.read[at] = as_passage(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                raise DamagedLibrary(self.file.parent, f"{self.file.name}：{error}") from None
        return self.read[at]

    def __iter__(self) -> Iterator[Passage]:
        """Give all passages."""
        return (self[at] for at in range(len(self)))


def save_passages(file: Path, passages: Sequence[Passage]) -> None:
    """Write passages, one JSON object a line, in ASCII: no name of a file can break a line or an encoding.

    Beside the file go the places of its lines, and the kinds and the IRIs of the passages.
    """
    lines = [json.dumps(asdict(passage)).encode("ascii") + b"\n" for passage in passages]
    file.write_bytes(b"".join(lines))
    starts = np.cumsum([0, *map(len, lines)], dtype=np.int64)
    np.save(file.with_suffix(".starts.npy"), starts, allow_pickle=False)
    kinds = np.array([passage.kind for passage in passages], np.str_)
    np.save(file.with_suffix(".kinds.npy"), kinds, allow_pickle=False)
    iris = "".join(passage.iri + "\n" for passage in passages)
    file.with_suffix(".iris.txt").write_text(iris, encoding="utf-8")


def load_passages(file: Path) -> Shelf:
    """Open what `save_passages` wrote.

    :raises OSError, ValueError: a file is missing, or was not written with the others
    """
    starts, kinds = (np.load(file.with_suffix(f".{name}.npy"), mmap_mode="r") for name in ("starts", "kinds"))
    iris = file.with_suffix(".iris.txt").read_text(encoding="utf-8").split("\n")[:-1]
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        lines = mmap(opened.fileno(), 0, access=ACCESS_READ) if size else b""
    if starts[-1] != size or not len(iris) == len(kinds) == len(starts) - 1:
        raise ValueError(f"{file.name} does not fit the files beside it")
    return Shelf(file, lines, starts, kinds, iris)
