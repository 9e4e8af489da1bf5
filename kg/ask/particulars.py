"""Particulars: figures, dates, places, events and words that stand in one passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.ask.compose import of_tasks_query, passage_query
from kg.ask.context import CERTAIN, Ask, Found, ground_topic, quote_words, refuse
from kg.ask.grounding import Ground, is_latin
from kg.ask.tasks import task_limits
from kg.ask.values import Asked, Kind, Question, Result
from kg.evidence import Quote, quotes_of
from kg.find.quantities import find_quantities
from kg.index.lexical import terms
from kg.rdf.store import Row
from kg.text import fold

#: Units that count the same sort of thing.
SAME_UNIT = (
    frozenset("名人位"),
    frozenset("次趟回场届"),
    frozenset("个项条件家种类份套处所座"),
    frozenset({"元", "钱", "块", "块钱", "美元", "万元", "亿元", "亿美元", "万美元", "个亿"}),
)
#: What 多少个 may count, where no noun says more.
_COUNTED = frozenset("名人位个项条件家种类份套处所座次场")
#: Words that ask for all figures, not for the one that fits best.
_ALL = re.compile(
    r"分别|各(?:是|为|多少|培训|几|要)|哪些(?:指标|数)|[两二三]类|[两二三]个指标|几个指标|都是多少|指标有|指标是"
)
ANYWHERE = ("task", "section", "preamble")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure in the text: its value and unit, its clause, how sure its passage is, and its proof."""

    value: float
    unit: str
    phrase: str
    certainty: float
    quotes: tuple[Quote, ...]


def same_unit(asked: str, printed: str) -> bool:
    """Tell whether a figure in one unit can answer for another: 多少人 by 2250名."""
    if not asked or asked == printed or (asked == "个" and printed in _COUNTED):
        return True
    return any(asked in units and printed in units for units in SAME_UNIT)


def answer_number(context: Ask, question: Question) -> Found:
    """Answer how many or how much: by a target of the task meant, else by a figure printed in the passage."""
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    figures = [figure for figure in _targets(context, passages[:3]) if _fits(question, figure)]
    if not figures and question.unit:
        figures = [figure for figure in _printed(context, passages[:2]) if _fits(question, figure)]
    if not figures:
        return refuse("公文没有写明这个数字", question, 0.8, _TARGETS)
    surest = max(figure.certainty for figure in figures)
    if not is_latin(question.topic):
        figures = [figure for figure in figures if figure.certainty >= surest - 1e-9]
    if not _ALL.search(question.text):
        figures = [max(figures, key=lambda figure: _likeness(context, question, figure))]
    results = tuple(Result("number", f.phrase, _plain(f.value), None, f.unit) for f in figures)
    proof = tuple(quote for figure in figures for quote in figure.quotes)
    return Found(results, proof, _TARGETS, surest, limits=question.limits)


_TARGETS = (
    "SELECT ?part ?target ?phrase ?quantity ?unit WHERE {\n"
    "  ?part kg:hasTarget ?target . ?target rdfs:label ?phrase ; kg:quantity ?quantity ; kg:unit ?unit .\n"
    "} ORDER BY ?target"
)


def _fits(question: Question, figure: _Figure) -> bool:
    """Tell whether a figure counts what is asked: the unit, and behind 个 also the noun."""
    wanted = question.unit
    if wanted == "?" or not same_unit(wanted, figure.unit):
        return False
    noun = re.search(re.escape(wanted) + r"(?P<noun>[一-龥]{2,8})", fold(question.text)) if wanted else None
    if wanted not in ("个", "家", "所") or noun is None or re.match(r"[的了呢]", noun["noun"]):
        return True
    plain = re.sub(r"[()、]", "", fold(figure.phrase))
    return any(noun["noun"][at : at + 2] in plain for at in range(len(noun["noun"]) - 1))


def _likeness(context: Ask, question: Question, figure: _Figure) -> float:
    """Score a figure by its words, or by its meaning where the question is in another script."""
    if is_latin(question.topic):
        return float(context.embed(question.topic) @ context.embed(figure.phrase))
    return _overlap(question, figure)


def _overlap(question: Question, figure: _Figure) -> float:
    """Score a figure by how much of its clause the question says: its characters and their pairs."""
    asked = re.sub(r"\(?(?:不含|不包括|不算|除)[^()]*\)?", "", fold(question.text))
    said = re.sub(r"\d+[个项名次]?", "", fold(figure.phrase))
    shares = []
    for width in (1, 2):
        held = set(terms(said, width))
        shares.append(len(held & set(terms(asked, width))) / max(1, len(held)))
    return sum(shares)


