"""Who sees to it that all tasks are done, as the text that covers them says.

县政府督查室将定期督查，并通报结果。市考核办要把落实情况纳入年度考核。请市政府办公室加强督办。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.notice import Assignment, Role
from kg.parse.bodies import split_bodies
from kg.parse.organisations import is_surely_body
from kg.text import Flow, Piece, bare, fold

_SUPERVISES = re.compile(
    r"(?:督[查办导察](?!室|局|组|处|科|办|考|专员|单位|部门|机构|员)|督促|考核(?!办|委|组|单位|部门|机构|依据|结果|评价结果)|考评(?!办|机构|委|组)"
    r"|(?:跟踪|监督)检查|检查落实|跟踪(?:问效|落实)|一督到底)"
)
_SENTENCE = re.compile(r"[^。；;！!]+")
#: An office that can be charged with it; the government itself, which only says what it will do, cannot.
_OFFICE = (
    "(?:室|办|局|厅|[市县区州旗]委|纪委|监委|改委|改革委|委员会|处|机构|中心|领导小组|专班|指挥部)"
    r"(?:\([^()]{1,12}\))?"
)
#: How a sentence goes on behind the one who is to act.
_WILL = (
    r"(?=将|要|应|须|会同|会商|负责|牵头|不?定期|适时|随时|及时|每[个月周旬年季半]|按[月季旬年照本]|逐[月季项一]|跟踪|全面|统一|对|把|以此|以|常年|全程|年[终底]|月底"
    r"|加[强大]|组织|开展|进行|具体|继续|通过|采取|根据|拟|承担|切实|严格|强化|做好|抓好|实行|督[查办导促察](?!室|局|办|组|处|科|考(?!核(?:[，,。；;]|$|工作|其))|中心|机构)|考[核评](?!办|委|机构))"
)
#: What somebody is charged with, before their name: 任务完成情况由县政府督查室督查.
_OF_ALL = (
    "(?:[\u4e00-\u9fff]{0,4}(?:任务|工作|方案|目标|事项|清单|项目|决策)[\u4e00-\u9fff]{0,8}"
    "|[\u4e00-\u9fff]{0,4}(?:完成|落实|推进|执行|进展)情况)"
)
_NAMES = rf"(?:(?!(?<!自)由)[\u4e00-\u9fff、()]){{2,40}}?{_OFFICE}"
_CHARGED = re.compile(
    rf"(?:^|[，,:])(?:(?:一|二|三|四|五|\d)是)?(?:同时|届时|此外|年[底终]|下一步|今后|并?请|并?由|{_OF_ALL}由)*"
    rf"(?P<bodies>{_NAMES})(?:会同(?P<partners>{_NAMES}))?{_WILL}"
)
#: Where somebody else begins to act.
_OTHERS = re.compile(r"[，,](?:请|并请)?(?:各|有关|相关|牵头|责任|承办|主办|凡|对未)")
#: What is looked after: the tasks, not the money that is spent on them.
_OF_WHAT = re.compile(
    r"(?:对|把|将)(?P<what>[^，,]{2,80}?)(?:进行|开展|实施|实行|加以|组织|作为|纳入|列入|不?定期|适时|全程|逐[项一月]|跟踪|督[查办导促察]|监督|考[核评])"
)
_OF_TASKS = re.compile(
    "任务|工作|落实|进展|完成|事项|执行|推进|目标|方案|实事|以上|上述|项目|指标|责任|各|重点|情况"
)
_OF_MONEY = re.compile("资金|经费|预算|补贴|招标|质量")
_FOR_IT = re.compile(
    r"(?:督[查办导察].{0,3}|考[核评].{0,3}|绩效.{0,3}|目标)(?:室|办|局|机构|委员会|中心)|办公[室厅](?:\(|$)"
)
_LISTED = re.compile("[、和及与]")
_OF_MANY = re.compile("^各|有关|相关|其他|成员|牵头|责任|主管|主办|承办")
_LONGEST = 400  # characters of a sentence


def supervisors(cover: Flow, issuers: Sequence[str], *, office: bool = False) -> tuple[Assignment, ...]:
    """Read which offices a paragraph of the covering text charges with supervising all that follows.

    :param office: whether only an office that is there for it counts: under a heading of the text, what
        departments look after is their own field
    :param issuers: who issues the notice, whose own announcements to look after it charge nobody
    """
    if not _SUPERVISES.search(cover.folded):
        return ()
    found: list[Assignment] = []
    for sentence in _SENTENCE.finditer(cover.folded):
        if sentence.end() - sentence.start() <= _LONGEST and _SUPERVISES.search(sentence[0]):
            found += _charged(cover[sentence.start() : sentence.end()], issuers)
    return tuple(each for each in found if not office or _FOR_IT.search(bare(fold(each.name))))


def _charged(sentence: Flow, issuers: Sequence[str]) -> Iterator[Assignment]:
    for charged in _CHARGED.finditer(sentence.folded):
        others = _OTHERS.search(sentence.folded, charged.end())
        end = others.start() if others else len(sentence)
        if not _supervises_tasks(sentence.folded[charged.end() : end]):
            continue
        rule = sentence.piece(charged.start("bodies"), end)
        named = _names(sentence[slice(*charged.span("bodies"))])
        if charged["partners"]:
            named += _names(sentence[slice(*charged.span("partners"))])
        for name, surface in named:
            if _can_be_charged(bare(fold(name)), issuers):
                yield Assignment(surface, name, Role.SUPERVISE, rule=rule)


def _supervises_tasks(does: str) -> bool:
    """Tell whether what somebody is to do is to supervise, and not anything else than the tasks."""
    verb = _SUPERVISES.search(does)
    if verb is None:
        return False
    at = max(does.rfind(word, 1 if word == "将" else 0, verb.end()) for word in "对把将")
    what = _OF_WHAT.match(does, at) if at >= 0 else None
    return what is None or bool(_OF_TASKS.search(what["what"]) and not _OF_MONEY.search(what["what"]))


def _names(bodies: Flow) -> list[tuple[str, Piece]]:
    """Give the names that a sentence has for its subject; 市委市政府督查局 is one."""
    if _LISTED.search(bodies.folded):
        return [(body.name, body.surface) for body in split_bodies(bodies, strict=True)]
    return [(bodies.piece().text, bodies.piece())]


def _can_be_charged(name: str, issuers: Sequence[str]) -> bool:
    """Tell whether a body is a single one, and an office or not the one who issues the notice."""
    is_issuer = not name.endswith(("室", "办", "办公厅")) and any(
        bare(fold(i)).endswith(name) for i in issuers
    )
    return not _OF_MANY.search(name) and not is_issuer and is_surely_body(name)
