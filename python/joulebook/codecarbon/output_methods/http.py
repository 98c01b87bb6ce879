"""Figures sent to a server, where the user has named one."""

from __future__ import annotations

import dataclasses
import getpass
from typing import Any, Mapping, Optional

from .._request import request_json
from ..core.api_client import ApiClient
from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import EmissionsData, as_json


class HTTPOutput(BaseOutput):
    """Posts a run's figures as JSON."""

    def __init__(self, endpoint_url: str) -> None:
        self.endpoint_url = endpoint_url

    def out(self, total: EmissionsData, delta: Any = None) -> None:
        try:
            request_json("POST", self.endpoint_url, dict(as_json(total), user=getpass.getuser()), expected=201)
        except Exception as error:
            logger.error("HTTP output: %s", error)


class CodeCarbonAPIOutput(BaseOutput):
    """Sends what is new to CodeCarbon's server. What did not arrive, or was too short to be sent, goes with the next."""

    run_id: Optional[str] = None

    def __init__(self, endpoint_url: str, experiment_id: str, api_key: str, conf: Mapping[str, Any]) -> None:
        self.endpoint_url = endpoint_url
        self.api = ApiClient(endpoint_url, experiment_id, api_key, conf=conf, create_run_automatically=False)
        self._sent: Optional[EmissionsData] = None

    def live_out(self, total: Optional[EmissionsData], delta: EmissionsData) -> None:
        self.out(total, delta)

    def out(self, total: Optional[EmissionsData], delta: EmissionsData) -> None:
        unsent = dataclasses.replace(delta if total is None else total)
        if total is not None and self._sent is not None:
            unsent.compute_delta_emission(self._sent)
        try:
            if self.api.add_emission(as_json(unsent)):
                self._sent = total
        except Exception as error:
            logger.error("CodeCarbon API: %s", error)
        self.run_id = self.api.run_id
