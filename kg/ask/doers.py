"""Yes or no about who does something, by a sentence that names somebody: 归姜某管吗, 设在指挥中心吗.

The sentence is the one about what is done; whom it names is compared with whom the question names.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.context import Ask, Found
from kg.ask.sentences import Sentence, nearness, said_in, sentences_about
from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import Question, Result
from kg.index.terms import terms
from kg.text import fold, simple

_DOES = r"(?:来|去)?(?:同志)?(?:来|去)?(?:负责|牵头|主抓|分管|主管|承担|管|组织|挂帅)"
#: What is asked, and what a sentence says: who does it, or where an office sits.
_KINDS = (
    (
        re.compile(r"(?:是|就)?(?:不是)?设在(?P<who>[一-龥]{2,14}?)(?=吗|吧|么|对|[,，?？。]|$)"),
        re.compile(r"设在(?P<who>[^,，。;；:：()]{2,20})"),
    ),
    (
        re.compile(rf"(?:归|由|是)(?P<who>[一-龥]{{2,12}}?){_DOES}"),
        re.compile(rf"由(?P<who>[^,，。;；:：由]{{2,24}}?){_DOES}"),
    ),
)
#: Passages that are looked at, and how much of what is done their sentence must print.
_PASSAGES, _PRINTED = 6, 0.3


def doer_said(context: Ask, question: Question) -> Found | None:
    """Say whether it is who the question says; None where that is not asked, or no sentence of the notice tells."""
    text = unnamed(question)
    for asked, told in _KINDS:
        if (match := asked.search(text)) and len(context.directory.scopes) == 1:
            best = _sentence(context, question, text[: match.start()], told)
            return best and _compared(context, match["who"], *best)
    return None


def _sentence(
    context: Ask, question: Question, done: str, told: re.Pattern[str]
) -> tuple[Sentence, re.Match[str]] | None:
    """Find the sentence that says who does what is asked."""
    content = content_of(done)
    wanted = set(terms(content, 2))
    if not wanted:
        return None
    asked = replace(question, topic=done, content=content)
    found = []
    for one in sentences_about(context, asked, _PASSAGES):
        said = simple(fold(one.text))
        share = len(wanted & set(terms(said, 2))) / len(wanted)
        if share >= _PRINTED and (match := told.search(said)):
            found.append((share, nearness(one), one, match))
    if not found:
        return None
    _, _, sentence, match = max(found, key=lambda item: item[:2])
    return sentence, match


def _compared(context: Ask, who: str, sentence: Sentence, told: re.Match[str]) -> Found:
    yes = who in told["who"] or told["who"] in who
    result = Result("boolean", "是" if yes else "否", yes)
    remark = "" if yes else "原文：" + sentence.text[:80]
    return said_in(context, sentence, (result,), 0.85, remark)
