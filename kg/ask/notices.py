"""What is asked of notices themselves: their parts, the documents they cite, their number, title and issuer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from kg.ask.compose import of_tasks_query, things_query
from kg.ask.context import CERTAIN, Ask, Found, certainty_of, department_result, ground_topic, refuse
from kg.ask.documents import answer_documents
from kg.ask.dues import FIRST, LAST
from kg.ask.entries import KINDS, Entry
from kg.ask.paging import MOST, listed, narrowed
from kg.ask.printing import notices_printing, subject_of
from kg.ask.silence import Silence
from kg.ask.tasks import SMALL_TALK, task_limits, unnamed
from kg.ask.values import Asked, How, Kind, Limit, Question, Result
from kg.evidence import quotes_of, quotes_of_triples
from kg.index.terms import terms
from kg.numerals import parse_numeral
from kg.rdf.store import Row
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
    kinds = [KINDS[name] for name in classes]
    gap = any(limit.kind is Kind.LINKED for limit in question.limits)
    limit = "FILTER NOT EXISTS { ?task kg:implements ?x }" if gap else ""
    told = ""
    if not question.content:
        context, told = narrowed(context, () if gap else kinds)
    query = faster = things_query(classes, context.of_notices() + limit)
    if told:  # the parts of notices are fewer than all that stands in them
        parts = " ".join(f"<{part}>" for part in context.directory.parts_of(context.notices, *kinds))
        faster = things_query(classes, f"VALUES ?x {{ {parts} }} {limit}")
    found = [context.entry(row["x"]) for row in context.rows(faster)]
    if subject := subject_of(question):
        speaking = notices_printing(context, subject)
        if not speaking:
            return refuse(f"公文没有提到“{subject}”", question, Silence.TOPIC, 0.9, query)
        found = [entry for entry in found if entry.notice in speaking]
    if question.order is not None:
        found = [entry for at, entry in enumerate(found, start=1) if at == question.order]
    found = _narrowed(context, found, question)
    if gap and not found:
        return refuse(
            "每个工作重点都推断出了落实它的任务", question, Silence.NOTHING, certainty_of(question), query
        )
    if not found:
        return refuse("公文没有写明这一项", question, Silence.DETAIL, 0.9, query)
    first = found[:MOST]
    quotes = quotes_of(context.store, [entry.iri for entry in first])
    return Found(
        tuple(Result(kind, entry.label, None, entry.iri) for entry in first),
        tuple(quote for entry in first for quote in quotes.get(entry.iri, ())),
        query,
        0.95 * certainty_of(question),
        told or listed(context, len(found)),
        limits=question.limits,
        total=len(found),
    )


def _narrowed(context: Ask, found: list[Entry], question: Question) -> list[Entry]:
    """Keep what the question's other words name, where they single something out: 哪条原则与环境有关."""
    if question.unit:
        found = [entry for entry in found if question.unit in entry.label] or found
    if not question.content or not _NARROWS.search(question.text) or len(found) < 2:
        return found
    if found[0].kind in ("focus_area", "measure"):
        grounds = ground_topic(context, question, {entry.iri for entry in found}, ("section", "heading"))
        if grounds and grounds[0].certainty >= CERTAIN:
            return [context.entry(grounds[0].iri)]
    wanted = set(terms(question.content, 2))
    shared = [(len(wanted & set(terms(entry.label, 2))), entry) for entry in found]
    most = max((n for n, _ in shared), default=0)
    return [entry for n, entry in shared if n == most] if most else found


_FIELDS = {
    "number": ("kg:number", "文号"),
    "title": ("dcterms:title", "标题"),
    "date": ("dcterms:issued", "成文日期"),
    "issuer": ("kg:issuer", "发文机关"),
    "addressee": ("kg:addressee", "主送机关"),
    "validFrom": ("kg:validFrom", "施行日期"),
    "validUntil": ("kg:validUntil", "有效期"),
    "validity": ("kg:validity", "施行日期和有效期"),
}
#: Fields whose values are days.
_DAYS = ("date", "validFrom", "validUntil")


def answer_metadata(context: Ask, question: Question) -> Found:
    """Answer for a notice's number, title, issuer or date; of a cited document, for the document itself."""
    documents = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    if question.field == "year":
        return _answer_year(context, question)
    if question.field.startswith("valid"):
        if len(question.content) > SMALL_TALK:  # 补贴政策执行到哪天: a date of something in the text
            from kg.ask.particulars import answer_mentioned

            return answer_mentioned(context, replace(question, asked=Asked.DATE))
        long = re.search(r"几年|多久|多长|多少年", question.text)
        question = replace(question, field="validity") if long else question
    if any(context.entry(iri).kind == "document" for iri in documents) and question.field in (
        "number",
        "title",
    ):
        return answer_documents(context, question)
    if question.field in ("number", "title") and _asks_cited(question):
        others = tuple(limit for limit in question.limits if limit.kind is not Kind.BODY)
        field = "numbered" if question.field == "number" else question.field
        return answer_documents(context, replace(question, limits=others, field=field))
    if not question.notices and len(question.content) > SMALL_TALK and len(context.directory.scopes) > 1:
        return refuse(f"没有认出所说的是哪份公文：{question.topic}", question, Silence.NAME, 0.9)
    predicate, name = _FIELDS[question.field]
    context, told = narrowed(context)
    query = f"SELECT ?notice ?value WHERE {{\n  {context.of_notices()}?notice a kg:Notice ; {predicate} ?value .\n}} ORDER BY ?notice"
    rows = context.rows(query)
    if not rows:
        return refuse(f"公文的文字里没有{name}", question, Silence.DETAIL, 0.95, query)
    pairs = [(row["notice"], row["value"]) for row in rows if row["value"].startswith("http")]
    if question.field in ("issuer", "addressee"):
        results = tuple(department_result(context.entry(row["value"])) for row in rows)
        quotes = quotes_of_triples(context.store, pairs)
    else:
        results = tuple(
            _lasting(question, row) or _field_result(context, question.field, row) for row in rows
        )
        facts = context.rows(
            f"SELECT ?fact WHERE {{ {context.of_notices()}?fact rdf:subject ?notice ; rdf:predicate {predicate} . "
            "?notice a kg:Notice }"
        )
        quotes = quotes_of(context.store, [row["fact"] for row in facts])
    return Found(
        results,
        tuple(q for found in quotes.values() for q in found),
        query,
        0.97,
        told,
        limits=question.limits,
    )


