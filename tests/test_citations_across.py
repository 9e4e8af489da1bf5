"""A document is one node however notices cite it, two documents are two; relations are what the text says."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.find.validity import find_validity
from kg.library import Library
from kg.names import BASE
from kg.notice import Header
from kg.rdf.store import select
from kg.settings import Settings
from kg.text import Flow

Command = Callable[..., subprocess.CompletedProcess[str]]
#: file name -> text
Files = dict[str, str]
Make = Callable[[Files], Library]

OPINION = """国务院关于推进清溪流域治理的指导意见
国发〔2008〕30号
各省、自治区、直辖市人民政府：
一、重点任务
（一）保护水源。（环境保护部牵头，水利部配合）
国务院
2008年9月7日
"""
STREAM = BASE + "document/国发/2008/30"


def notice(
    text: str,
    *,
    city: str = "云岭市",
    number: str = "云政办发〔2020〕3号",
    about: str = "治水",
    date: str = "2020年3月5日",
) -> str:
    """Write a notice of a city's general office around a sentence, with one task."""
    return (
        f"{city}人民政府办公室关于{about}工作的通知\n{number}\n各县区人民政府：\n{text}\n一、重点任务\n"
        f"（一）保护水源。（责任单位：市水利局）\n{city}人民政府办公室\n{date}\n"
    )


@pytest.fixture
def make(tmp_path: Path, kg: Command) -> Make:
    """Give a function that builds a library of the texts of some files."""

    def build(files: Files) -> Library:
        folder = tmp_path / "公文"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        done = kg("build", str(folder), home=tmp_path / "library", quick=True)
        assert done.returncode == 0, done.stderr
        return Library(Settings(home=tmp_path / "library"))

    return build


def cited(library: Library) -> dict[str, set[str]]:
    """Map each citing notice's number to the documents that it cites."""
    rows = select(library.store, "SELECT ?number ?document { ?n kg:cites ?document ; kg:number ?number }")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["number"], set()).add(row["document"])
    return found


WAYS = [
    "根据国发〔2008〕30号文件精神",
    "根据国发[2008]030号精神",
    "按照国发（２００８）３０号要求",
    "根据《国务院关于推进清溪流域治理的指导意见》",
    "根据〈国务院关于推进清溪流域治理的指导意见〉",
    "根据《国务院关于推进清溪流域治理的指导意见》（国发〔2008〕30号）",
    "根据国务院关于推进清溪流域治理的指导意见（国发﹝2008﹞30号）",
    "根据国务院《关于推进清溪流域治理的指导意见》",
    "根据《关于推进清溪流域治理的指导意见》",
    "根据【国务院关于推进清溪流域治理的指导意见】",
    "根据「国务院关于推进清溪流域治理的指导意见」",
    "根据<<国务院关于推进清溪流域治理的指导意见>>",
    "根据“国务院关于推进清溪流域治理的指导意见”",
    "根据《国务院关于推进〈清溪流域〉治理的指导意见》",
]


def of_ways() -> Files:
    return {
        f"{at:02}.txt": notice(f"{way}，现通知如下。", number=f"云政办发〔2020〕{at}号", about=f"第{at}项")
        for at, way in enumerate(WAYS, start=10)
    }


def test_a_document_is_one_node_however_it_is_cited_and_is_the_notice_once_read(make: Make) -> None:
    before = cited(make(of_ways()))
    after = cited(make(of_ways() | {"国.txt": OPINION}))
    assert len(before) == len(after) == len(WAYS)
    for at, way in enumerate(WAYS, start=10):
        assert before[f"云政办发〔2020〕{at}号"] == {STREAM}, way
        assert after[f"云政办发〔2020〕{at}号"] == {STREAM}, way


def test_it_does_not_matter_which_is_read_first(make: Make) -> None:
    citing = notice("根据《关于推进清溪流域治理的指导意见》，现通知如下。")
    first = make({"a.txt": OPINION, "b.txt": citing})
    early = cited(first), first.answer("SELECT ?x { ?x a kg:Document }")
    last = make({"z.txt": OPINION, "b.txt": citing})
    assert early == (cited(last), last.answer("SELECT ?x { ?x a kg:Document }"))
    assert early[0] == {"云政办发〔2020〕3号": {STREAM}}


