"""What a question asks for: the word that asks (哪, 什么, 谁, 几 …) and the noun that it asks about."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.ask.values import Asked, How
from kg.ask.words import Words


class Noun(NamedTuple):
    """A word for a kind of thing; `field` tells policies from principles, research topics from other tasks."""

    pattern: str
    asked: Asked
    field: str = ""


#: Longer words before the shorter ones that they hold.
NOUNS = (
    Noun(r"(?:工作|主要|重点)?(?:重点(?:领域|任务|工作|方面)?|领域|版块|板块)", Asked.FOCUS_AREA),
    Noun(r"(?:工作|保障|推进)?(?:举措|措施)", Asked.MEASURE),
    Noun(r"(?:[八四五六]字)?方针", Asked.PRINCIPLE, "policy"),
    Noun(r"(?:基本)?原则", Asked.PRINCIPLE, "principle"),
    Noun(r"(?:发展|建设|功能|城市)?定位(?:目标)?|(?:建设|发展)?目标|基地|“?中心”?", Asked.GOAL),
    Noun(r"(?:合作|研究)?(?:课题|专题)(?:研究)?(?:任务)?", Asked.TASK, "topic"),
    Noun(
        r"(?:责任|牵头|配合|协办|主管|负责|承办|参与|实施)?(?:部[门们]|单位|委办局|主体单位)|责任主体|机构|机关|(?<![格结时])局(?!限|部|面|势)|牵头(?:方|人)",
        Asked.DEPARTMENT,
    ),
    Noun(
        r"(?:工作)?任务|工作(?!重点|举措|日)|事(?:情|儿|项)?(?!业|故)|活(?:儿|计)?(?!动|力)|职责|差事",
        Asked.TASK,
    ),
    Noun(r"通知", Asked.NOTICE),
    Noun(
        r"(?:指导|实施)?意见|文件|文(?!化|艺|广|旅|创|明|体|物)|协议|规划(?!局)|报告|法规|条例|办法",
        Asked.DOCUMENT,
    ),
    Noun(
        r"(?:地方|地点|城市|区县|区、县\(市\)|县市|省市|位置|(?<=[个些几])(?:区|县|市|省|镇)(?![一-龥]))",
        Asked.PLACE,
    ),
    Noun(
        r"论坛|(?:节庆)?活动|展会|展览|电影节|大会|研讨会|招聘会|会议|节庆|会(?![议展员场计社局委同议话精上])",
        Asked.EVENT,
    ),
    Noun(r"项目|铁路|线路|高铁|专线|工程", Asked.PROJECT),
    Noun(r"(?:数量)?指标|数量|数值|数字|人数|次数|个数", Asked.NUMBER),
    Noun(r"(?:完成)?(?:期限|时限)|截止(?:日期|时间)", Asked.DEADLINE),
    Noun(r"日期|时间|时候|年份", Asked.DATE),
)
_BY_NOUN = re.compile("|".join(f'(?P<n{at}>[“"]?(?:{noun.pattern})[”"]?)' for at, noun in enumerate(NOUNS)))

_CLASSIFIER = r"(?:[一两二三四五六七八九十几]?(?:个|些|项|条|家|份|件|种|类|块|座|位|样|套|次|届))?+"
#: 是哪个文件安排的: which notice says so.
_SAYS = re.compile(
    r"(?:是|由|在)?哪(?:一)?(?:个|份)(?:文件|通知|公文)(?:里|中)?(?:安排|规定|提出|部署|要求|明确|下达|布置|写)的?"
)
_WHICH = rf"(?:到底|究竟|具体)?(?:哪|什么|啥|有何|何种){_CLASSIFIER}(?:样的|不同的|其[他它])?"
_COUNT = r"(?:一共有?|总共有?|共有?|有)?(?:几|多少)(?:个|项|条|家|份|件|类|种|名|块|样)?(?:不同的)?"
_DONE = (
    r"(?:负责|承担|牵头|参与|参加|配合|落实|完成|分管|主管|做|干|办|搞|管|忙|操心|抓|推进|涉及|安排|派|分到)"
)

#: Questions for the notice itself.
_METADATA = (
    (
        "addressee",
        r"主送(?:机关|单位|部门)?(?:是|有|给)?(?:谁|哪些|哪个|哪几个)?(?:单位|部门|机关)?|(?:发|印发)给(?:了)?(?:谁|哪些(?:单位|部门)?)|抄送(?:给)?(?:谁|哪些(?:单位|部门)?)",
    ),
    (
        "number",
        r"(?:发文)?(?:文号|字号|编号)(?:是什么|是多少|多少|是啥|呢|是)?|(?:是)?(?:几|多少|第几)号文件?",
    ),
    (
        "title",
        r"(?:通知|公文|文件|该文|本文|全文|这个文)的?(?:标题|题目|题名|名称|全名|全称|名字)(?:是什么|叫什么|是啥|叫啥|是)?|^(?:标题|题目|题名)(?:是什么|是啥)?[?？]*$"
        r"|(?<=协议)(?:的)?(?:全名|全称|名称)?(?:叫什么|叫啥|是什么)|(?<=文件)叫(?:什么|啥)(?:名字?|名称)?",
    ),
    (
        "issuer",
        r"(?:是)?(?:由)?(?:谁|哪(?:个|家|些|一个)?(?:单位|部门|机关|机构|政府)?)(?:发布|印发|下发|发文|制发|出台|发|制定)(?:的|了)?(?!展|挥|现)"
        r"|(?:谁|哪儿|哪里|哪(?:个|家)?(?:单位|部门|机关|政府))(?:印|颁)?(?:发(?:布|出)?|制定|出台)的|发文(?:机关|单位|部门|机构)(?:是(?:谁|哪个|什么))?|(?:发布|印发)(?:单位|部门|机关)(?:是(?:谁|哪个|什么))?|哪些部门发布|谁发布",
    ),
    (
        "date",
        r"成文(?:日期|时间)|(?:印发|发布|发文|签发|落款|下发)(?:日期|时间)|(?:什么时候|何时|啥时候|哪天|哪一天|哪年|几月几[号日]|几月)(?:发布|印发|发文|签发|下发|出台|发|成文)的?"
        r"|(?:发布|印发|签发|成文|下发|出台)(?:于|是|在)?(?:什么时候|何时|啥时候|哪天|哪一天|几月几[号日])|几月几[号日]",
    ),
)
_WHEN = r"什么时候|什么时间|何时|啥时候|啥时|哪一?天|哪一?年|哪年哪月|几月份?|几号|多久|最晚|最迟|多长时间"
_DUE = r"完成|截止|截至|期限|时限|之前|以前|前要|最晚|最迟|修好|弄好|做好|办完|搞完|搞定|建成|竣工|交|落实到位|多久|限期"
_WHERE = r"在?(?:哪里|哪儿|何处|何地|什么地方|哪个地方|啥地方)|在哪(?!个|家|些|一|几|年|天|方|条|项|份|块|种|座|届|次)|哪(?:座|个|些|几个)(?:城市|地方|地点|地)"
_NUMBER = r"(?:少说|至少|最少|不少于|起码|最多|要|各)?(?:要)?(?:多少|几)(?P<unit>(?:万|亿)?(?:次|个|名|人|趟|回|场|项|条|家|件|套|种|分钟|小时|天|日|年|个月|公里|平方米|米|吨|万元|亿元|元|块钱|块|钱|美元|亿美元|万美元|%|个百分点|个工作日|倍|份|处|所|列|辆|座|人次|宗|户|级|岁)?)"
_CHECK = (
    r"(?:,|，)?(?:没错|对|是|行)?(?:吧|吗|么|嘛)(?:\?|？|。)*$|(?:,)?(?:对吗|对不对|对吧|是吗|是不是|没错吧|是这样吗)(?:\?)?$"
    r"|是否|是不是|有没有|有无|算不算|在不在|会不会|能不能|要不要|可不可以|说没说|提没提(?:到)?|包不包括|属不属于|归不归|管不管"
    r"|(?:任务|工作|事|活儿?)(?:了)?没有?\??$"
)


def find_asked(words: Words) -> tuple[Asked | None, How, str, str]:
    """Take the words that ask.

    :returns: what is asked (None where no word says so), how, the field or sub-kind, and the unit of a figure
    """
    wh = re.search(r"哪|什么|啥|谁|几|多少|何时|何地|有何", re.sub(r"有什么.{0,4}吗|什么的", "", words.rest))
    check = words.search(_CHECK)
    if check and (not wh or not re.match(r"有没有|有无", check.group())) and not (wh and _asks_openly(words)):
        words.take(*check.span())
        return _checked(words)
    if words.search(r"(?:没有|没|未|无)(?:写出|写明|标明|标出|带|标)?文号") and words.search(r"哪|几份|什么"):
        words.pull(r"(?:没有|没|未|无)(?:写出|写明|标明|标出|带|标)?文号的?")
        return Asked.DOCUMENT, How.LIST, "unnumbered", ""
    if words.pull(_SAYS):
        words.pull(r"[,，]?文号(?:是)?(?:什么|多少)?")
        return Asked.NOTICE, How.LIST, "", ""
    if found := _counted(words):
        return found
    if re.search(r"引用|援引|提到|依据|根据", words.text) and words.search(r"哪|什么"):
        found = _before_its_noun(words, only=Asked.DOCUMENT)
        if found:
            marked = re.search(r"(?:标明|写明|带|有|标有)(?:了)?文号", words.text)
            words.pull(r"(?:标明|写明|带|有|标有)(?:了)?文号的?")
            words.pull(r"[,，]?文号(?:分别)?(?:是什么|是多少|多少)?")
            return found[0], found[1], "numbered" if marked else "", ""
    for field, pattern in _METADATA:
        if match := words.search(pattern):
            words.take(*match.span())
            return Asked.METADATA, How.LIST, field, ""
    if match := words.pull(_WHERE):
        return Asked.PLACE, How.LIST, "", ""
    if words.search(r"哪一?年(?!份?完成)") and not re.search(_DUE, words.text):
        words.pull(r"哪一?年(?:度)?")
        return Asked.METADATA, How.LIST, "year", ""
    if match := words.pull(_WHEN):
        asked = Asked.DEADLINE if re.search(_DUE, words.text) else Asked.DATE
        return asked, How.LIST, "", ""
    if re.search(r"哪|什么", words.rest) and (found := _before_its_noun(words)):
        return found
    if match := words.search(r"(?<![哪那这十好领了])(?<!领了)" + _NUMBER + r"(?!样|桩|块(?!钱)|档|号文)"):
        words.take(*match.span())
        unit = "人" if words.after(match.end(), 1) == "人" else match["unit"] or ""
        return Asked.NUMBER, How.LIST, "", unit
    if match := words.pull(r"多大|多长|多高|面积|全长"):
        return Asked.NUMBER, How.LIST, "", "?"
    return _which(words)


def _asks_openly(words: Words) -> bool:
    return bool(words.search(r"谁|哪|(?<!有)什么|啥|多少|(?<![好十])几[个项家]"))


def _checked(words: Words) -> tuple[Asked | None, How, str, str]:
    for noun_match in _BY_NOUN.finditer(words.rest):
        noun = _noun_of(noun_match)
        if noun.asked in (Asked.PRINCIPLE, Asked.GOAL, Asked.FOCUS_AREA, Asked.MEASURE):
            words.take(*noun_match.span())
            return noun.asked, How.CHECK, noun.field, ""
    if words.pull(r"责任部门之列|(?:责任|牵头|主管)?(?:部门|单位)(?!数|都|和|与)"):
        return Asked.DEPARTMENT, How.CHECK, "", ""
    return None, How.CHECK, "", ""


#: 原则共有几条: a kind of thing, and how many there are of it.
_HOW_MANY = re.compile(
    r"(?P<noun>[^\x00,，?？。的]{1,6}?)(?:中|里)?(?:\x00+)?(?:的)?(?:一?共|总共|总计|都)?(?:有|列了|列出|由|涉及|是|包括)?"
    r"(?:几|多少)(?:个|项|条|家|份|件|类|种|块|大块|样)(?:词|个词)?(?:组成|构成)?(?=$|[?？。呢呀啊])"
)
_MANY_OF = re.compile(rf"(?<![哪那这好十的]){_COUNT}(?P<noun>[^\x00,，?？。]{{1,6}})")
#: Kinds that are counted as things; 几次, 几个城市 ask for a figure in the text.
_COUNTABLE = {
    Asked.DEPARTMENT,
    Asked.TASK,
    Asked.FOCUS_AREA,
    Asked.MEASURE,
    Asked.PRINCIPLE,
    Asked.GOAL,
    Asked.DOCUMENT,
    Asked.NOTICE,
}


def _counted(words: Words) -> tuple[Asked | None, How, str, str] | None:
    """Read 几个部门, 原则共有几条, 有几项: a count of things that the graph holds."""
    numbered = words.pull(r"(?<!没)(?<!没有)(?:带|有|标)(?:有|明)?文号的?")
    for match in _MANY_OF.finditer(words.rest):
        noun = _BY_NOUN.match(match["noun"])
        open_behind = re.search(r"什么|哪[些几个]|啥|谁", words.rest[match.end() :])
        if noun and not open_behind and _noun_of(noun).asked in _COUNTABLE:
            words.take(match.start(), match.start("noun") + noun.end())
            return _noun_of(noun).asked, How.COUNT, "numbered" if numbered else _noun_of(noun).field, ""
    for match in _HOW_MANY.finditer(words.rest):
        noun = _last_noun(match["noun"])
        if noun and _noun_of(noun).asked in _COUNTABLE:
            words.take(match.start("noun") + noun.start(), match.end())
            return _noun_of(noun).asked, How.COUNT, "numbered" if numbered else _noun_of(noun).field, ""
    of_tasks = re.search(r"任务|课题|专题|工作|活|事", words.text) and not words.search(r"指标|哪")
    for pattern, asked in _COUNTED if of_tasks else ():
        if words.pull(pattern):
            return asked, How.COUNT, "numbered" if numbered else "", ""
    return None


#: 有几项, 有几家: what a classifier alone counts.
_COUNTED = (
    (r"(?:一共|总共|共)?(?:有|是|列了)?[几多](?:少)?(?:项|件)(?=[?？。呢呀啊]*$)", Asked.TASK),
    (r"(?:一共|总共|共)?(?:有|是)?(?:几|多少)家(?:单位|部门)?(?=[?？。呢呀啊]*$)", Asked.DEPARTMENT),
    (r"(?:一共|总共|共)?(?:有|是)?(?:几|多少)份(?=[?？。呢呀啊]*$)", Asked.DOCUMENT),
)


def _last_noun(text: str) -> re.Match[str] | None:
    found = None
    for match in _BY_NOUN.finditer(text):
        found = match if match.end() == len(text) else found
    return found


#: Verbs that follow 哪家 and the like: the noun behind is then no noun.
_VERB = r"负责|牵头|承担|承办|主管|主办|参与|参加|配合|协办|落实|管|干|办|做|搞|抓|领|在|要|来|去|能|会|可以|提到|涉及|属于|有|没|是|不|最|跟|和|与|与|由|把|被|给|对"
#: What may stand between a noun and the word that asks for it, and behind that word.
_LINK = r"(?:\x00|里|中|当中|的|[,，]|内容|名单|具体|主要|分别|都|各|一共|总共|要|打算)*(?:是|有|为|叫|包括|包含|列了|列出|抓|放在|落在|围绕|突出|定了|提了|说的是|指的是|名叫|叫做)*(?:个|些)?"
_OPEN = rf"(?:什么|哪些|哪{_CLASSIFIER}|啥{_CLASSIFIER}|几{_CLASSIFIER}|谁|多少|怎么说的?|怎么规定的?|如何规定的?)(?:名字|名称|名|词|字|内容|方面|东西|意思|[块点个项条])?"
_END = r"(?:呢|呀|啊|吗|的|来着)*[?？。.!！]*$"
#: What a classifier alone asks for.
_CLASSES = (
    (r"哪(?:一|几)?家|哪几家(?:单位)?", Asked.DEPARTMENT),
    (r"[哪几](?:一|几)?(?:项|条|件|样|桩|档)(?:啥)?(?:任务|工作|事情?|活儿?)?", Asked.TASK),
    (r"哪(?:一|几)?份", Asked.DOCUMENT),
)


_TO_DO = re.compile(
    rf"(?:都|要|应|应当|需要|该)?{_DONE}(?:的是|了|点|些|的|到了?)?个?(?:什么|啥|哪些|哪几项|哪一项|哪(?!一?[家个份]|几[家个份]))"
    r"|(?:什么|啥)(?:任务|事|活)"
)


def _which(words: Words) -> tuple[Asked | None, How, str, str]:
    for find in (_of_its_noun, _before_its_noun, _behind_its_noun, _alone):
        if found := find(words):
            return found
    return _parted(words) or _by_last_noun(words)


def _parted(words: Words) -> tuple[Asked | None, How, str, str] | None:
    """Read 原则中,说到…的是哪一条: the noun stands first, the word that asks alone and last."""
    asks = words.search(rf"(?:的)?(?:是)?(?:哪|什么){_CLASSIFIER}(?=[^\x00]{{0,12}}[?？。]*$)")
    nouns = [match for match in _BY_NOUN.finditer(words.rest) if asks and match.end() < asks.start()]
    for match in reversed(nouns):
        if asks and re.match(r"(?:当中|之中|中|里面?|的)", words.rest[match.end() :]):
            noun = _noun_of(match)
            words.take(*asks.span())
            words.take(*match.span())
            return noun.asked, How.LIST, noun.field, ""
    return None


def _before_its_noun(words: Words, only: Asked | None = None) -> tuple[Asked | None, How, str, str] | None:
    """Read 哪个部门, 什么论坛, 哪几项与…有关的任务."""
    match = words.search(
        rf"{_WHICH}(?P<between>(?!(?:{_VERB}))[^\x00,，?？。]{{0,8}}?)(?P<noun>{_BY_NOUN.pattern})"
    )
    if match is None:
        return None
    noun = _noun_of(_BY_NOUN.match(match["noun"]) or match)
    if only and noun.asked is not only:
        return None
    words.take(match.start(), match.start("between"))
    words.take(*match.span("noun"))
    ends = [word for word in ("中心", "基地") if word in words.text]
    unit = ends[0] if noun.asked is Asked.GOAL and len(ends) == 1 else ""
    return noun.asked, How.LIST, noun.field, unit or _thing(noun, match["noun"])


def _behind_its_noun(words: Words) -> tuple[Asked | None, How, str, str] | None:
    """Read 方针是哪几个词, 工作举措有哪几项, 培训工程叫个啥名."""
    for match in re.finditer(rf"(?P<noun>{_BY_NOUN.pattern}){_LINK}{_OPEN}{_END}", words.rest):
        noun = _noun_of(_BY_NOUN.match(match["noun"]) or match)
        words.take(*match.span())
        return noun.asked, How.LIST, noun.field, _thing(noun, match["noun"])
    return None


def _of_its_noun(words: Words) -> tuple[Asked | None, How, str, str] | None:
    """Read 工作重点中,哪一个提出…, and 在哪条举措下面."""
    match = words.search(
        rf"(?P<noun>{_BY_NOUN.pattern})(?:当中|中|里面?)[,，]?\x00*[,，]?(?:说到|提到|讲)?哪(?:一|几)?(?:个|项|条|些|份)(?!{_BY_NOUN.pattern.replace('?P<n', '?P<m')})"
    )
    if match is None:
        return None
    noun = _noun_of(_BY_NOUN.match(match["noun"]) or match)
    words.take(*match.span())
    return noun.asked, How.LIST, noun.field, ""


def _alone(words: Words) -> tuple[Asked | None, How, str, str] | None:
    if words.pull(r"(?:由|归|跟|和|与|找|是|该|靠)?谁(?:家|来|在|的)?"):
        return Asked.DEPARTMENT, How.LIST, "", ""
    for pattern, asked in _CLASSES:
        if words.pull(rf"(?:{pattern})(?={_END}|{_VERB})"):
            return asked, How.LIST, "", ""
    if match := words.pull(
        rf"(?:哪|什么|啥){_CLASSIFIER}(?P<noun>(?!{_VERB})(?:(?![不是的])[一-龥]){{2,8}}){_END}"
    ):
        return Asked.TEXT, How.LIST, re.sub(r"^(?:几次|几个|几届|当|作为|作|做)", "", match["noun"]), ""
    if words.pull(_TO_DO):
        return Asked.TASK, How.LIST, "", ""
    return None


def _by_last_noun(words: Words) -> tuple[Asked | None, How, str, str]:
    """Without a word that asks, the last noun is what is asked for: 任务14责任部门."""
    nouns = list(_BY_NOUN.finditer(words.rest))
    for match in reversed(nouns):
        if re.match(rf"(?:{_LINK}(?:{_OPEN})?)?{_END}", words.rest[match.end() :]):
            noun = _noun_of(match)
            words.take(match.start(), len(words.text))
            return noun.asked, How.LIST, noun.field, "名" if match.group() == "人数" else ""
    for match in nouns:
        if _noun_of(match).asked is Asked.DEADLINE:
            words.take(*match.span())
            return Asked.DEADLINE, How.LIST, "", ""
    if words.pull(rf"(?:是|为|有|叫)?(?:什么|啥|哪些|哪几个)(?:内容|东西|意思)?{_END}"):
        return None, How.LIST, "what", ""
    return None, How.LIST, "", ""


def _thing(noun: Noun, word: str) -> str:
    """Give the word for an event or project that its name will end in: 论坛, 专线; 活动 and 项目 say nothing."""
    named = noun.asked in (Asked.EVENT, Asked.PROJECT) and word not in (
        "活动",
        "项目",
        "会议",
        "节庆活动",
        "工程",
    )
    return word if named else ""


def is_noun(word: str) -> bool:
    """Tell whether a word is one for a kind of thing: 中心, 任务."""
    return _BY_NOUN.fullmatch(word) is not None


def _noun_of(match: re.Match[str]) -> Noun:
    at = next(at for at in range(len(NOUNS)) if match.group(f"n{at}") is not None)
    return NOUNS[at]
