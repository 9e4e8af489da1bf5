"""Whether a quantity is to be reached, or only counts what is named, or says what a rule applies to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.find.quantities import Printed
from kg.notice import Bound

#: Verbs of achievement: what stands after them comes about by the task.
_ACHIEVES = re.compile(
    "培训|培养|培育|引进|引育|引入|招引|促成|实现|新增|净增|增设|新建|改建|扩建|建成|建设|建立|共建|打造|形成|完成|开展|组织|举办|举行"
    "|召开|承办|发放|推出|创建|创成|改造|吸引|落户|签约|落地|认定|评选|选派|选树|招募|招聘|招收|开通|开辟|开行|布局|争取|制定|制订"
    "|修订|整治|开发|设立|新设|投放|投用|新开工|开工|竣工|办理|兑现|帮扶|帮助|安置|解决|筹集|筹建|募集|提供|安排|投入|投资|融资|恢复"
    "|转化|孵化|申报|获批|配备|配置|种植|绿化|修复|治理|搬迁|拆除|清理|淘汰|关停|减少|压减|节约|交付|供应|出让|收储|编制|出台|发布"
    "|遴选|入库|升级|派遣|增加|扩大|达产|投产|处置|化解|消化|盘活|征收|回收|生产|销售|接待|输送|受理|抽查|走访|排查|参加"
    "|推动|推进|覆盖|服务|惠及|实施"
)
#: Verbs that are said of what there is already, too: a time by which it is done makes it a target.
_NEEDS_TIME = frozenset({"推动", "推进", "服务", "覆盖", "惠及"})
_BY_TIME = re.compile(r"年底|年内|全年|月底|\d{4}年|今年|本年|季度|力争|确保|争取")
#: Verbs of holding and building after which 一次, 一场, 一座 count; elsewhere 一 is an article.
_HOLDS_ONE = re.compile(
    r"(?:举办|举行|召开|组织开展|组织|开展|承办)了?一[次场届项]$|(?:新建|建成|建设|改建)了?一[所座处家]$"
)
_ONE_AS_NAME = re.compile(r"性|办|告知|申报|提交|受理|到位|审|评")
#: Money that is given, before or after its amount.
_GIVES = re.compile(r"(?:给予|奖励|补助|补贴|奖补|资助|发放|支持|贴息|补偿)[^,。;]{0,24}$")
_GIVEN = re.compile(r"[^,。;\d]{0,12}(?:奖励|补助|补贴|奖补|资助|贴息|支持|激励)")
#: A share or amount that changes: 增长10%, 降至1%.
_CHANGES = re.compile(
    r"(?:增长|提升|提高|增加|上升|降低|下降|下调|减少|压缩|压减|缩短|缩减|精简|优化|扩大|保持|稳定|完成|实现|增|升|降|减)"
    r"(?:了|约|近|在|同比|到|至)?$"
)
#: A clause that says to what something is given or done: its quantities are thresholds.
_CONDITION = re.compile(
    r"(?:对于?|凡|且|或)(?!.*(?:给予|奖励|补助|补贴|奖补|资助|开展|组织|实施(?!的)|举办|提高|提升|压缩|降|提供))"
)
#: A list whose members are counted at its end: 包括甲、乙、丙3个事项.
_SUMS = re.compile(r"包括|包含|涉及|涵盖|以下|上述")
#: What may stand behind a quantity that is set; a noun there is one that the quantity describes.
_CLOSES = re.compile(r"$|[,。;:)、!|]|且|并|和|及|以及|的(?:目标|要求|水平)")
_OF_SOMETHING = re.compile(r"的")
_SHORT_TIMES = frozenset({"个工作日", "工作日", "小时", "个小时", "分钟", "天", "日"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A quantity with the words of its clause, folded: those before, 40 earlier characters, those after."""

    quantity: Printed
    head: str
    bare_head: str  # the head without the words that bound the quantity
    earlier: str
    printed: str
    after: str

    @classmethod
    def of(cls, folded: str, clause_start: int, quantity: Printed) -> Setting:
        """Cut the words out of the text."""
        return cls(
            quantity,
            folded[clause_start : quantity.start],
            folded[clause_start : quantity.bound_start],
            folded[max(0, clause_start - 40) : clause_start],
            folded[quantity.start : quantity.end],
            folded[quantity.end : quantity.end + 30],
        )


