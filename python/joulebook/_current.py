"""Which tracker and which window we stand in."""

from __future__ import annotations

import os
import threading
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    from ._run import Run
    from ._tracker import Tracker
    from ._window import Window

_trackers: ContextVar[tuple[Tracker, ...]] = ContextVar("joulebook_trackers", default=())
_windows: ContextVar[tuple[Window, ...]] = ContextVar("joulebook_windows", default=())
#: All that are open in this process, oldest first: a thread started inside a tracker has a context of its own.
_open: list[Tracker] = []
_lock = threading.Lock()


def enter(tracker: Tracker) -> Optional[Tracker]:
    """From here on the tracker is open; what it is part of (:func:`around`). Of two threads that enter at once one is in the other's."""
    with _lock:
        outer = around()
        tracker.thread = threading.get_ident()
        _open.append(tracker)
    _trackers.set(_trackers.get() + (tracker,))
    return outer


def leave(tracker: Tracker) -> None:
    if tracker in _open:
        _open.remove(tracker)
    _trackers.set(tuple(t for t in _trackers.get() if t is not tracker and t.is_open))


def innermost_here() -> Optional[Tracker]:
    """The innermost open tracker of this context, or ``None``."""
    for tracker in reversed(_trackers.get()):
        if tracker.is_open:
            return tracker
    return None


def innermost() -> Optional[Tracker]:
    """The tracker that what is said here belongs to: the innermost open one of this context, else the youngest of the process. Where
    several threads have opened some, nobody knows in which of them this one was started: then that of :func:`around`."""
    tracker = innermost_here()
    if tracker is None and _open:
        workers = {other.thread for other in _open} - {threading.main_thread().ident}
        return _open[-1] if len(workers) < 2 else around()
    return tracker


def around() -> Optional[Tracker]:
    """The tracker that one begun here is part of: the innermost open one of this context, else the main thread's youngest, which has
    most likely started this thread, else the oldest of the process."""
    tracker = innermost_here()
    if tracker is None and _open:
        main = threading.main_thread().ident
        return next((other for other in reversed(_open) if other.thread == main), _open[0])
    return tracker


def all_open() -> list[Tracker]:
    return list(_open)


def enter_window(window: Window) -> None:
    _windows.set(_windows.get() + (window,))


def leave_window(window: Window) -> None:
    _windows.set(tuple(w for w in _windows.get() if w is not window and w.is_open))


def innermost_window(run: Run) -> Optional[str]:
    """Id of the innermost open window of ``run`` in this context, or ``None``."""
    for window in reversed(_windows.get()):
        if window.is_open and window.belongs_to(run):
            return window.number
    return None


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()  # another thread may have held it
    for tracker in _open:
        tracker.forget()
    del _open[:]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
