#!/usr/bin/env python3
"""Makes data/cloud/instances.csv and data/grid/gcp_region_carbon.csv.

FOLDER holds the published tables under the names of their origin (see data/SOURCES.md):
  hardware/ccf_{aws,gcp}_instances_latest_2026.csv, hardware/ccf_azure_instances.csv,
  hardware/ccf_coefficients_{aws,gcp,azure}_embodied.csv, validation/teads_aws_instances.csv,
  cloud/gcp_region_carbon_2024.csv

scripts/cloud-instances.csv, kept by hand, adds accelerators and the series that those tables do not have; a cell that it fills stands
before theirs.

    python3 scripts/make-cloud-tables.py FOLDER
"""
import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COLUMNS = "provider,type,vcpus,memory_gib,cpu,host_threads,host_memory_gib,accelerator,accelerator_count,embodied_kg,source".split(",")
# Cloud Carbon Footprint counts each accelerator as 150 kg within a platform's total.
PER_ACCELERATOR_KG = 150

# The same CPU, as the kernel writes it; a generation that the cloud does not name further stays as it is.
CPU_NAMES = [
    (r"^2nd Gen ", ""),
    (r"^Annapurna Labs Graviton$", "AWS Graviton"),
    (r" Processor$", ""),
    (r"^Intel Broadwell E5", "Intel Xeon E5"),
    (r"^Intel Haswell E7 8880v3", "Intel Xeon E7-8880 v3"),
    (r"^Intel Skylake P-8175$", "Intel Xeon Platinum 8175M"),
    (r"^Intel Cascade Lake P-", "Intel Xeon Platinum "),
    (r"^Intel Xeon Platinum 8259L$", "Intel Xeon Platinum 8259CL"),
    (r"^Intel Xeon Ice Lake( 8375C)?$", "Intel Xeon Platinum 8375C"),
    (r"^Intel Emerald Rapids$", "Intel Xeon Emerald Rapids"),
    (r"^Intel Xeon Scalable Platinum", "Intel Xeon Platinum"),
    (r" chip with .*| with .*-core CPU", ""),
    (r"(?<= )V(?=\d$)", "v"),
    (r"^(?=Xeon|Core)", "Intel "),
    (r"^(?=EPYC)", "AMD "),
    (r"^(?=Graviton)", "AWS "),
    (r"^Intel Xeon Family$", ""),
]
# Azure's pages name the CPUs of each series; the source keeps only their generations.
AZURE_CPUS = {
    "Haswell": "Intel Xeon E5-2673 v3",
    "Broadwell": "Intel Xeon E5-2673 v4",
    "Skylake": "Intel Xeon Platinum 8171M",
    "Cascade Lake": "Intel Xeon Platinum 8272CL",
    "Coffee Lake": "Intel Xeon E-2288G",
    "EPYC 1st Gen": "AMD EPYC 7551",
    "EPYC 2nd Gen": "AMD EPYC 7452",
    "EPYC 3rd Gen": "AMD EPYC 7763",
}
# A type that runs on several generations has no one CPU; then the newest of those that the source lists stands for it.
NEWEST_FIRST = ["EPYC 3rd Gen", "EPYC 2nd Gen", "EPYC 1st Gen", "Cascade Lake", "Coffee Lake", "Skylake", "Broadwell", "Haswell"]


def cpu_name(text):
    name = text.strip().replace("\u2011", "-")
    for pattern, replacement in CPU_NAMES:
        name = re.sub(pattern, replacement, name)
    return name.strip()


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    try:
        return float(str(text).strip())
    except ValueError:
        return None


