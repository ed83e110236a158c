#!/usr/bin/python3
"""anci.py PUBLISHED.db: compute the anci sample's figures straight from its CSV
files, without divario (weights, shares, changes of services, standard errors,
themes, kappa), and compare them with what divario published.  Exit 1 on any
difference, or where a withheld cell could be worked out."""
import csv
import math
import sqlite3
import sys
from collections import Counter

ROOT = __file__.rsplit("/", 3)[0]
SAMPLES = f"{ROOT}/samples/anci"
COUNTED = {"active", "remote", "new"}
MOMENTS = ["before", "during", "now"]
ATTRIBUTES = {"attribute_1": "istat", "attribute_2": "province", "attribute_3": "zone", "attribute_4": "size"}


def key(text):
    return " ".join(text.casefold().replace("’", "'").split())


def table(path, encoding="utf-8-sig", delimiter=","):
    with open(path, newline="", encoding=encoding) as file:
        return list(csv.DictReader(file, delimiter=delimiter))


# ---- the questionnaire -------------------------------------------------------

def choices():
    """list -> {label or code as a key: code}"""
    out = {}
    for row in table(f"{ROOT}/config/anci/codebook/choices.csv"):
        words = out.setdefault(row["list_name"], {})
        words[key(row["name"])] = row["name"]
        words[key(row["label::Italiano (it)"])] = row["name"]
    return out


def lists():
    """question -> list"""
    rows = table(f"{ROOT}/config/anci/codebook/survey.csv")
    return {row["name"]: row["type"].split()[1] for row in rows if row["type"].startswith("select")}


def question_of(head):
    head = ATTRIBUTES.get(head, head)
    return head[:-1].replace("[", "_", 1) if head.endswith("]") else head


def answers():
    """The last record of each token, cells as codes; None where nothing fits."""
    known, of = choices(), lists()
    people = {}
    files = [("risposte-1.csv", "utf-8-sig", ","), ("risposte-2-solleciti.csv", "cp1252", ";")]
    for name, encoding, delimiter in files:
        for record in table(f"{SAMPLES}/{name}", encoding, delimiter):
            if None in record or any(v is None for v in record.values()):
                continue  # cut off
            person = {}
            for head, cell in record.items():
                question = question_of(head)
                if question in of:
                    words = known[of[question]]
                    # a grade is told by its number, whatever happened to its words
                    grade = cell.strip()[:1] if of[question] == "level" else ""
                    cell = words.get(key(cell)) or words.get(grade)
                person[question] = cell
            token = record["token"]
            people.pop(token, None)
            people[token] = person
    return people


# ---- weights -------------------------------------------------------------------

def rake(people, frame):
    margins = [("size", "classe"), ("province", "provincia")]
    weights = {token: 1.0 for token in people}
    for _ in range(1000):
        worst = 0
        for question, column in margins:
            targets = Counter(row[column] for row in frame)
            sums = Counter()
            for token, person in people.items():
                sums[person[question]] += weights[token]
            for token, person in people.items():
                factor = targets[person[question]] / sums[person[question]]
                worst = max(worst, abs(factor - 1))
                weights[token] *= factor
        if worst < 1e-13:
            return weights
    sys.exit("raking does not converge")


def solve(matrix, right):
    """Gauss with pivots; singular columns get 0."""
    n = len(right)
    rows = [line[:] + [value] for line, value in zip(matrix, right)]
    pivots = []
    for column in range(n):
        start = len(pivots)
        best = max(range(start, n), key=lambda r: abs(rows[r][column]), default=None)
        if best is None or abs(rows[best][column]) < 1e-9:
            continue
        rows[start], rows[best] = rows[best], rows[start]
        for r in range(n):
            if r != start:
                factor = rows[r][column] / rows[start][column]
                if factor:
                    rows[r] = [a - factor * b for a, b in zip(rows[r], rows[start])]
        pivots.append(column)
    out = [0.0] * n
    for r, column in enumerate(pivots):
        out[column] = rows[r][n] / rows[r][column]
    return out


