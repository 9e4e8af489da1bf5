"""The page of one thing: what is known of it, what it is linked to; of a body also its work and its past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.web.asking import english_labels, printed_at, rows_of, values_of
from kg.web.notices import citing, show_notice
from kg.web.pictures import circle
from kg.web.problems import Refused
from kg.web.rendering import in_english, local, rendered

#: Kind of a thing -> what its page calls it.
NAMES = {
    "body": "单位",
    "bound": "限定",
    "candidate": "备选联系",
    "change_event": "机构改革",
    "class": "类",
    "collective_body": "集合单位",
    "dataset": "命名图",
    "datatype_property": "属性",
    "date": "时间",
    "decision": "决定",
    "document": "文件",
    "event": "活动",
    "fact": "事实",
    "focus_area": "工作重点",
    "goal": "目标",
    "measure": "工作举措",
    "notice": "公文",
    "object_property": "属性",
    "ontology": "词汇",
    "place": "地点",
    "policy": "方针",
    "principle": "原则",
    "project": "项目",
    "rejected": "被否决的联系",
    "repeat": "重印",
    "section": "章节",
    "source_file": "源文件",
    "span": "原文片段",
    "target": "指标",
    "task": "任务",
    "topic": "课题",
}
#: Name -> media type in which a thing can be taken away.
FORMATS = (
    ("turtle", "text/turtle"),
    ("json-ld", "application/ld+json"),
    ("n-triples", "application/n-triples"),
)


async def thing(request: Request, iri: str) -> Response:
    """Show one thing: a notice that was read as it reads, anything else by its facts and links."""
    found = await values_of(request, "show", what=iri)
    if found["kind"] in {"notice", "document"} and request.query_params.get("as") != "thing":
        try:
            return await show_notice(request, await values_of(request, "notice", what=iri))
        except Refused as error:  # a document that is only cited
            if error.http_status != 404:
                raise
    labels = await english_labels(request) if in_english(request) else {}
    printed_in = {row["path"]: row["notice"] for row in await rows_of(request, "notices")}
    shared = {
        "thing": found,
        "files": _files(iri),
        "kinds": NAMES,
        "labels": labels,
        "printed_in": printed_in,
    }
    if found["kind"] == "body":
        return rendered(request, "body.html", **shared, **await _work(request, found))
    try:
        traced = await values_of(request, "trace", what=iri)
    except Refused:
        traced = {"thing": {"number": ""}, "links": []}
    shared |= {"number": traced["thing"]["number"], "groups": _groups(traced["links"])}
    cited = await citing(request, iri) if found["kind"] in {"notice", "document"} else []
    printed = await printed_at(request, iri) if found["quotes"] else []
    return rendered(request, "thing.html", **shared, citing=cited, printed=printed)


def _files(iri: str) -> list[tuple[str, str]]:
    """Give the names of the formats in which a thing can be taken away, and the addresses."""
    page = local(iri)
    return [(name, f"{page}{'&' if '?' in page else '?'}format={name}") for name, _ in FORMATS]


async def _work(request: Request, body: Mapping[str, Any]) -> dict[str, Any]:
    """Tell the tasks of a body by notice, newest first; its partners; its names; and what became of it."""
    iri = body["iri"]
    notices = {row["notice"]: row for row in await rows_of(request, "notices")}
    tasks: dict[str, dict[str, dict[str, Any]]] = {}
    for row in await rows_of(request, "tasks-of-body", body=iri):
        task = tasks.setdefault(row["notice"], {}).setdefault(row["task"], row | {"roles": {}})
        roles, rule = task["roles"], row.get("rule", "")
        roles[row["role"]] = min(roles.get(row["role"], rule), rule)  # what is stated needs no rule
    groups = [
        {**notices[notice], "year": year_of(notices[notice]), "tasks": list(own.values())}
        for notice, own in tasks.items()
    ]
    partners = await rows_of(request, "partners-of-body", body=iri)
    years = Counter({group["year"]: 0 for group in groups})
    for group in groups:
        years[group["year"]] += len(group["tasks"])
    names: dict[str, list[str]] = {}
    for row in await rows_of(request, "names-of-body", body=iri):
        names.setdefault(row["kind"], []).append(row["name"])
    return {
        "groups": sorted(groups, key=lambda group: (group["year"], group.get("issued", "")), reverse=True),
        "years": sorted(years.items(), reverse=True),
        "most": max(years.values(), default=0),
        "partners": partners,
        "picture": circle(body, partners),
        "names": names,
        "changes": await rows_of(request, "successions", body=iri),
        "kin": [fact for fact in body["facts"] if fact["property"].startswith(("前身", "后继"))],
    }


def year_of(notice: Mapping[str, str]) -> str:
    """Give the year of a notice: that of its date, else that in its number; "" if it has neither."""
    date, number = notice.get("issued", ""), notice.get("number", "")
    inside = number.partition("〔")[2].partition("〕")[0]
    return date[:4] or (inside if inside.isdigit() else "")


def _groups(links: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool, list[Mapping[str, Any]]]]:
    """Put links of one kind and direction together, in the order in which the kinds come first."""
    groups: dict[tuple[str, bool], list[Mapping[str, Any]]] = {}
    for link in links:
        groups.setdefault((link["relation"], link["forward"]), []).append(link)
    return [(relation, forward, own) for (relation, forward), own in groups.items()]
