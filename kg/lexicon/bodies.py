"""One printed name of a body, read with the table of names: its place, its function, its full name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.lexicon.places import Head, Jurisdiction, Level, level_of, parse_head, split_head
from kg.lexicon.table import Reading, readings
from kg.text import fold, squeeze

#: Function key of a development zone's committee: zones have names of their own and stand in no table.
ZONE = "园区"

#: Longest name that is read: what is longer is a sentence.
_LONGEST = 60

#: Names with their place in the middle, and the same with the place first.
_INVERTED = tuple(
    (re.compile(pattern), end)
    for pattern, end in (
        (r"国家税务总局(.+)税务局", "税务局"),
        (r"(?:中国)?(?:人民银行|人行)(.+?)(?:中心支行|分行|支行|总部|营业管理部)", "人民银行"),
        (r"(?:中国银行保险监督管理委员会|中国银保监会)(.+?)监管(?:局|分局)", "银保监局"),
        (r"国家金融监督管理总局(.+?)监管(?:局|分局)", "国家金融监管局"),
        (r"中国证券监督管理委员会(.+?)监管局", "证监局"),
        (r"国家外汇管理局(.+?)分局", "外汇管理局"),
        (r"共青团(.+)委(?:员会)?", "团委"),
        (r"团([省市区县州])委", "团委"),
        (r"国网(.+)供电公司", "供电公司"),
    )
)
_ZONE = re.compile(
    r"(?P<name>[一-龥]*?)(?P<kind>(?:国家级|经济|技术|高新|产业|旅游|风景|名胜|文化|综合|自由|贸易|自贸|工业|科技|农业|示范|空港|临空)*"
    r"(?:开发区|经开区|高新区|新区|园区|保税区|名胜区|景区|度假区|试验区|示范区|合作区|集聚区|区|工业园|产业园|科技城)?)"
    r"(?P<form>管委会|管理委员会)?"
)
_COLLECTIVE = re.compile(
    r"各|有关|相关|其[他它]|成员单位|主管(?:部门|单位)|属地|所属"
    r"|^(?:[省市县区州]|国务院)(?:级|直|属|直属|政府)?(?:部门|单位|机关)$"
    r"|[市区县州][、,/][市区县州]|[市区县]\([市区县州、,]+\)|^(?:省|市|区|县|乡|镇){2,}(?:人民)?政府$|级(?:人民)?政府$"
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A printed name and how it reads.

    `level`, `place` and `within` are what the name itself says (市科技局: level 市, no place; 浙江省科技厅:
    place 浙江省). `function` is the table's key, None for an unknown body and where the name fits several.
    `form` is the full last word (委员会), empty where there is none. `tail` is the name without its head.
    """

    printed: str
    tail: str
    head: Head
    function: str | None
    form: str
    readings: tuple[Reading, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level that the name says by its head or by its last word (…部, …厅)."""
        if self.head.level or not self.readings:
            return self.head.level
        if all(reading.national for reading in self.readings):
            return Level.NATIONAL
        return Level.PROVINCE if self.form == "厅" and not self.head.place else None

    @property
    def place(self) -> str | None:
        """The place as printed, or completed from the jurisdiction (杭州 → 杭州市)."""
        return self.head.place

    @property
    def within(self) -> tuple[str, ...]:
        """The larger places that are printed, the largest first."""
        return self.head.within


# a question is compared with every body of a library: each name is read once
@lru_cache(maxsize=1 << 15)
def plain(name: str) -> str:
    """Fold a name and take off white space and a bracket at its end: 市工商联（总商会） → 市工商联."""
    text = fold(squeeze(name[: 5 * _LONGEST]))[: _LONGEST + 1]
    return re.sub(r"(?<=.)[(\[][^()\[\]]*[)\]]$", "", text)


@lru_cache(maxsize=1 << 14)
def parse_body(name: str, jurisdiction: Jurisdiction | None = None) -> BodyName:
    """Read one printed name: the longest end that the table knows, if all before it is a place or a level.

    >>> body = parse_body("杭州市余杭区发改局")
    >>> body.place, body.within, body.function, body.form
    ('余杭区', ('杭州市',), '发展改革', '局')
    """
    text = plain(name)
    if len(text) > _LONGEST or collective(name):
        return BodyName(name, text, Head(), None, "")
    for pattern, end in _INVERTED:
        if match := pattern.fullmatch(text):
            text = match[1] + end
            break
    known = readings()
    for at in range(len(text)):
        found = known.get(text[at:])
        if found is None:
            continue
        bare = any(reading.row.kind in ("垂直", "企业") for reading in found)
        head = parse_head(text[:at], jurisdiction, bare=bare)
        if head is None:
            continue
        fitting = _fitting(found, head, text[at:])
        if not fitting:
            continue
        keys = {reading.row.function for reading in fitting}
        form = fitting[0].form
        return BodyName(name, text[at:], head, keys.pop() if len(keys) == 1 else None, form, fitting)
    if (zone := zone_of(text, jurisdiction)) is not None:
        return BodyName(name, text, Head(), ZONE, "管理委员会" if zone[2] else "")
    before, rest = split_head(text, jurisdiction)
    return BodyName(name, rest, parse_head(before, jurisdiction) or Head(), None, "")


def _fitting(found: tuple[Reading, ...], head: Head, tail: str) -> tuple[Reading, ...]:
    """Keep the readings that the head allows: national ones, party organs after 委, the rest after 政府."""
    if head.level is not None and head.level is not Level.NATIONAL:
        found = tuple(reading for reading in found if not reading.national)
    elif head.level is Level.NATIONAL:
        found = tuple(reading for reading in found if reading.row.national)
    party = head.organ == "委" or tail.startswith("委办")
    if head.organ or party:
        found = tuple(r for r in found if (r.row.kind == "党委") is party) or found
    return found


def zone_of(text: str, jurisdiction: Jurisdiction | None) -> tuple[str, str, bool] | None:
    """Take a development zone's name apart: its own name, its kind, whether the committee is printed.

    >>> zone_of("杭州西湖风景名胜区管委会", Jurisdiction("杭州市", Level.CITY))
    ('西湖', '风景名胜区', True)
    """
    match = _ZONE.fullmatch(text)
    if match is None or not (match["form"] or match["kind"].endswith(("区", "园", "城"))):
        return None
    core, kind = match["name"], match["kind"]
    for place in (jurisdiction.place, jurisdiction.place[:-1]) if jurisdiction else ():
        if core.startswith(place):
            core = core[len(place) :]
            break
    return core, kind, bool(match["form"])


def jurisdiction_of(issuer: str) -> Jurisdiction | None:
    """Tell the place that an issuer governs, from its printed name; None where the name does not say.

    >>> jurisdiction_of("杭州市人民政府办公厅")
    Jurisdiction(place='杭州市', level=<Level.CITY: '市'>, within=())
    >>> jurisdiction_of("国务院办公厅")
    Jurisdiction(place='国家', level=<Level.NATIONAL: '国家'>, within=())
    """
    body = parse_body(issuer)
    if body.place and body.head.level:
        return Jurisdiction(body.place, body.head.level, body.within)
    return Jurisdiction("国家", Level.NATIONAL) if body.level is Level.NATIONAL else None


def place_of(body: BodyName, jurisdiction: Jurisdiction | None) -> Jurisdiction | None:
    """Say whose body it is, with the jurisdiction that its name is read in; None where that stays unknown.

    >>> home = Jurisdiction("杭州市", Level.CITY, ("浙江省",))
    >>> [place_of(parse_body(name, home), home).place for name in ("市科技局", "省科技厅", "教育部")]
    ['杭州市', '浙江省', '国家']
    """
    if body.level is Level.NATIONAL:
        return Jurisdiction("国家", Level.NATIONAL)
    home = body.head.at(jurisdiction)
    if home is None or body.level is None or body.head.level or body.level is home.level:
        return home
    around = (place for place in home.within if level_of(place) is body.level)  # 科技厅 is the province's
    return next((Jurisdiction(place, body.level) for place in around), None)


def full_names(name: str, jurisdiction: Jurisdiction | None, year: int | None = None) -> tuple[str, ...]:
    """List the full names that a printed name can stand for, none where the table does not know it.

    :param year: the year of the notice; names that had gone or had not come by then are left out (a name
        may outlive its national reform by four years)
    """
    body = parse_body(name, jurisdiction)
    home = body.head.at(jurisdiction)
    if body.level is Level.NATIONAL or (home and home.level is Level.NATIONAL):
        named = [reading.row.national[0] for reading in body.readings if reading.row.national]
        return tuple(dict.fromkeys(named))
    if home is None or (body.level is not None and body.level not in (home.level, body.head.level)):
        return ()
    fitting = [reading for reading in body.readings if year is None or _in_use(reading, year)]
    if any(reading.row.full == "?" for reading in fitting):
        return ()
    return tuple(dict.fromkeys(text for reading in fitting for text in _written(reading, body, home)))


def _in_use(reading: Reading, year: int) -> bool:
    return (reading.row.since or 0) <= year <= (reading.row.until or 9999) + 4


def _written(reading: Reading, body: BodyName, home: Jurisdiction) -> tuple[str, ...]:
    row, place = reading.row, home.prefix
    if row.full:
        return (row.full.format(place=place),)
    name = row.name + reading.form
    party = f"中共{place}委{name}"
    if row.kind != "党委":
        return (place + ("人民政府" if body.head.organ.endswith("政府") else "") + name,)
    if body.head.organ == "委" or body.tail.startswith("委办") or reading.form == "部":
        return (party,)
    return (place + name, party)  # before 2018 many stood on the government's side


def full_name(name: str, jurisdiction: Jurisdiction | None, year: int | None = None) -> str | None:
    """Give the one full name that a printed name can stand for; None when there are none or several.

    >>> full_name("市发改委", Jurisdiction("杭州市", Level.CITY))
    '杭州市发展和改革委员会'
    """
    names = full_names(name, jurisdiction, year)
    return names[0] if len(names) == 1 else None


def collective(name: str) -> bool:
    """Tell whether a name means several bodies together: 各区、县(市)政府, 有关部门, 市直有关单位."""
    return _COLLECTIVE.search(fold(squeeze(name[: 5 * _LONGEST]))) is not None
