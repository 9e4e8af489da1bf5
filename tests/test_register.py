"""The names of a library on the disk are those of its graph; and long answers say that they are long."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ask.directory import Directory, open_directory
from kg.ask.entries import read_entries, read_naming
from kg.ask.paging import MOST
from kg.ask.register import save_register
from kg.build import build_library
from kg.errors import DamagedLibrary
from kg.library import Library
from kg.names import BASE
from kg.settings import Settings

NOTICES, TASKS = 40, 4
BODIES = ("市财政局", "市水利局", "市教育局", "市公安局")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Build a library of forty notices of one city, each with four tasks that have a deadline."""
    folder = tmp_path_factory.mktemp("sources")
    for number in range(1, NOTICES + 1):
        lines = [
            f"青政办发〔2021〕{number}号",
            f"青溪市人民政府办公室关于印发青溪市第{number}批重点工作任务的通知",
            "各县（市、区）人民政府，市政府各部门：",
            "一、重点工作任务",
        ]
        lines += [
            f"{at}．整治河道{number * TASKS + at}公里。（责任单位：{body}；完成时限：2021年{at + 5}月底）"
            for at, body in enumerate(BODIES, start=1)
        ]
        text = "\n".join([*lines, "青溪市人民政府办公室", "2021年3月1日"])
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    home = tmp_path_factory.mktemp("many")
    report = build_library([folder], Settings(home=home))
    assert sum(outcome.tasks for outcome in report.outcomes) == NOTICES * TASKS
    return Library(Settings(home=home))


@pytest.fixture
def directory(library: Library) -> Directory:
    return open_directory(library.folder / "names.db")


def test_all_entries_of_the_graph_are_there(library: Library, directory: Directory) -> None:
    entries = read_entries(library.store)
    assert len(entries) > 60
    kinds = {entry.kind for entry in entries}
    for kind in kinds:
        assert directory.of(kind) == [entry for entry in entries if entry.kind == kind]
        assert directory.has(kind)
    for entry in entries:
        assert directory.entry(entry.iri) == entry
    assert not directory.has("no such kind")
    assert directory.find(BASE + "nothing") is None
    with pytest.raises(KeyError):
        directory.entry(BASE + "nothing")


def test_names_are_looked_up_as_they_are_written(directory: Directory) -> None:
    assert [entry.label for entry in directory.called("市科技局", "body")] == ["市科技局"]
    assert directory.called("市科技局", "task") == []
    assert [entry.number for entry in directory.numbered(19)] == ["19"]
    assert [entry.number for entry in directory.at_end(last=True)] == ["27"]
    assert [entry.number for entry in directory.at_end(last=False)] == ["1"]
    printed = directory.printed_in("哪些任务在说杭黄铁路和杭州东站枢纽", "project")
    assert "杭黄铁路" in {entry.label for entry in printed}
    holding = directory.holding("人才", "task")
    assert holding
    assert all("人才" in entry.label for entry in holding)
    assert directory.holding("人才", "task", most=1) == holding[:1]
    assert directory.find("一个\ud800没有的名字") is None


def test_who_names_what_is_what_the_graph_says(library: Library, directory: Directory) -> None:
    known = {entry.iri: entry for entry in read_entries(library.store)}
    naming = read_naming(library.store, known)
    assert naming
    for notice, thing in naming:
        assert notice in directory.naming([thing])


def test_a_part_of_a_library_has_its_own_names(many: Library) -> None:
    whole = many.directory
    first = min(whole.scopes)
    part = whole.within([first])
    assert part is whole.within([first])
    assert [entry.notice for entry in part.of("task")] == [first] * TASKS
    assert part.of("notice") == whole.of("notice")
    assert {entry.label for entry in part.of("body")} >= set(BODIES)
    assert whole.within(whole.scopes) is whole
    other = next(entry for entry in whole.of("task") if entry.notice != first)
    assert part.entry(other.iri) == other


def test_the_same_graph_makes_the_same_register(library: Library, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.db", "two.db")]
    for file in files:
        save_register(file, library.folder / "graph")
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("harm", [b"", b"no register", b"SQLite format 3\0" + bytes(5000)])
def test_a_broken_register_says_so(library: Library, tmp_path: Path, harm: bytes) -> None:
    file = tmp_path / "names.db"
    with pytest.raises(DamagedLibrary):
        open_directory(file)
    file.write_bytes(harm)
    with pytest.raises(DamagedLibrary):
        open_directory(file)
    whole = (library.folder / "names.db").read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedLibrary):
        open_directory(file).of("task", "body", "document", "notice", "section")


def test_a_long_answer_lists_the_first_things_and_says_so(many: Library) -> None:
    answer = many.ask("全部任务中哪些任务有完成期限？")
    assert answer.answerable
    assert len(answer.results) == MOST
    table = many.answer(answer.sparql)
    assert isinstance(table, list)
    header, *rows = table
    assert len(rows) == NOTICES * TASKS
    assert [result.iri for result in answer.results] == [row[0] for row in rows[:MOST]], header
    assert "只" in answer.answer.rpartition("（")[2]
    assert len({citation.notice for citation in answer.citations}) == MOST // TASKS


def test_what_is_counted_is_counted_to_the_end(many: Library) -> None:
    answer = many.ask("一共有多少项任务？")
    assert [result.value for result in answer.results] == [NOTICES * TASKS]
    assert "只列" not in answer.answer
    one = many.ask("市财政局有几项任务？")
    assert [result.value for result in one.results] == [NOTICES]


def test_who_does_a_task_of_a_number_is_told_for_one_city(many: Library) -> None:
    """All forty notices have a first task of the same body, and no other place can be meant."""
    answer = many.ask("任务1由谁负责？")
    assert [result.label for result in answer.results] == ["市财政局"]
    assert len({citation.notice for citation in answer.citations}) > 30
