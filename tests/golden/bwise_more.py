"""What bwise_figures.py compares beyond means and gaps: intervals and tests,
groups, marginals, practices, training, and what the country sheets print."""
import itertools
import math
import os
import random
import re
import statistics
import subprocess
import sys
from collections import Counter

sys.dont_write_bytecode = True
from sern_data import holm, interval, ranks, wilson

MINIMUM = 10  # people of an average
THRESHOLD = 5  # people of a number


def signed_ranks(gaps):
    """Wilcoxon's two-sided p (normal, for ties) and the rank-biserial correlation."""
    gaps = [g for g in gaps if g]
    if not gaps:
        return None, None
    rank = ranks([abs(g) for g in gaps])
    plus = sum(r for r, g in zip(rank, gaps) if g > 0)
    minus = sum(rank) - plus
    m, ties = len(gaps), Counter(abs(g) for g in gaps)
    spread = m * (m + 1) * (2 * m + 1) / 24 - sum(t ** 3 - t for t in ties.values()) / 48
    p = math.erfc(abs(plus - m * (m + 1) / 4) / math.sqrt(2 * spread))
    return p, (plus - minus) / (plus + minus)


def welch(groups):
    """Welch's F with its degrees of freedom, of groups that may differ in variance."""
    weights = [len(g) / statistics.variance(g) for g in groups]
    means = [statistics.fmean(g) for g in groups]
    k, total = len(groups), sum(weights)
    mean = sum(w * m for w, m in zip(weights, means)) / total
    lack = sum((1 - w / total) ** 2 / (len(g) - 1) for w, g in zip(weights, groups))
    between = sum(w * (m - mean) ** 2 for w, m in zip(weights, means)) / (k - 1)
    return between / (1 + 2 * (k - 2) / (k * k - 1) * lack), (k * k - 1) / (3 * lack)


def omega2(groups):
    values = [v for g in groups for v in g]
    mean, k = statistics.fmean(values), len(groups)
    between = sum(len(g) * (statistics.fmean(g) - mean) ** 2 for g in groups)
    within = sum((v - statistics.fmean(g)) ** 2 for g in groups for v in g)
    error = within / (len(values) - k)
    return (between - (k - 1) * error) / (between + within + error)


def kruskal(groups):
    values = [v for g in groups for v in g]
    rank, n, at, h = ranks(values), len(values), 0, 0
    for g in groups:
        h += sum(rank[at:at + len(g)]) ** 2 / len(g)
        at += len(g)
    h = 12 / (n * (n + 1)) * h - 3 * (n + 1)
    return h / (1 - sum(t ** 3 - t for t in Counter(values).values()) / (n ** 3 - n))


class Survey:
    """People with their levels and answers, by the names of the codebook."""

    def __init__(self, figures, people):
        self.sheet, self.key = figures.sheet, figures.key
        self.skills = [(row["skill"], row["area"]) for row in figures.sheet("framework.csv")]
        self.lists = {row["name"]: row["type"].split()[1] for row in figures.sheet("codebook/survey.csv")
                      if row["type"].startswith("select_")}
        self.codes = {name: figures.choices(name) for name in set(self.lists.values())}
        # "I prefer not to say" is no answer
        self.missing = {(row["list_name"], row["name"]) for row in figures.sheet("codebook/choices.csv") if row["missing"]}
        levels = self.codes["level"]
        self.people = [dict(p, levels={f"{m}_{s}": figures.level(p[f"{m}_{s}"], levels)
                                       for s, _ in self.skills for m in ("cur", "req", "fut")}) for p in people]

    def answer(self, person, question):
        code = self.codes[self.lists[question]].get(self.key(person.get(question, "")))
        return None if (self.lists[question], code) in self.missing else code

    def ticked(self, person, question, code):
        """A choice of a question with several answers: a column named by it or by a label."""
        names = [f"{question}_{code}"] + [label for label, c in self.codes[self.lists[question]].items() if c == code]
        for name, cell in person.items():
            if name != "levels" and (name in names or self.key(name) in names):
                return cell in ("1", "Y")
        return False

    def gaps(self, people, skill, measure="req"):
        pairs = [(p["levels"][f"cur_{skill}"], p["levels"][f"{measure}_{skill}"]) for p in people]
        return [b - a for a, b in pairs if a is not None and b is not None]

    def groups(self, question):
        codes = list(dict.fromkeys(self.codes[self.lists[question]].values()))
        return [(c, [p for p in self.people if self.answer(p, question) == c]) for c in codes]

    def rated(self, people):
        return [p for p in people if any(p["levels"][f"cur_{s}"] is not None and p["levels"][f"req_{s}"] is not None
                                         for s, _ in self.skills)]