def is_target(setting: Setting) -> bool:
    """Tell whether the quantity is one that is to be reached, from the words around it."""
    quantity = setting.quantity
    if _CONDITION.match(setting.head):
        return False
    if setting.printed.startswith("一") and quantity.number == 1 and quantity.bound is None:
        return bool(
            _HOLDS_ONE.search(setting.head + setting.printed) and not _ONE_AS_NAME.match(setting.after)
        )
    if quantity.is_time:
        return _is_time_limit(setting)
    if quantity.is_share or quantity.is_money:
        return _is_set_amount(setting)
    return _is_counted(setting)


def _is_time_limit(setting: Setting) -> bool:
    """3个工作日内办结, 压缩至2年; not 近三年内, 离校两年内."""
    quantity = setting.quantity
    is_bounded_before = quantity.bound_start < quantity.start
    return quantity.bound is Bound.AT_MOST and (quantity.unit in _SHORT_TIMES or is_bounded_before)


def _is_set_amount(setting: Setting) -> bool:
    """达到80%, 增长10%, 给予最高50万元补助; not 按销售额的2%, not 投资500万元以下的项目."""
    quantity, after = setting.quantity, setting.after
    changes = _CHANGES.search(setting.head) is not None
    if _describes(setting) and not changes:
        return False
    given = quantity.is_money and (_GIVES.search(setting.head) or _GIVEN.match(after))
    if quantity.bound or given or changes:
        return True
    verb = _verb(setting)
    return (
        quantity.is_money and verb is not None and bool(_CLOSES.match(after) or _is_adjacent(setting, verb))
    )


def _is_counted(setting: Setting) -> bool:
    """引进6个项目, 新增项目6个; not 包括甲、乙、丙3个事项, not 9条步行街."""
    verb = _verb(setting)
    if verb and _is_adjacent(setting, verb):
        return True
    if _SUMS.search(setting.bare_head):
        return False
    if _describes(setting):
        return False
    if setting.quantity.bound_start < setting.quantity.start:
        return True
    if verb is None:
        return False
    between = setting.bare_head[verb.end() :]
    return bool(_CLOSES.match(setting.after)) or (len(between) <= 12 and not re.search(r"[、和及]", between))


def _describes(setting: Setting) -> bool:
    """Tell whether the bounded quantity describes a noun that follows: 投资500万元以下的项目."""
    quantity, after = setting.quantity, setting.after
    if _CLOSES.match(after) and not after.startswith("的"):
        return False
    if quantity.is_money and _GIVES.search(setting.head):
        return False
    has_bound_after = quantity.end > quantity.unit_end
    return (
        has_bound_after or (quantity.bound is not None and _OF_SOMETHING.match(after) is not None)
    ) and not (_CLOSES.match(after) or _GIVEN.match(after))


def _verb(setting: Setting) -> re.Match[str] | None:
    """Find the last verb of achievement before the quantity."""
    timed = _BY_TIME.search(setting.earlier + setting.head) is not None
    verbs = [verb for verb in _ACHIEVES.finditer(setting.bare_head) if timed or verb[0] not in _NEEDS_TIME]
    return verbs[-1] if verbs else None


def _is_adjacent(setting: Setting, verb: re.Match[str]) -> bool:
    return setting.bare_head[verb.end() :] in {"", "了", "好"}


def object_start(head: str) -> int:
    """Give where the object of the first verb of achievement begins in a clause, 0 if there is no verb.

    Verbs in a row are one: 引进共建|独立注册载体, 新建或改造|商贸中心.
    """
    end = 0
    for verb in _ACHIEVES.finditer(head):
        if end and (head[end : verb.start()] not in {"", "或", "、", "和"} or verb[0] in _NEEDS_TIME):
            break
        end = verb.end()
    return end
