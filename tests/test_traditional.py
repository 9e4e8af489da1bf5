"""What is written in traditional characters is read as the same in simplified ones."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from test_parse_tables import notice_of, tasks_of

from kg.parse.statements import find_statements
from kg.text import Flow, simplified

HERE = Path(__file__).parent
#: Characters that traditional texts have too, beside rarer ones: 同, 局, 修.
KEPT = "同局修"


def _traditional() -> dict[int, str]:
    text = resources.files("kg").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pairs = zip("".join(lines[1::2]), "".join(lines[::2]), strict=True)
    first = dict(reversed(list(pairs)))
    return str.maketrans({simple: other for simple, other in first.items() if simple not in KEPT})


TO_TRADITIONAL = _traditional()


def _cases(name: str) -> list[dict[str, Any]]:
    lines = (HERE / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [case for line in lines if "text" in (case := json.loads(line))]


def _turned(values: list[Any]) -> list[Any]:
    """Turn all texts of a list of lists into traditional characters."""
    turned: list[Any] = json.loads(json.dumps(values, ensure_ascii=False).translate(TO_TRADITIONAL))
    return turned


@pytest.mark.parametrize("case", _cases("statements"), ids=lambda case: case["why"])
def test_a_statement_reads_alike(case: dict[str, Any]) -> None:
    statements = find_statements(simplified(Flow.of(case["text"].translate(TO_TRADITIONAL))))
    found = [[n.body.surface.text, n.body.name, n.role.value] for each in statements for n in each.named]
    assert found == _turned(case["named"] or [])


@pytest.mark.parametrize(
    "case", [*_cases("layouts"), *_cases("tables"), *_cases("notices")], ids=lambda case: case["why"]
)
def test_tasks_read_alike(case: dict[str, Any], tmp_path: Path) -> None:
    name = case.get("file", "a.txt")
    plain = tasks_of(notice_of(tmp_path, name, case["text"]))
    assert tasks_of(notice_of(tmp_path, name, case["text"].translate(TO_TRADITIONAL))) == _turned(plain)
