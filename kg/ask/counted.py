"""What the figure asked for is of: its unit, and the noun beside 多少."""

from __future__ import annotations

import re

from kg.ask.amounts import Figure
from kg.ask.sentences import nearness
from kg.ask.units import same_unit, unit_wanted
from kg.ask.values import Question
from kg.text import fold, simple

#: A sentence that is so near in meaning is the one asked for.
_NEAREST = 0.93
#: Classifiers so general that the noun behind them must be printed too.
_GENERAL = ("个", "家", "所")
#: Heads that many nouns have: what stands before them tells them apart.
_HEAD = re.compile(
    r"(?:企业|公司|项目|单位|机构|人才|中心|基地|服务|事项|平台|设施|场所|学校|社区|工程|团队|人员|[站点])$"
)
#: A noun whose head the text prints, in a sentence that prints so much of the topic, is called otherwise there.
_OTHERWISE = 0.1
#: What a question ends with that no list of units has: 多少摄氏度.
_LAST = re.compile(r"(?:多少|几)(?P<what>[一-龥]{2,4}|[A-Za-z/]{2,})[?？。]*$")


def fits(question: Question, figure: Figure) -> bool:
    """Tell whether a figure counts what is asked: the unit, and behind 个 also the noun."""
    wanted, text = unit_wanted(question), fold(question.text)
    said = simple(fold(figure.sentence.text))
    if not same_unit(wanted, figure.unit):
        return False
    if not wanted and (what := _LAST.search(text)):  # the figure's clause says it too
        return what["what"][:2] in said
    behind = r"(?:多少|几)[万亿]?" + re.escape(wanted) + r"[A-Za-z0-9“”\"]*(?P<noun>[一-龥]{2,8})"
    noun = re.search(behind, text) if wanted else None
    if wanted not in _GENERAL or noun is None or re.match(r"[的了呢]", noun["noun"]):
        return True
    phrase = simple(re.sub(r"[()、]", "", fold(figure.phrase)))
    if phrase.endswith(figure.unit):  # 强化园区用能单位审查,两年内不少于1200家: what is counted stands before
        phrase = said
    kind = _HEAD.sub("", noun["noun"])
    if kind != noun["noun"] and len(kind) > 1:  # 跨境电商企业: other 企业 are no answer
        return nearness(figure.sentence) >= _NEAREST or any(pair in said for pair in _pairs(kind))
    otherwise = figure.sentence.printed >= _OTHERWISE and noun["noun"][-1] in phrase
    return any(pair in phrase for pair in _pairs(noun["noun"])) or otherwise


def _pairs(words: str) -> list[str]:
    return [words[at : at + 2] for at in range(len(words) - 1)]
