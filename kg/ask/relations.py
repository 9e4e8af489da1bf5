"""What a notice does with a document that it cites, as questions ask for it and as sentences tell it."""

from __future__ import annotations

import re
from typing import NamedTuple

#: What a whole notice stands on: 根据哪两份文件制定的, 为贯彻哪个文件而出台.
_BASIS = re.compile(
    r"(?:根据|依据|按照|依照|贯彻|落实|对照|[是为按据照])[^,，。?？]{0,24}哪[^,，。?？]{0,12}(?:制[定订]|制发|出台|印发|起草|编制|而定|来的|评[定选]|作出|核定)"
)


_UP_TO_WHICH = r"[^,，。?？]{0,24}(?:哪|什么|几号|多少)"
_STANDS_ON = r"根据|依据|按照|依照"


#: What a notice stands on, in the graph.
BASIS = "kg:basedOn"


class Relation(NamedTuple):
    """What a notice does with a document: in the graph, in a question, and in the sentence that names it."""

    predicate: str
    asked: re.Pattern[str]
    told: re.Pattern[str]


RELATIONS = (
    Relation("kg:repeals", re.compile(r"废止|取代|作废|失效"), re.compile(r"废止|取代|作废|失效|停止执行")),
    Relation(
        BASIS, re.compile(rf"(?:{_STANDS_ON}|[按据照]){_UP_TO_WHICH}|(?:依据|根据)的"), re.compile(_STANDS_ON)
    ),
    Relation(
        "kg:carriesOut",
        re.compile(rf"(?:贯彻|落实|执行|分解|出自|[来源]自)(?:的|了)?是?{_UP_TO_WHICH}"),
        re.compile(r"确定|明确|审议通过|贯彻|落实"),
    ),
    Relation("kg:forwards", re.compile(rf"转发{_UP_TO_WHICH}"), re.compile(r"转发")),
)
#: What is done to one document as a whole: the other words of the question do not choose it.
_WHOLE = re.compile(
    r"(?:依据|根据|转发|贯彻)的[^,，。?？的]{0,20}[,，]?(?:文号|是|为|哪)|转发[^,，]{0,12}哪|废止|取代|作废"
    rf"|(?:^|[,，])是?(?:(?:{_STANDS_ON})[^,，?？]{{0,12}}[哪什][^,，?？]{{2,24}}|(?:分解|出自|[来源]自)的?是?[^,，?？的]{{0,12}}[哪什][^,，?？]{{2,16}})(?:[,，]?文号[^,，?？]{{0,4}})?[?？。]*$"
)
SEVERAL = re.compile(r"哪[些几两二三四五]|哪[^,，。?？]{2,12}[和与及、][^,，。?？]{0,8}哪")


def is_of_whole(asked: str) -> bool:
    """Tell whether a question asks what the notice as a whole stands on, carries out or ends: 根据哪份文件制定的."""
    return bool(_BASIS.search(asked) or _WHOLE.search(asked))
