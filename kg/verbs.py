"""What can be asked of a library: one table for every face that is not typed (HTTP, MCP).

A verb takes a library and values, and gives what `kg VERB --json` prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import RequestError
from kg.rdf.queries import load_queries
from kg.settings import shared

if TYPE_CHECKING:
    from kg.library import Library


#: What a text must hold somewhere, as JSON Schema and Python read it: a letter, a digit, a Chinese character.
SEEN = "[0-9A-Za-z\\u3400-\\u9fff]"


@dataclass(frozen=True, slots=True)
class Param:
    """A value that a verb takes: a text, or a whole number if it has a `most` (and then 1 or more).

    A text has `longest` characters at most, and one at least that is seen. `given` is the value that it has
    if none is given; one without must be given, unless it is `optional`.
    """

    name: str
    meaning: str
    example: str
    given: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    longest: int = 200

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.given is None and not self.optional

    @property
    def value(self) -> str | int:
        """The example as a value."""
        return self.example if self.most is None else int(self.example)

    @property
    def schema(self) -> dict[str, Any]:
        """What values it may have, as JSON Schema."""
        if self.most is not None:
            return {"type": "integer", "minimum": 1, "maximum": self.most, "default": self.given}
        if self.choices:
            return {"type": "string", "enum": list(self.choices)}
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": SEEN}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that a library can be asked; `call` gives JSON values. `meaning` is one sentence.

    One with `more` takes further values, whose names it knows itself, as a mapping. One that is `thorough`
    reads the whole library, and may take longer than others. One that is `live` reads more than the library
    as it was built: the decisions of today.
    """

    name: str
    meaning: str
    params: tuple[Param, ...]
    call: Callable[..., Any]
    more: bool = False
    thorough: bool = False
    live: bool = False


def perform(library: Library, name: str, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON values
    """Call a verb with values as they were typed.

    :raises RequestError: a value is missing, unknown, or not of its kind
    :raises KgError: as the verb raises
    """
    verb = VERBS[name]
    known = {param.name: param for param in verb.params}
    others = {key: value for key, value in values.items() if key not in known}
    if others and not verb.more:
        raise RequestError(f"没有参数 {min(others)}；可用的有 {' '.join(known) or '（无）'}")
    read = {param.name: _value(param, values.get(param.name)) for param in verb.params}
    return verb.call(library, **read, **({"more": others} if verb.more else {}))


def _value(param: Param, text: str | None) -> Any:  # noqa: ANN401 - a text or a number
    if text is None:
        if param.required:
            raise RequestError(f"缺少参数 {param.name}（{param.meaning}）；例如 {param.name}={param.example}")
        return param.given
    if param.choices and text not in param.choices:
        raise RequestError(f"参数 {param.name} 的值 {text!r} 不对；可用的有 {' '.join(param.choices)}")
    if param.most is None:
        if not re.search(SEEN, text):
            raise RequestError(
                f"参数 {param.name}（{param.meaning}）是空的；例如 {param.name}={param.example}"
            )
        if len(text) > param.longest:
            raise RequestError(f"参数 {param.name} 有 {len(text)} 个字，最多 {param.longest} 个")
        return text
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= param.most):
        raise RequestError(f"参数 {param.name} 的值 {text[:20]!r} 不对；应是 1 到 {param.most} 的整数")
    return int(text)


def _ask(library: Library, q: str) -> Any:  # noqa: ANN401
    return library.ask(q).as_dict()


def _search(library: Library, q: str, limit: int, **filters: str | None) -> Any:  # noqa: ANN401
    given = {name: (value,) for name, value in filters.items() if value is not None}
    return [asdict(hit) for hit in library.search(q, limit, **given)]


def _near(library: Library, q: str, limit: int) -> Any:  # noqa: ANN401
    from kg.ask.printed import texts_of
    from kg.ask.reading import read_question
    from kg.ask.values import Kind

    asked = read_question(q, library.directory, texts_of(library.asking))
    named = [one.words for one in asked.limits if one.kind in (Kind.NAMED, Kind.PRINTED) and not one.negated]
    words = " ".join(filter(None, [*named, asked.topic]))
    hits = library.search(words, limit, notice=asked.notices) if words else []
    limited = bool(asked.limits or asked.having)
    return {"words": words, "limited": limited, "hits": [asdict(hit) for hit in hits]}


