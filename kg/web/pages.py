"""The pages to ask and to query on, and what all pages need; each fills a template."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.names import PREFIXES
from kg.rdf.queries import load_queries
from kg.settings import shared
from kg.web.asking import rows_of, values_of
from kg.web.deciding import admit
from kg.web.forms import safe_back
from kg.web.problems import code_of, status_of
from kg.web.rendering import rendered

EXAMPLES = (
    "哪个部门负责人才招聘？",
    "市科技局有哪些任务？",
    "哪些任务落实加快推进沪杭“一体化”？",
    "哪些任务有量化指标？",
    "公文引用了哪些文件？",
)
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
    return rendered(
        request, "home.html", notices=newest[:LISTED], more=len(newest) > LISTED, examples=EXAMPLES
    )


async def ask(request: Request) -> Response:
    """Show the answer to a question, how it was understood, and the passages near it."""
    q = request.query_params.get("q", "").strip()
    if not q:
        return RedirectResponse("/", 303)
    answer = await values_of(request, "ask", q=q)
    hits = await values_of(request, "search", q=q, limit="5")
    return rendered(request, "ask.html", q=q, answer=answer, hits=hits)


async def editor(request: Request) -> Response:
    """Show the SPARQL editor with the named queries."""
    known = load_queries(shared("queries")).values()
    ready = [
        {"name": q.name, "summary": q.summary_zh, "text": declared(q.text)} for q in known if not q.params
    ]
    used = {":".join(name) for q in known for name in _PREFIXED.findall(q.text) if name[0] in PREFIXES}
    query = request.query_params.get("query", FIRST_QUERY)
    return rendered(
        request, "editor.html", queries=ready, query=declared(query), terms=sorted(used), prefixes=PREFIXES
    )


def trouble(request: Request, error: KgError) -> Response:
    """Show what went wrong in one sentence, with the box to ask something else."""
    told = {"detail": str(error), "code": code_of(error)}
    return rendered(request, "problem.html", status_of(error), **told, number=status_of(error))


async def language(request: Request) -> Response:
    """Remember the language, and go back."""
    response = RedirectResponse(safe_back(request.query_params.get("back", "/")), 303)
    chosen = "en" if request.query_params.get("to") == "en" else "zh"
    response.set_cookie("language", chosen, max_age=31_536_000, samesite="strict", httponly=True)
    return response


def declared(query: str) -> str:
    """Declare the prefixes that a query uses: other endpoints do not know them."""
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:]){name}:", query)]
    known = [name for name in used if not re.search(rf"(?i)prefix\s+{name}:", query)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in known) + query


ROUTES = [
    Route("/", home),
    Route("/ask", ask),
    Route("/editor", editor),
    Route("/language", language),
]
