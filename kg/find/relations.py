"""How a notice stands to a document that it names: the verb that governs the title."""

from __future__ import annotations

import re

#: Relation -> the verbs that say it, in the order of weight: what ends, changes or passes on a document
#: says more about it than what follows it, and that more than what only looks at it.
RELATIONS = {
    "废止": ("废止", "停止执行", "不再执行", "失效"),
    "有效期": ("有效期", "继续有效"),
    "修订": ("修订", "修改", "修正"),
    "转发": ("转发", "批转"),
    "印发": ("印发", "下发", "颁布", "发布", "公布"),
    "编写": ("编写", "编制", "起草", "制定", "制订", "出台", "编印", "编纂", "签订", "签署"),
    "实施": ("组织实施", "实施", "推行"),
    "贯彻": ("贯彻", "学习"),
    "落实": ("落实", "执行", "遵守"),
    "根据": ("根据", "依据", "依照", "按照", "遵照", "参照", "按", "据"),
    "结合": ("结合", "对照", "衔接"),
}
_RELATION_OF = {verb: relation for relation, verbs in RELATIONS.items() for verb in verbs}
_VERB = re.compile("|".join(sorted(_RELATION_OF, key=len, reverse=True)))
#: 贯彻落实, 贯彻实施 and the like are one verb: the first says what it is.
_FOLLOWS = re.compile(r"^(?:、|并|和)?$")
#: 《…》的编写、发行工作 · 《…》、《…》同时废止 · 对《…》进行修订 · 以《…》为依据
#: No word may be read in two ways: 自…起自…起 would be tried in all the ways that it can be cut.
_AFTER = re.compile(
    r"^(?:\([^()]{0,60}\)|[)\]])?(?:[、和及]?《》)*"
    r"(?:的|等\d{0,2}件?文件|文件|精神|同时|即行|自行|均|自[^,。;自]{0,20}起|予以|进行|作出?(?:如下|部分)?|为|有关规定|规定)*"
    rf"({'|'.join(sorted((verb for verb in _RELATION_OF if len(verb) > 1), key=len, reverse=True))})"
)
_CLAUSE = re.compile(r"[。;!?:]|,(?![^《]{0,4}《)")


def relation_before(before: str) -> str | None:
    """Give the relation that the verb nearest before a title says; titles in between share their verb.

    >>> relation_before("为贯彻落实《甲条例》(国务院令第1号)和")
    '贯彻'
    """
    clause = _CLAUSE.split(_without_titles(before))[-1]
    verbs = list(_VERB.finditer(clause))
    if not verbs:
        return None
    first = verbs[-1]
    for verb in reversed(verbs[:-1]):
        if not _FOLLOWS.match(clause[verb.end() : first.start()]):
            break
        first = verb
    return _RELATION_OF[first[0]]


def relation_after(after: str) -> str | None:
    """Give the relation that a verb after the title says: 《…》同时废止."""
    match = _AFTER.match(_without_titles(after))
    return _RELATION_OF[match[1]] if match else None


def strongest(relations: list[str | None]) -> str | None:
    """Choose the one relation that says most about the document."""
    said = {relation for relation in relations if relation}
    return next((relation for relation in RELATIONS if relation in said), None)


def _without_titles(text: str) -> str:
    """Blank out the titles: their verbs govern nothing here."""
    return re.sub(r"《[^《》]{0,160}》(?:\([^()]{0,80}\))?", "《》", text)
