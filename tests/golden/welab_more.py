"""What welab.py compares beyond single cells: quadrants, larger areas, access
at every radius, places and staff by kind, the network, who would help, shares
of answers, intervals and training."""
import collections
import csv
import functools
import glob
import itertools
import math
import os
import statistics
import sys

import welab as base

RADII = (3, 5, 10)
WEIGHTS = (0.25, 0.25, 0.25, 0.25)
PROPOSED = 10


# ---- the map -------------------------------------------------------------------


def parents():
    return {r["Codice"]: r["Appartenenza"] for r in base.rows("samples/welab/territori.csv")
            if r["Livello"] == "municipality"}


def judge_areas(judge, found, people):
    """Districts: rate, its interval and location quotients."""
    above = parents()
    targets = sorted({t for _, t in people})
    select = "select * from coverage where level = 'district' and territory = ? and type = 'all' and target = ?"
    for area, target in itertools.product(sorted(set(above.values())), targets):
        row = judge.one(select, area, target)
        there = [s for s in found if above[s["territory"]] == area]
        chosen = [s for s in there if target in (s["target"], "all")]
        persons = sum(n for (c, t), n in people.items() if above[c] == area and t == target)
        everywhere = sum(target in (s["target"], "all") for s in found)
        name = f"district {area} {target}"
        judge.compare(name, row["rate"], 1000 * len(chosen) / persons)
        for column, is_low in (("low", True), ("high", False)):
            judge.compare(f"{name} {column}", row[column],
                          1000 * base.poisson_limit(len(chosen), .025, is_low) / persons, 1e-7)
        judge.compare(f"{name} quotient", row["location_quotient"],
                      (len(chosen) / len(there)) / (everywhere / len(found)))


def judge_quadrants(judge, found, people):
    """Many people and little supply, each against the median of the territories."""
    codes = sorted({c for c, _ in people})
    critical = 0
    for target in sorted({t for _, t in people if t != "all"}):
        count = collections.Counter(s["territory"] for s in found if s["target"] == target)
        rates = {c: count[c] / people[c, target] for c in codes}
        middle = statistics.median(people[c, target] for c in codes)
        usual = statistics.median(rates.values())
        for code in codes:
            is_critical = people[code, target] >= middle and (not count[code] or rates[code] < usual)
            critical += is_critical
            row = judge.one("select quadrant = 'concentrate' as it from coverage where level = 'municipality' and"
                            " territory = ? and type = 'all' and target = ?", code, target)
            judge.compare(f"quadrant {code} {target}", row["it"], int(is_critical))
    judge.compare("critical cases", judge.one("select count(*) as n from coverage where level = 'municipality' and"
                                              " territory <> 'all' and type = 'all' and target <> 'all' and"
                                              " quadrant = 'concentrate'")["n"], critical)


def judge_kinds(judge):
    """Places, people, staff and cost by kind, as the register has them."""
    sums = collections.defaultdict(lambda: collections.Counter())
    for r in base.rows("samples/welab/servizi-2025.csv"):
        kind = sums[r["Tipologia"]]
        users, places = base.number(r["Utenti"]), base.number(r["Posti"])
        kind["n"] += 1
        for name, cell in (("capacity", "Posti"), ("staff", "Operatori"), ("cost", "Costo annuo")):
            kind[name] += base.number(r[cell]) or 0
        if users is not None and users >= 5 and places:
            kind["used"] += users
            kind["of"] += places
    for name, kind in sums.items():
        row = judge.one("select count(*) as n, sum(capacity) as capacity, sum(staff) as staff, sum(cost) as cost,"
                        " sum(case when users is not null and capacity > 0 then users end) as used,"
                        " sum(case when users is not null and capacity > 0 then capacity end) as 'of'"
                        " from service_register where type = ?", name)
        for column in ("n", "capacity", "staff", "cost", "used", "of"):
            judge.compare(f"{name}: {column}", row[column], kind[column])


