#!/usr/bin/python3
"""sern.py PUBLISHED.db [ROOT]: compute the sern sample's figures straight from
its CSV files (below ROOT, else the tree's own), without divario, and compare
them with what divario published and what its report says.  Exit 1 on any
difference.  The programme's registers stand here, its questionnaires in
sern_answers.py."""
import datetime
import math
import sqlite3
import statistics
import sys
from collections import Counter

import sern_answers
from sern_data import Files, Judge, Z, gini, wilson

START, END = datetime.date(2021, 9, 1), datetime.date(2028, 8, 31)
MONTH, ON_TRACK, BEHIND, FEW = 30.4375, 0.9, 0.8, 5
GROUPINGS = ("activity", "priority", "organisation", "role", "country")
TARGETED = ("activity", "priority", "organisation")


def days(r):
    n = (r["end"] - r["start"]).days + 1 if r["end"] else 0
    return n if n > 0 else None


def people(rows):
    return len({r["participant"] for r in rows})


def of(rows, grouping, level):
    return rows if grouping == "all" else [r for r in rows if r.get(grouping) == level]


def total(values):
    return sum(v for v in values if v is not None)


def ratio(part, whole):
    return part / whole if part is not None and whole else None


class Programme:
    def __init__(self, files):
        every = files.records("registro-*.csv", ";", "mobility")
        self.first = {}  # the wave in which a mobility was first done
        for r in every:
            if r["status"] not in ("cancelled", "scheduled"):
                self.first.setdefault(r["mobility"], r["wave"])
        self.register = list({r["mobility"]: r for r in every}.values())
        self.targets = files.records("obiettivi.csv", ";")
        self.staff = files.records("organico.csv", ";")
        self.applications = files.records("candidature-*.csv", ";", "application")  # codes begin anew with each wave
        self.done = [r for r in self.register if r["status"] not in ("cancelled", "scheduled")]
        self.ahead = [r for r in self.register if r["status"] == "scheduled"]
        self.order = files.order
        self.as_of = max(r["start"] for r in self.done)
        gone = (self.as_of - START).days + 1
        self.elapsed = gone / ((END - START).days + 1)
        self.pace_months = min(24, gone / MONTH)
        self.months_left = (END - self.as_of).days / MONTH
        self.since = max(START - datetime.timedelta(1), self.as_of - datetime.timedelta(int(24 * MONTH)))

    def planned(self, grouping, level, year, what):
        """The target, and what is due of it; None where there is none."""
        rows = [r for r in self.targets if (r["activity"] if grouping == "all" else r.get(grouping) == level and level)]
        rows = [r for r in rows if r[what] is not None and year in ("all", r["year"])]
        due = [max(0, min(1, self.elapsed * 7 - (int(r["year"]) - 2021))) for r in rows]
        return (total(r[what] for r in rows), sum(r[what] * d for r, d in zip(rows, due))) if rows else (None, None)

    def projection(self, rows, ahead, size):
        """Value and limits; SIZE is what a participation adds."""
        pace = [r for r in rows if r["start"] > self.since]
        onward = self.months_left / self.pace_months
        months = Counter(int((self.as_of - r["start"]).days / MONTH) for r in pace)
        whole = math.floor(self.pace_months)
        mean = len(pace) / whole
        spread = max(1, (sum(n * n for n in months.values()) - whole * mean * mean) / mean / (whole - 1)) if mean else 1
        squares = total((size(r) or 0) ** 2 for r in pace)
        half = Z * math.sqrt(spread * squares * onward * (1 + onward))
        more, held, least = total(map(size, pace)) * onward, total(map(size, rows)), total(map(size, ahead))
        low, high = (held + max(more + sign * half, least) for sign in (-1, 1))
        return (held + max(more, least), low, high) if squares else (held + max(more, least), None, None)


def status(share):
    return None if share is None else "on_track" if share >= ON_TRACK else "at_risk" if share >= BEHIND else "behind"


SIZES = {"participations": (lambda r: 1, "planned"), "cost": (lambda r: r["cost"], "budget")}


