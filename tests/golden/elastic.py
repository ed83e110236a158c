#!/usr/bin/python3
"""elastic.py PUBLISHED.db: compute the elastic sample's figures straight from
its CSV files, without divario, and compare them with what divario published.
Exit 1 on any difference."""
import csv
import glob
import math
import sqlite3
import statistics
import sys
import unicodedata
from collections import defaultdict

ROOT = __file__.rsplit("/", 3)[0]
ENCODINGS = {"es": "cp1252", "cs": "cp1250"}
WEAK, LEAD, LEAST = 0.75, 1, 10  # weak and lead of the project; people whose mean is shown
BOXES = {"need": "purpose", "use": "purpose", "obstacle": "obstacle"}  # questions with a column an answer
BRANDS = {"whatsapp": "messaging", "skype": "video", "google drive": "cloud"}


def key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def sheet(name):
    with open(f"{ROOT}/config/elastic/{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


CHOICES, ORDER, VALUES, NAMES = defaultdict(dict), defaultdict(list), {}, {}
for row in sheet("codebook/choices"):
    ORDER[row["list_name"]].append(row["name"])
    VALUES[row["name"]] = float(row["value"]) if row["value"] else None
    for column, text in row.items():
        if column == "name" or column.startswith("label"):
            CHOICES[row["list_name"]][key(text)] = row["name"]
CHOICES["tool"].update(BRANDS)
TYPES = {}
for row in sheet("codebook/survey"):
    if not row["type"].endswith("group"):
        TYPES[row["name"]] = row["type"].split()
        for column, text in row.items():
            if (column == "name" or column.startswith("label")) and text:
                NAMES[key(text)] = row["name"]


def number(text):
    text = text.replace("€", "").strip()
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif text.count(".") == 1 and len(text.split(".")[1]) == 3:
        text = text.replace(".", "")
    return float(text)


def clean(name, text):
    """A code, a number, a list of codes, or None."""
    kind = TYPES[name]
    if key(text) in ("", "n/a", "?"):
        return None
    if kind[0] == "select_one":
        return CHOICES[kind[1]].get(key(text))
    if kind[0] == "select_multiple":
        return [CHOICES[kind[1]][key(part)] for part in text.split("; ")]
    return number(text) if kind[0] in ("integer", "decimal") else text


def people():
    """The last record of each token; several answers from their boxes."""
    out = {}
    for path in sorted(glob.glob(f"{ROOT}/samples/elastic/competences-*.csv")):
        language = path[-6:-4]
        with open(path, newline="", encoding=ENCODINGS.get(language, "utf-8")) as file:
            rows = csv.reader(file, delimiter=";")
            head = next(rows)
            for row in rows:
                if len(row) == len(head):
                    person = record(head, row)
                    out[person["token"]] = person
    return list(out.values())


def record(head, row):
    person = {}
    for column, text in zip(head, row):
        parts = column.split("/")
        name = NAMES.get(key(parts[1])) if len(parts) > 1 else column
        if len(parts) == 3 and name in BOXES:
            box = CHOICES[BOXES[name]][key(parts[2])]
            person.setdefault(name, {})[box] = text == "1"
        elif len(parts) == 2 and name not in BOXES:
            person[name] = clean(name, text)
        elif column == "token":
            person["token"] = text
    return person


def register(name):
    with open(f"{ROOT}/samples/elastic/{name}.csv", newline="", encoding="utf-8") as file:
        return [{NAMES[key(h)]: clean(NAMES[key(h)], t) for h, t in row.items()} for row in csv.DictReader(file)]


class Judge:
    def __init__(self, path):
        self.database = sqlite3.connect(path)
        self.n = self.wrong = 0

    def compare(self, what, got, expected, tolerance=1e-9):
        self.n += 1
        if got is None or expected is None:
            is_same = got is expected
        elif not isinstance(expected, (int, float)):
            is_same = got == expected
        else:
            is_same = abs(got - expected) <= tolerance * max(1, abs(expected))
        if not is_same:
            self.wrong += 1
            print(f"{what}: {got}, expected {expected}")

    def ask(self, sql, *values):
        found = self.database.execute(sql, values).fetchone()
        return found[0] if found else None

    def figure(self, expected, sql, *values, tolerance=1e-9):
        self.compare(f"{sql} {values}", self.ask(sql, *values), expected, tolerance)

    def released(self, expected, columns, where, *values, tolerance=1e-9):
        """The figures of a row, unless disclosure control withholds it."""
        row = self.database.execute(f"select {columns}, suppressed {where}", values).fetchone()
        if row is None or row[-1]:
            self.compare(f"{where} {values}: withheld", row is not None and set(row[:-1]), {None})
            return
        for name, got, value in zip(columns.split(", "), row, expected):
            self.compare(f"{name} {where} {values}", got, value, tolerance)


def student_density(t, freedom):
    return math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi) * (
        1 + t * t / freedom) ** (-(freedom + 1) / 2)


