#!/usr/bin/env python3
"""check.py FOLDER TOWNS PUBLISHED: the figures of the care homes of six provinces, computed once more from the register, the list of municipalities TOWNS and
the boundaries in FOLDER, with nothing of divario's: names by a plain comparison and a list of nine, distances by Vincenty's formula, the exact Poisson limits
by bisection, Gini by all pairs, neighbours by common corners of the borders."""
import collections
import csv
import glob
import json
import math
import random
import sqlite3
import sys
import unicodedata

folder, towns, published = sys.argv[1:]
UNITS = {"013": "CO", "014": "SO", "016": "BG", "019": "CR", "097": "LC", "098": "LO"}
# names of municipalities that have ended, or are written as nobody else does
SAME = {"BREMBILLA": "016253", "CASASCODINTELVI": "013254", "GRAVEDONA": "013249", "LANZODINTELVI": "013253", "PELLIOINTELVI": "013253",
        "PIADENA": "019116", "SOLBIATE": "013255", "VENDROGNO": "097008", "UGGIATETREVANO": "013256"}
ENDED = {"013199": "013256", "013228": "013256"}  # merged since the boundaries were drawn
RADII, BANDS, WEIGHTS = (10, 20, 30), (1 / 3, 2 / 3, 1), (1, 0.68, 0.22)
faults = checked = 0


def expect(what, found, wanted, tolerance=1e-9):
    global faults, checked
    checked += 1
    if found is None or wanted is None:
        good = found is None and (wanted is None or math.isnan(wanted))
    else:
        good = abs(found - wanted) <= tolerance * max(1, abs(wanted))
    if not good:
        faults += 1
        print(f"lombardia: {what} is {found}, should be {wanted}")


def fold(name):
    plain = unicodedata.normalize("NFD", name.upper())
    return "".join(letter for letter in plain if letter.isalpha() and letter.isascii())


# ---- the files ----

people, codes = {}, {}
with open(towns, encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        if row["COD_REG"] == "03":
            codes[fold(row["COMUNE"])] = row["PRO_COM_T"]
        if row["COD_PROV_STORICO"] in UNITS:
            people[row["PRO_COM_T"]] = int(row["POP_RES"])
homes = []
with open(f"{folder}/rsa_cp1252_semicolon.csv", encoding="cp1252", newline="") as file:
    for row in csv.DictReader(file, delimiter=";"):
        name = fold(row["COMUNE"])
        homes.append((SAME.get(name) or codes[name], row["ASL"], int(row["POSTI_LET TO_TOTAL I_ACCREDI TATI"])))
regions = collections.defaultdict(list)
for path in sorted(glob.glob(f"{folder}/limits_P_*_municipalities.geojson")):
    with open(path, encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            shape, code = feature["geometry"], feature["properties"]["com_istat_code"]
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            regions[ENDED.get(code, code)].extend(parts)


# ---- centres and distances ----

def signed(ring):
    """twice the area and the moments, about the ring's first point"""
    x0, y0 = ring[0][:2]
    area = mx = my = 0.0
    for (ax, ay, *_), (bx, by, *_) in zip(ring, ring[1:]):
        ax, ay, bx, by = ax - x0, ay - y0, bx - x0, by - y0
        cross = ax * by - bx * ay
        area, mx, my = area + cross, mx + (ax + bx) * cross, my + (ay + by) * cross
    return area, mx / 3 + x0 * area, my / 3 + y0 * area


def centre(parts):
    total = [0.0, 0.0, 0.0]
    for part in parts:
        for i, ring in enumerate(part):
            moments = signed(ring)
            sign = math.copysign(1, moments[0]) * (1 if i == 0 else -1)
            total = [t + sign * m for t, m in zip(total, moments)]
    return total[1] / total[0], total[2] / total[0]


def vincenty(a, b):
    """kilometres on WGS 84"""
    if a == b:
        return 0.0
    major, flat = 6378137.0, 1 / 298.257223563
    minor = major * (1 - flat)
    (lon1, lat1), (lon2, lat2) = [(math.radians(x), math.atan((1 - flat) * math.tan(math.radians(y)))) for x, y in (a, b)]
    s1, c1, s2, c2 = math.sin(lat1), math.cos(lat1), math.sin(lat2), math.cos(lat2)
    way = lon = lon2 - lon1
    for _ in range(100):
        sine = math.hypot(c2 * math.sin(way), c1 * s2 - s1 * c2 * math.cos(way))
        cosine = s1 * s2 + c1 * c2 * math.cos(way)
        angle = math.atan2(sine, cosine)
        alpha = c1 * c2 * math.sin(way) / sine
        square = 1 - alpha * alpha
        middle = cosine - 2 * s1 * s2 / square if square else 0
        c = flat / 16 * square * (4 + flat * (4 - 3 * square))
        last, way = way, lon + (1 - c) * flat * alpha * (angle + c * sine * (middle + c * cosine * (2 * middle * middle - 1)))
        if abs(way - last) < 1e-13:
            break
    u = square * (major * major - minor * minor) / (minor * minor)
    k1 = (math.sqrt(1 + u) - 1) / (math.sqrt(1 + u) + 1)
    big, small = (1 + k1 * k1 / 4) / (1 - k1), k1 * (1 - 3 * k1 * k1 / 8)
    delta = small * sine * (middle + small / 4 * (cosine * (2 * middle * middle - 1)
                            - small / 6 * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3)))
    return minor * big * (angle - delta) / 1000


centres = {code: centre(parts) for code, parts in regions.items()}
beds = collections.Counter()
for code, _, n in homes:
    beds[code] += n


# ---- coverage ----

def poisson_limit(x, tail, is_low):
    """the mean under which x or more (low), x or fewer (high) have probability TAIL"""
    def share(mean):
        terms = range(x) if is_low else range(x + 1)
        total = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in terms)
        return 1 - total if is_low else total
    if is_low and x == 0:
        return 0.0
    low, high = (1e-9, float(x)) if is_low else (max(x, 1e-9), x + 10 * math.sqrt(x + 1) + 10)
    for _ in range(70):
        middle = (low + high) / 2
        if (share(middle) < tail) == is_low:
            low = middle
        else:
            high = middle
    return low


