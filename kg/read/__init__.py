"""A file becomes a Document: one text, and the lines and table rows it consists of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kg.document import Document
from kg.errors import UnknownFormat, UnreadableFile
from kg.read.docx import read_docx
from kg.read.html import read_html
from kg.read.kinds import ADVICE
from kg.read.pdf import read_pdf
from kg.read.reading import Reading
from kg.read.txt import read_txt
from kg.read.xlsx import read_xlsx
from kg.sources import Source, source_bytes

#: Suffix -> its reader. A new format is a function (bytes, path) -> Reading, and a line here.
READERS: dict[str, Callable[[bytes, Path], Reading]] = {
    ".txt": read_txt,
    ".md": read_txt,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
}


def read_document(path: Path, source: str | None = None) -> Document:
    """Read a file; `source` is the name it goes by (the path as given by default).

    :raises UnknownFormat: if no reader is for its suffix
    :raises UnreadableFile: if it is missing, empty, damaged or not what its suffix says
    """
    return read_source(Source(path, str(path) if source is None else source))


def read_source(source: Source) -> Document:
    """Read a file, plain or in an archive; see `read_document`."""
    path = source.shown
    suffix = path.suffix.lower()
    if suffix in ADVICE:
        raise UnreadableFile(path, ADVICE[suffix])
    if suffix not in READERS and suffix != ".zip":
        raise UnknownFormat(path, path.suffix, [*sorted(READERS), ".zip"])
    data = source_bytes(source)  # of an archive that holds no file to read, it says why
    if suffix == ".zip":
        raise UnreadableFile(path, "是压缩包里的压缩包，请先解开外面一层")
    if not data:
        raise UnreadableFile(path, "文件是空的，请检查是否传完整")
    reading = READERS[suffix](data, path)
    return Document(
        source=source.name,
        digest=hashlib.sha256(data).hexdigest(),
        text=reading.text,
        blocks=reading.blocks,
        oddities=reading.oddities,
    )