def compare_gaps(survey, database, compare, grouping, code, people):
    """Intervals, tests and further measures of a group, and its averages."""
    rows = {row["skill"]: row for row in database.execute(
        "select * from gap where grouping = ? and level = ?", (grouping, code))}
    known = [s for s, _ in survey.skills if rows[s]["gap"] is not None]
    tests = {s: signed_ranks(survey.gaps(people, s)) for s in known}
    adjusted = dict(zip(known, holm([tests[s][0] for s in known])))
    for skill in known:
        gaps, row, what = survey.gaps(people, skill), rows[skill], f"{grouping} {code} {skill}"
        mean, low, high = interval(gaps)
        n, below, above = len(gaps), sum(g > 0 for g in gaps), sum(g < 0 for g in gaps)
        compare(f"{what} enough", row["n"] >= MINIMUM, True)
        compare(f"{what} low", row["low"], low)
        compare(f"{what} high", row["high"], high)
        compare(f"{what} dz", row["dz"], mean / statistics.stdev(gaps))
        compare(f"{what} surplus", row["surplus_share"], above / n)
        compare(f"{what} rds", row["rds"], 100 * (above - below) / n)
        compare(f"{what} mwds", row["mwds"], mean * row["required"])
        compare(f"{what} effect", row["effect"], tests[skill][1])
        if row["p_method"] == "exact":
            continue
        compare(f"{what} p", row["p"], tests[skill][0])
        if all(rows[s]["p_method"] != "exact" for s in known):
            compare(f"{what} p adjusted", row["p_adjusted"], adjusted[skill])
        ahead = survey.gaps(people, skill, "fut")
        if len(ahead) >= MINIMUM:
            compare(f"{what} future low", row["future_low"], interval(ahead)[1])
    order = sorted(known, key=lambda s: -rows[s]["gap"])
    for skill in known:
        compare(f"{grouping} {code} {skill} rank", rows[skill]["rank"], 1 + [rows[s]["gap"] for s in order].index(rows[skill]["gap"]))
    summary = database.execute("select * from gap_summary where grouping = ? and level = ?", (grouping, code)).fetchone()
    compare(f"{grouping} {code} people", summary["n_respondents"], len(survey.rated(people)))
    if known:
        compare(f"{grouping} {code} mean gap", summary["mean_gap"], statistics.fmean(rows[s]["gap"] for s in known))


def compare_groups(survey, database, compare):
    """Do the gaps differ between groups."""
    for row in database.execute("select * from group_test where instr(grouping, ' × ') = 0"):
        groups = [survey.gaps(people, row["skill"]) for _, people in survey.groups(row["grouping"])]
        groups = [g for g in groups if len(g) >= MINIMUM]
        what = f"{row['grouping']} {row['skill']}"
        compare(f"{what} groups", row["k"], len(groups))
        compare(f"{what} people", row["n"], sum(map(len, groups)))
        f, df2 = welch(groups)
        compare(f"{what} F", row["f"], f)
        compare(f"{what} df", row["df2"], df2)
        compare(f"{what} H", row["h"], kruskal(groups))
        compare(f"{what} omega", row["omega2"], omega2(groups))


