"""The SPARQL 1.1 Protocol: what a request asks, however it was sent (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.names import BASE
from kg.web.problems import Refused

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_FIELDS = {
    "query",
    "update",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as it was sent, and the IRIs of its default graph and of its named graphs, if given."""

    query: str
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None


def read_operation(method: str, url_query: bytes, content_type: str | None, body: bytes) -> Operation | None:
    """Read a request.

    :param method: GET (or HEAD) or POST
    :param url_query: what stands behind the question mark, as it came
    :param content_type: the field `Content-Type`
    :returns: None for a GET that asks nothing, which is answered with the service description
    :raises Refused: no query, more than one, an update, another content type, text that is not UTF-8
    """
    fields = form_fields(url_query)
    if method == "POST":
        media, _, rest = (content_type or "").partition(";")
        media = media.strip().lower()
        charset = rest.lower().partition("charset=")[2].strip().strip('"')
        if charset not in {"", "utf-8", "utf8"}:
            raise Refused(415, "unsupported_charset", f"不支持字符集 {charset[:20]}；请用 UTF-8")
        if media == FORM:
            if _FIELDS & {name for name, _ in fields}:
                raise Refused(400, "misplaced_parameter", "表单提交时，参数要写在正文里，不能写在网址里")
            fields = form_fields(body)
        elif media == DIRECT:
            fields.append(("query", _text(body)))
        elif media == UPDATE:
            raise _read_only()
        else:
            known = f"{FORM} 或 {DIRECT}"
            raise Refused(
                415, "unsupported_media_type", f"不认识的内容类型 {media[:60] or '（无）'}；请用 {known}"
            )
    return _operation(fields, bare=method != "POST" and not _FIELDS & {name for name, _ in fields})


def _operation(fields: Sequence[tuple[str, str]], *, bare: bool) -> Operation | None:
    if bare:
        return None
    if any(name == "update" for name, _ in fields):
        raise _read_only()
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refused(400, "one_query", f"应当有一个参数 query，这里有 {len(queries)} 个")
    default, named = (
        tuple(value for name, value in fields if name == field)
        for field in ("default-graph-uri", "named-graph-uri")
    )
    for iri in default + named:
        if not iri.startswith(BASE + "graph/"):
            raise Refused(403, "refused_graph", f"只能取库内的图（{BASE}graph/…），不读外部文件或网址")
    return Operation(queries[0], (default, named) if default or named else None)


def form_fields(text: bytes) -> list[tuple[str, str]]:
    """Undo the encoding of a form, once: `%25E5` stays `%E5`.

    :raises Refused: what is encoded is not UTF-8, or there are more than 100 fields
    """
    try:
        return parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100, separator="&"
        )
    except UnicodeDecodeError:
        raise _not_utf8() from None
    except ValueError:
        raise Refused(400, "too_many_parameters", "参数超过 100 个") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8() from None


def _not_utf8() -> Refused:
    return Refused(400, "not_utf8", "请求不是 UTF-8 文字")


def _read_only() -> Refused:
    return Refused(403, "read_only", "库只读，不接受更新；要改数据请改原文后重新运行 kg build")
