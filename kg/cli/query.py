"""Commands that ask the library something. Each is: open, call one verb, print."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.tables import cut, print_answer, titles_of

PATHS = click.Path(path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")
FORMATS = click.Choice(("table", "json", "csv", "tsv", "xml", "turtle", "ntriples"))
FORMAT = click.option("--format", "form", type=FORMATS, default="table", help="输出格式", show_default=True)


@click.command()
@click.argument("query")
@FORMAT
@JSON
def sparql(query: str, form: str, as_json: bool) -> None:
    """执行 SPARQL（QUERY 是查询语句、.rq 文件，或 - 表示标准输入）；只读，常用前缀不必声明。

    \b
    例  kg sparql "SELECT ?name { ?b a kg:Body ; rdfs:label ?name }"
        kg sparql 查询.rq --format csv
    """
    from kg.library import Library

    if query == "-":
        query = sys.stdin.read()
    elif query.endswith((".rq", ".sparql")):
        query = _read(Path(query))
    print_answer(Library(), query, "json" if as_json else form)


@click.command()
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[键=值]...")
@FORMAT
@JSON
def run(name: str, values: tuple[str, ...], form: str, as_json: bool) -> None:
    """执行一个命名查询；参数可以用名称（市科技局、任务号、文号），不必用 IRI。

    \b
    例  kg run tasks-of-body body=市科技局
        kg queries      列出全部命名查询
    """
    from kg.library import Library

    given = dict(value.partition("=")[::2] for value in values)
    library = Library()
    query = library.named_query(name, given)
    print_answer(library, query, "json" if as_json else form, titles_of(name))


@click.command()
@JSON
def queries(as_json: bool) -> None:
    """列出命名查询、各自的参数和例子。

    \b
    例  kg queries
    """
    from kg.cli.tables import print_table
    from kg.rdf.queries import load_queries
    from kg.render import json_text
    from kg.settings import shared

    known = load_queries(shared("queries")).values()
    if as_json:
        click.echo(
            json_text([{"name": q.name, "summary": q.summary_zh, "example": q.example} for q in known])
        )
        return
    print_table(
        ("查询", "说明", "例"),
        [(q.name, q.summary_zh, f"kg run {q.name} {q.example}".strip()) for q in known],
    )


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="最多几段")
@click.option("--notice", multiple=True, help="只找这份公文（文号或题名）")
@click.option("--year", multiple=True, help="只找这一年的公文")
@click.option("--city", multiple=True, help="只找这个地方及其下辖地方的公文")
@click.option("--body", multiple=True, help="只找这个单位的任务")
@click.option("--kind", multiple=True, help="只找这一种段落：任务、条文、标题、引言")
@JSON
@click.pass_context
def search(
    context: click.Context, /, text: tuple[str, ...], limit: int, as_json: bool, **filters: tuple[str, ...]
) -> None:
    """按字词和意思找段落：名次、得分、位置、相同的字词。限定条件可以重复给出，同一种的任一个都算。

    \b
    例  kg search 看病就医
        kg search 高铁 -n 3 --json
        kg search 人才 --notice 杭政办函〔2011〕59号 --body 市人事局
        kg search 合作机制 --city 杭州 --year 2011 --kind 条文
    """
    from kg.cli.tables import print_table
    from kg.library import Library
    from kg.render import json_text

    hits = Library().search(" ".join(text), limit, **filters)
    if as_json:
        click.echo(json_text([asdict(hit) for hit in hits]))
    else:
        rows = [
            (
                h.rank,
                f"{h.score:.3f}",
                f"{h.passage.notice} {h.passage.place}",
                cut(h.passage.text),
                "、".join(h.matched),
            )
            for h in hits
        ]
        print_table(("名次", "得分", "位置", "段落", "相同字词"), rows)
    if not hits:
        click.echo("没有这样的段落；请放宽限定条件", err=True)
        context.exit(4)


@click.command()
@click.argument("question", nargs=-1)
@click.option("--sparql", "with_query", is_flag=True, help="同时列出所用的 SPARQL 查询")
@click.option("--batch", type=PATHS, help="问题文件，一行一问；每问输出一行 JSON")
@JSON
@click.pass_context
def ask(
    context: click.Context, question: tuple[str, ...], with_query: bool, batch: Path | None, as_json: bool
) -> None:
    """回答关于职责的问题，引出原文；公文没有说的，如实说明（退出码 4）。

    \b
    例  kg ask 哪个部门负责人才招聘？
        kg ask 市科技局有哪些任务？ --sparql
        kg ask 谁负责环境保护？ --json
        kg ask --batch 问题.txt > 答案.jsonl
    """
    from kg.library import Library
    from kg.render import json_text

    library = Library()
    if batch is not None:
        questions = _read(batch)
        # one question a line feed: splitlines would split at U+2028 too
        for line in questions.removesuffix("\n").split("\n") if questions else ():
            click.echo(json_text(library.try_ask(line).as_dict(), indent=None))
        return
    if not question:
        raise click.UsageError("请给出问题，或用 --batch 给出问题文件")
    answer = library.ask(" ".join(question))
    click.echo(json_text(answer.as_dict()) if as_json else answer.as_text())
    if with_query and not as_json and answer.sparql:
        click.echo(f"查询：\n{answer.sparql.strip()}")
    if not answer.answerable:
        context.exit(4)


@click.command()
@click.argument("what", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "csv", "svg")),
    default="text",
    help="输出格式",
    show_default=True,
)
@JSON
def trace(what: str | None, form: str, as_json: bool) -> None:
    """追溯任务与工作重点：给出 WHAT（重点、任务、单位、文件）的上下联系；不给则列出整张对应表。

    \b
    例  kg trace
        kg trace 加快推进沪杭“一体化”
        kg trace 任务3 --json
        kg trace --format svg > 对应图.svg
    """
    from kg.library import Library
    from kg.render import json_text
    from kg.trace.picture import around, picture
    from kg.trace.render import matrix_csv, matrix_json, matrix_text, trace_csv, trace_json, trace_text

    library = Library()
    form = "json" if as_json else form
    if form == "svg":
        matrix = library.matrix()
        click.echo(picture(around(matrix, library.find(what).iri) if what else matrix), nl=False)
    elif what:
        found = library.trace(what)
        if form == "csv" and found.ambiguous:  # the rows are those of the first
            click.echo(found.ambiguous, err=True)
        written = {"text": trace_text, "csv": trace_csv}.get(form, lambda one: json_text(trace_json(one)))
        click.echo(written(found).rstrip("\n"))
    else:
        table = library.matrix()
        drawn = {"text": matrix_text, "csv": matrix_csv}.get(form, lambda one: json_text(matrix_json(one)))
        click.echo(drawn(table).rstrip("\n"))


@click.command()
@click.argument("what")
@JSON
def show(what: str, as_json: bool) -> None:
    """显示一件东西（单位、任务、文件、重点……）的全部已知事实及其出处；同名的几件分别列出。

    \b
    例  kg show 市科技局
        kg show 国发〔2008〕30号 --json
    """
    from kg.cli.tables import print_table
    from kg.library import Library
    from kg.render import json_text
    from kg.text import squeeze

    found = Library().describe(what)
    if as_json:
        click.echo(json_text(found))
        return
    if found.ambiguous:
        click.echo(f"{found.ambiguous}\n")
    for one in (found, *found.others):
        click.echo(f"{one.label}  {one.iri}")
        for place, quote in one.quotes:
            click.echo(f"  〔{place}〕“{squeeze(quote)}”")
        rows = [
            ("←" + f.property if f.inverse else f.property, f.value, f.origin, f.place, f.quote, f.reason)
            for f in one.facts
        ]
        print_table(("属性（←为反向）", "值", "来源", "位置", "原文", "理由或出处"), rows)


@click.command()
@click.option("--path", "ends", nargs=2, metavar="甲 乙", help="两件东西之间最短的联系")
@JSON
def stats(ends: tuple[str, str] | None, as_json: bool) -> None:
    """统计：各类事物的数量，谁和谁共事，谁居于中心；--path 给出两者之间最短的联系。

    \b
    例  kg stats
        kg stats --path 市发改委 沪杭高铁
    """
    from kg.cli.tables import print_table
    from kg.library import Library
    from kg.render import json_text

    library = Library()
    if ends:
        steps = library.path(*ends)
        if as_json:
            click.echo(json_text([asdict(step) for step in steps]))
        else:
            click.echo("\n".join(map(str, steps)) or "两者之间没有联系")
        return
    network = library.network()
    if as_json:
        click.echo(json_text(network))
        return
    print_table(("事物", "数量"), list(network.nodes.items()), "库中事物")
    print_table(("联系", "数量"), list(network.links.items()), "事物之间的联系")
    rows = [(one.label, one.links, one.between) for one in network.bodies[:15]]
    print_table(("单位", "任务数", "居间中心度"), rows, "单位（前 15）")
    print_table(
        ("单位", "单位", "共同任务"),
        [(p.one, p.other, p.tasks) for p in network.partners[:15]],
        "共事（前 15）",
    )
    click.echo(f"由任务相连的部分：{len(network.parts)} 个，最大的有 {max(network.parts, default=0)} 个节点")


def _read(path: Path) -> str:
    from kg.errors import UnreadableFile

    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFile(path, "没有这个文件；请核对路径") from None
    except OSError as error:
        raise UnreadableFile(path, f"打不开（{error.strerror}）；请核对路径") from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "不是 UTF-8 文本；请另存为 UTF-8") from None
