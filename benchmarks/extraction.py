"""How fast notices are read, and whether time grows only as fast as the text.

    python benchmarks/extraction.py [CHARACTERS]

First the speed: how many notices of 10,000 characters (the seed, and invented ones in the three styles that
tasks are printed in, tighter than most) a second of one core, in turns with a peer, because other work on the
machine comes and goes. The peer is rdflib, which only parses the facts that were found, as N-Quads: finding
them should not take as long as reading them back.

Then the growth: the same notices, and texts made to be hard, at 10,000 characters and at ten and a hundred
times the length (up to CHARACTERS), from the file to the quads and the passages of the index. What counts is
the time for a character, against that at 10,000. A text that fails at ten times is not tried at a hundred.
Ends with 1 if a bound is missed.
"""

# ruff: noqa: E501 - texts are wide, and read best in one line
from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

from rdflib import Dataset

from kg.errors import UnreadableFile
from kg.extract import Extract, extract_file
from kg.index.passages import notice_passages
from kg.link.bodies import body_quads, name_bodies
from kg.rdf.page import notice_iri
from kg.rdf.quads import notice_quads

SEED = Path(__file__).parent.parent / "seeds" / "000_f16177075213d160.txt"
LENGTH = 10_000
ROUNDS = 9
#: Least notices in a second of one core, all kinds together, and most times the peer.
SPEED, PEER = 20.0, 0.5
#: Most times the time for a character that a longer text may take; twice would be caches and the collector.
GROWTH = 2.5
#: Seconds under which a time says nothing.
GRAIN = 0.004


@dataclass(frozen=True)
class Trap:
    """A text of any length: a head, as many units as it takes (counted from 1), and a tail."""

    name: str
    unit: str | Callable[[int], str]
    head: str = ""
    tail: str = ""
    suffix: str = ".txt"

    def text(self, length: int) -> str:
        """Give about as many characters."""
        parts, wanted = [self.head], length - len(self.head) - len(self.tail)
        for at in count(1):
            parts.append(self.unit if isinstance(self.unit, str) else self.unit(at))
            wanted -= len(parts[-1])
            if wanted <= 0:
                return "".join([*parts, self.tail])
        raise AssertionError


def _seed(at: int) -> str:
    """Give the seed with a number in each of its clauses: what is printed twice is read once."""
    return re.sub("[,。]", rf"第{at}批\g<0>", SEED.read_text("utf-8"))


def said(at: int) -> str:
    """Give what the task with this number says."""
    return SAID[at % len(SAID)].format(i=at, j=at % 90 + 10)


HAN = "一二三四五六七八九"
HEAD = "市人民政府办公室关于印发甲市重点工作方案的通知\n甲政办发〔2023〕6号\n各区、县（市）人民政府，市政府各部门：\n"
TABLE = "序号 | 工作任务 | 责任部门 | 完成时限\n"

#: What a task says, of 60 to 90 characters, with a number in it.
SAID = (
    "健全{i}项工作机制，优化办事流程，推动{i}类高频事项全程网办、就近可办，办理时间压缩至{j}个工作日以内，群众满意度达到95%以上",
    "加快建设第{i}个产业园区，引进重点项目{j}个以上，在上海市、杭州市举办人才招聘会，落实《关于支持第{i}类企业发展的意见》",
    "改造提升老旧小区和市政管网，新增停车泊位{i}个，完成投资{j}亿元，切实解决群众反映强烈的突出问题",
)

NOTICES = (
    Trap("the seed", _seed),
    Trap(
        "brackets",
        lambda i: (
            f"（{HAN[i % 9]}）推进第{i}项改革。{said(i)}（甲政发〔2023〕{i % 9999}号）。"
            "（市发展改革委牵头，市财政局、公安局，各区、县（市）政府按职责分工负责，2023年12月底前完成）\n"
        ),
        HEAD + "一、重点任务\n",
    ),
    Trap(
        "labels",
        lambda i: (
            f"{i % 999}．{said(i)}。\n责任单位：市交通运输局、市自然资源和规划局；配合单位：官渡区、西山区人民政府\n"
        ),
        HEAD + "一、重点任务\n",
    ),
    Trap(
        "table",
        lambda i: f"{i} | {said(i)} | 市经信局（牵头）、商务局，各区政府 | 2023年6月底前\n",
        HEAD + TABLE,
    ),
)


def page(name: str, unit: str, tail: str = "") -> Trap:
    """Make a trap that is a web page."""
    return Trap(name, unit, "<html><body>", tail + "</body></html>", ".html")


def cell(unit: str) -> Trap:
    """Make a trap that is one cell of a table, in the column of those who are responsible."""
    return Trap(
        f"cell of {unit[:6]}", unit, f"{TABLE}1 | 推进改革 | ", " | 年底\n2 | 推进 | 市财政局 | 年底\n"
    )