_LASTS = re.compile(r"有效期限?(?:为|是)?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})年")


def _lasting(question: Question, row: Row) -> Result | None:
    """Give a number of years where 有效期几年 is asked, and the clause says so: 自发布之日起施行,有效期5年."""
    lasts = _LASTS.search(fold(row["value"]))
    if lasts is None or not re.search(r"[几多少]+年", question.text):
        return None
    return Result("number", f"{lasts['n']}年", int(parse_numeral(lasts["n"]) or 0), row["notice"], "年")


def _field_result(context: Ask, field: str, row: Row) -> Result:
    """Give a field of a notice; what is asked by its number is the notice as a document."""
    value, notice = row["value"], row["notice"]
    if field == "number":
        return Result("document", context.entry(notice).label, value, notice, number=value)
    return Result("date" if field in _DAYS else "text", _called(field, value), value, notice)


def _called(field: str, value: str) -> str:
    """Say a day as notices print it: 2026年3月18日."""
    if field not in _DAYS:
        return value
    year, month, day = value.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _answer_year(context: Ask, question: Question) -> Found:
    """Answer which year: of the notice's date, else of its number; of something in the text, its date."""
    if question.content:
        from kg.ask.particulars import answer_mentioned

        return answer_mentioned(context, replace(question, asked=Asked.DATE))
    query = (
        f"SELECT ?number ?fact WHERE {{ {context.of_notices()}?notice a kg:Notice ; kg:number ?number . "
        "?fact rdf:subject ?notice ; rdf:predicate kg:number }"
    )
    rows = context.rows(query)
    years = {match[1] for row in rows if (match := re.search(r"〔(\d{4})〕", row["number"]))}
    if not years:
        return refuse("公文的文字里没有年份", question, Silence.DETAIL, 0.9, query)
    quotes = quotes_of(context.store, [row["fact"] for row in rows])
    results = tuple(Result("date", f"{year}年", year) for year in sorted(years))
    return Found(
        results, tuple(q for found in quotes.values() for q in found), query, 0.85, limits=question.limits
    )


def _asks_cited(question: Question) -> bool:
    """Tell whether other words say which document is meant: then it is one that is cited."""
    asked = unnamed(question)
    if re.search(r"引用|依据|根据|转发|废止|作废|取代|请示|来函", asked):
        return True
    return len(question.content) >= 4 and re.search(r"协议|意见|规划|报告|办法|条例", asked) is not None


#: What asks for the first, or the last, of several deadlines.
_EARLIEST = re.compile(r"最[早先快]")
_LATEST = re.compile(r"最[晚迟]|最后(?=什么|何|哪|一)")


def answer_deadline(context: Ask, question: Question) -> Found:
    """Answer by when: a task's deadline as printed."""
    if question.how is How.CHECK:
        return refuse("公文没有写明期限", question, Silence.DETAIL)
    question, refusal = task_limits(context, question, single=True)
    if refusal:
        return refuse(f"公文没有写明期限；{refusal.missing}", question, Silence.DETAIL, refusal.certainty)
    end = FIRST if _EARLIEST.search(question.text) else LAST if _LATEST.search(question.text) else ""
    if end:
        last = Limit(Kind.DUE, "最早" if end == FIRST else "最迟", (end,), reason="按写明的期限比较")
        question = replace(question, limits=(*question.limits, last))
    query = of_tasks_query(
        question.limits, "?task kg:deadline ?due . OPTIONAL { ?task kg:deadlineDate ?day }", "?day ?due"
    ).replace("ORDER BY ?order ?day", "ORDER BY ?day")
    rows = context.rows(query)
    if not rows:
        return refuse("公文没有写明这项任务的期限", question, Silence.DETAIL, certainty_of(question), query)
    facts = context.rows(
        "SELECT ?fact WHERE { VALUES ?task { "
        + " ".join(f"<{row['task']}>" for row in rows)
        + " } ?fact rdf:subject ?task ; rdf:predicate kg:deadline }"
    )
    quotes = quotes_of(context.store, [row["fact"] for row in facts])
    counts = Counter(row["due"] for row in rows)
    results = tuple(Result("date", due, due) for due in counts)
    told = "，".join(f"{due}{count}项" for due, count in counts.items())
    return Found(
        results,
        tuple(q for found in quotes.values() for q in found),
        query,
        certainty_of(question),
        f"写明期限的任务共{len(rows)}项：{told}" if len(results) > 1 else "",
        limits=question.limits,
    )
