"""Which files a build reads: the files named, and those in the folders named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the name that it is cited by.

    The name is the path as given; of a path from the root of the disk only the last folder is kept, so that
    the same sources make the same library on every machine.
    """

    path: Path
    name: str


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Find the files named and those in the folders named, each once; hidden files are left out.

    They come in the order of their names, so that it does not matter in which order they were given.

    :raises UnreadableFile: a path does not exist
    """
    found: dict[Path, Source] = {}
    for source in sorted(_given(paths), key=lambda source: (source.name, str(source.path))):
        found.setdefault(source.path.resolve(), source)
    return list(found.values())


def _given(paths: Iterable[Path]) -> Iterator[Source]:
    for path in paths:
        shown = Path(path.name) if path.is_absolute() else path
        if path.is_dir():
            for file in path.rglob("*"):
                inside = file.relative_to(path)
                if file.is_file() and not any(part.startswith(".") for part in inside.parts):
                    yield Source(file, (shown / inside).as_posix())
        elif path.exists():
            yield Source(path, shown.as_posix())
        else:
            raise UnreadableFile(path, "没有这个文件；请核对路径")
