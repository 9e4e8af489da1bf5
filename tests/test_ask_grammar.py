"""The grammar of questions: limits combine freely, in any order and form, and none is ever dropped.

What must come out is computed from the notice itself (`kg.extract`), not from the graph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from ask_scoring import Case, read_cases

from kg.ask.reading import read_question
from kg.ask.texts import Texts
from kg.ask.values import Answer, Kind, Limit, Question
from kg.extract import extract_file
from kg.library import Library
from kg.names import PREFIXES

# rdflib 7.6 evaluates a query on a Dataset by its own deprecated properties
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts):DeprecationWarning")

CASES = Path(__file__).parent / "cases"

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(library: Library) -> Ask:
    """Ask each question once."""
    return cache(library.ask)


@pytest.fixture(scope="module")
def read(library: Library) -> Callable[[str], Question]:
    passages = library.index.passages

    def read(text: str) -> Question:
        texts = Texts(lambda word: any(word in p.text for p in passages))
        return read_question(text, library.directory, texts)

    return read


# ---- What a question is read as


def limit_words(limit: Limit) -> str:
    """Write a limit as the cases do: kind=label, kind?words where nothing is linked, - for a negated one."""
    free = limit.kind in (Kind.TARGET, Kind.DEADLINE, Kind.SHARED, Kind.TOPIC_TASK)
    what = "" if free else f"={limit.label}" if limit.values else f"?{limit.words}"
    return f"{'-' if limit.negated else ''}{limit.kind}{what}"


def reading_cases() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["q"][:40],
            marks=[pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else [],
        )
        for case in read_cases(CASES / "ask_readings.jsonl")
    ]


@pytest.mark.parametrize("case", reading_cases())
def test_reading(read: Callable[[str], Question], case: Case) -> None:
    question = read(case["q"])
    having = question.having
    found = {
        "asked": question.asked,
        "how": question.how,
        "limits": sorted(map(limit_words, question.limits)),
        "role": question.role,
        "order": question.order,
        "having": f"{having.comparison}{having.count or ''}" if having else None,
        "content": question.content,
    }
    wanted: dict[str, Any] = {
        "how": "list",
        "limits": [],
        "role": None,
        "order": None,
        "having": None,
        "content": "",
    }
    wanted |= {key: value for key, value in case.items() if key in found}
    assert found == wanted | {"limits": sorted(wanted["limits"])}


# ---- Limits combine


@dataclass(frozen=True)
class Printed:
    """A task as the notice prints it."""

    number: int
    text: str
    bodies: frozenset[str]
    target: bool


@pytest.fixture(scope="module")
def printed(seed: Path) -> Sequence[Printed]:
    extract = extract_file(seed)
    targets = [span for target in extract.findings.targets for span in target.phrase.spans]
    return [
        Printed(
            int(task.number or 0),
            task.text.text,
            frozenset(re.split("[(（]", a.name)[0] for a in task.assignments),
            any(s.start <= t.start and t.end <= s.end for s in task.text.spans for t in targets),
        )
        for task in extract.notice.tasks
    ]


@dataclass(frozen=True)
class Modifier:
    """Words that limit tasks, the words for the contrary, and what they say of a task."""

    words: str
    contrary: str
    holds: Callable[[Printed], bool]


def of_body(name: str) -> Modifier:
    return Modifier(f"{name}负责的", f"不由{name}负责的", lambda task: name in task.bodies)


MODIFIERS = {
    "place": Modifier("在上海的", "不在上海的", lambda task: "上海" in task.text),
    "target": Modifier("带数量指标的", "没有数量指标的", lambda task: task.target),
    "topic": Modifier("是课题的", "不是课题的", lambda task: "课题" in task.text),
    "shared": Modifier("由多个单位负责的", "只有一个单位负责的", lambda task: len(task.bodies) > 1),
}
BODIES = ("市科技局", "市旅委", "市发改委", "市外经贸局", "杭州西湖风景名胜区管委会")

#: A limit, turned round or not.
Signed = tuple[str, bool]


def combinations() -> list[tuple[Signed, ...]]:
    """Give every set of limits, each as it is or turned round."""
    signed = [(name, sign) for name in MODIFIERS for sign in (True, False)]
    sets = itertools.chain.from_iterable(itertools.combinations(signed, size) for size in range(5))
    return [one for one in sets if len({name for name, _ in one}) == len(one)]


def written(signed: Signed) -> str:
    name, sign = signed
    return name if sign else f"-{name}"


def written_all(signed: Sequence[Signed]) -> str:
    return " ".join(map(written, signed)) or "none"


def phrase(signed: Sequence[Signed]) -> str:
    return "".join(MODIFIERS[name].words if sign else MODIFIERS[name].contrary for name, sign in signed)


def meets(task: Printed, signed: Sequence[Signed]) -> bool:
    return all(MODIFIERS[name].holds(task) is sign for name, sign in signed)


def numbers(answer: Answer) -> list[int]:
    assert all(result.type == "task" for result in answer.results), answer.reading
    return [int(str(result.value)) for result in answer.results]


@pytest.mark.parametrize("signed", combinations(), ids=written_all)
def test_limits_combine(ask: Ask, printed: Sequence[Printed], signed: Sequence[Signed]) -> None:
    for name in BODIES:
        question = f"{of_body(name).words}{phrase(signed)}任务有哪些？"
        wanted = [task.number for task in printed if name in task.bodies and meets(task, signed)]
        answer = ask(question)
        assert (question, numbers(answer)) == (question, wanted)
        assert answer.answerable == bool(wanted)


@pytest.mark.parametrize("signed", combinations()[1:], ids=written_all)
def test_limits_combine_without_a_body(
    ask: Ask, printed: Sequence[Printed], signed: Sequence[Signed]
) -> None:
    wanted = [task.number for task in printed if meets(task, signed)]
    assert numbers(ask(f"{phrase(signed)}任务有哪些？")) == wanted


@pytest.mark.parametrize("signed", combinations()[1:], ids=written_all)
def test_one_more_limit_never_adds(ask: Ask, signed: tuple[Signed, ...]) -> None:
    for name in ("", *BODIES):
        body = of_body(name).words if name else ""
        fewer = [f"{body}{phrase(signed[:at] + signed[at + 1 :])}任务有哪些？" for at in range(len(signed))]
        more = set(numbers(ask(f"{body}{phrase(signed)}任务有哪些？")))
        for question in fewer:
            assert more <= set(numbers(ask(question))), question


@pytest.mark.parametrize("name", BODIES)
def test_the_contrary_is_all_the_rest(ask: Ask, printed: Sequence[Printed], name: str) -> None:
    everything = {task.number for task in printed}
    own = set(numbers(ask(f"{name}有哪些任务？")))
    for question in (
        f"哪些任务不由{name}负责？",
        f"除{name}外的任务有哪些？",
        f"不是{name}负责的任务有哪些？",
    ):
        rest = set(numbers(ask(question)))
        assert (question, own | rest, own & rest) == (question, everything, set())


@pytest.mark.parametrize(
    "name",
    list(MODIFIERS),
)
def test_a_limit_and_its_contrary_part_the_tasks(ask: Ask, printed: Sequence[Printed], name: str) -> None:
    those, others = (numbers(ask(f"{phrase([(name, sign)])}任务有哪些？")) for sign in (True, False))
    assert sorted(those + others) == [task.number for task in printed]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_order_of_limits_does_not_matter(ask: Ask, order: tuple[int, ...]) -> None:
    parts = [("市外经贸局负责的", "在上海的", "带数量指标的"), ("市人事局负责的", "在上海的", "不是课题的")]
    for words, wanted in zip(parts, ([24], [22]), strict=True):
        for glue in ("", "、"):
            question = glue.join(words[at] for at in order) + "任务有哪些？"
            assert (question, numbers(ask(question))) == (question, wanted)


# ---- The same question in other words

BODY_FORMS = (
    "{}有哪些任务？",
    "{}负责哪些任务",
    "哪些任务由{}负责？",
    "哪些任务归{}管？",
    "由{}负责的任务有哪些？",
    "请问{}承担了哪些工作任务？",
    "列出{}的任务",
    "{}的任务是什么？",
    "{}的任务有哪几项？",
    "{}要做什么？",
    "{}都要干些啥",
    "{}手里有哪些活儿？",
    "{}的工作任务",
    "通知给{}安排了哪些任务？",
    "帮我查一下{}的任务",
)
TARGET_FORMS = (
    "{}带数量指标的任务有哪些？",
    "哪些带数量指标的任务由{}负责？",
    "由{}负责的任务中，哪些带数量指标？",
    "{}的任务里哪几项有数量指标？",
    "{}有数量指标的任务是哪些？",
    "{}哪些任务有具体的数量指标？",
    "{}的任务里，带指标的是哪些？",
)
TASK_FORMS = (
    "任务{}由谁负责？",
    "谁负责任务{}？",
    "第{}项任务的责任部门是谁？",
    "{}号任务归哪个部门管？",
    "任务{}的责任单位有哪些？",
    "第{}项任务由哪些单位承担？",
    "哪些部门负责第{}项任务？",
    "任务{}责任部门",
    "Who is responsible for task {}?",
    "Which departments are responsible for task {}?",
)


def limits_of(question: Question) -> set[tuple[str, frozenset[str], bool]]:
    return {(limit.kind, frozenset(limit.values), limit.negated) for limit in question.limits}


@pytest.mark.parametrize(
    ("forms", "fill"),
    [(BODY_FORMS, name) for name in BODIES]
    + [(TARGET_FORMS, name) for name in ("市科技局", "市人事局")]
    + [(TASK_FORMS, number) for number in ("3", "15", "25")],
)
def test_forms_of_a_question_agree(
    read: Callable[[str], Question], ask: Ask, forms: Sequence[str], fill: str
) -> None:
    questions = [form.format(fill) for form in forms]
    first, answered = limits_of(read(questions[0])), ask(questions[0])
    assert answered.answerable
    for question in questions:
        assert (question, limits_of(read(question))) == (question, first)
        assert (question, ask(question).results, ask(question).sparql) == (
            question,
            answered.results,
            answered.sparql,
        )


@pytest.mark.parametrize(
    "names",
    [
        (
            "市发改委",
            "杭州市发展和改革委员会",
            "发改委",
            "市发展改革委",
            "杭州市发改委",
            "市发展和改革委员会",
            "杭州发改委",
        ),
        ("市科技局", "杭州市科学技术局", "科技局", "杭州市科技局", "市科学技术局"),
        ("市环保局", "杭州市环境保护局", "市生态环境局", "生态环境局", "环保局"),
        ("杭州西湖风景名胜区管委会", "市园文局", "西湖风景名胜区管委会"),
        ("市卫生局", "市卫健委", "杭州市卫生局", "卫健委"),
    ],
)
def test_names_of_a_body_agree(ask: Ask, names: Sequence[str]) -> None:
    first = ask(f"{names[0]}有哪些任务？").results
    assert first
    for name in names:
        assert (name, ask(f"{name}有哪些任务？").results) == (name, first)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Who is responsible for task 3?", "任务3由谁负责？"),
        ("Which tasks have quantitative targets?", "哪些任务有数量指标？"),
        ("Which tasks have more than one department?", "哪些任务有多个部门？"),
        ("What are the tasks of the Science and Technology Bureau?", "市科技局有哪些任务？"),
        ("How many tasks does the Science and Technology Bureau have?", "市科技局有几项任务？"),
        ("Is the planning bureau responsible for task 3?", "市规划局负责任务3吗？"),
        ("Does the Education Bureau have research topics?", "市教育局有课题吗？"),
        ("Which research topics are there?", "有哪些课题？"),
        ("List the measures.", "列出举措"),
        ("List the principles.", "原则有哪些？"),
        ("What are the goals?", "定位目标有哪些？"),
        ("List the focus areas.", "工作重点有哪些？"),
        ("Who issued the notice?", "这份通知是谁发布的？"),
        ("What is the document number?", "文号是什么？"),
        ("How many tasks are there?", "一共有几项任务？"),
        ("How many focus areas are there?", "有几个工作重点？"),
        ("Which focus area does task 8 serve?", "任务8服务于哪个工作重点？"),
        ("Which notices cite 国发〔2008〕30号?", "哪些通知引用了国发〔2008〕30号？"),
    ],
)
def test_english_and_chinese_agree(ask: Ask, english: str, chinese: str) -> None:
    assert ask(chinese).answerable
    assert ask(english).results == ask(chinese).results


# ---- Counts, and yes or no


COUNTED = (
    "市科技局负责的任务",
    "带数量指标的任务",
    "没有数量指标的任务",
    "市科技局负责的带数量指标的任务",
    "不是课题的任务",
    "由多个单位负责的任务",
    "市旅委负责的在上海的任务",
    "课题",
    "工作重点",
    "工作举措",
    "原则",
)
COUNTS = ("{0}有几{1}？", "{0}一共有多少{1}？", "{0}共有几{1}？", "有几{1}{0}？", "一共有多少{1}{0}？")


def counts() -> Iterator[Any]:
    for form, counted in itertools.product(COUNTS, COUNTED):
        yield pytest.param(form, counted)


@pytest.mark.parametrize(("form", "counted"), list(counts()))
def test_counts_are_the_length_of_the_list(ask: Ask, form: str, counted: str) -> None:
    things = ask(f"列出{counted}").results
    unit = "条" if counted == "原则" else "个" if counted == "工作重点" else "项"
    assert [one.value for one in ask(form.format(counted, unit)).results] == [len(things)]


@pytest.mark.parametrize("number", range(1, 28))
def test_yes_and_no_agree_with_the_list(ask: Ask, printed: Sequence[Printed], number: int) -> None:
    bodies = printed[number - 1].bodies
    named = {re.sub(r"\(.*\)$", "", result.label) for result in ask(f"任务{number}由谁负责？").results}
    assert named == bodies  # the other name of a body stands in a bracket
    for name in ("市科技局", "市发改委", "市规划局", "市教育局"):
        for question in (f"任务{number}是{name}负责的吗？", f"{name}是否负责任务{number}？"):
            assert (question, [one.value for one in ask(question).results]) == (question, [name in bodies])
        contrary = f"任务{number}不是{name}负责的吧？"
        assert (contrary, [one.value for one in ask(contrary).results]) == (contrary, [name not in bodies])


WHETHER = ("{0}有{1}任务吗？", "{0}有没有{1}任务？", "是否有{0}负责的{1}任务？", "{0}是不是有{1}任务？")


def checks() -> Iterator[Any]:
    for form, name in itertools.product(WHETHER, ("target", "topic", "place", "shared")):
        yield pytest.param(form, name)


@pytest.mark.parametrize(("form", "name"), list(checks()))
def test_whether_a_body_has_such_tasks(ask: Ask, printed: Sequence[Printed], form: str, name: str) -> None:
    for body in (*BODIES, "市教育局", "市规划局", "市社科院"):
        some = any(body in task.bodies and MODIFIERS[name].holds(task) for task in printed)
        question = form.format(body, MODIFIERS[name].words)
        assert (question, [one.value for one in ask(question).results]) == (question, [some])


# ---- What the library does not know is never dropped

UNKNOWN = {
    "body": ("市公安局", "北京市科技局", "南京市发改委", "国家发改委", "市地震局", "省科技厅", "上海市科委"),
    "document": ("国发〔2020〕1号", "《中国制造2025》", "2020年5号文"),
    "place": ("北京", "重庆", "西安"),
    "year": ("2015年", "1999年", "2023年"),
    "task": ("任务99", "第三十项任务", "28号任务"),
}
POSITIONS = {
    "body": (
        "{}有哪些任务？",
        "{}和市科技局共同负责哪些任务？",
        "市科技局和{}有哪些任务？",
        "哪些带数量指标的任务由{}负责？",
        "任务3由{}牵头吗？",
        "{}有几项课题？",
        "工作重点“谋划好上海系列活动”中{}有哪些任务？",
    ),
    "document": (
        "根据{}，市科技局有哪些任务？",
        "市发改委哪些任务提到{}？",
        "{}是什么文件？",
        "哪些通知引用了{}？",
        "{}安排了哪些课题？",
    ),
    "place": (
        "在{}的任务有哪些？",
        "市科技局在{}有哪些任务？",
        "谁在{}举办人才招聘会？",
        "带数量指标的任务中，在{}的有哪些？",
        "{}的任务由谁负责？",
        "市旅委有几项在{}的任务？",
    ),
    "year": (
        "{}市科技局有哪些任务？",
        "市科技局{}的任务有哪些？",
        "{}谁负责人才招聘？",
        "工作重点在{}有哪些？",
        "市科技局有几项{}的任务？",
    ),
    "task": (
        "{}由谁负责？",
        "市科技局是否负责{}？",
        "{}和任务3由谁负责？",
        "谁负责{}？",
        "{}服务于哪个工作重点？",
        "{}的完成期限是什么时候？",
    ),
}


def unknowns() -> Iterator[Any]:
    for kind, words in UNKNOWN.items():
        for position, word in itertools.product(POSITIONS[kind], words):
            yield pytest.param(position.format(word), id=position.format(word))


@pytest.mark.parametrize("question", list(unknowns()))
def test_the_unknown_is_refused(ask: Ask, question: str) -> None:
    answer = ask(question)
    said = [result.value for result in answer.results]
    assert not answer.answerable or said in ([False], [0]), answer.reading


# ---- The query that is shown is the query that answered

SHOWN = (
    "市科技局有哪些任务？",
    "市科技局不带指标的任务有哪些？",
    "除课题外，市旅委有哪些任务？",
    "由多个单位负责的任务有哪些？",
    "只有一个单位负责的、在上海的任务有哪些？",
    "市旅委在上海的任务有哪些？",
    "任务3由谁负责？",
    "除了市科技局，还有哪些部门负责课题？",
    "哪些部门只有一项任务？",
    "任务最多的部门是哪个？",
    "哪些部门有两项以上任务？",
    "任务8服务于哪个工作重点？",
    "工作重点“谋划好上海系列活动”有哪些任务？",
    "哪些单位参与工作重点“谋划好上海系列活动”？",
    "哪些任务提到《长江三角洲地区区域规划》？",
    "谁负责太湖水环境？",
    "市发改委和市规划局共同负责哪些任务？",
    "工作举措有哪些？",
    "原则有哪些？",
    "这份通知引用了哪些文件？",
    "哪些通知引用了国发〔2008〕30号？",
)


def iris(rows: Any) -> set[str]:  # noqa: ANN401 - rdflib's result has no useful type
    """Give the first column."""
    return {str(row[0]) for row in rows}


@pytest.mark.parametrize("question", SHOWN)
def test_the_query_shown_gives_the_results(library: Library, ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.answerable
    assert iris(library.sparql(answer.sparql)) == {result.iri for result in answer.results}


@pytest.fixture(scope="module")
def graph(library: Library) -> rdflib.Graph:
    """Copy the facts in force into rdflib's own store, so that its own engine answers."""
    copy = rdflib.Graph()
    for triple in library.dataset.default_graph:
        copy.add(triple)
    for prefix, name in PREFIXES.items():
        copy.bind(prefix, name)
    return copy


