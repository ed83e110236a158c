"""The sern sample's files read without divario, and the statistics that the
programme's figures need, in plain Python."""
import csv
import datetime
import glob
import math
import statistics
import unicodedata
from collections import Counter, defaultdict

Z = statistics.NormalDist().inv_cdf(0.975)


def key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def number(text):
    text = text.replace("€", "").replace(".", "").replace(",", ".").strip()
    return float(text) if text else None


class Files:
    """The project below ROOT: codebook and answers."""

    def __init__(self, root):
        self.root = root
        self.choices, self.order = defaultdict(dict), defaultdict(list)
        for row in self.sheet("choices"):
            self.order[row["list_name"]].append(row["name"])
            for column in ("name", "label::English (en)", "label::Italiano (it)"):
                self.choices[row["list_name"]][key(row[column])] = row["name"]
        self.choices["country"]["olanda"] = "nl"
        self.types = {row["name"]: row["type"] for row in self.sheet("survey")}
        self.names = {key(row["label::Italiano (it)"]): row["name"] for row in self.sheet("survey") if row["label::Italiano (it)"]}

    def sheet(self, name):
        with open(f"{self.root}/config/sern/codebook/{name}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def cell(self, name, text):
        """The clean answer: a code, a number, a date, or None."""
        kind = self.types[name].split()
        if not text.strip() or text == "n/a":
            return None
        if kind[0] == "select_one":
            return self.choices[kind[1]].get(key(text))
        if kind[0] == "select_multiple":
            return [self.choices[kind[1]][key(part)] for part in text.split(", ")]
        if kind[0] == "date":
            return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date()
        return number(text) if kind[0] in ("decimal", "integer") else text

    def records(self, pattern, delimiter, token=None):
        """Rows as {question: answer}, each with its file's wave; of the rows
        of one file with one token the last counts."""
        out = {}
        for path in sorted(glob.glob(f"{self.root}/samples/sern/{pattern}")):
            wave = path.rsplit("-", 1)[-1][:4]
            with open(path, newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file, delimiter=delimiter):
                    clean = {self.names[key(h)]: self.cell(self.names[key(h)], v) for h, v in row.items() if key(h) in self.names}
                    clean["wave"] = wave
                    name = clean.get(token)
                    out[(path, name if name and name.strip() else len(out))] = clean
        return list(out.values())

    def lines(self, pattern):
        """How many records each file has."""
        out = {}
        for path in sorted(glob.glob(f"{self.root}/samples/sern/{pattern}")):
            with open(path, newline="", encoding="utf-8") as file:
                out[path.rsplit("/", 1)[1]] = sum(1 for _ in csv.reader(file)) - 1
        return out


class Judge:
    """Counts the figures that were held against each other."""

    def __init__(self, database):
        self.database, self.n, self.failed = database, 0, 0

    def equal(self, what, found, value):
        self.n += 1
        if isinstance(value, float) and math.isnan(value):
            value = None
        if found is None or value is None or isinstance(value, str):
            same = found == value
        else:
            same = abs(found - value) <= 1e-8 * max(1, abs(value))
        if not same:
            self.failed += 1
            print(f"{what}: divario says {found}, the files say {value}")

    def rows(self, table, where="1"):
        cursor = self.database.execute(f"select * from {table} where {where} order by rowid")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]

    def row(self, what, found, expected):
        """A row of a table; where it is withheld, what is empty is not judged."""
        for column, value in expected.items():
            if not (found.get("suppressed") and found[column] is None):
                self.equal(f"{what}: {column}", found[column], value)


# ---- statistics ----


def wilson(x, n):
    if not n:
        return None, None
    p = x / n
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = ((p + Z * Z / (2 * n) + s * half) / (1 + Z * Z / n) for s in (-1, 1))
    return 0.0 if x == 0 else low, 1.0 if x == n else high