def gini(values, weights):
    total = math.fsum(weights)
    mean = math.fsum(v * w for v, w in zip(values, weights)) / total
    pairs = math.fsum(w * x * abs(v - y) for v, w in zip(values, weights) for y, x in zip(values, weights))
    return pairs / (2 * mean * total * total)


def theil(values, weights):
    total = math.fsum(weights)
    mean = math.fsum(v * w for v, w in zip(values, weights)) / total
    return math.fsum(w / total * v / mean * math.log(v / mean) for v, w in zip(values, weights) if v > 0)


store = sqlite3.connect(published)
rows = {(level, code): rest for level, code, *rest in store.execute(
    "select level, territory, services, supply, people, rate, low, high, caution from coverage where type = 'all' and target = 'all'")}
unit_beds, unit_homes, unit_people = collections.Counter(), collections.Counter(), collections.Counter()
for code, unit, n in homes:
    unit_beds[unit] += n
    unit_homes[unit] += 1
for code, n in people.items():
    unit_people[UNITS[code[:3]]] += n
for unit in unit_beds:
    services, supply, persons, rate, low, high, caution = rows["district", unit]
    n = unit_people.get(unit)
    expect(f"homes of {unit}", services, unit_homes[unit])
    expect(f"beds of {unit}", supply, unit_beds[unit])
    expect(f"people of {unit}", persons, n)
    expect(f"rate of {unit}", rate, n and unit_beds[unit] / n * 1000)
    expect(f"low of {unit}", low, n and poisson_limit(unit_beds[unit], 0.025, True) / n * 1000, 1e-8)
    expect(f"high of {unit}", high, n and poisson_limit(unit_beds[unit], 0.025, False) / n * 1000, 1e-8)
expect("beds of all", rows["region", "all"][1], sum(unit_beds.values()))
for code, n in people.items():
    expect(f"rate of {code}", rows["municipality", code][3], beds[code] / n * 1000)
order = sorted(people)
rate = [beds[code] / people[code] * 1000 for code in order]
weight = [people[code] for code in order]
found = store.execute("select n, gini, theil, hhi from inequality where level = 'municipality' and measure = 'coverage'").fetchone()
expect("municipalities", found[0], len(order))
expect("Gini", found[1], gini(rate, weight))
expect("Theil", found[2], theil(rate, weight), 1e-8)
expect("HHI", found[3], sum(n * n for n in beds.values()) / sum(beds.values()) ** 2)

# ---- Lorenz, at every tenth of the people ----

ranked = sorted(zip(rate, weight))
for tenth in range(1, 10):
    wanted = left = sum(weight) * tenth / 10
    part = 0.0
    for r, w in ranked:
        part += r * min(w, left)
        left -= min(w, left)
    share = part / sum(r * w for r, w in ranked)
    found = store.execute("select supply_share from lorenz where level = 'municipality' and abs(people_share - ?) < 1e-9", (tenth / 10,)).fetchone()
    expect(f"Lorenz at {tenth}/10", found[0], share)

# ---- access ----

places = sorted(set(beds))
far = {(a, b): vincenty(centres[a], centres[b]) for a in order for b in places}
nearest = {a: min(far[a, b] for b in places) for a in order}


