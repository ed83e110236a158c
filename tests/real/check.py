#!/usr/bin/python3
"""check.py PROJECT DATA.csv PUBLISHED.db: compute the figures of a real survey
from its CSV alone (Python's csv and statistics modules) and compare them with
what divario published.  Prints the number of figures compared; exit 1 on any
difference beyond 1e-9."""
import csv
import math
import sqlite3
import statistics
import sys

HERE = __file__.rsplit("/", 1)[0]


def rows_of(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def labels(project, list_name):
    """label -> (name, value) of one choice list."""
    out = {}
    for position, row in enumerate(
        r for r in rows_of(f"{HERE}/{project}/codebook/choices.csv") if r["list_name"] == list_name
    ):
        name = row["name"]
        value = row.get("value") or (name if name.isdigit() else position + 1)
        out[row["label::English (en)"]] = (name, float(value))
    return out


def pair_figures(pairs):
    """Figures of paired (current, required) levels."""
    n = len(pairs)
    current = [a for a, _ in pairs]
    required = [b for _, b in pairs]
    gaps = [b - a for a, b in pairs]
    return {
        "n": n,
        "current": statistics.fmean(current),
        "required": statistics.fmean(required),
        "gap": statistics.fmean(gaps),
        "current_sd": statistics.stdev(current),
        "required_sd": statistics.stdev(required),
        "gap_sd": statistics.stdev(gaps),
        "t": statistics.fmean(gaps) / (statistics.stdev(gaps) / math.sqrt(n)),
        "need_share": sum(g > 0 for g in gaps) / n,
        "surplus_share": sum(g < 0 for g in gaps) / n,
        "mwds": statistics.fmean(gaps) * statistics.fmean(required),
    }


def stackoverflow(data):
    out = {}
    groups = {name: label for label, (name, _) in labels("stackoverflow", "MainBranch").items()}
    for skill in rows_of(f"{HERE}/stackoverflow/framework.csv"):
        area, name = skill["area"], skill["skill"]
        label = {v[0]: k for k, v in labels("stackoverflow", area).items()}[name]
        have, want = f"{area}WorkedWith", f"{area}DesireNextYear"

        def pairs(chosen):
            return [
                (float(label in r[have].split(";")), float(label in r[want].split(";")))
                for r in chosen
                if r[have] != "NA" and r[want] != "NA"
            ]

        out["all", "all", name] = pair_figures(pairs(data))
        if area == "Database":
            for group, text in groups.items():
                out["MainBranch", group, name] = pair_figures(
                    pairs([r for r in data if r["MainBranch"] == text])
                )
    return out


def bfi(data):
    out = {}
    survey = {r["name"]: r for r in rows_of(f"{HERE}/bfi/codebook/survey.csv")}
    for skill in rows_of(f"{HERE}/bfi/framework.csv"):
        name = skill["skill"]
        is_reversed = survey[name]["reversed"] == "yes"

        def levels(chosen):
            found = [float(r[name]) for r in chosen if r[name] != "NA"]
            return [7 - v if is_reversed else v for v in found]

        def figures(chosen):
            found = levels(chosen)
            return {"n": len(found), "current": statistics.fmean(found),
                    "current_sd": statistics.stdev(found)}

        out["all", "all", name] = figures(data)
        for gender in ("1", "2"):
            out["gender", gender, name] = figures([r for r in data if r["gender"] == gender])
    return out


def carpentries(data):
    usage = labels("carpentries", "usage")
    before, since = "Programming-Usage-Before-Workshop", "Programming-Usage-Since-Workshop"

    def pairs(chosen):
        return [(usage[r[before]][1], usage[r[since]][1]) for r in chosen if r[before] and r[since]]

    out = {("all", "all", "programming"): pair_figures(pairs(data))}
    for label, (name, _) in labels("carpentries", "position").items():
        chosen = pairs([r for r in data if r["Position"] == label])
        if len(chosen) >= 10:
            out["position", name, "programming"] = pair_figures(chosen)
    return out


def main():
    project, data, published = sys.argv[1:4]
    expected = {"stackoverflow": stackoverflow, "bfi": bfi, "carpentries": carpentries}[project](rows_of(data))
    database = sqlite3.connect(f"file:{published}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    compared = wrong = 0
    for (grouping, level, skill), figures in expected.items():
        row = database.execute(
            "select * from gap where grouping = ? and level = ? and skill = ?", (grouping, level, skill)
        ).fetchone()
        for name, value in figures.items():
            got = row[name] if row else None
            compared += 1
            if got is None or abs(got - value) > 1e-9 * max(1, abs(value)):
                wrong += 1
                print(f"{project}: {grouping} {level} {skill} {name}: {got}, expected {value}")
    respondents = database.execute("select value from fact where name = 'n_respondents'").fetchone()[0]
    n = len(rows_of(data))
    compared += 1
    if respondents != n:
        wrong += 1
        print(f"{project}: {respondents} respondents, expected {n}")
    print(f"{project}: {compared} figures compared, {wrong} differ")
    return 1 if wrong or compared < 5 else 0


sys.exit(main())
