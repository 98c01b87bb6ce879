"""Who hears of a run's figures."""

from __future__ import annotations

import os
import time
from typing import Any, List, Mapping, Optional

from ._guarded import guarded, safely
from ._measuring import FRESH_S
from ._meter import Reading
from ._outputs import make_outputs
from ._sums import Sums
from .core.slurm import warn_on_multi_rank_double_counting
from .external.logger import logger
from .external.scheduler import PeriodicScheduler, SchedulerOnDemand
from .output_methods.base_output import BaseOutput, has_live_out
from .output_methods.emissions_data import EmissionsData, TaskEmissionsData
from .output_methods.file import FileOutput

#: Where launchers say which process of this machine it is.
_LOCAL_RANKS = (
    "LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "PALS_LOCAL_RANKID", "HOROVOD_LOCAL_RANK", "SLURM_LOCALID",
)
#: Between two readings where nobody says, s.
_USUAL_S = 15.0


class Telling(Sums):
    """Holds the outputs."""

    _output_handlers: List[BaseOutput]
    _scheduler: PeriodicScheduler
    _scheduler_monitor_power: PeriodicScheduler
    _is_nested: bool
    _measure_occurrence: int

    def _make_outputs(self) -> None:
        warn_on_multi_rank_double_counting(self._conf["tracking_mode"])
        interval = self._conf["measure_power_secs"] or _USUAL_S
        self._scheduler = SchedulerOnDemand(interval, self._measure_now, self._has_listeners)
        # CodeCarbon samples utilisation in this process; here the agent does, in its own.
        self._scheduler_monitor_power = SchedulerOnDemand(1, self._measure_now, lambda: False)
        # A list of its own: one that is handed to two trackers must not collect the outputs of both.
        handlers = list(self._conf["output_handlers"] or [])
        self._output_handlers = handlers + make_outputs(self._output_methods, self._conf)
        self._conf["output_handlers"] = self._output_handlers

    def _has_listeners(self) -> bool:
        every = self._conf["api_call_interval"]
        return bool(every) and every != -1 and any(has_live_out(handler) for handler in self._output_handlers)

    def _measure_power_and_energy(self) -> None:
        """Takes a reading; every ``api_call_interval`` of them the outputs hear of it."""
        if self._is_running:
            self._measured()

    def _do_measurements(self) -> None:
        """As :meth:`_measure_power_and_energy`."""
        self._measure_power_and_energy()

    def _monitor_power(self) -> None:
        """Nothing: the agent does that in a process of its own."""

    def _measure_power_and_energy_if_stale(self, min_interval_s: float = FRESH_S) -> None:
        if time.perf_counter() - self._last_measured_time >= min_interval_s:
            self._measure_power_and_energy()

    @guarded()
    def _measure_now(self) -> None:
        self._measure_power_and_energy()

    def _measured(self) -> EmissionsData:
        data = self._prepare_emissions_data()
        self._count_measure(data)
        return data

    def _count_measure(self, data: EmissionsData) -> None:
        self._measure_occurrence += 1
        every = self._conf["api_call_interval"] or -1
        if every == -1 or self._measure_occurrence < every or not self._output_handlers:
            return
        self._measure_occurrence = 0
        delta = self._compute_emissions_delta(data)
        for handler in self._output_handlers:
            safely(handler.live_out, data, delta)

    def _persist_data(
        self,
        total_emissions: EmissionsData,
        delta_emissions: Optional[EmissionsData] = None,
        experiment_name: Optional[str] = None,
    ) -> None:
        """Hands the figures to every output; one that fails is logged and does not keep them from the others."""
        if self._reading is None:
            return
        tasks = self._ended_tasks()
        counted = self._is_counted_elsewhere(self._reading)
        for handler in self._output_handlers:
            if counted and isinstance(handler, FileOutput):
                continue
            safely(handler.out, total_emissions, delta_emissions or total_emissions)
            if tasks:
                safely(handler.task_out, tasks, experiment_name)

    def _ended_tasks(self) -> List[TaskEmissionsData]:
        """Rows of the task file."""
        return []

    def _close_outputs(self) -> None:
        for handler in self._output_handlers:
            safely(handler.exit)

    def _is_counted_elsewhere(self, reading: Reading) -> bool:
        """Whether another rank of the job on this machine writes the energy of this one too: each joule has one row."""
        rank = _local_rank(os.environ)
        machine = self._conf["tracking_mode"] == "machine" and self._is_nested and int(rank) > 0
        if reading.follows is None and not machine:
            return False
        logger.warning("rank %s writes no row of its own: that of the job's first rank on this machine has its energy too", rank)
        return True


def _local_rank(environment: Mapping[str, Any]) -> str:
    return next((environment[name] for name in _LOCAL_RANKS if environment.get(name, "").isdigit()), "0")
