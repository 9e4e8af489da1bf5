"""To whom the work is reported, and who watches over it, by the sentences of the notice meant.

A covering text says so of all its tasks: 于每季度末报区督查组, 区政府办公室将加强跟踪问效.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import Ask, Found
from kg.ask.sentences import nearness, said_in, sentences_about
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import Asked, How, Question, Result
from kg.index.terms import terms
from kg.text import fold, simple

#: How bodies end, those also that only one office knows by these names: 督查组, 安监股.
_ENDS = r"办公[室厅]|督查[组室局办]|专班|政府|委员会|[局委办组室处科股站]|中心|安委会|指挥部"
_TO_WHOM = re.compile(
    r"(?:报|送|汇报|报告|反馈|提交|上交)(?:送|给|到|至)*(?:谁|哪)|向(?:谁|哪[^,，。?？]{0,6})[^,，。?？]{0,6}(?:报|反馈)"
)
_TO = re.compile(
    rf"(?:上?报送?|提交|反馈|交)(?:至|到|给)?(?P<who>(?:(?![送至到给])[一-龥]){{1,14}}?(?:{_ENDS}))(?=[,。;:(]|由|汇总|备案|$)"
    rf"|向(?P<other>[一-龥]{{2,14}}?(?:{_ENDS}))(?:书面)?(?:报告|汇报|报送|反馈)"
)
_WATCHES = re.compile(r"跟踪问效|督查|督办|督促|盯着|盯办|督导|考核|通报|检查")
_WATCHER = re.compile(
    rf"(?:^|[,。;:])(?:由|请)?(?P<who>(?:[一-龥]{{2,16}}、){{0,3}}[一-龥]{{2,16}}?(?:{_ENDS}|委|部))(?:将|要|应|会|负责|定期|适时|会同|牵头|组织|对|加强|进行|开展)"
)
_SIDE_BY_SIDE = re.compile(r"、|(?<=[局委办厅部室])[和与]")
#: Passages that are looked at.
_PASSAGES = 6


def reported_to(context: Ask, question: Question) -> Found | None:
    """Find to whom something is to be reported; None where that is not asked, or no sentence says so."""
    if question.asked is not Asked.DEPARTMENT or not _TO_WHOM.search(question.text):
        return None
    return _who(context, question, _TO, re.compile(r"报|交|反馈"))


def watcher_in_text(context: Ask, question: Question) -> Found | None:
    """Find who watches over the work; None where that is not asked, or no sentence says so."""
    if question.role != "kg:superviseBody" and not _WATCHES.search(question.topic):
        return None
    return _who(context, question, _WATCHER, _WATCHES)


def _who(context: Ask, question: Question, named: re.Pattern[str], doing: re.Pattern[str]) -> Found | None:
    """Find whom the sentence nearest to what is asked names; the notice must be known."""
    if len(context.directory.scopes) != 1 or question.how is not How.LIST:
        return None
    asked = unnamed(question)
    wanted = set(terms(content_of(asked), 2))
    about = replace(question, topic=asked, content=content_of(asked))
    found = [
        (len(wanted & set(terms(sentence.text, 2))), nearness(sentence), sentence, match)
        for sentence in sentences_about(context, about, _PASSAGES, ("preamble", "section"))
        if doing.search(simple(fold(sentence.text)))
        for match in named.finditer(simple(fold(sentence.text)))
    ]
    if not found:
        return None
    *_, sentence, match = max(found, key=lambda item: item[:2])
    group = match.lastgroup or "who"
    who = sentence.text[match.start(group) : match.end(group)]
    results = tuple(Result("department", name) for name in _SIDE_BY_SIDE.split(who))
    return said_in(context, sentence, results, 0.75, "按正文的说法")
