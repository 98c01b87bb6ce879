"""What is measured. The measuring itself is the agent's: these say what there is and what power it has had."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Callable, List, Optional, Tuple

from ..core.units import Energy, Power, Time

MODE_CPU_LOAD = "cpu_load"
MODE_RAPL = "intel_rapl"


def _unknown() -> Power:
    return Power(math.nan)


@dataclass
class BaseHardware:
    """A part of the machine."""

    #: Asks its tracker.
    _read: Callable[[], Power] = field(default=_unknown, repr=False, compare=False)

    def description(self) -> str:
        """As a list of hardware shows it."""
        return repr(self)

    def start(self) -> None:
        """Nothing: the agent begins with the tracker."""

    def total_power(self) -> Power:
        """Its mean power so far."""
        return self._read()

    def measure_power_and_energy(self, last_duration: float) -> Tuple[Power, Energy]:
        """That power, and its energy over ``last_duration`` seconds."""
        power = self.total_power()
        return power, Energy.from_power_and_time(power=power, time=Time.from_seconds(last_duration))


@dataclass
class CPU(BaseHardware):
    """The processors."""

    model: Optional[str] = None
    count: Optional[int] = None
    #: How it is read: by a counter, or by a model of its load.
    _mode: str = MODE_CPU_LOAD

    @property
    def _model(self) -> Optional[str]:
        return self.model

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


class AppleSiliconChip(BaseHardware):
    """Never among the parts here: an Apple chip is a :class:`CPU`."""
