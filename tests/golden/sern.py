#!/usr/bin/python3
"""sern.py PUBLISHED.db: compute the sern sample's figures straight from its
CSV files, without divario, and compare them with what divario published.
Exit 1 on any difference."""
import csv
import datetime
import glob
import math
import sqlite3
import statistics
import sys
import unicodedata
from collections import Counter, defaultdict

ROOT = __file__.rsplit("/", 3)[0]
START, END = datetime.date(2021, 9, 1), datetime.date(2028, 8, 31)
MONTH = 30.4375
ITEMS = ["dig_tools", "dig_remote", "dig_data", "dig_change", "int_listen", "int_mediate", "int_services", "int_self",
         "eur_systems", "eur_language", "eur_networks", "eur_transfer"]


def key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def sheet(name):
    with open(f"{ROOT}/config/sern/codebook/{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


CHOICES = defaultdict(dict)
for row in sheet("choices"):
    for column in ("name", "label::English (en)", "label::Italiano (it)"):
        CHOICES[row["list_name"]][key(row[column])] = row["name"]
CHOICES["country"]["olanda"] = "nl"
TYPES = {row["name"]: row["type"] for row in sheet("survey")}
NAMES = {key(row["label::Italiano (it)"]): row["name"] for row in sheet("survey") if row["label::Italiano (it)"]}


def number(text):
    text = text.replace("€", "").replace(".", "").replace(",", ".").strip()
    return float(text) if text else None


def cell(name, text):
    """The clean answer: a code, a number, a date, or None."""
    kind = TYPES[name].split()
    if not text.strip() or text == "n/a":
        return None
    if kind[0] == "select_one":
        return CHOICES[kind[1]].get(key(text))
    if kind[0] == "select_multiple":
        return [CHOICES[kind[1]][key(part)] for part in text.split(", ")]
    if kind[0] == "date":
        return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date()
    return number(text) if kind[0] in ("decimal", "integer") else text


def records(pattern, delimiter, token=None):
    """Rows as {question: answer}; of those with one token the last counts."""
    out = {}
    for path in sorted(glob.glob(f"{ROOT}/samples/sern/{pattern}")):
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter=delimiter):
                clean = {NAMES[key(h)]: cell(NAMES[key(h)], v) for h, v in row.items() if key(h) in NAMES}
                name = clean.get(token)
                out[name if name and name.strip() else (path, len(out))] = clean
    return list(out.values())


REGISTER = records("registro-*.csv", ";", "mobility")
TARGETS = records("obiettivi.csv", ";")
STAFF = records("organico.csv", ";")
APPLICATIONS = records("candidature-*.csv", ";", "application")
DONE = [r for r in REGISTER if r["status"] not in ("cancelled", "scheduled")]
AS_OF = max(r["start"] for r in DONE)
ELAPSED = ((AS_OF - START).days + 1) / ((END - START).days + 1)
AHEAD = (END - AS_OF).days / MONTH
PACE = min(24, ((AS_OF - START).days + 1) / MONTH)
SINCE = AS_OF - datetime.timedelta(days=int(24 * MONTH))


def days(r):
    n = (r["end"] - r["start"]).days + 1 if r["end"] else 0
    return n if n > 0 else None


def wilson(x, n, z=statistics.NormalDist().inv_cdf(0.975)):
    p = x / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [(p + z * z / (2 * n) + s * half) / (1 + z * z / n) for s in (-1, 1)]


def people(rows):
    return len({r["participant"] for r in rows})


def gini(values):
    values = sorted(values)
    n = len(values)
    return sum((2 * i - n + 1) * v for i, v in enumerate(values)) / (n * sum(values))


def projection(rows):
    pace = [r for r in rows if r["start"] > SINCE]
    ratio = AHEAD / PACE
    months = Counter(int((AS_OF - r["start"]).days / MONTH) for r in pace)
    whole = math.floor(PACE)
    mean = len(pace) / whole
    spread = max(1, (sum(n * n for n in months.values()) - whole * mean * mean) / mean / (whole - 1))
    half = statistics.NormalDist().inv_cdf(0.975) * math.sqrt(spread * len(pace) * ratio * (1 + ratio))
    return len(rows) + len(pace) * ratio, len(pace) * ratio + half + len(rows)


# ---- before and after ----


