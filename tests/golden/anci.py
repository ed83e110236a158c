#!/usr/bin/python3
"""anci.py PUBLISHED.db [REPORT.txt]: compute the anci sample's figures straight from its CSV
files, without divario (records, response, weights, shares by role and province,
totals, states and changes of services with their tests, skills, themes, kappas,
standard errors and intervals), and compare them with what divario published
and with what the summary of its report says.  Exit 1 on any difference, or where
a withheld cell could be worked out."""
import math
import sqlite3
import sys
from collections import Counter

from anci_survey import FILES, ROOT, SAMPLES, Survey, answers, key, table

COUNTED = {"active", "remote", "new"}
MOMENTS = ["before", "during", "now"]
CONTRASTS = [("before", "during"), ("before", "now"), ("during", "now")]
GROUPINGS = ["size", "province", "zone"]
MULTIPLE = {"mode": ["webinar", "registrato", "aula", "comunita", "ricerca", "affiancamento"],
            "barrier": ["tempo", "sostituzione", "costi", "distanza", "offerta", "strumenti"]}


# ---- comparing -----------------------------------------------------------------

def student(df):
    """The 97.5 % point of Student's t (Fisher's expansion, for 15 and more)."""
    z = 1.959963984540054
    return (z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2)
            + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3))


def wilson(n, base):
    z, p = 1.959963984540054, n / base
    middle = p + z * z / (2 * base)
    margin = z * math.sqrt(p * (1 - p) / base + z * z / (4 * base ** 2))
    return (middle - margin) / (1 + z * z / base), (middle + margin) / (1 + z * z / base)


def mcnemar(gained, lost):
    """Exact, two-sided."""
    n, k = gained + lost, min(gained, lost)
    return min(1, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2 ** n) if n else 1


def holm(ps):
    out, worst = {}, 0
    for rank, (name, p) in enumerate(sorted(ps.items(), key=lambda item: item[1])):
        worst = max(worst, min(1, (len(ps) - rank) * p))
        out[name] = worst
    return out


class Check:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.n, self.bad = 0, 0

    def row(self, sql, *values):
        return self.db.execute(sql, values).fetchone()

    def around(self, what, value, margin, low, high):
        """Limits as far from the value on both sides."""
        self.same(f"lower limit of {what}", value - margin, low, 1e-4)
        self.same(f"upper limit of {what}", value + margin, high, 1e-4)

    def share_around(self, what, p, se, df, low, high):
        """Limits of a share: as far from its logit."""
        if not 0 < p < 1:
            return
        margin = student(df) * se / (p * (1 - p))
        logit = math.log(p / (1 - p))
        self.same(f"lower limit of {what}", 1 / (1 + math.exp(margin - logit)), low, 1e-4)
        self.same(f"upper limit of {what}", 1 / (1 + math.exp(-margin - logit)), high, 1e-4)

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


def records_agree(check, people):
    read, cut, tokens = 0, 0, []
    for name, encoding, delimiter in FILES:
        records = table(f"{SAMPLES}/{name}", encoding, delimiter)
        whole = [r for r in records if None not in r and None not in r.values()]
        row = check.row("select n_rows, n_quarantined, n_kept from fieldwork where file = ?", name)
        for what, mine, published in zip(("records", "set aside", "read"),
                                         (len(records), len(records) - len(whole), len(whole)), row):
            check.same(f"{what} of {name}", mine, published)
        read, cut = read + len(whole), cut + len(records) - len(whole)
        tokens += [r["token"] for r in whole]
    fact = dict(check.db.execute("select name, value from fact"))
    check.same("answers sent again", read - len(people), fact["n_duplicates"])
    check.same("records cut off", cut, fact["n_quarantined"])
    check.same("tokens", len(set(tokens)), len(people))


