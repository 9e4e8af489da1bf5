"""The command `kg`: each command parses, calls one verb of the library, and prints.

Nothing but click is imported here as it loads, so that `kg --help` answers at once.
"""

from __future__ import annotations

import sys

import click

from kg import __version__
from kg.cli.make import build, check, export, extract
from kg.cli.mistakes import sentence, unknown_command
from kg.cli.query import ask, queries, run, search, show, sparql, stats, trace
from kg.cli.review import review
from kg.cli.serve import mcp, serve
from kg.errors import KgError


class Commands(click.Group):
    """A group that names the nearest commands when one is mistyped."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first argument."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx))
            raise click.UsageError(unknown_command(args[0], near), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """公文知识图谱：谁负责什么、依据哪一句。 A knowledge graph of Chinese official documents.

    \b
    例  kg build                            读种子公文，建库
        kg ask 哪个部门负责人才招聘？       回答并引原文
        kg search 看病就医                  按意思找段落
        kg trace                            任务与工作重点的对应表
        kg run tasks-of-body body=市科技局  执行命名查询（kg queries 列出全部）

    \b
    退出码  0 完成  2 请求有误  3 未就绪（未建库、缺部件）  4 查无此事（拒答、未找到、检查不合格）
    设置    kg.toml 或环境变量 KG_HOME、KG_ENCODER、KG_FOCUS_SCORE、KG_QUERY_ROWS、
            KG_READ_SECONDS KG_HOST KG_PORT KG_HOSTS KG_ORIGINS KG_QUERY_SECONDS
            KG_QUERY_BYTES KG_DECISIONS KG_REVIEWER
    """


for command in (
    build,
    extract,
    sparql,
    run,
    queries,
    search,
    ask,
    trace,
    show,
    review,
    stats,
    check,
    export,
    serve,
    mcp,
):
    cli.add_command(command)


#: What click raises for `kg` alone: its message is the help itself. Older ones print it and exit.
_HELP = getattr(click.exceptions, "NoArgsIsHelpError", ())


def main() -> None:
    """Run the command; an error that we know is one sentence and its exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        if isinstance(error, _HELP):
            error.show()
        else:
            click.echo(f"kg: {sentence(error)}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, and that is fine
        sys.exit(0)
    except OSError as error:
        click.echo(f"kg: 写不出结果：{error.strerror or error}", err=True)
        sys.exit(3)
    sys.exit(code if isinstance(code, int) else 0)  # what context.exit() was given, since click 8.2
