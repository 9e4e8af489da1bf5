"""The settings: one table, read once by a face, passed along frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set, in `kg.toml` or as `KG_…` in the environment (which wins)."""

    #: where the built library lives
    home: Path = Path("library")
    #: the bundled multilingual-e5-small, or any sentence-transformers model by name or path
    encoder: str = "e5-small"
    #: least score, 0 to 1, at which a task counts as implementing a focus area
    focus_score: float = 0.5
    #: most rows that one SPARQL query prints; 0 for all
    query_rows: int = 10_000
    #: how long reading one file may take, in seconds
    read_seconds: float = 60.0

    @classmethod
    def load(cls, file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        :param file: a TOML file; `kg.toml` of the current folder if None and it exists
        :param environ: the process's environment if None
        :raises BadSetting: for a name that is no setting, or a value that it cannot have
        """
        kinds: dict[str, Any] = {field.name: type(field.default) for field in fields(cls)}
        given: dict[str, Any] = _from_file(Path("kg.toml") if file is None else file)
        for name, value in (os.environ if environ is None else environ).items():
            if name.startswith("KG_") and name[3:].lower() in kinds:
                given[name[3:].lower()] = value
        values = {}
        for name, value in given.items():
            if name not in kinds:
                raise BadSetting(name, f"没有这一项；可设置的有 {' '.join(kinds)}")
            try:
                values[name] = kinds[name](value)
            except (TypeError, ValueError):
                raise BadSetting(name, f"值 {value!r} 不是 {kinds[name].__name__}") from None
        settings = cls(**values)
        if not 0 <= settings.focus_score <= 1:
            raise BadSetting("focus_score", f"值 {settings.focus_score} 不在 0 到 1 之间")
        if not settings.read_seconds > 0:
            raise BadSetting("read_seconds", f"值 {settings.read_seconds} 不大于 0")
        if settings.query_rows < 0:
            raise BadSetting("query_rows", f"值 {settings.query_rows} 小于 0")
        return settings


def _from_file(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return dict(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(str(file), f"读不了：{error}") from None


def shared(name: str) -> Path:
    """Find one of the folders that travel with the package: ontology, queries or seeds.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    here = Path(__file__).parent
    inside = here / "_shared" / name
    return inside if inside.is_dir() else here.parent / name