def responses_agree(check, people, frame):
    for question, column in (("size", "classe"), ("province", "provincia")):
        there = Counter(row[column] for row in frame)
        here = Counter(p[question] for p in people.values())
        rate = len(people) / len(frame)
        for level, n in there.items():
            published, low, high = check.row(
                "select rate, low, high from response where question = ? and answer = ?", question, level)
            check.same(f"response of {level}", here[level] / n, published)
            for what, mine, limit in zip(("lower", "upper"), wilson(here[level], n), (low, high)):
                check.same(f"{what} limit of response of {level}", mine, limit)
            mine = (n / len(frame), here[level] / len(people), n / len(frame))
            published = check.row("select frame_share, share, weighted_share from weight_margin"
                                  " where question = ? and answer = ?", question, level)
            for what, one, other in zip(("of the list", "of answers", "with weights"), mine, published):
                check.same(f"{level}, share {what}", one, other)
        spread = math.sqrt(sum(n * (here[level] / n - rate) ** 2 for level, n in there.items()) / (len(frame) - 1))
        variance = sum((n * (here[h] / n - rate) / ((len(frame) - 1) * spread)) ** 2
                       * here[h] / n * (1 - here[h] / n) / n for h, n in there.items())
        x2 = sum((here[h] - rate * n) ** 2 / (rate * n) for h, n in there.items())
        r, low, high, published_x2, bias = check.row(
            "select r, r_low, r_high, x2, largest_bias from response_summary where question = ?", question)
        check.same(f"R by {question}", 1 - 2 * spread, r)
        check.around(f"R by {question}", 1 - 2 * spread, 1.959963984540054 * 2 * math.sqrt(variance), low, high)
        check.same(f"chi-squared by {question}", x2, published_x2)
        check.same(f"largest bias by {question}", spread / rate, bias)


def chosen(people, question):
    """token -> options chosen; who leaves all boxes empty has not answered, who
    says No to all has."""
    yes = {"y", "sì", "si", "yes"}
    out = {}
    for token, person in people.items():
        cells = {o: key(person[f"{question}_{o}"] or "") for o in MULTIPLE[question]}
        if any(cells.values()):
            out[token] = {o for o, cell in cells.items() if cell in yes}
    return out


def crosses_agree(check, survey, question, option, answered):
    for grouping in ("role", "province"):
        for level in sorted({p[grouping] for p in survey.people.values() if p[grouping]}):
            inside = {t: float(option in o) for t, o in answered.items() if survey.people[t][grouping] == level}
            n, base, share, weighted, published_se, low, high, hidden = check.row(
                "select n, base, share, weighted, se, low, high, suppressed from weighted_cross where question = ?"
                " and answer = ? and grouping = ? and level = ?", question, option, grouping, level)
            if hidden:
                continue
            name = f"{question} {option} of {level}"
            value, se = survey.mean(inside)
            check.same(f"n of {name}", sum(inside.values()), n)
            check.same(f"base of {name}", len(inside), base)
            check.same(name, sum(inside.values()) / len(inside), share)
            check.same(f"weighted {name}", value, weighted)
            if n:
                check.same(f"error of {name}", se, published_se, 1e-5)
                check.share_around(name, value, se, survey.df, low, high)


def choices_agree(check, survey):
    for question, options in MULTIPLE.items():
        answered = chosen(survey.people, question)
        for option in options:
            value, se = survey.mean({t: float(option in o) for t, o in answered.items()})
            n, base, weighted, low, high = check.row(
                "select n, base, weighted, low, high from weighted_share where question = ? and answer = ?",
                question, option)
            check.same(f"n of {option}", sum(option in o for o in answered.values()), n)
            check.same(f"base of {option}", len(answered), base)
            check.same(f"weighted {option}", value, weighted)
            check.share_around(option, value, se, survey.df, low, high)
            crosses_agree(check, survey, question, option, answered)


def numbers_agree(check, survey):
    for question in ("staff", "hours"):
        known = {t: float(p[question].replace(",", ".")) for t, p in survey.people.items() if p[question].strip()}
        value, se = survey.mean(known)
        n, mean, weighted, low, high, median, total = check.row(
            "select n, mean, weighted, low, high, median, total from weighted_mean where variable = ?", question)
        check.same(f"n of {question}", len(known), n)
        check.same(f"mean of {question}", sum(known.values()) / len(known), mean)
        check.same(f"weighted mean of {question}", value, weighted)
        check.around(question, value, student(survey.df) * se, low, high)
        check.same(f"total of {question}", sum(survey.weights[t] * x for t, x in known.items()), total)
        half, sofar = sum(survey.weights[t] for t in known) / 2, 0
        for x, w in sorted((x, survey.weights[t]) for t, x in known.items()):
            sofar += w
            if sofar >= half:
                break
        check.same(f"median of {question}", x, median)


