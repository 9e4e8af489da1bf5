"""The words for kinds of things: what a question can ask for."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.ask.values import Asked


class Noun(NamedTuple):
    """A word for a kind of thing; `field` tells policies from principles, research topics from other tasks."""

    pattern: str
    asked: Asked
    field: str = ""


#: Longer words before the shorter ones that they hold.
NOUNS = (
    Noun(
        r"(?<!督查)(?<!检查)(?<!核查)(?<!考核)(?:工作|主要|重点)?(?:重点(?!内容)(?:领域|任务|工作|方面)?|领域|版块|板块)",
        Asked.FOCUS_AREA,
    ),
    Noun(
        r"(?:工作|保障|推进|改革|政策|支持|扶持)?(?:举措|措施)|(?<=[些项条])(?:扶持|支持|优惠)?政策",
        Asked.MEASURE,
    ),
    Noun(r"(?:[八四五六]字)?方针", Asked.PRINCIPLE, "policy"),
    Noun(r"(?:基本)?原则(?!上)", Asked.PRINCIPLE, "principle"),
    Noun(r"(?:发展|建设|功能|城市)?定位(?:目标)?|(?:建设|发展)?目标|基地|“?中心”?", Asked.GOAL),
    Noun(r"(?:合作|研究)?(?:课题|专题)(?:研究)?(?:任务)?", Asked.TASK, "topic"),
    Noun(
        r"(?:责任|牵头|配合|协办|主管|负责|承办|参与|实施)?(?:部[门们委]|单位|委办局|主体单位|[处科股]室)|责任主体|机构|机关|(?<![格结时])局(?!限|部|面|势)|牵头(?:方|人)"
        r"|(?<=[个些家])(?:厅|处|科|股|站|所|室|司|大队|中队)(?=负责|牵头|主办|承办|配合|参与|来|管|去|的|[?？,，。]|$)",
        Asked.DEPARTMENT,
    ),
    Noun(
        r"(?:工作|整改|目标|改革|具体|主要)?任务|工作(?!重点|举措|日)|事(?:情|儿|项)?(?!业|故)|活(?:儿|计)?(?!动|力)|职责|差事",
        Asked.TASK,
    ),
    Noun(r"通知", Asked.NOTICE),
    Noun(
        r"(?:指导|实施)?意见|文件|文(?!化|艺|广|旅|创|明|体|物)|协议|规划(?!局)|报告|法规|条例|办法",
        Asked.DOCUMENT,
    ),
    Noun(
        r"(?:地方|地点|城市|区县|区、县\(市\)|县市|省市|位置|(?<=[个些几])(?:区|县|市|省|镇)(?![一-龥]))",
        Asked.PLACE,
    ),
    Noun(
        r"论坛|(?:节庆)?活动|展会|展览|电影节|大会|研讨会|招聘会|会议|节庆|会(?![议展员场计社局委同议话精上里中])",
        Asked.EVENT,
    ),
    Noun(r"项目|铁路|线路|高铁|专线|工程", Asked.PROJECT),
    Noun(r"(?:数量)?指标|数量|数值|数字|人数|次数|个数", Asked.NUMBER),
    Noun(r"(?:完成)?(?:期限|时限)|截止(?:日期|时间)", Asked.DEADLINE),
    Noun(r"日期|时间|时候|年份", Asked.DATE),
)
BY_NOUN = re.compile("|".join(f'(?P<n{at}>[“"]?(?:{noun.pattern})[”"]?)' for at, noun in enumerate(NOUNS)))


def last_word(noun: Noun, word: str) -> str:
    """Give the word for an event or project that its name will end in: 论坛, 专线; 活动 and 项目 say nothing."""
    named = noun.asked in (Asked.EVENT, Asked.PROJECT) and word not in (
        "活动",
        "项目",
        "会议",
        "节庆活动",
        "工程",
    )
    return word if named else ""


def is_noun(word: str) -> bool:
    """Tell whether a word is one for a kind of thing: 中心, 任务."""
    return BY_NOUN.fullmatch(word) is not None


def noun_of(match: re.Match[str]) -> Noun:
    """Tell which noun a match of BY_NOUN is."""
    at = next(at for at in range(len(NOUNS)) if match.group(f"n{at}") is not None)
    return NOUNS[at]
