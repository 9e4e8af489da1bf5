"""Where a name begins: names end in a known word (论坛, 项目), and follow a word that never is in one."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.notice import MentionKind

#: What a name cannot go across.
_NOT_IN_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9“”‘’()·\-—]")
_LONGEST = 60
#: Verbs and the like that stand before a name and not inside it.
_BEFORE_NAME = re.compile(
    "参与|参加|出席|举办|举行|召开|承办|协办|主办|筹办|办好|组织好|组织|联合|开展|推进|推动|推介|推荐|加快|加强|支持|配合|启动|实施|谋划"
    "|完成|做好|抓好|围绕|依托|利用|借助|通过|深化|引进|落实|牵头|邀请|招引|纳入|列入|落户|争取|确保|力争|积极|扎实|全力|全面|继续|持续|深入|认真|建立|新建"
    "|改建|打造|建成|构建|宣传|申办|发售|销售|遏制|保护|赴|在|的|将|把|及其|及|了|好|等|有关|以及|关于|\\d{4}年度?|(?:不少于|至少)?\\d+[场次]"
)
#: What may only open a run: 以…为载体, 与…合作, 和….
_OPENS = re.compile(r"^(?:[以对向与和为使由从按并]|每年|提升|提高|一次|一[场届个批项]|各类|各项|相关)+")


class Found(NamedTuple):
    """Something named in a flow: `parts` are the stretches its name consists of, `key` its plain name."""

    kind: MentionKind
    key: str
    parts: tuple[tuple[int, int], ...]


def name_start(folded: str, end: int) -> int:
    """Give where the name begins whose last word begins at `end`; `end` itself if nothing stands before.

    >>> name_start("组织参加长三角园林养护技术与管理研讨会", 16)
    4
    """
    first = max(0, end - _LONGEST)
    first = max((stop.end() for stop in _NOT_IN_NAME.finditer(folded, first, end)), default=first)
    run = folded[first:end]
    cut = max((word.end() for word in _BEFORE_NAME.finditer(run)), default=0)
    start = first + max(_after_open_mark(run), cut)
    opening = _OPENS.match(folded[start:end])
    return start + (opening.end() if opening else 0)


def _after_open_mark(run: str) -> int:
    """Cut behind a mark or bracket that does not close within the run."""
    for closing, opening in ("”“", ")(", "’‘"):
        if run.count(opening) > run.count(closing):
            return run.rfind(opening) + 1
        if run.count(closing) > run.count(opening):
            return run.find(closing) + 1
    return 0


def plain(name: str) -> str:
    """Take the quotation marks out of a name."""
    return re.sub(r"[“”‘’\"]", "", name)
