"""What is asked of notices themselves: their parts, the documents they cite, their number, title and issuer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.compose import of_tasks_query, things_query
from kg.ask.context import CERTAIN, Ask, Found, certainty_of, department_result, ground_topic, refuse
from kg.ask.directory import Entry
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.evidence import Quote, quotes_of, quotes_of_triples
from kg.index.lexical import terms
from kg.text import fold

#: What is asked, and its sub-kind -> classes, and the type of the results.
PARTS: dict[tuple[Asked, str], tuple[tuple[str, ...], str]] = {
    (Asked.FOCUS_AREA, ""): (("FocusArea",), "focus_area"),
    (Asked.MEASURE, ""): (("Measure",), "measure"),
    (Asked.PRINCIPLE, "policy"): (("Policy",), "principle"),
    (Asked.PRINCIPLE, "principle"): (("Principle",), "principle"),
    (Asked.GOAL, ""): (("Goal",), "goal"),
}
_NARROWS = re.compile(r"有关|相关|关于|涉及|提到|说到|讲|方面|什么样的?|哪(?:一)?[条个项块]|about|related")


def answer_parts(context: Ask, question: Question) -> Found:
    """Answer which focus areas, measures, principles or goals: all, the n-th, or those about something."""
    field = question.field if (question.asked, question.field) in PARTS else ""
    classes, kind = PARTS.get((question.asked, field), PARTS.get((question.asked, "principle"), ((), "")))
    gap = any(limit.kind is Kind.LINKED for limit in question.limits)
    query = things_query(classes, "FILTER NOT EXISTS { ?task kg:implements ?x }" if gap else "")
    found = [context.entry(row["x"]) for row in context.rows(query)]
    if question.order is not None:
        found = [entry for at, entry in enumerate(found, start=1) if at == question.order]
    found = _narrowed(context, found, question)
    if gap and not found:
        return refuse("每个工作重点都推断出了落实它的任务", question, certainty_of(question), query)
    if not found:
        return refuse("公文没有写明这一项", question, 0.9, query)
    quotes = quotes_of(context.store, [entry.iri for entry in found])
    return Found(
        tuple(Result(kind, entry.label, None, entry.iri) for entry in found),
        tuple(quote for entry in found for quote in quotes.get(entry.iri, ())),
        query,
        0.95 * certainty_of(question),
        limits=question.limits,
    )


def _narrowed(context: Ask, found: list[Entry], question: Question) -> list[Entry]:
    """Keep what the question's other words name, where they single something out: 哪条原则与环境有关."""
    if question.unit:
        found = [entry for entry in found if question.unit in entry.label] or found
    if not question.content or not _NARROWS.search(question.text) or len(found) < 2:
        return found
    if found[0].kind in ("focus_area", "measure"):
        grounds = ground_topic(context, question, {entry.iri for entry in found}, ("section",))
        if grounds and grounds[0].certainty >= CERTAIN:
            return [context.entry(grounds[0].iri)]
    wanted = set(terms(question.content, 2))
    shared = [(len(wanted & set(terms(entry.label, 2))), entry) for entry in found]
    most = max((n for n, _ in shared), default=0)
    return [entry for n, entry in shared if n == most] if most else found


def document_result(entry: Entry) -> Result:
    """Give a document as a result: label is its title, or its number where no title is known."""
    return Result("document", entry.label, None, entry.iri, number=entry.number or None)


def answer_documents(context: Ask, question: Question) -> Found:
    """Answer which documents: those named, all that are cited, or those cited where the topic is spoken of."""
    if re.search(r"(?:写|规定|出|载|列)(?:在|自|于)[^,，]{0,6}(?:哪|什么)", question.text):
        return answer_notices(context, question)
    named = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    own = [iri for iri in named if context.entry(iri).kind == "notice"]
    others = [iri for iri in named if iri not in own]
    if others:
        return _documents(context, question, [context.entry(iri) for iri in dict.fromkeys(others)], _QUERY)
    if any(limit.kind in (Kind.TASK, Kind.BODY, Kind.AREA) for limit in question.limits):
        return _of_tasks(context, question)
    rows = context.rows(_QUERY)
    cited = [context.entry(row["document"]) for row in rows]
    if question.field in ("numbered", "unnumbered"):
        cited = [entry for entry in cited if bool(entry.number) == (question.field == "numbered")]
    cited = _of_kind(cited, question)
    if question.content:
        return _about(context, question, cited)
    if not cited:
        return refuse("公文没有写明这份文件", question, 0.8, _QUERY)
    return _documents(context, question, cited, _QUERY)


