#!/usr/bin/python3
"""welab.py PUBLISHED.db: compute the welab sample's figures straight from its
CSV and GeoJSON files, without divario, and compare them with what divario
published.  Exit 1 on any difference."""
import collections
import csv
import io
import itertools
import json
import math
import re
import sqlite3
import statistics
import sys
import unicodedata

ROOT = __file__.rsplit("/", 3)[0]
REACH_KM = 5


def key(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def rows(name, encoding="utf-8", skip=0):
    with open(f"{ROOT}/{name}", newline="", encoding=encoding) as file:
        text = file.read()
    lines = text.splitlines(keepends=True)[skip:]
    return list(csv.DictReader(io.StringIO("".join(lines), newline=""), delimiter="," if name.startswith("config") else ";"))


def number(cell):
    return float(cell.replace(".", "").replace(",", ".")) if cell else None


# ---- the map -------------------------------------------------------------------


def territories():
    """name key -> code, of municipalities and of the names the project confirms"""
    codes = {key(r["Denominazione"]): r["Codice"] for r in rows("samples/welab/territori.csv")
             if r["Livello"] == "municipality"}
    with open(f"{ROOT}/config/welab/project.yaml", encoding="utf-8") as file:
        confirmed = file.read().split("confirm:")[1].split("\n\n")[0]
    for name, code in re.findall(r"^\s+\"?(.+?)\"?: (T\d\d)$", confirmed, re.M):
        codes[key(name)] = code
    return codes


def services(year, codes):
    out = []
    for r in rows(f"samples/welab/servizi-{year}.csv"):
        place = [degrees(r[c]) for c in ("Latitudine", "Longitudine")]
        if place[0] is not None and place[0] < 20:  # longitude first
            place.reverse()
        out.append({"territory": codes[key(r["Comune"])], "type": r["Tipologia"], "target": r["Destinatari"],
                    "organisation": r["Ente gestore"], "capacity": number(r["Posti"]), "place": place})
    return out


def degrees(cell):
    return float(cell.replace(",", ".")) if cell else None


def population():
    """(territory, target or 'all') -> people"""
    return {(r["Codice"], r["Gruppo"] or "all"): int(r["Residenti"]) for r in rows("samples/welab/popolazione.csv")}


def poisson_limit(n, tail, is_low):
    """The mean at which n or more (or n or fewer) have the probability TAIL."""
    if is_low and n == 0:
        return 0.0
    low, high = 0.0, 10.0 * n + 50

    def probability(mean):
        last = n - 1 if is_low else n
        below = math.fsum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(last + 1))
        return 1 - below if is_low else below

    for _ in range(200):
        middle = (low + high) / 2
        if (probability(middle) < tail) == is_low:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gini(pairs):
    """Of rates, from (people, supply): twice the area between the curve and the diagonal."""
    pairs = sorted(pairs, key=lambda p: p[1] / p[0])
    people, supply = sum(p for p, _ in pairs), sum(s for _, s in pairs)
    area = x = y = 0.0
    for p, s in pairs:
        area += (p / people) * (2 * y + s / supply) / 2
        x, y = x + p / people, y + s / supply
    return 1 - 2 * area


def theil(pairs):
    people, supply = sum(p for p, _ in pairs), sum(s for _, s in pairs)
    return sum(s / supply * math.log((s / supply) / (p / people)) for p, s in pairs if s)


def hoover(pairs):
    people, supply = sum(p for p, _ in pairs), sum(s for _, s in pairs)
    return sum(abs(p / people - s / supply) for p, s in pairs) / 2


def neighbours():
    """code -> codes of territories whose borders share a point"""
    with open(f"{ROOT}/samples/welab/territori.geojson", encoding="utf-8") as file:
        features = json.load(file)["features"]
    points = {f["properties"]["code"]: {tuple(p) for ring in f["geometry"]["coordinates"] for p in ring}
              for f in features}
    return {a: [b for b in points if b != a and points[a] & points[b]] for a in points}


