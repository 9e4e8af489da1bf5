"""Rules that a notice states once: 排在第一位的为牵头部门，下同; 以下均需各市政府落实，不再列出."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.notice import Assignment, Role
from kg.parse.bodies import Body, split_bodies
from kg.parse.clauses import Named
from kg.parse.supervision import supervisors
from kg.text import Flow, Piece


@dataclass(frozen=True, slots=True)
class LeadRule:
    """Who leads in a list without roles: the first, those before the first comma, or those with a star.

    `several` tells that the rule is for lists of several bodies only: 责任单位为两个以上的，….
    """

    commas: bool
    others: Role
    marks: bool = False
    several: bool = False

    def role_of(self, at: int, body: Body) -> Role:
        """Give the role of the body at a place in its list."""
        leads = body.marked if self.marks else body.group == 0 if self.commas else at == 0
        return Role.LEAD if leads else self.others


_ORDER = re.compile(
    r"(?=[第逗分带标加打画划排列居首])(?:(?P<comma>(?:第一个)?(?:逗号|分号)(?:之?前))"
    r"|(?P<mark>(?:带|标|加|打|画|划)(?:有|注|注有)?[“\"]?[*★▲☆△■][”\"]?号?)"
    r"|(?:排|列|居|排列|排序)(?:在|名|序)?(?:第一|首|最前|前面)(?:位|个|名|家)?|第一(?:个|位|家)(?:部门|单位)?|第一(?:责任)?(?:部门|单位)(?!:)|首位)"
)
_LEADS = re.compile(r"为?(?:牵头|主办|第一责任)(?:单位|部门)?")
_SEVERAL = re.compile(r"(?:两|2|多)个?(?:及|或)?(?:以上)?(?:部门|单位|的)|(?:两|2)[个家](?:及|或)?以上")
_REACH = 30  # characters before the rule that say where it holds
_SUPPORTS = re.compile(r"(?:其他|其它|其余|之?后)[^，。；]{0,8}为?(?:配合|协办|参与|参加|协助)")


def lead_rule(folded: str) -> LeadRule | None:
    """Read a rule about the order of a list.

    >>> lead_rule("逗号前为牵头单位,其他为配合单位,下同")
    LeadRule(commas=True, others=<Role.SUPPORT: 'support'>, marks=False, several=False)
    """
    order = _ORDER.search(folded)
    if not order or not _LEADS.search(folded, order.start()):
        return None
    others = Role.SUPPORT if _SUPPORTS.search(folded, order.start()) else Role.RESPONSIBLE
    several = _SEVERAL.search(folded, max(0, order.start() - _REACH), order.start()) is not None
    return LeadRule(bool(order["comma"]), others, bool(order["mark"]), several)


_FOLLOWING = re.compile(
    r"(?:以下|下列|下述|以上|上述|各项|所有|全部|具体)(?:各?项)?(?:政策|重点|主要|目标)*(?:任务|工作|事项|措施|举措|条款|内容|要求|政策)?(?:均|都)(?:需要?|由|须|应|要|请|涉及){0,4}"
    r"(?P<bodies>[^。；;]{2,200}?)(?:按照?[^，,。；]{0,8})?"
    r"(?P<verb>负责|落实|实施|配合|参与|牵头|推进|组织实施)(?:落实|实施|推进)?[^。；;]*"
)
#: Nothing but the bodies: 以下均涉及各县区、功能区，不再重复列出.
_CONCERNED = re.compile(
    r"(?:以下|下列|下述|以上|上述|各项|所有|全部|具体)(?:各?项)?(?:政策|重点|主要|目标)*(?:任务|工作|事项|措施|举措|条款|内容|要求|政策)?(?:均|都)(?:需要?|由|须|应|要|请)*涉及"
    r"(?P<bodies>[^。；;，,]{2,200})"
)
#: Or the bodies first: 各街道办事处对本辖区工作负总责，下列任务均须落实，不再逐项列出.
_EVERYWHERE = re.compile(
    r"(?P<bodies>各[^。；;，,]{1,60}?)(?:对[^。；;，,]{2,20}?负(?:总|主要)?责任?"
    r"|(?:按照?[^。；;，,]{2,14}?)?(?:负责|抓好|做好|具体|组织)?落实[，,]?(?=[^。；;]{0,20}不再)"
    r"|(?:均|都)?(?:为|是|作为)[^。；;，,]{0,14}(?:责任|落实|实施|配合)(?:单位|部门|主体))[^。；;]{0,40}?不再[^。；;]{0,8}列(?![支席为入])"
)
_FOR_ALL = ("均", "都", "不再")  # one of which each of them has
_VERB_ROLES = {"配合": Role.SUPPORT, "参与": Role.SUPPORT, "牵头": Role.LEAD}


def standing_assignments(flow: Flow) -> tuple[Assignment, ...]:
    """Read the bodies that a sentence names for all that follows."""
    if not any(word in flow.folded for word in _FOR_ALL):
        return ()
    if match := _FOLLOWING.search(flow.folded):
        role = _VERB_ROLES.get(match["verb"], Role.RESPONSIBLE)
    elif match := _CONCERNED.search(flow.folded) or _EVERYWHERE.search(flow.folded):
        role = Role.RESPONSIBLE
    else:
        return ()
    rule = flow.piece(match.start(), match.end())
    bodies = split_bodies(flow[match.start("bodies") : match.end("bodies")], strict=True)
    return tuple(
        Assignment(body.surface, body.name, role, body.collective, body.aliases, rule=rule) for body in bodies
    )


#: Bodies that one heading, or the rules of a notice, name for all tasks below: more than any real one does.
#: Without a limit, as many of them as there are tasks would make facts by the square of the length.
MOST_FOR_ALL = 60


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that names nobody for a task; `covers` tells that it stands under no heading."""

    flow: Flow
    covers: bool


