"""From when and until when a notice is in force: 本通知自2023年3月1日起施行，有效期5年."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kg.notice import Header, Validity
from kg.numerals import parse_date, parse_deadline, parse_numeral
from kg.text import Flow

_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})年"
_DATE = rf"{_YEAR}(?:[\d一二三四五六七八九十]{{1,3}}月(?:[\d一二三四五六七八九十]{{1,3}}日|底)?|年?底)?"
_TODAY = r"(?:公布|发布|印发|下发|颁布|签发|成文)之?日"
_STARTS = re.compile(
    rf"自(?P<start>{_DATE}|{_TODAY})(?:起)?(?:正式)?(?:施行|实施|执行|生效)(?:至(?P<end>{_DATE})止?)?"
)
_ENDS = re.compile(
    rf"(?:有效期限?|试行期限?|施行期限|执行期限|实施期限)(?:为|是|暂定)?(?:自(?P<start>{_DATE}|{_TODAY})起?)?"
    rf"(?:,?(?:截?至|截?止至?|到|—)(?P<end>{_DATE})止?|(?P<years>\d{{1,2}}|[一二两三四五六七八九十])年)"
)
#: What may stand before the clause in its sentence: what is in force is the notice itself, not a rule in it.
_SUBJECT = re.compile(
    r"(?:[^《》]{0,40}|.{0,200}[》)][^《》]{0,40})(?:本|此|以上|上述|前述)[一-龥()]{1,30}|[\W\d一二三四五六七八九十第条章、]*"
)
_OVER = re.compile(r"[,。;)!]|$|有效期|试行期")
_SENTENCE = re.compile(r"[^。;!?]+")


def find_validity(flows: Iterable[Flow], header: Header) -> Iterator[Validity]:
    """Find the clauses that say how long the notice itself is in force.

    :param header: its date is meant by 自发布之日起
    """
    for flow in flows:
        if "自" not in flow.folded and "期" not in flow.folded:
            continue
        for sentence in _SENTENCE.finditer(flow.folded):
            found = _in_sentence(flow[sentence.start() : sentence.end()], header)
            if found:
                yield found


def _in_sentence(flow: Flow, header: Header) -> Validity | None:
    starting, ending = _STARTS.search(flow.folded), _ENDS.search(flow.folded)
    first = min((match.start() for match in (starting, ending) if match), default=-1)
    if first < 0 or not _SUBJECT.fullmatch(flow.folded[:first]):
        return None
    if starting and not _OVER.match(flow.folded, starting.end()):
        starting = None  # 自…起执行新的收费标准
    matches = [match for match in (starting, ending) if match]
    if not matches:
        return None
    start = next((_day(match["start"], header) for match in matches if match["start"]), None)
    end = next((parse_deadline(match["end"]) for match in matches if match["end"]), None)
    if end is None and ending and ending["years"]:
        end = _after(start or header.date, int(parse_numeral(ending["years"]) or 0))
    place = min(match.start() for match in matches), max(match.end() for match in matches)
    return Validity(flow.piece(*place), start, end)


def _day(text: str, header: Header) -> str | None:
    if re.fullmatch(_TODAY, text):
        return header.date
    day = parse_date(text)
    return day if day and len(day) == 10 else None


def _after(start: str | None, years: int) -> str | None:
    """Give the last day of some years that begin on a day."""
    if start is None or not years or int(start[:4]) + years > date.max.year:
        return None
    begin = date.fromisoformat(start)
    last = calendar.monthrange(begin.year + years, begin.month)[1]
    if begin.day > last:  # 29 February
        return date(begin.year + years, begin.month, last).isoformat()
    return (begin.replace(year=begin.year + years) - timedelta(days=1)).isoformat()
