"""Figures: how many, how much, what share; the one that a sentence about the topic of a question prints."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.grounding import Ground, is_latin
from kg.ask.indicators import is_of_subject
from kg.ask.particulars import ground_passages, parts_pattern
from kg.ask.sentences import BESIDE, Sentence, nearness, sentences_of
from kg.ask.silence import Silence
from kg.ask.tasks import unnamed
from kg.ask.values import Kind, Question, Result
from kg.evidence import Quote, quotes_of
from kg.find.quantities import find_quantities
from kg.index.terms import terms
from kg.numerals import parse_numeral
from kg.text import fold, simple

#: Units that count the same sort of thing.
SAME_UNIT = (
    frozenset("名人位"),
    frozenset("次趟回场届"),
    frozenset("个项条件家种类份套处所座"),
    frozenset({"个工作日", "工作日"}),
    frozenset({"天", "日", "个自然日", "工作日", "个工作日"}),
    frozenset({"小时", "个小时"}),
    frozenset({"时长", "年", "个月", "月", "周", "天", "日", "个工作日", "工作日", "小时", "个小时", "分钟"}),
    frozenset({"米", "公里", "千米"}),
    frozenset({"平方米", "平方公里", "平方千米", "亩", "公顷"}),
    frozenset({"比例", "%"}),
    frozenset({"元", "钱", "块", "块钱", "美元", "万元", "亿元", "亿美元", "万美元", "个亿"}),
)
#: What 多少个 may count, where no noun says more.
_COUNTED = frozenset("名人位个项条件家种类份套处所座次场")
#: Words that ask for all figures, not for the one that fits best.
_ALL = re.compile(
    r"分别|各(?:是|为|多少|培训|几|要)|哪些(?:指标|数)|[两二三]类|[两二三]个指标|几个指标|都是多少|指标有|指标是"
)
#: 由原来的45个工作日: what was, not what shall be.
_BEFORE_NOW = re.compile(r"(?:原来|原先|原有|以前|目前|现有|现行|法定|规定|[由从])的?(?:时限)?(?:是|为)?$")
#: What makes a figure that of the whole: 共23项.
_TOTAL = re.compile(r"(?:共计?|总计|合计|总数为?|总共)有?\d")
#: Longest head of a task, in characters.
_HEAD = 20
#: Passages whose figures are looked at.
_PASSAGES = 4


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure in the text: its value and unit, its clause, and the sentence that prints it."""

    value: float
    unit: str
    phrase: str
    sentence: Sentence
    quotes: tuple[Quote, ...] = ()


def same_unit(asked: str, printed: str) -> bool:
    """Tell whether a figure in one unit can answer for another: 多少人 by 2250名."""
    if not asked or asked == printed or (asked == "个" and printed in _COUNTED):
        return True
    if asked == "?":
        return printed not in _COUNTED
    return any(asked in units and printed in units for units in SAME_UNIT)


def answer_number(context: Ask, question: Question) -> Found:
    """Answer how many or how much: by a target of what is meant, else by a figure that its sentence prints."""
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, Silence.TOPIC, 0.8)
    near = passages[:_PASSAGES]
    sentences = sentences_of(context, question, near)
    figures = [figure for figure in _targets(context, near[:3], sentences) if _fits(question, figure)]
    figures += [one for one in _printed(sentences) if _told(question, one) and _fits(question, one)]
    figures = _about(question, sentences, figures)
    texts = context.index.passages
    figures = [
        one for one in figures if is_of_subject(question, texts[one.sentence.ground.at].text) is not False
    ]
    if not question.content and all(limit.kind is Kind.NOTICE for limit in question.limits):
        figures = [one for one in figures if _TOTAL.search(one.phrase)]  # 一共有几项: a part is no answer
    if not figures:
        return refuse("公文没有写明这个数字", question, Silence.DETAIL, 0.8, _targets_query(near[:3]))
    return _choose(context, question, near, figures)


def _about(question: Question, sentences: Sequence[Sentence], figures: list[_Figure]) -> list[_Figure]:
    """Keep the figures of the sentences that speak of the topic: what another sentence counts is no answer."""
    fixed = any(limit.kind in (Kind.TASK, Kind.NAMED, Kind.AREA) for limit in question.limits)
    if fixed or not question.content or is_latin(question.topic):
        return figures
    nearest = max(nearness(one) for one in sentences if not _is_head(one, figures))
    return [one for one in figures if nearness(one.sentence) >= nearest - BESIDE]


