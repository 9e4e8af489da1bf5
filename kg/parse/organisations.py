"""The words that names of bodies are made of: how they end, how they begin, and what several together mean.

All functions take folded text.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: What an organisation's name ends with. 和 between two names of this kind parts them.
_STRONG = (
    "委员会|管委会|居委会|村委会|领导小组|工作小组|指挥部|联席会议|专班|办公室|办事处|办|人民政府|政府|税务局|海关|局|委|厅|部|司|院|署|处|所"
    "|(?:工作|督查|督导|检查|考核|协调|专项)组|部门|单位|机构|组织|企业|公司|集团|中心|银行|支行|分行|总行|交易所|研究所|总队|支队|大队|街道"
    "|(?:工作|执法|巡查|救援|监察|稽查)队|(?:图书|档案|文化|博物|科技|体育|美术|纪念)馆|学生会|(?:电视|电|气象|广播|总)台|报社|大学|学院|院校|学校|党校|法院|检察院|医院|学会|协会|商会|联合会|工会|工商联|残联|团中央|妇联|文联|社科联|科协|侨联|贸促会"
    "|红十字会|证监会|监会|常委会|人大|政协|团委|团市委|团省委|党组|党委|工委|纪委|监委|供销社|血站|边检总站|林场|农场|牧场|联社|合作社|总社|通讯社"
)
#: Parts of a bureau, a town's administration or a school: 科 but not 学科, 股 but not 控股.
_PARTS = (
    "(?<![学专本百社文分总问前各])(?<!(?<!安)全)(?<![^管办审护料清治]理)科|(?<![控参入持个炒配])股|中队"
    "|(?:教研|备课|年级|学科|体育|艺术|语文|数学|英语)组"
    "|(?:工作|服务|监测|监督|管理|推广|执法|水利|林业|农技|文化|防疫)站"
    "|(?<![教温浴卧暗展病])(?<!会议)(?<!实验)(?<!活动)(?<!阅览)(?<!候车)室"
)
#: Endings that common words have too: they count where a label or a column says that bodies follow.
_WEAK = (
    "分会|基金会|理事会|监事会|促进会|台联|作协|记协|社|团区委|团县委|高校|中学|小学|幼儿园|事务所|站|科|队|乡|镇|镇街"
    "|园区|平台|馆|台|邮政|电网|供电|联通|电信|移动|铁塔|港务|成员|基地|联社|服务区|社区|客运|机场|铁路|石油|石化"
    "|烟草|盐业|军分区|武装部|消防救援|保险|证券"
)
#: Areas, which stand for their government or administration: 官渡区.
_AREA = (
    "开发区|高新区|经开区|度假区|风景区|名胜区|功能区|示范区|合作区|保税区|综保区|片区|新区|新城|新片区|园|城"
    "|区|县|市|省|州|盟|旗|师|兵团"
)
_BRACKET = r"(?:\([^()]*\)|\[[^\[\]]*\]|[<〈][^<>〈〉]*[>〉])"
_STRONG_END = re.compile(rf"(?:{_STRONG}|{_PARTS}){_BRACKET}?$")
_BODY_END = re.compile(rf"(?:{_STRONG}|{_PARTS}|{_WEAK}){_BRACKET}?$")
_AREA_END = re.compile(rf"(?:{_AREA}){_BRACKET}?$")
#: Words for bodies of a kind.
_KIND_OF_BODY = re.compile("(?:单位|部门|机构|主体|组织|企业|[科股处]室)$")
#: Words for bodies of a role, which name none.
_ONLY_ROLE = re.compile("(?:责任|牵头|主办|承办|协办|配合|参与)+(?:单位|部门|机构|科室)")
#: All areas or institutions of a kind, where nothing else says that names follow.
_EACH = re.compile(
    "各(?:有关|相关)?[\u4e00-\u9fff]{0,6}(?:乡镇|镇街|街镇|镇|乡|园区|板块|平台|院校|高校|市州|县区|区县|市县|地区|地|社区|村居|村)"
    rf"{_BRACKET}?"
)
_ENTERPRISE = re.compile(
    "(?:国网|国家电网|南方电网|中国(?:移动|电信|联通|铁塔|石油|石化|邮政)|中石油|中石化)[\u4e00-\u9fff]{0,12}"
)
#: Stations and teams that a level of government keeps: 市水文站, 县种子站; not what is built: 市区泵站.
_KEPT = re.compile(
    "(?:[省市区县州旗]|[\u4e00-\u9fff]{2,4}[省市县区州])(?![级区域场内外直政])(?!.{0,8}[至到每])[\u4e00-\u9fff]{1,8}"
    "(?:(?<=.{3})(?<!加油|充电|变电|换电|收费|雨量|水电|客运|火车|高铁|回收|中转|污水)(?<![泵车网岗枢电])站|(?<![球车乐梯代])(?<!代表)队|(?<![场宾饭展茶])馆)"
)
_TOWN_END = re.compile(r"^(?!各)[\u4e00-\u9fff]+[\u4e00-\u9fff][镇乡]$")
_AREA_OF_TAIL = re.compile(rf"(?:{_AREA})[)\]]?{_BRACKET}?$")
#: Commissions and offices that are known by two characters; 主办 and 协办 are no offices.
_TWO_LETTERS = "[经建科计教体商农交纪监]委|[农编外台侨法信老综联安校院党]办"
_TWO = re.compile(
    rf"各[省市区县州旗镇乡村科地]|[一二三四五六七八九十][科处]|[省市区县州旗总分]局|省厅|工会|妇联|残联|文联|侨联|科协|团委|政协|人大|{_TWO_LETTERS}"
)
_NO_BODY = re.compile(
    r"[。！？“”]$|设[在于]|挂靠|[月年]底?前|^[于在]\d|^(?:第|以上|以下|下同|其余|其中|不再|无|略|—+|/|-+|年|月|\d+)$"
)
LONGEST = 40  # characters of a name

#: What a name begins with when it says whose the body is.
_OWNER = re.compile(
    "市|省|区|县|州|旗|盟|自治区|全省|全市|全区|全县|国家|中国|中央|各|有关|相关|其他|驻|本|团|人民银行|国网|国务院|中共"
    "|[\u4e00-\u9fff]{1,6}?(?:省|市|县|自治区|自治州|新区|高新区|经开区|开发区)(?=.)"
)
#: Departments by the work they do: behind 市园林局 they may leave out their 市.
_FUNCTION = re.compile(
    "公安|财政|教育|科技|科学技术|发改|发展改革|发展和改革|工信|经信|经济|工业|民政|司法|人社|人力|自然资源|规划|国土"
    "|生态环境|环保|环境|住建|住房|住保|建设|建委|城管|城市管理|城乡|综合执法|综合行政执法|交通|水利|水务|林水|农业|农办"
    "|商务|文旅|文化|文广|旅游|卫生|卫健|卫计|应急|安监|审计|国资|市场监管|市场监督|质监|工商局|食药|药监|体育|统计|医保"
    "|医疗保障|林业|林草|园林|园文|税务|气象|档案|外办|外事|信访|退役|民宗|民族|金融|大数据|数据|数字|数管|政务|行政审批"
    "|审改|审批|营商|机关事务|人防|国动|地震|粮食|物价|法制|侨务|台办|扶贫|乡村振兴|投资促进|招商|投促|经合|贸易|外经贸"
    "|人事|劳动|监察|地税|国税|编办|宣传部|组织部|统战部|政法委|网信|文明办|保密|机要|老干部|残联|妇联|工商联|总工会|团委"
    "|科协|文联|社科院|地方金融|公积金|邮政|消防|海洋|渔业|畜牧|供销|公共资源|市容|执法|广电|广播|新闻出版|文物|能源|粮储"
    "|法院|检察院|高级人民法院|中级人民法院|人民检察院|(?:电力|供电)(?=公司|局)|知识产权|疾控|中医药|口岸|港澳|妇儿|医药|药品|土地|房产|人口|计划生育|乡镇企业|(?:机械|化学|纺织|冶金|煤炭|建材|电子|轻)工业|商业(?=局|委)|物资(?=局)|研究室|监委|工信|通信"
)
#: A department of a few characters, whatever it is for; not a branch.
_SHORT = re.compile(rf"(?!各|本|该|总)[\u4e00-\u9fff]{{2,3}}(?<![分街镇乡])(?:局|委|办)|{_TWO_LETTERS}")
#: Areas have bodies of their own: 工业园区管委会. Ministries leave out their 国家.
_AREA_BODY = re.compile(
    "(?:园区|新区|开发区|高新区|经开区|保税区|度假区|风景区|景区|城)(?:管委会|管理委员会|管理局)?$"
)
_CENTRAL = re.compile("(?:部|总局|署)$")
#: A part of a body, or of a town's administration: 法制科 behind 市局办公室 is not the city's.
_INNER = re.compile(
    "(?:[科股]|(?<!管理)(?<!办事)(?<!服务)(?<!事务)(?<!养护)处|[科股处]室|中队|(?<!研究)(?<!事务)(?<!交易)所)$"
)
#: 市 of 市公安局, not of 市县政府 or 市（州）政府.
_LEVEL = re.compile(
    r"(?!市场|区域|县域)(?:自治[区州](?=[\u4e00-\u9fff]{2})|[省市区县州旗](?![省市区县州旗]?[(\[区县州旗]))"
)

#: A class of areas: 区、 县（市）、 市〔州〕 of 各区、县（市）政府.
_CLASS = re.compile(
    rf"(?:(?:自治区|直辖市|省辖市|设区的?市|地级市|县级市|(?:省|市)?直管[县市]|市辖区|自治州|街道|园区|开发区|功能区|新区|行政村|村居|社区|[科股处]室|[省县区市州盟旗乡镇街村站所])级?{_BRACKET}?)+"
)
_CLASSES_OPEN = re.compile(
    rf"(?:各(?:设|有关|相关)?|有关|相关)(?:(?:{_CLASS.pattern})、)*(?:{_CLASS.pattern})$"
)
#: The next part of one: 县（市、区）人民政府, not 区直各部门.
_CLASS_MEMBER = re.compile(
    rf"(?:{_CLASS.pattern})(?:(?:人民)?政府|管委会|管理委员会|办事处|党委|党工委)?(?:[、(\[]|$)"
)
_CLASS_NAME = re.compile(
    rf"(?:{_CLASS.pattern})(?:人民)?政府|(?:功能区|开发园区|产业园区|园区|乡镇|镇街|街道)(?:管委会|管理委员会|办事处)|公共服务(?:单位|部门)|(?:直属|职能|审批)?(?:部门|机构|单位)"
)
#: Bodies that are no single one: 各区政府, 市直有关部门, 有关单位.
_COLLECTIVE = re.compile(
    r"^各|^(?:其他|其它)|有关|相关|各级|各部门|各单位|成员单位|职能部门$|主管部门$"
    r"|^(?:[省市区县州](?:级|直|政府)?)?各?(?:部门|单位)$"
    rf"|^(?:(?:街道|开发|度假|[区县市州旗乡镇]){{2,}}{_BRACKET}?|[区县市州旗](?:{_BRACKET}|级)|街道|[乡镇])区?级?(?:人民)?(?:政府|管委会|办事处)$"
)


#: Names come again and again: what is asked of a member of a list is worked out once.
_REMEMBERED = 1 << 12


def is_body(folded: str) -> bool:
    """Tell whether text ends as the name of a body does.

    >>> is_body("市发展和改革委员会"), is_body("参加失业保险的")
    (True, False)
    """
    return may_be_body(folded) and bool(_BODY_END.search(folded))


def may_be_body(folded: str) -> bool:
    """Tell whether text could be a name at all: neither too short nor a sentence nor a mere word of order."""
    return 2 <= len(folded) <= LONGEST and not _NO_BODY.search(folded)


def is_body_or_area(folded: str) -> bool:
    """Tell whether text ends as the name of a body, or of an area, does."""
    return is_body(folded) or bool(_AREA_END.search(folded))


def ends_surely(folded: str) -> bool:
    """Tell whether text ends as only the name of a body, or of an area, does."""
    return bool(_STRONG_END.search(folded) or _AREA_END.search(folded))


def ends_as_area(folded: str) -> bool:
    """Tell whether text ends as an area's name does, or its class: 各县（市、区）."""
    return bool(_AREA_OF_TAIL.search(folded))


