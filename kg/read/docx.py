"""Word documents (.docx): lines and tables in the order of the page, with the numbers that Word counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from kg.errors import UnreadableFile
from kg.numerals import find_numbers
from kg.read.docx_runs import Story, read_text, within
from kg.read.docx_tables import Block, Table, read_table
from kg.read.grid import write_grid
from kg.read.markup import below, each
from kg.read.numbering import read_numbering
from kg.read.package import Package, main_part, open_package, read_part, relations
from kg.read.piped import with_bars
from kg.read.reading import Pen, Reading
from kg.read.styles import read_styles, value_of
from kg.text import fold

_BLOCKS = frozenset({"w:p", "w:tbl", "w:altChunk"})
_NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote"}


def read_docx(data: bytes, path: Path) -> Reading:
    """Read a Word document: what it shows, and in its place what is not typed but counted by Word.

    Footnotes stand behind the text. Of headers and footers only a line with a document number (文号) is
    read, and only if the text has not that number: letterheads are set there, and so is every page's repeat.

    :raises UnreadableFile: it is damaged, locked, no Word document, hostile, or has no text
    """
    package = open_package(data, path)
    name, root = main_part(package, "w:document")
    parts = {relation.kind: relation.part for relation in relations(package, name)}
    styles = read_styles(_part(package, parts.get("styles")))
    story = Story(styles, read_numbering(_part(package, parts.get("numbering")), styles))
    body = below(root, "w:body")
    blocks = _blocks(body if body is not None else root, story)
    blocks += _notes(package, parts, story)
    pen = Pen()
    for block in [*_numbers_of_headers(package, name, blocks, story), *blocks]:
        if isinstance(block, str):
            pen.line(block)
        else:
            write_grid(pen, block.grid)
    if not pen.blocks:
        reason = (
            "文中只有图片（扫描件），请先做文字识别（OCR）" if story.pictures else "文中没有文字，请核对文件"
        )
        raise UnreadableFile(path, reason)
    return with_bars(pen.reading(list(_oddities(story))))


def _part(package: Package, name: str | None) -> Element | None:
    return read_part(package, name) if name is not None else None


def _blocks(container: Element, story: Story) -> list[Block]:
    """Read the paragraphs and tables of the body, a cell, a text box or a note."""
    blocks: list[Block] = []
    begun = ""  # what a paragraph without an end has left for the next one
    for element in within(container, _BLOCKS):
        if story.styles.is_contents(value_of(element, "w:pPr", "w:pStyle")):
            story.contents += 1  # its headings stand in the text
        elif element.tag == "w:p":
            text = read_text(element, story)
            for box in text.before:
                blocks += _box(box, story)
            begun += text.text
            if not text.joins:
                blocks += _lines(story.numbering.marker(element) + begun)
                begun = ""
            for box in text.after:
                blocks += _box(box, story)
        elif element.tag == "w:tbl":
            blocks += [*_lines(begun), *read_table(element, lambda cell: _blocks(cell, story))]
            begun = ""
        else:
            story.foreign += 1
    return [*blocks, *_lines(begun)]


def _box(box: Element | str, story: Story) -> list[Block]:
    return _lines(box) if isinstance(box, str) else _blocks(box, story)


def _lines(text: str) -> list[Block]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _notes(package: Package, parts: dict[str, str], story: Story) -> Iterator[Block]:
    """Give the footnotes and endnotes that the text refers to, each with its count."""
    notes = {
        (kind, note.get("w:id")): note
        for kind in {kind for kind, _ in story.notes}
        if (root := _part(package, parts.get(kind))) is not None
        for note in each(root, _NOTES[kind])
    }
    for count, place in enumerate(dict.fromkeys(story.notes), 1):
        if place in notes:
            text = " ".join(block for block in _blocks(notes[place], story) if isinstance(block, str))
            yield f"注{count}：{text}"


def _numbers_of_headers(
    package: Package, name: str, blocks: Sequence[Block], story: Story
) -> Iterator[Block]:
    """Give the lines of headers and footers with a document number that stands nowhere else."""
    aside = Story(story.styles, story.numbering)  # what is odd in a header is of no interest
    named = [r.part for r in relations(package, name) if r.kind in {"header", "footer"}]
    roots = [root for part in dict.fromkeys(named) if (root := read_part(package, part)) is not None]
    found = [(text, _numbers([text])) for root in roots for text in _texts(_blocks(root, aside))]
    known = _numbers(_texts(blocks)) if any(numbers for _, numbers in found) else set()
    for text, numbers in found:
        if numbers - known:
            known |= numbers
            yield text


def _numbers(texts: Iterable[str]) -> set[str]:
    return {number for text in texts for _, _, number in find_numbers(fold(text))}


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (place for row in block.grid for place in row if isinstance(place, str))
        else:
            yield block


def _oddities(story: Story) -> Iterator[str]:
    if story.hidden:
        yield f"有 {story.hidden} 个隐藏的字，未读入"
    if story.unknown:
        yield f"有 {story.unknown} 个符号字体的字符认不出，以 \ufffd 代替"
    if story.pictures:
        yield f"文中有 {story.pictures} 张图片，其中若有文字未读入"
    if story.contents:
        yield f"自动生成的目录（{story.contents} 行）未读入，以正文的标题为准"
    if story.foreign:
        yield f"文中嵌入了 {story.foreign} 份别的文件，未读入"
    if story.numbering.unknown:
        yield f"有 {len(story.numbering.unknown)} 种编号样式不认识，以阿拉伯数字代替"
