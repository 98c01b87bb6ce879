#!/usr/bin/env python3
"""Makes data/grid/ember_country.csv and data/grid/timezones.csv.

    python3 scripts/make-grid-tables.py EMBER_YEARLY.csv /usr/share/zoneinfo data/grid

EMBER_YEARLY.csv: Ember's yearly electricity data (CC BY 4.0), columns country_or_region, country_code, year,
emissions_intensity_gco2_per_kwh. The newest year of each country and aggregate is kept.
zoneinfo: zone1970.tab, zone.tab and tzdata.zi of the IANA time zone database (public domain). A zone of zone1970.tab has all countries that
share its clock; a zone that only zone.tab names has its own country; a link has the countries of its target.
"""
import csv
import sys
from pathlib import Path

ISO2 = dict(pair.split(":") for pair in """
AFG:AF ALB:AL DZA:DZ ASM:AS AGO:AO ATG:AG ARG:AR ARM:AM ABW:AW AUS:AU AUT:AT AZE:AZ BHS:BS BHR:BH BGD:BD BRB:BB BLR:BY BEL:BE BLZ:BZ
BEN:BJ BTN:BT BOL:BO BIH:BA BWA:BW BRA:BR BRN:BN BGR:BG BFA:BF BDI:BI CPV:CV KHM:KH CMR:CM CAN:CA CYM:KY CAF:CF TCD:TD CHL:CL CHN:CN
COL:CO COM:KM COG:CG COD:CD COK:CK CRI:CR CIV:CI HRV:HR CUB:CU CYP:CY CZE:CZ DNK:DK DJI:DJ DMA:DM DOM:DO ECU:EC EGY:EG SLV:SV GNQ:GQ
ERI:ER EST:EE SWZ:SZ ETH:ET FLK:FK FRO:FO FJI:FJ FIN:FI FRA:FR GUF:GF PYF:PF GAB:GA GMB:GM GEO:GE DEU:DE GHA:GH GRC:GR GRL:GL GRD:GD
GLP:GP GUM:GU GTM:GT GIN:GN GNB:GW GUY:GY HTI:HT HND:HN HKG:HK HUN:HU ISL:IS IND:IN IDN:ID IRN:IR IRQ:IQ IRL:IE ISR:IL ITA:IT JAM:JM
JPN:JP JOR:JO KAZ:KZ KEN:KE KIR:KI XKX:XK KWT:KW KGZ:KG LAO:LA LVA:LV LBN:LB LSO:LS LBR:LR LBY:LY LTU:LT LUX:LU MAC:MO MDG:MG MWI:MW
MYS:MY MDV:MV MLI:ML MLT:MT MTQ:MQ MRT:MR MUS:MU MEX:MX MDA:MD MNG:MN MNE:ME MSR:MS MAR:MA MOZ:MZ MMR:MM NAM:NA NRU:NR NPL:NP NLD:NL
NCL:NC NZL:NZ NIC:NI NER:NE NGA:NG PRK:KP MKD:MK NOR:NO OMN:OM PAK:PK PSE:PS PAN:PA PNG:PG PRY:PY PER:PE POL:PL PRT:PT PRI:PR QAT:QA
REU:RE ROU:RO RUS:RU RWA:RW KNA:KN LCA:LC SPM:PM VCT:VC WSM:WS STP:ST SAU:SA SEN:SN SRB:RS SYC:SC SLE:SL SGP:SG SVK:SK SVN:SI SLB:SB
SOM:SO ZAF:ZA KOR:KR SSD:SS ESP:ES LKA:LK SDN:SD SUR:SR SWE:SE CHE:CH SYR:SY TWN:TW TJK:TJ TZA:TZ THA:TH PHL:PH TGO:TG TON:TO TTO:TT
TUN:TN TUR:TR TKM:TM TCA:TC UGA:UG UKR:UA ARE:AE GBR:GB USA:US URY:UY UZB:UZ VUT:VU VEN:VE VNM:VN VGB:VG VIR:VI YEM:YE ZMB:ZM ZWE:ZW
""".split())

NAMES = {
    "Bosnia Herzegovina": "Bosnia and Herzegovina",
    "Cook Islands (the)": "Cook Islands",
    "Cote d'Ivoire": "Côte d'Ivoire",
    "Falkland Islands [Malvinas]": "Falkland Islands",
    "Lao": "Laos",
    "Palestine, State of": "Palestine",
    "Reunion": "Réunion",
    "Tanzania, the United Republic of": "Tanzania",
    "The Philippines": "Philippines",
    "Viet Nam": "Vietnam",
    "Virgin Islands (British)": "British Virgin Islands",
    "Virgin Islands (U.S.)": "U.S. Virgin Islands",
}


def countries(path, out):
    newest = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        if row["emissions_intensity_gco2_per_kwh"] == "":
            continue
        name = row["country_or_region"]
        if name not in newest or int(row["year"]) > int(newest[name]["year"]):
            newest[name] = row
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("zone,iso2,name,year,g_per_kwh\n")
        for name, row in sorted(newest.items(), key=lambda item: (item[1]["country_code"] == "", item[0])):
            code = row["country_code"]
            if float(row["emissions_intensity_gco2_per_kwh"]) <= 0:  # no life-cycle intensity is zero
                print(f"left out, zero: {name} {row['year']}", file=sys.stderr)
                continue
            iso2 = ISO2[code] if code else ""
            label = NAMES.get(name, name)
            assert "," not in label, label
            file.write(f"{code or label},{iso2},{label},{row['year']},{float(row['emissions_intensity_gco2_per_kwh']):g}\n")


def table(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            codes, _, zone = line.rstrip("\n").split("\t")[:3]
            yield zone, codes.split(",")


def timezones(folder, out):
    zones = dict(table(folder / "zone.tab"))
    zones.update(table(folder / "zone1970.tab"))
    version = ""
    links = {}
    for line in open(folder / "tzdata.zi", encoding="utf-8"):
        if line.startswith("# version"):
            version = line.split()[2]
        if line.startswith("L "):
            _, target, name = line.split()
            links[name] = target
    for name, target in links.items():
        if name not in zones and target in zones:
            zones[name] = zones[target]
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("time_zone,countries\n")
        for name in sorted(zones):
            file.write(f"{name},{' '.join(zones[name])}\n")
    print(f"time zones of tzdata {version}: {len(zones)}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    target = Path(sys.argv[3])
    countries(sys.argv[1], target / "ember_country.csv")
    timezones(Path(sys.argv[2]), target / "timezones.csv")
