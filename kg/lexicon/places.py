"""Places and levels: whose body it is, from the words that stand before its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The levels of administration that a body can belong to."""

    NATIONAL = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The place that an issuer governs: 余杭区, of level COUNTY, within ("杭州市",) as far as it is printed.

    Nationwide, `place` is 国家. Larger places in `within` come first.
    """

    place: str
    level: Level
    within: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """Give the words that begin a full name: 杭州市, 杭州市余杭区; nothing nationwide."""
        if self.level is Level.NATIONAL:
            return ""
        return "".join(self.within[-1:] if self.level is Level.COUNTY else ()) + self.place


@dataclass(frozen=True, slots=True)
class Head:
    """The words before a body's name: 杭州市 (a place), 市 (a level word), 市委 (with its organ), nothing."""

    level: Level | None = None
    place: str | None = None
    within: tuple[str, ...] = ()
    word: str = ""
    organ: str = ""

    def at(self, jurisdiction: Jurisdiction | None) -> Jurisdiction | None:
        """Say whose body it is, with the jurisdiction that it is read in; None when that stays unknown."""
        if self.level is Level.NATIONAL:
            return Jurisdiction("国家", Level.NATIONAL)
        if self.place and self.level:
            return Jurisdiction(self.place, self.level, self.within or _around(self.place, jurisdiction))
        if jurisdiction is None or self.place:
            return None
        if not self.level:
            return jurisdiction
        places = (*jurisdiction.within, jurisdiction.place)
        for at in range(len(places) - 1, -1, -1):
            if places[at].endswith(self.word) and level_of(places[at]) is not None:
                if self.word == "区" and places[at].endswith("自治区"):
                    continue
                return Jurisdiction(places[at], level_of(places[at]) or self.level, places[:at])
        return None


def _around(place: str, jurisdiction: Jurisdiction | None) -> tuple[str, ...]:
    """Give the larger places: a county-level place in a city's notice lies in that city."""
    if jurisdiction is None or level_of(place) is not Level.COUNTY:
        return ()
    if place == jurisdiction.place:
        return jurisdiction.within
    return (jurisdiction.place,) if jurisdiction.level is Level.CITY else ()


#: The 34 units of the first level: short name -> full name (《中华人民共和国行政区划》).
PROVINCES = (
    {short: short + "市" for short in ("北京", "天津", "上海", "重庆")}
    | {
        short: short + "省"
        for short in (
            *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东"),
            *("河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾"),
        )
    }
    | {"内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区"}
    | {"宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区"}
    | {"香港": "香港特别行政区", "澳门": "澳门特别行政区"}
)

_NATIONAL = "中华人民共和国|中共中央|国务院|国家|全国|中央|中国|最高"
_LEVEL_WORDS = {
    "自治区": Level.PROVINCE,
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "州": Level.CITY,
    "盟": Level.CITY,
    "地区": Level.CITY,
    "区": Level.COUNTY,
    "县": Level.COUNTY,
    "旗": Level.COUNTY,
}
_HEAD = re.compile(
    r"(?P<party>中共|中国共产党)?(?:"
    rf"(?P<national>{_NATIONAL})"
    r"|(?:我|本|全)?(?P<word>自治区|地区|[省市州盟区县旗])"
    rf"|(?P<province>{'|'.join(PROVINCES.values())}|(?![我本全各])[一-龥]{{2,3}}省)?"
    r"(?P<city>(?![我本全各省市])[一-龥]{2,11}?(?:自治州|地区|盟)|(?![我本全各省])[一-龥]{1,6}?市|[一-龥]{2,3}州(?!市))?"
    # a development zone is no district, though it ends in 区
    r"(?P<county>(?![我本全各]|[市县]区)[一-龥]{1,8}?(?:自治县|自治旗|[县区旗市])"
    r"(?<!园区)(?<!发区)(?<!高新区)(?<!名胜区)(?<!景区)(?<!假区)(?<!社区)(?<!地区)(?<!税区)(?<!港区)(?<!城市))?"
    r")(?P<organ>委|人民政府|政府)?"
)
_LEADING_WORD = re.compile(
    r"自治区|省|市(?![场民容]|政(?!府|务|协|法|研))|[州县](?=[一-龥]{3})|区(?=[一-龥]{3})"
)


def level_of(place: str) -> Level | None:
    """Tell a place's level from its last word; a county-level city (昆山市) cannot be told from a city.

    >>> level_of("上海市"), level_of("杭州市"), level_of("桐庐县")
    (<Level.PROVINCE: '省'>, <Level.CITY: '市'>, <Level.COUNTY: '县'>)
    """
    if place in PROVINCES.values() or place.endswith("省"):
        return Level.PROVINCE
    if place.endswith(("市", "州", "盟", "地区")):
        return Level.CITY
    return Level.COUNTY if place.endswith(("区", "县", "旗")) else None


def parse_head(head: str, jurisdiction: Jurisdiction | None = None, *, bare: bool = False) -> Head | None:
    """Read the words before a body's name; None if they are no place and no level.

    A place without its last word (杭州) is known if it is a province or one that the jurisdiction names;
    with `bare`, any short word counts as a place of unknown level (玉溪海关).
    """
    if head in PROVINCES:
        return Head(Level.PROVINCE, PROVINCES[head])
    for place in (jurisdiction.place, *jurisdiction.within) if jurisdiction and head else ():
        if place in (head + "市", head + "区", head + "县", head + "州"):
            return Head(level_of(place), place)
    if match := _HEAD.fullmatch(head):
        return _head_of(match)
    return Head(None, head) if bare and re.fullmatch(r"[一-龥]{2,4}", head) else None


def _head_of(match: re.Match[str]) -> Head:
    organ = match["organ"] or ("委" if match["party"] else "")
    if match["national"]:
        return Head(Level.NATIONAL, organ=organ)
    if match["word"]:
        return Head(_LEVEL_WORDS[match["word"]], word=match["word"], organ=organ)
    places = tuple(place for place in (match["province"], match["city"], match["county"]) if place)
    if not places:
        return Head(organ=organ)
    level = Level.COUNTY if match["county"] else level_of(places[-1])
    return Head(level, places[-1], places[:-1], organ=organ)


def split_head(name: str, jurisdiction: Jurisdiction | None) -> tuple[str, str]:
    """Split a name that no table knows into its head, as far as that is plain, and the rest.

    >>> split_head("市西湖博览会办公室", None)
    ('市', '西湖博览会办公室')
    """
    prefixes = (jurisdiction.prefix, jurisdiction.place) if jurisdiction else ()
    for prefix in prefixes:
        if prefix and name.startswith(prefix) and len(name) > len(prefix) + 1:
            return prefix, name[len(prefix) :]
    match = _LEADING_WORD.match(name)
    return (match.group(), name[match.end() :]) if match else ("", name)
