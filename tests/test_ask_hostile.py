"""Wrong and hostile questions: a sentence, never a traceback, and never another query than the one meant."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.ask.reading import LONGEST, read_question
from kg.ask.texts import Texts
from kg.ask.values import Answer, Question
from kg.errors import BadQuestion
from kg.library import Library
from kg.rdf.gate import check_query

Command = Callable[..., CompletedProcess[str]]

#: CPU seconds that a question may take to be read, however it is written: twice what the worst one needs.
READING = 1.0

PLAIN = "市科技局有哪些任务？"
#: Words that the grammar looks for, and marks that mean something to a pattern or a query.
CUES = (Path(__file__).parent / "cases" / "ask_cues.txt").read_text("utf-8").split()
HOSTILE = [
    '"} INSERT DATA { <urn:a> <urn:b> <urn:c> } #',
    '市科技局"} ; DROP ALL ; SELECT * { ?s ?p "',
    "'; DELETE WHERE { ?s ?p ?o } #有哪些任务",
    "SELECT ?s WHERE { ?s ?p ?o }",
    "} UNION { ?task kg:assignedTo ?x . FILTER(1=1",
    "在“\\”上的任务有哪些？",
    '“"”写在哪些任务里？',
    "《\\》是什么文件？",
    '《"} #》是什么文件？',
    "任务3 } . ?task ?p ?o . { 由谁负责",
    "<https://gongwen.example/id/x> 由谁负责？",
    ".*(任务|局)+?[a-z]{2,}\\d+$^ 有哪些",
    "(((((((((((",
    "[[[[[[[*+?{}|\\",
    "(?P<n>市科技局)有哪些任务？",
    "%s%d{0}{task}$(ls)`id`",
    "？？？！！！。。。",
    "，、；：",
    "😀🎉👩‍👩‍👧‍👦🇨🇳",
    "ما هي مهام مكتب العلوم والتكنولوجيا؟",
    "科学技術局の任務は何ですか",
    "과학기술국의 임무는 무엇입니까?",
    "Какие задачи у бюро науки?",
    "¿Quién es responsable de la tarea 3?",
    "a",
    "的",
    "?",
    "0",
    "任务99999999999999999999",
    "任务〇由谁负责",
    "第零项任务由谁负责",
    "有999999999999999999999999项任务的部门",
    "九千九百九十九万亿亿亿项任务",
    "①②③任务由谁负责",
    "任务３由谁负责",
    "任务٣由谁负责",
    "任务²由谁负责",
    "排第99的工作重点是什么",
    "第１００个工作重点有哪些任务",
    "\ud800市科技局有哪些任务\udfff",
    "市科技局\x00有哪些任务",
    "\u202e市科技局有哪些任务\u202c",
    "\ufeff市科技局\u200b有哪些任务",
    "市科技局\n有哪些\r\n任务\t？",
    "市科技局\u2028有哪些任务\x85\x1c",
    "é́́́́́́́́ä̈̈̈ 任务",
]


@pytest.mark.parametrize("question", ["", " ", "\n\t\u3000", "甲" * (LONGEST + 1), "哪" * 10_000])
def test_what_is_no_question_is_said_so(library: Library, question: str) -> None:
    with pytest.raises(BadQuestion) as raised:
        library.ask(question)
    assert len(str(raised.value)) < 100


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: ascii(question)[:40])
def test_hostile_question_gets_a_sentence(library: Library, question: str) -> None:
    assert_sound(library.ask(question))


@pytest.mark.parametrize(
    "inside", ["\x00", "\x07", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\n", "\u3000", " "]
)
def test_marks_that_nobody_sees_change_nothing(library: Library, inside: str) -> None:
    plain = library.ask(PLAIN)
    if inside == "\x1b[31m":
        assert_sound(library.ask("市科技局" + inside + "有哪些任务？"))
        return
    assert library.ask("市科技局" + inside + "有哪些任务？").results == plain.results
    assert library.ask(inside + PLAIN + inside).results == plain.results


@pytest.mark.parametrize(
    "question",
    [
        "市科技局 有哪些任务 ?",
        "市科技局有哪些任务",
        "市科技局有哪些任务？？？",
        "市科技局有哪些任务。",
        "“市科技局”有哪些任务？",
        "【市科技局】有哪些任务？",
    ],
)
def test_marks_of_writing_change_nothing(library: Library, question: str) -> None:
    assert library.ask(question).results == library.ask(PLAIN).results


@pytest.mark.parametrize(
    "code",
    ['"} INSERT DATA { <urn:a> <urn:b> <urn:c> } #', "\\", '"', "'", "\n} DROP ALL #", ">", "?x ?y ?z"],
)
def test_no_words_of_a_question_become_a_query(library: Library, code: str) -> None:
    """Where a question's words go into the query, they go in as one quoted string."""
    for question in (
        f"市科技局{code}有哪些任务？",
        f"哪些任务提到“{code}以上”？",
        f"在{code}上海的任务有哪些？",
    ):
        answer = library.ask(question)
        assert_sound(answer)
        without_strings = re.sub(r'"(?:[^"\\]|\\.)*"|<[^<>]*>', "", answer.sparql)
        assert not re.search(r"INSERT|DROP|urn:|\?x \?y|\\", without_strings)


