"""A build replaces the library whole or not at all, whatever ends it; what serves is only read."""

# ruff: noqa: E501 - queries and notices read best in one line
from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from kg.build import Report, build_library
from kg.errors import DamagedLibrary, NoLibrary, NotReady, WriteFailed
from kg.home import current_build, new_build
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]

#: builds a tiny library and kills itself as it touches the disk for the n-th time
SCRIPT = """
import os, signal, sys
from pathlib import Path
from kg.home import new_build

left = int(sys.argv[2])

def hook(event, args):
    global left
    if event in {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir"}:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
with new_build(Path(sys.argv[1]), "new") as folder:
    (folder / "inner").mkdir()
    for file in (folder / "one", folder / "inner" / "two"):
        file.write_text("new")
print(-left)
"""


def make(home: Path, name: str) -> Path:
    with new_build(home, name) as folder:
        (folder / "inner").mkdir()
        for file in (folder / "one", folder / "inner" / "two"):
            file.write_text(name)
    return current_build(home)


def content(home: Path) -> set[str]:
    folder = current_build(home)
    return {(folder / "one").read_text(), (folder / "inner" / "two").read_text()}


def tidy(home: Path) -> bool:
    """Tell that there is nothing but what serves, what served before, and the lock."""
    builds = sorted(path.name for path in (home / "builds").iterdir())
    pointers = {path.name for path in home.iterdir()} - {"models"}
    return (
        len(builds) <= 2 and current_build(home).name in builds and pointers == {"builds", "current", "lock"}
    )


def test_a_build_is_published_and_the_one_before_it_stays(tmp_path: Path) -> None:
    first = make(tmp_path, "first")
    assert (first.name, content(tmp_path)) == ("first", {"first"})
    make(tmp_path, "second")
    assert content(tmp_path) == {"second"}
    assert (first / "one").read_text() == "first"  # for those who still read it
    make(tmp_path, "third")
    assert not first.exists()
    assert tidy(tmp_path)


