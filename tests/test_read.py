"""Files of every format become documents whose blocks read back, and files that cannot be read say why."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.document import Document, Row
from kg.errors import UnknownFormat, UnreadableFile
from kg.read import READERS, read_document

LINE = "责任单位：市财政局\n"


def read(tmp_path: Path, name: str, content: bytes | str) -> Document:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path)


def cells(document: Document) -> list[list[str]]:
    return [[c.of(document.text) for c in b.cells] for b in document.blocks if isinstance(b, Row)]


def lines(document: Document) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if not isinstance(b, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, "a.txt", LINE.encode(encoding))
    assert document.text == LINE
    assert len(document.digest) == 64


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b" \n\t\n", "空"),
        ("a.txt", b"a\0b\0c", "不是文本文件"),
        ("a.txt", b"PK\x03\x04rest", "Office"),
        ("a.txt", b"%PDF-1.4 rest", ".pdf"),
        ("a.txt", bytes(range(128, 256)) * 4, "编码"),
        ("a.html", b"<html><head><title></title></head><body></body></html>", "没有正文"),
        ("a.pdf", b"%PDF-1.4 nothing", "损坏"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, name, content)
    assert word in caught.value.reason


def test_missing_folder_and_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不存在"):
        read_document(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile, match="文件夹"):
        read_document(tmp_path / "folder.txt")
    with pytest.raises(UnknownFormat) as caught:
        read_document(tmp_path / "a.xyz")
    assert set(caught.value.known) >= set(READERS)


def test_the_source_may_go_by_another_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINE, encoding="utf-8")
    assert read_document(path).source == str(path)
    assert read_document(path, "seeds/a.txt").source == "seeds/a.txt"


def test_lines_of_cells_are_a_table(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "正文\n序号 | 任务 | 单位 |\n1 | 修路 |  |\n结尾\n甲 | 乙\n")
    assert cells(document) == [["序号", "任务", "单位"], ["1", "修路", ""]]
    assert lines(document) == ["正文", "结尾", "甲 | 乙"]


def test_a_cell_over_two_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "序号 | 任务 | 单位\n1 | 修\n路 | 甲局\n2 | 植树\n")
    assert cells(document) == [["序号", "任务", "单位"], ["1", "修\n路", "甲局"], ["2", "植树"]]


def test_a_markdown_table(tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", "# 清单\n\n|序号|任务|\n|---|:-:|\n|1|修路|\n")
    assert cells(document) == [["序号", "任务"], ["1", "修路"]]


def test_merged_cells_stand_in_every_place_they_cover(tmp_path: Path) -> None:
    page = """<table><tr><th>类别<th>任务<th>单位<th>备注</tr>
    <tr><td rowspan=2>水利</td><td>修渠</td><td colspan="2">甲局</td></tr>
    <tr><td>修<br>坝</td><td rowspan="9">乙局</td><td></td></tr></table>"""
    assert cells(read(tmp_path, "a.html", page)) == [
        ["类别", "任务", "单位", "备注"],
        ["水利", "修渠", "甲局", "甲局"],
        ["水利", "修\n坝", "乙局", ""],
    ]


def test_what_is_not_shown_is_not_read(tmp_path: Path) -> None:
    page = """<html><head><title>首页</title><style>p{}</style></head><body><script>var a;</script>
    <nav>导航</nav><p>正文<b>一</b>&nbsp;二<p style="display: none">隐藏</p>
    <p>第二段<!-- 注 --></p><footer>底</footer>"""
    assert lines(read(tmp_path, "a.html", page)) == ["正文一\xa0二", "第二段"]


def test_tables_that_lay_a_page_out_are_text(tmp_path: Path) -> None:
    page = """<table><tr><td><p>标题</p>
    <table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>
    <p>正文</p></td></tr></table><table><tr><td>一列</td></tr><tr><td>也是</td></tr></table>"""
    document = read(tmp_path, "a.html", page)
    assert lines(document) == ["标题", "正文", "一列", "也是"]
    assert cells(document) == [["甲", "乙"], ["1", "2"]]


def test_a_declared_gb2312_is_read_as_its_successor(tmp_path: Path) -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>朱镕基</p>'
    assert lines(read(tmp_path, "a.htm", page.encode("gb18030"))) == ["朱镕基"]


def pdf(pages: list[list[tuple[int, int, str]]], rules: list[tuple[int, int, int, int]]) -> bytes:
    """Write a PDF by hand: strings at their places, and rectangles; the font is one that readers know."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor"
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 800/Descent -200>>>>]>>"
    )
    kids = []
    for strings in pages:
        drawn = [f"{x} {y} {w} {h} re S" for x, y, w, h in rules]
        drawn += [f"BT /F 12 Tf {x} {y} Td <{t.encode('utf-16-be').hex()}> Tj ET" for x, y, t in strings]
        stream = "\n".join(drawn).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % len(objects)
        )
    refs = " ".join(f"{kid} 0 R" for kid in kids).encode()
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (refs, len(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def test_pdf_lines_and_a_table_with_a_merged_cell(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    rules = [(100, 660, 100, 40), (200, 660, 100, 20), (200, 680, 100, 20)]
    strings = [(100, 720, "关于修路的通知"), (110, 674, "水利"), (210, 684, "修渠"), (210, 664, "修坝")]
    document = read(tmp_path, "a.pdf", pdf([strings, []], rules))
    assert lines(document)[0] == "关于修路的通知"
    assert cells(document)[:2] == [["水利", "修渠"], ["水利", "修坝"]]


def test_a_page_without_text_is_named(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    document = read(tmp_path, "a.pdf", pdf([[(100, 700, "正文")], []], []))
    assert document.oddities == ("第2页没有文字，未读入",)
    with pytest.raises(UnreadableFile, match="扫描件"):
        read(tmp_path, "b.pdf", pdf([[]], []))


def check(document: Document) -> None:
    """Blocks are in order, do not overlap, and hold every character but white space and separators."""
    kept = [False] * len(document.text)
    last = 0
    for block in document.blocks:
        assert last <= block.span.start <= block.span.end <= len(document.text)
        last = block.span.end
        kept[block.span.start : block.span.end] = [True] * (block.span.end - block.span.start)
        for cell in block.cells if isinstance(block, Row) else ():
            assert 0 <= cell.start <= cell.end <= len(document.text)
    left = {c for c, k in zip(document.text, kept, strict=True) if not k and not c.isspace()}
    assert left <= set("|:-=+")


ANY = st.text(st.sampled_from("甲乙丙。：（）|｜ -#\n\r\f\t\u3000\xa0?1一、A"), min_size=1).filter(str.strip)
FIXTURES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)


@FIXTURES
@given(text=ANY)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_nothing_of_a_text_is_lost(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(text.encode())
    check(read_document(path))


TAGS = st.sampled_from(
    ["<p>", "</p>", "<td>", "</td>", "<tr>", "<table>", "</table>", "<br>", "<td rowspan=3>", "</div>"]
)


@FIXTURES
@given(
    parts=st.lists(
        TAGS | st.sampled_from(["甲", "乙 丙", "<", "&nbsp;", "<!--", "<td colspan=2>", "<script>"])
    )
)
def test_no_page_is_too_broken(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "any.html"
    path.write_text("正文" + "".join(parts), encoding="utf-8")
    check(read_document(path))
