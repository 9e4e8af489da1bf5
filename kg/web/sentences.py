"""Sentences of ours in English: what went wrong, and how a question was understood."""

from __future__ import annotations

#: Code of an error -> what went wrong; the sentence in Chinese says more.
SAID = {
    "ambiguous": "Several things have this name.",
    "bad_decision": "The file of decisions has a line that cannot be read.",
    "bad_parameter": "A parameter of the query is missing, unknown, or of the wrong kind.",
    "bad_query": "The SPARQL query has a mistake.",
    "bad_question": "This cannot be a question: it is empty or too long.",
    "bad_request": "The request is not well formed.",
    "bad_setting": "A setting does not exist, or has no such value.",
    "busy": "The server is busy; please try again in a moment.",
    "stopping": "The server is stopping; please try again in a moment.",
    "damaged_library": "The library cannot be opened; build it again.",
    "internal": "The server made a mistake, and has logged it.",
    "method_not_allowed": "This address does not take this method.",
    "mismatched_vectors": "The index was made by another encoder; build the library again.",
    "misplaced_parameter": "The parameters of a form belong into its body, not into the address.",
    "missing_part": "A part that this needs is not installed.",
    "no_file": "No file was chosen.",
    "no_library": "No library was built yet; run kg build.",
    "no_such_address": "There is no such address.",
    "no_token": "To confirm or reject, open the address with the token that kg serve prints.",
    "not_acceptable": "There is no such format.",
    "not_found": "The library has nothing of this name.",
    "not_ready": "This cannot be answered now.",
    "not_renewed": "The decision is in the file, but not yet in the library; run kg build.",
    "one_query": "There must be exactly one parameter query.",
    "query_resources": "This asks for too much: the process that answered it ran out of memory.",
    "query_timeout": "This takes too long; please ask for less.",
    "read_only": "The library is read-only.",
    "refused_graph": "Only graphs of the library can be read.",
    "refused_query": "This query is not allowed here.",
    "repeated_parameter": "A parameter was given more than once.",
    "request_error": "The request is wrong.",
    "table_changed": "The library was renewed and the table is another; reload the page and export again.",
    "too_big": "This asks for too much memory; please ask for less.",
    "too_large": "The request is too large.",
    "too_many_parameters": "There are too many parameters.",
    "too_many_requests": "Too many requests at once; please try again in a moment.",
    "too_slow": "The file did not arrive in time.",
    "unknown_format": "Files of this kind are not read.",
    "unknown_host": "This server does not go by this name; see the setting hosts.",
    "unknown_origin": "Pages of other sites may not ask here; see the setting origins.",
    "unknown_token": "This is not the token; open the address that kg serve printed this time.",
    "unreadable_file": "This file cannot be read.",
    "unsupported_charset": "Only UTF-8 is understood.",
    "unsupported_media_type": "This content type is not understood.",
    "write_failed": "The library could not be written.",
}

#: What is missing from a question that is refused (see `kg.ask.silence`); the sentence in Chinese says more.
UNSAID = {
    "name": "No answer: the notices do not name what the question names.",
    "outside": "No answer: the notices do not speak of such things.",
    "topic": "No answer: nothing in the notices fits the words of the question.",
    "detail": "No answer: the notices do not say this.",
    "nothing": "No answer: nothing meets all that the question asks for.",
    "doubt": "The question can be read in several ways.",
}

#: How something is asked, what is asked, and the kinds of limits, as `kg.ask.wording` says them.
_HOW = {"多少个": "how many", "是否有": "whether there are", "哪些": "which"}
_ASKED = {
    "单位": "bodies",
    "任务": "tasks",
    "工作重点": "focus areas",
    "举措": "measures",
    "原则或方针": "principles or policies",
    "定位目标": "goals",
    "文件": "documents",
    "公文": "notices",
    "地点": "places",
    "活动": "events",
    "项目": "projects",
    "日期": "dates",
    "内容": "text",
    "数字": "numbers",
    "期限": "deadlines",
    "公文本身的信息": "facts about the notice",
    "文号": "number of the notice",
    "标题": "title of the notice",
    "发文机关": "issuer",
    "成文日期": "date of signing",
    "年份": "year",
    "施行日期": "date of entry into force",
    "有效期": "validity",
    "施行和有效期": "entry into force and validity",
}
_LIMIT = {
    "公文": "notice",
    "成文年份": "year of signing",
    "发文机关": "issuer",
    "单位": "body",
    "单位（不含承接自标题或规则的）": "body, without what it inherits",
    "任务": "task",
    "工作重点": "focus area",
    "地点": "place",
    "文件": "document",
    "课题": "research topic",
    "带数量指标": "with a target",
    "带期限": "with a deadline",
    "期限": "deadline",
    "任务与工作重点的联系": "link of tasks and focus areas",
    "多个单位共同承担": "shared by several bodies",
    "写明了单位": "that names a body",
    "主题": "about",
    "数字": "number",
    "名称": "named",
    "写有": "that says",
    "角色": "role",
    "数目": "count",
}
#: Roles and counts that are asked for, and why words of a question were linked to something.
_WORDS = {
    "牵头": "lead",
    "配合": "support",
    "督查考核": "supervise",
    "指导": "guide",
    "牵头或负责": "lead or responsible",
    "牵头、负责或配合": "lead, responsible or support",
    "最多": "most",
    "最少": "least",
    "同名": "same name",
    "简称": "short form",
    "补出或省去地名": "place name added or left out",
    "公文名称": "name of the notice",
    "地方": "place",
    "地方和年份": "place and year",
    "文号或题名": "number or title",
    "文中原词": "printed in the text",
    "意思最近": "nearest in meaning",
    "按写明的期限比较": "by the deadlines that are written",
    "公文中没有这个单位": "no notice has this body",
}


def understood(reading: str) -> str:
    """Say in English how a question was understood; its words stay as they are, and so do unusual reasons.

    >>> understood("问：多少个任务；角色：牵头；单位：“市水利局”（同名，0.90）；不含地点：“上海”")
    'how many tasks; role: lead; body: “市水利局” (same name, 0.90); not place: “上海”'
    """
    return "; ".join(map(_part, reading.split("；")))


def _part(part: str) -> str:
    kind, colon, said = part.partition("：")
    if kind == "问":
        how = next((how for how in _HOW if said.startswith(how)), "")
        asked = said.removeprefix(how)
        return f"{_HOW.get(how, '')} {_ASKED.get(asked, asked)}".strip()
    plain = kind.removeprefix("不含")
    known = ("not " if plain != kind else "") + _LIMIT.get(plain, plain)
    return f"{known}: {_told(said)}" if colon else part


def _told(said: str) -> str:
    """Translate a role or a count, or what stands in the bracket behind the words."""
    link, bracket, why = said.removesuffix("）").rpartition("（")
    if not bracket or not said.endswith("）") or "）" in why:
        return _WORDS.get(said, said)
    return f"{link} ({', '.join(_WORDS.get(one, one) for one in why.split('，'))})"
