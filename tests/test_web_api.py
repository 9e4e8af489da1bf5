"""The HTTP API: the same JSON as the command, typed, described, and fair to all who ask."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import Command
from serving import SLOW, Server, serving, started

from kg.build import Report, build_library
from kg.settings import Settings
from kg.verbs import VERBS
from kg.web.problems import Refused
from kg.web.worker import Reply
from kg.web.workers import OF_ONE, WAITING, Workers


@pytest.fixture(scope="module")
def server(built: Report) -> Iterator[Server]:
    """Serve the library of the seeds."""
    with serving(built.home, query_seconds="3") as one:
        yield one


SAME = [
    ("ask?q=哪个部门负责人才招聘？", ["ask", "哪个部门负责人才招聘？"]),
    ("ask?q=火星由谁管", ["ask", "火星由谁管"]),
    ("search?q=看病就医&limit=3", ["search", "看病就医", "-n", "3"]),
    ("search?q=高铁&kind=任务&year=2011", ["search", "高铁", "--kind", "任务", "--year", "2011"]),
    ("trace?what=任务3", ["trace", "任务3"]),
    ("trace", ["trace"]),
    ("show?what=市科技局", ["show", "市科技局"]),
    ("queries", ["queries"]),
    ("run/tasks-of-body?body=市科技局", ["run", "tasks-of-body", "body=市科技局"]),
    ("stats", ["stats"]),
    ("path?one=市发改委&other=沪杭高铁", ["stats", "--path", "市发改委", "沪杭高铁"]),
    ("doubts?limit=5", ["review", "-n", "5"]),
    ("decisions", ["review", "--decided"]),
    ("check", ["check"]),
]


@pytest.mark.parametrize(("path", "command"), SAME, ids=[path for path, _ in SAME])
def test_the_api_says_what_the_command_says(
    server: Server, kg: Command, path: str, command: list[str]
) -> None:
    answer = server.ask(f"/api/v1/{path}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json == json.loads(kg(*command, "--json").stdout)


def test_every_verb_that_is_a_command_is_compared() -> None:
    assert {path.partition("?")[0].partition("/")[0] for path, _ in SAME} == set(VERBS) - {"notice", "near"}


def test_a_notice_is_given_with_its_marks_in_place(server: Server, seed: Path) -> None:
    found = server.ask("/api/v1/notice?what=杭政办函〔2011〕59号").json
    text = found["text"]
    assert text == seed.read_text(encoding="utf-8")
    bodies = [text[mark["start"] : mark["end"]] for mark in found["marks"] if mark["kind"] == "单位"]
    assert len(bodies) == 31  # 30 assignments and the issuer
    assert {"市科技局", "市人事局", "杭州市政府"} <= set(bodies)
    starts = [mark["start"] for mark in found["marks"]]
    assert starts == sorted(starts)
    cited = server.ask("/api/v1/notice?what=国发〔2008〕30号")
    assert (cited.status, cited.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "status", "code", "word"),
    [
        ("ask", 400, "request_error", "q"),
        ("ask?q=", 400, "request_error", "问题"),
        ("ask?q=谁&q=什么", 400, "repeated_parameter", "不止一次"),
        ("ask?question=谁", 400, "request_error", "question"),
        ("search?q=高铁&limit=0", 400, "request_error", "limit"),
        ("search?q=高铁&limit=1e9", 400, "request_error", "limit"),
        ("search?q=高铁&notice=火星", 404, "not_found", "火星"),
        ("show?what=火星", 404, "not_found", "火星"),
        ("run/no-such-query", 404, "not_found", "no-such-query"),
        ("run/tasks-of-body", 400, "bad_parameter", "body"),
        ("run/tasks-of-body?body=火星", 404, "not_found", "火星"),
        ("ask?q=%FF", 400, "not_utf8", "UTF-8"),
        ("nothing", 404, "no_such_address", "地址"),
    ],
)
def test_a_wrong_request_is_one_sentence(
    server: Server, path: str, status: int, code: str, word: str
) -> None:
    answer = server.ask(f"/api/v1/{path}")
    told = answer.json
    assert (answer.status, answer.type) == (status, "application/problem+json")
    assert (told["status"], told["code"]) == (status, code)
    assert word in told["detail"]
    assert told["instance"] != server.ask(f"/api/v1/{path}").json["instance"]


def test_what_is_refused_is_found_in_the_log_by_its_number(built: Report) -> None:
    server = started(built.home, "--log")
    program = server.ask("/api/v1/show?what=火星\n%0a").json["instance"]
    page = server.ask("/nothing", Accept="text/html").body.decode()
    person = page[page.index("urn:uuid:") :][: len(program)]
    stranger = server.ask("/", Host="evil.example").json["instance"]
    server.ask("/api/v1/queries")
    server.process.send_signal(signal.SIGINT)
    _, log = server.process.communicate(timeout=20)
    lines = log.splitlines()
    assert len(lines) == 3
    for line, number, status in zip(lines, (program, person, stranger), (404, 404, 421), strict=True):
        assert f"{number} {status} " in line


def test_the_api_is_described(server: Server) -> None:
    described = server.ask("/api/openapi.json").json
    assert described["openapi"].startswith("3.")
    paths = described["paths"]
    assert {path.split("/")[3] for path in paths if path.startswith("/api/v1/")} == set(VERBS)
    for path, methods in paths.items():
        given = {
            param["name"]: param["example"]
            for param in methods["get"].get("parameters", [])
            if param["in"] == "query" and param.get("example")
        }
        asked = path + (f"?{urlencode(given)}" if given else "")
        if path.startswith("/api/v1/"):
            assert server.ask(asked).status == 200, asked


def test_slow_queries_do_not_hold_up_the_others(server: Server) -> None:
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(server.query, f"{SLOW} # {at}") for at in range(4)]
        time.sleep(0.3)
        times = []
        for _ in range(10):
            start = time.monotonic()
            assert server.ask("/api/v1/show?what=市科技局").status == 200
            times.append(time.monotonic() - start)
        ended = [one.result() for one in slow]
    assert sorted(times)[7] < 1.5
    assert {answer.status for answer in ended} == {503}
    assert {answer.json["code"] for answer in ended} <= {"query_timeout", "busy"}
    assert all(answer.headers.get("retry-after") for answer in ended if answer.json["code"] == "busy")


WATER = "云某市人民政府办公室关于治水工作的通知\n云某政办发〔2020〕7号\n（一）{}。（责任单位：市水利局）\n"


@pytest.mark.usefixtures("quick")
def test_who_asks_too_much_at_once_is_told_so_and_others_are_not_kept_out(built: Report) -> None:
    async def run() -> list[tuple[int, str]]:
        crowd = Workers(Settings(home=Path(built.home)))  # none of its processes is started: all wait
        waiting: list[asyncio.Task[Reply]] = []

        async def wait(client: str, count: int) -> None:
            asked = [{"verb": "ask", "values": {"q": f"{client}{number}"}} for number in range(count)]
            waiting.extend(asyncio.create_task(crowd.ask(one, client, 1)) for one in asked)
            await asyncio.sleep(0)

        async def refused(client: str) -> tuple[int, str]:
            with pytest.raises(Refused) as told:
                await crowd.ask({"verb": "stats", "values": {}}, client, 1)
            return told.value.http_status, told.value.headers.get("Retry-After", "")

        await wait("one", OF_ONE)
        answers = [await refused("one")]
        others = WAITING // OF_ONE - 1
        for number in range(others):
            await wait(f"other {number}", OF_ONE)
        answers.append(await refused("new"))
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return answers

    answers = asyncio.run(run())
    assert [status for status, _ in answers] == [429, 503]
    assert all(int(later) > 0 for _, later in answers)


def test_a_new_library_is_picked_up_and_no_request_is_lost(tmp_path: Path) -> None:
    home, file = tmp_path / "library", tmp_path / "水.txt"
    file.write_text(WATER.format("整治河道"), encoding="utf-8")
    build_library([file], Settings(home=home))
    with serving(home) as server, ThreadPoolExecutor(1) as threads:
        file.write_text(WATER.format("保护水源"), encoding="utf-8")
        building = threads.submit(build_library, [file], Settings(home=home))
        said: list[str] = []
        while not building.done() or len(said) < 3:
            answer = server.ask("/api/v1/run/tasks")
            assert answer.status == 200
            said.append(answer.body.decode())
        building.result()
        assert "保护水源" in server.ask("/api/v1/run/tasks").body.decode()
        shutil.rmtree(home)
        gone = server.ask("/api/v1/run/tasks")
        assert (gone.status, gone.json["code"]) == (503, "no_library")


def test_a_server_needs_a_library_and_a_free_port(server: Server, kg: Command, tmp_path: Path) -> None:
    none = kg("serve", home=tmp_path / "none")
    assert none.returncode == 3
    assert "kg build" in none.stderr
    taken = kg("serve", "--port", str(server.port))
    assert taken.returncode == 3
    assert f"127.0.0.1:{server.port}" in taken.stderr
    assert "Traceback" not in none.stderr + taken.stderr
