"""Exports: the same bytes from the same sources on every run, and what each format must hold."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from kg.export import FORMATS, HEADER, ledger
from kg.library import Library
from kg.rdf.store import lines
from kg.render import workbook

ROOT = Path(__file__).parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]
Here = Callable[..., tuple[int, str, str]]
pytestmark = [  # rdflib 7.6 uses what it has deprecated itself
    pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

#: builds from the arguments after the first, and prints a digest of every export
DIGESTS = """
import hashlib, json, sys
from pathlib import Path
from kg.build import build_library
from kg.export import FORMATS
from kg.library import Library
from kg.settings import Settings
settings = Settings(home=Path(sys.argv[1]))
build_library(sys.argv[2:], settings)
library = Library(settings)
print(json.dumps({name: hashlib.sha256(library.export(name)).hexdigest() for name in FORMATS}))
"""
MORE = """云某政办发〔2020〕5号
云某市人民政府办公室关于治水工作的通知
根据国发〔2008〕30号文件，制定本方案。
一、重点任务
（一）整治河道。整治河道120条以上。（责任单位：市水利局、市财政局）
"""


@pytest.fixture(scope="module")
def exported(library: Library) -> dict[str, bytes]:
    """Export the library of the seeds in every format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as above
        return {form: library.export(form) for form in FORMATS}


def digests(home: Path, *sources: str, seed: str, cwd: Path = ROOT, script: str = DIGESTS) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", script, str(home), *sources],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"Etc/GMT+{seed}"},
    )
    return dict(json.loads(done.stdout))


def test_the_same_sources_give_the_same_bytes_in_every_process(
    exported: dict[str, bytes], tmp_path: Path
) -> None:
    """With the real encoder, another hash seed, another time zone and another folder for the library."""
    import hashlib

    here = {name: hashlib.sha256(data).hexdigest() for name, data in exported.items()}
    assert digests(tmp_path / "else" / "where", "seeds", seed="7") == here


def test_neither_order_nor_repetition_of_the_sources_matters(tmp_path: Path, quick: str) -> None:
    folder = tmp_path / "公文"
    folder.mkdir()
    for name in ("甲", "乙", "丙"):
        number = f"〔202{'甲乙丙'.index(name)}〕"
        (folder / f"{name}.txt").write_text(MORE.replace("〔2020〕", number), encoding="utf-8")
    script = quick + DIGESTS
    names = [f"公文/{name}.txt" for name in ("甲", "乙", "丙")]
    forwards = digests(tmp_path / "1", *names, seed="1", cwd=tmp_path, script=script)
    assert set(forwards) == set(FORMATS)
    for at, sources in enumerate([reversed(names), [names[1], str(folder), names[0]]], start=2):
        assert digests(tmp_path / str(at), *sources, seed=str(at), cwd=tmp_path, script=script) == forwards


def test_nquads_are_the_named_graphs(exported: dict[str, bytes], store: Any) -> None:  # noqa: ANN401
    data = exported["nquads"]
    assert data.decode().splitlines() == lines(store)
    assert data.endswith(b" .\n")
    again = ox.Store()
    again.load(data, ox.RdfFormat.N_QUADS)
    assert {*again} == {quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)}


@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_turtle_and_jsonld_are_the_facts_in_force(
    exported: dict[str, bytes],
    store: Any,  # noqa: ANN401
    form: str,
    parser: str,
) -> None:
    def plain(term: Any) -> tuple[str, str, str]:  # noqa: ANN401
        kind = str(getattr(term, "datatype", None) or "").replace(f"{rdflib.XSD.string}", "")
        value = (
            f"{Decimal(term).normalize():f}" if kind.endswith("#decimal") else str(term)
        )  # Turtle writes 6.0
        return value, kind, str(getattr(term, "language", None) or "")

    read = rdflib.Graph().parse(data=exported[form], format=parser)
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    facts = rdflib.Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")
    assert len(read) == len(facts) > 4_000
    assert {tuple(map(plain, triple)) for triple in read} == {tuple(map(plain, triple)) for triple in facts}
    assert "接轨上海" in exported[form].decode()  # Chinese stays readable


