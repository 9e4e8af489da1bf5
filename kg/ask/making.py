"""Who drafted, approved, signed or explains a notice: by its own sentence, or not told.

The issuer is none of these: 局里哪个处室起草的, 谁批准的 are answered by what the text says of just that.
"""

from __future__ import annotations

import re

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words, refuse
from kg.ask.silence import Silence
from kg.ask.small_words import content_of
from kg.ask.values import Asked, How, Question, Result
from kg.text import fold, simple

_WHO = r"谁|哪(?:一?[个位家些几]|[位家])?"
#: An office within a body, or a person: no notice is issued by one.
_INNER = re.compile(
    r"(?:哪|什么)(?:一?[个位])?(?:处室?|科室?|股室?|领导|同志|人|干部)|[局厅委办部院][里内](?:的)?(?:哪|什么|谁)|内设机构"
)
_BODY = r"(?P<who>(?:(?![经由已并])[一-龥]){2,24}?)"
#: What is asked of, and how a text says it; None where none does.
_DEEDS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        re.compile(r"起草|草拟|拟[定订写]?的|执笔|撰写|编写|写的?(?=[?？呢啊。]*$)"),
        re.compile(rf"(?:由|[,。;:发])?{_BODY}(?:负责|牵头)?(?:起草|草拟|拟定|制[定订])(?:的|了)"),
    ),
    (
        re.compile(r"制[定订]"),
        re.compile(rf"(?:转发|批转|^|[,。;]){_BODY}(?:制[定订]|起草|拟[定订])的(?=《|<)"),
    ),
    (
        re.compile(r"批准|审批|审议|审定|核准|审核|同意|通过"),
        re.compile(
            rf"[经报]{_BODY}(?:第?[一二三四五六七八九十\d]{{1,4}}次)?(?:常务会议?|全体会议?|办公会议?)?(?:研究)?(?:审议)?(?:同意|批准|通过|审定)"
        ),
    ),
    (re.compile(r"签发|签署|签的"), None),
    (re.compile(r"解释"), re.compile(rf"由{_BODY}(?:会同[^,。;]{{2,20}})?(?:负责|承担)(?:具体)?解释")),
)
#: So many characters of other words may be left: the question is about the notice itself.
_LEFT = 2
#: Words for the notice itself.
_ITSELF = re.compile(r"这[份个]|本|该|(?:通知|文件|公文|方案|意见|措施|清单|政策|要点|办法|任务|表)")


def made_by(context: Ask, question: Question) -> Found | None:
    """Find who did to the notice what is asked, or refuse; None where something else is asked."""
    text = simple(fold(question.text))
    asked = next(((said, told) for words, told in _DEEDS if (said := words.search(text))), None)
    of_notice = question.asked in (Asked.DEPARTMENT, Asked.TEXT) or question.field == "issuer"
    if asked is None or not of_notice or question.how is not How.LIST or not re.search(_WHO, text):
        return None
    said, told = asked
    left = _ITSELF.sub("", question.topic.replace(said.group(), ""))
    if len(context.notices) != 1 or len(content_of(_INNER.sub("", left))) > _LEFT:
        return None
    if inner := _INNER.search(text):
        what = re.sub(r"^(?:哪|什么)(?:一?[个位])?", "", inner.group())
        office = what if inner.group()[0] in "哪什" else "内设机构"
        return refuse(f"公文没有写明由哪个{office}{said.group().rstrip('的')}", question, Silence.DETAIL)
    if told and (found := _told(context, question, told)):
        return found
    if question.field == "issuer":  # 谁制定的: whoever issues its own plan has made it
        return None
    return refuse(f"公文没有写明由谁{said.group().rstrip('的')}", question, Silence.DETAIL)


def _told(context: Ask, question: Question, told: re.Pattern[str]) -> Found | None:
    for at in context.layout.rows(context.notices):
        passage = context.index.passages[int(at)]
        for match in told.finditer(fold(passage.text)):
            if not _OF_NOTICE.search(fold(passage.text)[max(0, match.start() - 60) : match.end() + 80]):
                continue
            who = passage.text[match.start("who") : match.end("who")]
            quotes = quote_words(context, int(at), passage.text[match.start("who") : match.end()])
            query = passage_query(passage.iri)
            return Found((Result("department", who),), quotes, query, 0.85, limits=question.limits)
    return None


#: What makes a sentence one about the notice, and not about what it provides for.
_OF_NOTICE = re.compile(
    r"印发给|转发给|现将|现予|予以(?:印发|转发|公布)|本(?:通知|方案|意见|办法|措施|规定|细则|政策|计划|要点)|已经"
)
