"""A Prometheus pushgateway."""

from __future__ import annotations

import base64
import os
from typing import Any, Dict, List, Mapping
from urllib.parse import quote

from ..._request import request
from ...external.logger import logger
from ..base_output import BaseOutput
from ..emissions_data import EmissionsData
from .metric_docs import GAUGES, TOTAL, MetricDocumentation

labelnames = [
    "project_name", "country_name", "country_iso_code", "region", "cloud_provider", "cloud_region", "os", "codecarbon_version",
    "cpu_model", "cpu_count", "gpu_model", "gpu_count", "tracking_mode", "ram_total_size",
]


class PrometheusOutput(BaseOutput):
    """Pushes gauges of what is new and a counter of the whole, with all labels filled in.

    At the end the powers and rates are set to zero and the rest is left standing, so that a run shorter than the time between two
    scrapes is seen too. ``PROMETHEUS_USERNAME`` and ``PROMETHEUS_PASSWORD`` are used where they are set.
    """

    def __init__(self, prometheus_url: str, job_name: str = "codecarbon") -> None:
        self.prometheus_url = prometheus_url
        self.job_name = job_name
        self._last: Dict[str, Any] = {}
        self._total = 0.0

    def out(self, total: EmissionsData, delta: EmissionsData) -> None:
        self._total = total.energy_consumed
        self._push(delta.values)

    def live_out(self, total: EmissionsData, delta: EmissionsData) -> None:
        self.out(total, delta)

    def exit(self) -> None:
        if self._last:
            self._push(dict(self._last, cpu_power=0.0, gpu_power=0.0, ram_power=0.0, emissions_rate=0.0))

    def _push(self, values: Mapping[str, Any]) -> None:
        self._last = dict(values)
        url = self.prometheus_url if "://" in self.prometheus_url else "http://" + self.prometheus_url
        headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        user = os.environ.get("PROMETHEUS_USERNAME")
        if user is not None:
            secret = "%s:%s" % (user, os.environ.get("PROMETHEUS_PASSWORD", ""))
            headers["Authorization"] = "Basic " + base64.b64encode(secret.encode("utf-8")).decode("ascii")
        try:
            address = "%s/metrics/job/%s" % (url.rstrip("/"), quote(self.job_name, safe=""))
            status, text = request("PUT", address, self.text(values).encode("utf-8"), headers)
            if not 200 <= status < 300:
                logger.error("Prometheus: %s answered %d: %s", address, status, text[:200])
        except Exception as error:
            logger.error("Prometheus: %s", error)

    def text(self, values: Mapping[str, Any]) -> str:
        """The metrics in Prometheus' text format."""
        labels = ",".join('%s="%s"' % (name, _escaped(values.get(name))) for name in labelnames)
        lines: List[str] = []
        for field, metric in GAUGES.items():
            lines += _metric(metric, "gauge", labels, values[field])
        lines += _metric(TOTAL, "counter", labels, self._total)
        return "\n".join(lines) + "\n"


def _metric(metric: MetricDocumentation, kind: str, labels: str, value: float) -> List[str]:
    number = "NaN" if value is None or value != value else repr(float(value))
    return [
        "# HELP %s %s" % (metric.name, metric.description),
        "# TYPE %s %s" % (metric.name, kind),
        "%s{%s} %s" % (metric.name, labels, number),
    ]


def _escaped(value: Any) -> str:
    text = "" if value is None or value != value else str(value)
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
