"""What the seed says, read by a person, and what parsing gives."""

from collections import Counter
from pathlib import Path

import pytest

from kg.notice import Notice, Role, SectionKind
from kg.parse import parse_notice
from kg.read import read_document

SEED = Path(__file__).parent.parent / "seeds" / "000_f16177075213d160.txt"


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse_notice(read_document(SEED))


def test_header(notice: Notice) -> None:
    header = notice.header
    assert header.number == "杭政办函〔2011〕59号"
    assert [issuer.text for issuer in header.issuers] == ["杭州市政府"]
    assert (header.title, header.date, header.kind, header.addressees) == (None, None, None, ())


def test_sections(notice: Notice) -> None:
    assert Counter(section.kind for section in notice.sections) == {
        SectionKind.GUIDING_THOUGHT: 1,
        SectionKind.FOCUS_PART: 1,
        SectionKind.FOCUS_AREA: 5,
        SectionKind.MEASURE_PART: 1,
        SectionKind.MEASURE: 3,
    }
    first = next(s for s in notice.sections if s.kind is SectionKind.FOCUS_AREA)
    assert first.name.text == "贯彻实施《长江三角洲地区区域规划》"
    assert first.body[0].text.startswith("深入贯彻国发〔2008〕30号文件")


def test_tasks(notice: Notice) -> None:
    tasks = notice.tasks
    assert [task.number for task in tasks] == [str(number) for number in range(1, 28)]
    assert all(task.row and task.section is None and not task.inherited for task in tasks)
    assignments = [assignment for task in tasks for assignment in task.assignments]
    assert len(assignments) == 30
    assert len({assignment.name for assignment in assignments}) == 22
    assert {assignment.role for assignment in assignments} == {Role.RESPONSIBLE}
    assert [a.name for a in tasks[2].assignments] == ["市发改委", "市规划局", "杭州铁路及东站枢纽建设指挥部"]
    assert [a.name for a in tasks[24].assignments] == ["杭州经济开发区", "杭州钱江经济开发区"]
    (garden,) = tasks[13].assignments
    assert garden.name == "杭州西湖风景名胜区管委会"
    assert [alias.text for alias in garden.aliases] == ["市园文局"]


def test_the_second_printing_is_recorded_and_read_once(notice: Notice) -> None:
    (repeat,) = notice.repeats
    text = notice.document.text
    assert repeat.first.of(text) == repeat.again.of(text)
    assert repeat.first.start < repeat.again.start
    paragraphs = Counter(piece.text for piece in notice.paragraphs if len(piece.text) > 20)
    assert set(paragraphs.values()) == {1}
    assert "附件" in {piece.text for piece in notice.paragraphs}
