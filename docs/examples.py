"""Run the examples that the documentation shows, and put in what they really print.

    python docs/examples.py README.md docs/python.md

An example of the shell stands in a block ```console: `$ command`, and below it what a terminal shows. Every
block is run anew, one command after the other, in an empty folder that holds `seeds/` and nothing else until
the page's first `kg build`. Examples of Python (```pycon) are doctests; `tests/test_readme.py` runs them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

ROOT = Path(__file__).resolve().parent.parent

#: What a terminal of the documentation is: so many columns; its colours are taken out.
_TERMINAL = {"COLUMNS": "96", "TERM": "xterm", "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
_STYLE = re.compile(r"\x1b\[[0-9;]*m")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A command and what the page says it prints; `at` is where that stands in the page."""

    command: str
    printed: str
    at: tuple[int, int]


def console_examples(page: str) -> list[Example]:
    r"""Find the examples of the shell, in order.

    >>> [(e.command, e.printed) for e in console_examples("```console\n$ kg x\n1\n2\n$ kg y\n```\n")]
    [('kg x', '1\n2\n'), ('kg y', '')]
    """
    found = []
    for block in _BLOCK.finditer(page):
        if block[1] != "console":
            continue
        for one in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[2], re.MULTILINE):
            start = block.start(2) + one.start(2)
            found.append(Example(one[1], one[2], (start, start + len(one[2]))))
    return found


def python_examples(page: str) -> list[str]:
    """Find the blocks of Python, in order."""
    return [block[2] for block in _BLOCK.finditer(page) if block[1] == "pycon"]


def empty_folder(where: Path) -> Path:
    """Make a folder as a newcomer has it: the seeds, and nothing else."""
    shutil.copytree(ROOT / "seeds", where / "seeds")
    return where


def run(command: str, folder: Path) -> str:
    """Run a command as in a terminal, and give what it shows there; what it says on stderr comes last.

    `kg` is the one of the Python that runs this.
    """
    import pty

    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environ |= _TERMINAL | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}"}
    ours, theirs = pty.openpty()
    with TemporaryFile() as said:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=said,
        )
        os.close(theirs)
        shown = _read_to_end(ours)
        process.wait()
        said.seek(0)
        shown += said.read()
    plain = _STYLE.sub("", shown.decode("utf-8").replace("\r\n", "\n"))
    return "\n".join(line.rstrip() for line in plain.split("\n"))


def _read_to_end(terminal: int) -> bytes:
    parts = []
    with os.fdopen(terminal, "rb", buffering=0) as stream:
        while True:
            try:
                part = stream.read(65536)
            except OSError:  # so Linux says that the last writer is gone; macOS gives nothing more
                break
            if not part:
                break
            parts.append(part)
    return b"".join(parts)


def refreshed(page: str, folder: Path) -> str:
    """Give the page with every example's output as it is now."""
    parts, done = [], 0
    for example in console_examples(page):
        start, end = example.at
        printed = run(example.command, folder)
        if "Traceback (most recent call last)" in printed:
            raise SystemExit(f"$ {example.command}\n{printed}")
        parts += [page[done:start], printed]
        done = end
    return "".join([*parts, page[done:]])


def main(pages: list[str]) -> None:
    """Refresh pages in place."""
    for name in pages:
        path = Path(name)
        page = path.read_text(encoding="utf-8")
        with TemporaryDirectory() as folder:
            new = refreshed(page, empty_folder(Path(folder)))
        path.write_text(new, encoding="utf-8")
        print(f"{name}: {len(console_examples(page))} 例，{'已更新' if new != page else '未变'}")


if __name__ == "__main__":
    main(sys.argv[1:])
