"""What a process that handles untrusted input may not do: take all memory, write, start programs, connect.

Three fences, one behind the other: limits of the system, Python's audit hook (PEP 578), and on Linux a filter
of system calls (seccomp), which also holds for libraries that are not written in Python.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from contextlib import suppress
from typing import Any

#: Most memory that a process may take for its data, in bytes.
MEMORY = 1_000_000_000

#: What neither a reader of files nor a query needs; the names of Python's audit events begin so.
_REFUSED = (
    *("socket.", "subprocess.", "shutil.", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
    *("os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod"),
)


def confine(memory: int = MEMORY) -> bool:
    """Confine this process for the rest of its life.

    :param memory: most bytes of data that it may take
    :returns: whether the system itself keeps it from the network (Linux on x86-64 and ARM64)
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us will stop us
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    closed = _close_network()
    sys.addaudithook(_watch)
    return closed


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is not for a confined process")
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise PermissionError(f"a confined process does not write {args[0]!r}")


#: Machine -> what the kernel calls it (linux/audit.h), and the numbers of the calls that are refused there:
#: socket, connect, io_uring_setup (which can connect without the others), execve, execveat.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 425, 221, 281)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF: ld abs, jeq, jge, ret
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # prctl(2)
_OTHER_ABI = 0x40000000  # numbers of the x32 ABI begin here


def _close_network() -> bool:
    """Have the kernel refuse the calls of `_CALLS`; see seccomp(2)."""
    machine = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    architecture, calls = machine
    refuse = len(calls) + 1
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, refuse + 2, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, refuse, 0, _OTHER_ABI),
        *((_EQUAL, refuse - at, 0, call) for at, call in enumerate(calls, 1)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = struct.pack("HP", len(steps), ctypes.addressof(held := ctypes.create_string_buffer(code)))
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong]
    unprivileged = call(_NO_NEW_PRIVILEGES, 1, None, 0, 0) == 0
    done = unprivileged and call(_SECCOMP, _FILTER, program, 0, 0) == 0
    del held
    return bool(done)
