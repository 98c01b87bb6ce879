"""The clock that both sides of the protocol count on."""

import time

if hasattr(time, "CLOCK_BOOTTIME"):

    def boot_seconds(_gettime=time.clock_gettime, _clock=time.CLOCK_BOOTTIME):
        """Seconds since boot, suspension included."""
        return _gettime(_clock)

else:
    boot_seconds = time.monotonic
