"""The tables behind carbon intensities: joulebook's own (Ember, yearly, life-cycle), in CodeCarbon's shape."""

from __future__ import annotations

import csv
from typing import Any, Dict, Optional

from ._package_data import package_file

_COUNTRIES = "data/grid/ember_country.csv"


class DataSourceException(Exception):
    """A table that is not there."""


class DataSource:
    """Looks tables up when they are asked for."""

    _mix: Optional[Dict[str, Dict[str, Any]]] = None

    def get_global_energy_mix_data(self) -> Dict[str, Dict[str, Any]]:
        """By ISO 3166 alpha-3: ``country_name``, ``carbon_intensity`` (g CO2e/kWh) and ``year``; ``World`` is all of them."""
        if DataSource._mix is None:
            path = package_file(_COUNTRIES)
            if path is None:
                raise DataSourceException("joulebook's table of intensities is not found: it is beside the program")
            with open(path, newline="", encoding="utf-8") as file:
                DataSource._mix = {
                    row["zone"]: {
                        "country_name": row["name"], "carbon_intensity": float(row["g_per_kwh"]), "year": int(row["year"]),
                    }
                    for row in csv.DictReader(file)
                }
        return DataSource._mix
