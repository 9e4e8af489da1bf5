"""What a question asks for: the word that asks (哪, 什么, 谁, 几 …) and what it asks about."""

from __future__ import annotations

import re

from kg.ask.holdings import read_held
from kg.ask.nouns import BY_NOUN, noun_of
from kg.ask.values import Asked, How
from kg.ask.which import Asking, read_before_noun, read_count, read_tasks_of_one, read_which
from kg.ask.words import Words

#: 是哪个文件安排的: which notice says so.
_SAYS = re.compile(
    r"(?:是|由|在)?哪(?:一)?(?:个|份)(?:文件|通知|公文)(?:里|中)?(?:安排|规定|提出|部署|要求|明确|下达|布置|写)的?"
)
_DAY = r"什么时候|什么时间|何时|啥时候|哪一?[天日年]|哪年哪月|几月几[日号]|几月份?"
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
        (
            r"(?:通知|公文|文件|该文|本文|全文|这个文)的?(?:标题|题目|题名|名称|全名|全称|名字)(?:是什么|叫什么|是啥|叫啥|是)?|^(?:标题|题目|题名)(?:是什么|是啥)?[?？]*$"
            r"|(?<=\x00)的?(?:标题|题目|题名|全称)(?:是什么|叫什么|是啥|叫啥|是)?(?=[?？。]*$)|(?<=协议)(?:的)?(?:全名|全称|名称)?(?:叫什么|叫啥|是什么)|(?<=文件)叫(?:什么|啥)(?:名字?|名称)?"
        ),
    ),
    (
        "issuer",
        (
            r"(?:是)?(?:由)?(?:谁|哪(?:[一几两二三四五]?[个家]|些|几)?(?:单位|部门|机关|机构|政府)?)(?:联合|共同|一起)?(?:发布|印发|下发|发文|制发|出台|发|制定)(?:的|了)?(?!展|挥|现)"
            r"|(?:谁|哪儿|哪里|哪(?:个|家)?(?:单位|部门|机关|政府))(?:印|颁)?(?:发(?:布|出)?|制定|出台)的|发文(?:机关|单位|部门|机构)(?:是(?:谁|哪个|什么))?|(?:发布|印发)(?:单位|部门|机关)(?:是(?:谁|哪个|什么))?|哪些部门发布|谁发布"
        ),
    ),
    (
        "validUntil",
        rf"(?:有效期限?|执行期限?|实施期限?|施行期限?|政策期限)(?:是|为|有|到|至|截止到?|截至)*(?:{_DAY}|多久|多长时间?|几年|多少年)|(?:执行|实施|施行|有效)(?:到|至)(?:{_DAY})(?:为止)?|(?:{_DAY})(?:会)?(?:失效|到期|作废|废止)",
    ),
    (
        "validFrom",
        rf"(?:从|自|在|于)?(?:{_DAY})(?:起|开始)?(?:正式)?(?:施行|生效|起?实施|执行)(?=[的呢吗,?？。]*$|[,，有])|(?:施行|生效|实施)(?:日期|时间)(?:是|为)?(?:{_DAY})?",
    ),
    (
        "date",
        (
            rf"落款(?:的?(?:日期|时间))?(?:写的)?(?:是|为|在)?(?:{_DAY})|成文(?:日期|时间)|(?:印发|发布|发文|签发|落款|下发)(?:日期|时间)|(?:什么时候|何时|啥时候|哪天|哪一天|哪年|几月几[号日]|几月)(?:发布|印发|发文|签发|下发|出台|发|成文)的?"
            r"|(?:发布|印发|签发|成文|下发|出台)(?:于|是|在)?(?:什么时候|何时|啥时候|哪天|哪一天|几月几[号日])|几月几[号日](?!(?:之?前|以前|开始|起|到|至|结束|完成|[^,，。?？]{0,4}[报交]))"
        ),
    ),
)
_WHEN = r"几月几[号日]|什么时候|什么时间|何时|啥时候|啥时|哪一?天|哪一?年|哪年哪月|(?:几|哪个?)月份?|几号|多久|最晚|最迟|多长时间"
_DUE = r"完成|(?<=[月年])底前|[月日号]前|[一-龥](?:完|好|成)(?=[?？。]*$)|截止|截至|期限|时限|之前|以前|前要|最晚|最迟|修好|弄好|做好|办完|搞完|搞定|建成|竣工|交(?![通管警易流接])|落实到位|多久|限期"
_WHERE = r"在?(?:哪里|哪儿|何处|何地|什么地方|哪个地方|啥地方)|在哪(?!个|家|些|一|几|年|天|方|条|项|份|块|种|座|届|次)|哪(?:座|个|些|几个)(?:城市|地方|地点|地)"
_NUMBER = r"(?:少说|至少|最少|不少于|起码|最多|要|各)?(?:要)?(?:多少|几)(?P<unit>个百分点|个工作日|工作日|个自然日|个小时|个月|个亿(?!元)|平方公里|平方米|立方米|[毫微]克|公斤|千克|(?:万|亿)?吨|千瓦时?|亿美元|万美元|(?:万|亿)?(?:人次|户次|次|名|人口|人|趟|回|场|项|条|家|件|套|种|小时|分钟|天|日|年|公里|米|吨|美元|元|块钱|块|钱|%|倍|份|处|所|列|辆|座|宗|户|级|岁|亩|台|笔|户|间|支|批|篇|头|株|棵|只|张|册|套|栋|幢|层|艘|架|盏|具|课时|个)?)"
_CHECK = (
    r"(?:,|，)?(?:没错|对|是|行)?(?:吧|吗|么|嘛)(?:\?|？|。)*$|(?:,)?(?:对吗|对不对|对吧|是吗|是不是|没错吧|是这样吗)(?:\?)?$"
    r"|是否|是不是|有没有|有无|可不可以|提没提(?:到)?|包不包括|属不属于"
    r"|(?P<v>(?![时动])[一-龥])[不没](?P=v)"
    r"|(?:任务|工作|事|活儿?)(?:了)?没有?\??$|了没有?[?？。]*$"
)