def _trace(library: Library, what: str | None, notice: str | None) -> Any:  # noqa: ANN401
    from kg.trace.render import matrix_json, trace_json

    return trace_json(library.trace(what)) if what else matrix_json(library.matrix(notice))


def _show(library: Library, what: str) -> Any:  # noqa: ANN401
    return asdict(library.describe(what))


def _notice(library: Library, what: str) -> Any:  # noqa: ANN401
    return asdict(library.annotate(what))


def _stats(library: Library) -> Any:  # noqa: ANN401
    return asdict(library.network())


def _path(library: Library, one: str, other: str) -> Any:  # noqa: ANN401
    return [asdict(step) for step in library.path(one, other)]


def _check(library: Library) -> Any:  # noqa: ANN401
    return asdict(library.check())


def _run(library: Library, name: str, more: Mapping[str, str]) -> Any:  # noqa: ANN401
    found = library.answer(library.named_query(name, more), "json")
    return json.loads(found) if isinstance(found, bytes) else found


def _doubts(library: Library, limit: int) -> Any:  # noqa: ANN401
    from kg.decide.render import doubts_json

    return doubts_json(library.review.doubts()[:limit])


def _decisions(library: Library) -> Any:  # noqa: ANN401
    from kg.decide.render import judged_json

    return [judged_json(one) for one in library.review.decisions()]


def _queries(_library: Library) -> Any:  # noqa: ANN401
    known = load_queries(shared("queries")).values()
    return [{"name": q.name, "summary": q.summary_zh, "example": q.example} for q in known]


_WHAT = "名称、编号、文号或 IRI"

VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "ask",
            "回答关于职责的问题，附原文；公文没有说的如实说明",
            (Param("q", "问题", "哪个部门负责人才招聘？", longest=500),),
            _ask,
        ),
        Verb(
            "search",
            "按字词和意思找段落",
            (
                Param("q", "要找的文字", "看病就医", longest=2_000),
                Param("limit", "最多几段", "3", given=10, most=1000),
                Param("notice", "只找这份公文（文号或题名）", "杭政办函〔2011〕59号", optional=True),
                Param("year", "只找这一年的公文", "2011", optional=True),
                Param("city", "只找这个地方及其下辖地方的公文", "杭州", optional=True),
                Param("body", "只找这个单位的任务", "市人事局", optional=True),
                Param("kind", "只找这一种段落：任务、条文、标题、引言", "任务", optional=True),
            ),
            _search,
        ),
        Verb(
            "near",
            "一个问题所问的事（没有说到单位、公文、时间的那些词），和最接近它的段落；问题点名了公文，就只在其中找",
            (
                Param("q", "问题", "哪个部门负责人才招聘？", longest=500),
                Param("limit", "最多几段", "3", given=5, most=1000),
            ),
            _near,
        ),
        Verb(
            "trace",
            "一件东西与任务、工作重点的上下联系；不给 what 就是整张对应表",
            (
                Param("what", _WHAT, "任务3", optional=True),
                Param("notice", "对应表只看这份公文", "杭政办函〔2011〕59号", optional=True),
            ),
            _trace,
        ),
        Verb("show", "一件东西的全部事实及其出处", (Param("what", _WHAT, "市科技局"),), _show),
        Verb(
            "notice",
            "一份公文的全文，和读到的每件事在其中的位置",
            (Param("what", "文号、标题或 IRI", "杭政办函〔2011〕59号"),),
            _notice,
        ),
        Verb("queries", "列出命名查询", (), _queries),
        Verb(
            "run",
            "执行一个命名查询，其余参数按名称给出",
            (Param("name", "查询的名称", "tasks-of-body"),),
            _run,
            more=True,
        ),
        Verb("stats", "各类事物的数量，谁和谁共事", (), _stats, thorough=True),
        Verb(
            "path",
            "两件东西之间最短的联系",
            (Param("one", _WHAT, "市发改委"), Param("other", _WHAT, "沪杭高铁")),
            _path,
        ),
        Verb(
            "doubts",
            "存疑的联系，最该由人来看的在前",
            (Param("limit", "最多几条", "3", given=20, most=1000),),
            _doubts,
            thorough=True,
            live=True,
        ),
        Verb("decisions", "人作过的决定和各自的现状", (), _decisions, live=True),
        Verb("check", "按 SHACL 形状检查全库", (), _check, thorough=True),
    )
}
