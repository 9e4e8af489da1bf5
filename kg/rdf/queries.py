"""The named queries of `queries/*.rq`: their headers, and how values get into them.

A file starts with lines in the manner of grlc:

    #+ summary: 某单位承担的任务 / the tasks of a body
    #+ param: body body 单位
    #+ param: notice? document 只看这份公文
    #+ example: body=市科技局
    #+ columns: task 任务；number 编号

A parameter is the variable `?_name`. One marked `?` may be left out, and then becomes UNDEF: it must stand in
a VALUES clause, where that means "any". Values go in as whole terms in SPARQL syntax, never as text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.errors import BadParameter, NotFound
from kg.rdf import terms
from kg.settings import shared


@dataclass(frozen=True, slots=True)
class Param:
    """A value that a query needs. `kind` is a key of KINDS; `required` is false where it may be left out."""

    name: str
    kind: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query file. `columns` are (variable, meaning) in order; `text` has no header and no prefixes.

    `example` is what a user types: KEY=VALUE pairs with spaces between, names instead of IRIs.
    """

    name: str
    summary_zh: str
    summary_en: str
    params: tuple[Param, ...]
    example: str
    columns: tuple[tuple[str, str], ...]
    text: str


@cache
def _iri_pattern() -> re.Pattern[str]:
    """Give RFC 3987, as strictly as the engines read it: a host and a port, then only what may stand."""
    ucschar = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
        f"{chr(plane + 0x1000 if plane == 0xE0000 else plane)}-{chr(plane + 0xFFFD)}"
        for plane in range(0x10000, 0xF0000, 0x10000)
    )
    char = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@{ucschar}]|%[0-9A-Fa-f]{{2}})"
    return re.compile(
        rf"[A-Za-z][A-Za-z0-9+.\-]*://[A-Za-z0-9.\-]+(?::[0-9]{{1,5}})?"
        rf"(?:/{char}*)*(?:\?(?:{char}|[/?])*)?(?:#(?:{char}|[/?])*)?"
    )


def _iri(value: str) -> str:
    if not _iri_pattern().fullmatch(value):
        raise ValueError("须是完整的 IRI（https://…），其中不能有空格、引号、尖括号")
    return terms.iri(value)


def _text(value: str) -> str:
    if not value:
        raise ValueError("不能为空")
    # rdflib undoes \u escapes in the whole query before it parses (SPARQL 1.1 §19.2), Oxigraph afterwards, in
    # strings only: a backslash before u would be read differently. As an escape of eight digits, the u is the
    # same to both (rdflib takes eight after a small u, too).
    return re.sub(r"\\([uU])", lambda found: rf"\\U{ord(found[1]):08X}", terms.text(value))


