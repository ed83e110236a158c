#!/usr/bin/python3
"""check_places.py PROGRAM PROJECT LISTS: match the municipalities of three real
registers once more, from ISTAT's own lists and not by divario's crosswalk, and
compare service by service with the stage places.  What plain folding does not
find must be as a person looked it up.  Exit 1 on any difference."""
import csv
import io
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict

program, project, lists = sys.argv[1:4]

# Looked up by hand: the code of today, or None where the register names no
# municipality, or one of which today's name is not told by its old one.
BY_HAND = {
    "CASSANO ALLO IONIO": "078029", "SANNICANDRO GARGANICO": "071049", "CAPACCIO": "065025",
    "PRESICCE": "075098", "SENORBÇO": "118050", "TORTOLÇO": "116017",
    "TRINITÇ? D'AUGULTU E VIGNOLA": "113026", "POPOLI": "068033",
    "CASALPUSTERLEN GO": "098010", "BREMBILLA": "016253", "GRAVEDONA": "013249", "PIADENA": "019116",
    "CASASCO D'INTELVI": None, "LANZO D'INTELVI": None, "PELLIO INTELVI": None,
    "SOLBIATE": None, "VENDROGNO": None,
    "REGGIO CALABRIA": "080063", "REGGIO EMILIA": "035033", "CASTELLAMARE DI STABIA": "063024",
    "UGGIATE- TREVANO": "013256", "DESENZANO": "017067", "CANICATTIÌ": "084011", "PIETRA LIGURA (SV)": "009049", "SESTO": "015209",
    "CONA": None, "PIEVESESTINA": None, "OSTIA-ROMA": None, "RAVINA": None, "PALLANZA": None,
    "CASA SANTA": None, "VENEZIA MESTRE": None,
}


def fold(text):
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall("[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def read(path, encoding, delimiter):
    """(first line, row) of every record."""
    with open(path, encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        head, line = next(reader), reader.line_num + 1
        for row in reader:
            yield line, dict(zip(head, row))
            line = reader.line_num + 1


def istat():
    codes, provinces = defaultdict(set), {}
    for _, row in read(f"{lists}/dimensioni_comuni_situas.csv", "utf-8", ","):
        for name in [row["COMUNE"], *row["COMUNE"].split("/")]:
            codes[fold(name)].add((row["PRO_COM_T"], row["SIGLA_AUTOMOBILISTICA"]))
    for _, row in read(f"{lists}/comuni_2024_semicolon_bom.csv", "utf-8-sig", ";"):
        provinces[fold(row["Provincia/Uts"].split("/")[0])] = row["Sigla automobilistica"]
    return codes, provinces


def look_up(codes, name, sigla):
    found = codes.get(fold(name), set())
    inside = {c for c, s in found if s == sigla}
    if inside or not sigla:
        found = inside or {c for c, _ in found}
        return found.pop() if len(found) == 1 else None
    return None


def name_in(row):
    return row.get("comune", row.get("COMUNE", ""))


def expected(codes, provinces, row, source):
    name = name_in(row)
    if source == "vaccini":
        province = fold(re.sub(r"\(.*|^PA ", "", row["provincia"]))
        sigla = provinces.get(province)
        bare = re.sub(r"[ -]*\(?\b[A-Z]{2}\)?$", "", name)
        return look_up(codes, name, sigla) or (look_up(codes, bare, sigla) if bare != name else None)
    found = look_up(codes, name, None)
    if found is None and source == "consultori":  # one of several: the address says which
        found = look_up(codes, name, row["indirizzo"].rsplit(" ", 1)[-1]) if codes.get(fold(name)) else None
    return found


def sql(query):
    out = subprocess.run([program, "sql", project, "--csv", query], check=True, capture_output=True)
    return list(csv.DictReader(io.StringIO(out.stdout.decode("utf-8"))))


def main():
    codes, provinces = istat()
    files = {"consultori": ("consultori.csv", "utf-8", ","),
             "vaccini": ("punti-somministrazione-latest.csv", "utf-8", ","),
             "rsa": ("rsa_cp1252_semicolon.csv", "cp1252", ";")}
    candidates = {}
    for row in sql("select source, value, how, candidate from place_match"):
        candidates[row["source"], row["value"]] = (row["how"], row["candidate"])
    wrong = compared = 0
    for source, (file, encoding, delimiter) in files.items():
        services = {int(r["line"]): r["municipality"]
                    for r in sql(f"select line, municipality from service where source = '{source}'")}
        rows = list(read(f"{project}/data/{file}", encoding, delimiter))
        tally = Counter()
        for line, row in rows:
            written = name_in(row).strip()
            name = " ".join(written.split())
            if not name:
                continue
            how, candidate = candidates[source, written]
            tally[how] += 1
            by_folding = expected(codes, provinces, row, source)
            truth = by_folding or BY_HAND.get(name, "not looked up")
            got = services[line]
            compared += 1
            if how in ("exact", "rule", "confirmed"):
                good = got == truth
            else:
                good = not got and by_folding is None and (candidate == truth if truth else how in ("fuzzy", "unmatched"))
            if not good:
                wrong += 1
                print(f"places: {source}:{line} {name}: {how} {got or candidate}, expected {truth}")
        told = {r["how"]: int(r["n"]) for r in
                sql(f"select how, sum(n) as n from place_match where source = '{source}' group by how")}
        if told != tally or len(services) != len(rows):
            wrong += 1
            print(f"places: {source}: {told} and {len(services)} services, expected {dict(tally)} and {len(rows)}")
        print(f"places: {source}: {len(rows)} rows, {dict(tally)}")
    beds = sql("select sum(capacity) as beds from service where source = 'rsa'")[0]["beds"]
    plain = sum(int(r["POSTI_LET TO_TOTAL I_ACCREDI TATI"]) for _, r in
                read(f"{project}/data/rsa_cp1252_semicolon.csv", "cp1252", ";"))
    compared += 1
    if int(float(beds)) != plain:
        wrong += 1
        print(f"places: {beds} beds, expected {plain}")
    print(f"places: {compared} figures compared, {wrong} differ")
    return 1 if wrong or compared < 1000 else 0


sys.exit(main())