def check_progress(judge, programme):
    rows = judge.rows("programme_progress")
    for row in rows:
        grouping, level, year, measure = (row[c] for c in ("grouping", "level", "year", "measure"))
        size, plan = SIZES[measure]
        done, ahead = (of(r, grouping, level) for r in (programme.done, programme.ahead))
        if year != "all":
            done, ahead = ([r for r in some if r["year"] == year] for some in (done, ahead))
        planned, due = programme.planned(grouping, level, year, plan)
        achieved = total(map(size, done))
        expected = {"planned": planned, "planned_to_date": due, "achieved": achieved, "scheduled": total(map(size, ahead)),
                    "participants": people(done), "share": ratio(achieved, planned), "share_to_date": ratio(achieved, due),
                    "difference": None if planned is None else achieved - planned}
        judged = expected["share_to_date"]
        if year == "all":
            value, low, high = programme.projection(done, ahead, size)
            judged = ratio(value, planned)
            expected.update(projected=value, low=low, high=high, projected_share=judged)
        expected["status"] = "met" if planned and achieved >= planned else status(judged)
        judge.row(f"{measure} of {grouping} {level}, {year}", row, expected)
    for grouping in TARGETED:
        wanted = {r[grouping] for r in programme.targets if r[grouping]}
        found = {r["level"] for r in rows if r["grouping"] == grouping and r["measure"] == "participations" and r["planned"]}
        judge.equal(f"{grouping} with targets", len(found), len(wanted))


def check_participation(judge, programme):
    rows = judge.rows("programme_participation")
    staff = sum(r["staff"] for r in programme.staff)
    everybody = people(programme.done) / staff
    for row in rows:
        grouping, level = row["grouping"], row["level"]
        done = of(programme.done, grouping, level)
        base = [r["staff"] for r in of(programme.staff, grouping, level)] if grouping in ("all", "organisation", "role") else []
        n, rate = people(done), ratio(people(done), sum(base))
        low, high = wilson(n, sum(base))
        served = None if low is None else "under_served" if high < everybody else "well_served" if low > everybody else "as_expected"
        judge.row(f"participation of {grouping} {level}", row, {
            "participants": n, "participations": len(done), "staff": sum(base) if base else None, "rate": rate, "low": low, "high": high,
            "ratio": ratio(rate, everybody), "share": n / people(programme.done), "staff_share": ratio(sum(base), staff) if base else None,
            "status": None if grouping == "all" else served})
    for grouping in GROUPINGS:
        here = [r["participations"] for r in rows if r["grouping"] == grouping]
        judge.equal(f"participations by {grouping}", sum(here), sum(r[grouping] is not None for r in programme.done))


def check_concentration(judge, programme):
    measures = {"participations": len, "participants": people, "days": lambda rows: total(map(days, rows)),
                "cost": lambda rows: total(r["cost"] for r in rows)}
    for row in judge.rows("programme_concentration", "grouping <> 'year'"):
        grouping, measure = row["grouping"], measures[row["measure"]]
        levels = programme.order[grouping]
        values = [measure(of(programme.done, grouping, level)) for level in levels]
        shares, n = [v / sum(values) for v in values], len(values)
        hhi = sum(s * s for s in shares)
        staff = [sum(r["staff"] for r in of(programme.staff, grouping, level)) for level in levels] if grouping in ("organisation", "role") else []
        judge.row(f"{row['measure']} over {grouping}", row, {
            "levels": n, "active": sum(v > 0 for v in values), "total": sum(values), "hhi": hhi, "hhi_normalised": (hhi - 1 / n) / (1 - 1 / n),
            "effective": 1 / hhi, "gini": gini(values), "gini_corrected": gini(values) * n / (n - 1), "top": levels[values.index(max(values))],
            "top_share": max(shares), "gini_staff": gini([v / s for v, s in zip(values, staff)], staff) if staff else None})


def check_counts(judge, programme):
    for row in judge.rows("programme_flow"):
        rows = [r for r in of(programme.done, row["grouping"], row["level"]) if r["country"] == row["country"]]
        judge.row(f"{row['grouping']} {row['level']} to {row['country']}", row, {
            "participations": len(rows), "participants": people(rows), "hosts": len({r["host"] for r in rows if r["host"]}),
            "days": total(map(days, rows))})
    for row in judge.rows("programme_cross"):
        rows = of(of(programme.done, row["grouping"], row["level"]), row["other_grouping"], row["other_level"])
        judge.row(f"{row['level']} and {row['other_level']}", row, {"participations": len(rows), "participants": people(rows)})
    for row in judge.rows("programme_calendar"):
        rows = [r for r in of(programme.done, row["grouping"], row["level"]) if r["start"].isoformat()[:7] == row["month"]]
        judge.row(f"departures of {row['level']} in {row['month']}", row, {
            "participations": len(rows), "participants": people(rows), "days": total(map(days, rows)), "month_number": int(row["month"][5:])})
    for row in judge.rows("programme_day"):
        away = [r for r in programme.done if days(r) and r["start"].isoformat() <= row["day"] <= r["end"].isoformat()]
        judge.row(f"on {row['day']}", row, {"away": len(away), "departures": sum(r["start"].isoformat() == row["day"] for r in away)})
    judge.equal("days of travel", judge.rows("(select sum(away) as n from programme_day)")[0]["n"], total(map(days, programme.done)))


