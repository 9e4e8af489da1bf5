"""The pages to ask and to query on, and what all pages need; each fills a template."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.names import BASE, PREFIXES
from kg.rdf.queries import load_queries
from kg.settings import shared
from kg.web.asking import names_of_notices, rows_of, values_of
from kg.web.deciding import admit
from kg.web.examples import examples
from kg.web.forms import safe_back
from kg.web.near import passages_near
from kg.web.problems import code_of, noted, status_of
from kg.web.ready import declared, ready_queries
from kg.web.rendering import in_english, rendered
from kg.web.sentences import SAID, UNSAID, understood
from kg.web.words import EDITOR

#: Notices that the first page lists; a table has all.
LISTED = 20
#: What the editor holds until something else is asked.
FIRST_QUERY = """SELECT ?单位 (COUNT(?任务) AS ?任务数) {
  ?任务 kg:assignedTo/rdfs:label ?单位
}
GROUP BY ?单位
ORDER BY DESC(?任务数)"""
_PREFIXED = re.compile(r"(?<![\w:])([a-z]+):([A-Za-z]\w*)")


async def home(request: Request) -> Response:
    """Show the box, examples, and the notices of the library."""
    if token := request.query_params.get("token"):
        return admit(request, token)
    notices: dict[str, dict[str, str]] = {}
    for row in await rows_of(request, "notices"):  # one with several issuers or files has several rows
        notices.setdefault(row["notice"], row)
    newest = sorted(notices.values(), key=lambda row: row.get("issued", ""), reverse=True)
    return rendered(request, "home.html", notices=newest[:LISTED], examples=await examples(request))


async def ask(request: Request) -> Response:
    """Show the answer to a question, how it was understood, and the passages near it."""
    q = request.query_params.get("q", "").strip()
    if not q:
        return RedirectResponse("/", 303)
    answer = await values_of(request, "ask", q=q)
    names = await names_of_notices(request)
    for one in answer["results"]:
        one["notice"] = names.get((one["iri"] or "").partition("/task/")[0], "")
    words, hits = await passages_near(request, answer)
    choices = [(one, narrowed(q, one)) for one in answer["alternatives"]]
    notices = await rows_of(request, "notices")
    shown = {"answer": answer, "words": words, "hits": hits, "choices": choices, "names": names}
    shown["printed"] = {row["path"]: row["notice"] for row in notices}
    # what tells a name apart: the title that a number has, the place of a body
    shown["apart"] = {row["number"]: row["name"] for row in notices if "number" in row}
    shown["apart"] |= {row["body"]: row.get("place", "") for row in await rows_of(request, "bodies")}
    if in_english(request):
        shown["understood"] = understood(answer["reading"])
        shown["unsaid"] = "" if choices else UNSAID.get(answer.get("silence", ""), "")
    else:
        shown["understood"] = answer["reading"]
    return rendered(request, "ask.html", q=q, **shown)


async def editor(request: Request) -> Response:
    """Show the SPARQL editor with the named queries."""
    known = load_queries(shared("queries")).values()
    used = {":".join(name) for q in known for name in _PREFIXED.findall(q.text) if name[0] in PREFIXES}
    return rendered(
        request,
        "editor.html",
        queries=await ready_queries(request),
        query=declared(request.query_params.get("query", FIRST_QUERY)),
        terms=sorted(used),
        prefixes=PREFIXES,
        base=BASE.removesuffix("id/"),
        words=EDITOR,
    )


def trouble(request: Request, error: KgError) -> Response:
    """Show what went wrong in one sentence, with the box to ask something else."""
    told = {"detail": str(error), "code": code_of(error), "q": request.query_params.get("q", "")}
    told["instance"] = noted(error)
    told["said"] = SAID.get(told["code"], "") if in_english(request) else ""
    return rendered(request, "problem.html", status_of(error), **told, number=status_of(error))


async def language(request: Request) -> Response:
    """Remember the language, and go back."""
    response = RedirectResponse(safe_back(request.query_params.get("back", "/")), 303)
    chosen = "en" if request.query_params.get("to") == "en" else "zh"
    response.set_cookie("language", chosen, max_age=31_536_000, samesite="strict", httponly=True)
    return response


def narrowed(q: str, choice: str) -> str:
    """Put one of the readings to choose from into a question: whose body is meant, or which notice.

    >>> narrowed("科技局有哪些任务？", "云州市的市科技局")
    '云州市的市科技局有哪些任务？'
    >>> narrowed("谁负责招聘？", "云政发〔2020〕5号")
    '云政发〔2020〕5号中，谁负责招聘？'
    """
    name = choice.partition("的")[2]
    said = next((name[at:] for at in range(len(name) - 1) if name[at:] in q), "")
    return q.replace(said, choice, 1) if said else f"{choice}中，{q}"


ROUTES = [
    Route("/", home),
    Route("/ask", ask),
    Route("/editor", editor),
    Route("/language", language),
]