def test_a_title_that_became_a_notice_keeps_its_former_name(make: Make) -> None:
    citing = {"b.txt": notice("根据《国务院关于推进清溪流域治理的指导意见》，现通知如下。")}
    (stub,) = cited(make(citing))["云政办发〔2020〕3号"]
    assert stub == BASE + "document/title/国务院关于推进清溪流域治理的指导意见"
    library = make(citing | {"国.txt": OPINION})
    assert library.find(stub).iri == STREAM
    assert library.answer(f"ASK {{ <{stub}> a kg:Document }}") == [["结果"], ["否"]]
    (fact,) = select(
        library.store,
        f"SELECT ?rule ?quote {{ ?f rdf:subject <{STREAM}> ; rdf:predicate owl:sameAs ; rdf:object <{stub}> ;"
        " kg:rule ?rule ; kg:evidence/oa:exact ?quote }",
    )
    assert fact["quote"] == "《国务院关于推进清溪流域治理的指导意见》"
    assert "题名相同" in fact["rule"]


def test_a_notice_that_prints_no_number_is_the_one_that_is_cited_with_number_and_title(make: Make) -> None:
    library = make(
        {
            "国.txt": OPINION.replace("国发〔2008〕30号\n", ""),
            "b.txt": notice("根据《国务院关于推进清溪流域治理的指导意见》（国发〔2008〕30号），现通知如下。"),
        }
    )
    ((document,),) = cited(library).values()
    assert library.find("国发〔2008〕30号").iri == document
    assert library.find(document).kind == "notice"


def test_a_plan_means_the_notice_that_issues_it(make: Make) -> None:
    plan = notice("现印发给你们。", number="云政办发〔2019〕8号", date="2019年3月5日").replace(
        "关于治水工作的通知", "关于印发云岭市治水行动方案的通知"
    )
    library = make({"a.txt": plan, "b.txt": notice("按照《云岭市治水行动方案》，现通知如下。")})
    assert cited(library) == {"云政办发〔2020〕3号": {BASE + "document/云政办发/2019/8"}}


def test_a_law_goes_by_both_its_names(make: Make) -> None:
    library = make(
        {
            "a.txt": notice("根据《中华人民共和国水法》，现通知如下。"),
            "b.txt": notice("根据《水法》，现通知如下。", city="青川市", number="青政办发〔2020〕3号"),
        }
    )
    assert {tuple(documents) for documents in cited(library).values()} == {(BASE + "document/title/水法",)}


#: What a notice of one city names, and one of another city.
APART = [
    ("《关于做好防汛工作的通知》", "《关于做好防汛工作的通知》"),
    ("《政府工作报告》", "《政府工作报告》"),
    ("《防汛应急预案》", "《防汛应急预案》"),
    ("市政府令第5号", "市政府令第5号"),
    ("市政府《关于治水的意见》", "市政府《关于治水的意见》"),
    ("《云岭市人民政府关于治水的意见》", "《青川市人民政府关于治水的意见》"),
    ("《甲办法》（云政发〔2001〕1号）", "《甲办法》（青政发〔2001〕1号）"),
]


def test_documents_of_two_cities_are_two(make: Make) -> None:
    files: Files = {}
    for at, (here, there) in enumerate(APART, start=1):
        about = f"第{at}项"
        files[f"{at}a.txt"] = notice(
            f"根据{here}，现通知如下。", number=f"云政办发〔2020〕{at}号", about=about
        )
        files[f"{at}b.txt"] = notice(
            f"根据{there}，现通知如下。", city="青川市", number=f"青政办发〔2020〕{at}号", about=about
        )
    found = cited(make(files))
    for at, names in enumerate(APART, start=1):
        one, other = found[f"云政办发〔2020〕{at}号"], found[f"青政办发〔2020〕{at}号"]
        assert len(one) == len(other) == 1, names
        assert one != other, names


def test_documents_of_two_years_are_two(make: Make) -> None:
    def report(year: int) -> str:
        return notice(
            "根据《政府工作报告》，现通知如下。", number=f"云政办发〔{year}〕3号", date=f"{year}年3月5日"
        )

    assert len(set.union(*cited(make({"a.txt": report(2020), "b.txt": report(2021)})).values())) == 2
    yearly = [
        notice("请认真执行。", number="", about="防汛", date=f"{year}年3月5日").replace("\n\n", "\n")
        for year in (2020, 2021)
    ]
    library = make({"a.txt": yearly[0], "b.txt": yearly[1]})
    assert len(library.run("notices")) == 2


