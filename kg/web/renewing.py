"""Put the decisions into the library, in a process of its own: it takes seconds, and can be ended.

The server goes on answering meanwhile. Whenever the process is ended, one library or the other serves; see
`kg.home`.
"""

from __future__ import annotations

import json
import signal
import sys

from kg.errors import NotReady
from kg.settings import Settings
from kg.web.problems import Refused
from kg.web.processes import ended, given, started
from kg.web.workers import Workers


async def renew(settings: Settings, workers: Workers) -> None:
    """Have the library of some settings renewed.

    :raises Refused: the decisions are in the file, but not yet in the library
    """
    process = await started(__name__, settings)
    try:
        said = await workers.unless_stopped(process.communicate())
    except Refused as error:
        raise _not_renewed(f"库没有更新（{error}）；下次 kg build 时生效") from None
    finally:
        await ended(process)
    if why := json.loads(said[0] or '"库没有更新；下次 kg build 时生效"'):
        raise _not_renewed(why)


def main() -> None:
    """Renew the library, and write why the decisions are not in it: an empty text if they are."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this
    from kg.renew import renew_library

    try:
        why = "" if renew_library(given()) else "这个库由另一版本或另一设置建立，请运行 kg build 使决定生效"
    except NotReady as error:
        why = f"库没有更新（{error}）；下次 kg build 时生效"
    json.dump(why, sys.stdout)


def _not_renewed(why: str) -> Refused:
    return Refused(503, "not_renewed", f"决定已记下，但{why}")
