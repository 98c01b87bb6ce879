"""The trackers and decorators."""

from __future__ import annotations

import atexit
import dataclasses
import functools
import math
import os
import platform
import sys
import threading
import time
import uuid
import warnings
from datetime import datetime
from typing import Any, Callable, Dict, Iterable, List, Optional, TypeVar, Union

from .._trouble import JoulebookError
from ._findings import findings
from ._meter import Meter, Reading
from ._outputs import make_outputs, methods_of
from ._settings import Settings, _sentinel
from ._version import __version__
from .core.config import get_hierarchical_config_with_sources, log_config_sources
from .core.emissions import Emissions
from .core.gpu import get_gpu_details
from .core.slurm import warn_on_multi_rank_double_counting
from .core.units import Energy, Power, Water
from .core.util import count_cpus, count_physical_cpus, detect_cpu_model, total_ram_gib, used_ram_gib
from .external.geography import CloudMetadata, GeoMetadata
from .external.hardware import CPU, GPU, MODE_CPU_LOAD, MODE_RAPL, RAM, BaseHardware
from .external.logger import logger, set_logger_format, set_logger_level
from .external.scheduler import PeriodicScheduler, SchedulerOnDemand
from .external.task import Task
from .input import DataSource
from .lock import Lock
from .output_methods.base_output import BaseOutput, OutputMethod, has_live_out
from .output_methods.emissions_data import EmissionsData
from .output_methods.file import FileOutput

F = TypeVar("F", bound=Callable[..., Any])

#: By definition.
_J_PER_KWH = 3.6e6
#: A reading this fresh serves again, s.
_FRESH_S = 0.05
#: Where launchers say which process of this machine it is.
_LOCAL_RANKS = (
    "LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "PALS_LOCAL_RANKID", "HOROVOD_LOCAL_RANK", "SLURM_LOCALID",
)
#: Settings that are numbers, and what they are where they are none.
_NUMBERS = (("measure_power_secs", None), ("force_cpu_power", None), ("force_ram_power", None), ("pue", 1.0), ("wue", 0.0))
#: Fields that grow while a run goes on.
_GROWING = ("duration", "emissions", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "water_consumed")


def _guarded(method: F) -> F:
    """One caller at a time, and none of our failures reaches the training: they are logged (``JOULEBOOK_STRICT=1`` lets them
    through)."""

    @functools.wraps(method)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            if self._pid != os.getpid():  # forked: the parent's thread may hold the lock for ever
                self._pid, self._start_time, self._turn = os.getpid(), None, threading.RLock()
                self._meter = None
            with self._turn:
                return method(self, *args, **kwargs)
        except JoulebookError:
            raise
        except Exception:
            logger.warning("%s() failed; the training goes on", method.__name__, exc_info=True)
            return None

    return wrapper  # type: ignore[return-value]


