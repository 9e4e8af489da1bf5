"""The page of all commands, made from what their `--help` says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from kg.cli import cli


def commands_page() -> str:
    """Write the page `docs/cli.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 命令 · Commands"
    yield ""
    yield "<!-- 由各命令的 --help 生成 / made by: python -m kg.cli.reference > docs/cli.md -->"
    yield ""
    yield "同样的内容随时可用 `kg --help` 和 `kg 命令 --help` 查看。"
    yield "The same is told by `kg --help` and `kg COMMAND --help`."
    yield ""
    whole = click.Context(cli, info_name="kg", **cli.context_settings)
    yield from _help(whole)
    for name in sorted(cli.commands):
        yield ""
        yield f"## kg {name}"
        yield ""
        yield from _help(click.Context(cli.commands[name], info_name=name, parent=whole))


def _help(context: click.Context) -> Iterator[str]:
    context.terminal_width = context.max_content_width = 100
    yield "```"
    yield from (line.rstrip() for line in context.get_help().rstrip().splitlines())
    yield "```"


if __name__ == "__main__":
    sys.stdout.write(commands_page())
