#!/usr/bin/env python3
"""Fits data/hardware/wall_curve.json: wall power of a server from the TDP of its CPUs, its memory and its load.

    P(u) = TDP x sockets x c(u) + g x GB,   u = 0, 10, ... 100 % of full load

One curve for each class of cores per socket (up to 4, 5 to 8, more), which stands for the generation: the idle power per watt
of TDP fell by three quarters while the cores per socket grew. Weighted medians, rows weighted 2^((year - newest) / 4), so
recent servers decide; the spreads are plain quantiles over all rows of the class. Only Python's standard library.

    python3 scripts/fit-wall-curve.py RESULTS.csv > data/hardware/wall_curve.json

RESULTS.csv: published SPECpower_ssj2008 results with the columns TDP, CPUChips, CPUCores, HW_MemAmountGB, Hardware_Availability_Year,
ActiveIdle, 10_AvgPower ... 100_AvgPower. The rows are not shipped; the coefficients and error figures are.
"""
import csv
import json
import math
import sys

LEVELS = ["ActiveIdle"] + [f"{k}_AvgPower" for k in range(10, 101, 10)]
Z90 = 1.6448536269514722
HALF_LIFE_YEARS = 4
CLASSES = [(1, 4), (5, 8), (9, None)]  # cores per socket


def weighted_median(pairs):
    pairs = sorted(pairs)
    half = sum(w for _, w in pairs) / 2
    reached = 0.0
    for value, weight in pairs:
        reached += weight
        if reached >= half:
            return value
    raise ValueError("no rows")


def quantile(values, q):
    values = sorted(values)
    position = q * (len(values) - 1)
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def read(path):
    rows = []
    for row in csv.DictReader(open(path, encoding="utf-8")):
        try:
            tdp = float(row["TDP"]) * int(float(row["CPUChips"]))
            cores = float(row["CPUCores"]) / int(float(row["CPUChips"]))
            gb = float(row["HW_MemAmountGB"])
            year = int(float(row["Hardware_Availability_Year"]))
            watts = [float(row[level]) for level in LEVELS]
        except ValueError:
            continue
        if tdp > 0 and gb > 0 and min(watts) > 0:
            rows.append((year, tdp, gb, watts, cores))
    return rows


def fit(rows, per_gb):
    newest = max(row[0] for row in rows)
    curve = []
    for level in range(len(LEVELS)):
        pairs = [
            (max(watts[level] - per_gb * gb, 0.01 * tdp) / tdp, 2 ** ((year - newest) / HALF_LIFE_YEARS))
            for year, tdp, gb, watts, _ in rows
        ]
        curve.append(weighted_median(pairs))
    for level in range(1, len(curve)):  # strictly rising
        curve[level] = max(curve[level], curve[level - 1] * 1.001)
    loss = sum(
        2 ** ((year - newest) / HALF_LIFE_YEARS) * abs(math.log(watts[level] / (tdp * curve[level] + per_gb * gb)))
        for year, tdp, gb, watts, _ in rows
        for level in range(len(LEVELS))
    )
    return curve, loss


def coverage(rows, ratios, down, up, level=None, since=0):
    inside = total = 0
    for (year, *_), row in zip(rows, ratios):
        if year < since:
            continue
        for r in row if level is None else [row[level]]:
            total += 1
            inside += 1 - Z90 * down <= r <= 1 + Z90 * up
    return round(inside / total, 3)


def fit_class(rows, cores_from, cores_to):
    per_gb = min((k / 100 for k in range(0, 61)), key=lambda g: fit(rows, g)[1])
    curve = [round(c, 4) for c in fit(rows, per_gb)[0]]
    ratios = [
        [watts[level] / (tdp * curve[level] + per_gb * gb) for level in range(len(LEVELS))]
        for _, tdp, gb, watts, _ in rows
    ]
    pooled = [r for row in ratios for r in row]
    # What idle errs beyond the error that the server shows at all levels.
    own = [row[0] / math.exp(sum(math.log(r) for r in row) / len(row)) for row in ratios]
    spread = spread_of(pooled)
    result = {
        "coresPerSocket": [cores_from, cores_to],
        "curve": curve,
        "perGB": per_gb,
        "spread": spread,
        "idleSpread": spread_of(own),
        "servers": len(rows),
        "years": [min(r[0] for r in rows), max(r[0] for r in rows)],
        "medianAbsError": round(quantile([abs(1 / r - 1) for r in pooled], 0.5), 3),
        "coverage90": coverage(rows, ratios, *spread),
        "coverage90Since2012": coverage(rows, ratios, *spread, since=2012),
        "coverage90AtIdle": coverage(rows, ratios, *spread, level=0),
        "coverage90AtFullLoad": coverage(rows, ratios, *spread, level=10),
    }
    return result, pooled


def spread_of(ratios):
    return [round((1 - quantile(ratios, 0.05)) / Z90, 3), round((quantile(ratios, 0.95) - 1) / Z90, 3)]


def main(path):
    rows = read(path)
    classes = []
    pooled = []
    for low, high in CLASSES:
        kept = [row for row in rows if row[4] >= low and (high is None or row[4] <= high)]
        result, ratios = fit_class(kept, low, high)
        classes.append(result)
        pooled += ratios
    json.dump(
        {
            "id": "wall-curve.server.1",
            "formula": "P(u) = TDP x sockets x curve(u) + perGB x GB",
            "unit": "W",
            "levels": [k / 10 for k in range(11)],
            "weight": "2^((year - newest) / 4): recent servers decide the curve",
            "medianAbsError": round(quantile([abs(1 / r - 1) for r in pooled], 0.5), 3),
            "classes": classes,
            "source": "Derived from published SPECpower_ssj2008 results, www.spec.org, by scripts/fit-wall-curve.py. "
            "SPEC and SPECpower_ssj are registered trademarks of the Standard Performance Evaluation Corporation.",
            "year": max(r[0] for r in rows),
            "licence": "derived coefficients; the results themselves are copyright SPEC and are not shipped",
            "url": "https://www.spec.org/power_ssj2008/results/",
        },
        sys.stdout,
        indent=2,
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
