"""Settings: the file, the environment that wins over it, and what is refused."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import BadSetting
from kg.settings import Settings, shared

ROOT = Path(__file__).parent.parent
ELSEWHERE = Path("none.toml")


def test_without_anything_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(f"KG_{field.name.upper()}", raising=False)
    assert Settings.load() == Settings() == Settings(Path("library"), "e5-small", 0.5, 10_000)


def test_the_file_of_the_folder_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(f"KG_{field.name.upper()}", raising=False)
    (tmp_path / "kg.toml").write_text('home = "库"\nfocus_score = 0.7\nquery_rows = 0\n', encoding="utf-8")
    assert Settings.load() == Settings(Path("库"), "e5-small", 0.7, 0)
    monkeypatch.setenv("KG_HOME", "elsewhere")
    monkeypatch.setenv("KG_FOCUS_SCORE", "0.25")
    assert Settings.load() == Settings(Path("elsewhere"), "e5-small", 0.25, 0)


def test_other_variables_are_not_ours() -> None:
    given = {"KG_SOMETHING": "1", "HOME": "x", "kg_home": "y", "KG_ENCODER": "some/model"}
    assert Settings.load(ELSEWHERE, given) == Settings(encoder="some/model")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KG_QUERY_ROWS", "many"),
        ("KG_QUERY_ROWS", "-1"),
        ("KG_QUERY_ROWS", "1.5"),
        ("KG_FOCUS_SCORE", "high"),
        ("KG_FOCUS_SCORE", "1.01"),
        ("KG_FOCUS_SCORE", "-0.1"),
        ("KG_FOCUS_SCORE", "nan"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.load(ELSEWHERE, {name: value})
    assert refused.value.name == name[3:].lower()
    assert value in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("value", ["0", "1"])
def test_the_limits_themselves_are_allowed(value: str) -> None:
    assert Settings.load(ELSEWHERE, {"KG_FOCUS_SCORE": value}).focus_score == float(value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"hom = 'x'\n", "hom"),
        (b"home = \n", "kg.toml"),
        (b"\xff\xfe", "kg.toml"),
        (b"home = 3\n", "home"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, written: bytes, said: str) -> None:
    file = tmp_path / "kg.toml"
    file.write_bytes(written)
    with pytest.raises(BadSetting, match=said):
        Settings.load(file, {})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        Settings.load(tmp_path, {})


@pytest.mark.parametrize("name", ["ontology", "queries", "seeds"])
def test_what_travels_with_the_package_is_found(name: str) -> None:
    assert shared(name) == ROOT / name
    assert any(shared(name).iterdir())
