"""What was read in a notice, as quads: every fact points at the characters that say it.

A thing that is printed (a task, a heading, a target …) carries its evidence itself. A statement about two
things (a task and its body, a notice and its number) is one plain triple for queries, and one `kg:Fact` that
names the triple's subject, predicate and object and carries its evidence. What follows from a rule
(a body named in a heading above) goes to the graph of derived facts, with its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.names import (
    DERIVED,
    PROVENANCE,
    part_iri,
    span_iri,
    thing_iri,
)
from kg.notice import (
    Assignment,
    Bound,
    Citation,
    Findings,
    Mention,
    MentionKind,
    Notice,
    Role,
    SectionKind,
    StatementKind,
)
from kg.rdf.identity import cited_iri
from kg.rdf.page import Page
from kg.rdf.terms import Quad, date, decimal, integer, iri, text

BODY_IN = {
    Role.LEAD: "kg:leadBody",
    Role.SUPPORT: "kg:supportBody",
    Role.RESPONSIBLE: "kg:responsibleBody",
    Role.GUIDE: "kg:guideBody",
    Role.SUPERVISE: "kg:superviseBody",
}
CLASS_OF_SECTION = {
    SectionKind.GUIDING_THOUGHT: "kg:GuidingThought",
    SectionKind.FOCUS_AREA: "kg:FocusArea",
    SectionKind.MEASURE: "kg:Measure",
}
CLASS_OF_STATEMENT = {
    StatementKind.POLICY: "kg:Policy",
    StatementKind.PRINCIPLE: "kg:Principle",
    StatementKind.GOAL: "kg:Goal",
}
CLASS_OF_MENTION = {
    MentionKind.PLACE: "kg:Place",
    MentionKind.EVENT: "kg:Event",
    MentionKind.PROJECT: "kg:Project",
    MentionKind.TOPIC: "kg:Topic",
    MentionKind.DATE: "kg:Date",
}
BOUND_NAME = {
    Bound.EXACTLY: "kg:Exactly",
    Bound.AT_LEAST: "kg:AtLeast",
    Bound.AT_MOST: "kg:AtMost",
    Bound.ABOUT: "kg:About",
}

#: What a notice does to a document that it cites, where the verb says it; each is a subproperty of kg:cites.
PROPERTY_OF = {
    "根据": "kg:basedOn",
    "贯彻": "kg:carriesOut",
    "落实": "kg:carriesOut",
    "实施": "kg:carriesOut",
    "转发": "kg:forwards",
    "印发": "kg:publishes",
    "修订": "kg:amends",
    "废止": "kg:repeals",
    "有效期": "kg:extends",
}

#: name of a body in a notice -> its IRI
BodyNamer = Callable[[str], str]


def notice_quads(notice: Notice, findings: Findings, body_of: BodyNamer) -> Iterator[Quad]:
    """Write down all that was read in one notice, and what follows from its own rules.

    The same notice gives the same quads, in the order of the text; some may come twice.
    """
    page = Page(notice)
    yield from _header(page, notice, body_of)
    for name in findings.names:
        yield from page.fact(page.iri, "skos:altLabel", text(name.text), [name])
    yield from _sections(page, notice)
    yield from _tasks(page, notice, body_of)
    for at, citation in enumerate(findings.citations):
        yield from _citation(page, cited_iri(notice, citation, at), citation)
    for validity in findings.validity:
        yield from page.fact(page.iri, "kg:validity", text(validity.piece.text), [validity.piece])
        for predicate, day in (("kg:validFrom", validity.starts), ("kg:validUntil", validity.ends)):
            if day:
                yield from page.fact(page.iri, predicate, date(day), [validity.piece])
    counts = dict.fromkeys(StatementKind, 0)
    for statement in findings.statements:
        counts[statement.kind] += 1
        node = part_iri(page.iri, statement.kind, counts[statement.kind])
        yield from page.node(node, CLASS_OF_STATEMENT[statement.kind], statement.text.text, [statement.text])
        yield page.quad(node, "kg:order", integer(counts[statement.kind]))
        yield page.quad(node, "dcterms:isPartOf", iri(page.owner(statement.text)))
    for at, target in enumerate(findings.targets, start=1):
        node = part_iri(page.iri, "target", at)
        yield from page.node(node, "kg:Target", target.phrase.text, [target.phrase])
        yield page.quad(node, "kg:quantity", decimal(target.quantity))
        yield page.quad(node, "kg:unit", text(target.unit))
        yield page.quad(node, "kg:measures", text(target.what))
        yield page.quad(node, "kg:bound", iri(BOUND_NAME[target.bound]))
        yield page.quad(page.owner(target.phrase), "kg:hasTarget", iri(node))
    for mention in findings.mentions:
        node = thing_iri(mention.kind, mention.key)
        yield page.quad(node, "rdf:type", iri(CLASS_OF_MENTION[mention.kind]))
        yield page.quad(node, "rdfs:label", text(_printed_name(mention)))
        yield from page.fact(page.owner(mention.piece), "kg:mentions", iri(node), [mention.piece])


def _printed_name(mention: Mention) -> str:
    """Give a thing's name as printed, outer marks taken off; its key where the text elides part of it."""
    printed = mention.piece.text
    if re.sub(r"[“”‘’\"]", "", printed) != mention.key:
        return mention.key
    whole = re.fullmatch(r"“([^“”]*)”|‘([^‘’]*)’", printed)
    return whole[1] or whole[2] if whole else printed


