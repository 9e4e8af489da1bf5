"""Spreadsheets are read as they are shown: merged cells, dates, formats; and hostile ones are refused."""

from __future__ import annotations

import re
import tracemalloc
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import book, book_parts, package, read, shown, text_cell, word
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kg.document import Document, Row
from kg.errors import UnreadableFile
from kg.extract import as_json, extract_file
from kg.read import read_document
from kg.read.shown import shown as shown_number
from kg.read.xlsx import read_xlsx

Rows = list[list[object]]


def made(folder: Path, rows: Rows, *merges: str, title: str = "Sheet1") -> Document:
    """Read what openpyxl has written."""
    workbook = Workbook()
    sheet = fill(workbook, rows, title)
    for merge in merges:
        sheet.merge_cells(merge)
    return save(folder, workbook)


def fill(workbook: Workbook, rows: Rows, title: str) -> Worksheet:
    sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return sheet


def save(folder: Path, workbook: Workbook) -> Document:
    workbook.remove(workbook.worksheets[0])
    workbook.save(folder / "a.xlsx")
    return read_document(folder / "a.xlsx")


# What a sheet shows


def test_a_list_of_tasks(tmp_path: Path) -> None:
    rows: Rows = [
        ["附件"],
        ["2023年重点任务分工表"],
        ["序号", "工作任务", "责任单位", "完成时限", "占比"],
        [1, "修建灌渠", "市水利局", date(2023, 10, 31), 0.35],
        [2.0, "加固堤坝", None, 45291, 20],
        [None, None, None],
    ]
    workbook = Workbook()
    sheet = fill(workbook, rows, "任务表")
    sheet.merge_cells("A2:E2")
    sheet.merge_cells("C4:C5")
    sheet["D4"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["D5"].number_format = "yyyy-mm-dd"
    sheet["E4"].number_format = "0.0%"
    document = save(tmp_path, workbook)
    assert shown(document) == [
        "任务表",
        "附件",
        "2023年重点任务分工表",
        ["序号", "工作任务", "责任单位", "完成时限", "占比"],
        ["1", "修建灌渠", "市水利局", "2023年10月31日", "35.0%"],
        ["2", "加固堤坝", "市水利局", "2023-12-31", "20"],
    ]
    first, second = [block.cells[2] for block in document.blocks if isinstance(block, Row)][1:]
    assert first == second
    assert document.oddities == ()


@pytest.mark.parametrize("title", ["Sheet1", "sheet 2", "工作表1", "表格3", "Sheet"])
def test_a_name_that_was_given_by_itself_is_no_line(tmp_path: Path, title: str) -> None:
    assert shown(made(tmp_path, [["甲", "乙"], [1, 2]], title=title)) == [["甲", "乙"], ["1", "2"]]


def test_merged_ranges_and_rows_across_the_table(tmp_path: Path) -> None:
    rows: Rows = [
        ["任务表", None, None],
        ["序号", "任务", None],
        ["一、水利", None, None],
        [1, "修渠", "甲局"],
        [2, "修坝", None],
        ["注：未尽事项由甲局解释", None, None],
    ]
    merges = ("A1:C1", "B2:C2", "A3:C3", "B5:C5", "A6:C6")
    assert shown(made(tmp_path, rows, *merges)) == [
        "任务表",
        ["序号", "任务", "任务"],
        ["一、水利"] * 3,
        ["1", "修渠", "甲局"],
        ["2", "修坝", "修坝"],
        "注：未尽事项由甲局解释",
    ]


def test_what_a_merged_cell_hides_is_not_read(tmp_path: Path) -> None:
    cells = f"<row>{text_cell('A1', '甲')}{text_cell('B1', '乙')}</row>"
    hidden = f'<row r="2">{text_cell("A2", "藏")}</row><row r="3">{text_cell("B3", "丙")}</row>'
    sheet = f'<sheetData>{cells}{hidden}</sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells>'
    assert shown(read(tmp_path, "a.xlsx", book(sheet))) == ["表甲", ["甲", "乙"], ["甲", "丙"]]


def test_blank_rows_part_tables_and_blank_columns_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [
        ["表一"],
        ["序号", None, "任务"],
        [1, None, "修渠"],
        [],
        ["表二"],
        ["序号", None, "任务"],
        [1, None, "修坝"],
        [],
        ["表三"],
        ["序号", "县区", "任务"],
        [1, "石湾县", "修路"],
        [],
        ["说明"],
    ]
    document = made(tmp_path, rows)
    assert shown(document) == [
        *("表一", ["序号", "任务"], ["1", "修渠"], "表二", ["序号", "任务"], ["1", "修坝"]),
        *("表三", ["序号", "县区", "任务"], ["1", "石湾县", "修路"], "说明"),
    ]
    assert [block.table for block in document.blocks if isinstance(block, Row)] == [0, 0, 1, 1, 2, 2]


def test_what_is_hidden_is_left_out_and_named(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = fill(workbook, [["序号", "任务", "密"], [1, "修渠", "甲"], [2, "修坝", "乙"]], "任务")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    fill(workbook, [["旧", "稿"]], "旧稿").sheet_state = "hidden"
    document = save(tmp_path, workbook)
    assert shown(document) == ["任务", ["序号", "任务"], ["2", "修坝"]]
    assert document.oddities == (
        "工作表「任务」有 1 行是隐藏的，未读入",
        "工作表「任务」有 1 列是隐藏的，未读入",
        "工作表「旧稿」是隐藏的，未读入",
    )


def test_a_merged_cell_that_begins_in_a_hidden_row_is_shown_below(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = fill(workbook, [["序号", "单位"], [1, "甲局"], [2, None], [3, None]], "Sheet1")
    sheet.merge_cells("B2:B4")
    sheet.row_dimensions[2].hidden = True
    assert shown(save(tmp_path, workbook)) == [["序号", "单位"], ["2", "甲局"], ["3", "甲局"]]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c>'
        '<c r="D1" t="str"><f>A1</f><v>公式</v></c><c r="E1"><f>1+1</f></c><c r="F1" t="e"><v>#N/A</v></c>'
        '<c r="G1" t="b"><v>1</v></c><c r="H1" t="d"><v>2023-12-31T00:00:00</v></c><c><v>7</v></c>'
    )
    strings = (
        '<si><t>_x4E00_甲_x000D_\n乙_x005F_</t></si><si><r><t>重</t></r><r><t xml:space="preserve">点</t></r>'
        '<rPh sb="0" eb="1"><t>zhong</t></rPh></si>'
    )
    sheet = f'<sheetData><row r="1">{cells}</row><row r="2">{text_cell("A2", "末")}</row></sheetData>'
    document = read(tmp_path, "a.xlsx", book(sheet, strings=strings))
    assert shown(document)[1] == ["一甲\n乙_", "重点", "公式", "#N/A", "TRUE", "2023-12-31", "7"]
    assert document.oddities == (
        "工作表「表甲」有 1 个公式出错",
        "工作表「表甲」有 1 个公式没有算出的值，请用 WPS 或 Excel 打开后保存",
    )


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("20", "General", "20"),
        ("20.0", "General", "20"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789012345", "General", "123456789012345"),
        ("1.5", "[mm]:ss", "1.5"),
        ("1e300", "0.00", "1e+300"),
        ("12", "", "12"),
        ("7", "000", "007"),
        ("1234567.885", "#,##0.00", "1,234,567.89"),
        ("999", "#,##0", "999"),
        ("0.5", "#.##", ".5"),
        ("2.5", "0.0#", "2.5"),
        ("0.285", "0%", "29%"),
        ("1500000", '0.0,,"百万"', "1.5百万"),
        ("3", '"第"0"号"', "第3号"),
        ("100", "[$￥-804]#,##0.00", "￥100.00"),
        ("-5", "0;(0);-", "(5)"),
        ("0", "0;(0);-", "-"),
        ("0", "0;-0;;@", ""),
        ("-5", "0.0_ ", "-5.0"),
        ("-0.001", "0.00", "0.00"),
        ("12", "[DBNum1][$-804]General", "一十二"),
        ("12", "[DBNum2][$-804]0", "壹拾贰"),
        ("0.5", "# ?/?", "0.5"),
        ("5", "[>3]0;[<2]0.0", "5"),
        ("1.2E+3", "0.00E+00", "1200"),
        ("45291", "yyyy/m/d", "2023/12/31"),
        ("45291", 'yyyy"年"m"月"d"日";@', "2023年12月31日"),
        ("45291", "yyyy年mm月dd日", "2023年12月31日"),
        ("45291", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十二月三十一日"),
        ("45291", "yy.m.d aaaa", "23.12.31 星期日"),
        ("45291.75", "yyyy-mm-dd hh:mm:ss", "2023-12-31 18:00:00"),
        ("0.75", "上午/下午h:mm", "下午6:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "m/d", "2/28"),
        ("59", "yyyy-m-d", "1900-2-28"),
        ("61", "yyyy-m-d", "1900-3-1"),
        ("-1", "yyyy", "-1"),
        ("99999999", "yyyy", "99999999"),
        ("甲", "0", "甲"),
        ("inf", "0", "inf"),
    ],
)
def test_numbers_as_they_are_shown(number: str, code: str, expected: str) -> None:
    assert shown_number(number, code) == expected


def test_days_may_count_from_1904(tmp_path: Path) -> None:
    assert shown_number("43829", "yyyy-mm-dd", from_1904=True) == "2023-12-31"
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    parts = book_parts('<sheetData><row><c s="1"><v>43829</v></c></row></sheetData>', styles=styles)
    named = '<workbookPr date1904="1"/><sheets><sheet name="Sheet1" r:id="r1"/></sheets>'
    parts["xl/workbook.xml"] = re.sub("<sheets>.*</sheets>", named, str(parts["xl/workbook.xml"]))
    assert shown(read(tmp_path, "a.xlsx", package(parts))) == ["2023年12月31日"]


@given(
    number=st.floats(allow_nan=False),
    code=st.text(st.sampled_from('0#?.,%;"\\[]_*ymdhs@年aE+-/ $DBNum1'), max_size=12),
)
def test_no_format_breaks_the_reader(number: float, code: str) -> None:
    assert len(shown_number(repr(number), code)) < 400


@given(day=st.dates(date(1900, 3, 1), date(9999, 12, 30)))
def test_days_are_those_of_the_calendar(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert shown_number(str(serial), "yyyy-mm-dd") == day.isoformat()


FIXTURES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@FIXTURES
@given(data=st.data())
def test_no_text_of_a_sheet_is_lost_or_doubled(tmp_path: Path, data: st.DataObject) -> None:
    """Tables cut into merged ranges, written by openpyxl: each text stands once, in all its places."""
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    texts = [[""] * width for _ in range(height)]
    workbook = Workbook()
    sheet = fill(workbook, [], "Sheet1")
    for y in range(height):
        for x in range(width):
            if texts[y][x]:
                continue
            free = next((at for at in range(x, width) if texts[y][at]), width) - x
            wide, high = data.draw(st.integers(1, free)), data.draw(st.integers(1, height - y))
            for below in range(y, y + high):
                texts[below][x : x + wide] = [f"格{y}{x}"] * wide
            sheet.cell(y + 1, x + 1, f"格{y}{x}")
            if (wide, high) != (1, 1):
                sheet.merge_cells(start_row=y + 1, start_column=x + 1, end_row=y + high, end_column=x + wide)
    document = save(tmp_path, workbook)
    assert sorted(re.findall(r"格\d\d", document.text)) == sorted({text for row in texts for text in row})
    # Rows and columns without a text of their own are not shown; nor are those that merging has emptied.
    for row in (block for block in document.blocks if isinstance(block, Row)):
        shown_row = [c.of(document.text) for c in row.cells]
        assert any(shown_row == [t for x, t in enumerate(full) if own_column(texts, x)] for full in texts)


def own_column(texts: list[list[str]], x: int) -> bool:
    return any(text == f"格{y}{x}" for y, row in enumerate(texts) for text in row)


def test_the_seed_as_a_spreadsheet_has_the_same_tasks(tmp_path: Path, seed: Path) -> None:
    plain = read_document(seed)
    rows: Rows = [["责任分解表"]]
    for block in plain.blocks:
        if isinstance(block, Row) and block.table == 0:
            texts: list[object] = [c.of(plain.text) for c in block.cells]
            rows.append([int(str(texts[0])) if str(texts[0]).isdigit() else texts[0], *texts[1:]])
    made(tmp_path, rows, "A1:C1")
    ours, theirs = (
        [
            (t["no"], t["text"], [(a["name"], a["role"], a["aliases"]) for a in t["assignments"]])
            for t in as_json(extract_file(path))["tasks"]
        ]
        for path in (tmp_path / "a.xlsx", seed)
    )
    assert len(ours) == 27
    assert ours == theirs


# Files that are not to be trusted


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(folder, "a.xlsx", content)
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_document_type_is_refused_whole(tmp_path: Path, part: str) -> None:
    parts = book_parts(f"<sheetData><row>{text_cell('A1', '甲')}</row></sheetData>")
    parts[part] = "<!DOCTYPE x [<!ENTITY a 'b'>]>" + str(parts[part])
    assert "DTD" in refusal(tmp_path, package(parts))


def test_ranges_without_measure_are_cut_to_the_table(tmp_path: Path) -> None:
    sheet = (
        f"<sheetData><row>{text_cell('A1', '甲')}{text_cell('B1', '乙')}</row></sheetData><mergeCells>"
        + '<mergeCell ref="A1:XFD1048576"/>' * 20_000
        + '<mergeCell ref="B1:A1"/><mergeCell ref="甲"/></mergeCells>'
    )
    start = perf_counter()
    assert shown(read(tmp_path, "a.xlsx", book(sheet))) == ["表甲", "甲"]
    assert perf_counter() - start < 3


def test_cells_far_apart_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{at * 100}"><c r="{letters(at)}{at * 100}"><v>1</v></c></row>' for at in range(1, 2000)
    )
    assert "分散" in refusal(tmp_path, book(f"<sheetData>{rows}</sheetData>"))
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    far = f"<sheetData>{rows}</sheetData>"
    assert shown(read(tmp_path, "b.xlsx", book(far))) == ["表甲", "1", "2"]


def letters(column: int) -> str:
    written = ""
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def test_one_long_string_in_every_cell_is_refused(tmp_path: Path) -> None:
    cells = "".join('<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' for _ in range(2000))
    content = book(f"<sheetData>{cells}</sheetData>", strings=f"<si><t>{'长' * 30_000}</t></si>")
    (tmp_path / "a.xlsx").write_bytes(content)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="文字超过"):
        read_xlsx(content, tmp_path / "a.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_sheets_of_one_part_are_read_once(tmp_path: Path) -> None:
    parts = book_parts(f"<sheetData><row>{text_cell('A1', '甲')}</row></sheetData>")
    many = "".join(f'<sheet name="表甲{at}" r:id="r1"/>' for at in range(1000))
    parts["xl/workbook.xml"] = re.sub("<sheet .*/>", many, str(parts["xl/workbook.xml"]))
    assert shown(read(tmp_path, "a.xlsx", package(parts))) == ["表甲0", "甲"]


@pytest.mark.parametrize(
    ("sheet", "word_of_it"),
    [
        ("<sheetData/>", "没有文字"),
        ("", "没有文字"),
        ("<sheetData><row>", "XML"),
        ('<sheetData><row r="0"><c r="A0" t="s"><v>-1</v></c></row></sheetData>', "没有文字"),
    ],
)
def test_books_without_a_text_say_why(tmp_path: Path, sheet: str, word_of_it: str) -> None:
    assert word_of_it in refusal(tmp_path, book(sheet))


def test_a_word_document_by_another_name(tmp_path: Path) -> None:
    assert ".docx" in refusal(tmp_path, word("<w:p/>"))


PLACES = st.sampled_from(["A1", "B1", "A2", "ZZ9", "A0", "a1", "", "XFD1048577", "AAAA1", "B3"])


@FIXTURES
@given(
    cells=st.lists(st.tuples(PLACES, st.sampled_from("snbed")), max_size=8),
    merges=st.lists(st.tuples(PLACES, PLACES), max_size=4),
    hidden=st.integers(0, 3),
)
def test_no_sheet_breaks_the_reader(
    tmp_path: Path, cells: list[tuple[str, str]], merges: list[tuple[str, str]], hidden: int
) -> None:
    rows = "".join(
        f'<row hidden="{int(at == hidden)}"><c r="{place}" t="{kind}"><v>{at}</v></c></row>'
        for at, (place, kind) in enumerate(cells)
    )
    ranges = "".join(f'<mergeCell ref="{first}:{last}"/>' for first, last in merges)
    sheet = (
        f"<cols><col min='1' max='{hidden}' hidden='1'/></cols><sheetData>{rows}<row r='50'>"
        f"{text_cell('ZZ50', '末')}</row></sheetData><mergeCells>{ranges}</mergeCells>"
    )
    document = read(tmp_path, "any.xlsx", book(sheet, strings="<si><t>甲</t></si>"))
    assert re.search("[甲末]|\\d", document.text)  # a merged cell may hide the last one
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(document.text)
