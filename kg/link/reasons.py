"""Why a task serves an area, in the words of a person, and the sentence of the area that shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.link.features import Shared
from kg.text import Piece


def reason_of(shared: Shared, closest: Piece, sentences: Sequence[Piece]) -> tuple[str, Piece]:
    """Say what speaks for a link, the strongest first.

    :param closest: the sentence of the area that means most like the task
    :param sentences: all sentences of the area, its name first
    :returns: the reason, and the sentence that shows it: that which holds the strongest shared word
    """
    said, shown = [], ""
    if shared.named:
        said.append("都提到" + "、".join(f"“{thing}”" for thing in shared.named))
        shown = shared.named[0]
    if shared.kind:
        kind, asked, given = shared.kind
        words = f"都讲“{given}”" if asked == given else f"重点讲“{asked}”，任务是“{given}”"
        said.append(f"{words}，同属{kind}")
        shown = shown or asked
    if shared.listed:
        said.append("重点所列的" + "、".join(f"“{word}”" for word in shared.listed[:3]) + "正是任务所谈")
        shown = shown or shared.listed[0]
    others = [word for word in shared.words if word not in shared.listed][:4]
    if others:
        said.append("两者都谈" + "、".join(others))
        shown = shown or others[0]
    if not said:
        said.append("用词不同，含义相近")
    holding = [sentence for sentence in (closest, *sentences) if shown and shown in sentence.text]
    evidence = holding[0] if holding else closest
    label = "见重点中的" if holding else "重点中最接近的一句："
    return "；".join([*said, f"{label}“{_clause(evidence.text, shown)}”"]), evidence


def _clause(sentence: str, word: str) -> str:
    """Cut a long sentence to the clause that holds a word (its first clause if none does)."""
    if len(sentence) <= 40:
        return sentence.rstrip("。；;")
    clauses = re.split("[，,。；;]", sentence)
    return next((clause for clause in clauses if word in clause), clauses[0])