def code_key(code):
    text = "".join(c for c in key(code or "") if c.isalnum())
    return text.replace("0", "o").replace("1", "l").replace("i", "l")


def answers_of(pattern):
    out = {}
    for r in records(pattern, ",", "code"):
        if code_key(r["code"]):
            out[code_key(r["code"])] = r
    return out


BEFORE, AFTER, LATER = (answers_of(p) for p in ("prima-*.csv", "dopo-*.csv", "sei-mesi-*.csv"))


def level(r, item):
    return float(r[item]) if r.get(item) else None


def paired(first, second, name, other=None):
    pairs = [(level(first[c], name), level(second[c], other or name)) for c in first if c in second]
    gaps = [b - a for a, b in pairs if a is not None and b is not None]
    return len(gaps), statistics.mean(gaps), statistics.mean(gaps) / statistics.stdev(gaps)


def scale(first, second, items):
    gaps = []
    for c in first:
        both = [level(r, i) for r in (first[c], second.get(c, {})) for i in items]
        if None not in both:
            gaps.append((sum(both[len(items):]) - sum(both[:len(items)])) / len(items))
    return len(gaps), statistics.mean(gaps), statistics.mean(gaps) / statistics.stdev(gaps)


def figures():
    """(what, SQL on published.db, value)"""
    whole = "from programme_progress where grouping = 'all' and year = 'all' and measure = "
    yield "participations", f"select achieved {whole}'participations'", len(DONE)
    yield "planned", f"select planned {whole}'participations'", sum(r["planned"] for r in TARGETS if r["activity"])
    yield "projected", f"select projected {whole}'participations'", projection(DONE)[0]
    yield "projected, upper limit", f"select high {whole}'participations'", projection(DONE)[1]
    yield "scheduled", f"select scheduled {whole}'participations'", sum(r["status"] == "scheduled" for r in REGISTER)
    yield "cost", f"select achieved {whole}'cost'", sum(r["cost"] or 0 for r in DONE)
    yield "budget", f"select planned {whole}'cost'", sum(r["budget"] or 0 for r in TARGETS)
    due = sum(r["planned"] * max(0, min(1, ELAPSED * 7 - (int(r["year"]) - 2021))) for r in TARGETS if r["activity"])
    yield "due by now", f"select planned_to_date {whole}'participations'", due
    for year in ("2022", "2024"):
        yield f"year {year}", ("select achieved from programme_progress where grouping = 'all' and measure = "
                               f"'participations' and year = '{year}'"), sum(r["year"] == year for r in DONE)
    for grouping, level_ in (("activity", "expert"), ("activity", "course"), ("priority", "digital"),
                             ("organisation", "lidarno")):
        rows = [r for r in DONE if r[grouping] == level_]
        where = f"from programme_progress where grouping = '{grouping}' and level = '{level_}' and year = 'all' and measure = 'participations'"
        yield f"achieved {level_}", f"select achieved {where}", len(rows)
        yield f"planned {level_}", f"select planned {where}", sum(r["planned"] for r in TARGETS if r.get(grouping) == level_)
        yield f"projected {level_}", f"select projected {where}", projection(rows)[0]
    staff = sum(r["staff"] for r in STAFF)
    yield "people", "select participants from programme_participation where grouping = 'all'", people(DONE)
    yield "rate", "select rate from programme_participation where grouping = 'all'", people(DONE) / staff
    yield "rate, lower limit", "select low from programme_participation where grouping = 'all'", wilson(people(DONE), staff)[0]
    for role in ("educator", "manager"):
        some = people([r for r in DONE if r["role"] == role])
        base = sum(r["staff"] for r in STAFF if r["role"] == role)
        where = f"from programme_participation where grouping = 'role' and level = '{role}'"
        yield f"rate {role}", f"select rate {where}", some / base
        yield f"rate {role}, upper limit", f"select high {where}", wilson(some, base)[1]
    counts = Counter(r["organisation"] for r in DONE if r["organisation"])
    organisations = {r["organisation"] for r in STAFF}
    where = "from programme_concentration where grouping = 'organisation' and measure = 'participations'"
    total = sum(counts.values())
    yield "HHI", f"select hhi {where}", sum((n / total) ** 2 for n in counts.values())
    yield "Gini", f"select gini {where}", gini([counts[o] for o in organisations])
    yield "active", f"select active {where}", len(counts)
    for country in ("fr", "nl", "it"):
        yield f"flow {country}", ("select participations from programme_flow where grouping = 'all' and country = "
                                  f"'{country}'"), sum(r["country"] == country for r in DONE)
    yield "flow digital to fi", ("select coalesce(sum(participations), 0) from programme_flow where grouping = 'priority' and level = "
                                 "'digital' and country = 'fi'"), sum(r["country"] == "fi" and r["priority"] == "digital" for r in DONE)
    yield "departures in March 2025", ("select participations from programme_calendar where grouping = 'all' and month "
                                       "= '2025-03'"), sum(r["start"].isoformat()[:7] == "2025-03" for r in DONE)
    yield "days", "select sum(days) from programme_cost where grouping = 'all'", sum(days(r) or 0 for r in DONE)
    priced = [r for r in DONE if r["cost"] is not None and days(r)]
    yield "cost of a day", "select cost_per_day from programme_cost where grouping = 'all'", sum(r["cost"] for r in priced) / sum(days(r) for r in priced)
    shadowing = [r["cost"] for r in DONE if r["activity"] == "shadowing" and r["cost"] is not None]
    yield "cost of job shadowing", ("select cost_per_participation from programme_cost where grouping = 'activity' and "
                                    "level = 'shadowing'"), statistics.mean(shadowing)
    outcomes = Counter(r["outcome"] for r in APPLICATIONS if r["outcome"])
    yield "accepted", "select share from programme_application where grouping = 'all' and outcome = 'accepted'", outcomes["accepted"] / sum(outcomes.values())
    yield "cancelled", "select value from programme_indicator where indicator = 'cancelled'", (
        sum(r["status"] == "cancelled" for r in REGISTER) / sum(r["status"] != "scheduled" for r in REGISTER))
    useful = [level(r, "useful") for r in records("dopo-*.csv", ",", "code")]
    yield "usefulness", "select value from programme_indicator where indicator = 'usefulness'", statistics.mean(u for u in useful if u)
    kept = sum(c in LATER for c in BEFORE)
    yield "came back", "select kept from attrition where grouping = 'all' and instrument = 'followup'", kept
    where = "from change where grouping = 'all' and comparison = 'paired' and contrast = 'pre-post' and item = "
    for item in ("eur_systems", "eur_language", "dig_tools"):
        n, mean, effect = paired(BEFORE, AFTER, item)
        yield f"n {item}", f"select n {where}'{item}'", n
        yield f"change {item}", f"select difference {where}'{item}'", mean
        yield f"effect {item}", f"select effect {where}'{item}'", effect
    for name, items in (("digital", ITEMS[:4]), ("european", ITEMS[8:])):
        n, mean, effect = scale(BEFORE, AFTER, items)
        yield f"change {name}", f"select difference {where}'{name}'", mean
        yield f"effect {name}", f"select effect {where}'{name}'", effect
    some = {c: r for c, r in BEFORE.items() if r["priority"] == "european"}
    yield "change european by priority", ("select difference from change where grouping = 'priority' and level = "
                                          "'european' and item = 'european' and comparison = 'paired' and contrast = "
                                          "'pre-post'"), scale(some, AFTER, ITEMS[8:])[1]
    looked = [(level(r, "then_eur_systems"), level(r, "eur_systems")) for r in records("dopo-*.csv", ",", "code")]
    gaps = [b - a for a, b in looked if a and b]
    yield "looking back", ("select difference from change where grouping = 'all' and comparison = 'then' and item = "
                           "'eur_systems'"), statistics.mean(gaps)
    later = records("sei-mesi-*.csv", ",", "code")
    yield "presented to the team", "select share from profile where question = 'transfer' and answer = 'presented'", (
        sum("presented" in (r["transfer"] or []) for r in later) / sum(r["transfer"] is not None for r in later))


def main():
    published = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    n, failed = 0, 0
    for what, sql, value in figures():
        row = published.execute(sql).fetchone()
        n += 1
        if not row or row[0] is None or abs(row[0] - value) > 1e-9 * max(1, abs(value)):
            failed += 1
            print(f"{what}: divario says {row and row[0]}, the files say {value}")
    print(f"{n} figures, {failed} differ")
    return 1 if failed or n < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
