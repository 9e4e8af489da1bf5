"""Which meeting decided something, by the words of the notice meant: 经县政府第11次常务会议研究决定."""

from __future__ import annotations

import re

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.silence import Silence
from kg.ask.tasks import unnamed
from kg.ask.values import How, Question, Result
from kg.index.terms import terms
from kg.text import fold, simple

_ASKED = re.compile(
    r"(?:哪(?:一?[次个届场])?|什么)[一-龥]{0,6}?会议?(?:上|里)?(?:集体)?(?:研究|审议|讨论|通过|决定|批准|审定|定下?的)"
    r"|第几[次届][^,，。?？]{0,8}会议?"
)
#: 经2014年5月9日县政府第3次常务会议研究: the meeting, and what it did.
_HELD = re.compile(
    r"(?:经|已经|在|根据)?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?(?P<meeting>[一-龥]{0,16}?第?[一二三四五六七八九十百\d]{1,4}[次届][一-龥第\d]{0,16}?会议?|[一-龥]{2,12}?(?:常务|办公|全体|常委)会议?)"
    r"(?:的?(?:精神|要求|部署)|上?(?:已经?)?(?:集体)?(?:研究|审议|讨论|通过|决定|批准|同意|审定))"
)


def meeting_in_text(context: Ask, question: Question) -> Found | None:
    """Answer which meeting decided; None where that is not asked."""
    asked = unnamed(question)
    if question.how is not How.LIST or not _ASKED.search(asked) or len(context.directory.scopes) != 1:
        return None
    wanted = set(terms(asked, 2))
    found = []
    for at in map(int, context.layout.rows(context.notices)):
        passage = context.index.passages[at]
        for match in _HELD.finditer(simple(fold(passage.text))):
            said = passage.text[slice(*match.span("meeting"))]
            around = passage.text[max(0, match.start() - 30) : match.end() + 20]
            found.append((len(wanted & set(terms(around, 2))), -at, re.sub(r"^(?:已?经|在|根据)", "", said)))
    if not found:
        return refuse("公文没有写明是哪次会议", question, Silence.DETAIL)
    _, at, meeting = max(found)
    quotes = quote_words(context, -at, meeting)
    query = passage_query(context.index.passages[-at].iri)
    return Found((Result("text", meeting),), quotes, query, 0.85, limits=question.limits)
