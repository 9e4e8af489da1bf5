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
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent

#: What a terminal of the documentation is: so many columns, and no colours.
_TERMINAL = {"COLUMNS": "96", "TERM": "dumb", "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore"}

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
    """Run a command as in a terminal, and give what it shows there.

    `kg` is the one of the Python that runs this.
    """
    import pty

    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environ |= _TERMINAL | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}"}
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
    finally:
        os.close(theirs)
    shown = bytearray()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        while True:
            try:
                part = terminal.read(65536)
            except OSError:  # Linux says so when the last writer is gone
                break
            if not part:
                break
            shown += part
    process.wait()
    lines = [line.rstrip() for line in shown.decode().replace("\r\n", "\n").split("\n")]
    return "\n".join(lines)


def refreshed(page: str, folder: Path) -> str:
    """Give the page with every example's output as it is now."""
    parts, done = [], 0
    for example in console_examples(page):
        start, end = example.at
        parts += [page[done:start], run(example.command, folder)]
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
