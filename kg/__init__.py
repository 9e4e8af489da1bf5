"""A knowledge graph of Chinese official documents (公文): who is responsible for what, and the sentence.

>>> import kg
>>> report = kg.build_library(["seeds"])          # doctest: +SKIP
>>> library = kg.open_library()                   # doctest: +SKIP
>>> library.ask("哪个部门负责人才招聘？").answer    # doctest: +SKIP
'市人事局。'

The names below are the whole public interface. They are imported when they are first used, so that a
command which needs only one of them does not wait for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.build import Report, build_library
    from kg.errors import KgError
    from kg.extract import Extract, extract_file
    from kg.library import Library, open_library
    from kg.renew import renew_library
    from kg.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Extract",
    "KgError",
    "Library",
    "Report",
    "Settings",
    "build_library",
    "extract_file",
    "open_library",
    "renew_library",
]

_HOMES = {
    "Extract": "extract",
    "KgError": "errors",
    "Library": "library",
    "Report": "build",
    "Settings": "settings",
    "build_library": "build",
    "extract_file": "extract",
    "open_library": "library",
    "renew_library": "renew",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kg.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*globals(), *__all__])
