"""How many requests `kg serve` answers, while hostile ones try to take it away from the others.

    python benchmarks/load.py [SECONDS] [FOLDER OF NOTICES]

64 clients ask, each on one connection: search, questions, named queries and free SPARQL in turn; 2 hostile
ones send queries that would never end. First the clients ask so many things a second as the bound says, some
things much more often than others; an answer's time counts from when it was due to be asked for. Then they
ask no thing twice, so that nothing is answered from memory; then as at first, but without a pause: both have
no bound. Last, one client alone sends each of the named queries, with its example, to /sparql and to the
server of oxigraph (pip install oxigraph) with the same data, in turns: what our gate, queue and process cost.
The bound is for the middle one of them; the smallest query that there can be is sent, too. Without that
program this part is left out, and said so. Ends with 1 if a bound is missed.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote, urlencode

from kg.errors import Ambiguous, NotFound
from kg.library import Library
from kg.names import PREFIXES
from kg.rdf.queries import load_queries
from kg.settings import Settings, shared

CLIENTS, HOSTILE = 64, 2
#: Requests a second, most seconds of the slowest in a hundred, most times the peer.
RATE, SLOWEST, PEER = 100.0, 0.5, 3.0
PEER_PORT = 7879
#: How much more than the bound is asked, so that it is met although a minute's last answers come late.
MORE = 1.02
DEADLINE = 5.0

FREE = "SELECT ?t ?l { ?t a kg:Task ; rdfs:label ?l FILTER(CONTAINS(?l, %s)) } LIMIT 20"
NEVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != %d) }"
SMALL = "SELECT ?t ?l { ?t <http://www.w3.org/2000/01/rdf-schema#label> ?l } LIMIT 10"
_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
#: Zipf's law: the first of all requests is asked 2 ** POPULAR times as often as the second, and so on.
POPULAR = 1.0
#: How many different requests are drawn from.
DIFFERENT = 2_000


@contextmanager
def running(command: list[str], ready: str, **environment: str) -> Iterator[str]:
    """Start a server, and give the line that says it is ready."""
    process = subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        line = next((line for line in process.stdout or () if ready in line), "")
        assert line, f"{command[0]} did not start"
        yield line
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Ask once on a connection that stays open."""
    connection.request("GET", path, headers={"Accept": "*/*"})
    response = connection.getresponse()
    return response.status, response.read()