class Survey:
    def __init__(self, people, frame):
        self.people, self.tokens = people, list(people)
        self.weights = rake(people, frame)
        self.population = len(frame)
        levels = sorted({("s", p["size"]) for p in people.values()} | {("p", p["province"]) for p in people.values()})
        place = {level: i for i, level in enumerate(levels)}
        self.rows = [(place["s", people[t]["size"]], place["p", people[t]["province"]]) for t in self.tokens]
        self.k = len(levels)

    def ratio(self, tops, bottoms):
        """Weighted ratio and its standard error: residuals of the influence on
        the margins, simple random sampling from a finite population."""
        w = [self.weights[t] for t in self.tokens]
        total = sum(a * b for a, b in zip(w, bottoms))
        value = sum(a * b for a, b in zip(w, tops)) / total
        u = [(a - value * b) / total for a, b in zip(tops, bottoms)]
        matrix = [[0.0] * self.k for _ in range(self.k)]
        right = [0.0] * self.k
        for (i, j), x in zip(self.rows, u):
            for a in (i, j):
                right[a] += x
                for b in (i, j):
                    matrix[a][b] += 1
        beta = solve(matrix, right)
        z = [a * (x - beta[i] - beta[j]) for a, x, (i, j) in zip(w, u, self.rows)]
        n, mean = len(z), sum(z) / len(z)
        variance = (1 - n / self.population) * n / (n - 1) * sum((x - mean) ** 2 for x in z)
        return value, math.sqrt(variance)

    def mean(self, values):
        tops = [0 if values.get(t) is None else values[t] for t in self.tokens]
        bottoms = [0 if values.get(t) is None else 1 for t in self.tokens]
        return self.ratio(tops, bottoms)


# ---- comparing -----------------------------------------------------------------

class Check:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.n, self.bad = 0, 0

    def row(self, sql, *values):
        return self.db.execute(sql, values).fetchone()

    def same(self, what, mine, published, tolerance=1e-7):
        self.n += 1
        if published is None or abs(mine - published) > tolerance * max(1, abs(mine)):
            print(f"{what}: {mine!r} here, {published!r} published")
            self.bad += 1


def weights_agree(check, survey):
    w = list(survey.weights.values())
    n, smallest, largest, deff, effective = check.row("select n, minimum, maximum, deff, n_effective from weight_summary")
    mine = len(w) * sum(x * x for x in w) / sum(w) ** 2
    check.same("people with a weight", len(w), n)
    check.same("smallest weight", min(w), smallest)
    check.same("largest weight", max(w), largest)
    check.same("design effect", mine, deff)
    check.same("effective n", len(w) / mine, effective)


def responses_agree(check, people, frame):
    for question, column in (("size", "classe"), ("province", "provincia")):
        there = Counter(row[column] for row in frame)
        here = Counter(p[question] for p in people.values())
        for level, n in there.items():
            rate, = check.row("select rate from response where question = ? and answer = ?", question, level)
            check.same(f"response of {level}", here[level] / n, rate)


def shares_agree(check, survey):
    for question in ("role", "management", "has_practice"):
        answered = {t: p[question] for t, p in survey.people.items() if p[question] is not None}
        for answer in sorted(set(answered.values())):
            value, se = survey.mean({t: float(a == answer) for t, a in answered.items()})
            n, published, published_se = check.row(
                "select n, weighted, se from weighted_share where question = ? and answer = ?", question, answer)
            check.same(f"n of {question} {answer}", sum(a == answer for a in answered.values()), n)
            check.same(f"weighted {question} {answer}", value, published)
            check.same(f"its error {question} {answer}", se, published_se, 1e-5)


