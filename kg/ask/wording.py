"""The answer as a sentence, and the reading in words."""

from __future__ import annotations

from kg.ask.context import Found
from kg.ask.roles import IN_CHARGE, LEADS_OR_HELPS
from kg.ask.values import Asked, How, Kind, Limit, Question

_ASKED = {
    Asked.DEPARTMENT: "单位",
    Asked.TASK: "任务",
    Asked.FOCUS_AREA: "工作重点",
    Asked.MEASURE: "举措",
    Asked.PRINCIPLE: "原则或方针",
    Asked.GOAL: "定位目标",
    Asked.DOCUMENT: "文件",
    Asked.NOTICE: "公文",
    Asked.PLACE: "地点",
    Asked.EVENT: "活动",
    Asked.PROJECT: "项目",
    Asked.DATE: "日期",
    Asked.TEXT: "内容",
    Asked.NUMBER: "数字",
    Asked.DEADLINE: "期限",
    Asked.METADATA: "公文本身的信息",
}
_LIMIT = {
    Kind.NOTICE: "公文",
    Kind.BODY: "单位",
    Kind.OWN_BODY: "单位（不含承接自标题或规则的）",
    Kind.TASK: "任务",
    Kind.AREA: "工作重点",
    Kind.PLACE: "地点",
    Kind.DOCUMENT: "文件",
    Kind.TOPIC_TASK: "课题",
    Kind.TARGET: "带数量指标",
    Kind.DEADLINE: "带期限",
    Kind.DUE: "期限",
    Kind.LINKED: "任务与工作重点的联系",
    Kind.SHARED: "多个单位共同承担",
    Kind.ROLE: "写明了单位",
    Kind.MEANING: "主题",
    Kind.NUMBER: "数字",
    Kind.NAMED: "名称",
    Kind.PRINTED: "写有",
    Kind.DATE: "成文年份",
    Kind.ISSUER: "发文机关",
}
_ROLE = {
    "kg:leadBody": "牵头",
    "kg:supportBody": "配合",
    "kg:superviseBody": "督查考核",
    "kg:guideBody": "指导",
    IN_CHARGE: "牵头或负责",
    LEADS_OR_HELPS: "牵头、负责或配合",
}
_FIELD = {
    "number": "文号",
    "title": "标题",
    "issuer": "发文机关",
    "date": "成文日期",
    "year": "年份",
    "validFrom": "施行日期",
    "validUntil": "有效期",
    "validity": "施行和有效期",
}


def describe(question: Question) -> str:
    """Say how a question was understood: what is asked, and each limit with what it was linked to.

    Every link names its reason, and how sure it is where it is not certain.
    """
    asked = (
        _FIELD.get(question.field, _ASKED[question.asked])
        if question.asked is Asked.METADATA
        else _ASKED[question.asked]
    )
    how = {How.COUNT: "多少个", How.CHECK: "是否有", How.LIST: "哪些"}[question.how]
    parts = [f"问：{how}{asked}"]
    if question.role in _ROLE:
        parts.append(f"角色：{_ROLE[question.role]}")
    for limit in question.limits:
        linked = limit.label or ("" if limit.values or limit.kind in _FREE else "（库中没有）")
        link = f"“{limit.words}”" + (f"→{linked}" if linked and linked != limit.words else "")
        why = (
            f"（{limit.reason}{'' if limit.certainty >= 0.99 else f'，{limit.certainty:.2f}'}）"
            if limit.reason
            else ""
        )
        role = f"（{_ROLE[limit.role]}）" if limit.kind is Kind.BODY and limit.role in _ROLE else ""
        parts.append(f"{'不含' if limit.negated else ''}{_LIMIT[limit.kind]}{role}：{link}{why}")
    if question.having:
        words = {"most": "最多", "least": "最少"}.get(question.having.comparison)
        parts.append(f"数目：{words or f'{question.having.comparison}{question.having.count}'}")
    if question.topic and not any(limit.kind is Kind.MEANING for limit in question.limits):
        parts.append(f"主题：“{question.topic}”")
    if question.claim:
        parts.append(f"与所问的“{question.claim}”比较")
    return "；".join(parts)


_FREE = {Kind.TOPIC_TASK, Kind.TARGET, Kind.DEADLINE, Kind.LINKED, Kind.SHARED, Kind.ROLE}


def say(question: Question, found: Found) -> str:
    """Say the answer in one Chinese sentence."""
    remark = f"（{found.remark}）" if found.remark else ""
    results = found.results
    if question.how is How.CHECK:
        return f"{results[0].label}。{remark}"
    if results[0].type == "task":
        tasks = "；".join(f"任务{result.value}：{result.label}" for result in results)
        number = f"共{len(results)}项" if found.count == len(results) else f"其中{len(results)}项"
        return f"{number}：{tasks}。{remark}" if len(results) > 1 else f"{tasks}。{remark}"
    if results[0].type == "document":
        named = [f"《{r.label}》" if r.label != r.number else r.label for r in results]
        numbers = [f"（{r.number}）" if r.number and r.number != r.label else "" for r in results]
        return "、".join(name + number for name, number in zip(named, numbers, strict=True)) + f"。{remark}"
    return "、".join(result.label for result in results) + f"。{remark}"


#: Limits that leave the tasks which the question is about.
OF_ONE = {Kind.MEANING, Kind.TASK}


_DOES = {
    "kg:leadBody": "由其牵头",
    "kg:guideBody": "由其指导",
    "kg:supportBody": "由其配合",
    "kg:superviseBody": "由其督查考核",
}
#: Roles that a notice need not name anybody for.
_MAY_LACK = {"kg:supportBody": "配合单位", "kg:superviseBody": "由哪个单位督查考核"}


def nothing_meets(question: Question, what: str) -> str:
    """Say what the notices do not tell: of the whole notice only where nothing else limits the question."""
    narrowing = [limit for limit in question.limits if limit.kind is not Kind.NOTICE]
    where = "这些任务" if narrowing or question.topic else "公文"
    if question.role in _MAY_LACK and what == "单位":
        return f"{where}没有写明{_MAY_LACK[question.role]}"
    if len(narrowing) == 1 and narrowing[0].kind is Kind.DEADLINE:
        return "公文的任务都写明了期限" if narrowing[0].negated else "公文的任务都没有写明期限"
    others = [limit for limit in question.limits if not limit.negated]
    out = [
        limit.label or limit.words for limit in question.limits if limit.negated and limit.kind is Kind.BODY
    ]
    if what == "单位" and out and any(limit.kind in OF_ONE for limit in others):
        return f"除{'、'.join(out)}外，公文没有写别的单位"
    if what == "单位" and question.together:
        return "公文没有写与其共同承担任务的单位"
    limits = "、".join(map(_condition, question.limits))
    limits += f"、{_DOES[question.role]}" if question.role in _DOES else ""
    return f"公文中没有符合条件（{limits or '无条件'}）的{what}"


def _condition(limit: Limit) -> str:
    """Say a limit in a refusal, a body with what it is to do: 由市商务局配合."""
    named = limit.label or limit.words
    does = _DOES.get(limit.role or "", "") if limit.kind is Kind.BODY else ""
    return ("非" if limit.negated else "") + (does.replace("其", named) if does else named)