def find_asked(words: Words) -> Asking:
    """Take the words that ask: the first reader that understands them says what is asked."""
    for read in (
        read_held,
        _check,
        read_tasks_of_one,
        _own_number,
        _document_without_number,
        _who_cites,
        _notice_that_says,
        read_count,
        _cited_document,
        _numbered_document,
        _metadata,
        _where_or_when,
        _noun_behind,
        _figure,
    ):
        if found := read(words):
            return found
    return read_which(words)


def _check(words: Words) -> Asking | None:
    """Read yes or no: 是否, …吗; not where another word asks openly (有没有什么, 哪些…吗)."""
    check = words.search(_CHECK)
    if check is None:
        return None
    wh = re.search(r"哪|什么|啥|谁|几|多少|何时|何地|有何", re.sub(r"有什么.{0,4}吗|什么的", "", words.rest))
    if re.match(r"有没有哪|有无哪", words.rest[check.start() :]):
        words.take(check.start(), check.end() + 1)
        return _checked(words)
    if wh and (re.match(r"有没有|有无", check.group()) or _asks_openly(words)):
        return None
    words.take(*check.span())
    return _checked(words)


#: …工作要点的通知|是什么文号, |是由镇政府的几号文件发的: nothing stands between a notice and what is asked of it.
_OWN_NUMBER = re.compile(
    r"(?<=\x00)(?:\x00|[,的是以用由为]|那份|这份|通知|文件|公文|[省市县区]?(?:人民)?政府(?:办公[室厅]|办)?)*"
    r"(?:(?:哪一?个|什么|多少)(?:文号|字号)|(?:哪|几|多少|第几)号文件?)(?:来?(?:印发|下发|发布|发出|发))?的?(?:文件?|通知)?(?=[呢呀啊]?[?？。]*$)"
)


def _own_number(words: Words) -> Asking | None:
    """Read what number a notice has itself."""
    return Asking(Asked.METADATA, How.LIST, "number") if words.pull(_OWN_NUMBER) else None


def _document_without_number(words: Words) -> Asking | None:
    if not words.search(r"哪|几份|什么"):
        return None
    if not words.pull(r"(?:没有|没|未|无)(?:写出|写明|标明|标出|带|标)?文号的?"):
        return None
    return Asking(Asked.DOCUMENT, How.LIST, "unnumbered")


#: 哪份公文引用了…, …被谁引用: asks for notices, which are documents too.
_CITING = re.compile(
    r"被?(?:谁|(?:哪|什么)[些几]?[份个件]?(?:公文|文件|通知|方案|意见)?)(?:[里中])?都?(?:引用|援引)[了过]?"
    r"|(?:哪|什么)[些几]?[份个件]?(?:公文|文件|通知|方案|意见)里?都?(?:提到|提及|讲到|说到|写到|写有|涉及)[了过]?"
)


def _who_cites(words: Words) -> Asking | None:
    """Read which notices cite a document."""
    return Asking(Asked.NOTICE) if words.pull(_CITING) else None