def _integer(value: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError("须是整数")
    return terms.integer(int(value))


def _score(value: str) -> str:
    if not re.fullmatch(r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?", value):
        raise ValueError("须是 0 到 1 之间的小数")
    return terms.decimal(Decimal(value))


#: Kinds whose values are IRIs; a face may take a name instead, and look the IRI up before `bind`.
IRI_KINDS = {"body": "单位", "document": "文件", "section": "章节", "thing": "任何事物"}

#: kind -> how its value is written into a query; ValueError says in Chinese what it must be
KINDS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(IRI_KINDS, _iri),
    "task-number": _text,
    "string": _text,
    "integer": _integer,
    "score": _score,
}

_HEADER = re.compile(r"#\+ (\w+): *(.*)")
_VARIABLE = re.compile(r"[?$]_(\w+)", re.ASCII)


def load_queries(folder: Path) -> dict[str, NamedQuery]:
    """Read every query of a folder, by name, in the order of the names."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.rq"))}


def load_query(folder: Path, name: str) -> NamedQuery:
    """Read one query of a folder.

    :raises NotFound: no query has this name; the nearest names are given
    """
    files = {path.stem: path for path in folder.glob("*.rq")}
    if name not in files:
        from difflib import get_close_matches

        raise NotFound(name, get_close_matches(name, sorted(files), 3, 0.3))
    return _load(files[name])


def bind(query: NamedQuery, values: Mapping[str, str]) -> str:
    """Put values into a query.

    :param values: parameter -> value; for a kind of IRI_KINDS a whole IRI
    :returns: SPARQL, still without prefixes
    :raises BadParameter: one is missing, unknown, or not of its kind
    """
    params = {param.name: param for param in query.params}
    for name in values:
        if name not in params:
            known = "、".join(params) or "无"
            raise BadParameter(query.name, name, f"没有这个参数；可用的参数：{known}")
    written = {}
    for param in query.params:
        if param.name not in values:
            if param.required:
                example = f"；例如 {query.example}" if query.example else ""
                raise BadParameter(query.name, param.name, f"必须给出（{param.meaning}）{example}")
            written[param.name] = "UNDEF"
            continue
        try:
            written[param.name] = KINDS[param.kind](values[param.name])
        except ValueError as error:
            raise BadParameter(query.name, param.name, str(error)) from None
    return _VARIABLE.sub(lambda match: written[match[1]], query.text)


def _load(path: Path) -> NamedQuery:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    header = [(match[1], match[2]) for line in lines if (match := _HEADER.match(line))]
    said = dict(header)
    chinese, _, english = said["summary"].partition(" / ")
    return NamedQuery(
        name=path.stem,
        summary_zh=chinese,
        summary_en=english,
        params=tuple(_param(value) for key, value in header if key == "param"),
        example=said.get("example", ""),
        columns=tuple(_pair(column) for column in said["columns"].split("；")),
        text="".join(line for line in lines if not line.startswith("#+")),
    )


def _param(line: str) -> Param:
    name, kind, meaning = line.split(" ", 2)
    if kind not in KINDS:
        raise ValueError(f"unknown kind of parameter: {kind}")
    return Param(name.removesuffix("?"), kind, meaning, required=not name.endswith("?"))


def _pair(column: str) -> tuple[str, str]:
    name, _, meaning = column.strip().partition(" ")
    return name, meaning


def queries_page(queries: Mapping[str, NamedQuery]) -> str:
    """Write the page about the named queries: what each tells, its parameters, an example, its columns."""
    return "\n".join(_page(queries)) + "\n"


def _page(queries: Mapping[str, NamedQuery]) -> Iterator[str]:
    yield "# 命名查询 · Named queries"
    yield ""
    yield "<!-- 由 queries/*.rq 生成 / made by: python -m kg.rdf.queries > docs/queries.md -->"
    yield ""
    yield "`kg queries` 列出查询，`kg run 名称 参数=值` 执行。单位、文件、章节可以写名称，也可以写 IRI。"
    yield "`kg queries` lists them, `kg run NAME KEY=VALUE` runs one. Bodies, documents and sections go by"
    yield "name or IRI."
    yield ""
    yield "| 查询 query | 说明 | what it tells |"
    yield "|---|---|---|"
    for query in queries.values():
        yield f"| [`{query.name}`](#{query.name}) | {query.summary_zh} | {query.summary_en} |"
    for query in queries.values():
        yield ""
        yield f"## {query.name}"
        yield ""
        yield f"{query.summary_zh}"
        yield ""
        yield f"{query.summary_en[:1].upper()}{query.summary_en[1:]}."
        yield ""
        yield "```"
        yield f"kg run {query.name} {query.example}".rstrip()
        yield "```"
        if query.params:
            yield ""
            yield "| 参数 parameter | 种类 kind | 说明 |"
            yield "|---|---|---|"
            for param in query.params:
                optional = "" if param.required else "（可省 optional）"
                yield f"| `{param.name}`{optional} | {param.kind} | {param.meaning} |"
        yield ""
        yield "| 列 column | 说明 |"
        yield "|---|---|"
        for name, meaning in query.columns:
            yield f"| `{name}` | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write(queries_page(load_queries(shared("queries"))))
