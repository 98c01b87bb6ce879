"""Where figures go."""

from __future__ import annotations

from enum import Enum
from typing import Any, List, Optional

from .emissions_data import EmissionsData, TaskEmissionsData


class OutputMethod(str, Enum):
    """The ways out that a tracker makes by itself."""

    CSV = "csv"
    API = "api"
    LOGGER = "logger"
    PROMETHEUS = "prometheus"
    LOGFIRE = "logfire"
    BOAMPS = "boamps"


class BaseOutput:
    """To be derived from: ``out`` at ``flush()`` and ``stop()``, ``live_out`` now and then, ``task_out`` with the tasks."""

    def out(self, total: EmissionsData, delta: EmissionsData) -> Any:
        """The run so far, and what is new since the last time."""

    def live_out(self, total: EmissionsData, delta: EmissionsData) -> Any:
        """The same while the run goes on."""

    def task_out(self, data: List[TaskEmissionsData], experiment_name: str) -> Any:
        """All tasks that have ended."""

    def exit(self) -> Any:
        """The run is over."""


def has_live_out(handler: Optional[BaseOutput]) -> bool:
    """Whether a handler wants to hear of a run that goes on."""
    return getattr(type(handler), "live_out", BaseOutput.live_out) is not BaseOutput.live_out
