"""What many tests stand on: the seed, the library built of it once, and the command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from kg.build import Report, build_library
from kg.cli import main
from kg.library import Library
from kg.settings import Settings

ROOT = Path(__file__).parent.parent

#: `kg` with an encoder that knows pairs of characters only: good enough for a build, and takes no time
QUICK = """
import sys, zlib
import numpy as np
import kg.build
from kg.embed import Encoder

def embed(texts):
    vectors = np.full((len(texts), 384), 0.05, np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 1):
            vectors[row, zlib.crc32(text[at : at + 2].encode()) % 384] += 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

kg.build.open_encoder = lambda *_, **__: Encoder("e5-small", embed, embed)
"""

#: runs `kg` in a process of its own: arguments, then options of subprocess.run
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def seed() -> Path:
    """Give the founding notice."""
    return ROOT / "seeds" / "000_f16177075213d160.txt"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Build a library of the seeds, as `kg build seeds` in the repository does."""
    with chdir(ROOT):
        return build_library(["seeds"], Settings(home=tmp_path_factory.mktemp("seed") / "library"))


@pytest.fixture(scope="session")
def library(built: Report) -> Library:
    """Open the library of the seeds. Tests only read it."""
    return Library(Settings(home=Path(built.home)))


@pytest.fixture(scope="session")
def store(library: Library) -> Any:  # noqa: ANN401 - the engine's own type
    """Give the store of the library of the seeds."""
    return library.store


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> str:
    """Build without the real encoder in this test; give the script that does so in another process."""
    names: dict[str, Any] = {}
    monkeypatch.setattr("kg.build.open_encoder", None)
    exec(QUICK, names)  # noqa: S102 - our own text, that a process of its own runs too
    return QUICK


@pytest.fixture
def here(
    built: Report, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Give a function that runs the command in this process: its exit code, its output, its errors."""

    def run(*args: str, home: Path | str | None = None) -> tuple[int, str, str]:
        monkeypatch.chdir(ROOT)
        monkeypatch.setenv("KG_HOME", str(home or built.home))
        monkeypatch.setattr("sys.argv", ["kg", *args])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return code or 0, *capfd.readouterr()

    return run


@pytest.fixture(scope="session")
def kg(built: Report) -> Command:
    """Give a function that runs the command, on the library of the seeds or on the one that `home` names.

    `quick` builds without the real encoder.
    """

    def run(
        *args: str,
        home: Path | str | None = None,
        quick: bool = False,
        **options: Any,  # noqa: ANN401
    ) -> subprocess.CompletedProcess[str]:
        command = ["-c", f"{QUICK}\nfrom kg.cli import main\nmain()"] if quick else ["-m", "kg"]
        environment = os.environ | {"KG_HOME": str(home or built.home)} | options.pop("env", {})
        usual: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "cwd": ROOT, "timeout": 60}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [sys.executable, *command, *args], **usual | options, env=environment, check=False
        )
        return done

    return run