def cost_of(rows):
    priced = [r for r in rows if r["cost"] is not None]
    both = [r for r in priced if days(r)]
    spent = sum(r["cost"] for r in priced)
    lengths = [days(r) for r in rows if days(r)]
    return {"participations": len(rows), "participants": people(rows), "days": sum(lengths), "cost": spent,
            "cost_per_participation": ratio(spent, len(priced)), "cost_per_participant": ratio(spent, people(priced)),
            "cost_per_day": ratio(sum(r["cost"] for r in both), sum(map(days, both))),
            "days_per_participation": ratio(sum(lengths), len(lengths)), "without_cost": len(rows) - len(priced)}


def check_cost(judge, programme):
    for row in judge.rows("programme_cost"):
        judge.row(f"cost of {row['grouping']} {row['level']}", row, cost_of(of(programme.done, row["grouping"], row["level"])))


def check_applications(judge, programme):
    known = [r for r in programme.applications if r["outcome"]]
    for row in judge.rows("programme_application"):
        rows = of(known, row["grouping"], row["level"])
        n = sum(r["outcome"] == row["outcome"] for r in rows)
        low, high = wilson(n, len(rows))
        judge.row(f"{row['outcome']} of {row['grouping']} {row['level']}", row,
                  {"n": n, "base": len(rows), "share": n / len(rows), "low": low, "high": high})


def check_waves(judge, programme):
    measures = {"participations": len, "participants": people, "organisations": lambda rows: len({r["organisation"] for r in rows if r["organisation"]}),
                "countries": lambda rows: len({r["country"] for r in rows if r["country"]}), "days": lambda rows: total(map(days, rows)),
                "cost": lambda rows: total(r["cost"] for r in rows)}
    waves = sorted(set(programme.first.values()))
    for row in judge.rows("programme_wave"):
        rows = of(programme.done, row["grouping"], row["level"])
        value, before = (measures[row["measure"]]([r for r in rows if programme.first[r["mobility"]] in some])
                         for some in (waves[:waves.index(row["wave"]) + 1], waves[:waves.index(row["wave"])]))
        judge.row(f"{row['measure']} of {row['level']} by {row['wave']}", row, {"value": value})
        if row["added"] is not None:
            judge.equal(f"{row['measure']} of {row['level']} added by {row['wave']}", row["added"], value - before)


def half_a_year_on(day):
    month = day.month + 6
    return datetime.date(day.year + (month > 12), month - 12 * (month > 12), 1) + datetime.timedelta(day.day - 1)


def check_facts(judge, programme):
    home = [r for r in programme.done if r["end"] and half_a_year_on(r["end"]) <= programme.as_of]
    counts = Counter(r["participant"] for r in programme.done)
    expected = {
        "registered": len(programme.register), "participations": len(programme.done), "participants": people(programme.done),
        "repeated": sum(n > 1 for n in counts.values()), "organisations": len({r["organisation"] for r in programme.done if r["organisation"]}),
        "countries": len({r["country"] for r in programme.done if r["country"]}), "hosts": len({r["host"] for r in programme.done if r["host"]}),
        "days": total(map(days, programme.done)), "cost": total(r["cost"] for r in programme.done), "scheduled": len(programme.ahead),
        "cancelled": sum(r["status"] == "cancelled" for r in programme.register), "without_days": sum(days(r) is None for r in programme.done),
        "without_cost": sum(r["cost"] is None for r in programme.done), "home_half_a_year": people(home),
        "applications": len(programme.applications), "staff": sum(r["staff"] for r in programme.staff), "elapsed": programme.elapsed,
        "months_left": programme.months_left, "pace_months": programme.pace_months, "on_track": ON_TRACK, "behind": BEHIND}
    found = {row["name"]: row for row in judge.rows("programme_fact")}
    for name, value in expected.items():
        judge.equal(name, found[name]["value"], value)
    judge.equal("as of", found["as_of"]["text"], programme.as_of.isoformat())
    return expected