def test_the_ledger_is_the_table_of_the_notice(store: Any) -> None:  # noqa: ANN401
    rows = ledger(store)
    assert len(rows) == 27
    assert {len(row) for row in rows} == {len(HEADER)}
    assert [row[1] for row in rows] == [str(at) for at in range(1, 28)]
    third = dict(zip(HEADER, rows[2], strict=True))
    assert third | {"工作重点": ""} == {
        "公文": "杭政办函〔2011〕59号",
        "序号": "3",
        "工作任务": "推进杭宁、杭甬、杭长客运专线及杭黄铁路、杭州东站综合交通枢纽项目建设。",
        "牵头单位": "",
        "责任单位": "市发改委、市规划局、杭州铁路及东站枢纽建设指挥部",
        "配合单位": "",
        "指导督导单位": "",
        "工作重点": "",
        "期限": "",
        "原文位置": "附件 任务3",
    }
    assert "贯彻实施《长江三角洲地区区域规划》" in rows[0][HEADER.index("工作重点")]


def test_csv_opens_in_a_spreadsheet(exported: dict[str, bytes], store: Any) -> None:  # noqa: ANN401
    data = exported["csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(header) == HEADER
    assert rows == ledger(store)


def test_the_workbook_is_the_ledger(exported: dict[str, bytes], store: Any) -> None:  # noqa: ANN401
    from openpyxl import load_workbook

    data = exported["xlsx"]
    sheet = load_workbook(io.BytesIO(data)).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == HEADER
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == ledger(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_plain_decimal_is_a_number_of_the_sheet_and_nothing_else_is() -> None:
    from openpyxl import load_workbook

    texts = ["2250", "2.5", "-3", "0", "007", "1.10", "9" * 16, "1e5", "１２", "=1", "2011年", ""]
    data = workbook("数", ["数值"], [[text] for text in texts], [10])
    cells = [row[0] for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells[:11]] == ["n"] * 4 + ["s"] * 7
    assert [cell.value for cell in cells[:4]] == [2250, 2.5, -3, 0]
    assert [cell.value for cell in cells[4:9]] == texts[4:9]


def test_graphml_has_the_bodies_and_the_tasks(exported: dict[str, bytes]) -> None:
    root = ET.fromstring(exported["graphml"])  # noqa: S314 - our own
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(root.findall(f".//{space}node")) > 27 + 22
    assert root.find(f"{space}graph").get("edgedefault") == "directed"  # type: ignore[union-attr]


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path: Path, quick: str) -> None:
    del quick
    from kg.build import build_library
    from kg.settings import Settings

    (tmp_path / "n.txt").write_text(
        "某发〔2020〕1号\n序号 | 工作任务 | 责任部门\n1 | =1+1推进工作。 | 市财政局、市交通局\n"
        "2 | 推进建设。 | 市财政局\n",
        encoding="utf-8",
    )
    build_library([tmp_path / "n.txt"], Settings(home=tmp_path / "library"))
    exported = Library(Settings(home=tmp_path / "library")).export("csv").decode("utf-8-sig")
    assert ",'=1+1推进工作。,,市财政局、市交通局," in exported  # in the order of the text


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_what_python_gives(
    exported: dict[str, bytes], here: Here, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    code, said, told = here("export", "--format", form, "-o", str(out))
    assert (code, said) == (0, "")
    assert f"{out}" in told
    assert out.read_bytes() == exported[form]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_bytes_go_through_a_pipe_as_they_are(exported: dict[str, bytes], kg: Command) -> None:
    assert kg("export", "--format", "xlsx", encoding=None).stdout == exported["xlsx"]  # type: ignore[comparison-overlap]


def test_an_export_that_cannot_be_written_leaves_nothing(kg: Command, tmp_path: Path) -> None:
    done = kg("export", "-o", str(tmp_path / "none" / "out"))
    assert done.returncode == 2
    assert done.stderr.startswith(f"kg: 写不进 {tmp_path}")
    assert done.stderr.count("\n") == 1
    (tmp_path / "folder").mkdir()
    assert kg("export", "-o", str(tmp_path / "folder")).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert kg("export", "--format", "docx").returncode == 2
