"""How many there are by the notice's own words: 分解为15项工作目标, where 多少项工作目标 is asked.

A notice that is cut short, or whose table stands elsewhere, has fewer tasks than it says.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words
from kg.ask.values import Asked, How, Kind, Question, Result
from kg.numerals import parse_numeral
from kg.text import fold, simple

_ASKED = re.compile(
    r"(?:多少|几)(?P<unit>[项个条件])(?P<noun>(?:重点|主要|具体|工作|民生|目标|量化|整改|约束性|预期性)*(?:工作|任务|目标|指标|实事|事项|举措|措施))(?=[?？。呢呀啊]*$)"
)
#: 优秀班组一共有几个: what is counted stands before.
_ALL_OF = re.compile(
    r"(?P<noun>[一-龥]{2})(?:一共|总共|共|合计|总计)有?(?:多少|几)(?P<unit>[项个条件家名位])(?=[?？。呢呀啊]*$)"
)
_N = r"(?P<n>\d{1,4}|[一二三四五六七八九十百]{1,5})"
#: What makes a figure the total of a notice.
_WHOLE = r"(?:共计?|总计|合计|确定了?|分解[为成]|细化[为成]|拆分?[为成]|分[为成]|梳理|明确了?|形成|包括|提出了?|列出了?|下达了?|部署了?|安排了?|(?=等))"


def stated_total(context: Ask, question: Question) -> Found | None:
    """Answer how many by the total that the one notice meant states; None where it does not, or more is asked."""
    asked = _ASKED.search(question.text) if question.how is How.COUNT else _ALL_OF.search(question.text)
    only_notices = all(limit.kind is Kind.NOTICE for limit in question.limits)
    if question.how is How.CHECK or asked is None or not only_notices or len(context.directory.scopes) != 1:
        return None
    stated = re.compile(rf"{_WHOLE}[^。;；]{{0,24}}?(?<![\d第]){_N}{asked['unit']}{asked['noun']}")
    for at in map(int, context.layout.rows(context.notices)):
        passage = context.index.passages[at]
        if match := stated.search(simple(fold(passage.text))):
            number, words = parse_numeral(match["n"]), f"{match['n']}{asked['unit']}"
            result = Result("number", words + asked["noun"], int(number or 0), None, asked["unit"])
            quotes = quote_words(context, at, passage.text[slice(*match.span())])
            return Found((result,), quotes, passage_query(passage.iri), 0.9, limits=question.limits)
    return None


#: 这一类有几项: what a heading groups is counted.
_ITEMS = re.compile(r"(?:多少|几)(?:项|条|个|件)(?=(?:任务|工作|举措|措施|经验|做法|内容)?[?？。呢呀啊]*$)")


def counted_within(question: Question) -> Question:
    """Take a question for the number of items under a heading as one that counts its tasks."""
    under = any(limit.kind is Kind.AREA and limit.values for limit in question.limits)
    if (
        not under
        or question.content
        or question.asked is not Asked.NUMBER
        or not _ITEMS.search(question.text)
    ):
        return question
    return replace(question, asked=Asked.TASK, how=How.COUNT, field="", unit="")
