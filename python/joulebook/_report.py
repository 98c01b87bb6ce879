"""Lines for the report file of a ``joulebook run`` that we stand in."""

import os
import threading

from ._time import boot_seconds
from ._trouble import trouble
from ._values import encode

_lock = threading.Lock()
_open = {}  # path -> descriptor


def report(line):
    """Appends a line to the file that ``JOULEBOOK_REPORT_FILE`` names; False where there is none.

    Each line is one write to a file opened for appending, so threads and forked children do not damage each other's.
    """
    path = os.environ.get("JOULEBOOK_REPORT_FILE")
    if not path:
        return False
    line["t"] = boot_seconds()
    data = encode(line)
    try:
        with _lock:
            fd = _open.get(path)
            if fd is None:
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
                fd = _open[path] = os.open(path, flags, 0o644)
            if os.write(fd, data) != len(data):
                os.write(fd, b"\n")  # a full disk: at least the next line begins on its own
    except OSError as error:
        trouble("the report file cannot be written", error, "check JOULEBOOK_REPORT_FILE=" + path, error)
    return True


def _after_fork():
    global _lock
    _lock = threading.Lock()  # another thread may have held it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
