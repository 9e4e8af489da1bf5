"""A file that is not read says what it is and what to do, by its suffix or by how it begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import book, par, read, word

from kg.errors import UnreadableFile
from kg.read import READERS
from kg.read.kinds import ADVICE

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(folder: Path, name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(folder, name, content)
    assert "请" in caught.value.reason  # what to do
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "what", "remedy"),
    [
        ("通知.doc", "旧版 Word", ".docx"),
        ("通知.DOC", "旧版 Word", ".docx"),
        ("任务表.xls", "旧版 Excel", ".xlsx"),
        ("通知.wps", "WPS 文字", ".docx"),
        ("任务表.et", "WPS 表格", ".xlsx"),
        ("通知.ofd", "OFD", ".pdf"),
        ("通知.rtf", "RTF", ".docx"),
        ("扫描.jpg", "图片", "文字识别"),
        ("扫描.tif", "图片", "文字识别"),
        ("通知.rar", "压缩包", "解压"),
    ],
)
def test_kinds_that_are_not_read_say_what_to_do(tmp_path: Path, name: str, what: str, remedy: str) -> None:
    reason = refusal(tmp_path, name, b"anything")
    assert what in reason
    assert remedy in reason


def test_no_kind_is_both_read_and_refused() -> None:
    assert not ADVICE.keys() & READERS.keys()
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in ADVICE)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (_COMPOUND, "旧版 Office"),
        (_COMPOUND + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (b"%PDF-1.7", ".pdf"),
        (b"\xef\xbb\xbf\r\n<html><body>", ".html"),
        (b"<?xml version='1.0'?><pkg:package/>", "XML"),
        (b"{\\rtf1", "RTF"),
        (b"plain words", "重新下载"),
        (b"PK\x03\x04 and no more", "重新下载"),
        (b"PK\x05\x06" + bytes(18), "核对"),
    ],
)
def test_what_a_suffix_says_wrongly(tmp_path: Path, suffix: str, content: bytes, remedy: str) -> None:
    assert remedy in refusal(tmp_path, f"a{suffix}", content)


def test_office_files_by_each_others_names(tmp_path: Path) -> None:
    sheet = "<sheetData><row><c><v>1</v></c></row></sheetData>"
    assert ".xlsx" in refusal(tmp_path, "a.docx", book(sheet))
    assert ".docx" in refusal(tmp_path, "a.xlsx", word(par("正文")))
