"""A second build does only what changed, and makes the same library as a first one would."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from kg.build import Report, build_library
from kg.errors import RequestError
from kg.library import Library
from kg.settings import Settings

pytestmark = pytest.mark.usefixtures("quick")


def notice(at: int, tasks: str = "整治河道") -> str:
    return (
        f"云某政办发〔2020〕{at}号\n云某市人民政府办公室关于第{at}项工作的通知\n一、重点任务\n"
        f"（一）{tasks}{at}条以上。（责任单位：市水利局、市财政局）\n（二）保护水源。（责任单位：市环保局）\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of three invented notices."""
    made = tmp_path / "公文"
    made.mkdir()
    for at in (1, 2, 3):
        (made / f"{at}.txt").write_text(notice(at), encoding="utf-8")
    return made


def build(home: Path, *paths: Path, fresh: bool = False) -> Report:
    return build_library(paths, Settings(home=home), fresh=fresh)


def kept(report: Report) -> list[str]:
    return [Path(outcome.source).name for outcome in report.outcomes if outcome.kept]


def facts(home: Path) -> bytes:
    return Library(Settings(home=home)).export("nquads")


def test_nothing_is_read_again_if_nothing_changed(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "library"
    first = build(home, folder)
    assert kept(first) == []
    before = (home / "current").read_text()
    again = build(home, folder)
    assert kept(again) == ["1.txt", "2.txt", "3.txt"]
    assert (home / "current").read_text() == before
    assert (again.notices, again.triples, again.passages) == (first.notices, first.triples, first.passages)


def test_only_what_changed_is_read_and_the_library_is_as_if_all_were(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "library"
    build(home, folder)
    (folder / "2.txt").write_text(notice(2, "清理沟渠"), encoding="utf-8")
    (folder / "3.txt").unlink()
    (folder / "4.txt").write_text(notice(4), encoding="utf-8")
    assert kept(build(home, folder)) == ["1.txt"]
    build(tmp_path / "fresh", folder)
    assert facts(home) == facts(tmp_path / "fresh")
    library = Library(Settings(home=home))
    assert len(library.run("tasks")) == 6
    assert library.answer('ASK { ?n kg:number "云某政办发〔2020〕3号" }') == [["结果"], ["否"]]
    assert sorted(path.name for path in (library.folder / "texts").iterdir()) == sorted(
        {f"{passage.digest}.txt" for passage in library.index.passages}
    )


def test_a_file_of_another_name_is_read_again_for_it_is_cited_by_its_name(
    folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "library"
    build(home, folder)
    (folder / "1.txt").rename(folder / "9.txt")
    assert kept(build(home, folder)) == ["2.txt", "3.txt"]
    assert {p.source for p in Library(Settings(home=home)).index.passages} == {
        "公文/2.txt",
        "公文/3.txt",
        "公文/9.txt",
    }


def test_fresh_reads_everything(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "library"
    build(home, folder)
    assert kept(build(home, folder, fresh=True)) == []


def test_other_settings_read_everything(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "library"
    build(home, folder)
    assert kept(build_library([folder], Settings(home=home, focus_score=0.9))) == []


@pytest.mark.parametrize("place", ["graph", "index", "records", "texts"])
def test_a_damaged_library_is_mended_by_building_it_again(folder: Path, tmp_path: Path, place: str) -> None:
    home = tmp_path / "library"
    build(home, folder)
    whole = facts(home)
    for file in (Library(Settings(home=home)).folder / place).iterdir():
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2])
    try:
        build(home, folder)
    except RequestError as error:
        assert "--fresh" in str(error)  # noqa: PT017 - either it mends itself, or it says how
        build(home, folder, fresh=True)
    assert facts(home) == whole
    assert len(Library(Settings(home=home)).index.vectors)


def test_a_refused_file_is_refused_again_and_read_when_it_is_mended(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "library"
    (folder / "坏.txt").write_bytes(b"")
    for _ in range(2):
        report = build(home, folder)
        assert [o.refused for o in report.outcomes if o.refused] == [
            f"读不了文件 {folder / '坏.txt'}：文件是空的，请检查是否传完整"
        ]
    (folder / "坏.txt").write_text(notice(5), encoding="utf-8")
    assert build(home, folder).notices == 4


# archives


def pack(archive: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return archive


def test_a_zip_is_read_as_a_folder_is(folder: Path, tmp_path: Path) -> None:
    members = {f"内/{file.name}": file.read_bytes() for file in folder.iterdir()}
    pack(tmp_path / "公文.zip", members | {"__MACOSX/x.txt": b"x", ".hidden.txt": b"x", "内/": b""})
    report = build(tmp_path / "library", tmp_path / "公文.zip")
    assert [(o.source, o.tasks) for o in report.outcomes] == [
        ("公文.zip/内/1.txt", 2),
        ("公文.zip/内/2.txt", 2),
        ("公文.zip/内/3.txt", 2),
    ]
    assert kept(build(tmp_path / "library", tmp_path / "公文.zip")) == ["1.txt", "2.txt", "3.txt"]


def test_names_in_a_zip_of_chinese_windows_are_put_right(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {"xxxx.txt": notice(1).encode()})
    gbk = "通知".encode("gb18030")
    archive.write_bytes(archive.read_bytes().replace(b"xxxx", gbk))
    assert [o.source for o in build(tmp_path / "library", archive).outcomes] == ["a.zip/通知.txt"]


def test_what_a_zip_should_not_hold_is_refused_by_name(tmp_path: Path) -> None:
    good = notice(1).encode()
    inner = pack(tmp_path / "inner.zip", {"a.txt": good}).read_bytes()
    bomb = b" " * 30_000_000
    pack(tmp_path / "包.zip", {"好.txt": good, "内.zip": inner, "弹.txt": bomb, "表.xyz": good})
    report = build(tmp_path / "library", tmp_path / "包.zip")
    said = {Path(o.source).name: o.refused or "" for o in report.outcomes}
    assert said["好.txt"] == ""
    assert "先解开" in said["内.zip"]
    assert "大得不像公文" in said["弹.txt"]
    assert "不认识的文件格式" in said["表.xyz"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", b"", b"PK\x05\x06" + bytes(18)])
def test_a_broken_or_empty_zip_is_one_sentence(folder: Path, tmp_path: Path, data: bytes) -> None:
    (folder / "坏.zip").write_bytes(data)
    report = build(tmp_path / "library", folder)
    (refused,) = (o.refused for o in report.outcomes if o.refused)
    assert "坏.zip" in refused
    assert report.notices == 3


def test_members_go_nowhere(folder: Path, tmp_path: Path) -> None:
    names = ["../../逃.txt", "/etc/逃.txt", "C:\\逃.txt", "a/../../逃.txt", "逃\x00.txt"]
    pack(folder / "逃.zip", {name: notice(at + 5).encode() for at, name in enumerate(names)})
    build(tmp_path / "library", folder)
    assert not [path for path in tmp_path.rglob("*逃*") if path.suffix == ".txt"]
    shutil.rmtree(tmp_path / "library")
    assert [path.name for path in tmp_path.iterdir()] == ["公文"]
