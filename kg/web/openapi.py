"""The description of the HTTP API, made from the table of verbs (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from kg import __version__
from kg.verbs import VERBS, Param, Verb

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
        "paths": {_path(verb): {"get": _operation(verb)} for verb in VERBS.values()},
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "description": "RFC 9457",
                    "required": ["type", "title", "status", "code", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "code": {"type": "string"},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }


def _path(verb: Verb) -> str:
    return f"/api/v1/{verb.name}" + "".join(f"/{{{param.name}}}" for param in verb.params if verb.more)


def _operation(verb: Verb) -> dict[str, Any]:
    params = [_parameter(param, "path" if verb.more else "query") for param in verb.params]
    if verb.more:
        params.append(
            {
                "name": "values",
                "in": "query",
                "description": "查询自己的参数，如 body=市科技局；见 /api/v1/queries",
                "style": "form",
                "explode": True,
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        )
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": verb.name,
        "summary": verb.meaning,
        "parameters": params,
        "responses": {
            "200": {"description": "结果", "content": {"application/json": {"schema": {}}}},
            **{status: {"description": said, "content": problem} for status, said in _PROBLEMS.items()},
        },
    }


def _parameter(param: Param, place: str) -> dict[str, Any]:
    return {
        "name": param.name,
        "in": place,
        "required": param.required,
        "description": param.meaning,
        "example": param.value,
        "schema": param.schema,
    }