def shares_agree(check, survey):
    for question in ("role", "management", "has_practice"):
        answered = {t: p[question] for t, p in survey.people.items() if p[question] is not None}
        for answer in sorted(set(answered.values())):
            value, se = survey.mean({t: float(a == answer) for t, a in answered.items()})
            n, published, published_se, low, high = check.row(
                "select n, weighted, se, low, high from weighted_share where question = ? and answer = ?",
                question, answer)
            check.same(f"n of {question} {answer}", sum(a == answer for a in answered.values()), n)
            check.same(f"weighted {question} {answer}", value, published)
            check.same(f"its error {question} {answer}", se, published_se, 1e-5)
            check.share_around(f"{question} {answer}", value, se, survey.df, low, high)


def services():
    rows = table(f"{ROOT}/config/anci/codebook/survey.csv")
    return [row["name"][7:] for row in rows if row["name"].startswith("before_") and row["type"].startswith("select")]


def states_of(person, item):
    """All moments, or None where one is not told."""
    states = [person[f"{moment}_{item}"] for moment in MOMENTS]
    return None if None in states else states


def in_full(states, moment):
    return states[MOMENTS.index(moment)] in COUNTED


def net_agrees(check, survey, every, item, where, contrast):
    """every: item -> token -> states; item 'all': the services of each together."""
    grouping, level = where
    items = every.values() if item == "all" else [every[item]]
    tops, bottoms = dict.fromkeys(survey.tokens, 0), dict.fromkeys(survey.tokens, 0)
    ends = [0, 0, 0, 0]  # in full at first, at last; gained, lost
    for told in items:
        for token, states in told.items():
            if grouping != "all" and survey.people[token][grouping] != level:
                continue
            first, last = (in_full(states, m) for m in contrast)
            tops[token] += last - first
            bottoms[token] += 1
            ends = [a + b for a, b in zip(ends, (first, last, last > first, first > last))]
    n = sum(bottoms.values())
    row = check.row(
        "select people, n, gained, lost, net, weighted_net, weighted_se, weighted_low, weighted_high, suppressed"
        " from transition_net where grouping = ? and level = ? and item = ? and contrast = ?",
        grouping, level, item, "-".join(contrast))
    if row[-1] and row[5] is None:
        return None
    name = f"{item} {level} {contrast[1]}"
    value, se = survey.ratio(list(tops.values()), list(bottoms.values()))
    check.same(f"people of {name}", sum(b > 0 for b in bottoms.values()), row[0])
    check.same(f"n of {name}", n, row[1])
    if row[2] is not None:
        check.same(f"gained {name}", ends[2], row[2])
        check.same(f"lost {name}", ends[3], row[3])
    check.same(f"net {name}", (ends[1] - ends[0]) / n, row[4])
    check.same(f"weighted net {name}", value, row[5])
    check.same(f"error of net {name}", se, row[6], 1e-5)
    check.around(f"net {name}", value, student(survey.df) * se, row[7], row[8])
    return mcnemar(ends[2], ends[3])


def nets_agree(check, survey, every):
    levels = {g: sorted({p[g] for p in survey.people.values()}) for g in GROUPINGS}
    for contrast in CONTRASTS:
        ps = {}
        for item in ["all", *every]:
            p = net_agrees(check, survey, every, item, ("all", "all"), contrast)
            if item != "all":
                ps[item] = p
            for grouping in GROUPINGS:
                for level in levels[grouping]:
                    net_agrees(check, survey, every, item, (grouping, level), contrast)
        for item, p in holm(ps).items():
            published, = check.row("select p_adjusted from transition_net where grouping = 'all' and item = ?"
                                   " and contrast = ?", item, "-".join(contrast))
            if published is not None:
                check.same(f"p of {item} {contrast[1]}", p, published)


