"""What a second build of a folder takes beside the first one: of the same files, and of one more.

    python benchmarks/corpus.py [NOTICES] [--embed]

Builds a library of invented notices of about 2,500 characters, a thousand unless told otherwise, once from
nothing, once again, and once with one more notice. Without --embed the encoder is left out, which makes the
first build cheaper and the ratio harder. Ends with 1 if a bound is missed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import kg.build
from kg.build import build_library
from kg.embed import Encoder, Vectors
from kg.settings import Settings

#: Most that a second build may take of the first, with nothing changed, and with one notice more. Without the
#: encoder the second is mostly the writing of the graph, which is made anew; with it, a tenth is usual.
SAME, MORE = 0.05, 0.7

PLACES = ("云溪", "石湾", "东岭", "清河", "白沙", "南浦")
BODIES = (
    "发展改革委",
    "财政局",
    "水利局",
    "公安局",
    "教育局",
    "交通运输局",
    "住房城乡建设局",
    "农业农村局",
    "商务局",
    "卫生健康委",
)
ACTS = (
    "整治河道",
    "新建道路",
    "改造老旧小区",
    "培训技能人才",
    "建设文化场馆",
    "引进重点项目",
    "完善数据平台",
    "建设农村公厕",
)
WAYS = (
    "（责任单位：市{0}、市{1}）",
    "（市{0}牵头，市{1}、{2}按职责分工负责）",
    "\n牵头单位：市{0}\n配合单位：市{1}、市{2}\n完成时限：{year}年12月底前",
    "（牵头单位：市{0}；配合单位：市{1}；完成时限：{year}年6月底）",
)


def notice(number: int) -> str:
    """Write a notice that no other is equal to."""
    pick = random.Random(number)  # noqa: S311 - any notice will do, as long as it stays the same
    place, year, way = pick.choice(PLACES), 2010 + number % 15, pick.choice(WAYS)
    lines = [
        f"{place[0]}政办发〔{year}〕{number}号",
        f"{place}市人民政府办公室关于印发{place}市{year}年第{number}批重点工作任务的通知",
        "各县（市、区）人民政府，市政府各部门：",
        f"为贯彻《国务院关于第{number % 7}项工作的意见》（国发〔{year - 1}〕{number % 90}号），通知如下。",
    ]
    for part, name in enumerate("一二三四五"):
        lines.append(f"{name}、推进{pick.choice(ACTS)}等第{part + 1}方面工作")
        for item in range(6):
            act, count = pick.choice(ACTS), pick.randint(2, 900)
            who = way.format(*pick.sample(BODIES, 3), year=year)
            lines.append(
                f"{item + 1}．{act}。全年{act}{count}个以上，进一步健全{act}长效机制，提高质量和水平。{who}"
            )
    lines += [f"{place}市人民政府办公室", f"{year}年3月1日"]
    return "\n".join(lines)


def no_vectors(texts: Sequence[str]) -> Vectors:
    """Stand for the encoder, at no cost."""
    return np.full((len(texts), 384), 384**-0.5, np.float32)


def build(folder: Path, home: Path) -> float:
    """Build, print what was done, and give the seconds it took."""
    before = time.perf_counter()
    report = build_library([folder], Settings(home=home))
    took = time.perf_counter() - before
    kept = sum(outcome.kept for outcome in report.outcomes)
    print(f"{took:8.1f} s   {report.notices} notices, {kept} kept, {report.triples} triples")
    return took


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and tell whether the bounds hold."""
    count = int(next((argument for argument in arguments if argument.isdigit()), "1000"))
    if "--embed" not in arguments:
        encoder = Encoder("e5-small", no_vectors, no_vectors)
        setattr(kg.build, "open_encoder", lambda *_, **__: encoder)  # noqa: B010 - mypy knows no other way
    with tempfile.TemporaryDirectory() as made:
        folder, home = Path(made, "notices"), Path(made, "library")
        folder.mkdir()
        for number in range(1, count + 1):
            (folder / f"{number:05}.txt").write_text(notice(number), encoding="utf-8")
        first, same = build(folder, home), build(folder, home)
        (folder / "one more.txt").write_text(notice(count + 1), encoding="utf-8")
        more = build(folder, home)
    print(
        f"the same again {same / first:.3f} of the first (bound {SAME}), one more {more / first:.2f} ({MORE})"
    )
    return int(same / first > SAME or more / first > MORE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
