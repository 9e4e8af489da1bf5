"""Titles in 《》: which of them are documents, and which are the notice's own."""

from __future__ import annotations

import re

#: The last word of a document's title (文种, and what plans, laws, standards and lists are called).
KINDS = (
    "通知|意见|建议|办法|条例|宪法|法典|法|规定|细则|方案|规划|计划|纲要|决定|决议|报告|协议|协定|条约|公约|要点|措施|举措"
    "|清单|目录|标准|规范|指引|指南|导则|规程|规则|准则|章程|制度|公告|通告|通报|公报|批复|函|令|备忘录|宣言|声明"
    "|白皮书|蓝皮书|绿皮书|协议书|解释|政策|分工|任务|工作|安排|机制|倡议|体系|定额|名录|名单|大纲|预案|指标|意见书"
    "|说明|汇报|讲话|请示|议案|布局|管理|行动|总体设计|路线图|手册|图集|要求|若干条|部署|答复|纪要|总结|公报|合同|契约|议定书|守则"
)
_KIND = re.compile(rf"(?:{KINDS})$")
_BARE_KIND = re.compile(rf"(?:(?:实施|工作|行动|分工|总体|专项|若干)(?:{KINDS})|{KINDS})")
#: What may follow the kind: (试行), 〔2022〕年版, 2025, 第一批.
_TAIL = re.compile(
    r"(?:\([^()]{0,30}\)|\[[^\[\]]{0,12}\]|\d{4}(?:[-—~]\d{4})?年?版?|年版|第[一二三四五六七八九十]+[批版]"
    r"|试行|暂行|修订版?|草案|征求意见稿)+$"
)

#: Only a document is tried out: 《居民健康知识与技能(试行)》.
_DRAFT = re.compile(r"\((?:试行|暂行|修订|修订版|修正案|征求意见稿|草案|送审稿)\)$")

#: Forms and certificates are filled in, not cited.
_FORM = re.compile(
    r"(?:许可证|证书|证明|凭证|执照|登记证|[^保]证|表|申请书|承诺书|告知书|通知书|责任书|确认书|委托书|登记书|决定书|受理书"
    r"|证明书|回执|台账|票据|发票|档案|单)$"
)
#: Works that are read, watched or played.
_WORK = re.compile(
    r"(?:日报|晚报|晨报|早报|周报|时报|商报|快报|周刊|月刊|季刊|杂志|学刊|画报|[^公简通汇呈申]报)$"
)
_WORK_BEFORE = re.compile(
    r"(?:杂志|报纸|期刊|刊物|电视剧|电影|影片|纪录片|专题片|宣传片|动画片|短视频|视频|舞剧|话剧|歌剧|戏剧|京剧|越剧|音乐剧|剧目|歌曲"
    r"|图书|书籍|专著|丛书|小说|游戏|栏目|专栏|节目|展览|画册|平台|软件|系统|小程序|公众号|品牌)[“”]?$"
)
_WORK_AFTER = re.compile(
    r"^(?:等)?(?:杂志|报纸|期刊|刊物|电视剧|电影|影片|纪录片|专题片|宣传片|动画|短视频|视频|舞剧|话剧|歌剧|剧目|歌曲|图书|画册"
    r"|一书|专著|丛书|游戏|栏目|专栏|节目|频道|展览|大展|平台|软件|系统|小程序|公众号|微信|品牌|版面|书(?!面)|演出|巡演)"
)
#: Verbs that only documents are governed by.
_GOVERNED = re.compile(
    r"(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|根据|依据|依照|按照|执行|遵守|遵照|印发|颁布|公布|修订|修改|废止|制定|出台|起草"
    r"|编制|实施|签订|签署)(?:了|的|好)?(?:[^,。;:、]{0,8})$"
)


def bare_title(title: str) -> str:
    """Take off what may follow the kind of document: (试行), 2022年版."""
    return _TAIL.sub("", title)


def is_kind(title: str) -> bool:
    """Tell whether the title is nothing but a kind: 《办法》 stands for a document named before."""
    return _BARE_KIND.fullmatch(title) is not None


def is_document(title: str, before: str, after: str, *, numbered: bool) -> bool:
    """Tell whether a title in 《》 is that of a document, from its words and those around it (folded)."""
    if numbered:
        return True
    bare = bare_title(title)
    if _WORK_BEFORE.search(before) or _WORK_AFTER.match(after) or _WORK.search(bare):
        return False
    if _KIND.search(bare) or _DRAFT.search(title):
        return True
    return not _FORM.search(bare) and _GOVERNED.search(before) is not None