def is_one_ring(edges):
    after = dict(edges)
    if len(after) != len(edges):
        return False
    start = at = edges[0][0]
    for _ in edges:
        at = after.get(at)
    return at == start and len({a for a, _ in edges}) == len(edges)


def crosses(one, two):
    """Do two stretches of border without a common end cross?"""
    (a, b), (c, d) = one, two

    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def borders():
    """(stretches told twice in one direction, does what only one territory has close the district, crossings)"""
    with open(f"{ROOT}/samples/welab/territori.geojson", encoding="utf-8") as file:
        features = json.load(file)["features"]
    edges = [(tuple(a), tuple(b)) for f in features for ring in f["geometry"]["coordinates"]
             for a, b in zip(ring, ring[1:])]
    known = set(edges)
    outer = [(a, b) for a, b in edges if (b, a) not in known]
    once = [(a, b) for a, b in edges if a < b or (b, a) not in known]
    crossings = sum(crosses(one, two) for one, two in itertools.combinations(once, 2) if not set(one) & set(two))
    return len(edges) - len(known), is_one_ring(outer), crossings


def moran(rates, near):
    mean = statistics.fmean(rates.values())
    total = sum((x - mean) ** 2 for x in rates.values())
    cross = sum((rates[a] - mean) * (rates[b] - mean) / len(near[a]) for a in rates for b in near[a])
    return cross / total  # rows of weights add up to 1, so n / sum of weights is 1


def geary(rates, near):
    mean = statistics.fmean(rates.values())
    total = sum((x - mean) ** 2 for x in rates.values())
    cross = sum((rates[a] - rates[b]) ** 2 / len(near[a]) for a in rates for b in near[a])
    return (len(rates) - 1) * cross / (2 * len(rates) * total)


def vincenty(a, b):
    """Kilometres on the WGS84 ellipsoid between (latitude, longitude) pairs."""
    major, flat = 6378.137, 1 / 298.257223563
    minor = major * (1 - flat)
    u1, u2 = (math.atan((1 - flat) * math.tan(math.radians(p[0]))) for p in (a, b))
    long = math.radians(b[1] - a[1])
    angle = long
    if a == b:
        return 0.0
    for _ in range(100):
        sin_s = math.hypot(math.cos(u2) * math.sin(angle),
                           math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(angle))
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(angle)
        s = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(angle) / sin_s
        cos2_a = 1 - sin_a ** 2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a if cos2_a else 0
        c = flat / 16 * cos2_a * (4 + flat * (4 - 3 * cos2_a))
        before, angle = angle, long + (1 - c) * flat * sin_a * (
            s + c * sin_s * (cos_2m + c * cos_s * (2 * cos_2m ** 2 - 1)))
        if abs(angle - before) < 1e-14:
            break
    u = cos2_a * (major ** 2 - minor ** 2) / minor ** 2
    big_a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    big_b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    step = big_b * sin_s * (cos_2m + big_b / 4 * (cos_s * (2 * cos_2m ** 2 - 1)
                            - big_b / 6 * cos_2m * (4 * sin_s ** 2 - 3) * (4 * cos_2m ** 2 - 3)))
    return minor * big_a * (s - step)


def centres():
    return {r["Codice"]: (float(r["Latitudine"]), float(r["Longitudine"])) for r in rows("samples/welab/territori.csv")
            if r["Livello"] == "municipality"}


def access(found, people):
    """territory -> (services in reach per 1,000 who share them, kilometres to the nearest)"""
    at = centres()
    places = [tuple(s["place"]) if s["place"][0] is not None else at[s["territory"]] for s in found]
    away = {c: [vincenty(at[c], p) for p in places] for c in at}
    sharing = [sum(people[c] for c in at if away[c][i] <= REACH_KM) for i in range(len(places))]
    return {c: (1000 * sum(1 / sharing[i] for i, d in enumerate(away[c]) if d <= REACH_KM and sharing[i]),
                min(away[c])) for c in at}


