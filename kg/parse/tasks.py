"""Tasks: the stretches that statements of responsibility govern, and the rows of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, takewhile

from kg.notice import Assignment, Header, Task
from kg.numerals import parse_deadline
from kg.parse.cards import read_cards
from kg.parse.clauses import Named
from kg.parse.columns import Columns
from kg.parse.items import Item
from kg.parse.labels import ASIDE_LABEL, CONTENT_LABEL, without_persons
from kg.parse.paragraphs import join_flows
from kg.parse.references import Above, reference
from kg.parse.rules import MOST_FOR_ALL, Note, StandingRules
from kg.parse.statements import Statement
from kg.parse.tables import TableRow, read_row
from kg.parse.title import is_title
from kg.text import Flow, Piece

#: What is said before any task: why the plan is made, and that it is sent out.
_COVER = re.compile(
    "(?:印|转|下)发给你们|现(?:将[^。]{2,80}|予以?)?(?:印发|转发|公布|下发)"
    "|请[^。]{0,20}(?:组织|认真|贯彻|遵照|结合|抓好)[^。]{0,20}(?:执行|实施|落实)。$"
    "|^(?:根据|按照|依据|经|为)[^。]{4,200}?(?:决定|制定|提出|现就|现将|办好|实施)(?:本|了?(?:如下|以下|下列)|[^。]{0,20}以下)"
)

#: A paragraph as a row of what it says: text, and the statements between.
_Tokens = list[Flow | Statement]


@dataclass(slots=True)
class _Draft:
    """A task before the rules are applied: what it is, and the statements that name bodies for it."""

    start: int
    text: Piece
    number: str | None
    section: int | None
    inherited: tuple[Assignment, ...] = ()
    named: list[Named] = field(default_factory=list)
    contents: list[Flow] = field(default_factory=list)
    deadline: Piece | None = None
    number_piece: Piece | None = None
    row: bool = False

    def take(self, statements: Sequence[Statement]) -> _Draft:
        """Take up the statements for this task."""
        for statement in statements:
            self.named += statement.named
            self.contents.append(statement.content)
            self.deadline = self.deadline or statement.deadline
        return self

    def refer(self, above: Above) -> bool:
        """Read 同上 as what a task above says; tell whether anything is said of this one then."""
        alone = len(self.contents) == 1 and reference(self.contents[0]) is not None
        named = above.bodies(self.named, self.section, alone=alone)
        stays = bool(named or not self.named or self.deadline or self.inherited or self.row)
        self.named, self.deadline = named, above.deadline(self.deadline, self.section)
        if stays:
            above.add(self.number, self.section, (self.named, self.deadline))
        return stays


def find_tasks(
    root: Item, tables: Mapping[int, Columns], notes: Sequence[Note], header: Header
) -> list[Task]:
    """Give the tasks of an outline in the order of the text.

    :param notes: paragraphs that state nothing themselves, where a rule for all tasks may stand
    :param header: tells the notice's year, which a deadline without one is meant in, and who issues it
    """
    year = int(header.date[:4]) if header.date else None
    drafts = sorted(_drafts(root, (), tables), key=lambda draft: draft.start)
    issuers = [issuer.text for issuer in header.issuers]
    rules = StandingRules.of_notes(notes, drafts[0].start if drafts else 0, issuers)
    tasks: list[Task] = []
    above = Above()
    for draft in drafts:
        if not draft.refer(above):
            continue
        own, rules = rules.apply(draft.named, draft.contents)
        tasks.append(
            Task(
                number=draft.number,
                text=draft.text,
                section=draft.section,
                row=draft.row,
                assignments=own,
                inherited=draft.inherited + rules.before,
                deadline=draft.deadline,
                deadline_date=parse_deadline(draft.deadline.text, year) if draft.deadline else None,
                number_piece=draft.number_piece,
            )
        )
    return tasks


def _drafts(item: Item, above: tuple[Assignment, ...], tables: Mapping[int, Columns]) -> Iterator[_Draft]:
    """Walk the outline; `above` are the bodies that headings further up name."""
    if item.stated_as_one:
        tokens = [part for piece in [item, *item.below()] for part in _tokens_of(piece)]
        for texts, statements in _stretches(tokens, join=True):
            yield _draft(item, texts, above).take(statements)
        return
    is_role = item.marker is not None and item.marker.style == "role"
    head, rest = (item.statements[0], _tokens_of(item)[1:]) if is_role else _split_head(item)
    stated = (replace(named.assignment(), section=item.section) for s in head for named in s.named)
    for_below = above + tuple(islice(stated, MOST_FOR_ALL))
    yield from _row_drafts(item, for_below, tables)
    own = [
        _draft(item, told, for_below).take(statements)
        for texts, statements in _stretches(rest, join=item.marker is not None and not item.stands_alone)
        if (told := texts if item.parent is not None else _behind_cover(texts))
    ]
    yield from own
    if own and item.name is None and item.marker is not None and not any(b.states for b in item.below()):
        return
    for child in item.children:
        yield from _drafts(child, for_below, tables)
    if item.marker is not None and not own and not item.children and for_below:
        texts = [token for tokens in rest for token in tokens if isinstance(token, Flow)]
        if texts or not head:
            yield _draft(item, texts or item.paragraphs[:1], for_below)
        elif item.name is not None:
            yield _draft(item, [item.name], above).take(head)


def _tokens_of(item: Item) -> list[_Tokens]:
    return [_tokens(flow, group) for flow, group in zip(item.paragraphs, item.statements, strict=True)]


def _tokens(flow: Flow, statements: Sequence[Statement]) -> _Tokens:
    if len(statements) == 1 and statements[0].leads:
        text = flow[statements[0].end :]
        return [text[: without_persons(text.folded)], statements[0]]
    tokens: _Tokens = []
    start = 0
    for statement in statements:
        text = _without_marks(_without_stops(flow[start : statement.start]))
        if len(text := text[: without_persons(text.folded)]) > 1:
            tokens.append(text)
        tokens.append(statement)
        start = statement.end
    if len(text := _without_stops(flow[start:])) > 1:
        tokens.append(text)
    return tokens


def _without_stops(flow: Flow) -> Flow:
    """Leave out the stop behind a bracket, that begins what follows it."""
    start = 0
    while start < len(flow) and flow.folded[start] in "。；;，,、)]:.":
        start += 1
    return flow[start:]


def _without_marks(flow: Flow) -> Flow:
    """Leave out the marks that stand before a label: ▲责任单位：…."""
    return flow[: len(flow.folded.rstrip("▲△◆◇●■□★—-*<〈「『《"))]


def _split_head(item: Item) -> tuple[list[Statement], list[_Tokens]]:
    """Part the statements of a heading from the rest: those in its line, or in lines of their own behind it.

    What a heading says holds for all below. Of a heading with nothing below, it is its own task's.
    """
    tokens = _tokens_of(item)
    if item.name is None or (item.run_in and not item.children):
        return [], tokens
    line, rest = tokens[0], tokens[1:]
    if item.run_in:
        behind = len(line) > 1 and isinstance(line[0], Flow) and isinstance(line[1], Statement)
        at_name = line[0].offsets[-1] <= item.name.offsets[-1] + 1 if isinstance(line[0], Flow) else False
        if not (behind and at_name):
            return [], tokens
        head = _leading(line[1:])
        return head, [line[1 + len(head) :], *rest]
    head = [token for token in line if isinstance(token, Statement)]
    followed = bool(item.children) or any(isinstance(token, Flow) for part in rest for token in part)
    if not followed:
        return head + [token for part in rest for token in part if isinstance(token, Statement)], []
    own_lines = list(takewhile(_only_states, rest))
    text = rest[len(own_lines) :]
    if not item.children and not any(_names(token) for part in text for token in part):
        return head, [*text, *own_lines]  # labels before the text of a single task
    return head + [statement for line in own_lines for statement in _leading(line)], text


def _names(token: Flow | Statement) -> bool:
    return isinstance(token, Statement) and bool(token.named)


def _only_states(tokens: _Tokens) -> bool:
    """Tell whether a line is nothing but statements."""
    return bool(tokens) and not any(isinstance(token, Flow) for token in tokens)


def _leading(tokens: _Tokens) -> list[Statement]:
    statements: list[Statement] = []
    for token in tokens:
        if not isinstance(token, Statement):
            break
        statements.append(token)
    return statements


def _stretches(paragraphs: Sequence[_Tokens], *, join: bool) -> Iterator[tuple[list[Flow], list[Statement]]]:
    """Give each stretch of text with the statements right behind it.

    A statement in a line of its own governs the text back to the statement before; one that ends a
    paragraph governs that paragraph, or with `join` (inside one item) also what stands before it.
    """
    texts: list[Flow] = []
    statements: list[Statement] = []
    for tokens in paragraphs:
        for token in tokens:
            if isinstance(token, Statement):
                if texts:
                    statements.append(token)
                continue
            if statements:
                yield texts, statements
                texts, statements = [], []
            texts.append(token)
            if not join and any(isinstance(other, Statement) for other in tokens):
                texts = [token]
    if statements:
        yield texts, statements


def _behind_cover(texts: list[Flow]) -> list[Flow]:
    """Leave out the preamble, and the title of the plan below it."""
    covers = (
        at for at in range(len(texts) - 1, -1, -1) if _COVER.search(texts[at].folded) or is_title(texts[at])
    )
    return texts[1 + next(covers, -1) :] if len(texts) > 1 else texts


def _draft(item: Item, texts: Sequence[Flow], inherited: tuple[Assignment, ...]) -> _Draft:
    text = join_flows(_told(texts) if item.stands_alone else texts)
    number, piece = None, None
    if item.marker is not None:
        counted = item.marker.style.startswith(("digit", "counted"))
        number = item.marker.numeral if counted else item.printed.text.rstrip("、.") or None
        piece = item.printed
    if item.marker is not None and item.marker.style == "bullet":
        number = piece = None
    return _Draft(text.offsets[0], text.piece(), number, _section_of(item), inherited, number_piece=piece)


def _told(texts: Sequence[Flow]) -> list[Flow]:
    """Give what a heading's labelled lines tell of the work: 建设内容：… without 投资计划：…."""
    said = [text for text in texts if not ASIDE_LABEL.match(text.folded)]
    label = CONTENT_LABEL.match(said[0].folded) if len(said) == 1 else None
    return [said[0][label.end() :]] if label else list(texts)


