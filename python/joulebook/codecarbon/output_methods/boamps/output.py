"""A BoAmps report for each run."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Mapping, Optional, Sequence

from ...external.logger import logger
from ..base_output import BaseOutput
from ..emissions_data import EmissionsData
from .mapper import map_emissions_to_boamps
from .models import BoAmpsHardware, BoAmpsHeader, BoAmpsTask, camel_to_snake

_INFRASTRUCTURE = ("cloudInstance", "cloudService", "infraType")
_ENVIRONMENT = ("location", "powerSupplierType", "powerSource", "powerSourceCarbonIntensity")


class BoAmpsOutput(BaseOutput):
    """Writes ``boamps_report_<run_id>.json``."""

    def __init__(
        self,
        output_dir: str = ".",
        task: Optional[BoAmpsTask] = None,
        header: Optional[BoAmpsHeader] = None,
        quality: Optional[str] = None,
        infra_overrides: Optional[Mapping[str, Any]] = None,
        environment_overrides: Optional[Mapping[str, Any]] = None,
    ) -> None:
        os.makedirs(output_dir, exist_ok=True)
        self._output_dir = output_dir
        self._task = task
        self._header = header
        self._quality = quality
        self._infra_overrides = infra_overrides
        self._environment_overrides = environment_overrides
        #: The last report that was written.
        self.save_file_path: Optional[str] = None

    @classmethod
    def from_file(cls, context_file_path: str, output_dir: str = ".") -> BoAmpsOutput:
        """With what a JSON file says of task, header, quality, infrastructure and environment."""
        try:
            with open(context_file_path, encoding="utf-8") as file:
                context = json.load(file)
        except FileNotFoundError:
            raise FileNotFoundError("BoAmps context file not found: %s" % context_file_path) from None
        return cls.from_dict(context, output_dir=output_dir)

    @classmethod
    def from_dict(cls, context: Mapping[str, Any], output_dir: str = ".") -> BoAmpsOutput:
        """The same from a dict in the keys of the format; others are passed over."""
        if not isinstance(context, dict):
            raise TypeError("BoAmps metadata must be a dict, got %s." % type(context).__name__)
        infra = None
        if "infrastructure" in context:
            infra = _picked(context["infrastructure"], _INFRASTRUCTURE)
            if "components" in context["infrastructure"]:
                infra["components"] = [BoAmpsHardware.from_dict(c) for c in context["infrastructure"]["components"]]
        return cls(
            output_dir=output_dir,
            task=BoAmpsTask.from_dict(context["task"]) if "task" in context else None,
            header=BoAmpsHeader.from_dict(context["header"]) if "header" in context else None,
            quality=context.get("quality"),
            infra_overrides=infra,
            environment_overrides=_picked(context["environment"], _ENVIRONMENT) if "environment" in context else None,
        )

    def out(self, total: EmissionsData, delta: Any = None) -> None:
        try:
            report = map_emissions_to_boamps(
                total, self._task, self._header, self._quality, self._infra_overrides, self._environment_overrides
            )
            path = os.path.join(self._output_dir, "boamps_report_%s.json" % total.run_id)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(report.to_dict(), file, indent=2)
            self.save_file_path = path
            logger.info("BoAmps report saved to %s", os.path.abspath(path))
        except Exception as error:
            logger.error("Failed to write BoAmps report: %s", error, exc_info=True)


def _picked(given: Mapping[str, Any], keys: Sequence[str]) -> Dict[str, Any]:
    return {camel_to_snake(key): given[key] for key in keys if key in given}
