"""Which way a statement points: what a question supposes (非…不可, 不用…吗), and what a sentence says (不得, 取消).

A question is put either way, and so is a sentence; only the two together say yes or no.
"""

from __future__ import annotations

import re

from kg.ask.small_words import content_of
from kg.index.terms import terms
from kg.text import fold, simple

#: 不断, 不少于: there nothing is denied.
_NO = re.compile(
    r"无需|无须|毋须|废止|失效|作废|暂停|暂缓|停止|限批|免于|免予|免除|免(?=交|缴|提交|费|征|审|收)|取消|禁止|严禁|不(?!断|仅|但|少|同|足|超|低|高|良|动产|定期|"
    r"限|小|大|合理|法|利|便|管|论|只|可抗|稳|确定|平衡|充分|见面|跑|来|停|符|打烊|间断|中断|受|影响|耽误|规范|到位|一致|正当|变|两直)|未(?=经|予|按|能)|[尚并仍从还远]未|没有"
)
#: What asks 是不是, 能不能 denies nothing; nor does what stands before 的: 没有写明期限的,
#: 长期不能办理登记的住宅项目.
_ASKS = re.compile(
    r"(..?)[不没]\1|了没有?(?=[?？。]*$)|是否|能否|可否|有无|(?:没有?|未)[^,，。?？]{0,14}的|"
    r"不[^,，。?？]{0,14}的(?:[一-龥]{1,8}?)?(?=可以|能|是|要(?!求)|应|还|也|会|需|必须)|(?:取消|禁止|停止|暂停)了?的|"
    r"(?:长期|尚|仍|暂时?|至今)(?:不能?|未|没有)[^,，。;；:：?？]{0,24}的(?=[一-龥()]{2,12}$)"
)
#: Two denials that make a duty: 非得到场不可, 不得不到场, 不交材料就办不了.
_NOT_WITHOUT = re.compile(
    r"非(?:得|要)?(?P<a>[^,，。?？]{1,30}?)(?:不可|不行|才[行能])|(?:不得不|不能不|不可不)(?P<b>[^,，。?？]{1,30}?)(?=[吗么吧?？]|$)"
)
_NO_X_NO_Y = re.compile(
    r"(?:不|没有?)(?P<x>[^,，。?？]{1,16}?),?(?:是不是|是否)?(?:就|便)(?:[办做领报拿]不[了到]|不能|不行|不让|不给|不准|不许|不予|不得)[^,，。?？]*?(?=[吗么吧?？]|$)"
)
#: 验收未通过前不得交房, 没有规划的,不得安排: a sentence of the same two denials.
_BOTH_DENIED = re.compile(
    r"(?:未|没有?|不)[^,，。;；]{1,24}[,，]?(?:一律|均|都)?(?:不得|不能|不予|不准|不可|严禁|禁止)"
)
#: A duty that a question supposes, and the words by which a sentence lays one down or leaves a choice.
_MUST = re.compile(r"必须|要不要|需不需要|一定[要得]|强制|(?:^|还|就|都)得(?![到了出以知])")
_STRICT = re.compile(r"非得|只能|只许|先[^,，。?？]{1,24}(?:才|再)|要先")
_LAID_DOWN = re.compile(
    r"必须|(?<![需重主必])要(?![求点素闻])|须|应(?![退急用对付收])|一律|方可|才能|严格|强制|凭|需|先|只能|仅|确保|前提|[前后](?=[,，]|可|再|方|才|由)"
)
_CHOICE = re.compile(r"可(?!能|持续|靠|信|行|及性)|自愿|自主|自行|鼓励|支持|任选|参照")
#: 在不改变所有权前提下: what stays as it is; and what a question says becomes of it.
_KEPT = re.compile(
    r"(?:不(?:得)?(?:改变|变更|调整|变动|转移)(?P<a>[一-龥]{2,8}?)(?=的|前提|和|及|、|,|。|$)|(?:保持)?(?P<b>[一-龥]{2,6})(?:保持)?不变)"
)
_CHANGES = re.compile(r"改|变|转|移|换|过户|划[归拨入]|让[给渡]|交给")
_STAYS = re.compile(r"不(?:改|变|转|移|换|用[转改变移换])|保持|保留|照旧|仍|维持")
#: Words that rule one another out: whoever is one is not the other.
_CONTRARIES = (
    ("民办", "公办"),
    ("民营", "国有"),
    ("收费", "免费"),
    ("有偿", "无偿"),
    ("强制", "自愿"),
    ("保密", "公开"),
    ("线下", "线上"),
    ("临时", "长期"),
    ("专科", "本科"),
    ("兼职", "专职"),
    ("非全日制", "全日制"),
    ("提高", "降低"),
    ("上调", "下调"),
    ("增加", "减少"),
    ("放宽", "收紧"),
)
#: What a question claims, and what a sentence says that rules it out: 比经济增长快, and 基本同步; 独立, and 配合.
_CLAIMS = (
    (re.compile(r"比[^,，。?？]{1,14}(?:快|高|多|低|慢|少|大|小)"), re.compile(r"同步|持平|相当")),
    (re.compile(r"独立|独自|单独|自己一家"), re.compile(r"配合|会同|共同|联合|协同")),
    (
        re.compile(r"(?:自己|自行|自掏腰包|个人|企业)[^,，。?？]{0,4}(?:出|付|掏|交|缴|承担|负担)"),
        re.compile(r"由(?!个人|企业|本人|自)[^,，。;；]{2,14}(?:负担|承担|支付|补足|解决|垫付)"),
    ),
    (re.compile(r"全天|整天|一整?天"), re.compile(r"上午|下午|中午|半天")),
    (re.compile(r"(?:只|仅|光)(?!要|有)"), re.compile(r"面向全国|不限|不分|任何|均可|所有|各类")),
)
#: 只核查选址方案: nothing else is.
_ONLY = re.compile(r"[只仅](?P<verb>(?![有要能限])[一-龥]{2})(?P<what>[一-龥]{2,16})")
#: 除接到举报外,不得入户检查: what is said holds but for these.
_EXCEPT = re.compile(
    r"除(?:了|因|有|已)?(?P<but>[^,，。;；]{2,20}?)(?:等(?:情[形况])?)?(?:之外|以外|外)|[(,](?P<out>[^(),。;]{2,40}?)除外"
)
#: 非现金的方式: it is said of anything but what stands behind.
_OTHER_THAN = re.compile(r"非(?P<what>[一-龥]{2})")
#: A permission that a question asks for: 能不能, 可以, 准不准, 几次就够了; 不允许 asks for the ban.
_LEAVE = re.compile(
    r"能不能|可不可以|合不合|符不符合|符合|能否|可否|可以|还能|随便|行得通|够|行[吗么不]|(?<![可不才只功职技性智节产效动机潜储核])能(?![源力量耗效])(?=[^?？]{1,30}[吗么])"
    r"|(?P<no>(?<![允准])不)?(?P<allow>允许|准许|允不允许|准不准)"
)
#: 可以省掉这一步吗, 电子证照能代替纸质的吗.
_SPARED = re.compile(r"省[掉去略]|免[掉去]|代替|替代|取代")
#: 退税的货物: said of goods 不要求退税的.
_WITHOUT = re.compile(
    r"不(?:涉及?|要求|属于|含|包括|适用|需要)(?P<what>[一-龥]{2,8}?)(?=且|、|和|或|的|[,，])"
)
#: 整治继续收取已取消的费用: what is fought may not be done.
_FOUGHT = re.compile(r"整治|查处|纠正|打击|杜绝|防止|避免|遏制|取缔|严查|惩处|清理|治理")
#: The words by which a sentence gives a permission.
_GIVEN = re.compile(
    r"可(?!能|持续|靠|信|行|及性)|允许|准许|准予|鼓励|支持|自愿|自主|自行|有权|不限|均能|即能|能够|纳入|享受"
)