def aws(folder):
    rows = {}
    platform_kg = {}
    for row in read(folder / "hardware/ccf_aws_instances_latest_2026.csv"):
        kind = row["Instance Type"]
        rows[kind] = dict(vcpus=number(row["vCPUs"]), memory_gib=number(row["Memory (GiB)"]), cpu=cpu_name(row["Platform CPU Name"]), source="ccf-aws")
        tonnes = number(row["Platform Embedded Emissions (mtCo2eq)"])
        if tonnes:
            platform_kg[kind] = tonnes * 1000
    for row in read(folder / "hardware/ccf_coefficients_aws_embodied.csv"):
        platform_kg.setdefault(row["type"], number(row["total"]))
    for row in read(folder / "validation/teads_aws_instances.csv"):
        kind = row["Instance type"]
        if kind.count(".") > 1 or kind.split(".")[0] in ("cache", "db", "ds2", "dc2", "ra3"):
            continue  # managed databases and searches, not machines that one rents
        known = rows.setdefault(kind, dict(vcpus=number(row["Instance vCPU"]), memory_gib=number(row["Instance Memory (in GB)"]), source="teads"))
        known.update(cpu=cpu_name(row["Platform CPU Name"]), host_threads=number(row["Platform Total Number of vCPU"]), host_memory_gib=number(row["Platform Memory (in GB)"]))
    families = {}
    for kind, row in rows.items():
        family = kind.split(".")[0].removesuffix("-flex")
        families.setdefault(family, []).append(row)
    for kind, row in rows.items():
        # As the kernel of these families names it; the others of this generation have further CPUs.
        if row["cpu"] == "Intel Xeon Sapphire Rapids" and not kind.startswith(("u7", "r7iz")):
            row["cpu"] = "Intel Xeon Platinum 8488C"
        if ".metal" in kind:  # the whole of its host, also where the family has a larger one
            row.update(host_threads=row["vcpus"], host_memory_gib=row["memory_gib"])
            continue
        family = families[kind.split(".")[0].removesuffix("-flex")]
        # The family's largest size is taken for its host.
        row.setdefault("host_threads", max(other["vcpus"] for other in family))
        row.setdefault("host_memory_gib", max(other["memory_gib"] for other in family))
        row["host_threads"] = max(row["host_threads"], row["vcpus"])
        row["host_memory_gib"] = max(row["host_memory_gib"], row["memory_gib"])
    return rows, platform_kg


def gcp(folder):
    rows = {}
    largest = {}
    for row in read(folder / "hardware/ccf_gcp_instances_latest_2026.csv"):
        kind = row["Instance Type"]
        if kind == "a2-highgpu-16g":
            continue  # the source's slip for a2-megagpu-16g
        vcpus = number(row["Instance vCPU"])
        rows[kind] = dict(vcpus=vcpus, memory_gib=number(row["Instance Memory"]), cpu=cpu_name(row["CPU Name"]), source="ccf-gcp")
        series = kind.split("-")[0]
        largest[series] = max(largest.get(series, 0), vcpus or 0)
    for kind, row in rows.items():
        series = kind.split("-")[0]
        if kind.endswith("metal"):
            row["host_threads"] = row["vcpus"]
        elif series not in ("e2", "f1", "g1"):  # these float over hosts of several kinds
            row["host_threads"] = largest[series]
    platform_kg = {}
    for row in read(folder / "hardware/ccf_coefficients_gcp_embodied.csv"):
        platform_kg.setdefault(row["type"], number(row["total"]))
    return rows, platform_kg


def azure(folder):
    rows = {}
    generations = {}
    for row in read(folder / "hardware/ccf_azure_instances.csv"):
        if row["Series"].startswith("SAP"):
            continue  # whole machines for one product, not sizes that the metadata names
        kind = azure_type(row["Virtual Machine"])
        constrained = re.match(r"Standard_[A-Z]+\d+-(\d+)", kind)
        vcpus = number(constrained.group(1)) if constrained else number(row["Instance vCPUs"])
        platform = number(row["Platform vCPUs (highest vCPU possible)"])
        rows[kind] = dict(vcpus=vcpus, memory_gib=number(row["Instance Memory"]), host_threads=platform, host_memory_gib=number(row["Platform Memory"]), source="ccf-azure")
        generations.setdefault(kind, set()).add(row["Microarchitecture"])
        rows[kind]["series"] = row["Series"]
    for kind, row in rows.items():
        newest = next((name for name in NEWEST_FIRST if name in generations[kind]), None)
        row["cpu"] = AZURE_CPUS.get(newest, "")
        if row["host_threads"] and row["host_threads"] < row["vcpus"]:
            row["host_threads"] = row["vcpus"]
        if row.pop("series") == "Constrained vCPUs capable":
            row["host_threads"] = row["host_memory_gib"] = None  # there the source has the size without the constraint
    platform_kg = {}
    for row in read(folder / "hardware/ccf_coefficients_azure_embodied.csv"):
        platform_kg.setdefault(azure_type(row["type"]), number(row["total"]))
    return rows, platform_kg