def services():
    rows = table(f"{ROOT}/config/anci/codebook/survey.csv")
    return [row["name"][7:] for row in rows if row["name"].startswith("before_") and row["type"].startswith("select")]


def states_of(person, item):
    """All moments, or None where one is not told."""
    states = [person[f"{moment}_{item}"] for moment in MOMENTS]
    return None if None in states else states


def net_agrees(check, survey, item, told, grouping, level):
    inside = {t: s for t, s in told.items() if level == "all" or survey.people[t][grouping] == level}
    change = {t: (s[2] in COUNTED) - (s[0] in COUNTED) for t, s in inside.items()}
    value, se = survey.mean(change)
    n, gained, net, weighted, weighted_se = check.row(
        "select n, gained, net, weighted_net, weighted_se from transition_net where grouping = ? and level = ?"
        " and item = ? and contrast = 'before-now'", grouping, level, item)
    name = f"{item} {level}"
    check.same(f"n of {name}", len(inside), n)
    if gained is not None:
        check.same(f"gained {name}", sum(d > 0 for d in change.values()), gained)
    check.same(f"net {name}", sum(change.values()) / len(change), net)
    check.same(f"weighted net {name}", value, weighted)
    check.same(f"error of net {name}", se, weighted_se, 1e-5)


def services_agree(check, survey):
    every = {}
    for item in services():
        told = {t: states_of(p, item) for t, p in survey.people.items()}
        told = {t: s for t, s in told.items() if s}
        every[item] = told
        net_agrees(check, survey, item, told, "all", "all")
        net_agrees(check, survey, item, told, "size", "s")
        cells = Counter((s[0], s[1]) for s in told.values())
        for (a, b), n in sorted(cells.items()):
            published, weighted, hidden = check.row(
                "select n, weighted, suppressed from transition where item = ? and contrast = 'before-during'"
                " and from_state = ? and to_state = ?", item, a, b)
            if hidden:
                continue
            value, _ = survey.mean({t: float((s[0], s[1]) == (a, b)) for t, s in told.items()})
            check.same(f"{item} {a} to {b}", n, published)
            check.same(f"{item} {a} to {b}, weighted", value, weighted)
    tops = [sum((every[i][t][2] in COUNTED) - (every[i][t][0] in COUNTED) for i in every if t in every[i])
            for t in survey.tokens]
    bottoms = [sum(t in every[i] for i in every) for t in survey.tokens]
    value, se = survey.ratio(tops, bottoms)
    weighted, weighted_se, n = check.row(
        "select weighted_net, weighted_se, n from transition_net where grouping = 'all' and item = 'all'"
        " and contrast = 'before-now'")
    check.same("net of all services", value, weighted)
    check.same("its error", se, weighted_se, 1e-5)
    check.same("answers times services", sum(bottoms), n)


def gaps_agree(check, survey):
    for row in table(f"{ROOT}/config/anci/framework.csv"):
        skill = row["skill"]
        gap = {}
        for token, person in survey.people.items():
            important, current = person[f"imp_{skill}"], person[f"cur_{skill}"]
            if important is not None and current is not None:
                gap[token] = int(important) - int(current)
        value, se = survey.mean(gap)
        n, plain, weighted, weighted_se = check.row(
            "select n, gap, weighted_gap, se from weighted_gap where grouping = 'all' and skill = ?", skill)
        check.same(f"n of {skill}", len(gap), n)
        check.same(f"gap of {skill}", sum(gap.values()) / len(gap), plain)
        check.same(f"weighted gap of {skill}", value, weighted)
        check.same(f"error of {skill}", se, weighted_se, 1e-5)


# ---- coded answers -------------------------------------------------------------

def settle(rows):
    """theme -> mean rating: who decides, or what half of the coders gave."""
    if any(row["coder"] == "R" for row in rows):
        rows = [row for row in rows if row["coder"] == "R"]
    coders = {row["coder"] for row in rows}
    given = {}
    for row in rows:
        given.setdefault(row["theme"], []).append(float(row["rating"]))
    return {theme: sum(r) / len(r) for theme, r in given.items() if 2 * len(r) >= len(coders)}


