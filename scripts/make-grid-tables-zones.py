#!/usr/bin/env python3
"""Makes the tables of states, zones, margins and continents.

    python3 scripts/make-grid-tables-zones.py FOLDER data

FOLDER holds ember_country_yearly.csv, ember_us_states_yearly.csv and ember_india_states_yearly.csv (Ember, CC BY 4.0),
electricitymaps_zones_yearly_2021_2025.csv (Electricity Maps, ODbL 1.0) and co2js_unfccc_ifi_marginal_2021.json (UNFCCC IFI, CC BY-SA).
Each licence has its own files; no file mixes two of them:

    data/grid/ember_states.csv, data/grid/continents.csv     Ember
    data/electricity-maps/zones.csv                          Electricity Maps
    data/unfccc-ifi/operating_margin.csv                     UNFCCC IFI
    data/grid/accounting.json                                derived ratios, no rows
"""
import csv
import json
import math
import sys
from pathlib import Path

US = dict(pair.split(":") for pair in """
Alabama:AL Alaska:AK Arizona:AZ Arkansas:AR California:CA Colorado:CO Connecticut:CT Delaware:DE Florida:FL Georgia:GA Hawaii:HI Idaho:ID
Illinois:IL Indiana:IN Iowa:IA Kansas:KS Kentucky:KY Louisiana:LA Maine:ME Maryland:MD Massachusetts:MA Michigan:MI Minnesota:MN
Mississippi:MS Missouri:MO Montana:MT Nebraska:NE Nevada:NV New_Hampshire:NH New_Jersey:NJ New_Mexico:NM New_York:NY North_Carolina:NC
North_Dakota:ND Ohio:OH Oklahoma:OK Oregon:OR Pennsylvania:PA Rhode_Island:RI South_Carolina:SC South_Dakota:SD Tennessee:TN Texas:TX
Utah:UT Vermont:VT Virginia:VA Washington:WA Washington,_D.C.:DC West_Virginia:WV Wisconsin:WI Wyoming:WY
""".split())

INDIA = dict(pair.split(":") for pair in """
Andaman_and_Nicobar:AN Andhra_Pradesh:AP Arunachal_Pradesh:AR Assam:AS Bihar:BR Chandigarh:CH Chhattisgarh:CG
Dadra_and_Nagar_Haveli_and_Daman_and_Diu:DH Delhi:DL Goa:GA Gujarat:GJ Haryana:HR Himachal_Pradesh:HP Jammu_and_Kashmir:JK Jharkhand:JH
Karnataka:KA Kerala:KL Ladakh:LA Lakshadweep:LD Madhya_Pradesh:MP Maharashtra:MH Manipur:MN Meghalaya:ML Mizoram:MZ Nagaland:NL Odisha:OD
Puducherry:PY Punjab:PB Rajasthan:RJ Sikkim:SK Tamil_Nadu:TN Telangana:TS Tripura:TR Uttar_Pradesh:UP Uttarakhand:UK West_Bengal:WB
""".split())

