"""The command by which people decide: one doubtful link after the other, or one decision by its options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.decide.doubts import Doubt
    from kg.decide.values import Verdict
    from kg.library import Library

_KEYS = "y 确认  n 否决  s 跳过  q 结束"


@click.command()
@click.option("--list", "listed", is_flag=True, help="只列出存疑的联系，不逐条询问")
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(1), help="最多几条")
@click.option(
    "--confirm", nargs=2, metavar="甲 乙", help="确认：任务落实重点，名称就是单位，问题的“答复”无误"
)
@click.option("--reject", nargs=2, metavar="甲 乙", help="否决同样的联系")
@click.option("--question", metavar="问题", help="记下一个存疑的问题，留待别人决定")
@click.option("--withdraw", metavar="编号", help="撤回一个决定（编号可只写开头）")
@click.option("--merge", type=click.Path(path_type=Path), help="并入别人的决定文件")
@click.option("--decided", is_flag=True, help="列出全部决定和各自的现状")
@click.option("--stale", is_flag=True, help="只列出所依据的文字已变、待复核的决定")
@click.option("--by", metavar="姓名", help="谁决定；缺省用设置 reviewer")
@click.option("--why", metavar="理由", help="为什么，一句话")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def review(  # noqa: PLR0913, PLR0917 - one command, many ways to decide
    context: click.Context,
    listed: bool,
    limit: int,
    confirm: tuple[str, str] | None,
    reject: tuple[str, str] | None,
    question: str | None,
    withdraw: str | None,
    merge: Path | None,
    decided: bool,
    stale: bool,
    by: str | None,
    why: str | None,
    as_json: bool,
) -> None:
    """逐条核对存疑的联系（任务→重点、名称→单位、存疑的问题），最有用的在前；人的决定优先于可信度。

    决定写进一个文本文件（设置 decisions），一行一个，重建时保留；库随即更新。

    \b
    例  kg review                            在终端里逐条询问
        kg review --list -n 5
        kg review --confirm 任务4 加快推进沪杭“一体化” --by 王芳 --why 会展属于一体化的内容
        kg review --decided
    """
    from kg.decide.values import Verdict
    from kg.library import Library

    library = Library()
    by, why = by or library.settings.reviewer, why or ""
    given = [name for name in _WAYS if context.params[name]]
    if len(given) > 1:
        raise click.UsageError(f"一次只做一件事，这里有 {'、'.join(f'--{name}' for name in given)}")
    if confirm or reject:
        verdict = Verdict.CONFIRM if confirm else Verdict.REJECT
        _decide(library, verdict, confirm or reject or ("", ""), by, why)
    elif question:
        _decide(library, Verdict.OPEN, (question, "答复"), by, why)
    elif withdraw:
        back = library.review.withdraw(withdraw, by, why)
        click.echo(f"已撤回决定 {back.of}；{_renewed(library)}")
    elif merge:
        new = library.review.merge(merge)
        click.echo(f"并入 {len(new)} 个决定；{_renewed(library)}")
    elif decided or stale:
        _print_decisions(library, only_stale=stale, as_json=as_json)
    elif listed or as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_doubts(library, limit, as_json=as_json)
    else:
        _walk(library, limit, by)


_WAYS = ("confirm", "reject", "question", "withdraw", "merge", "decided", "stale", "listed")


def _decide(library: Library, verdict: Verdict, ends: tuple[str, str], by: str, why: str) -> None:
    from kg.decide.render import said

    decision = library.review.decide(library.review.matter(*ends), verdict, by, why)
    click.echo(f"已记下（{decision.id}）：{decision.by}{verdict.said} {said(decision)}；{_renewed(library)}")


def _renewed(library: Library) -> str:
    """Put the decisions into the library, and say whether that is done."""
    from kg.errors import NotReady
    from kg.renew import renew_library

    try:
        if renew_library(library.settings):
            return "库已更新"
    except NotReady as error:
        return f"库没有更新（{error}）；决定已在文件里，下次 kg build 时生效"
    return "这个库由另一版本或另一设置建立，请运行 kg build 使决定生效"


def _print_decisions(library: Library, *, only_stale: bool, as_json: bool) -> None:
    from kg.cli.tables import print_table
    from kg.decide.render import DECISION_COLUMNS, decision_rows, judged_json, summary
    from kg.decide.standing import Standing
    from kg.render import json_text

    judged = library.review.decisions()
    if only_stale:
        judged = tuple(one for one in judged if one.standing is Standing.OUTDATED or one.note)
    if as_json:
        click.echo(json_text([judged_json(one) for one in judged]))
    elif not judged:
        click.echo("没有待复核的决定" if only_stale else f"还没有决定（{library.settings.decided}）")
    else:
        print_table(DECISION_COLUMNS, decision_rows(judged))
        click.echo(summary(judged), err=True)


def _print_doubts(library: Library, limit: int, *, as_json: bool) -> None:
    from kg.cli.tables import print_table
    from kg.decide.render import DOUBT_COLUMNS, doubt_rows, doubts_json
    from kg.render import json_text

    doubts = library.review.doubts()
    if as_json:
        click.echo(json_text(doubts_json(doubts[:limit])))
        return
    print_table(DOUBT_COLUMNS, doubt_rows(doubts[:limit]))
    click.echo(_told(library, len(doubts)), err=True)


def _told(library: Library, count: int) -> str:
    from kg.decide.render import summary

    parts = (f"存疑的联系 {count} 条", summary(library.review.decisions()))
    return "；".join(filter(None, parts))


def _walk(library: Library, limit: int, by: str) -> None:
    """Ask about one doubt after the other; what was decided is kept at once, whatever happens next."""
    from kg.decide.render import doubt_text

    doubts = library.review.doubts()
    click.echo(_told(library, len(doubts)))
    by = by or click.prompt("你的姓名（写进每个决定；可设 reviewer）").strip()
    made = 0
    try:
        for at, doubt in enumerate(doubts[:limit], start=1):
            click.echo(doubt_text(doubt, at, min(limit, len(doubts))))
            key = _key()
            if key == "q":
                break
            if key != "s":
                made += _put_down(library, doubt, key, by)
    finally:
        if made:
            click.echo(f"\n已记下 {made} 个决定（{library.settings.decided}）；{_renewed(library)}")


def _key() -> str:
    while True:
        key: str = click.prompt(_KEYS).strip().lower()
        if key in ("y", "n", "s", "q"):
            return key


def _put_down(library: Library, doubt: Doubt, key: str, by: str) -> int:
    from kg.decide.values import Verdict

    why = click.prompt("理由（一句话）")
    verdict = Verdict.CONFIRM if key == "y" else Verdict.REJECT
    library.review.decide(doubt.matter, verdict, by, why)
    return 1
