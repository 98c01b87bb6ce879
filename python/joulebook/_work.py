"""Work that was done, counted until it is told."""

from __future__ import annotations

import os
import threading
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Mapping

#: What work is counted in, as the agent knows it.
UNITS = ("samples", "tokens", "requests", "steps")
#: Counts are told no more often than this, s: a program may call once a batch.
_EVERY_S = 1.0


class Work:
    """Counts of a process; a forked child begins anew, or what its parent has not told yet would count twice."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._counts: dict[str, float] = {}
        self._told: float = -_EVERY_S

    def add(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Adds counts; what is to be told now, mostly nothing."""
        if self._pid != os.getpid():
            self._begin()
        with self._lock:
            for unit, count in counts.items():
                self._counts[unit] = self._counts.get(unit, 0) + count
            return self._take() if monotonic() - self._told >= _EVERY_S else {}

    def take(self) -> dict[str, float]:
        """All that has not been told."""
        if self._pid != os.getpid():
            self._begin()
        with self._lock:
            return self._take()

    def _take(self) -> dict[str, float]:
        counts, self._counts, self._told = self._counts, {}, monotonic()
        return counts
