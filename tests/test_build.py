"""Sources in, a library out: every kind of file, each notice once, and a clear word on what was not read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import Report, build_library
from kg.errors import KgError, RequestError, UnknownFormat, UnreadableFile
from kg.library import Library
from kg.rdf.store import select
from kg.settings import Settings
from kg.sources import Source, find_sources

ROOT = Path(__file__).parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]
Here = Callable[..., tuple[int, str, str]]

WATER = """云某政办发〔2020〕5号
云某市人民政府办公室关于治水工作的通知
一、重点任务
（一）整治河道。整治河道120条以上。（责任单位：市水利局、市财政局）
（二）保护水源。（责任单位：市环保局）
"""
ROADS = """云某政办发〔2021〕6号
云某市人民政府办公室关于修路工作的通知
根据云某政办发〔2020〕5号文件，现通知如下。
一、重点任务
（一）修建公路。（责任单位：市交通局）
"""

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of two invented notices."""
    made = tmp_path / "公文"
    (made / "更多").mkdir(parents=True)
    (made / "水.txt").write_text(WATER, encoding="utf-8")
    (made / "更多" / "路.txt").write_text(ROADS, encoding="utf-8")
    return made


def build(home: Path, *paths: Path | str) -> Report:
    return build_library(paths, Settings(home=home))