class BaseEmissionsTracker(Settings):
    """Measures this process and all that it starts, or the whole machine, and writes what it cost.

    Energies are kWh of the chips times the PUE, emissions kg CO2e. The run is also in the book (``joulebook show @last``), with
    intervals and sources.
    """

    _country_iso_code: Optional[str] = None
    _country_name: Optional[str] = None
    _region: Optional[str] = None
    _cloud_provider: Optional[str] = None
    _cloud_region: Optional[str] = None
    _country_2letter_iso_code: Optional[str] = None
    country_2letter_iso_code: Optional[str] = None

    def __init__(
        self,
        project_name: Optional[str] = _sentinel,
        measure_power_secs: Optional[float] = _sentinel,
        api_call_interval: Optional[int] = _sentinel,
        api_endpoint: Optional[str] = _sentinel,
        api_key: Optional[str] = _sentinel,
        output_dir: Optional[str] = _sentinel,
        output_file: Optional[str] = _sentinel,
        output_methods: Optional[List[OutputMethod]] = _sentinel,
        save_to_file: Optional[bool] = _sentinel,
        save_to_api: Optional[bool] = _sentinel,
        save_to_logger: Optional[bool] = _sentinel,
        logging_logger: Optional[BaseOutput] = _sentinel,
        save_to_prometheus: Optional[bool] = _sentinel,
        save_to_logfire: Optional[bool] = _sentinel,
        prometheus_url: Optional[str] = _sentinel,
        output_handlers: Optional[List[BaseOutput]] = _sentinel,
        gpu_ids: Optional[List[Any]] = _sentinel,
        emissions_endpoint: Optional[str] = _sentinel,
        experiment_id: Optional[str] = _sentinel,
        experiment_name: Optional[str] = _sentinel,
        electricitymaps_api_token: Optional[str] = _sentinel,
        co2_signal_api_token: Optional[str] = _sentinel,
        tracking_mode: Optional[str] = _sentinel,
        log_level: Optional[Union[int, str]] = _sentinel,
        on_csv_write: Optional[str] = _sentinel,
        logger_preamble: Optional[str] = _sentinel,
        force_cpu_power: Optional[float] = _sentinel,
        force_ram_power: Optional[float] = _sentinel,
        pue: Optional[float] = _sentinel,
        wue: Optional[float] = _sentinel,
        force_carbon_intensity_g_co2e_kwh: Optional[float] = _sentinel,
        force_mode_cpu_load: Optional[bool] = _sentinel,
        allow_multiple_runs: Optional[bool] = _sentinel,
        rapl_include_dram: Optional[bool] = _sentinel,
        rapl_prefer_psys: Optional[bool] = _sentinel,
        metadata: Optional[Union[Dict[str, Any], str]] = _sentinel,
    ) -> None:
        """What each argument means is CodeCarbon's; docs/guide/codecarbon.md lists them with what joulebook makes of them."""
        self._initialize_runtime_state()
        self._external_conf, sources = get_hierarchical_config_with_sources()
        self._set_from_conf(force_carbon_intensity_g_co2e_kwh, "force_carbon_intensity_g_co2e_kwh", None, float)
        intensity = _non_negative(self._force_carbon_intensity_g_co2e_kwh)  # type: ignore[has-type]
        self._force_carbon_intensity_g_co2e_kwh = self.force_carbon_intensity_g_co2e_kwh = intensity
        self._conf["force_carbon_intensity_g_co2e_kwh"] = intensity
        self._set_from_conf(log_level, "log_level", "info")
        self._set_from_conf(logger_preamble, "logger_preamble", "")
        set_logger_level(self._conf["log_level"])
        set_logger_format(self._conf["logger_preamble"])
        log_config_sources(sources)
        self._set_from_conf(allow_multiple_runs, "allow_multiple_runs", True, bool)
        if not self._conf["allow_multiple_runs"] and not self._is_alone():
            return

        self._set_from_conf(api_call_interval, "api_call_interval", 8, int)
        self._set_from_conf(api_endpoint, "api_endpoint", "https://api.codecarbon.io")
        self._set_from_conf(api_key, "api_key", "api_key")
        self._configure_electricitymaps_token(electricitymaps_api_token, co2_signal_api_token)
        self._set_from_conf(emissions_endpoint, "emissions_endpoint")
        self._set_from_conf(experiment_name, "experiment_name", "base")
        self._set_from_conf(gpu_ids, "gpu_ids")
        self._set_from_conf(measure_power_secs, "measure_power_secs", 15, float)
        self._set_from_conf(output_dir, "output_dir", ".")
        self._set_from_conf(output_file, "output_file", "emissions.csv")
        self._set_from_conf(project_name, "project_name", "codecarbon")
        self._resolve_output_methods(
            output_methods,
            {
                OutputMethod.CSV: ("save_to_file", save_to_file, True),
                OutputMethod.API: ("save_to_api", save_to_api, False),
                OutputMethod.LOGGER: ("save_to_logger", save_to_logger, False),
                OutputMethod.PROMETHEUS: ("save_to_prometheus", save_to_prometheus, False),
                OutputMethod.LOGFIRE: ("save_to_logfire", save_to_logfire, False),
            },
        )
        self._set_from_conf(logging_logger, "logging_logger")
        self._set_from_conf(prometheus_url, "prometheus_url", "localhost:9091")
        self._set_from_conf(output_handlers, "output_handlers", [])
        self._set_from_conf(tracking_mode, "tracking_mode", "machine")
        self._set_from_conf(on_csv_write, "on_csv_write", "append")
        self._set_from_conf(metadata, "metadata")
        self._set_from_conf(force_cpu_power, "force_cpu_power", None, float)
        self._set_from_conf(force_ram_power, "force_ram_power", None, float)
        self._pue_is_given = self._is_given(pue, "pue")
        self._set_from_conf(pue, "pue", 1.0, float)
        self._set_from_conf(wue, "wue", 0, float)
        self._set_from_conf(force_mode_cpu_load, "force_mode_cpu_load", False, bool)
        self._set_from_conf(rapl_include_dram, "rapl_include_dram", False, bool)
        self._set_from_conf(rapl_prefer_psys, "rapl_prefer_psys", False, bool)
        self._set_from_conf(experiment_id, "experiment_id", "5b0fa12a-3dd7-45bb-9766-cc326314d9f1")

        assert self._conf["tracking_mode"] in ("machine", "process")
        warn_on_multi_rank_double_counting(self._conf["tracking_mode"])
        for name, otherwise in _NUMBERS:
            self._conf[name] = _as_float(name, self._conf[name], otherwise)
            setattr(self, "_" + name, self._conf[name])
        self.run_id: Any = uuid.uuid4()
        interval = self._conf["measure_power_secs"] or 15.0
        self._scheduler: PeriodicScheduler = SchedulerOnDemand(interval, self._measure_now, self._has_listeners)
        # CodeCarbon samples utilisation in this process; here the agent does, in its own.
        self._scheduler_monitor_power: PeriodicScheduler = SchedulerOnDemand(1, self._measure_now, lambda: False)
        # A list of its own: one that is handed to two trackers must not collect the outputs of both.
        handlers = list(self._conf["output_handlers"] or [])
        self._output_handlers: List[BaseOutput] = handlers + make_outputs(self._output_methods, self._conf)
        self._conf["output_handlers"] = self._output_handlers

    # ------------------------------------------------------------------ settings

    def _initialize_runtime_state(self) -> None:
        self._pid = os.getpid()
        if not hasattr(self, "_turn"):
            self._turn = threading.RLock()
        self._meter: Optional[Meter] = None
        self._start_time: Optional[float] = None
        self._reading: Optional[Reading] = None
        self._last_measured_time = time.perf_counter()
        self._measure_occurrence = 0
        self._previous_emissions: Optional[EmissionsData] = None
        self._ram_used: List[float] = []
        self._tasks: Dict[str, Task] = {}
        self._active_task: Optional[str] = None
        self._active_task_emissions_at_start: Optional[EmissionsData] = None
        self._tasks_only = False
        self._uncounted: Dict[str, float] = {}
        self._last_task_end: Optional[EmissionsData] = None
        self._said: set[str] = set()
        self._hardware: List[BaseHardware] = []
        self._is_nested = False
        self._another_instance_already_running = False
        self._is_broken = False
        self._output_handlers = []
        self.final_emissions: Optional[float] = None
        self.final_emissions_data: Optional[EmissionsData] = None

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

    def _configure_electricitymaps_token(self, token: Any, old_token: Any) -> None:
        if old_token is not _sentinel or "co2_signal_api_token" in self._external_conf:
            logger.warning("'co2_signal_api_token' is deprecated. Please use 'electricitymaps_api_token' instead.")
        if token is _sentinel and old_token is not _sentinel:
            token = old_token
        self._set_from_conf(token, "electricitymaps_api_token")
        if self._conf["electricitymaps_api_token"] is None:
            self._electricitymaps_api_token = self._external_conf.get("co2_signal_api_token")
            self._conf["electricitymaps_api_token"] = self._electricitymaps_api_token
        if self._conf["electricitymaps_api_token"]:
            logger.warning("electricitymaps_api_token is not used: intensities are yearly figures, or joulebook's own settings")

    def _resolve_output_methods(self, output_methods: Any, flags: Dict[OutputMethod, Any]) -> None:
        if any(given is not _sentinel for _, given, _ in flags.values()):
            warnings.warn(
                "The save_to_* parameters are deprecated and will be removed in a future version. "
                "Use output_methods=[OutputMethod.CSV, ...] instead.",
                DeprecationWarning,
                stacklevel=3,
            )
        methods = methods_of(self._set_from_conf(output_methods, "output_methods"))
        if methods is None:
            methods = [m for m, (name, given, usual) in flags.items() if self._set_from_conf(given, name, usual, bool)]
        for method, (name, _, _) in flags.items():
            self._conf[name] = method in methods
            setattr(self, "_" + name, method in methods)
        self._output_methods: List[OutputMethod] = methods

    # ------------------------------------------------------------------ life

    @_guarded
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

    @_guarded
    def flush(self) -> Optional[float]:
        """Writes the run so far, which goes on. kg CO2e."""
        if self._is_refused():
            return None
        if not self._is_running:
            logger.error("You first need to start the tracker.")
            return None
        self._measure_power_and_energy_if_stale()
        data = self._prepare_emissions_data()
        self._is_nested = self._meter is not None and self._meter.is_nested
        self._persist_data(data, self._compute_emissions_delta(data), self._conf["experiment_name"])
        return _known(data.emissions)

    @_guarded
    def stop(self) -> Optional[float]:
        """Ends the run and writes it. kg CO2e; ``None`` where nothing was measured."""
        return self._stop("ok")

    def __enter__(self) -> Any:
        self.start()
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, tb: Any) -> None:
        self._stop_after(exc_type, exc_value)

    @_guarded
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
        if meter is None or self._reading is None:
            self.final_emissions_data = data
            if meter is not None:
                meter.close(state, error)
            self._close_outputs()
            return None
        # What could not be measured is said before the figures are written.
        self._tell(self._reading)
        self.final_emissions_data = data
        self.final_emissions = _known(data.emissions)
        meter.close(state, error)
        self._persist_data(data, delta, self._conf["experiment_name"])
        self._close_outputs()
        logger.info("%.6g kWh, %.6g kg CO2e in %.1f s", data.energy_consumed, data.emissions, data.duration)
        return self.final_emissions

    def service_shutdown(self, signum: int, frame: Any) -> None:
        """A signal handler that ends the run: ``signal.signal(signal.SIGTERM, tracker.service_shutdown)``."""
        logger.warning("service_shutdown - Caught signal %d", signum)
        self.stop()

    def _begin(self) -> None:
        if self._last_run_is_over():
            handlers, hardware = self._output_handlers, self._hardware
            self._initialize_runtime_state()
            self._output_handlers, self._hardware = handlers, hardware
        self._pid = os.getpid()
        self._meter = Meter.open(self._start_message())
        self._count_from_now()
        self._last_measured_time = self._start_time = time.perf_counter()
        _running.add(self)
        if not _stop_all_registered:
            _register_stop_all()
        if self._meter is not None:
            logger.info("joulebook measures %s", "this machine" if self._conf["tracking_mode"] == "machine" else "this process")

    def _count_from_now(self) -> None:
        """Waits for the first reading and counts from there: what a short function uses must not fall before it."""
        self._reading = None if self._meter is None else self._meter.read()
        if self._reading is not None:
            before = self._emissions_data(self._reading)
            self._uncounted = {name: getattr(before, name) for name in _GROWING if not math.isnan(getattr(before, name))}

    def _last_run_is_over(self) -> bool:
        return self.final_emissions_data is not None

    def _start_message(self) -> Dict[str, Any]:
        conf = self._conf
        scope = "machine" if conf["tracking_mode"] == "machine" else "attributed"
        interval = conf["measure_power_secs"]
        emissions: Dict[str, Any] = {
            "scope": scope,
            "pue": conf["pue"],
            "wue": conf["wue"],
            "row": self._own_columns(),
        }
        if conf["gpu_ids"]:
            emissions["gpus"] = [str(gpu_id) for gpu_id in conf["gpu_ids"]]
        if conf["force_cpu_power"] is not None:
            emissions["cpuW"] = conf["force_cpu_power"]
        if conf["force_ram_power"] is not None:
            emissions["ramW"] = conf["force_ram_power"]
        if OutputMethod.CSV in self._output_methods:
            emissions["csv"] = os.path.abspath(os.path.join(conf["output_dir"], conf["output_file"]))
            emissions["write"] = conf["on_csv_write"]
        message: Dict[str, Any] = {"project": str(conf["project_name"] or "codecarbon"), "scope": scope, "emissions": emissions}
        # Readings more often than once a second are had for the asking; seldom ones would only miss what happens in between.
        if interval is not None and 0 < interval < 1:
            message["intervalS"] = max(0.05, interval)
        if self.force_carbon_intensity_g_co2e_kwh is not None:
            message["intensity"] = self.force_carbon_intensity_g_co2e_kwh
        if self._pue_is_given and conf["pue"] >= 1:
            message["pue"] = conf["pue"]
        places = self._places()
        if places:
            message["regions"] = places
        return message

    def _own_columns(self) -> Dict[str, Any]:
        """Columns that are known here, for the row that is written where this process is killed."""
        columns: Dict[str, Any] = {
            "project_name": str(self._conf["project_name"]),
            "run_id": str(self.run_id),
            "experiment_id": str(self._conf["experiment_id"]),
            "os": platform.platform(),
            "python_version": platform.python_version(),
            "codecarbon_version": __version__,
        }
        if self._region is not None:
            columns["region"] = self._region
        if self._cloud_provider:
            columns.update(cloud_provider=self._cloud_provider, cloud_region=self._cloud_region, on_cloud="Y")
        return columns

    def _places(self) -> List[str]:
        """Names for the place of the electricity, the narrowest first; empty: joulebook finds out."""
        return []

    @property
    def _is_running(self) -> bool:
        return self._start_time is not None and self._pid == os.getpid()  # a forked child's copy is its parent's

    def _is_refused(self) -> bool:
        if self._another_instance_already_running:
            logger.warning("Another instance of codecarbon is already running. Exiting.")
        return self._another_instance_already_running or self._is_broken

    def _close_outputs(self) -> None:
        for handler in self._output_handlers:
            _safely(handler.exit)
        if not self._conf["allow_multiple_runs"]:
            self._lock.release()

    # ------------------------------------------------------------------ tasks

    @_guarded
    def start_task(self, task_name: Optional[str] = None) -> None:
        """Begins a task. Without :meth:`start` before, only tasks are counted."""
        if self._is_refused():
            return
        if self._active_task is not None:
            logger.warning("A task is already under measure")
            return
        if not self._is_running:
            self._begin()
            self._tasks_only = True  # nobody has asked for the time outside of tasks
        task_name = str(task_name) if task_name else str(uuid.uuid4())
        if task_name in self._tasks:
            task_name += "_" + str(uuid.uuid4())
        self._active_task_emissions_at_start = self._prepare_emissions_data()
        self._tasks[task_name] = Task(task_name)
        self._active_task = task_name
        if self._meter is not None:
            self._meter.begin_task(task_name)

    @_guarded
    def stop_task(self, task_name: Optional[str] = None) -> Optional[EmissionsData]:
        """Ends a task and returns what it cost."""
        name = task_name if task_name else self._active_task
        task = self._tasks.get(name) if name is not None else None
        begun = self._active_task_emissions_at_start
        if task is None or not task.is_active or begun is None or not self._is_running:
            logger.warning("stop_task : No active task to stop.")
            return None
        now = self._measured()
        if self._meter is not None:
            self._meter.end_task()
        cost = dataclasses.replace(now)
        cost.compute_delta_emission(begun)
        task.emissions_data = cost
        task.is_active = False
        self._active_task = None
        self._active_task_emissions_at_start = None
        self._last_task_end = now
        return cost

    def _end_active_task(self) -> None:
        if self._active_task is not None:
            self.stop_task(self._active_task)

    def _without_pauses(self, now: EmissionsData) -> EmissionsData:
        """Where only tasks count: the time between two of them does not."""
        if not self._tasks_only or self._active_task is not None:
            return now
        for name in _GROWING:
            earlier = 0.0 if self._last_task_end is None else getattr(self._last_task_end, name)
            self._uncounted[name] = self._uncounted.get(name, 0.0) + getattr(now, name) - earlier
        self._last_task_end = self._emissions_data(self._reading)
        return self._last_task_end

    # ------------------------------------------------------------------ measuring

    def _measure_power_and_energy(self) -> None:
        """Takes a reading; every ``api_call_interval`` of them the outputs hear of it."""
        if self._is_running:
            self._measured()

    def _do_measurements(self) -> None:
        """As :meth:`_measure_power_and_energy`."""
        self._measure_power_and_energy()

    def _monitor_power(self) -> None:
        """Nothing: the agent does that in a process of its own."""

    def _measure_power_and_energy_if_stale(self, min_interval_s: float = _FRESH_S) -> None:
        if time.perf_counter() - self._last_measured_time >= min_interval_s:
            self._measure_power_and_energy()

    @_guarded
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
            _safely(handler.live_out, data, delta)

    def _prepare_emissions_data(self, delta: bool = False) -> EmissionsData:
        """The run so far, read now; after its end, as it ended. ``delta`` is of CodeCarbon 1.x: what is new since the last time."""
        if not self._is_running:
            return dataclasses.replace(self.final_emissions_data or self._emissions_data(self._reading, 0.0))
        if self._meter is not None:
            self._reading = self._meter.read() or self._reading
            if self._reading is not None and not self._hardware:
                self._learn(self._reading)
        used = used_ram_gib()
        if used is not None:
            self._ram_used.append(used)
        self._last_measured_time = time.perf_counter()
        data = self._without_pauses(self._emissions_data(self._reading))
        return self._compute_emissions_delta(data) if delta else data

    def _compute_emissions_delta(self, total_emissions: EmissionsData) -> EmissionsData:
        """What is new since the last call."""
        before, self._previous_emissions = self._previous_emissions, total_emissions
        delta = dataclasses.replace(total_emissions)
        if before is not None:
            delta.compute_delta_emission(before)
        return delta

    def _emissions_data(self, reading: Optional[Reading], unmeasured: float = math.nan) -> EmissionsData:
        measured = reading is not None
        read = reading or Reading({})
        conf = self._conf
        growing = {name: read.number(name) if measured else unmeasured for name in _GROWING}
        for name, left_out in self._uncounted.items():
            left = growing[name] - left_out
            growing[name] = left if left > 0 or math.isnan(left) else 0.0
        seconds, pue = growing["duration"], conf["pue"] or 1.0
        power = {p: growing[p + "_energy"] / pue * _J_PER_KWH / seconds if seconds > 0 else 0.0 for p in ("cpu", "gpu", "ram")}
        gpus = read.row.get("gpu_count")
        geo, cloud = self._get_geo_metadata(), self._get_cloud_metadata()
        used = sum(self._ram_used) / len(self._ram_used) if self._ram_used else 0.0
        total_ram = read.row.get("ram_total_size") or total_ram_gib()
        return EmissionsData(
            timestamp=datetime.now().strftime("%Y-%m-%dT%H:%M:%S"),
            project_name=conf["project_name"],
            run_id=str(self.run_id),
            experiment_id=str(conf["experiment_id"]),
            emissions_rate=growing["emissions"] / seconds if seconds > 0 else 0.0,
            cpu_power=power["cpu"],
            gpu_power=power["gpu"],
            ram_power=power["ram"],
            country_name=geo.country_name,
            country_iso_code=geo.country_iso_code,
            region=geo.region,
            cloud_provider="" if cloud.is_on_private_infra else cloud.provider,
            cloud_region="" if cloud.is_on_private_infra else cloud.region,
            os=platform.platform(),
            python_version=platform.python_version(),
            codecarbon_version=__version__,
            cpu_count=read.row.get("cpu_count") or count_cpus(),
            cpu_model=read.text("cpu_model") or detect_cpu_model(),
            gpu_count=gpus if gpus is not None else 0,
            gpu_model=read.text("gpu_model") or "",
            longitude=geo.longitude,
            latitude=geo.latitude,
            ram_total_size=total_ram,
            tracking_mode=conf["tracking_mode"],
            cpu_utilization_percent=min(100.0, _or_zero(read.number("cpu_utilization_percent"))),
            gpu_utilization_percent=math.nan if gpus else 0,
            ram_utilization_percent=100 * used / total_ram if total_ram else 0.0,
            ram_used_gb=used,
            on_cloud="N" if cloud.is_on_private_infra else "Y",
            pue=conf["pue"],
            wue=conf["wue"],
            **growing,
        )

    def _persist_data(
        self,
        total_emissions: EmissionsData,
        delta_emissions: Optional[EmissionsData] = None,
        experiment_name: Optional[str] = None,
    ) -> None:
        """Hands the figures to every output; one that fails is logged and does not keep them from the others."""
        delta_emissions = delta_emissions or total_emissions
        tasks = [task.out() for task in self._tasks.values() if task.emissions_data is not None]
        if self._reading is None:
            return
        counted = self._is_counted_elsewhere(self._reading)
        for handler in self._output_handlers:
            if counted and isinstance(handler, FileOutput):
                continue
            _safely(handler.out, total_emissions, delta_emissions)
            if tasks:
                _safely(handler.task_out, tasks, experiment_name)

    def _is_counted_elsewhere(self, reading: Reading) -> bool:
        """Whether another rank of the job on this machine writes the energy of this one too: each joule has one row."""
        rank = next((os.environ[name] for name in _LOCAL_RANKS if os.environ.get(name, "").isdigit()), "0")
        machine = self._conf["tracking_mode"] == "machine" and self._is_nested and int(rank) > 0
        if reading.follows is None and not machine:
            return False
        logger.warning("rank %s writes no row of its own: that of the job's first rank on this machine has its energy too", rank)
        return True

    def _has_listeners(self) -> bool:
        every = self._conf["api_call_interval"]
        return bool(every) and every != -1 and any(has_live_out(handler) for handler in self._output_handlers)

    def _tell(self, reading: Reading) -> None:
        for sentence in findings(reading, self._places()):
            if sentence not in self._said:
                self._said.add(sentence)
                logger.warning(sentence)

    # ------------------------------------------------------------------ what and where

    def get_detected_hardware(self) -> Dict[str, Any]:
        """What the machine is."""
        row = self._reading.row if self._reading is not None else {}
        gpus = [] if row else get_gpu_details()
        names = [str(gpu["name"]) for gpu in gpus]
        return {
            "ram_total_size": row.get("ram_total_size") or total_ram_gib(),
            "cpu_count": row.get("cpu_count") or count_cpus(),
            "cpu_physical_count": (self._reading.sockets if self._reading is not None else None) or count_physical_cpus(),
            "cpu_model": row.get("cpu_model") or detect_cpu_model(),
            "gpu_count": row.get("gpu_count", len(gpus)),
            "gpu_model": row.get("gpu_model") or ", ".join("%d x %s" % (names.count(n), n) for n in sorted(set(names))),
            "gpu_ids": self._conf.get("gpu_ids"),
        }

    def _learn(self, reading: Reading) -> None:
        self._tell(reading)
        read = ["%s by %s (grade %s)" % (name, how["method"], how["grade"]) for name, how in reading.methods.items()]
        logger.info("measured: %s", ", ".join(read) or "nothing")
        found = self.get_detected_hardware()
        method = str(reading.methods.get("cpu", {}).get("method", ""))
        mode = MODE_RAPL if method.startswith("rapl") else MODE_CPU_LOAD
        self._hardware = [RAM(found["ram_total_size"]), CPU(found["cpu_model"], found["cpu_count"], mode)]
        if found["gpu_count"]:
            self._hardware.append(GPU(found["gpu_model"], found["gpu_count"], found["gpu_ids"]))
        self._conf.update({name: value for name, value in found.items() if name != "gpu_ids"})
        self._conf.update(os=platform.platform(), python_version=platform.python_version())
        self._conf["hardware"] = [part.description() for part in self._hardware]
        cloud = self._get_cloud_metadata()
        self._conf.update(region=self._get_geo_metadata().region, provider=cloud.provider)

    def _get_geo_metadata(self) -> GeoMetadata:
        """The country that the agent found."""
        read = self._reading or Reading({})
        return GeoMetadata(read.text("country_iso_code"), read.text("country_name"))

    def _get_cloud_metadata(self) -> CloudMetadata:
        """The cloud that the agent found."""
        read = self._reading or Reading({})
        return CloudMetadata(read.text("cloud_provider"), read.text("cloud_region"))

    @property
    def _geo(self) -> GeoMetadata:
        return self._get_geo_metadata()

    @property
    def _data_source(self) -> DataSource:
        return DataSource()

    @property
    def _emissions(self) -> Emissions:
        return Emissions(self._data_source, force_carbon_intensity_g_co2e_kwh=self.force_carbon_intensity_g_co2e_kwh)

    # CodeCarbon's own sums, which many scripts read.

    def _sums(self) -> EmissionsData:
        if self._is_running and time.perf_counter() - self._last_measured_time < _FRESH_S:
            return self._emissions_data(self._reading)
        return self._prepare_emissions_data()

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
        return Power.from_watts(self._sums().cpu_power)

    @property
    def _gpu_power(self) -> Power:
        return Power.from_watts(self._sums().gpu_power)

    @property
    def _ram_power(self) -> Power:
        return Power.from_watts(self._sums().ram_power)


