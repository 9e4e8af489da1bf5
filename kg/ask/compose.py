"""From a question to one SPARQL query: the pattern of what is asked, and one pattern for each limit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask.dues import due_pattern
from kg.ask.roles import DOERS
from kg.ask.values import Having, Kind, Limit, Question
from kg.rdf.terms import text

#: What a limit says of a task. `{t}` is the task's variable, `{v}` the values, `{n}` a number for variables.
LIMITS: dict[Kind, str] = {
    Kind.NOTICE: "VALUES ?notice{n} {{ {v} }} {t} kg:inNotice ?notice{n} .",
    Kind.BODY: "VALUES ?limit{n} {{ {v} }} {t} {role} ?limit{n} .",
    Kind.OWN_BODY: (
        "VALUES ?limit{n} {{ {v} }} {t} {role} ?limit{n} . FILTER EXISTS {{ ?fact{n} rdf:subject {t} ; "
        "rdf:object ?limit{n} . FILTER NOT EXISTS {{ ?fact{n} kg:rule ?rule{n} }} }}"
    ),
    Kind.TASK: "VALUES {t} {{ {v} }}",
    Kind.MEANING: "VALUES {t} {{ {v} }}",
    Kind.AREA: "VALUES ?area{n} {{ {v} }} {t} kg:implements ?area{n} .",
    Kind.PLACE: "{t} rdfs:label ?text{n} . FILTER(CONTAINS(?text{n}, {label}))",
    Kind.PRINTED: "{t} rdfs:label ?text{n} . FILTER(CONTAINS(?text{n}, {label}))",
    Kind.DOCUMENT: "VALUES ?document{n} {{ {v} }} {t} kg:refersTo ?document{n} .",
    Kind.NAMED: "VALUES ?named{n} {{ {v} }} {t} kg:mentions ?named{n} .",
    Kind.TOPIC_TASK: "{t} kg:mentions ?topic{n} . ?topic{n} a kg:Topic .",
    Kind.TARGET: "{t} kg:hasTarget ?target{n} .",
    Kind.DEADLINE: "{t} kg:deadline ?due{n} .",
    Kind.LINKED: "{t} kg:implements ?linked{n} .",
    Kind.ROLE: "{t} {role} ?holder{n} .",
    Kind.SHARED: "FILTER EXISTS {{ {t} {role} ?one{n} ; {role} ?two{n} . FILTER(?one{n} != ?two{n}) }}",
}
_TURNED_BY_EXISTS = {Kind.SHARED}


def task_pattern(
    limits: Sequence[Limit], role: str = "kg:assignedTo", task: str = "?task", first: int = 0
) -> str:
    """Write the patterns that limit tasks, one line each; `task` is the variable, `first` numbers the others."""
    lines: list[str] = []
    in_order = sorted(enumerate(limits, start=first), key=lambda item: _rank(item[1]))
    for n, limit in in_order:
        if limit.kind is Kind.DUE:
            others = [other for other in limits if other.kind is not Kind.DUE]
            pattern = due_pattern(limit, task, n, task_pattern(others, role, f"?other{n}", 100 * (n + 1)))
        else:
            pattern = LIMITS[limit.kind].format(
                t=task,
                n=n,
                v=" ".join(f"<{value}>" for value in limit.values),
                role=limit.role or (DOERS if limit.kind is Kind.SHARED else role),
                label=text(limit.words),
            )
        pattern = _ONE.sub(_named, pattern)
        if limit.negated:
            pattern = (
                pattern.replace("EXISTS", "NOT EXISTS", 1)
                if limit.kind in _TURNED_BY_EXISTS
                else f"FILTER NOT EXISTS {{ {pattern} }}"
            )
        lines.append(pattern)
    few = sum(_rank(limit) < len(_FEW) for limit in limits)
    return "\n  ".join([*lines[:few], f"{task} a kg:Task .", *lines[few:]])


#: A limit to one thing: the engine looks it up ten times faster where it stands than as the value of a variable.
_ONE = re.compile(r"VALUES (?P<variable>\?\w+) \{ (?P<iri><[^<>]*>) \} (?P<pattern>.+)", re.DOTALL)


def _named(limit: re.Match[str]) -> str:
    return re.sub(rf"\{limit['variable']}\b", lambda _: limit["iri"], limit["pattern"])


#: Limits that leave few tasks, the fewest first: the engine looks at these first.
_FEW = (Kind.TASK, Kind.MEANING, Kind.BODY, Kind.NOTICE)


def _rank(limit: Limit) -> int:
    return len(_FEW) if limit.negated or limit.kind not in _FEW else _FEW.index(limit.kind)


#: Ends the queries for tasks: the order of the text.
_IN_ORDER = "\n  ?task kg:inNotice ?notice ; kg:order ?order .\n} ORDER BY ?notice ?order"


def unordered(query: str) -> str:
    """Take the order off a query for tasks: to sort all tasks of a library takes the engine seconds."""
    start, end, rest = query.rpartition(_IN_ORDER)
    return start + "\n}" if end and rest in ("", " ?body") else query


def tasks_query(question: Question, limits: Sequence[Limit], role: str = "kg:assignedTo") -> str:
    """Ask for tasks, in the order of the text."""
    having = ""
    if question.having:
        other, pattern = "?body", "?task kg:assignedTo ?body ."
        if question.having.of == "target":
            other, pattern = "?target", "?task kg:hasTarget ?target ."
        having = "\n  " + _having("?task", other, pattern, question.having, limits)
    return f"SELECT DISTINCT ?task WHERE {{\n  {task_pattern(limits, role)}{having}{_IN_ORDER}"


def bodies_query(question: Question, limits: Sequence[Limit], role: str = "kg:assignedTo") -> str:
    """Ask for the bodies of tasks, with the tasks; the bodies that limit the tasks are not among them."""
    named = [limit for limit in limits if limit.kind is Kind.BODY]
    others = [limit for limit in limits if limit.kind is not Kind.BODY]
    positive = [limit for limit in named if not limit.negated]
    between = _compared(question, positive)
    pattern = (
        task_pattern(others if between else [*positive, *others]) + f"\n  ?task {role} ?body . {between}"
    )
    for limit in () if between else named:
        values = ", ".join(f"<{value}>" for value in limit.values)
        pattern += f"\n  FILTER(?body NOT IN ({values}))"
    if question.besides:
        pattern += f"\n  FILTER NOT EXISTS {{ ?task {question.besides} ?body }}"
    if role != "kg:assignedTo" and any(limit.kind in (Kind.MEANING, Kind.TASK) for limit in others):
        pattern += "\n  " + named_for(role)
    if question.having:
        out = [value for limit in named if limit.negated for value in limit.values]
        others_only = f"FILTER(?body NOT IN ({', '.join(f'<{value}>' for value in out)}))" if out else ""
        base = task_pattern(others) + f" ?task {role} ?body . {between} {others_only}"
        pattern += "\n  " + _having("?body", "?task", base, question.having, ())
    if question.wholly and others:
        turned = task_pattern(others, task="?other", first=len(limits))
        pattern += f"\n  FILTER NOT EXISTS {{ ?other {role} ?body . FILTER NOT EXISTS {{ {turned} }} }}"
    return f"SELECT DISTINCT ?body ?task WHERE {{\n  {pattern}{_IN_ORDER} ?body"


def named_for(role: str) -> str:
    """Leave out the bodies that a task has from its heading or a rule, where it names others in this role itself.

    :param role: one role, or several as a path; not kg:assignedTo, which no fact is stated with
    """
    own = "FILTER NOT EXISTS {{ {0} kg:rule {0}Rule }}"
    held = ", ".join(role.strip("()").split("|"))
    return (
        f"FILTER(EXISTS {{ ?said rdf:subject ?task ; rdf:object ?body . {own.format('?said')} }} || NOT EXISTS "
        f"{{ ?fact rdf:subject ?task ; rdf:predicate ?held . FILTER(?held IN ({held})) {own.format('?fact')} }})"
    )


def _compared(question: Question, bodies: Sequence[Limit]) -> str:
    """Choose among the bodies that a question compares: 市科技局和市教育局谁的任务多."""
    values = [value for limit in bodies for value in limit.values]
    if question.having is None or question.having.comparison not in ("most", "least") or len(values) < 2:
        return ""
    return "VALUES ?body { " + " ".join(f"<{value}>" for value in values) + " }"


def _having(one: str, other: str, pattern: str, having: Having, limits: Sequence[Limit]) -> str:
    """Keep the `one`s with so many `other`s."""
    within = task_pattern(limits) + " " + pattern
    # rdflib binds the inner variables of a sub-select outside too: they get a name of their own
    inner = other + "0"
    within = within.replace(other, inner)
    counted = f"SELECT {one} (COUNT(DISTINCT {inner}) AS ?n) WHERE {{ {within} }} GROUP BY {one}"
    if having.comparison not in ("most", "least"):
        return f"{{ {counted} HAVING (COUNT(DISTINCT {inner}) {having.comparison} {having.count}) }}"
    best = "MAX" if having.comparison == "most" else "MIN"
    again = counted.replace("?n)", "?m)").replace(one, one + "1").replace(inner, other + "1")
    return f"{{ {counted} }} {{ SELECT ({best}(?m) AS ?best) WHERE {{ {{ {again} }} }} }} FILTER(?n = ?best)"


#: What is asked of the notice itself: the pattern that gives ?x (and ?label).
def things_query(classes: Sequence[str], limit: str = "") -> str:
    """Ask for the parts of notices of some classes, in the order of the text; `limit` is a pattern of ?x."""
    values = " ".join(f"kg:{name}" for name in classes)
    return (
        f"SELECT DISTINCT ?x ?label ?order WHERE {{\n  VALUES ?class {{ {values} }}\n"
        f"  ?x a ?class ; rdfs:label ?label ; kg:inNotice ?notice ; kg:order ?order . {limit}\n"
        "} ORDER BY ?notice ?order"
    )


def of_tasks_query(limits: Sequence[Limit], pattern: str, what: str) -> str:
    """Ask for what tasks have: `pattern` joins ?task to the variables in `what`."""
    return (
        f"SELECT DISTINCT {what} ?task WHERE {{\n  {task_pattern(limits)}\n  {pattern}\n"
        f"  ?task kg:order ?order .\n}} ORDER BY ?order {what}"
    )


def passage_query(part: str) -> str:
    """Ask for the words of one part of a notice: a section's text, a task's label."""
    return f"SELECT ?text WHERE {{ <{part}> kg:text|rdfs:label ?text }} ORDER BY ?text"
