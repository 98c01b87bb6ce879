#!/usr/bin/env python3
"""Fits data/grid/spread.json: how far the carbon intensity of a short window lies from the yearly figure that stands for it.

    python3 scripts/fit-intensity-spread.py EMBER_YEARLY.csv HOURLY.csv... > data/grid/spread.json

HOURLY.csv: hourly life-cycle intensities (columns datetime_utc, lifecycle_gco2eq_kwh), one file for each zone. For each window length: the
mean of every window over the mean of its calendar year, pooled over zones with equal weight, 5 % and 95 % quantiles, each as a
relative sd (/ 1.645). EMBER_YEARLY.csv: the same for a year over the figure of two years before (2014 on, countries of 1 TWh or more), which
is about how old a newest figure is when it is used. Only the quantiles are shipped.
"""
import csv
import json
import math
import sys
from pathlib import Path

Z90 = 1.6448536269514722
WINDOWS = {"1 h": 1, "1 day": 24, "1 week": 168, "1 month": 730}
LAG_YEARS = 2


def quantile(values, q):
    values = sorted(values)
    position = q * (len(values) - 1)
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def spread(values):
    return [round((1 - quantile(values, 0.05)) / Z90, 3), round((quantile(values, 0.95) - 1) / Z90, 3)]


def years(path):
    found = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        if row["lifecycle_gco2eq_kwh"] != "":
            found.setdefault(row["datetime_utc"][:4], []).append(float(row["lifecycle_gco2eq_kwh"]))
    return found


def lagged(path):
    series = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        if row["country_code"] and row["emissions_intensity_gco2_per_kwh"] and float(row["demand_twh"] or 0) >= 1:
            series.setdefault(row["country_code"], {})[int(row["year"])] = float(row["emissions_intensity_gco2_per_kwh"])
    return [
        values[year] / values[year - LAG_YEARS]
        for values in series.values()
        for year in values
        if year >= 2014 + LAG_YEARS and values.get(year - LAG_YEARS, 0) > 0
    ]


def main(ember, traces):
    by_zone = [years(path) for path in traces]
    windows = []
    for name, hours in WINDOWS.items():
        ratios = []
        for zone in by_zone:
            for series in zone.values():
                mean = sum(series) / len(series)
                running = [0.0]
                for value in series:
                    running.append(running[-1] + value)
                # every third start: overlapping windows say little that is new
                ratios += [(running[k + hours] - running[k]) / hours / mean for k in range(0, len(series) - hours + 1, 3)]
        windows.append({"window": name, "durationS": hours * 3600, "spread": spread(ratios)})
    windows.append({"window": "1 year", "durationS": 8766 * 3600, "spread": [0, 0]})
    json.dump(
        {
            "id": "intensity-spread.1",
            "windows": windows,
            "age": {"years": LAG_YEARS, "spread": spread(lagged(ember))},
            "zones": sorted(Path(path).name.split("_")[1] for path in traces),
            "years": "2023-2024",
            "boundary": "life-cycle",
            "source": "Derived by scripts/fit-intensity-spread.py from hourly data of Electricity Maps (through nesl/CarbonX) and yearly data of Ember",
            "licence": "derived statistics; the hourly rows (ODbL 1.0) are not shipped",
            "url": "https://portal.electricitymaps.com",
        },
        sys.stdout,
        indent=2,
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
