"""What the figure asked for is of: the noun beside 多少, and whether a text that prints a figure speaks of it."""

from __future__ import annotations

import re

from kg.ask.amounts import Figure
from kg.ask.sentences import Sentence, nearness
from kg.ask.tasks import unnamed
from kg.ask.units import MONEY, is_rare, same_unit, unit_wanted
from kg.ask.values import Question
from kg.text import fold, simple

#: A sentence that prints so much of a topic is the one asked for, as is one that is so near in meaning.
MEANT, NEAREST = 0.6, 0.93
#: One that prints next to nothing of it must be so near.
_LITTLE, _NEAR = 0.15, 0.92
#: Classifiers so general that the noun behind them must be printed too.
_GENERAL = ("个", "家", "所")
#: Heads that many nouns have: what stands before them tells them apart.
_HEAD = re.compile(
    r"(?:企业|公司|项目|单位|机构|人才|中心|基地|服务|事项|平台|设施|场所|学校|社区|工程|团队|人员|[站点])$"
)
#: A noun whose head the text prints, in a sentence that prints so much of the topic, is called otherwise there.
_OTHERWISE = 0.3
#: What a question ends with that no list of units has: 多少摄氏度.
_LAST = re.compile(r"(?:多少|几)(?P<what>[一-龥]{2,4})[?？。]*$")
#: What is paid, and its other names.
_PAID = (
    frozenset(("补贴", "补助", "奖补", "资助", "津贴", "贴息", "给予")),
    frozenset(("奖励", "奖金", "奖补", "奖")),
    frozenset(("工资", "薪酬", "薪资", "报酬", "收入")),
    frozenset(("罚款", "罚金", "处罚")),
    frozenset(("贷款", "授信", "融资")),
    frozenset(("租金", "房租")),
    frozenset(("学费",)),
    frozenset(("押金", "保证金")),
)
_WORDS = "|".join(sorted({word for words in _PAID for word in words if len(word) > 1}))
#: 多少元高温补贴, 高温补贴是多少: the sum asked for, and what sort of one it is.
_SUM = re.compile(
    rf"(?:多少|几)(?:万|亿)?(?:元|块钱?)?的?(?P<behind>[一-龥]{{0,4}}?(?:{_WORDS}))(?=[?？。,，]|$)"
    rf"|(?P<before>[一-龥]{{0,2}}(?:{_WORDS}))(?:标准|金额|比例)?(?:是|为|有|要|达到)?多少"
)


def fits(question: Question, figure: Figure) -> bool:
    """Tell whether a figure counts what is asked: the unit, and behind 个 also the noun."""
    wanted, text = unit_wanted(question), fold(question.text)
    if not same_unit(wanted, figure.unit):
        return False
    said = simple(fold(figure.sentence.text))
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
        return nearness(figure.sentence) >= NEAREST or any(pair in said for pair in _pairs(kind))
    otherwise = figure.sentence.printed >= _OTHERWISE and noun["noun"][-1] in phrase
    return any(pair in phrase for pair in _pairs(noun["noun"])) or otherwise


def _pairs(words: str) -> list[str]:
    return [words[at : at + 2] for at in range(len(words) - 1)]


def speaks_of(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence whose figure has the unit asked for speaks of what is asked."""
    if sentence.printed >= MEANT or nearness(sentence) >= NEAREST:
        return True
    told, asked = simple(fold(sentence.text)), unnamed(question)
    if not _pays(asked, told):
        return False
    if sentence.printed >= _LITTLE or nearness(sentence) >= _NEAR or _names_sum(asked, told):
        return True
    return sentence.printed > 0 and is_rare(unit_wanted(question))


def _names_sum(asked: str, told: str) -> bool:
    """Tell whether a text names the money that a question asks for: 多少外资."""
    match = _MONEY.search(asked)
    return match is not None and match["money"] in told


#: 用到多少外资: the money asked for.
_MONEY = re.compile(rf"多少[一-龥]{{0,4}}?(?P<money>{MONEY})")


def _pays(asked: str, told: str) -> bool:
    """Tell whether a text speaks of the sum that a question asks for, if it asks for one of a sort."""
    if (match := _SUM.search(asked)) is None:
        return True
    noun = match["behind"] or match["before"]
    word = next(word for word in _WORDS.split("|") if noun.endswith(word))
    sort = {one for words in _PAID if word in words for one in words}
    kind = re.sub(r"^[给的一每]+|的$", "", noun.removesuffix(word))
    of_kind = len(kind) < 2 or any(pair in told for pair in _pairs(kind))
    return of_kind and any(one in told for one in sort)