# ---- organisations -------------------------------------------------------------


def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else 0.0


def pairs_of(found):
    """(organisation, partner) -> what the synergy of the two is made of"""
    ties = {frozenset((r["Ente A"], r["Ente B"])) for r in rows("samples/welab/legami.csv")}
    by = collections.defaultdict(list)
    for s in found:
        by[s["organisation"]].append(s)
    sets = {o: {f: {s[f] for s in of} for f in ("territory", "target", "type")} for o, of in by.items()}
    out = {}
    for one, two in itertools.combinations(sorted(by), 2):
        both = sets[one]["territory"] & sets[two]["territory"]
        is_declared = frozenset((one, two)) in ties
        if not both and not is_declared:
            continue
        here = [{(s["territory"], s["type"]) for s in by[o] if s["territory"] in both} for o in (one, two)]
        parts = [jaccard(sets[one]["territory"], sets[two]["territory"]),
                 jaccard(sets[one]["target"], sets[two]["target"]),
                 1 - jaccard(*here) if both else 0.0, float(is_declared)]
        out[one, two] = parts + [sum(parts) / 4]
    return out, len(ties)


def meetings(found):
    """Pairs of organisations that work for the same people in the same territory."""
    cells = collections.defaultdict(set)
    for s in found:
        cells[s["territory"], s["target"]].add(s["organisation"])
    return {frozenset(p) for members in cells.values() for p in itertools.combinations(sorted(members), 2)}


# ---- the questionnaire -----------------------------------------------------------


def choices(list_name):
    return {key(r[c]): r["name"] for r in rows("config/welab/codebook/choices.csv")
            if r["list_name"] == list_name for c in ("name", "label::Italiano (it)")}


def respondents():
    """The last record of each code, as {question: cell}."""
    names = {r["label::Italiano (it)"]: r["name"] for r in rows("config/welab/codebook/survey.csv")}
    people = {}
    for r in rows("samples/welab/competenze.csv", "cp1252", skip=3):
        person = {names.get(header, header): cell for header, cell in r.items()}
        people[person["token"]] = person
    return list(people.values())


def gap_figures(people, skill, levels):
    def level(cell):
        code = levels.get(key(cell))
        return int(code) if code and code != "99" else None

    pairs = [(level(p["cur_" + skill]), level(p["req_" + skill])) for p in people]
    pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
    gaps = [b - a for a, b in pairs]
    return {"n": len(pairs), "current": statistics.fmean(a for a, _ in pairs),
            "required": statistics.fmean(b for _, b in pairs), "gap": statistics.fmean(gaps),
            "gap_sd": statistics.stdev(gaps), "need_share": sum(g > 0 for g in gaps) / len(gaps)}


# ---- comparison ------------------------------------------------------------------


class Judge:
    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.database.row_factory = sqlite3.Row
        self.compared = self.wrong = 0

    def compare(self, what, got, expected, tolerance=1e-9):
        self.compared += 1
        if got is None or abs(got - expected) > tolerance * max(1, abs(expected)):
            self.wrong += 1
            print(f"{what}: {got}, expected {expected}")

    def one(self, sql, *values):
        row = self.database.execute(sql, values).fetchone()
        return row if row is not None else collections.defaultdict(lambda: None)