@pytest.mark.parametrize(
    "question",
    SHOWN[::3],
)
def test_another_engine_gives_the_same(graph: rdflib.Graph, ask: Ask, question: str) -> None:
    answer = ask(question)
    assert iris(graph.query(answer.sparql)) == {result.iri for result in answer.results}


def test_a_limit_shows_in_the_query(ask: Ask) -> None:
    """A negated limit is a filter, not a word left out."""
    plain, turned = (ask(f"{words}任务有哪些？").sparql for words in ("带数量指标的", "没有数量指标的"))
    assert len(re.findall("kg:hasTarget", plain)) == len(re.findall("kg:hasTarget", turned)) == 1
    assert "NOT EXISTS" in turned
    assert "NOT EXISTS" not in plain


# ---- Gaps between tasks and focus areas


@pytest.mark.parametrize(
    ("question", "query", "column"),
    [
        ("哪些任务没有对应的工作重点？", "tasks-without-area", "task"),
        ("不属于任何重点的任务有哪些？", "tasks-without-area", "task"),
        ("哪些工作重点没有任务落实？", "areas-without-tasks", "area"),
        ("没有任务支撑的工作重点是哪些？", "areas-without-tasks", "area"),
    ],
)
def test_gaps_are_those_that_the_named_queries_list(
    ask: Ask, library: Library, question: str, query: str, column: str
) -> None:
    rows = library.run(query)
    assert rows
    assert [one.iri for one in ask(question).results] == [row[column] for row in rows]