LOCAL = notice("请认真执行。", number="云政办发〔2018〕7号", about="防汛", date="2018年3月5日")
SHORT = "按照《关于防汛工作的通知》，现通知如下。"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"a.txt": LOCAL, "b.txt": notice(SHORT)}, True),
        # of another city
        ({"a.txt": LOCAL, "b.txt": notice(SHORT, city="青川市")}, False),
        # of a later year
        ({"a.txt": LOCAL, "b.txt": notice(SHORT, number="云政办发〔2017〕3号", date="2017年3月5日")}, False),
        # two that it can be
        (
            {
                "a.txt": LOCAL,
                "b.txt": notice(SHORT),
                "c.txt": LOCAL.replace("2018", "2019").replace("〕7号", "〕9号"),
            },
            False,
        ),
        # the office's, and the city's own
        (
            {
                "a.txt": LOCAL,
                "b.txt": notice(SHORT),
                "c.txt": LOCAL.replace("人民政府办公室", "人民政府").replace("云政办发", "云政发"),
            },
            False,
        ),
    ],
)
def test_a_title_without_its_issuer_joins_only_what_it_must_mean(
    make: Make, files: Files, found: bool
) -> None:
    documents = set.union(*cited(make(files)).values())
    assert (documents == {BASE + "document/云政办发/2018/7"}) is found
    assert len(documents) == 1


RELATIONS = [
    ("根据《云岭市水法规》", "basedOn"),
    ("依据《云岭市水条例》", "basedOn"),
    ("以《云岭市水条例》为依据", "basedOn"),
    ("为贯彻落实《云岭市水条例》", "carriesOut"),
    ("现将国务院《关于治水的意见》（国发〔2019〕5号）转发给你们", "forwards"),
    ("现将国发〔2019〕5号文件转发给你们", "forwards"),
    ("及时印发《云岭市水手册》", "publishes"),
    ("市政府决定对《云岭市水条例》进行修订", "amends"),
    ("对《云岭市水办法》作如下修改", "amends"),
    ("《云岭市水办法》（云政发〔2001〕1号）同时废止", "repeals"),
    ("《云岭市水办法》自2020年4月1日起停止执行", "repeals"),
    ("决定废止《云岭市水办法》等3件文件", "repeals"),
    ("《云岭市水办法》有效期延长至2025年12月31日", "extends"),
    ("参见《云岭市水办法》", None),
]


def test_relations_are_said_where_the_text_says_them(make: Make) -> None:
    files = {
        f"{at}.txt": notice(f"{way}。", number=f"云政办发〔2020〕{at}号", about=f"第{at}项")
        for at, (way, _) in enumerate(RELATIONS, start=1)
    }
    library = make(files)
    rows = select(
        library.store,
        "SELECT ?number ?relation { ?relation rdfs:subPropertyOf kg:cites ; rdfs:label ?name ."
        ' ?n ?relation ?d ; kg:number ?number FILTER(LANG(?name) = "zh") }',
    )
    said = {f"云政办发〔2020〕{at}号": name for at, (_, name) in enumerate(RELATIONS, start=1) if name}
    assert {row["number"]: row["relation"].split("#")[1] for row in rows} == said
    assert len(rows) == len(said)
    quoted = select(
        library.store, "SELECT ?f ?quote { ?f rdf:predicate kg:repeals ; kg:evidence/oa:exact ?quote }"
    )
    assert sorted(row["quote"] for row in quoted) == [
        "《云岭市水办法》",
        "《云岭市水办法》",
        "《云岭市水办法》（云政发〔2001〕1号）",
    ]


def test_both_documents_that_one_sentence_repeals_are_repealed(make: Make) -> None:
    library = make(
        {"a.txt": notice("《甲市办法》（云政发〔2001〕1号）、《乙市办法》（云政发〔2002〕2号）同时废止。")}
    )
    assert len(select(library.store, "SELECT ?d { ?n kg:repeals ?d }")) == 2


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("本通知自2010年7月1日起施行，有效期至2015年6月30日。", "2010-07-01", "2015-06-30"),
        ("本办法自发布之日起施行，有效期5年。", "2019-01-05", "2024-01-04"),
        ("五、本办法（试行）自２０２３年３月１日起施行，有效期两年。", "2023-03-01", "2025-02-28"),
        ("第二十条本规定自二〇二三年五月一日起施行。", "2023-05-01", None),
        ("原《某办法》同时废止，本办法自2020年2月29日起施行，有效期为3年。", "2020-02-29", "2023-02-28"),
        ("自印发之日起执行，试行期1年。", "2019-01-05", "2020-01-04"),
        ("以上措施自公布之日起实施，未注明时限的，有效期至2023年12月31日。", "2019-01-05", "2023-12-31"),
        ("本措施有效期自2023年1月1日至2025年12月31日。", "2023-01-01", "2025-12-31"),
        ("本政策执行期限至2023年12月31日。", None, "2023-12-31"),
    ],
)
def test_from_when_and_until_when_a_notice_is_in_force(
    text: str, starts: str | None, ends: str | None
) -> None:
    (found,) = find_validity([Flow.of(text)], Header(date="2019-01-05"))
    assert (found.starts, found.ends) == (starts, ends)
    assert all(span.of(text) in text for span in found.piece.spans)
    assert found.piece.text in text


