"""Commands that serve a library to browsers, programs and agents."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import click


@click.command()
@click.option("--host", help="监听的地址（缺省为设置 host，只供本机访问）")
@click.option("--port", type=click.IntRange(0, 65535), help="端口（缺省为设置 port；0 为任选一个）")
@click.option("--log", is_flag=True, help="把被拒绝的请求也逐个记到标准错误：编号、状态、代码、说明")
def serve(host: str | None, port: int | None, log: bool) -> None:
    """开一个服务：网页，SPARQL 端点 /sparql，HTTP 接口 /api/v1/，代理接口 /mcp；按 Ctrl-C 停止。

    \b
    例  kg serve
        kg serve --port 9000
    """
    import logging

    from kg.settings import Settings
    from kg.web.serve import serve

    if log:
        logging.basicConfig(format="%(asctime)s %(message)s")
        logging.getLogger("kg").setLevel(logging.INFO)
    settings = Settings.load()
    settings = replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    with suppress(KeyboardInterrupt):  # how a server ends
        serve(settings, _announce)


def _announce(address: str, deciding: str) -> None:
    click.echo(f"在 {address} 提供服务；按 Ctrl-C 停止")
    click.echo(f"要在网页上确认、否决，请打开 {deciding}")


@click.command()
def mcp() -> None:
    """让语言模型的代理通过 MCP（标准输入输出）查询；只读。

    \b
    例  kg mcp
    由代理启动，在它的设置里写：
        {"mcpServers": {"kg": {"command": "kg", "args": ["mcp"], "env": {"KG_HOME": "/库/的/完整路径"}}}}
    """
    import asyncio

    from kg.settings import Settings
    from kg.web.serve import serve_agent

    with suppress(KeyboardInterrupt):
        asyncio.run(serve_agent(Settings.load()))