class EmissionsTracker(BaseEmissionsTracker):
    """Finds the place by joulebook's settings, the cloud's own words or the time zone; never by asking the network."""


class OfflineEmissionsTracker(BaseEmissionsTracker):
    """Is told the place."""

    def __init__(
        self,
        *args: Any,
        country_iso_code: Optional[str] = _sentinel,
        region: Optional[str] = _sentinel,
        cloud_provider: Optional[str] = _sentinel,
        cloud_region: Optional[str] = _sentinel,
        country_2letter_iso_code: Optional[str] = _sentinel,
        **kwargs: Any,
    ) -> None:
        """``country_iso_code``: three letters; ``region``: a state, province or city in it; or a cloud and its region."""
        try:
            self._external_conf, _ = get_hierarchical_config_with_sources()
            self._set_from_conf(cloud_provider, "cloud_provider")
            self._set_from_conf(cloud_region, "cloud_region")
            self._set_from_conf(country_2letter_iso_code, "country_2letter_iso_code")
            self._set_from_conf(country_iso_code, "country_iso_code")
            self._set_from_conf(region, "region")
            if self._region is not None:
                self._region = str(self._region).lower()
            if self._country_2letter_iso_code:
                self._country_2letter_iso_code = str(self._country_2letter_iso_code).upper()
            if self._cloud_provider and self._cloud_region is None:
                logger.error("Cloud Region must be provided if cloud provider is set")
            super().__init__(*args, **kwargs)
        except TypeError:
            raise  # a wrong argument is the script's fault, and CodeCarbon's offline tracker hides it
        except JoulebookError:
            raise
        except Exception:
            logger.warning("the tracker cannot be made and measures nothing; the training goes on", exc_info=True)
            self._initialize_runtime_state()
            self._is_broken = True

    def _places(self) -> List[str]:
        places = []
        if self._cloud_provider and self._cloud_region:
            places.append("%s:%s" % (self._cloud_provider.lower(), self._cloud_region))
        country = self._country_iso_code or self._country_2letter_iso_code
        if country and self._region:
            places.append("%s, %s" % (self._region, country))
        if country:
            places.append(country)
        return places

    def _get_geo_metadata(self) -> GeoMetadata:
        found = super()._get_geo_metadata()
        code = self._country_iso_code or found.country_iso_code
        name = found.country_name if code == found.country_iso_code else None
        return GeoMetadata(code, name, self._region, country_2letter_iso_code=self._country_2letter_iso_code)

    def _get_cloud_metadata(self) -> CloudMetadata:
        return CloudMetadata(self._cloud_provider, self._cloud_region)


