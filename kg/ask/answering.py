"""Questions about tasks, their bodies and their focus areas: one query is composed and run.

A handler gives the results with what proves them, or says what the notices do not tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.ask.compose import bodies_query, of_tasks_query, tasks_query
from kg.ask.context import Ask, Found, certainty_of, department_result, printed_bodies, refuse, task_result
from kg.ask.doubts import doubt_of_topic
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
from kg.evidence import quotes_of, quotes_of_triples


def merge_bodies(question: Question) -> Question:
    """Several bodies without 共同 are alternatives: 发改委和科技局的任务 are the tasks of either."""
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY and not limit.negated]
    together = question.together or any(limit.kind is Kind.SHARED for limit in question.limits)
    if len(bodies) < 2 or together or any(limit.role for limit in bodies):
        return question
    merged = replace(
        bodies[0],
        words="、".join(limit.words for limit in bodies),
        values=tuple(dict.fromkeys(value for limit in bodies for value in limit.values)),
        label="、".join(limit.label for limit in bodies),
        certainty=min(limit.certainty for limit in bodies),
    )
    others = tuple(limit for limit in question.limits if limit not in bodies)
    return replace(question, limits=(merged, *others))


def answer_tasks(context: Ask, question: Question) -> Found:
    """Answer which tasks."""
    question, refusal = task_limits(context, merge_bodies(question))
    if refusal:
        return refusal
    if question.direct:
        question = replace(question, limits=tuple(map(_own, question.limits)))
    query, tasks, remark = _run_tasks(context, question)
    if not tasks:
        return refuse(_nothing(question, "任务"), question, certainty_of(question), query)
    entries = [context.entry(iri) for iri in tasks]
    quotes = quotes_of(context.store, tasks)
    pairs = [
        (task, body)
        for limit in question.limits
        if limit.kind is Kind.BODY
        for body in limit.values
        for task in tasks
    ]
    proof = quotes_of_triples(context.store, pairs) if pairs else {}
    return Found(
        tuple(task_result(entry) for entry in entries),
        tuple(quote for task in tasks for quote in (*quotes.get(task, ()), *proof.get(task, ()))),
        query,
        certainty_of(question),
        _inferred(question, remark),
        limits=question.limits,
    )


def _inferred(question: Question, remark: str) -> str:
    """Say that a focus area's tasks are inferred from the two texts, where that is so."""
    if not any(limit.kind is Kind.AREA for limit in question.limits):
        return remark
    return "；".join(filter(None, (remark, "任务与重点的对应按两处文字判断，理由见 kg trace")))


def _own(limit: Limit) -> Limit:
    return replace(limit, kind=Kind.OWN_BODY) if limit.kind is Kind.BODY else limit


def _run_tasks(context: Ask, question: Question) -> tuple[str, list[str], str]:
    role = question.role or "kg:assignedTo"
    query = tasks_query(question, question.limits, role)
    tasks = [row["task"] for row in context.rows(query)]
    if not tasks and role in _INSTEAD and any(limit.kind is Kind.BODY for limit in question.limits):
        query = tasks_query(question, question.limits)
        tasks = [row["task"] for row in context.rows(query)]
        return query, tasks, f"公文没有写明{_INSTEAD[role]}单位，以下按责任单位回答"
    return query, tasks, ""


#: Roles that the bodies responsible take where a notice names nobody for them.
_INSTEAD = {"kg:leadBody": "牵头", "kg:guideBody": "指导"}


