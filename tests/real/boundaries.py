#!/usr/bin/python3
"""boundaries.py PROGRAM DATA: draw a map of all municipalities of Lombardy from
the boundaries in DATA, in a project of its own, and compare what it says with
the files: areas, those without value, and time.  Exit 1 on any difference."""
import glob
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

program, data = sys.argv[1], Path(sys.argv[2]).resolve() / "t02_geojson_lombardia"
files = sorted(glob.glob(str(data / "limits_P_*_municipalities.geojson")))
if not files:
    print("boundaries: not here; nothing to check")
    sys.exit(0)

rows = []
for file in files:
    for feature in json.load(open(file))["features"]:
        properties = feature["properties"]
        code, name = properties["com_istat_code"], properties["name"]
        # Any number that differs: the code's last three digits; none for some.
        rows.append((code, name, None if code.endswith("7") else int(code[-3:])))

values = ", ".join("('%s', '%s', %s)" % (code, name.replace("'", "''"), "NULL" if value is None else value)
                   for code, name, value in rows)
template = f"""---
title: Lombardy
---
# Map

```chart map
from: with area(code, territory, value) as (values {values}) select * from area
boundaries: geo/limits_P_*.geojson
breaks: jenks
name: lombardy
```
"""
bad = 0
with tempfile.TemporaryDirectory() as folder:
    project = Path(folder) / "p"
    for name, text in (
        ("project.yaml", "divario: 1\nproject: {id: p, title: P, languages: [en], date: 2024-05-01}\n"
         "sources: {forms: {files: answers.csv, codebook: codebook}}\nreports: [{template: maps, languages: [en]}]\n"),
        ("codebook/survey.csv", "type,name,label::en\nselect_one size,size,Size\n"),
        ("codebook/choices.csv", "list_name,name,label::en\nsize,small,Small\n"),
        ("answers.csv", "size\nsmall\n"),
        ("templates/maps.md", template),
    ):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    (project / "geo").symlink_to(data)
    start = time.monotonic()
    run = subprocess.run([program, "run", str(project), "--quiet"], capture_output=True, text=True)
    seconds = time.monotonic() - start
    if run.returncode:
        print("boundaries:", run.stdout, run.stderr)
        sys.exit(1)
    svg = next((project / "reports/p/figures").glob("*.svg")).read_text()
    said = re.search(r"<desc[^>]*>([^<]*)", svg).group(1)
    known = sorted(value for _, _, value in rows if value is not None)
    for part in (f"Map of {len(rows):,} territories in 5 classes", f"too few answers: {len(rows) - len(known)}.",
                 f"({known[-1]})", f"({known[0]})"):
        if part.replace(",", "") not in said.replace(",", ""):
            print(f"boundaries: the map does not say '{part}': {said}")
            bad = 1
    counts = [int(n) for n in re.findall(r" – \d+: (\d+)\.", said)]
    if sum(counts) != len(known):
        print(f"boundaries: classes hold {sum(counts)} territories, not {len(known)}")
        bad = 1
    if "Not on the map" in said:
        print("boundaries: a municipality is not on the map")
        bad = 1
print(f"boundaries: {len(rows)} municipalities of Lombardy on a map in {seconds:.2f} s")
sys.exit(bad)
