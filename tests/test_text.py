"""Folding keeps every character's place, and what is cut out of a flow quotes its source."""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kg.text
from kg.text import Flow, Piece, Span, bare, encodable, fold, simplified, squeeze

ANY = st.text(
    st.sampled_from("甲乙，。（）〔〕ＡAb1-%“”\n\r\t\x0b \u3000\xa0\u2028①㈠𠀀ﷺ") | st.characters(),
    max_size=40,
)


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(kg.text) == doctest.TestResults(failed=0, attempted=7)


@given(text=ANY)
@example("㈠①㎡½ǅﷺ")  # what NFKC would make longer
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_keeps_the_place_of_every_character_there_is() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert all(len(fold(char)) == 1 for char in every)
    assert fold(fold(every)) == fold(every)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("〔２０１１〕５９号", "[2011]59号"),
        ("【甲】（乙）﹝丙﹞", "[甲](乙)[丙]"),
        ("甲：乙，丙；丁．", "甲:乙,丙;丁."),
        ("甲\u3000乙\xa0丙", "甲 乙 丙"),
        ("一–二―三─四", "一—二—三—四"),
        ("二○一●", "二〇一〇"),
        ("甲・乙•丙", "甲·乙·丙"),
        ("、。《》“”", "、。《》“”"),
    ],
)
def test_look_alikes_fold_to_one(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("縣發(fā)改局", "县发改局"),
        ("關(guān)于印發(fā)的通知", "关于印发的通知"),
        ("區(qū)", "区"),
        ("問(wèn)題專(zhuān)項監(jiān)管", "问题专项监管"),
        ("縣(xian)(xian)監(jian)委", "县监委"),
        ("爲(wéi / wèi)民(mín)辦事", "为民办事"),
        ("總平臺(app)", "总平台(app)"),
        ("縣發（改）局(b)", "县发(改)局(b)"),  # brackets that tell no reading
    ],
)
def test_how_a_character_is_read_is_left_out_but_quoted(printed: str, compared: str) -> None:
    flow = simplified(Flow.of(f"甲，{printed}，乙"))
    assert flow.folded == f"甲，{compared}，乙".replace("，", ",")
    assert len(flow.text) == len(flow.folded) == len(flow.offsets)
    piece = flow.piece(2, 2 + len(compared))
    assert piece == Piece(squeeze(printed), (Span(2, 2 + len(printed)),))
    assert bare(fold(printed)) == compared


@given(text=ANY)
@example("R&D  center")
@example("甲\n乙")
def test_a_flow_is_the_text_without_white_space(text: str) -> None:
    flow = Flow.of(text)
    assert len(flow) == len(flow.text) == len(flow.folded) == len(flow.offsets)
    assert flow.folded == fold(flow.text)
    assert all(left < right for left, right in pairwise(flow.offsets))
    for char, at in zip(flow.text, flow.offsets, strict=True):
        assert char == (" " if text[at].isspace() else text[at])
    kept = set(flow.offsets)
    assert all(char.isspace() or at in kept for at, char in enumerate(text))


def latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


@given(text=ANY)
@example("New  York")
@example("A 1")
@example(" A b ")
def test_white_space_is_kept_between_latin_words_only(text: str) -> None:
    flow = Flow.of(text).text
    for at, char in enumerate(flow):
        if char == " ":
            assert latin(flow[at - 1])
            assert latin(flow[at + 1])
    # the plain reference: words of the text, joined by a blank where both neighbours are Latin letters
    words = text.split()
    joined = "".join(
        word + (" " if following and latin(word[-1]) and latin(following[0]) else "")
        for word, following in zip(words, [*words[1:], ""], strict=False)
    )
    assert flow == joined == squeeze(text)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, list[Span], int, int]:
    """Draw a text, stretches of it in order, and two places in their flow."""
    text = draw(ANY)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    length = len(Flow.of(text, spans))
    start, end = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
    return text, spans, start, end


@given(cut=cuts())
def test_a_piece_quotes_its_source(cut: tuple[str, list[Span], int, int]) -> None:
    text, spans, start, end = cut
    flow = Flow.of(text, spans)
    piece = flow.piece(start, end)
    assert piece.text == flow.text[start:end] == str(piece)
    assert piece == flow[start:end].piece()
    assert all(0 <= span.start < span.end <= len(text) for span in piece.spans)
    assert all(left.end <= right.start for left, right in pairwise(piece.spans))
    covered = [at for span in piece.spans for at in range(span.start, span.end)]
    wanted = set(flow.offsets[start:end])
    assert wanted <= set(covered)
    assert all(at in wanted or text[at].isspace() for at in covered)
    # a span is broken only where something else than white space was left out
    for left, right in pairwise(piece.spans):
        assert text[left.end : right.start].strip()


@given(text=ANY, edges=st.tuples(st.integers(0, 40), st.integers(0, 40)))
@example("R&D\ncenter", (0, 3))
@example("R&D\ncenter", (4, 10))
def test_what_is_cut_out_of_the_whole_is_read_as_alone(text: str, edges: tuple[int, int]) -> None:
    start, end = sorted(min(edge, len(text)) for edge in edges)
    inner = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    span = Span(start, start + len(inner))
    assert Flow.of(text).within(span) == Flow.of(text, [span])


def test_a_page_number_parts_two_spans() -> None:
    text = "关于印发\n— 4 —\n规划的通知"
    flow = Flow.of(text, [Span(0, 4), Span(11, 16)])
    assert flow.text == "关于印发规划的通知"
    assert flow.piece(2, 6) == Piece("印发规划", (Span(2, 4), Span(11, 13)))
    assert [span.of(text) for span in flow.piece(2, 6).spans] == ["印发", "规划"]


def test_white_space_inside_a_quote_belongs_to_it() -> None:
    text = "接轨大上海 融入长三角"
    (span,) = Flow.of(text).piece(3, 7).spans
    assert span.of(text) == "上海 融入"


def test_what_no_encoding_has_is_replaced() -> None:
    assert encodable("甲\ud800乙\udfff") == "甲\ufffd乙\ufffd"
    assert encodable("甲\ufffd𠀀") == "甲\ufffd𠀀"
