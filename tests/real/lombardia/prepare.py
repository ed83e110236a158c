#!/usr/bin/env python3
"""prepare.py TOWNS FOLDER: from the list of municipalities TOWNS (ISTAT) make people.csv, the residents of the six provinces whose local health units the
register of care homes covers whole, and units.csv, which unit each of their municipalities is of.  The seventh unit of the register, Vallecamonica, is a
part of a province: which part, no file says, so the number of its people is not known."""
import csv
import sys

units = {"013": "CO", "014": "SO", "016": "BG", "019": "CR", "097": "LC", "098": "LO"}
towns, folder = sys.argv[1:]
with open(towns, encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["COD_PROV_STORICO"] in units]
with open(f"{folder}/people.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file)
    out.writerow(["comune", "codice istat", "anno", "popolazione"])
    out.writerows([row["COMUNE"], row["PRO_COM_T"], row["ANNO_POP_RES"], row["POP_RES"]] for row in rows)
with open(f"{folder}/units.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file)
    out.writerow(["comune", "codice istat", "asl"])
    out.writerows([row["COMUNE"], row["PRO_COM_T"], units[row["COD_PROV_STORICO"]]] for row in rows)
    out.writerows(["", "", unit] for unit in [*units.values(), "BSV"])
