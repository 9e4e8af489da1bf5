"""Commands that make something: a library, an extract, a report, an export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.build import Report

PATHS = click.Path(path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


@click.command()
@click.argument("paths", nargs=-1, type=PATHS)
@click.option("--report", is_flag=True, help="逐个文件列出读到了什么、有何异常、为何未读")
@click.option("--fresh", is_flag=True, help="全部重读，不沿用现有的库")
@JSON
def build(paths: tuple[Path, ...], report: bool, fresh: bool, as_json: bool) -> None:
    """读文件、文件夹或 zip 包并建库（缺省读随附的种子公文）；新库整体替换旧库，或完全不动。

    没有变化的文件不重读。

    \b
    例  kg build
        kg build 我的公文/ 某通知.txt --report
    """
    from kg.build import build_library
    from kg.cli.tables import print_table
    from kg.render import json_text

    with _progress() as tell:
        made = build_library(paths, progress=tell, fresh=fresh)
    if as_json:
        click.echo(json_text(made))
        return
    refused = [outcome for outcome in made.outcomes if outcome.refused]
    tasks = sum(outcome.tasks for outcome in made.outcomes)
    pairs = sum(outcome.assignments for outcome in made.outcomes)
    click.echo(
        f"已建库 {made.home}：公文 {made.notices} 份，任务 {tasks} 项，责任分工 {pairs} 条，"
        f"三元组 {made.triples} 条，段落 {made.passages} 个" + _kept(made) + _decided(made)
    )
    if report:
        rows = [
            (o.source, o.tasks, o.assignments, o.citations, o.refused or "；".join(o.oddities))
            for o in made.outcomes
        ]
        print_table(("文件", "任务", "分工", "引文", "说明"), rows)
        return
    for outcome in refused:
        click.echo(f"未读入：{outcome.refused}", err=True)
    for outcome in made.outcomes:
        for oddity in outcome.oddities:
            click.echo(f"注意：{outcome.source}：{oddity}", err=True)


def _kept(made: Report) -> str:
    kept = sum(outcome.kept for outcome in made.outcomes)
    return f"；{kept} 个文件没有变化，未重读" if kept else ""


def _decided(made: Report) -> str:
    told = f"；人的决定 {made.decided} 个现行" if made.decided else ""
    return f"{told}；{made.outdated} 个决定待复核（kg review --stale）" if made.outdated else told


@click.command()
@click.argument("file", type=PATHS)
@JSON
def extract(file: Path, as_json: bool) -> None:
    """只读一个文件，列出从中读到的一切，不建库。

    \b
    例  kg extract seeds/000_f16177075213d160.txt --json
    """
    from kg.cli.tables import print_table
    from kg.errors import UnreadableFile
    from kg.pool import read_one
    from kg.render import json_text
    from kg.settings import Settings
    from kg.sources import Source

    if not file.exists():
        raise UnreadableFile(file, "没有这个文件；请核对路径")
    found = read_one("extract", Source(file, str(file)), seconds=Settings.load().read_seconds)
    if as_json:
        click.echo(json_text(found))
        return
    about = found["metadata"]
    click.echo(f"{about['title'] or '（文中无标题）'}  {about['number'] or '（文中无文号）'}")
    rows = [
        (t["no"], t["text"], "、".join(a["name"] for a in t["assignments"]), t["deadline"])
        for t in found["tasks"]
    ]
    print_table(("序号", "任务", "单位", "期限"), rows)
    for oddity in found["oddities"]:
        click.echo(f"注意：{oddity}", err=True)


@click.command()
@JSON
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """用 SHACL 检查库中数据是否完整，并说明如何补正；不合格时退出码为 4。

    \b
    例  kg check
    """
    from kg.cli.tables import print_table
    from kg.library import Library
    from kg.names import shorten
    from kg.render import json_text

    report = Library().check()
    if as_json:
        click.echo(json_text(report))
    elif report.conforms and not report.findings:
        click.echo("检查合格：没有发现问题")
    else:
        rows = [(f.severity, f.message, shorten(f.focus), f.value) for f in report.findings]
        print_table(("程度", "问题与补正办法", "所在", "值"), rows)
        if report.conforms:
            click.echo("检查合格：以上只是提醒")
    if not report.conforms:
        context.exit(4)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("turtle", "nquads", "jsonld", "csv", "graphml", "xlsx")),
    default="turtle",
    help="导出格式；csv、xlsx 是督查台账",
    show_default=True,
)
@click.option("-o", "--output", type=PATHS, help="写入的文件；缺省写到标准输出")
def export(form: str, output: Path | None) -> None:
    """导出整个图（Turtle、N-Quads、JSON-LD、GraphML）或督查台账（CSV、XLSX）；同源必同字节。

    \b
    例  kg export --format xlsx -o 督查台账.xlsx
        kg export --format nquads > 图.nq
    """
    from kg.errors import RequestError
    from kg.library import Library

    if output is None and form == "xlsx" and sys.stdout.isatty():
        raise RequestError("XLSX 不能显示在终端里；请用 -o 文件.xlsx")
    if output is not None and (output.is_dir() or not output.parent.is_dir()):
        raise RequestError(
            f"写不进 {output}：{'这是文件夹' if output.is_dir() else f'没有文件夹 {output.parent}'}"
        )
    data = Library().export(form)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"已写入 {output}（{len(data)} 字节）", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar for long work, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of or None)
