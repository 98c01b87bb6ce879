"""GPUs, as ``nvidia-smi`` lists them. Measuring them is the agent's work."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any, Dict, List

_FIELDS = {
    "gpu_index": ("index", int),
    "name": ("name", str),
    "uuid": ("uuid", str),
    "free_memory": ("memory.free", float),
    "total_memory": ("memory.total", float),
    "used_memory": ("memory.used", float),
    "temperature": ("temperature.gpu", float),
    "power_usage": ("power.draw", float),
    "power_limit": ("power.limit", float),
    "gpu_utilization": ("utilization.gpu", float),
}
_MIB = 2**20
_MILLIWATTS = 1000


def is_nvidia_system() -> bool:
    """Whether there is an NVIDIA driver to ask."""
    return shutil.which("nvidia-smi") is not None


def is_rocm_system() -> bool:
    """Whether there is an AMD driver to ask."""
    return shutil.which("rocm-smi") is not None or shutil.which("amd-smi") is not None


def is_gpu_details_available() -> bool:
    """Whether :func:`get_gpu_details` can tell anything."""
    return bool(get_gpu_details())


def get_gpu_details() -> List[Dict[str, Any]]:
    """Each GPU's name, UUID, memory (bytes), temperature (°C), power (mW) and utilisation (%); empty where there are none."""
    if not is_nvidia_system():
        return []
    query = "--query-gpu=" + ",".join(field for field, _ in _FIELDS.values())
    try:
        text = subprocess.run(
            ["nvidia-smi", query, "--format=csv,noheader,nounits"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10, check=True, universal_newlines=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [_details(line.split(", ")) for line in text.splitlines() if line.count(", ") == len(_FIELDS) - 1]


class AllGPUDevices:
    """The GPUs of the machine as they are when this is made."""

    def __init__(self) -> None:
        self.devices = get_gpu_details()
        self.device_count = len(self.devices)

    def start(self) -> None:
        """Nothing: the agent measures them."""

    def get_gpu_static_info(self) -> List[Dict[str, Any]]:
        """What does not change of each: name, UUID, memory (bytes), power limit (mW) and index."""
        kept = ("name", "uuid", "total_memory", "power_limit", "gpu_index")
        return [{name: device[name] for name in kept} for device in self.devices]

    def get_gpu_details(self) -> List[Dict[str, Any]]:
        """As :func:`get_gpu_details`, now."""
        return get_gpu_details()


def _details(cells: List[str]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    for (name, (_, kind)), cell in zip(_FIELDS.items(), cells):
        try:
            found[name] = kind(cell)
        except ValueError:  # [N/A]
            found[name] = None
    for name, factor in (("memory", _MIB), ("power", _MILLIWATTS)):
        for key in found:
            if name in key and found[key] is not None:
                found[key] = int(found[key] * factor)
    return found