@dataclass(frozen=True, slots=True)
class StandingRules:
    """The rules in force at one task: who leads in a list, and who has a part in everything.

    `before` are the standing assignments that were stated before the task, `standing` those from then on.
    """

    order: LeadRule | None = None
    order_piece: Piece | None = None
    before: tuple[Assignment, ...] = ()
    standing: tuple[Assignment, ...] = ()

    @classmethod
    def of_notes(cls, notes: Sequence[Note], first: int, issuers: Sequence[str]) -> StandingRules:
        """Read the rules that paragraphs outside of tasks state.

        :param first: where the first task begins; what stands before it covers all tasks
        """
        order, piece = None, None
        standing: tuple[Assignment, ...] = ()
        for note in notes:
            if order is None and (order := lead_rule(note.flow.folded)):
                piece = note.flow.piece()
            standing = _joined(standing, standing_assignments(note.flow))
            if note.flow.offsets[0] < first:
                charged = supervisors(note.flow, issuers, office=not note.covers)
                standing = _joined(standing, charged)
        return cls(order, piece, standing, standing)

    def apply(
        self, named: Sequence[Named], contents: Sequence[Flow]
    ) -> tuple[tuple[Assignment, ...], StandingRules]:
        """Give a task's assignments by the rules, and the rules from this task on."""
        rules = self if self.before == self.standing else replace(self, before=self.standing)
        for content in contents:
            if order := lead_rule(content.folded):
                rules = replace(rules, order=order, order_piece=content.piece())
            if stated := standing_assignments(content):
                rules = replace(rules, standing=_joined(rules.standing, stated))
        own = tuple(each.assignment() for each in named)
        listed = [each.body for each in named if each.role is Role.RESPONSIBLE]
        told = any(each.role in {Role.LEAD, Role.SUPPORT} for each in named)
        if rules.order is None or told or len(listed) <= rules.order.several:
            return own, rules
        if rules.order.marks and not any(body.marked for body in listed):  # a list without a star has no lead
            return own, rules
        roles = iter([rules.order.role_of(at, body) for at, body in enumerate(listed)])
        given = [
            replace(each, role=next(roles), rule=rules.order_piece) if each.role is Role.RESPONSIBLE else each
            for each in own
        ]
        return tuple(given), rules


def _joined(standing: tuple[Assignment, ...], stated: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
    """Add what a sentence says for all tasks, as far as no sentence before has said it."""
    if not stated:
        return standing
    known = {(assignment.name, assignment.role) for assignment in standing}
    fresh = [assignment for assignment in stated if (assignment.name, assignment.role) not in known]
    return (standing + tuple(fresh))[:MOST_FOR_ALL]
