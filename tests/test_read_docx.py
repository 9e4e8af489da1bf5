"""Word documents are read as they are shown: numbers, revisions, boxes, tables. Hostile ones are refused."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path
from time import perf_counter

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import (
    NAMES,
    box,
    cell,
    level,
    lists,
    numbered,
    package,
    par,
    read,
    run,
    shown,
    table,
    word,
    word_parts,
)

from kg.document import Row
from kg.errors import UnreadableFile
from kg.extract import as_json, extract_file
from kg.numerals import parse_numeral
from kg.read import read_document
from kg.read.counting import chinese, counted
from kg.read.docx import read_docx

Shown = list[str | list[str]]


def read_word(folder: Path, body: str, **parts: str) -> Shown:
    return shown(read(folder, "a.docx", word(body, **parts)))


# What a page shows


def test_paragraphs_parted_by_bars_are_a_table(tmp_path: Path) -> None:
    rows = table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    typed = par("序号|任务|责任单位") + par("1|修渠|水利局") + par("2|修路|交通局")
    spaced = par("名称 | 职务") + par("小林 | 组长") + par("小白 | 组员")
    body = rows + typed + par("说明如下。") + spaced + par("一条|竖线")
    path = tmp_path / "a.docx"
    path.write_bytes(word(body))
    document = read_document(path)
    found = [
        (block.table, [document.text[cell.start : cell.end] for cell in block.cells])
        for block in document.blocks
        if isinstance(block, Row)
    ]
    assert found[2:] == [
        (1, ["序号", "任务", "责任单位"]),
        (1, ["1", "修渠", "水利局"]),
        (1, ["2", "修路", "交通局"]),
        (2, ["名称", "职务"]),
        (2, ["小林", "组长"]),
        (2, ["小白", "组员"]),
    ]


def test_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    rows = table(cell("序号") + cell("任务"), cell("1") + cell(par("修渠") + par("修坝")))
    body = par("关于修渠的通知") + rows + par() + par("此件公开发布")
    assert read_word(tmp_path, body) == [
        "关于修渠的通知",
        ["序号", "任务"],
        ["1", "修渠\n修坝"],
        "此件公开发布",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("市甲局") + "<w:ins>" + run("牵头") + "</w:ins>", "市甲局牵头"),
        (run("市甲局") + "<w:del><w:r><w:delText>配合</w:delText></w:r></w:del>" + run("牵头"), "市甲局牵头"),
        ("<w:moveFrom>" + run("旧处") + "</w:moveFrom><w:moveTo>" + run("新处") + "</w:moveTo>", "新处"),
        (run("第一行") + "<w:r><w:br/></w:r>" + run("第二行"), "第一行\n第二行"),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("乙"), "甲 乙"),
        (run("甲") + "<w:r><w:softHyphen/><w:noBreakHyphen/></w:r>" + run("乙"), "甲-乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("同意"), "☑同意"),
        ('<w:hyperlink r:id="x">' + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag><w:smartTag>" + run("杭州") + "</w:smartTag></w:smartTag>", "杭州"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        (
            run("日期：")
            + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("单击输入")
            + "</w:sdtContent></w:sdt>",
            "日期：",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("5月1日")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run("印发"),
            "5月1日印发",
        ),
        ('<w:fldSimple w:instr="DATE">' + run("5月1日") + "</w:fldSimple>", "5月1日"),
        (
            "<w:r><w:ruby><w:rt>"
            + run("fú")
            + "</w:rt><w:rubyBase>"
            + run("涪")
            + "</w:rubyBase></w:ruby></w:r>",
            "涪",
        ),
        ("<m:oMath><m:r><m:t>x≥3</m:t></m:r></m:oMath>", "x≥3"),
    ],
)
def test_what_a_paragraph_shows(tmp_path: Path, content: str, expected: str) -> None:
    assert read_word(tmp_path, par(content)) == expected.split("\n")


def test_the_code_of_a_field_is_not_shown_though_it_holds_results(tmp_path: Path) -> None:
    """A field inside the code of another: { IF { 文种 } = … } shows the outer result only."""
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = (turn.format(kind) for kind in ("begin", "separate", "end"))
    inner = begin + separate + run("通知") + end
    assert read_word(tmp_path, par(begin + inner + separate + run("公告") + end)) == ["公告"]
    # One that is never closed swallows nothing of the paragraphs behind it.
    assert read_word(tmp_path, par(begin + run("前")) + par(begin + run("后"))) == ["前", "后"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = par(run("由市甲局"), "<w:rPr><w:del/></w:rPr>") + numbered("牵头")
    numbering = lists(level(0, "chineseCounting", "%1、"))
    assert read_word(tmp_path, body, numbering=numbering) == ["一、由市甲局牵头"]


def test_text_boxes_stand_where_they_are_anchored_and_once(tmp_path: Path) -> None:
    body = par(box(par("某政发〔2023〕8号")) + run("关于修渠的通知")) + par(run("正文") + box(par("旁注")))
    assert read_word(tmp_path, body) == ["某政发〔2023〕8号", "关于修渠的通知", "正文", "旁注"]
    old = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    rows = table(cell("序号") + cell("任务"), cell("1") + cell("修渠"))
    assert read_word(tmp_path, par(run("正文") + old.format(rows))) == [
        "正文",
        ["序号", "任务"],
        ["1", "修渠"],
    ]
    lettering = '<w:r><w:pict><v:shape><v:textpath string="某市人民政府文件"/></v:shape></w:pict></w:r>'
    assert read_word(tmp_path, par(lettering)) == ["某市人民政府文件"]


def test_notes_stand_behind_the_text_and_never_in_it(tmp_path: Path) -> None:
    ref = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{at}">{par(text)}</w:footnote>' for at, text in [(1, "不用"), (2, "指甲局")]
    )
    body = par(run("由牵头单位") + ref.format(2) + run("负责") + ref.format(2) + ref.format(9)) + par("结尾")
    assert read_word(tmp_path, body, footnotes=notes) == ["由牵头单位负责", "结尾", "注1：指甲局"]


def test_hidden_text_is_left_out_and_named(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="秘"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="密"><w:basedOn w:val="秘"/></w:style>'
    )
    body = par(
        run("公开")
        + run("不公开", "<w:vanish/>")
        + run("也不", '<w:rStyle w:val="密"/>')
        + run("仍公开", '<w:rStyle w:val="密"/><w:vanish w:val="0"/>')
    )
    document = read(tmp_path, "a.docx", word(body, styles=styles))
    assert shown(document) == ["公开仍公开"]
    assert document.oddities == ("有 5 个隐藏的字，未读入",)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    body = par('<w:r><w:sym w:font="某某符号" w:char="F041"/></w:r>' + run("甲")) + par(
        "<w:r><pic:pic/></w:r>"
    )
    document = read(tmp_path, "a.docx", word(body + '<w:altChunk r:id="x"/>'))
    assert shown(document) == ["\ufffd甲"]
    assert [odd[:5] for odd in document.oddities] == ["有 1 个", "文中有 1", "文中嵌入了"]


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    """Its lines repeat the headings, with the numbers of pages behind them."""
    styles = '<w:style w:type="paragraph" w:styleId="8"><w:name w:val="toc 1"/></w:style>'
    about = '<w:pStyle w:val="8"/>'
    body = par("目　录") + par("一、总体要求 1", about) + par("二、重点任务 2", about) + par("一、总体要求")
    document = read(tmp_path, "a.docx", word(body, styles=styles))
    assert shown(document) == ["目　录", "一、总体要求"]
    assert document.oddities == ("自动生成的目录（2 行）未读入，以正文的标题为准",)


def test_of_headers_only_a_number_that_the_text_has_not_is_read(tmp_path: Path) -> None:
    body = par("关于修渠的通知") + par("根据甲政发〔2020〕1号，现通知如下。")
    headers = {"header1": par("某市人民政府文件") + par("某政发〔2023〕8号"), "footer1": par("第 1 页")}
    assert read_word(tmp_path, body, **headers)[:2] == ["某政发〔2023〕8号", "关于修渠的通知"]
    assert read_word(tmp_path, body, header1=par("甲政发〔2020〕1号"))[0] == "关于修渠的通知"


def test_strict_names_and_other_spellings_of_parts(tmp_path: Path) -> None:
    parts = word_parts(par("正文"))
    strict = {
        name.replace("word/document", "Word\\Document"): str(content)
        .replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
        for name, content in parts.items()
    }  # fmt: skip
    assert shown(read(tmp_path, "a.docx", package(strict))) == ["正文"]


# Numbers that Word counts


def test_headings_are_counted(tmp_path: Path) -> None:
    levels = (
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCountingThousand", "（%2）")
        + level(2, "decimal", "%3．")
        + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
    )
    plan = [("总体", 0), ("目标", 1), ("原则", 1), ("任务", 0), ("水利", 1), ("渠", 2), ("坝", 2), ("口", 3)]
    body = "".join(numbered(text, at) for text, at in plan)
    assert read_word(tmp_path, body, numbering=lists(levels)) == [
        *("一、总体", "（一）目标", "（二）原则", "二、任务", "（一）水利", "1．渠", "2．坝", "2.2.1 口"),
    ]


def test_lists_share_counters_until_one_starts_anew(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(numbered("项", list_id=at) for at in (1, 2, 3, 3, 4, 9, 0))
    read_as = read_word(tmp_path, body, numbering=lists(level(0, "decimal", "第%1项："), nums))
    assert read_as == ["第1项：项", "第2项：项", "第5项：项", "第6项：项", "G)项", "项", "项"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1.1", "1.2", "2.1"]),
        ('<w:lvlRestart w:val="0"/>', ["1.1", "1.2", "2.3"]),
        ('<w:lvlRestart w:val="1"/>', ["1.1", "1.2", "2.1"]),
    ],
)
def test_a_level_starts_anew_below_a_new_one(tmp_path: Path, restart: str, expected: list[str]) -> None:
    levels = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2", restart)
    body = "".join(numbered("<w:r/>", at) for at in (0, 1, 1, 0, 1))
    assert [line for line in read_word(tmp_path, body, numbering=lists(levels)) if "." in line] == expected


def test_styles_number_their_paragraphs(tmp_path: Path) -> None:
    """A heading's number stands in its style, in one that it builds on, or where the list names the style."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="标题"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="小标题"><w:basedOn w:val="标题"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="无号"><w:basedOn w:val="标题"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="圈"><w:basedOn w:val="圈"/></w:style>'
    )
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="标题"/>') + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="小标题"/>'
    )
    body = "".join(
        par(name, f'<w:pStyle w:val="{name}"/>') for name in ("标题", "小标题", "小标题", "无号", "圈")
    )
    body += par("改", '<w:pStyle w:val="标题"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    assert read_word(tmp_path, body, styles=styles, numbering=lists(levels)) == [
        *("一、标题", "（一）小标题", "（二）小标题", "无号", "圈", "改"),
    ]


