"""One tracker at a time on a machine, where the user wants that (``allow_multiple_runs=False``)."""

from __future__ import annotations

import atexit
import os
import tempfile
from typing import Optional

LOCKFILE = os.path.join(tempfile.gettempdir(), ".codecarbon.lock")


class Lock:
    """Held by the file's flock, so that a killed owner leaves nothing behind and no signal handler is needed."""

    def __init__(self) -> None:
        self.lockfile_path = LOCKFILE
        self._has_created_lock = False
        self._fd: Optional[int] = None

    def acquire(self) -> None:
        """Takes the lock. Raises ``FileExistsError`` where another holds it."""
        try:
            import fcntl
        except ImportError:  # no flock here: the file itself is the lock
            self._fd = os.open(self.lockfile_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        else:
            fd = os.open(self.lockfile_path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o666)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(fd)
                raise FileExistsError(self.lockfile_path) from None
            self._fd = fd
        self._has_created_lock = True
        atexit.register(self.release)

    def release(self) -> None:
        """Gives it back; nothing where it is not ours."""
        if not self._has_created_lock or self._fd is None:
            return
        self._has_created_lock = False
        atexit.unregister(self.release)
        try:
            os.remove(self.lockfile_path)
        except FileNotFoundError:
            pass
        finally:
            os.close(self._fd)
            self._fd = None
