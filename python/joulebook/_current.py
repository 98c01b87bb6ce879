"""Which tracker and which window we stand in."""

import os
from contextvars import ContextVar

_trackers = ContextVar("joulebook_trackers", default=())
_windows = ContextVar("joulebook_windows", default=())
#: All that are open in this process, oldest first: a thread started inside a tracker has a context of its own.
_open = []


def enter(tracker):
    _open.append(tracker)
    _trackers.set(_trackers.get() + (tracker,))


def leave(tracker):
    if tracker in _open:
        _open.remove(tracker)
    _trackers.set(tuple(t for t in _trackers.get() if t is not tracker and t.is_open))


def innermost_here():
    """The innermost open tracker of this context, or ``None``."""
    for tracker in reversed(_trackers.get()):
        if tracker.is_open:
            return tracker
    return None


def innermost():
    """The innermost open tracker of this context, else the youngest of the process, else ``None``."""
    tracker = innermost_here()
    if tracker is None and _open:
        tracker = _open[-1]
    return tracker


def all_open():
    return list(_open)


def enter_window(window):
    _windows.set(_windows.get() + (window,))


def leave_window(window):
    _windows.set(tuple(w for w in _windows.get() if w is not window and w.is_open))


def innermost_window(run):
    """Id of the innermost open window of ``run`` in this context, or ``None``."""
    for window in reversed(_windows.get()):
        if window.is_open and window.belongs_to(run):
            return window.number
    return None


def _after_fork():
    for tracker in _open:
        tracker.forget()
    del _open[:]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
