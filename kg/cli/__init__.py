"""The command `kg`: each command parses, calls one verb of the library, and prints.

Nothing but click is imported here as it loads, so that `kg --help` answers at once.
"""

from __future__ import annotations

import sys

import click

from kg import __version__
from kg.cli.make import build, check, export, extract
from kg.cli.query import ask, queries, run, search, show, sparql, stats, trace
from kg.errors import KgError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """公文知识图谱：谁负责什么、依据哪一句。 A knowledge graph of Chinese official documents.

    \b
    例  kg build                              读种子公文，建库
        kg ask 哪个部门负责人才招聘？          回答并引原文
        kg trace                              任务与工作重点的对应表
        kg sparql "SELECT ?t { ?t a kg:Task }"
    """


for command in (build, extract, sparql, run, queries, search, ask, trace, show, stats, check, export):
    cli.add_command(command)


def main() -> None:
    """Run the command; an error that we know is one sentence and its exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli.main(standalone_mode=False)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, and that is fine
        sys.exit(0)
    except OSError as error:
        click.echo(f"kg: 写不出结果：{error.strerror or error}", err=True)
        sys.exit(3)