# The zone of Electricity Maps that supplies most of a state, where one plainly does: US balancing authorities and regional operators
# (EIA, Hourly Electric Grid Monitor), India's regional grids (Grid Controller of India). States that several share have none.
MAIN_ZONE = dict(pair.split(":") for pair in """
US-AK:US-AK US-CA:US-CAL-CISO US-CO:US-NW-PSCO US-CT:US-NE-ISNE US-DC:US-MIDA-PJM US-DE:US-MIDA-PJM US-FL:US-FLA-FPL
US-GA:US-SE-SOCO US-AL:US-SE-SOCO US-HI:US-HI US-ID:US-NW-IPCO US-IA:US-MIDW-MISO US-IL:US-MIDA-PJM US-IN:US-MIDW-MISO
US-KS:US-CENT-SWPP US-LA:US-MIDW-MISO US-MA:US-NE-ISNE US-MD:US-MIDA-PJM US-ME:US-NE-ISNE US-MI:US-MIDW-MISO
US-MN:US-MIDW-MISO US-MT:US-NW-NWMT US-NE:US-CENT-SWPP US-NH:US-NE-ISNE US-NJ:US-MIDA-PJM 
US-NV:US-NW-NEVP US-NY:US-NY-NYIS US-OH:US-MIDA-PJM US-OK:US-CENT-SWPP US-PA:US-MIDA-PJM US-RI:US-NE-ISNE US-SD:US-CENT-SWPP
US-TN:US-TEN-TVA US-TX:US-TEX-ERCO US-UT:US-NW-PACE US-VA:US-MIDA-PJM US-VT:US-NE-ISNE US-WI:US-MIDW-MISO US-WV:US-MIDA-PJM
IN-CH:IN-NO IN-DL:IN-NO IN-HP:IN-NO IN-HR:IN-NO IN-JK:IN-NO IN-LA:IN-NO IN-PB:IN-NO IN-RJ:IN-NO IN-UK:IN-NO IN-UP:IN-NO
IN-CG:IN-WE IN-DH:IN-WE IN-GA:IN-WE IN-GJ:IN-WE IN-MH:IN-WE IN-MP:IN-WE
IN-AP:IN-SO IN-KA:IN-SO IN-KL:IN-SO IN-PY:IN-SO IN-TN:IN-SO IN-TS:IN-SO
IN-BR:IN-EA IN-JH:IN-EA IN-OD:IN-EA IN-SK:IN-EA IN-WB:IN-EA
IN-AR:IN-NE IN-AS:IN-NE IN-ML:IN-NE IN-MN:IN-NE IN-MZ:IN-NE IN-NL:IN-NE IN-TR:IN-NE
""".split())

# Names that say nothing without their country, or that belong to another place too.
ZONE_NAMES = {
    "FO-MI": "Faroe Main Islands",
    "FO-SI": "Faroe South Island",
    "MY-EM": "Malaysian Borneo",
    "MY-WM": "Peninsular Malaysia",
    "RU-1": "Russia Europe-Ural",
    "RU-2": "Russia Siberia",
    "RU-AS": "Russia East",
    "CL-SEN": "Chile Sistema Eléctrico Nacional",
    "IN": "India",
    "US-CAL-CISO": "California ISO",
    "US-NE-ISNE": "ISO New England",
    "VI": "U.S. Virgin Islands",
    "XK": "Kosovo",
}

# Places that only Electricity Maps has; their continents are by hand.
ONLY_THERE = {
    "AX": ("ALA", "Europe"), "CF": ("CAF", "Africa"), "CW": ("CUW", "North America"), "FM": ("FSM", "Oceania"), "GI": ("GIB", "Europe"),
    "GS": ("SGS", "South America"), "PW": ("PLW", "Oceania"), "TL": ("TLS", "Asia"), "YT": ("MYT", "Africa"),
}


def read(path):
    return list(csv.DictReader(open(path, encoding="utf-8")))


def newest(rows, key, value):
    out = {}
    for row in rows:
        if row[value] != "" and (row[key] not in out or int(row["year"]) > int(out[row[key]]["year"])):
            out[row[key]] = row
    return out


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        for row in rows:
            assert not any("," in str(cell) for cell in row), row
            file.write(",".join(str(cell) for cell in row) + "\n")


def states(folder, out):
    rows, totals = [], {}
    for name, codes, country, prefix in (("us", US, "USA", "US"), ("india", INDIA, "IND", "IN")):
        for state, row in newest(read(folder / f"ember_{name}_states_yearly.csv"), "state", "emissions_intensity_gco2_per_kwh").items():
            value = float(row["emissions_intensity_gco2_per_kwh"])
            if state.endswith(" Total"):
                totals[country] = value
                continue
            if state == "Puerto Rico":  # a country of the other table
                continue
            place = f"{prefix}-{codes[state.replace(' ', '_')]}"
            label = "District of Columbia" if state == "Washington, D.C." else state
            rows.append((place, country, label, row["year"], f"{value:g}", MAIN_ZONE.get(place, "")))
    assert len({row[0] for row in rows}) == len(rows)
    write(out / "grid" / "ember_states.csv", "place,country,name,year,g_per_kwh,zone", sorted(rows))
    return rows, totals


