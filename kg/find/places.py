"""Places: names of the gazetteer where they are meant as places, basins, scenic areas, and venues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from kg.find.gazetteer import Name, heads_of_names, place_at
from kg.find.runs import Found, name_start
from kg.notice import MentionKind
from kg.text import Flow

#: Behind a place: it is the first part of a body's name, and of all bodies in a list.
_BODY = re.compile(
    r"(?:人民|区|市|县)?政府|(?:市|省|县|区)?[^,。;:、()“”《》的与和在由举召开设]{0,8}?(?:局|厅|委员会|管委会|办公室|办事处|指挥部|公司|集团|银行|海关|大学"
    r"|学院|医院|协会|商会|联合会|研究院|研究所|分行|支行|法院|检察院|人大|政协|党委|市委|省委|建委|旅委|经委|发改委|科委|委(?=[,、。;)负牵配会]|$)|部门(?=负责|牵头|配合))"
)
#: Behind a short name: it is no place, but a road, a bank or a direction (长江西岸, 向东部).
_NO_PLACE = re.compile(r"[岸侧路街巷桥段线]|部(?!分|署|队)|区段|方[向面]")
#: 上海市民, 上海市场: the last character belongs to the next word.
_TOWN_WORD = re.compile(r"[民场]")
_BEFORE_NO_PLACE = re.compile(r"(?:[第]|[太西]|长江?|新型?城)$")
_JOINS = {"、", "和", "与", "及", "以及"}
_LEAST_IN_LIST = 3

_WATERS = (
    "太湖|滇池|洱海|巢湖|鄱阳湖|洞庭湖|洪泽湖|千岛湖|青海湖|长江|黄河|淮河|珠江|辽河|松花江|钱塘江|富春江|新安江|瓯江|甬江|闽江|赣江|湘江|汉江"
    "|嘉陵江|岷江|大运河|汾河|渭河|赤水河|乌江|沱江|抚仙湖"
)
_BASIN = re.compile(rf"海河流域|(?:{_WATERS})(?:流域|沿岸|生态带|经济带)?")
_WATER = re.compile("[湖池海河江]")  # characters of which each water has one
_SCENIC = re.compile(r"(?:风景名胜区|旅游度假区|风景区|景区|自然保护区|国家公园|湿地公园)(?!管|委)")
#: What a scenic area is called by: a hill, a lake, a temple; 龙头景区 and 旅游景区 are no names.
_LANDMARK = re.compile(r"[山湖岭峡洞岛海寺塔陵谷泉瀑江河溪滩沟窟林池]$")
_VENUE = re.compile(
    r"(?:中心|广场|体育馆|体育场|博物馆|展览馆|大剧院|会议厅)(?=建立|设立|举办|举行|召开|开设|开展|设置)"
)


def find_places(flow: Flow) -> Iterator[Found]:
    """Find the places that a text names; the first part of a body's name is none."""
    yield from _venues(flow)
    yield from _sites(flow)
    folded = flow.folded
    for listed in _lists(folded, list(_names(folded))):
        last = listed[-1][0] + len(listed[-1][1].text)
        if _BODY.match(folded, last):
            continue
        for at, name in listed:
            yield Found(MentionKind.PLACE, flow.text[at : at + len(name.text)], ((at, at + len(name.text)),))


def _names(folded: str) -> Iterator[tuple[int, Name]]:
    """Read the names of the gazetteer from left to right, the longest at each place."""
    behind = 0
    for at in heads_of_names(folded):
        name = place_at(folded, at) if at >= behind else None
        if name is None:
            continue
        if name.text.endswith("市") and _TOWN_WORD.match(folded, at + len(name.text)):
            name = Name(name.text[:-1], name.only_in_list)
        after = at + len(name.text)
        if not _NO_PLACE.match(folded, after) and not _BEFORE_NO_PLACE.search(folded[max(0, at - 2) : at]):
            yield at, name
        behind = after


def _lists(folded: str, names: list[tuple[int, Name]]) -> Iterator[list[tuple[int, Name]]]:
    """Join names with only 、 or 和 between them; a name that is a word as well needs company."""
    numbers = []
    group = 0
    for i, (at, _) in enumerate(names):
        before = names[i - 1][0] + len(names[i - 1][1].text) if i else 0
        group += not (i and folded[before:at] in _JOINS)
        numbers.append(group)
    for _, members in groupby(zip(numbers, names, strict=True), key=lambda pair: pair[0]):
        listed = [name for _, name in members]
        certain = [name for name in listed if not name[1].only_in_list]
        if len(listed) >= _LEAST_IN_LIST or (len(listed) > 1 and certain):
            yield listed
        elif certain:
            yield certain


def _sites(flow: Flow) -> Iterator[Found]:
    """Find lakes, rivers and their basins, and scenic areas that are called by a place or a water."""
    folded = flow.folded
    for match in _BASIN.finditer(folded) if _WATER.search(folded) else ():
        if not _SCENIC.match(folded, match.end()):
            yield Found(MentionKind.PLACE, match[0], (match.span(),))
    for match in _SCENIC.finditer(folded):
        start = name_start(folded, match.start())
        if 2 <= match.start() - start <= 8 and _LANDMARK.search(folded[start : match.start()]):
            yield Found(MentionKind.PLACE, flow.text[start : match.end()], ((start, match.end()),))


def _venues(flow: Flow) -> Iterator[Found]:
    """Find the halls and markets in which something is held or set up: 在…交易中心建立."""
    folded = flow.folded
    for match in _VENUE.finditer(folded):
        start = name_start(folded, match.start())
        if folded[start - 1 : start] == "在" and place_at(folded, start):
            yield Found(MentionKind.PLACE, flow.text[start : match.end()], ((start, match.end()),))
