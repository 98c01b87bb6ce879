"""Apple's ``powermetrics``."""

from __future__ import annotations

import shutil


def is_powermetrics_available() -> bool:
    """Whether the program is there; whether it may be called is its own question."""
    return shutil.which("powermetrics") is not None
