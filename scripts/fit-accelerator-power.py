#!/usr/bin/env python3
"""Checks data/hardware/accelerator_power.json against measured trainings (Zeus, NSDI 2023; ml-energy/zeus, Apache-2.0).

FOLDER holds zeus_nsdi23_summary_power_*.csv: mean power of one GPU by data set, network, batch size and power limit. Only runs at the
highest limit count (the limit is then the board power). Printed: quantiles of power / limit over all these runs, and over the larger half
of each network's batch sizes, where the device has little to wait for; and how many of them the table's intervals contain.

    python3 scripts/fit-accelerator-power.py FOLDER
"""
import collections
import csv
import glob
import json
import os
import statistics
import sys


def quantile(values, part):
    values = sorted(values)
    place = part * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def runs_of(path):
    rows = list(csv.DictReader(open(path, encoding="utf-8")))
    limit = max(float(row["power_limit"]) for row in rows)
    by_network = collections.defaultdict(list)
    for row in rows:
        if float(row["power_limit"]) == limit:
            by_network[row["dataset"], row["network"]].append((int(row["batch_size"]), float(row["average_power"]) / limit))
    return by_network


def report(name, parts, wanted):
    inside = sum(wanted["low"] <= part <= wanted["high"] for part in parts) / len(parts)
    error = statistics.median(abs(wanted["value"] / part - 1) for part in parts)
    shown = " ".join(f"{quantile(parts, q):.2f}" for q in (0.05, 0.25, 0.5, 0.75, 0.95))
    print(f"{name:36} n {len(parts):3}  p5 p25 p50 p75 p95: {shown}  inside {inside:.0%}  median error {error:.0%}")


def main(folder):
    here = os.path.dirname(os.path.abspath(__file__))
    table = json.load(open(os.path.join(here, "../data/hardware/accelerator_power.json"), encoding="utf-8"))
    everything, busy, medians = [], [], []
    for path in sorted(glob.glob(os.path.join(folder, "zeus_nsdi23_summary_power_*.csv"))):
        card = os.path.basename(path).rsplit("_", 1)[1][:-4]
        of_card = []
        for network, runs in runs_of(path).items():
            of_card += [part for _, part in runs]
            largest = sorted(runs)[len(runs) // 2:]
            if network[1] != "ncf":
                busy += [part for _, part in largest]
            medians.append(statistics.median(part for _, part in largest))
        report(f"{card}: all runs", of_card, table["training"]["ofTdp"])
        everything += of_card
    report("all runs, training", everything, table["training"]["ofTdp"])
    report("one figure a network and card", medians, table["training"]["ofTdp"])
    report("larger batches without ncf, full", busy, table["atUtilisation"]["full"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
