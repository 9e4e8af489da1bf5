"""What the words of a question that can be either come to be: a place a limit or a topic, a document a notice."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.ask.denials import denial_left
from kg.ask.directory import Directory
from kg.ask.grounding import is_latin
from kg.ask.small_words import content_of, is_short_word
from kg.ask.tasks import unnamed
from kg.ask.values import Asked, How, Kind, Limit, Question
from kg.ask.words import Words

#: Why a year limits tasks: no notice is of it, and a text prints it.
PRINTED_YEAR = "不是公文的年份，按写有它的任务"


def settle(question: Question, words: Words, directory: Directory, *, known: bool) -> Question:
    """Decide what is topic and what is limit, and what is asked where no word says it.

    :param known: whether a word said what is asked
    """
    years = [limit for limit in question.limits if limit.reason == PRINTED_YEAR]
    limits = [_as_notice(limit, question, directory) for limit in question.limits if limit not in years]
    question = _of_itself(question, limits, words)
    if question.asked is Asked.DOCUMENT:  # 依据省政府的哪份文件: whose document, not whose tasks
        limits = [limit for limit in limits if not _issues(limit, words)]
    places = [limit for limit in limits if limit.kind is Kind.PLACE and limit.values and not limit.negated]
    said = "".join(limit.label for limit in limits if limit.kind is Kind.AREA)
    said += "合作课题研究专题" if any(limit.kind is Kind.TOPIC_TASK for limit in limits) else ""
    if question.asked not in (Asked.TASK, Asked.DEPARTMENT, Asked.DOCUMENT) or question.how is How.CHECK:
        # they are what it is about, but where all their words are small ones: “一件事一次办”
        quoted = [limit for limit in limits if limit.kind is Kind.PRINTED and content_of(limit.words)]
        limits = [limit for limit in limits if limit not in quoted]
        words.give_back([limit.words for limit in quoted])
    names = re.compile("|".join(re.escape(place.words) for place in places) or "$^")
    left = [part.strip() for part in words.left()]
    denial = denial_left(left) if question.how is not How.CHECK else ""
    content = _contents([names.sub("", part) for part in left], said)
    content = content or _short_subject(question, limits, left)
    of_tasks = question.asked in (Asked.TASK, Asked.DEPARTMENT) or (question.how is How.CHECK and not known)
    if question.asked is not Asked.TASK and directory.home:  # the city's own departments are in the city
        of_tasks &= not any(directory.home.place.startswith(place.words) for place in places)
    if content or not of_tasks:
        limits = [limit for limit in limits if limit not in places]
        left = _with_places(words, places)
    topic = " ".join(left) if content else ""
    question = replace(
        question,
        limits=tuple(limits),
        topic=topic,
        content=(_contents(left, said) or content) if topic else "",
    )
    if is_latin(topic):  # an English sentence's small words pull it away from every Chinese passage
        question = replace(question, topic=re.sub(r"\s+", " ", question.content).strip())
    if not known:
        question = replace(question, asked=_default(question))
    bodies = sum(limit.kind is Kind.BODY and not limit.negated for limit in question.limits)
    if question.having and question.having.comparison in ("most", "least") and bodies > 1:
        question = replace(question, asked=Asked.DEPARTMENT)  # 甲局和乙局哪个任务多: one of the two
    if _means_tasks(question, directory):
        question = replace(question, asked=Asked.TASK)
    limits += years if _lists_tasks(question) else []
    return replace(question, limits=(*limits, *_shared(question), *_both_roles(question)), denial=denial)


def _both_roles(question: Question) -> list[Limit]:
    """Read two roles of one body as two conditions: 市教育局配合什么,其中由它牵头的有几项."""
    bodies = [limit for limit in question.limits if limit.kind is Kind.BODY and not limit.negated]
    if question.asked is not Asked.TASK or len(bodies) != 1 or question.role is None:
        return []
    (body,) = bodies
    return [replace(body, role=question.role)] if body.role not in (None, question.role) else []


def _lists_tasks(question: Question) -> bool:
    """Tell whether tasks or their bodies are listed: then each of them must print a year that no notice is of."""
    return question.asked in (Asked.TASK, Asked.DEPARTMENT) and question.how is not How.CHECK


def _short_subject(question: Question, limits: list[Limit], left: list[str]) -> str:
    """Give the short word that says what somebody is responsible for, where no limit says it: 谁负责城管."""
    who = question.asked is Asked.DEPARTMENT and question.in_charge and question.having is None
    if not who or any(limit.kind is not Kind.NOTICE for limit in limits):
        return ""
    return next(filter(is_short_word, left), "")


def _of_itself(question: Question, limits: list[Limit], words: Words) -> Question:
    """Take what a notice of the library is for its title: 国发〔2019〕3号是什么文件."""
    named = any(
        limit.kind is Kind.NOTICE and _WHAT_PAPER.match(words.text, _end(limit, words)) for limit in limits
    )
    if question.asked is not Asked.DOCUMENT or not named:
        return question
    return replace(question, asked=Asked.METADATA, field="title")


def _end(limit: Limit, words: Words) -> int:
    return words.text.find(limit.words) + len(limit.words)


_WHAT_PAPER = re.compile(
    r"是(?:一?[份个])?(?:什么|啥|哪一?[份个]?)(?:样的)?(?:文件|公文|通知)(?:[呢呀啊?？。]|$)"
)


def _issues(limit: Limit, words: Words) -> bool:
    """Tell whether a body stands before the document asked for: 省政府的哪份文件, 国家粮储局文件."""
    end = words.text.find(limit.words) + len(limit.words)
    return limit.kind is Kind.BODY and _PAPER_OF.match(words.text, end) is not None


_PAPER_OF = re.compile(r"的?(?:哪|什么|[^,，。的]{0,4}(?:文件|令|通知|意见|规定|批复|明电|公告|办法))")


def _of_tasks(question: Question, directory: Directory) -> bool:
    """Tell whether the measures asked for are tasks: those of a body, or of a notice that has only such ones."""
    bodies = any(limit.kind is Kind.BODY and not limit.negated for limit in question.limits)
    said_in = re.search(r"提出|讲|说|写|提到|下面|里面", question.text)
    return (bodies and not said_in) or (directory.has("task") and not directory.has("measure"))


def _means_tasks(question: Question, directory: Directory) -> bool:
    """Tell whether the projects, measures or aims asked for are tasks."""
    if question.asked is Asked.PROJECT:
        return not question.content and _held_by_tasks(question)
    if question.asked is Asked.MEASURE:
        return _of_tasks(question, directory)
    if question.asked is Asked.FOCUS_AREA:  # 重点任务 of a notice that has no focus areas
        return not directory.has("focus_area") and _KEY_TASKS.search(question.text) is not None
    if question.asked is Asked.TEXT:
        duty = _DUTY.search(unnamed(question)) or (not question.content and _TO_DO.search(unnamed(question)))
        return bool(duty) and _of_somebody(question, directory)
    return question.asked in (Asked.GOAL, Asked.NUMBER) and _of_somebody(question, directory)


_KEY_TASKS = re.compile(r"重点(?:任务|工作|事项)")
#: 民政所负责整治哪个行业, 建设部门负责哪一项整治: what somebody is responsible for is a task.
_DUTY = re.compile(
    r"(?:牵头|主办|主抓|负责|承担|分管|参与|参加|配合|协办)[一-龥]{0,4}(?:哪(?:一|几|[两二三四五])?[项件桩]|(?:哪(?:一|几|[两二三四五])?[个些块片类]|什么)(?:行业|领域|方面|内容|整治|检查|区域|片区|问题|难题|案件))"
)
#: 市财政局要落实哪些内容: where nothing else is said, what a body has to do.
_TO_DO = re.compile(
    r"(?:落实|执行|完成|推进|负责|承担|参与|抓好?)[一-龥]{0,4}(?:哪|什么)[一-龥]{0,4}(?:内容|方面|东西|[条项点])"
)
#: 市发改委牵头哪几项指标, 扛的是哪些指标, 主办的是哪一项目标: an aim that somebody has is a task.
_AIMS = re.compile(
    r"(?:牵头|主办|主抓|负责|承担|担责|责任|扛|背|参与|参加|配合|协办)[^,，。?？]{0,12}(?:哪|什么|啥|几)[^,，。?？]{0,8}(?:指标|目标|[项个]|$|[?？])"
)


def _of_somebody(question: Question, directory: Directory) -> bool:
    """Tell whether the aims asked for are those of a body: then they are its tasks."""
    bodies = any(limit.kind is Kind.BODY and limit.values and not limit.negated for limit in question.limits)
    if not bodies or not directory.has("task"):
        return False
    if question.asked is Asked.TEXT:
        return question.how is How.LIST
    if question.how is How.CHECK:
        return question.asked is Asked.GOAL
    return _AIMS.search(question.text) is not None and not re.search(r"多少", question.text)


def _held_by_tasks(question: Question) -> bool:
    """Tell whether the projects asked for are tasks: what somebody leads, what has a deadline, is one."""
    kinds = {Kind.BODY, Kind.ROLE, Kind.TARGET, Kind.DEADLINE, Kind.SHARED}
    return question.role is not None or any(limit.kind in kinds for limit in question.limits)


def _contents(parts: list[str], said: str) -> str:
    bare = list(dict.fromkeys(filter(None, (content_of(part, said) for part in parts))))
    found = " ".join(one for one in bare if not any(one in other for other in bare if other != one))
    return found if len(found) > 1 else ""


def _shared(question: Question) -> list[Limit]:
    """Read what X does together, with whomever, as X's tasks that have more than one body."""
    bodies = sum(limit.kind is Kind.BODY for limit in question.limits)
    shared = any(limit.kind is Kind.SHARED for limit in question.limits)
    if not question.together or shared or bodies != 1 or question.asked is not Asked.TASK:
        return []
    return [Limit(Kind.SHARED, "共同", reason="文中列了多个单位")]


