"""Under which heading something stands: 修古桥的那条列在哪个标题下面."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import CERTAIN, Ask, Found, ground_topic, quote_words, refuse
from kg.ask.grounding import LITERAL
from kg.ask.particulars import ANYWHERE
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.evidence import quotes_of, quotes_of_triples

_WHICH = (
    r"(?:是|被)?(?:[列归放写属排落划编印摆]|安排)?(?:[于在到入进]|属于)?[了的]?(?:哪|什么)(?:一?[个条项块类]|一)?"
    r"(?:[大小]|[一二三]级)?(?:标题|部分|板块|章节?|小?节|栏目?)(?:之下|下面?|底下|里面?|之中|当?中|内)?"
)
#: …列在哪个标题下面, 是在哪个部分讲…的.
_ASKED = re.compile(
    rf"{_WHICH}(?:的|呢)*(?:(?=[?？。]*$)|(?:讲|说|写|提|列|安排|部署|规定|要求)[到了过]?的?(?P<what>[^?？。]{{2,60}}?)的?(?=[?？。]*$))"
)
#: 提到…的那一条: what stands under the heading.
_ITEM = re.compile(r"的?(?:[那这])(?:一)?(?:[条项件段句块个])?(?:话|内容|工作|任务|措施|要求)?[,，]?$")
_SAYS = re.compile(r"^(?:[里中][,，]?)?(?:管|讲到?|说到?|提到?|写到?|要求|规定|关于)?")


def heading_over(context: Ask, question: Question) -> Found | None:
    """Answer under which heading of a notice something stands; None where that is not asked."""
    asked = unnamed(question)
    match = _ASKED.search(asked)
    if match is None or question.how is not How.LIST:
        return None
    topic = match["what"] or _SAYS.sub("", _ITEM.sub("", asked[: match.start()]).lstrip(",，"))
    if not content_of(topic):
        return None
    meant = replace(question, topic=topic, content=content_of(topic))
    known = len(context.directory.scopes) == 1
    for one in ground_topic(context, meant, None, ANYWHERE)[:2]:
        if one.certainty < CERTAIN and not (known and one.printed >= LITERAL):
            break
        query = (
            f"SELECT ?part ?section ?label WHERE {{ {{ VALUES ?part {{ <{one.iri}> }} ?part kg:underSection ?section }}"
            f" UNION {{ VALUES ?section {{ <{one.iri}> }} ?section a kg:Section . BIND (?section AS ?part) }}"
            " ?section rdfs:label ?label }"
        )
        if rows := context.rows(query):
            row = rows[0]
            own = quotes_of_triples(context.store, [(one.iri, row["section"])]).get(one.iri, ())
            headed = quotes_of(context.store, [row["section"]]).get(row["section"], ())
            quotes = (*quote_words(context, one.at), *own, *headed)
            results = (Result("text", row["label"], None, row["section"]),)
            return Found(results, quotes, query, max(one.certainty, 0.7), limits=question.limits)
    return refuse(f"公文没有写明“{topic}”列在哪个标题下面", question, Silence.DETAIL, 0.8)