def is_only_work(folded: str) -> bool:
    """Tell whether text is nothing but what a department is for, and whose it is: 财政, 市公安."""
    return bool(_FUNCTION.fullmatch(folded, len(level_of(folded))))


def is_work(folded: str) -> bool:
    """Tell whether text begins with what a department is for: 财政, 公安."""
    return bool(_FUNCTION.match(folded))


@lru_cache(_REMEMBERED)
def is_surely_body(folded: str) -> bool:
    """Tell whether text is the name of a body or an area where nothing else says that names follow."""
    if _ONLY_ROLE.fullmatch(folded):
        return False
    long_enough = 2 < len(folded) <= LONGEST or bool(_TWO.fullmatch(folded))
    ends = ends_surely(folded) or _TOWN_END.search(folded) or _ENTERPRISE.fullmatch(folded)
    ends = ends or _KEPT.fullmatch(folded)
    return long_enough and bool(ends or _EACH.fullmatch(folded))


def is_named(folded: str) -> bool:
    """Tell whether text ends as the name of a body does and not as a word for a kind of bodies: 协调单位."""
    return is_body(folded) and not _KIND_OF_BODY.search(folded)


def begins_body(folded: str) -> bool:
    """Tell whether text is a name that begins with its owner or its work: 市财政局, 财政局."""
    return bool(_OWNER.match(folded) or _FUNCTION.match(folded)) and is_body(folded)


