"""Judge an answer against gold: exact sets, nothing missing and nothing too much.

A case has these fields: `q` the question; `answerable`; `want` the type of result asked for; `gold` what must
be answered; `also` what may be answered besides; `also_unanswerable` where a refusal is right as well. Tasks
are known by their number, figures by value and unit, documents by title or number, all else by label.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.numerals import parse_quantity
from kg.text import fold

Case = Mapping[str, Any]
#: a result of `kg ask --json`
Result = Mapping[str, Any]

#: How much longer than the words asked for a text may be and still count as the answer, not as its page.
_AROUND = 40
#: Classifiers that count any things: 3个课题 are 3项课题.
_ANY_THING = frozenset("个项条件份家")
_MARKS = re.compile(r"[\s“”‘’\"'《》〈〉()·、,.。:;!?\[\]-]")


def read_cases(path: Path) -> list[Case]:
    """Read a truth set: one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_right(case: Case, answer: Mapping[str, Any]) -> bool:
    """Tell whether an answer holds exactly what the gold asks, or refuses where that is right."""
    if not case["answerable"]:
        return answer["answerable"] is False
    if not answer["answerable"]:
        return bool(case.get("also_unanswerable"))
    results: Sequence[Result] = answer["results"]
    if case["want"] == "text":
        return _says(case["gold"], results)
    typed = [result for result in results if result["type"] == case["want"]]
    return _JUDGES.get(case["want"], _same_labels)(case, typed)


def is_cited(answer: Mapping[str, Any], text_of: Callable[[str], str]) -> bool:
    """Tell whether an answer has quotes, and each stands in its source at its offsets.

    :param text_of: gives the text of a source as read
    """
    citations = answer["citations"]
    return bool(citations) and all(
        0 <= c["start"] < c["end"] and text_of(c["source"])[c["start"] : c["end"]] == c["quote"]
        for c in citations
    )


def plain(words: object) -> str:
    """Take marks and spaces out, one form for each character."""
    return _MARKS.sub("", fold(str(words))).lower()


def _same(gold: set[str], also: set[str], said: Sequence[str]) -> bool:
    """Compare as sets; nothing is said twice."""
    return len(set(said)) == len(said) and gold <= set(said) <= gold | also


def _same_labels(case: Case, results: Sequence[Result]) -> bool:
    gold, also = set(map(plain, case["gold"])), set(map(plain, case.get("also", ())))
    return _same(gold, also, [_without_alias(str(result["label"]), gold | also) for result in results])


def _without_alias(label: str, wanted: set[str]) -> str:
    """Take off the other name that stands in a bracket, where the gold has the first one alone."""
    name = plain(re.sub(r"[(（][^()（）]*[)）]$", "", label))
    return plain(label) if plain(label) in wanted or name not in wanted else name


def _same_tasks(case: Case, results: Sequence[Result]) -> bool:
    numbers = [str(result["value"]) for result in results]
    return _same(set(map(str, case["gold"])), set(map(str, case.get("also", ()))), numbers)


def _same_truth(case: Case, results: Sequence[Result]) -> bool:
    return bool([result["value"] for result in results] == case["gold"])


def _same_figures(case: Case, results: Sequence[Result]) -> bool:
    wanted = [_figure(gold) for gold in case["gold"]]
    said = [(float(result["value"]), result.get("unit") or "") for result in results]
    return len(said) == len(wanted) and all(
        any(value == n and _same_unit(unit, printed) for n, printed in said) for value, unit in wanted
    )


def _same_unit(unit: str, printed: str) -> bool:
    return not unit or unit == printed or {unit, printed} <= _ANY_THING


def _figure(gold: int | str) -> tuple[float, str]:
    """Read 2250名; a bare number goes with any unit, as does a unit of several words: 5县(市), 3次以上."""
    if not isinstance(gold, str):
        return float(gold), ""
    quantity = parse_quantity(gold)
    assert quantity, gold
    return float(quantity.number), quantity.unit if len(quantity.unit) == 1 else ""


def _same_documents(case: Case, results: Sequence[Result]) -> bool:
    gold, also = set(map(plain, case["gold"])), set(map(plain, case.get("also", ())))
    said = [{plain(result["label"]), plain(result.get("number") or "")} for result in results]
    missing = [name for name in gold if not any(name in names for names in said)]
    foreign = [names for names in said if not names & (gold | also)]
    return not missing and not foreign


def _says(gold: Sequence[str], results: Sequence[Result]) -> bool:
    """Tell whether the words asked for are said, by results that say little else."""

    def holds(words: str, result: Result) -> bool:
        said = plain(result["label"])
        return plain(words) in said and len(said) <= 3 * len(words) + _AROUND

    return all(any(holds(words, one) for one in results) for words in gold) and all(
        any(holds(words, one) for words in gold) for one in results
    )


_JUDGES: dict[str, Callable[[Case, Sequence[Result]], bool]] = {
    "task": _same_tasks,
    "boolean": _same_truth,
    "number": _same_figures,
    "document": _same_documents,
}
