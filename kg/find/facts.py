"""What a notice says beside its structure: cited documents, guiding statements, targets, things named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from kg.find.citations import find_citations
from kg.find.mentions import find_mentions
from kg.find.names import find_names
from kg.find.statements import find_statements
from kg.find.targets import find_targets
from kg.find.validity import find_validity
from kg.notice import Findings, Mention, Notice
from kg.text import Flow, Span


def find_facts(notice: Notice) -> Findings:
    """Find the facts in a notice's paragraphs; each knows its characters.

    The paragraphs hold each stretch once, so nothing is found twice for being printed twice.
    """
    flows = [Flow.of(notice.document.text, paragraph.spans) for paragraph in notice.paragraphs]
    of_body = _touching(
        span
        for task in notice.tasks
        for a in (*task.assignments, *task.inherited)
        for span in a.surface.spans
    )
    return Findings(
        citations=find_citations(flows, notice.header),
        statements=find_statements(notice),
        targets=find_targets(flows),
        mentions=tuple(m for m in _mentions(flows) if not any(map(of_body, m.piece.spans))),
        names=tuple(find_names(notice)),
        validity=tuple(find_validity(flows, notice.header)),
    )


def _mentions(flows: list[Flow]) -> list[Mention]:
    return [mention for flow in flows for mention in find_mentions(flow)]


def _touching(bodies: Iterable[Span]) -> Callable[[Span], bool]:
    """Prepare to tell whether a mention is part of a body's name: 官渡区 in 责任单位：官渡区、西山区."""
    spans = sorted(set(bodies))
    starts = [span.start for span in spans]
    ends = list(accumulate((span.end for span in spans), max))  # of all that begin no later

    def touches(span: Span) -> bool:
        before = bisect_left(starts, span.end)
        return before > 0 and ends[before - 1] > span.start

    return touches
