"""Marks of Markdown, and of cells that spreadsheets copy: they are taken out of lines and cells.

**牵头**：市教育局<br>**配合**：市财政局 is read as two lines; the text that pieces quote is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document import Document
from kg.text import Flow, join_flows

_SUFFIXES = (".md", ".markdown")
#: A heading, or the line between head and body of a table; `# Page 3:` is another program's.
_SIGNS = re.compile(r"^(?:#{1,6} +(?!Page)\S|\|? ?:?-{2,}:? ?\|)", re.MULTILINE)
_ANYWHERE = re.compile(r'\*\*|<br|""')

_BREAK = r"<br/?>"
_DOUBLED = r'"(?=")'  # a quote inside a quoted cell
#: Bold words; beside a letter or character, as in 王**、李**, the marks may stand for a name left out.
_BOLD = r"\*\*(?P<inner>[^*、，。；;:)][^*]*)\*\*(?!\*)"
_IN_TEXT = re.compile(rf"(?<![*\w]){_BOLD}|{_BREAK}|{_DOUBLED}")
_EMPHASIS = r"(?<!\*)\*(?P<words>[^*、，。；;:)][^*]*)(?<![、，])\*(?!\*)"
_IN_MARKDOWN = re.compile(rf"(?<!\*){_BOLD}|{_EMPHASIS}|`|{_BREAK}|{_DOUBLED}")
_HEADING = re.compile(r"#{1,6}(?!Page)")
_RULE = re.compile(r"[-*_]{3,}")
#: Before a line: a quotation's mark, or a list's with a blank behind.
_BEFORE_LINE = re.compile(r">+")
_ITEM = "-*+"


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks a document has: `inside` finds those within lines, if there may be any."""

    markdown: bool
    inside: re.Pattern[str] | None

    @classmethod
    def of(cls, document: Document) -> Marks:
        """Look for the marks of a document."""
        markdown = document.source.lower().endswith(_SUFFIXES) or bool(_SIGNS.search(document.text))
        inside = _IN_MARKDOWN if markdown else _IN_TEXT
        return cls(markdown, inside if markdown or _ANYWHERE.search(document.text) else None)

    def without(self, flow: Flow) -> Flow:
        """Take the marks out of a cell, or of a line."""
        marks = list(self.inside.finditer(flow.folded)) if self.inside is not None else []
        if not marks:
            return flow
        kept: list[Flow] = []
        end = 0
        for mark in marks:
            kept.append(flow[end : mark.start()])
            kept.append(flow[slice(*mark.span(mark.lastgroup))] if mark.lastgroup else flow[:0])
            end = mark.end()
        return join_flows([*kept, flow[end:]])

    def without_all(self, line: Flow) -> Flow:
        """Take out those before a line too: # of headings, and in Markdown those of lists and quotations."""
        if heading := _HEADING.match(line.folded):
            line = line[heading.end() :]
        if self.markdown:
            if _RULE.fullmatch(line.folded):
                return line[:0]
            if quoted := _BEFORE_LINE.match(line.folded):
                line = line[quoted.end() :]
            if len(line) > 1 and line.folded[0] in _ITEM and line.offsets[1] - line.offsets[0] > 1:
                line = line[1:]
        return self.without(line)
