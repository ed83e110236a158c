"""The questionnaires of the sern sample: who came back, what changed, the
levels of the evaluation, and what the report says of all that."""
import math
import os
import re
import statistics
import subprocess
from collections import Counter

from sern_data import alpha, chi_square, holm, interval, key, wilcoxon, wilson

INSTRUMENTS = {"pre": "prima-*.csv", "post": "dopo-*.csv", "followup": "sei-mesi-*.csv"}
SCALES = {"digital": ["dig_tools", "dig_remote", "dig_data", "dig_change"],
          "intercultural": ["int_listen", "int_mediate", "int_services", "int_self"],
          "european": ["eur_systems", "eur_language", "eur_networks", "eur_transfer"]}
ITEMS = [item for items in SCALES.values() for item in items]
BY = ("priority", "activity", "organisation")
LEVELS = {"reaction": ["sat_programme", "sat_host", "sat_preparation", "sat_language", "sat_logistics", "sat_time", "useful", "recommend", "new_ideas"],
          "learning": ["learnt", "dig_tools", "int_listen", "eur_systems"],
          "behaviour": ["use_practice", "use_shared", "use_contacts"], "results": ["res_service", "res_users", "res_support"]}
CONTRASTS = (("pre", "post"), ("post", "followup"), ("pre", "followup"))
ENOUGH, FEW = 10, 5


def code_key(code):
    text = "".join(c for c in key(code or "") if c.isalnum())
    return text.replace("0", "o").replace("1", "l").replace("i", "l")


def level(row, item):
    return float(row[item]) if row.get(item) else None


def score(row, item, prefix=""):
    """Of a scale the mean of its questions, all answered; None: no answer."""
    values = [level(row, prefix + i) for i in SCALES.get(item, [item])]
    return None if None in values else statistics.fsum(values) / len(values)


class Answers:
    def __init__(self, files):
        self.units = {}  # of each instrument: {who: row}; who has no code is nobody else
        self.sheets = {}
        for name, pattern in INSTRUMENTS.items():
            rows = files.records(pattern, ",", "code")
            self.units[name] = {code_key(r["code"]) or (name, i): r for i, r in enumerate(rows)}
            self.sheets[name] = rows
        self.satisfaction = files.records("gradimento-*.csv", ",")
        self.order = files.order

    def first(self, who):
        """The sheet that says which group somebody is in."""
        return next(self.units[name][who] for name in INSTRUMENTS if who in self.units[name])

    def kept(self, name, group=None):
        base = [w for w, r in self.units["pre"].items() if group is None or r.get(group[0]) == group[1]]
        return sum(w in self.units[name] for w in base), len(base)

    def pairs(self, one, two, item, group=None):
        """Scores of those who gave both; ONE may be then, asked with post."""
        earlier, out = self.units["post" if one == "then" else one], []
        for who, row in earlier.items():
            if who not in self.units[two] or (group and self.first(who).get(group[0]) != group[1]):
                continue
            pair = score(row, item, "then_" if one == "then" else ""), score(self.units[two][who], item)
            if None not in pair:
                out.append(pair)
        return out

    def mean(self, question):
        values = [v for rows in (*self.sheets.values(), self.satisfaction) for v in (level(r, question) for r in rows) if v]
        return (*interval(values), len(values))

    def change(self, item):
        gaps = [b - a for a, b in self.pairs("pre", "post", item)]
        return (*interval(gaps), len(gaps))

    def least_moved(self, rule, most):
        cases = []
        for item in [*SCALES, *ITEMS]:
            pairs = self.pairs("pre", "post", item)
            mean, low, high = interval([b - a for a, b in pairs])
            before, after = (statistics.mean(side) for side in zip(*pairs))
            cases.append((rule, item, mean, after, before, low, high, len(pairs)))
        return sorted(cases, key=lambda c: c[2])[:most]


# ---- who came back ----


def check_attrition(judge, answers):
    names = list(INSTRUMENTS)
    for row in judge.rows("attrition"):
        units, at = answers.units[row["instrument"]], names.index(row["instrument"])
        group = None if row["grouping"] == "all" else (row["grouping"], row["level"])
        kept, base = answers.kept(row["instrument"], group)
        low, high = wilson(kept, base)
        expected = {"base": base, "kept": kept, "lost": base - kept, "share": kept / base if base else None, "low": low, "high": high}
        if group is None:
            matched = sum(any(who in answers.units[n] for n in names[:at]) for who in units)
            expected.update(answered=len(units), matched=matched, fresh=len(units) - matched)
        elif at:
            levels = answers.order[row["grouping"]]
            counts = [answers.kept(row["instrument"], (row["grouping"], name)) for name in levels]
            expected["p"] = chi_square([[k, b - k] for k, b in counts])
        judge.row(f"{row['instrument']} of {row['grouping']} {row['level']}", row, expected)


