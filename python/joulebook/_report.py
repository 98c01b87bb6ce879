"""Lines for the report file of a run that we stand in."""

from __future__ import annotations

import os
import threading

from ._time import boot_seconds
from ._trouble import trouble
from ._values import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional

_RESERVED = frozenset(("step", "steps", "epoch", "epochs", "stage", "mark", "t"))

_lock = threading.Lock()
_open: dict[str, int] = {}  # path -> descriptor


def write_report(kept: Mapping[str, float], reserved: Mapping[str, Any], strict: Optional[bool] = None) -> None:
    """Metrics and reserved keys as one line of the report file; a stage may be null, the rest only if it is there."""
    line = {key: value for key, value in reserved.items() if value is not None or key == "stage"}
    line.update((key, value) for key, value in kept.items() if key not in _RESERVED)
    if line:
        _report(line, strict)


def _report(line: dict[str, Any], strict: Optional[bool]) -> None:
    """Appends a line to the file that ``JOULEBOOK_REPORT_FILE`` names, where there is one.

    Each line is one write to a file opened for appending, so threads and forked children do not damage each other's.
    """
    path = os.environ.get("JOULEBOOK_REPORT_FILE")
    if not path:
        return
    line["t"] = boot_seconds()
    data = encode(line)
    try:
        with _lock:
            fd = _open.get(path)
            if fd is None:
                fd = _open[path] = _append_to(path)
            if os.write(fd, data) != len(data):
                os.write(fd, b"\n")  # a full disk: at least the next line begins on its own
    except FileNotFoundError as error:
        # The run made its file before it named it, and takes it away at its end: there is nobody to tell any more.
        if "JOULEBOOK_RUN" not in os.environ:
            _say(path, error, strict)
    except OSError as error:
        _say(path, error, strict)


def _append_to(path: str) -> int:
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
    if "JOULEBOOK_RUN" not in os.environ:
        flags |= os.O_CREAT  # named by hand, without a run
    return os.open(path, flags, 0o644)


def _say(path: str, error: OSError, strict: Optional[bool]) -> None:
    trouble("the report file cannot be written", error, "check JOULEBOOK_REPORT_FILE=" + path, error, strict)


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()  # another thread may have held it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