def denies(words: str) -> bool:
    """Tell whether words deny something; what only asks whether denies nothing.

    >>> denies("无需提交承诺书"), denies("能不能提交承诺书")
    (True, False)
    """
    return _NO.search(_ASKS.sub("", words)) is not None


def affirmed(asked: str, text: str = "") -> str:
    """Say what a question supposes by two denials without them; what a sentence says by two stays compared with it.

    >>> affirmed("还非得交承诺书不可吗?"), affirmed("不交承诺书就不能办吗?")
    ('还非得交承诺书吗?', '非得交承诺书吗?')
    """
    asked = _NOT_WITHOUT.sub(lambda match: "非得" + (match["a"] or match["b"]), asked)
    if _BOTH_DENIED.search(simple(fold(text))):
        return asked
    return _NO_X_NO_Y.sub(lambda match: "非得" + match["x"], asked)


def asks_denied(asked: str, clause: str = "") -> bool:
    """Tell whether a question supposes a denial: 不允许…吗; what is allowed may itself be one: 允许…不用批准吗.

    What is done in place of another thing leaves that out, unless the `clause` speaks of it in these words.

    >>> asks_denied("是不是不用交承诺书?"), asks_denied("还非得交承诺书吗?")
    (True, False)
    """
    if (spared := _SPARED.search(last_clause(asked))) and spared.group() not in clause:
        return True
    allowed = next((leave for leave in _LEAVE.finditer(asked) if leave["allow"]), None)
    return allowed["no"] is not None if allowed else denies(last_clause(asked))


