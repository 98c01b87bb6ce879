"""A reading of the agent in CodeCarbon's figures."""

from __future__ import annotations

import math
from typing import Dict, Mapping, Optional

from ._meter import Reading
from .output_methods.emissions_data import EmissionsData

#: By definition.
_J_PER_KWH = 3.6e6
#: Fields that grow while a run goes on.
GROWING = ("duration", "emissions", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "water_consumed")


def growing(reading: Optional[Reading], uncounted: Mapping[str, float], unmeasured: float) -> Dict[str, float]:
    """The sums of a run; ``unmeasured`` where there is no reading. ``uncounted``: what is in the reading and not of the run."""
    sums = {name: unmeasured if reading is None else reading.number(name) for name in GROWING}
    for name, left_out in uncounted.items():
        left = sums[name] - left_out
        sums[name] = left if left > 0 or math.isnan(left) else 0.0
    return sums


def rates(sums: Mapping[str, float], pue: float) -> Dict[str, float]:
    """Mean powers before PUE (W) and kg/s over a run; zero at its very beginning, NaN where its length is not known."""
    seconds = sums["duration"]
    found = {part + "_power": sums[part + "_energy"] / pue * _J_PER_KWH for part in ("cpu", "gpu", "ram")}
    found["emissions_rate"] = sums["emissions"]
    if seconds > 0 or math.isnan(seconds):
        return {name: value / seconds for name, value in found.items()}
    return dict.fromkeys(found, 0.0)


def sums_of(data: EmissionsData) -> Dict[str, float]:
    """The sums that are known in some figures."""
    found = {name: float(getattr(data, name)) for name in GROWING}
    return {name: value for name, value in found.items() if not math.isnan(value)}