# ---- what changed ----


def paired(pairs):
    if len(pairs) < ENOUGH:
        return {"n": len(pairs)}
    gaps = [b - a for a, b in pairs]
    mean, low, high = interval(gaps)
    sd = statistics.stdev(gaps)
    before, after = zip(*pairs)
    return {"n": len(pairs), "mean_from": statistics.mean(before), "sd_from": statistics.stdev(before), "mean_to": statistics.mean(after),
            "sd_to": statistics.stdev(after), "difference": mean, "difference_sd": sd, "low": low, "high": high, "effect": mean / sd,
            "t": mean / sd * math.sqrt(len(gaps)), "df": len(gaps) - 1, "gain": mean / (5 - statistics.mean(before)),
            "es_pre": mean / statistics.stdev(before)}


def reliable(answers, one, item, pairs, found):
    """Who changed more than the scale errs; of the scales only."""
    rows = [[level(r, i) for i in SCALES[item]] for r in answers.sheets["post" if one == "then" else one]]
    consistency = alpha(rows)
    least = 1.96 * math.sqrt(2) * statistics.stdev(a for a, _ in pairs) * math.sqrt(1 - consistency)
    gaps = [b - a for a, b in pairs]
    up, down = sum(g > least for g in gaps), sum(g < -least for g in gaps)
    judge_shares = not any(0 < n < FEW for n in (up, down, len(gaps) - up - down))
    out = {"reliability": consistency}
    if judge_shares and found["improved"] is not None:
        out.update(improved=up / len(gaps), worse=down / len(gaps), unchanged=(len(gaps) - up - down) / len(gaps))
    return out


def check_change(judge, answers):
    rows = judge.rows("change", "comparison <> 'unpaired'")
    families = {}
    for row in rows:
        group = None if row["grouping"] == "all" else (row["grouping"], row["level"])
        one, two = row["from_instrument"], row["to_instrument"]
        pairs = answers.pairs(one, two, row["item"], group)
        expected = paired(pairs)
        what = f"{row['comparison']} {row['contrast']} {row['item']} of {row['level']}"
        if len(pairs) >= ENOUGH:
            expected["p"] = wilcoxon([round(b - a, 9) for a, b in pairs])
            if row["item"] in SCALES and one != "then":
                expected.update(reliable(answers, one, row["item"], pairs, row))
        if one == "then":
            shifts = shift(answers, row["item"], group)
            if len(shifts) >= ENOUGH:
                expected.update(zip(("shift", "shift_low", "shift_high"), interval(shifts)))
        judge.row(what, row, expected)
        families.setdefault((row["grouping"], row["level"], row["comparison"], row["contrast"]), []).append((what, row, expected.get("p")))
    for family in families.values():
        for (what, row, _), p in zip(family, holm([p for _, _, p in family])):
            judge.row(what, row, {"p_adjusted": p})


def shift(answers, item, group):
    """Looking back less before, of those who said both."""
    out = []
    for who, row in answers.units["post"].items():
        if group and answers.first(who).get(group[0]) != group[1]:
            continue
        before, then = score(answers.units["pre"].get(who, {}), item), score(row, item, "then_")
        if None not in (before, then):
            out.append(then - before)
    return out


# ---- levels of the evaluation ----


def told(values):
    """Mean and share above the middle; too few of one kind have no share."""
    mean, low, high = interval(values)
    n = sum(v > 3 for v in values)
    out = {"n": len(values), "mean": mean, "sd": statistics.stdev(values), "low": low, "high": high, "share": None, "share_low": None,
           "share_high": None}
    if not 0 < n < FEW and not 0 < len(values) - n < FEW:
        out["share"], (out["share_low"], out["share_high"]) = n / len(values), wilson(n, len(values))
    return out