def test_a_folder_is_read_to_its_last_file(folder: Path, tmp_path: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.txt").write_text(WATER, encoding="utf-8")
    (folder / ".x.txt").write_text("x", encoding="utf-8")
    report = build(tmp_path / "library", folder)
    assert [(o.source, o.tasks, o.assignments, o.refused) for o in report.outcomes] == [
        ("公文/更多/路.txt", 1, 1, None),
        ("公文/水.txt", 2, 3, None),
    ]
    assert report.notices == 2
    library = Library(Settings(home=tmp_path / "library"))
    assert sorted(row["number"] for row in library.run("notices")) == [
        "云某政办发〔2020〕5号",
        "云某政办发〔2021〕6号",
    ]
    assert len(library.run("tasks")) == 3
    assert len(library.index.passages) == report.passages
    cited = library.answer(
        "SELECT ?a ?b { ?x kg:cites ?y . ?x kg:number ?a . ?y kg:number ?b ; a kg:Notice }"
    )
    assert cited == [["a", "b"], ["云某政办发〔2021〕6号", "云某政办发〔2020〕5号"]]


def test_a_notice_dropped_beside_the_seed_is_built_too(tmp_path: Path, seed: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shutil.copy(seed, seeds)
    (seeds / "more.txt").write_text(WATER, encoding="utf-8")
    report = build(tmp_path / "library", seeds)
    assert [(o.source, o.tasks) for o in report.outcomes] == [
        (f"seeds/{seed.name}", 27),
        ("seeds/more.txt", 2),
    ]
    library = Library(Settings(home=tmp_path / "library"))
    assert len(library.run("tasks")) == 29
    # 市环保局 of two cities is two bodies
    rows = library.answer('SELECT ?b { ?b a kg:Body ; rdfs:label "市环保局" }')
    assert len(rows) == 1 + 2


def test_without_paths_the_seeds_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert build(tmp_path / "library").notices == 1


def test_a_notice_twice_is_one_notice(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "水.txt", folder / "水 副本.txt")
    (folder / "水.md").write_text("# 云某市人民政府办公室关于治水工作的通知\n\n" + WATER, encoding="utf-8")
    report = build(tmp_path / "library", folder)
    assert report.notices == 2
    twice = [o for o in report.outcomes if any("同一份公文" in odd for odd in o.oddities)]
    assert len(twice) == 2
    assert all(o.tasks == o.assignments == 0 for o in twice)
    library = Library(Settings(home=tmp_path / "library"))
    assert len(library.run("tasks")) == 3
    assert len(library.answer("SELECT ?f { ?f a kg:SourceFile }")) == 1 + 2
    assert len({p.iri for p in library.index.passages if p.kind == "task"}) == 3


@pytest.mark.parametrize("whole_first", [True, False])
def test_of_two_files_with_one_notice_the_fuller_counts(tmp_path: Path, *, whole_first: bool) -> None:
    head = "云某市人民政府办公室关于印发治水方案的通知\n云某政办发〔2020〕7号\n各区政府：\n现予印发。\n"
    plan = "一、重点任务\n（一）整治河道。（责任单位：市水利局）\n（二）保护水源。（责任单位：市环保局）\n"
    folder = tmp_path / "两份"
    folder.mkdir()
    whole, part = ("1.txt", "2.txt") if whole_first else ("2.txt", "1.txt")
    (folder / whole).write_text(head + plan, encoding="utf-8")
    (folder / part).write_text(head, encoding="utf-8")
    report = build(tmp_path / "library", folder)
    told = {Path(outcome.source).name: outcome for outcome in report.outcomes}
    assert report.notices == 1
    assert (told[whole].tasks, told[part].tasks) == (2, 0)
    assert told[part].oddities == (f"与 {told[whole].source} 是同一份公文，只计一次",)
    (folder / whole).unlink()
    assert [outcome.oddities for outcome in build(tmp_path / "library", folder).outcomes] == [
        ("文中没有读到任务（没有任务表，也没有责任单位的说明）",)
    ]


def test_progress_is_told(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_library([folder], Settings(home=tmp_path / "library"), progress=lambda *step: told.append(step))
    assert told[:3] == [("阅读", 0, 2), ("阅读", 1, 2), ("阅读", 2, 2)]
    assert [what for what, _, _ in told] == ["阅读", "阅读", "阅读", "计算语义向量", "入库", "入库"]


# which files


def test_sources_come_by_name_whatever_the_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    wanted = [
        Source(Path("公文/更多/路.txt"), "公文/更多/路.txt"),
        Source(Path("公文/水.txt"), "公文/水.txt"),
    ]
    assert find_sources([Path("公文")]) == wanted
    assert find_sources([Path("公文/水.txt"), Path("公文/更多")]) == wanted
    assert find_sources([Path("公文"), Path("公文/水.txt"), Path("公文/更多")]) == wanted


def test_a_path_from_the_root_is_cited_by_its_last_folder(folder: Path) -> None:
    assert [source.name for source in find_sources([folder])] == ["公文/更多/路.txt", "公文/水.txt"]
    assert [source.name for source in find_sources([folder / "水.txt"])] == ["水.txt"]


# bad input


def encoded(name: str) -> bytes:
    return {
        "gb18030": WATER.encode("gb18030"),
        "utf-8 with a mark": b"\xef\xbb\xbf" + WATER.encode(),
        "utf-16": WATER.encode("utf-16"),
        "utf-16 the other way": b"\xfe\xff" + WATER.encode("utf-16-be"),
        "lines of Windows": WATER.replace("\n", "\r\n").encode(),
        "lines of old": WATER.replace("\n", "\r").encode(),
    }[name]


@pytest.mark.parametrize(
    "name",
    ["gb18030", "utf-8 with a mark", "utf-16", "utf-16 the other way", "lines of Windows", "lines of old"],
)
def test_every_encoding_gives_the_same_facts(tmp_path: Path, name: str) -> None:
    path = tmp_path / "水.txt"
    path.write_bytes(encoded(name))
    report = build(tmp_path / "library", path)
    assert [(o.tasks, o.assignments) for o in report.outcomes] == [(2, 3)]
    library = Library(Settings(home=tmp_path / "library"))
    (task,) = library.run("tasks-of-body", body="市水利局")
    assert task["text"].startswith("整治河道。整治河道120条以上")
    (text,) = (file.read_bytes().decode() for file in (library.folder / "texts").iterdir())
    spans = select(library.store, "SELECT ?a ?b ?x { ?s oa:start ?a ; oa:end ?b ; oa:exact ?x }")
    assert len(spans) > 5
    assert all(text[int(span["a"]) : int(span["b"])] == span["x"] for span in spans)


BAD: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("没有.txt", None, "路径"),
    "empty": ("空.txt", b"", "空"),
    "blank": ("空白.txt", " \n\u3000\n".encode(), "空"),
    "binary": ("图.txt", bytes(range(256)) * 40, ""),
    "an archive": ("包.txt", b"PK\x03\x04" + bytes(200), ""),
    "another encoding": ("乱.txt", b"\x81\xff\xfe\x80 \xff\xff" * 20, ""),
    "an unknown kind": ("表.xyz", "文字".encode(), "不认识的文件格式"),
    "no suffix": ("文件", "文字".encode(), "无后缀"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_sentence_and_the_old_library_serves(tmp_path: Path, here: Here, name: str) -> None:
    home = tmp_path / "library"
    (tmp_path / "水.txt").write_text(WATER, encoding="utf-8")
    build(home, tmp_path / "水.txt")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    file, data, said = BAD[name]
    if data is not None:
        (tmp_path / file).write_bytes(data)
    for command in ("build", "extract"):
        code, out, err = here(command, str(tmp_path / file), home=home)
        assert (code, out) == (2, "")
        assert re.fullmatch(r"kg: [^\n]*[\u4e00-\u9fff][^\n]*\n", err)
        assert said in err
        assert file in err
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before


def test_errors_are_the_ones_that_are_documented(tmp_path: Path) -> None:
    for name, kind in (
        ("missing", UnreadableFile),
        ("empty", RequestError),
        ("an unknown kind", RequestError),
    ):
        file, data, _ = BAD[name]
        if data is not None:
            (tmp_path / file).write_bytes(data)
        with pytest.raises(kind):
            build(tmp_path / "library", tmp_path / file)
    from kg.extract import extract_file

    with pytest.raises(UnknownFormat):
        extract_file(tmp_path / BAD["an unknown kind"][0])
    assert not (tmp_path / "library" / "current").exists()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(RequestError, match="没有文件"):
        build(tmp_path / "library", tmp_path / "空")


def test_bad_files_beside_good_ones_are_told_and_left_out(folder: Path, tmp_path: Path, kg: Command) -> None:
    for file, data, _ in BAD.values():
        if data is not None:
            (folder / file).write_bytes(data)
    done = kg("build", str(folder), home=tmp_path / "library", quick=True)
    assert done.returncode == 0
    assert done.stdout.startswith("已建库")
    assert "公文 2 份" in done.stdout
    assert done.stderr.count("未读入") == 7
    done = kg("build", str(folder), "--report", home=tmp_path / "library", quick=True)
    assert len(done.stdout.splitlines()) == 2 + 9


def test_a_text_without_a_table_is_a_notice_without_tasks(tmp_path: Path, kg: Command) -> None:
    plain = tmp_path / "讲话.txt"
    plain.write_text("某市人民政府关于表彰的决定\n各区人民政府：\n现予表彰。\n", encoding="utf-8")
    done = kg("build", str(plain), home=tmp_path / "library", quick=True)
    assert done.returncode == 0
    assert "没有读到任务" in done.stderr
    assert kg("extract", str(plain)).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_no_encoding_has(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xe2\x80\xa8.txt"
    Path(os.fsdecode(path)).write_text(WATER, encoding="utf-8")
    home = tmp_path / "library"
    assert build(home, Path(os.fsdecode(path))).notices == 1
    library = Library(Settings(home=home))
    assert library.answer("SELECT ?p { ?f kg:path ?p }") == [["p"], ["\ufffd\u2028.txt"]]
    assert library.index.passages
    for form in ("turtle", "nquads", "jsonld", "csv", "graphml", "xlsx"):
        assert library.export(form)


def test_control_characters_do_not_stop_an_export(tmp_path: Path) -> None:
    (tmp_path / "水.txt").write_text(WATER.replace("保护", "保\x01护") + "加强宣传。" * 50, encoding="utf-8")
    build(tmp_path / "library", tmp_path / "水.txt")
    library = Library(Settings(home=tmp_path / "library"))
    for form in ("turtle", "nquads", "jsonld", "csv", "graphml", "xlsx"):
        assert library.export(form)


def test_hundreds_of_tasks_are_built(tmp_path: Path) -> None:
    long = WATER + "".join(f"（{at}）开展第{at}项工作。（责任单位：市水利局）\n" for at in range(3, 400))
    (tmp_path / "长.txt").write_text(long, encoding="utf-8")
    report = build(tmp_path / "library", tmp_path / "长.txt")
    assert report.outcomes[0].tasks > 300


@pytest.mark.slow
def test_an_encoder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    (tmp_path / "水.txt").write_text(WATER, encoding="utf-8")
    with pytest.raises(KgError) as failed:
        build_library(
            [tmp_path / "水.txt"], Settings(home=tmp_path / "library", encoder=str(tmp_path / "none"))
        )
    assert failed.value.exit_code == 3
    assert not (tmp_path / "library" / "current").exists()


def test_a_thing_that_two_notices_name_differently_is_one_thing_with_one_label(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "地.txt").write_text(
        "云某政办发〔2022〕7号\n根据《云某市人民政府办公室治水通知》（云某政办发〔2020〕5号）、《土地条例》"
        "（国发〔2001〕1号）和国发〔2001〕1号文件精神，通知如下。\n一、任务\n（一）整理土地。（责任单位：云某市水利局）\n",
        encoding="utf-8",
    )
    (folder / "人.txt").write_text("云某政办发〔2022〕8号\n按照国发〔2001〕1号文件办理。\n", encoding="utf-8")
    build(tmp_path / "library", folder)
    library = Library(Settings(home=tmp_path / "library"))
    double = library.answer(
        "SELECT ?x { ?x rdfs:label ?a, ?b FILTER(STR(?a) < STR(?b) && LANG(?a) = LANG(?b)) }"
    )
    assert double == [["x"]]
    rows = select(library.store, "SELECT ?n ?label { ?d kg:number ?n ; rdfs:label ?label }")
    labels = {row["n"]: row["label"] for row in rows}
    assert labels["云某政办发〔2020〕5号"] == "云某市人民政府办公室关于治水工作的通知"
    assert labels["国发〔2001〕1号"] == "土地条例"
    assert sum(row["number"] == "云某政办发〔2020〕5号" for row in library.run("notices")) == 1
    water = library.answer('SELECT ?b { ?b a kg:Body . ?b rdfs:label|skos:altLabel "市水利局" }')
    assert len(water) == 1 + 1
