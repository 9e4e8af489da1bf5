"""Several readings that are as good: whose 市科技局, which notice's number. The user is asked; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.ask.context import Ask, Doubt, Found
from kg.ask.values import Asked, How, Kind, Question
from kg.index.rows import notice_of

#: Words that ask for all of them.
_ALL = re.compile(
    r"各[地市省个县区份]|哪[些几一]?个?(?:城市|[省市地]|通知|公文|文件)|所有|全部|分别|每[份个]|每一|库里|库中"
)
#: What is asked of one notice.
_OF_ONE = (
    Asked.METADATA,
    Asked.PRINCIPLE,
    Asked.GOAL,
    Asked.FOCUS_AREA,
    Asked.MEASURE,
)
#: Readings that are told, at most.
_MOST = 8


#: 杭州和湖州: both are meant.
_JOINED = re.compile(r"[和与及、]")


def doubt_before(context: Ask, question: Question) -> Doubt | None:
    """Tell whether a body of several places is all that a question names: nothing could tell which is meant."""
    if question.denial:
        return Doubt(f"没有读懂问题里否定的说法“{question.denial}”", ())
    if _without_subject(question):
        return Doubt("没有说明负责的是什么事；例如：谁负责人才招聘？", ())
    if doubt := _whose_office(context, question):
        return doubt
    only = all(limit.kind in (Kind.BODY, Kind.NOTICE) for limit in question.limits)
    if not only or question.content or _ALL.search(question.text):
        return None
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY]
    names = tuple(_bodies_meant(context, question)) if len(bodies) == 1 else ()
    return _whose(names) if names else None


#: Offices that every bureau has one of: 办公室, 财务科, 各科室.
_OFFICE = re.compile(r"办公室|各?[一-龥]{0,3}(?:[科股处]室?)")


def _whose_office(context: Ask, question: Question) -> Doubt | None:
    """Tell whether an office is named that several notices have, none of which the question names."""
    offices = [
        limit
        for limit in question.limits
        if limit.kind is Kind.BODY and limit.values and _OFFICE.fullmatch(limit.words)
    ]
    listed = question.asked is Asked.TASK and question.how is How.LIST
    if not offices or not listed or question.notices or _ALL.search(question.text):
        return None
    notices = sorted(context.directory.naming(offices[0].values) & set(context.directory.scopes))
    if len(notices) < 2:
        return None
    entries = [context.entry(notice) for notice in notices[:_MOST]]
    return which_notice([entry.number or entry.label for entry in entries], len(notices))


def _without_subject(question: Question) -> bool:
    """Tell whether a question asks who is responsible, and does not say what for: 谁负责."""
    said = question.limits or question.content or question.having or question.besides or question.denial
    if said or question.asked is not Asked.DEPARTMENT or question.how is not How.LIST:
        return False
    pattern = _WHO if question.in_charge else _WHO_ALONE
    return pattern.search(question.text) is not None


#: One who is asked for, of no task in particular.
_WHO = re.compile(r"^(?![^?？]*(?:任务|工作))[^?？]*(?:谁|哪(?:一)?[个家](?:单位|部门)?)")
_WHO_ALONE = re.compile(r"^是?(?:谁|哪(?:一)?[个家](?:单位|部门)?)[?？。]*$")


def _whose(names: tuple[str, ...]) -> Doubt:
    return Doubt(f"几个地方都有这个单位，请说明是哪里的：{'；'.join(names)}", names)


def doubt_of(context: Ask, question: Question, found: Found) -> Doubt | None:
    """Tell whether an answer mixes what belongs to several places or notices, none of which was named."""
    notices = list(dict.fromkeys(quote.notice for quote in found.quotes))
    several = any(limit.kind is Kind.NOTICE and _JOINED.search(limit.words) for limit in question.limits)
    one = len(question.notices) == 1  # another that cites it proves the same
    if several or one or len(notices) < 2 or _ALL.search(question.text):
        return None
    names = tuple(_bodies_meant(context, question))
    if names:
        return _whose(names)
    of_one = question.asked in _OF_ONE and not any(limit.kind in _NAMED for limit in question.limits)
    of_one |= question.asked is Asked.DEADLINE and question.how is not How.COUNT
    if of_one or (question.asked is Asked.DEPARTMENT and _of_several_places(context, found)):
        return which_notice(notices, len(notices))
    return None


def doubt_of_topic(context: Ask, question: Question) -> Doubt | None:
    """Tell whether the tasks that a topic means are of several places: 建设农村公厕 by many cities."""
    tasks = {value for limit in question.limits if limit.kind is Kind.MEANING for value in limit.values}
    return _of_places(context, question, sorted(set(map(notice_of, tasks))))


def doubt_of_page(context: Ask, question: Question, notices: Sequence[str]) -> Doubt | None:
    """Tell whether the notices of which only the first were looked at are of several places, and none was named."""
    if any(limit.kind is Kind.NOTICE and _JOINED.search(limit.words) for limit in question.limits):
        return None
    return _of_places(context, question, notices)


def _of_places(context: Ask, question: Question, notices: Sequence[str]) -> Doubt | None:
    places = {home for notice in notices for home in context.directory.scopes[notice].homes}
    if len(places) < 2 or question.how is not How.LIST or _ALL.search(question.text):
        return None
    entries = [context.entry(notice) for notice in notices[:_MOST]]
    return which_notice([entry.number or entry.label for entry in entries], len(notices))


def which_notice(notices: Sequence[str], count: int) -> Doubt:
    """Ask back which of several notices is meant.

    :param count: how many they are, of which the first are told
    """
    told = tuple(notices[:_MOST])
    more = f"等{count}份" if count > _MOST else ""
    return Doubt(f"几份公文都有这方面的内容，请说明是哪一份：{'；'.join(told)}{more}", told)


#: What is named leaves no doubt.
_NAMED = {Kind.TASK, Kind.BODY, Kind.DOCUMENT, Kind.AREA}


def _bodies_meant(context: Ask, question: Question) -> Iterator[str]:
    """Give the bodies of several places that one name of the question is linked to: 杭州市的市科技局."""
    if any(limit.kind is Kind.NOTICE and _JOINED.search(limit.words) for limit in question.limits):
        return
    for limit in question.limits:
        if limit.kind is not Kind.BODY or limit.negated:
            continue
        entries = [context.entry(value) for value in limit.values]
        places = {entry.place for entry in entries if entry.place}
        if len(places) > 1 and not _named_apart(question, places):
            said = dict.fromkeys(f"{entry.place}的{entry.label}" for entry in entries if entry.place)
            yield from list(said)[:_MOST]
            return


def _named_apart(question: Question, places: set[str]) -> bool:
    """Tell whether the question names bodies of several places itself: 杭州市科技局和湖州市科技局."""
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY]
    return len(bodies) > 1 and all(any(place[:2] in limit.words for place in places) for limit in bodies)


def _of_several_places(context: Ask, found: Found) -> bool:
    """Tell whether an answer names bodies of several places where the question asks for a fact of one."""
    places = {
        context.entry(result.iri).place
        for result in found.results
        if result.type == "department" and result.iri
    }
    return len(places - {"", "国家"}) > 1