def kappa(pairs):
    n = len(pairs)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[c] * two[c] for c in one) / n ** 2
    agree = sum(a == b for a, b in pairs) / n
    return agree, (agree - chance) / (1 - chance)


def themes_agree(check, survey):
    sheet = {}
    for row in table(f"{SAMPLES}/codifica-pratiche.csv", delimiter=";"):
        if row["answer"] in survey.people:
            sheet.setdefault(row["answer"], []).append(row)
    final = {token: settle(rows) for token, rows in sheet.items()}
    for theme in [row["theme"] for row in table(f"{ROOT}/config/anci/coding/themes.csv")]:
        ratings = [themes[theme] for themes in final.values() if theme in themes]
        value, se = survey.mean({t: float(theme in themes) for t, themes in final.items()})
        n, base, weighted, weighted_se, rating = check.row(
            "select n, base, weighted, weighted_se, rating from coding_theme where grouping = 'all' and theme = ?", theme)
        check.same(f"n of {theme}", len(ratings), n)
        check.same(f"base of {theme}", len(final), base)
        check.same(f"weighted {theme}", value, weighted)
        check.same(f"error of {theme}", se, weighted_se, 1e-5)
        check.same(f"rating of {theme}", sum(ratings) / len(ratings), rating)
    first = [({r["coder"]: r["theme"] for r in reversed(rows)}) for rows in sheet.values()]
    pairs = [(f["A"], f["B"]) for f in first if "A" in f and "B" in f]
    agree, value = kappa(pairs)
    n, agreement, published = check.row(
        "select n, agreement, kappa from coding_agreement where measure = 'first_theme' and coder = 'A' and other = 'B'")
    check.same("answers read twice", len(pairs), n)
    check.same("agreement", agree, agreement)
    check.same("kappa", value, published)


# ---- what is withheld ----------------------------------------------------------

def lone_unknown(cells):
    return sum(value is None for value in cells) == 1


def nothing_can_be_worked_out(check):
    """In no sum is one cell unknown: rows, columns, states, items."""
    sums = {}
    for item, contrast, a, b, n in check.db.execute("select item, contrast, from_state, to_state, n from transition"):
        frm, to = contrast.split("-")
        sums.setdefault((item, contrast, "row", frm, a), []).append(n)
        sums.setdefault((item, contrast, "column", to, b), []).append(n)
        sums.setdefault(("items", contrast, a, b), []).append(n)
    for item, moment, state, n in check.db.execute("select item, moment, state, n from transition_state"):
        sums.setdefault((item, moment), []).append(n)
        sums.setdefault(("items", moment, state), []).append(n)
        for name in list(sums):
            if name[0] == item and name[2:3] in (("row",), ("column",)) and name[3:] == (moment, state):
                sums[name].append(n)
    check.n += 1
    for name, cells in sums.items():
        if lone_unknown(cells):
            print("one unknown in a sum:", name, cells)
            check.bad += 1
    small, = check.row("select count(*) from transition where n between 1 and 4")
    check.same("cells of few", 0, small)


def main():
    check = Check(sys.argv[1])
    frame = table(f"{SAMPLES}/comuni.csv", delimiter=";")
    people = answers()
    check.same("municipalities", 1506, len(frame))
    check.same("respondents", len(people), check.row("select value from fact where name = 'n_respondents'")[0])
    survey = Survey(people, frame)
    weights_agree(check, survey)
    responses_agree(check, people, frame)
    shares_agree(check, survey)
    services_agree(check, survey)
    gaps_agree(check, survey)
    themes_agree(check, survey)
    nothing_can_be_worked_out(check)
    print(f"{check.n} figures, {check.bad} differ")
    sys.exit(check.bad > 0)


main()