def states_agree(check, survey, every):
    """What each service is in at each moment, and all of them together."""
    for moment, name in enumerate(MOMENTS):
        for state in ("active", "reduced", "remote", "new", "suspended", "absent"):
            tops, bottoms = Counter(), Counter()
            for item, told in every.items():
                n, weighted, low, high, hidden = check.row(
                    "select n, weighted, weighted_low, weighted_high, suppressed from transition_state"
                    " where item = ? and moment = ? and state = ?", item, name, state)
                for token, states in told.items():
                    tops[token] += states[moment] == state
                    bottoms[token] += 1
                if hidden:
                    continue
                value, se = survey.mean({t: float(s[moment] == state) for t, s in told.items()})
                check.same(f"{item} {state} {name}", sum(s[moment] == state for s in told.values()), n)
                check.same(f"weighted {item} {state} {name}", value, weighted)
                check.share_around(f"{item} {state} {name}", value, se, survey.df, low, high)
            value, _ = survey.ratio([tops[t] for t in survey.tokens], [bottoms[t] for t in survey.tokens])
            weighted, = check.row("select weighted from transition_state where item = 'all' and moment = ?"
                                  " and state = ?", name, state)
            check.same(f"all services {state} {name}", value, weighted)


def passages_agree(check, survey, every):
    for first, last in CONTRASTS:
        i, j = MOMENTS.index(first), MOMENTS.index(last)
        for item, told in every.items():
            for (a, b), n in sorted(Counter((s[i], s[j]) for s in told.values()).items()):
                published, weighted, hidden = check.row(
                    "select n, weighted, suppressed from transition where item = ? and contrast = ?"
                    " and from_state = ? and to_state = ?", item, f"{first}-{last}", a, b)
                if hidden:
                    continue
                value, _ = survey.mean({t: float((s[i], s[j]) == (a, b)) for t, s in told.items()})
                check.same(f"{item} {a} to {b}", n, published)
                check.same(f"{item} {a} to {b}, weighted", value, weighted)


def every_service(survey):
    every = {}
    for item in services():
        told = {t: states_of(p, item) for t, p in survey.people.items()}
        every[item] = {t: s for t, s in told.items() if s}
    return every


def services_agree(check, survey):
    every = every_service(survey)
    nets_agree(check, survey, every)
    states_agree(check, survey, every)
    passages_agree(check, survey, every)


def gap_agrees(check, survey, skill, rated, grouping, level):
    inside = {t: r for t, r in rated.items() if grouping == "all" or survey.people[t][grouping] == level}
    n, plain, gap, se, low, high, current, required, hidden = check.row(
        "select n, gap, weighted_gap, se, low, high, weighted_current, weighted_required, suppressed"
        " from weighted_gap where grouping = ? and level = ? and skill = ?", grouping, level, skill)
    if hidden:
        return
    name = f"{skill} {level}"
    value, my_se = survey.mean({t: i - c for t, (i, c) in inside.items()})
    check.same(f"n of {name}", len(inside), n)
    check.same(f"gap of {name}", sum(i - c for i, c in inside.values()) / len(inside), plain)
    check.same(f"weighted gap of {name}", value, gap)
    check.same(f"error of {name}", my_se, se, 1e-5)
    check.around(f"gap of {name}", value, student(survey.df) * my_se, low, high)
    check.same(f"importance of {name}", survey.mean({t: i for t, (i, _) in inside.items()})[0], required)
    check.same(f"level of {name}", survey.mean({t: c for t, (_, c) in inside.items()})[0], current)