def judge_coverage(judge, found, people):
    codes = sorted({c for c, _ in people})
    targets = sorted({t for _, t in people if t != "all"})
    inhabitants = sum(people[c, "all"] for c in codes)
    select = "select * from coverage where level = 'municipality' and territory = ? and type = 'all' and target = ?"
    for code, target in itertools.product(codes + ["all"], targets + ["all"]):
        row = judge.one(select, code, target)
        chosen = [s for s in found if code in (s["territory"], "all") and target in (s["target"], "all")]
        persons = sum(people[c, target] for c in codes if code in (c, "all"))
        name = f"coverage {code} {target}"
        judge.compare(name, row["services"], len(chosen))
        judge.compare(name + " organisations", row["organisations"], len({s["organisation"] for s in chosen}))
        judge.compare(name + " capacity", row["capacity"] or 0, sum(s["capacity"] or 0 for s in chosen))
        judge.compare(name + " rate", row["rate"], 1000 * len(chosen) / persons)
        for column, is_low in (("low", True), ("high", False)):
            judge.compare(f"{name} {column}", row[column],
                          1000 * poisson_limit(len(chosen), .025, is_low) / persons, 1e-7)
    judge.compare("inhabitants", judge.one(select, "all", "all")["people"], inhabitants)


def judge_between(judge, found, people):
    codes = sorted({c for c, _ in people})
    for target in sorted({t for _, t in people}):
        count = collections.Counter(s["territory"] for s in found if target in (s["target"], "all"))
        pairs = [(people[c, target], count[c]) for c in codes]
        row = judge.one("select * from inequality where level = 'municipality' and type = 'all' and target = ?"
                        " and measure = 'coverage'", target)
        for name, value in (("gini", gini(pairs)), ("theil", theil(pairs)), ("hoover", hoover(pairs))):
            judge.compare(f"inequality {target} {name}", row[name], value)
    shares = collections.Counter(s["organisation"] for s in found)
    judge.compare("hhi", judge.one("select hhi from inequality where type = 'all' and target = 'all'"
                                   " and measure = 'organisations'")["hhi"],
                  sum((n / len(found)) ** 2 for n in shares.values()))
    for what, got, expected in zip(("told twice", "one ring", "crossings"), borders(), (0, 1, 0)):
        judge.compare(f"borders {what}", got, expected)
    near = neighbours()
    count = collections.Counter(s["territory"] for s in found)
    rates = {c: count[c] / people[c, "all"] for c in codes}
    for name, value in (("moran", moran(rates, near)), ("geary", geary(rates, near))):
        judge.compare(name, judge.one("select value from spatial where level = 'municipality' and type = 'all' and"
                                      " target = 'all' and statistic = ?", name)["value"], value)


def judge_access(judge, found, people):
    for target in ("all", "Anziani", "Lavoratori"):
        chosen = [s for s in found if target in (s["target"], "all")]
        persons = {c: n for (c, t), n in people.items() if t == target}
        reached = access(chosen, persons)
        for code, (value, nearest) in reached.items():
            row = judge.one("select * from access where territory = ? and type = 'all' and target = ? and"
                            " radius_km = ? and kind = 'binary'", code, target, REACH_KM)
            judge.compare(f"access {code} {target}", row["access"], value)
            judge.compare(f"nearest {code} {target}", row["nearest_km"], nearest, 1e-6)
        row = judge.one("select * from access_summary where type = 'all' and target = ? and radius_km = ? and"
                        " kind = 'binary'", target, REACH_KM)
        judge.compare(f"beyond {target}", row["people_beyond"],
                      sum(persons[c] for c, (_, near) in reached.items() if near > REACH_KM))


