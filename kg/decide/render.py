"""Doubts and decisions as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kg.decide.doubts import Doubt
from kg.decide.standing import Judged, Standing
from kg.decide.values import Decision, Kind, Matter, Verdict
from kg.text import squeeze

#: What is asked of a person, by kind: with the two ends put in.
_ASKED = {
    Kind.LINK: "{}\n  是否落实工作重点\n{}？",
    Kind.ALIAS: "{}\n  是否就是\n{}？",
    Kind.QUESTION: "问：{}\n答：{}\n  这个答复对吗？",
}
#: What a decision says, by kind.
_SAID = {Kind.LINK: "{} 落实 {}", Kind.ALIAS: "{} 即 {}", Kind.QUESTION: "{} 答：{}"}

DOUBT_COLUMNS = ("次序", "用处", "可信度", "现状", "任务、名称或问题", "重点、单位或答复", "理由")
DECISION_COLUMNS = ("编号", "时间", "姓名", "决定", "内容", "理由", "现状", "说明")


def doubt_text(doubt: Doubt, at: int, of: int) -> str:
    """Write a doubt as it is asked in a terminal: both texts with their places, score, reason, stakes."""
    matter = doubt.matter
    lines = ["", f"—— {at}/{of} ——", _ASKED[matter.kind].format(matter.subject, matter.object), ""]
    if matter.score is not None and matter.kind is not Kind.QUESTION:
        lines.append(f"机器：{_state(doubt)}，可信度 {matter.score:.2f}")
    lines.append(f"理由：{doubt.reason}")
    lines += [f"影响：{stake}" for stake in doubt.stakes]
    lines += [
        f"  〔{quote.notice} {quote.place}〕“{squeeze(quote.text)}”"
        f"（{quote.source} {quote.start}–{quote.end}）"
        for quote in doubt.quotes
    ]
    return "\n".join(lines)


def doubt_rows(doubts: Sequence[Doubt]) -> list[tuple[object, ...]]:
    """Give doubts as rows of a table, in their order; see DOUBT_COLUMNS."""
    return [
        (
            at,
            f"{doubt.use:.3f}",
            "" if doubt.matter.score is None else f"{doubt.matter.score:.2f}",
            _state(doubt),
            _placed(doubt.matter),
            str(doubt.matter.object),
            doubt.reason,
        )
        for at, doubt in enumerate(doubts, start=1)
    ]


def _state(doubt: Doubt) -> str:
    if doubt.matter.kind is Kind.QUESTION:
        return "待答"
    return "算数" if doubt.in_force else "备选"


def _placed(matter: Matter) -> str:
    notice = matter.subject.notice if matter.kind is Kind.LINK else ""
    return f"{notice} {matter.subject}".strip()


def said(decision: Decision) -> str:
    """Say what a decision is about."""
    return _SAID[decision.kind].format(decision.subject, decision.object)


def decision_rows(judged: Iterable[Judged]) -> list[tuple[object, ...]]:
    """Give decisions as rows of a table, in their order; see DECISION_COLUMNS."""
    return [
        (
            one.decision.id,
            f"{datetime.fromisoformat(one.decision.at):%Y-%m-%d %H:%M}",
            one.decision.by,
            one.decision.verdict.said,
            said(one.decision),
            one.decision.why,
            one.standing.value,
            _remark(one),
        )
        for one in judged
    ]


def _remark(judged: Judged) -> str:
    against = f"{'、'.join(judged.against)}另有决定，时间在先" if judged.against else ""
    return "；".join(filter(None, (judged.note, against)))


def summary(judged: Sequence[Judged]) -> str:
    """Say in one sentence how decisions stand; "" where there are none."""
    if not judged:
        return ""
    made = [one for one in judged if one.decision.verdict is not Verdict.WITHDRAW]
    told = [f"已有决定 {len(made)} 个，现行 {sum(one.standing is Standing.IN_FORCE for one in made)} 个"]
    if changed := sum(one.standing is Standing.OUTDATED for one in made):
        told.append(f"{changed} 个所依据的文字已变、待复核（kg review --stale）")
    if absent := sum(one.standing is Standing.ABSENT for one in made):
        told.append(f"{absent} 个所说的公文或单位不在库中")
    if disputed := sum(bool(one.against) for one in made):
        told.append(f"{disputed} 个各人说法不一（kg review --decided）")
    return "，".join(told)


def doubts_json(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Give doubts as JSON values, in their order."""
    return [asdict(doubt) for doubt in doubts]


def judged_json(judged: Judged) -> dict[str, Any]:
    """Give a decision and its standing as JSON values."""
    return asdict(judged)