@pytest.mark.parametrize(
    "text",
    [
        "自2023年1月1日起执行新的收费标准。",
        "《某办法》自2023年1月1日起施行。",
        "《某通知》（云政发〔2014〕5号）有效期延长至2025年12月31日。",
        "取水许可证有效期5年。",
        "登记有效期至2023年12月31日。",
    ],
)
def test_what_is_in_force_is_the_notice_itself(text: str) -> None:
    assert list(find_validity([Flow.of(text)], Header(date="2019-01-05"))) == []


def test_the_validity_of_a_notice_is_in_the_graph(make: Make) -> None:
    text = notice("请执行。").replace(
        "云岭市人民政府办公室\n2020", "本通知自2020年4月1日起施行，有效期3年。\n云岭市人民政府办公室\n2020"
    )
    library = make({"a.txt": text})
    rows = select(
        library.store,
        "SELECT ?said ?from ?until { ?n kg:validity ?said ; kg:validFrom ?from ; kg:validUntil ?until }",
    )
    assert rows == [{"said": "自2020年4月1日起施行，有效期3年", "from": "2020-04-01", "until": "2023-03-31"}]


def test_a_trace_tells_who_cites_a_document_and_who_implements_it(
    make: Make, kg: Command, tmp_path: Path
) -> None:
    carries = notice("为贯彻落实《国务院关于推进清溪流域治理的指导意见》（国发〔2008〕30号），现通知如下。")
    carries = carries.replace("（一）保护水源。", "（一）保护水源。落实国发〔2008〕30号要求，整治河道。")
    library = make({"a.txt": OPINION, "b.txt": carries, "c.txt": LOCAL})
    found = library.trace("国发〔2008〕30号")
    links = {(link.relation, link.verb, link.other.kind) for link in found.links if not link.forward}
    assert links == {("引用", "贯彻", "公文"), ("提到", "落实", "任务")}
    (by_task,) = [link for link in found.links if link.through]
    assert (by_task.relation, by_task.other.label) == ("任务提到它的单位", "市水利局")
    for name in ("国务院关于推进清溪流域治理的指导意见", "《关于推进清溪流域治理的指导意见》"):
        assert library.trace(name) == found
        assert library.describe(name).iri == STREAM
    told = kg("trace", "国发〔2008〕30号", home=tmp_path / "library").stdout
    assert "—引用（贯彻）→ 本公文" in told
    assert "“国发〔2008〕30号”（一（一）保护水源 任务（一）" in told
    assert "任务提到它的单位：市水利局（任务（一））" in told
    shown = kg("show", "国发〔2008〕30号", home=tmp_path / "library").stdout
    assert "←引用（贯彻）" in shown


def test_one_notice_in_two_files_is_one_and_a_file_that_went_away_is_gone(make: Make) -> None:
    text = notice("根据国发〔2008〕30号，现通知如下。")
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    page = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    both = make({"a.txt": text, "b.html": page, "c.txt": text + "\n\n", "国.txt": OPINION})
    assert len(both.run("notices")) == 2
    assert len(both.run("tasks")) == 2
    assert cited(both) == {"云政办发〔2020〕3号": {STREAM}}
    gone = make({"b.html": page})
    assert len(gone.run("notices")) == 1
    assert cited(gone) == {"云政办发〔2020〕3号": {STREAM}}
    assert gone.find(STREAM).kind == "document"
    assert len(gone.run("tasks")) == 1


DEADLINES = {
    "2023年12月底前": "2023-12-31",
    "2023年2月底前": "2023-02-28",
    "年底前": "2020-12-31",
    "上半年": "2020-06-30",
    "6月底前": "2020-06-30",
    "三季度": "2020-09-30",
    "2021年3月15日前": "2021-03-15",
    "持续推进": None,
    "长期坚持": None,
}


def test_deadlines_are_kept_as_printed_and_as_dates_where_they_say_one(make: Make) -> None:
    tasks = "".join(
        f"（{'一二三四五六七八九'[at]}）开展第{at}项工作。（责任单位：市水利局；完成时限：{printed}）\n"
        for at, printed in enumerate(DEADLINES)
    )
    library = make({"a.txt": notice("请执行。").replace("（一）保护水源。（责任单位：市水利局）\n", tasks)})
    rows = select(
        library.store,
        "SELECT ?said ?date { ?t kg:deadline ?said OPTIONAL { ?t kg:deadlineDate ?date } }",
    )
    assert {row["said"]: row.get("date") for row in rows} == DEADLINES
