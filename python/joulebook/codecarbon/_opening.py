"""What the agent is told at the beginning of a run."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any, Dict

from ._version import __version__
from .output_methods.base_output import OutputMethod

if TYPE_CHECKING:
    from ._measuring import Measuring

#: Shortest time between two readings, s.
_SHORTEST_S = 0.05


def start_message(tracker: Measuring) -> Dict[str, Any]:
    """The run that a tracker's settings ask for (docs/reference/agent-protocol.md, ``start``)."""
    conf = tracker._conf
    scope = "machine" if conf["tracking_mode"] == "machine" else "attributed"
    message: Dict[str, Any] = {
        "project": str(conf["project_name"] or "codecarbon"),
        "scope": scope,
        "emissions": dict(_emissions(tracker), scope=scope),
    }
    interval = conf["measure_power_secs"]
    # Readings more often than once a second are had for the asking; seldom ones would only miss what happens in between.
    if interval is not None and 0 < interval < 1:
        message["intervalS"] = max(_SHORTEST_S, interval)
    if tracker.force_carbon_intensity_g_co2e_kwh is not None:
        message["intensity"] = tracker.force_carbon_intensity_g_co2e_kwh
    if tracker._pue_is_given and conf["pue"] >= 1:
        message["pue"] = conf["pue"]
    if tracker._asked:
        message["regions"] = tracker._asked
    return message


def _emissions(tracker: Measuring) -> Dict[str, Any]:
    conf = tracker._conf
    told: Dict[str, Any] = {"pue": conf["pue"], "wue": conf["wue"], "row": _own_columns(tracker)}
    if conf["gpu_ids"]:
        told["gpus"] = [str(gpu_id) for gpu_id in conf["gpu_ids"]]
    if conf["force_cpu_power"] is not None:
        told["cpuW"] = conf["force_cpu_power"]
    if conf["force_ram_power"] is not None:
        told["ramW"] = conf["force_ram_power"]
    if OutputMethod.CSV in tracker._output_methods:
        told["csv"] = os.path.abspath(os.path.join(conf["output_dir"], conf["output_file"]))
        told["write"] = conf["on_csv_write"]
    return told


def _own_columns(tracker: Measuring) -> Dict[str, Any]:
    """Columns that are known here, for the row that is written where this process is killed."""
    columns: Dict[str, Any] = {
        "project_name": str(tracker._conf["project_name"]),
        "run_id": str(tracker.run_id),
        "experiment_id": str(tracker._conf["experiment_id"]),
        "os": platform.platform(),
        "python_version": platform.python_version(),
        "codecarbon_version": __version__,
    }
    if tracker._region is not None:
        columns["region"] = tracker._region
    if tracker._cloud_provider:
        columns.update(cloud_provider=tracker._cloud_provider, cloud_region=tracker._cloud_region, on_cloud="Y")
    return columns
