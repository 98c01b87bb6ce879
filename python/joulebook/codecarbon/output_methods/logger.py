"""One line of JSON in a log."""

from __future__ import annotations

import json
import logging
from typing import Any

from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import EmissionsData, as_json


class LoggerOutput(BaseOutput):
    """Writes to a ``logging.Logger``."""

    def __init__(self, logger: Any, severity: int = logging.INFO) -> None:
        self.logger = logger
        self.logging_severity = severity

    def out(self, total: EmissionsData, delta: Any = None) -> None:
        try:
            self.logger.log(self.logging_severity, msg=json.dumps(as_json(total)))
        except Exception as error:
            logger.error(error, exc_info=True)

    def live_out(self, total: EmissionsData, delta: Any = None) -> None:
        self.out(total, delta)


class GoogleCloudLoggerOutput(LoggerOutput):
    """Writes to a logger of ``google.cloud.logging``."""

    def out(self, total: EmissionsData, delta: Any = None) -> None:
        try:
            self.logger.log_struct(as_json(total), severity=self.logging_severity)
        except Exception as error:
            logger.error(error, exc_info=True)
