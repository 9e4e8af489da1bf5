"""Every error that is raised on purpose, one tree.

KgError                 one sentence in Chinese: what was found, what to do
├─ RequestError         the caller can put it right                     exit 2
│  ├─ UnknownFormat     a file of a kind that is not read
│  ├─ UnreadableFile    a file that is missing, empty, binary, damaged …
│  ├─ BadQuery          SPARQL that does not parse, or cannot be answered
│  ├─ RefusedQuery      SPARQL that would write, or reach out
│  ├─ BadParameter      a named query's parameter is missing, unknown or wrong
│  ├─ Ambiguous         several things have the name that was given
│  ├─ BadQuestion       a question that is empty or too long
│  ├─ BadDecision       a line of the file of decisions that cannot be read
│  └─ BadSetting        a setting that does not exist or has no such value
├─ NotFound             nothing of that name; the nearest names         exit 4
└─ NotReady             the caller can do nothing about the request     exit 3
   ├─ NoLibrary         nothing was built yet
   ├─ DamagedLibrary    what was built cannot be opened
   ├─ MissingPart       a library or a model is missing
   ├─ MismatchedVectors the index was made by another encoder
   └─ WriteFailed       the disk is full, or may not be written
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class KgError(Exception):
    """Shown as one sentence; `exit_code` is the command's, `status` the HTTP answer's."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500


class RequestError(KgError):
    """The request is wrong; the caller can put it right."""

    exit_code = 2
    status = 400


class UnknownFormat(RequestError):
    """A file of a kind that no reader is for."""

    status = 415

    def __init__(self, path: Path, suffix: str, known: Sequence[str]) -> None:
        self.path, self.suffix, self.known = path, suffix, tuple(known)
        super().__init__(f"不认识的文件格式：{path}（{suffix or '无后缀'}）；可读的格式有 {' '.join(known)}")


class UnreadableFile(RequestError):
    """A file that cannot be read; `reason` says why and what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"读不了文件 {path}：{reason}")


class BadQuery(RequestError):
    """SPARQL with a syntax error, or that the engine cannot answer."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(f"SPARQL 查询有误：{message}")


class RefusedQuery(RequestError):
    """SPARQL that is well formed, and not allowed here."""

    status = 403

    def __init__(self, word: str, why: str) -> None:
        self.word, self.why = word, why
        super().__init__(f"不执行含 {word} 的查询：{why}")


class BadParameter(RequestError):
    """A parameter of a named query is missing, unknown, or of the wrong kind."""

    def __init__(self, query: str, parameter: str, reason: str) -> None:
        self.query, self.parameter, self.reason = query, parameter, reason
        super().__init__(f"查询 {query} 的参数 {parameter}：{reason}")


class Ambiguous(RequestError):
    """Several things have the name that was given; the sentence tells them apart."""


class BadQuestion(RequestError):
    """A question that cannot be one: empty, or too long."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"问题无法受理：{reason}")


class BadDecision(RequestError):
    """A line of the file of decisions that cannot be read; nothing is lost, it is the user's to mend."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"决定文件 {path} 第 {line} 行：{reason}；请改正或删去这一行")


class BadSetting(RequestError):
    """A setting that does not exist, or a value that it cannot have."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"设置 {name}：{reason}")


class NotFound(KgError):
    """Nothing in the library goes by that name."""

    exit_code = 4
    status = 404

    def __init__(self, what: str, nearest: Sequence[str] = ()) -> None:
        self.what, self.nearest = what, tuple(nearest)
        near = f"；相近的有：{'、'.join(nearest)}" if nearest else ""
        super().__init__(f"库中没有「{what}」{near}")


class NotReady(KgError):
    """The request may be right; something it needs is not there."""

    exit_code = 3
    status = 503


class NoLibrary(NotReady):
    """Nothing was built yet."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__(f"还没有建库（{home}）；请先运行 kg build")


class DamagedLibrary(NotReady):
    """What was built cannot be opened."""

    def __init__(self, home: Path, reason: str) -> None:
        self.home, self.reason = home, reason
        super().__init__(f"库 {home} 打不开：{reason}；请重新运行 kg build")


class MissingPart(NotReady):
    """A library or a model that is needed cannot be loaded; `how` says how to get it."""

    def __init__(self, what: str, how: str) -> None:
        self.what, self.how = what, how
        super().__init__(f"缺少 {what}；{how}")


class MismatchedVectors(NotReady):
    """The index was made by another encoder than the one that is set."""

    def __init__(self, built: str, asked: str) -> None:
        self.built, self.asked = built, asked
        super().__init__(f"索引由编码器 {built} 建立，当前设置为 {asked}；请改回设置或重新运行 kg build")


class WriteFailed(NotReady):
    """The new library could not be written; the old one was left in place."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"写不进 {path}：{reason}；原有的库未改动")