class TaskEmissionsTracker:
    """Measures a block as a task of a tracker, or of one of its own."""

    def __init__(self, task_name: Optional[str], tracker: Optional[BaseEmissionsTracker] = None) -> None:
        self.is_default_tracker = tracker is None
        self.tracker = EmissionsTracker() if tracker is None else tracker
        self.task_name = task_name

    def __enter__(self) -> TaskEmissionsTracker:
        self.tracker.start_task(self.task_name)
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, tb: Any) -> None:
        self.tracker.stop_task()
        if self.is_default_tracker:
            self.tracker.stop()


def track_emissions(
    fn: Optional[Callable[..., Any]] = None,
    project_name: Optional[str] = _sentinel,
    measure_power_secs: Optional[int] = _sentinel,
    api_call_interval: int = _sentinel,
    api_endpoint: Optional[str] = _sentinel,
    api_key: Optional[str] = _sentinel,
    output_dir: Optional[str] = _sentinel,
    output_file: Optional[str] = _sentinel,
    output_methods: Optional[List[OutputMethod]] = _sentinel,
    save_to_file: Optional[bool] = _sentinel,
    save_to_api: Optional[bool] = _sentinel,
    save_to_logger: Optional[bool] = _sentinel,
    logging_logger: Optional[BaseOutput] = _sentinel,
    save_to_prometheus: Optional[bool] = _sentinel,
    save_to_logfire: Optional[bool] = _sentinel,
    prometheus_url: Optional[str] = _sentinel,
    output_handlers: Optional[List[BaseOutput]] = _sentinel,
    gpu_ids: Optional[List[Any]] = _sentinel,
    emissions_endpoint: Optional[str] = _sentinel,
    experiment_id: Optional[str] = _sentinel,
    experiment_name: Optional[str] = _sentinel,
    electricitymaps_api_token: Optional[str] = _sentinel,
    co2_signal_api_token: Optional[str] = _sentinel,
    tracking_mode: Optional[str] = _sentinel,
    log_level: Optional[Union[int, str]] = _sentinel,
    on_csv_write: Optional[str] = _sentinel,
    logger_preamble: Optional[str] = _sentinel,
    offline: Optional[bool] = _sentinel,
    country_iso_code: Optional[str] = _sentinel,
    region: Optional[str] = _sentinel,
    cloud_provider: Optional[str] = _sentinel,
    cloud_region: Optional[str] = _sentinel,
    country_2letter_iso_code: Optional[str] = _sentinel,
    force_cpu_power: Optional[int] = _sentinel,
    force_ram_power: Optional[int] = _sentinel,
    pue: Optional[float] = _sentinel,
    wue: Optional[float] = _sentinel,
    force_carbon_intensity_g_co2e_kwh: Optional[float] = _sentinel,
    allow_multiple_runs: Optional[bool] = _sentinel,
    rapl_include_dram: Optional[bool] = _sentinel,
    rapl_prefer_psys: Optional[bool] = _sentinel,
) -> Any:
    """Measures every call of a function: with ``offline=True`` by an :class:`OfflineEmissionsTracker`, else by an
    :class:`EmissionsTracker`. The arguments are theirs."""
    given = {name: value for name, value in locals().items() if name not in ("fn", "offline")}
    places = ("country_iso_code", "region", "cloud_provider", "cloud_region", "country_2letter_iso_code")
    is_offline = offline is not _sentinel and bool(offline)

    def make() -> BaseEmissionsTracker:
        if not is_offline:
            return EmissionsTracker(**{name: value for name, value in given.items() if name not in places})
        if all(given[name] in (None, _sentinel) for name in ("country_iso_code", "cloud_provider")):
            raise Exception("Needs ISO Code of the Country for Offline mode")
        return OfflineEmissionsTracker(**given)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            tracker = make()
            tracker.start()
            try:
                return function(*args, **kwargs)
            finally:
                tracker.stop()

        return wrapper

    return decorate if fn is None else decorate(fn)