@lru_cache(_REMEMBERED)
def has_owner(folded: str) -> bool:
    """Tell whether a name says whose the body is."""
    return bool(_OWNER.match(folded))


@lru_cache(_REMEMBERED)
def lacks_owner(folded: str) -> bool:
    """Tell whether a name is a department's that leaves out its 市: 公安局 behind 市园林局.

    Known by its work, or by nothing but its length: 科经局.
    """
    if _AREA_BODY.search(folded) or _CENTRAL.search(folded) or _INNER.search(folded):
        return False
    short = _SHORT.fullmatch(folded) and not has_owner(folded)
    return bool(short) or (bool(_FUNCTION.match(folded)) and is_body(folded))


@lru_cache(_REMEMBERED)
def level_of(folded: str) -> str:
    """Give the 市 of 市公安局, which a body named next may leave out; empty if the name has none."""
    match = _LEVEL.match(folded)
    return match[0] if match else ""


#: Kinds that one collective body may be of: 各有关部门和单位.
_KINDS = ("部门", "单位", "机构", "企业")


def are_joined(left: str, right: str) -> bool:
    """Tell whether 和 stands between two bodies (市财政局和各区政府), not inside one (发展和改革委)."""
    return (
        ends_surely(left)
        and not (left.endswith(_KINDS) and right in _KINDS)
        and (bool(_OWNER.match(right) or _FUNCTION.match(right) or _CLASS.match(right)) or is_body(right))
    )