def decay(kind, km, radius):
    if km > radius:
        return 0.0
    if kind == "binary":
        return 1.0
    return (math.exp(-(km / radius) ** 2 / 2) - math.exp(-0.5)) / (1 - math.exp(-0.5))


def judge_reach(judge, found, people):
    """Access at every radius and decay; kinds of service by distance."""
    at = base.centres()
    places = [tuple(s["place"]) if s["place"][0] is not None else at[s["territory"]] for s in found]
    away = {c: [base.vincenty(at[c], p) for p in places] for c in at}
    persons = {c: people[c, "all"] for c in at}
    total = sum(persons.values())
    for radius, kind in itertools.product(RADII, ("binary", "gaussian")):
        weigh = {c: [decay(kind, km, radius) for km in away[c]] for c in at}
        sharing = [sum(persons[c] * weigh[c][i] for c in at) for i in range(len(places))]
        reached = {c: 1000 * sum(w / sharing[i] for i, w in enumerate(weigh[c]) if w) for c in at}
        for code, value in reached.items():
            row = judge.one("select access from access where territory = ? and type = 'all' and target = 'all' and"
                            " radius_km = ? and kind = ?", code, radius, kind)
            judge.compare(f"access {code} {radius} {kind}", row["access"], value, 1e-6)
        row = judge.one("select * from access_summary where type = 'all' and target = 'all' and radius_km = ? and"
                        " kind = ?", radius, kind)
        judge.compare(f"access gini {radius} {kind}", row["access_gini"],
                      base.gini([(persons[c], reached[c] * persons[c]) for c in at]), 1e-6)
    for name in sorted({s["type"] for s in found}):
        near = {c: min(km for km, s in zip(away[c], found) if s["type"] == name) for c in at}
        row = judge.one("select * from access_summary where type = ? and target = 'all' and radius_km = ? and"
                        " kind = 'binary'", name, base.REACH_KM)
        judge.compare(f"{name}: mean distance", row["mean_nearest_km"],
                      sum(near[c] * persons[c] for c in at) / total, 1e-6)
        beyond = sum(n for c, n in persons.items() if near[c] > base.REACH_KM)
        judge.compare(f"{name}: beyond", row["people_beyond"], beyond)
        judge.compare(f"{name}: share beyond", row["share_beyond"], beyond / total)


# ---- organisations -------------------------------------------------------------


def steps_from(near, start):
    """Steps to, and number of shortest ways to, everybody in reach."""
    steps, ways, now = {start: 0}, collections.Counter({start: 1}), [start]
    while now:
        after = []
        for node in now:
            for other in near[node]:
                if other not in steps:
                    steps[other] = steps[node] + 1
                    after.append(other)
                if steps[other] == steps[node] + 1:
                    ways[other] += ways[node]
        now = after
    return steps, ways


def judge_nodes(judge, found):
    names = sorted({s["organisation"] for s in found})
    near = collections.defaultdict(set)
    declared = {frozenset((r["Ente A"], r["Ente B"])) for r in base.rows("samples/welab/legami.csv")}
    for a, b in (tuple(tie) for tie in base.meetings(found) | declared):
        near[a].add(b)
        near[b].add(a)
    reach = {name: steps_from(near, name) for name in names}
    for name in names:
        between = 0.0
        for a, b in itertools.combinations([n for n in names if n != name], 2):
            (steps, ways), (back, returns) = reach[a], reach[b]
            if b in steps and name in steps and steps[name] + back[name] == steps[b]:
                between += ways[name] * returns[name] / ways[b]
        own = [s for s in found if s["organisation"] == name]
        row = judge.one("select * from network_node where organisation = ?", name)
        judge.compare(f"{name}: degree", row["degree"], len(near[name]))
        judge.compare(f"{name}: betweenness", row["betweenness"], between, 1e-7)
        judge.compare(f"{name}: services", row["services"], len(own))
        for column, key in (("types", "type"), ("targets", "target"), ("territories", "territory")):
            judge.compare(f"{name}: {column}", row[column], len({s[key] for s in own}))