def asks_leave(asked: str) -> bool:
    """Tell whether a question asks whether something may be done, or is enough.

    >>> asks_leave("一年去两次够吗?"), asks_leave("一年要去两次吗?")
    (True, False)
    """
    return _LEAVE.search(asked) is not None


def last_clause(asked: str) -> str:
    """Give the clause that asks: what follows the last comma, or 是不是."""
    clauses = [clause for clause in re.split(r"[,，;；]|是不是|是否", asked.rstrip("?？。!")) if clause]
    return clauses[-1] if clauses else asked


def ruled_out(asked: str, text: str) -> bool:
    """Tell whether a sentence says something that cannot be so together with what a question claims."""
    said = simple(fold(text))
    for only in _ONLY.finditer(said):
        if only["verb"] in asked and not _pairs(only["what"]) & set(terms(asked, 2)):
            return True
    return any(claim.search(asked) and other.search(said) for claim, other in _CLAIMS) or any(
        one in said and word not in said.replace(one, "") for word, one in contraries(asked)
    )


#: 新增的试点县是不是宁水县: a name, by its last character, that is claimed to be what the words before it speak of.
_IS = re.compile(
    r"^(?P<of>[^?？]{2,}?)(?:是不是|是否[是为]?|就?是|叫)(?P<name>[^,，。?？的是由归在要给报向对把每都会能和与]{1,12}?"
    r"(?P<end>[县区市镇乡村局厅院校路园岛河湖桥站]|街道|中心|公司|大学|集团))(?:吗|么|吧)?[?？]*$"
)


def name_claimed(asked: str, text: str) -> bool | None:
    """Tell whether a sentence gives what a question speaks of the name that is claimed; None where it gives none.

    A question that claims no name is so.

    >>> [name_claimed(f"新增的试点县是不是{name}?", "在宁水县试点基础上,新增原山县为试点县") for name in ("原山县", "宁水县")]
    [True, False]
    """
    claim = _IS.search(asked)
    if claim is None:
        return True
    wanted = set(terms(claim["of"], 2))
    clauses = re.split(r"[,，;；。]", simple(fold(text)))
    own = max(clauses, key=lambda clause: len(wanted & set(terms(clause, 2))))
    if claim["name"] in own:
        return True
    return False if re.search(rf"[一-龥]{{2}}{claim['end']}", own) else None


def contraries(asked: str) -> list[tuple[str, str]]:
    """Give the words of the clause that asks that have a contrary, each with it: 民办 with 公办."""
    claimed = last_clause(asked)
    both = [*_CONTRARIES, *((other, one) for one, other in _CONTRARIES)]
    return [(one, other) for one, other in both if one in claimed and one not in claimed.replace(one, "", 1)]


