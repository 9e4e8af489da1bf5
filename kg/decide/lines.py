"""A decision as a line of the user's file: JSON, which is read back strictly, and refused in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from kg.decide.values import Decision, End, Kind, Verdict, as_values
from kg.text import encodable


def to_line(decision: Decision) -> str:
    """Write a decision as one line of JSON, without its line end."""
    return json.dumps({"id": decision.id} | as_values(decision), ensure_ascii=False)


def from_line(line: str) -> Decision:
    """Read what `to_line` wrote.

    :raises ValueError: it is no decision, in one sentence of Chinese
    """
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise ValueError("是合并留下的冲突标记，两边的行都应保留，只删标记")
    try:
        known = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("不是一行完整的 JSON") from None
    if not isinstance(known, dict):
        raise ValueError("不是一个 JSON 对象")  # noqa: TRY004 - what the file says, not a type of ours
    try:
        decision = _decision(known)
    except KeyError as error:
        raise ValueError(f"缺少 {error.args[0]}") from None
    except TypeError:
        raise ValueError("内容有缺有余，或有一项不是应有的样子") from None
    if known.get("id", decision.id) != decision.id:
        raise ValueError("编号与内容不符，内容被改动过")
    return decision


def _decision(known: Mapping[str, Any]) -> Decision:
    fields = {name: value for name, value in known.items() if name != "id"}
    ends = {name: End(**fields[name]) for name in ("subject", "object")}
    for name, known_values in (("kind", Kind), ("verdict", Verdict)):
        if fields[name] not in list(known_values):
            raise ValueError(f"{name} 不能是 {fields[name]!r}")
    verdict = {"kind": Kind(fields["kind"]), "verdict": Verdict(fields["verdict"])}
    decision = Decision(**fields | ends | verdict)
    words = [decision.by, decision.at, decision.why, decision.of]
    words += [value for end in ends.values() for value in asdict(end).values()]
    if not all(isinstance(word, str) for word in words):
        raise ValueError("有一项不是文字")
    if any(encodable(word) != word for word in words):
        raise ValueError("有一项不是完整的字符")
    if not re.fullmatch("[0-9a-f]{16}" if decision.verdict is Verdict.WITHDRAW else "", decision.of):
        raise ValueError("of 应当是所撤回的编号，别的决定没有这一项")
    score = decision.score
    if score is not None and not (isinstance(score, int | float) and 0 <= score <= 1):
        raise ValueError("score 不是 0 到 1 的数")
    if not decision.by.strip() or not decision.why.strip():
        raise ValueError("没有写明是谁、为什么")
    try:
        datetime.strptime(decision.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError("时间应写成 2026-01-31T08:00:00.000Z 的样子") from None
    return decision
