"""What notices could say of a matter, and these do not: a phone, money, a penalty, who is in charge by name."""

from __future__ import annotations

import re

from kg.ask.context import Ask
from kg.ask.tasks import unnamed
from kg.ask.values import Question
from kg.index.rows import rows_with
from kg.text import fold, simple

#: What tells of money without any of its nouns: 每户最高30万元.
_AMOUNT = r"|\d\s*[万亿]?\s*元|贴息|奖补"
_ATTRIBUTES = (
    r"联系人|contact person",
    r"电话|手机|热线|联系方式|phone",
    r"邮箱|email",
    r"预算|经费|拨款|补助|补贴|资金|多少钱|花多少|投资额|总投资|投了多少|财政投入|budget|funding",
    r"分管领导|主要领导|负责人(?![才员力口])|局长|主任是谁|市长|领导是谁|牵头领导",
    r"处罚|罚款|问责|奖励|奖金",
    r"地址|网址",
)


def not_told(context: Ask, question: Question) -> str | None:
    """Say what a question asks for that notices could say, and these do not; None where there is no such thing."""
    rows = context.layout.rows(context.notices)
    text = unnamed(question).lower()
    for words in _ATTRIBUTES:
        if asked := re.search(words, text):
            printed = re.compile(words + _AMOUNT if "资金" in words else words)
            near = sorted(
                {at for word in _plain_words(printed) for at in rows_with(context.index, rows, word)}
            )
            if not any(printed.search(simple(fold(context.index.passages[at].text))) for at in near):
                return f"公文没有写明{asked.group()}"
    return None


def _plain_words(pattern: re.Pattern[str]) -> list[str]:
    """Give words of which a text that a pattern of words finds has one: 元 for an amount of money."""
    return [re.sub(r"\(\?.*?\)|\\[ds]\*?|\[.*?\]\??", "", word) for word in pattern.pattern.split("|")]