def stays(asked: str, text: str) -> bool | None:
    """Compare what a sentence says stays as it is with what a question says becomes of it; None where it is other.

    >>> stays("要先把所有权转给中介吗", "在不改变所有权前提下"), stays("所有权是不是不变", "在不改变所有权前提下")
    (False, True)
    """
    for match in _KEPT.finditer(simple(fold(text))):
        what = match["a"] or match["b"]
        if set(terms(what, 2)) & set(terms(asked, 2)):
            if _STAYS.search(asked):
                return True
            if _CHANGES.search(asked.replace(what, "")):
                return False
    return None


def duty_not_said(asked: str, clause: str, text: str) -> str:
    """Give the words by which a question supposes a duty, where a sentence lays none down: else empty.

    One that only tells what may be done, or what is done, says nothing of a duty.

    :param clause: the clause of the sentence `text` that is compared with the question
    """
    claimed = last_clause(asked)
    duty = _STRICT.search(claimed) or _MUST.search(claimed)
    if duty is None or asks_denied(asked):
        return ""
    said = simple(fold(text))
    what = _pairs(claimed[claimed.find(duty.group()) + len(duty.group()) :])
    if what and not what & set(terms(said, 2)):
        return duty.group()
    if _LAID_DOWN.search(simple(fold(clause))):
        return ""
    return duty.group() if _STRICT.match(duty.group()) or _CHOICE.search(said) or denies(said) else ""


def excepted(asked: str, text: str) -> bool:
    """Tell whether a question asks about what a sentence excepts, and does not except it itself."""
    if _EXCEPT.search(asked):
        return False
    wanted = _pairs(asked)
    return any(
        wanted & _pairs(match["but"] or match["out"]) for match in _EXCEPT.finditer(simple(fold(text)))
    )


def _pairs(words: str) -> set[int]:
    return set(terms(content_of(words), 2))


def other_than(asked: str, clause: str, text: str) -> bool:
    """Tell whether a clause, or its sentence, speaks of anything but what a question asks about: 非现金, 不要求退税."""
    said = [match["what"] for match in (*_OTHER_THAN.finditer(clause), *_WITHOUT.finditer(fold(text)))]
    return any(what in asked and not re.search(rf"[非不][^,，。]{{0,2}}{what}", asked) for what in said)


def fought(asked: str, before: str) -> bool:
    """Tell whether a question asks whether something may be done that a sentence names as fought.

    :param before: the sentence up to the end of the clause that names it
    """
    found = _FOUGHT.search(simple(fold(before)))
    return found is not None and asks_leave(asked) and found.group() not in asked


#: What is asked of money that somebody has to pay, and the words by which a sentence tells of it.
_COST = re.compile(r"收[^,，。?？入]{0,6}费|收钱|交钱|花钱|要钱|掏钱|付费|自费|免费|收费")
_COSTS = re.compile(r"费|免收|无偿|有偿|元")


def decides(asked: str, said: str) -> bool:
    """Tell whether a sentence decides what a question asks, and shares its matter.

    A permission is decided by one that gives or denies it, a duty by one that leaves a choice or forbids to force.
    """
    if asks_leave(asked):
        told = _GIVEN.search(said) or denies(said) or _EXCEPT.search(said)
    else:
        told = _MUST.search(asked) and re.search(r"自愿|自主|自行|强[迫制]", said)
    return bool(told) and bool(_pairs(last_clause(asked)) & set(terms(said, 2)))


def tells_cost(asked: str, said: str) -> bool | None:
    """Tell whether a sentence says what has to be paid; None where no question asks for that."""
    return _COSTS.search(said) is not None if _COST.search(asked) else None


def permission_not_said(asked: str, text: str) -> bool:
    """Tell whether a question asks for a permission, and a sentence, which says little of the matter, gives none."""
    if not asks_leave(asked) or _GIVEN.search(simple(fold(text))):
        return False
    wanted = _pairs(_LEAVE.sub(" ", last_clause(asked)))
    return 2 * len(wanted & set(terms(simple(fold(text)), 2))) < len(wanted)