def zones(folder, out, iso3):
    by_zone = {}
    for row in read(folder / "electricitymaps_zones_yearly_2021_2025.csv"):
        by_zone.setdefault(row["zone"], {})[int(row["year"])] = row
    rows = []
    for zone, years in sorted(by_zone.items()):
        year = max(years)
        row = years[year]
        country = iso3.get(zone.split("-")[0]) or ONLY_THERE[zone.split("-")[0]][0]
        name = ZONE_NAMES.get(zone, row["zone_name"]).replace(", Inc.", " Inc.")
        rows.append((zone, country, name, year, f"{float(row['carbon_intensity_gco2eq_kwh_lifecycle']):g}"))
    write(out / "electricity-maps" / "zones.csv", "zone,country,name,year,g_per_kwh", rows)
    return by_zone


def margins(folder, out, known):
    rows = []
    for entry in json.loads((folder / "co2js_unfccc_ifi_marginal_2021.json").read_text(encoding="utf-8")).values():
        code, value = entry["country_code_iso_3"], entry["Operating Margin Grid Emission"]
        if entry["unfccc_country_name"].startswith("Canary"):  # the origin gives it the code of the Cayman Islands
            continue
        # An operating margin of zero says that no plant follows the load; as a marginal intensity it would mislead.
        if code in known and value not in ("", None) and float(value) > 0:
            rows.append((code, f"{float(value):g}"))
    assert len({row[0] for row in rows}) == len(rows)
    write(out / "unfccc-ifi" / "operating_margin.csv", "country,g_per_kwh", sorted(rows))


def continents(folder, out):
    found = {row["country_code"]: row["continent"] for row in read(folder / "ember_country_yearly.csv") if row["country_code"]}
    found.update(dict(ONLY_THERE.values()))
    write(out / "grid" / "continents.csv", "country,continent", sorted(found.items()))


def quantile(values, q):
    at = q * (len(values) - 1)
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def accounting(rows, totals, by_zone, ember, out):
    """How far what a state uses is from what it makes: its grid's figure over its own; and the country's over that of its states together."""
    ratios = sorted(
        float(by_zone[zone][int(year)]["carbon_intensity_gco2eq_kwh_lifecycle"]) / float(value)
        for place, _, _, year, value, zone in rows
        if place.startswith("US-") and zone and int(year) in by_zone[zone]
    )
    z90 = 1.6448536269514722
    low, high = quantile(ratios, 0.05), quantile(ratios, 0.95)
    levels = {code: round(float(ember[code]["emissions_intensity_gco2_per_kwh"]) / total, 3) for code, total in totals.items()}
    text = {
        "id": "accounting.1",
        "about": "What a state's power plants emit for each kWh, and what its sockets do: relative sds (90 %: value × (1 − z·down), value × (1 + z·up)) for a state whose grid is not known.",
        "states": len(ratios),
        "median": round(quantile(ratios, 0.5), 3),
        "p05": round(low, 3),
        "p95": round(high, 3),
        "spread": [round((1 - low) / z90, 3), round((high - 1) / z90, 3)],
        "countryOverSumOfStates": levels,
        "differBy": 2,
        "differByNote": "judged: a state whose own figure is less than half or more than twice its grid's has plants that cannot stand for its sockets, and its grid's figure is the default",
        "source": "Derived by scripts/make-grid-tables-zones.py: Electricity Maps (consumption) over Ember (production), states of the United States with one main grid",
        "year": 2024,
        "licence": "derived statistics",
    }
    (out / "grid" / "accounting.json").write_text(json.dumps(text, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(folder, out):
    table = [line.split(",") for line in (out / "grid" / "ember_country.csv").read_text(encoding="utf-8").splitlines()[1:]]
    iso3 = {row[1]: row[0] for row in table if row[1]}
    # Countries of the newest table whose codes Ember's country table had not, or had with a year of zero.
    for code, (alpha3, _) in ONLY_THERE.items():
        iso3.setdefault(code, alpha3)
    rows, totals = states(folder, out)
    by_zone = zones(folder, out, iso3)
    margins(folder, out, set(iso3.values()))
    continents(folder, out)
    ember = {row["country_code"]: row for row in read(folder / "ember_country_yearly.csv") if row["year"] == "2024"}
    accounting(rows, totals, by_zone, ember, out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
