"""Where a run is. Nothing here asks the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass
class CloudMetadata:
    """A cloud and one of its regions; neither, off the cloud."""

    provider: Optional[str]
    region: Optional[str]

    @property
    def is_on_private_infra(self) -> bool:
        """Whether it is no cloud."""
        return self.provider is None and self.region is None


class GeoMetadata:
    """A country, and where in it."""

    def __init__(
        self,
        country_iso_code: Optional[str],
        country_name: Optional[str] = None,
        region: Optional[str] = None,
        latitude: Optional[float] = None,
        longitude: Optional[float] = None,
        country_2letter_iso_code: Optional[str] = None,
    ) -> None:
        self.country_iso_code = None if country_iso_code is None else country_iso_code.upper()
        self.country_name = country_name
        self.region = None if region is None else region.lower()
        self.latitude = latitude
        self.longitude = longitude
        self.country_2letter_iso_code = country_2letter_iso_code.upper() if country_2letter_iso_code else None

    def __repr__(self) -> str:
        return "GeoMetadata(country_iso_code=%s, country_name=%s, region=%s)" % (
            self.country_iso_code, self.country_name, self.region,
        )