_QUERY = (
    "SELECT DISTINCT ?document WHERE {\n  ?notice kg:cites ?document . ?document rdfs:label ?label .\n}"
    " ORDER BY ?label"
)


def _of_tasks(context: Ask, question: Question) -> Found:
    """Answer which documents the tasks meant refer to."""
    limited, refusal = task_limits(context, question)
    if refusal:
        return refusal
    query = of_tasks_query(limited.limits, "?task kg:refersTo ?document .", "?document")
    cited = _of_kind([context.entry(row["document"]) for row in context.rows(query)], question)
    if not cited:
        return refuse("这些任务没有提到文件", question, 0.8, query)
    return _documents(context, limited, list(dict.fromkeys(cited)), query)


def _of_kind(cited: list[Entry], question: Question) -> list[Entry]:
    """Keep the documents whose title ends as the question calls them: 协议, 指导意见, 规划."""
    pairs = terms(fold(question.content), 2)
    named = [
        e for e in cited if sum(pair in set(terms(fold(e.label), 2)) for pair in pairs) >= 0.8 * len(pairs)
    ]
    if len(pairs) > 5 and named:
        return named
    said = re.findall(r"指导意见|实施意见|意见|协议|规划|报告|办法|条例|方案|纲要", question.text)
    kept = [entry for entry in cited if said and entry.label.rstrip("》").endswith(said[-1])] or cited
    issuer = re.search(
        r"国务院|党中央|省政府|省委|(?P<city>[一-龥]{2}市)(?:自己|本级|政府|本身)", question.text
    )
    if issuer is None or "落实" in question.text[: issuer.start()]:
        return kept
    return [entry for entry in kept if entry.label.startswith(issuer["city"] or issuer.group())] or kept


def _about(context: Ask, question: Question, cited: list[Entry]) -> Found:
    """Choose the cited documents by what is said where they are cited, and by their titles."""
    grounds = ground_topic(context, question, None, ("task", "section", "preamble"))
    places = {one.iri: one for one in grounds}
    mentions = context.rows("SELECT ?part ?document WHERE { ?part kg:refersTo ?document }")
    wanted = set(terms(fold(question.topic), 1))
    scored = []
    for entry in cited:
        parts = [
            places[row["part"]] for row in mentions if row["document"] == entry.iri and row["part"] in places
        ]
        near = max((part.certainty for part in parts), default=0.0)
        title = len(wanted & set(terms(fold(entry.label), 1))) / max(1, len(wanted))
        scored.append((0.5 * near + title, near, entry))
    if not scored:
        return refuse("公文没有引用这样的文件", question)
    best = max(score for score, _, _ in scored)
    if best < 0.35:
        return refuse(f"公文没有为“{question.topic}”引用文件", question, 1 - best, _QUERY)
    kept = [entry for score, _, entry in scored if score >= best - 0.02]
    found = _documents(context, question, kept, _QUERY)
    return Found(found.results, found.quotes, found.sparql, min(0.9, best), limits=question.limits)


def _documents(context: Ask, question: Question, entries: Sequence[Entry], query: str) -> Found:
    notices = [entry.iri for entry in context.directory.of("notice")]
    pairs = [(notice, entry.iri) for notice in notices for entry in entries]
    quotes = quotes_of_triples(context.store, pairs)
    proof = tuple(quote for notice in notices for quote in quotes.get(notice, ()))
    results = tuple(document_result(entry) for entry in entries)
    return Found(results, proof, query, 0.95 * certainty_of(question), limits=question.limits)


def answer_notices(context: Ask, question: Question) -> Found:
    """Answer which notices: those that cite a document, or all."""
    documents = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    if documents and not re.search(r"引用|提到|依据|根据|援引|cite", question.text):
        return answer_documents(context, question)
    pattern = ""
    if documents:
        pattern = (
            " VALUES ?document { "
            + " ".join(f"<{iri}>" for iri in documents)
            + " } ?notice kg:cites ?document ."
        )
    query = f"SELECT DISTINCT ?notice WHERE {{\n  ?notice a kg:Notice .{pattern}\n}} ORDER BY ?notice"
    notices = [context.entry(row["notice"]) for row in context.rows(query)]
    if not notices:
        return refuse("没有公文符合这个条件", question, 0.9, query)
    pairs = [(notice.iri, iri) for notice in notices for iri in documents]
    quotes = quotes_of_triples(context.store, pairs) if pairs else _numbers(context)
    results = tuple(
        Result("notice", e.number or e.label, None, e.iri, number=e.number or None) for e in notices
    )
    proof = tuple(quote for found in quotes.values() for quote in found)
    return Found(results, proof, query, 0.95, limits=question.limits)


