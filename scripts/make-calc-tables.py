"""Makes the tables of published calculators in data/calc from the folders `hardware` and `cloud` of the given directory.

usage: make-calc-tables.py DIR

- lacoste2019_hardware.csv, lacoste2019_regions.csv: gpus.csv and impact.csv of mlco2/impact (MIT)
- lannelongue2021_gpus.csv, lannelongue2021_cores.csv: TDP tables of green-algorithms-tool (CC BY 4.0)

They are kept as their sources have them, faults included: they only serve `--method`, never our own estimates.
"""

import csv
import sys
from pathlib import Path

source = Path(sys.argv[1])
target = Path(__file__).parent.parent / "data" / "calc"


def write(name, header, rows):
    with open(target / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


with open(source / "hardware" / "mlco2_gpus.csv", newline="") as file:
    rows = [(row["name"].strip(), row["tdp_watts"]) for row in csv.DictReader(file) if row["tdp_watts"]]
write("lacoste2019_hardware.csv", ("name", "w"), rows)

with open(source / "cloud" / "mlco2_cloud_impact.csv", newline="") as file:
    rows = [
        (row["provider"], row["region"], row["impact"], row["offsetRatio"] or "0")
        for row in csv.DictReader(file)
        if row["impact"]
    ]
write("lacoste2019_regions.csv", ("provider", "region", "g_per_kwh", "offset_percent"), rows)

for name, column, out in (
    ("greenalgorithms_TDP_gpu.csv", "TDP_per_core", "lannelongue2021_gpus.csv"),
    ("greenalgorithms_TDP_cpu.csv", "TDP_per_core", "lannelongue2021_cores.csv"),
):
    with open(source / "hardware" / name, newline="") as file:
        next(file)  # a line of units above the header
        rows = [(row["model"].strip(), row[column]) for row in csv.DictReader(file) if row[column]]
    write(out, ("name", "w"), rows)