def ground_passages(context: Ask, question: Question) -> list[Ground]:
    """Find the passages that a question speaks of: those that its limits leave, the nearest to its topic first."""
    tasks = [limit for limit in question.limits if limit.kind in (Kind.TASK, Kind.BODY, Kind.AREA)]
    named = [limit for limit in question.limits if limit.kind is Kind.NAMED]
    topic = question.topic or " ".join(limit.label for limit in question.limits)
    asked = replace(question, topic=topic, content=question.content or topic)
    among = None
    if tasks:
        limited, refusal = task_limits(context, replace(question, topic="", limits=tuple(tasks)))
        if refusal is None:
            query = of_tasks_query(limited.limits, "?task rdfs:label ?text .", "?text")
            among = {row["task"] for row in context.rows(query)}
    elif named:
        values = " ".join(f"<{value}>" for limit in named for value in limit.values)
        query = f"SELECT ?part WHERE {{ VALUES ?thing {{ {values} }} ?part kg:mentions ?thing }}"
        among = {row["part"] for row in context.rows(query)}
    grounds = ground_topic(context, asked, among, ANYWHERE)
    if among is None:
        return [one for one in grounds if one.certainty >= CERTAIN]
    return [replace(one, certainty=max(one.certainty, 0.8)) for one in grounds]


def _targets(context: Ask, passages: Sequence[Ground]) -> Iterator[_Figure]:
    sure = {one.iri: one.certainty for one in passages}
    rows = [row for row in context.rows(_TARGETS) if row["part"] in sure]
    quotes = quotes_of(context.store, [row["target"] for row in rows]) if rows else {}
    for row in rows:
        proof = tuple(quotes.get(row["target"], ()))
        yield _Figure(float(row["quantity"]), row["unit"], row["phrase"], sure[row["part"]], proof)


def _printed(context: Ask, passages: Sequence[Ground]) -> Iterator[_Figure]:
    """Read the figures that passages print and that are no targets: 40分钟生活圈, 5县(市)."""
    for one in passages:
        text = context.index.passages[one.at].text
        folded = fold(text)
        stretches = [(f.start, f.end, float(f.number), f.unit) for f in find_quantities(folded)]
        stretches += [
            (match.start(), match.end(), float(match[1]), match[2])
            for match in re.finditer(r"(?<![\d.])(\d+)(分钟|小时|天|公里|[区县][、区县()市]*)", folded)
        ]
        for start, end, value, unit in stretches:
            clause = _clause(text, start, end)
            yield _Figure(value, _counted(unit), clause, one.certainty, quote_words(context, one.at, clause))


def _counted(unit: str) -> str:
    return "个" if unit[:1] in "区县" else unit


def _clause(text: str, start: int, end: int) -> str:
    folded = fold(text)
    first = max(folded.rfind(mark, 0, start) for mark in ",。;:") + 1
    ends = [folded.find(mark, end) for mark in ",。;:"]
    return text[first : min((at for at in ends if at >= 0), default=len(text))]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


_MENTIONED = {
    Asked.PLACE: ("Place", "地点"),
    Asked.EVENT: ("Event", "活动"),
    Asked.PROJECT: ("Project", "项目"),
    Asked.DATE: ("Date", "日期"),
}


def answer_mentioned(context: Ask, question: Question) -> Found:
    """Answer where, when, which event or project: what the passage meant names of that kind."""
    passages = ground_passages(context, question)
    kind, name = _MENTIONED[question.asked]
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    query = (
        f"SELECT ?part ?thing ?label WHERE {{\n  ?part kg:mentions ?thing . ?thing a kg:{kind} ; rdfs:label ?label ."
        "\n} ORDER BY ?part ?label"
    )
    rows = context.rows(query)
    for one in passages[:2]:
        text = context.index.passages[one.at].text
        found = [row for row in rows if row["part"] == one.iri and not _said(question, row["label"])]
        if not found:
            continue
        ends = [row for row in found if question.unit and row["label"].endswith(question.unit)]
        found = ends or found
        near = {row["label"]: _nearness(question, text, row["label"]) for row in found}
        several = re.search(r"哪些|哪[几两二三四五六七\d]", question.text)
        best = max(near.values())
        kept = (
            _listed(found, text) if several else [row for row in found if near[row["label"]] >= best - 1e-9]
        )
        results = tuple(Result(question.asked, row["label"], None, row["thing"]) for row in kept)
        quotes = quote_words(context, one.at, kept[0]["label"])
        return Found(results, quotes, query, one.certainty, limits=question.limits)
    return refuse(f"公文没有写明这件事的{name}", question, passages[0].certainty, query)


