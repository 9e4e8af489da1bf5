"""The wheel holds all that the package needs, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kg

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(pip, check=True, capture_output=True, text=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def kg_of(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `kg` of an unpacked wheel, in an empty folder."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_wheel_is_named_for_this_version(wheel: Path) -> None:
    assert wheel.name.startswith(f"gongwen_kg-{kg.__version__}-py3-none-any")


@pytest.mark.parametrize("folder", ["ontology", "queries", "seeds"])
def test_a_shared_folder_travels_whole(unpacked: Path, folder: str) -> None:
    here = {path.name: path.read_bytes() for path in (ROOT / folder).iterdir() if path.is_file()}
    there = {path.name: path.read_bytes() for path in (unpacked / "kg" / "_shared" / folder).iterdir()}
    assert here
    assert there == here


def test_data_and_licences_travel(unpacked: Path) -> None:
    assert (unpacked / "kg" / "py.typed").is_file()
    for path in (ROOT / "kg" / "data").iterdir():
        assert (unpacked / "kg" / "data" / path.name).read_bytes() == path.read_bytes()
    (about,) = unpacked.glob("*.dist-info")
    assert {path.name for path in about.rglob("*") if path.is_file()} >= {
        "LICENSE",
        "NOTICE",
        "places.LICENSE",
    }


def test_nothing_travels_that_is_not_the_package(unpacked: Path) -> None:
    assert {path.name.split("-")[0] for path in unpacked.iterdir()} == {"kg", "gongwen_kg"}


def test_the_unpacked_wheel_does_the_main_job(unpacked: Path, tmp_path: Path) -> None:
    imported = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(imported.stdout.strip()).is_relative_to(unpacked)
    assert kg_of(unpacked, tmp_path, "ask", "谁负责环境保护？").returncode == 3
    built = kg_of(unpacked, tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "library" / "current").is_file()
    answered = kg_of(unpacked, tmp_path, "ask", "谁负责环境保护？")
    assert (answered.returncode, answered.stdout.splitlines()[0]) == (0, "市环保局。")
    listed = kg_of(unpacked, tmp_path, "run", "tasks-of-body", "body=市科技局")
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 4)
    checked = kg_of(unpacked, tmp_path, "check")
    assert checked.returncode == 0, checked.stdout
