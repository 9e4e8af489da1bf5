"""Which documents: those that notices and tasks cite, by number, title, relation or topic; and who cites them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.compose import of_tasks_query
from kg.ask.context import Ask, Found, certainty_of, ground_topic, refuse
from kg.ask.entries import Entry
from kg.ask.paging import MOST, listed
from kg.ask.particulars import but_issuers
from kg.ask.register import plain
from kg.ask.relations import BASIS, RELATIONS, SEVERAL, is_of_whole
from kg.ask.silence import Silence
from kg.ask.tasks import task_limits, unnamed
from kg.ask.values import Kind, Question, Result
from kg.evidence import Quote, quotes_of, quotes_of_triples
from kg.index.terms import terms
from kg.text import fold


def document_result(entry: Entry) -> Result:
    """Give a document as a result: label is its title, or its number where no title is known."""
    return Result("document", entry.label, None, entry.iri, number=entry.number or None)


def answer_documents(context: Ask, question: Question) -> Found:
    """Answer which documents: those named, all that are cited, or those cited where the topic is spoken of."""
    if re.search(r"(?:写|规定|载|列)(?:在|自|于)[^,，]{0,6}(?:哪|什么)", question.text):
        return answer_notices(context, question)
    question = replace(question, limits=tuple(but_issuers(context, question.limits)))
    named = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    own = [iri for iri in named if context.entry(iri).kind == "notice"]
    others = [iri for iri in named if iri not in own]
    query = _cited_query(context)
    if others:
        return _documents(context, question, [context.entry(iri) for iri in dict.fromkeys(others)], query)
    if any(limit.kind in (Kind.TASK, Kind.BODY, Kind.AREA) for limit in question.limits):
        return _of_tasks(context, question)
    known = bool(question.notices) or len(context.directory.scopes) == 1
    answered = next((kind for kind in _ANSWERED if known and kind in unnamed(question)), "")
    question = replace(question, unit=answered or question.unit)
    cited = _related(context, "kg:cites")
    if known and not answered and (based := _based(context, question, cited)):
        cited, question = based, replace(question, content="")
    if question.field in ("numbered", "unnumbered"):
        cited = [entry for entry in cited if bool(entry.number) == (question.field == "numbered")]
    if "文号" in question.text and question.field != "unnumbered":
        # what has no number is not meant; 公告2021年第5号 has one, but none of a series
        cited = next(filter(None, ([e for e in cited if mark in e.number] for mark in ("〔", "号"))), cited)
    cited = _of_kind(cited, question)
    if question.content and not answered:
        return _about(context, question, cited)
    if not cited:
        return refuse("公文没有写明这份文件", question, Silence.DETAIL, 0.8, query)
    return _documents(context, question, cited, query)


#: What a whole notice answers: it stands on no other.
_ANSWERED = ("请示", "来函")


def _based(context: Ask, question: Question, cited: Sequence[Entry]) -> list[Entry]:
    """Give the documents that the notice stands on, carries out or repeals; none where that is not asked or told."""
    asked = unnamed(question)
    relations = [relation for relation in RELATIONS if relation.asked.search(asked)]
    whole = is_of_whole(asked)
    if not whole and (question.content or not relations):
        return []
    for relation in relations:
        found = _related(context, relation.predicate)
        if len(found) <= bool(SEVERAL.search(asked)):
            others = set() if relation.predicate == BASIS else {e.iri for e in _related(context, BASIS)}
            beside = _in_sentence(context, question, [e for e in cited if e.iri not in others], relation.told)
            found = beside if len(beside) > len(found) else found
        if found:
            return found
    return _related(context, f"{BASIS}|kg:carriesOut")


def _related(context: Ask, predicate: str) -> list[Entry]:
    query = _cited_query(context).replace("kg:cites", predicate)
    return [context.entry(row["document"]) for row in context.rows(query)]


def _cited_query(context: Ask) -> str:
    return (
        f"SELECT DISTINCT ?document WHERE {{\n  {context.of_notices()}?notice kg:cites ?document . "
        "?document rdfs:label ?label .\n} ORDER BY ?label"
    )


def _of_tasks(context: Ask, question: Question) -> Found:
    """Answer which documents the tasks meant refer to."""
    limited, refusal = task_limits(context, question)
    if refusal:
        return refusal
    query = of_tasks_query(limited.limits, "?task kg:refersTo ?document .", "?document")
    cited = _of_kind([context.entry(row["document"]) for row in context.rows(query)], question)
    if not cited:
        return refuse("这些任务没有提到文件", question, Silence.DETAIL, 0.8, query)
    return _documents(context, limited, list(dict.fromkeys(cited)), query)


def _values(variable: str, iris: Sequence[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }} "


def _of_kind(cited: list[Entry], question: Question) -> list[Entry]:
    """Keep the documents whose title ends as the question calls them: 协议, 指导意见, 规划."""
    pairs = terms(fold(question.content), 2)
    named = [
        e for e in cited if sum(pair in set(terms(fold(e.label), 2)) for pair in pairs) >= 0.8 * len(pairs)
    ]
    if len(pairs) > 5 and named:
        return named
    asked = unnamed(question)
    said = re.findall(
        r"(?<=哪[份个部项])通知|指导意见|实施意见|意见|协议|规划|报告|办法|条例|方案|纲要|标准|指引|决定|批复",
        asked,
    )
    several = SEVERAL.search(asked) is not None
    kinds = tuple(said if several else said[-1:])
    kept = [entry for entry in cited if entry.label.rstrip("》").endswith(kinds)] if kinds else cited
    kept = kept or cited
    if several and len(kinds) > 1:  # 哪部条例和哪个办法
        return kept
    if question.unit and question.unit not in ("文件", "通知"):  # 哪份明电, 第几号令: the number may say so
        kept = [entry for entry in kept if question.unit in entry.number + entry.label] or kept
    if place := re.search(
        r"(?P<place>[一-龥]{2,8}[省市县区州旗])的?(?=哪一?[份个部])", asked
    ):  # 依据白沙市哪份文件
        ends = [place["place"][at:] for at in range(len(place["place"]) - 2)]
        kept = [entry for entry in kept if any(entry.label.startswith(end) for end in ends)] or kept
    issuer = re.search(
        r"国务院|党中央|省政府|省委|[省市]里|(?P<city>[一-龥]{2}市)(?:自己|本级|政府|本身)", asked
    )
    if (
        issuer is None
        or ("落实" in asked[: issuer.start()] and "里" not in issuer.group())
        or re.search(r"哪[几两二三四五]", asked)
    ):
        return kept
    issued = re.compile(_ISSUED.get(issuer.group(), issuer["city"] or issuer.group()))
    return [entry for entry in kept if issued.match(entry.label)] or kept


#: What begins the title of a document of the province's.
_ISSUED = {
    "省政府": r"[一-龥]{2,3}省人民政府|省政府|.{2,8}自治区人民政府",
    "省里": r"[一-龥]{2,3}省(?!.{2,8}[市州])|.{2,8}自治区(?!.{2,8}[市州])",
    "市里": r"[一-龥]{2,4}市(?!.{2,4}[区县])|.{2,9}省.{2,4}市(?!.{2,4}[区县])|市",
    "省委": r"(?:中共)?[一-龥]{2,3}省委|省委",
}


def _about(context: Ask, question: Question, cited: list[Entry]) -> Found:
    """Choose the cited documents by what is said where they are cited, and by their titles."""
    grounds = ground_topic(context, question, None, ("task", "section", "preamble"))
    places = {one.iri: one for one in grounds}
    mentions = context.rows(
        f"SELECT ?part ?document WHERE {{ {_values('?document', [e.iri for e in cited])}?part kg:refersTo ?document }}"
    )
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
        return refuse("公文没有引用这样的文件", question, Silence.NOTHING)
    best = max(score for score, _, _ in scored)
    if best < 0.35:
        if said := _in_sentence(context, question, cited):
            return _documents(context, question, said, _cited_query(context))
        return refuse(
            f"公文没有为“{question.topic}”引用文件", question, Silence.TOPIC, 1 - best, _cited_query(context)
        )
    kept = [entry for score, _, entry in scored if score >= best - 0.02]
    found = _documents(context, question, kept, _cited_query(context))
    return Found(found.results, found.quotes, found.sparql, min(0.9, best), limits=question.limits)


#: The share of the question's words that the sentence which cites a document must say.
_SAID = 0.4


def _in_sentence(
    context: Ask, question: Question, cited: Sequence[Entry], told: re.Pattern[str] | None = None
) -> list[Entry]:
    """Choose the documents by the words around them in the sentence that cites them: …同时执行, 以…为准.

    :param told: what this sentence must say; else it must say much of the question
    """
    if len(context.directory.scopes) != 1:
        return []
    wanted = set(terms(told.sub(" ", fold(question.topic)) if told else fold(question.topic), 2))
    shares: dict[str, float] = {}
    for at in context.layout.rows(context.notices):
        for sentence in re.findall(r"[^。；;]+", context.index.passages[int(at)].text):
            printed = fold(sentence)
            share = len(wanted & set(terms(printed, 2))) / max(1, len(wanted))
            for entry in cited if told is None or told.search(printed) else ():
                if fold(entry.number or entry.label) in printed:
                    shares[entry.iri] = max(share, shares.get(entry.iri, 0.0))
    least = max(shares.values(), default=0.0) * (1 if told is None else _AS_GOOD)
    least = least if told else max(least, _SAID)
    return [entry for entry in cited if shares.get(entry.iri, -1.0) >= least]


#: A sentence that says what is asked is as good as another from this part of its share on.
_AS_GOOD = 0.7


#: Who cites what, in so many cases, is proved for each.
_PROVED = 300


def _documents(context: Ask, question: Question, entries: Sequence[Entry], query: str) -> Found:
    first = entries[:MOST]
    citing = context.rows(
        f"SELECT DISTINCT ?notice ?document WHERE {{ {_values('?document', [entry.iri for entry in first])}"
        "?notice kg:cites ?document } ORDER BY ?notice"
    )
    scopes = context.directory.scopes
    pairs = [(row["notice"], row["document"]) for row in citing if row["notice"] in scopes]
    if len(pairs) > _PROVED:  # once for each document
        pairs = [(notice, document) for document, notice in {d: n for n, d in reversed(pairs)}.items()]
    quotes = quotes_of_triples(context.store, pairs)
    proof = tuple(quote for notice in sorted(quotes) for quote in quotes[notice])
    results = tuple(document_result(entry) for entry in first)
    sure, remark = 0.95 * certainty_of(question), listed(context, len(entries))
    return Found(results, proof, query, sure, remark, limits=question.limits, total=len(entries))


def answer_notices(context: Ask, question: Question) -> Found:
    """Answer which notices: those that cite a document, or all."""
    documents = [value for limit in question.limits if limit.kind is Kind.DOCUMENT for value in limit.values]
    if documents and not re.search(r"引用|提到|依据|根据|援引|cite", question.text):
        return answer_documents(context, question)
    if question.content and not documents:
        near = (context.directory.whole or context.directory).holding(
            plain(question.content), "document", most=3
        )
        like = "；相近的有" + "、".join(f"《{entry.label}》" for entry in near) if near else ""
        return refuse(f"没有认出所说的文件：{question.topic}{like}", question, Silence.NAME, 0.9)
    pattern = ""
    if documents:
        pattern = (
            " VALUES ?document { "
            + " ".join(f"<{iri}>" for iri in documents)
            + " } ?notice kg:cites ?document ."
        )
    query = f"SELECT DISTINCT ?notice WHERE {{\n  {context.of_notices()}?notice a kg:Notice .{pattern}\n}} ORDER BY ?notice"
    found = [row["notice"] for row in context.rows(query)]
    notices = [context.entry(iri) for iri in found[:MOST]]
    if not notices:
        return refuse("没有公文符合这个条件", question, Silence.NOTHING, 0.9, query)
    pairs = [(notice.iri, iri) for notice in notices for iri in documents]
    quotes = quotes_of_triples(context.store, pairs) if pairs else _numbers(context, found[:MOST])
    results = tuple(
        Result("notice", e.number or e.label, None, e.iri, number=e.number or None) for e in notices
    )
    proof = tuple(quote for group in quotes.values() for quote in group)
    remark = listed(context, len(found))
    return Found(results, proof, query, 0.95, remark, limits=question.limits, total=len(found))


def _numbers(context: Ask, notices: Sequence[str]) -> dict[str, list[Quote]]:
    """Quote where notices print their own numbers."""
    rows = context.rows(
        f"SELECT ?fact WHERE {{ {_values('?notice', notices)}?fact rdf:subject ?notice ; rdf:predicate kg:number }}"
    )
    return quotes_of(context.store, [row["fact"] for row in rows])
