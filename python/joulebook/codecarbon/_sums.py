"""CodeCarbon's own sums and powers, which many scripts read, and some set to zero, though they are private."""

from __future__ import annotations

import math
import time
from typing import Any, Callable, Generic, TypeVar

from ._measuring import FRESH_S, Measuring
from .core.units import Energy, Power, Water
from .output_methods.emissions_data import EmissionsData

U = TypeVar("U")


class _Figure(Generic[U]):
    """A column of a reading that is taken when it is asked for, in CodeCarbon's own unit."""

    def __init__(self, column: str, of: Callable[[float], U]) -> None:
        self._column = column
        self._of = of

    def __get__(self, tracker: Sums, owner: Any = None) -> U:
        if tracker is None:  # asked of the class, by help() or a mock with a specification
            return self
        return self._of(getattr(tracker._sums(), self._column))

    def __set__(self, tracker: Sums, value: U) -> None:
        """Nothing: as in CodeCarbon, the next reading would take its place."""


class _Sum(_Figure[U]):
    """One that grows: set to a value, it grows from there."""

    def __init__(self, column: str, of: Callable[[float], U], amount: Callable[[U], float]) -> None:
        super().__init__(column, of)
        self._amount = amount

    def __set__(self, tracker: Sums, value: U) -> None:
        tracker._count_as(self._column, self._amount(value))


class Sums(Measuring):
    """Energies in kWh, powers in W, water in litres, emissions in kg."""

    def _sums(self) -> EmissionsData:
        if self._is_running and time.perf_counter() - self._last_measured_time < FRESH_S:
            return self._emissions_data(self._reading)
        return self._prepare_emissions_data()

    def _count_as(self, column: str, amount: float) -> None:
        """Lets a sum be ``amount`` now."""
        left_out = self._uncounted.get(column, 0.0) + getattr(self._sums(), column) - amount
        if not math.isnan(left_out):
            self._uncounted[column] = left_out

    def _power_of(self, part: str) -> Power:
        return Power.from_watts(getattr(self._sums(), part + "_power"))

    _total_energy = _Sum("energy_consumed", Energy, float)
    _total_cpu_energy = _Sum("cpu_energy", Energy, float)
    _total_gpu_energy = _Sum("gpu_energy", Energy, float)
    _total_ram_energy = _Sum("ram_energy", Energy, float)
    _total_water = _Sum("water_consumed", Water, lambda water: water.litres)
    _total_emissions = _Sum("emissions", float, float)
    _cpu_power = _Figure("cpu_power", Power.from_watts)
    _gpu_power = _Figure("gpu_power", Power.from_watts)
    _ram_power = _Figure("ram_power", Power.from_watts)
