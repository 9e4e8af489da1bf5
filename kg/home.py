"""The folder that a library lives in: finished builds, and which of them is current.

    library/
      current            one line: the name of the build that serves
      builds/<name>/     one finished build; the one before it stays for those who still read it

A build is made in a folder of its own and becomes current by replacing one small file, after everything
else is on the disk. Whoever is killed at any moment leaves the old library serving.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import DamagedLibrary, NoLibrary, NotReady, WriteFailed


def current_build(home: Path) -> Path:
    """Find the folder of the build that serves.

    :raises NoLibrary: nothing was built yet
    :raises DamagedLibrary: what `current` names is not there
    """
    try:
        name = (home / "current").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoLibrary(home) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedLibrary(home, str(error)) from None
    folder = home / "builds" / name
    if not name or not folder.is_dir():
        raise DamagedLibrary(home, f"缺少 builds/{name}")
    return folder


def version_of(home: Path) -> tuple[int, int] | None:
    """Tell the publications of builds apart, without reading anything.

    :returns: the inode of the file that names the current build, and when it was changed, in nanoseconds
        since 1970: another pair after the next publication; None if the file can't be seen, and
        `current_build` says why
    """
    try:
        told = (home / "current").stat()
    except OSError:
        return None
    return told.st_ino, told.st_mtime_ns


def last_build(home: Path) -> Path | None:
    """Find the folder of the build that serves, if there is one."""
    try:
        return current_build(home)
    except (NoLibrary, DamagedLibrary):
        return None


def about_build(build: Path) -> dict[str, Any]:
    """Give what a build wrote about itself.

    :raises DamagedLibrary: it is not there, or broken
    """
    try:
        known = dict(json.loads((build / "about.json").read_text(encoding="utf-8")))
        known["encoder_setting"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedLibrary(build, f"about.json：{error}") from None
    return known


def text_read(build: Path, digest: str) -> str:
    """Give the text, as read, of the source file with a digest.

    :raises DamagedLibrary: it is not there, or broken
    """
    file = build / "texts" / f"{digest}.txt"
    try:
        return file.read_bytes().decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedLibrary(build, f"texts/{file.name}：{error}") from None


def intact(build: Path) -> bool:
    """Tell whether the files of a build are what they were when it was published."""
    try:
        known = json.loads((build / "manifest.json").read_text(encoding="ascii"))
        return bool(known == _manifest(build))
    except (OSError, ValueError):
        return False


def take_over(old: Path, new: Path) -> None:
    """Give a new build a part of an old one; the two share its files, which nobody changes any more."""

    def share(one: str, other: str) -> None:
        try:
            os.link(one, other)
        except OSError:  # another disk, or one that has no such links
            shutil.copyfile(one, other)

    shutil.copytree(old, new, copy_function=share)


@contextmanager
def new_build(home: Path, name: str) -> Iterator[Path]:
    """Give an empty folder to build in; when the block ends well, publish it as `name`.

    :raises WriteFailed: the disk is full, or may not be written; the old library is untouched
    :raises NotReady: another process is building here
    """
    try:
        (home / "builds").mkdir(parents=True, exist_ok=True)
        with _one_writer(home):
            _clear(home)
            made = home / "builds" / f"tmp-{os.getpid()}"
            made.mkdir()
            try:
                yield made
                _publish(home, made, name)
            finally:
                shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise WriteFailed(home, _why(error)) from error


def _why(error: OSError) -> str:
    """Say why nothing could be written; the engine's own errors carry no number, only words."""
    if error.errno == errno.ENOSPC or "No space left" in str(error):
        return "磁盘空间不足"
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return "没有写入的权限"
    return error.strerror or " ".join(str(error).split())


def _clear(home: Path) -> None:
    """Remove what builds that were killed have left."""
    for folder in (home / "builds").glob("tmp-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for pointer in home.glob("current.*"):
        pointer.unlink(missing_ok=True)


def _manifest(build: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a build, but for the engine's log and lock, which readers touch."""
    files = {path.relative_to(build).as_posix(): path for path in sorted(build.rglob("*")) if path.is_file()}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in files.items()
        if name != "manifest.json" and not path.name.startswith("LO")
    }


def _publish(home: Path, made: Path, name: str) -> None:
    before = _named(home)
    (made / "manifest.json").write_text(json.dumps(_manifest(made)), encoding="ascii")
    final = home / "builds" / name
    _sync_tree(made)
    if final.exists():  # the same sources were built before; its bytes may be old, and nobody may read it
        final = home / "builds" / f"{name}-{os.getpid()}"
    made.rename(final)
    _sync(home / "builds")
    pointer = home / f"current.{os.getpid()}"
    try:
        pointer.write_text(final.name + "\n", encoding="utf-8")
        _sync(pointer)
        pointer.replace(home / "current")
    except OSError:
        shutil.rmtree(final, ignore_errors=True)
        raise
    finally:
        pointer.unlink(missing_ok=True)
    _sync(home)
    for build in (home / "builds").iterdir():
        if build.name not in {final.name, before}:
            shutil.rmtree(build, ignore_errors=True)


def _named(home: Path) -> str | None:
    try:
        return (home / "current").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _sync_tree(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        _sync(path)


def _sync(path: Path) -> None:
    """Have the system write a file or folder to the disk (Windows cannot do it for a folder)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _one_writer(home: Path) -> Iterator[None]:
    """Hold the lock file of a library's folder; the system frees it when the process dies."""
    with (home / "lock").open("a") as lock:
        try:
            import fcntl
        except ImportError:  # Windows has no flock; there two builds at once are the user's to avoid
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady(f"另一个 kg build 正在写 {home}；请等它结束后再运行") from None
        yield
