"""Whether a confidence means what it says: the reliability diagram and the calibration error.

Answers that are 0.9 sure should be right nine times in ten. `diagram` puts both beside each other, bin by
bin, with Wilson's interval for the share that is right; `calibration_error` is the mean distance of the two,
weighted by the answers (expected calibration error over ten equal bins, Guo et al. 2017), and `interval` says
how far it may be off. `drawn` draws the same as SVG.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

BINS, BOOTSTRAPS, SEED = 10, 2_000, 59
#: Standard deviations to either side of the mean that hold 95 % of a normal distribution.
Z = 1.96

Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers from `low` to `high` sure: how many, how sure and how often right, with interval."""

    low: float
    high: float
    count: int
    sure: float
    right: float
    interval: tuple[float, float]


def wilson(right: float, count: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, of which `right` of `count` were seen (Wilson 1927).

    >>> [round(end, 2) for end in wilson(9, 10)]
    [0.6, 0.98]
    """
    share, spread = right / count, Z * Z / count
    middle = (share + spread / 2) / (1 + spread)
    width = Z / (1 + spread) * (share * (1 - share) / count + spread / (4 * count)) ** 0.5
    return max(middle - width, 0.0), min(middle + width, 1.0)


def bins(sure: Values, right: Values) -> list[Bin]:
    """Put answers into ten bins of equal width; bins without answers are left out.

    :param sure: confidences, 0 to 1, shape (n,)
    :param right: 1 where the answer is right, 0 where not, shape (n,)
    """
    found = []
    edges = np.linspace(0, 1, BINS + 1)
    at = _bin_of(sure)
    for number, (low, high) in enumerate(pairwise(edges.tolist())):
        here = at == number
        if count := int(here.sum()):
            hits = float(right[here].sum())
            found.append(Bin(low, high, count, float(sure[here].mean()), hits / count, wilson(hits, count)))
    return found


def calibration_error(sure: Values, right: Values) -> float:
    """Give the mean of |how sure - how often right| over the bins, weighted by their answers."""
    gaps = np.bincount(_bin_of(sure), sure - right, BINS)
    return float(np.abs(gaps).sum() / len(sure))


def interval(
    statistic: Callable[[Values, Values], float],
    sure: Values,
    right: Values,
    groups: Sequence[str] | None = None,
) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of a statistic of confidences and verdicts.

    :param groups: what each answer belongs to (its notice): groups are drawn whole, their answers are alike
    """
    rng = np.random.default_rng(SEED)
    _, group = np.unique(groups if groups is not None else np.arange(len(sure)), return_inverse=True)
    members = [np.flatnonzero(group == one) for one in range(int(group.max()) + 1)]
    drawn = rng.integers(0, len(members), (BOOTSTRAPS, len(members)))
    found = []
    for chosen in drawn:
        rows = np.concatenate([members[one] for one in chosen])
        found.append(statistic(sure[rows], right[rows]))
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)


def diagram(title: str, sure: Values, right: Values, groups: Sequence[str] | None = None) -> str:
    """Write the reliability diagram as text, a line a bin, with the calibration error and its interval."""
    lines = [f"{title}: {len(sure)}, right {right.mean():.3f}, sure {sure.mean():.3f}"]
    for one in bins(sure, right):
        low, high = one.interval
        bar = "".join("#" if at < one.right * 40 else "." for at in range(40))
        lines.append(
            f"  {one.low:.1f}-{one.high:.1f} {one.count:5d}  sure {one.sure:.2f}  "
            f"right {one.right:.2f} ({low:.2f} to {high:.2f})  {bar}"
        )
    low, high = interval(calibration_error, sure, right, groups)
    lines.append(
        f"  expected calibration error {calibration_error(sure, right):.3f} ({low:.3f} to {high:.3f})"
    )
    return "\n".join(lines)


#: Size of a drawing, and of the margin around its square, in pixels.
_SIDE, _EDGE = 320, 44
_FONT = 'font-family="sans-serif" font-size="11"'


def drawn(title: str, sure: Values, right: Values) -> str:
    """Draw the diagram as SVG: a dot a bin, as large as its answers are many, with its interval."""
    most = max(one.count for one in bins(sure, right))
    whole = _SIDE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" {_FONT}>',
        f'<rect width="{whole}" height="{whole}" fill="white"/>',
        f'<text x="{whole / 2:.0f}" y="20" text-anchor="middle" font-size="13">{title}</text>',
        _line(0, 0, 1, 1, 'stroke="#999" stroke-dasharray="4 4"'),
    ]
    for tick in np.linspace(0, 1, 6).tolist():
        x, y = _place(tick, tick)
        parts += [_line(tick, 0, tick, 1, 'stroke="#eee"'), _line(0, tick, 1, tick, 'stroke="#eee"')]
        parts.append(f'<text x="{x:.0f}" y="{_EDGE + _SIDE + 16}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{_EDGE - 6}" y="{y + 4:.0f}" text-anchor="end">{tick:.1f}</text>')
    for one in bins(sure, right):
        x, y = _place(one.sure, one.right)
        low, high = one.interval
        parts.append(_line(one.sure, low, one.sure, high, 'stroke="#c33" stroke-width="1.5"'))
        radius = 3 + 7 * (one.count / most) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#c33" fill-opacity="0.6"/>')
        parts.append(f'<text x="{x + radius + 3:.1f}" y="{y + 4:.1f}">{one.count}</text>')
    middle = _EDGE + _SIDE / 2
    parts += [
        f'<text x="{middle:.0f}" y="{whole - 6}" text-anchor="middle">把握</text>',
        f'<g transform="rotate(-90 12 {middle:.0f})">',
        f'<text x="12" y="{middle:.0f}" text-anchor="middle">答对的比例</text></g>',
        "</svg>\n",
    ]
    return "\n".join(parts)


def _bin_of(sure: Values) -> NDArray[np.int64]:
    return np.clip(np.floor(sure * BINS + 1e-9), 0, BINS - 1).astype(np.int64)


def _place(across: float, up: float) -> tuple[float, float]:
    return _EDGE + _SIDE * across, _EDGE + _SIDE * (1 - up)


def _line(left: float, bottom: float, right: float, top: float, style: str) -> str:
    (x1, y1), (x2, y2) = _place(left, bottom), _place(right, top)
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'
