"""What was read in one notice: values only. Every printed thing is a Piece and knows its characters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.document import Document
from kg.text import Piece, Span


class Role(StrEnum):
    """What a body does in a task (domain: 牵头, 配合, 责任, 指导, 督导)."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    GUIDE = "guide"
    SUPERVISE = "supervise"


class SectionKind(StrEnum):
    """What a heading's words, level and place say about its section; UNKNOWN rather than wrong."""

    GUIDING_THOUGHT = "guiding_thought"  # 指导思想, 总体要求
    PRINCIPLES = "principles"  # 基本原则
    GOALS = "goals"  # 工作目标, 主要目标
    FOCUS_PART = "focus_part"  # 工作重点, 重点任务, 主要任务: holds the focus areas
    FOCUS_AREA = "focus_area"  # one of them
    MEASURE_PART = "measure_part"  # 工作举措, 保障措施, 组织实施: holds the measures
    MEASURE = "measure"  # one of them
    UNKNOWN = "unknown"


class StatementKind(StrEnum):
    """The guiding statements of a notice, one item each."""

    POLICY = "policy"  # a word of the 方针: 提升、融合、率先、带动 are four
    PRINCIPLE = "principle"  # one of the 原则: 规划共绘 …
    GOAL = "goal"  # one of the 定位 or 目标: 高技术产业基地 …


class MentionKind(StrEnum):
    """Things that a notice names, besides bodies and documents."""

    PLACE = "place"
    EVENT = "event"
    PROJECT = "project"
    TOPIC = "topic"  # a research topic: “…”合作课题
    DATE = "date"


class Bound(StrEnum):
    """How a target's quantity is meant."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"  # 以上, 不少于, 超过, 力争达到
    AT_MOST = "at_most"  # 以内, 以下, 不超过
    ABOUT = "about"  # 左右, 约


@dataclass(frozen=True, slots=True)
class Header:
    """The notice as a document. `number` is canonical (国发〔2008〕30号); None where the text does not say.

    `issuers` and `addressees` are in printed order. `date` is ISO 8601. `kind` is the 文种, the title's last
    word. The pieces say where each was read.
    """

    title: Piece | None = None
    number: str | None = None
    number_piece: Piece | None = None
    issuers: tuple[Piece, ...] = ()
    date: str | None = None
    date_piece: Piece | None = None
    kind: str | None = None
    addressees: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, down to the next heading of any level.

    `marker` is as printed (二, （一）), empty if there is none; `level` counts from 1, `parent` is the index
    of the section above in `Notice.sections`, None at the top. `name` is the heading's text without marker,
    responsibility bracket and final stop. `body` are the paragraphs (of a run-in heading: the rest of its
    paragraph first). `beside` tells that it is a cell that sorts a table's rows, no heading of its own line.
    """

    marker: str
    name: Piece
    level: int
    kind: SectionKind
    parent: int | None
    body: tuple[Piece, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body is named for a task. `surface` as printed, `name` with elisions resolved (公安局 → 市公安局).

    `aliases` are other names that the text gives in place: 管委会(市园文局). `section` is the index of the
    section whose heading names the body, when it is inherited from there; `rule` is the sentence that
    assigns it, when a rule stated once does (以下均需…落实).
    """

    surface: Piece
    name: str
    role: Role
    collective: bool = False
    aliases: tuple[Piece, ...] = ()
    section: int | None = None
    rule: Piece | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What one responsibility statement governs: a table row, an item, a stretch of a paragraph.

    `number` as printed (None where it has none), `section` the index of the section it stands under, `row`
    whether it is a row of a task table, `statement` the characters that name the bodies.
    """

    number: str | None
    text: Piece
    section: int | None
    row: bool
    assignments: tuple[Assignment, ...]
    inherited: tuple[Assignment, ...] = ()
    deadline: Piece | None = None
    deadline_date: str | None = None
    number_piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the notice names, once each; `pieces` are all the places.

    `title` without its outer marks, `number` canonical. `relation` is the verb that the text uses
    (根据, 贯彻, 修订, 废止, 转发 …), None where it only names the document. `issuer` is the body that is
    printed before a title which does not name it: 国务院《关于…的意见》. `verbs` are the relations that
    each of the pieces says.
    """

    title: str | None
    number: str | None
    relation: str | None
    pieces: tuple[Piece, ...]
    issuer: str | None = None
    verbs: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Validity:
    """From when and until when the notice itself is in force; the last day is still inside. ISO 8601.

    `piece` is the clause that says so: 自2023年3月1日起施行，有效期5年.
    """

    piece: Piece
    starts: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that is to be reached: 培训长三角紧缺人才2250名.

    `what` is what is counted, `phrase` the clause. `quantity` has 万 and 亿 counted in; `unit` is the
    classifier or unit without them (名, 元, %).
    """

    phrase: Piece
    what: str
    quantity: Decimal
    unit: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Statement:
    """One item of the policy, the principles or the goals."""

    kind: StatementKind
    text: Piece


@dataclass(frozen=True, slots=True)
class Mention:
    """A place, event, project, research topic or date that the notice names; `key` is its plain name."""

    kind: MentionKind
    key: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Repeat:
    """A stretch that the file prints again: facts are taken from the first printing only."""

    first: Span
    again: Span


@dataclass(frozen=True, slots=True)
class Notice:
    """The structure of one document, in the order of the text.

    `paragraphs` are all its readable text, each stretch once (headings, items and table cells among them;
    repeats and page furniture left out): what the finders look through. `oddities` are sentences in Chinese
    about what looked odd.
    """

    document: Document
    header: Header
    preamble: tuple[Piece, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    paragraphs: tuple[Piece, ...]
    repeats: tuple[Repeat, ...] = ()
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What the finders found in a notice's paragraphs; what it belongs to follows from its characters.

    `names` are what the notice is called besides its title: the plan that it issues, its annex. `validity`
    are the clauses that say from when, and how long, the notice is in force.
    """

    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...]
    targets: tuple[Target, ...]
    mentions: tuple[Mention, ...]
    names: tuple[Piece, ...] = ()
    validity: tuple[Validity, ...] = ()