def _is_head(sentence: Sentence, figures: Sequence[_Figure]) -> bool:
    """Tell whether a sentence is the head of a task whose text has a figure: 壮大科技队伍. 全年引进200名."""
    if len(sentence.text) > _HEAD or re.search(r"[,，;；\d]", sentence.text.rstrip("。；;")):
        return False
    return any(
        one.sentence.ground.at == sentence.ground.at and one.sentence.text != sentence.text for one in figures
    )


def _choose(context: Ask, question: Question, near: Sequence[Ground], figures: list[_Figure]) -> Found:
    """Choose the figures whose sentence and clause fit the question best."""
    best = max(figures, key=lambda figure: _likeness(context, question, figure))
    if _ALL.search(question.text):
        here = [one for one in figures if one.sentence.ground.at == best.sentence.ground.at]
        kept = list({(one.value, one.unit): one for one in reversed(here)}.values())[::-1]
    else:
        kept = [best]
    results = tuple(map(_result, kept))
    proof = [quote for one in kept for quote in one.quotes or _quote(context, one)]
    sure = best.sentence.ground.certainty
    return Found(results, tuple(proof), _targets_query(near[:3]), sure, limits=question.limits)


def _result(figure: _Figure) -> Result:
    """Give a figure as a result; a ratio (5:5) is no single number, and is told in the text's words."""
    if math.isnan(figure.value):
        return Result("text", figure.phrase)
    return Result("number", figure.phrase, _plain(figure.value), None, figure.unit)


def _quote(context: Ask, figure: _Figure) -> tuple[Quote, ...]:
    return quote_words(context, figure.sentence.ground.at, figure.phrase)


def _targets_query(parts: Sequence[Ground]) -> str:
    return (
        f"SELECT ?part ?target ?phrase ?quantity ?unit WHERE {{\n  {parts_pattern(parts)}"
        "?part kg:hasTarget ?target . ?target rdfs:label ?phrase ; kg:quantity ?quantity ; kg:unit ?unit .\n"
        "} ORDER BY ?target"
    )


_MONEY = r"资金|经费|投资|奖金|奖励|补助|补贴|外资|金额|工资|薪酬|学费|租金|保费|产值|营业额|营收|收入|费(?!率)|贷款|预算|税|利润|(?<!涨)价|增加值"
#: The unit that a noun beside 多少 calls for.
_UNIT_OF = (
    (r"(?:增长|增速|增幅|涨幅)的?目标(?:是|为)?多少", "%"),
    (r"(?:率|比重|占比|比例|覆盖面|增速|增幅|涨幅|降幅)[^,，。?？]{0,8}多少", "%"),
    (r"(?:增长|上涨|涨|下降)(?:了|幅度?|速度)?多少(?=[?？。]*$)", "%"),
    (r"多少[一-龥]{0,4}?面积|面积[^,，。?？]{0,6}多少", "平方米"),
    (rf"多少[一-龥]{{0,4}}?(?:{_MONEY})|(?:{_MONEY})[^,，。?？]{{0,6}}多少(?=[?？。]*$)", "元"),
)


def _wanted(question: Question) -> str:
    """Give the unit that a question asks for, by name or by the noun beside 多少; empty where it does not say."""
    asked = unnamed(question)
    return question.unit or next((unit for words, unit in _UNIT_OF if re.search(words, asked)), "")


def _told(question: Question, figure: _Figure) -> bool:
    """Tell whether a figure that is no target can be meant: its unit is asked for, or its sentence is."""
    printed = figure.sentence.printed >= _MEANT or is_of_subject(question, figure.sentence.text)
    return bool(_wanted(question) or printed)


#: A sentence that prints so much of a topic is the one asked for.
_MEANT = 0.6


def _fits(question: Question, figure: _Figure) -> bool:
    """Tell whether a figure counts what is asked: the unit, and behind 个 also the noun."""
    wanted = _wanted(question)
    if not same_unit(wanted, figure.unit):
        return False
    if not wanted and (
        what := _LAST.search(fold(question.text))
    ):  # 多少摄氏度: the figure's clause says it too
        return what["what"][:2] in figure.sentence.text
    behind = r"(?:多少|几)" + re.escape(wanted) + r"[A-Za-z0-9“”\"]*(?P<noun>[一-龥]{2,8})"
    noun = re.search(behind, fold(question.text)) if wanted else None
    if wanted not in ("个", "家", "所") or noun is None or re.match(r"[的了呢]", noun["noun"]):
        return True
    plain = re.sub(r"[()、]", "", fold(figure.phrase))
    return any(noun["noun"][at : at + 2] in plain for at in range(len(noun["noun"]) - 1))