def student(freedom, share=0.475, steps=400):
    """The 97.5 % quantile of Student's t: Newton on Simpson's integral from 0."""
    t = 2.0
    for _ in range(20):
        width = t / steps
        values = [student_density(i * width, freedom) for i in range(steps + 1)]
        area = width / 3 * (values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2]))
        t -= (area - share) / values[-1]
    return t


def wilson(n, base):
    z = statistics.NormalDist().inv_cdf(0.975)
    middle = (n + z * z / 2) / (base + z * z)
    half = z / (base + z * z) * math.sqrt(n * (base - n) / base + z * z / 4)
    return middle - half, middle + half


# ---- inventories ---------------------------------------------------------------


def check_inventory(judge, name, rows, thing, fields, numbers):
    rows = [r for r in rows if r[thing] and r["organisation"]]
    judge.figure(len(rows), "select entries from inventory where inventory = ?", name)
    judge.figure(len({r[thing] for r in rows}), "select things from inventory where inventory = ?", name)
    for what in ORDER[TYPES[thing][1]]:
        users = {r["organisation"] for r in rows if r[thing] == what}
        judge.figure(len(users) or None, "select organisations from inventory_thing where inventory = ? and thing = ?",
                     name, what)
        judge.figure(len(users), "select count(*) from inventory_user where inventory = ? and thing = ?", name, what)
        for number_of in numbers:
            check_number(judge, name, [r for r in rows if r[thing] == what], what, number_of)
    for field in fields:
        check_matrix(judge, name, rows, thing, field)


def check_number(judge, name, rows, thing, field):
    told = defaultdict(list)
    for row in rows:
        value = VALUES[row[field]] if isinstance(row[field], str) else row[field]
        if value is not None:
            told[row["organisation"]].append(value)
    largest = [max(values) for values in told.values()]
    where = "from inventory_number where inventory = ? and thing = ? and field = ?"
    judge.figure(sum(largest) if largest else None, f"select total {where}", name, thing, field)
    judge.figure(statistics.mean(largest) if largest else None, f"select mean {where}", name, thing, field)


def check_matrix(judge, name, rows, thing, field):
    def answers(row):
        return row[field] if isinstance(row[field], list) else [row[field]]

    for answer in ORDER[TYPES[field][1]]:
        named = [r for r in rows if answer in answers(r)]
        judge.figure(len({r["organisation"] for r in named}),
                     "select organisations from inventory_answer where inventory = ? and thing = 'all' and field = ?"
                     " and answer = ?", name, field, answer)
        for organisation in ORDER["organisation"]:
            judge.figure(len({r[thing] for r in named if r["organisation"] == organisation}),
                         "select things from inventory_matrix where inventory = ? and field = ? and answer = ?"
                         " and organisation = ?", name, field, answer, organisation)


def check_answers(judge, name, rows, thing, field):
    """What the cards say: how many organisations gave each answer about each thing."""
    where = "from inventory_answer where inventory = ? and thing = ? and field = ? and answer = ?"
    for what in ORDER[TYPES[thing][1]]:
        for answer in ORDER[TYPES[field][1]]:
            told = {r["organisation"] for r in rows if r["organisation"] and r[thing] == what
                    and answer in (r[field] if isinstance(r[field], list) else [r[field]])}
            judge.figure(len(told) or None, f"select organisations {where}", name, what, field, answer)