def track_task_emissions(
    fn: Optional[Callable[..., Any]] = None, tracker: Optional[BaseEmissionsTracker] = None, task_name: str = ""
) -> Any:
    """Measures every call of a function as a task of a tracker; without one, of one of its own for each call."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            used = EmissionsTracker() if tracker is None else tracker
            used.start_task(task_name)
            try:
                return function(*args, **kwargs)
            finally:
                used.stop_task()
                if tracker is None:
                    used.stop()

        return wrapper

    return decorate if fn is None else decorate(fn)


_running: set[BaseEmissionsTracker] = set()
_stop_all_registered = False


def _register_stop_all() -> None:
    global _stop_all_registered
    _stop_all_registered = True
    atexit.register(_stop_all, _running)


def _stop_all(trackers: Iterable[BaseEmissionsTracker]) -> None:
    """At the end of the program: what nobody has stopped is stopped and written."""
    for tracker in list(trackers):
        if tracker._is_running:
            tracker._stop_after(getattr(sys, "last_type", None), getattr(sys, "last_value", None))


def _safely(call: Callable[..., Any], *args: Any) -> None:
    """One output's failure is its own."""
    try:
        call(*args)
    except Exception:
        logger.error("an output failed; the others and the training go on", exc_info=True)


def _non_negative(value: Any) -> Optional[float]:
    if value is None:
        return None
    try:
        number = float(value)
    except (ValueError, TypeError):
        number = math.nan
    if number >= 0:
        return number
    logger.warning(
        "Invalid value for force_carbon_intensity_g_co2e_kwh: '%s'. It must be a non-negative number. "
        "Using default calculation methods.",
        value,
    )
    return None


def _as_float(name: str, value: Any, otherwise: Optional[float]) -> Optional[float]:
    """A number that a script may give as a text or as NumPy's; what is none is said."""
    if value is None:
        return otherwise
    try:
        return float(value)
    except (ValueError, TypeError):
        logger.error("Value for '%s' must be a number. Got '%s' instead. It will be ignored.", name, value)
        return otherwise


def _known(value: float) -> Optional[float]:
    return None if math.isnan(value) else value


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value