TRAPS = (
    *(Trap(unit[:12].strip() or repr(unit), unit) for unit in (
        *("（", "）", "（）", "（〔【）］{", "《", "《》", "“", "第", "、", "各", "和", "1", "1,", "#", "—", "：", "| "),
        *("甲", "推进全市重点领域改革工作落实到位", "年年年月月日日", "一二三四", "十", "2023年", "百分之", "a b "),
        *("（责任单位：市", "责任单位：市", "责任单位：市局和", "市公安局、", "市公安局市财政局", "牵头", "（牵头）"),
        *("负责", "由市局", "会同", "工作", "以下均需", "列第一位的为牵头单位，下同。", "各区、县（市）", "区、县、"),
        *("关于", "印发", "国发〔2008〕30号", "国务院令第1号", "根据《办法》（市政发〔2023〕9号）要求，"),
        *("《办法》（以下简称《办法》）", "《甲方案》" + "自起" * 60, "上海", "上海、杭州、", "博览会", "课题", "合作", "工程"),
        *("杭黄铁路、", "“甲”工程", "新增3个", "新增项目31个、", "30%、", "建设", "按照", "3个“甲”"),
        *("甲\n", "甲\t\t乙\t", "　甲", " \n甲", "— 4 —\n", "附件1\n", "2023年5月10日\n", "| a | b |\n", "1 | \n"),
        *("杭州市人民政府\n2023年5月10日\n", "推进改革的一段文字\n", "序号 工作任务 责任部门\n", "一、推进\n（一）推进\n1. 推进\n"),
        *("推进全市重点领域改革工作落实到位推进全市重点领域改革工作落实到位推\n", "以下任务均由市局落实。\n"),
    )),
    Trap("blanks", " ", "甲\n", "\n乙"),
    Trap("“（（…））”", "（" * 600 + "甲：乙" + "）" * 600 + "。"),
    Trap("（甲）…。", "（甲）", tail="。"),
    Trap("headings", lambda i: f"（{HAN[i % 9]}）推进第{i}项改革\n各地要落实。\n"),
    Trap("principles", lambda i: f"{HAN[i % 9]}、基本原则\n坚持第{i}项统筹。\n"),
    Trap("citations", lambda i: f"根据《关于推进第{i}项改革的通知》（市政发〔2023〕{i % 9999}号）要求，"),
    Trap("tasks in one line", lambda i: f"推进第{i}项改革（责任单位：市财政局、公安局）。"),
    Trap("duties", lambda i: f"{i % 999}. 推进第{i}项改革，由市财政局负责落实。\n"),
    Trap("rules", lambda i: f"{i % 999}. 推进改革（责任单位：市局；以下任务均需第{i}县局落实）\n"),
    Trap("bodies above tasks", lambda i: f"{i % 999}. 推进\n", "一、推进（" + "市财政局、" * 250 + "市公安局负责）\n"),
    Trap("statements above", "（责任单位：市财政局）\n", "一、推进\n", "落实。\n1. 推进\n2. 推进\n"),
    Trap("rows in blanks", lambda i: f"{i % 999} 推进第{i}项改革 市财政局 2023年\n", "序号 工作任务 责任部门 完成时限\n"),
    Trap("cells in lines", lambda i: f"{i % 999}\n推进第{i}项改革\n市财政局\n", "序号\n工作任务\n责任部门\n"),
    Trap("columns", "责任部门 | 工作任务 | ", "\n", "\n1 | 推进 | 市局\n"),
    *(cell(unit) for unit in ("市财政局、", "市局和", "官渡区、", "区县、", "甲乙 ", "工作", "以下", "（牵头推", "市局会同", "（")),
    *(page(unit[:14], unit) for unit in (
        *("<div>甲", "<span>甲", "<p>甲", "<li>甲", "<nav>", "<td>甲", "<table><tr><td>甲<td>乙", "<br>甲", "甲</i>"),
        *("<", "<a", "<!--", "<![", "<?", "</", "&#", "<div a='", "<script>", "<a b=c>", "<!DOCTYPE ", "<![CDATA["),
    )),
    page("<nav>…</svg>", "<nav></svg>", "<p>甲"),
    page("a tag of attributes", "a=1 ", "甲"),
    page("rows", "<table><tr><td>推进<td>市局</table>"),
    page("empty rows", "<tr><td></td></tr>", "<tr><td>甲<td>乙</table>"),
    *(
        Trap(f"rowspan={rows} colspan={columns}", f"<tr><td rowspan={rows} colspan={columns}>甲<td>乙",
             "<html><body><table>", "</table></body></html>", ".html")
        for rows, columns in ((65535, 1), (1, 65535), (65535, 65535))
    ),
)  # fmt: skip


