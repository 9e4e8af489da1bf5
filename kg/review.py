"""What people decided about a library, and what they might: the doubts, most useful first.

A decision goes to the user's file at once; the graph has it once the library is renewed (`kg.renew_library`,
which reads no file) or built. `kg review` sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kg.ask.entries import Entry
from kg.ask.values import Answer
from kg.decide.doubts import Doubt, find_doubts
from kg.decide.ends import ends_of, known_things
from kg.decide.file import append_decisions, read_decisions
from kg.decide.matters import link_matter, name_matter
from kg.decide.standing import Judged, Standing, in_force, judge, withdrawn
from kg.decide.values import (
    Decision,
    Kind,
    Matter,
    Verdict,
    decide,
    digest_of,
    end_of,
    question_end,
    withdraw,
)
from kg.errors import NotFound, RequestError
from kg.names import expand

#: What no name has and a question does.
_QUESTION = re.compile(r"[?？]|谁|哪|什么|多少|几[个项份家]|吗$")
#: What stands for the answer to a question, where a decision is about that.
ANSWER = "答复"


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions about one library.

    `file` is the file of decisions, `find` gives all things of a name (and raises NotFound), `ask` answers a
    question.
    """

    store: Any
    file: Path
    find: Callable[[str], Sequence[Entry]]
    ask: Callable[[str], Answer]

    def decisions(self) -> tuple[Judged, ...]:
        """Give all decisions with their standing, in the order of time.

        :raises BadDecision: a line of the file cannot be read
        """
        written = read_decisions(self.file)
        if not written:
            return ()
        judged = judge(written, known_things(self.store))
        ends = ends_of(self.store, {one.object for one in in_force(judged, Kind.LINK)})
        return tuple(self._looked_at(one, ends) for one in judged)

    def _looked_at(self, judged: Judged, ends: dict[str, Any]) -> Judged:
        """Say of a decision in force whether what it rests on has changed."""
        one = judged.decision
        if judged.standing is not Standing.IN_FORCE:
            return judged
        if one.kind is Kind.LINK and one.object.body and ends[judged.object].body != one.object.body:
            return replace(judged, note=f"{one.object}下面的正文有变化；决定仍然有效")
        answered = one.kind is Kind.QUESTION and one.verdict is not Verdict.OPEN
        if answered and digest_of(self.ask(one.subject.text).answer) != one.object.digest:
            return replace(judged, standing=Standing.OUTDATED, note="现在的答复与当时不同")
        return judged

    def doubts(self) -> list[Doubt]:
        """Give what a person should look at, most useful first (`kg.decide.doubts` says what that is).

        :raises BadDecision: a line of the file of decisions cannot be read
        """
        return [self._as_now(doubt) for doubt in find_doubts(self.store, self.decisions())]

    def _as_now(self, doubt: Doubt) -> Doubt:
        """Put the answer that a question left open gets now."""
        if doubt.matter.kind is not Kind.QUESTION:
            return doubt
        return replace(doubt, matter=self._question(doubt.matter.subject.text))

    def _answered(self, question: str, answer: str) -> Matter:
        matter = self._question(question)
        now = matter.object.text
        if answer not in (ANSWER, now, now.rstrip("。")):
            raise RequestError(
                f"这个问题现在的答复是“{now}”，不是“{answer}”；要确认或否决现在的答复，请写“{ANSWER}”二字"
            )
        return matter

    def _question(self, text: str) -> Matter:
        answer = self.ask(text)
        return Matter(Kind.QUESTION, question_end(text), end_of(answer.answer), answer.confidence)

    def matter(self, one: str, other: str) -> Matter:
        """Find what is to be decided: a task and a focus area, a name and a body, a question and its answer.

        :param other: for a question “答复”, or the answer that it gets now in its own words
        :raises NotFound: nothing has one of the names; nearest names are given
        :raises RequestError: they are nothing that can be linked, or more than one thing goes by them; or
            the question gets another answer
        """
        if other == ANSWER or _QUESTION.search(one):
            return self._answered(one, other)
        meant = self.find(other)
        if meant[0].kind == "body":
            own = self._bodies(one)
            name = own[0].label if own and own[0].iri == _expanded(one) else one
            return name_matter(self.store, name, [body.iri for body in own], [body.iri for body in meant])
        areas = [named.iri for named in meant if named.kind == "focus_area"]
        if not areas:
            raise RequestError(f"“{other}”不是工作重点，也不是单位；可以确认的是任务落实重点、名称即某单位")
        tasks = [named.iri for named in self.find(one) if named.kind == "task"]
        if not tasks:
            raise RequestError(f"“{one}”不是任务；任务可写作 任务3，或写任务的文字、IRI")
        return link_matter(self.store, tasks, areas)

    def _bodies(self, name: str) -> list[Entry]:
        """Find the bodies that are printed under this very name, or the one of this IRI."""
        iri = _expanded(name)
        try:
            found = self.find(name)
        except NotFound:
            if "://" in iri:
                raise
            return []
        return [one for one in found if one.kind == "body" and (name in one.names or one.iri == iri)]

    def decide(self, matter: Matter, verdict: Verdict | str, by: str, why: str) -> Decision:
        """Write a decision to the file.

        :param verdict: confirm, reject, or open (of a question)
        :raises RequestError: the name or the reason is missing, or the verdict is none of these
        :raises BadDecision: the file has a line that cannot be read; nothing is written
        :raises WriteFailed: the file cannot be written
        """
        allowed = (
            Verdict.CONFIRM,
            Verdict.REJECT,
            *((Verdict.OPEN,) if matter.kind is Kind.QUESTION else ()),
        )
        if verdict not in allowed:
            raise RequestError(f"不能这样决定：{verdict}；可以是 {' '.join(allowed)}")
        same = (one.at for one in read_decisions(self.file) if one.subject.digest == matter.subject.digest)
        last = max(same, key=datetime.fromisoformat, default="")
        decision = decide(matter, Verdict(verdict), by, why, last)
        append_decisions(self.file, [decision])
        return decision

    def withdraw(self, known: str, by: str, why: str) -> Decision:
        """Take a decision back; what was in force before it is so again.

        :param known: its id, or the beginning of it
        :raises NotFound: no decision has this id
        :raises RequestError: several have, it was taken back before, or the name or the reason is missing
        """
        written = read_decisions(self.file)
        found = [one for one in written if known and one.id.startswith(known)]
        if not found:
            raise NotFound(f"决定 {known}")
        if len(found) > 1:
            raise RequestError(f"有几个决定的编号以 {known} 开头：{' '.join(one.id for one in found)}")
        if found[0].id in withdrawn(written):
            raise RequestError(f"决定 {found[0].id} 已经撤回；要恢复它，请撤回那次撤回")
        back = withdraw(found[0], by, why)
        append_decisions(self.file, [back])
        return back

    def merge(self, other: Path) -> list[Decision]:
        """Add the decisions of another file; both files stay as they were otherwise.

        :returns: what was new
        :raises RequestError: there is no such file
        :raises BadDecision: one of the files has a line that cannot be read; nothing is written
        """
        if not other.is_file():
            raise RequestError(f"没有这个决定文件：{other}")
        return append_decisions(self.file, read_decisions(other))


def _expanded(name: str) -> str:
    """Write a name with one of our prefixes out; any other stays."""
    try:
        return expand(name) if ":" in name and "://" not in name else name
    except KeyError:
        return name
