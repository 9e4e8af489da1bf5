"""What a person has said of an answer, as the graph has it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kg.decide.values import end_of, question_end
from kg.rdf.store import select
from kg.rdf.terms import text

if TYPE_CHECKING:
    import pyoxigraph as ox


def word_on(store: ox.Store, question: str, answer: str) -> str | None:
    """Tell who confirmed or rejected the answer to a question, when and why; None where nobody has."""
    rows = select(
        store,
        f"""SELECT ?then ?verdict ?by ?at ?why WHERE {{
            ?decision kg:question {text(question_end(question).text)} ; kg:standing "现行" ; kg:answer ?then ;
                kg:verdict ?verdict ; prov:wasAttributedTo/rdfs:label ?by ; prov:generatedAtTime ?at ;
                kg:rationale ?why FILTER(?verdict != "存疑") }}""",
    )
    if not rows:
        return None
    row = rows[0]
    day = datetime.fromisoformat(row["at"]).date().isoformat()
    if row["then"] != end_of(answer).text:
        return f"{row['by']}（{day}）{row['verdict']}的是另一个答复：“{row['then']}”；请复核"
    return f"这个答复已由{row['by']}{row['verdict']}（{day}）：{row['why']}"