def check_said(judge, name, rows, thing, fields):
    """Organisation x tool x purpose, as told."""
    told = {(r[thing], r["organisation"], field, answer) for r in rows if r[thing] and r["organisation"]
            for field in fields for answer in (r[field] if isinstance(r[field], list) else [r[field]]) if answer}
    judge.compare(f"what was said of {name}", set(judge.database.execute(
        "select thing, organisation, field, answer from inventory_said where inventory = ?", (name,))), told)


def check_cards(judge, name, thing):
    """Every text of the sheet of cards is published as it stands there."""
    rows = sheet(f"cards/{name}")
    for row in rows:
        for column, text in row.items():
            if column != "thing":
                judge.figure(text, "select text from inventory_card where inventory = ? and thing = ? and field = ?"
                             " and language = ?", name, row["thing"], *column.split("::"))
    judge.compare(f"cards of {name}", {r["thing"] for r in rows}, set(ORDER[TYPES[thing][1]]))


def check_labels(judge):
    """Names in five languages, each of its own, where the report shows them."""
    for row in sheet("codebook/choices"):
        if row["list_name"] not in ("tool", "practice", "purpose"):
            continue
        texts = {column[-3:-1]: text for column, text in row.items() if column.startswith("label")}
        for language, text in texts.items():
            judge.figure(text, "select text from label where domain = ? and code = ? and language = ?",
                         row["list_name"], row["name"], language)
        judge.compare(f"{row['name']} is translated", bool(all(texts.values()) and len(set(texts.values())) > 3), True)


def check_files(judge):
    for path in glob.glob(f"{ROOT}/samples/elastic/*.csv"):
        language, delimiter = (path[-6:-4], ";") if "competences" in path else ("en", ",")
        with open(path, newline="", encoding=ENCODINGS.get(language, "utf-8")) as file:
            rows = list(csv.reader(file, delimiter=delimiter))
        where = "from fieldwork where file = ?"
        judge.figure(len(rows) - 1, f"select n_rows {where}", path.rsplit("/", 1)[1])
        judge.figure(sum(len(r) != len(rows[0]) for r in rows), f"select n_quarantined {where}",
                     path.rsplit("/", 1)[1])


# ---- people --------------------------------------------------------------------


def check_profile(judge, everybody):
    for question in ("country", "role", "age"):
        told = [p[question] for p in everybody if p[question]]
        for answer in ORDER[question]:
            check_share(judge, question, answer, told.count(answer), len(told))
    for question, choices in BOXES.items():
        for answer in ORDER[choices]:
            check_share(judge, question, answer, sum(p[question][answer] for p in everybody), len(everybody))


def check_share(judge, question, answer, n, base):
    judge.released((n, base, n / base, *wilson(n, base)), "n, base, share, low, high",
                   "from profile where question = ? and answer = ?", question, answer)


def check_need(judge, everybody):
    for purpose in ORDER["purpose"]:
        where = "from inventory_need where answer = ?"
        base = len(everybody)
        needs = sum(p["need"][purpose] for p in everybody)
        unmet = sum(p["need"][purpose] and not p["use"][purpose] for p in everybody)
        judge.figure(base, f"select base {where}", purpose)
        judge.figure(needs / base, f"select share_need {where}", purpose)
        judge.figure(sum(p["use"][purpose] for p in everybody), f"select uses {where}", purpose)
        judge.figure(unmet / base, f"select share_unmet {where}", purpose)
        judge.figure(wilson(unmet, base)[0], f"select unmet_low {where}", purpose)
        judge.figure(wilson(unmet, base)[1], f"select unmet_high {where}", purpose)


# ---- competences ---------------------------------------------------------------


def levels(persons, skill):
    pairs = [(p[f"cur_{skill}"], p[f"req_{skill}"]) for p in persons]
    return [(VALUES[c], VALUES[r]) for c, r in pairs if c and r]


def check_gaps(judge, everybody):
    for skill in ORDER["competence"]:
        pairs = levels(everybody, skill)
        gaps = [r - c for c, r in pairs]
        half = student(len(gaps) - 1) * statistics.stdev(gaps) / math.sqrt(len(gaps))
        where = "from gap where grouping = 'all' and skill = ?"
        judge.figure(len(gaps), f"select n {where}", skill)
        judge.figure(statistics.mean(c for c, r in pairs), f"select current {where}", skill)
        judge.figure(statistics.mean(r for c, r in pairs), f"select required {where}", skill)
        judge.figure(statistics.mean(gaps), f"select gap {where}", skill)
        judge.figure(statistics.mean(gaps) - half, f"select low {where}", skill, tolerance=1e-7)


