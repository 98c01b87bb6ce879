"""CodeCarbon's server, for those who ask for it (``save_to_api=True`` or ``OutputMethod.API``)."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any, Dict, Mapping, Optional

from .._request import request_json
from ..external.logger import logger
from .schemas import EmissionCreate, RunCreate

#: An answer is waited for no longer than this, s: a training waits with us.
_TIMEOUT = 2.0


def get_datetime_with_timezone() -> str:
    """Now, with its offset from UTC."""
    return datetime.now().astimezone().isoformat()


class ApiClient:
    """Sends runs and their emissions."""

    def __init__(
        self,
        endpoint_url: str = "https://api.codecarbon.io",
        experiment_id: Optional[str] = None,
        api_key: Optional[str] = None,
        access_token: Optional[str] = None,
        conf: Optional[Mapping[str, Any]] = None,
        create_run_automatically: bool = True,
    ) -> None:
        self.url = endpoint_url
        self.experiment_id = experiment_id
        self.api_key = api_key
        self.access_token = access_token
        self.conf = conf if conf is not None else {}
        self.run_id: Optional[str] = None
        if experiment_id is not None and create_run_automatically:
            self._create_run(experiment_id)

    def _get_headers(self) -> Dict[str, str]:
        if self.api_key:
            return {"x-api-token": self.api_key}
        return {"Authorization": "Bearer " + self.access_token} if self.access_token else {}

    def set_access_token(self, token: str) -> None:
        """The token to authorise with."""
        self.access_token = token

    def set_experiment(self, experiment_id: str) -> None:
        """The experiment that runs are made in."""
        self.experiment_id = experiment_id

    def add_emission(self, carbon_emission: Mapping[str, Any]) -> bool:
        """Sends what is new; raises ``OSError`` where it does not arrive. Under a second nothing is sent, for the server counts
        seconds."""
        if self.experiment_id is None:
            raise ValueError("an emission needs an experiment_id")
        if self.run_id is None:
            self._create_run(self.experiment_id)
        if self.run_id is None or carbon_emission["duration"] < 1:
            return False
        same = {f.name for f in dataclasses.fields(EmissionCreate)} & set(carbon_emission)
        values = {name: carbon_emission[name] for name in same - {"timestamp", "run_id", "duration"}}
        emission = EmissionCreate(
            timestamp=get_datetime_with_timezone(),
            run_id=self.run_id,
            duration=int(carbon_emission["duration"]),
            emissions_sum=carbon_emission["emissions"],
            **values,
        )
        self._post("/emissions", dataclasses.asdict(emission))
        return True

    def _create_run(self, experiment_id: str) -> Optional[str]:
        known = {f.name for f in dataclasses.fields(RunCreate)} - {"timestamp", "experiment_id", "longitude", "latitude"}
        values = {name: self.conf.get(name) for name in known}
        run = RunCreate(timestamp=get_datetime_with_timezone(), experiment_id=experiment_id, **values)
        self.run_id = self._post("/runs", dataclasses.asdict(run))["id"]
        logger.info("ApiClient Successfully registered your run on the API. Run ID: %s", self.run_id)
        return self.run_id

    def _post(self, path: str, payload: Mapping[str, Any]) -> Any:
        return request_json("POST", self.url + path, payload, self._get_headers(), _TIMEOUT, 201)
