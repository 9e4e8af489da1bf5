"""The settings: one table, read once by a face, passed along frozen."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
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
    #: where `kg serve` listens
    host: str = "127.0.0.1"
    port: int = 8470
    #: origins of other web pages that may ask `kg serve`, with spaces between; * for all
    origins: str = ""
    #: names that `kg serve` is reached by, besides localhost and where it listens, with spaces between
    hosts: str = ""
    #: how long `kg serve` works on one request, in seconds
    query_seconds: float = 5.0
    #: most bytes of an answer to a SPARQL query of `kg serve`
    query_bytes: int = 8_000_000
    #: the file of what people decided; a relative path counts from the folder that the library's lies in
    decisions: Path = Path("decisions.jsonl")
    #: who decides, where `kg review` is not told
    reviewer: str = ""

    @property
    def decided(self) -> Path:
        """Where the file of decisions is: beside the library, unless it is set to be elsewhere."""
        return self.home.parent / self.decisions

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
        for name, (fits, what) in _BOUNDS.items():
            if not fits(value := getattr(settings, name)):
                raise BadSetting(name, f"值 {value} {what}")
        return settings


#: Setting -> what its value must be, and what is said of one that is not.
_BOUNDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "focus_score": (lambda value: 0 <= value <= 1, "不在 0 到 1 之间"),
    "read_seconds": (lambda value: value > 0, "不大于 0"),
    "query_rows": (lambda value: value >= 0, "小于 0"),
    "query_seconds": (lambda value: value >= 1, "小于 1"),
    "query_bytes": (lambda value: value >= 1000, "小于 1000"),
    "port": (lambda value: 0 <= value < 65536, "不在 0 到 65535 之间"),
}


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