def test_the_graph_stays_as_it_is(library: Library) -> None:
    before = len(library.store)
    for question in HOSTILE:
        library.ask(question)
    assert len(library.store) == before


#: Letters of the notices, of the grammar and of queries, and whatever else there is.
PIECES = st.one_of(
    st.sampled_from(
        [
            *CUES,
            *'{}"\\<>?;#|$^*+',
            "市公安局",
            "任务3",
            "第三",
            "2015年",
            "国发〔2008〕30号",
            "《长江三角洲地区区域规划》",
        ]
    ),
    st.text(max_size=4),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=12).map("".join))
@example("除了除了除了")
@example("不是不是由市科技局")
@example("任务任务3任务")
def test_any_text_is_answered_or_refused(library: Library, question: str) -> None:
    if not question.strip():
        return
    assert_sound(library.ask(question))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=LONGEST))
def test_any_text_is_read(library: Library, question: str) -> None:
    if question.strip():
        assert read(library, question).text


@pytest.mark.skipif(sys.platform == "win32", reason="no timer of CPU time")
@pytest.mark.parametrize("cue", CUES)
def test_no_pattern_explodes(library: Library, cue: str) -> None:
    """Each cue to the full length: behind a plain question, and parted by another word."""
    for question in (PLAIN + cue * LONGEST, (cue + "甲") * LONGEST):
        with within(READING):
            assert read(library, question[:LONGEST]).text


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes more CPU time than this."""

    def stop(*_: object) -> None:
        raise TimeoutError(seconds)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read(library: Library, question: str) -> Question:
    return read_question(question, library.directory, Texts(lambda _word: False))


def assert_sound(answer: Answer) -> None:
    """Check what holds of every answer: it is JSON, says something, and its query only reads."""
    found = json.loads(json.dumps(answer.as_dict()))
    assert found["answer"].strip()
    assert found["answerable"] == bool(found["results"])
    assert found["missing"] or found["answerable"]
    assert answer.as_text().strip()
    if answer.sparql:
        check_query(answer.sparql)


def test_batch_answers_every_line_in_order(kg: Command, tmp_path: Path) -> None:
    lines = [
        PLAIN,
        "",
        "   ",
        "哪" * 501,
        *(q for q in HOSTILE if not re.search(r"[\n\r\ud800-\udfff\x85\x1c\u2028]", q)),
        PLAIN,
    ]
    file = tmp_path / "questions.txt"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    done = kg("ask", "--batch", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == lines
    assert [answer["answerable"] for answer in answers[:4]] == [True, False, False, False]
    assert answers[0] == answers[-1]
    assert all(answer["missing"] for answer in answers if not answer["answerable"])


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x1c", "\x0b", "\x0c"])
def test_only_a_line_feed_ends_a_question(kg: Command, tmp_path: Path, mark: str) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(f"市科技局{mark}有哪些任务？\n{PLAIN}\n", "utf-8")
    done = kg("ask", "--batch", str(file))
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [answer["answerable"] for answer in answers] == [True, True]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (PLAIN, 0),
        ("市公安局有任务吗？", 0),
        ("市公安局有哪些任务？", 4),
        ("", 2),
        ("哪" * 501, 2),
        ('"} INSERT DATA { <urn:a> <urn:b> <urn:c> }', 4),
    ],
)
def test_exit_codes(kg: Command, question: str, code: int) -> None:
    done = kg("ask", "--json", question)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code == 2:
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    else:
        assert json.loads(done.stdout)["answerable"] == (code == 0)
