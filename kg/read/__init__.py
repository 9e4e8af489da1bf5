"""A file becomes a Document: one text, and the lines and table rows it consists of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kg.document import Document
from kg.errors import UnknownFormat, UnreadableFile
from kg.read.html import read_html
from kg.read.pdf import read_pdf
from kg.read.reading import Reading
from kg.read.txt import read_txt

#: Suffix -> its reader. A new format is a function (bytes, path) -> Reading, and a line here.
READERS: dict[str, Callable[[bytes, Path], Reading]] = {
    ".txt": read_txt,
    ".md": read_txt,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}


def read_document(path: Path, source: str | None = None) -> Document:
    """Read a file; `source` is the name it goes by (the path as given by default).

    :raises UnknownFormat: if no reader is for its suffix
    :raises UnreadableFile: if it is missing, empty, damaged or not what its suffix says
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnknownFormat(path, path.suffix, sorted(READERS))
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(path, "文件不存在，请检查路径") from error
    except IsADirectoryError as error:
        raise UnreadableFile(path, "这是文件夹，请给出文件") from error
    except OSError as error:
        raise UnreadableFile(path, f"打不开（{error.strerror}），请检查权限") from error
    if not data:
        raise UnreadableFile(path, "文件是空的，请检查是否传完整")
    reading = READERS[suffix](data, path)
    return Document(
        source=str(path) if source is None else source,
        digest=hashlib.sha256(data).hexdigest(),
        text=reading.text,
        blocks=reading.blocks,
        oddities=reading.oddities,
    )