def test_the_same_build_again_is_a_build_of_its_own(tmp_path: Path) -> None:
    first = make(tmp_path, "same")
    second = make(tmp_path, "same")
    assert first != second
    assert first.exists()
    assert content(tmp_path) == {"same"}


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    make(tmp_path, "old")
    with pytest.raises(ZeroDivisionError), new_build(tmp_path, "new") as folder:
        (folder / "one").write_text(str(1 // 0))
    assert content(tmp_path) == {"old"}
    assert tidy(tmp_path)


def test_what_is_not_a_library_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary, match="kg build"):
        current_build(tmp_path)
    with pytest.raises(NoLibrary):
        current_build(tmp_path / "none")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NoLibrary):
        current_build(file)
    for name in ("gone", "", "\n"):
        (tmp_path / "current").write_text(name)
        with pytest.raises(DamagedLibrary):
            current_build(tmp_path)
    (tmp_path / "current").write_bytes(b"\xff")
    with pytest.raises(DamagedLibrary):
        current_build(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    with pytest.raises(DamagedLibrary):
        current_build(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_touch_of_the_disk_one_library_serves(tmp_path: Path) -> None:
    def run(home: Path, at: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", SCRIPT, str(home), str(at)], capture_output=True, text=True, check=False
        )

    make(tmp_path / "whole", "old")
    whole = run(tmp_path / "whole", 0)
    touches = int(whole.stdout)
    assert touches > 20
    served = []
    for at in range(1, touches + 1):
        home = tmp_path / str(at)
        make(home, "older")
        make(home, "old")
        assert run(home, at).returncode == -signal.SIGKILL
        (name,) = content(home)
        served.append(name)
        make(home, "next")
        assert content(home) == {"next"}
        assert tidy(home)
        shutil.rmtree(home)
    assert set(served) == {"old", "new"}
    assert served == sorted(served, reverse=True)  # from one moment on, it is the new one


@pytest.fixture
def home(built: Report, tmp_path: Path) -> Path:
    """Give a library of one's own to break."""
    return Path(shutil.copytree(built.home, tmp_path / "library"))


def answers(home: Path) -> int:
    """Ask a library a bit of everything; give the number of its notices."""
    library = Library(Settings(home=home))
    rows = library.run("notices")
    assert library.run("tasks-of-body", body="市科技局")
    index = library.index
    assert len(index.vectors) == index.firsts[-1]
    assert len(index.firsts) == len(index.passages) + 1
    assert index.pairs.score("人才招聘")[0].argmax() == [p.place for p in index.passages].index("附件 任务22")
    assert all((library.folder / "texts" / f"{p.digest}.txt").is_file() for p in library.index.passages)
    return len(rows)


def kill_builds(home: Path, more: Path, times: int, quick: str) -> None:
    """Kill builds of two notices over a library of one, at moments spread over the time that a build takes."""

    def start(into: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", f"{quick}\nfrom kg.cli import main\nmain()", "build", "seeds", str(more)],
            cwd=ROOT,
            env=os.environ | {"KG_HOME": str(into)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    began = time.monotonic()
    assert start(home.with_name("timed")).wait() == 0
    takes = time.monotonic() - began
    moments = random.Random(59)  # noqa: S311 - no secret
    found = kills = 0
    while kills < times:
        build = start(home)
        began = time.monotonic()
        try:
            build.wait(takes * moments.random())
        except subprocess.TimeoutExpired:
            build.kill()
            kills += 1
        else:
            takes = min(takes, time.monotonic() - began)
        build.wait()
        before, found = found, answers(home)
        assert 1 <= found <= 2
        assert before <= found
    assert start(home).wait() == 0


NOTICE = "云某办发〔2020〕5号\n关于治水工作的通知\n一、工作任务\n（一）整治河道。（责任单位：市水利局）\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("times", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_at_any_time_a_library_answers(home: Path, tmp_path: Path, times: int, quick: str) -> None:
    more = tmp_path / "more.txt"
    more.write_text(NOTICE, encoding="utf-8")
    kill_builds(home, more, times, quick)
    assert answers(home) == 2
    assert tidy(home)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")
def test_of_two_builds_at_once_one_is_refused(home: Path, kg: Command) -> None:
    with new_build(home, "mine") as folder:
        (folder / "one").write_text("")
        with pytest.raises(NotReady, match="另一个 kg build"), new_build(home, "theirs"):
            pytest.fail("both build")
        done = kg("build", "seeds", "--fresh", home=home, quick=True)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("kg: 另一个 kg build 正在写")
        assert folder.is_dir()  # the one that was refused cleared nothing away
        assert answers(home) == 1
    assert current_build(home).name == "mine"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "what", ["numpy.save", "pathlib.Path.write_text", "os.fsync", "pathlib.Path.replace"]
)
def test_a_full_disk_is_one_sentence_and_the_old_library_serves(
    home: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.chdir(ROOT)
    with monkeypatch.context() as patched:
        patched.setattr(what, full)
        with pytest.raises(WriteFailed) as failed:
            build_library(["seeds"], Settings(home=home), fresh=True)
    assert "磁盘空间不足" in str(failed.value)
    assert "原有的库未改动" in str(failed.value)
    assert failed.value.exit_code == 3
    assert answers(home) == 1
    assert tidy(home)
    assert len(list((home / "builds").iterdir())) == 1


@pytest.fixture
def small_disk(tmp_path: Path, built: Report) -> Iterator[Path]:
    """Mount a disk that has room for the library, and little more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in Path(built.home).rglob("*") if path.is_file()) // 1024 + 400
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "kg-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path, built: Report, kg: Command) -> None:
    home = Path(shutil.copytree(built.home, small_disk / "library"))
    done = kg("build", "seeds", "--fresh", home=home, quick=True)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"kg: 写不进 {home}：")
    assert done.stderr.count("\n") == 1
    assert answers(home) == 1
    assert tidy(home)


def test_what_serves_is_not_written(home: Path) -> None:
    """No query changes a byte of the library, and nothing in it can be changed through what is opened."""

    def state() -> dict[Path, tuple[int, int]]:
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size) for path in current_build(home).rglob("*")
        }

    before = state()
    library = Library(Settings(home=home))
    answers(home)
    with pytest.raises((OSError, RuntimeError), match="read"):
        library.store.add(next(iter(library.store)))
    with pytest.raises(ValueError, match="read-only"):
        library.index.vectors[0, 0] = np.float32(1)
    assert state() == before


@pytest.fixture
def sealed(tmp_path: Path, built: Report) -> Iterator[Path]:
    """Give a library that may not be written: for root on a disk mounted so, else by its modes."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    mount = ["mount", "-t", "tmpfs", "kg-test", str(folder)]
    if root and subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("root may write everywhere, and may not mount here")
    home = Path(shutil.copytree(built.home, folder / "library"))
    paths = [folder, *folder.rglob("*")]
    try:
        if root:
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        else:
            for path in paths:
                path.chmod(0o555 if path.is_dir() else 0o444)
        yield home
    finally:
        if root:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            for path in paths:
                path.chmod(0o755)


def test_a_library_that_may_not_be_written_serves(sealed: Path, kg: Command) -> None:
    assert answers(sealed) == 1
    done = kg("sparql", "SELECT (COUNT(*) AS ?n) { ?t a kg:Task }", home=sealed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "n\n27\n", "")
    done = kg("build", "seeds", "--fresh", home=sealed, quick=True)
    assert done.returncode == 3
    assert done.stderr.startswith(f"kg: 写不进 {sealed}：")
    assert answers(sealed) == 1


@pytest.mark.usefixtures("quick")
def test_readers_and_a_build_do_not_disturb_each_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    reader = Library(Settings(home=home))
    before = reader.answer("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o")
    build_library(["seeds"], Settings(home=home), fresh=True)
    assert Library(Settings(home=home)).folder != reader.folder
    assert reader.answer("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o") == before
    assert reader.index.pairs.score("沪杭高铁")[0].any()