def _numbers(context: Ask) -> dict[str, list[Quote]]:
    """Quote where notices print their own numbers."""
    rows = context.rows(
        "SELECT ?fact WHERE { ?notice a kg:Notice . ?fact rdf:subject ?notice ; rdf:predicate kg:number }"
    )
    return quotes_of(context.store, [row["fact"] for row in rows])


_FIELDS = {
    "number": ("kg:number", "文号"),
    "title": ("dcterms:title", "标题"),
    "date": ("dcterms:issued", "成文日期"),
    "issuer": ("kg:issuer", "发文机关"),
    "addressee": ("kg:addressee", "主送机关"),
}


def answer_metadata(context: Ask, question: Question) -> Found:
    """Answer for a notice's number, title, issuer or date; of a cited document, for the document itself."""
    documents = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    if question.field == "year":
        return _answer_year(context, question)
    if any(context.entry(iri).kind == "document" for iri in documents) and question.field in (
        "number",
        "title",
    ):
        return answer_documents(context, question)
    if question.field in ("number", "title") and _asks_cited(question):
        others = tuple(limit for limit in question.limits if limit.kind is not Kind.BODY)
        return answer_documents(context, replace(question, limits=others))
    predicate, name = _FIELDS[question.field]
    query = (
        f"SELECT ?notice ?value WHERE {{\n  ?notice a kg:Notice ; {predicate} ?value .\n}} ORDER BY ?notice"
    )
    rows = context.rows(query)
    if not rows:
        return refuse(f"公文的文字里没有{name}", question, 0.95, query)
    pairs = [(row["notice"], row["value"]) for row in rows if row["value"].startswith("http")]
    if question.field in ("issuer", "addressee"):
        results = tuple(department_result(context.entry(row["value"])) for row in rows)
        quotes = quotes_of_triples(context.store, pairs)
    else:
        kind = "date" if question.field == "date" else "text"
        results = tuple(Result(kind, row["value"], row["value"], row["notice"]) for row in rows)
        facts = context.rows(
            f"SELECT ?fact WHERE {{ ?fact rdf:predicate {predicate} ; rdf:subject ?notice . ?notice a kg:Notice }}"
        )
        quotes = quotes_of(context.store, [row["fact"] for row in facts])
    return Found(
        results, tuple(q for found in quotes.values() for q in found), query, 0.97, limits=question.limits
    )


def _answer_year(context: Ask, question: Question) -> Found:
    """Answer which year: of the notice's date, else of its number; of something in the text, its date."""
    if question.content:
        from kg.ask.particulars import answer_mentioned

        return answer_mentioned(context, replace(question, asked=Asked.DATE))
    query = "SELECT ?number ?fact WHERE { ?notice a kg:Notice ; kg:number ?number . ?fact rdf:subject ?notice ; rdf:predicate kg:number }"
    rows = context.rows(query)
    years = {match[1] for row in rows if (match := re.search(r"〔(\d{4})〕", row["number"]))}
    if not years:
        return refuse("公文的文字里没有年份", question, 0.9, query)
    quotes = quotes_of(context.store, [row["fact"] for row in rows])
    results = tuple(Result("date", f"{year}年", year) for year in sorted(years))
    return Found(
        results, tuple(q for found in quotes.values() for q in found), query, 0.85, limits=question.limits
    )


def _asks_cited(question: Question) -> bool:
    """Tell whether other words say which document is meant: then it is one that is cited."""
    says = re.search(r"协议|意见|规划|报告|办法|条例|引用|依据|根据", question.text)
    return len(question.content) >= 4 and says is not None


def answer_deadline(context: Ask, question: Question) -> Found:
    """Answer by when: a task's deadline as printed."""
    if question.how is How.CHECK:
        return refuse("公文没有写明期限", question)
    question, refusal = task_limits(context, question, single=True)
    if refusal:
        return refuse(f"公文没有写明期限；{refusal.missing}", question, refusal.certainty)
    query = of_tasks_query(question.limits, "?task kg:deadline ?due .", "?due")
    rows = context.rows(query)
    if not rows:
        return refuse("公文没有写明这项任务的期限", question, certainty_of(question), query)
    facts = context.rows(
        "SELECT ?fact WHERE { VALUES ?task { "
        + " ".join(f"<{row['task']}>" for row in rows)
        + " } ?fact rdf:subject ?task ; rdf:predicate kg:deadline }"
    )
    quotes = quotes_of(context.store, [row["fact"] for row in facts])
    results = tuple(Result("date", due, due) for due in dict.fromkeys(row["due"] for row in rows))
    return Found(
        results,
        tuple(q for found in quotes.values() for q in found),
        query,
        certainty_of(question),
        limits=question.limits,
    )
