"""Dates, numbers and issuers that a yes/no question claims: it is read as the open question, and then compared.

任务3是6月底前完成吗 asks what 任务3什么时候完成 asks, and supplies an answer: every way that open questions are
understood and answered serves both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from kg.ask.compose import tasks_query
from kg.ask.context import Ask, Found, refuse
from kg.ask.doubts import which_notice
from kg.ask.dues import DONE
from kg.ask.silence import Silence
from kg.ask.times import BY, POINT, days_of, same_date
from kg.ask.values import How, Kind, Limit, Question, Result
from kg.lexicon import match_names
from kg.numerals import canonical_number
from kg.text import fold, simple, squeeze


class Claimed(StrEnum):
    """What is claimed."""

    NUMBER = "文号"
    ISSUED = "成文日期"
    DUE = "期限"
    ISSUER = "发文机关"


class Claim(NamedTuple):
    """What a question claims, in its words, and the open questions that ask for it, the first that is answered counts.

    `whole` tells that only these can answer: a deadline may also stand in a sentence. `within` tells that an
    earlier day is claimed as well: 年底能完成吗.
    """

    kind: Claimed
    words: str
    opened: tuple[str, ...]
    whole: bool
    within: bool = False


_YES_NO = re.compile(
    r"(?:[,，]?(?:没错|对|是)?(?:吧|吗|么|嘛)|[,，]?(?:对吗|对不对|对吧|是吗|是不是|没错吧|是这样吗))[?？。!]*$"
)
_WHETHER = re.compile(r"是否|是不是|能不能|要不要")
_OPEN = re.compile(r"哪|谁|什么|啥|几[个项号月天家]|多少|何时")
_IS = r"(?:真的?|就|只|都|全部?|也|已经?)*(?:是|为|在|于|到|由)*"
_NUMBER = r"[一-龥]{0,12}[\[〔(（]?(?:19|20)\d\d[\]〕)）]?年?第?\d{1,5}号"
_ISSUES = r"(?:印发|发布|下发|签发|出台|发文|制发|颁布|公布|成文|发)"
_BODY = r"(?:(?!谁)[一-龥]){2,24}?(?:政府|[院局委办厅部署室会])"
#: What is claimed, how it is said at the end of a question, and what asks for it openly.
_CLAIMS: tuple[tuple[Claimed, re.Pattern[str], str], ...] = (
    (
        Claimed.NUMBER,
        re.compile(
            rf"的?(?:发文)?(?:文号|字号|编号){_IS}(?P<v>{_NUMBER})(?:文件?)?$|(?<=[一-龥])是(?P<w>(?!引|根|依|按|贯|落){_NUMBER})(?:文件?|通知)?$"
        ),
        "的文号是什么",
    ),
    (
        Claimed.ISSUED,
        re.compile(
            rf"的?(?:成文|印发|发布|发文|签发|下发|落款)(?:日期|时间){_IS}(?P<v>{POINT})$"
            rf"|{_IS}(?P<w>{POINT})(?:那?[天年]|的时候|份)?(?:正式|才|就)?{_ISSUES}(?:的|出来的?|了)?$"
        ),
        "是什么时候印发的",
    ),
    (
        Claimed.ISSUER,
        re.compile(
            rf"的?(?:发文|印发|发布|制发)(?:机关|单位|部门|机构){_IS}(?P<v>[一-龥]{{2,30}})$"
            rf"|(?:是|由)(?P<w>{_BODY}){_ISSUES}(?:的|出来的?)?$"
        ),
        "的发文机关是谁",
    ),
    (
        Claimed.DUE,
        re.compile(
            rf"的?(?:(?:完成)?(?:期限|时限|截止(?:日期|时间|期)?|时间要求|最后期限|完成(?:时间|日期))){_IS}(?:定在|设在)?(?P<v>{POINT}{BY}?)$"
            rf"|[,，]?(?:要求|规定|可以|必须|应当?|需要?|得|要|能|赶|做|干|办|拖|最[迟晚]|截至|截止)*{_IS}(?P<w>{POINT}{BY}?)"
            rf"(?:就|要|必须|应当?|须|得|能|会|全部|都|才|可以)*{DONE}(?:的|了)?$"
        ),
        "什么时候完成",
    ),
)


#: Of a notice without a date the year is told by its number.
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年")


def claim_of(text: str) -> Claim | None:
    """Read what a yes/no question claims of a deadline, a date, a number or an issuer; None where it claims none.

    >>> claim_of("任务3的截止时间是2023年6月底吗？")
    Claim(kind=<Claimed.DUE: '期限'>, words='2023年6月底', opened=('任务3什么时候完成',), whole=False, within=False)
    """
    plain = squeeze(simple(fold(text))).strip()
    ends = _YES_NO.search(plain)
    whether = _WHETHER.search(plain)
    if ends is None and whether is None:
        return None
    bare = plain[: ends.start()] if ends else plain.rstrip("?？。!")
    bare = _WHETHER.sub("是", bare)
    if _OPEN.search(bare):
        return None
    for kind, pattern, asks in _CLAIMS:
        if (match := pattern.search(bare)) and match.start() > 0:
            words = match["v"] or match["w"]
            about = bare[: match.start()]
            years = (about + "是哪一年的",) if _YEAR_ALONE.fullmatch(words) and kind is Claimed.ISSUED else ()
            within = re.search(r"能|可以|会|来得及", bare[match.start() :]) is not None
            return Claim(kind, words, (about + asks, *years), kind is not Claimed.DUE, within)
    return None


#: 全部任务: none of them is due later than is claimed.
_ALL = re.compile(r"全部|所有|都|全")


def held_against(context: Ask, claim: Claim, question: Question, found: Found) -> Found:
    """Say yes or no to what a question claims, by what the open question found; refuse where that is no such thing.

    :param found: the answer to the open question
    """
    if found.missing is not None or found.doubt or not found.results:
        return found
    notices = list(dict.fromkeys(quote.notice for quote in found.quotes))
    if len(notices) > 1 and len(question.notices) != 1:
        return replace(found, doubt=which_notice(notices, len(notices)))
    told = [str(result.value or result.label) for result in found.results]
    said = "、".join(result.number or result.label for result in found.results)
    within = claim.within or (len(told) > 1 and _ALL.search(question.text) is not None)
    agree = _AGREES[claim.kind](context, claim.words, told, within)
    if None in agree:
        return refuse(
            f"公文写的{claim.kind.value}是{said}，与“{claim.words}”无法比较", question, Silence.DETAIL
        )
    if len(set(agree)) > 1 and not _ALL.search(question.text):
        return refuse(f"公文写的{claim.kind.value}不止一个：{said}", question, Silence.DETAIL)
    yes = all(agree)
    if (
        yes
        and claim.kind is Claimed.DUE
        and _ALL.search(question.text)
        and (open_ones := _without_due(context, question))
    ):
        return refuse(f"有{open_ones}项任务没有写明期限，其余写的是{said}", question, Silence.DETAIL)
    result = Result("boolean", "是" if yes else "否", yes)
    return replace(found, results=(result,), remark=f"公文写的{claim.kind.value}是{said}", total=None)


def _without_due(context: Ask, question: Question) -> int:
    """Count the tasks that are meant by 全部任务 and have no deadline."""
    none = Limit(Kind.DEADLINE, "没有期限", negated=True)
    limits = [limit for limit in question.limits if limit.kind in (Kind.NOTICE, Kind.BODY)]
    return len(context.rows(tasks_query(question, [*limits, none])))


def _numbers(_context: Ask, words: str, told: Sequence[str], _within: bool) -> list[bool | None]:
    """Compare 文号: the year and the serial, and the series where it is claimed."""
    claimed = _parts(canonical_number(words) or words)
    return [_parts(one)[-2:] == claimed[-2:] and claimed[0] in ("", _parts(one)[0]) for one in told]


def _parts(number: str) -> tuple[str, ...]:
    match = re.search(
        r"(?P<series>[一-龥]*)[^\d一-龥]*(?P<year>\d{4})\D{0,3}?(?P<serial>\d{1,5})号", fold(number)
    )
    return match.group("series", "year", "serial") if match else (number, "", "")


def _dates(_context: Ask, words: str, told: Sequence[str], _within: bool) -> list[bool | None]:
    return [same_date(words, one) for one in told]


def _deadlines(context: Ask, words: str, told: Sequence[str], within: bool) -> list[bool | None]:
    """Compare deadlines by their last day; `within` claims that none is later."""
    years = {year for scope in context.directory.scopes.values() for year in scope.years}
    year = int(min(years)) if len(years) == 1 else None
    claimed = days_of(words, year)
    found: list[bool | None] = []
    for one in told:
        due = days_of(one, year) or days_of(re.sub(r"并.*", "", one), year)
        by_year = re.fullmatch(r"(?:19|20)\d\d年(?:度|内)?", words) is not None
        if due is None or claimed is None:
            found.append(None)
        elif within:
            found.append(due.last <= claimed.last)
        else:
            found.append(due.last[:4] == claimed.last[:4] if by_year else due.last == claimed.last)
    return found


def _issuers(context: Ask, words: str, told: Sequence[str], _within: bool) -> list[bool | None]:
    same = match_names(words, list(told), context.directory.home)
    return [bool(same)]


_AGREES: dict[Claimed, Callable[[Ask, str, Sequence[str], bool], list[bool | None]]] = {
    Claimed.NUMBER: _numbers,
    Claimed.ISSUED: _dates,
    Claimed.DUE: _deadlines,
    Claimed.ISSUER: _issuers,
}


def as_check(question: Question, claim: Claim) -> Question:
    """Give the open question as the yes/no question that it came from, for what is said of it."""
    return replace(question, how=How.CHECK, claim=claim.words)
