"""Have one file read while somebody watches: what was found, what was odd. Nothing of it is kept."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from pathlib import Path, PurePath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kg.errors import KgError, RequestError, UnknownFormat
from kg.pool import Reader
from kg.read import READERS
from kg.read.kinds import ADVICE
from kg.settings import Settings
from kg.sources import LARGEST, Source
from kg.web.forms import check_origin
from kg.web.marking import KINDS, blocks_of
from kg.web.problems import Refused
from kg.web.rendering import filled, rendered
from kg.web.workers import Workers

#: Files that are received or read at once.
AT_ONCE = 2
#: Seconds in which a file must have been received.
_RECEIVING = 120
#: What a form adds to the bytes of its file, at most.
_AROUND = 10_000
#: Where the page is cut: what stands before it is sent while the file is being read.
_CUT = "\0"


async def upload(request: Request) -> Response:
    """Show the form."""
    return rendered(request, "upload.html", megabytes=LARGEST // 1_000_000)


async def read(request: Request) -> Response:
    """Have the file of a form read; the page comes in two parts, before and after.

    :raises Refused: the form comes from elsewhere, holds no file, is too large, or others are being read
    """
    check_origin(request)
    turns: asyncio.Semaphore = request.app.state.uploads
    if turns.locked():
        raise Refused(503, "busy", "正在读别人的文件；请稍候再试", Retry_After="5")
    async with turns:
        try:
            async with asyncio.timeout(_RECEIVING):
                file = await _received(request)
        except TimeoutError:
            raise Refused(408, "too_slow", f"{_RECEIVING} 秒内没有收完文件") from None
    name = _plain_name(file.filename or "")
    page = filled(request, "reading.html", name=name, size=file.size or 0, result=_CUT)
    return StreamingResponse(_told(request, page, file, name), media_type="text/html")


ROUTES = [Route("/upload", upload), Route("/upload", read, methods=["POST"])]


async def _received(request: Request) -> UploadFile:
    """Receive the form; a large file is put on the disk meanwhile, and gone when it is closed."""
    most = LARGEST + _AROUND
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise _too_large()
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refused(415, "unsupported_media_type", "请用本页的表单上传文件")

    async def limited() -> AsyncIterator[bytes]:
        received = 0
        async for chunk in request.stream():
            received += len(chunk)
            if received > most:
                raise _too_large()
            yield chunk

    stream = limited()
    try:
        form = await MultiPartParser(request.headers, stream, max_files=1, max_fields=5).parse()  # type: ignore[arg-type]
    except (MultiPartException, ValueError, KeyError):
        raise Refused(400, "bad_request", "表单有误，或者不止一个文件") from None
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refused(400, "no_file", "没有选文件")
    return file


def _too_large() -> Refused:
    return Refused(413, "too_large", f"文件超过 {LARGEST // 1_000_000} MB")


def _plain_name(name: str) -> str:
    """Give a file name as it may stand on the disk: no folders, nothing invisible, not too long.

    It is never `..`, for it does not end with a dot; 50 characters of UTF-8 are 200 bytes at most.
    """
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').rstrip(". ") or "公文"
    stem, suffix = PurePath(kept).stem, PurePath(kept).suffix
    return stem[:50] + suffix[:10]


async def _told(request: Request, page: str, file: UploadFile, name: str) -> AsyncIterator[str]:
    before, _, after = page.partition(_CUT)
    turns: asyncio.Semaphore = request.app.state.uploads
    settings: Settings = request.app.state.settings
    workers: Workers = request.app.state.workers
    reader = Reader(settings.read_seconds)
    yield before
    try:
        async with turns:
            found = await workers.unless_stopped(run_in_threadpool(_found, file, name, reader))
        shown = {"found": found["found"], "oddities": _oddities(found), "roles": _ROLES}
        for task in found["found"]["tasks"]:
            task["bodies"] = bodies_once(task)
        yield filled(request, "findings.html", **shown, **_marked(found))
    except KgError as error:
        yield filled(request, "findings.html", refused=str(error))
    finally:
        reader.stop()
    yield after


def _found(file: UploadFile, name: str, reader: Reader) -> dict[str, Any]:
    """Put the file where another process can read it, for as long as that takes.

    :raises RequestError: it was refused
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        raise RequestError("压缩包请先解开，一次读一份文件")
    if suffix not in {*READERS, *ADVICE}:
        raise UnknownFormat(Path(name), suffix, sorted(READERS))
    with (
        file.file,
        closing(reader),
        tempfile.TemporaryDirectory(prefix="kg-upload-", ignore_cleanup_errors=True) as folder,
    ):
        path = Path(folder) / name
        with path.open("xb") as copy:
            shutil.copyfileobj(file.file, copy)
        try:
            return reader.read("marked", Source(path, name))
        except RequestError as error:  # where it lay for a moment is nobody's business
            raise RequestError(str(error).replace(f"{path.parent}{os.sep}", "")) from None