def compare_marginals(survey, database, compare):
    """Who gave which answer, and that nothing small is told."""
    for row in database.execute("select * from profile where question <> 'source'").fetchall():
        question, code, what = row["question"], row["answer"], f"{row['question']} {row['answer']}"
        if row["n"] is None:
            continue
        if any(f"{question}_{code}" in p for p in survey.people):
            n, base = sum(survey.ticked(p, question, code) for p in survey.people), row["base"]
        else:
            answers = [survey.answer(p, question) for p in survey.people]
            n, base = answers.count(code), sum(a is not None for a in answers)
        compare(f"{what} n", row["n"], n)
        compare(f"{what} base", row["base"], base)
        compare(f"{what} share", row["share"], n / base)
        for name, limit in zip(("low", "high"), wilson(n, base)):
            compare(f"{what} {name}", row[name], limit)
    for row in database.execute("select * from distribution where grouping = 'all' and n is not null").fetchall():
        name = {"current": "cur", "required": "req", "future": "fut"}[row["measure"]] + "_" + row["skill"]
        answers = [p["levels"][name] for p in survey.people]
        compare(f"{name} {row['answer']} n", row["n"], answers.count(int(row["value"])))
        compare(f"{name} base", row["base"], sum(a is not None for a in answers))
    for table in ("distribution", "profile"):
        small = database.execute(f"select count(*) from {table} where n between 1 and {THRESHOLD - 1}").fetchone()[0]
        compare(f"small cells of {table}", small, 0)


def compare_coded(database, compare, coded):
    """Shares and ratings of themes, and how far the coders agree on the first."""
    for row in database.execute("select * from coding_theme where grouping = 'all'").fetchall():
        said = [[r for r in rows if r["theme"] == row["theme"]] for rows in coded.values()]
        readers = [len({r["coder"] for r in rows}) for rows in coded.values()]
        ratings = [statistics.fmean(float(r["rating"]) for r in rows) for rows, k in zip(said, readers)
                   if 2 * len({r["coder"] for r in rows}) >= k and rows]
        compare(f"{row['theme']} share", row["share"], row["n"] / len(coded))
        compare(f"{row['theme']} low", row["low"], wilson(row["n"], len(coded))[0])
        compare(f"{row['theme']} rated", row["n_rated"], len(ratings))
        for name, value in zip(("rating", "rating_low", "rating_high"), interval(ratings)):
            compare(f"{row['theme']} {name}", row[name], value)
    pairs = []
    for rows in coded.values():
        first = {}
        for r in rows:
            first.setdefault(r["coder"], r["theme"])
        if len(first) == 2:
            pairs.append(tuple(first[c] for c in sorted(first)))
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(sum(a == t for a, _ in pairs) * sum(b == t for _, b in pairs) for t in {t for p in pairs for t in p}) / len(pairs) ** 2
    row = database.execute("select * from coding_agreement where measure = 'first_theme'").fetchone()
    compare("read by both", row["n"], len(pairs))
    compare("agreement on the first theme", row["kappa"], (agreed - chance) / (1 - chance))


