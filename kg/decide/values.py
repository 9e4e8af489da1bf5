"""A decision: which link, confirmed or rejected by whom, when and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from kg.errors import RequestError
from kg.link.quoting import quoted
from kg.text import encodable, squeeze

#: Characters of a text that a decision quotes; its digest tells whether the whole is the same.
_QUOTED = 120
#: Characters of a name, and of a reason.
_NAME, _WHY = 60, 2_000


class Kind(StrEnum):
    """What a decision is about: its subject and its object."""

    LINK = "task-area"  # a task, the focus area that it serves
    ALIAS = "alias-body"  # a name, the body that it is a name of
    QUESTION = "question"  # a question, the answer that it got


class Verdict(StrEnum):
    """What is decided. The values stand in the file; `said` is how people read them."""

    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"  # takes back another decision
    OPEN = "open"  # leaves a question for somebody to decide

    @property
    def said(self) -> str:
        """The verdict in Chinese."""
        return {"confirm": "确认", "reject": "否决", "withdraw": "撤回", "open": "存疑"}[self.value]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link, as a person and a later build recognise it.

    `text` quotes what stood there when it was decided, and `digest` is that of the whole (see `digest_of`).
    `notice` is the number or the title of the notice, of a body the place that it is for. `number` is that of
    the task, or the marker of the heading. `body` is the digest of the text under a heading. A question, or a
    name that is not printed, has no `iri`.
    """

    text: str
    digest: str
    iri: str = ""
    notice: str = ""
    number: str = ""
    body: str = ""

    def __str__(self) -> str:
        """Name it as people do: 任务3“……”, 云岭市的“市科技局”."""
        number = f"任务{self.number}" if "/task/" in self.iri and self.number else self.number
        place = f"{self.notice}的" if "/body/" in self.iri and self.notice else ""
        return place + number + quoted(self.text)


@dataclass(frozen=True, slots=True)
class Matter:
    """What can be decided: a link, with its score of 0 to 1 (None where it has none)."""

    kind: Kind
    subject: End
    object: End
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file of decisions.

    `at` is in UTC, ISO 8601 with milliseconds. `score` is what the link scored when it was decided. `of` is
    the id of the decision that a withdrawal takes back. `id` is a digest of all the rest: two decisions are
    the same if they say the same.
    """

    kind: Kind
    verdict: Verdict
    subject: End
    object: End
    by: str
    at: str
    why: str
    score: float | None = None
    of: str = ""
    id: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        written = json.dumps(as_values(self), ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:16])

    @property
    def moment(self) -> tuple[datetime, str]:
        """What decisions are ordered by: the time, then the id."""
        return datetime.fromisoformat(self.at), self.id


def digest_of(text: str) -> str:
    """Give the digest by which a text is recognised: white space does not count."""
    return hashlib.sha256(squeeze(encodable(text)).encode()).hexdigest()[:16]


def end_of(text: str, **known: str) -> End:
    """Make an end of its whole text and of what else is known: iri, notice, number, body."""
    plain = squeeze(encodable(text))
    quoted = plain if len(plain) <= _QUOTED else plain[:_QUOTED] + "…"
    return End(quoted, digest_of(text), **known)


def question_end(text: str) -> End:
    """Make an end of a question: it is kept whole, so that it can be asked again."""
    return End(squeeze(encodable(text)), digest_of(text))


def decide(matter: Matter, verdict: Verdict, by: str, why: str, after: str = "") -> Decision:
    """Make a decision, now.

    :param after: the time of the decision that it answers; a clock that is behind does not put it before that
    :raises RequestError: the name or the reason is missing or too long
    """
    who = _said(by, "姓名（--by，或设置 reviewer）", _NAME)
    why = _said(why, "理由（--why）", _WHY)
    return Decision(matter.kind, verdict, matter.subject, matter.object, who, _now(after), why, matter.score)


def withdraw(decision: Decision, by: str, why: str) -> Decision:
    """Take a decision back, now; what was in force before it is so again.

    :raises RequestError: the name or the reason is missing or too long
    """
    matter = Matter(decision.kind, decision.subject, decision.object)
    return replace(decide(matter, Verdict.WITHDRAW, by, why), of=decision.id)


def _now(after: str) -> str:
    now = datetime.now(UTC)
    if after:
        now = max(now, datetime.fromisoformat(after) + timedelta(milliseconds=1))
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _said(given: str, what: str, longest: int) -> str:
    plain = " ".join(encodable(given).split())
    if not plain:
        raise RequestError(f"每个决定都要写明{what}")
    if len(plain) > longest:
        raise RequestError(f"{what}有 {len(plain)} 字，太长；最多 {longest} 字")
    return plain


def as_values(decision: Decision) -> dict[str, Any]:
    """Give a decision as JSON values, without its id and without what it does not have."""
    known = {name: getattr(decision, name) for name in _FIELDS}
    ends = {end: {name: getattr(known[end], name) for name in _END} for end in ("subject", "object")}
    return _there(known | {end: _there(values) for end, values in ends.items()})


_FIELDS = tuple(one.name for one in fields(Decision) if one.name != "id")
_END = tuple(one.name for one in fields(End))


def _there(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
