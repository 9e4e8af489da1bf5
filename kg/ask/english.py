"""English questions: the words of the grammar are put into Chinese, the topic stays as it is.

The encoder is multilingual, so only what the grammar itself reads needs a table: what is asked, roles, counts,
and what bodies are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache

from kg.lexicon.romanised import romanised_places

#: English -> Chinese, tried in this order. `~` stands for any white space.
_GLOSSES = (
    (r"(?:of|in)~(?:the|this)~(?:notice|document)", ""),
    (r"(?:one|1)~tasks?", "1项任务"),
    (r"(?:two|2)~tasks", "2项任务"),
    (r"(?:three|3)~tasks", "3项任务"),
    (r"(?:four|4)~tasks", "4项任务"),
    (r"(?:have|has)(?=~\d项)", "有"),
    (r"how~many~(?:tasks|items)", "几项任务"),
    (r"how~many~(?:departments|bodies|bureaus|agencies|units)", "几个部门"),
    (r"how~many~(?:focus~areas|priorities)", "几个工作重点"),
    (r"how~many~principles", "几条原则"),
    (r"how~many~measures", "几条举措"),
    (r"how~many~(?:documents|citations)", "几份文件"),
    (r"how~many~times", "多少次"),
    (r"how~many~(?:people|persons|talents|trainees)", "多少名"),
    (r"how~(?:many|much)", "多少"),
    (
        r"(?:which|what)~(?:other~)?(?:departments?|bod(?:y|ies)|bureaus?|agenc(?:y|ies)|units?|offices?|organi[sz]ations?)",
        "哪些部门",
    ),
    (r"who(?:m|~else)?", "谁"),
    (r"(?:have|has|with)~no|without|do(?:es)?~not~have", "没有"),
    (r"(?:responsible|lead|leading|responsible~lead)~(?:department|body|unit|agency)s?", "责任部门"),
    (r"(?:which|what)~(?:\w+~)?(?:tasks?|items?)|list~(?:all~)?(?:of~)?(?:the~)?tasks", "哪些任务"),
    (r"tasks", "任务"),
    (r"(?:which|what)~(?:focus~areas?|priorit(?:y|ies)|key~areas?)", "哪个工作重点"),
    (r"(?:list~)?(?:all~)?(?:of~)?(?:the~)?(?:focus~areas|priorities)", "工作重点有哪些"),
    (r"focus~area", "工作重点"),
    (r"(?:list~)?(?:all~)?(?:of~)?(?:the~)?(?:guiding~)?principles", "原则有哪些"),
    (r"(?:list~)?(?:all~)?(?:of~)?(?:the~)?measures", "举措有哪些"),
    (r"(?:positioning~)?goals", "定位目标有哪些"),
    (r"(?:joint~)?research~(?:topics?|projects?)|joint~research", "课题"),
    (r"(?:which|what)~(?:other~)?documents?", "哪些文件"),
    (r"(?:which|what)~notices?", "哪些通知"),
    (r"(?:the~)?(?:document|notice|reference)~number", "文号"),
    (r"cites?|cited|refers?~to|referenced?", "引用"),
    (r"(?:the~)?title", "标题"),
    (r"(?:issued|published)~by|issuer|issued|issuing~bod(?:y|ies)", "发布"),
    (r"by~(?:when|(?:what|which)~date)", "什么时候之前"),
    (r"(?:on~)?(?:what|which)~date|when|what~day", "什么时候"),
    (r"(?:be~)?(?:finished|completed)", "完成"),
    (r"(?:the~)?(?:completion~)?deadlines?", "完成期限"),
    (r"where", "在哪里"),
    (r"notice~signed|signed", "成文日期"),
    (r"budget|funding|cost|costs", "经费"),
    (r"phone|telephone", "电话"),
    (r"contact~person", "联系人"),
    (r"in~charge~of|responsible~for|responsible|handles?|undertakes?", "负责"),
    (r"leads?|leading", "牵头"),
    (r"supports?|assists?", "配合"),
    (r"(?:quantitative|numerical|numeric)~targets?|targets?", "数量指标"),
    (
        r"(?:more~than~one|several|multiple)~(?:department|bod(?:y|ies)|bureau|agenc(?:y|ies)|unit)s?",
        "多个部门",
    ),
    (r"only~one~task|a~single~task", "只有一项任务"),
    (r"(?:carry~out~)?(?:together|jointly)", "共同"),
    (r"the~most~(?:哪些任务)|most~(?:哪些任务)|the~most", "最多"),
    (r"(?:does|do)~(?:task)", "任务"),
    (r"task~(?:number~|no\.?~)?(?=\d)", "任务"),
    (r"(?:serves?|implements?|belongs?~to)", "服务于"),
    (r"except|apart~from|other~than", "除了"),
    (r"(?:this|the)~(?:notice|document)", "这份通知"),
    (r"one", "1"),
    (r"two", "2"),
    (r"three", "3"),
    (r"four", "4"),
    (r"five", "5"),
)
#: What the bodies of a city are called in English -> the word that the table of bodies knows.
_BODIES = (
    (r"development~and~reform", "发改"), (r"science~and~technology", "科技"), (r"transport(?:ation)?", "交通"),
    (r"education", "教育"), (r"tourism", "旅游"), (r"(?:public~)?health", "卫生"), (r"personnel|human~resources", "人事"),
    (r"environment(?:al)?(?:~protection)?|ecology~and~environment", "环保"), (r"planning", "规划"),
    (r"construction|housing", "建设"), (r"agricultur(?:e|al)", "农业"), (r"trade|commerce", "贸易"),
    (r"foreign~trade(?:~and~economic~cooperation)?", "外经贸"), (r"economic", "经济"), (r"finance", "财政"),
    (r"public~security|police", "公安"), (r"civil~affairs", "民政"), (r"culture", "文化"),
    (r"water(?:~resources)?", "水利"), (r"justice", "司法"),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compile the tables when the first English question comes."""
    offices = "(?:bureau|commission|department|office|committee)"
    bodies = (
        (
            f"(?:the~)?(?:(?:municipal~|city~)*(?:{english})~{offices}|{offices}~of~(?:{english}))",
            chinese + "局",
        )
        for english, chinese in _BODIES
    )
    return tuple(
        (re.compile(rf"(?<![a-z])(?:{english.replace('~', '[ ]+')})(?![a-z])"), chinese)
        for english, chinese in (*bodies, *_GLOSSES)
    )


