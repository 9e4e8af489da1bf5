"""The pages in a real browser: every view, on the seed and on hostile text, at two widths, light and dark.

Needs a Chromium of the system (Debian: `apt-get install chromium`); without one the tests are left out.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from serving import Server, serving

from kg.build import Report, build_library
from kg.settings import Settings
from kg.web.marking import KINDS
from kg.web.rendering import PAGES
from kg.web.tables import TABLES
from kg.web.things import NAMES
from kg.web.words import ENGLISH

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
VIEWS = {
    "home": "/",
    "answer": "/ask?q=哪个部门负责人才招聘？",
    "refusal": "/ask?q=火星由谁管",
    "search": "/search?q=高铁",
    "notice": "/notice?what=杭政办函〔2011〕59号&start=5032&end=5080",
    "trace": "/trace",
    "body": "/id/body/杭州市科学技术局",
    "task": "/id/document/杭政办函/2011/59/task/19",
    "tasks": "/table/tasks",
    "targets": "/table/targets",
    "documents": "/table/cited-documents",
    "bodies": "/table/bodies",
    "notices": "/table/notices",
    "document": "/id/document/国发/2008/30",
    "partners": "/id/body/杭州市发展和改革委员会",
    "facts": "/id/document/杭政办函/2011/59?as=thing",
    "review": "/review",
    "upload": "/upload",
    "editor": "/editor",
    "nothing": "/nothing",
}

#: A notice that tries to be markup, a formula and a trap for the layout.
HOSTILE = (
    "云某市人民政府办公室关于<script>alert(1)</script>治水工作的通知\n云某政办发〔2020〕7号\n一、工作重点\n"
    "（一）整治<img src=x onerror=alert(2)>河道\u202e工程\u202c。（责任单位：市水利局）\n"
    '（二）=HYPERLINK("http://evil.example")。（责任单位：市财政局）\n'
    f"（三）保护{'水' * 5000}源。（责任单位：市水利局）\n"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield one
        one.close()


@pytest.fixture(scope="module")
def server(built: Report) -> Iterator[Server]:
    """Serve the library of the seeds."""
    with serving(built.home) as one:
        yield one


@contextmanager
def opened(  # noqa: PLR0913 - each is one circumstance
    browser: Browser,
    server: Server,
    path: str,
    *,
    width: int = 1280,
    dark: bool = False,
    allowed: str = "",
    fails: str = "",
) -> Iterator[Page]:
    """Open a page; nothing may be complained of, and nothing be asked of another server.

    :param allowed: the one status that may be complained of
    :param fails: addresses at which the server is busy
    """
    troubles: list[str] = []
    here = f"http://127.0.0.1:{server.port}/"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", base_url=here
    )
    page = context.new_page()

    def refuse(dialog: Dialog) -> None:
        troubles.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", refuse)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((here, "data:", "blob:")) else troubles.append(asked.url),
    )
    if fails:
        busy = '{"detail": "服务器正忙；请稍候再试"}'
        page.route(fails, lambda route: route.fulfill(status=503, body=busy, content_type="application/json"))
    page.goto(path, wait_until="networkidle")
    yield page
    context.close()
    if path == "/nothing":
        allowed = "404"  # what a page of an unknown address is
    status = f"the server responded with a status of {allowed}"
    assert [said for said in troubles if not allowed or status not in said] == []


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["desk", "phone"])
def test_a_view_is_quiet_fits_and_reads(
    browser: Browser, server: Server, name: str, width: int, *, dark: bool
) -> None:
    with opened(browser, server, VIEWS[name], width=width, dark=dark) as page:
        assert page.title()
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()


def test_a_question_is_answered_and_its_sentence_lit_up(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/") as page:
        page.get_by_role("searchbox").fill("哪个部门负责人才招聘？")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ask?q=*")
        assert "市人事局" in page.locator("#answer").inner_text()
        page.locator("blockquote a").first.click()
        page.wait_for_load_state("networkidle")
        lit = page.locator(".lit")
        assert "人才招聘会" in "".join(lit.all_inner_texts())
        assert lit.first.is_visible()
        box = lit.first.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 900


@pytest.mark.parametrize(
    ("path", "link", "words"),
    [
        ("/ask?q=人才招聘的经费是多少？", ".hits a", "人才招聘会"),
        ("/ask?q=高铁", ".hits a", "高铁"),
        ("/id/document/杭政办函/2011/59/task/19", "blockquote a", "科研院所的科技合作"),
        ("/id/document/国发/2008/30", "blockquote a", "国务院关于进一步推进"),
    ],
    ids=["passage", "word", "task", "document"],
)
def test_what_is_quoted_is_lit_up_in_its_place(
    browser: Browser, server: Server, path: str, link: str, words: str
) -> None:
    with opened(browser, server, path) as page:
        page.locator(link).first.click()
        page.wait_for_url("**/notice?what=**")
        assert words in "".join(page.locator(".lit").all_inner_texts())
        assert page.locator(".lit").first.is_visible()


def test_a_long_answer_is_told_in_short_and_nothing_is_lost(browser: Browser, server: Server) -> None:
    whole = server.ask("/api/v1/ask?q=哪些任务有量化指标？").json
    assert len(whole["answer"]) > 200
    with opened(browser, server, "/ask?q=哪些任务有量化指标？") as page:
        assert len(page.locator("h1").inner_text()) <= 160
        page.get_by_text("答复全文").click()
        assert page.locator("details[open] p").inner_text() == whole["answer"]
        assert page.locator(".results > li").count() == len(whole["results"])
        assert page.locator("blockquote").count() == len(whole["citations"])
        assert page.locator("blockquote:visible").count() <= 5


def test_the_first_page_asks_only_what_is_answered(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/") as page:
        questions = page.locator(".examples a").all_inner_texts()
    assert len(questions) == 5
    for question in questions:
        assert server.ask(f"/api/v1/ask?q={question}").json["answerable"], question


def test_the_query_of_an_answer_opens_in_the_editor_and_runs(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/ask?q=市科技局有哪些任务？") as page:
        page.locator("summary", has_text="SPARQL").click()
        page.get_by_role("link", name="在编辑器中打开").click()
        page.wait_for_selector(".yasqe_queryButton")
        page.locator(".yasqe_queryButton").first.click()
        page.wait_for_selector(".yasr_results table")
        assert page.locator(".yasr_results td a[href^='/id/document/']").count() == 3


def test_kinds_of_marks_can_be_put_out(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/notice?what=杭政办函〔2011〕59号") as page:
        task = page.locator(".text .kind-1").first
        before = task.evaluate("one => getComputedStyle(one).backgroundColor")
        page.get_by_role("checkbox", name="任务").uncheck()
        assert task.evaluate("one => getComputedStyle(one).backgroundColor") != before


def test_the_trace_is_drawn_and_taken_away(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/trace") as page:
        page.wait_for_selector(".picture svg")
        assert page.locator(".picture svg path").count() > 30
        with page.expect_download() as taken:
            page.get_by_role("button", name="SVG").click()
        assert taken.value.suggested_filename == "trace.svg"
        with page.expect_download() as taken:
            page.get_by_role("button", name="PNG").click()
        assert taken.value.path().read_bytes().startswith(b"\x89PNG")
        assert page.get_by_text("没有任务落实这个重点").count() == 1
        assert page.locator(".matrix tbody tr").count() == 27
        assert page.locator(".matrix .held").count() == 21


def test_a_picture_that_is_taken_away_can_be_read_on_paper(browser: Browser, server: Server) -> None:
    for path in ("/trace", VIEWS["partners"]):
        with opened(browser, server, path, dark=True) as page:
            with page.expect_download() as taken:
                page.get_by_role("button", name="SVG").click()
            drawn = taken.value.path().read_text(encoding="utf-8")
        assert re.search(r'<rect [^>]*fill="(?:#fff|rgb\(255,255,255\))"', drawn), drawn[:500]
        assert "市旅委" in drawn or "市发改委" in drawn
        assert {"#1c1b1a", "#0b57a4"} <= set(re.findall("#[0-9a-f]{6}", drawn))


def test_the_names_around_a_body_are_inside_the_picture(browser: Browser, server: Server) -> None:
    for width in (1280, 390):
        with opened(browser, server, VIEWS["partners"], width=width) as page:
            page.wait_for_selector(".picture svg text")
            frame = page.locator(".picture").bounding_box()
            assert frame is not None
            for box in (one.bounding_box() for one in page.locator(".picture svg text").all()):
                assert box is not None
                assert frame["x"] <= box["x"]
                assert frame["y"] <= box["y"]
                assert box["x"] + box["width"] <= frame["x"] + frame["width"]
                assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_a_table_filters_sorts_and_is_taken_away_safely(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/table/tasks") as page:
        page.wait_for_selector(".tabulator-row")
        assert page.locator(".tabulator-row").count() > 10
        page.get_by_label("筛选 任务").fill("高铁")
        expect(page.locator("#count")).not_to_have_text("27")
        rows = page.locator(".tabulator-row").all_inner_texts()
        assert rows
        assert all("高铁" in row for row in rows)
        assert page.locator("#count").inner_text() == str(len(rows))
        with page.expect_download() as taken:
            page.get_by_role("link", name="CSV").click()
        written = taken.value.path().read_text(encoding="utf-8-sig")
        assert written.count("\n") == len(rows) + 1


def test_a_table_is_sorted_by_keyboard_and_taken_away_as_it_stands(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/table/targets") as page:
        page.wait_for_selector(".tabulator-row")

        def column(at: int) -> list[str]:
            return page.locator(f".tabulator-row [tabulator-field=c{at}]").all_inner_texts()

        before, numbers = column(1), sorted(map(float, column(2)))
        page.locator(".wide").focus()
        for _ in range(5):  # to sort and to filter, column by column
            page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "数值"
        page.keyboard.press("Enter")
        expect(page.locator(".tabulator-col").nth(2)).to_have_attribute("aria-sort", "ascending")
        assert [float(one) for one in column(2)] == numbers
        page.get_by_label("筛选 限定").fill("不")
        expect(page.locator("#count")).not_to_have_text(str(len(before)))
        shown = column(1)
        assert shown != [one for one in before if one in shown]
        for form in ("CSV", "XLSX"):
            with page.expect_download() as taken:
                page.get_by_role("link", name=form).click()
            if form == "CSV":
                _, *rows = csv.reader(taken.value.path().read_text(encoding="utf-8-sig").splitlines())
            else:
                _, *rows = load_workbook(BytesIO(taken.value.path().read_bytes())).active.values
            assert [row[1] for row in rows] == shown, form


def test_columns_of_one_weight_are_of_one_width(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/table/targets") as page:
        page.wait_for_selector(".tabulator-row")
        heads = page.locator(".tabulator-col")
        boxes = [heads.nth(at).bounding_box() for at in (5, 6)]
        assert abs(boxes[0]["width"] - boxes[1]["width"]) < 16, boxes  # type: ignore[index]


def test_a_fact_that_was_scored_tells_its_score(browser: Browser, server: Server) -> None:
    task = "/id/document/杭政办函/2011/59/task/3"
    facts = server.ask(f"/api/v1/show?what=https://gongwen.example{task}").json["facts"]
    (scored,) = (fact for fact in facts if fact["score"] and fact["score"] < 1)
    with opened(browser, server, task) as page:
        row = page.locator(".facts tr", has_text=scored["value"]).inner_text()
    assert f"{100 * scored['score']:.0f}%" in row
    assert scored["quote"] in row
    assert scored["reason"] in row


def test_a_name_in_the_picture_stands_out_from_the_lines(browser: Browser, server: Server) -> None:
    for path in ("/trace", VIEWS["partners"]):
        with opened(browser, server, path, dark=True) as page:
            page.wait_for_selector(".picture svg text")
            edges = page.locator(".picture svg text").evaluate_all(
                "all => all.map((one) => one.getAttribute('stroke'))"
            )
            assert set(edges) == {"#191817"}


def test_numbers_are_sorted_by_size_and_the_blank_come_last(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/table/tasks") as page:
        page.wait_for_selector(".tabulator-row")
        cells = ["10", "", "2.5", "（十二）", "2.25", "（三）", "-1"]
        for direction, expected in (
            ("asc", ["-1", "2.25", "2.5", "（三）", "10", "（十二）", ""]),
            ("desc", ["（十二）", "10", "（三）", "2.5", "2.25", "-1", ""]),
        ):
            # as the table calls it: what is sorted downwards is handed over the other way round
            found = page.evaluate(
                """([cells, way]) => [...cells].sort((a, b) => {
                  const [one, other] = way === "asc" ? [a, b] : [b, a];
                  return compare([one], [other], null, null, null, way);
                })""",
                [cells, direction],
            )
            assert found == expected


def test_by_keyboard_alone(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/ask?q=市科技局有哪些任务？") as page:
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('blockquote') !== null"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/notice?what=**")
    with opened(browser, server, "/editor") as page:
        page.get_by_label("写好的查询").focus()
        reached = []
        for _ in range(12):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert reached.index("查询") < reached.index("执行") < reached.index("看表格")
        assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()").count("\t") == 0


def test_names_are_completed_from_the_ontology(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/editor") as page:
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+A")
        page.keyboard.type("PREFIX kg: <https://gongwen.example/ontology#> SELECT ?t { ?t a kg:Tas", delay=10)
        hint = page.locator(".CodeMirror-hints li", has_text="kg:Task")
        assert "任务" in hint.first.inner_text()
        page.keyboard.press("Enter")
        page.keyboard.type(" ; kg:lead", delay=30)
        assert "牵头单位" in page.locator(".CodeMirror-hints li", has_text="kg:leadBody").inner_text()
        page.keyboard.press("Enter")
        assert "?t a kg:Task ; kg:leadBody" in page.evaluate(
            "document.querySelector('.CodeMirror').CodeMirror.getValue()"
        )


def test_every_named_query_stands_ready_in_the_editor(browser: Browser, server: Server) -> None:
    known = server.ask("/api/v1/queries").json
    with opened(browser, server, "/editor") as page:
        choice = page.get_by_label("写好的查询")
        texts = [one.get_attribute("value") or "" for one in choice.locator("option").all()][1:]
        assert len(texts) == len(known)
        choice.select_option(
            label="tasks-of-body　" + next(one["summary"] for one in known if one["name"] == "tasks-of-body")
        )
        page.locator(".yasqe_queryButton").first.click()
        link = page.locator(".yasr_results td a").first
        expect(link).to_have_attribute("href", re.compile("^/id/document/"))
        assert page.get_by_role("button", name="执行").count() == 1
        assert {"表格", "原样", "简明"} <= set(page.locator("#editor").inner_text().split())
        assert not {"Table", "Response", "Simple", "Query"} & set(
            page.locator("#editor").inner_text().split()
        )
    for text in texts:
        assert server.query(text).status == 200, text


def test_the_editor_speaks_english_where_the_page_does(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/language?to=en&back=/editor") as page:
        assert page.get_by_role("button", name="Run query").count() == 1
        assert "tasks of a body" in (page.get_by_label("Named queries").text_content() or "")


def test_a_file_is_read_while_somebody_watches(browser: Browser, server: Server, tmp_path: Path) -> None:
    (tmp_path / "新.txt").write_text(HOSTILE, encoding="utf-8")
    with opened(browser, server, "/upload") as page:
        page.get_by_label("文件").set_input_files(tmp_path / "新.txt")
        page.get_by_role("button", name="读").click()
        page.wait_for_selector(".read")
        assert not page.locator(".reading").is_visible()
        assert page.locator(".read tbody tr").count() == 3
        assert page.locator("main img").count() == 0
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()


def test_a_link_is_rejected_on_the_page(browser: Browser, built: Report, tmp_path: Path) -> None:
    shutil.copytree(built.home, tmp_path / "library")
    with (
        serving(tmp_path / "library") as server,
        opened(browser, server, f"/?token={server.token}") as page,
    ):
        page.goto("/trace")
        area = page.locator("section", has=page.get_by_role("heading", name="谋划好上海系列活动"))
        row = area.locator("tr", has_text="招商活动").first
        row.get_by_text("核对").click()
        row.get_by_label("姓名").fill("王芳")
        row.get_by_label("理由").fill("另有安排")
        row.get_by_role("button", name="否决").click()
        page.wait_for_url("**/trace*")
        area.get_by_text("备选和已否决的").click()
        assert "人定" in area.locator("tr", has_text="招商活动").inner_text()
        page.goto("/review")
        assert "另有安排" in page.locator("main table").inner_text()
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()


def test_english_is_remembered(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/trace") as page:
        page.get_by_role("link", name="English").click()
        page.wait_for_load_state("networkidle")
        assert page.url.endswith("/trace")
        assert page.locator("html").get_attribute("lang") == "en"
        assert "Which tasks serve which focus area" in page.locator("h1").inner_text()


def test_every_word_of_the_templates_is_there_in_english() -> None:
    templates = "".join(one.read_text(encoding="utf-8") for one in (ROOT / "kg/web/templates").glob("*.html"))
    words = set(re.findall(r"""\bt\(["']([^"']+)["'][,)]""", templates))
    for title, columns in TABLES.values():
        words |= {title, *(column.title for column in columns)}
    words |= {*KINDS, *NAMES.values(), *PAGES.values()}
    assert len(words) > 100
    assert words <= set(ENGLISH)


def test_no_word_with_a_sense_is_left_over() -> None:
    """A sense that nothing asks for would be a word that is never said."""
    read = "".join(
        one.read_text(encoding="utf-8")
        for one in (ROOT / "kg/web").rglob("*")
        if one.suffix in {".html", ".py"} and one.name != "words.py"
    )
    senses = {word.partition("|")[2] for word in ENGLISH if "|" in word}
    assert senses
    assert all(f'"{sense}"' in read for sense in senses)


VIOLATIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
#: Words of a cell that are printed on several lines, though they are one word.
BROKEN = """[...document.querySelectorAll("main th, main td")].filter((cell) => {
  const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[A-Za-z]+/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, word.index);
    range.setEnd(walk.currentNode, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].map((one) => one.top));
    if (word[0].length < 16 && lines.size > 1) return true;
  }
  return false;
}).map((cell) => cell.innerText)"""


@pytest.mark.parametrize("name", ["trace", "task", "facts", "body", "notices", "targets", "document"])
def test_no_english_word_is_broken_in_a_cell(browser: Browser, server: Server, name: str) -> None:
    path = VIEWS[name].replace("&", "%26").replace("?", "%3F")
    with opened(browser, server, f"/language?to=en&back={path}") as page:
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.evaluate(BROKEN) == []


def run(page: Page, query: str) -> None:
    """Put a query into the editor, and run it."""
    page.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query)
    page.locator(".yasqe_queryButton").first.click()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_editor_tells_what_is_wrong_in_one_sentence(
    browser: Browser, server: Server, *, dark: bool
) -> None:
    allowed = "403"
    with opened(browser, server, "/editor", dark=dark, allowed=allowed) as page:
        run(page, "SELECT * { SERVICE <http://evil.example/> { ?a ?b ?c } }")
        said = page.locator(".errorResult")
        expect(said).to_contain_text("不执行含 SERVICE 的查询")
        assert "{" not in said.inner_text()
        found = Axe().run(page, options=VIOLATIONS)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_editor_says_when_a_result_was_cut(browser: Browser, built: Report, *, dark: bool) -> None:
    with (
        serving(built.home, query_rows="20") as server,
        opened(browser, server, "/editor", dark=dark) as page,
    ):
        run(page, "SELECT * { ?s ?p ?o . ?o ?q ?r . ?s ?t ?u . ?u ?v ?w }")
        expect(page.locator(".cut")).to_contain_text("20 行")
        widths = [one.bounding_box() for one in page.locator(".dataTable th").all()]
        assert all(box and box["width"] >= 100 for box in widths[1:]), widths
        found = Axe().run(page, options=VIOLATIONS)
        assert found.violations_count == 0, found.generate_report()
        run(page, "SELECT * { ?s ?p ?o } LIMIT 5")
        expect(page.locator(".cut")).to_have_count(0)


def test_what_is_completed_is_named_in_english(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/language?to=en&back=/editor") as page:
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+A")
        page.keyboard.type("PREFIX kg: <https://gongwen.example/ontology#> SELECT ?t { ?t kg:lead", delay=10)
        assert (
            "lead" in page.locator(".CodeMirror-hints li", has_text="kg:leadBody").inner_text().split("　")[1]
        )


def test_a_table_says_when_nothing_fits_and_when_not_all_came(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/table/tasks") as page:
        page.get_by_label("筛选 任务").fill("火星")
        expect(page.locator(".tabulator-placeholder")).to_have_text("没有符合的行")
        assert page.locator("#part").count() == 0
    with opened(browser, server, "/table/deadlines?notice=杭政办函〔2011〕59号") as page:
        expect(page.locator(".tabulator-placeholder")).to_have_text("没有符合的行")
        found = Axe().run(page, options=VIOLATIONS)
        assert found.violations_count == 0, found.generate_report()
    with opened(browser, server, "/table/tasks", allowed="503", fails="**/table/tasks.json") as page:
        expect(page.locator("#failed")).to_contain_text("服务器正忙")
        assert page.locator("#table tbody tr").count() == 27
        page.unroute("**/table/tasks.json")
        page.get_by_role("button", name="再试一次").click()
        page.wait_for_selector(".tabulator-row")
        assert page.locator("#failed").inner_text() == ""


def test_a_decision_is_told_while_it_is_made_and_once_when_it_was(
    browser: Browser, built: Report, tmp_path: Path
) -> None:
    shutil.copytree(built.home, tmp_path / "library")
    with (
        serving(tmp_path / "library") as server,
        opened(browser, server, f"/?token={server.token}") as page,
    ):
        page.goto("/trace")
        area = page.locator("section", has=page.get_by_role("heading", name="谋划好上海系列活动"))
        row = area.locator("tr", has_text="招商活动").first
        reason = row.locator("td").last.inner_text()
        row.get_by_text("核对").click()
        row.get_by_label("姓名").fill("王芳")
        row.get_by_label("理由").fill("会上定的")
        # what the page says as soon as the form is gone, before the answer to it takes its place
        page.evaluate(
            """addEventListener("pagehide", () => {
              const form = document.querySelector("details[open] form");
              sessionStorage.said = form.querySelector("[role=status]").textContent;
              sessionStorage.off = form.querySelector("button").disabled;
            })"""
        )
        row.get_by_role("button", name="确认").click()
        page.wait_for_selector(".done")
        assert page.evaluate("sessionStorage.said") == "正在记下，并更新库……"
        assert page.evaluate("sessionStorage.off") == "true"
        assert page.locator(".done").inner_text() == "已记下。"
        assert page.locator(".done").is_visible()
        told = area.locator("tr", has_text="招商活动").first.inner_text()
        assert "会上定的" in told
        assert reason.partition("核对")[0].strip() in told
        page.reload()
        assert page.locator(".done").count() == 0


def test_the_picture_has_the_gaps_and_says_why_a_link_is_there(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/trace") as page:
        page.wait_for_selector(".picture svg")
        drawn = page.locator(".picture").inner_text()
        for area in page.locator("section h2 a").all_inner_texts():
            assert area[3:9] in drawn, area
        for alone in page.locator("section").last.locator("li").all_inner_texts():
            assert f"{alone.split()[0]} {alone.split()[1][:4]}" in drawn
        told = page.evaluate(
            "drawn.links.filter((one) => one.said).map((data) => told({ dataType: 'edge', data }))"
        )
        assert len(told) == page.locator(".matrix .held").count()
        assert all("—" in both and reason for both, reason in told)
        gaps = page.evaluate("drawn.nodes.filter((one) => one.gap).map((one) => told({ name: one.name })[0])")
        assert any("（没有任务）" in one for one in gaps)
        assert any("（不属任何重点）" in one for one in gaps)


def test_on_a_phone_the_head_of_the_matrix_and_the_first_line_of_a_query_can_be_read(
    browser: Browser, server: Server
) -> None:
    with opened(browser, server, "/trace", width=390) as page:
        for head in page.locator(".matrix thead th").all():
            box = head.bounding_box()
            assert box is not None
            assert box["height"] < 50
    with opened(browser, server, "/editor", width=390) as page:
        line = page.locator(".CodeMirror-line").first.bounding_box()
        button = page.locator(".yasqe_queryButton").first.bounding_box()
        assert line is not None
        assert button is not None
        assert line["y"] >= button["y"] + button["height"]


@pytest.mark.usefixtures("quick")
def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "敌.txt").write_text(HOSTILE, encoding="utf-8")
    build_library([tmp_path / "敌.txt"], Settings(home=tmp_path / "library"))
    with serving(tmp_path / "library") as server:
        for path in (
            "/",
            "/notice?what=云某政办发〔2020〕7号",
            "/table/tasks",
            "/trace",
            "/ask?q=<script>alert(3)</script>",
            "/search?q=<script>alert(3)</script>",
            "/review",
            "/table/bodies",
            "/id/document/云某政办发/2020/7/task/1",
            server.ask("/api/v1/show?what=市水利局").json["iri"].removeprefix("https://gongwen.example"),
        ):
            with opened(browser, server, path, width=390) as page:
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
                assert page.locator("main img").count() == 0
        with opened(browser, server, "/id/document/云某政办发/2020/7/task/3") as page:
            assert len(page.locator("h1").inner_text()) == 120
            assert len(page.locator("blockquote p").inner_text()) > 5_000
        with opened(browser, server, "/table/tasks") as page:
            page.wait_for_selector(".tabulator-row")
            with page.expect_download() as taken:
                page.get_by_role("link", name="CSV").click()
            written = taken.value.path().read_text(encoding="utf-8-sig")
            assert "'=HYPERLINK" in written
            assert not re.search(r'(?m)(^|,)"?[=+@]', written)