def check_levels(judge, answers):
    rows = judge.rows("kirkpatrick")
    for row in rows:
        name, question = row["instrument"], row["question"]
        source = answers.satisfaction if name == "satisfaction" else answers.units[name].values()
        expected = told([v for v in (level(r, question) for r in source) if v])
        first = next((n for n in INSTRUMENTS if any(level(r, question) for r in answers.units[n].values())), name)
        if name != "satisfaction" and first != name:
            gaps = [b - a for a, b in answers.pairs(first, name, question)]
            expected.update(zip(("n_change", "difference", "difference_low", "difference_high"), (len(gaps), *interval(gaps))))
        judge.row(f"{row['kirkpatrick']}: {question}, {name}", row, expected)
    for place, (kind, questions) in enumerate(LEVELS.items(), 1):
        judge.equal(f"questions of {kind}", len({r["question"] for r in rows if r["kirkpatrick"] == kind and r["place"] == place}), len(questions))


def check_profile(judge, answers):
    sheets = {"gender": "pre", "age": "pre", "transfer": "followup", "obstacle": "followup"}
    for row in judge.rows("profile"):
        given = [r[row["question"]] for r in answers.sheets[sheets[row["question"]]] if r[row["question"]] is not None]
        n = sum(row["answer"] in g if isinstance(g, list) else row["answer"] == g for g in given)
        low, high = wilson(n, len(given))
        judge.row(f"{row['question']} {row['answer']}", row, {"n": n, "base": len(given), "share": n / len(given), "low": low, "high": high})


def check_files(judge, files):
    lines = {}
    for pattern in ("registro-*.csv", "candidature-*.csv", "obiettivi.csv", "organico.csv", "gradimento-*.csv", *INSTRUMENTS.values()):
        lines.update(files.lines(pattern))
    found = judge.rows("fieldwork")
    judge.equal("files", len(found), len(lines))
    for row in found:
        judge.row(row["file"], row, {"n_rows": lines[row["file"].rsplit("/", 1)[-1]]})


def check_wishes(judge, answers):
    wishes = Counter(" ".join(r["improve"].split()) for r in answers.satisfaction if r["improve"] and r["improve"].strip())
    found = Counter(row["text"] for row in judge.rows("open_answer"))
    for text, n in wishes.items():
        judge.equal(f"wish: {text}", found[text], n)


def check(judge, files, answers):
    check_attrition(judge, answers)
    check_change(judge, answers)
    check_levels(judge, answers)
    check_profile(judge, answers)
    check_files(judge, files)
    check_wishes(judge, answers)


# ---- what the report says ----


def per_cent(share, places=0):
    return f"{100 * share:.{places}f}%"


def sentences(facts, answers):
    """Pieces of the English report that its template reckons by itself."""
    due, late = facts["home_half_a_year"], len(answers.units["followup"])
    low, high = wilson(late, due)
    kept, base = answers.kept("followup")
    yield f"{late} of {due}"
    yield f"{facts['participants'] - due} of the {facts['participants']} had been home for less than half a year"
    yield f"Of the {due} others {late} answered after six months"
    yield f"{per_cent(late / due)} [{per_cent(low)}, {per_cent(high)}]"
    yield f"Of these, {kept} ({per_cent(kept / base)}"
    better = [item for item, p in zip([*SCALES, *ITEMS], holm([wilcoxon([round(b - a, 9) for a, b in answers.pairs("pre", "post", i)])
                                                               for i in [*SCALES, *ITEMS]])) if p < 0.05 and answers.change(item)[1] > 0]
    yield f"Of 12 competences {sum(i in ITEMS for i in better)} rose"
    yield f"of the 3 scales made of them, {sum(i in SCALES for i in better)} rose"
    for question, words in (("sat_host", "Welcome by the host"), ("sat_language", "Language support")):
        values = [v for v in (level(r, question) for r in answers.satisfaction) if v]
        n = sum(v > 3 for v in values)
        limits = wilson(n, len(values))
        yield f"{words}: {per_cent(n / len(values))} [{per_cent(limits[0])}, {per_cent(limits[1])}] of {len(values)}"


def check_report(judge, published, facts, answers):
    pdf = os.path.join(os.path.dirname(published), "mid-term-en.pdf")
    text = " ".join(subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout.split())
    for sentence in sentences(facts, answers):
        judge.equal(f"the report says '{sentence}'", int(sentence in text), 1)
    cited = re.findall(r"\((?:Figure|Table) \d+\)", text[text.rindex("A target missed at this pace: type of activity") :])
    judge.equal("recommendations that cite a figure", len(cited), len(judge.rows("recommendation")))