def judge_stability(judge, found):
    """Ranks when each weight is a fifth less, as it is, or a fifth more."""
    pairs = {pair: parts[:-1] for pair, parts in base.pairs_of(found)[0].items()}
    ranks = collections.defaultdict(list)
    for factors in itertools.product((0.8, 1, 1.2), repeat=4):
        weights = [w * f for w, f in zip(WEIGHTS, factors)]
        scores = {pair: round(sum(w * p for w, p in zip(weights, parts)) / sum(weights), 9)
                  for pair, parts in pairs.items()}
        place = {}
        for i, score in enumerate(sorted(scores.values(), reverse=True)):
            place.setdefault(score, i + 1)
        for pair, score in scores.items():
            ranks[pair].append(place[score])
    for (one, two), found_ranks in ranks.items():
        row = judge.one("select * from synergy where organisation = ? and partner = ?", one, two)
        for name, value in (("rank", found_ranks[40]), ("rank_low", min(found_ranks)), ("rank_high", max(found_ranks)),
                            ("stable_share", sum(r <= PROPOSED for r in found_ranks) / 81)):
            judge.compare(f"{one} and {two}: {name}", row[name], value)


def judge_alone(judge, found, people):
    cells = collections.defaultdict(set)
    for s in found:
        cells[s["territory"], s["type"], s["target"]].add(s["organisation"])
    for (place, kind, target), who in cells.items():
        if len(who) > 1:
            continue
        row = judge.one("select people from withdrawal where organisation = ? and territory = ? and type = ? and"
                        " target = ?", *who, place, kind, target)
        judge.compare(f"alone {place} {kind} {target}", row["people"], people[place, target])


def judge_partnerships(judge, found):
    """Those named cover what is said, and no fewer would."""
    offers, present = collections.defaultdict(set), collections.defaultdict(set)
    for s in found:
        offers[s["organisation"]].add((s["type"], s["target"]))
        present[s["territory"]].add(s["organisation"])
    for row in judge.database.execute("select * from partnership where scope <> 'all'").fetchall():
        scope = row["scope"]
        gaps = {(r["type"], r["target"]) for r in judge.database.execute(
            "select type, target from uncovered where level = 'municipality' and territory = ?", (scope,))}
        chosen = [r["organisation"] for r in judge.database.execute(
            "select organisation from partnership_member where scope = ?", (scope,))]
        covered = gaps & set().union(*(offers[o] for o in chosen))
        judge.compare(f"{scope}: gaps", row["gaps"], len(gaps))
        judge.compare(f"{scope}: covered", row["covered"], len(covered))
        judge.compare(f"{scope}: present", row["present"], sum(o in present[scope] for o in chosen))
        smaller = itertools.combinations(offers, len(chosen) - 1)
        judge.compare(f"{scope}: smaller partnerships", 0,
                      sum(gaps <= set().union(*(offers[o] for o in few)) for few in smaller))
        for gap in judge.database.execute("select * from partnership_gap where scope = ?", (scope,)).fetchall():
            judge.compare(f"{scope}: {gap['organisation']} offers {gap['type']}",
                          int(gap["organisation"] in chosen and (gap["type"], gap["target"])
                              in offers[gap["organisation"]]), 1)


# ---- the questionnaire -----------------------------------------------------------


def wilson(n, total):
    z = statistics.NormalDist().inv_cdf(0.975)
    p, bend = n / total, z * z / total
    half = z * math.sqrt(p * (1 - p) / total + bend / (4 * total))
    return (p + bend / 2 - half) / (1 + bend), (p + bend / 2 + half) / (1 + bend)


def judge_shares(judge, people):
    for question in ("figure", "partner", "zone", "gender", "age", "mode", "obstacle"):
        codes = base.choices(question)
        given = collections.Counter(codes.get(base.key(p[question])) for p in people)
        for no_answer in (None, "refused"):
            given.pop(no_answer, None)
        total = sum(given.values())
        for code, n in given.items():
            row = judge.one("select * from profile where question = ? and answer = ?", question, code)
            for name, value in zip(("n", "base", "share", "low", "high"), (n, total, n / total, *wilson(n, total))):
                judge.compare(f"{question} {code} {name}", row[name], value)


