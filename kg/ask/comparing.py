"""Which of several notices that a question names has more: 2022年和2023年哪年的任务多, 哪个城市的任务更多."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.ask.context import Ask, Found
from kg.ask.fullest import answer_fullest, asks_fullest
from kg.ask.values import Asked, How, Kind, Question, Result

_MORE = re.compile(
    r"(?:哪(?:一)?(?P<what>年|[个座]?(?:城市|地方|市|省|区|县)|份|个|家|边)|谁|哪[里儿])[^,，。?？]{0,14}?"
    r"(?:(?P<most>最多|更多|较多|多)|(?P<least>最少|更少|较少|少))(?:一?[些点])?(?:呢)?[?？。]*$"
)


def compares_notices(question: Question) -> bool:
    """Tell whether a question asks which of the notices that it names, or of all, has more of something."""
    named = len(question.notices) > 1 and _MORE.search(question.text) is not None
    return named or asks_fullest(question)


def answer_compared(context: Ask, question: Question, count: Callable[[Ask, Question], Found]) -> Found:
    """Count in each of the notices named, and tell the one that has most (or least); all where they are even.

    :param count: counts the tasks, or the bodies, that a question asks for
    """
    if len(question.notices) < 2 or not _MORE.search(question.text):
        return answer_fullest(context, question)
    match = _MORE.search(question.text)
    what = (match["what"] or "") if match else ""
    asked = (
        Asked.DEPARTMENT
        if re.search(r"(?:单位|部门)(?:数量?)?(?:更|最|较)?[多少]", question.text)
        else Asked.TASK
    )
    counts: list[tuple[int, str, Found]] = []
    for notice in context.notices:
        limits = tuple(
            replace(limit, values=(notice,)) if limit.kind is Kind.NOTICE else limit
            for limit in question.limits
        )
        one = replace(
            question, asked=asked, how=How.COUNT, field="", having=None, topic=_topic(question), limits=limits
        )
        one = replace(one, content=one.topic)
        found = count(replace(context, notices=(notice,)), one)
        number = int(float(found.results[0].value or 0)) if found.results else 0
        counts.append((number, notice, found))
    sums: dict[str, int] = {}
    for number, notice, _ in counts:
        sums[_called(context, notice, what)] = sums.get(_called(context, notice, what), 0) + number
    best = (min if match and match["least"] else max)(sums.values())
    kept = {_called(context, notice, what): notice for _, notice, _ in counts}
    kept = {called: notice for called, notice in kept.items() if sums[called] == best}
    unit = "项" if asked is Asked.TASK else "个"
    told = "，".join(f"{called}{number}{unit}" for called, number in sums.items())
    return Found(
        tuple(_result(context, notice, what) for notice in kept.values()),
        tuple(quote for _, _, found in counts for quote in found.quotes),
        "\n".join(f"# {_called(context, notice, what)}\n{found.sparql}" for _, notice, found in counts),
        min(found.certainty for _, _, found in counts),
        told + ("，一样多" if len(kept) > 1 else ""),
        limits=question.limits,
    )


def _topic(question: Question) -> str:
    """Take the words that compare out of the topic."""
    left = re.sub(
        r"哪一?[年个座份家边]?|谁|的|任务|工作|数量|单位|部门|(?:更|最|较)?[多少]", "", question.content
    )
    return left if len(left) > 1 else ""


def _called(context: Ask, notice: str, what: str) -> str:
    scope = context.directory.scopes[notice]
    if what == "年":
        return f"{max(scope.years, default='')}年"
    return scope.places[0] if scope.places and what != "份" else context.entry(notice).label


def _result(context: Ask, notice: str, what: str) -> Result:
    called = _called(context, notice, what)
    if what == "年":
        return Result("date", called, called.removesuffix("年"))
    if what == "份":
        entry = context.entry(notice)
        return Result("notice", entry.number or entry.label, None, notice, number=entry.number or None)
    return Result("place", called)
