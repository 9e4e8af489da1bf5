"""What a build is made from, and how it is called by that: the same makes the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import __version__
from kg.decide.values import Decision
from kg.settings import Settings, shared


def maker_of(settings: Settings) -> str:
    """Name all that decides what a file gives, besides its bytes: program, ontology, settings."""
    package = Path(__file__).parent
    faces = {package / "cli", package / "web"}  # they only show what there is
    inside = sorted(path for path in package.rglob("*") if not faces & set(path.parents))
    files = [path for path in inside if path.suffix in {".py", ".csv", ".txt"}]
    files += sorted(shared("ontology").glob("*.ttl"))
    made = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return short_hash(__version__, settings.encoder, str(settings.focus_score), *made)


def build_name(maker: str, files: str, decisions: Iterable[Decision]) -> str:
    """Name a build by all that makes it what it is."""
    return short_hash(maker, files, *(decision.id for decision in decisions))


def short_hash(*parts: str) -> str:
    """Give the beginning of the SHA-256 of some texts."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def told_by(build: Path | None) -> dict[str, Any]:
    """Give what a build wrote about itself; nothing if it did not, or there is none."""
    try:
        return dict(json.loads((build / "about.json").read_text(encoding="ascii"))) if build else {}
    except (OSError, ValueError):
        return {}
