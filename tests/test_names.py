"""IRIs are legal, readable, and one thing's own; terms come back from the engine as they went in."""

from __future__ import annotations

import doctest
import re
import unicodedata
from decimal import Decimal
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kg.names
from kg.names import (
    BASE,
    KG,
    PREFIXES,
    body_iri,
    document_iri,
    expand,
    fact_iri,
    file_iri,
    part_iri,
    shorten,
    slug,
    span_iri,
    thing_iri,
)
from kg.rdf.terms import Quad, date, decimal, integer, iri, text
from kg.text import Span, encodable, squeeze

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)

#: RFC 3987, 2.2: the characters of one segment of a path, written out from its grammar
UCSCHAR = [(0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF)]
UCSCHAR += [(plane << 16, (plane << 16) + 0xFFFD) for plane in range(1, 14)] + [(0xE1000, 0xEFFFD)]


def may_stand(char: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@]", char)) or any(
        first <= ord(char) <= last for first, last in UCSCHAR
    )


def come_back(quad: Quad) -> ox.Quad:
    found: list[ox.Quad] = list(ox.parse(quad.line().encode(), ox.RdfFormat.N_QUADS))
    assert len(found) == 1
    return found[0]


def term(written: str) -> ox.Literal:
    value = come_back(Quad(iri("kg:a"), iri("kg:b"), written, iri("kg:c"))).object
    assert isinstance(value, ox.Literal)
    return value


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(kg.names) == doctest.TestResults(failed=0, attempted=7)


@given(name=ANYTHING)
@example("\ufffc\ufffd\ufdd0\ufffe\ue000\U000e0001\U000e0100\U000effff\U0010fffd")
@example("\ud800")
@example("a/b?c#d%e|f<g>")
@example("\u200e\u202e\u00a0")
@example("..")
def test_a_slug_is_one_legal_segment_that_reads_back(name: str) -> None:
    made = slug(name)
    assert all(map(may_stand, re.sub("%[0-9A-F]{2}", "", made)))
    assert unquote(made, errors="strict") == encodable(unicodedata.normalize("NFC", squeeze(name)))
    assert made not in {".", ".."}
    node = BASE + "place/" + made
    assert str(come_back(Quad(iri(node), iri("kg:b"), iri(node), iri(node))).object) == f"<{node}>"


@pytest.mark.parametrize(
    "char", ["\ufffc", "\ufffd", "\U000e0100", "\ue000", "\ufdd0", "\u200b", "\u2028", "/"]
)
def test_what_may_not_stand_in_an_iri_is_encoded(char: str) -> None:
    assert slug(f"甲{char}乙") in {f"甲{''.join(f'%{b:02X}' for b in char.encode())}乙", "甲乙"}
    assert char not in slug(f"甲{char}乙")


def test_chinese_and_safe_marks_stay_as_they_are() -> None:
    assert slug("“万千百”培训(试行)、𠀀～①") == "“万千百”培训(试行)、𠀀～①"
    assert slug("e\u0301") == slug("é") == "é"


def test_names_of_things() -> None:
    number = "云政发〔2020〕5号"
    assert document_iri(number) == document_iri("云政发[2020]5号") == BASE + "document/云政发/2020/5"
    assert document_iri("无字号5") == BASE + "document/无字号5"
    assert document_iri(None, "某 规划") == BASE + "document/title/某规划"
    assert document_iri(None, None, "ab" * 32) == BASE + "document/sha256/abababababab"
    assert file_iri("0123456789abcdef0123") == BASE + "file/0123456789abcdef"
    assert part_iri(BASE + "x", "task", 3) == BASE + "x/task/3"
    assert span_iri(BASE + "x", Span(3, 14)) == BASE + "x#char=3,14"
    assert thing_iri("place", "沪 杭") == BASE + "place/沪杭"
    assert body_iri("市科技局", "甲市") != body_iri("市科技局", "乙市")
    assert body_iri("科技局", None) == BASE + "body/未知/科技局"


def test_facts_are_named_for_all_three_of_their_parts() -> None:
    subject = BASE + "x/task/3"
    assert fact_iri(subject, "kg:leadBody", BASE + "body/某局") == subject + "/leadBody/body/某局"
    assert fact_iri(subject, expand("kg:leadBody"), BASE + "body/某局") == subject + "/leadBody/body/某局"
    assert fact_iri(subject, "kg:taskNumber", "3") == subject + "/taskNumber/3"
    assert fact_iri(subject, "kg:text", "甲" * 40).endswith("甲" * 40)
    long, other = fact_iri(subject, "kg:text", "甲" * 41), fact_iri(subject, "kg:text", "甲" * 42)
    assert re.fullmatch(r".*/text/[0-9a-f]{12}", long)
    assert long != other


@pytest.mark.parametrize("prefix", PREFIXES)
def test_prefixes_are_put_in_and_taken_off(prefix: str) -> None:
    assert expand(f"{prefix}:x") == PREFIXES[prefix] + "x"
    assert shorten(PREFIXES[prefix] + "x") == f"{prefix}:x"


def test_what_has_no_prefix_of_ours_stays() -> None:
    assert shorten("https://elsewhere.example/x") == "https://elsewhere.example/x"
    assert iri("kg:Task") == f"<{KG}Task>"
    assert iri("https://elsewhere.example/x") == "<https://elsewhere.example/x>"


@given(value=ANYTHING)
@example('"\\\n\r\t\x00\x0b\x85\u2028> <')
@example("\ud800")
def test_a_string_comes_back_as_it_went_in(value: str) -> None:
    assert "\n" not in text(value)
    found = term(text(value))
    assert (found.value, found.datatype.value) == (encodable(value), PREFIXES["xsd"] + "string")
    assert (term(text(value, "zh")).value, term(text(value, "zh")).language) == (encodable(value), "zh")


def test_a_surrogate_is_shown_as_what_it_is() -> None:
    assert text("甲\ud800") == '"甲\ufffd"'


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
)
def test_a_decimal_is_written_in_one_way(value: Decimal) -> None:
    found = term(decimal(value))
    assert Decimal(found.value) == value
    assert found.datatype.value == PREFIXES["xsd"] + "decimal"
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", found.value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.5, "0.5"),
        (1.0, "1"),
        (0.0, "0"),
        (0.83333, "0.8333"),
        (Decimal("2.5E+3"), "2500"),
        (Decimal(10), "10"),
    ],
)
def test_decimals(value: Decimal | float, written: str) -> None:
    assert decimal(value) == f'"{written}"^^{iri("xsd:decimal")}'


def test_integers_and_dates() -> None:
    assert integer(-3) == f'"-3"^^{iri("xsd:integer")}'
    assert date("2011-05-01") == f'"2011-05-01"^^{iri("xsd:date")}'
