"""Who does the work, said behind its name and before what is to be done.

修缮古桥。由市文物局牵头，会同市交通局、各镇人民政府，对石栏逐一加固。
延时服务。由市档案局负责，在周末安排值班。
"""

from __future__ import annotations

import re

from kg.parse.clauses import Named
from kg.parse.closing import says_only_who
from kg.parse.statements import Statement
from kg.text import Flow

_NAME = re.compile(r"[^。；;:，,]{2,30}。")
_SENTENCE = re.compile(r"由[^。；;:]{6,240}")
_SAYS_WHO = re.compile("牵头|主办|负责|会同")
#: Where the work begins: behind a comma, or right behind a name, what is done to what.
_WORK = re.compile(
    r"(?<=[局委办厅部署会府院处科所站队社司团行馆台校位门镇乡道区县市业心，,])"
    "(?:在|对|将|把|就|以|从|向|为|依托|通过|利用)"
    r"|(?<=[局委办厅部署会府院处科所站队社司团行馆台校位门业心，,])"
    "(?:制定|制订|公布|建立|建设|设立|设置|开展|推行|推广|完善|编制|出台|研究"
    "|归集|收集|整理|开发|梳理|明确|确定|加强|加快|规范|发布|提出|举办|改造|修订|修缮|检查|清理|排查|核查|搭建|打造"
    "|培育|引进|扩大|优化|提升|深化|健全|探索|启动|划定|拟定|起草|新建|疏浚|整治|组织|实施|落实|做好|抓好)"
    "(?![\u4e00-\u9fff]{0,4}(?:局|委|厅|办公室|部|中心|集团|公司|院)(?:[、，,]|$))"
)
_COMMA = re.compile("[，,]")
_LEAST_WORK = 4  # characters of what is to be done


def begun_duty(flow: Flow) -> Statement | None:
    """Read who does the work of an item that begins with them, or with its name and them."""
    name = _NAME.match(flow.folded)
    start = name.end() if name else 0
    sentence = _SENTENCE.match(flow.folded, start)
    named = _named_first(flow, start, sentence.end()) if sentence else []
    return Statement(len(flow), len(flow), tuple(named), None, flow) if named else None


def begins_with_name(flow: Flow) -> bool:
    """Tell whether an item's name, a sentence of its own, stands before those who do the work."""
    name = _NAME.match(flow.folded)
    return name is not None and flow.folded.startswith("由", name.end())


def _named_first(flow: Flow, start: int, stop: int) -> list[Named]:
    """Give the bodies that a sentence names before it goes on with the work."""
    work = _WORK.search(flow.folded, start + 3, stop)
    last = work.start() if work else stop
    ends = [comma.start() for comma in _COMMA.finditer(flow.folded, start, last)]
    ends += [last] if work and flow.folded[last - 1] not in "，," else []
    best: list[Named] = []
    for end in ends:
        if stop - end < _LEAST_WORK or not _SAYS_WHO.search(flow.folded, start, end):
            continue
        named = says_only_who(flow[start:end])
        if best and not named:
            break
        best = named if len(named) > len(best) else best
    return best