#: What a question ends with that no list of units has.
_LAST = re.compile(r"(?:多少|几)(?P<what>[一-龥]{2,4})[?？。]*$")


def _likeness(context: Ask, question: Question, figure: _Figure) -> float:
    """Score a figure by its sentence and by its words, or by meaning where the question is in another script."""
    sentence = figure.sentence
    if is_latin(question.topic):
        return float(context.embed(question.topic) @ context.embed(figure.phrase))
    by_target = 0.1 if figure.quotes else 0.0
    by_unit = 0.5 if figure.unit == _wanted(question) else 0.0
    by_case = _case(question, figure)
    return (
        NEAR * sentence.cosine + sentence.printed + _overlap(question, figure) + by_target + by_unit + by_case
    )


_SUM = re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<scale>[万亿])")


def _case(question: Question, figure: _Figure) -> float:
    """Score a figure by the sums that a question names: 罚款不到15万的 is the case meant, not what is asked."""
    case = {match.group() for match in _SUM.finditer(unnamed(question))} if not question.figures else set()
    own = {float(parse_numeral(said) or 0) for said in case}
    said = any(match.group() in case for match in _SUM.finditer(fold(figure.sentence.text)))
    return said - 2.0 * (figure.value in own)


#: Weight of a sentence's cosine beside the shares of words printed, when figures are compared.
NEAR = 8.0


def _overlap(question: Question, figure: _Figure) -> float:
    """Score a figure by how much of its clause the question says: its characters and their pairs."""
    asked = re.sub(r"\(?(?:不含|不包括|不算|除)[^()]*\)?", "", fold(question.text))
    said = re.sub(r"\d+[个项名次]?", "", fold(figure.phrase))
    shares = []
    for width in (1, 2):
        held = set(terms(said, width))
        shares.append(len(held & set(terms(asked, width))) / max(1, len(held)))
        topic = set(terms(fold(question.topic), width))
        shares.append(len(held & topic) / max(1, len(topic)))
    return sum(shares)


def _targets(context: Ask, passages: Sequence[Ground], sentences: Sequence[Sentence]) -> Iterator[_Figure]:
    rows = context.rows(_targets_query(passages))
    quotes = quotes_of(context.store, [row["target"] for row in rows]) if rows else {}
    for row in rows:
        holding = [sentence for sentence in sentences if row["phrase"] in sentence.text]
        holding = holding or [sentence for sentence in sentences if sentence.ground.iri == row["part"]]
        if not holding:
            continue
        shortest = min(holding, key=lambda sentence: len(sentence.text))
        proof = tuple(quotes.get(row["target"], ()))
        yield _Figure(float(row["quantity"]), row["unit"], row["phrase"], shortest, proof)


def _printed(sentences: Sequence[Sentence]) -> Iterator[_Figure]:
    """Read the figures that sentences print and that are no targets: 40分钟生活圈, 5县(市)."""
    for sentence in sentences:
        folded = simple(fold(sentence.text))
        stretches = [(f.start, f.end, float(f.number), f.unit) for f in find_quantities(folded)]
        stretches += [
            (match.start(), match.end(), float(match[1]), match[2])
            for match in re.finditer(r"(?<![\d.])(\d+)个?(分钟|小时|天|公里|[区县][、区县()市]*)", folded)
        ]
        stretches += [
            (match.start(), match.end(), float(match[1]), match[2])
            for match in _AFTER_CHANGE.finditer(folded)
        ]
        stretches += [
            (match.start(), match.end(), float("nan"), "比例")
            for match in re.finditer(r"(?<![\d:])\d{1,3}(?::\d{1,3}){1,3}(?![\d:])", folded)
        ]
        for start, end, value, unit in stretches:
            if not _BEFORE_NOW.search(folded[:start]):
                yield _Figure(value, _counted(unit), _clause(sentence.text, start, end), sentence)


#: 按1500元奖励, 由7份减为2份: such figures are no targets, and may be asked for.
_AFTER_CHANGE = re.compile(
    r"(?:(?<=[按为])|(?<=[减降缩增压][到至]))(\d+(?:\.\d+)?)(元|份|件|项|次|天|个工作日|个月)"
)


def _counted(unit: str) -> str:
    return "个" if unit[:1] in "区县" else unit


def _clause(text: str, start: int, end: int) -> str:
    folded = fold(text)
    first = max(folded.rfind(mark, 0, start) for mark in ",。;:") + 1
    ends = [folded.find(mark, end) for mark in ",。;:"]
    return text[first : min((at for at in ends if at >= 0), default=len(text))]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
