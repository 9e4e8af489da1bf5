"""The command: help that shows an example, JSON for machines, plain text in a pipe, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import __version__
from kg.cli import cli
from kg.library import Library

ROOT = Path(__file__).parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]
Here = Callable[..., tuple[int, str, str]]

NAMES = sorted(cli.commands)


def test_these_are_the_commands() -> None:
    wanted = {"build", "extract", "sparql", "run", "queries", "search", "ask", "trace", "show", "stats"}
    assert set(NAMES) >= wanted | {"check", "export"}


# help


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_an_example_of_the_command(name: str) -> None:
    said = CliRunner().invoke(cli, [name, "--help"]).output
    assert re.search(rf"例  kg {name}\b", said)
    assert re.search("[\u4e00-\u9fff]", said)
    assert "--help" in said


def examples() -> list[tuple[str, str]]:
    """Give the command lines that the help shows, by command."""
    shown = []
    for name in NAMES:
        for line in (cli.commands[name].help or "").splitlines():
            match = re.match(r"\s*(?:例\s+)?(kg .*?)(?:\s{2,}.*)?$", line)
            if match:
                shown.append((name, match[1]))
    return shown


def test_every_command_has_an_example() -> None:
    assert {name for name, _ in examples()} == set(NAMES)


@pytest.mark.skipif(os.name == "nt", reason="the examples are of a shell")
@pytest.mark.parametrize("line", [line for _, line in examples()])
def test_the_examples_work(library: Library, tmp_path: Path, line: str) -> None:
    """Each line as it stands, in a folder where the files that it names are."""
    (tmp_path / "我的公文").mkdir()
    seed = next((ROOT / "seeds").glob("*.txt"))
    for file in ("我的公文/a.txt", "某通知.txt"):
        (tmp_path / file).write_text(
            "某发〔2020〕1号\n（一）修路。（责任单位：市交通局）\n", encoding="utf-8"
        )
    (tmp_path / "seeds").symlink_to(seed.parent)
    (tmp_path / "查询.rq").write_text("SELECT * { ?s a kg:Task }", encoding="utf-8")
    (tmp_path / "问题.txt").write_text("市科技局有哪些任务？\n", encoding="utf-8")
    home = tmp_path / "library" if line.startswith(("kg build", "kg review")) else library.settings.home
    if line.startswith("kg review"):  # a decision makes the library anew
        shutil.copytree(library.settings.home, home)
    stopped = "timeout --preserve-status -s INT 15 " if line.startswith("kg serve") else ""  # as Ctrl-C does
    done = subprocess.run(
        ["sh", "-c", f'kg() {{ {stopped}"{sys.executable}" -m kg "$@"; }}\n{line}'],
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env=os.environ | {"KG_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    files = re.findall(r"(?:>|-o) (\S+)$", line)
    assert done.stdout or all((tmp_path / file).stat().st_size for file in files)


def test_kg_alone_shows_its_help_and_the_version_is_told(kg: Command) -> None:
    done = kg("--version")
    assert (done.returncode, done.stdout) == (0, f"kg, version {__version__}\n")
    done = kg("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in NAMES)
    assert kg("-h").stdout == done.stdout


# output

#: a command line for each command that asks the library something
ASKING = {
    "sparql": ["SELECT ?text { ?t a kg:Task ; rdfs:label ?text }"],
    "run": ["tasks-of-body", "body=市科技局"],
    "queries": [],
    "search": ["高铁"],
    "ask": ["市科技局有哪些任务？"],
    "trace": ["任务3"],
    "show": ["市科技局"],
    "stats": [],
    "check": [],
    "extract": ["seeds/000_f16177075213d160.txt"],
}


@pytest.mark.parametrize("name", ASKING)
def test_json_is_json_and_text_in_a_pipe_is_plain(kg: Command, name: str) -> None:
    plain, machine = kg(name, *ASKING[name]), kg(name, *ASKING[name], "--json")
    for done in (plain, machine):
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("\n")
        assert "\x1b" not in done.stdout
        assert not set("│┃━─┏╇") & set(done.stdout)
    assert json.loads(machine.stdout)
    assert re.search("[\u4e00-\u9fff]", plain.stdout)
    assert re.search("[\u4e00-\u9fff]", machine.stdout)
    assert "\\u" not in machine.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_terminal_gets_a_drawn_table(library: Library) -> None:
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "search", "高铁", "-n", "2"],
        stdout=writer,
        cwd=ROOT,
        env=os.environ | {"KG_HOME": str(library.settings.home), "TERM": "xterm", "COLUMNS": "120"},
    )
    os.close(writer)
    seen = b""
    try:
        while part := os.read(reader, 65_536):
            seen += part
    except OSError:
        pass  # the other end was closed
    os.close(reader)
    assert process.wait() == 0
    assert "┃" in seen.decode()
    assert "高铁" in seen.decode()


def test_sparql_in_every_format(kg: Command, library: Library, tmp_path: Path) -> None:
    query = "SELECT ?n ?text { ?t kg:taskNumber ?n ; rdfs:label ?text } ORDER BY ?t"
    table = library.answer(query)
    assert isinstance(table, list)
    assert [line.split("\t") for line in kg("sparql", query).stdout.splitlines()] == table
    written = kg("sparql", query, "--format", "csv").stdout
    assert list(csv.reader(io.StringIO(written))) == table
    bindings = json.loads(kg("sparql", query, "--json").stdout)
    assert bindings["head"]["vars"] == ["n", "text"]
    assert len(bindings["results"]["bindings"]) == 27
    assert kg("sparql", query, "--format", "xml").stdout.startswith("<?xml")
    assert kg("sparql", "DESCRIBE kg:Task", "--format", "ntriples").stdout.count(" .\n") >= 3
    assert kg("sparql", "ASK { ?s a kg:Task }").stdout == "结果\n是\n"
    file = tmp_path / "q.rq"
    file.write_text("\ufeff" + query, encoding="utf-8")
    assert (
        kg("sparql", str(file)).stdout == kg("sparql", "-", input=query).stdout == kg("sparql", query).stdout
    )


def test_long_tables_are_cut_and_said_to_be(kg: Command) -> None:
    done = kg("sparql", "SELECT ?t { ?t a kg:Task }", env={"KG_QUERY_ROWS": "5"})
    assert len(done.stdout.splitlines()) == 1 + 5
    assert "27" in done.stderr
    done = kg("sparql", "SELECT ?t { ?t a kg:Task }", env={"KG_QUERY_ROWS": "0"})
    assert (len(done.stdout.splitlines()), done.stderr) == (1 + 27, "")


# the same answers


def test_python_and_the_command_say_the_same(kg: Command, library: Library) -> None:
    def told(*args: str) -> object:
        return json.loads(kg(*args, "--json").stdout)

    question = "哪个部门负责人才招聘？"
    assert told("ask", question) == json.loads(json.dumps(library.ask(question).as_dict()))
    assert told("search", "高铁", "-n", "3") == json.loads(
        json.dumps([asdict(hit) for hit in library.search("高铁", 3)])
    )
    assert told("show", "任务3") == json.loads(json.dumps(asdict(library.describe("任务3"))))
    assert told("stats") == json.loads(json.dumps(asdict(library.network())))
    run = kg("run", "tasks-of-body", "body=市科技局", "--json").stdout
    rows = [{k: v["value"] for k, v in row.items()} for row in json.loads(run)["results"]["bindings"]]
    assert rows == library.run("tasks-of-body", body="市科技局")


def test_a_batch_is_one_line_a_question_whatever_they_are(kg: Command, tmp_path: Path) -> None:
    questions = tmp_path / "q.txt"
    questions.write_text("市科技局有哪些任务？\n\n火星移民由谁负责？\n", encoding="utf-8")
    done = kg("ask", "--batch", str(questions))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [one["question"] for one in answers] == ["市科技局有哪些任务？", "", "火星移民由谁负责？"]
    assert [one["answerable"] for one in answers] == [True, False, False]
    questions.write_text("", encoding="utf-8")
    assert kg("ask", "--batch", str(questions)).stdout == ""
    questions.write_text("甲\u2028乙？", encoding="utf-8")  # a line is what ends in a line feed
    assert kg("ask", "--batch", str(questions)).stdout.count("\n") == 1
    assert answers[2]["missing"]
    assert not answers[2]["results"]


# exit codes: 0 done, 2 the request is wrong, 3 not ready, 4 a clean no

CODES: list[tuple[int, list[str], str]] = [
    (2, ["nix"], "nix"),
    (2, ["search"], ""),
    (2, ["search", "高铁", "-n", "0"], ""),
    (2, ["search", ""], ""),
    (2, ["search", "高铁", "--nix"], "nix"),
    (2, ["ask"], ""),
    (2, ["ask", " "], "空"),
    (2, ["ask", "--batch", "没有.txt"], "没有.txt"),
    (2, ["sparql", "没有.rq"], "没有.rq"),
    (2, ["sparql", "SELECT"], "SPARQL"),
    (2, ["sparql", "SELECT * { ?s ?p ?o }", "--format", "turtle"], "turtle"),
    (2, ["run", "tasks-of-body"], "body"),
    (2, ["run", "tasks-of-body", "body=市科技局", "x=1"], "x"),
    (2, ["extract", "没有.txt"], "没有.txt"),
    (2, ["build", "没有"], "没有"),
    (2, ["export", "--format", "docx"], "docx"),
    (4, ["run", "nix"], "nix"),
    (4, ["run", "tasks-of-body", "body=火星移民局"], "火星移民局"),
    (4, ["show", "火星移民局"], "火星移民局"),
    (4, ["trace", "火星移民局"], "火星移民局"),
    (4, ["stats", "--path", "市科技局", "火星移民局"], "火星移民局"),
]


@pytest.mark.parametrize(
    ("code", "args", "said"), CODES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_mistake_is_one_sentence_and_its_exit_code(
    here: Here, code: int, args: list[str], said: str
) -> None:
    ended, out, err = here(*args)
    assert (ended, out) == (code, "")
    assert re.fullmatch(r"kg: [^\n]*[\u4e00-\u9fff][^\n]*\n", err)
    assert said in err


def test_exit_codes_leave_the_process(kg: Command) -> None:
    for args, code in ((["queries"], 0), (["nix"], 2), (["show", "火星移民局"], 4)):
        assert kg(*args).returncode == code
    assert kg("stats", home="none").returncode == 3


def test_a_refused_question_is_a_clean_no(kg: Command) -> None:
    done = kg("ask", "火星移民由谁负责？")
    assert done.returncode == 4
    assert done.stdout.startswith("无法回答")
    assert done.stderr == ""
    assert json.loads(kg("ask", "火星移民由谁负责？", "--json").stdout)["answerable"] is False


NEEDS_A_LIBRARY = ["sparql", "run", "search", "ask", "trace", "show", "stats", "check"]


@pytest.mark.parametrize("name", [*NEEDS_A_LIBRARY, "export"])
def test_without_a_library_it_is_told_how_to_make_one(here: Here, tmp_path: Path, name: str) -> None:
    home = tmp_path / "none"
    said = f"kg: 还没有建库（{home}）；请先运行 kg build\n"
    assert here(name, *ASKING.get(name, []), home=home) == (3, "", said)
    assert not home.exists()


def test_a_wrong_setting_is_told(kg: Command) -> None:
    done = kg("stats", env={"KG_FOCUS_SCORE": "7"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kg: 设置 focus_score")


def test_another_encoder_is_not_ready(kg: Command) -> None:
    done = kg("search", "高铁", env={"KG_ENCODER": "some/other"})
    assert (done.returncode, done.stdout) == (3, "")
    assert "some/other" in done.stderr


def test_what_does_not_conform_is_a_no(
    kg: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del kg
    from kg.cli import main
    from kg.rdf.shapes import Finding, Report, Severity

    finding = Finding(Severity.VIOLATION, "https://a.example/x", "kg:text", "", "任务没有文字")
    monkeypatch.setattr("kg.library.Library.__init__", lambda _self: None)
    for conforms, code in ((True, 0), (False, 4)):
        monkeypatch.setattr("kg.library.Library.check", lambda _self, c=conforms: Report(c, (finding,)))
        monkeypatch.setattr(sys, "argv", ["kg", "check"])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code or 0) == code
        assert "任务没有文字" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_reader_who_leaves_early_is_no_error(library: Library) -> None:
    line = f'"{sys.executable}" -m kg export --format nquads | head -c 10; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"KG_HOME": str(library.settings.home)},
        check=False,
    )
    assert (done.stdout[10:], done.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
def test_a_query_without_end_is_stopped_by_ctrl_c(library: Library) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    environment = os.environ | {"KG_HOME": str(library.settings.home)}
    with subprocess.Popen([sys.executable, "-m", "kg", "sparql", query], cwd=ROOT, env=environment) as asking:
        with pytest.raises(subprocess.TimeoutExpired):
            asking.wait(3)
        asking.send_signal(signal.SIGINT)
        assert asking.wait(20) == -signal.SIGINT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_behind_the_output_is_told(kg: Command) -> None:
    with Path("/dev/full").open("w") as full:
        done = kg("export", "--format", "nquads", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert done.stderr.startswith("kg: 写不出结果")
    assert done.stderr.count("\n") == 1


def test_chinese_comes_out_whatever_the_terminal_says(kg: Command) -> None:
    done = kg("show", "任务3", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "杭黄铁路" in done.stdout