def gaps_agree(check, survey):
    for row in table(f"{ROOT}/config/anci/framework.csv"):
        skill = row["skill"]
        rated = {t: (int(p[f"imp_{skill}"]), int(p[f"cur_{skill}"])) for t, p in survey.people.items()
                 if p[f"imp_{skill}"] is not None and p[f"cur_{skill}"] is not None}
        gap_agrees(check, survey, skill, rated, "all", "all")
        for grouping in ("role", "province"):
            for level in sorted({p[grouping] for p in survey.people.values() if p[grouping]}):
                gap_agrees(check, survey, skill, rated, grouping, level)


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
    """Agreement, Cohen's kappa, its variance (Fleiss, Cohen and Everitt)."""
    n = len(pairs)
    cells, one, two = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[c] * two[c] for c in one) / n ** 2
    agree = sum(a == b for a, b in pairs) / n
    value = (agree - chance) / (1 - chance)
    a = sum(cells[c, c] / n * (1 - (one[c] + two[c]) / n * (1 - value)) ** 2 for c in one | two)
    b = (1 - value) ** 2 * sum(k / n * ((two[i] + one[j]) / n) ** 2 for (i, j), k in cells.items() if i != j)
    c = (value - chance * (1 - value)) ** 2
    return agree, value, (a + b - c) / (n * (1 - chance) ** 2)


def quadratic_kappa(pairs):
    n = len(pairs)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    far = sum((a - b) ** 2 for a, b in pairs) / n
    chance = sum(one[a] * two[b] * (a - b) ** 2 for a in one for b in two) / n ** 2
    return 1 - far / chance


def theme_agrees(check, survey, final, theme, grouping, level):
    inside = {t: themes for t, themes in final.items() if grouping == "all" or survey.people[t][grouping] == level}
    row = check.row("select n, base, share, weighted, weighted_low, weighted_high, n_rated, rating, rating_low,"
                    " rating_high, suppressed from coding_theme where grouping = ? and level = ? and theme = ?",
                    grouping, level, theme)
    if row[-1]:
        return
    name = f"{theme} {level}"
    ratings = [themes[theme] for themes in inside.values() if theme in themes]
    value, se = survey.mean({t: float(theme in themes) for t, themes in inside.items()})
    check.same(f"n of {name}", len(ratings), row[0])
    check.same(f"base of {name}", len(inside), row[1])
    check.same(f"share of {name}", len(ratings) / len(inside), row[2])
    check.same(f"weighted {name}", value, row[3])
    check.share_around(name, value, se, survey.df, row[4], row[5])
    if row[7] is None:
        return
    mean = sum(ratings) / len(ratings)
    check.same(f"ratings of {name}", len(ratings), row[6])
    check.same(f"rating of {name}", mean, row[7])
    if len(ratings) > 15:
        deviation = math.sqrt(sum((r - mean) ** 2 for r in ratings) / (len(ratings) - 1))
        check.around(f"rating of {name}", mean, student(len(ratings) - 1) * deviation / math.sqrt(len(ratings)),
                     row[8], row[9])


def coders_agree(check, sheet, themes):
    """Who read the same: first theme, each theme's presence, ratings."""
    both = [rows for rows in sheet.values() if {"A", "B"} <= {r["coder"] for r in rows}]
    first = [{r["coder"]: r["theme"] for r in reversed(rows)} for rows in both]
    given = [{c: {r["theme"]: float(r["rating"]) for r in rows if r["coder"] == c} for c in "AB"} for rows in both]
    pairs = {"first_theme": ("all", [(f["A"], f["B"]) for f in first])}
    for theme in themes:
        pairs[theme] = (theme, [(theme in g["A"], theme in g["B"]) for g in given])
    for name, (theme, marks) in pairs.items():
        agree, value, variance = kappa(marks)
        n, agreement, published, low, high = check.row(
            "select n, agreement, kappa, low, high from coding_agreement where measure = ? and theme = ?",
            "first_theme" if theme == "all" else "presence", theme)
        check.same(f"answers read twice, {name}", len(marks), n)
        check.same(f"agreement on {name}", agree, agreement)
        check.same(f"kappa of {name}", value, published)
        check.same(f"lower limit of kappa of {name}", value - 1.959963984540054 * math.sqrt(variance), low)
        check.same(f"upper limit of kappa of {name}", min(1, value + 1.959963984540054 * math.sqrt(variance)), high)
    ratings = [(g["A"][t], g["B"][t]) for g in given for t in g["A"] if t in g["B"]]
    n, agreement, published = check.row("select n, agreement, kappa from coding_agreement where measure = 'rating'")
    check.same("ratings given twice", len(ratings), n)
    check.same("equal ratings", sum(a == b for a, b in ratings) / len(ratings), agreement)
    check.same("quadratic kappa of ratings", quadratic_kappa(ratings), published)