def _as_notice(limit: Limit, question: Question, directory: Directory) -> Limit:
    """Take a document that is itself a notice of the library for where to look, unless citing it is asked for."""
    own = limit.kind is Kind.DOCUMENT and limit.values
    if not own or question.asked is Asked.NOTICE:
        return limit
    notices = all(directory.entry(value).kind == "notice" for value in limit.values)
    return replace(limit, kind=Kind.NOTICE) if notices else limit


def _with_places(words: Words, places: list[Limit]) -> list[str]:
    """Put the places back among the words of the topic."""
    rest = words.rest
    for place in places:
        at = words.text.find(place.words)
        rest = rest[:at] + place.words + rest[at + len(place.words) :]
    return [part for part in re.split(r"[\x00,.;:!?、。]+", rest) if part.strip()]


def _default(question: Question) -> Asked:
    """Say what is asked where no word does: a document by its number, else the tasks that the limits leave."""
    kinds = {limit.kind for limit in question.limits}
    if question.how is How.CHECK:
        return Asked.TASK
    if kinds == {Kind.DOCUMENT} and not question.topic:
        return Asked.DOCUMENT
    if kinds & _TELL_TASKS:
        return Asked.TASK
    return Asked.DOCUMENT if Kind.DOCUMENT in kinds else Asked.TEXT


#: Limits that only tasks meet.
_TELL_TASKS = {
    Kind.BODY,
    Kind.TASK,
    Kind.AREA,
    Kind.TOPIC_TASK,
    Kind.TARGET,
    Kind.DEADLINE,
    Kind.DUE,
    Kind.SHARED,
}
