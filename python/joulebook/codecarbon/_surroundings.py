"""What the machine is, and where its electricity comes from."""

from __future__ import annotations

import platform
from typing import Any, Dict, List, Optional, Set

from ._findings import findings
from ._meter import Reading
from ._settings import Settings
from .core.emissions import Emissions
from .core.gpu import get_gpu_details
from .core.units import Power
from .core.util import count_cpus, count_physical_cpus, detect_cpu_model, total_ram_gib
from .external.geography import CloudMetadata, GeoMetadata
from .external.hardware import CPU, GPU, MODE_CPU_LOAD, MODE_RAPL, BaseHardware
from .external.logger import logger
from .external.ram import RAM
from .input import DataSource


class Surroundings(Settings):
    """Hardware and place, as the agent has found them; before it has said anything, as they are seen from here."""

    _reading: Optional[Reading]
    _parts: List[BaseHardware]
    _said: Set[str]
    #: The places that the script names.
    _asked: List[str]
    _country_name: Optional[str] = None
    force_carbon_intensity_g_co2e_kwh: Optional[float] = None

    def get_detected_hardware(self) -> Dict[str, Any]:
        """What the machine is."""
        row = self._reading.row if self._reading is not None else {}
        gpus = [] if row else get_gpu_details()
        names = [str(gpu["name"]) for gpu in gpus]
        return {
            "ram_total_size": row.get("ram_total_size") or total_ram_gib(),
            "cpu_count": row.get("cpu_count") or count_cpus(),
            "cpu_physical_count": (self._reading.sockets if self._reading is not None else None) or count_physical_cpus(),
            "cpu_model": row.get("cpu_model") or detect_cpu_model(),
            "gpu_count": row.get("gpu_count", len(gpus)),
            "gpu_model": row.get("gpu_model") or ", ".join("%d x %s" % (names.count(n), n) for n in sorted(set(names))),
            "gpu_ids": self._conf.get("gpu_ids"),
        }

    @property
    def _hardware(self) -> List[BaseHardware]:
        """Its parts, looked up when they are asked for."""
        if not self._parts:
            self._parts = self._detected_parts(self.get_detected_hardware())
        return self._parts

    @_hardware.setter
    def _hardware(self, parts: List[BaseHardware]) -> None:
        self._parts = parts

    def _detected_parts(self, found: Dict[str, Any]) -> List[BaseHardware]:
        cpu = self._reading.methods.get("cpu", {}) if self._reading is not None else {}
        mode = MODE_RAPL if str(cpu.get("method", "")).startswith("rapl") else MODE_CPU_LOAD
        parts: List[BaseHardware] = [
            RAM(lambda: self._power_of("ram"), found["ram_total_size"]),
            CPU(lambda: self._power_of("cpu"), found["cpu_model"], found["cpu_count"], mode),
        ]
        if found["gpu_count"]:
            parts.append(GPU(lambda: self._power_of("gpu"), found["gpu_model"], found["gpu_count"], found["gpu_ids"]))
        return parts

    def _power_of(self, part: str) -> Power:
        """The mean power of a part so far."""
        raise NotImplementedError

    def _learn(self, reading: Reading) -> None:
        """Takes over what the agent has found at its first reading."""
        self._tell(reading)
        read = ["%s by %s (grade %s)" % (name, how["method"], how["grade"]) for name, how in reading.methods.items()]
        logger.info("measured: %s", ", ".join(read) or "nothing")
        found = self.get_detected_hardware()
        self._parts = self._detected_parts(found)
        self._conf.update({name: value for name, value in found.items() if name != "gpu_ids"})
        self._conf.update(os=platform.platform(), python_version=platform.python_version())
        self._conf["hardware"] = [part.description() for part in self._parts]
        place, cloud = self._get_geo_metadata(), self._get_cloud_metadata()
        self._country_name = self._country_name or place.country_name
        self._conf.update(region=place.region, provider=cloud.provider, longitude=place.longitude, latitude=place.latitude)

    def _tell(self, reading: Reading) -> None:
        for sentence in findings(reading, self._asked):
            if sentence not in self._said:
                self._said.add(sentence)
                logger.warning(sentence)

    def _places(self) -> List[str]:
        """Names for the place of the electricity as it is known before the first reading, the narrowest first; empty: joulebook
        finds out."""
        place, cloud = self._get_geo_metadata(), self._get_cloud_metadata()
        places = ["%s:%s" % (cloud.provider.lower(), cloud.region)] if cloud.provider and cloud.region else []
        country = place.country_iso_code or place.country_2letter_iso_code
        if country and place.region:
            places.append("%s, %s" % (place.region, country))
        return [*places, country] if country else places

    def _get_geo_metadata(self) -> GeoMetadata:
        """The country that the agent found."""
        read = self._reading or Reading({})
        return GeoMetadata(read.text("country_iso_code"), read.text("country_name"))

    def _get_cloud_metadata(self) -> CloudMetadata:
        """The cloud that the agent found."""
        read = self._reading or Reading({})
        return CloudMetadata(read.text("cloud_provider"), read.text("cloud_region"))

    @property
    def _geo(self) -> GeoMetadata:
        return self._get_geo_metadata()

    @property
    def _cloud(self) -> CloudMetadata:
        return self._get_cloud_metadata()

    @property
    def _data_source(self) -> DataSource:
        return DataSource()

    @property
    def _emissions(self) -> Emissions:
        return Emissions(self._data_source, force_carbon_intensity_g_co2e_kwh=self.force_carbon_intensity_g_co2e_kwh)
