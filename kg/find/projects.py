"""Projects and lines that are to be built or run: 杭黄铁路, 杭州东站综合交通枢纽项目, “…”培训工程."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.find.gazetteer import begins_with_place
from kg.find.marks import marked
from kg.find.runs import Found, name_start, plain
from kg.notice import MentionKind
from kg.text import Flow

_LINE = re.compile(
    r"(?:客运专线|城际铁路|市域铁路|高速铁路|高铁|铁路|高速公路|高速|轨道交通\d+号线|地铁\d+号线|航道|运河)"
    r"(?:[一二三四五六]期|东延|西延|北延|南延|支线|复线|扩容|改扩建)?(?![局公集部路管口出投指监])"
)
#: A line is called by the short names of its ends: 杭宁, 沪昆, 京雄, 合杭, 杭绍台.
_ENDS = (
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇昆藏陕甘青宁新港澳"
    "杭甬温嘉湖绍金衢台丽舟黄合芜蚌安徐连盐通锡常扬镇淮泰宿"
    "南北广深珠佛莞惠汕厦福泉漳龙武汉宜襄荆长株潭"
    "郑洛开商石雄保张唐承太原大同银兰西成绵遵六曲玉磨沈哈齐牡长济青烟潍菏临日郴永怀邵岳衡娄千九景]"
)
_LINE_NAME = re.compile(rf"{_ENDS}{{2,4}}$")
_ELIDED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[进快设动成建通开好工及和与]))((?:{_ENDS}{{2,4}}[、和与及])+)$"
)
_PART = re.compile(rf"{_ENDS}{{2,4}}")

_WORK = re.compile(
    r"(?:枢纽|输变电|蓄能|水利|改造|整治|改扩建|扩建|建设|安置房|产业园|机场|大桥|隧道|水库|核心区|抽水蓄能|供水|引水|治理|提升|综合体|博物馆|体育馆|图书馆)?(?:工程|项目(?!录))"
    r"(?![总的]?(?:施工|技术|质量|造价|管理|审批|咨询|监理|部|公司|指挥部|领域|单位|师|款|院|总承包|立项))"
)
_QUOTED_WORK = re.compile(
    r"[\u4e00-\u9fff]{0,16}?(?:专项)?(?:工程|计划|行动)(?!的?(?:方案|实施方案|意见|通知|管理))"
)
#: What is built under a name of its own: 建立“…展销中心”.
_BUILDS = re.compile(r"(?:建立|建设|打造|设立|新建|建成|筹建|组建|成立)$")
_BUILT = re.compile(r"(?:中心|基地|园区|产业园|科技园|平台|综合体|广场|大厦|小镇|示范区|馆|院|港)$")
_ANY = re.compile(r"重点|重大|合作|各类|相关|有关|一批|等|投资|外资|引进|上述|此类|以上|本|该|其他")


def find_projects(flow: Flow) -> Iterator[Found]:
    """Find the projects and lines that have a name; 重点合作项目 is none."""
    yield from _lines(flow)
    yield from _quoted(flow)
    yield from _works(flow)


def _lines(flow: Flow) -> Iterator[Found]:
    """Find lines, and those of a list that share the last word: 杭宁、杭甬、杭长客运专线 are three."""
    folded = flow.folded
    for match in _LINE.finditer(folded):
        name = _LINE_NAME.search(folded, max(0, match.start() - 4), match.start())
        if not name:
            continue
        ends = _PART.match(folded, name.start(), match.start())
        yield Found(
            MentionKind.PROJECT, flow.text[name.start() : match.end()], ((name.start(), match.end()),)
        )
        listed = _ELIDED.search(folded, max(0, name.start() - 40), name.start())
        for part in _PART.finditer(folded, listed.start(1), listed.end(1)) if listed and ends else ():
            key = flow.text[part.start() : part.end()] + flow.text[match.start() : match.end()]
            yield Found(MentionKind.PROJECT, key, (part.span(), match.span()))


def _quoted(flow: Flow) -> Iterator[Found]:
    """Find “万千百”长三角紧缺人才培训工程, and 建立“…中心”."""
    folded = flow.folded
    for start, end in marked(folded, "“", "”"):
        work = _QUOTED_WORK.match(folded, end)
        if work and end - start <= 16:
            name = flow.text[start : work.end()]
            if not _ANY.search(folded[end : work.end()]):
                yield Found(MentionKind.PROJECT, plain(name), ((start, work.end()),))
        elif _BUILT.search(folded[start + 1 : end - 1]) and _BUILDS.search(folded[max(0, start - 2) : start]):
            yield Found(MentionKind.PROJECT, plain(flow.text[start:end]), ((start + 1, end - 1),))


def _works(flow: Flow) -> Iterator[Found]:
    """Find works that are called by their place: 杭州东站综合交通枢纽项目."""
    folded = flow.folded
    for match in _WORK.finditer(folded):
        start = name_start(folded, match.start())
        name = folded[start : match.end()]
        if len(name) >= 8 and begins_with_place(name) and not _ANY.search(name) and "“" not in name:
            yield Found(MentionKind.PROJECT, flow.text[start : match.end()], ((start, match.end()),))
