#!/usr/bin/python3
"""italy.py LISTS: make italy-municipalities.csv and italy-provinces.csv, beside
this script, from four lists of municipalities that ISTAT published (see
README.md).  LISTS is the folder with the four files."""
import csv
import re
import sys
import unicodedata
from collections import defaultdict

HERE = __file__.rsplit("/", 1)[0]

# file, encoding, delimiter, year it shows, its columns
LISTS = [
    ("istat20200101.csv", "cp1252", ";", 2020, {
        "code": "Codice Comune formato alfanumerico", "name": "Denominazione in italiano",
        "other": "Denominazione altra lingua", "sigla": "Sigla automobilistica",
        "cadastral": "Codice Catastale del comune", "region": "Codice Regione",
        "region_name": "Denominazione regione"}),
    ("Elenco-comuni-italiani.csv", "utf-8", ",", 2023, {
        "code": "Codice Comune formato alfanumerico", "name": "Denominazione in italiano",
        "other": "Denominazione altra lingua", "sigla": "Sigla automobilistica",
        "cadastral": "Codice Catastale del comune", "region": "Codice Regione",
        "region_name": "Denominazione Regione",
        "province": "Denominazione dell'Unità territoriale sovracomunale (valida a fini statistici)"}),
    ("comuni_2024_semicolon_bom.csv", "utf-8-sig", ";", 2024, {
        "code": "Codice Comune (alfanumerico)", "name": "Comune (dizione italiana)",
        "other": "Comune (dizione straniera)", "sigla": "Sigla automobilistica",
        "cadastral": "Codice catasto", "region": "Codice Regione", "region_name": "Regione",
        "province": "Provincia/Uts"}),
    ("dimensioni_comuni_situas.csv", "utf-8", ",", 2025, {
        "code": "PRO_COM_T", "name": "COMUNE", "other": "COMUNE_A",
        "sigla": "SIGLA_AUTOMOBILISTICA", "region": "COD_REG"}),
]
# Columns with a municipality's code in earlier years: (last year, column).
EARLIER = [
    (2016, "Codice Comune numerico con 110 province (dal 2010 al 2016)"),
    (2009, "Codice Comune numerico con 107 province (dal 2006 al 2009)"),
    (2005, "Codice Comune numerico con 103 province (dal 1995 al 2005)"),
]
# Provinces that the lists give no name for: gone, or newer than the last list
# with names.  Code: sigla, name, first and last year.
PROVINCES = {
    "104": ("OT", "Olbia-Tempio", 2006, 2016),
    "105": ("OG", "Ogliastra", 2006, 2016),
    "106": ("VS", "Medio Campidano", 2006, 2016),
    "107": ("CI", "Carbonia-Iglesias", 2006, 2016),
    "112": (None, "Sassari", 2025, ""),
    "113": (None, "Gallura Nord-Est Sardegna", 2025, ""),
    "114": (None, "Nuoro", 2025, ""),
    "115": (None, "Oristano", 2025, ""),
    "116": (None, "Ogliastra", 2025, ""),
    "117": (None, "Medio Campidano", 2025, ""),
    "118": (None, "Cagliari", 2025, ""),
    "119": (None, "Sulcis Iglesiente", 2025, ""),
}
# Incorporated into a municipality that went on under its own name and code:
# no list shows where it went.
INCORPORATED = {"041032": "041044"}  # Monteciccardo into Pesaro, 1 July 2020


def read_list(folder, file, encoding, delimiter, year, columns):
    out = {}
    with open(f"{folder}/{file}", encoding=encoding, newline="") as text:
        for row in csv.DictReader(text, delimiter=delimiter):
            found = {k: (row[c] or "").strip() for k, c in columns.items()}
            if found["other"] == "null":
                found["other"] = ""
            found["name"] = in_italian(found["name"], found["other"])
            found["year"] = year
            found["earlier"] = [(last, row[c].strip().zfill(6)) for last, c in EARLIER if row.get(c)]
            out[found["code"]] = found
    return out


def in_italian(name, other):
    """"Bolzano/Bozen" with "Bozen" is "Bolzano"; Slovene names stand behind a hyphen."""
    for mark in ("/", "-"):
        if other and name.endswith(mark + other):
            return name[: -len(mark + other)]
    return name.split("/")[0]


def words(name):
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain)


def part_of(small, large):
    small, large = words(small), words(large)
    return any(large[i:i + len(small)] == small for i in range(len(large)))


