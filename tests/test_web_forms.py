"""What people send from the pages: a file to read, a decision; and from where it is taken."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from openpyxl import load_workbook
from serving import FORM, Answer, Server, left_behind, serving

from kg.build import build_library
from kg.settings import Settings
from kg.web.uploading import bodies_once

NOTICE = """云某市人民政府关于治水工作的通知
云某政发〔2020〕7号
一、总体要求
坚持节水优先。
二、工作重点
（一）改善水质
治理黑臭水体，保护饮用水水源。
（二）发展航运
疏浚航道，新建码头。
附件：任务分工表
序号 | 工作任务 | 责任单位 | 完成时限
1 | 治理城区黑臭水体，保护饮用水水源。 | 市水利局、市财政局 | 长期坚持
2 | 疏浚航道，新建码头2座。 | 市交通局 | 2020年12月底前
3 | =1+1 | 市财政局 | 持续推进
"""
AREA = "https://gongwen.example/id/document/云某政发/2020/7/section/4"
TASK = "https://gongwen.example/id/document/云某政发/2020/7/task/2"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a library of an invented notice."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "水.txt").write_text(NOTICE, encoding="utf-8")
    build_library([folder / "水.txt"], Settings(home=folder / "library"))
    return folder / "library"


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    """Serve it."""
    with serving(home, read_seconds="20") as one:
        yield one


def here(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def uploaded(server: Server, name: str, data: bytes, **headers: str) -> Answer:
    body = (
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n--cut--\r\n"
    )
    headers = {"Origin": here(server), "Content_Type": "multipart/form-data; boundary=cut"} | headers
    return server.ask("/upload", method="POST", body=body, **headers)


def test_an_uploaded_notice_is_read_shown_and_forgotten(server: Server) -> None:
    before = left_behind()
    answer = uploaded(server, "新.txt", NOTICE.replace("治水", "防洪").encode())
    page = answer.body.decode()
    assert answer.status == 200
    assert "云某市人民政府关于防洪工作的通知" in page
    assert "市水利局、市财政局" in page
    assert '<span class="kind-2" title="单位 市交通局">市交通局</span>' in page
    assert "防洪" not in server.ask("/api/v1/run/notices").body.decode()
    assert left_behind() <= before


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("坏.pdf", b"%PDF-1.7 nothing", "PDF"),
        ("空.txt", b"", "空的"),
        ("程序.exe", b"MZ", ".docx .htm .html .md .pdf .txt .xlsx</p>"),
        ("../../水.pdf", b"x", "水.pdf："),
        ("一批.zip", b"PK", "解开"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    server: Server, name: str, data: bytes, word: str
) -> None:
    page = uploaded(server, name, data).body.decode()
    assert "没有读" in page
    assert word in page
    assert tempfile.gettempdir() not in page
    assert "Traceback" not in page


def test_what_is_missing_or_hidden_in_a_file_is_told(server: Server) -> None:
    whole = NOTICE + "云某市人民政府\n2020年5月6日\n"
    assert "没有发现异常" in uploaded(server, "水.txt", whole.encode()).body.decode()
    page = uploaded(server, "水.txt", whole.replace("治水", "治\u202e水").encode()).body.decode()
    assert "1 个改变文字方向的控制符（U+202E）" in page
    bare = uploaded(server, "水.txt", "（一）修渠。（责任单位：市水利局）\n".encode()).body.decode()
    odd = bare.partition('class="gap"')[2].partition("</ul>")[0]
    assert all(f"未读到{name}" in odd for name in ("标题", "文号", "发文机关", "成文日期"))
    assert "没有发现异常" not in bare


def test_a_body_of_a_task_is_named_once_with_all_its_roles() -> None:
    roles = [("市水利局", "responsible"), ("市财政局", "support"), ("市水利局", "lead"), ("市水利局", "lead")]
    said = [{"name": name, "role": role} for name, role in roles]
    bodies = bodies_once({"assignments": said[:2], "inherited": said[2:]})
    assert bodies == {"市水利局": ["lead"], "市财政局": ["support"]}


def test_what_an_uploaded_file_says_stays_text(server: Server) -> None:
    data = "云某市关于<script>alert(1)</script>治水的通知\n（一）<b>保护</b>水源。（责任单位：市水利局）\n"
    page = uploaded(server, "<i>.txt", data.encode()).body.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": FORM}, 415),
        ({"Content_Type": "multipart/form-data"}, 400),
        ({"Content_Length": "60000000"}, 413),
    ],
)
def test_a_wrong_upload_is_refused(server: Server, headers: dict[str, str], status: int) -> None:
    assert uploaded(server, "水.txt", b"x", **headers).status == status


def test_an_upload_without_a_file_or_an_origin_is_refused(server: Server) -> None:
    assert uploaded(server, "", b"").status == 400
    assert server.ask("/upload", method="POST", body=b"x", Content_Type="multipart/form-data").status == 403


def decided(server: Server, cookie: str = "", **form: str) -> Answer:
    fields = {"by": "王芳", "why": "会上定的", "back": "/trace"} | form
    headers = {"Origin": here(server), "Content_Type": FORM} | ({"Cookie": cookie} if cookie else {})
    return server.ask("/review", method="POST", body=urlencode(fields), **headers)


def admitted(server: Server) -> str:
    """Open the address with the token, and give the cookie."""
    answer = server.ask(f"/?token={server.token}")
    assert (answer.status, answer.headers["location"]) == (303, "/review")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    return cookie.partition(";")[0]


def test_only_who_has_the_token_decides(server: Server, home: Path) -> None:
    one = {"one": TASK, "other": AREA, "verdict": "reject"}
    assert server.ask("/?token=guessed").status == 403
    assert b'action="/review"' not in server.ask("/trace").body
    for cookie in ("", f"token-{server.port}=guessed", "token-80=" + server.token):
        refused = decided(server, cookie, **one)
        assert (refused.status, refused.json["code"]) == (403, "no_token")
    cookie = admitted(server)
    elsewhere = server.ask(
        "/review",
        method="POST",
        body=urlencode(one),
        Cookie=cookie,
        Origin="http://evil.example",
        Content_Type=FORM,
    )
    assert elsewhere.status == 403
    assert not (home.parent / "decisions.jsonl").exists()


def test_a_decision_is_kept_signed_in_force_at_once_and_taken_back(server: Server, home: Path) -> None:
    def link() -> dict[str, object]:
        links = server.ask("/api/v1/trace").json["links"]
        return next(one for one in links if (one["task"], one["area"]) == (TASK, AREA))

    cookie = admitted(server)
    assert b'action="/review"' in server.ask("/trace", Cookie=cookie).body
    answer = decided(server, cookie, one=TASK, other=AREA, verdict="reject")
    assert answer.status == 303, answer.body.decode()
    assert answer.headers["location"] == "/trace"
    assert (
        quote(quote("王芳")) in answer.headers["set-cookie"] or quote("王芳") in answer.headers["set-cookie"]
    )
    written = json.loads((home.parent / "decisions.jsonl").read_text(encoding="utf-8"))
    assert (written["by"], written["why"], written["verdict"]) == ("王芳", "会上定的", "reject")
    assert (link()["origin"], link()["in_force"]) == ("人定", False)
    page = server.ask("/review", Cookie=cookie).body.decode()
    assert "会上定的" in page
    assert 'value="withdraw"' in page
    assert decided(server, cookie, id=written["id"], verdict="withdraw").status == 303
    assert link()["origin"] != "人定"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"one": TASK, "other": AREA, "verdict": "confirm", "why": ""}, 400),
        ({"one": TASK, "other": AREA, "verdict": "delete"}, 400),
        ({"one": TASK, "other": AREA + "9", "verdict": "confirm"}, 404),
        ({"one": "谁负责？", "other": "答复", "verdict": "confirm"}, 400),
        ({"verdict": "withdraw", "id": "ffff"}, 404),
        ({"why": "长" * 50_000}, 413),
    ],
)
def test_a_wrong_decision_is_one_sentence(server: Server, form: dict[str, str], status: int) -> None:
    answer = decided(server, admitted(server), **form)
    assert (answer.status, answer.type) == (status, "application/problem+json")


def test_a_table_is_taken_away_whole_or_filtered_and_no_cell_is_a_formula(server: Server) -> None:
    for form in ("csv", "xlsx", "json"):
        whole = server.ask(f"/table/tasks.{form}")
        assert whole.status == 200
        rows = (
            list(load_workbook(BytesIO(whole.body)).active.values)[1:]
            if form == "xlsx"
            else whole.json["rows"]
            if form == "json"
            else whole.body.decode("utf-8-sig").splitlines()[1:]
        )
        assert len(rows) == 3, form
    sheet = load_workbook(BytesIO(server.ask("/table/tasks.xlsx?c2=1%2B1").body)).active
    header, *rows = sheet.values
    assert header[:3] == ("公文", "编号", "任务")
    assert [row[2] for row in rows] == ["'=1+1"]
    assert sheet["C2"].data_type == "s"
    assert "'=1+1" in server.ask("/table/tasks.csv").body.decode("utf-8-sig")
    bodies = server.ask("/table/tasks.json?c3=市水利局").json["rows"]
    assert [row[3] for row in bodies] == [["市水利局、市财政局"]]


def picked(server: Server, path: str, **form: str) -> Answer:
    return server.ask(path, method="POST", body=urlencode(form), Origin=here(server), Content_Type=FORM)


def test_a_table_is_taken_away_in_the_order_that_is_asked_for(server: Server) -> None:
    digest = server.ask("/table/tasks.json").json["digest"]
    whole = server.ask("/table/tasks.csv").body.decode("utf-8-sig").splitlines()
    answer = picked(server, "/table/tasks.csv", rows="2 0 2", digest=digest)
    assert answer.body.decode("utf-8-sig").splitlines() == [whole[0], whole[3], whole[1]]
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"rows": "3"}, 400),
        ({"rows": "-1"}, 400),
        ({"rows": "①"}, 400),
        ({"rows": "9" * 5_000}, 400),
        ({"rows": "0", "digest": "another"}, 409),
        ({"rows": "0 " * 600_000}, 413),
    ],
)
def test_rows_that_the_table_does_not_have_are_refused(
    server: Server, form: dict[str, str], status: int
) -> None:
    digest = server.ask("/table/tasks.json").json["digest"]
    assert picked(server, "/table/tasks.csv", **{"digest": digest} | form).status == status


def test_rows_without_a_date_come_after_the_others(server: Server) -> None:
    dates = [row[0][0] for row in server.ask("/table/deadlines.json").json["rows"]]
    assert dates == ["2020-12-31", "", ""]


@pytest.mark.parametrize(
    "path", ["/table/nothing", "/table/nothing.csv", "/table/tasks.exe", "/table/tasks.ods"]
)
def test_there_is_no_other_table(server: Server, path: str) -> None:
    assert server.ask(path).status == 404


def test_a_table_of_one_notice(server: Server) -> None:
    assert len(server.ask("/table/tasks.json?notice=云某政发〔2020〕7号").json["rows"]) == 3
    assert server.ask("/table/tasks.json?notice=火星").status == 404
