"""Energy to carbon by the yearly figure of a country."""

from __future__ import annotations

from typing import Any, Optional

from ..external.geography import CloudMetadata, GeoMetadata
from ..external.logger import logger
from ..input import DataSource
from .units import EmissionsPerKWh, Energy


class Emissions:
    """Reckons kg CO2e. What a tracker reports comes from its agent; this is for code that reckons by itself."""

    def __init__(
        self,
        data_source: DataSource,
        electricitymaps_api_token: Optional[str] = None,
        co2_signal_api_token: Optional[str] = None,
        force_carbon_intensity_g_co2e_kwh: Optional[float] = None,
    ) -> None:
        self._data_source = data_source
        self._forced = force_carbon_intensity_g_co2e_kwh

    def get_emissions_per_kwh(self, geo: GeoMetadata) -> EmissionsPerKWh:
        """Of a country; the world's where it is not in the table, which is said."""
        if self._forced is not None:
            return EmissionsPerKWh.from_g_per_kWh(self._forced)
        mix = self._data_source.get_global_energy_mix_data()
        found: Optional[Any] = mix.get(geo.country_iso_code or "")
        if found is None:
            logger.warning("%s is no country of the table: the world's average is used", geo.country_iso_code)
            found = mix["World"]
        return EmissionsPerKWh.from_g_per_kWh(found["carbon_intensity"])

    def get_country_emissions(self, energy: Energy, geo: GeoMetadata) -> float:
        """kg CO2e of an energy used in a country."""
        return energy.kWh * self.get_emissions_per_kwh(geo).kgs_per_kWh

    def get_private_infra_emissions(self, energy: Energy, geo: GeoMetadata) -> float:
        """The same."""
        return self.get_country_emissions(energy, geo)

    def get_cloud_emissions(self, energy: Energy, cloud: CloudMetadata, geo: Optional[GeoMetadata] = None) -> float:
        """kg CO2e of an energy used in a cloud, by the country that it stands in."""
        if geo is None:
            raise ValueError("the country of %s %s is not known here: give it as geo" % (cloud.provider, cloud.region))
        return self.get_country_emissions(energy, geo)