def _header(page: Page, notice: Notice, body_of: BodyNamer) -> Iterator[Quad]:
    header, document = notice.header, notice.document
    label = header.title.text if header.title else header.number or document.source
    yield page.quad(page.iri, "rdf:type", iri("kg:Notice"))
    yield page.quad(page.iri, "rdfs:label", text(label))
    yield page.quad(page.iri, "dcterms:source", iri(page.file))
    if header.title:
        yield from page.fact(page.iri, "dcterms:title", text(header.title.text), [header.title])
    if header.number and header.number_piece:
        yield from page.fact(page.iri, "kg:number", text(header.number), [header.number_piece])
    if header.date and header.date_piece:
        yield from page.fact(page.iri, "dcterms:issued", date(header.date), [header.date_piece])
    if header.kind and header.title:
        yield from page.fact(page.iri, "kg:documentKind", text(header.kind), [header.title])
    for predicate, pieces in (("kg:issuer", header.issuers), ("kg:addressee", header.addressees)):
        for piece in pieces:
            body = iri(body_of(piece.text))
            yield from page.fact(page.iri, predicate, body, [piece], printedName=text(piece.text))
    yield page.quad(page.file, "rdf:type", iri("kg:SourceFile"), PROVENANCE)
    yield page.quad(page.file, "rdfs:label", text(document.source), PROVENANCE)
    yield page.quad(page.file, "kg:path", text(document.source), PROVENANCE)
    yield page.quad(page.file, "kg:sha256", text(document.digest), PROVENANCE)
    for repeat in notice.repeats:
        node = part_iri(page.iri, "repeat", repeat.again.start)
        yield page.quad(node, "rdf:type", iri("kg:Repeat"))
        yield page.quad(node, "kg:inNotice", iri(page.iri))
        for predicate, span in (("kg:evidence", repeat.again), ("kg:firstPrinting", repeat.first)):
            mark = span_iri(page.iri, span)
            yield page.quad(node, predicate, iri(mark))
            yield page.quad(mark, "rdf:type", iri("kg:Span"))
            yield page.quad(mark, "oa:start", integer(span.start))
            yield page.quad(mark, "oa:end", integer(span.end))
            yield page.quad(mark, "oa:hasSource", iri(page.file))


