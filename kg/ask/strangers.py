"""Names in a question that have the shape of a body and that the notices do not name: 市火星局, 云溪市文物局.

Such a name limits the question like a body that is known: nothing meets it, and that is said, with the places
whose notices name such a body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask.directory import Directory
from kg.ask.values import Kind, Limit
from kg.ask.words import Words
from kg.find.gazetteer import place_at

_LEVEL = r"(?:国家|全国|中央|自治区|[省市县区州镇乡](?![里内级直属管辖政]))"
_END = r"(?:局|委员会|管委会|厅|委|办公室|办|院|署|中心|大队|支队|总队|指挥部|站|所)"
_DEED = r"(?:负责(?!人)|牵头|主办|配合|协办|承担|承办|参与|参加|分管|管(?!理)|干|做|忙|操心)"
_HAS = r"(?:有|领|分到|的)(?:了|些)?(?:哪|什么|啥|几|多少|任务|工作|职责|活|没有)"
#: What stands behind a body that does something.
_DOES = rf"(?=[和与跟及、]\x00|\x00*(?:在[^,，。?？]{{0,8}}中?)?(?:都|还|也|要|需要?|主要|具体|共同|一起|联合|一共|总共|共|得)*(?:{_DEED}|{_HAS}))"
_NAME = re.compile(
    rf"(?:^|(?<=[\x00,:;])|(?<=\x00[和与跟及、])|(?<=[要由让])(?={_LEVEL}))(?![和与跟及])(?P<name>(?:(?:{_LEVEL}|(?<=\x00))[一-龥]{{1,9}}?{_END}|[一-龥]{{2,8}}?(?:局|厅|委员会|大队|管委会))){_DOES}"
)
#: Words that only look like a name: 市级部门, 市里哪个局, 里市发改委.
_NO_NAME = re.compile(
    r"[哪什啥谁几多各有无没不是的了吗呢和与由对从把被让将及跟]|任务|工作|负责|牵头|配合|部门|单位|怎么|如何|推进|推动"
    r"|^(?:其[他她它]|这|那|某|全|本|该|同|别|里|中|内|按|照|据|请|除)|(?:交|主|协|承|督|举|开|创|兴|经|查)办$|(?:召|展)开"
)


def with_strangers(words: Words, bodies: Sequence[Limit]) -> list[Limit]:
    """Give the bodies of a question with those names that nothing has linked.

    A longer name that ends in one that was found is another body: 园林文物局 is not 文物局.

    :param bodies: what was found for the names of bodies; their words are taken
    """
    known = {limit.words: limit for limit in bodies}
    text = words.rest
    for name in known:
        at = words.text.find(name)
        if at > 0 and words.free(at - 1, at) and words.text[at - 1] not in "和与跟及、":
            text = text[:at] + name + text[at + len(name) :]
    kept = list(bodies)
    for match in _NAME.finditer(text):
        name = match["name"]
        ends = next((known[one] for one in known if name.endswith(one)), None)
        alone = place_at(name, 0)
        if _NO_NAME.search(name) or name in known or (alone is not None and alone.text == name):
            continue
        whole = _place_before(words.text[: match.start()]) + name
        if ends and (whole == name) and not re.match(_LEVEL, name):
            continue
        kept = [limit for limit in kept if limit is not ends]
        words.take(*match.span("name"))
        kept.append(Limit(Kind.BODY, whole, (), "", 0.9, "公文中没有这个单位"))
    return kept


#: Characters of the longest name of a place.
_PLACE = 12


def _place_before(text: str) -> str:
    """Give the place that stands right before a name: 云溪市|文物局."""
    for at in range(max(0, len(text) - _PLACE), len(text) - 1):
        found = place_at(text, at)
        if found and re.fullmatch(re.escape(found.text) + "[市省县区州]?", text[at:]):
            return text[at:]
    return ""


def named_elsewhere(directory: Directory, name: str) -> str:
    """Say in which places' notices a body of this name stands, where those meant do not name it; else nothing."""
    tail = re.sub(rf"^(?:{_place_of(name)})?{_LEVEL}?", "", name)
    bodies = (directory.whole or directory).bodies_as_printed
    same = [entry for called, found in bodies.items() if _tail(called) == tail for entry in found]
    places = list(dict.fromkeys(entry.place for entry in same if entry.place))[:_TOLD]
    return f"（有同名单位的是：{'、'.join(places)}）" if len(tail) > 1 and places else ""


def without_place(directory: Directory, name: str) -> str:
    """Give the name of a body without the place that the notices speak for: they print 教育局 alone."""
    places = {place for scope in directory.scopes.values() for place in scope.places}
    rest = name.removeprefix(max(filter(name.startswith, places), key=len, default=""))
    return rest if len(rest) > 2 else name


#: Places that are told of, at most.
_TOLD = 6


def _place_of(name: str) -> str:
    found = place_at(name, 0)
    return re.escape(found.text) + "[市省县区州]?" if found and len(found.text) < len(name) - 1 else ""


def _tail(name: str) -> str:
    return re.sub(rf"^{_LEVEL}", "", name)