def consume(items: Iterator[object]) -> None:
    """Go through to the end."""
    deque(items, maxlen=0)


def measure(path: Path) -> tuple[float, float]:
    """Give the seconds of processor time that a file takes: to read, and to write down as a build does."""
    started = time.process_time()
    try:
        extract = extract_file(path)
    except UnreadableFile:  # nothing is shown on the page
        return time.process_time() - started, 0.0
    read = time.process_time()
    notice = extract.notice
    consume(notice_passages(notice, notice_iri(notice)))
    consume(notice_quads(notice, extract.findings, name_bodies(notice)))
    consume(body_quads([notice]))
    return read - started, time.process_time() - read


def found(extract: Extract) -> bytes:
    """Write down what was found, as N-Quads."""
    quads = notice_quads(extract.notice, extract.findings, name_bodies(extract.notice))
    return "".join(f"{quad.line()}\n" for quad in quads).encode()


def parse(facts: bytes) -> float:
    """Let the peer parse facts, and give the seconds."""
    started = time.process_time()
    Dataset().parse(data=facts, format="nquads")
    return time.process_time() - started


def speed(folder: Path) -> list[bool]:
    """Print how many notices a second are read; tell where the bounds hold."""
    held, least = [], []
    print(
        f"{'10,000 characters':20}{'ms, least':>10}{'middle':>8}{'notices/s':>11}{'tasks':>7}{'facts':>7}  rdflib"
    )
    for notice in NOTICES:
        path = folder / f"notice{notice.suffix}"
        path.write_text(notice.text(LENGTH)[:LENGTH], encoding="utf-8")
        extract = extract_file(path)
        facts = found(extract)
        count_of_facts = facts.count(b"\n")
        turns = [(measure(path)[0], parse(facts)) for _ in range(ROUNDS)]
        ours, theirs = zip(*turns, strict=True)
        ratio = median(ours) / median(theirs)
        held.append(ratio <= PEER)
        least.append(min(ours))
        print(
            f"{notice.name:20}{least[-1] * 1000:10.1f}{median(ours) * 1000:8.1f}{1 / least[-1]:11.1f}"
            f"{len(extract.notice.tasks):7}{count_of_facts:7}  {ratio:.2f}x{'' if held[-1] else '  MISSED'}"
        )
    each = sum(least) / len(least)
    held.append(1 / each >= SPEED)
    print(f"{'together':20}{each * 1000:10.1f}{1 / each:19.1f}{'' if held[-1] else '  MISSED'}")
    return held


def growth(trap: Trap, folder: Path, longest: int) -> bool:
    """Print how the time for a character grows with the length; tell whether the bound holds."""
    path = folder / f"trap{trap.suffix}"
    base: tuple[float, ...] = ()
    line, holds, length = f"{trap.name:22}", True, LENGTH
    while holds and length <= longest:
        path.write_text(trap.text(length), encoding="utf-8")
        rounds = 3 if length == LENGTH else 1
        times = [measure(path) for _ in range(rounds)]
        each = tuple(min(seconds) for seconds in zip(*times, strict=True))
        base = base or tuple(max(seconds, GRAIN) for seconds in each)
        grown = [seconds / least * LENGTH / length for seconds, least in zip(each, base, strict=True)]
        if max(grown) > GROWTH:  # something else may have come in between
            again = measure(path)
            each = tuple(map(min, each, again))
            grown = [seconds / least * LENGTH / length for seconds, least in zip(each, base, strict=True)]
        holds = max(grown) <= GROWTH
        line += f"{each[0]:9.3f}{each[1]:8.3f}"
        line += "" if length == LENGTH else f" {grown[0]:5.2f}x{grown[1]:5.2f}x"
        length *= 10
    print(line + ("" if holds else "  MISSED"), flush=True)
    return holds


def main() -> int:
    """Measure everything."""
    longest = int(sys.argv[1]) if len(sys.argv) > 1 else 100 * LENGTH
    with tempfile.TemporaryDirectory() as folder:
        held = speed(Path(folder))
        print(
            f"\n{'':22}{'  '.join(f'{size:>15,} characters' for size in (LENGTH, 10 * LENGTH, 100 * LENGTH))}"
        )
        print(f"{'seconds':22}{'read':>9}{'write':>8}" + f"{'read':>9}{'write':>8}{'growth':>14}" * 2)
        held += [growth(trap, Path(folder), longest) for trap in (*NOTICES, *TRAPS)]
    print(f"{held.count(False)} of {len(held)} bounds missed (read {SPEED:.0f} a second, growth {GROWTH}x)")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
