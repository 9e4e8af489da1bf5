"""Files are read in another process: whatever one does to it, the others are read and the answer comes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from kg import pool
from kg.errors import RequestError
from kg.pool import Answer, read_all, read_one
from kg.sources import Source

NOTICE = "云某市人民政府办公室关于治水的通知\n一、任务\n（一）整治河道。（责任单位：市水利局）\n"

#: a child whose job does what the name of the file says
CHILD = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import kg.child as child

def job(source):
    what = source.name
    if what == "sleep":
        time.sleep(60)
    elif what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "tired" and answered:
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "memory":
        return {"length": len(bytearray(3_000_000_000))}
    elif what == "bug":
        raise ZeroDivisionError("oh")
    elif what == "print":
        print("no answer", flush=True)
        os.system("echo no answer either")
    elif what == "write":
        open(source.path, "w").write("x")
    elif what == "make":
        os.mkdir(source.path)
    elif what == "connect":
        import socket
        socket.create_connection(("127.0.0.1", 9), 1)
    answered.append(what)
    return {"name": what, "process": os.getpid()}

answered = []
child.JOBS["job"] = job
child.main()
"""


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process do odd things."""
    monkeypatch.setattr(pool, "_START", CHILD)


def ask(*names: str, at: Path = Path("nowhere"), seconds: float = 20.0, processes: int = 1) -> list[Answer]:
    sources = [Source(at, name) for name in names]
    return list(read_all("job", sources, seconds=seconds, processes=processes))


@pytest.mark.usefixtures("odd")
def test_answers_come_in_order_and_the_process_is_used_again() -> None:
    answers = ask("a", "b", "c")
    assert [answer.done and answer.done["name"] for answer in answers] == ["a", "b", "c"]
    assert len({answer.done["process"] for answer in answers if answer.done}) == 1


@pytest.mark.usefixtures("odd")
def test_two_processes_share_the_work() -> None:
    answers = ask(*"abcdefgh", processes=2)
    assert [answer.done and answer.done["name"] for answer in answers] == list("abcdefgh")


@pytest.mark.usefixtures("odd")
def test_a_file_that_takes_too_long_is_ended_and_the_next_one_read() -> None:
    began = time.monotonic()
    first, second = ask("sleep", "b", seconds=1.5)
    assert time.monotonic() - began < 10
    assert first.refused is not None
    assert "1.5 秒" in first.refused
    assert not first.lasting
    assert second.done


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize(("name", "word"), [("die", "异常退出"), ("bug", "ZeroDivisionError")])
def test_a_file_that_breaks_its_process_is_told(name: str, word: str) -> None:
    first, second = ask(name, "b")
    assert first.done is None
    assert word in (first.refused or "")
    assert second.done


@pytest.mark.usefixtures("odd")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep the limit")
def test_memory_has_an_end() -> None:
    first, second = ask("memory", "b")
    assert "太大" in (first.refused or "")
    assert second.done


@pytest.mark.usefixtures("odd")
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_file_is_not_refused_for_what_the_ones_before_it_left_behind() -> None:
    first, second = ask("a", "tired")
    assert first.done
    assert second.done
    assert first.done["process"] != second.done["process"]


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", ["write", "make", "connect", "print"])
def test_a_reader_of_files_does_nothing_else(tmp_path: Path, name: str) -> None:
    first, second = ask(name, "b", at=tmp_path / "written")
    assert "PermissionError" in (first.refused or "")
    assert second.done
    assert not (tmp_path / "written").exists()


@pytest.mark.usefixtures("odd")
def test_what_is_not_waited_for_is_ended() -> None:
    answers = read_all("job", [Source(Path("x"), name) for name in ("a", "sleep", "b")], seconds=60)
    assert next(answers).done
    began = time.monotonic()
    answers.close()
    assert time.monotonic() - began < 5


def test_one_file_as_the_command_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    found = read_one("extract", Source(tmp_path / "a.txt", "a.txt"), seconds=60)
    assert [task["text"] for task in found["tasks"]] == ["整治河道。"]
    with pytest.raises(RequestError, match=r"b\.txt"):
        read_one("extract", Source(tmp_path / "b.txt", "b.txt"), seconds=60)


def test_a_folder_with_modules_in_it_is_no_trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_one("extract", Source(Path("a.txt"), "a.txt"), seconds=60)["tasks"]