def find_successor(gone, now, later, born):
    """The municipality of the LATER list that carries on GONE, which NOW still shows."""
    same_name = [m for m in born if words(m["name"]) == words(gone["name"])]
    if len(same_name) > 1:
        same_name = [m for m in same_name if m["region"] == gone["region"]]
    if len(same_name) == 1:
        return same_name[0]["code"]
    for pool in (born, list(later.values())):
        inside = [m for m in pool if m["sigla"] == gone["sigla"] and part_of(gone["name"], m["name"])]
        if len(inside) == 1:
            return inside[0]["code"]
    # One alone appeared in the province while others vanished.
    near = [m for m in born if m["sigla"] == gone["sigla"]]
    if len(near) == 1:
        return near[0]["code"]
    # One that stays took up a word of its name.
    heirs = [m for m in later.values() if m["sigla"] == gone["sigla"] and m["code"] in now
             and (set(words(m["name"])) - set(words(now[m["code"]]["name"]))) & set(words(gone["name"]))]
    if len(heirs) == 1:
        return heirs[0]["code"]
    return INCORPORATED.get(gone["code"], "")


def main():
    folder = sys.argv[1]
    lists = [read_list(folder, *one) for one in LISTS]
    rows = []  # code, name, other, sigla, cadastral, since, until, successor
    cadastral = {}
    for one in lists:
        for m in one.values():
            if m.get("cadastral"):
                cadastral[m["code"]] = m["cadastral"]
    for i, one in enumerate(lists):
        later = lists[i + 1] if i + 1 < len(lists) else None
        born = [m for c, m in later.items() if c not in one] if later else []
        for code, m in one.items():
            if i and code in lists[i - 1] and words(lists[i - 1][code]["name"]) == words(m["name"]) \
                    and lists[i - 1][code]["sigla"] == m["sigla"]:
                continue  # told already
            since = m["year"] if i else ""
            j = i  # the last list that shows it like this
            while j + 1 < len(lists) and code in lists[j + 1] \
                    and words(lists[j + 1][code]["name"]) == words(m["name"]) \
                    and lists[j + 1][code]["sigla"] == m["sigla"]:
                j += 1
            last = lists[j][code]
            name = last["name"] if j > i else m["name"]
            other = next((lists[k][code]["other"] for k in range(i, j + 1) if lists[k][code]["other"]
                          and "?" not in lists[k][code]["other"]), "")
            until, successor = "", ""
            if j + 1 < len(lists):
                until = last["year"]
                nexts = lists[j + 1]
                appeared = [n for c, n in nexts.items() if c not in lists[j]]
                successor = code if code in nexts else find_successor(last, lists[j], nexts, appeared)
            rows.append([code, name, other, m["sigla"], cadastral.get(code, ""), since, until, successor])
    rows += renumbered(lists, {r[0] for r in rows})
    # A code without a cadastral code takes over that of the one it carries on.
    heirs = {}
    for row in rows:
        if row[7] and row[4] and row[7] not in cadastral and row[1].lower() == next(
                (r[1].lower() for r in rows if r[0] == row[7] and not r[6]), ""):
            heirs[row[7]] = row[4]
    for row in rows:
        row[4] = row[4] or heirs.get(row[0], "")
    rows.sort(key=lambda r: (r[0], str(r[5]) != "", r[5]))
    write("italy-municipalities.csv",
          ["code", "name", "other", "sigla", "cadastral", "since", "until", "successor"], rows)
    write_provinces(lists, rows)


def renumbered(lists, known):
    """Codes of earlier numberings that no list has as a municipality's own."""
    siglas = {code: sigla for code, (sigla, *_) in PROVINCES.items()}
    for one in lists:
        for m in one.values():
            siglas.setdefault(m["code"][:3], m["sigla"])
    found = {}
    for one in lists[:2]:
        for m in one.values():
            for last, code in m["earlier"]:
                if code not in known and code != "000000":
                    key = code
                    if key not in found or found[key][6] < last:
                        found[key] = [code, m["name"], "", siglas.get(code[:3], ""), "", "", last, m["code"]]
    return list(found.values())


def write_provinces(lists, rows):
    regions, names, siglas, years = {}, {}, {}, defaultdict(list)
    for one in lists:
        for m in one.values():
            code = m["code"][:3]
            if m.get("region_name"):
                regions[m["region"]] = m["region_name"].split("/")[0]
            names.setdefault(code, m.get("province"))
            names[code] = m.get("province") or names[code]
            siglas.setdefault(code, (m["sigla"], m["region"]))
            years[code].append(m["year"])
    out = []
    for code in sorted(set(siglas) | set(PROVINCES)):
        sigla, name, since, until = PROVINCES.get(code, (None, None, None, None))
        if code in siglas:
            sigla, region = siglas[code]
            name = name or names[code]
            since = min(years[code]) if min(years[code]) > 2020 else ""
            until = max(years[code]) if max(years[code]) < 2025 else ""
        else:
            region = "20"
        out.append([code, sigla, name, region, regions[region], since, until])
    write("italy-provinces.csv", ["code", "sigla", "name", "region", "region_name", "since", "until"], out)


def write(name, head, rows):
    with open(f"{HERE}/{name}", "w", encoding="utf-8", newline="") as text:
        out = csv.writer(text, lineterminator="\n")
        out.writerow(head)
        out.writerows(rows)
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
