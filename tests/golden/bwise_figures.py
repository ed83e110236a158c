#!/usr/bin/python3
"""bwise_figures.py PUBLISHED.db PROJECT: compute the bwise sample's figures straight
from its CSV files, without divario, and compare them with what divario
published.  Exit 1 on any difference."""
import csv
import glob
import math
import sqlite3
import statistics
import sys
import unicodedata

sys.dont_write_bytecode = True
import bwise_more

ROOT = __file__.rsplit("/", 3)[0]
MEASURES = {"cur": "current level", "req": "level required today", "fut": "level required in five years"}


def key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def sheet(name, project="bwise"):
    with open(f"{ROOT}/config/{project}/{name}", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def languages(row):
    return [v for k, v in row.items() if k.startswith("label::") and v]


def choices(list_name):
    """label or code, as a key -> code"""
    out = {}
    for row in sheet("codebook/choices.csv"):
        if row["list_name"] == list_name:
            for label in [row["name"]] + languages(row):
                out[key(label)] = row["name"]
    return out


def questions():
    """header key -> question name"""
    out = {}
    for row in sheet("codebook/survey.csv"):
        for label in [row["name"]] + languages(row):
            out[key(label)] = row["name"]
    return out


def header_name(header, names):
    if header.endswith("]"):
        return header[:-1].replace("[", "_", 1)
    last = header.rsplit("/", 1)[-1]
    return names.get(key(last), last)


def respondents(pattern):
    """The last record of each token, as {question: cell}."""
    names = questions()
    people = {}
    for path in sorted(glob.glob(f"{ROOT}/samples/bwise/{pattern}")):
        encoding = "cp1252" if path.endswith("-es.csv") else "utf-8-sig"
        with open(path, newline="", encoding=encoding) as file:
            reader = csv.reader(file, delimiter=";")
            header = [header_name(h, names) for h in next(reader)]
            for record in reader:
                if len(record) == len(header):
                    person = dict(zip(header, record))
                    people[person["token"]] = person
    return list(people.values())


def level(cell, levels):
    code = levels.get(key(cell))
    return int(code) if code and code != "99" else None


def figures(people, skill, levels):
    pairs = [(level(p["cur_" + skill], levels), level(p["req_" + skill], levels)) for p in people]
    pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
    futures = [(level(p["cur_" + skill], levels), level(p["fut_" + skill], levels)) for p in people]
    futures = [(a, b) for a, b in futures if a is not None and b is not None]
    gaps = [b - a for a, b in pairs]
    return {
        "n": len(pairs),
        "current": statistics.fmean(a for a, _ in pairs),
        "required": statistics.fmean(b for _, b in pairs),
        "gap": statistics.fmean(gaps),
        "gap_sd": statistics.stdev(gaps),
        "t": statistics.fmean(gaps) / statistics.stdev(gaps) * math.sqrt(len(gaps)),
        "need_share": sum(g > 0 for g in gaps) / len(gaps),
        "future_gap": statistics.fmean(b - a for a, b in futures),
    }


def number(cell):
    return float(cell) if cell.strip().isdigit() else None


def register():
    """Rows of activities with the enterprise's model, as the mapping has them."""
    def rows(name):
        with open(f"{ROOT}/samples/bwise/{name}", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    models = {row["id"]: row["type"] for row in rows("enterprises.csv")}
    return [dict(row, model=models[row["enterprise"]]) for row in rows("activities.csv")]


def compare_sector(database, compare):
    """What the chapter on the sector counts."""
    all_rows = register()
    for column, cell in (("type", "type"), ("territory", "country"), ("organisation_type", "model")):
        for code in sorted({row[cell] for row in all_rows}):
            rows = [row for row in all_rows if row[cell] == code]
            got = database.execute(f"select count(distinct organisation), sum(capacity), sum(staff) "
                                   f"from service_register where {column} = ?", (code,)).fetchone()
            compare(f"{code} enterprises", got[0], len({row["enterprise"] for row in rows}))
            compare(f"{code} places", got[1], sum(int(row["capacity"]) for row in rows))
            compare(f"{code} staff", got[2], sum(int(row["staff"]) for row in rows))


def compare_technology(people, database, compare):
    """Relevance of the domains, of those who were asked."""
    for when in ("now", "later"):
        for domain in ("management", "production", "workplace", "ai", "assistive"):
            name = f"tech_{when}_{domain}"
            values = [v for v in (number(p[name]) for p in people) if v is not None]
            got = database.execute("select n, mean, sd from summary where variable = ?", (name,)).fetchone()
            compare(f"{name} n", got[0], len(values))
            compare(f"{name} mean", got[1], statistics.fmean(values))
            compare(f"{name} sd", got[2], statistics.stdev(values))


def coded_answers(people):
    """The rows of the coders' sheet by answer."""
    with open(f"{ROOT}/samples/bwise/practices-coded.csv", newline="", encoding="utf-8") as file:
        coded = list(csv.DictReader(file))
    tokens, answers = {p["token"] for p in people}, {}
    for row in coded:
        if row["answer"] in tokens:
            answers.setdefault(row["answer"], []).append(row)
    return answers


def compare_practices(people, database, compare):
    """Themes: an answer counts where the coder who read it, or most, say so."""
    answers = {}
    for answer, rows in coded_answers(people).items():
        for row in rows:
            answers.setdefault(answer, {}).setdefault(row["coder"], set()).add(row["theme"])
    for row in sheet("practice-themes.csv", "bwise-blueprint"):
        theme = row["theme"]
        n = sum(2 * sum(theme in seen for seen in coders.values()) >= len(coders) for coders in answers.values())
        got = database.execute("select n, base from coding_theme where grouping = 'all' and theme = ?", (theme,)).fetchone()
        compare(f"{theme} n", got[0], n)
        compare(f"{theme} base", got[1], len(answers))


def alpha(people, skills, levels):
    """n and Cronbach's alpha of the current levels of the people who rated all."""
    rows = [[level(p["cur_" + skill], levels) for skill in skills] for p in people]
    rows = [row for row in rows if None not in row]
    k = len(skills)
    within = sum(statistics.variance(column) for column in zip(*rows))
    return len(rows), k / (k - 1) * (1 - within / statistics.variance(map(sum, rows)))


def compare_more(people, database, compare):
    """Intervals, tests, marginals; of the blueprint also practices, training and sheets."""
    survey = bwise_more.Survey(sys.modules[__name__], people)
    groups = [("all", "all", survey.people)]
    for question in ("country", "category", "wise_size"):
        groups += [(question, code, chosen) for code, chosen in survey.groups(question)]
    if sys.argv[2] == "bwise-blueprint":
        groups += [("country × category", f"{a} × {b}", [p for p in one if p in other])
                   for a, one in survey.groups("country") for b, other in survey.groups("category")]
    for grouping, code, chosen in groups:
        bwise_more.compare_gaps(survey, database, compare, grouping, code, chosen)
    bwise_more.compare_groups(survey, database, compare)
    bwise_more.compare_marginals(survey, database, compare)
    if sys.argv[2] == "bwise-blueprint":
        bwise_more.compare_coded(database, compare, coded_answers(people))
        bwise_more.compare_training(survey, database, compare)
        bwise_more.compare_personas(survey, database, compare)
        bwise_more.compare_sheets(survey, sys.argv[1].rsplit("/", 1)[0], compare, register())


def main():
    people = respondents("[fo]*-2021*.csv")
    levels = choices("level")
    categories, countries = choices("category"), choices("country")
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    groups = [("all", "all", people)]
    groups += [("category", c, [p for p in people if categories.get(key(p["category"])) == c])
               for c in dict.fromkeys(categories.values())]
    groups += [("country", c, [p for p in people if countries.get(key(p["country"])) == c])
               for c in dict.fromkeys(countries.values())]
    compared = wrong = 0

    def compare(what, got, expected):
        nonlocal compared, wrong
        compared += 1
        if got is None or abs(got - expected) > 1e-9 * max(1, abs(expected)):
            wrong += 1
            print(f"{what}: {got}, expected {expected}")

    n = database.execute("select value from fact where name = 'n_respondents'").fetchone()[0]
    compare("n_respondents", n, len(people))
    for grouping, code, chosen in groups:
        for row in sheet("framework.csv"):
            skill = row["skill"]
            got = database.execute("select * from gap where grouping = ? and level = ? and skill = ?",
                                   (grouping, code, skill)).fetchone()
            if got is None:
                wrong += 1
                print(f"no row for {grouping} {code} {skill}")
            elif got["gap"] is not None:
                for name, value in figures(chosen, skill, levels).items():
                    compare(f"{grouping} {code} {skill} {name}", got[name], value)
    areas = {}
    for row in sheet("framework.csv"):
        areas.setdefault(row["area"], []).append(row["skill"])
    for area, skills in areas.items():
        got = database.execute("select * from scale_reliability where area = ? and measure = 'current'",
                               (area,)).fetchone()
        for name, value in zip(("n", "alpha"), alpha(people, skills, levels)):
            compare(f"{area} {name}", got[name], value)
    compare_more(people, database, compare)
    if sys.argv[2] == "bwise-blueprint":
        compare_sector(database, compare)
        compare_technology(people, database, compare)
        compare_practices(people, database, compare)
    print(f"{sys.argv[2]}: {compared} figures compared, {wrong} differ")
    return 1 if wrong or compared < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
