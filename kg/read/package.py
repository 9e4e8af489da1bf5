"""The zip package of an Office file: its parts by name, under limits that hold before anything is unzipped.

The limits are those of OWASP ASVS 5.0 (5.2.3, 5.2.5): a file that is small to send must not be large to read.
What the directory of the zip says of sizes is believed only as a bound that reading stops at.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from kg.errors import UnreadableFile
from kg.read.kinds import why_no_package
from kg.read.markup import BadMarkup, parse_xml

_MOST_PARTS = 2_000
_LARGEST = 200 << 20  # bytes of all parts
_LARGEST_PART = 64 << 20  # bytes of one that is read
_RATIO = 100  # of unzipped to zipped bytes, where more than
_SMALL = 4 << 20  # bytes would come out: a part of blanks is no bomb
_CHUNK = 1 << 16
_SAVE_AGAIN = "请用 WPS 或 Office 打开核对后另存"

#: What a package is by the root of its main part, and what to do if it has another suffix.
_ROOTS = {
    "w:document": "这其实是 Word 文件，请把后缀改为 .docx",
    "x:workbook": "这其实是 Excel 文件，请把后缀改为 .xlsx",
    "other:presentation": "这其实是演示文稿，请另存为 .pdf",
}


@dataclass(frozen=True, slots=True)
class Package:
    """An open package. Names of parts are folded: `word/document.xml`, whatever their case and slashes."""

    path: Path
    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part names: by an id, as a kind of thing (`styles`, `worksheet`)."""

    id: str
    kind: str
    part: str


def open_package(data: bytes, path: Path) -> Package:
    """Open a package, and look at its directory only.

    :raises UnreadableFile: it is no zip, locked, damaged, or would be far larger when unzipped
    """
    if not data.startswith(b"PK"):
        raise UnreadableFile(path, why_no_package(data))
    # The signature of a directory's entries is counted first: reading millions of them takes memory.
    if data.count(b"PK\x01\x02") > _MOST_PARTS:
        raise UnreadableFile(path, f"压缩包里的文件超过 {_MOST_PARTS} 个，{_SAVE_AGAIN}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(path, "文件已损坏，请重新下载或让发件人重发") from error
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise UnreadableFile(path, f"解压后超过 {_LARGEST >> 20} MB，请删去图片或拆成几个文件")
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")) and _is_bomb(entry):
            raise UnreadableFile(path, f"压缩比超过 {_RATIO} 倍（疑似压缩炸弹），{_SAVE_AGAIN}")
    return Package(path, archive, {_folded(entry.filename): entry for entry in entries})


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(_SMALL, _RATIO * entry.compress_size)


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def read_part(package: Package, name: str) -> Element | None:
    """Read the XML of a part; None if there is none of that name.

    :raises UnreadableFile: the part is damaged, encrypted, too large, or XML that is refused
    """
    entry = package.parts.get(_folded(name))
    if entry is None:
        return None
    try:
        return parse_xml(_unzip(package, entry, _printable(name)))
    except BadMarkup as error:
        reason = f"其中的 {_printable(name)} {error}，{_SAVE_AGAIN}"
        raise UnreadableFile(package.path, reason) from error


def _unzip(package: Package, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Unzip one part chunk by chunk: a chunk is bounded whatever the directory says."""
    if entry.flag_bits & 1:
        raise UnreadableFile(package.path, "压缩包设了密码，请取消密码后另存")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableFile(package.path, f"其中的 {name} 用了不支持的压缩方法，{_SAVE_AGAIN}")
    if entry.file_size > _LARGEST_PART:
        raise UnreadableFile(package.path, f"其中的 {name} 超过 {_LARGEST_PART >> 20} MB，请拆成几个文件")
    unzipped = bytearray()
    try:
        with package.archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unzipped += chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        reason = f"其中的 {name} 已损坏，请重新下载或让发件人重发"
        raise UnreadableFile(package.path, reason) from error
    return bytes(unzipped)


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """Give the parts that a part names (ISO/IEC 29500-2, 6.5); the package itself is the part "".

    What stands outside of the package is left out: it is never fetched.
    """
    folder, name = posixpath.split(part)
    root = read_part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: list[Relation] = []
    for element in root if root is not None else ():
        if element.tag == "rel:Relationship" and element.get("TargetMode") != "External":
            target = posixpath.join("/", folder, element.get("Target", "")).replace("\\", "/")
            kind = element.get("Type", "").rpartition("/")[2]
            found.append(Relation(element.get("Id", ""), kind, posixpath.normpath(target).lstrip("/")))
    return tuple(found)


def main_part(package: Package, tag: str) -> tuple[str, Element]:
    """Give the name and the root of the part that the package is about.

    :param tag: of the root, which tells a document from a workbook
    :raises UnreadableFile: there is none, or it is of another kind
    """
    for relation in relations(package, ""):
        root = read_part(package, relation.part) if relation.kind == "officeDocument" else None
        if root is not None and root.tag == tag:
            return relation.part, root
        if root is not None and root.tag in _ROOTS:
            raise UnreadableFile(package.path, _ROOTS[root.tag])
    raise UnreadableFile(package.path, "压缩包里没有 Office 文件的正文，请核对是不是这份文件")


def _printable(name: str) -> str:
    """Give a part's name as it may stand in a sentence: it comes from the file."""
    return "".join(character for character in name if character.isprintable())[:60]