def _section_of(item: Item) -> int | None:
    """Give the heading that a task stands under.

    An item that is a heading and a single task at once stands under the heading above it, if there is one.
    """
    if item.is_task:
        above = item.parent.enclosing() if item.parent is not None else None
        return item.section if above is None else above
    return item.enclosing()


def _row_drafts(item: Item, above: tuple[Assignment, ...], tables: Mapping[int, Columns]) -> Iterator[_Draft]:
    for table, group in groupby(item.rows, key=lambda paragraph: paragraph.table):
        rows = list(group)
        columns = tables.get(table) if table is not None else None
        read = read_cards(rows) if columns is None else (read_row(row, columns) for row in rows)
        yield from (_row_draft(row, item, above) for row in read if row is not None)


def _row_draft(row: TableRow, item: Item, above: tuple[Assignment, ...]) -> _Draft:
    texts = [text.piece() for text in row.text]
    text = Piece(
        " ".join(piece.text for piece in texts), tuple(span for piece in texts for span in piece.spans)
    )
    return _Draft(
        start=row.text[0].offsets[0],
        text=text,
        number=row.number.text.rstrip("、.．") if row.number is not None else None,
        section=item.enclosing(),
        inherited=above,
        named=list(row.named),
        deadline=row.deadline,
        number_piece=row.number.piece() if row.number is not None else None,
        row=True,
    )
