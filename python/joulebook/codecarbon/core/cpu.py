"""What a machine has to measure its CPU with. Measuring it is the agent's work."""

from __future__ import annotations

import glob
import os


def is_rapl_available() -> bool:
    """Whether the kernel's energy counters of the CPU can be read here."""
    return any(os.access(path, os.R_OK) for path in glob.glob("/sys/class/powercap/*rapl*/energy_uj"))


def is_powergadget_available() -> bool:
    """Intel has given its Power Gadget up, and joulebook does not use it."""
    return False


def is_psutil_available() -> bool:
    """Nothing here needs psutil; code that sets this to choose CodeCarbon's constant model changes nothing."""
    return False