def ranks(values):
    """Mid-ranks of the values, and the sum of t^3 - t over the ties."""
    order, out, ties, at = sorted(values), {}, 0, 0
    while at < len(order):
        same = order.count(order[at])
        out[order[at]] = at + (same + 1) / 2
        ties += same**3 - same
        at += same
    return out, ties


def wilcoxon(gaps):
    """p (normal, corrected for ties) and the rank-biserial correlation."""
    moved = [g for g in gaps if g]
    rank, ties = ranks([abs(g) for g in moved])
    n = len(moved)
    up = sum(rank[abs(g)] for g in moved if g > 0)
    total = n * (n + 1) / 2
    deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48)
    return math.erfc(abs(up - total / 2) / deviation / math.sqrt(2)), (2 * up - total) / total


def holm(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, most = [0] * len(values), 0
    for place, i in enumerate(order):
        most = max(most, min(1, (len(values) - place) * values[i]))
        out[i] = most
    return out


def check_tests(judge, everybody):
    """Verdicts of the table of competences, and the shares below, at and above the level required."""
    found = [(s, [r - c for c, r in levels(everybody, s)]) for s in ORDER["competence"]]
    adjusted = holm([wilcoxon(gaps)[0] for _, gaps in found])
    for (skill, gaps), p in zip(found, adjusted):
        n = len(gaps)
        judge.released((p, wilcoxon(gaps)[1], sum(g > 0 for g in gaps) / n, sum(g == 0 for g in gaps) / n,
                        sum(g < 0 for g in gaps) / n), "p_adjusted, effect, need_share, tie_share, surplus_share",
                       "from gap where grouping = 'all' and skill = ?", skill, tolerance=1e-7)


def check_spread(judge, everybody):
    for skill in ORDER["competence"]:
        for measure in ("current", "required"):
            told = [p[f"{measure[:3]}_{skill}"] for p in everybody if p[f"{measure[:3]}_{skill}"]]
            for answer in ORDER["level"]:
                n = told.count(answer)
                judge.released((n, n / len(told)), "n, share", "from distribution where grouping = 'all' and skill = ?"
                               " and measure = ? and answer = ?", skill, measure, answer)


def check_groups(judge, everybody):
    """Gaps of the roles and organisations, and Kruskal and Wallis's H between them."""
    for grouping in ("role", "organisation"):
        for skill in ORDER["competence"]:
            gaps = {}
            for level in ORDER[grouping]:
                pairs = levels([p for p in everybody if p[grouping] == level], skill)
                if len(pairs) >= LEAST:
                    gaps[level] = [r - c for c, r in pairs]
                    judge.released((len(pairs), statistics.mean(gaps[level])), "n, gap",
                                   "from gap where grouping = ? and level = ? and skill = ?", grouping, level, skill)
            check_kruskal(judge, grouping, skill, list(gaps.values()))
        for level in ORDER[grouping]:
            judge.figure(sum(p[grouping] == level for p in everybody),
                         "select n_respondents from gap_summary where grouping = ? and level = ?", grouping, level)


def check_kruskal(judge, grouping, skill, groups):
    everything = [g for group in groups for g in group]
    rank, ties = ranks(everything)
    n = len(everything)
    h = 12 / n / (n + 1) * sum(sum(rank[g] for g in group) ** 2 / len(group) for group in groups) - 3 * (n + 1)
    where = "from group_test where grouping = ? and skill = ?"
    judge.figure(len(groups), f"select k {where}", grouping, skill)
    judge.figure(h / (1 - ties / (n**3 - n)), f"select h {where}", grouping, skill, tolerance=1e-7)


def check_alpha(judge, everybody):
    for area in "12345":
        skills = [s for s in ORDER["competence"] if s.startswith(area)]
        for measure in ("current", "required"):
            rated = [[VALUES[p[f"{measure[:3]}_{s}"]] for s in skills] for p in everybody
                     if all(p[f"{measure[:3]}_{s}"] for s in skills)]
            k = len(skills)
            parts = sum(statistics.variance(column) for column in zip(*rated))
            alpha = k / (k - 1) * (1 - parts / statistics.variance(map(sum, rated)))
            judge.released((k, len(rated), alpha), "items, n, alpha",
                           "from scale_reliability where area = ? and measure = ?", area, measure)


def standings(everybody, skill):
    """{organisation: (n, mean, deviation, standing)} and the level required"""
    required = statistics.mean(r for c, r in levels(everybody, skill))
    out = {}
    for organisation in ORDER["organisation"]:
        rated = [c for c, r in levels([p for p in everybody if p["organisation"] == organisation], skill)]
        if len(rated) < LEAST:
            out[organisation] = (len(rated), None, None, "few")
            continue
        mean = statistics.mean(rated)
        lack = required - mean
        standing = "strong" if lack <= 0 else "weak" if lack >= WEAK else "near"
        out[organisation] = (len(rated), mean, statistics.stdev(rated), standing)
    return out, required


def check_exchange(judge, everybody):
    lessons = []
    for skill in ORDER["competence"]:
        found, required = standings(everybody, skill)
        for organisation, (n, mean, _, standing) in found.items():
            where = "from exchange_standing where skill = ? and level = ?"
            judge.figure(standing, f"select standing {where}", skill, organisation)
            judge.figure(None if mean is None else mean - required, f"select distance {where}", skill, organisation)
        for teacher, (_, high, _, one) in found.items():
            for learner, (_, low, _, other) in found.items():
                if one == "strong" and other == "weak" and high - low >= LEAD:
                    lessons.append((skill, teacher, learner, found[teacher], found[learner]))
    judge.figure(len(lessons), "select count(*) from exchange_lesson")
    for skill, teacher, learner, high, low in lessons:
        check_lesson(judge, (skill, teacher, learner), high, low)
    check_pairs(judge, lessons)


def check_lesson(judge, who, high, low):
    where = "from exchange_lesson where skill = ? and teacher = ? and learner = ?"
    parts = [side[2] ** 2 / side[0] for side in (high, low)]
    freedom = sum(parts) ** 2 / sum(p * p / (side[0] - 1) for p, side in zip(parts, (high, low)))
    half = student(freedom) * math.sqrt(sum(parts))
    judge.figure(high[1] - low[1], f"select lead {where}", *who)
    judge.figure(high[1] - low[1] - half, f"select low {where}", *who, tolerance=1e-7)


def check_pairs(judge, lessons):
    counts = defaultdict(lambda: [0, 0])
    for _, teacher, learner, _, _ in lessons:
        counts[min(teacher, learner), max(teacher, learner)][teacher > learner] += 1
    judge.figure(len(counts), "select count(*) from exchange_pair")
    for (one, other), (teaches, learns) in counts.items():
        where = "from exchange_pair where one = ? and other = ?"
        judge.figure(teaches, f"select teaches {where}", one, other)
        judge.figure(min(teaches, learns), f"select mutual {where}", one, other)


def main():
    judge = Judge(sys.argv[1])
    everybody = people()
    judge.figure(len(everybody), "select value from fact where name = 'n_respondents'")
    check_inventory(judge, "tools", register("tools"), "tool",
                    ["purpose", "asks", "frequency", "licence", "protection"],
                    ["users", "cost", "tool_effect", "tool_transfer"])
    check_inventory(judge, "practices", register("practices"), "practice", ["part", "aim", "practises", "with"],
                    ["effect", "transfer", "reached"])
    for name, thing, fields in (("tools", "tool", ["purpose", "asks", "frequency", "licence", "protection"]),
                                ("practices", "practice", ["part", "aim", "practises", "with"])):
        rows = register(name)
        for field in fields:
            check_answers(judge, name, rows, thing, field)
        check_said(judge, name, rows, thing, fields)
        check_cards(judge, name, thing)
    check_labels(judge)
    check_files(judge)
    check_profile(judge, everybody)
    check_tests(judge, everybody)
    check_spread(judge, everybody)
    check_groups(judge, everybody)
    check_alpha(judge, everybody)
    check_need(judge, everybody)
    check_gaps(judge, everybody)
    check_exchange(judge, everybody)
    print(f"{judge.n} figures, {judge.wrong} differ")
    return judge.wrong > 0 or judge.n < 30


sys.exit(main())
