"""Who sets up what is measured: here the agent does, whatever is put in the place of these."""

from __future__ import annotations

from typing import Any


class ResourceTracker:
    """Has CodeCarbon's methods, which some scripts replace to leave a part out."""

    def __init__(self, tracker: Any) -> None:
        self.tracker = tracker

    def set_CPU_GPU_ram_tracking(self) -> None:
        """Nothing."""

    def set_RAM_tracking(self) -> None:
        """Nothing."""

    def set_CPU_tracking(self) -> None:
        """Nothing."""

    def set_GPU_tracking(self) -> None:
        """Nothing."""
