"""A confined process cannot connect, start programs or write, whatever language asks for it."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path
from socket import create_server

import pytest

TRIES = """
import os, socket, subprocess, sys
import pyoxigraph
from kg.confine import confine

closed = confine()
def tell(name, do):
    try:
        do()
    except (PermissionError, OSError) as error:
        print(name, "refused")
    else:
        print(name, "done")

query = "SELECT * { SERVICE <http://127.0.0.1:%s/> { ?s ?p ?o } }" % sys.argv[1]
tell("service", lambda: list(pyoxigraph.Store().query(query)))
tell("socket", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
tell("program", lambda: subprocess.run(["true"]))
tell("write", lambda: open(sys.argv[2], "w"))
tell("read", lambda: open(sys.argv[0] if sys.argv[0] != "-c" else "/dev/null").close())
print("network", "closed" if closed else "open")
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}, reason="only there"
)
def test_a_confined_process_can_only_read_and_think(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = str(listener.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", TRIES, port, str(tmp_path / "made")],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        with pytest.raises(TimeoutError):
            listener.accept()
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said == {
        "service": "refused",
        "socket": "refused",
        "program": "refused",
        "write": "refused",
        "read": "done",
        "network": "closed",
    }
    assert not (tmp_path / "made").exists()