def compare_training(survey, database, compare):
    """Priorities, outcomes needed, what each programme covers, and the fewest programmes."""
    outcomes = survey.sheet("catalogue/outcomes.csv", "bwise-blueprint")
    programmes = survey.sheet("catalogue/programmes.csv", "bwise-blueprint")
    leads = {p["programme"]: set(p["outcomes"].split("; ")) for p in programmes}
    hours = {p["programme"]: float(p["hours"]) for p in programmes}
    for code, people in survey.groups("category"):
        gaps = {s: survey.gaps(people, s) for s, _ in survey.skills}
        gaps = {s: g for s, g in gaps.items() if len(g) >= MINIMUM}
        means = {s: statistics.fmean(g) for s, g in gaps.items()}
        adjusted = dict(zip(gaps, holm([signed_ranks(g)[0] for g in gaps.values()])))
        first = [s for s in gaps if means[s] >= 0.5 and adjusted[s] <= 0.05 and sum(m > means[s] for m in means.values()) < 8]
        weights, lost = {}, {}
        for skill in first:
            pairs = [p["levels"] for p in people if p["levels"][f"cur_{skill}"] is not None and p["levels"][f"req_{skill}"] is not None]
            current = statistics.fmean(p[f"cur_{skill}"] for p in pairs)
            required = statistics.fmean(p[f"req_{skill}"] for p in pairs)
            needed = [o["outcome"] for o in outcomes if o["skill"] == skill and current < float(o["level"]) <= math.ceil(required)]
            share = means[skill] / sum(means[s] for s in first)
            weights.update({o: share / len(needed) for o in needed})
            if not needed:
                lost[skill] = share
        told = [row[0] for row in database.execute(
            "select skill from training_priority where grouping = 'category' and level = ? and is_priority", (code,))]
        compare(f"{code} priorities", sorted(told) == sorted(first), True)
        for row in database.execute("select * from training_coverage where grouping = 'category' and level = ?", (code,)).fetchall():
            covered = leads[row["programme"]] & set(weights)
            what = f"{code} {row['programme']}"
            compare(f"{what} needed", row["n_needed"], len(weights))
            compare(f"{what} covered", row["n_covered"], len(covered))
            compare(f"{what} weighted", row["weighted_coverage"], sum(weights[o] for o in covered))
        reach = set(weights) & set().union(*leads.values())
        sets = [s for k in range(len(leads) + 1) for s in itertools.combinations(leads, k)
                if reach <= set().union(*(leads[p] for p in s))]
        least = min(sum(hours[p] for p in s) for s in sets)
        row = database.execute("select sum(hours), max(weighted_coverage) from training_set "
                               "where grouping = 'category' and level = ?", (code,)).fetchone()
        compare(f"{code} least hours", row[0], least)
        compare(f"{code} reached", row[1], sum(weights[o] for o in reach))
        open_need = sum(w for o, w in weights.items() if o not in reach) + sum(lost.values())
        row = database.execute("select coalesce(sum(weight), 0) from training_uncovered "
                               "where grouping = 'category' and level = ?", (code,)).fetchone()
        compare(f"{code} uncovered", row[0], open_need)


def k_means(points, k, starts=8):
    """K groups of least squares: from random starts, one person at a time goes where
    that makes the sum of squares less; the largest group first."""
    chance, best = random.Random(1), None
    for _ in range(starts):
        centres = chance.sample(points, k)
        labels = [min(range(k), key=lambda c: math.dist(p, centres[c])) for p in points]
        sums = [[sum(c) for c in zip(*(p for p, at in zip(points, labels) if at == g))] for g in range(k)]
        sizes, moved = [labels.count(g) for g in range(k)], True
        while moved:
            moved = False
            for i, p in enumerate(points):
                far = [math.dist(p, [v / n for v in s]) ** 2 for s, n in zip(sums, sizes)]
                mine = labels[i]
                cost = [n / (n + 1) * d for n, d in zip(sizes, far)]
                cost[mine] = sizes[mine] / (sizes[mine] - 1) * far[mine]
                to = cost.index(min(cost))
                if to == mine or cost[to] > cost[mine] - 1e-9:
                    continue
                for g, sign in ((mine, -1), (to, 1)):
                    sums[g] = [s + sign * v for s, v in zip(sums[g], p)]
                    sizes[g] += sign
                labels[i], moved = to, True
        squares = sum(math.dist(p, [v / sizes[at] for v in sums[at]]) ** 2 for p, at in zip(points, labels))
        if best is None or squares < best[0]:
            best = squares, labels
    groups = [[i for i, at in enumerate(best[1]) if at == g] for g in range(k)]
    return sorted(groups, key=lambda g: (-len(g), g))


def silhouettes(points, groups):
    """The mean silhouette of each group."""
    means = []
    for group in groups:
        widths = []
        for i in group:
            apart = [sum(math.dist(points[i], points[j]) for j in g) / (len(g) - (g is group)) for g in groups]
            own = apart[groups.index(group)]
            near = min(a for a, g in zip(apart, groups) if g is not group)
            widths.append((near - own) / max(near, own))
        means.append(statistics.fmean(widths))
    return means


