"""The answer as a sentence, and the reading in words."""

from __future__ import annotations

from kg.ask.context import Found
from kg.ask.roles import IN_CHARGE, LEADS_OR_HELPS
from kg.ask.values import Asked, How, Kind, Question

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
        parts.append(f"{'不含' if limit.negated else ''}{_LIMIT[limit.kind]}：{link}{why}")
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
