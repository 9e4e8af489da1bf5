"""Kinds of files that are met beside notices and are not read: what each is, and what to do about it."""

from __future__ import annotations

_TO_DOCX = "请用 WPS、Word 或 LibreOffice 另存为 .docx"
_TO_XLSX = "请用 WPS、Excel 或 LibreOffice 另存为 .xlsx"
_TO_TEXT = "这是图片，请先做文字识别（OCR），存为 .txt 或 .docx"

#: Suffix -> what the file is and what to do. None of them is opened.
ADVICE: dict[str, str] = {
    ".doc": f"这是旧版 Word 文件，{_TO_DOCX}",
    ".dot": f"这是旧版 Word 模板，{_TO_DOCX}",
    ".docm": f"这是带宏的 Word 文件，{_TO_DOCX}",
    ".wps": f"这是 WPS 文字文件，{_TO_DOCX}",
    ".wpt": f"这是 WPS 文字模板，{_TO_DOCX}",
    ".rtf": f"这是 RTF 文件，{_TO_DOCX}",
    ".odt": f"这是 OpenDocument 文件，{_TO_DOCX}",
    ".xls": f"这是旧版 Excel 文件，{_TO_XLSX}",
    ".xlsm": f"这是带宏的 Excel 文件，{_TO_XLSX}",
    ".xlsb": f"这是二进制的 Excel 文件，{_TO_XLSX}",
    ".et": f"这是 WPS 表格文件，{_TO_XLSX}",
    ".ods": f"这是 OpenDocument 表格，{_TO_XLSX}",
    ".csv": f"这是逗号分隔的表格，{_TO_XLSX}",
    ".ofd": "这是 OFD 版式文件，请用 OFD 阅读器导出为 .pdf 或 .txt",
    ".ceb": "这是方正 CEB 版式文件，请用阅读器导出为 .pdf",
    ".ppt": "这是演示文稿，请另存为 .pdf",
    ".pptx": "这是演示文稿，请另存为 .pdf",
    ".mht": "这是网页存档，请另存为 .html",
    ".mhtml": "这是网页存档，请另存为 .html",
    ".jpg": _TO_TEXT,
    ".jpeg": _TO_TEXT,
    ".png": _TO_TEXT,
    ".gif": _TO_TEXT,
    ".bmp": _TO_TEXT,
    ".tif": _TO_TEXT,
    ".tiff": _TO_TEXT,
    ".rar": "这是压缩包，请先解压",
    ".7z": "这是压缩包，请先解压",
}

#: The compound files of Office 97 to 2003 begin so ([MS-CFB] 2.2); a newer file that is encrypted is put
#: into one, under a name that is written in UTF-16 ([MS-OFFCRYPTO] 2.3.4.4).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: What else is found under the suffix of an Office file.
_BEGINNINGS = (
    (b"%PDF", "这其实是 PDF，请把后缀改为 .pdf"),
    (b"{\\rtf", f"这其实是 RTF 文件，{_TO_DOCX}"),
    (b"<?xml", "这其实是单个 XML 文件，请用 WPS 或 Office 打开后另存为 .docx 或 .xlsx"),
    (b"<", "这其实是网页，请把后缀改为 .html"),
    (b"Rar!", "这其实是压缩包，请先解压"),
)


def why_no_package(data: bytes) -> str:
    """Say in one sentence what a file is that should be a zip package of Office and is not one."""
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            return "文件设了打开密码，请用 WPS 或 Office 打开，取消密码后另存"
        return "这其实是旧版 Office 文件，请用 WPS、Office 或 LibreOffice 另存为 .docx 或 .xlsx"
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, reason in _BEGINNINGS:
        if start.startswith(beginning):
            return reason
    return "文件已损坏，或不是后缀所说的格式，请重新下载，或用 WPS、Office 打开后另存"