def client(
    port: int, paths: Iterator[str], until: float, first: float = 0, period: float = 0
) -> list[tuple[int, float]]:
    """Ask one thing after another; give the status and the seconds of each, from when it was due.

    :param first: when the first is due, and `period` how long after it the second; at once by default
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    done = []
    due = first
    while (now := time.monotonic()) < until and due < until:
        if now < due:
            time.sleep(due - now)
        path = next(paths, None)
        if path is None:
            break
        start = due if period else time.monotonic()
        status, _ = get(connection, path)
        done.append((status, time.monotonic() - start))
        due += period
    return done


def hostile_paths(first: int) -> Iterator[str]:
    """Give queries that never end, no two alike."""
    return ("/sparql?" + urlencode({"query": NEVER % at}) for at in count(first))


def requests_of(home: Path) -> list[str]:
    """Make requests of all four kinds in turn, no two alike, of the names that stand in a library."""
    library = Library(Settings(home=home))

    def named(kind: str) -> list[list[str]]:
        found = library.answer(f"SELECT ?l ?x {{ ?x a {kind} ; rdfs:label ?l }} ORDER BY ?l ?x")
        return [row for row in found[1:] if isinstance(row, list)]

    made: list[str] = []
    tasks = list(dict.fromkeys(label for label, _ in named("kg:Task")))
    words = [
        short for at in (0, 6) for task in tasks if len(short := task[at : at + 12].strip("，。、；： ")) > 5
    ]
    for short, (body, iri) in zip(words, cycle(named("kg:Body")), strict=False):
        made += [
            "/api/v1/search?" + urlencode({"q": short}),
            "/api/v1/ask?" + urlencode({"q": f"哪个部门负责{short}？"}),
            "/api/v1/run/tasks-of-body?" + urlencode({"body": iri}),
            "/sparql?" + urlencode({"query": FREE % json.dumps(short[:6], ensure_ascii=False)}),
            "/api/v1/search?" + urlencode({"q": f"{body}{short[:6]}"}),
            "/api/v1/ask?" + urlencode({"q": f"{body}有哪些{short[:4]}的任务？"}),
            "/api/v1/run/containing?" + urlencode({"words": short[:5]}),
            "/sparql?" + urlencode({"query": f"{SMALL} # {len(made)}"}),
        ]
    return list(dict.fromkeys(made))


def load(
    port: int, seconds: float, requests: Sequence[str], weights: Sequence[float] | None, period: float = 0
) -> bool:
    """Ask all at once, and print what came of it.

    :param weights: how often each is asked; without them each is asked once, in the order given
    :param period: a client asks once in so many seconds; without a pause by default
    """
    start = time.monotonic()
    shared_turn = iter(requests)

    def turn(at: int) -> Iterator[str]:
        if weights is None:
            return shared_turn
        drawn = Random(at)  # noqa: S311 - no secret
        return (drawn.choices(requests, weights)[0] for _ in count())

    with ThreadPoolExecutor(CLIENTS + HOSTILE) as threads:
        until = start + seconds
        bad = [threads.submit(client, port, hostile_paths(1000 * at), until) for at in range(HOSTILE)]
        good = [
            threads.submit(client, port, turn(at), until, start + period * at / CLIENTS, period)
            for at in range(CLIENTS)
        ]
        answers = [one for done in good for one in done.result()]
        passed = time.monotonic() - start
        hostile = [one for done in bad for one in done.result()]
    times = sorted(seconds for _, seconds in answers)
    statuses = Counter(status for status, _ in answers)
    rate, slow = len(answers) / passed, times[int(len(times) * 0.99)]
    worst = max(seconds for _, seconds in hostile)
    print(f"{CLIENTS} clients, {HOSTILE} hostile, {passed:.0f} s: {rate:.0f} a second (bound {RATE:.0f})")
    print(f"  median {median(times):.3f} s, 99 in 100 within {slow:.3f} s (bound {SLOWEST})")
    print(f"  statuses of the good: {dict(statuses)}; of the hostile: {dict(Counter(s for s, _ in hostile))}")
    print(f"  the slowest hostile answer took {worst:.1f} s (deadline {DEADLINE:.0f} s)")
    return rate >= RATE and slow <= SLOWEST and set(statuses) == {200} and worst < DEADLINE + 2


def named_queries(library: Library) -> dict[str, str]:
    """Write each named query with its example; left out where the example names no one thing."""
    written = {}
    for name, query in load_queries(shared("queries")).items():
        with suppress(NotFound, Ambiguous):
            written[name] = library.named_query(name, dict(re.findall(r"(\S+?)=(\S+)", query.example)))
    return written


def in_turns(ours: int, theirs: int, query: str, times: int) -> tuple[float, float]:
    """Send a query to two servers in turns; give the median milliseconds of each.

    A comment makes no two alike: none is answered from memory.
    """
    connections = [http.client.HTTPConnection("127.0.0.1", port) for port in (ours, theirs)]
    kept: list[list[float]] = [[], []]
    for at in range(times):
        asked = quote(f"{_PREFIXES}{query}\n# {at}")
        paths = f"/sparql?query={asked}", f"/query?union-default-graph=true&query={asked}"
        for connection, path, seconds in zip(connections, paths, kept, strict=True):
            start = time.perf_counter()
            status, _ = get(connection, path)
            seconds.append(time.perf_counter() - start)
            assert status == 200, query
    mine, other = (median(seconds) * 1000 for seconds in kept)
    return mine, other


def overhead(port: int, home: Path) -> bool:
    """Send queries to both endpoints in turns, and print how much longer ours takes."""
    peer = shutil.which("oxigraph")
    if peer is None:
        print("oxigraph is not installed: its endpoint was not compared")
        return True
    library = Library(Settings(home=home))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "all.nq").write_bytes(library.export("nquads"))
        subprocess.run(
            [peer, "load", "--location", f"{folder}/store", "--file", f"{folder}/all.nq"],
            check=True,
            capture_output=True,
        )
        bound = [peer, "serve-read-only", "--location", f"{folder}/store", "--bind", f"127.0.0.1:{PEER_PORT}"]
        with running(bound, "Listening"):
            queries = named_queries(library)
            took = {name: in_turns(port, PEER_PORT, query, 15) for name, query in queries.items()}
            mine, other = in_turns(port, PEER_PORT, SMALL, 400)
    ratios = sorted((ours / theirs, name) for name, (ours, theirs) in took.items())
    for times, name in ratios:
        print(f"  {name:24} {took[name][0]:7.2f} ms, the peer {took[name][1]:7.2f} ms, {times:.1f} times")
    middle, most = median(times for times, _ in ratios), ratios[-1][0]
    print(f"{len(ratios)} named queries: {middle:.1f} times (bound {PEER}), at most {most:.1f} times")
    print(f"the smallest query: {mine:.2f} ms, the peer {other:.2f} ms, {mine / other:.1f} times (no bound)")
    return middle <= PEER


def main() -> int:
    """Measure, and tell whether the bounds hold."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "library"
        sources = [str(shared("seeds")), *sys.argv[2:3]]
        subprocess.run(
            [sys.executable, "-m", "kg", "build", *sources],
            env=os.environ | {"KG_HOME": str(home)},
            check=True,
        )
        command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
        began = time.monotonic()
        with running(command, "http://", KG_HOME=str(home), KG_QUERY_SECONDS=str(DEADLINE)) as line:
            started = time.monotonic() - began
            print(f"ready after {started:.1f} s (bound 2)")
            port = int(line.split("/")[2].partition(":")[2])
            requests = requests_of(home)
            Random(1).shuffle(requests)  # noqa: S311 - no secret
            get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), requests.pop())
            period = CLIENTS / RATE / MORE
            often, flat_out = requests[:DIFFERENT], requests[DIFFERENT : 2 * DIFFERENT]
            weights = [1 / (at + 1) ** POPULAR for at in range(DIFFERENT)]
            print(
                f"{DIFFERENT} requests, some much more often than others, one of a client in {period:.2f} s:"
            )
            asked = load(port, seconds, often, weights, period)
            print("others, none twice (no bound):")
            once = requests[2 * DIFFERENT :][: int(RATE * MORE * seconds / 2)]
            load(port, seconds / 2, once, None, period)
            print(f"{DIFFERENT} others, some much more often than others, without a pause (no bound):")
            load(port, seconds / 2, flat_out, weights)
            kept = {"load": asked, "overhead": overhead(port, home), "start": started < 2}
    print(json.dumps(kept))
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