def _notice_that_says(words: Words) -> Asking | None:
    if words.search(rf"(?:{_CITES}|为)[^\x00,，。?？]{{0,12}}哪") or not words.pull(
        _SAYS
    ):  # 为贯彻哪个文件提出的
        return None
    words.pull(r"[,，]?文号(?:是)?(?:什么|多少)?")
    return Asking(Asked.NOTICE)


#: What a notice or a task does with a document.
_CITES = r"引用|引了|援引|提到|依据|根据|依照|按照|遵照|参照|对照|执行|落实|贯彻|分解|制[定订]|达到|符合|废止|取代|转发|为准|按|修[订改]|针对|答复|批复|评定|评选"


_PAPER = re.compile(
    r"哪(?:一|几|两|[二三四五])?[份部](?P<of>关于[^\x00,，。?？哪]{1,14}?的)?"
    r"(?P<kind>(?:建设|国家|行业|地方|技术)?(?:公告|条例|规定|标准|规范|规程|指引|纲要|目录|细则|请示|来函|法律|法规))"
)
#: 落实哪份三年行动方案: a plan is asked for by what is done with it; else 哪份方案 may be the notice itself.
_PLAN = re.compile(
    r"哪(?:一|几|两|[二三四五])?[份个部](?P<what>[^\x00,，。?？的哪]{2,10}?)(?P<kind>方案|计划|规划|意见|办法|清单|措施)(?=的?[?？,，。]*$|[,，]?文号)"
)


#: A paper of any sort, which 份 or a number makes one.
_ANY_PAPER = r"文件?|通知|意见|方案|计划|规划|规定|办法|批复|决定|明电|公告|令|条例|细则|标准|函|报告|纲要"
#: 把哪份旧文件废止了,文号是多少: the number asked for is that of a document which the notice names.
_WHICH_PAPER = re.compile(
    rf"哪(?:一|几|两|[二三四五])?[份部](?:(?:带|有|标)(?:有|明)?文号的)?(?P<what>[^\x00,，。?？的哪]{{0,8}}?)(?P<kind>{_ANY_PAPER})(?![一-龥]*政策)"
)
#: 按市里哪个文号的文件做的.
_BY_NUMBER = re.compile(rf"(?:哪一?个|什么)文号的?(?:{_ANY_PAPER})?(?:来?[做定办搞]|制定|印发|编制)?的?")
#: 依据的国务院文件文号是什么, 提到的国务院令是第几号, 要转发的文件是哪一号.
_PAPER_WITH = re.compile(
    rf"(?<=依据的|根据的|引用的|提到的|转发的|贯彻的|落实的|参照的|执行的|废止的)(?P<what>[^,，。?？的]{{0,20}}?(?:{_ANY_PAPER}))"
    r"(?P<asks>的?(?:文号)?(?:是|为)?(?:什么|多少|啥|哪一?号|第?几号|哪一?[份个])(?:文件?)?)"
)


def _numbered_document(words: Words) -> Asking | None:
    """Read which document by the words for its number, where it is not the notice's own."""
    if match := words.search(_PAPER_WITH):
        words.take(*match.span("asks"))
        return Asking(Asked.DOCUMENT, How.LIST, "numbered", "")
    if not re.search(rf"文号|{_CITES}", words.text) or not (match := words.pull(_WHICH_PAPER)):
        return None
    words.pull(r"[,，]?[(]?文号(?:分别)?(?:是|为)?(?:什么|多少|啥)?[)]?")
    numbered = re.search(r"文号", words.text) is not None
    if match["what"]:
        words.give_back([match["what"]])
    return Asking(Asked.DOCUMENT, How.LIST, "numbered" if numbered else "", match["kind"])


def _cited_document(words: Words) -> Asking | None:
    if words.pull(_BY_NUMBER):
        return Asking(Asked.DOCUMENT, How.LIST, "numbered", "")
    for pattern in (_PAPER, _PLAN) if re.search(_CITES, words.text) else (_PAPER,):
        if match := words.pull(
            pattern
        ):  # 达到哪份标准: what has 份 or 部 is a document, whatever is done to it
            words.give_back([match.groupdict().get("of") or ""])
            return Asking(Asked.DOCUMENT, How.LIST, "", match["kind"])
    if not re.search(_CITES, words.text) or not words.search(r"哪|什么"):
        return None
    found = read_before_noun(words, only=Asked.DOCUMENT)
    if found is None and (
        match := words.pull(
            r"哪(?:一|几|两|[二三四五])?[份个部项](?:通知|方案|公告|条例|规定|标准|指引|纲要)"
        )
    ):
        found = Asking(Asked.DOCUMENT, How.LIST, "", match.group()[-2:])
    if found is None:
        return None
    marked = words.pull(r"(?:标明|写明|带|有|标有)(?:了)?文号的?") or re.search(
        r"(?:标明|写明|带|标有)了?文号", words.text
    )
    words.pull(r"[,，]?文号(?:分别)?(?:是什么|是多少|多少)?")
    return Asking(Asked.DOCUMENT, How.LIST, "numbered" if marked else "")