def quotes_agree(check, sheet, final):
    """How many are quoted for each theme, and who gave it them."""
    mine = Counter()
    for token, rows in sheet.items():
        count = [r for r in rows if r["coder"] == "R"] or rows
        for theme in {r["theme"] for r in count if r["quote"]} & set(final[token]):
            mine[theme, ", ".join(sorted({r["coder"] for r in rows if r["theme"] == theme}))] += 1
    published = Counter(check.db.execute("select theme, coders from coding_quote"))
    for pair in mine | published:
        check.same(f"quotes of {pair}", mine[pair], published[pair])


def themes_agree(check, survey):
    sheet = {}
    for row in table(f"{SAMPLES}/codifica-pratiche.csv", delimiter=";"):
        if row["answer"] in survey.people:
            sheet.setdefault(row["answer"], []).append(row)
    final = {token: settle(rows) for token, rows in sheet.items()}
    themes = [row["theme"] for row in table(f"{ROOT}/config/anci/coding/themes.csv")]
    for theme in themes:
        theme_agrees(check, survey, final, theme, "all", "all")
        for grouping in ("size", "province"):
            for level in sorted({survey.people[t][grouping] for t in final}):
                theme_agrees(check, survey, final, theme, grouping, level)
    coders_agree(check, sheet, themes)
    quotes_agree(check, sheet, final)


# ---- what the report says ------------------------------------------------------

def italian(value, decimals, signed=False):
    text = f"{value:{'+' if signed else ''}.{decimals}f}"
    return text.replace(".", ",").replace("-", "−")


def headlines(survey):
    """The summary's figures as it prints them."""
    n, every = len(survey.people), every_service(survey)
    yield f"{n} Comuni, il {italian(100 * n / survey.population, 1)}%"
    shares = []
    for moment in MOMENTS:
        tops = [sum(in_full(every[i][t], moment) for i in every if t in every[i]) for t in survey.tokens]
        shares.append(survey.ratio(tops, [sum(t in every[i] for i in every) for t in survey.tokens])[0])
    before, during, now = (italian(100 * s, 0) for s in shares)
    yield f"era in piena attività il {before}% dei servizi, durante le misure il {during}%, oggi il {now}%"
    for share in shares[1:]:
        yield f"{italian(100 * (share - shares[0]), 1, True)} punti"
    nets = {i: survey.mean({t: in_full(s, "now") - in_full(s, "before") for t, s in every[i].items()}) for i in every}
    for value, se in (min(nets.values()), max(nets.values())):
        low, high = (italian(100 * (value + k * student(survey.df) * se), 1, True) for k in (-1, 1))
        yield italian(100 * value, 1, True)
        yield f"[{low}; {high}]"
    falls = sum(value + student(survey.df) * se < 0 for value, se in nets.values())
    yield f"Per {falls} servizi su {len(nets)} la perdita"


def report_agrees(check, survey, path):
    with open(path, encoding="utf-8") as file:
        text = " ".join(file.read().replace("\u00a0", " ").split())
    for headline in headlines(survey):
        check.n += 1
        if headline not in text:
            print(f"the report does not say: {headline}")
            check.bad += 1


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
    for table_of, what in (("coding_theme", "theme"), ("weighted_cross", "question || answer")):
        for name, grouping, n in check.db.execute(f"select {what}, grouping, n from {table_of} where level <> 'all'"):
            sums.setdefault((table_of, name, grouping), []).append(n)
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
    records_agree(check, people)
    weights_agree(check, survey)
    responses_agree(check, people, frame)
    shares_agree(check, survey)
    choices_agree(check, survey)
    numbers_agree(check, survey)
    services_agree(check, survey)
    gaps_agree(check, survey)
    themes_agree(check, survey)
    nothing_can_be_worked_out(check)
    if len(sys.argv) > 2:
        report_agrees(check, survey, sys.argv[2])
    print(f"{check.n} figures, {check.bad} differ")
    sys.exit(check.bad > 0)


main()
