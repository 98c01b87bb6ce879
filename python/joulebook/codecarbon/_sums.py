"""CodeCarbon's own sums and powers, which many scripts read though they are private."""

from __future__ import annotations

import time

from ._measuring import FRESH_S, Measuring
from .core.units import Energy, Power, Water
from .output_methods.emissions_data import EmissionsData


class Sums(Measuring):
    """Each is of a reading taken when it is asked for."""

    def _sums(self) -> EmissionsData:
        if self._is_running and time.perf_counter() - self._last_measured_time < FRESH_S:
            return self._emissions_data(self._reading)
        return self._prepare_emissions_data()

    def _power_of(self, part: str) -> Power:
        return Power.from_watts(getattr(self._sums(), part + "_power"))

    @property
    def _total_energy(self) -> Energy:
        return Energy(self._sums().energy_consumed)

    @property
    def _total_cpu_energy(self) -> Energy:
        return Energy(self._sums().cpu_energy)

    @property
    def _total_gpu_energy(self) -> Energy:
        return Energy(self._sums().gpu_energy)

    @property
    def _total_ram_energy(self) -> Energy:
        return Energy(self._sums().ram_energy)

    @property
    def _total_water(self) -> Water:
        return Water(self._sums().water_consumed)

    @property
    def _total_emissions(self) -> float:
        return self._sums().emissions

    @property
    def _cpu_power(self) -> Power:
        return self._power_of("cpu")

    @property
    def _gpu_power(self) -> Power:
        return self._power_of("gpu")

    @property
    def _ram_power(self) -> Power:
        return self._power_of("ram")
