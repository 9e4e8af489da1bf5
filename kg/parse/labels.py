"""Label words: what stands before the colon of 牵头单位： or 完成时限：, and what it says of what follows."""

from __future__ import annotations

import re
from enum import StrEnum

from kg.notice import Role


class Subject(StrEnum):
    """What a label's value is, if it is not bodies in a role."""

    DEADLINE = "deadline"
    PERSON = "person"
    OTHER = "other"


#: Word -> the role it gives. Longer words stand before the words they begin with.
ROLE_WORDS = {
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "主抓": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "协作": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "支持": Role.SUPPORT,
    "会同": Role.SUPPORT,
    "会办": Role.SUPPORT,
    "责任": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "落实": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "执行": Role.RESPONSIBLE,
    "完成": Role.RESPONSIBLE,
    "主管": Role.RESPONSIBLE,
    "指导": Role.GUIDE,
    "督导": Role.SUPERVISE,
    "督办": Role.SUPERVISE,
    "督查": Role.SUPERVISE,
    "监督": Role.SUPERVISE,
    "考核": Role.SUPERVISE,
}

_ROLE = "|".join(ROLE_WORDS)
_BODY_NOUN = "单位|部门|机构|主体|处室|科室|股室|组织|方|地区"
_PERSON_NOUN = "市领导|县领导|区领导|省领导|领导|责任人|人员|人|同志|局长|主任"

#: A label with its colon. Group `role` is the first role word, `person`, `deadline`, `other` name the rest.
LABEL = re.compile(
    r"(?:"
    rf"(?:市级?|省级?|区级?|县级?|主要|第一|直接|具体|总|共同)?(?P<role>{_ROLE})"
    rf"(?:[和及与、/]|以及)?\(?(?:(?:{_ROLE})\)?[和及与、/]?)*"
    rf"(?P<noun>市级|省级|区级|县级|有关|相关)?(?:(?P<person>{_PERSON_NOUN})|(?:{_BODY_NOUN}))"
    rf"(?:[和及与、/](?:{_ROLE}|责任)?(?:{_PERSON_NOUN}|{_BODY_NOUN}))?(?:名单)?"
    r"|(?P<deadline>(?:任务|工作|整改|完成|办结|办理|实施|推进|落实|达标|出台|计划)?"
    r"(?:完成|推进|落实)?(?:时限|时间|期限|节点|进度)(?:安排|要求|节点|进度)?)"
    r"|(?P<other>联系人|联系电话|联系方式|备注|分管领导|责任人|工作目标|预期成效|预期成果|成果形式|工作标准)"
    r")(?:\([^()]{0,12}\))?:"
)


def subject_of(label: re.Match[str]) -> Role | Subject:
    """Tell what a label's value is."""
    if label["deadline"]:
        return Subject.DEADLINE
    if label["other"]:
        return Subject.PERSON if label["other"] in {"责任人", "分管领导", "联系人"} else Subject.OTHER
    return Subject.PERSON if label["person"] else ROLE_WORDS[label["role"]]
