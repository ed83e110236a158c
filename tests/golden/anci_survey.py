"""The anci sample read from its CSV files, and weighted: respondents, frame,
raking to the margins, weighted ratios with their standard errors."""
import csv
import math
import sys
from collections import Counter

ROOT = __file__.rsplit("/", 3)[0]
SAMPLES = f"{ROOT}/samples/anci"
FILES = [("risposte-1.csv", "utf-8-sig", ","), ("risposte-2-solleciti.csv", "cp1252", ";")]
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
    for name, encoding, delimiter in FILES:
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
        self.df = len(self.tokens) - 1

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
