"""What a question costs in a library of a thousand notices beside one of sixteen.

    python benchmarks/growth.py [SMALL LARGE]

Builds two libraries of invented notices (those of benchmarks/corpus.py), asks about a dozen kinds of
questions of both in turns, and prints the medians of the warm answers in milliseconds of processor time,
their ratio, and how many things and quotes each answer gives: one that gives over three times as many is not
held to the bound. Then a few questions are asked of the large one by whole processes, with the bundled
encoder. The libraries are built with counted pairs of characters in the encoder's place, which takes minutes
less and changes no way that a question goes; the bundled encoder still reads each question, for its time.
Ends with 1 if a bound is missed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median

import numpy as np
from corpus import notice
from startup import run

import kg.build
from kg.embed import Encoder, Vectors
from kg.embed.engine import open_engine
from kg.index.terms import terms
from kg.library import Library
from kg.settings import Settings

#: Most that a warm answer may take of the small library's, and most seconds of a whole process.
RATIO, COLD = 3.0, 1.0
#: What is so short is noise: a ratio counts from this many milliseconds on.
NOISE = 10.0
ROUNDS = 5

QUESTIONS = {
    "a notice by its number": "云政办发〔2016〕6号中，市财政局负责什么？",
    "a number of a place and year": "云溪2016年的通知文号是什么？",
    "a body of a place": "云溪市财政局有哪些任务？",
    "a role of a body": "石湾市水利局牵头哪些任务？",
    "a body of nowhere": "市火星局有哪些任务？",
    "a topic": "哪个部门负责建设农村公厕？",
    "a topic that none has": "谁负责环境保护？",
    "a task by its number": "任务3由谁负责？",
    "words in quotation marks": "“老旧小区”的任务有哪些？",
    "all with a deadline": "哪些任务有期限？",
    "how many tasks": "一共有多少项任务？",
    "the most tasks": "哪个部门的任务最多？",
    "who cites a document": "哪些通知引用了国发〔2014〕10号？",
    "all that is cited": "引用了哪些文件？",
    "which cities": "哪些城市提到改造老旧小区？",
    "which notices": "哪些通知提到培训技能人才？",
    "counts of two places": "云溪和石湾的市财政局各有几项任务？",
    "what none prints": "预算是多少？",
}
COLD_QUESTIONS = ("a notice by its number", "a body of a place", "which cities")


def counted_pairs(texts: Sequence[str]) -> Vectors:
    """Stand for the encoder: pairs of characters, counted into 384 places."""
    counts = np.full((len(texts), 384), 0.01, np.float32)
    for row, text in enumerate(texts):
        np.add.at(counts[row], [pair % 384 for pair in terms(text, 2)], 1.0)
    vectors: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return vectors


def read_and_counted(texts: Sequence[str]) -> Vectors:
    """Take the time that the bundled encoder takes for a question that nobody asked before."""
    real().queries([f"{next(_asked)}{text}" for text in texts])  # it remembers what it has read
    return counted_pairs(texts)


real, _asked = cache(open_engine), count()
ENCODER = Encoder("e5-small", counted_pairs, read_and_counted)


def build(folder: Path, many: int) -> Library:
    """Make a library of so many notices; its questions are embedded as its passages were."""
    sources = folder / f"notices-{many}"
    sources.mkdir()
    for number in range(1, many + 1):
        (sources / f"{number:05}.txt").write_text(notice(number), encoding="utf-8")
    setattr(kg.build, "open_encoder", lambda *_, **__: ENCODER)  # noqa: B010 - mypy knows no other way
    settings = replace(Settings(), home=folder / f"library-{many}")
    before = time.perf_counter()
    report = kg.build.build_library([sources], settings)
    print(
        f"{report.notices} notices, {report.triples} triples: built in {time.perf_counter() - before:.0f} s"
    )
    library = Library(settings)
    library.__dict__["_vector"] = lambda text: ENCODER.queries([text])[0]  # nothing is remembered
    return library


def milliseconds(library: Library, question: str) -> float:
    """Ask once; in processor time, which other work on the machine changes little."""
    before = time.process_time()
    library.ask(question)
    return 1000 * (time.process_time() - before)


def size(library: Library, question: str) -> int:
    """Count what an answer lists, and quotes."""
    answer = library.ask(question)
    return len(answer.results) + len(answer.citations)


def compare(small: Library, large: Library) -> bool:
    """Print what each question costs in both; tell whether all ratios hold."""
    held = True
    print(f"\n{'ms, warm':32}{'small':>8}{'large':>8}{'ratio':>8}   things and quotes")
    for kind, question in QUESTIONS.items():
        turns = [(milliseconds(small, question), milliseconds(large, question)) for _ in range(ROUNDS + 1)]
        few, many = (median(times) for times in zip(*turns[1:], strict=True))
        ratio = many / max(few, NOISE)
        sizes = [size(library, question) for library in (small, large)]
        longer = sizes[1] > RATIO * max(1, sizes[0])
        missed = ratio > RATIO and not longer
        held = held and not missed
        note = "  MISSED" if missed else "  a longer answer" if ratio > RATIO else ""
        print(f"{kind:32}{few:8.1f}{many:8.1f}{ratio:8.1f}   {sizes[0]} → {sizes[1]}{note}")
    return held


def ask_cold(library: Library) -> bool:
    """Print what a whole process takes for a question; tell whether all are fast enough."""
    held = True
    for kind in COLD_QUESTIONS:
        command = [sys.executable, "-m", "kg", "ask", QUESTIONS[kind]]
        took = median([run(command, library.settings.home).wall for _ in range(4)][1:])
        held = held and took < COLD
        print(f"a whole process, {kind}: {took:.2f} s{'' if took < COLD else '  MISSED'}")
    return held


def main(arguments: Sequence[str]) -> int:
    """Build, measure, print, and tell whether the bounds hold."""
    few, many = (int(argument) for argument in (*arguments, "16", "1000")[:2])
    with tempfile.TemporaryDirectory() as made:
        small, large = (build(Path(made), one) for one in (few, many))
        return int(not all([compare(small, large), ask_cold(large)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
