"""The outputs that a tracker's settings ask for."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, Mapping, Optional

from .external.logger import logger
from .output_methods.base_output import BaseOutput, OutputMethod


def methods_of(given: Any) -> Optional[List[OutputMethod]]:
    """``"csv, api"`` or a list, as a list of methods; ``None`` where none are named."""
    if given is None:
        return None
    if isinstance(given, (str, OutputMethod)):
        given = [part.strip() for part in (given.value if isinstance(given, OutputMethod) else given).split(",")]
    return [OutputMethod(method) for method in given if method]


def make_outputs(methods: List[OutputMethod], conf: Mapping[str, Any]) -> List[BaseOutput]:
    """One handler for each method, and one for ``emissions_endpoint``."""
    made: List[BaseOutput] = []
    if OutputMethod.CSV in methods:
        from .output_methods.file import FileOutput

        made.append(FileOutput(conf["output_file"], conf["output_dir"], conf["on_csv_write"]))
    if OutputMethod.LOGGER in methods:
        if conf["logging_logger"] is None:
            logger.warning("Output to a logger is asked for, but no logging_logger is given")
        else:
            made.append(conf["logging_logger"])
    if conf["emissions_endpoint"]:
        from .output_methods.http import HTTPOutput

        made.append(HTTPOutput(conf["emissions_endpoint"]))
    if OutputMethod.API in methods:
        from .output_methods.http import CodeCarbonAPIOutput

        made.append(CodeCarbonAPIOutput(conf["api_endpoint"], conf["experiment_id"], conf["api_key"], conf))
    if OutputMethod.PROMETHEUS in methods:
        from .output_methods.metrics.prometheus import PrometheusOutput

        job = "%s_%s" % (conf["project_name"], conf["experiment_name"])
        made.append(PrometheusOutput(conf["prometheus_url"], re.sub(r"[^a-zA-Z0-9_-]", "_", job)))
    if OutputMethod.LOGFIRE in methods:
        from .output_methods.metrics.logfire import LogfireOutput

        made.append(LogfireOutput())
    if OutputMethod.BOAMPS in methods:
        from .output_methods.boamps import BoAmpsOutput

        context = _boamps_context(conf["metadata"])
        made.append(BoAmpsOutput.from_dict(context, conf["output_dir"]) if context else BoAmpsOutput(conf["output_dir"]))
    return made


def _boamps_context(metadata: Any) -> Optional[Dict[str, Any]]:
    """The ``boamps`` part of the metadata, or all of it; metadata may be a path to JSON."""
    if isinstance(metadata, str) and metadata:
        try:
            with open(metadata, encoding="utf-8") as file:
                metadata = json.load(file)
        except (OSError, ValueError) as error:
            logger.error("Metadata file '%s' cannot be read: %s", metadata, error)
            return None
    if not isinstance(metadata, dict):
        return None
    context = metadata.get("boamps", metadata)
    return context if isinstance(context, dict) else None
