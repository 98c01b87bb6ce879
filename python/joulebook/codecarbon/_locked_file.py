"""A file that several processes write, each whole."""

from __future__ import annotations

import os
import time
from typing import Optional

try:
    import fcntl
except ImportError:  # not a POSIX system: one writer at a time is then the user's care
    fcntl = None  # type: ignore[assignment]

#: How long to wait for other writers, s.
_PATIENCE = 30.0
#: A lock file that was not renewed for this long is left behind, s.
_STALE = 60.0


class LockedFile:
    """Opened for reading and appending, and locked: by its flock, and against those who have none by ``<path>.lock``.

    The book's own writer keeps the same two rules (src/host/lock.io.ts), so both may write one file. If the file was replaced while
    we waited, the new one is taken.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self.fd = -1
        self._own_lock_file: Optional[str] = None

    def __enter__(self) -> LockedFile:
        deadline = time.monotonic() + _PATIENCE
        pause = 0.001
        while not self._try():
            if time.monotonic() > deadline:
                raise OSError("another process has held %s for %g s" % (self.path, _PATIENCE))
            time.sleep(pause)
            pause = min(0.025, pause * 2)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.fd)  # which ends the flock
        self.fd = -1
        if self._own_lock_file is not None:
            os.unlink(self._own_lock_file)

    def _try(self) -> bool:
        self.fd = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        if self._lock() and self._is_still_there():
            return True
        os.close(self.fd)
        self.fd = -1
        return False

    def _lock(self) -> bool:
        if fcntl is None:
            return True
        lock_file = self.path + ".lock"
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return self._make(lock_file)
        return not _is_held(lock_file)

    def _make(self, lock_file: str) -> bool:
        if _is_held(lock_file):
            return False
        try:
            os.close(os.open(lock_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        self._own_lock_file = lock_file
        return True

    def _is_still_there(self) -> bool:
        try:
            return os.stat(self.path).st_ino == os.fstat(self.fd).st_ino
        except FileNotFoundError:
            return False


def _is_held(lock_file: str) -> bool:
    try:
        age = time.time() - os.stat(lock_file).st_mtime
    except FileNotFoundError:
        return False
    if age < _STALE:
        return True
    try:
        os.unlink(lock_file)
    except FileNotFoundError:
        pass
    return False
