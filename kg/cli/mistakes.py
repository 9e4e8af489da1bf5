"""A command typed wrongly becomes one sentence, as every other error does."""

from __future__ import annotations

import click


def sentence(error: click.ClickException) -> str:
    """Say in one sentence what is wrong with a command line, and where its help is."""
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        message = f"没有选项 {error.option_name}" + _near(error.possibilities)
    elif isinstance(error, click.MissingParameter):
        message = f"还要给出 {error.param.make_metavar(error.ctx) if error.param and error.ctx else '参数'}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "kg"
    return f"命令有误：{message.rstrip('.。')}；用法见 {path} --help"


def unknown_command(name: str, near: list[str]) -> str:
    """Say that there is no such command, and which ones come near."""
    return f"没有命令 {name}" + _near(near)


def _near(names: object) -> str:
    listed = sorted(names) if isinstance(names, list | tuple | set) else []
    return f"（相近的有 {' '.join(listed)}）" if listed else ""
