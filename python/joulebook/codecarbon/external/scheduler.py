"""Something that is done again and again, in a thread of its own."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Optional


class PeriodicScheduler:
    """Calls ``function`` every ``interval`` seconds until :meth:`stop`.

    One daemon thread, on a fixed grid: a call that takes long delays the next one and is never overtaken by it.
    """

    def __init__(self, interval: float, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.interval = interval
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self._stopped = True
        self._lock = threading.Lock()
        self._wake: Optional[threading.Event] = None

    def start(self, from_run: bool = False) -> None:
        """Begins; nothing where it runs already."""
        with self._lock:
            if not self._stopped:
                return
            self._stopped = False
            if not self._is_needed():
                return
            self._wake = threading.Event()
            threading.Thread(target=self._go, args=(self._wake,), name="codecarbon", daemon=True).start()

    def stop(self) -> None:
        """Ends; a call that is under way goes on to its end."""
        with self._lock:
            self._stopped = True
            if self._wake is not None:
                self._wake.set()
                self._wake = None

    def _is_needed(self) -> bool:
        return True

    def _go(self, wake: threading.Event) -> None:
        due = time.monotonic() + self.interval
        while not wake.wait(max(0.0, due - time.monotonic())):
            self.function(*self.args, **self.kwargs)
            late = time.monotonic() - due
            due += self.interval * (1 + max(0, int(late // self.interval) if self.interval > 0 else 0))


class SchedulerOnDemand(PeriodicScheduler):
    """Has a thread only where ``is_needed`` says that there is something to do."""

    def __init__(self, interval: float, function: Callable[[], Any], is_needed: Callable[[], bool]) -> None:
        super().__init__(interval, function)
        self._is_needed = is_needed  # type: ignore[method-assign]