def compare_personas(survey, database, compare):
    """Groups of people alike in levels and gaps, what they need, their commonest answers."""
    areas = {}
    for skill, area in survey.skills:
        if area != "management":  # not asked of workers with support needs
            areas.setdefault(area, []).append(skill)
    people, scores = [], []
    for person in survey.people:
        row = []
        for pattern in ("cur", "gap"):
            for skills in areas.values():
                pairs = [(person["levels"][f"cur_{s}"], person["levels"][f"req_{s}"]) for s in skills]
                values = [a for a, _ in pairs if a is not None] if pattern == "cur" else [
                    b - a for a, b in pairs if a is not None and b is not None]
                row.append(statistics.fmean(values) if 2 * len(values) >= len(skills) else None)
        if None not in row:
            people.append(person)
            scores.append(row)
    columns = [(statistics.fmean(c), statistics.stdev(c)) for c in zip(*scores)]
    points = [[(v - m) / s for v, (m, s) in zip(row, columns)] for row in scores]
    groups = k_means(points, 3)
    for place, (group, silhouette) in enumerate(zip(groups, silhouettes(points, groups)), 1):
        members = [people[i] for i in group]
        row = database.execute("select * from persona where persona = ?", (place,)).fetchone()
        compare(f"persona {place} n", row["n"], len(group))
        compare(f"persona {place} base", row["base"], len(people))
        compare(f"persona {place} silhouette", row["silhouette"], silhouette)
        gaps = {}
        for need in database.execute("select * from persona_need where persona = ? and gap is not null", (place,)).fetchall():
            mean, low, high = interval(survey.gaps(members, need["skill"]))
            gaps[need["skill"]] = mean
            for name, value in (("gap", mean), ("low", low), ("high", high),
                                ("future_gap", statistics.fmean(survey.gaps(members, need["skill"], "fut")))):
                compare(f"persona {place} {need['skill']} {name}", need[name], value)
        compare(f"persona {place} mean gap", row["mean_gap"], statistics.fmean(gaps.values()))
        for typical in database.execute("select * from persona_typical where persona = ? and not suppressed", (place,)).fetchall():
            answers = [survey.answer(p, typical["question"]) for p in members]
            compare(f"persona {place} {typical['question']} n", typical["n"], answers.count(typical["answer"]))
            compare(f"persona {place} {typical['question']} share", typical["share"],
                    typical["n"] / sum(a is not None for a in answers))


def signed(value):
    return f"{value:+.2f}".replace("-", "−") if f"{value:.2f}" not in ("0.00", "-0.00") else "0.00"


def compare_sheets(survey, folder, compare, register):
    """The figures that the country sheets print, read from the PDFs."""
    means = {}
    for code, people in survey.groups("country"):
        gaps = {s: survey.gaps(people, s) for s, _ in survey.skills}
        means[code] = {s: statistics.fmean(g) for s, g in gaps.items() if len(g) >= MINIMUM}
    all_means = {s: statistics.fmean(survey.gaps(survey.people, s)) for s, _ in survey.skills}
    digital = {s for s, area in survey.skills if area.startswith("digital")}
    average = {c: statistics.fmean(m.values()) for c, m in means.items()}
    for code, people in survey.groups("country"):
        text = subprocess.run(["pdftotext", "-layout", os.path.join(folder, f"country-{code}-en.pdf"), "-"],
                              capture_output=True, text=True, check=True).stdout
        text = re.sub(r"\s+", " ", text)
        mapped = {row["enterprise"] for row in register if row["country"] == code}
        places = sum(int(row["capacity"]) for row in register if row["country"] == code)
        apart = max(means[code], key=lambda s: abs(means[code][s] - all_means[s]))
        outside = sum(not interval(survey.gaps(people, s))[1] <= all_means[s] <= interval(survey.gaps(people, s))[2]
                      for s in means[code])
        expected = [
            f"{len(people)} {signed(average[code])} {signed(statistics.fmean(m for s, m in means[code].items() if s in digital))} ",
            f"work requires {average[code]:.2f} points more here than people have ({statistics.fmean(all_means.values()):.2f} in all",
            f"place {1 + sum(m > average[code] for m in average.values())} of 13",
            f"In {outside or 'none'} of 34 skills",
            f"{signed(means[code][apart])} here, {signed(all_means[apart])} in all countries",
            f"The partners mapped {len(mapped)} enterprises here, with {places} places",
        ]
        for group, members in survey.groups("category"):
            both = survey.rated([p for p in people if p in members])
            expected.append(f") {len(both)} " if group != "supported" else f"support needs {len(both)} ")
        for part in expected:
            compare(f"sheet {code}: {part}", part in text, True)
