"""The description of the HTTP API, made from the table of verbs (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg import __version__, verbs
from kg.rdf.queries import Param, load_queries
from kg.settings import shared
from kg.verbs import VERBS

#: The statuses that any address can answer with, besides 200.
_PROBLEMS = {
    "400": "请求有误",
    "403": "别的网站的页面不能访问",
    "404": "库中没有所问的东西",
    "421": "这里不叫这个名称",
    "429": "同时发来的请求太多",
    "500": "服务器内部出错",
    "503": "没有准备好、太忙或没有算完",
}


def describe() -> dict[str, Any]:
    """Give the description as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "公文知识图谱 kg", "version": __version__, "license": {"name": "Apache-2.0"}},
        "paths": {path: {"get": operation} for path, operation in _paths()},
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "description": "RFC 9457",
                    "required": ["type", "title", "status", "code", "detail", "instance"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "code": {"type": "string"},
                        "detail": {"type": "string"},
                        "instance": {
                            "type": "string",
                            "format": "uri",
                            "description": "这一次的编号，日志里也有它",
                        },
                    },
                }
            }
        },
    }


def _paths() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give an address for every verb; a verb that runs named queries has one for each of these."""
    for verb in VERBS.values():
        if not verb.more:
            params = [_parameter(param) for param in verb.params]
            yield f"/api/v1/{verb.name}", _operation(verb.name, verb.meaning, params)
            continue
        for query in load_queries(shared("queries")).values():
            examples = dict(pair.split("=", 1) for pair in query.example.split())
            params = [_query_parameter(param, examples.get(param.name)) for param in query.params]
            yield f"/api/v1/{verb.name}/{query.name}", _operation(query.name, query.summary_zh, params)


def _operation(name: str, meaning: str, params: list[dict[str, Any]]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": name,
        "summary": meaning,
        "parameters": params,
        "responses": {
            "200": {"description": "结果", "content": {"application/json": {"schema": {}}}},
            **{status: {"description": said, "content": problem} for status, said in _PROBLEMS.items()},
        },
    }


#: Kind of a named query's parameter -> its JSON Schema, where it is no plain text.
_KINDS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "score": {"type": "string", "pattern": r"^(0(\.[0-9]{1,9})?|1(\.0{1,9})?)$"},
}


def _query_parameter(param: Param, example: str | None) -> dict[str, Any]:
    """Describe a parameter of a named query."""
    schema = _KINDS.get(param.kind, {"type": "string", "minLength": 1})
    value = int(example) if example and schema["type"] == "integer" else example
    return {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": param.meaning,
        "schema": schema,
    } | ({"example": value} if example else {})


def _parameter(param: verbs.Param) -> dict[str, Any]:
    return {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": param.meaning,
        "example": param.value,
        "schema": param.schema,
    }
