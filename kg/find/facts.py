"""What a notice says beside its structure: cited documents, guiding statements, targets, things named."""

from __future__ import annotations

from kg.find.citations import find_citations
from kg.find.mentions import find_mentions
from kg.find.names import find_names
from kg.find.statements import find_statements
from kg.find.targets import find_targets
from kg.notice import Findings, Mention, Notice
from kg.text import Flow, Span


def find_facts(notice: Notice) -> Findings:
    """Find the facts in a notice's paragraphs; each knows its characters.

    The paragraphs hold each stretch once, so nothing is found twice for being printed twice.
    """
    flows = [Flow.of(notice.document.text, paragraph.spans) for paragraph in notice.paragraphs]
    bodies = [
        span
        for task in notice.tasks
        for a in (*task.assignments, *task.inherited)
        for span in a.surface.spans
    ]
    return Findings(
        citations=find_citations(flows, notice.header),
        statements=find_statements(notice),
        targets=find_targets(flows),
        mentions=tuple(m for m in _mentions(flows) if not _overlaps(m, bodies)),
        names=tuple(find_names(notice)),
    )


def _mentions(flows: list[Flow]) -> list[Mention]:
    return [mention for flow in flows for mention in find_mentions(flow)]


def _overlaps(mention: Mention, bodies: list[Span]) -> bool:
    """Tell whether a mention is part of a body's name: 官渡区 in 责任单位：官渡区、西山区."""
    return any(s.start < b.end and b.start < s.end for s in mention.piece.spans for b in bodies)