def answer_departments(context: Ask, question: Question) -> Found:
    """Answer which bodies."""
    question, refusal = task_limits(context, merge_together(question))
    if refusal:
        return refusal
    if doubt := doubt_of_topic(context, question):
        return Found(doubt=doubt, certainty=certainty_of(question), limits=question.limits)
    role, remark = question.role or "kg:assignedTo", ""
    query = bodies_query(question, question.limits, role)
    rows = context.rows(query)
    if not rows and role in _INSTEAD:
        query = bodies_query(question, question.limits)
        rows, remark = context.rows(query), f"公文没有写明{_INSTEAD[role]}单位，以下是责任单位"
    if not rows:
        return refuse(_nothing(question, "单位"), question, certainty_of(question), query)
    bodies = list(dict.fromkeys(row["body"] for row in rows))
    pairs = [(row["task"], row["body"]) for row in rows]
    printed = printed_bodies(context, {task for task, _ in pairs})
    proof = quotes_of_triples(context.store, pairs)
    texts = quotes_of(context.store, [task for task, _ in pairs]) if len(pairs) <= 10 else {}
    quotes = [
        quote
        for task in dict.fromkeys(t for t, _ in pairs)
        for quote in (*texts.get(task, ()), *proof.get(task, ()))
    ]
    return Found(
        tuple(department_result(context.entry(iri), printed) for iri in bodies),
        tuple(quotes),
        query,
        certainty_of(question),
        _inferred(question, remark),
        limits=question.limits,
    )


def merge_together(question: Question) -> Question:
    """With whom does X work: the bodies of X's tasks, but not X."""
    return merge_bodies(question) if not question.together else question


def answer_focus_areas(context: Ask, question: Question) -> Found:
    """Answer which focus area a task serves."""
    question, refusal = task_limits(context, merge_bodies(question), single=True)
    if refusal:
        return refusal
    query = of_tasks_query(question.limits, "?task kg:implements ?area .", "?area")
    rows = context.rows(query)
    if not rows:
        return refuse("公文没有说明、也推断不出这项任务对应哪个工作重点", question, 0.6, query)
    areas = list(dict.fromkeys(row["area"] for row in rows))
    pairs = [(row["task"], row["area"]) for row in rows]
    proof = quotes_of_triples(context.store, pairs)
    scores = context.rows(
        "SELECT ?score WHERE { VALUES (?task ?area) { "
        + " ".join(f"(<{task}> <{area}>)" for task, area in pairs)
        + " } ?fact rdf:subject ?task ; rdf:object ?area ; kg:score ?score }"
    )
    sure = min((float(row["score"]) for row in scores), default=1.0)
    results = tuple(Result("focus_area", context.entry(iri).label, None, iri) for iri in areas)
    quotes = tuple(quote for found in proof.values() for quote in found)
    return Found(
        results,
        quotes,
        query,
        round(certainty_of(question) * sure, 3),
        "由两处文字推断",
        limits=question.limits,
    )


def _nothing(question: Question, what: str) -> str:
    if question.role == "kg:supportBody":
        return "公文没有写明配合单位"
    if question.role == "kg:superviseBody":
        return "公文没有写明由哪个单位督查考核"
    if any(limit.kind is Kind.DEADLINE for limit in question.limits):
        return "公文的任务都没有写明期限"
    limits = "、".join(
        ("非" if limit.negated else "") + (limit.label or limit.words) for limit in question.limits
    )
    return f"公文中没有符合条件（{limits or '无条件'}）的{what}"


def answer_count(context: Ask, question: Question, handler: Callable[[Ask, Question], Found]) -> Found:
    """Count what would be listed; of limits that are met by nothing, the count is 0."""
    listed = handler(context, replace(question, how=How.LIST))
    if listed.missing is not None and question.topic:
        return listed
    unit = {Asked.TASK: "项", Asked.PRINCIPLE: "条", Asked.DOCUMENT: "份"}.get(question.asked, "个")
    count = len(listed.results)
    return replace(listed, results=(Result("number", f"{count}{unit}", count, None, unit),), missing=None)


HANDLERS: dict[Asked, Callable[[Ask, Question], Found]] = {
    Asked.TASK: answer_tasks,
    Asked.DEPARTMENT: answer_departments,
    Asked.FOCUS_AREA: answer_focus_areas,
}
