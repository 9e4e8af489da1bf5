"""A picture of who does what for which aim: focus areas, their tasks, the bodies of the tasks (SVG)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from kg.link.network import printable
from kg.trace.render import name_of
from kg.trace.values import Cell, Matrix, Thing

#: Colours that can be told apart on white and on black (Tableau 10, without its greys).
_COLOURS = ("#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#9c755f", "#d4a72c")
_FONT, _LINE, _PAD, _GAP, _MARGIN = 13, 18, 7, 8, 24  # pixels
#: Left edge and width of the three columns.
_COLUMNS = ((_MARGIN, 250), (430, 400), (1000, 230))
_WIDTH = _COLUMNS[2][0] + _COLUMNS[2][1] + _MARGIN
_CLOSING = "，。、；：！？”’》）】,.;:!?)"
_STYLE = """
  svg { background: #ffffff; color: #1b1f24; }
  text { fill: currentColor; font: 13px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
  .head { font-weight: bold; font-size: 15px; }
  .faint { opacity: .65; }
  .box { fill: currentColor; fill-opacity: .05; stroke: currentColor; stroke-opacity: .3; }
  .gap { stroke: #d1495b; stroke-opacity: 1; stroke-dasharray: 4 3; }
  .link { fill: none; }
  .link:hover { stroke-opacity: 1; }
  @media (prefers-color-scheme: dark) { svg { background: #0d1117; color: #e6edf3; } }
""".strip("\n")


@dataclass(frozen=True, slots=True)
class _Box:
    """A thing with its place: `lines` of text in a box at x, y."""

    thing: Thing
    lines: tuple[str, ...]
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE + 2 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class _Pen:
    """How a link is drawn; `strength` is 0 to 1, `width` in pixels."""

    colour: str
    strength: float
    width: float
    dashed: bool = False


def around(matrix: Matrix, what: str) -> Matrix:
    """Keep of a matrix what has to do with one area, task or body, by links in force."""
    held = {pair for pair, cell in matrix.cells.items() if cell.in_force}
    tasks = {task for area, task in held if what in {area, task}}
    tasks |= {task for task, bodies in matrix.bodies.items() if any(body.iri == what for body in bodies)}
    tasks |= {what} & {task.iri for task in matrix.tasks}
    areas = {area for area, task in held if task in tasks} | {what}
    if what in {area.iri for area in matrix.areas}:
        areas = {what}
    return replace(
        matrix,
        areas=tuple(area for area in matrix.areas if area.iri in areas),
        tasks=tuple(task for task in matrix.tasks if task.iri in tasks),
        cells={pair: cell for pair, cell in matrix.cells.items() if pair[0] in areas and pair[1] in tasks},
        idle=tuple(area for area in matrix.idle if area.iri in areas),
        loose=tuple(task for task in matrix.loose if task.iri in tasks),
    )


def picture(matrix: Matrix) -> str:
    """Draw a matrix, a notice below the other. The same matrix gives the same characters.

    Links fade with their score; a dashed one is a candidate. A dashed box is a gap. What is cut short, and
    the reason of a link, is shown where the pointer rests.
    """
    body: list[str] = []
    top: float = _MARGIN
    for notice, label in matrix.notices.items():
        areas = [area for area in matrix.areas if area.notice == notice]
        tasks = [task for task in matrix.tasks if task.notice == notice]
        if areas or tasks:
            parts, top = _notice(matrix, label, areas, tasks, top)
            body += parts
    if not body:
        body, top = [_text(_MARGIN, top + _FONT, "没有可画的工作重点", "head")], top + 2 * _LINE
    size = f'viewBox="0 0 {_WIDTH} {_number(top)}" width="{_WIDTH}" height="{_number(top)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="工作重点、任务与单位">'
    return "\n".join([head, f"<style>\n{_STYLE}\n</style>", *body, "</svg>"]) + "\n"


def _notice(
    matrix: Matrix, label: str, areas: Sequence[Thing], tasks: Sequence[Thing], top: float
) -> tuple[list[str], float]:
    """Draw one notice from `top` down; gives the parts, and where the next one may start."""
    rank = {area.iri: at for at, area in enumerate(areas)}
    cells = {pair: cell for pair, cell in matrix.cells.items() if pair[0] in rank}
    held = [pair for pair, cell in cells.items() if cell.in_force]
    # tasks stand by the area that they serve, areas and bodies in the middle of their tasks: few links cross
    ranks: dict[str, list[float]] = {
        task.iri: [rank[area] for area, served in held if served == task.iri] for task in tasks
    }
    ordered = sorted(tasks, key=lambda task: _mean(ranks[task.iri], len(areas)))
    start = top + 3 * _LINE + _GAP
    columns = [_stack(ordered, 1, 2, {}, start)]
    middles = {box.thing.iri: box.middle for box in columns[0]}
    served_at = {area.iri: [middles[task] for one, task in held if one == area.iri] for area in areas}
    bodies = {body.iri: body for task in ordered for body in matrix.bodies.get(task.iri, ())}
    work_at: dict[str, list[float]] = {node: [] for node in bodies}
    for task in ordered:
        for body in matrix.bodies.get(task.iri, ()):
            work_at[body.iri].append(middles[task.iri])
    lined_up = sorted(bodies.values(), key=lambda body: (_mean(work_at[body.iri], 0), body.iri))
    columns += [_stack(areas, 0, 3, served_at, start), _stack(lined_up, 2, 2, work_at, start)]
    boxes = {box.thing.iri: box for column in columns for box in column}

    out = [_text(_MARGIN, top + _FONT, _cut(label, _WIDTH - 2 * _MARGIN), "head")]
    for (x, _), word in zip(_COLUMNS, ("工作重点", "任务", "单位"), strict=True):
        out.append(_text(x, top + 2 * _LINE + _FONT, word, "faint"))
    for (area, served), cell in cells.items():
        out.append(_serves(boxes[area], boxes[served], _COLOURS[rank[area] % len(_COLOURS)], cell))
    for task in ordered:
        for body in matrix.bodies.get(task.iri, ()):
            title = f"{name_of(task)} → {body.label}"
            out.append(_curve(boxes[task.iri], boxes[body.iri], _Pen("currentColor", 0.4, 1.5), title))
    gaps = {thing.iri for thing in (*matrix.idle, *matrix.loose)}
    for box in boxes.values():
        out += _draw(box, "box gap" if box.thing.iri in gaps else "box")
    return out, max((box.y + box.height for box in boxes.values()), default=start) + 2 * _MARGIN


def _stack(
    things: Sequence[Thing], column: int, most: int, beside: Mapping[str, Sequence[float]], top: float
) -> list[_Box]:
    """Stack boxes of at most so many lines in a column, each as near as may be to what it stands beside."""
    x, width = _COLUMNS[column]
    boxes = []
    for thing in things:
        box = _Box(thing, tuple(_wrap(name_of(thing), width - 2 * _PAD, most)), x, top, width)
        box = replace(box, y=max(top, _mean(beside.get(thing.iri, ()), top) - box.height / 2))
        boxes.append(box)
        top = box.y + box.height + _GAP
    return boxes


def _serves(area: _Box, task: _Box, colour: str, cell: Cell) -> str:
    score = None if cell.decided else cell.score
    strength = 1.0 if score is None else score
    about = cell.origin.value if score is None else f"{cell.origin.value}，可信度 {score:.2f}"
    title = f"{name_of(task.thing)} → {name_of(area.thing)}（{about}）{cell.decided or cell.reason or ''}"
    width = 1 + 5 * strength if cell.in_force else 1.5
    return _curve(area, task, _Pen(colour, strength, width, dashed=not cell.in_force), title)


def _curve(one: _Box, other: _Box, pen: _Pen, title: str) -> str:
    x, y, to_x, to_y = (_number(n) for n in (one.x + one.width, one.middle, other.x, other.middle))
    bend = _number((one.x + one.width + other.x) / 2)
    look = f'stroke="{pen.colour}" stroke-opacity="{_number(0.15 + 0.6 * pen.strength)}"'
    look += f' stroke-width="{_number(pen.width)}"' + (' stroke-dasharray="3 4"' if pen.dashed else "")
    way = f"M{x} {y}C{bend} {y} {bend} {to_y} {to_x} {to_y}"
    return f'<path class="link" d="{way}" {look}><title>{_safe(title)}</title></path>'


def _draw(box: _Box, style: str) -> Iterator[str]:
    size = f'width="{_number(box.width)}" height="{_number(box.height)}"'
    yield f"<g><title>{_safe(name_of(box.thing))}</title>"
    yield f'<rect class="{style}" x="{_number(box.x)}" y="{_number(box.y)}" {size} rx="4"/>'
    for at, line in enumerate(box.lines):
        yield _text(box.x + _PAD, box.y + _PAD + at * _LINE + _FONT, line)
    yield "</g>"


def _text(x: float, y: float, words: str, style: str = "") -> str:
    look = f' class="{style}"' if style else ""
    return f'<text x="{_number(x)}" y="{_number(y)}"{look}>{_safe(words)}</text>'


def _wrap(words: str, width: float, most: int) -> list[str]:
    """Break a text as Chinese is broken: anywhere, but no line begins with a closing mark.

    There are at most so many lines; the last one ends with … where something is left out.
    """
    lines = [""]
    for at, char in enumerate(words):
        room = width if char in _CLOSING else width - _FONT
        if _wide(lines[-1] + char) > room:
            if len(lines) == most:
                return [*lines[:-1], _cut(lines[-1] + words[at:], width)]
            lines.append("")
        lines[-1] += char
    return lines


def _cut(words: str, width: float) -> str:
    if _wide(words) <= width:
        return words
    while words and _wide(words + "…") > width:
        words = words[:-1]
    return words + "…"


def _wide(words: str) -> float:
    """Estimate the width of a text in pixels: Chinese characters are square, others about half."""
    return sum(_FONT if ord(char) > 0x2E7F or char in "“”‘’…—" else 0.58 * _FONT for char in words)


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _safe(words: str) -> str:
    return escape(printable(words))
