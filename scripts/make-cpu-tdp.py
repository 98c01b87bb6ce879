#!/usr/bin/env python3
"""Makes data/hardware/cpu_tdp.csv (key, name, watts) from CodeCarbon's cpu_power.csv (MIT): Name,TDP.

The key follows src/hardware/cpu-name.ts (a test holds both together). Names whose key has two different TDPs, or no digit, are
left out: we do not guess.

    python3 scripts/make-cpu-tdp.py cpu_power.csv > data/hardware/cpu_tdp.csv
"""
import csv
import re
import sys

RULES = [
    (r"\((?:r|tm|c)\)|®|™", " "),
    (r"@.*$", " "),
    (r"\b(?:with|w/) radeon.*$", " "),
    (r"\b\d+(?:st|nd|rd|th) gen\b", " "),
    (r"\b(?:\d+|dual|quad|six|eight|twelve|sixteen)-core\b", " "),
    (r"\b(?:cpu|processor|apu|extreme edition)\b", " "),
    (r"\s+", " "),
]


def key_of(name):
    key = name.lower()
    for pattern, replacement in RULES:
        key = re.sub(pattern, replacement, key)
    return key.strip()


def main(path):
    found = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        try:
            watts = float(row["TDP"])
        except ValueError:
            sys.stderr.write(f"left out, no number: {row}\n")
            continue
        found.setdefault(key_of(row["Name"]), []).append((row["Name"], watts))
    print("key,name,tdp_w")
    for key in sorted(found):
        rows = found[key]
        if re.search(r"\d", key) and "," not in key and len({watts for _, watts in rows}) == 1 and rows[0][1] > 0:
            print(f"{key},{rows[0][0].replace(',', ' ')},{rows[0][1]:g}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
