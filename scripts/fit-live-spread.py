#!/usr/bin/env python3
"""Prints the spreads of `carried` and `forecast` in data/grid/live.json: how far an hour's carbon intensity lies from a figure some hours old,
and from a forecast that was made so many hours before.

    python3 scripts/fit-live-spread.py FOLDER

FOLDER: em_<ZONE>_<YEARS>_hourly.csv (datetime_utc, direct_gco2eq_kwh, lifecycle_gco2eq_kwh) and forecast_<NAME>_<ZONE>_<YEAR>.csv (issued_utc, h0, h1, …:
direct intensity). Pooled over zones, all hours; 5 % and 95 % quantiles, each as a relative sd (/ 1.645). Only these are shipped.
"""
import csv
import json
import math
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

Z90 = 1.6448536269514722
CARRIED = [1, 2, 3]
FORECAST = [1, 3, 6, 24]
TIME = "%Y-%m-%dT%H:%MZ"


def quantile(values, q):
    values = sorted(values)
    position = q * (len(values) - 1)
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def sd(changes):
    return [round(-quantile(changes, 0.05) / Z90, 3), round(quantile(changes, 0.95) / Z90, 3)]


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


folder = Path(sys.argv[1])
carried = {hours: [] for hours in CARRIED}
direct = {}
for path in sorted(folder.glob("em_*_hourly.csv")):
    table = rows(path)
    zone = re.match(r"em_(.+?)_\d{4}", path.name).group(1)
    direct[zone] = {row["datetime_utc"]: float(row["direct_gco2eq_kwh"]) for row in table}
    values = [float(row["lifecycle_gco2eq_kwh"]) for row in table]
    for hours, changes in carried.items():
        changes += [after / before - 1 for before, after in zip(values, values[hours:]) if before > 0]

ahead = {hours: [] for hours in FORECAST}
zones = 0
for path in sorted(folder.glob("forecast_*.csv")):
    zone = re.match(r"forecast_[a-z]+_(.+)_\d{4}", path.name).group(1)
    zones += 1
    for row in rows(path):
        issued = datetime.strptime(row["issued_utc"], TIME)
        for hours, changes in ahead.items():
            came = direct[zone].get((issued + timedelta(hours=hours)).strftime(TIME))
            foretold = float(row[f"h{hours}"])
            if came is not None and foretold > 0:
                changes.append(came / foretold - 1)

print(
    json.dumps(
        {
            "carriedZones": len(direct),
            "carried": [{"hours": hours, "sd": sd(changes)} for hours, changes in carried.items()],
            "forecastZones": zones,
            "forecast": [{"hours": hours, "sd": sd(changes)} for hours, changes in ahead.items()],
        }
    )
)