#: 关于印发《X》的通知: X is the notice's own plan, in marks or without.
_ISSUED_IN_TITLE = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布)(?!.*(?:印发|转发|批转))(.+?)的(?:通知|公告|决定|令|函)$"
)
#: 现将《X》印发给你们 · 《X》已经市政府同意,现印发 · 制定了《X》。经市政府同意,现印发你们.
_HANDS_OUT = re.compile(
    r"现(?:予以?|将其|将|随文)?(?:印发|转发|发布|公布|下发)|(?:印发|转发|下发)(?:给)?(?:你们|各)|予以(?:印发|公布|发布)"
)
_READY = re.compile(
    r"^(?:\([^()]{0,40}\))?[^。;《》]{0,60}?(?:同意|通过|审定|审议|批准|印发|转发|下发)|^(?:\([^()]{0,40}\))?[。,]?[^。《》]{0,60}?现印发"
)
_MAKES = re.compile(
    r"(?:现将|制定了?|编制了?|起草了?|研究制定了?|形成了?|^|[,。;:!])(?:修订后的|修改后的|本级)?$"
)


#: 《政府工作报告》重点工作责任分工已经市政府同意,现印发: a part of what the title names, or its division.
_PART_OF = re.compile(
    r"(?:\([^()]{0,40}\))?[^,，。；;《》经印]{0,20}?(?:分解|分工|重点|任务|目标|事项|工作|细化)[^,，。；;《》]{0,20}?(?:[已业]?经|印发|下发|公布|分解|转发)"
)
_OF_YEAR = re.compile(r"(?:现将|^|[,。;:!])(?:19|20)\d\d年度?$")
_MADE = re.compile("(?:制定|制订|编制|起草|拟定|形成)了(?:本级)?$")
#: 现将国务院《X》转发给你们: X is another body's, passed on.
_PASSES = re.compile(r"现(?:予以?|将其|将|随文)?[一-龥、]{0,30}$")
_PASSED = re.compile(
    r"^(?:\([^()]{0,60}\))?(?:[、和及]?《[^《》]{2,140}》(?:\([^()]{0,60}\))?)*[^。;《》]{0,12}?(?:转发|批转)"
)


#: …制订的《X》已经市政府同意,现转发 · 国务院同意发改委《X》,现转发: drawn up below, in force by this notice.
_CONSENT_AFTER = re.compile(
    r"^(?:\([^()]{0,40}\))?[^。;《》]{0,40}?(?:同意|批准|审定|通过)[^。;《》]{0,30}?(?:转发|批转)"
)
_CONSENT_BEFORE = re.compile(r"(?:同意|批准)(?:了)?[^。;,《》]{0,30}$")
_THEN_PASSED = re.compile(r"^(?:\([^()]{0,40}\))?[^。;《》]{0,12}?(?:转发|批转)")


def issued_by_title(title: str) -> str | None:
    """Give the title of the plan that a notice with this title issues (folded, without marks).

    What it passes on (转发) is another body's document.
    """
    match = _ISSUED_IN_TITLE.search(title)
    if match is None or title[match.start() : match.start(1)] in ("转发", "批转"):
        return None
    return match[1].strip("《》〈〉")


def is_passed_on(before: str, after: str) -> bool:
    """Tell whether the words around a title or a number say that the notice passes the document on."""
    return bool(_PASSES.search(before) and _PASSED.match(after))


def is_approved(before: str, after: str) -> bool:
    """Tell whether the words say that a plan drawn up by others was approved and goes out by this notice."""
    return bool(_CONSENT_AFTER.match(after) or (_CONSENT_BEFORE.search(before) and _THEN_PASSED.match(after)))


def is_made(before: str) -> bool:
    """Tell whether the words before a title say that somebody here has drawn it up."""
    return _MADE.search(before) is not None


def is_handed_out(before: str, after: str) -> bool:
    """Tell whether the words around a title say that the notice itself issues the document."""
    if not _READY.match(after) or _PART_OF.match(after):
        return False
    if _OF_YEAR.search(before):  # 2023年《政府工作报告》已经审议通过。…: what is handed out may be another
        return _HANDS_OUT.search(after[:120].partition("。")[0]) is not None
    return bool(_MAKES.search(before) and _HANDS_OUT.search(after[:120]))