@functools.lru_cache(maxsize=None)
def student(df):
    """The 97.5 % quantile of Student's t, by bisection of its integral."""
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)

    def half(x, n=4000):
        step = x / n
        values = [(1 + (i * step) ** 2 / df) ** (-(df + 1) / 2) for i in range(n + 1)]
        return scale * step / 3 * (values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2]))

    low, high = 1.9, 2.6
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if half(middle) < 0.475 else (low, middle)
    return (low + high) / 2


def groups_of(people):
    codes = base.choices("figure")
    return {code: [p for p in people if codes.get(base.key(p["figure"])) == code] for code in set(codes.values())}


def judge_intervals(judge, people):
    levels = base.choices("level")
    for code, chosen in [("all", people), *groups_of(people).items()]:
        for skill in (r["skill"] for r in base.rows("config/welab/framework.csv")):
            found = base.gap_figures(chosen, skill, levels)
            half = student(found["n"] - 1) * found["gap_sd"] / math.sqrt(found["n"])
            row = judge.one("select low, high from gap where skill = ? and level = ?", skill, code)
            judge.compare(f"{code} {skill} low", row["low"], found["gap"] - half, 1e-6)
            judge.compare(f"{code} {skill} high", row["high"], found["gap"] + half, 1e-6)


def judge_training(judge, people):
    """What each path is worth for each role: outcomes of the eight widest gaps that are not reached and not beyond."""
    levels = base.choices("level")
    outcomes = base.rows("config/welab/catalogue/outcomes.csv")
    programmes = {r["programme"]: {o.strip() for o in r["outcomes"].split(";")}
                  for r in base.rows("config/welab/catalogue/programmes.csv")}
    for code, chosen in groups_of(people).items():
        found = {r["skill"]: base.gap_figures(chosen, r["skill"], levels)
                 for r in base.rows("config/welab/framework.csv")}
        first = sorted((s for s in found if found[s]["gap"] >= 0.5), key=lambda s: -found[s]["gap"])[:8]
        total = sum(found[s]["gap"] for s in first)
        needed = {}
        for skill in first:
            mine = [o["outcome"] for o in outcomes if o["skill"] == skill and
                    found[skill]["current"] < int(o["level"]) <= math.ceil(found[skill]["required"])]
            needed.update({o: found[skill]["gap"] / total / len(mine) for o in mine})
        for name, leads in programmes.items():
            row = judge.one("select * from training_coverage where grouping = 'figure' and level = ? and programme = ?",
                            code, name)
            covered = leads & set(needed)
            judge.compare(f"{code} {name} needed", row["n_needed"], len(needed))
            judge.compare(f"{code} {name} covered", row["n_covered"], len(covered))
            judge.compare(f"{code} {name} share", row["weighted_coverage"], sum(needed[o] for o in covered))
        plan = [r["programme"] for r in judge.database.execute(
            "select programme from training_set where grouping = 'figure' and level = ?", (code,))]
        reachable = set(needed) & set().union(*programmes.values())
        judge.compare(f"{code}: the plan reaches all", len(reachable - set().union(*(programmes[p] for p in plan))), 0)
        judge.compare(f"{code}: shorter plans", sum(reachable <= set().union(*(programmes[p] for p in few))
                                                    for few in itertools.combinations(programmes, len(plan) - 1)), 0)


# ---- what templates compute: the data beside their tables --------------------------