def gini(values, weights=None):
    """One minus twice the area below the Lorenz curve."""
    pairs = sorted(zip(values, weights or [1] * len(values)))
    people, whole = sum(w for _, w in pairs), sum(v * w for v, w in pairs)
    area = held = 0
    for value, weight in pairs:
        area += weight / people * (2 * held + value * weight) / whole
        held += value * weight
    return 1 - area


def density(t, freedom):
    constant = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(constant - (freedom + 1) / 2 * math.log1p(t * t / freedom))


def below(t, freedom, steps=400):
    """P(0 < T < t), by Simpson."""
    h = t / steps
    return h / 3 * sum((1 if i in (0, steps) else 4 if i % 2 else 2) * density(i * h, freedom) for i in range(steps + 1))


def student(freedom):
    """The quantile of 97.5 %, by Newton's steps."""
    t = Z
    for _ in range(50):
        t -= (below(t, freedom) - 0.475) / density(t, freedom)
    return t


QUANTILES = {}


def interval(values):
    """Mean and its t interval."""
    n, mean = len(values), statistics.mean(values)
    if n - 1 not in QUANTILES:
        QUANTILES[n - 1] = student(n - 1)
    half = QUANTILES[n - 1] * statistics.stdev(values) / math.sqrt(n)
    return mean, mean - half, mean + half


def ranks(values):
    ordered = sorted(values)
    return [(ordered.index(v) + len(ordered) - ordered[::-1].index(v) + 1) / 2 for v in values]


def wilcoxon(gaps):
    """Two-sided p: exact up to fifty differences, else normal with ties."""
    gaps = [g for g in gaps if g]
    if not gaps:
        return None
    rank = ranks([abs(g) for g in gaps])
    plus = sum(r for r, g in zip(rank, gaps) if g > 0)
    if len(gaps) <= 50:
        ways = Counter({0: 1})
        for r in rank:
            more = Counter(ways)
            for total, count in ways.items():
                more[total + int(2 * r)] += count
            ways = more
        at = round(2 * plus)
        tail = min(sum(c for t, c in ways.items() if t >= at), sum(c for t, c in ways.items() if t <= at))
        return min(1, 2 * tail / 2 ** len(gaps))
    m, ties = len(gaps), Counter(abs(g) for g in gaps)
    spread = m * (m + 1) * (2 * m + 1) / 24 - sum(t ** 3 - t for t in ties.values()) / 48
    return math.erfc(abs(plus - m * (m + 1) / 4) / math.sqrt(spread) / math.sqrt(2))


def holm(values):
    order = sorted((p, i) for i, p in enumerate(values) if p is not None)
    out, worst = [None] * len(values), 0
    for place, (p, i) in enumerate(order):
        worst = max(worst, min(1, p * (len(order) - place)))
        out[i] = worst
    return out


def alpha(rows):
    """Cronbach's, of those who answered every question."""
    rows = [r for r in rows if None not in r]
    k = len(rows[0])
    return k / (k - 1) * (1 - sum(statistics.variance(c) for c in zip(*rows)) / statistics.variance([sum(r) for r in rows]))


def above(x, freedom):
    """P(chi-square > x), by the series of the incomplete gamma function."""
    a, half = freedom / 2, x / 2
    term = total = 1 / a
    k = a
    while term > total * 1e-17:
        k += 1
        term *= half / k
        total += term
    return 1 - total * math.exp(-half + a * math.log(half) - math.lgamma(a)) if x > 0 else 1.0


def chi_square(table):
    """p that the rows of counts are alike; None where there is nothing to tell."""
    table = [row for row in table if sum(row)]
    columns = [sum(c) for c in zip(*table)]
    if len(table) < 2 or 0 in columns:
        return None
    whole = sum(columns)
    x = sum((n - sum(row) * c / whole) ** 2 / (sum(row) * c / whole) for row in table for n, c in zip(row, columns))
    return above(x, (len(table) - 1) * (len(columns) - 1))
