"""Pydantic Logfire, where it is installed."""

from __future__ import annotations

import importlib
from typing import Any, Dict

from ...external.logger import logger
from ..base_output import BaseOutput
from ..emissions_data import EmissionsData
from .metric_docs import GAUGES

_UNITS = {"duration": "s", "emissions": "kg", "emissions_rate": "kg/s"}
_COUNTERS = ("duration", "emissions", "energy_consumed")


class LogfireOutput(BaseOutput):
    """Counts durations, emissions and energy; the rest are gauges."""

    def __init__(self) -> None:
        try:
            logfire: Any = importlib.import_module("logfire")
        except ImportError:
            logger.error("Logfire is not installed. Please install it using `pip install logfire`")
            raise
        logfire.configure()
        self._metrics: Dict[str, Any] = {}
        for field, metric in GAUGES.items():
            unit = _UNITS.get(field, "W" if field.endswith("power") else "kWh")
            make = logfire.metric_counter if field in _COUNTERS else logfire.metric_gauge
            self._metrics[field] = make(metric.name, unit=unit, description=metric.description)

    def out(self, total: EmissionsData, delta: EmissionsData) -> None:
        try:
            for field, metric in self._metrics.items():
                (metric.add if field in _COUNTERS else metric.set)(getattr(delta, field))
        except Exception as error:
            logger.error("Logfire: %s", error)

    def live_out(self, total: EmissionsData, delta: EmissionsData) -> None:
        self.out(total, delta)
