"""What a build has counted is what the query that is shown counts."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.ask.compose import bodies_query, tasks_query
from kg.ask.context import Ask
from kg.ask.entries import HAVING
from kg.ask.paging import MOST
from kg.ask.tallies import bodies_with_so_many, tasks_counted
from kg.ask.values import Asked, Having, Kind, Limit, Question
from kg.build import build_library
from kg.index.rows import notice_of
from kg.library import Library
from kg.settings import Settings

NOTICES = 40
#: The tasks of every notice; `{n}` is the notice's number. The last two are only in some.
TASKS = (
    "整治河道{n}公里。（责任单位：市水利局、市财政局）",
    "改造老旧小区{n}个。\n牵头单位：市住房城乡建设局\n配合单位：市财政局、市公安局\n完成时限：2021年6月底前",
    "完善数据平台。（责任单位：市教育局；完成时限：2021年9月底）",
    "培训技能人才{n}名。（市教育局牵头，市财政局配合）",
    "建设文化场馆。（责任单位：市商务局）",
)


def _notice(n: int) -> str:
    tasks = [task for at, task in enumerate(TASKS) if at < 3 or n % at == 0]
    place = "青溪" if n % 3 else "石湾"
    lines = [
        f"{place[0]}政办发〔2021〕{n}号",
        f"{place}市人民政府办公室关于印发{place}市第{n}批重点工作任务的通知",
        "各县（市、区）人民政府，市政府各部门：",
        "一、重点工作任务",
        *(f"{at}．{task.format(n=n)}" for at, task in enumerate(tasks, start=1)),
        f"{place}市人民政府办公室",
        "2021年3月1日",
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder, home = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("many")
    for n in range(1, NOTICES + 1):
        (folder / f"{n:02}.txt").write_text(_notice(n), encoding="utf-8")
    report = build_library([folder], Settings(home=home))
    assert report.notices == NOTICES
    assert sum(outcome.tasks for outcome in report.outcomes) > 3 * NOTICES
    return Library(Settings(home=home))


@pytest.fixture(scope="module")
def context(many: Library) -> Ask:
    return many.asking


def _limit(context: Ask, kind: Kind, name: str = "", *, negated: bool = False) -> Limit:
    """Limit tasks to those of a body, of a few notices, or of a condition."""
    values: tuple[str, ...] = ()
    if kind is Kind.BODY:
        values = (next(body.iri for body in context.directory.of("body") if name in body.names),)
    elif kind is Kind.NOTICE:
        values = tuple(sorted(context.directory.scopes))[5:20]
    return Limit(kind, name, values, negated=negated, role="kg:supportBody" if kind is Kind.ROLE else None)


LIMITS = [
    (),
    ((Kind.NOTICE, ""),),
    ((Kind.BODY, "市财政局"),),
    ((Kind.NOTICE, ""), (Kind.BODY, "市水利局")),
    ((Kind.SHARED, ""),),
    ((Kind.NOTICE, ""), (Kind.DEADLINE, "")),
    ((Kind.TARGET, ""),),
    ((Kind.LINKED, ""),),
    ((Kind.ROLE, ""),),
]


@pytest.mark.parametrize("role", HAVING)
@pytest.mark.parametrize("kinds", LIMITS, ids=str)
@pytest.mark.parametrize("negated", [False, True])
def test_tasks_are_counted_as_the_query_counts_them(
    context: Ask, role: str, kinds: tuple[tuple[Kind, str], ...], negated: bool
) -> None:
    conditions = {Kind.SHARED, Kind.DEADLINE, Kind.TARGET, Kind.LINKED, Kind.ROLE}
    limits = tuple(_limit(context, k, name, negated=negated and k in conditions) for k, name in kinds)
    question = Question("", Asked.TASK, limits=limits)
    rows = context.rows(tasks_query(question, limits, role))
    assert tasks_counted(context, question, role) == Counter(notice_of(row["task"]) for row in rows)


@pytest.mark.parametrize("role", HAVING)
@pytest.mark.parametrize("having", [("most", 0), ("least", 0), ("=", 1), (">", 12), (">=", 40), ("<", 14)])
@pytest.mark.parametrize("kinds", [(), ((Kind.NOTICE, ""),)], ids=["all", "some"])
def test_bodies_have_as_many_tasks_as_the_query_says(
    context: Ask, role: str, having: tuple[str, int], kinds: tuple[tuple[Kind, str], ...]
) -> None:
    limits = tuple(_limit(context, kind, name) for kind, name in kinds)
    question = Question("", Asked.DEPARTMENT, limits=limits, having=Having(*having))
    rows = context.rows(bodies_query(question, limits, role))
    held = bodies_with_so_many(context, question, role)
    assert held is not None
    assert {(one.body, one.notice): one.tasks for one in held} == Counter(
        (row["body"], notice_of(row["task"])) for row in rows
    )


def test_what_the_build_has_not_counted_is_left_to_the_graph(context: Ask) -> None:
    finance, water = (_limit(context, Kind.BODY, name) for name in ("市财政局", "市水利局"))
    either = Limit(Kind.BODY, "", (*finance.values, *water.values))
    own, place = Limit(Kind.OWN_BODY, "", finance.values), Limit(Kind.PLACE, "青溪")
    for limits in (
        (finance, water),
        (either,),
        (own,),
        (place,),
        (_limit(context, Kind.BODY, "市财政局", negated=True),),
    ):
        question = Question("", Asked.TASK, limits=limits)
        assert tasks_counted(context, question, "kg:assignedTo") is None
        most = Question("", Asked.DEPARTMENT, limits=limits, having=Having("most"))
        assert bodies_with_so_many(context, most, "kg:assignedTo") is None
    assert tasks_counted(context, Question("", Asked.TASK, limits=(finance,)), "kg:mentions") is None
    assert bodies_with_so_many(context, Question("", Asked.DEPARTMENT), "kg:assignedTo") is None


@pytest.mark.parametrize(
    "question",
    [
        "哪个部门的任务最多？",
        "哪个部门牵头的任务最多？",
        "哪个部门的任务最少？",
        "哪些部门只有一项任务？",
        "青溪市财政局有哪些任务？",
        "哪些任务由多个部门共同承担？",
        "哪些任务只由一个部门负责？",
        "全部任务中哪些没有配合单位？",
    ],
)
def test_the_query_that_is_shown_gives_the_answer(many: Library, question: str) -> None:
    answer = many.ask(question)
    table = many.answer(answer.sparql)
    assert isinstance(table, list)
    told = list(dict.fromkeys(row[0] for row in table[1:]))
    assert [result.iri for result in answer.results] == told[:MOST]
    assert answer.answerable == bool(told)
    if len(told) > MOST:
        assert f"共{len(told)}项" in answer.answer


def test_counts_over_a_library_are_those_of_its_query(many: Library) -> None:
    for question in (
        "一共有多少项任务？",
        "有多少项任务有期限？",
        "青溪市财政局有几项任务？",
        "一共有多少个部门？",
    ):
        answer = many.ask(question)
        table = many.answer(answer.sparql)
        assert isinstance(table, list)
        assert [result.value for result in answer.results] == [len({row[0] for row in table[1:]})], question
