#!/usr/bin/env python3
"""Makes data/grid/ember_country.csv and data/grid/timezones.csv.

    python3 scripts/make-grid-tables.py EMBER_YEARLY.csv /usr/share/zoneinfo data/grid

EMBER_YEARLY.csv: Ember's yearly electricity data (CC BY 4.0), columns country_or_region, country_code, year,
emissions_intensity_gco2_per_kwh. The newest year of each country and aggregate is kept.
zoneinfo: zone1970.tab, zone.tab and tzdata.zi of the IANA time zone database (public domain). A zone of zone1970.tab has all countries that
share its clock; a zone that only zone.tab names has its own country; a link has the countries of its target. A third column has the states or
zones of the first country that use the clock (PARTS).
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


# States and zones (the codes of their tables) of the first country that use a clock, where they differ. IANA's comments on zone1970.tab say
# which; which state has which clock: US Code title 15 § 263 and the states' own laws. Small parts with another clock than their state count
# to both.
PARTS = {
    "America/New_York": "US-CT US-DC US-DE US-FL US-GA US-IN US-KY US-MA US-MD US-ME US-MI US-NC US-NH US-NJ US-NY US-OH US-PA US-RI US-SC US-TN US-VA US-VT US-WV",
    "America/Chicago": "US-AL US-AR US-FL US-IA US-IL US-IN US-KS US-KY US-LA US-MI US-MN US-MO US-MS US-ND US-NE US-OK US-SD US-TN US-TX US-WI",
    "America/Denver": "US-CO US-ID US-KS US-MT US-ND US-NE US-NM US-OR US-SD US-TX US-UT US-WY",
    "America/Los_Angeles": "US-CA US-ID US-NV US-OR US-WA",
    "America/Phoenix": "US-AZ",
    "America/Boise": "US-ID US-OR",
    "America/Detroit": "US-MI",
    "America/Menominee": "US-MI",
    "Pacific/Honolulu": "US-HI",
    "America/Toronto": "CA-NU CA-ON CA-QC",
    "America/Winnipeg": "CA-MB CA-NU CA-ON",
    "America/Regina": "CA-SK",
    "America/Edmonton": "CA-AB CA-NT CA-SK",
    "America/Vancouver": "CA-BC",
    "America/Halifax": "CA-NS CA-PE",
    "America/Moncton": "CA-NB",
    "America/St_Johns": "CA-NL",
    "America/Goose_Bay": "CA-NL",
    "America/Whitehorse": "CA-YT",
    "America/Dawson": "CA-YT",
    "America/Inuvik": "CA-NT",
    "America/Yellowknife": "CA-NT",
    "America/Iqaluit": "CA-NU",
    "Australia/Sydney": "AU-NSW",
    "Australia/Broken_Hill": "AU-NSW",
    "Australia/Melbourne": "AU-VIC",
    "Australia/Brisbane": "AU-QLD",
    "Australia/Lindeman": "AU-QLD",
    "Australia/Adelaide": "AU-SA",
    "Australia/Perth": "AU-WA",
    "Australia/Eucla": "AU-WA",
    "Australia/Hobart": "AU-TAS",
    "Australia/Darwin": "AU-NT",
    "Asia/Kolkata": "IN-EA IN-NE IN-NO IN-SO IN-WE",
    "Asia/Tokyo": "JP-CB JP-CG JP-HKD JP-HR JP-KN JP-KY JP-ON JP-SK JP-TH JP-TK",
    "Asia/Kuching": "MY-EM",
    "Asia/Kuala_Lumpur": "MY-WM",
    "Asia/Manila": "PH-LU PH-MI PH-VI",
    "Asia/Novosibirsk": "RU-2",
    "Asia/Krasnoyarsk": "RU-2",
    "Asia/Irkutsk": "RU-2",
    "Asia/Omsk": "RU-2",
    "Asia/Vladivostok": "RU-AS",
    "Atlantic/Canary": "ES-CN-FV ES-CN-GC ES-CN-HI ES-CN-IG ES-CN-LP ES-CN-LZ ES-CN-TE",
    "Atlantic/Madeira": "PT-MA",
    "Africa/Ceuta": "ES-CE ES-ML",
    "Europe/Copenhagen": "DK-BHM DK-DK1 DK-DK2",
    "Europe/Oslo": "NO-NO1 NO-NO2 NO-NO3 NO-NO4 NO-NO5",
    "Europe/Stockholm": "SE-SE1 SE-SE2 SE-SE3 SE-SE4",
    "Europe/Rome": "IT-CNO IT-CSO IT-NO IT-SAR IT-SIC IT-SO",
    "Europe/Moscow": "RU-1",
    "America/Sao_Paulo": "BR-CS BR-S",
    "America/Bahia": "BR-NE",
    "America/Fortaleza": "BR-NE",
    "America/Maceio": "BR-NE",
    "America/Recife": "BR-NE",
    "America/Belem": "BR-N",
    "America/Manaus": "BR-N",
}
# Several time zones of one state.
PARTS.update({f"America/Indiana/{city}": "US-IN" for city in ("Indianapolis", "Knox", "Marengo", "Petersburg", "Tell_City", "Vevay", "Vincennes", "Winamac")})
PARTS.update({f"America/Kentucky/{city}": "US-KY" for city in ("Louisville", "Monticello")})
PARTS.update({f"America/North_Dakota/{city}": "US-ND" for city in ("Beulah", "Center", "New_Salem")})
PARTS.update({f"America/{city}": "US-AK" for city in ("Adak", "Anchorage", "Juneau", "Metlakatla", "Nome", "Sitka", "Yakutat")})


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
    parts = dict(PARTS)
    for name, target in links.items():
        if name not in zones and target in zones:
            zones[name] = zones[target]
        # Europe/San_Marino is a link to Europe/Rome, but its own country's clock.
        if target in PARTS and zones.get(name, [""])[0] == PARTS[target][:2]:
            parts.setdefault(name, PARTS[target])
    unknown = set(PARTS) - set(zones)
    assert not unknown, unknown
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("time_zone,countries,parts\n")
        for name in sorted(zones):
            file.write(f"{name},{' '.join(zones[name])},{parts.get(name, '')}\n")
    print(f"time zones of tzdata {version}: {len(zones)}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    target = Path(sys.argv[3])
    countries(sys.argv[1], target / "ember_country.csv")
    timezones(Path(sys.argv[2]), target / "timezones.csv")
