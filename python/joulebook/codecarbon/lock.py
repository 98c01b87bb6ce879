"""One tracker at a time on a machine, where the user wants that (``allow_multiple_runs=False``)."""

from __future__ import annotations

import atexit
import os
import tempfile
from typing import Optional

try:
    import fcntl
except ImportError:  # no flock here: the file itself is the lock
    fcntl = None  # type: ignore[assignment]

LOCKFILE = os.path.join(tempfile.gettempdir(), ".codecarbon.lock")


class Lock:
    """Held by the file's flock, so that a killed owner leaves nothing behind and no signal handler is needed."""

    def __init__(self) -> None:
        self.lockfile_path = LOCKFILE
        self._has_created_lock = False
        self._fd: Optional[int] = None

    def acquire(self) -> None:
        """Takes the lock. Raises ``FileExistsError`` where another holds it, or might: a file of another user that says nothing."""
        try:
            self._fd = self._open() if fcntl is None else self._open_locked()
        except PermissionError:
            raise FileExistsError(self.lockfile_path) from None
        self._has_created_lock = True
        atexit.register(self.release)

    def _open(self) -> int:
        """Makes the file."""
        return os.open(self.lockfile_path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)

    def _open_locked(self) -> int:
        while True:
            try:
                # Without O_CREAT, which the kernel refuses in /tmp for a file of another user (fs.protected_regular).
                fd = os.open(self.lockfile_path, os.O_RDONLY)
            except FileNotFoundError:
                try:
                    fd = self._open()
                except FileExistsError:
                    continue  # another was quicker
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.stat(self.lockfile_path).st_ino == os.fstat(fd).st_ino:
                    return fd
                os.close(fd)  # its owner has removed it meanwhile, and another has made a new one
            except FileNotFoundError:
                os.close(fd)
            except OSError:
                os.close(fd)
                raise FileExistsError(self.lockfile_path) from None

    def release(self) -> None:
        """Gives it back; nothing where it is not ours."""
        if not self._has_created_lock or self._fd is None:
            return
        self._has_created_lock = False
        atexit.unregister(self.release)
        try:
            os.remove(self.lockfile_path)
        except (FileNotFoundError, PermissionError):
            pass  # another user's, whose lock we had: the flock is what counts
        finally:
            os.close(self._fd)
            self._fd = None
