"""The life of a tracker, from its making to its row."""

from __future__ import annotations

import atexit
import math
import sys
from typing import Any, Iterable, Optional, Set, TypeVar

from ._arguments import TRACKER, signed, tracker_arguments
from ._guarded import guarded
from ._tasks import Tasks
from .core.config import get_hierarchical_config_with_sources, log_config_sources
from .external.logger import logger
from .lock import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._arguments import TrackerArguments

T = TypeVar("T", bound="BaseEmissionsTracker")


class BaseEmissionsTracker(Tasks):
    """Measures this process and all that it starts, or the whole machine, and writes what it cost.

    Energies are kWh of the chips times the PUE, emissions kg CO2e. The run is also in the book (``joulebook show @last``), with
    intervals and sources.
    """

    _another_instance_already_running = False
    _is_broken = False

    @signed(TRACKER)
    def __init__(self, *args: Any, **kwargs: Unpack[TrackerArguments]) -> None:
        """What each argument means is CodeCarbon's; docs/guide/codecarbon.md lists them with what joulebook makes of them."""
        given = tracker_arguments(self, args, dict(kwargs))
        self._initialize_runtime_state()
        self._external_conf, sources = get_hierarchical_config_with_sources()
        self._configure_log(given)
        log_config_sources(sources)
        is_alone = bool(self._set("allow_multiple_runs", given)) or self._is_alone()
        self._configure(given)
        self.force_carbon_intensity_g_co2e_kwh = self._conf["force_carbon_intensity_g_co2e_kwh"]
        if is_alone:
            self._make_outputs()

    def _initialize_runtime_state(self) -> None:
        super()._initialize_runtime_state()
        self._is_nested = False
        self._measure_occurrence = 0
        if not hasattr(self, "_output_handlers"):
            self._output_handlers = []

    def _is_alone(self) -> bool:
        self._lock = Lock()
        try:
            self._lock.acquire()
        except FileExistsError:
            logger.error(
                "Error: Another instance of codecarbon is running: it holds `%s`. Turn off the other instance, or use "
                "`allow_multiple_runs`. This one measures nothing.",
                self._lock.lockfile_path,
            )
            self._another_instance_already_running = True
            return False
        return True

    def _is_refused(self) -> bool:
        if self._another_instance_already_running:
            logger.warning("Another instance of codecarbon is already running. Exiting.")
        return self._another_instance_already_running or self._is_broken

    @guarded()
    def start(self) -> None:
        """Begins to measure."""
        if self._is_refused():
            return
        if self._is_running:
            logger.warning("Already started tracking")
            return
        self._begin()
        self._scheduler.start()
        self._scheduler_monitor_power.start()
        self._count_measure(self._emissions_data(None, 0.0))

    @guarded(math.nan)
    def flush(self) -> Optional[float]:
        """Writes the run so far, which goes on. kg CO2e; NaN where nothing is measured."""
        if self._is_refused():
            return None
        if not self._is_running:
            logger.error("You first need to start the tracker.")
            return None
        self._measure_power_and_energy_if_stale()
        data = self._prepare_emissions_data()
        self._is_nested = self._meter is not None and self._meter.is_nested
        self._persist_data(data, self._compute_emissions_delta(data), self._conf["experiment_name"])
        return data.emissions

    @guarded(math.nan)
    def stop(self) -> Optional[float]:
        """Ends the run and writes it. kg CO2e; NaN where nothing was measured, so that a script which prints or compares it goes
        on; ``None`` where the tracker was not to run."""
        return self._stop("ok")

    def __enter__(self: T) -> T:
        self.start()
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, tb: Any) -> None:
        self._stop_after(exc_type, exc_value)

    @guarded()
    def _stop_after(self, kind: Any, error: Any) -> Optional[float]:
        if kind is None or issubclass(kind, GeneratorExit):
            return self._stop("ok")
        if issubclass(kind, KeyboardInterrupt):
            return self._stop("interrupted")
        return self._stop("failed", "%s: %s" % (kind.__name__, error))

    def _stop(self, state: str, error: Optional[str] = None) -> Optional[float]:
        if self._is_refused():
            return None
        if not self._is_running:
            logger.warning("Tracker already stopped or never started.")
            return self.final_emissions
        self._scheduler.stop()
        self._scheduler_monitor_power.stop()
        self._end_active_task()
        self._measure_power_and_energy_if_stale()
        data = self._prepare_emissions_data()
        delta = self._compute_emissions_delta(data)
        meter, self._meter = self._meter, None
        self._is_nested = meter is not None and meter.is_nested
        self._start_time = None
        _running.discard(self)
        self.final_emissions_data, self.final_emissions = data, data.emissions
        if self._reading is not None:
            self._tell(self._reading)  # what could not be measured is said before the figures are written
        if meter is not None:
            meter.close(state, error)
            self._persist_data(data, delta, self._conf["experiment_name"])
        self._close_outputs()
        if self._reading is not None:
            logger.info("%.6g kWh, %.6g kg CO2e in %.1f s", data.energy_consumed, data.emissions, data.duration)
        return self.final_emissions

    def service_shutdown(self, signum: int, frame: Any) -> None:
        """A signal handler that ends the run: ``signal.signal(signal.SIGTERM, tracker.service_shutdown)``."""
        logger.warning("service_shutdown - Caught signal %d", signum)
        self.stop()

    def _begin(self) -> None:
        if self.final_emissions_data is not None:  # it has ended once: another run
            self._initialize_runtime_state()
        self._open_meter()
        _running.add(self)
        _register_stop_all()
        if self._meter is not None:
            logger.info("joulebook measures %s", "this machine" if self._conf["tracking_mode"] == "machine" else "this process")

    def _close_outputs(self) -> None:
        super()._close_outputs()
        if not self._conf["allow_multiple_runs"]:
            self._lock.release()


_running: Set[BaseEmissionsTracker] = set()
_stop_all_registered = False


def _register_stop_all() -> None:
    global _stop_all_registered
    if not _stop_all_registered:
        _stop_all_registered = True
        atexit.register(_stop_all, _running)


def _stop_all(trackers: Iterable[BaseEmissionsTracker]) -> None:
    """At the end of the program: what nobody has stopped is stopped and written."""
    for tracker in list(trackers):
        if tracker._is_running:
            tracker._stop_after(getattr(sys, "last_type", None), getattr(sys, "last_value", None))
