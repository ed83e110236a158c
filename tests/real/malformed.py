#!/usr/bin/env python3
"""malformed.py PROGRAM DATA: 'divario csv' on every text file of DATA and on the polluted files of Pollock, within seconds.

Each is written as clean CSV (exit code 0) or refused (4) with a place, FILE, FILE:LINE or FILE:LINE:COLUMN, and a
remedy; what does not fit is told by its line; what is written is CSV of valid UTF-8.  Where the data are absent it
says so and succeeds.
"""
import csv
import io
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

SECONDS = 20
KINDS = {".csv", ".tsv", ".txt", ".dat"}
PLACE = re.compile(r"^(divario: )?[^\n:]+(:\d+(:\d+)?)?: \S")


def faults(program, path):
    """What is wrong with how the program deals with a file."""
    try:
        run = subprocess.run([program, "csv", str(path)], capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return ["takes longer than %d s" % SECONDS]
    told = run.stderr.decode("utf-8", "replace").splitlines()
    wrong = [f"no place: {line}" for line in told if line and not line.startswith(" ") and not PLACE.match(line)]
    if run.returncode == 4:
        return wrong + ([] if len(told) > 1 else ["refused without a remedy"])
    if run.returncode != 0:
        return wrong + [f"exit code {run.returncode}: {told[-1:]}"]
    try:
        csv.field_size_limit(1 << 24)
        rows = list(csv.reader(io.StringIO(run.stdout.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return wrong + [f"what is written is no CSV: {error}"]
    misfits = sum(len(row) != len(rows[0]) for row in rows)
    if misfits and not any("cells where the header has" in line or "record" in line for line in told):
        wrong.append(f"{misfits} records do not fit, and nothing says so")
    return wrong


def main():
    program, data = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    if not data.is_dir():
        print(f"malformed: {data} is not here; nothing to check")
        return 0
    with tempfile.TemporaryDirectory() as work:
        archive = data / "pollock/polluted_files.tar.xz"
        if archive.exists():
            with tarfile.open(archive) as polluted:
                polluted.extractall(work)
        files = [f for top in (data, pathlib.Path(work)) for f in sorted(top.rglob("*")) if f.suffix in KINDS and f.is_file()]
        wrong = [(f, fault) for f in files for fault in faults(program, f)]
    for path, fault in wrong[:40]:
        print(f"malformed: {path}: {fault}")
    print(f"malformed: {len(files)} files, {len(wrong)} faults")
    return bool(wrong)


sys.exit(main())
