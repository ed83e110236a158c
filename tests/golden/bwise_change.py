#!/usr/bin/python3
"""bwise_change.py PUBLISHED.db: compute what changed between the two waves of
the bwise sample straight from its CSV files, without divario, and compare it
with what divario published.  Exit 1 on any difference."""
import math
import sqlite3
import statistics
import sys

sys.dont_write_bytecode = True
from bwise_figures import choices, figures, key, level, respondents, sheet


def scale(person, skills, levels):
    """Mean current level of an area, of people who rated all of it."""
    ratings = [level(person["cur_" + skill], levels) for skill in skills]
    return None if None in ratings else statistics.fmean(ratings)


def main():
    levels, categories = choices("level"), choices("category")
    before = {p["token"]: p for p in respondents("[fo]*-2021*.csv")}
    after = {p["token"]: p for p in respondents("wave-2022/*.csv")}
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    compared = wrong = 0

    def compare(what, got, expected):
        nonlocal compared, wrong
        compared += 1
        if got is None or abs(got - expected) > 1e-9 * max(1, abs(expected)):
            wrong += 1
            print(f"{what}: {got}, expected {expected}")

    again = [t for t in before if t in after]
    for instrument, n in (("2021", len(before)), ("2022", len(after))):
        row = database.execute("select * from attrition where grouping = 'all' and instrument = ?", (instrument,)).fetchone()
        compare(f"answered {instrument}", row["answered"], n)
    compare("came back", row["kept"], len(again))
    compare("share back", row["share"], len(again) / len(before))
    areas = {}
    for row in sheet("framework.csv"):
        areas.setdefault(row["area"].replace("-", "_"), []).append(row["skill"])
    groups = [("all", "all", again)]
    groups += [("category", c, [t for t in again if categories.get(key(before[t]["category"])) == c])
               for c in dict.fromkeys(categories.values())]
    for grouping, code, tokens in groups:
        for area, skills in areas.items():
            pairs = [(scale(before[t], skills, levels), scale(after[t], skills, levels)) for t in tokens]
            pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
            row = database.execute(
                "select * from change where comparison = 'paired' and grouping = ? and level = ? and item = ?",
                (grouping, code, area)).fetchone()
            if row is None or row["difference"] is None:
                continue
            changes = [b - a for a, b in pairs]
            what = f"{grouping} {code} {area}"
            compare(f"{what} n", row["n"], len(pairs))
            compare(f"{what} from", row["mean_from"], statistics.fmean(a for a, _ in pairs))
            compare(f"{what} to", row["mean_to"], statistics.fmean(b for _, b in pairs))
            compare(f"{what} difference", row["difference"], statistics.fmean(changes))
            if grouping == "all":
                compare(f"{what} dz", row["effect"], statistics.fmean(changes) / statistics.stdev(changes))
    # All other chapters describe the newest answers.
    n = database.execute("select value from fact where name = 'n_respondents'").fetchone()[0]
    compare("n_respondents", n, len(after))
    for row in sheet("framework.csv"):
        got = database.execute("select * from gap where grouping = 'all' and skill = ?", (row["skill"],)).fetchone()
        for name, value in figures(list(after.values()), row["skill"], levels).items():
            compare(f"{row['skill']} {name}", got[name], value)
    print(f"bwise, two waves: {compared} figures compared, {wrong} differ")
    return 1 if wrong or compared < 30 else 0


sys.exit(main())
