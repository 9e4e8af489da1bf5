"""What the pages say beside an answer, of nothing, and in English, on several invented notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from serving import Answer, Server, serving

from kg.ask.narrowing import CALLED
from kg.ask.silence import Silence
from kg.ask.wording import _ASKED, _FIELD, _LIMIT
from kg.build import build_library
from kg.errors import KgError
from kg.settings import Settings
from kg.verbs import VERBS
from kg.web.problems import code_of
from kg.web.searching import KINDS
from kg.web.sentences import SAID, UNSAID, understood

ROOT = Path(__file__).parent.parent
RIVER = """云某市人民政府关于治水工作的通知
云某政发〔2020〕7号
一、总体要求
坚持节水优先。
二、工作重点
（一）改善水质
治理黑臭水体，保护饮用水水源。
附件：任务分工表
序号 | 工作任务 | 责任单位
1 | 治理城区黑臭水体，新建泵站20座以上。 | 市水利局、市财政局
2 | 疏浚航道，新建码头。 | 市交通局
云某市人民政府
2020年5月6日
"""
PORT = """海某市人民政府关于港口工作的通知
海某政发〔2021〕9号
附件：任务分工表
序号 | 工作任务 | 责任单位 | 完成时限
1 | 疏浚航道，清理港池。 | 市港务局 | 2021年10月底前
2 | 巡查航标。 | 市海事局 | 2021年12月底前
海某市人民政府
2021年3月4日
"""
BRIDGE = "（一）修建石桥，保护古桥。（责任单位：市文物局）\n（二）疏浚航道。（责任单位：市航道处）\n"
SEA = """林某市人民政府关于海事工作的通知
林某政发〔2022〕3号
二、主要任务
（一）保障通航
牵头单位：市海事局
1.巡查灯塔。
责任单位：市海事局、市财政局
林某市人民政府
2022年5月6日
"""
TABLE = "附件：任务分工表\n序号 | 工作任务 | 责任单位\n"
ENGLISH = {"Cookie": "language=en"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a library of three notices; one has neither a title nor a number."""
    folder = tmp_path_factory.mktemp("answers")
    for name, text in (("水", RIVER), ("港", PORT), ("桥", BRIDGE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build_library([folder / f"{name}.txt" for name in "水港桥"], Settings(home=folder / "library"))
    with serving(folder / "library") as one:
        yield one


def asked(server: Server, q: str, **headers: str) -> str:
    return page(server, f"/ask?q={quote(q)}", **headers).body.decode()


def page(server: Server, path: str, **headers: str) -> Answer:
    return server.ask(path, Accept="text/html", **headers)


def passages(shown: str) -> list[str]:
    """Give the addresses of the passages beside an answer."""
    _, _, beside = shown.partition('class="hits"')
    return [unescape(one) for one in re.findall(r'href="(/notice[^"]*)"', beside)]


def test_the_passages_are_of_the_notice_that_is_asked_about(server: Server) -> None:
    for number, year in (("云某政发〔2020〕7号", "2020/7"), ("海某政发〔2021〕9号", "2021/9")):
        found = passages(asked(server, f"{number}中，谁负责巡查航道和泵站？"))
        assert found
        assert all(year in unquote(one) for one in found)


def test_what_an_answer_quotes_is_not_said_again(server: Server) -> None:
    shown = asked(server, "修建石桥")
    quoted = re.findall(r"<blockquote><p[^>]*>(.*?)</p>", shown)
    assert quoted
    _, _, beside = shown.partition('class="hits"')
    assert not [one for one in quoted if one in beside]


@pytest.mark.parametrize("q", ["市水利局有哪些任务？", "你好", "火星移民归谁管？", "哪个单位的任务最多？"])
def test_there_are_no_passages_where_none_says_what_is_asked(server: Server, q: str) -> None:
    assert not passages(asked(server, q))


def test_who_types_words_alone_is_given_what_comes_nearest_by_meaning(server: Server) -> None:
    assert passages(asked(server, "水体污染"))


@pytest.mark.parametrize(
    ("q", "words", "limited"),
    [
        ("看病", "看病", False),
        ("云某政发〔2020〕7号中，谁负责巡查航道？", "巡查航道", True),
        ("市水利局有哪些任务？", "", True),
        ("哪个单位的任务最多？", "", True),
        ("你好", "", False),
    ],
)
def test_what_a_question_is_about(server: Server, q: str, words: str, *, limited: bool) -> None:
    near = server.ask(f"/api/v1/near?q={q}").json
    assert (near["words"], near["limited"]) == (words, limited)


def test_every_quote_leads_to_its_notice_also_to_one_without_a_name(server: Server) -> None:
    shown = asked(server, "古桥谁负责？") + asked(server, "谁负责保护古桥和水源？")
    links = {unescape(one) for one in re.findall(r'href="(/notice[^"]*)"', shown)}
    assert any("sha256" in one for one in links)
    for link in links:
        answer = page(server, link)
        assert answer.status == 200, link
        assert 'id="lit"' in answer.body.decode(), link


def test_a_question_back_is_no_refusal_and_offers_each_choice_once(server: Server) -> None:
    shown = asked(server, "谁负责疏浚航道？")
    assert "请说明是哪一份" in shown
    assert "无法回答" not in shown
    main = shown.partition("<article")[2]
    assert main.count("海某政发〔2021〕9号</a>") == 1
    assert main.partition("理解为")[0].count("海某政发〔2021〕9号") == 1


def test_what_is_alike_is_told_apart(server: Server) -> None:
    """Bodies of two places have one name; a number says little of a notice."""
    back = asked(server, "谁负责疏浚航道？").partition("<article")[2]
    assert re.search(r'海某政发〔2021〕9号</a>\s*<span class="meta">海某市人民政府关于港口工作的通知', back)
    given = asked(server, "谁负责疏浚航道，新建码头？")
    assert re.search(r'市交通局</a>\s*<span class="meta">云某市', given)


def test_a_search_is_limited_by_what_is_chosen(server: Server) -> None:
    def found(path: str) -> list[str]:
        shown = page(server, path).body.decode()
        assert shown.count(" selected") == path.count("&") - path.count("body=")
        return [unquote(one) for one in passages(shown)]

    every = found("/search?q=疏浚航道")
    port = [one for one in every if "2021/9" in one]
    assert 0 < len(port) < len(every)
    assert found("/search?q=疏浚航道&year=2021") == port
    notice = "https://gongwen.example/id/document/海某政发/2021/9"
    assert found(f"/search?q=疏浚航道&notice={notice}") == port
    tasks = found("/search?q=疏浚航道&kind=任务")
    assert tasks
    assert set(tasks) < set(every)
    assert len(found("/search?q=疏浚航道&body=市港务局")) == 1
    assert page(server, "/search?q=疏浚航道&body=火星局").status == 404
    assert page(server, "/search?q=").status == 303
    assert tuple(CALLED) == KINDS


def test_a_question_leads_to_the_search_of_its_words(server: Server) -> None:
    shown = asked(server, "火星移民归谁管？")
    link = re.search(r'href="(/search\?q=[^"]*)"', shown)
    assert link
    assert "火星移民" in unquote(link[1])
    assert page(server, unescape(link[1])).status == 200


def test_a_task_is_told_with_its_notice(server: Server) -> None:
    shown = asked(server, "市财政局有哪些任务？")
    assert re.search(r'class="meta">任务 1\s*云某政发〔2020〕7号', shown)
    own = page(server, "/id/document/云某政发/2020/7/task/1").body.decode()
    assert '<p class="meta">任务 1</p>' in own


def test_a_fact_leads_to_the_sentence_that_says_it(server: Server) -> None:
    shown = page(server, "/id/document/云某政发/2020/7/task/1").body.decode()
    facts = shown.partition('class="facts"')[2]
    links = [unescape(one) for one in re.findall(r'href="(/notice[^"]*)"', facts)]
    assert links
    for link in links:
        assert 'id="lit"' in page(server, link).body.decode()


@pytest.mark.usefixtures("quick")
def test_what_is_said_of_a_long_answer_is_not_folded_away(tmp_path: Path) -> None:
    many = "、".join(f"市{one}{two}管理局" for one in "东西南北中" for two in "水火木土金石")
    text = f"林某市人民政府关于河道工作的通知\n林某政发〔2022〕3号\n{TABLE}1 | 整治城区河道。 | {many}\n"
    (tmp_path / "河.txt").write_text(text, encoding="utf-8")
    build_library([tmp_path / "河.txt"], Settings(home=tmp_path / "library"))
    with serving(tmp_path / "library") as server:
        whole = server.ask("/api/v1/ask?q=谁牵头整治城区河道？").json
        shown = asked(server, "谁牵头整治城区河道？").partition("<article")[2]
    assert len(whole["results"]) == 30
    assert f">{len(whole['results'])} 项</h1>" in shown
    told, _, _ = re.sub(r"<details>.*?</details>", "", shown, flags=re.DOTALL).partition("<h2")
    assert "（公文没有写明牵头单位，以下是责任单位）" in told


@pytest.mark.usefixtures("quick")
def test_what_follows_from_a_rule_says_so_beside_its_quote_and_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "海.txt").write_text(SEA, encoding="utf-8")
    build_library([tmp_path / "海.txt"], Settings(home=tmp_path / "library"))
    with serving(tmp_path / "library") as server:
        iri = server.ask("/api/v1/show?what=市海事局").json["iri"]
        shown = page(server, iri.removeprefix("https://gongwen.example")).body.decode()
        assert re.search(r"巡查灯塔。</a> <span class=\"meta\">牵头（[^）]+）、责任</span>", shown)
        task = "/id/document/林某政发/2022/3/task/1"
        facts = server.ask(f"/api/v1/show?what=https://gongwen.example{task}").json["facts"]
        (lead,) = (fact for fact in facts if fact["property"] == "牵头单位")
        shown = page(server, task).body.decode().partition('class="facts"')[2]
        row = next(one for one in shown.split("<tr>") if "牵头单位" in one)
        assert lead["reason"]
        assert lead["reason"] in row
        assert f"<td>{lead['quote']} " in row


def test_a_notice_leads_only_to_what_it_has(server: Server) -> None:
    river = page(server, "/notice?what=云某政发〔2020〕7号").body.decode()
    port = page(server, "/notice?what=海某政发〔2021〕9号").body.decode()
    for shown, there, missing in (
        (river, ("tasks", "targets"), ("deadlines", "cited-documents")),
        (port, ("tasks", "deadlines"), ("targets", "cited-documents")),
    ):
        assert all(f'href="/table/{name}?' in shown for name in there)
        assert not any(f'href="/table/{name}?' in shown for name in missing)
    assert 'href="/trace?notice=' in river
    assert 'href="/trace?notice=' not in port


def test_an_empty_table_says_so_and_leads_back(server: Server) -> None:
    shown = page(server, "/table/deadlines?notice=云某政发〔2020〕7号").body.decode()
    assert "没有符合的行</td>" in shown
    assert 'href="/table/deadlines">看全部' in shown
    assert "云某政发〔2020〕7号" in shown


def test_the_trace_says_which_notices_have_no_focus_areas(tmp_path: Path, quick: str) -> None:
    del quick
    for name, text in (("水", RIVER), ("渠", RIVER.replace("2020", "2022")), ("港", PORT)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build_library([tmp_path], Settings(home=tmp_path / "library"))
    with serving(tmp_path / "library") as server:
        shown = page(server, "/trace").body.decode().partition("<main")[2]
    traced, _, others = shown.partition("没有读到工作重点的公文")
    assert traced.index("〔2022〕7号") < traced.index("〔2020〕7号")
    assert traced.count("云某政发〔2020〕7号") == 1
    assert "〔2021〕9号" in others


def test_a_question_that_is_too_long_is_kept(server: Server) -> None:
    longest = VERBS["ask"].params[0].longest
    assert f'maxlength="{longest}"' in page(server, "/").body.decode()
    q = "水" * (longest + 1)
    answer = page(server, f"/ask?q={quote(q)}")
    assert answer.status == 400
    assert f'value="{q}"' in answer.body.decode()


def test_english_pages_say_in_english_what_is_ours(server: Server) -> None:
    missing = page(server, "/notice?what=火星", **ENGLISH).body.decode()
    assert f"<h1>{SAID['not_found']}</h1>" in missing
    targets = page(server, "/table/targets", **ENGLISH).body.decode()
    assert '<th scope="col">Notice</th>' in targets
    assert "<td>at least</td>" in targets
    assert ">Task 1</a>" in targets
    assert "at least" in server.ask("/table/targets.csv", **ENGLISH).body.decode()
    assert "不少于" in server.ask("/table/targets.csv").body.decode()
    notice = page(server, "/id/document/云某政发/2020/7?as=thing", **ENGLISH).body.decode()
    assert "<td>title</td>" in notice
    assert ">File（" in page(server, "/upload", **ENGLISH).body.decode()
    known = asked(server, "市水利局有哪些任务？", **ENGLISH)
    assert "Understood as: which tasks; body: “市水利局” (same name)" in known
    refused = asked(server, "火星移民归谁管？", **ENGLISH)
    assert f'<h1 id="answer">{UNSAID["topic"]}</h1>' in refused
    assert '<p lang="zh-CN">无法回答：' in refused
    assert set(UNSAID) == set(Silence)
    assert (
        "reason (in Chinese)" in page(server, "/id/document/云某政发/2020/7/task/1", **ENGLISH).body.decode()
    )
    assert "Which one is meant?" in asked(server, "谁负责疏浚航道？", **ENGLISH)


def test_every_error_has_a_sentence_in_english() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg/web").glob("*.py"))
    codes = set(re.findall(r'Refused\(\s*\d+,\s*"([a-z_]+)"', written))
    kinds = [KgError]
    while kinds:
        kind = kinds.pop()
        if kind.__module__ == "kg.errors" and kind is not KgError:
            codes.add(code_of(kind.__new__(kind)))
        kinds += kind.__subclasses__()
    assert len(codes) > 30
    assert codes <= set(SAID)


def test_all_words_of_a_reading_are_there_in_english() -> None:
    for word in {*_ASKED.values(), *_FIELD.values()}:
        assert understood(f"问：哪些{word}").isascii(), word
    for word in {*_LIMIT.values(), "角色", "数目"}:
        assert understood(f"不含{word}：").isascii(), word
