"""Questions about tasks, their bodies and their focus areas: one query is composed and run.

A handler gives the results with what proves them, or says what the notices do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.compose import bodies_query, of_tasks_query, tasks_query
from kg.ask.context import Ask, Found, certainty_of, department_results, refuse, task_result
from kg.ask.doubts import doubt_of_page, doubt_of_topic
from kg.ask.paging import MOST, Page, first_rows, rows_held
from kg.ask.roles import DOERS, IN_CHARGE
from kg.ask.silence import Silence
from kg.ask.tallies import bodies_with_so_many, tasks_counted
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
from kg.ask.wording import OF_ONE, nothing_meets
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
    query, page, remark = _run_tasks(context, question)
    if not page.rows:
        return refuse(
            nothing_meets(question, "任务"), question, Silence.NOTHING, certainty_of(question), query
        )
    tasks = [row["task"] for row in page.rows[:MOST]]
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
        total=page.things,
    )


def _inferred(question: Question, remark: str) -> str:
    """Say that a focus area's tasks are inferred from the two texts, where that is so."""
    if not any(limit.kind is Kind.AREA for limit in question.limits):
        return remark
    return _joined(remark, "任务与重点的对应按两处文字判断，理由见 kg trace")


def _own(limit: Limit) -> Limit:
    return replace(limit, kind=Kind.OWN_BODY) if limit.kind is Kind.BODY else limit


def _run_tasks(context: Ask, question: Question) -> tuple[str, Page, str]:
    """Give the query for tasks, its first rows, and what is said of them."""
    role = question.role or "kg:assignedTo"
    query, page = _tasks_of_role(context, question, role)
    if not page.rows and role in _INSTEAD and any(limit.kind is Kind.BODY for limit in question.limits):
        unnamed = Limit(Kind.ROLE, f"没有{_INSTEAD[role]}单位", reason="文中明示", negated=True, role=role)
        question = replace(question, limits=(*question.limits, unnamed))  # else another one leads
        query, page = _tasks_of_role(context, question, "kg:assignedTo")
        told = f"这些任务没有写明{_INSTEAD[role]}单位，按责任单位回答" if page.rows else ""
        return query, page, _joined(told, page.remark)
    if question.in_charge and any(limit.kind is Kind.BODY and not limit.negated for limit in question.limits):
        in_charge, fewer = _tasks_of_role(context, question, IN_CHARGE)
        if fewer.rows and (fewer.size, fewer.rows) != (page.size, page.rows):
            return in_charge, fewer, _joined(_HELPED, fewer.remark)
    return query, page, page.remark


def _tasks_of_role(context: Ask, question: Question, role: str) -> tuple[str, Page]:
    """Give the query for the tasks of bodies in a role, and its first rows."""
    counts = tasks_counted(context, question, role)
    page = first_rows(context, question, lambda limits: tasks_query(question, limits, role), "task", counts)
    return tasks_query(question, question.limits, role), page


def _joined(*remarks: str) -> str:
    return "；".join(filter(None, remarks))


#: Said where those who only help are left out of an answer.
_HELPED = "不含只作配合、指导、督导单位的"


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
    query, page = _bodies_of_role(context, question, role)
    if doubt := doubt_of_page(context, question, page.unseen):
        return Found(doubt=doubt, certainty=certainty_of(question), limits=question.limits)
    if not page.rows and role in _INSTEAD:
        query, page = _bodies_of_role(context, question, "kg:assignedTo")
        remark = f"公文没有写明{_INSTEAD[role]}单位，以下是责任单位"
    if question.in_charge and page.rows:
        query, page, remark = _in_charge(context, question) or (query, page, remark)
    if role == "kg:assignedTo" and page.rows and OF_ONE & {limit.kind for limit in question.limits}:
        doing, doers = _bodies_of_role(context, question, DOERS)
        query, page = (doing, doers) if 0 < doers.size < page.size else (query, page)
    if not page.rows:
        return refuse(
            nothing_meets(question, "单位"), question, Silence.NOTHING, certainty_of(question), query
        )
    bodies = list(dict.fromkeys(row["body"] for row in page.rows))
    pairs = _to_prove(page, bodies[:MOST])
    proof = quotes_of_triples(context.store, pairs)
    texts = quotes_of(context.store, [task for task, _ in pairs]) if len(pairs) <= 10 else {}
    quotes = [
        quote
        for task in dict.fromkeys(t for t, _ in pairs)
        for quote in (*texts.get(task, ()), *proof.get(task, ()))
    ]
    return Found(
        department_results(context, bodies[:MOST], pairs, proof),
        tuple(quotes),
        query,
        certainty_of(question),
        _inferred(question, _joined(remark, page.remark)),
        limits=question.limits,
        total=page.things,
    )