def judge_needs(judge, found, before, people):
    codes = sorted({c for c, _ in people})
    there = {(s["territory"], s["type"], s["target"]) for s in found}
    uncovered = []
    for kind, target in sorted({(s["type"], s["target"]) for s in found}):
        high = sorted(codes, key=lambda c: -people[c, target])[:math.ceil(len(codes) / 2)]
        uncovered += [(people[c, target], c, kind, target) for c in high if (c, kind, target) not in there]
    judge.compare("uncovered", judge.one("select count(*) as n from uncovered where level = 'municipality'")["n"],
                  len(uncovered))
    for n, code, kind, target in uncovered:
        judge.compare(f"uncovered {code} {kind} {target}",
                      judge.one("select people from uncovered where level = 'municipality' and territory = ? and"
                                " type = ? and target = ?", code, kind, target)["people"], n)
    for target in ["all"] + sorted({s["target"] for s in found}):
        row = judge.one("select * from territory_change where level = 'municipality' and territory = 'all' and"
                        " type = 'all' and target = ?", target)
        then, now = (sum(target in (s["target"], "all") for s in of) for of in (before, found))
        persons = sum(people[c, target] for c in codes)
        judge.compare(f"change {target} before", row["services_before"], then)
        judge.compare(f"change {target} after", row["services_after"], now)
        judge.compare(f"change {target}", row["difference"], 1000 * (now - then) / persons)


def judge_network(judge, found):
    pairs, n_ties = pairs_of(found)
    met = meetings(found)
    declared = {frozenset((r["Ente A"], r["Ente B"])) for r in rows("samples/welab/legami.csv")}
    n = len({s["organisation"] for s in found})
    summary = {r["name"]: r["value"] for r in judge.database.execute("select name, value from network_summary")}
    judge.compare("organisations", summary["organisations"], n)
    judge.compare("ties declared", summary["ties_declared"], n_ties)
    judge.compare("ties", summary["ties"], len(met | declared))
    judge.compare("density", summary["density"], len(met | declared) / (n * (n - 1) / 2))
    judge.compare("pairs compared", summary["pairs_compared"], len(pairs))
    cells = collections.defaultdict(set)
    for s in found:
        cells[s["territory"], s["type"], s["target"]].add(s["organisation"])
    judge.compare("sole cells", summary["sole_cells"], sum(len(of) == 1 for of in cells.values()))
    names = ("jaccard_territory", "jaccard_target", "complementarity", "declared", "synergy")
    for (one, two), values in pairs.items():
        row = judge.one("select * from synergy where organisation = ? and partner = ?", one, two)
        for name, value in zip(names, values):
            judge.compare(f"{one} and {two}: {name}", row[name] or 0, value)
    best = max(pairs.values(), key=lambda v: v[-1])[-1]
    judge.compare("best synergy", judge.one("select synergy from synergy order by rank")["synergy"], best)


def judge_skills(judge):
    people = respondents()
    levels, figures = choices("level"), choices("figure")
    judge.compare("respondents", judge.one("select value from fact where name = 'n_respondents'")["value"], len(people))
    groups = [("all", "all", people)]
    groups += [("figure", f, [p for p in people if figures.get(key(p["figure"])) == f])
               for f in dict.fromkeys(figures.values())]
    for grouping, code, chosen in groups:
        for row in rows("config/welab/framework.csv"):
            got = judge.one("select * from gap where grouping = ? and level = ? and skill = ?",
                            grouping, code, row["skill"])
            for name, value in gap_figures(chosen, row["skill"], levels).items():
                judge.compare(f"{code} {row['skill']} {name}", got[name], value)
    offers = choices("offer")
    for code in sorted(set(offers.values())):
        n = sum(code in [offers.get(key(part)) for part in p["offer"].split(";")] for p in people)
        judge.compare(f"would attend {code}", judge.one("select n from profile where question = 'offer' and answer = ?",
                                                        code)["n"], n)


def main():
    judge = Judge(sys.argv[1])
    codes = territories()
    found, before = services(2025, codes), services(2022, codes)
    people = population()
    judge_coverage(judge, found, people)
    judge_between(judge, found, people)
    judge_access(judge, found, people)
    judge_needs(judge, found, before, people)
    judge_network(judge, found)
    judge_skills(judge)
    judge_more(judge, found, people)
    print(f"welab: {judge.compared} figures compared, {judge.wrong} differ")
    return 1 if judge.wrong or judge.compared < 8000 else 0


if __name__ == "__main__":
    from welab_more import judge_more

    sys.exit(main())
