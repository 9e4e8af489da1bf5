"""Questions are answered here: limits are grounded, one query is composed and run, and its rows become results.

Every way of asking has its function in HANDLERS. A handler gives the results with the nodes that prove them,
or says what the notices do not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.ask.compose import bodies_query, of_tasks_query, tasks_query
from kg.ask.directory import Directory, Entry
from kg.ask.grounding import Ground, ground, literal
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
from kg.evidence import Quote, quotes_of, quotes_of_triples
from kg.index.search import Index, Vectors
from kg.rdf.store import Row, select
from kg.text import Flow, Span

#: A topic is taken for found from this certainty on.
CERTAIN = 0.5
#: Below this certainty, a passage that prints more of the topic than the task does speaks against the task.
SURE = 0.7
#: A topic of so few characters, beside other limits, may be small talk: it is left out, and paid for.
SMALL_TALK = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """What answering needs: the graph, the names in it, the passages, the encoder, and the texts as read.

    `embed` gives a question's unit vector; `text` the text of the source file with a digest.
    """

    store: Any
    directory: Directory
    index: Index
    embed: Callable[[str], Vectors]
    text: Callable[[str], str]

    def rows(self, query: str) -> list[Row]:
        """Run a query of our own."""
        return select(self.store, query)

    def entry(self, iri: str) -> Entry:
        """Look a thing up by its IRI."""
        return self.directory.entries[iri]


@dataclass(frozen=True, slots=True)
class Found:
    """What a handler found: results, proof, the query, how sure, a remark; or what is missing."""

    results: tuple[Result, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sparql: str = ""
    certainty: float = 1.0
    remark: str = ""
    missing: str | None = None
    limits: tuple[Limit, ...] = ()


def refuse(missing: str, question: Question, certainty: float = 0.9, sparql: str = "") -> Found:
    """Say what the notices do not tell."""
    return Found(missing=missing, certainty=certainty, limits=question.limits, sparql=sparql)


def task_result(entry: Entry) -> Result:
    """Give a task as a result."""
    return Result("task", entry.label.rstrip("。；;"), entry.number or str(entry.order), entry.iri)


def department_result(entry: Entry) -> Result:
    """Give a body as a result."""
    return Result("department", entry.label, None, entry.iri)


def ground_topic(
    context: Ask, question: Question, among: Collection[str] | None, kinds: Sequence[str] = ("task",)
) -> list[Ground]:
    """Match the topic of a question with passages, best first."""
    vector = context.embed(question.topic)
    return ground(context.index, question.topic, question.content or question.topic, vector, among, kinds)


def quote_words(context: Ask, at: int, words: str = "") -> tuple[Quote, ...]:
    """Quote the sentence of a passage that holds `words` (the whole passage where it does not)."""
    passage = context.index.passages[at]
    flow = Flow.of(context.text(passage.digest), [Span(*span) for span in passage.spans])
    found = flow.text.find(words) if words else -1
    start, end = 0, len(flow)
    if found >= 0:
        start = max(flow.folded.rfind(mark, 0, found) for mark in "。;") + 1
        ends = [flow.folded.find(mark, found + len(words)) for mark in "。;"]
        end = min((place + 1 for place in ends if place >= 0), default=len(flow))
    return tuple(
        Quote(passage.source, passage.notice, passage.place, span.of(flow.source), span.start, span.end)
        for span in flow.piece(start, end).spans
    )


def task_limits(context: Ask, question: Question, *, single: bool = False) -> tuple[Question, Found | None]:
    """Ground the topic of a question about tasks: it becomes one more limit, or a refusal.

    :param single: the answer is about one task; a topic that several tasks print means the first of them
    """
    limits = [limit for limit in question.limits if limit.kind in _OF_TASKS]
    if question.content and (area := _area_meant(context, question)):
        return replace(question, limits=(*limits, area), topic="", content=""), None
    if not question.topic:
        return replace(question, limits=tuple(limits)), None
    left = None
    if limits:
        of_tasks = [limit for limit in limits if not (limit.negated and question.asked is Asked.DEPARTMENT)]
        query = tasks_query(replace(question, having=None), of_tasks)
        left = {row["task"] for row in context.rows(query)}
    grounds = ground_topic(context, question, left)
    printed = literal(grounds)
    if printed and not single:
        return _with_meaning(context, question, limits, printed, 0.95), None
    best = grounds[0] if grounds else None
    if best and best.certainty >= CERTAIN:
        if not limits and (said := _said_elsewhere(context, question, best)):
            return question, refuse(said, question)
        return _with_meaning(context, question, limits, [best], best.certainty), None
    if limits and left and len("".join(question.content.split())) <= SMALL_TALK:
        idle = Limit(Kind.MEANING, question.topic, tuple(sorted(left)), "（未用到）", 0.8, "未用到的词")
        return replace(question, limits=(*limits, replace(idle, kind=Kind.MEANING))), None
    if left is not None and not left:
        return replace(question, limits=tuple(limits)), None
    where = "这些任务" if limits else "公文的各项任务"
    sure = 1 - (best.certainty if best else 0.0)
    return question, refuse(f"{where}中没有与“{question.topic}”相符的内容", question, sure)


def _area_meant(context: Ask, question: Question) -> Limit | None:
    """Link the topic to a focus area where the question speaks of one: 工作重点里有一条是到上海办推广活动."""
    areas = {entry.iri for entry in context.directory.of("focus_area")}
    if "重点" not in question.text or any(limit.kind in (Kind.AREA, Kind.TASK) for limit in question.limits):
        return None
    if question.asked is Asked.FOCUS_AREA:
        return None
    grounds = ground_topic(context, question, areas, ("section",))
    if not grounds or grounds[0].certainty < CERTAIN:
        return None
    best = grounds[0]
    return Limit(
        Kind.AREA, question.topic, (best.iri,), context.entry(best.iri).label, best.certainty, "意思最近"
    )


def _with_meaning(
    context: Ask, question: Question, limits: list[Limit], grounds: Sequence[Ground], certainty: float
) -> Question:
    iris = tuple(ground.iri for ground in grounds)
    label = "、".join("任务" + (context.entry(iri).number or str(context.entry(iri).order)) for iri in iris)
    reason = "文中原词" if certainty == 0.95 else "意思最近"
    meaning = Limit(Kind.MEANING, question.topic, iris, label, certainty, reason)
    return replace(question, limits=(*limits, meaning))


def _said_elsewhere(context: Ask, question: Question, best: Ground) -> str | None:
    """Tell whether a topic is printed under a heading, and in no task: then nobody is named for it."""
    sections = ground_topic(context, question, None, ("section", "preamble"))
    holder = max(sections, key=lambda one: one.printed, default=None)
    if holder is None:
        return None
    more = holder.printed - best.printed
    if more > (0.15 if best.certainty < SURE else 0.3) and best.printed < 0.4:
        return f"公文在{context.index.passages[holder.at].place}提到“{question.content}”，但没有写明责任单位"
    return None


_OF_TASKS = {
    Kind.NOTICE,
    Kind.BODY,
    Kind.TASK,
    Kind.AREA,
    Kind.PLACE,
    Kind.DOCUMENT,
    Kind.TOPIC_TASK,
    Kind.TARGET,
    Kind.DEADLINE,
    Kind.SHARED,
    Kind.NAMED,
    Kind.MEANING,
    Kind.PRINTED,
}


def merge_bodies(question: Question) -> Question:
    """Several bodies without 共同 are alternatives: 发改委和科技局的任务 are the tasks of either."""
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY and not limit.negated]
    together = question.field == "together" or any(limit.kind is Kind.SHARED for limit in question.limits)
    if len(bodies) < 2 or together:
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


def certainty_of(question: Question) -> float:
    """Multiply how sure the links of all limits are."""
    sure = 1.0
    for limit in question.limits:
        sure *= limit.certainty
    return round(sure, 3)


def answer_tasks(context: Ask, question: Question) -> Found:
    """Answer which tasks."""
    question, refusal = task_limits(context, merge_bodies(question))
    if refusal:
        return refusal
    if not question.limits and not question.having and question.text and question.how is not How.COUNT:
        question = replace(question, limits=())
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
        remark,
        limits=question.limits,
    )


def _run_tasks(context: Ask, question: Question) -> tuple[str, list[str], str]:
    role = question.role or "kg:assignedTo"
    query = tasks_query(question, question.limits, role)
    tasks = [row["task"] for row in context.rows(query)]
    if not tasks and role == "kg:leadBody" and any(limit.kind is Kind.BODY for limit in question.limits):
        query = tasks_query(question, question.limits)
        tasks = [row["task"] for row in context.rows(query)]
        return query, tasks, "公文没有写明牵头单位，以下按责任单位回答"
    return query, tasks, ""


def answer_departments(context: Ask, question: Question) -> Found:
    """Answer which bodies."""
    question, refusal = task_limits(context, merge_together(question))
    if refusal:
        return refusal
    role, remark = question.role or "kg:assignedTo", ""
    query = bodies_query(question, question.limits, role)
    rows = context.rows(query)
    if not rows and role == "kg:leadBody":
        query = bodies_query(question, question.limits)
        rows, remark = context.rows(query), "公文没有写明牵头单位，以下是责任单位"
    if not rows:
        return refuse(_nothing(question, "单位"), question, certainty_of(question), query)
    bodies = list(dict.fromkeys(row["body"] for row in rows))
    pairs = [(row["task"], row["body"]) for row in rows]
    proof = quotes_of_triples(context.store, pairs)
    texts = quotes_of(context.store, [task for task, _ in pairs]) if len(pairs) <= 10 else {}
    quotes = [
        quote
        for task in dict.fromkeys(t for t, _ in pairs)
        for quote in (*texts.get(task, ()), *proof.get(task, ()))
    ]
    return Found(
        tuple(department_result(context.entry(iri)) for iri in bodies),
        tuple(quotes),
        query,
        certainty_of(question),
        remark,
        limits=question.limits,
    )


def merge_together(question: Question) -> Question:
    """With whom does X work: the bodies of X's tasks, but not X."""
    return merge_bodies(question) if question.field != "together" else question


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
