"""Events: fairs, forums, festivals, conferences, by the word that they end in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.find.runs import Found, name_start, plain
from kg.notice import MentionKind
from kg.text import Flow

#: Short names that are complete: 西博会, 亚运会.
_SHORT = re.compile(
    r"[\u4e00-\u9fff]博会|(?:冬)?亚(?:残)?运会|(?:冬)?残?奥(?:运)?会|全运会|省运会|大运会|广交会|服贸会|高交会|义博会"
)
_NOT_SHORT = re.compile(r"[后办在届对于与和的]博会")
_EVENT = re.compile(
    "论坛|研讨会|电影节|招聘会|招聘大会|博览会|交易会|洽谈会|推介会|推荐会|对接会|展览会|展销会|订货会|发布会"
    "|文化节(?!庆)|艺术节|旅游节|音乐节|美食节|购物节|消费节|啤酒节|动漫节|电视节|峰会|年会|运动会|锦标赛|公开赛|邀请赛|马拉松"
    r"|会展活动|会展会议|展示活动|[^\W壮扩重较最更强做]大会|双年展"
)
_LAST = re.compile("[会坛节赛松动展]")  # characters of which each event has one
#: Meetings of an institution, and what is no meeting at all.
_NO_EVENT = re.compile(
    r"(?:代表|职工|股东|业主|党员|动员|表彰|全体|社员|党|人|总结|社|师生|成员|居民|村民|两)大会$"
)
#: What is said of any event; a name has more.
_GENERAL = re.compile(
    r"(?:重要|重点|重大|大型|小型|各种|各类|系列|相关|专题|专场|一批|多场|不少于|国际|国内|国家|省级|市级|全国|全省|全市|[会论展活]"
    r"|线上|线下|[\d\-]+[场次届个]|品牌|[两三四五六七八九十][场次届个]|以上|政府|企业|与会|年度|经贸|经济|共同|定期|召集|形式|和|或|、)*"
)


def find_events(flow: Flow) -> Iterator[Found]:
    """Find the events that a text names; 研讨会 or 大型招聘会 alone names none."""
    folded = flow.folded
    taken = 0
    for match in _SHORT.finditer(folded):
        if not _NOT_SHORT.match(match[0]):
            yield Found(MentionKind.EVENT, match[0], (match.span(),))
    for match in _EVENT.finditer(folded) if _LAST.search(folded) else ():
        start, end = name_start(folded, match.start()), match.end()
        name = folded[start:end]
        word = match[0][-2:] if match[0].endswith("大会") else match[0]
        before = name[: len(name) - len(word)]
        if (
            start < taken
            or before.endswith(("和", "与", "及", "、"))
            or _NO_EVENT.search(name)
            or _GENERAL.fullmatch(before)
        ):
            continue
        taken = end
        yield Found(MentionKind.EVENT, plain(flow.text[start:end]), ((start, end),))