def exhibit(name):
    folder = os.path.join(os.path.dirname(sys.argv[1]), "tables")
    with open(glob.glob(f"{folder}/territorial-programming-it-*-{name}.csv")[0], newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def judge_shortfall(judge, found, people):
    """Services to add for the coverage of the whole, the widest distance first."""
    before = math.inf
    for row in exhibit("critical"):
        place, target = row["territory"], row["target"]
        there = sum(s["territory"] == place and s["target"] == target for s in found)
        whole = sum(s["target"] == target for s in found) / sum(n for (_, t), n in people.items() if t == target)
        wanted = max(0, whole * people[place, target] - there)
        judge.compare(f"{place} {target}: to add", float(row["wanted"]), wanted)
        judge.compare(f"{place} {target}: per thousand", float(row["rate"]), 1000 * there / people[place, target])
        judge.compare(f"{place} {target}: in order", int(float(row["wanted"]) <= before), 1)
        before = float(row["wanted"])


def judge_pact(judge, found, people, answers):
    codes = sorted({c for c, _ in people})
    targets = sorted({t for _, t in people if t != "all"})
    there = {(s["territory"], s["target"]) for s in found}
    register = base.rows("samples/welab/servizi-2025.csv")
    beyond = 0
    for target in targets:
        persons = {c: people[c, target] for c in codes}
        reached = base.access([s for s in found if s["target"] == target], persons)
        beyond += sum(persons[c] for c in codes if reached[c][1] > base.REACH_KM)
    uncovered = judge.one("select count(*) as n from uncovered where level = 'municipality'")["n"]
    alone = collections.Counter((s["territory"], s["type"], s["target"], s["organisation"]) for s in found)
    cells = collections.Counter(cell[:3] for cell in alone)
    sole = sum(n == 1 for n in cells.values())
    barren = len(codes) * len(targets) - len(there)
    ties = len(base.rows("samples/welab/legami.csv"))
    offers = set(base.choices("offer").values())
    codes_of = base.choices("offer")
    places = sum(len({codes_of.get(base.key(part)) for part in p["offer"].split(";")} & offers) for p in answers)
    expected = [(uncovered, (uncovered + 1) // 2), (barren, barren // 2), (beyond, beyond // 2), (sole, sole * 4 // 5),
                (sum(bool(r["Posti"]) for r in register), len(register)),
                (sum(bool(r["Latitudine"]) for r in register), len(register)), (ties, ties + 10), (0, places)]
    rows = exhibit("pact-counts")
    judge.compare("indicators that are counted", len(rows), len(expected))
    for row, (now, aim) in zip(rows, expected):
        judge.compare(f"{row['indicator']}: today", float(row["base"]), now)
        judge.compare(f"{row['indicator']}: aim", float(row["aim"]), aim)


def judge_measures(judge, found, people, answers):
    codes = sorted({c for c, _ in people})
    count = collections.Counter(s["territory"] for s in found)
    uneven = base.gini([(people[c, "all"], count[c]) for c in codes])
    least = min(1000 * count[c] / people[c, "all"] for c in codes)
    whole = 1000 * len(found) / sum(people[c, "all"] for c in codes)
    n = len({s["organisation"] for s in found})
    declared = {frozenset((r["Ente A"], r["Ente B"])) for r in base.rows("samples/welab/legami.csv")}
    density = len(base.meetings(found) | declared) / (n * (n - 1) / 2)
    levels = base.choices("level")
    gap = statistics.fmean(base.gap_figures(answers, r["skill"], levels)["gap"]
                           for r in base.rows("config/welab/framework.csv"))
    expected = [(uneven, uneven * 0.9), (least, (least + whole) / 2), (density, density * 1.1), (gap, gap * 0.75)]
    for row, (now, aim) in zip(exhibit("pact-measures"), expected):
        judge.compare(f"{row['indicator']}: today", float(row["base"]), now, 1e-6)
        judge.compare(f"{row['indicator']}: aim", float(row["aim"]), aim, 1e-6)


def judge_more(judge, found, people):
    judge_areas(judge, found, people)
    judge_quadrants(judge, found, people)
    judge_kinds(judge)
    judge_reach(judge, found, people)
    judge_nodes(judge, found)
    judge_stability(judge, found)
    judge_alone(judge, found, people)
    judge_partnerships(judge, found)
    answers = base.respondents()
    judge_shares(judge, answers)
    judge_intervals(judge, answers)
    judge_training(judge, answers)
    judge_shortfall(judge, found, people)
    judge_pact(judge, found, people, answers)
    judge_measures(judge, found, people, answers)
