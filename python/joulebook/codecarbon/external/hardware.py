"""What is measured. The measuring itself is the agent's: these only say what there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional


MODE_CPU_LOAD = "cpu_load"
MODE_RAPL = "intel_rapl"


@dataclass
class BaseHardware:
    """A part of the machine."""

    def description(self) -> str:
        """As a list of hardware shows it."""
        return repr(self)


@dataclass
class CPU(BaseHardware):
    """The processors."""

    model: Optional[str] = None
    count: Optional[int] = None
    #: How it is read: by a counter, or by a model of its load.
    _mode: str = MODE_CPU_LOAD

    def get_model(self) -> Optional[str]:
        """Its name."""
        return self.model


@dataclass
class GPU(BaseHardware):
    """The GPUs."""

    model: Optional[str] = None
    num_gpus: int = 0
    gpu_ids: Optional[List[str]] = field(default=None)


@dataclass
class RAM(BaseHardware):
    """The memory."""

    machine_memory_GB: Optional[float] = None