def azure_type(name):
    return "Standard_" + name.strip().replace(" ", "_")


def by_hand(tables):
    for row in read(HERE / "scripts/cloud-instances.csv"):
        rows = tables.setdefault(row["provider"], ({}, {}))[0]
        known = rows.setdefault(row["type"], {})
        source = known.get("source") if row["vcpus"] == "" else None
        for name in ("vcpus", "memory_gib", "host_threads", "host_memory_gib", "accelerator_count"):
            if row[name] != "":
                known[name] = number(row[name])
        for name in ("cpu", "accelerator"):
            if row[name] != "":
                known[name] = row[name]
        # The row's source is that of its accelerators, or of its size where it has none.
        known["source"] = row["source"] if row["accelerator"] or source is None else source
        if known.get("host_threads") and known.get("vcpus", 0) > known["host_threads"]:
            known["host_threads"] = known["vcpus"]


def family_of(kind):
    """`g5` of `g5.xlarge`, `a2` of `a2-highgpu-1g`, `Standard_NC24` and its sisters by their letters and version."""
    azure_name = re.match(r"Standard_([A-Za-z]+?)\d+(?:-\d+)?(\D.*)?$", kind)
    if azure_name:
        return azure_name.group(1) + (azure_name.group(2) or "")
    return re.split(r"[.]|-(?=[^-]*$)", kind)[0]


def embodied(row, kg, of_host):
    """The instance's part of its platform: by threads, its accelerators by their number."""
    if not kg or not row.get("host_threads"):
        return None
    share = min(1, row["vcpus"] / row["host_threads"])
    own = row.get("accelerator_count") or 0
    return max(0, kg - PER_ACCELERATOR_KG * of_host) * share + PER_ACCELERATOR_KG * own


def cell(value):
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def write_instances(folder):
    tables = {"aws": aws(folder), "gcp": gcp(folder), "azure": azure(folder)}
    by_hand(tables)
    path = HERE / "data/cloud/instances.csv"
    with open(path, "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(COLUMNS)
        count = 0
        for provider in sorted(tables):
            rows, platform_kg = tables[provider]
            largest_kg, accelerators = {}, {}
            for kind, row in rows.items():
                family = family_of(kind)
                largest_kg[family] = max(largest_kg.get(family, 0), platform_kg.get(kind) or 0)
                accelerators[family] = max(accelerators.get(family, 0), row.get("accelerator_count") or 0)
            for kind in sorted(rows):
                row = rows[kind]
                if not row.get("vcpus") or not row.get("memory_gib"):
                    sys.stderr.write(f"left out, no size: {provider} {kind}\n")
                    continue
                family = family_of(kind)
                kg = embodied(row, platform_kg.get(kind) or largest_kg[family], accelerators[family])
                row.update(provider=provider, type=kind, embodied_kg=None if kg is None else float(round(kg)))
                writer.writerow([cell(row.get(name)) for name in COLUMNS])
                count += 1
    sys.stderr.write(f"{path.name}: {count} rows\n")


def write_region_carbon(folder):
    path = HERE / "data/grid/gcp_region_carbon.csv"
    rows = read(folder / "cloud/gcp_region_carbon_2024.csv")
    with open(path, "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["region", "year", "g_per_kwh", "carbon_free_share"])
        for row in sorted(rows, key=lambda row: row["Google Cloud Region"]):
            grams = number(row["Grid carbon intensity (gCO2eq / kWh)"])
            share = number(row["Google CFE"])
            writer.writerow([row["Google Cloud Region"], 2024, cell(grams), cell(share)])
    sys.stderr.write(f"{path.name}: {len(rows)} rows\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_instances(Path(sys.argv[1]))
    write_region_carbon(Path(sys.argv[1]))