def _sections(page: Page, notice: Notice) -> Iterator[Quad]:
    for at, section in enumerate(notice.sections, start=1):
        node = part_iri(page.iri, "section", at)
        above = page.iri if section.parent is None else part_iri(page.iri, "section", section.parent + 1)
        yield from page.node(node, "kg:Section", section.name.text, [section.name])
        if section.kind in CLASS_OF_SECTION:
            yield page.quad(node, "rdf:type", iri(CLASS_OF_SECTION[section.kind]))
        yield page.quad(node, "dcterms:isPartOf", iri(above))
        yield page.quad(node, "kg:order", integer(at))
        yield page.quad(node, "kg:level", integer(section.level))
        if section.marker:
            yield page.quad(node, "kg:marker", text(section.marker))
        if section.body:
            yield from page.fact(
                node, "kg:text", text("\n".join(piece.text for piece in section.body)), section.body
            )


def _tasks(page: Page, notice: Notice, body_of: BodyNamer) -> Iterator[Quad]:
    for at, task in enumerate(notice.tasks, start=1):
        node = part_iri(page.iri, "task", at)
        yield from page.node(node, "kg:Task", task.text.text, [task.text])
        yield page.quad(node, "kg:order", integer(at))
        yield page.quad(node, "dcterms:isPartOf", iri(page.iri))
        if task.number:
            pieces = [task.number_piece] if task.number_piece else [task.text]
            yield from page.fact(node, "kg:taskNumber", text(task.number), pieces)
        if task.section is not None:
            section = part_iri(page.iri, "section", task.section + 1)
            heading = [notice.sections[task.section].name]
            yield from page.fact(node, "kg:underSection", iri(section), heading)
        if task.deadline:
            yield from page.fact(node, "kg:deadline", text(task.deadline.text), [task.deadline])
            if task.deadline_date:
                yield from page.fact(node, "kg:deadlineDate", date(task.deadline_date), [task.deadline])
        own = {(assignment.name, assignment.role) for assignment in task.assignments}
        inherited = (one for one in task.inherited if (one.name, one.role) not in own)
        for assignment in (*task.assignments, *inherited):
            yield from _assignment(page, node, assignment, body_of)


def _assignment(page: Page, task: str, assignment: Assignment, body_of: BodyNamer) -> Iterator[Quad]:
    body, predicate = body_of(assignment.name), BODY_IN[assignment.role]
    details, rule = {"printedName": text(assignment.name)}, None
    if assignment.section is not None:
        rule = "标题所列单位适用于其下各项任务"
        details["inheritedFrom"] = iri(part_iri(page.iri, "section", assignment.section + 1))
    elif assignment.rule:
        rule = "文中一次说明的规则适用于其后各项任务"
    pieces = [assignment.rule or assignment.surface]
    for alias in assignment.aliases:
        yield from page.fact(body, "skos:altLabel", text(alias.text), [alias])
    yield from page.fact(task, predicate, iri(body), pieces, rule=rule, **details)
    yield page.quad(task, "kg:assignedTo", iri(body), DERIVED)


def _citation(page: Page, node: str, citation: Citation) -> Iterator[Quad]:
    label = citation.title or citation.number or ""
    yield page.quad(node, "rdf:type", iri("kg:Document"))
    yield page.quad(node, "rdfs:label", text(label))
    if citation.number:
        yield from page.fact(node, "kg:number", text(citation.number), citation.pieces[:1])
    if citation.title:
        yield from page.fact(node, "dcterms:title", text(citation.title), citation.pieces[:1])
    details = {"relation": text(citation.relation)} if citation.relation else {}
    yield from page.fact(page.iri, "kg:cites", iri(node), citation.pieces, **details)
    if citation.relation in PROPERTY_OF:
        yield from page.fact(page.iri, PROPERTY_OF[citation.relation], iri(node), citation.pieces)
    verbs = citation.verbs or (None,) * len(citation.pieces)
    for piece, verb in zip(citation.pieces, verbs, strict=True):
        owner = page.owner(piece)
        if owner != page.iri:
            details = {"relation": text(verb)} if verb else {}
            yield from page.fact(owner, "kg:refersTo", iri(node), [piece], **details)
