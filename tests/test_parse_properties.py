"""Whatever the text: parsing gives a Notice, and every piece of it quotes the source."""

import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.notice import Notice
from kg.parse import parse_notice
from kg.read import read_document
from kg.text import Piece, squeeze

SEED = Path(__file__).parent.parent / "seeds" / "000_f16177075213d160.txt"
WORDS = [
    *[
        "一、",
        "（一）",
        "1．",
        "（2）",
        "第三条",
        "附件",
        "\n",
        "\n\n",
        "。",
        "；",
        "，",
        "、",
        "：",
        "（",
        "）",
        "〔",
        "]",
        " | ",
        " ",
    ],
    *[
        "责任单位：",
        "牵头",
        "按职责分工负责",
        "完成时限：",
        "市财政局",
        "各区、县（市）政府",
        "官渡区",
        "公安局",
        "和",
        "等部门",
    ],
    *[
        "2023年6月底前",
        "2023年5月10日",
        "云政发〔2023〕6号",
        "关于印发",
        "的通知",
        "以下均需",
        "负责，不再列出",
        "列第一位的为牵头单位",
    ],
    *[
        "序号",
        "工作任务",
        "责任部门",
        "# Page 3:",
        "— 4 —",
        "?",
        "推进改革",
        "“",
        "”",
        "會同",
        "縣政府",
        "A B",
    ],
]
FIXTURES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)


def pieces(value: object) -> Iterator[Piece]:
    """Walk all pieces of a value."""
    if isinstance(value, Piece):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from pieces(part)
    elif is_dataclass(value) and not isinstance(value, Document):
        for field in fields(value):
            yield from pieces(getattr(value, field.name))


def check(notice: Notice) -> None:
    text = notice.document.text
    for piece in pieces(notice):
        assert piece.text
        assert squeeze("".join(span.of(text) for span in piece.spans)) == squeeze(piece.text)
        assert all(span.start < span.end for span in piece.spans)
    spans = sorted(span for piece in notice.paragraphs for span in piece.spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    for section in notice.sections:
        assert section.parent is None or notice.sections[section.parent].level == section.level - 1
    for task in notice.tasks:
        assert task.section is None or task.section < len(notice.sections)
        assert all(assignment.name for assignment in (*task.assignments, *task.inherited))


def parse(tmp_path: Path, text: str) -> Notice:
    path = tmp_path / "any.txt"
    path.write_text(text, encoding="utf-8")
    return parse_notice(read_document(path))


@FIXTURES
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_text_is_a_notice(tmp_path: Path, words: list[str]) -> None:
    check(parse(tmp_path, "正" + "".join(words)))


def test_the_seed_quotes_itself() -> None:
    check(parse_notice(read_document(SEED)))


@pytest.mark.parametrize(
    "text",
    [
        "（" * 100_000,
        "（）" * 50_000,
        "（责任单位：" * 15_000,
        "一、甲（" * 20_000,
        "一、甲\n" * 10_000,
        "和" * 100_000,
        "各市、" * 30_000,
        "责任单位：" + "市局和" * 30_000,
        "1 | " * 25_000 + "\n" + "1 | " * 25_000,
        "2023年" * 20_000,
        "甲 " * 50_000,
        "关于" * 50_000 + "的通知",
    ],
    ids=lambda text: text[:8].strip(),
)
def test_time_grows_with_the_length_only(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    parse(tmp_path, text)
    assert time.process_time() - started < 20
