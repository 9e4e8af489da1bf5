"""Bytes to characters: the encodings that Chinese notices come in, tried from the strictest on."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kg.errors import UnreadableFile

#: A byte order mark decides. UTF-32 begins with the bytes of UTF-16 and is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: What other kinds of files begin with, and what to do about them.
_OTHERS = (
    (b"%PDF", "这是 PDF，请把后缀改为 .pdf"),
    (b"PK\x03\x04", "这是压缩包或 Office 文件，请另存为文本"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Office 文件，请另存为文本"),
)

#: What a page may declare -> how it is read: a page that says GB2312 uses characters that only its successors
#: have (WHATWG Encoding, 4.2). Nothing else is believed. A file whose declaration could be read is no UTF-16;
#: Latin-1 fits any bytes; and UTF-7 and its like would give a text that no browser shows.
_DECLARED = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
}

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def decode(data: bytes, path: Path, declared: str | None = None) -> str:
    """Decode a text file: byte order mark, declared charset, UTF-8, GB 18030, in this order.

    :raises UnreadableFile: if the file is empty, binary, or in none of these encodings
    """
    for start, reason in _OTHERS:
        if data.startswith(start):
            raise UnreadableFile(path, reason)
    text = _decode(data, declared)
    if text is None:
        raise UnreadableFile(path, "编码不是 UTF-8、UTF-16 或 GB18030，请转存为 UTF-8")
    if "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        raise UnreadableFile(path, "这不是文本文件，请换成文本、网页或 PDF")
    if not text.strip():
        raise UnreadableFile(path, "文件是空的，请检查是否传完整")
    return text


def _decode(data: bytes, declared: str | None) -> str | None:
    names = [name for mark, name in _MARKS if data.startswith(mark)][:1]
    if not names:
        believed = _DECLARED.get((declared or "").strip().lower())
        names = [*([believed] if believed else []), "utf-8", "gb18030"]
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None
