"""Templates: filled with values, never with markup, in the language that the reader chose."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.names import BASE
from kg.web.words import ENGLISH

FOLDER = Path(__file__).parent
#: The main pages: address -> name.
PAGES = {
    "/": "问答",
    "/trace": "追溯",
    "/table/tasks": "任务",
    "/table/bodies": "单位",
    "/table/targets": "指标",
    "/table/deadlines": "期限",
    "/table/cited-documents": "文件",
    "/review": "核对",
    "/upload": "读一份",
    "/editor": "SPARQL",
}


def rendered(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """Answer with a page; see `filled`."""
    return HTMLResponse(filled(request, template, **values), status)


def filled(request: Request, template: str, **values: Any) -> str:  # noqa: ANN401
    """Fill a template.

    :param template: the name of a file in `templates/`
    :param values: what it shows; `labels` are English names that are no words of the pages (see `words`)
    """
    english = in_english(request)
    known = values.get("labels", {}) | ENGLISH
    here = request.url.path
    back = here + (f"?{request.url.query}" if request.url.query else "")
    shared: dict[str, Any] = {
        "t": (lambda text: known.get(text, text)) if english else str,
        "labels": {},
        "english": english,
        "pages": PAGES.items(),
        "here": here,
        "back": back,
        "other_language": f"/language?to={'zh' if english else 'en'}&back={quote(back, safe='')}",
        "q": "",
    }
    return _environment().get_template(template).render(shared | values)


def in_english(request: Request) -> bool:
    """Whether the reader chose English."""
    return request.cookies.get("language") == "en"


def local(iri: str) -> str:
    """Give the address of a thing's page here; an IRI that is none of ours stays, if it leads to a page.

    What is not ASCII is encoded, and so is what an address would read otherwise (`?`, `#`). A link to
    `javascript:…` leads nowhere.
    """
    if iri.startswith(BASE):
        return "/id/" + quote(iri[len(BASE) :], safe="/%~!$&'()*+,;=:@")
    return iri if iri.startswith(("https://", "http://")) else "#"


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True)
    environment.filters["local"] = local
    return environment