def indicators(programme, facts, answers):
    """name: (value, low, high, n, target, due by now, is little wanted)"""
    whole, due = programme.planned("all", "all", "all", "planned")
    budget, due_budget = programme.planned("all", "all", "all", "budget")
    n, staff = facts["participants"], facts["staff"]
    entries = [r for r in programme.register if r["status"] != "scheduled"]
    gone = sum(r["status"] == "cancelled" for r in entries)
    cost = cost_of(programme.done)
    counts = [len(of(programme.done, "organisation", o)) for o in programme.order["organisation"]]
    useful, language = answers.mean("useful"), answers.change("eur_language")
    kept, base = answers.kept("followup")
    return {
        "mobilities": (len(programme.done), None, None, len(programme.done), 360, 360 * due / whole, False),
        "professionals": (n, None, None, n, 280, 280 * due / whole, False),
        "partners": (facts["organisations"], None, None, len(programme.done), 15, 15, False),
        "reach": (n / staff, *wilson(n, staff), staff, 0.15, 0.15, False),
        "countries": (facts["countries"], None, None, len(programme.done), 10, 10, False),
        "spending": (facts["cost"], None, None, len(programme.done) - facts["without_cost"], 402770, 402770 * due_budget / budget, False),
        "day": (cost["cost_per_day"], None, None, n, 200, 200, True),
        "spread": (gini(counts), None, None, sum(counts), 0.45, 0.45, True),
        "cancelled": (gone / len(entries), *wilson(gone, len(entries)), len(entries), 0.08, 0.08, True),
        "usefulness": (*useful[:3], useful[3], 4, 4, False),
        "languages": (*language[:3], language[3], 0.5, 0.5, False),
        "feedback": (kept / base, *wilson(kept, base), base, 0.6, 0.6, False)}


def check_indicators(judge, programme, facts, answers):
    expected = indicators(programme, facts, answers)
    rows = judge.rows("programme_indicator")
    judge.equal("indicators", len(rows), len(expected))
    for row in rows:
        value, low, high, n, target, due, is_least = expected[row["indicator"]]
        share = due / value if is_least else value / due
        met = value <= target if is_least else value >= target
        judge.row(row["indicator"], row, {"value": value, "low": low, "high": high, "n": n, "target": target, "target_to_date": due,
                                          "share": share, "status": "met" if met else status(share)})


def recommendations(programme, answers):
    """(rule, level, value, amount, reference, low, high, n), worst first"""
    def targets(rule, grouping, below, most=99):
        cases = []
        for level in programme.order[grouping]:
            done, ahead = (of(r, grouping, level) for r in (programme.done, programme.ahead))
            planned = programme.planned(grouping, level, "all", "planned")[0]
            value, low, high = programme.projection(done, ahead, SIZES["participations"][0])
            cases.append((rule, level, value / planned, value, planned, low, high, len(done)))
        return sorted((c for c in cases if c[2] < below), key=lambda c: c[2])[:most]

    def rates(rule, grouping, below, most):
        cases, everybody = [], people(programme.done) / sum(r["staff"] for r in programme.staff)
        for level in programme.order[grouping]:
            n, staff = people(of(programme.done, grouping, level)), sum(r["staff"] for r in of(programme.staff, grouping, level))
            cases.append((rule, level, n / staff / everybody, n / staff, everybody, *wilson(n, staff), staff))
        return sorted((c for c in cases if c[2] < below), key=lambda c: c[2])[:most]

    out = targets("target_activity", "activity", 0.9) + targets("target_priority", "priority", 0.9)
    out += targets("target_organisation", "organisation", 0.8, 8)
    out += rates("organisation", "organisation", 0.7, 5) + rates("role", "role", 0.8, 2)
    out += answers.least_moved("competence", 2)
    kept, base = answers.kept("followup")
    if kept / base < 0.7:
        out.append(("return", "all", kept / base, kept, base, *wilson(kept, base), base))
    day = cost_of(programme.done)["cost_per_day"]
    costs = [(a, cost_of(of(programme.done, "activity", a))) for a in programme.order["activity"]]
    dear = [("cost", a, c["cost_per_day"] / day, c["cost_per_day"], day, None, None, c["participants"]) for a, c in costs if c["participants"] >= FEW]
    return out + sorted((c for c in dear if c[2] > 1.1), key=lambda c: -c[2])


def check_recommendations(judge, programme, answers):
    rows, expected = judge.rows("recommendation"), recommendations(programme, answers)
    judge.equal("recommendations", len(rows), len(expected))
    for row, case in zip(rows, expected):
        judge.row(f"recommendation {row['position']}", row,
                  dict(zip(("rule", "level", "value", "amount", "reference", "low", "high", "n"), case)))


def main():
    files = Files(sys.argv[2] if len(sys.argv) > 2 else __file__.rsplit("/", 3)[0])
    judge = Judge(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True))
    programme, answers = Programme(files), sern_answers.Answers(files)
    for check in (check_progress, check_participation, check_concentration, check_counts, check_cost, check_applications, check_waves):
        check(judge, programme)
    facts = check_facts(judge, programme)
    check_indicators(judge, programme, facts, answers)
    check_recommendations(judge, programme, answers)
    sern_answers.check(judge, files, answers)
    sern_answers.check_report(judge, sys.argv[1], facts, answers)
    print(f"{judge.n} figures, {judge.failed} differ")
    return 1 if judge.failed or judge.n < 5000 else 0


if __name__ == "__main__":
    sys.exit(main())
