"""Yes or no: whether what a question says stands in the notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.answering import answer_departments, answer_tasks
from kg.ask.compose import named_for, of_tasks_query, tasks_query
from kg.ask.context import Ask, Found, certainty_of, refuse
from kg.ask.documents import answer_documents
from kg.ask.entries import KINDS
from kg.ask.filling import claim_filled
from kg.ask.named import answer_seat, said_of, seats
from kg.ask.notices import PARTS
from kg.ask.roles import IN_CHARGE
from kg.ask.saying import answer_said
from kg.ask.silence import Silence
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.evidence import Quote, quotes_of, quotes_of_triples


def answer_check(context: Ask, question: Question) -> Found:
    """Say yes or no, with the proof of what is so; a no without one is proved by what the question names."""
    if stranger := _stranger(question):
        return refuse(f"没有认出单位：{stranger}", question, Silence.NAME, 0.9)
    found = (answer_seat if seats(question) else _checked)(context.counting(), question)
    if found.quotes or found.missing is not None:
        return found
    proof = proof_of_limits(context, question)
    if not proof and question.topic and any(limit.kind is Kind.BODY for limit in question.limits):
        return refuse("公文没有写明这一点", question, Silence.DETAIL)  # a body without any task
    return replace(found, quotes=proof)


#: 整治河道是各乡镇政府|牵头吗
_BODY_LAST = re.compile(
    r"是(?:由|归)?(?P<who>[一-龥]{1,14}(?:政府|部门|单位|[局委办厅处科]|中心|公司|指挥部))$"
)


def _stranger(question: Question) -> str:
    """Give the body, by the end of its name, that a question asks about and the library does not know."""
    kinds = {limit.kind for limit in question.limits}
    if Kind.BODY in kinds or (question.role is None and Kind.ROLE not in kinds):
        return ""
    found = _BODY_LAST.search(question.topic)
    return found["who"] if found else ""


def proof_of_limits(context: Ask, question: Question) -> tuple[Quote, ...]:
    """Quote the tasks that a question names, or the tasks of its bodies, with who is named for them."""
    tasks = [value for limit in question.limits if limit.kind is Kind.TASK for value in limit.values]
    bodies = [value for limit in question.limits if limit.kind is Kind.BODY for value in limit.values]
    wanted = [
        f"VALUES ?{name} {{ {' '.join(f'<{v}>' for v in values)} }}"
        for name, values in (("task", tasks), ("body", bodies))
        if values
    ]
    rows = context.rows(
        f"SELECT ?task ?body WHERE {{ {' '.join(wanted)} ?task kg:assignedTo ?body }} ORDER BY ?task ?body"
    )
    pairs = [(row["task"], row["body"]) for row in rows]
    quotes = quotes_of_triples(context.store, pairs)
    return tuple(quote for group in quotes.values() for quote in group)


def _checked(context: Ask, question: Question) -> Found:
    parts = (Asked.PRINCIPLE, Asked.GOAL, Asked.FOCUS_AREA, Asked.MEASURE)
    if question.asked in parts and question.topic and not question.figures:
        return _named_so(context, question)
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY]
    others = [limit for limit in question.limits if limit.kind is not Kind.BODY]
    if bodies and others and question.wholly:
        return _all_so(context, question)
    if question.having and (bodies or others):
        return _counted(context, question, answer_tasks if bodies else answer_departments)
    if question.figures and question.topic and not bodies_asked(question):
        return answer_said(context, question)
    if bodies:
        return (_assigned if question.topic or others else _has_tasks)(context, question)
    if any(limit.kind is Kind.ROLE for limit in others):
        return _held(context, question)
    others = [limit for limit in others if limit.kind is not Kind.NOTICE]
    if any(limit.kind is Kind.DOCUMENT for limit in others) and not _IN_FORCE.search(question.text):
        listed = answer_documents(context, replace(question, how=How.LIST, topic=""))
        return _say(bool(listed.results), listed)
    if others and not question.topic:
        return _say(bool((listed := answer_tasks(context, replace(question, how=How.LIST))).results), listed)
    if question.having and not question.content:
        return _tasks_so(context, question)
    return claim_filled(context, question) or answer_said(context, question)


#: Whether a document holds is told by a sentence; that it is cited says nothing of that.
_IN_FORCE = re.compile(r"有效|废止|失效|作废|执行")


def _tasks_so(context: Ask, question: Question) -> Found:
    """Say whether a task has so many bodies (由三个单位负责), or the notices so many tasks (有27项任务)."""
    if re.search(r"部门|单位|[一二两三四五六七八九十\d]家", question.text):
        listed = answer_tasks(context, replace(question, how=How.LIST, topic=""))
        return _say(bool(listed.results), listed)
    return _counted(context, replace(question, topic=""), answer_tasks)


def _say(yes: bool, found: Found) -> Found:
    said = Result("boolean", "是" if yes else "否", yes)
    return replace(found, results=(said,), missing=None, total=None)


def bodies_asked(question: Question) -> bool:
    """Tell whether a check is about who, not about how many."""
    return question.asked is Asked.DEPARTMENT or any(limit.kind is Kind.SHARED for limit in question.limits)


def _named_so(context: Ask, question: Question) -> Found:
    """Say whether X is one of the principles."""
    classes, _ = PARTS.get((question.asked, question.field), PARTS.get((question.asked, ""), ((), "")))
    wanted = re.sub(r"[“”\"'‘’ ]|之一|属于|列出|提出", "", question.content)
    kinds = (kind for kind in KINDS.values() if _class(kind) in classes)
    entries = sorted(context.directory.of(*kinds), key=lambda entry: (entry.notice, entry.order, entry.iri))
    same = [entry for entry in entries if wanted and (wanted in entry.label or entry.label in wanted)]
    quotes = quotes_of(context.store, [entry.iri for entry in same or entries])
    proof = tuple(quote for found in quotes.values() for quote in found)
    return _say(bool(same), Found(quotes=proof, certainty=0.9, limits=question.limits))


def _class(kind: str) -> str:
    return {"focus_area": "FocusArea"}.get(kind, kind.capitalize())


def _all_so(context: Ask, question: Question) -> Found:
    """Say whether all tasks of a body meet the other limits."""
    bodies = tuple(limit for limit in question.limits if limit.kind in (Kind.BODY, Kind.NOTICE))
    everything = answer_tasks(context, replace(question, how=How.LIST, limits=bodies, topic=""))
    those = answer_tasks(context, replace(question, how=How.LIST, topic=""))
    return _say(bool(everything.results) and those.count == everything.count, everything)


def _has_tasks(context: Ask, question: Question) -> Found:
    listed = answer_tasks(context, replace(question, how=How.LIST, topic=""))
    return _say(bool(listed.results) is (_HAS_NONE.search(question.text) is None), listed)


#: 是不是没有任务, where 有没有任务 only asks.
_HAS_NONE = re.compile(r"(?<!有)没(?:有)?(?:承担|分到|领到?)?(?:任何|什么|一项)?(?:的)?(?:任务|工作|课题|活)")


def _held(context: Ask, question: Question) -> Found:
    """Say whether a task names a body in a role: 这项任务有没有配合单位."""
    others = tuple(limit for limit in question.limits if limit.kind is not Kind.ROLE)
    meant = answer_tasks(context, replace(question, how=How.LIST, limits=others, role=None))
    if meant.missing is not None or meant.doubt:
        return meant
    role = tuple(limit for limit in question.limits if limit.kind is Kind.ROLE)
    listed = answer_tasks(
        context, replace(question, how=How.LIST, limits=(*meant.limits, *role), topic="", role=None)
    )
    return _say(bool(listed.results), replace(meant, limits=question.limits))


def _counted(context: Ask, question: Question, handler: Callable[[Ask, Question], Found]) -> Found:
    """Say whether X has N tasks, or task N only one body: `handler` lists what is counted."""
    having = question.having
    if having is None:
        return refuse("没有可比的数", question, Silence.DETAIL)
    listed = handler(context, replace(question, how=How.LIST, having=None))
    if listed.missing is not None:
        return listed
    n, m = listed.count, having.count
    yes = {"=": n == m, ">": n > m, ">=": n >= m}.get(having.comparison, False)
    unit = "家" if handler is answer_departments else "项"
    named = "、".join(result.label for result in listed.results) if unit == "家" else ""
    return _say(yes, replace(listed, remark=f"实有{n}{unit}" + (f"：{named}" if named else "")))


#: 光靠市财政局吗, 就它自己: nobody else.
_ONLY = re.compile(
    r"只|仅|一家|单独|独自|唯一|光(?:是|靠|由|有)|就(?:是|靠|由)?[^,，。?？]{2,16}(?:自己|一个)"
)


#: Limits that leave the task which the question is about.
_OF_ONE = {Kind.MEANING, Kind.TASK}


def _assigned(context: Ask, question: Question) -> Found:
    """Say whether X is responsible: the task is found first, without X, then its bodies are compared."""
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY]
    others = tuple(
        limit
        for limit in question.limits
        if limit.kind is not Kind.BODY
        and not (question.topic and limit.kind is Kind.SHARED and limit.negated)
    )  # 只由一家负责 is held against the bodies found below
    grounded, refusal = task_limits(context, replace(question, limits=others), single=True)
    if refusal:
        return said_of(context, question) or refusal
    role = question.role or "kg:assignedTo"
    in_charge = of_tasks_query(grounded.limits, f"?task {IN_CHARGE} ?body .", "?body")
    if question.in_charge and context.rows(in_charge):
        role = IN_CHARGE
    query = tasks_query(replace(grounded, having=None), (*grounded.limits, *bodies), role)
    held = [row["task"] for row in context.rows(query)]
    leads = of_tasks_query(grounded.limits, "?task kg:leadBody ?body .", "?body")
    if role == "kg:leadBody" and not held and not context.rows(leads):
        query = tasks_query(replace(grounded, having=None), (*grounded.limits, *bodies))
        held = [row["task"] for row in context.rows(query)]
    named_so = of_tasks_query(grounded.limits, f"?task {role} ?body . {named_for(role)}", "?body")
    own = (
        context.rows(named_so)
        if role != "kg:assignedTo" and _OF_ONE & {x.kind for x in grounded.limits}
        else []
    )
    if (
        held and own and not any(limit.negated for limit in bodies)
    ):  # the heading's do not count beside its own
        query, whose = named_so, {row["body"] for row in own}
        held = held if all(whose & set(limit.values) for limit in bodies) else []
    meant = [
        row["task"] for row in context.rows(of_tasks_query(grounded.limits, "?task rdfs:label ?x .", "?x"))
    ]
    quotes = quotes_of(context.store, meant[:3])
    actual = context.rows(of_tasks_query(grounded.limits, "?task kg:assignedTo ?body .", "?body"))
    proof = quotes_of_triples(context.store, [(row["task"], row["body"]) for row in actual[:6]])
    cited = tuple(quote for group in (*quotes.values(), *proof.values()) for quote in group)
    named = "、".join(dict.fromkeys(context.entry(row["body"]).label for row in own or actual))
    sure = certainty_of(replace(grounded, limits=(*grounded.limits, *bodies)))
    limits = (*grounded.limits, *bodies)
    only = _ONLY.search(question.text)
    turned = re.search(r"(?:(?<!是)不是?|而不|并不|没有|未)(?:是|由|由其)?(?:牵头|负责|承担)", question.text)
    yes = (bool(held) is not bool(turned)) and not (only and len({row["body"] for row in actual}) > 1)
    return _say(yes, Found((), cited, query, sure, f"责任单位是{named}" if named else "", limits=limits))
