"""Templates: filled with values, never with markup, in the language that the reader chose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.names import BASE, KG
from kg.verbs import VERBS
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
#: The IRI that those of the classes and properties continue.
_VOCABULARY = KG.removesuffix("#")
#: What makes the IRI of a notice that of some of its characters, from one to another (RFC 5147).
SPAN = re.compile(r"#char=([0-9]+),([0-9]+)$")
#: Most characters of a question.
LONGEST = VERBS["ask"].params[0].longest
#: The cookie that says, once, that what a form asked for was done.
_DONE = "done"


def rendered(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """Answer with a page; see `filled`. What was done is told once."""
    response = HTMLResponse(filled(request, template, **values), status)
    if _DONE in request.cookies:
        response.delete_cookie(_DONE, samesite="strict", httponly=True)
    return response


def done(response: Response) -> Response:
    """Have the page that an answer leads to tell that what the form asked for was done."""
    response.set_cookie(_DONE, "1", max_age=60, samesite="strict", httponly=True)
    return response


def filled(request: Request, template: str, **values: Any) -> str:  # noqa: ANN401
    """Fill a template.

    :param template: the name of a file in `templates/`
    :param values: what it shows; `labels` are English names that are no words of the pages (see `words`)
    """
    english = in_english(request)
    here = request.url.path
    back = here + (f"?{request.url.query}" if request.url.query else "")
    shared: dict[str, Any] = {
        "t": translator(request, values.get("labels", {})),
        "english": english,
        "pages": PAGES.items(),
        "here": here,
        "back": back,
        "other_language": f"/language?to={'zh' if english else 'en'}&back={quote(back, safe='')}",
        "q": "",
        "longest": LONGEST,
        "done": _DONE in request.cookies,
    }
    return _environment().get_template(template).render(shared | values)


def translator(request: Request, labels: Mapping[str, str] | None = None) -> Callable[..., str]:
    """Give what says a word of ours in the language of the reader: `t(text)`, `t(text, sense)`.

    A word with two meanings has a sense, and stands in ENGLISH as `text|sense`: 标题 is a heading, and as
    属性 a title. With a sense, what the ontology calls it comes before the words of the pages.

    :param labels: Chinese -> English names of the ontology
    """
    if not in_english(request):
        return lambda text, _sense="": text

    def said(text: str, sense: str = "") -> str:
        usual = ENGLISH.get(text, text)
        return ENGLISH.get(f"{text}|{sense}") or (labels or {}).get(text, usual) if sense else usual

    return said


def in_english(request: Request) -> bool:
    """Whether the reader chose English."""
    return request.cookies.get("language") == "en"


def local(iri: str) -> str:
    """Give the address of a thing's page here; an IRI that is none of ours stays, if it leads to a page.

    Characters of a text are lit up in it. What is not ASCII is encoded, and so is what an address would read
    otherwise (`?`, `#`). A link to `javascript:…` leads nowhere.
    """
    if iri.startswith(BASE):
        span = SPAN.search(iri)
        whole, lit = (iri[: span.start()], f"?start={span[1]}&end={span[2]}") if span else (iri, "")
        return "/id/" + quote(whole[len(BASE) :], safe="/%~!$&'()*+,;=:@") + lit
    if iri.startswith(_VOCABULARY):
        return f"/thing?iri={quote(iri, safe='')}"
    return iri if iri.startswith(("https://", "http://")) else "#"


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True)
    environment.filters["local"] = local
    return environment
