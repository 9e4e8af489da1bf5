"""XML of Office files, from hands that are not trusted: no DTD, no depths, short names.

The parser is expat, driven directly, because only so a document type declaration is refused the moment it
is seen, in any encoding, before an entity of it could be expanded or left out.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

#: Namespaces, transitional and strict (ISO/IEC 29500-1 and -4), and the prefix that each goes by here.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://www.w3.org/XML/1998/namespace": "xml",
}

_DEEPEST = 200  # elements in each other; Office itself writes a few dozen
_MOST = 1_000_000  # elements of one part, some 500 pages


class BadMarkup(Exception):
    """Markup that is refused; the sentence says why."""


def parse_xml(data: bytes) -> Element:
    """Parse one part of a package; its names are `w:p`, `x:row`…, and those of other namespaces `other:…`.

    :raises BadMarkup: it is not well formed, declares a document type, or is deeper or larger than any
        document is
    """
    names: dict[str, str] = {}
    builder = TreeBuilder()
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    open_elements = elements = 0

    def short(name: str) -> str:
        if name not in names:
            space, _, local = name.rpartition(" ")
            names[name] = f"{_PREFIXES.get(space, 'other')}:{local}" if space else local
        return names[name]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal open_elements, elements
        open_elements, elements = open_elements + 1, elements + 1
        if open_elements > _DEEPEST:
            raise BadMarkup(f"嵌套超过 {_DEEPEST} 层")
        if elements > _MOST:
            raise BadMarkup(f"元素超过 {_MOST} 个")
        builder.start(short(tag), {short(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal open_elements
        open_elements -= 1
        builder.end(short(tag))

    def refuse(*_declaration: object) -> None:
        raise BadMarkup("含有 DTD 或实体声明，可能是恶意文件")

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadMarkup(f"不是完好的 XML（第 {parser.ErrorLineNumber} 行）") from error
    return builder.close()


def below(element: Element, *tags: str) -> Element | None:
    """Give the first element of a name in another, and so on down; None where there is none."""
    found: Element | None = element
    for tag in tags:
        found = next((child for child in found if child.tag == tag), None) if found is not None else None
    return found


def each(element: Element | None, tag: str) -> list[Element]:
    """Give the elements of a name that stand directly in another; none if there is no other."""
    return [child for child in element if child.tag == tag] if element is not None else []
