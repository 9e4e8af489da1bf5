"""Why a task serves an area: a sentence that a person could have written, and the sentences it quotes.

What speaks for the link is said from the strongest to the weakest: the document or project that both name,
the kind of action, the subjects that the area lists, the words that both use; where there are none, that
the two mean something alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.link.features import Shared
from kg.link.quoting import clause_with, holds, quoted
from kg.text import Piece

#: So many words are said of one sort, and so many sentences of the area quoted, at most.
_WORDS, _QUOTES = 3, 2
#: kind of action -> what a place is to it, if not where it happens
_WHERE = {"课题研究": "范围"}


@dataclass(frozen=True, slots=True)
class _Point:
    """One sort of what is shared: its words, and how to say those of them that a quote shows.

    `say` is told whether something was said before; what is `sure` is said even where no sentence prints it.
    """

    words: tuple[str, ...]
    say: Callable[[Sequence[str], bool], str]
    sure: bool = False


def reason_of(
    shared: Shared, closest: Piece, sentences: Sequence[Piece], task: Piece
) -> tuple[str, tuple[Piece, ...]]:
    """Say what speaks for a link. Every word that is said of the area stands in a clause that is quoted.

    :param closest: the sentence of the area that means most like the task
    :param sentences: all sentences of the area, its name first
    :returns: the reason, and the sentences of the area that it quotes
    """
    said: list[str] = []
    shown: list[tuple[Piece, str]] = []
    for point in _points(shared):
        words = _printed(point.words, [clause for _, clause in shown])
        if not words and len(shown) < _QUOTES:
            best = _holding(point.words, (closest, *sentences))
            clause = clause_with(best.text, point.words)
            if words := _printed(point.words, [clause]):
                shown.append((best, clause))
        if words or point.sure:
            said.append(point.say(words or point.words, bool(said)))
    if said:
        shown = shown or [(closest, clause_with(closest.text, ()))]
        return f"{'，'.join(said)}：重点{_quotes(shown, sentences[0])}", tuple(
            dict.fromkeys(piece for piece, _ in shown)
        )
    quotes = _quotes([(closest, clause_with(closest.text, ()))], sentences[0])
    return f"两者意思相近：重点{quotes}，任务写道{quoted(clause_with(task.text, ()))}", (closest,)


def _printed(words: Iterable[str], clauses: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if any(holds(clause, word) for clause in clauses))


def _holding(words: Sequence[str], sentences: Iterable[Piece]) -> Piece:
    """Choose the sentence that holds most of some words; of several the one that holds those named first."""

    def held(sentence: Piece) -> tuple[int, list[bool]]:
        found = [holds(sentence.text, word) for word in words]
        return sum(found), found

    return max(sentences, key=held)


def _quotes(shown: Sequence[tuple[Piece, str]], name: Piece) -> str:
    """Quote clauses of sentences of the area, its name as such."""
    said: list[str] = []
    for piece, clause in shown:
        verb = "标题是" if piece == name else "还写道" if said else "写道"
        said.append(verb + quoted(clause))
    return "，".join(said)


def _points(shared: Shared) -> Iterator[_Point]:
    """Say what two texts share, sort by sort."""
    told: tuple[str, ...] = ()
    if shared.named:
        named = {name.strip("《》"): name for name in shared.named}
        told = tuple(named)
        yield _Point(
            told, lambda words, _: f"两者都提到{_series([named[word] for word in words])}", sure=True
        )
    if shared.kind and not _says_more(shared):
        kind, asked, given, place = shared.kind
        told += (asked, given)
        same = f"两者讲的都是“{asked}”" if asked == given else f"任务里的“{given}”正是重点所说的“{asked}”"
        where = f"，{_WHERE.get(kind, '地点')}都是{place}" if place else ""
        yield _Point((asked,), lambda _, __: same + where)
    if listed := _untold(shared.listed, told):
        told += listed
        yield _Point(listed, _say_listed)
    if others := _untold(shared.words, told):
        yield _Point(others, lambda words, more: f"两者{'还' if more else ''}都谈{_series(words)}")


def _says_more(shared: Shared) -> bool:
    """Tell whether a shared word says the kind of action and more: 职业技能培训 beside 培训."""
    _, asked, given, place = shared.kind or ("", "", "", "")
    return asked == given and not place and any(asked in word for word in shared.words)


def _say_listed(words: Sequence[str], more: bool) -> str:
    one = _series(words)
    return f"任务讲的{one}也是重点点了名的" if more else f"重点点名的{one}正是任务所讲"


def _untold(words: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    """Choose words that are neither part of one another nor of what has been told, nor hold it."""
    chosen: list[str] = []
    for word in words:
        if not any(word in one or one in word for one in (*told, *chosen)):
            chosen.append(word)
    return tuple(chosen[:_WORDS])


def _series(words: Sequence[str]) -> str:
    """Join words as Chinese does: 甲、乙和丙."""
    *first, last = words
    return "、".join(first) + ("和" if first else "") + last
