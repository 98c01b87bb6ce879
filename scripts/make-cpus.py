#!/usr/bin/env python3
"""Makes data/hardware/cpus.csv from CodeCarbon's cpu_power.csv (MIT; Name,TDP) and the tables in scripts/cpus.

generations.csv tells vendor, segment and year by what a name says of its generation; cores.csv the cores of a package; additions.csv
holds CPUs that CodeCarbon's table lacks, or has wrong. The key follows src/hardware/cpu-name.ts (a test holds both together). Names whose key has two
different TDPs, or no digit, are left out: we do not guess.

    python3 scripts/make-cpus.py cpu_power.csv > data/hardware/cpus.csv
"""
import csv
import os
import re
import sys

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cpus")
RULES = [
    (r"\((?:r|tm|c)\)|®|™", " "),
    (r"@.*$", " "),
    (r"\b(?:with|w/) radeon.*$", " "),
    (r"\b\d+(?:st|nd|rd|th) gen\b", " "),
    (r"\b(?:\d+|dual|quad|six|eight|twelve|sixteen)-core\b", " "),
    (r"\b(?:cpu|processor|apu|extreme edition)\b", " "),
    (r"\s+", " "),
]
COLUMNS = ["key", "name", "tdp_w", "vendor", "segment", "cores", "year", "source", "source_year", "licence", "url"]


def key_of(name):
    key = name.lower()
    for pattern, replacement in RULES:
        key = re.sub(pattern, replacement, key)
    return key.strip()


def whole_name(name):
    """CodeCarbon's table has some of AMD's names without maker and family."""
    if re.match(r"[346]\d{3}( (HE|EE|SE))?$", name):
        return f"AMD Opteron {name}"
    name = re.sub(r"^(AMD )?\d+th Gen (AMD )?(?=(PRO|FX|A\d+|E\d|Athlon)[- ])", "AMD ", name)
    if re.match(r"(FX|A\d+|E\d)[- ]", name):
        return f"AMD {name}"
    return name


def table(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def vendor_of(key):
    return next((vendor for vendor in ("intel", "amd", "apple") if key.startswith(vendor)), "amd" if AMD.search(key) else "other")


# CodeCarbon's table has AMD's names without their maker here and there.
AMD = re.compile(r"^(athlon|opteron|phenom|sempron|turion|fx-|a\d+-|ryzen|epyc|\d{3,4}[a-z]?$|[a-z]{1,2}-?\d)")


def main(path):
    generations = [(re.compile(row["pattern"]), row) for row in table("generations.csv")]
    cores = {key_of(row["name"]): row["cores"] for row in table("cores.csv")}
    found = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        try:
            watts = float(row["TDP"])
        except ValueError:
            sys.stderr.write(f"left out, no number: {row}\n")
            continue
        name = whole_name(row["Name"].replace(",", " ").strip())
        found.setdefault(key_of(name), []).append((name, watts))
    rows = {}
    for key, names in found.items():
        if re.search(r"\d", key) and "," not in key and len({watts for _, watts in names}) == 1 and names[0][1] > 0:
            rows[key] = {"name": names[0][0], "tdp_w": f"{names[0][1]:g}", "source": "codecarbon", "source_year": "2026", "licence": "MIT"}
    for row in table("additions.csv"):
        if key_of(row["name"]) in rows:
            sys.stderr.write(f"corrected: {row['name']}, not {rows[key_of(row['name'])]['tdp_w']} W\n")
        rows[key_of(row["name"])] = row
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for key in sorted(rows):
        generation = next((row for pattern, row in generations if pattern.search(key)), {})
        facts = {"vendor": generation.get("vendor") or vendor_of(key), "segment": generation.get("segment") or "unknown",
                 "year": generation.get("year") or "", "cores": cores.get(key, "")}
        writer.writerow({"key": key, **facts, **{column: text for column, text in rows[key].items() if text}})
    for key in sorted(set(cores) - set(rows)):
        sys.stderr.write(f"cores of no CPU of the table: {key}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
