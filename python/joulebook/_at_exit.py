"""What is still open when the program ends."""

from __future__ import annotations

import os
import sys

from . import _current as current
from ._ending import ending_of_program

_is_awaited = False


def close_at_exit() -> None:
    """All that is still open ends with the program. A child of multiprocessing leaves without `atexit`: it has a list of its own."""
    global _is_awaited
    if _is_awaited:
        return
    _is_awaited = True
    import atexit

    atexit.register(_close_all)
    process = sys.modules.get("multiprocessing.process")
    util = sys.modules.get("multiprocessing.util")
    if process is not None and util is not None and process.parent_process() is not None:
        util.Finalize(None, _close_all, exitpriority=10)


def _close_all() -> None:
    ending = ending_of_program()
    for tracker in reversed(current.all_open()):
        tracker.end(ending["state"], error=ending.get("error"), exit_code=ending.get("exit_code"))
    package = sys.modules.get(__package__)
    if package is not None:
        package._bare._flush_done()
    agents = sys.modules.get(__package__ + "._agent")
    if agents is not None:
        agents.let_go()


def _after_fork() -> None:
    global _is_awaited
    _is_awaited = False  # a child of multiprocessing has a list of its own


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