#: List of an extract -> how its things are marked.
_MARKED = {
    "headings": "标题",
    "tasks": "任务",
    "citations": "文件",
    "targets": "指标",
    "mentions": "提到",
    "policy": "方针",
    "principles": "原则",
    "goals": "目标",
}


#: What a notice has of itself, and `kg check` misses where it was not read.
_HEADER = {"title": "标题", "number": "文号", "issuers": "发文机关", "date": "成文日期"}
#: Characters that turn the direction of what follows: Unicode Standard Annex 9, 2.1 to 2.5.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _oddities(known: Mapping[str, Any]) -> list[str]:
    """Give what was odd: what the reader says, what is missing, what makes a text look as it is not."""
    found = known["found"]
    odd = list(found["oddities"])
    odd += [f"未读到{name}" for key, name in _HEADER.items() if not found["metadata"][key]]
    turning = [one for one in known["text"] if unicodedata.bidirectional(one) in _TURNING]
    if turning:
        codes = " ".join(f"U+{ord(one):04X}" for one in sorted(set(turning)))
        odd.append(f"文中有 {len(turning)} 个改变文字方向的控制符（{codes}），看到的次序可能不是原文的次序")
    return odd


def bodies_once(task: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the bodies of a task, each once, with the roles that are more than being responsible."""
    bodies: dict[str, list[str]] = {}
    for one in (*task["assignments"], *task["inherited"]):
        own = bodies.setdefault(one["name"], [])
        if one["role"] != "responsible" and one["role"] not in own:
            own.append(one["role"])
    return bodies


_ROLES = {"lead": "牵头", "support": "配合", "guide": "指导", "supervise": "督导"}


def _marked(known: Mapping[str, Any]) -> dict[str, Any]:
    """Give the text with its marks, and how many of each kind there are."""
    found = known["found"]
    marks = [mark for name, kind in _MARKED.items() for one in found[name] for mark in _marks(kind, one)]
    for task in found["tasks"]:
        marks += [mark for one in task["assignments"] for mark in _marks("单位", one)]
    for repeat in found["repeats"]:
        marks += _marks("重印", {"spans": [repeat["again"]]})
    marks.sort(key=lambda mark: (mark["start"], -mark["end"], mark["kind"]))
    counts = dict.fromkeys(KINDS, 0)
    for mark in marks:
        counts[mark["kind"]] += 1
    kinds = [(number, kind, counts[kind]) for number, kind in enumerate(KINDS) if counts[kind]]
    return {"blocks": blocks_of(known["text"], marks, wrapped=known["wrapped"]), "kinds": kinds}


def _marks(kind: str, one: Mapping[str, Any]) -> list[dict[str, Any]]:
    label = str(one.get("name") or one.get("text") or one.get("phrase") or one.get("title") or "")
    return [
        {"start": start, "end": end, "kind": kind, "iri": None, "label": label} for start, end in one["spans"]
    ]
