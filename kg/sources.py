"""Which files a build reads: the files named, those in the folders named, and those in their zip archives."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableFile

#: Most bytes of one file, packed or not; a notice has some thousand, with pictures some million.
LARGEST = 50_000_000
#: Most files in one archive.
MOST = 10_000
#: A member that is so many times larger than it is packed is no document.
DENSEST = 200


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the name that it is cited by.

    The name is the path as given; of a path from the root of the disk only the last folder is kept, so that
    the same sources make the same library on every machine. `member` is the place in the zip archive at
    `path`, None of a plain file.
    """

    path: Path
    name: str
    member: int | None = None

    @property
    def shown(self) -> Path:
        """The path that a message names: of a plain file as given."""
        return self.path if self.member is None else Path(self.name)


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Find the files named and those in the folders named, each once; hidden files are left out.

    They come in the order of their names, so that it does not matter in which order they were given. In place
    of an archive come the files in it; an archive that cannot be read comes itself, to be refused by name.

    :raises UnreadableFile: a path does not exist
    """
    found: dict[tuple[Path, int | None], Source] = {}
    for source in sorted(_given(paths), key=lambda source: (source.name, str(source.path))):
        found.setdefault((source.path.resolve(), source.member), source)
    return list(found.values())


def source_bytes(source: Source) -> bytes:
    """Give a file's bytes.

    :raises UnreadableFile: it is missing, too large, or its archive is damaged or encrypted
    """
    path = source.path
    try:
        if source.member is not None:
            return _member_bytes(source)
        if path.is_dir():
            raise UnreadableFile(path, "这是文件夹，请给出文件")
        if path.suffix.lower() == ".zip":
            _members(path)
            raise UnreadableFile(path, "压缩包里没有文件")
        too_large = path.stat().st_size > LARGEST
        data = b"" if too_large else path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(path, "文件不存在，请检查路径") from None
    except OSError as error:
        raise UnreadableFile(path, f"打不开（{error.strerror or error}），请检查权限") from None
    if too_large:
        raise UnreadableFile(path, f"文件超过 {LARGEST // 1_000_000} MB，请拆分，或去掉图片后再读")
    return data


def source_digest(source: Source) -> str:
    """Give the SHA-256 of a file's bytes in hex; "" if they cannot be read."""
    try:
        return hashlib.sha256(source_bytes(source)).hexdigest()
    except UnreadableFile:
        return ""


def _given(paths: Iterable[Path]) -> Iterator[Source]:
    for path in paths:
        shown = Path(path.name) if path.is_absolute() else path
        if path.is_dir():
            for file in path.rglob("*"):
                inside = file.relative_to(path)
                if file.is_file() and not _hidden(inside):
                    yield from _unpacked(Source(file, (shown / inside).as_posix()))
        elif path.exists():
            yield from _unpacked(Source(path, shown.as_posix()))
        else:
            raise UnreadableFile(path, "没有这个文件；请核对路径")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _unpacked(source: Source) -> Iterator[Source]:
    """Give the files of a zip archive in its place."""
    if source.path.suffix.lower() != ".zip":
        yield source
        return
    try:
        members = _members(source.path)
    except (UnreadableFile, OSError):
        members = []  # it is read as a file, and refused with the reason
    seen = False
    for at, member in enumerate(members):
        inside = Path(_member_name(member).lstrip("/"))
        if not member.is_dir() and not _hidden(inside) and not stat.S_ISLNK(member.external_attr >> 16):
            seen = True
            yield Source(source.path, f"{source.name}/{inside.as_posix()}", at)
    if not seen:
        yield source


def _members(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise UnreadableFile(path, "不是完整的 zip 压缩包，请重新下载或重新压缩") from None
    if len(members) > MOST:
        raise UnreadableFile(path, f"压缩包里的文件超过 {MOST} 个，请解压后再读")
    return members


def _member_name(member: zipfile.ZipInfo) -> str:
    """Give a member's name: archives made on Chinese Windows have it in GB18030 and do not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _member_bytes(source: Source) -> bytes:
    """Read a member: its size is checked before and while it is unpacked, for the archive may lie."""
    with zipfile.ZipFile(source.path) as archive:
        member = archive.infolist()[source.member or 0]
        if member.flag_bits & 0x1:
            raise UnreadableFile(source.shown, f"压缩包 {source.path.name} 有密码，请解压后再读")
        if member.file_size > LARGEST or member.file_size > DENSEST * max(member.compress_size, 1_000):
            raise UnreadableFile(source.shown, f"在压缩包 {source.path.name} 里解开后大得不像公文，没有读")
        try:
            with archive.open(member) as file:
                return file.read(LARGEST)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
            reason = f"在压缩包 {source.path.name} 里已损坏，请重新下载或重新压缩"
            raise UnreadableFile(source.shown, reason) from None