def _said(question: Question, label: str) -> bool:
    """Tell whether the question names a thing itself, or excepts it: 除客运专线外."""
    but = re.search(r"除(?:了|开|去)?(?P<but>.{2,12}?)(?:之?外|以外)", question.text)
    return label in question.text or (but is not None and but["but"] in label)


def _listed(found: list[Row], text: str) -> list[Row]:
    """Keep the longest list of names that stand side by side: 萧山、余杭、…、临安; all where there is none."""
    folded = fold(text)
    groups: list[list[Row]] = []
    end = -9
    for at, row in sorted(
        ((folded.find(fold(row["label"])), row) for row in found), key=lambda item: item[0]
    ):
        if groups and 0 <= at - end <= 1:
            groups[-1].append(row)
        else:
            groups.append([row])
        end = at + len(row["label"])
    longest = max(groups, key=len, default=[])
    return longest if len(longest) > 1 else found


def _nearness(question: Question, text: str, label: str) -> float:
    """Score a name in a passage by the question's words around it; a longer name says more."""
    asked = set(terms(fold(question.text), 1))
    folded, best = fold(text), 0.0
    for match in re.finditer(re.escape(fold(label)), folded):
        around = folded[max(0, match.start() - 12) : match.start()] + folded[match.end() : match.end() + 12]
        best = max(best, len(asked & set(terms(around, 1))) / 12 + 0.02 * len(label))
    own = set(terms(fold(label), 1))
    return best + len(own & asked) / (2 * max(1, len(own)))


def answer_text(context: Ask, question: Question) -> Found:
    """Answer in the text's own words: what stands before the noun asked for, else the sentence meant."""
    noun = question.field if re.fullmatch(r"[一-龥]{2,}", question.field) else ""
    if noun:
        return _before_noun(context, question, noun)
    passages = ground_passages(context, question)
    if not passages:
        return refuse("公文中没有与问题相符的内容", question, 0.8)
    best = passages[0]
    which_ones = re.search(r"哪[一二三四五六七八九十几\d]?(?:个|些|家|位)", question.text)
    if which_ones or best.certainty < 0.8 or best.printed < 0.5:
        return refuse("公文没有直接写明这一点", question, 0.7)
    sentence = nearest_sentence(question, context.index.passages[best.at].text)
    quotes = quote_words(context, best.at, sentence)
    return Found(
        (Result("text", sentence),),
        quotes,
        passage_query(best.iri),
        best.certainty * 0.8,
        limits=question.limits,
    )


def _before_noun(context: Ask, question: Question, noun: str) -> Found:
    """Find “城市国际化”战略 for 什么战略, in the passage whose words around it are most like the question."""
    pattern = re.compile(rf"“(?P<quoted>[^“”]{{1,30}})”{noun}|(?P<plain>[一-龥、]{{2,14}}){noun}")
    asked = set(terms(fold(question.topic + noun), 2))
    found = []
    grounds = ground_topic(context, replace(question, topic=question.topic or noun), None, ANYWHERE)
    for rank, one in enumerate(grounds):
        text = context.index.passages[one.at].text
        for match in pattern.finditer(text):
            shared = len(asked & set(terms(fold(text[max(0, match.start() - 10) : match.end() + 4]), 2)))
            if shared >= 2 or (rank < 3 and one.certainty >= CERTAIN):
                found.append((shared + bool(match["quoted"]) + one.certainty, one, match))
    best = max(found, key=lambda item: item[0], default=None)
    if best is None:
        return refuse(f"公文没有写明是什么{noun}", question, 0.7)
    words = best[2]["quoted"] or best[2].group()
    quotes = quote_words(context, best[1].at, best[2].group())
    return Found((Result("text", words),), quotes, passage_query(best[1].iri), 0.8, limits=question.limits)


def nearest_sentence(question: Question, text: str) -> str:
    """Give the sentence of a text that shares most with a question."""
    sentences = re.findall(r"[^。；;]+", text) or [text]
    asked = set(terms(fold(question.text), 2))
    best: str = max(sentences, key=lambda sentence: len(asked & set(terms(fold(sentence), 2))))
    return best[:600]