def _metadata(words: Words) -> Asking | None:
    for field, pattern in _METADATA:
        if words.pull(pattern):
            both = field == "validUntil" and words.pull(dict(_METADATA)["validFrom"])
            return Asking(Asked.METADATA, How.LIST, "validity" if both else field)
    if not re.search(_DUE, words.text) and words.pull(r"哪一?年(?:度)?(?!份?完成)"):
        return Asking(Asked.METADATA, How.LIST, "year")
    return None


def _where_or_when(words: Words) -> Asking | None:
    if words.pull(_WHERE):
        return Asking(Asked.PLACE)
    if words.pull(_WHEN):
        return Asking(Asked.DEADLINE if re.search(_DUE, words.text) else Asked.DATE)
    return None


def _noun_behind(words: Words) -> Asking | None:
    return read_before_noun(words) if words.search(r"哪|什么") else None


#: 多少比例, 占比是多少: a share.
_SHARE = r"(?:什么|多大|多高|多少|怎样|何种)的?(?:比例|比率|百分比|比重)|比例(?:是|为)?多少"
#: What is asked for without 多少: a share, a length, an area, any amount.
_SIZES = (
    (r"多长|全长|多高(?!的?(?:比|水平))|多远", "米"),
    (r"(?:面积)?多大面积|面积(?:有|是|为)?多[大少]|面积", "平方米"),
    (r"(?:什么|多大|多高|何种|怎样)的?(?:规模|程度|水平|幅度)|多大|多快", "?"),
)


def _figure(words: Words) -> Asking | None:
    if words.pull(r"(?:达到?|为|是|到|占|的)?百分之(?:几|多少)"):
        return Asking(Asked.NUMBER, How.LIST, "", "%")
    if words.pull(_SHARE):
        return Asking(Asked.NUMBER, How.LIST, "", "比例")
    match = words.search(
        r"(?:(?<![哪那这十好了])(?<!领(?=几[项件个]))|(?=多少))" + _NUMBER + r"(?!样|桩|块(?!钱)|档|号文)"
    )
    if match and not re.search(r"(?:是|有|叫)(?:什么|哪|啥)", words.rest[match.end() :]):
        words.take(*match.span())
        people = match["unit"] == "人口" or (
            words.after(match.end(), 1) == "人" and match["unit"] in ("", "个")
        )
        unit = "人" if people else match["unit"] or ""
        return Asking(Asked.NUMBER, How.LIST, "", unit)
    for pattern, unit in _SIZES:
        if words.pull(pattern):
            return Asking(Asked.NUMBER, How.LIST, "", unit)
    return None


def _asks_openly(words: Words) -> bool:
    return bool(words.search(r"谁|哪|(?<!有)什么|啥|多少|(?<![好十])几[个项家]"))


def _checked(words: Words) -> Asking:
    for noun_match in BY_NOUN.finditer(words.rest):
        noun = noun_of(noun_match)
        if noun_match.group() == "重点任务" and not re.search(
            r"之一|[里中]", words.rest[noun_match.end() :][:3]
        ):
            continue
        listed = noun.asked in (Asked.PRINCIPLE, Asked.GOAL, Asked.FOCUS_AREA, Asked.MEASURE)
        compound = noun_match.group() == "目标" and re.match(
            r"(?![里中当之内有是包含提写列说])[一-龥]{3}", words.rest[noun_match.end() :]
        )  # 节能目标没完成的市州: its own words follow
        if listed and not compound and noun_match.group() not in ("中心", "基地"):
            words.take(*noun_match.span())
            return Asking(noun.asked, How.CHECK, noun.field, "")
    if words.pull(r"责任部门之列|(?:责任|牵头|主管)?(?:部门|单位)(?!数|都|和|与)"):
        return Asking(Asked.DEPARTMENT, How.CHECK, "", "")
    return Asking(None, How.CHECK, "", "")
