"""What the two ways of running the bundled model cost, and from how many passages on the slower start pays.

    python benchmarks/embedding.py [CACHE]

Each way runs in a process of its own, in turns; of three turns the best counts, because other work on the
machine only ever adds (of the ways to wait, the middle one). CACHE keeps the checkpoint (0.5 GB) for
the next time.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from kg.embed import open_encoder
from kg.embed.checkpoint import cached_checkpoint

Encode = Callable[[list[str]], object]

ROOT = Path(__file__).parent.parent
ROUNDS = 3

#: Ways to run the model: the C engine, and the checkpoint in two precisions.
WAYS = ("engine", "float32", "bfloat16")

#: Texts: enough for a steady rate, few enough for a busy machine.
QUERIES, PASSAGES = 60, 192

#: How a thread of the C engine waits for the other: as kg has it (see `kg.embed.engine`), not needed, burning
#: its core as long as OpenMP does if nothing is set, asleep at once.
WAITING = {
    "as kg sets it": {},
    "one thread": {"OMP_NUM_THREADS": "1"},
    "default": {"OMP_NUM_THREADS": "2", "GOMP_SPINCOUNT": "300000"},
    "passive": {"OMP_NUM_THREADS": "2", "GOMP_SPINCOUNT": "0"},
}


def passages(count: int) -> list[str]:
    """Cut stretches of 30 to 100 characters (65 in the middle) out of the seeds."""
    text = "".join(
        "".join(file.read_text(encoding="utf-8").split()) for file in (ROOT / "seeds").glob("*.txt")
    )
    pick = random.Random(59)  # noqa: S311 - which stretches does not matter, that they stay the same does
    starts = [pick.randrange(len(text) - 100) for _ in range(count)]
    return [text[start : start + pick.randint(30, 100)] for start in starts]


def open_way(way: str, cache: Path) -> tuple[Encode, Encode]:
    """Give a way's functions for queries and for passages."""
    if way == "engine":
        encoder = open_encoder(cache=cache)
        return encoder.queries, encoder.passages
    import torch
    from sentence_transformers import SentenceTransformer

    kind = getattr(torch, way)
    model = SentenceTransformer(os.fspath(cached_checkpoint(cache)), model_kwargs={"dtype": kind})
    return model.encode_query, model.encode_document


def measure(way: str, cache: Path, since: float) -> dict[str, float]:
    """Time one way in this process, which was started at `since` (seconds of the epoch).

    Two more ways end early: `making` makes the checkpoint, `queries` asks the engine only.
    """
    if way == "making":
        cached_checkpoint(cache)
        return {"start": time.time() - since}
    queries, encode = open_way("engine" if way == "queries" else way, cache)
    queries(["谁负责"])
    start = time.time() - since
    latencies = []
    for text in passages(QUERIES):
        before = time.perf_counter()
        queries([text[:14]])
        latencies.append(time.perf_counter() - before)
    latencies.sort()
    found = {"start": start, "query": median(latencies), "slow": latencies[int(len(latencies) * 0.95)]}
    if way == "queries":
        return found
    texts = passages(PASSAGES)
    before = time.perf_counter()
    encode(texts)
    rate = len(texts) / (time.perf_counter() - before)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, "rate": rate, "memory": memory}


def in_a_process(way: str, cache: Path, environment: dict[str, str]) -> dict[str, float]:
    """Run `measure` in a fresh process."""
    command = [sys.executable, os.fspath(Path(__file__)), way, os.fspath(cache), repr(time.time())]
    variables = {**os.environ, "PYTHONPATH": os.fspath(ROOT), **environment}
    done = subprocess.run(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return dict(json.loads(done.stdout))


def compare_ways(cache: Path) -> None:
    """Print start-up, latency, throughput and the break-even count."""
    turns: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way in WAYS:
            turns[way].append(in_a_process(way, cache, {}))
    best = {
        way: {key: (max if key == "rate" else min)(turn[key] for turn in found) for key in found[0]}
        for way, found in turns.items()
    }
    base = best["engine"]
    print(f"{'':10}{'first vector':>20}{'one query':>20}{'passages a second':>22}{'memory':>18}")
    for way, found in best.items():
        print(
            f"{way:10}"
            f"{found['start']:10.2f} s {found['start'] / base['start']:6.1f}x"
            f"{found['query'] * 1000:10.1f} ms {found['query'] / base['query']:5.1f}x"
            f"{found['rate']:14.1f} {found['rate'] / base['rate']:6.1f}x"
            f"{found['memory']:8.0f} MB {found['memory'] / base['memory']:5.1f}x"
        )
    for way in WAYS[1:]:
        gain = 1 / base["rate"] - 1 / best[way]["rate"]
        count = (best[way]["start"] - base["start"]) / gain if gain > 0 else float("inf")
        print(f"{way} pays from {count:.0f} passages on")


def compare_waiting(cache: Path) -> None:
    """Print what a query takes with each way of waiting, beside none, one and two busy processes a core."""
    for busy in (0, 1, 2):
        count = busy * (os.cpu_count() or 1)
        others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
        try:
            turns = [
                (name, in_a_process("queries", cache, environment))
                for _ in range(ROUNDS)
                for name, environment in WAITING.items()
            ]
        finally:
            for other in others:
                other.kill()
                other.wait()
        for name in WAITING:
            found = [turn for kind, turn in turns if kind == name]
            middle, slow = (median(turn[key] for turn in found) * 1000 for key in ("query", "slow"))
            print(f"{count} busy processes, {name:14}: query {middle:5.1f} ms, one in 20 over {slow:6.1f} ms")


def main() -> None:
    """Run both comparisons, or one measurement in a process of this program's own."""
    if len(sys.argv) == 4:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(sys.argv[1] if len(sys.argv) > 1 else folder)
        made = in_a_process("making", cache, {})
        print(f"making the checkpoint, once: {made['start']:.1f} s")
        compare_ways(cache)
        compare_waiting(cache)


if __name__ == "__main__":
    main()
