"""Traditional characters read as simplified ones: by the rules only, what is quoted stays as printed."""

from __future__ import annotations

from functools import cache
from importlib import resources

from kg.text import Flow


@cache
def _table() -> dict[int, str]:
    text = resources.files("kg").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return str.maketrans(dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True)))


def simplified(flow: Flow) -> Flow:
    """Give the same characters with `folded` in simplified ones, one for one.

    >>> simplified(Flow.of("責任單位：縣財政局")).folded
    '责任单位:县财政局'
    """
    folded = flow.folded.translate(_table())
    return flow if folded == flow.folded else Flow(flow.source, flow.text, folded, flow.offsets)
