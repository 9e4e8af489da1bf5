"""Office files made by hand: the XML of a notice, put into the package that Word or Excel would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from kg.document import Document, Row
from kg.read import read_document

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{_OFFICE}"'
)
_SHEET = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """Write a part of relations: a target and its kind each."""
    listed = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def word_parts(body: str, **parts: str) -> dict[str, str | bytes]:
    """Give the parts of a Word document: its body; `styles`, `numbering`, `footnotes`, `header1`… by name."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    kinds = {name: roots.get(name, name.rstrip("0123456789")) for name in parts}
    tags = {"header": "hdr", "footer": "ftr"}
    made: dict[str, str | bytes] = {
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/_rels/document.xml.rels": relations({f"{name}.xml": kind for name, kind in kinds.items()}),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    return made | {
        f"word/{name}.xml": f"<w:{tags.get(kinds[name], kinds[name])} {NAMES}>{content}"
        f"</w:{tags.get(kinds[name], kinds[name])}>"
        for name, content in parts.items()
    }


def word(body: str, **parts: str) -> bytes:
    """Make a Word document."""
    return package(word_parts(body, **parts))


def run(text: str, properties: str = "") -> str:
    """Write a run of text."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str = "", properties: str = "") -> str:
    """Write a paragraph: its text, or its runs."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """Write a paragraph that Word numbers."""
    about = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return par(text, about)


def cell(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """Write a cell: its text, or its blocks; `merge` is restart or continue."""
    about = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = content if content.startswith("<") else par(content)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inner}</w:tc>"


def table(*rows: str) -> str:
    """Write a table: the cells of each row."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def box(content: str) -> str:
    """Write a run with a text box in both of its forms, as Word does."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(at: int, style: str, text: str, more: str = "") -> str:
    """Write one level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """Write the part of lists: one abstract list, and what is made from it."""
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'


def book_parts(*sheets: str, strings: str = "", styles: str = "", book: str = "") -> dict[str, str | bytes]:
    """Give the parts of a workbook: what stands in the root of each sheet (named 表甲, 表乙…)."""
    names = [f"worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="表{"甲乙丙丁"[at]}" sheetId="{at + 1}" r:id="r{at + 1}"/>' for at in range(len(sheets))
    )
    targets = dict.fromkeys(names, "worksheet")
    targets |= {"sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
    made: dict[str, str | bytes] = {
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/_rels/workbook.xml.rels": relations(targets),
        "xl/workbook.xml": f"<workbook {_SHEET}>{book or f'<sheets>{listed}</sheets>'}</workbook>",
        "xl/sharedStrings.xml": f"<sst {_SHEET}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_SHEET}>{styles}</styleSheet>",
    }
    return made | {
        f"xl/{name}": f"<worksheet {_SHEET}>{sheet}</worksheet>"
        for name, sheet in zip(names, sheets, strict=True)
    }


def book(*sheets: str, strings: str = "", styles: str = "") -> bytes:
    """Make a workbook."""
    return package(book_parts(*sheets, strings=strings, styles=styles))


def text_cell(place: str, text: str) -> str:
    """Write a cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def read(folder: Path, name: str, content: bytes) -> Document:
    """Read a file of this name and content."""
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


def shown(document: Document) -> list[str | list[str]]:
    """Give the blocks of a document: lines, and the cells of rows."""
    text = document.text
    return [[c.of(text) for c in b.cells] if isinstance(b, Row) else b.span.of(text) for b in document.blocks]
