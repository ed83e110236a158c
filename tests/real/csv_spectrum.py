#!/usr/bin/env python3
"""csv_spectrum.py PROGRAM DATA: 'divario csv' on every file of csv-spectrum.

Each has its content as JSON beside it.  Line ends within cells are compared as
line ends, since copies of the collection do not keep their kind, and one telephone
number is not compared, since the CSV and the JSON of the collection disagree about
it.  Where the data are absent it says so and succeeds.
"""
import csv
import io
import json
import pathlib
import subprocess
import sys


UNLIKE = "Contact Phone Number"  # of location_coordinates


def plain(records):
    """One object a record, comparable."""
    records = records if isinstance(records, list) else [records]
    return [{name: cell.replace("\r\n", "\n") for name, cell in record.items() if name != UNLIKE} for record in records]


def read(program, path):
    """The file as the program gives it: one object a record."""
    run = subprocess.run([program, "csv", "--quiet", path], capture_output=True, check=True)
    text = run.stdout.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def main():
    program, data = sys.argv[1], pathlib.Path(sys.argv[2]) / "csv_spectrum"
    if not data.is_dir():
        print(f"csv-spectrum: {data} is not here; nothing to check")
        return 0
    files = sorted((data / "csvs").glob("*.csv"))
    wrong = []
    for path in files:
        with open(data / "json" / (path.stem + ".json"), encoding="utf-8") as expected:
            if plain(read(program, path)) != plain(json.load(expected)):
                wrong.append(path.name)
    print(f"csv-spectrum: {len(files)} files, {len(wrong)} differ", *wrong)
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
