"""Notices of focus areas and tasks, invented for tests, and an encoder that needs no model."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.document import Document
from kg.notice import Header, Mention, MentionKind, Notice, Section, SectionKind, Task
from kg.text import Flow, Piece


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode texts by their pairs of characters: what shares words is near, and nothing else is."""
    vectors = np.full((len(texts), 256), 0.05, np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 1):
            vectors[row, zlib.crc32(text[at : at + 2].encode()) % 256] += 1
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def invent(areas: Sequence[tuple[str, str]], tasks: Sequence[tuple[str, int | None]]) -> Notice:
    """Make a notice of focus areas (name, body) under one heading, and tasks (text, section)."""
    lines = ["工作重点", *(line for area in areas for line in area if line), *(text for text, _ in tasks)]
    source = "\n".join(lines)
    at = 0

    def piece(line: str) -> Piece:
        nonlocal at
        at = source.index(line, at)
        found = Flow.of(source)[0:0]
        offset = len("".join(source[:at].split()))
        found = Flow.of(source)[offset : offset + len(line)]
        return found.piece()

    sections = [Section("二", piece("工作重点"), 1, SectionKind.FOCUS_PART, None, ())]
    for name, body in areas:
        heading = piece(name)
        sections.append(
            Section("（一）", heading, 2, SectionKind.FOCUS_AREA, 0, (piece(body),) if body else ())
        )
    found = tuple(
        Task(str(number), piece(text), section, row=True, assignments=())
        for number, (text, section) in enumerate(tasks, start=1)
    )
    return Notice(
        Document("某文.txt", "0" * 64, source, ()),
        Header(number="某发〔2020〕1号"),
        (),
        tuple(sections),
        found,
        (),
    )


def mentioned(notice: Notice, kind: MentionKind, word: str) -> list[Mention]:
    """Mention a word wherever a notice prints it."""
    flow = Flow.of(notice.document.text)
    starts = [at for at in range(len(flow)) if flow.text.startswith(word, at)]
    return [Mention(kind, word, flow.piece(at, at + len(word))) for at in starts]
