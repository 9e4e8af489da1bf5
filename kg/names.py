"""The only place where an IRI is made. Plain strings: floors below rdflib use them too.

IRIs are readable: Chinese characters stay as they are, and are percent-encoded only on the wire. The host
is of the reserved domain `.example` (RFC 2606), so that it can never belong to somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kg.text import Span, encodable, fold, squeeze

BASE = "https://gongwen.example/id/"
KG = "https://gongwen.example/ontology#"

#: The prefixes that queries may use without declaring them.
PREFIXES = {
    "kg": KG,
    "id": BASE,
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

READ, DERIVED, DECIDED, BACKGROUND, ONTOLOGY, PROVENANCE = (
    BASE + "graph/" + name for name in ("read", "derived", "decided", "background", "ontology", "provenance")
)

_NUMBER = re.compile(r"(.+?)[〔\[](\d{4})[〕\]](\d+)号")


def expand(name: str) -> str:
    """Write a prefixed name out.

    >>> expand("kg:Task")
    'https://gongwen.example/ontology#Task'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def whole(name: str) -> str:
    """Write a prefixed name out, if it begins with one of our prefixes; anything else stays.

    >>> whole("kg:Task"), whole("市科技局")
    ('https://gongwen.example/ontology#Task', '市科技局')
    """
    return expand(name) if name.partition(":")[0] in PREFIXES and ":" in name else name


def shorten(iri: str) -> str:
    """Write an IRI with one of our prefixes, for people.

    >>> shorten("https://gongwen.example/id/place/上海")
    'id:place/上海'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


#: RFC 3987's `ucschar`, the characters beyond ASCII that may stand in an IRI: no private use, no specials
#: (U+FFF0 on), no tags and variation selectors (U+E0000 on), no noncharacters.
_UCSCHAR = re.compile(
    "[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000))
    + f"{chr(0xE1000)}-{chr(0xEFFFD)}]"
)


def slug(name: str) -> str:
    """Make a name fit for one segment of an IRI's path (RFC 3987): what may not stand there is encoded.

    A surrogate, which no encoding has, becomes U+FFFD. A segment of dots only would be taken for a step up
    the path, so its dots are encoded too.
    """
    plain = encodable(unicodedata.normalize("NFC", squeeze(name)))
    if plain in {".", ".."}:
        return plain.replace(".", "%2E")
    return "".join(
        char if _may_stand(char) else "".join(f"%{byte:02X}" for byte in char.encode()) for char in plain
    )


def _may_stand(char: str) -> bool:
    if char < "\x80":
        return char.isalnum() or char in "-._~!$&'()*+,;=:@"
    invisible = unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"}
    return bool(_UCSCHAR.fullmatch(char)) and not invisible


def title_key(title: str) -> str:
    """Give a title as titles are compared: careful writers nest marks in it, and others leave them out.

    >>> title_key("关于印发〈治水方案（2021－2025年）〉的通知")
    '关于印发治水方案(2021—2025年)的通知'
    """
    plain = re.sub(r"[《》〈〉<>«»「」『』“”‘’\"'\s]", "", fold(title))
    plain = re.sub(r"^中华人民共和国(?=.+(?:法|条例)$)", "", plain)  # a law goes by both names
    return re.sub(r"(?<=\d)(年?)[-~](?=\d)", r"\1—", plain)


#: Who issues, and what about: 云岭市人民政府|关于治水的通知.
_ISSUED = re.compile(
    r"(?P<issuer>[一-龥、]{2,60}?(?:国务院|中央|[委部局厅院办署会府室]))(?=(?:关于|印发|转发|批转|发布|公布|贯彻|落实))"
)


def part_title(key: str) -> tuple[str, str]:
    """Part a title into the bodies that issue, as far as it names them, and what it is about.

    >>> part_title("云岭市人民政府关于治水的通知"), part_title("云岭市治水条例")
    (('云岭市人民政府', '关于治水的通知'), ('', '云岭市治水条例'))
    """
    match = _ISSUED.match(key)
    return (match["issuer"], key[match.end() :]) if match else ("", key)


def document_iri(
    number: str | None, title: str | None = None, digest: str | None = None, scope: Sequence[str] = ()
) -> str:
    """Name a document: by its number, else by its title, else by its file's digest.

    :param scope: whose it is, and of which year, where the number or the title does not say so itself

    >>> document_iri("国发〔2008〕30号"), document_iri(None, "关于治水的通知", scope=["云岭市"])
    ('https://gongwen.example/id/document/国发/2008/30', 'https://gongwen.example/id/document/title/云岭市/关于治水的通知')
    """
    within = [slug(part) for part in scope]
    if number:
        match = _NUMBER.fullmatch(number)
        steps = [*within, *map(slug, match.groups() if match else [number])]
    elif title:
        steps = ["title", *within, slug(title_key(title))]
    else:
        steps = ["sha256", (digest or "")[:12]]
    return BASE + "document/" + "/".join(steps)


def body_iri(name: str, place: str | None, full: str | None = None) -> str:
    """Name a body by its full name; where that is not known, by its printed name and whose body it is.

    >>> body_iri("市园文局", "杭州市"), body_iri("市科技局", "杭州市", "杭州市科学技术局")
    ('https://gongwen.example/id/body/杭州市/市园文局', 'https://gongwen.example/id/body/杭州市科学技术局')
    """
    return BASE + "body/" + (slug(full) if full else f"{slug(place or '未知')}/{slug(name)}")


def thing_iri(kind: str, key: str) -> str:
    """Name a place, event, project or research topic."""
    return f"{BASE}{kind}/{slug(key)}"


def part_iri(document: str, *path: str | int) -> str:
    """Name a part of a document: task 3, section 2.1."""
    return "/".join([document, *(slug(str(step)) for step in path)])


def span_iri(document: str, span: Span) -> str:
    """Name characters of a document's text (RFC 5147, counted in code points)."""
    return f"{document}#char={span.start},{span.end}"


def file_iri(digest: str) -> str:
    """Name a source file by its SHA-256."""
    return f"{BASE}file/{digest[:16]}"


def fact_iri(subject: str, predicate: str, value: str) -> str:
    """Name the fact that `subject` has `predicate` with `value` (an IRI, or a literal's text)."""
    local = re.split(r"[#/:]", predicate)[-1]
    if value.startswith(BASE):
        return f"{subject}/{local}/{value[len(BASE) :]}"
    if len(value) <= 40:
        return f"{subject}/{local}/{slug(value)}"
    import hashlib  # costs a command that only reads more than all the rest of this module

    return f"{subject}/{local}/{hashlib.sha256(value.encode()).hexdigest()[:12]}"
