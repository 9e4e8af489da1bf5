"""Indicators: what is measured. GDP is what notices print as 地区生产总值, and no figure of another one answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.small_words import content_of
from kg.ask.tasks import unnamed
from kg.ask.values import Question
from kg.text import fold, simple

#: What people call an indicator -> what notices may call it, the usual form first.
_CALLED = {
    "gdp": ("地区生产总值", "生产总值"),
    "cpi": ("居民消费价格",),
    "物价": ("居民消费价格", "消费价格"),
    "社零": ("社会消费品零售总额",),
    "固投": ("固定资产投资",),
    "规上工业": ("规模以上工业",),
    "外贸": ("进出口",),
    "老百姓": ("居民",),
    "涨价": ("消费价格", "价格"),
    "农民收入": ("农民人均纯收入", "农村居民人均可支配收入"),
}
_KIND = r"总额|总值|收入|投资|增加值|率|产值|面积|价格|指数|人数|总量|消费|出口|外资|税收|gdp"
#: 进出口总额要增长, 失业率控制在: an indicator is the subject of what is asked.
_SUBJECT = re.compile(
    rf"(?P<what>(?:(?![,，的在要把里中让使])[一-龥]){{2,12}}?)(?P<kind>{_KIND})(?:这[个项]指标)?的?(?:目标|增速|增幅|涨幅)?(?:是|为|要|应|打算|计划|力争|预计|得|想)*"
    r"(?:增长|增加|上涨|涨|下降|降|达到|达|控制|不超过|超过|提高|多少|比上年|同比)"
)
#: Words that many indicators have.
_SHARED = re.compile(r"全[省市县区国年社会]+|人均|年均|[本我该][省市县区]|地区|累计|新增")


def as_printed(question: Question, prints: Callable[[str], bool]) -> Question:
    """Call the indicators of a question's topic as the notices do, where these do not print the question's word."""
    topic = renamed(question.topic, prints)
    return question if topic == question.topic else replace(question, topic=topic, content=content_of(topic))


def renamed(text: str, prints: Callable[[str], bool]) -> str:
    """Call the indicators of a text as the notices do, where these do not print its word."""
    for called, forms in _CALLED.items():
        if called in text.lower() and not prints(called):
            text = re.sub(
                called, next((form for form in forms if prints(form)), called), text, flags=re.IGNORECASE
            )
    return text


def is_of_subject(question: Question, text: str) -> bool | None:
    """Tell whether a text can speak of the indicator asked for: 地区生产总值增长8% says nothing of 进出口总额.

    None where no indicator is asked for.
    """
    subject = _SUBJECT.search(question.topic) or _SUBJECT.search(unnamed(question).lower())
    if subject is None:
        return None
    own = _SHARED.sub(" ", subject["what"])
    pairs = {own[at : at + 2] for at in range(len(own) - 1) if " " not in own[at : at + 2]}
    said = simple(fold(text)).lower()
    forms = [form for called, of in _CALLED.items() if called in own for form in of]
    return not pairs or any(pair in said for pair in pairs) or any(form in said for form in forms)
