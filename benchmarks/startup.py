"""What the commands cost, as whole processes, beside what a peer costs that does nothing but import.

    python benchmarks/startup.py [ROUNDS]

Each command runs in turns with its peer, because other work on the machine comes and goes; the ratio is that
of the medians of wall-clock time, and of processor time (threads add up). Both run once before, so that
the modules of both are compiled, as pip leaves them. A library is built from the seeds
first, in a folder of its own, and what that takes is measured as well. Ends with 1 if a bound is missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KG = os.fspath(Path(sys.executable).with_name("kg"))
QUESTION = "哪个部门负责人才招聘？"
SELECT = "SELECT ?name { ?body a kg:Body ; rdfs:label ?name }"

#: (the command after `kg`, what its peer imports, the most that it may take: so many times the peer)
BOUNDS = (
    (("--help",), "click", 2.0),
    (("sparql", SELECT), "rdflib", 3.0),
    (("run", "tasks"), "rdflib", 3.0),
    (("run", "tasks-of-body", "body=市科技局"), "rdflib", 3.0),
    (("ask", QUESTION), "rdflib, numpy", 3.0),
    (("search", "看病就医"), "rdflib, numpy", 3.0),
)
#: Most seconds that a build of the seeds may take, and most memory (MB) of a question.
BUILD, MEMORY = 5.0, 200.0
BUILDS = 3


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds by the clock, seconds of processor time, MB of memory at its peak."""

    wall: float
    processor: float
    memory: float


def run(command: Sequence[str], home: Path) -> Cost:
    """Run a command to its end.

    :raises RuntimeError: it failed, so that its time means nothing
    """
    environment = {**os.environ, "KG_HOME": os.fspath(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stderr.read().decode() if process.stderr else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def times(costs: Sequence[Cost]) -> str:
    """Write the least and the middle time of some runs, in milliseconds."""
    walls = [cost.wall * 1000 for cost in costs]
    return f"{min(walls):6.0f} {median(walls):6.0f}"


def missed(holds: bool) -> str:
    """Say so where a bound does not hold."""
    return "" if holds else "  MISSED"


def compare(rounds: int, home: Path) -> list[bool]:
    """Print the ratios, and tell which of them hold; the memory of a question last."""
    held = []
    print(f"{'kg …':34}{'least, middle ms':>16}   {'import …':14}{'ms':>14}   wall  processor  bound")
    for words, imported, bound in BOUNDS:
        peer = [sys.executable, "-c", f"import {imported}"]
        turns = [(run([KG, *words], home), run(peer, home)) for _ in range(rounds + 1)]
        ours, theirs = zip(*turns[1:], strict=True)
        wall, processor = (
            median(getattr(cost, kind) for cost in ours) / median(getattr(cost, kind) for cost in theirs)
            for kind in ("wall", "processor")
        )
        held.append(wall <= bound)
        told = " ".join(words)[:32]
        print(
            f"{told:34}{times(ours):>16}   {imported:14}{times(theirs):>14}"
            f"  {wall:4.2f}x  {processor:8.2f}x  {bound:.0f}x{missed(held[-1])}"
        )
        if words[0] == "ask":
            memory = max(cost.memory for cost in ours)
    held.append(memory < MEMORY)
    print(f"memory of kg ask at its peak: {memory:.0f} MB (bound {MEMORY:.0f}){missed(held[-1])}")
    return held


def build(home: Path) -> bool:
    """Print what a build of the seeds into a new library takes; tell whether the best try is fast enough."""
    costs = [run([KG, "build"], home / str(turn)) for turn in range(BUILDS)]
    least = min(cost.wall for cost in costs)
    print(
        f"kg build: {least:.2f} s at least, {median(cost.wall for cost in costs):.2f} s in the middle, "
        f"{median(cost.processor for cost in costs):.2f} s of processor time, "
        f"{max(cost.memory for cost in costs):.0f} MB (bound {BUILD:.0f} s){missed(least < BUILD)}"
    )
    return least < BUILD


def main() -> int:
    """Measure everything."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return 0 if all([build(home), *compare(rounds, home / "0")]) else 1


if __name__ == "__main__":
    sys.exit(main())
