"""The clock that both sides of the protocol count on."""

from __future__ import annotations

import sys
import time

if sys.platform == "linux":

    def boot_seconds(_gettime=time.clock_gettime, _clock=time.CLOCK_BOOTTIME) -> float:  # type: ignore[no-untyped-def]
        """Seconds since boot, suspension included."""
        return _gettime(_clock)  # type: ignore[no-any-return]

else:
    boot_seconds = time.monotonic