#: 责任单位 are all who are named, where a task has only those who lead and who support.
_NAMED_RESPONSIBLE = re.compile(r"责任(?:单位|部门|主体)")


def _has_responsible(context: Ask, question: Question) -> bool:
    return bool(context.rows(bodies_query(question, question.limits, "kg:responsibleBody")))


def _in_charge(context: Ask, question: Question) -> tuple[str, Page, str] | None:
    """Give those in charge and what is said of them, where others only help; None where nobody else is named."""
    named = _NAMED_RESPONSIBLE.search(question.text) is not None
    if named and (said := _said_responsible(context, question)):
        return *said, "牵头单位和统一规定的单位未列入"
    query, page = _bodies_of_role(context, question, IN_CHARGE)
    all_of_them, everybody = _bodies_of_role(context, question, "kg:assignedTo")
    if not page.rows or page.size >= everybody.size:
        return None
    if named and not _has_responsible(context, question):
        return all_of_them, everybody, "公文只分牵头和配合单位，都算责任单位"
    return query, page, _HELPED


def _said_responsible(context: Ask, question: Question) -> tuple[str, Page] | None:
    """Give those that a task itself calls 责任单位, where it names who leads beside them; None where it does not.

    Who leads by a rule (列首位的为牵头单位) is printed among them.
    """
    one = {Kind.MEANING, Kind.TASK} & {limit.kind for limit in question.limits}
    if not one or "牵头" in question.text:
        return None
    leads = _bodies_of_role(context, question, "kg:leadBody")[1].rows
    values = " ".join(f"(<{row['task']}> <{row['body']}>)" for row in leads)
    stated = (
        f"SELECT ?fact WHERE {{ VALUES (?task ?body) {{ {values} }} ?fact rdf:subject ?task ; rdf:object ?body ; "
        "rdf:predicate kg:leadBody FILTER NOT EXISTS { ?fact kg:rule ?rule } } LIMIT 1"
    )
    if not leads or not context.rows(stated):
        return None
    query, page = _bodies_of_role(context, question, "kg:responsibleBody")
    return (query, page) if page.rows else None


def _bodies_of_role(context: Ask, question: Question, role: str) -> tuple[str, Page]:
    """Give the query for bodies in a role and their tasks, and its first rows."""
    query = bodies_query(question, question.limits, role)
    held = bodies_with_so_many(context, question, role)
    if held is not None:
        return query, rows_held(context, held, role, _PROVED)
    return query, first_rows(context, question, lambda limits: bodies_query(question, limits, role), "body")


#: Who does what, in so many cases, is proved for each; beyond that once for each body.
_PROVED = 300


def _to_prove(page: Page, bodies: list[str]) -> list[tuple[str, str]]:
    pairs = [(row["task"], row["body"]) for row in page.rows]
    if page.size <= _PROVED:
        return pairs
    first = {body: task for task, body in reversed(pairs)}
    return [(first[body], body) for body in bodies]


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
        return refuse(
            "公文没有说明、也推断不出这项任务对应哪个工作重点", question, Silence.DETAIL, 0.6, query
        )
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


def answer_count(context: Ask, question: Question, handler: Callable[[Ask, Question], Found]) -> Found:
    """Count what would be listed; of limits that are met by nothing, the count is 0."""
    found = handler(context.counting(), replace(question, how=How.LIST))
    if found.missing is not None and question.topic:
        return found
    unit = {Asked.TASK: "项", Asked.PRINCIPLE: "条", Asked.DOCUMENT: "份", Asked.NOTICE: "份"}.get(
        question.asked, "个"
    )
    number = Result("number", f"{found.count}{unit}", found.count, None, unit)
    return replace(found, results=(number,), missing=None, total=None)


HANDLERS: dict[Asked, Callable[[Ask, Question], Found]] = {
    Asked.TASK: answer_tasks,
    Asked.DEPARTMENT: answer_departments,
    Asked.FOCUS_AREA: answer_focus_areas,
}