@lru_cache(_REMEMBERED)
def goes_on_as_class(left: str, right: str) -> bool:
    """Tell whether two members of a list are one: 各市〔州〕 | 县〔市、区〕人民政府, 各乡镇党委 | 政府."""
    if left.endswith(("党委", "党工委")):
        return bool(re.fullmatch("(?:人民)?政府|管委会|办事处|行政", right))
    return bool(_CLASSES_OPEN.search(left) and _CLASS_MEMBER.match(right))


def may_name(folded: str) -> bool:
    """Tell whether what stands in brackets behind a name may be another name: 市园文局, 人才办, 金融."""
    return not folded.startswith("负责") and (is_body_or_area(folded) or bool(_FUNCTION.match(folded)))


def is_class(folded: str) -> bool:
    """Tell whether text is nothing but classes of areas: 市、区."""
    return bool(_CLASS.fullmatch(folded))


def is_class_name(folded: str) -> bool:
    """Tell whether 各 before another name is meant for this one too: 各开发区管委会、区县（市）政府."""
    return bool(_CLASS_NAME.fullmatch(folded))


@lru_cache(_REMEMBERED)
def is_collective(folded: str) -> bool:
    """Tell whether a name is of no single body: 各区政府, 市直有关部门."""
    return bool(_COLLECTIVE.search(folded))


def lacks_administration(folded: str) -> bool:
    """Tell whether a name is only an area's: 官渡区."""
    return bool(_AREA_END.search(folded)) and not _BODY_END.search(folded)


def is_town(folded: str) -> bool:
    """Tell whether a name is only a town's: 长街镇."""
    return bool(_TOWN_END.search(folded))
