"""Who holds a post by the list of a notice: 组长:王某, where 组长是谁 is asked."""

from __future__ import annotations

import re

from kg.ask.compose import passage_query
from kg.ask.context import Ask, Found, quote_words
from kg.ask.values import Question, Result
from kg.text import fold

_POST = r"(?:常务)?副?(?:组长|总指挥|指挥长|秘书长|召集人|会长|理事长|主任|队长)"
_ASKED = re.compile(rf"(?P<post>{_POST})(?:是|由)谁|谁(?:是|任|担任|当)[^,，。?？]{{0,12}}?(?P<last>{_POST})")


def holder_of_post(context: Ask, question: Question) -> Found | None:
    """Find who is named behind a post, in the one notice that is meant; None where that is not asked or printed."""
    asked = _ASKED.search(question.text)
    if asked is None or len(context.directory.scopes) != 1:
        return None
    post = asked["post"] or asked["last"]
    listed = re.compile(rf"(?<![副务一-龥]){post}:(?P<who>[一-龥·]{{2,12}})")
    for at in context.layout.rows(context.notices):
        passage = context.index.passages[int(at)]
        if match := listed.search(fold(passage.text)):
            who = passage.text[match.start("who") : match.end("who")]
            quotes = quote_words(context, int(at), match.group()[-len(who) :])
            query = passage_query(passage.iri)
            return Found((Result("text", who),), quotes, query, 0.9, limits=question.limits)
    return None
