"""Processes of the server: started with its settings, and ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from kg.settings import Settings

#: The folder that the process starts in may hold anything: nothing is imported from there.
_START = """
import sys
from importlib import import_module
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
import_module(sys.argv[2]).main()
"""


async def started(module: str, settings: Settings) -> Process:
    """Start a process.

    :param module: whose function `main` it is to call; that has the settings from `given`
    """
    known = json.dumps(asdict(settings), default=str)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _START, str(Path(__file__).parent.parent.parent), module, known),
        stdin=PIPE,
        stdout=PIPE,
        stderr=None if sys.stderr else DEVNULL,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )


def given() -> Settings:
    """Give the settings that this process was started with."""
    settings = Settings(**json.loads(sys.argv[3]))
    return replace(settings, home=Path(settings.home))


async def ended(process: Process) -> None:
    """Kill a process, and wait until it is gone.

    Process.kill() would look first whether it has ended by itself, and so take the exit status away from
    asyncio, which waits for it.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    await process.wait()