#: Hangzhou, Xi'an, the city of Suzhou, Ninghai County's: a word with a capital, and what it is called; a place
#: that a line is named for (the Hangzhou–Huangshan railway) is part of that name.
_PLACE = re.compile(
    r"(?:\b[Tt]he )?(?:\b(?:[Cc]ity|[Cc]ounty|[Dd]istrict|[Pp]rovince|[Mm]unicipality) of )?"
    r"(?<![-–—])\b(?P<name>[A-Z][a-z]+(?:['’-][a-rt-z][a-z]*)?(?: (?:Mongolia|Kong))?)(?![-–—a-z])"
    r"(?: (?P<level>[Cc]ity|[Mm]unicipal(?:ity)?|[Pp]rovinc(?:e|ial)|[Cc]ounty|[Dd]istrict|[Pp]refecture)\b)?(?:['’]s?(?![a-z]))?"
)
#: What says which notice is meant: in 揭阳市 2019 employment action plan.
_PAPER = r"(?:plan|notice|document|polic(?:y|ies)|measures|opinions?|programmes?|programs?|task list|list|scheme|circular|guidelines?)"
_IN_NOTICE = re.compile(
    rf"(?:(?:according to|in|under|as per|per|of) )?(?:the )?(?P<place>[一-龥]{{2,}}[省市区县州盟旗]) ?(?P<year>(?:19|20)\d\d)?(?: [a-z-]+){{0,8}}? {_PAPER}\b,?"
)
_OPENING = re.compile(r"^\W*(?:according to|in|under|as per|per) (?P<what>[^,]{4,120}),")


def gloss(question: str, places: Callable[[], Collection[str]] = tuple) -> str:
    """Put the grammar's words of an English question into Chinese; a Chinese question stays as it is.

    :param places: gives the names of the places that the library's notices speak for: of two places that are
        written alike, the one of the library is meant

    >>> gloss("which departments lead task 3?")
    '哪些部门牵头任务3?'
    >>> gloss("Which departments of Suzhou lead task 3?", lambda: ["宿州市"])
    '哪些部门of宿州市牵头任务3?'
    """
    letters = sum(char.isascii() and char.isalpha() for char in question)
    if letters < 12 or not re.match(r"\W*[a-zA-Z]", question):
        return question
    question = re.sub(r"(?i)guofa\s*[\[(](\d{4})[\])]\s*no\.?\s*(\d+)", r"国发[\1]\2号", question)
    ours = places()
    text = _PLACE.sub(lambda match: _place(match, ours), question).lower()
    text = _IN_NOTICE.sub(lambda match: f"{match['place']}{_year(match['year'])}的方案里,", text)
    text = _OPENING.sub(lambda match: match["what"] if re.search("[一-龥]", match["what"]) else "", text)
    text = re.sub(
        r"\b(?:the )?(?:two|three|four|five|six|seven|\d) (?=focus areas|measures|principles|goals)", "", text
    )
    is_check = re.match(r"\s*(?:is|are|was|were|does|do|did|has|have|will|can)\b", text)
    for pattern, chinese in _patterns():
        text = pattern.sub(chinese, text)
    if is_check:
        text = "是否" + text[is_check.end() :]
    return re.sub(r"\s*([一-龥])\s*", r"\1", text)


def _year(year: str | None) -> str:
    return f"{year}年" if year else ""


def _place(match: re.Match[str], known: Collection[str]) -> str:
    """Name the place that a word means: one of the library's, else a city or province; 贵德县 is no Guide."""
    meant = romanised_places(match["name"])
    level = (match["level"] or "").lower()
    ours = [place.name for place in meant if place.name in known]
    names = ours or [
        place.name for place in meant if place.kind != "county" or level in ("county", "district")
    ]
    fitting = [name for name in names if name.endswith(_LEVELS.get(level, ""))] or names
    return "、".join(fitting if ours else fitting[:1]) or match.group()


_LEVELS = {
    "city": "市",
    "municipal": "市",
    "municipality": "市",
    "province": "省",
    "provincial": "省",
    "county": "县",
    "district": "区",
    "prefecture": "州",
}