def decay(kind, km, radius):
    if km > radius:
        return 0
    if kind == "banded":
        return next(w for edge, w in zip(BANDS, WEIGHTS) if km <= edge * radius)
    if kind == "gaussian":
        return (math.exp(-(km / radius) ** 2 / 2) - math.exp(-0.5)) / (1 - math.exp(-0.5))
    return 1


for radius in RADII:
    for kind in ("binary", "banded", "gaussian"):
        ratio = {}
        for b in places:
            demand = math.fsum(decay(kind, far[a, b], radius) * people[a] for a in order)
            ratio[b] = beds[b] / demand if demand > 0 else 0
        access = {a: math.fsum(decay(kind, far[a, b], radius) * ratio[b] for b in places) for a in order}
        for territory, value, km in store.execute("select territory, access, nearest_km from access where radius_km = ? and kind = ?", (radius, kind)):
            expect(f"{kind} access of {territory} at {radius} km", value, access[territory] * 1000, 1e-6)
            expect(f"nearest to {territory}", km, nearest[territory], 1e-6)
        row = store.execute("select people, supply, share_beyond, mean_nearest_km, access_mean, access_gini, identity from access_summary"
                            " where radius_km = ? and kind = ?", (radius, kind)).fetchone()
        reached = sum(beds[b] for b in places if ratio[b] > 0)
        total = sum(weight)
        expect(f"{kind} {radius} km: people", row[0], total)
        expect(f"{kind} {radius} km: supply", row[1], reached)
        expect(f"{kind} {radius} km: beyond", row[2], sum(people[a] for a in order if nearest[a] > radius) / total)
        expect(f"{kind} {radius} km: nearest", row[3], math.fsum(people[a] * nearest[a] for a in order) / total, 1e-7)
        expect(f"{kind} {radius} km: mean", row[4], math.fsum(people[a] * access[a] for a in order) / total * 1000, 1e-7)
        expect(f"{kind} {radius} km: Gini", row[5], gini([access[a] for a in order], weight), 1e-6)
        expect(f"{kind} {radius} km: identity", row[6], 1)

# ---- neighbours ----

corner = collections.defaultdict(set)
for code in order:
    for part in regions[code]:
        for ring in part:
            for x, y, *_ in ring:
                corner[round(x * 1e7), round(y * 1e7)].add(code)
touching = collections.defaultdict(set)
for codes_there in corner.values():
    for a in codes_there:
        touching[a] |= codes_there - {a}
mean = sum(rate) / len(rate)
z = {code: r - mean for code, r in zip(order, rate)}
square = math.fsum(v * v for v in z.values())
linked = [code for code in order if touching[code]]


def moran(values):
    return math.fsum(values[a] * math.fsum(values[b] for b in touching[a]) / len(touching[a]) for a in linked) / square


row = dict((name, rest) for name, *rest in store.execute(
    "select statistic, n, islands, value, expected, p from spatial where level = 'municipality' and weights = 'queen'"))
expect("Moran: municipalities", row["moran"][0], len(order))
expect("Moran: islands", row["moran"][1], len(order) - len(linked))
expect("Moran's I", row["moran"][2], moran(z), 1e-9)
expect("Moran: expected", row["moran"][3], -1 / (len(linked) - 1))
geary = math.fsum(math.fsum((z[a] - z[b]) ** 2 for b in touching[a]) / len(touching[a]) for a in linked)
expect("Geary's C", row["geary"][2], (len(linked) - 1) * geary / (2 * len(linked) * square), 1e-9)
random.seed(7)
shuffled, more = list(z.values()), 0
for _ in range(499):
    random.shuffle(shuffled)
    more += moran(dict(zip(z, shuffled))) >= moran(z)
expect("Moran: p by permutation", row["moran"][4], (more + 1) / 500, 0.06)
for territory, value in store.execute("select territory, value from spatial_local where level = 'municipality'"):
    lag = math.fsum(z[b] for b in touching[territory]) / len(touching[territory]) if touching[territory] else 0
    expect(f"local Moran of {territory}", value, z[territory] * lag / (square / len(order)), 1e-8)

# ---- needs nobody meets: many people, no home ----

median = sorted(weight, reverse=True)[math.ceil(len(weight) / 2) - 1]
bare = sorted((code for code in order if not beds[code] and people[code] >= median), key=lambda code: (-people[code], code))
found = [row for row in store.execute("select territory, people, nearest_km from uncovered where level = 'municipality' order by rank")]
expect("uncovered", len(found), len(bare))
for (territory, persons, km), code in zip(found, bare):
    expect(f"uncovered {territory}", persons, people[code])
    expect(f"nearest to uncovered {territory}", km, nearest[territory], 1e-6)
print(f"lombardia: {checked} figures checked, {faults} differ; {len(homes)} homes, {sum(beds.values())} beds, Gini {gini(rate, weight):.4f}, "
      f"Moran's I {moran(z):.4f}")
sys.exit(faults > 0)