def test_a_list_may_be_named_by_a_style_of_lists(tmp_path: Path) -> None:
    about = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="目">{about}</w:style>'
    numbering = lists(level(0, "decimal", "%1、")) + (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="目"/></w:abstractNum>'
        '<w:num w:numId="8"><w:abstractNumId w:val="7"/></w:num>'
    )
    assert read_word(tmp_path, numbered("项", list_id=8), styles=styles, numbering=numbering) == ["1、项"]


def test_numbers_without_text_bullets_and_unknown_styles(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "decimal", "%1")
        + level(1, "bullet", "\uf0b7")
        + level(2, "hebrew1", "%3、")
        + level(3, "decimal", "第%4条", '<w:suff w:val="nothing"/>')
    )
    rows = table(*(cell(numbered("<w:r/>")) + cell(text) for text in ("修渠", "修坝")))
    document = read(
        tmp_path,
        "a.docx",
        word(rows + numbered("点", 1) + numbered("未知", 2) + numbered("目的", 3), numbering=numbering),
    )
    assert shown(document) == [["1", "修渠"], ["2", "修坝"], "• 点", "1、未知", "第1条目的"]
    assert document.oddities == ("有 1 种编号样式不认识，以阿拉伯数字代替",)


@pytest.mark.parametrize(
    ("style", "numbers", "expected"),
    [
        ("chineseCounting", (1, 10, 11, 99, 100), "一 十 十一 九十九 一○○"),
        (
            "chineseCountingThousand",
            (20, 101, 110, 1010, 10001),
            "二十 一百零一 一百一十 一千零一十 一万零一",
        ),
        ("japaneseCounting", (10, 111, 1000), "十 百十一 千"),
        ("ideographDigital", (10, 105), "一〇 一〇五"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("ideographZodiacTraditional", (1, 60, 61), "甲子 癸亥 甲子"),
        ("ideographEnclosedCircle", (1, 10, 11), "㈠ ㈩ 11"),
        ("chineseLegalSimplified", (10, 21), "壹拾 贰拾壹"),
        ("decimalFullWidth", (1, 20), "１ ２０"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("decimalEnclosedParen", (2,), "⑵"),
        ("decimalZero", (1, 10), "01 10"),
        ("upperLetter", (1, 26, 27, 53, 781), "A Z AA AAA 781"),
        ("lowerLetter", (28,), "bb"),
        ("upperRoman", (4, 9, 1999), "IV IX MCMXCIX"),
        ("lowerRoman", (14, 0, 99999), "xiv 0 99999"),
    ],
)
def test_how_numbers_are_written(style: str, numbers: tuple[int, ...], expected: str) -> None:
    assert " ".join(counted(number, style) or "" for number in numbers) == expected


@given(number=st.integers(1, 32767))
def test_chinese_numerals_are_read_back(number: int) -> None:
    """Against the numerals that notices are read with: 20006 is 二万零六 and nothing else."""
    assert parse_numeral(chinese(number)) == number
    assert parse_numeral((counted(number, "chineseCounting") or "").replace("○", "〇")) == number
    assert not re.search("零零|零$|^零", chinese(number))


# Tables


def test_merged_cells_stand_in_every_place_they_cover(tmp_path: Path) -> None:
    rows = table(
        cell("类别") + cell("任务") + cell("单位") + cell("备注"),
        cell("水利", merge="restart") + cell("修渠") + cell("甲局", span=2),
        cell(merge="continue") + cell(par("修") + par("坝")) + cell("乙局", merge="restart") + cell(),
        cell(merge="continue")
        + cell("修堤")
        + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
        + cell("急"),
    )
    document = read(tmp_path, "a.docx", word(rows))
    assert shown(document) == [
        ["类别", "任务", "单位", "备注"],
        ["水利", "修渠", "甲局", "甲局"],
        ["水利", "修\n坝", "乙局", ""],
        ["水利", "修堤", "乙局", "急"],
    ]
    first, *others = [block.cells[0] for block in document.blocks if isinstance(block, Row)][1:]
    assert others == [first, first]


def test_cells_that_do_not_meet_are_columns_all_the_same(tmp_path: Path) -> None:
    """Edges drawn by hand make slivers of columns; as long as all rows have as many cells, cells count."""
    rows = table(
        cell("附表", span=4),
        cell("序号") + cell("任务", span=2) + cell("单位"),
        cell("1") + cell("修渠") + cell("甲局", span=2),
    )
    assert read_word(tmp_path, rows) == [["附表"] * 3, ["序号", "任务", "单位"], ["1", "修渠", "甲局"]]


def test_tables_in_tables_are_not_lost(tmp_path: Path) -> None:
    inner = table(cell("序号") + cell("任务"), cell("1") + cell("修渠"))
    framed = read_word(tmp_path, table(cell(par("标题") + inner + par("落款"))))
    assert framed == ["标题", ["序号", "任务"], ["1", "修渠"], "落款"]
    rows = table(cell("甲") + cell("乙"), cell("丙") + cell(par("见下") + inner + par()))
    document = read(tmp_path, "a.docx", word(rows))
    assert shown(document) == [["甲", "乙"], ["丙", "见下"], ["序号", "任务"], ["1", "修渠"]]
    assert [block.table for block in document.blocks if isinstance(block, Row)] == [0, 0, 1, 1]


def test_revised_rows_and_cells_in_controls(tmp_path: Path) -> None:
    deleted = "<w:trPr><w:del/></w:trPr>"
    rows = table(
        cell("序号") + cell("任务"),
        deleted + cell("1") + cell("不修"),
        "<w:trPr><w:ins/></w:trPr>"
        + cell("2")
        + f"<w:sdt><w:sdtContent>{cell('修渠')}</w:sdtContent></w:sdt>",
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("修坝"),
    )
    assert read_word(tmp_path, rows) == [["序号", "任务"], ["2", "修渠"], ["", "修坝"]]


@st.composite
def merged_tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """Draw a table cut into blocks of rows and columns; each block is a merged cell with its own text."""
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    texts = [[""] * width for _ in range(height)]
    starts: dict[tuple[int, int], tuple[int, int]] = {}
    count = 0
    for y in range(height):
        for x in range(width):
            if texts[y][x]:
                continue
            free = next((at for at in range(x, width) if texts[y][at]), width) - x
            wide, high = draw(st.integers(1, free)), draw(st.integers(1, height - y))
            count += 1
            starts[y, x] = (wide, high)
            for below in range(y, y + high):
                texts[below][x : x + wide] = [f"格{count}"] * wide
    rows = []
    for y in range(height):
        row, x = "", 0
        while x < width:
            top = next(a for a in range(y, -1, -1) if (a, x) in starts and texts[a][x] == texts[y][x])
            wide, high = starts[top, x]
            merge = "" if high == 1 else "restart" if top == y else "continue"
            row += cell(texts[y][x] if top == y else "", span=wide, merge=merge)
            x += wide
        rows.append(row)
    return table(*rows), texts


FIXTURES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)


@FIXTURES
@given(drawn=merged_tables())
def test_no_text_of_a_table_is_lost_or_doubled(tmp_path: Path, drawn: tuple[str, list[list[str]]]) -> None:
    rows, texts = drawn
    document = read(tmp_path, "any.docx", word(par("表") + rows))
    printed = re.findall(r"格\d+", document.text)
    wanted = {text for row in texts for text in row}
    assert sorted(printed) == sorted(wanted)
    counts = {len(re.findall("<w:tc>", row)) for row in rows.split("</w:tr>")[:-1]}
    if len(counts - {1}) > 1:  # otherwise cells are columns
        assert shown(document)[1:] == texts
    spans = {c.of(document.text): c for b in document.blocks if isinstance(b, Row) for c in b.cells}
    assert all(
        c == spans[c.of(document.text)] for b in document.blocks if isinstance(b, Row) for c in b.cells
    )


# A file made by another program


def test_the_seed_as_a_word_document_says_the_same(tmp_path: Path, seed: Path) -> None:
    plain = read_document(seed)
    made, rows, count = WordDocument(), None, -1
    for block in plain.blocks:
        if not isinstance(block, Row):
            made.add_paragraph(block.span.of(plain.text))
            continue
        if block.table != count:
            rows, count = made.add_table(0, len(block.cells)), block.table
        assert rows is not None
        for to, span in zip(rows.add_row().cells, block.cells, strict=True):
            to.text = span.of(plain.text)
    made.save(str(tmp_path / "seed.docx"))
    document = read_document(tmp_path / "seed.docx")
    assert shown(document) == shown(plain)
    ours, theirs = (as_json(extract_file(path)) for path in (tmp_path / "seed.docx", seed))
    assert len(ours["tasks"]) == 27
    for part in ("metadata", "headings", "tasks", "citations", "targets", "goals", "focus_areas"):
        assert without_spans(ours[part]) == without_spans(theirs[part])


def without_spans(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_spans(part) for name, part in value.items() if name != "spans"}
    return [without_spans(part) for part in value] if isinstance(value, list | tuple) else value


def test_merges_of_python_docx(tmp_path: Path) -> None:
    made = WordDocument()
    rows = made.add_table(3, 3)
    for at, text in enumerate(["序号", "任务", "单位", "1", "修渠", "甲局", "2", "修坝", ""]):
        rows.cell(at // 3, at % 3).text = text
    rows.cell(1, 2).merge(rows.cell(2, 2))
    made.save(str(tmp_path / "a.docx"))
    assert shown(read_document(tmp_path / "a.docx"))[1:] == [["1", "修渠", "甲局"], ["2", "修坝", "甲局"]]


def test_a_notice_from_end_to_end(tmp_path: Path) -> None:
    """A notice as an office writes it: number in a box, counted headings, merged cells, tracked changes."""
    numbering = lists(
        level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCountingThousand", "（%2）")
    )
    body = (
        par(box(par("临江政办发〔2023〕12号")))
        + par("临江市人民政府办公室关于印发2023年水利建设重点任务分工的通知")
        + par("各区、县（市）人民政府，市政府各部门：")
        + par("为做好水利建设工作，现将任务分工印发给你们，请认真贯彻落实。")
        + numbered("总体要求")
        + par("坚持防汛与灌溉并重。")
        + numbered("重点任务")
        + numbered("修建灌渠", 1)
        + numbered("加固堤坝", 1)
        + table(
            cell("序号") + cell("工作任务") + cell("责任单位") + cell("完成时限"),
            cell("1") + cell("修建城东灌渠20公里")
            + cell("市水利局", merge="restart") + cell("2023年10月底前"),
            cell("2")
            + cell(par(run("加固") + "<w:ins>" + run("城西") + "</w:ins><w:del><w:r><w:delText>城北"
                       "</w:delText></w:r></w:del>" + run("堤坝")))
            + cell(merge="continue")
            + cell("2023年12月底前"),
            cell("3") + cell("开展水质监测") + cell("市生态环境局、市水利局") + cell("长期"),
        )
        + par("临江市人民政府办公室")
        + par("2023年3月1日")
    )  # fmt: skip
    path = tmp_path / "notice.docx"
    path.write_bytes(word(body, numbering=numbering, header1=par("— 1 —")))
    found = as_json(extract_file(path))
    about = found["metadata"]
    assert about["title"] == "临江市人民政府办公室关于印发2023年水利建设重点任务分工的通知"
    assert (about["number"], about["date"]) == ("临江政办发〔2023〕12号", "2023-03-01")
    assert [(head["marker"], head["text"]) for head in found["headings"]] == [
        *(("一", "总体要求"), ("二", "重点任务"), ("（一）", "修建灌渠"), ("（二）", "加固堤坝")),
    ]
    tasks = [(t["text"], [a["name"] for a in t["assignments"]], t["deadline_date"]) for t in found["tasks"]]
    assert tasks == [
        ("修建城东灌渠20公里", ["市水利局"], "2023-10-31"),
        ("加固城西堤坝", ["市水利局"], "2023-12-31"),
        ("开展水质监测", ["市生态环境局", "市水利局"], None),
    ]


# Files that are not to be trusted


def refusal(folder: Path, content: bytes, name: str = "a.docx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(folder, name, content)
    assert "\n" not in str(caught.value)
    return caught.value.reason


BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{at} '{f'&a{at - 1 if at else str()};' * 10}'>" for at in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "prolog",
    ["<!DOCTYPE w:document>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hosts'>]>", BOMB,
     "<?xml version='1.0'?><!-- -->\n<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
def test_a_document_type_is_refused_whole(tmp_path: Path, prolog: str, encoding: str, part: str) -> None:
    parts = word_parts(par("正文"), styles="")
    use = str(parts[part]).replace("正文", "正&a8;文") if prolog == BOMB else str(parts[part])
    parts[part] = (prolog + use).encode(encoding)
    start = perf_counter()
    reason = refusal(tmp_path, package(parts))
    assert perf_counter() - start < 1
    assert "DTD" in reason
    assert part.rpartition("/")[2] in reason


def test_an_undeclared_entity_loses_no_text(tmp_path: Path) -> None:
    assert "XML" in refusal(tmp_path, word(par("<w:r><w:t>甲&x;乙</w:t></w:r>")))


@pytest.mark.parametrize(
    ("body", "word_of_it"),
    [
        ("<w:p>" * 3000 + "</w:p>" * 3000, "嵌套"),
        ("<w:tbl><w:tr><w:tc>" * 3000 + par("深") + "</w:tc></w:tr></w:tbl>" * 3000, "嵌套"),
        ("<w:p><w:r><w:t>甲", "XML"),
        ("<w:p/>" * 1_000_001, "元素"),
    ],
)
def test_markup_without_measure_is_refused(tmp_path: Path, body: str, word_of_it: str) -> None:
    parts = word_parts(body)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert word_of_it in refusal(tmp_path, out.getvalue())


@pytest.mark.parametrize(
    "tags",
    [("w:tbl", "w:tr", "w:tc"), ("w:p", "w:r", "w:txbxContent"), ("w:sdt",), ("w:ins", "w:sdtContent")],
)
def test_what_is_nested_as_deep_as_markup_may_be_is_read(tmp_path: Path, tags: tuple[str, ...]) -> None:
    times = 190 // len(tags)
    start = "".join(f"<{tag}>" for tag in tags) * times
    end = "".join(f"</{tag}>" for tag in reversed(tags)) * times
    assert read_word(tmp_path, start + par("深") + end) == ["深"]


def frugal_refusal(content: bytes) -> str:
    """Give the reason of a refusal that took less than 4 MB of memory."""
    tracemalloc.start()
    with pytest.raises(UnreadableFile) as caught:
        read_docx(content, Path("a.docx"))
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()
    return caught.value.reason


def test_a_bomb_is_refused_before_it_is_unzipped() -> None:
    dense = word(par("正文") + f"<!--{'x' * (8 << 20)}-->")
    assert len(dense) < 100_000
    assert "压缩" in frugal_refusal(dense)


def test_many_entries_are_refused(tmp_path: Path) -> None:
    parts = word_parts(par("正文"))
    assert "2000" in refusal(tmp_path, package(parts | {f"customXml/{at}.xml": "" for at in range(2000)}))
    many = parts | {f"word/media/{at}.png": b"" for at in range(1900)}
    assert shown(read(tmp_path, "b.docx", package(many))) == ["正文"]


def with_size(content: bytes, name: bytes, size: int) -> bytes:
    """Put another size of the unzipped part into the directory of a zip, and into the part's own head."""
    data = bytearray(content)
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    while data[local + 30 : local + 30 + len(name)] != name:
        local = data.index(b"PK\x03\x04", local + 4)
    while data[central + 46 : central + 46 + len(name)] != name:
        central = data.index(b"PK\x01\x02", central + 4)
    struct.pack_into("<I", data, local + 22, size)
    struct.pack_into("<I", data, central + 24, size)
    return bytes(data)


def test_a_directory_that_lies_about_sizes_is_caught(tmp_path: Path) -> None:
    honest = word(par("正文") + f"<!--{'x' * (6 << 20)}-->")
    small = with_size(honest, b"word/document.xml", 300)
    assert "已损坏" in frugal_refusal(small)
    assert "200 MB" in refusal(tmp_path, with_size(honest, b"word/document.xml", 1 << 30))


@pytest.mark.parametrize("cut", [10, 100, 400])
def test_a_file_cut_off_is_refused(tmp_path: Path, cut: int) -> None:
    assert "重新下载" in refusal(tmp_path, word(par("正文"))[:-cut])


def test_locked_or_oddly_packed_parts_are_refused(tmp_path: Path) -> None:
    plain = bytearray(word(par("正文")))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.index(head)
        plain[at + flags] |= 1
    assert "密码" in refusal(tmp_path, bytes(plain))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in word_parts(par("正文")).items():
            archive.writestr(name, content)
    assert "压缩方法" in refusal(tmp_path, out.getvalue())


def test_names_of_parts_lead_nowhere_else(tmp_path: Path) -> None:
    """Targets are names in the zip: one that climbs out of it finds nothing, and nothing is fetched."""
    (tmp_path / "secret.xml").write_text(f"<w:document {NAMES}>{par('秘密')}</w:document>", encoding="utf-8")
    parts = word_parts(par("正文"), header1=par("某政发〔2023〕8号"))
    rels = "word/_rels/document.xml.rels"
    for target in ("../../secret.xml", "/etc/hosts", f"{tmp_path}/secret.xml", "http://127.0.0.1:9/h.xml"):
        hostile = parts | {rels: str(parts[rels]).replace('Target="header1.xml"', f'Target="{target}"')}
        assert shown(read(tmp_path, "a.docx", package(hostile))) == ["正文"]
    main = {"_rels/.rels": str(parts["_rels/.rels"]).replace("word/document.xml", "../secret.xml")}
    assert "正文" in refusal(tmp_path, package(parts | main))


def test_a_long_marker_or_a_note_meant_often_fills_no_memory(tmp_path: Path) -> None:
    numbering = lists(level(0, "upperLetter", "号" * 10_000))
    body = "".join(numbered("项") for _ in range(500))
    document = read(tmp_path, "a.docx", word(body, numbering=numbering))
    assert len(document.text) < 500 * 120
    notes = f'<w:footnote w:id="1">{par("长" * 10_000)}</w:footnote>'
    refs = par(run("正文") + '<w:r><w:footnoteReference w:id="1"/></w:r>' * 1000)
    assert len(read(tmp_path, "a.docx", word(refs, footnotes=notes)).text) < 11_000


@pytest.mark.parametrize(
    ("parts", "word_of_it"),
    [
        ({}, "没有 Office 文件的正文"),
        (word_parts(""), "没有文字"),
        (word_parts(par("<w:r><pic:pic/></w:r>")), "扫描件"),
        ({"_rels/.rels": "甲"}, "XML"),
        ({"_rels/.rels": b"\xff\xfe\x00"}, "XML"),
        (
            word_parts(par("正文")) | {"word/document.xml": "<?xml version='1.0' encoding='klingon'?><a/>"},
            "XML",
        ),
        (word_parts(par("正文")) | {"word/document.xml": f"<w:styles {NAMES}/>"}, "没有 Office 文件的正文"),
    ],
)
def test_packages_without_a_text_say_why(
    tmp_path: Path, parts: dict[str, str | bytes], word_of_it: str
) -> None:
    assert word_of_it in refusal(tmp_path, package(parts))


PIECES = st.sampled_from(
    [
        *(
            "<w:p>",
            "</w:p>",
            "<w:r>",
            "</w:r>",
            "<w:t>甲",
            "</w:t>",
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
        ),
        *("<w:tc>", "</w:tc>", "<w:br/>", "<w:del>", "</w:del>", "<mc:AlternateContent>", "<w:sym/>"),
        *(
            '<w:fldChar w:fldCharType="end"/>',
            "<w:footnoteReference/>",
            '<w:gridSpan w:val="-3"/>',
            "<w:tcPr>",
        ),
        *('<w:numPr><w:numId w:val="1"/></w:numPr>', "<w:pPr>", "</w:pPr>", "<w:txbxContent>", "<w:vMerge/>"),
    ]
)


@FIXTURES
@given(pieces=st.lists(PIECES, max_size=30))
def test_no_markup_breaks_the_reader(tmp_path: Path, pieces: list[str]) -> None:
    """Pieces of markup in any order, their open elements closed: read, or refused in a sentence."""
    open_tags: list[str] = []
    body = ""
    for piece in pieces:
        tag = re.findall(r"</?([\w:]+)", piece)[0]
        if piece.startswith("</"):
            if tag not in open_tags:
                continue
            while True:
                last = open_tags.pop()
                body += f"</{last}>"
                if last == tag:
                    break
        else:
            body += piece
            if not piece.endswith("/>") and f"</{tag}>" not in piece:
                open_tags.append(tag)
    body += "".join(f"</{tag}>" for tag in reversed(open_tags))
    numbering = lists(level(0, "decimal", "%1"))
    document = read(tmp_path, "any.docx", word(par("正文") + body, numbering=numbering))
    assert document.text.startswith("正文\n")
    last_end = 0
    for block in document.blocks:
        assert last_end <= block.span.start <= block.span.end <= len(document.text)
        last_end = block.span.end
